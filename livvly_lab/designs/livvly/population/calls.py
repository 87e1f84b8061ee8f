"""Calls: who calls which creator when, how it ends, what it costs and earns. Source: livvly REQ-DB-002 and 006."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from livvly_lab.designs.livvly.population import catalogue, shapes
from livvly_lab.designs.livvly.population.crowd import Crowd
from livvly_lab.designs.livvly.population.rates import per_minute
from livvly_lab.domain.clock import DAY_US
from livvly_lab.domain.columns import Bytes, choose, pick, rows_at
from livvly_lab.domain.draw import Floats, Ints
from livvly_lab.domain.people import NOBODY, Flags
from livvly_lab.domain.population import Columns, Nullable

SECOND_US = 1_000_000

_COMPLETED, _DROPPED = map(shapes.CALL_STATUS.values.index, ("completed", "dropped"))
_VIDEO = shapes.CALL_TYPE.values.index(catalogue.VIDEO)

_RING_SECONDS = 28
_HIDDEN_SHARE = 0.03
_MOST_HIDE_DAYS = 20
_DROPPED_AFTER = 0.5  # a dropped call lasts half as long as it would have


@dataclass(frozen=True)
class Calls:
    """Calls by caller: `owner` is the caller's place in the crowd, `creator` the number of the one called.

    Times are microseconds since 1970 UTC; coins, diamonds and rates are hundredths. `started_us` means something
    where `answered`; `rating` is 0 where the caller gave none.
    """

    owner: Ints
    number: Ints
    ids: Bytes
    creator: Ints
    video: Flags
    status: pa.StringArray
    answered: Flags
    completed: Flags
    dialled_us: Ints
    started_us: Ints
    ended_us: Ints
    seconds: Ints
    rate: Ints
    coins: Ints
    diamonds: Ints
    rating: Ints

    @property
    def minutes(self) -> Ints:
        """Minutes billed: every minute begun."""
        return -(-self.seconds // 60)


def calls_of(crowd: Crowd) -> Calls:
    """Return the calls that users of the crowd make."""
    people, lives = crowd.people, crowd.lives
    events = crowd.acts(shapes.RATIOS["calls"], "calls")
    u = people.u("calls/at", events.number)
    dialled = people.rhythm.between(u, lives.first_us[events.owner], lives.last_us[events.owner])
    creator = people.creators.met("calls", events.number, crowd.ordinals[events.owner], dialled)
    made = creator != NOBODY
    return _calls(crowd, events.owner[made], events.number[made], creator[made], dialled[made])


def _calls(crowd: Crowd, owner: Ints, number: Ints, creator: Ints, dialled: Ints) -> Calls:
    people = crowd.people

    def u(name: str) -> Floats:
        return people.u(f"calls/{name}", number)

    video = shapes.CALL_TYPE.quantile(u("type")) == _VIDEO
    status = shapes.CALL_STATUS.quantile(u("status"))
    completed, dropped = status == _COMPLETED, status == _DROPPED
    answered = completed | dropped
    started = dialled + (1 + (u("ring") * _RING_SECONDS).astype(np.int64)) * SECOND_US
    rate = per_minute(crowd.world, people, creator, video, started)
    seconds = np.where(answered, _seconds(crowd, owner, rate, dropped, u("seconds")), 0)
    coins = rate * -(-seconds // 60)
    return Calls(
        owner=owner,
        number=number,
        ids=people.ids("calls", number),
        creator=creator,
        video=video,
        status=pick(pa.array(shapes.CALL_STATUS.values, pa.string()), status),
        answered=answered,
        completed=completed,
        dialled_us=dialled,
        started_us=started,
        ended_us=started + seconds * SECOND_US,
        seconds=seconds,
        rate=rate,
        coins=coins,
        diamonds=catalogue.share_of(coins),
        rating=np.where(completed & (u("rated") < shapes.RATED_SHARE), _stars(u("rating")), 0),
    )


def _stars(u: Floats) -> Ints:
    return shapes.RATING.numbers(u).astype(np.int64)


def _seconds(crowd: Crowd, owner: Ints, rate: Ints, dropped: Flags, u: Floats) -> Ints:
    """Return how long calls last: longer for those who spend freely, and no longer than two packages pay."""
    spending = catalogue.spending_of(crowd.u("wallet/spending"))
    packages = catalogue.packages(crowd.world)
    affordable = packages.total[packages.chosen(spending)][owner] * shapes.CALL_PACKAGES // rate * 60
    wished = shapes.CALL_SECONDS.quantile(u) * np.sqrt(np.clip(spending, 0.4, 2.5))[owner]
    wished = np.where(dropped, wished * _DROPPED_AFTER, wished)
    return np.clip(wished, 1, np.minimum(affordable, shapes.CALL_SECONDS.most)).astype(np.int64)


def call_columns(crowd: Crowd, calls: Calls) -> Columns:
    """Return the rows of calls. A call that cost nothing may be hidden from the history, a paid one never is."""
    people, number = crowd.people, calls.number
    hidden = calls.ended_us + (people.u("calls/hidden_after", number) * _MOST_HIDE_DAYS * DAY_US).astype(np.int64)
    is_hidden = ~calls.answered & people.chance("calls/hidden", number, _HIDDEN_SHARE)
    is_hidden &= hidden < crowd.lives.until_us[calls.owner]
    return {
        "id": calls.ids,
        "caller_id": rows_at(crowd.ids, calls.owner),
        "receiver_id": rows_at(people.creators.ids, calls.creator),
        "call_type": choose(calls.video, catalogue.VIDEO, catalogue.AUDIO),
        "status": calls.status,
        "rate_per_minute": calls.rate,
        "duration_seconds": calls.seconds,
        "coins_charged": calls.coins,
        "diamonds_earned": calls.diamonds,
        "rating": Nullable(calls.rating, calls.rating > 0),
        "started_at": Nullable(calls.started_us, calls.answered),
        "ended_at": calls.ended_us,
        "created_at": calls.dialled_us,
        "updated_at": calls.ended_us,
        "deleted_at": Nullable(hidden, is_hidden),
    }
