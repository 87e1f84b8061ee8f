"""Tips: who gives them, who gets them, during which stream. Each side can be drawn alone (pairing.py)."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from livvly_lab.designs.livepanty.population import shapes
from livvly_lab.designs.livepanty.population.pairing import Pairing
from livvly_lab.designs.livepanty.population.people import AT_ONCE, People
from livvly_lab.designs.livepanty.population.performers import Performers, performers_of
from livvly_lab.domain.clock import MINUTE_US
from livvly_lab.domain.draw import Floats, Ints, counts
from livvly_lab.domain.people import Flags

_LOST = 1.407
"""How many more tips are drawn than are wanted: some lead to a performer who did not stream in the viewer's time."""
_TIP_WITHIN_US = 100 * MINUTE_US


@dataclass(frozen=True)
class Tips:
    """Tips that were given: `number` among all drawn ones, `sender` the viewer's ordinal, `performer` by number."""

    people: People
    number: Ints
    sender: Ints
    performer: Ints
    stream: Ints
    at_us: Ints

    def __len__(self) -> int:
        """Return how many they are."""
        return len(self.number)

    def take(self, rows: Ints | Flags) -> "Tips":
        """Return some of them."""
        columns = (self.number, self.sender, self.performer, self.stream, self.at_us)
        return Tips(self.people, *(column[rows] for column in columns))

    @cached_property
    def tokens(self) -> Ints:
        """What was given."""
        return shapes.TIP_TOKENS.numbers(self.u("tokens")).astype(np.int64)

    @cached_property
    def fee(self) -> Ints:
        """The platform's part of it."""
        return fee_of(self.tokens, performers_of(self.people).fee_permille[self.performer])

    @cached_property
    def cancelled(self) -> Flags:
        """Which were taken back before they were settled."""
        cancelled: Flags = self.u("cancelled") < shapes.CANCELLED_SHARE
        return cancelled

    def u(self, name: str) -> Floats:
        """Return a uniform value for each."""
        return self.people.u(f"tips/{name}", self.number)


def fee_of(tokens: Ints, permille: Ints) -> Ints:
    """Return the platform's part of tokens, rounded half up.

    >>> fee_of(np.array([10, 25, 50, 3]), np.array([150, 150, 200, 150])).tolist()
    [2, 4, 10, 0]
    """
    return (tokens * permille + 500) // 1_000


@dataclass(frozen=True)
class Giving:
    """All tips of a world, as a matching between viewers and performers."""

    people: People
    activity: float

    @property
    def performers(self) -> Performers:
        """The performers of the world."""
        return performers_of(self.people)

    @cached_property
    def _given(self) -> Ints:
        """How many tips all users up to each have drawn, from 0 on; made in stretches, so that memory stays flat."""
        edges = range(0, self.people.users, AT_ONCE)
        drawn = [self._drawn(low, min(low + AT_ONCE, self.people.users)) for low in edges]
        return np.concatenate([[0], np.cumsum(np.concatenate(drawn))])

    def _drawn(self, first: int, last: int) -> Ints:
        ordinals = np.arange(first, last, dtype=np.int64)
        mean = _LOST * shapes.RATIOS["tips"] * self.activity
        return counts(self.people.u("tips/count", ordinals), mean * self.people.engaged(ordinals))

    @cached_property
    def _got(self) -> Ints:
        """How many tips are drawn for all performers up to each, from 0 on."""
        total = int(self._given[-1])
        edges = np.floor(np.cumsum(self.performers.popularity) * total + 0.5).astype(np.int64)
        return np.concatenate([[0], np.minimum(edges, total)])

    @cached_property
    def _pairing(self) -> Pairing:
        return Pairing(int(self._given[-1]), self.people.seed)

    def by(self, first: int, last: int) -> Tips:
        """Return the tips that users first..last-1 gave, by viewer and time."""
        numbers = np.arange(self._given[first], self._given[last], dtype=np.int64)
        got = self._pairing.there(numbers)
        return self._tips(numbers, got)

    def to(self, first: int, last: int) -> Tips:
        """Return the tips that performers first..last-1 (by number) got, by performer and time."""
        got = np.arange(self._got[first], self._got[last], dtype=np.int64)
        tips = self._tips(self._pairing.back(got), got)
        return tips.take(np.lexsort((tips.number, tips.at_us, tips.performer)))

    def _tips(self, numbers: Ints, got: Ints) -> Tips:
        people, performers = self.people, self.performers
        sender = np.searchsorted(self._given, numbers, side="right") - 1
        performer = np.searchsorted(self._got, got, side="right") - 1
        there = performer < len(performers.numbers)
        numbers, sender, performer = numbers[there], sender[there], performer[there]
        lives = people.lives(sender)
        stream = performers.eligible(performer, lives.first_us, lives.last_us, people.u("tips/stream", numbers))
        kept = stream >= 0
        numbers, sender, performer, stream = numbers[kept], sender[kept], performer[kept], stream[kept]
        start, end = performers.start_us(performer, stream), performers.end_us(performer, stream)
        at = start + (people.u("tips/at", numbers) * np.minimum(end - start, _TIP_WITHIN_US)).astype(np.int64)
        tips = Tips(people, numbers, sender, performer, stream, at)
        return tips.take(np.lexsort((numbers, at, sender)))


@lru_cache(maxsize=8)
def giving_of(people: People, activity: float) -> Giving:
    """Return the tips of a world; what they have in common is computed once."""
    return Giving(people, activity)
