"""Who is there and when: users by order of arrival, their lives, and some among them. All a function of ordinals.

Users are numbered in the order in which they sign up, so that everybody who came before a moment is a range. A design
derives its `People` from BasePeople, declares the rhythms, and adds what only its users have.
"""

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any, ClassVar, Generic, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from livvly_lab.domain import draw
from livvly_lab.domain.clock import HOUR_US, MINUTE_US, Clock, Rhythm, microseconds
from livvly_lab.domain.columns import Bytes
from livvly_lab.domain.draw import Choice, Floats, Ints, LogNormal
from livvly_lab.domain.population import World

Flags = NDArray[np.bool_]

NOBODY = -1
EVENTS_PER_OWNER = 1 << 24
FIRST_ACT_US = 10 * MINUTE_US
LAST_ACT_US = 2 * HOUR_US

FATES = ("active", "inactive", "deleted", "never came back")
ACTIVE, INACTIVE, DELETED, NEVER_CAME_BACK = range(len(FATES))

_TYPICAL_USERS = 20_000  # enough for a mean that does not depend on chance


@dataclass(frozen=True)
class Lives:
    """When users came and went, in microseconds since 1970 UTC.

    `until_us` is when they were last seen: the signup, where `seen` is False, since they never came back.
    """

    signup_us: Ints
    until_us: Ints
    seen: Flags

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
class Accounts(Lives):
    """Lives of users who may delete the account: `gone_us` is when they did, or the end of history."""

    gone_us: Ints
    active: Flags
    deleted: Flags


@dataclass(frozen=True)
class BasePeople:
    """All users of a world; every method takes their ordinals."""

    ARRIVALS: ClassVar[Rhythm]
    ACTIVITY: ClassVar[Rhythm]
    ENGAGEMENT: ClassVar[LogNormal]

    seed: int
    users: int
    since_us: int
    as_of_us: int

    @classmethod
    def of(cls, world: World) -> Self:
        """Return the users of a world; what they have in common is computed once."""
        one: Self = _one_of(cls(world.seed, world.users, microseconds(world.since), microseconds(world.as_of)))
        return one

    @cached_property
    def arrivals(self) -> Clock:
        """When users arrive: by rhythm and growth."""
        return self.ARRIVALS.clock(self.since_us, self.as_of_us)

    @cached_property
    def rhythm(self) -> Clock:
        """When users do something."""
        return self.ACTIVITY.clock(self.since_us, self.as_of_us)

    def u(self, stream: str, ordinals: Ints) -> Floats:
        """Return a uniform value for each ordinal of a stream."""
        return draw.uniform(self.seed, stream, ordinals)

    def chance(self, stream: str, ordinals: Ints, share: float) -> Flags:
        """Return True for a share of the ordinals of a stream."""
        return self.u(stream, ordinals) < share

    def ids(self, stream: str, ordinals: Ints) -> Bytes:
        """Return the ids of the rows of a stream; the stream `users` holds the users' own."""
        return draw.uuids(self.seed, stream, ordinals)

    def signup_us(self, ordinals: Ints) -> Ints:
        """Return when users signed up; a higher ordinal is later."""
        return self.arrivals.at((ordinals + self.u("users/signup", ordinals)) / self.users)

    def before(self, us: Ints) -> Ints:
        """Return how many users had signed up by each time, to within one: ordinals below have."""
        return np.maximum((self.arrivals.share(us) * self.users).astype(np.int64) - 1, 0)

    def lives(self, ordinals: Ints) -> Lives:
        """Return when users came and went."""
        raise NotImplementedError

    def accounts(self, ordinals: Ints, fate: Ints, hours_since_seen: Floats) -> Accounts:
        """Return the lives of users whose fates are positions in FATES; no gap is more than half a life."""
        signup, when = self.signup_us(ordinals), self.u("users/when", ordinals)
        tenure = self.as_of_us - signup
        end = np.where(fate == DELETED, signup + (tenure * (0.1 + 0.9 * when)).astype(np.int64), self.as_of_us)
        until = end - np.minimum((hours_since_seen * HOUR_US).astype(np.int64), (end - signup) // 2)
        until = np.where(fate == INACTIVE, signup + (tenure * 0.9 * when).astype(np.int64), until)
        seen = fate != NEVER_CAME_BACK
        return Accounts(
            signup_us=signup,
            until_us=np.where(seen, until, signup),
            seen=seen,
            gone_us=end,
            active=(fate == ACTIVE) | ~seen,
            deleted=fate == DELETED,
        )

    def effort(self, ordinals: Ints, lives: Lives) -> Floats:
        """Return how much each user does, 1 on average over everybody."""
        return self.plain_effort(ordinals, lives) / _mean_effort(replace(self, users=_TYPICAL_USERS))

    def plain_effort(self, ordinals: Ints, lives: Lives) -> Floats:
        """Return how much each user does, to no scale: few do much."""
        return np.where(lives.acting, self.ENGAGEMENT.quantile(self.u("users/engagement", ordinals)), 0.0)


P = TypeVar("P", bound=BasePeople)
L = TypeVar("L", bound=Lives)


@dataclass(frozen=True)
class BaseCrowd(Generic[P, L]):
    """Users drawn together, in order of arrival. Arrays have one element for each of them."""

    world: World
    people: P
    ordinals: Ints
    ids: Bytes
    lives: L

    @cached_property
    def effort(self) -> Floats:
        """How much each of them does, 1 on average."""
        return self.people.effort(self.ordinals, self.lives)

    def u(self, stream: str) -> Floats:
        """Return a uniform value for each user."""
        return self.people.u(stream, self.ordinals)

    def chance(self, stream: str, share: float) -> Flags:
        """Return True for a share of the users."""
        return self.people.chance(stream, self.ordinals, share)


class Spread(Generic[P]):
    """Some of the users, numbered in the order in which they signed up: one in each stretch of equal length.

    So the user of a number, and the number of a user, are found by arithmetic. Arrays have one element for each of
    them; the first is the first user of all.
    """

    def __init__(self, people: P, count: int, stream: str) -> None:
        self._people = people
        self.count = max(1, count)
        self.numbers: Ints = np.arange(self.count, dtype=np.int64)
        first = self.numbers * people.users // self.count
        width = (self.numbers + 1) * people.users // self.count - first
        place = (people.u(stream, self.numbers) * width).astype(np.int64)
        self.ordinals: Ints = first + np.where(self.numbers == 0, 0, place)

    @cached_property
    def ids(self) -> Bytes:
        """Their user ids."""
        return self._people.ids("users", self.ordinals)

    def near(self, ordinals: Ints) -> Ints:
        """Return the number of the one in whose stretch each user signed up."""
        return ((ordinals + 1) * self.count - 1) // self._people.users

    def among(self, ordinals: Ints) -> Flags:
        """Tell which users are among them."""
        found: Flags = self.ordinals[self.near(ordinals)] == ordinals
        return found


def fates(declared: Choice, u: Floats) -> Ints:
    """Return positions in FATES at the given probabilities; a declared choice may leave some of the fates out."""
    positions = np.array([FATES.index(str(fate)) for fate in declared.values], dtype=np.int64)
    chosen: Ints = positions[declared.quantile(u)]
    return chosen


def events_of(ordinals: Ints, positions: Ints) -> Ints:
    """Return the numbers of owners' events: always the same for the same event, however the rows are cut."""
    return ordinals * EVENTS_PER_OWNER + positions


@lru_cache(maxsize=16)
def _one_of(people: BasePeople) -> Any:
    """Return the first of all that are equal, which keeps what it has computed."""
    return people


@lru_cache(maxsize=16)
def _mean_effort(people: BasePeople) -> float:
    ordinals = np.arange(people.users, dtype=np.int64)
    return float(people.plain_effort(ordinals, people.lives(ordinals)).mean())
