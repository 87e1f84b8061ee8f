"""Simulates users on shards: ids are drawn and hashed once, then a setting is arithmetic on what was kept.

Nothing is asked of a database. A million users over other shards is one division and one count; memory is bounded.
"""

from collections import OrderedDict
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np

from livvly_lab.domain.draw import Floats, Ints, Ordinals, Zipf, uniform
from livvly_lab.domain.exploring import Carriers, Explored, Setting
from livvly_lab.domain.load import HotUser, Load, LoadMeasure, ShardLoad
from livvly_lab.domain.placement import NumberArray, Router, ShardArray, ShardFunction, UuidArray
from livvly_lab.forecast import skew as arithmetic
from livvly_lab.forecast.carriers import slices
from livvly_lab.placement.functions import FUNCTIONS
from livvly_lab.placement.keys import KEY_KINDS
from livvly_lab.placement.routers import ROUTERS

WAYS: dict[str, ShardFunction | Router] = {**FUNCTIONS, **ROUTERS}
"""Everything that takes ids to shards, whether or not a layout can use it."""

KEPT_BYTES = 400 * 2**20
"""Numbers that are kept at most; those not asked for the longest go first."""

_PIECE = 50_000
"""Ids hashed without a break: about 25 ms of the slowest function."""

_FIXED_S = 0.003
"""What a setting takes however few its users are."""

Hash = Callable[[UuidArray], NumberArray]


@dataclass(frozen=True)
class _Ranked:
    """Those who bring the load among the first users: their ordinals, the hottest first, and what each brings."""

    ordinals: Ints
    weights: Floats


class Simulator:
    """Simulates settings for one seed and one kind of carriers; what was hashed is kept by (hash, kind of ids)."""

    def __init__(self, seed: int, carriers: Carriers) -> None:
        self._seed, self._carriers = seed, carriers
        self._numbers: OrderedDict[tuple[Hash, str], NumberArray] = OrderedDict()
        self._drawn: tuple[int, Ints, Floats] = (0, np.empty(0, np.int64), np.empty(0, np.float64))
        self._ranked: tuple[int, Ints] = (0, np.empty(0, np.int64))
        self._seconds_per_user: dict[tuple[str, str], float] = {}

    def seconds(self, setting: Setting) -> float | None:
        """Return how long a setting will take, as the last like it took; None where ids are still to be hashed."""
        kept = self._numbers.get(_key(setting))
        if kept is None or len(kept) < setting.users or self._drawn[0] < setting.users:
            return None
        pace = self._seconds_per_user.get((setting.function, setting.keys))
        return None if pace is None else _FIXED_S + pace * setting.users

    def prepare(self, setting: Setting) -> Generator[None, None, None]:
        """Draw and hash what a setting needs and is not kept, with a pause after each piece."""
        kept = self._numbers.pop(_key(setting), None)
        pieces = [] if kept is None else [kept]
        done = 0 if kept is None else len(kept)
        try:
            for start in range(done, setting.users, _PIECE):
                pieces.append(self._hashed(setting, np.arange(start, min(start + _PIECE, setting.users))))
                yield
        finally:  # what is there is kept, also of one who did not wait for the end
            if pieces:
                self._numbers[_key(setting)] = pieces[0] if len(pieces) == 1 else np.concatenate(pieces)
            self._forget()
        yield from self._draw_carriers(setting.users)

    def explore(self, setting: Setting) -> Explored:
        """Return what a setting gives. Raises UsageError where it cannot be."""
        setting.check(WAYS, KEY_KINDS)
        for _ in self.prepare(setting):
            pass
        began = perf_counter()
        explored = self._explore(setting)
        pace = max(0.0, perf_counter() - began - _FIXED_S) / setting.users
        self._seconds_per_user[setting.function, setting.keys] = pace
        return explored

    def _explore(self, setting: Setting) -> Explored:
        numbers = self._numbers[_key(setting)]
        place, shards = WAYS[setting.function].place, setting.shards
        per_shard = np.bincount(place(numbers[: setting.users], shards), minlength=shards)
        ranked = self._rank(setting)
        at = place(numbers[ranked.ordinals], shards)
        load = self._load(setting, ranked, at)
        return Explored(
            setting=setting,
            users=arithmetic.skew("users", "users", per_shard.tolist(), squares=setting.users),
            load=arithmetic.skew_of_load(load),
            curve=arithmetic.lorenz(load),
            hot=arithmetic.hot_effects(load)[0],
            carriers=len(ranked.ordinals),
            empty=int(np.count_nonzero(per_shard == 0)),
        )

    def _load(self, setting: Setting, ranked: _Ranked, at: ShardArray) -> Load:
        """Return what the carriers bring to their shards, with the hottest of the shard that carries most."""
        count, weights = setting.shards, ranked.weights
        users = np.bincount(at, minlength=count).tolist()
        amounts = np.bincount(at, weights, minlength=count)
        squares = np.bincount(at, weights**2, minlength=count).tolist()
        hottest = int(amounts.argmax())
        first = int((at == hottest).argmax())
        who = HotUser(str(int(ranked.ordinals[first])), hottest, float(weights[first]))
        shards = tuple(map(ShardLoad, range(count), users, amounts.tolist(), squares))
        measure = LoadMeasure("load", "share", (), who=self._carriers.who)
        return Load(measure, shards, hottest=(who,), groups=slices(weights))

    def _rank(self, setting: Setting) -> _Ranked:
        """Return the carriers in an order of their own, which a kind of ids knows nothing of."""
        users, order = self._ranked
        if users != setting.users:
            _, ordinals, places = self._drawn
            among = ordinals[: np.searchsorted(ordinals, setting.users)]
            order = among[np.argsort(places[: len(among)])] if len(among) else np.zeros(1, np.int64)
            self._ranked = setting.users, order
        return _Ranked(order, Zipf(setting.exponent).weights(len(order)))

    def _draw_carriers(self, users: int) -> Iterator[None]:
        """Draw who among the users carries the load, further than it was drawn before; the same ones always."""
        done, ordinals, places = self._drawn
        found, ranks = [ordinals], [places]
        for start in range(done, users, 4 * _PIECE):
            numbers: Ordinals = np.arange(start, min(start + 4 * _PIECE, users))
            chosen = numbers[uniform(self._seed, "explorer/carriers", numbers) < self._carriers.share]
            found.append(chosen)
            ranks.append(uniform(self._seed, "explorer/ranks", chosen))
            yield
        if users > done:
            self._drawn = users, np.concatenate(found), np.concatenate(ranks)

    def _hashed(self, setting: Setting, ordinals: Ordinals) -> NumberArray:
        return WAYS[setting.function].hash(KEY_KINDS[setting.keys].make(self._seed, ordinals))

    def _forget(self) -> None:
        """Let go of numbers until the rest fits; those asked for last stay whatever they take."""
        while len(self._numbers) > 1 and sum(kept.nbytes for kept in self._numbers.values()) > KEPT_BYTES:
            self._numbers.popitem(last=False)


def six_settings(design: Setting) -> dict[str, Setting]:
    """Return the design's own setting and five that move one thing each, by what they are called."""
    more = min(max(1_000_000, 10 * design.users), max(10_000_000, design.users))
    return {
        "design": design,
        "users": replace(design, users=more),
        "shards": replace(design, shards=4 * design.shards),
        "ids": replace(design, function="high_bits", keys="UUIDv7"),
        "even": replace(design, exponent=0.0),
        "skewed": replace(design, exponent=1.5),
    }


def _key(setting: Setting) -> tuple[Hash, str]:
    """Return what numbers are kept by: functions that share their hash share them."""
    return WAYS[setting.function].hash, setting.keys
