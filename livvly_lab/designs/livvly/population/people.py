"""Who is there and when: users by order of arrival, their lives, the creators among them. All a function of ordinals.

Users are numbered in the order in which they sign up, so that everybody who came before a moment is a range.
Creators are spread evenly over the users, one in each stretch of equal length, so that a creator's user is
found by arithmetic in both directions.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from livvly_lab.designs.livvly.population import shapes
from livvly_lab.domain import draw
from livvly_lab.domain.clock import DAY_US, HOUR_US, MINUTE_US, Clock, microseconds
from livvly_lab.domain.columns import Bytes
from livvly_lab.domain.draw import Floats, Ints, Steps
from livvly_lab.domain.population import World

_T = TypeVar("_T")

Flags = NDArray[np.bool_]

NOBODY = -1
EVENTS_PER_OWNER = 1 << 24
FIRST_ACT_US = 10 * MINUTE_US
LAST_ACT_US = 2 * HOUR_US
CREATOR_OPENS_US = HOUR_US

_ACTIVE, _INACTIVE, _DELETED, _NEVER_CAME_BACK = map(
    shapes.FATE.values.index, ("active", "inactive", "deleted", "never came back")
)
_FATES_OF_CREATORS = np.array([shapes.FATE.values.index(fate) for fate in shapes.FATE_OF_CREATORS.values])

_TYPICAL_USERS = 20_000
_TRIES = 4


@dataclass(frozen=True)
class Lives:
    """When users came and went, in microseconds since 1970 UTC.

    `until_us` is when they were last seen (the signup, where `seen` is False: they never came back), `gone_us`
    when they deleted the account, or the end of history.
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
    def creators(self) -> "Creators":
        """The creators among them."""
        return Creators(self)

    @property
    def moderators(self) -> int:
        """How many of the first users are staff: ordinals 1 to this number."""
        return min(shapes.MOST_MODERATORS, max(1, self.users // shapes.USERS_PER_MODERATOR), self.users - 1)

    def u(self, stream: str, ordinals: Ints) -> Floats:
        """Return a uniform value for each ordinal of a stream."""
        return draw.uniform(self.seed, stream, ordinals)

    def chance(self, stream: str, ordinals: Ints, share: float) -> Flags:
        """Return True for a share of the ordinals of a stream."""
        return self.u(stream, ordinals) < share

    def ids(self, stream: str, ordinals: Ints) -> Bytes:
        """Return the ids of the rows of a stream; the stream `users` holds the users' own."""
        return draw.uuids(self.seed, stream, ordinals)

    def is_creator(self, ordinals: Ints) -> Flags:
        """Tell who is a creator."""
        creators: Flags = self.creators.ordinals[self.creators.near(ordinals)] == ordinals
        return creators

    def is_moderator(self, ordinals: Ints) -> Flags:
        """Tell who is staff: some of the first users, who never leave."""
        return (ordinals >= 1) & (ordinals <= self.moderators)

    def language(self, ordinals: Ints) -> Ints:
        """Return the position of each user's language in shapes.LANGUAGE."""
        return shapes.LANGUAGE.quantile(self.u("users/language", ordinals))

    def tier(self, ordinals: Ints) -> Ints:
        """Return the verification tier, 1 to 4; creators have at least the second."""
        u = self.u("users/tier", ordinals)
        creators, tiers = self.is_creator(ordinals), shapes.TIER.numbers(u).astype(np.int64)
        tiers[creators] = shapes.TIER_OF_CREATORS.numbers(u[creators])
        return tiers

    def signup_us(self, ordinals: Ints) -> Ints:
        """Return when users signed up; a higher ordinal is later."""
        return self.arrivals.at((ordinals + self.u("users/signup", ordinals)) / self.users)

    def lives(self, ordinals: Ints) -> Lives:
        """Return when users came and went."""
        creators = self.is_creator(ordinals)
        signup = self.signup_us(ordinals)
        tenure = self.as_of_us - signup
        fate = self._fate(ordinals, creators)
        when, gap = self.u("users/when", ordinals), self._hours_since_seen(ordinals, creators)
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

    def effort(self, ordinals: Ints, lives: Lives) -> Floats:
        """Return how much each user does, 1 on average over everybody: few do much, newcomers little yet."""
        return self.plain_effort(ordinals, lives) / _typical_effort(self.seed, self.since_us, self.as_of_us)

    def plain_effort(self, ordinals: Ints, lives: Lives) -> Floats:
        """Return how much each user does, to no scale."""
        settled = 1 - np.exp((lives.first_us - lives.last_us) / (shapes.DAYS_TO_SETTLE * DAY_US))
        engagement = shapes.ENGAGEMENT.quantile(self.u("users/engagement", ordinals))
        factor = np.where(self.is_creator(ordinals), shapes.ENGAGEMENT_OF_CREATORS_AS_CALLERS, 1.0)
        return np.where(lives.acting, engagement * factor * settled, 0.0)

    def before(self, us: Ints) -> Ints:
        """Return how many users had signed up by each time, to within one: ordinals below have."""
        return np.maximum((self.arrivals.share(us) * self.users).astype(np.int64) - 1, 0)

    def _fate(self, ordinals: Ints, creators: Flags) -> Ints:
        """Return the position of each user's fate in shapes.FATE."""
        u = self.u("users/fate", ordinals)
        fate = shapes.FATE.quantile(u)
        fate[creators] = _FATES_OF_CREATORS[shapes.FATE_OF_CREATORS.quantile(u[creators])]
        fate[self.is_moderator(ordinals) | (ordinals == self.creators.ordinals[0])] = _ACTIVE
        return fate

    def _hours_since_seen(self, ordinals: Ints, creators: Flags) -> Ints:
        u = self.u("users/seen", ordinals)
        hours = shapes.HOURS_SINCE_SEEN.quantile(u)
        hours[creators] = shapes.HOURS_SINCE_SEEN_OF_CREATORS.quantile(u[creators])
        return (hours * HOUR_US).astype(np.int64)


class Creators:
    """The creators, numbered in the order in which they signed up; methods take these numbers."""

    def __init__(self, people: People) -> None:
        self._people = people
        self._known: dict[str, Any] = {}
        self.count = max(1, round(people.users * shapes.CREATORS_PER_USER))
        numbers = np.arange(self.count, dtype=np.int64)
        first = numbers * people.users // self.count
        width = (numbers + 1) * people.users // self.count - first
        spread = (people.u("creators/place", numbers) * width).astype(np.int64)
        self.ordinals: Ints = first + np.where(numbers == 0, 0, spread)

    def once(self, name: str, make: Callable[[], _T]) -> _T:
        """Return what is the same for everybody who asks about all creators: it is made once."""
        if name not in self._known:
            self._known[name] = make()
        known: _T = self._known[name]
        return known

    def near(self, ordinals: Ints) -> Ints:
        """Return the number of the creator in whose stretch each user signed up."""
        return ((ordinals + 1) * self.count - 1) // self._people.users

    @cached_property
    def lives(self) -> Lives:
        """When creators came and went."""
        return self._people.lives(self.ordinals)

    @cached_property
    def ids(self) -> Bytes:
        """The user ids of the creators."""
        return self._people.ids("users", self.ordinals)

    @cached_property
    def tiers(self) -> Ints:
        """The verification tiers of the creators."""
        return self._people.tier(self.ordinals)

    @cached_property
    def popularity(self) -> Floats:
        """The share of all attention each creator draws; who is popular does not depend on who came first."""
        ranked = np.argsort(self._people.u("creators/popularity", np.arange(self.count, dtype=np.int64)))
        shares = np.empty(self.count)
        shares[ranked] = shapes.POPULARITY.weights(self.count)
        return shares

    @cached_property
    def _attention(self) -> Floats:
        return np.cumsum(self.popularity)

    @cached_property
    def _attention_steps(self) -> Steps:
        return Steps(self._attention, span=2.0)  # the sum may end a little above 1

    @cached_property
    def _opening_steps(self) -> Steps:
        since_us = (self.open_us - self._people.since_us).astype(np.float64)
        longest_us = self._people.as_of_us - self._people.since_us + CREATOR_OPENS_US
        return Steps(since_us, span=2.0 ** longest_us.bit_length())

    def reachable(self, at_us: Ints) -> Ints:
        """Return how many creators could be reached at each time."""
        return self._opening_steps.find((at_us - self._people.since_us + 1).astype(np.float64))

    @cached_property
    def open_us(self) -> Ints:
        """When each creator could first be reached."""
        return self.lives.signup_us + CREATOR_OPENS_US

    def met(self, stream: str, events: Ints, ordinals: Ints, at_us: Ints) -> Ints:
        """Return the creator each event is with: by popularity, among those reachable at the time, never oneself.

        `events` number the events of the stream, `ordinals` are their users. NOBODY where none was found.
        """
        found = np.full(len(events), NOBODY, dtype=np.int64)
        todo = np.flatnonzero(at_us >= self.open_us[0])
        for attempt in range(_TRIES):
            u = self._people.u(f"{stream}/with/{attempt}", events[todo])
            among = self._attention[self.reachable(at_us[todo]) - 1]
            creator = np.minimum(self._attention_steps.find(u * among), self.count - 1)
            there = self.lives.acting[creator] & (at_us[todo] <= self.lives.last_us[creator])
            there &= self.ordinals[creator] != ordinals[todo]
            found[todo[there]] = creator[there]
            todo = todo[~there]
        return found


def events_of(ordinals: Ints, positions: Ints) -> Ints:
    """Return the numbers of users' events: always the same for the same event, however the rows are cut."""
    return ordinals * EVENTS_PER_OWNER + positions


def people_of(world: World) -> People:
    """Return the users of a world; what they have in common is computed once."""
    return _people(world.seed, world.users, microseconds(world.since), microseconds(world.as_of))


@lru_cache(maxsize=8)
def _people(seed: int, users: int, since_us: int, as_of_us: int) -> People:
    return People(seed, users, since_us, as_of_us)


@lru_cache(maxsize=8)
def _typical_effort(seed: int, since_us: int, as_of_us: int) -> float:
    """Return the mean effort in a world large enough not to depend on chance."""
    people = _people(seed, _TYPICAL_USERS, since_us, as_of_us)
    ordinals = np.arange(_TYPICAL_USERS, dtype=np.int64)
    return float(people.plain_effort(ordinals, people.lives(ordinals)).mean())
