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
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from scipy.special import ndtri

Ordinals = NDArray[np.int64]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_NO_LADDER: Ints = np.empty(0, dtype=np.int64)


def bits(seed: int, stream: str, ordinals: Ordinals) -> NDArray[np.uint64]:
    """Return 64 random bits for each ordinal of a stream."""
    out = np.empty(len(ordinals), dtype=np.uint64)
    loops().bits(_start(seed, stream), np.ascontiguousarray(ordinals), out)
    return out


def uniform(seed: int, stream: str, ordinals: Ordinals) -> Floats:
    """Return a float in (0, 1) for each ordinal: the ends themselves never come."""
    out = np.empty(len(ordinals), dtype=np.float64)
    loops().uniform(_start(seed, stream), np.ascontiguousarray(ordinals), out)
    return out


def uuids(seed: int, stream: str, ordinals: Ordinals) -> NDArray[np.uint8]:
    """Return a version-4 uuid for each ordinal as an (n, 16) uint8 array."""
    words = np.empty(2 * len(ordinals), dtype="<u8")
    starts = (_start(seed, f"{stream}/{part}") for part in ("high", "low"))
    loops().uuids(*starts, np.ascontiguousarray(ordinals), words)
    return words.view(np.uint8).reshape(-1, 16)


def _start(seed: int, stream: str) -> np.uint64:
    return np.uint64(seed * 0x1_0000_0000 + zlib.crc32(stream.encode()))


def loops() -> Any:
    """Import the compiled loops when there is something to draw: the compiler takes half a second to import."""
    from livvly_lab.domain import loops

    return loops


class Steps:
    """Finds where values in (0, span) fall among rising edges: `np.searchsorted`, with a table in place of the search.

    The table says where the search for the values of each of many narrow cells begins; few have to step on. There
    may be several ladders of edges, to be told apart by number. A span is a power of two: cells begin where they say.
    """

    def __init__(self, *ladders: Floats, span: float = 1.0) -> None:
        longest = max(map(len, ladders))
        cells = 1 << max(10, (4 * longest - 1).bit_length())
        lows = np.arange(cells + 1) * (span / cells)
        self._cells_per_unit = cells / span
        self._width = longest + 1
        self._edges = np.concatenate([np.append(edges, np.full(self._width - len(edges), np.inf)) for edges in ladders])
        begins = [np.searchsorted(edges, lows) + number * self._width for number, edges in enumerate(ladders)]
        self._begin: Ints = np.concatenate(begins).astype(np.int64)

    def find(self, values: Floats, ladder: Ints | None = None) -> Ints:
        """Return for each value how many edges lie below it, on its ladder."""
        out = np.empty(len(values), dtype=np.int64)
        ladders = _NO_LADDER if ladder is None else np.ascontiguousarray(ladder, dtype=np.int64)
        loops().find(
            np.ascontiguousarray(values), self._edges, self._begin, ladders, self._width, self._cells_per_unit, out
        )
        return out

    def place(self, values: Floats) -> Floats:
        """Return where values lie among the edges of the only ladder: 2.5 is halfway from the third to the fourth."""
        out = np.empty(len(values), dtype=np.float64)
        loops().between(np.ascontiguousarray(values), self._edges[:-1], self.find(values), out)
        return out


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
