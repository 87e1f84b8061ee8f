"""Random values as a function of (seed, stream, ordinal): any part of a population can be drawn alone.

A value depends on nothing but the seed, the name of its stream and the number of its row, so neither the
order, nor the chunks, nor the number of workers change what comes out. The generator is SplitMix64 used as a
counter-based hash. Source: Steele, Lea, Flood: Fast splittable pseudorandom number generators (2014).
"""

import math
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from scipy.special import ndtri

Ordinals = NDArray[np.int64]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_GAMMA = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)


def _mix(z: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Finalise SplitMix64 in place on a fresh array."""
    z ^= z >> np.uint64(30)
    z *= _MIX_1
    z ^= z >> np.uint64(27)
    z *= _MIX_2
    z ^= z >> np.uint64(31)
    return z


def bits(seed: int, stream: str, ordinals: Ordinals) -> NDArray[np.uint64]:
    """Return 64 random bits for each ordinal of a stream."""
    start = np.array([seed * 0x1_0000_0000 + zlib.crc32(stream.encode())], dtype=np.uint64)
    with np.errstate(over="ignore"):
        return _mix(_mix(start * _GAMMA + _GAMMA) + (ordinals.astype(np.uint64) + np.uint64(1)) * _GAMMA)


def uniform(seed: int, stream: str, ordinals: Ordinals) -> Floats:
    """Return a float in (0, 1) for each ordinal: the ends themselves never come."""
    return ((bits(seed, stream, ordinals) >> np.uint64(11)).astype(np.float64) + 0.5) * 2.0**-53


def uuids(seed: int, stream: str, ordinals: Ordinals) -> NDArray[np.uint8]:
    """Return a version-4 uuid for each ordinal as an (n, 16) uint8 array."""
    words = np.empty((len(ordinals), 2), dtype=np.uint64)
    words[:, 0] = bits(seed, stream + "/high", ordinals)
    words[:, 1] = bits(seed, stream + "/low", ordinals)
    octets = words.view(np.uint8).reshape(-1, 16)
    octets[:, 6] = octets[:, 6] & 0x0F | 0x40
    octets[:, 8] = octets[:, 8] & 0x3F | 0x80
    return octets


class Steps:
    """Finds where values in (0, 1) fall among rising edges: `np.searchsorted`, with a table in place of the search.

    The table says where the search for the values of each of many narrow cells begins; few have to step on. There
    may be several ladders of edges, to be told apart by number.
    """

    def __init__(self, *ladders: Floats) -> None:
        longest = max(map(len, ladders))
        cells = 1 << max(10, (4 * longest - 1).bit_length())
        lows = np.arange(cells + 1) / cells
        self._cells = cells
        self._width = longest + 1
        self._edges = np.concatenate([np.append(edges, np.full(self._width - len(edges), np.inf)) for edges in ladders])
        begins = [np.searchsorted(edges, lows) + number * self._width for number, edges in enumerate(ladders)]
        self._begin: Ints = np.concatenate(begins).astype(np.int64)

    def find(self, u: Floats, ladder: Ints | None = None) -> Ints:
        """Return for each value how many edges lie below it, on its ladder."""
        cell = (u * float(self._cells)).astype(np.int64)
        found: Ints = self._begin[cell if ladder is None else cell + ladder * (self._cells + 1)]
        late = np.flatnonzero(self._edges[found] < u)
        while len(late):
            found[late] += 1
            late = late[self._edges[found[late]] < u[late]]
        return found if ladder is None else found - ladder * self._width


class Distribution:
    """A declared shape: `quantile` turns uniform values in (0, 1) into values of the distribution."""

    def quantile(self, u: Floats) -> NDArray[np.generic]:
        """Return the values at the given probabilities."""
        raise NotImplementedError


@dataclass(frozen=True)
class LogNormal(Distribution):
    """Many small values, few large ones: `median`, and `sigma` of the logarithm; cut off at `most`."""

    median: float
    sigma: float
    most: float = np.inf

    @classmethod
    def of_mean(cls, mean: float, sigma: float) -> "LogNormal":
        """Declare by the mean instead of the median."""
        return cls(mean * math.exp(-(sigma**2) / 2), sigma)

    def quantile(self, u: Floats) -> Floats:
        """Return the values at the given probabilities."""
        values: Floats = np.minimum(self.median * np.exp(self.sigma * ndtri(u)), self.most)
        return values


@dataclass(frozen=True)
class Poisson(Distribution):
    """A count with a mean, such as the events of a user."""

    mean: float

    def quantile(self, u: Floats) -> Ints:
        """Return the counts at the given probabilities."""
        from scipy import stats  # slow to import, and drawn on by few

        return np.asarray(stats.poisson.ppf(u, self.mean), dtype=np.int64)


@dataclass(frozen=True)
class Zipf(Distribution):
    """Ranks 0..n-1, rank r with weight 1/(r+shift)^exponent: few take most.

    `shift` flattens the very top; `flat` adds that share of n to it, so that the first of many ranks keeps its
    multiple of the mean at any size.
    """

    exponent: float
    shift: float = 1.0
    flat: float = 0.0

    def weights(self, n: int) -> Floats:
        """Return the share of each of n ranks."""
        raw: Floats = (np.arange(n, dtype=np.float64) + self.shift + self.flat * n) ** -self.exponent
        shares: Floats = raw / raw.sum()
        return shares

    def ranks(self, u: Floats, n: int) -> Ints:
        """Return a rank below n for each probability."""
        return np.minimum(_ranks(self, (n,)).find(u), n - 1)

    def ranks_of(self, u: Floats, sizes: tuple[int, ...], which: Ints) -> Ints:
        """Return a rank for each probability, below the size of its kind: `which` are the kinds."""
        most = np.array(sizes, dtype=np.int64) - 1
        return np.minimum(_ranks(self, sizes).find(u, which), most[which])

    def quantile(self, u: Floats) -> Floats:
        """Return how far down the ranks the probabilities lie, as a share of 1,000 ranks."""
        return self.ranks(u, 1_000) / 1_000


@dataclass(frozen=True)
class Choice(Distribution):
    """One of several values, each with its weight; `quantile` returns positions in `values`."""

    values: tuple[str | int | float | bool | None, ...]
    weights: tuple[float, ...]

    def quantile(self, u: Floats) -> Ints:
        """Return the positions of the chosen values."""
        return np.minimum(_positions(self).find(u), len(self.values) - 1)

    def texts(self, u: Floats) -> pa.DictionaryArray:
        """Return the chosen values as texts; None becomes NULL."""
        return pa.DictionaryArray.from_arrays(self.quantile(u), pa.array(self.values, pa.string()))

    def numbers(self, u: Floats) -> NDArray[np.generic]:
        """Return the chosen values as numbers."""
        chosen: NDArray[np.generic] = np.asarray(self.values)[self.quantile(u)]
        return chosen


@lru_cache(maxsize=64)
def _ranks(zipf: Zipf, sizes: tuple[int, ...]) -> Steps:
    return Steps(*(np.cumsum(zipf.weights(n)) for n in sizes))


@lru_cache(maxsize=256)
def _positions(chosen: Choice) -> Steps:
    return Steps(np.cumsum(chosen.weights) / sum(chosen.weights))


def counts(u: Floats, means: Floats) -> Ints:
    """Return whole numbers whose mean is `means`: the rest after the point is the chance of one more."""
    return np.floor(means + u).astype(np.int64)


def choice(shares: dict[str, float] | Sequence[tuple[str, float]]) -> Choice:
    """Declare a Choice from value -> weight."""
    pairs = list(shares.items()) if isinstance(shares, dict) else list(shares)
    return Choice(tuple(value for value, _ in pairs), tuple(weight for _, weight in pairs))
