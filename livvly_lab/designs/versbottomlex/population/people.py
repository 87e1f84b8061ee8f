"""Who is there and when: users by order of arrival, their lives, the performers and the staff among them.

Users are numbered in the order in which they sign up; all is a function of these ordinals. Performers are spread evenly
over them, one in each stretch of equal length. Staff are some of the first users, who never leave.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from livvly_lab.designs.versbottomlex.population import shapes
from livvly_lab.domain import draw
from livvly_lab.domain.clock import DAY_US, HOUR_US, MINUTE_US, Clock, microseconds
from livvly_lab.domain.columns import Bytes
from livvly_lab.domain.draw import Floats, Ints
from livvly_lab.domain.population import World

Flags = NDArray[np.bool_]

EVENTS_PER_OWNER = 1 << 24
FIRST_ACT_US = 10 * MINUTE_US
LAST_ACT_US = 2 * HOUR_US
METHOD_US = 5 * MINUTE_US
_AT_ONCE = 1 << 18

FATES = ("active", "inactive", "deleted", "never came back")
_ACTIVE, _INACTIVE, _DELETED, _NEVER_CAME_BACK = range(len(FATES))
_FATE = np.array([FATES.index(str(fate)) for fate in shapes.FATE.values])
_FATE_OF_PERFORMERS = np.array([FATES.index(str(fate)) for fate in shapes.FATE_OF_PERFORMERS.values])


@dataclass(frozen=True)
class Lives:
    """When users came and went, in microseconds since 1970 UTC.

    `until_us` is when they were last seen (the signup, where `seen` is False: they never came back), `gone_us` when
    they closed the account, or the end of history.
    """

    signup_us: Ints
    until_us: Ints
    gone_us: Ints
    seen: Flags
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
    def performers(self) -> "Performers":
        """The performers among them."""
        return Performers(self)

    @property
    def staff(self) -> int:
        """How many of the first users are staff: ordinals 1 to this number."""
        return min(shapes.MOST_STAFF, max(1, self.users // shapes.USERS_PER_STAFF), self.users - 1)

    @cached_property
    def _engagement(self) -> Floats:
        """How much all users up to each do, together; drawn in stretches, so that memory stays flat."""
        edges = range(0, self.users, _AT_ONCE)
        return np.cumsum(np.concatenate([self._engaged(low, min(low + _AT_ONCE, self.users)) for low in edges]))

    def _engaged(self, first: int, last: int) -> Floats:
        ordinals = np.arange(first, last, dtype=np.int64)
        weight = shapes.ENGAGEMENT.quantile(self.u("users/engagement", ordinals))
        return np.where(self.lives(ordinals).acting, weight, 0.0)

    def u(self, stream: str, ordinals: Ints) -> Floats:
        """Return a uniform value for each ordinal of a stream."""
        return draw.uniform(self.seed, stream, ordinals)

    def chance(self, stream: str, ordinals: Ints, share: float) -> Flags:
        """Return True for a share of the ordinals of a stream."""
        return self.u(stream, ordinals) < share

    def ids(self, stream: str, ordinals: Ints) -> Bytes:
        """Return the ids of the rows of a stream; the stream `users` holds the users' own."""
        return draw.uuids(self.seed, stream, ordinals)

    def is_performer(self, ordinals: Ints) -> Flags:
        """Tell who performs."""
        performers: Flags = self.performers.ordinals[self.performers.near(ordinals)] == ordinals
        return performers

    def is_staff(self, ordinals: Ints) -> Flags:
        """Tell who is staff."""
        return (ordinals >= 1) & (ordinals <= self.staff)

    def moderator(self, stream: str, events: Ints) -> Ints:
        """Return the ordinal of one of the staff for each event; the first user where there is none."""
        if not self.staff:
            return np.zeros(len(events), dtype=np.int64)
        return 1 + (self.u(stream, events) * self.staff).astype(np.int64)

    def engaged(self, u: Floats) -> Ints:
        """Return a user for each value in (0, 1), those who do more the oftener."""
        mass = self._engagement
        users: Ints = np.minimum(np.searchsorted(mass, u * mass[-1]), self.users - 1).astype(np.int64)
        return users

    def country(self, ordinals: Ints) -> Ints:
        """Return the position of each user's country in shapes.COUNTRY."""
        return shapes.COUNTRY.quantile(self.u("users/country", ordinals))

    def pays(self, ordinals: Ints) -> Flags:
        """Tell who has an instrument to pay with."""
        return self.chance("payment_methods/has", ordinals, shapes.METHOD_SHARE)

    def method(self, ordinals: Ints) -> Ints:
        """Return the position of the kind of each user's instrument in shapes.METHOD_KIND."""
        return shapes.METHOD_KIND.quantile(self.u("payment_methods/kind", ordinals))

    def signup_us(self, ordinals: Ints) -> Ints:
        """Return when users signed up; a higher ordinal is later."""
        return self.arrivals.at((ordinals + self.u("users/signup", ordinals)) / self.users)

    def lives(self, ordinals: Ints) -> Lives:
        """Return when users came and went; who closed the account did so in the last days of history."""
        signup, when = self.signup_us(ordinals), self.u("users/when", ordinals)
        tenure, fate = self.as_of_us - signup, self._fate(ordinals)
        closed = self.as_of_us - np.minimum((shapes.CLOSED_DAYS * DAY_US * when).astype(np.int64), tenure // 2)
        end = np.where(fate == _DELETED, closed, self.as_of_us)
        gap = (shapes.HOURS_SINCE_SEEN.quantile(self.u("users/seen", ordinals)) * HOUR_US).astype(np.int64)
        until = end - np.minimum(gap, (end - signup) // 2)
        until = np.where(fate == _INACTIVE, signup + (tenure * 0.9 * when).astype(np.int64), until)
        seen = fate != _NEVER_CAME_BACK
        return Lives(
            signup_us=signup,
            until_us=np.where(seen, until, signup),
            gone_us=end,
            seen=seen,
            deleted=fate == _DELETED,
        )

    def _fate(self, ordinals: Ints) -> Ints:
        """Return the position of each user's fate in FATES."""
        u, performers = self.u("users/fate", ordinals), self.is_performer(ordinals)
        fate: Ints = _FATE[shapes.FATE.quantile(u)]
        fate[performers] = _FATE_OF_PERFORMERS[shapes.FATE_OF_PERFORMERS.quantile(u[performers])]
        fate[self.is_staff(ordinals) | (ordinals == 0)] = _ACTIVE
        return fate


class Performers:
    """The performers, numbered in the order in which they signed up; arrays have one element for each of them."""

    def __init__(self, people: People) -> None:
        self._people = people
        self.count = max(1, round(people.users / shapes.USERS_PER_PERFORMER))
        self.numbers: Ints = np.arange(self.count, dtype=np.int64)
        first = self.numbers * people.users // self.count
        width = (self.numbers + 1) * people.users // self.count - first
        spread = (people.u("performers/place", self.numbers) * width).astype(np.int64)
        self.ordinals: Ints = first + np.where(self.numbers == 0, 0, spread)

    def near(self, ordinals: Ints) -> Ints:
        """Return the number of the performer in whose stretch each user signed up."""
        return ((ordinals + 1) * self.count - 1) // self._people.users

    @cached_property
    def lives(self) -> Lives:
        """When performers came and went."""
        return self._people.lives(self.ordinals)

    @cached_property
    def ids(self) -> Bytes:
        """The user ids of the performers."""
        return self._people.ids("users", self.ordinals)

    @cached_property
    def verified_us(self) -> Ints:
        """When age and identity of each were proved, or would have been."""
        days = shapes.VERIFICATION_DAYS.quantile(self._people.u("performers/verified", self.numbers))
        days[0] = min(days[0], 1.0)
        return self.lives.signup_us + (days * DAY_US).astype(np.int64)

    @cached_property
    def streaming(self) -> Flags:
        """Who streams at all."""
        return self.lives.acting & (self.lives.last_us > self.verified_us)

    @cached_property
    def _tenure(self) -> Floats:
        """The share of history each has streamed; nothing where they do not."""
        span = self._people.as_of_us - self._people.since_us
        return np.where(self.streaming, (self.lives.last_us - self.verified_us) / span, 0.0)

    @cached_property
    def popularity(self) -> Floats:
        """The share of all followers each draws: by rank, and by how long they have been there."""
        ranked = np.argsort(self._people.u("performers/popularity", self.numbers))
        rank = np.empty(self.count)
        rank[ranked] = shapes.POPULARITY.weights(self.count)
        return _shared(rank * self._tenure)

    @cached_property
    def diligence(self) -> Floats:
        """The share of all streams each makes."""
        return _shared(shapes.DILIGENCE.quantile(self._people.u("performers/diligence", self.numbers)) * self._tenure)


def _shared(weight: Floats) -> Floats:
    """Return weights as shares of their sum, zero where there is none."""
    return weight / max(float(weight.sum()), np.finfo(np.float64).tiny)


def people_of(world: World) -> People:
    """Return the users of a world; what they have in common is computed once."""
    return _people(world.seed, world.users, microseconds(world.since), microseconds(world.as_of))


@lru_cache(maxsize=8)
def _people(seed: int, users: int, since_us: int, as_of_us: int) -> People:
    return People(seed, users, since_us, as_of_us)
