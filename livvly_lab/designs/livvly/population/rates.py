"""What a minute costs: the creator's own rate, or the baseline where none is in use; more in peak hours.

Table: creator_call_rates. Source: livvly REQ-DB-006.
"""

from dataclasses import dataclass

import numpy as np

from livvly_lab.designs.livvly.population import catalogue, shapes
from livvly_lab.designs.livvly.population.crowd import Crowd
from livvly_lab.designs.livvly.population.people import People
from livvly_lab.domain.clock import HOUR_US, MINUTE_US
from livvly_lab.domain.draw import Floats, Ints
from livvly_lab.domain.people import Flags
from livvly_lab.domain.population import Columns, World

_STEP = 50  # rates are multiples of half a coin
_PEAK_START, _PEAK_END = 22, 2  # hours of the baseline's peak, the defaults of creator_call_rates
_SET_AFTER_US = 20 * MINUTE_US


@dataclass(frozen=True)
class Rates:
    """The rates creators set, in hundredths of a coin per minute; hours are on the Indian clock."""

    is_set: Flags
    in_use: Flags
    audio: Ints
    video: Ints
    peak_percent: Ints
    peak_start: Ints
    peak_end: Ints

    def of(self, rows: Ints) -> "Rates":
        """Return the rates in some rows."""
        return Rates(**{name: getattr(self, name)[rows] for name in self.__dataclass_fields__})


def rates_of(people: People, creators: Ints) -> Rates:
    """Return the rates of creators."""

    def u(name: str) -> Floats:
        return people.u(f"rates/{name}", creators)

    audio = _rounded(shapes.AUDIO_RATE.quantile(u("audio")))
    hours = np.array([hours.split("-") for hours in map(str, shapes.PEAK_HOURS.values)], dtype=np.int64)
    start, end = hours[shapes.PEAK_HOURS.quantile(u("hours"))].T
    is_set = u("set") < shapes.RATES_SET_SHARE
    return Rates(
        is_set=is_set,
        in_use=is_set & (u("used") < shapes.RATES_IN_USE_SHARE),
        audio=audio,
        video=_rounded(audio / catalogue.HUNDREDTHS * shapes.VIDEO_FACTOR),
        peak_percent=shapes.PEAK_FACTOR.numbers(u("peak")).astype(np.int64),
        peak_start=start,
        peak_end=end,
    )


def per_minute(world: World, people: People, creators: Ints, video: Flags, at_us: Ints) -> Ints:
    """Return the rate of calls to creators that begin at the given times."""
    everybody, base = people.creators, catalogue.baseline(world)
    numbers = np.arange(everybody.count, dtype=np.int64)
    own = everybody.once("rates", lambda: rates_of(people, numbers)).of(creators)
    kind = (people.creators.tiers[creators] >= shapes.VERIFIED_FROM_TIER).astype(np.int64)
    column = video.astype(np.int64)
    rate = np.where(own.in_use, np.where(video, own.video, own.audio), base.rate[kind, column])
    percent = np.where(own.in_use, own.peak_percent, base.peak_percent[kind, column])
    start = np.where(own.in_use, own.peak_start, _PEAK_START)
    end = np.where(own.in_use, own.peak_end, _PEAK_END)
    hour = (at_us + shapes.ACTIVITY.utc_offset_minutes * MINUTE_US) // HOUR_US % 24
    in_peak = (hour - start) % 24 < (end - start) % 24
    return (rate * np.where(in_peak, percent, 100) + 50) // 100


def creator_call_rates(crowd: Crowd, creators: Ints) -> Columns:
    """Return the rates that creators of this crowd have set, soon after they signed up and before any call."""
    people = crowd.people
    setters = creators[rates_of(people, creators).is_set]
    own, since = rates_of(people, setters), people.creators.lives.signup_us[setters] + _SET_AFTER_US
    since = np.minimum(since, people.as_of_us)
    return {
        "id": people.ids("creator_call_rates", setters),
        "creator_id": people.creators.ids[setters],
        "audio_rate_per_minute": own.audio,
        "video_rate_per_minute": own.video,
        "peak_multiplier": own.peak_percent,
        "peak_start_hour": own.peak_start,
        "peak_end_hour": own.peak_end,
        "is_active": own.in_use,
        "created_at": since,
        "updated_at": since,
    }


def _rounded(coins: Floats) -> Ints:
    low, high = (coin * catalogue.HUNDREDTHS for coin in shapes.RATE_RANGE_COINS)
    steps = np.round(coins * catalogue.HUNDREDTHS / _STEP) * _STEP
    return np.clip(steps, low, high).astype(np.int64)
