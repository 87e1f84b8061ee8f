"""When things happen: the rhythm of hours and weekdays on a local clock, and the growth over the months."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, lru_cache

import numpy as np

from livvly_lab.domain.draw import Distribution, Floats, Ints, Steps

MINUTE_US = 60_000_000
HOUR_US = 60 * MINUTE_US
DAY_US = 24 * HOUR_US
MONTH_US = 365.25 / 12 * DAY_US

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_CELL_US = 30 * MINUTE_US
_EPOCH_WEEKDAY = 3  # 1970-01-01 was a Thursday, and Monday is 0


def microseconds(moment: datetime) -> int:
    """Return a moment as microseconds since 1970 UTC.

    >>> microseconds(datetime(1970, 1, 2, tzinfo=UTC)) == DAY_US
    True
    """
    passed = moment - EPOCH
    return (passed.days * 86_400 + passed.seconds) * 1_000_000 + passed.microseconds


@dataclass(frozen=True)
class Clock:
    """A rhythm laid over a span of time: `mass` is the share of everything that has happened by each edge.

    Edges are half an hour apart, in microseconds since 1970 UTC; inside a cell time runs evenly.
    """

    start_us: int
    end_us: int
    mass: Floats

    @cached_property
    def _steps(self) -> Steps:
        return Steps(self.mass)

    def share(self, us: Ints) -> Floats:
        """Return the share that has happened by each time; 0 before the span, 1 after it."""
        cells = (np.clip(us, self.start_us, self.end_us) - self.start_us) / _CELL_US
        cell = np.minimum(cells.astype(np.int64), len(self.mass) - 2)
        low = self.mass[cell]
        shares: Floats = low + (self.mass[cell + 1] - low) * (cells - cell)
        return shares

    def at(self, share: Floats) -> Ints:
        """Return the time by which each share has happened."""
        cells = self._steps.place(np.clip(share, 0.0, 1.0))
        return np.minimum(self.start_us + (cells * _CELL_US).astype(np.int64), self.end_us)

    def between(self, u: Floats, low_us: Ints, high_us: Ints) -> Ints:
        """Return a time between the two of each row, likelier where the rhythm is stronger."""
        low = self.share(low_us)
        return np.clip(self.at(low + u * (self.share(high_us) - low)), low_us, high_us)


@dataclass(frozen=True)
class Rhythm(Distribution):
    """Weights of the 24 hours and the 7 weekdays (Monday first) of a local clock, and the growth by month."""

    hours: tuple[float, ...]
    weekdays: tuple[float, ...]
    utc_offset_minutes: int
    growth_per_month: float = 1.0

    def quantile(self, u: Floats) -> Ints:
        """Return the local hour of the week (0..167, from Monday 0:00) at the given probabilities."""
        mass = np.cumsum(np.outer(self.weekdays, self.hours).ravel())
        return np.minimum(np.searchsorted(mass / mass[-1], u), len(mass) - 1).astype(np.int64)

    def clock(self, start_us: int, end_us: int) -> Clock:
        """Lay the rhythm over a span of time."""
        return _clock(self, start_us, end_us)


@lru_cache(maxsize=16)
def _clock(rhythm: Rhythm, start_us: int, end_us: int) -> Clock:
    cells = -(-(end_us - start_us) // _CELL_US)
    begin_us = start_us + np.arange(cells, dtype=np.int64) * _CELL_US
    local_us = begin_us + rhythm.utc_offset_minutes * MINUTE_US
    weight = np.asarray(rhythm.hours)[local_us // HOUR_US % 24]
    weight = weight * np.asarray(rhythm.weekdays)[(local_us // DAY_US + _EPOCH_WEEKDAY) % 7]
    weight = weight * rhythm.growth_per_month ** ((begin_us - start_us) / MONTH_US)
    mass = np.concatenate([[0.0], np.cumsum(weight)])
    return Clock(start_us, end_us, mass / mass[-1])
