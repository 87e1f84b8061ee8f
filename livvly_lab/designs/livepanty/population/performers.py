"""The performers and when they stream: any stream of any performer is a function of its number."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from livvly_lab.designs.livepanty.population import shapes
from livvly_lab.designs.livepanty.population.people import Lives, People
from livvly_lab.domain.clock import HOUR_US, MINUTE_US
from livvly_lab.domain.draw import Floats, Ints, counts
from livvly_lab.domain.people import Flags

STREAMS_PER_PERFORMER = 1 << 13
_HISTORY_LOST = 2.45
"""How many more streams are drawn than are wanted: most performers have been there for a part of history only."""
_LEAST_US = 3 * MINUTE_US
_LIVE_SINCE_US = 3 * HOUR_US


@dataclass(frozen=True)
class Performers:
    """All performers of a world, by number; arrays have one element for each of them."""

    people: People

    @property
    def ordinals(self) -> Ints:
        """Their ordinals among the users."""
        return self.people.performers

    @cached_property
    def numbers(self) -> Ints:
        """Their numbers."""
        return np.arange(len(self.ordinals), dtype=np.int64)

    @cached_property
    def lives(self) -> Lives:
        """When they came and went."""
        return self.people.lives(self.ordinals)

    @cached_property
    def open_us(self) -> Ints:
        """From when each streams."""
        return self.lives.first_us + HOUR_US

    @cached_property
    def last_us(self) -> Ints:
        """Until when each goes live."""
        return self.lives.until_us - 6 * HOUR_US

    @cached_property
    def streams(self) -> Ints:
        """How many streams each has had."""
        people = self.people
        mean = shapes.RATIOS["streams"] * people.users / len(self.ordinals) * _HISTORY_LOST
        tenure = np.clip(self.last_us - self.open_us, 0, None) / (people.as_of_us - people.since_us)
        wanted = mean * tenure * shapes.DILIGENCE.quantile(people.u("performers/diligence", self.numbers))
        wanted = np.where(tenure > 0, np.maximum(wanted, 1), 0)
        return np.minimum(counts(people.u("performers/streams", self.numbers), wanted), STREAMS_PER_PERFORMER - 2)

    @cached_property
    def is_live(self) -> Flags:
        """Whose last stream goes on at the end of history."""
        chosen = self.people.chance("performers/live", self.numbers, shapes.LIVE_SHARE)
        live: Flags = chosen & self.lives.active & (self.streams > 1)
        live |= (self.numbers == 0) & (self.streams > 1)
        return live

    @cached_property
    def popularity(self) -> Floats:
        """The share of all tips and visits each draws: by rank, and by how much they stream."""
        ranked = np.argsort(self.people.u("performers/popularity", self.numbers))
        rank = np.empty(len(self.numbers))
        rank[ranked] = shapes.POPULARITY.weights(len(self.numbers))
        span = np.clip(self.last_us - self.open_us, 0, None) / (self.people.as_of_us - self.people.since_us)
        weight = rank * np.where(self.streams > 0, span, 0.0)
        shares: Floats = weight / max(float(weight.sum()), np.finfo(np.float64).tiny)
        return shares

    @cached_property
    def fee_permille(self) -> Ints:
        """The platform's part of what each earns, in thousandths."""
        return shapes.FEE_PERMILLE.numbers(self.people.u("performers/fee", self.numbers)).astype(np.int64)

    @cached_property
    def _shares(self) -> tuple[Floats, Floats]:
        rhythm = self.people.rhythm
        low = rhythm.share(self.open_us)
        return low, np.clip(rhythm.share(np.maximum(self.last_us, self.open_us)) - low, 0, None)

    def number(self, performer: Ints, stream: Ints) -> Ints:
        """Return the number of a stream among all there are."""
        return performer * STREAMS_PER_PERFORMER + stream

    def start_us(self, performer: Ints, stream: Ints) -> Ints:
        """Return when streams began: those of a performer one after the other, by the rhythm of the week."""
        people, low_width = self.people, self._shares
        number = self.number(performer, stream)
        place = (stream + 0.1 + 0.8 * people.u("streams/at", number)) / np.maximum(self.streams[performer], 1)
        at = people.rhythm.at(low_width[0][performer] + low_width[1][performer] * place)
        live = self.is_live[performer] & (stream == self.streams[performer] - 1)
        since = people.as_of_us - MINUTE_US - (people.u("streams/live", number) * _LIVE_SINCE_US).astype(np.int64)
        return np.where(live, since, at)

    def end_us(self, performer: Ints, stream: Ints) -> Ints:
        """Return when streams ended, at the latest a minute before the next; of a live one the end of history."""
        start = self.start_us(performer, stream)
        minutes = shapes.STREAM_MINUTES.quantile(self.people.u("streams/minutes", self.number(performer, stream)))
        end = start + (minutes * MINUTE_US).astype(np.int64)
        last = stream >= self.streams[performer] - 1
        after = self.start_us(performer, np.where(last, stream, stream + 1)) - MINUTE_US
        end = np.where(last, end, np.minimum(end, after))
        end = np.maximum(end, start + _LEAST_US)
        return np.minimum(end, self.people.as_of_us)

    def eligible(self, performer: Ints, low_us: Ints, high_us: Ints, u: Floats) -> Ints:
        """Return a stream of each performer that began between two times, by a value in (0, 1); -1 where none did."""
        low, width = self._shares
        rhythm, count = self.people.rhythm, self.streams[performer]
        span = np.maximum(width[performer], 1e-12)
        first = np.ceil(np.clip((rhythm.share(low_us) - low[performer]) / span, 0, 1) * count)
        last = np.floor(np.clip((rhythm.share(high_us) - low[performer]) / span, 0, 1) * count) - 1
        # The last one may be live, which began at another time than its place says.
        last = np.minimum(last, count - 1 - self.is_live[performer])
        chosen = first + np.floor(u * (last - first + 1))
        return np.where((first <= last) & (count > 0), chosen, -1).astype(np.int64)


@lru_cache(maxsize=8)
def performers_of(people: People) -> Performers:
    """Return the performers of a world; what they have in common is computed once."""
    return Performers(people)
