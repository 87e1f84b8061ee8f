"""Who is there and when: users by order of arrival, their lives, the analysts among them. A function of ordinals.

Users are numbered in the order in which they sign up. Analysts are spread evenly over them, one in each stretch of
equal length. Admins are some of the first users, who never leave.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from livvly_lab.designs.analyst_marketplace.population import shapes
from livvly_lab.domain import draw
from livvly_lab.domain.clock import DAY_US, HOUR_US, MINUTE_US, Clock, microseconds
from livvly_lab.domain.columns import Bytes
from livvly_lab.domain.draw import Floats, Ints
from livvly_lab.domain.population import World

Flags = NDArray[np.bool_]

EVENTS_PER_OWNER = 1 << 24
_AT_ONCE = 1 << 18
FIRST_ACT_US = 10 * MINUTE_US
LAST_ACT_US = 2 * HOUR_US

_ACTIVE, _INACTIVE, _DELETED, _NEVER_CAME_BACK = map(
    shapes.FATE.values.index, ("active", "inactive", "deleted", "never came back")
)
_FATES_OF_ANALYSTS = np.array([shapes.FATE.values.index(fate) for fate in shapes.FATE_OF_ANALYSTS.values])
PENDING, IN_REVIEW, APPROVED, REJECTED = map(
    shapes.VERIFICATION.values.index, ("pending", "in_review", "approved", "rejected")
)


@dataclass(frozen=True)
class Lives:
    """When users came and went, in microseconds since 1970 UTC.

    `until_us` is when they were last seen (the signup, where `seen` is False: they never came back), `gone_us` when
    they deleted the account, or the end of history.
    """

    signup_us: Ints
    until_us: Ints
    gone_us: Ints
    seen: Flags
    active: Flags
    deleted: Flags

    @property
    def first_us(self) -> Ints:
        """The moment from which they do something."""
        return self.signup_us + FIRST_ACT_US

    @property
    def last_us(self) -> Ints:
        """The moment until which they begin something; it is over before they are last seen."""
        return self.until_us - LAST_ACT_US

    @property
    def acting(self) -> Flags:
        """Who does anything at all."""
        return self.seen & (self.last_us > self.first_us)


@dataclass(frozen=True)
class People:
    """All users of a world; every method takes their ordinals."""

    seed: int
    users: int
    since_us: int
    as_of_us: int

    @cached_property
    def arrivals(self) -> Clock:
        """When users arrive: by rhythm and growth."""
        return shapes.ARRIVALS.clock(self.since_us, self.as_of_us)

    @cached_property
    def rhythm(self) -> Clock:
        """When users do something."""
        return shapes.ACTIVITY.clock(self.since_us, self.as_of_us)

    @cached_property
    def post_times(self) -> Clock:
        """When analysts write: mostly while the exchange is open."""
        return shapes.POST_TIMES.clock(self.since_us, self.as_of_us)

    @cached_property
    def analysts(self) -> "Analysts":
        """The analysts among them."""
        return Analysts(self)

    @property
    def admins(self) -> int:
        """How many of the first users are admins: ordinals 1 to this number."""
        return min(shapes.MOST_ADMINS, max(1, self.users // shapes.USERS_PER_ADMIN), self.users - 1)

    @cached_property
    def _engagement(self) -> Floats:
        """How much all users up to each bring, together; drawn in stretches, so that memory stays flat."""
        edges = range(0, self.users, _AT_ONCE)
        return np.cumsum(np.concatenate([self._engaged(low, min(low + _AT_ONCE, self.users)) for low in edges]))

    def _engaged(self, first: int, last: int) -> Floats:
        """Return how much some users bring; an admin subscribes to nobody."""
        ordinals = np.arange(first, last, dtype=np.int64)
        weight = shapes.ENGAGEMENT.quantile(self.u("users/engagement", ordinals))
        there = self.lives(ordinals).acting & ~self.is_admin(ordinals)
        return np.where(there, weight, 0.0)

    def u(self, stream: str, ordinals: Ints) -> Floats:
        """Return a uniform value for each ordinal of a stream."""
        return draw.uniform(self.seed, stream, ordinals)

    def chance(self, stream: str, ordinals: Ints, share: float) -> Flags:
        """Return True for a share of the ordinals of a stream."""
        return self.u(stream, ordinals) < share

    def ids(self, stream: str, ordinals: Ints) -> Bytes:
        """Return the ids of the rows of a stream; the stream `users` holds the users' own."""
        return draw.uuids(self.seed, stream, ordinals)

    def is_analyst(self, ordinals: Ints) -> Flags:
        """Tell who is an analyst."""
        analysts: Flags = self.analysts.ordinals[self.analysts.near(ordinals)] == ordinals
        return analysts

    def is_admin(self, ordinals: Ints) -> Flags:
        """Tell who is an admin."""
        return (ordinals >= 1) & (ordinals <= self.admins)

    def admin(self, stream: str, events: Ints) -> Ints:
        """Return the ordinal of an admin for each event; they were there before everybody else but one."""
        return 1 + (self.u(stream, events) * self.admins).astype(np.int64)

    def engaged(self, u: Floats) -> Ints:
        """Return a user for each value in (0, 1), those who are engaged more often."""
        mass = self._engagement
        users: Ints = np.minimum(np.searchsorted(mass, u * mass[-1]), self.users - 1).astype(np.int64)
        return users

    def signup_us(self, ordinals: Ints) -> Ints:
        """Return when users signed up; a higher ordinal is later."""
        return self.arrivals.at((ordinals + self.u("users/signup", ordinals)) / self.users)

    def lives(self, ordinals: Ints) -> Lives:
        """Return when users came and went."""
        signup = self.signup_us(ordinals)
        tenure = self.as_of_us - signup
        fate, when = self._fate(ordinals), self.u("users/when", ordinals)
        gap = (shapes.HOURS_SINCE_SEEN.quantile(self.u("users/seen", ordinals)) * HOUR_US).astype(np.int64)
        end = np.where(fate == _DELETED, signup + (tenure * (0.1 + 0.9 * when)).astype(np.int64), self.as_of_us)
        until = end - np.minimum(gap, (end - signup) // 2)
        until = np.where(fate == _INACTIVE, signup + (tenure * 0.9 * when).astype(np.int64), until)
        seen = fate != _NEVER_CAME_BACK
        return Lives(
            signup_us=signup,
            until_us=np.where(seen, until, signup),
            gone_us=end,
            seen=seen,
            active=(fate == _ACTIVE) | ~seen,
            deleted=fate == _DELETED,
        )

    def _fate(self, ordinals: Ints) -> Ints:
        """Return the position of each user's fate in shapes.FATE."""
        u, analysts = self.u("users/fate", ordinals), self.is_analyst(ordinals)
        fate = shapes.FATE.quantile(u)
        fate[analysts] = _FATES_OF_ANALYSTS[shapes.FATE_OF_ANALYSTS.quantile(u[analysts])]
        fate[self.is_admin(ordinals) | (ordinals == self.analysts.ordinals[0])] = _ACTIVE
        return fate


class Analysts:
    """The analysts, numbered in the order in which they signed up; arrays have one element for each of them."""

    def __init__(self, people: People) -> None:
        self._people = people
        self.count = max(1, round(people.users / shapes.USERS_PER_ANALYST))
        self.numbers = np.arange(self.count, dtype=np.int64)
        first = self.numbers * people.users // self.count
        width = (self.numbers + 1) * people.users // self.count - first
        spread = (people.u("analysts/place", self.numbers) * width).astype(np.int64)
        self.ordinals: Ints = first + np.where(self.numbers == 0, 0, spread)

    def near(self, ordinals: Ints) -> Ints:
        """Return the number of the analyst in whose stretch each user signed up."""
        return ((ordinals + 1) * self.count - 1) // self._people.users

    @cached_property
    def lives(self) -> Lives:
        """When analysts came and went."""
        return self._people.lives(self.ordinals)

    @cached_property
    def ids(self) -> Bytes:
        """The user ids of the analysts."""
        return self._people.ids("users", self.ordinals)

    @cached_property
    def verified_us(self) -> Ints:
        """When each was approved or rejected, or would have been."""
        days = shapes.VERIFICATION_DAYS.quantile(self._people.u("analysts/verified", self.numbers))
        return self.lives.signup_us + (days * DAY_US).astype(np.int64)

    @cached_property
    def status(self) -> Ints:
        """The position of each analyst's state in shapes.VERIFICATION; nobody decides before there is an admin."""
        status = shapes.VERIFICATION.quantile(self._people.u("analysts/status", self.numbers))
        status[0] = APPROVED
        decided = (self.verified_us < self.lives.until_us) & (self._people.admins > 0)
        return np.where(decided | (status == IN_REVIEW), status, PENDING).astype(np.int64)

    @cached_property
    def approved(self) -> Flags:
        """Who may sell."""
        approved: Flags = self.status == APPROVED
        return approved

    @cached_property
    def open_us(self) -> Ints:
        """From when each sells."""
        return self.verified_us + HOUR_US

    @cached_property
    def last_us(self) -> Ints:
        """Until when each sells and writes."""
        return self.lives.last_us

    @cached_property
    def selling(self) -> Flags:
        """Who sells at all."""
        return self.approved & (self.last_us > self.open_us)

    @cached_property
    def _tenure(self) -> Floats:
        """The share of history each has sold; nothing where they do not sell."""
        span = self._people.as_of_us - self._people.since_us
        return np.where(self.selling, (self.last_us - self.open_us) / span, 0.0)

    @cached_property
    def popularity(self) -> Floats:
        """The share of all subscriptions each draws: by rank, and by how long they have been there."""
        ranked = np.argsort(self._people.u("analysts/popularity", self.numbers))
        rank = np.empty(self.count)
        rank[ranked] = shapes.POPULARITY.weights(self.count)
        return _shared(rank * self._tenure)

    @cached_property
    def diligence(self) -> Floats:
        """The share of all posts each writes."""
        return _shared(shapes.DILIGENCE.quantile(self._people.u("analysts/diligence", self.numbers)) * self._tenure)


def _shared(weight: Floats) -> Floats:
    """Return weights as shares of their sum, zero where there is none."""
    return weight / max(float(weight.sum()), np.finfo(np.float64).tiny)


def people_of(world: World) -> People:
    """Return the users of a world; what they have in common is computed once."""
    return _people(world.seed, world.users, microseconds(world.since), microseconds(world.as_of))


@lru_cache(maxsize=8)
def _people(seed: int, users: int, since_us: int, as_of_us: int) -> People:
    return People(seed, users, since_us, as_of_us)
