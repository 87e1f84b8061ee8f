"""Visits to streams: who watches which stream from when to when.

Three kinds come for a reason that the activity does not change: fans who tip, buyers of a ticket, those invited. The
rest is the more the higher the activity. A user visits a stream once; a stream that is not for all is watched only by
those it is for.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from livvly_lab.designs.versbottomlex.population import shapes
from livvly_lab.designs.versbottomlex.population.audience import NONE, Follows, Subscriptions
from livvly_lab.designs.versbottomlex.population.people import METHOD_US
from livvly_lab.designs.versbottomlex.population.stage import Stage
from livvly_lab.designs.versbottomlex.population.streams import (
    FOLLOWERS,
    INVITED,
    LIVE,
    PAY_PER_VIEW,
    PUBLIC,
    SECOND_US,
    SUBSCRIBERS,
    Streams,
)
from livvly_lab.domain.clock import DAY_US, MINUTE_US
from livvly_lab.domain.columns import Bytes, repeat, rows_at
from livvly_lab.domain.draw import Floats, Ints, counts
from livvly_lab.domain.people import Flags
from livvly_lab.domain.population import Columns, Nullable

FAN, BUYER, GUEST, PASSER = range(4)
VISITS_PER_STREAM = 1 << 18
_KIND = VISITS_PER_STREAM >> 2
_LEAST_US = 30 * SECOND_US
_TIPS_PER_FAN = 64
_OF_A_FAN = 1 << 54
"""Numbers of visits of fans are those of their follows, and stand apart from those by stream."""


@dataclass(frozen=True)
class Visits:
    """Visits by stream: `of` is its row among the streams, `follow` the visitor's row among the follows (-1: none)."""

    streams: Streams
    follows: Follows
    of: Ints
    number: Ints
    user: Ints
    follow: Ints
    kind: Ints

    @property
    def stage(self) -> Stage:
        """The performers visited."""
        return self.streams.stage

    def u(self, name: str) -> Floats:
        """Return a uniform value for each."""
        return self.stage.people.u(f"visits/{name}", self.number)

    @cached_property
    def row(self) -> Ints:
        """The row of the performer of each in the stage."""
        return self.streams.row[self.of]

    @cached_property
    def user_ids(self) -> Bytes:
        """The ids of the visitors."""
        return self.stage.people.ids("users", self.user)

    @cached_property
    def joined_us(self) -> Ints:
        """When each came, in whole seconds."""
        start, end = self.streams.start_us[self.of], self.streams.end_us[self.of]
        late = (self.u("joined") ** 2 * 0.8 * (end - start)).astype(np.int64)
        return start + late // SECOND_US * SECOND_US

    @cached_property
    def left_us(self) -> Ints:
        """When each went, or the end of history where they are still there; in whole seconds."""
        start, end = self.streams.start_us[self.of], self.streams.end_us[self.of]
        stay = (shapes.STAY.quantile(self.u("stay")) * (end - start)).astype(np.int64)
        left: Ints = self.joined_us + np.maximum(stay, _LEAST_US) // SECOND_US * SECOND_US
        return np.minimum(left, end)

    @cached_property
    def still_there(self) -> Flags:
        """Who watches a stream that is on, to its end so far."""
        there: Flags = (self.streams.status[self.of] == LIVE) & (self.left_us == self.streams.end_us[self.of])
        return there

    def moment(self, name: str) -> Ints:
        """Return a moment of each visit."""
        return self.joined_us + (self.u(name) * (self.left_us - self.joined_us)).astype(np.int64)

    def picked(self, rows: Ints) -> "Visits":
        """Return some of them."""
        return Visits(
            self.streams, self.follows, self.of[rows], self.number[rows], self.user[rows], self.follow[rows],
            self.kind[rows],
        )  # fmt: skip


def visits_of(streams: Streams, follows: Follows, sold: Subscriptions, activity: float) -> Visits:
    """Return the visits to streams, those with a reason first where a user would come twice."""
    parts = [_fans(streams, follows), _buyers(streams, follows), _guests(streams, follows)]
    parts.append(_passers(streams, follows, activity))
    every = Visits(
        streams,
        follows,
        **{
            name: np.concatenate([getattr(p, name) for p in parts])
            for name in ("of", "number", "user", "follow", "kind")
        },
    )
    every = every.picked(np.flatnonzero(_may_come(every, sold)))
    people = streams.stage.people
    once = np.unique(every.of * people.users + every.user, return_index=True)[1]
    return every.picked(np.sort(once))


def _fans(streams: Streams, follows: Follows) -> Visits:
    """Return visits of followers who tip, each to a stream of the performer drawn at random."""
    stage = streams.stage
    fan = follows.pays & (follows.u("fan") < shapes.FAN_SHARE)
    begun, many, first = _begun(streams)
    times = np.ceil(shapes.TIPS_OF_FAN.quantile(follows.u("tips"))).astype(np.int64)
    follow, place = repeat(np.where(fan & (many[follows.row] > 0), times, 0))
    number = (follows.number[follow] * _TIPS_PER_FAN + place) | _OF_A_FAN
    row = follows.row[follow]
    of = begun[first[row] + (stage.people.u("fans/stream", number) * many[row]).astype(np.int64)]
    return Visits(streams, follows, of, number, follows.user[follow], follow, np.full(len(of), FAN, dtype=np.int64))


def _begun(streams: Streams) -> tuple[Ints, Ints, Ints]:
    """Return the streams that have begun by performer, how many each performer has, and where they start."""
    begun = np.flatnonzero(streams.begun)
    begun = begun[np.argsort(streams.row[begun], kind="stable")]
    many = np.bincount(streams.row[begun], minlength=len(streams.stage.numbers)).astype(np.int64)
    return begun, many, np.cumsum(many) - many


def _buyers(streams: Streams, follows: Follows) -> Visits:
    """Return visits of those who buy a ticket."""
    means = follows.many[streams.row].astype(np.float64) * shapes.BUYERS_PER_FOLLOWER
    return _followers(streams, follows, PAY_PER_VIEW, means, BUYER)


def _guests(streams: Streams, follows: Follows) -> Visits:
    """Return visits of those who are invited."""
    return _followers(streams, follows, INVITED, np.full(len(streams.row), float(shapes.INVITED_AT_ONCE)), GUEST)


def _followers(streams: Streams, follows: Follows, audience: int, means: Floats, kind: int) -> Visits:
    """Return visits of followers drawn at random to the streams for an audience."""
    for_them = streams.begun & (streams.audience == audience) & (follows.many[streams.row] > 0)
    of, place = repeat(np.where(for_them, counts(streams.u(f"visits {kind}"), means), 0))
    number = streams.number[of] * VISITS_PER_STREAM + kind * _KIND + place
    many = follows.many[streams.row[of]]
    follow = follows.first[streams.row[of]] + (streams.stage.people.u("visits/follower", number) * many).astype(
        np.int64
    )
    return Visits(streams, follows, of, number, follows.user[follow], follow, np.full(len(of), kind, dtype=np.int64))


def _passers(streams: Streams, follows: Follows, activity: float) -> Visits:
    """Return the visits of all others: followers, and users who follow nobody here."""
    stage, people = streams.stage, streams.stage.people
    open_to_some = streams.begun & (streams.audience <= SUBSCRIBERS)
    each = np.bincount(streams.row[open_to_some], minlength=len(stage.numbers)).astype(np.float64)
    popular = stage.performers.popularity[stage.first : stage.last] / np.maximum(each, 1.0)
    means = shapes.VIEWS_PER_USER * people.users * activity * popular[streams.row]
    many = np.where(open_to_some, np.minimum(counts(streams.u("passers"), means), _KIND), 0)
    of, place = repeat(many)
    number = streams.number[of] * VISITS_PER_STREAM + PASSER * _KIND + place
    has = follows.many[streams.row[of]]
    following = (has > 0) & people.chance("visits/following", number, shapes.FOLLOWERS_SHARE)
    follow = follows.first[streams.row[of]] + (people.u("visits/follower", number) * has).astype(np.int64)
    follow = np.where(following, follow, NONE)
    user = people.engaged(people.u("visits/user", number))
    if len(follows.user):
        user = np.where(following, follows.user[follow.clip(0)], user)
    return Visits(streams, follows, of, number, user, follow, np.full(len(of), PASSER, dtype=np.int64))


def _may_come(visits: Visits, sold: Subscriptions) -> Flags:
    """Tell which visits can be: visitors who are there at that time and for whom the stream is."""
    streams, follows = visits.streams, visits.follows
    start, audience = streams.start_us[visits.of], streams.audience[visits.of]
    lives = visits.stage.people.lives(visits.user)
    there: Flags = lives.acting & (lives.first_us <= start) & (start <= lives.last_us)
    there &= visits.user != visits.stage.ordinals[visits.row]
    there &= (visits.kind != FAN) | (audience <= FOLLOWERS)
    if not len(follows.row):
        there &= audience == PUBLIC
        return there
    known = (visits.follow >= 0) & (follows.at_us[visits.follow.clip(0)] <= start)
    pays = known & follows.pays[visits.follow.clip(0)] & (lives.signup_us + METHOD_US < start)
    subscribed = known & _subscribed(visits, sold, start)
    allowed = np.select(
        [audience == PUBLIC, audience == FOLLOWERS, audience == SUBSCRIBERS, audience == PAY_PER_VIEW],
        [(visits.kind != FAN) | pays, known & ((visits.kind != FAN) | pays), subscribed, (visits.kind == BUYER) & pays],
        (visits.kind == GUEST) & known,
    )
    there &= allowed
    return there


def _subscribed(visits: Visits, sold: Subscriptions, at_us: Ints) -> Flags:
    """Tell which visitors hold a tier that opens the stream, and have paid for the day after it began."""
    of_follow = np.full(len(visits.follows.row), NONE, dtype=np.int64)
    of_follow[sold.of] = np.arange(len(sold.of))
    mine = of_follow[visits.follow.clip(0)]
    if not len(sold.of):
        return np.zeros(len(mine), dtype=np.bool_)
    held: Flags = (mine >= 0) & (sold.plan[mine.clip(0)] >= visits.streams.plan[visits.of])
    held &= (sold.start_us[mine.clip(0)] <= at_us) & (at_us + DAY_US < sold.paid_until_us[mine.clip(0)])
    return held


def view_columns(visits: Visits) -> Columns:
    """Return the rows of stream_views."""
    people = visits.stage.people
    return {
        "id": people.ids("stream_views", visits.number),
        "stream_id": rows_at(visits.streams.ids, visits.of),
        "performer_id": rows_at(visits.stage.ids, visits.row),
        "viewer_id": visits.user_ids,
        "joined_at": visits.joined_us,
        "left_at": Nullable(visits.left_us, ~visits.still_there),
        "device": shapes.DEVICE.texts(visits.u("device")),
        "rebuffers": np.where(visits.u("rebuffers") < 0.12, 1, 0).astype(np.int16),
    }


def invitation_columns(visits: Visits) -> Columns:
    """Return the rows of stream_invitations: in the days before the stream, or as soon as they followed."""
    guests = visits.picked(np.flatnonzero(visits.kind == GUEST))
    start = guests.streams.start_us[guests.of]
    followed = guests.follows.at_us[guests.follow]
    asked = (guests.u("invited") * 2 * DAY_US).astype(np.int64)
    return {
        "stream_id": rows_at(guests.streams.ids, guests.of),
        "viewer_id": guests.user_ids,
        "performer_id": rows_at(guests.stage.ids, guests.row),
        "created_at": np.maximum(start - DAY_US - asked, np.minimum(followed, start - MINUTE_US)),
    }
