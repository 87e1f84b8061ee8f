"""Who is there and when: users by order of arrival, their lives, moderators. All a function of ordinals.

Users are numbered in the order in which they sign up. The first of them is the admin, the next are moderators, who
never leave; performers are spread evenly over the others (performers.py).
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from livvly_lab.designs.livepanty.population import shapes
from livvly_lab.domain import draw
from livvly_lab.domain.clock import DAY_US, HOUR_US, MINUTE_US, Clock, microseconds
from livvly_lab.domain.columns import Bytes
from livvly_lab.domain.draw import Floats, Ints
from livvly_lab.domain.population import World

Flags = NDArray[np.bool_]

AT_ONCE = 1 << 18
EVENTS_PER_OWNER = 1 << 20
FIRST_ACT_US = 15 * MINUTE_US
LAST_ACT_US = 2 * HOUR_US

_ACTIVE, _INACTIVE, _CLOSED, _NEVER, _BANNED, _SUSPENDED = map(
    shapes.FATE.values.index, ("active", "inactive", "closed", "never came back", "banned", "suspended")
)
_FATES_OF_PERFORMERS = np.array([shapes.FATE.values.index(fate) for fate in shapes.FATE_OF_PERFORMERS.values])


@dataclass(frozen=True)
class Lives:
    """When users came and went, in microseconds since 1970 UTC.

    `until_us` is when they were last seen (the signup, where they never came back), `gone_us` when they closed the
    account or were sanctioned, or the end of history.
    """

    signup_us: Ints
    until_us: Ints
    gone_us: Ints
    fate: Ints
    as_of_us: int

    @property
    def closed(self) -> Flags:
        """Who closed the account."""
        closed: Flags = self.fate == _CLOSED
        return closed

    @property
    def erased(self) -> Flags:
        """Of whom nothing is left but the row."""
        return self.closed & (self.erased_us < self.as_of_us)

    @property
    def erased_us(self) -> Ints:
        """When those who closed the account are erased."""
        return self.gone_us + shapes.ERASED_AFTER_DAYS * DAY_US

    @property
    def banned(self) -> Flags:
        """Who was banned."""
        banned: Flags = self.fate == _BANNED
        return banned

    @property
    def suspended(self) -> Flags:
        """Who is suspended."""
        suspended: Flags = self.fate == _SUSPENDED
        return suspended

    @property
    def active(self) -> Flags:
        """Who may log in."""
        return ~(self.closed | self.banned | self.suspended)

    @property
    def seen(self) -> Flags:
        """Who came back after signing up."""
        seen: Flags = self.fate != _NEVER
        return seen

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
        """When performers go live."""
        return shapes.ACTIVITY.clock(self.since_us, self.as_of_us)

    @cached_property
    def performers(self) -> Ints:
        """The ordinals of the performers, one in each stretch of equal length."""
        count = max(1, round(self.users / shapes.USERS_PER_PERFORMER))
        numbers = np.arange(count, dtype=np.int64)
        first = numbers * self.users // count
        width = (numbers + 1) * self.users // count - first
        spread = (self.u("performers/place", numbers) * width).astype(np.int64)
        ordinals: Ints = np.maximum(first + spread, min(self.moderators + 1, self.users - 1))
        return ordinals

    @property
    def moderators(self) -> int:
        """How many moderators there are: ordinals 1 to this number."""
        return min(shapes.MOST_MODERATORS, max(1, self.users // shapes.USERS_PER_MODERATOR), self.users - 1)

    def performer(self, ordinals: Ints) -> Ints:
        """Return the number of the performer in whose stretch each user signed up."""
        return ((ordinals + 1) * len(self.performers) - 1) // self.users

    def is_performer(self, ordinals: Ints) -> Flags:
        """Tell who is a performer."""
        performers: Flags = self.performers[self.performer(ordinals)] == ordinals
        return performers

    def is_staff(self, ordinals: Ints) -> Flags:
        """Tell who is the admin or a moderator."""
        staff: Flags = ordinals <= self.moderators
        return staff

    def moderator(self, stream: str, events: Ints) -> Ints:
        """Return the ordinal of a moderator for each event."""
        return 1 + (self.u(stream, events) * self.moderators).astype(np.int64)

    def u(self, stream: str, ordinals: Ints) -> Floats:
        """Return a uniform value for each ordinal of a stream."""
        return draw.uniform(self.seed, stream, ordinals)

    def chance(self, stream: str, ordinals: Ints, share: float) -> Flags:
        """Return True for a share of the ordinals of a stream."""
        return self.u(stream, ordinals) < share

    def ids(self, stream: str, ordinals: Ints) -> Bytes:
        """Return the ids of the rows of a stream; the stream `users` holds the users' own."""
        return draw.uuids(self.seed, stream, ordinals)

    def country(self, ordinals: Ints) -> Ints:
        """Return the position of each user's country in shapes.COUNTRY."""
        return shapes.COUNTRY.quantile(self.u("users/country", ordinals))

    def online(self, ordinals: Ints) -> Flags:
        """Tell who is there at the end of history."""
        online: Flags = self.chance("users/online", ordinals, shapes.ONLINE_SHARE) & (self._fate(ordinals) == _ACTIVE)
        return online

    def lives(self, ordinals: Ints) -> Lives:
        """Return when users came and went."""
        signup = self.arrivals.at((ordinals + self.u("users/signup", ordinals)) / self.users)
        tenure = self.as_of_us - signup
        fate, when = self._fate(ordinals), self.u("users/when", ordinals)
        gap = (shapes.HOURS_SINCE_SEEN.quantile(self.u("users/seen", ordinals)) * HOUR_US).astype(np.int64)
        gap = np.where(self.online(ordinals), MINUTE_US, gap)
        left = (fate == _CLOSED) | (fate == _BANNED)
        end = np.where(left, signup + (tenure * (0.1 + 0.9 * when)).astype(np.int64), self.as_of_us)
        recent = self.as_of_us - (np.minimum(tenure, 20 * DAY_US) * when * 0.9).astype(np.int64)
        end = np.where(fate == _SUSPENDED, recent, end)
        until = end - np.minimum(gap, (end - signup) // 2)
        until = np.where(fate == _INACTIVE, signup + (tenure * 0.9 * when).astype(np.int64), until)
        return Lives(signup, np.where(fate == _NEVER, signup, until), end, fate, self.as_of_us)

    def _fate(self, ordinals: Ints) -> Ints:
        """Return the position of each user's fate in shapes.FATE."""
        u, performers = self.u("users/fate", ordinals), self.is_performer(ordinals)
        fate = shapes.FATE.quantile(u)
        fate[performers] = _FATES_OF_PERFORMERS[shapes.FATE_OF_PERFORMERS.quantile(u[performers])]
        fate[self.is_staff(ordinals) | (ordinals == self.performers[0])] = _ACTIVE
        return fate

    def engaged(self, ordinals: Ints) -> Floats:
        """Return how much viewers watch and tip, relative to their mean; performers and staff do not."""
        weight = shapes.ENGAGEMENT.quantile(self.u("users/engagement", ordinals))
        viewers = self.lives(ordinals).acting & ~self.is_performer(ordinals) & ~self.is_staff(ordinals)
        return np.where(viewers, weight, 0.0)


def latin(pool: pa.StringArray) -> pa.StringArray:
    """Return names as they may stand in addresses."""
    return pc.replace_substring_regex(pc.ascii_lower(pool), pattern="[^a-z]", replacement="")


def people_of(world: World) -> People:
    """Return the users of a world; what they have in common is computed once."""
    return _people(world.seed, world.users, microseconds(world.since), microseconds(world.as_of))


@lru_cache(maxsize=8)
def _people(seed: int, users: int, since_us: int, as_of_us: int) -> People:
    return People(seed, users, since_us, as_of_us)
