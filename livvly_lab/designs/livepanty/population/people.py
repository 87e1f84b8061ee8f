"""Who is there and when: users by order of arrival, their lives, moderators. All a function of ordinals.

Users are numbered in the order in which they sign up. The first of them is the admin, the next are moderators, who
never leave; performers are spread evenly over the others (performers.py).
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from livvly_lab.designs.livepanty.population import shapes
from livvly_lab.domain import people
from livvly_lab.domain.clock import DAY_US, HOUR_US, MINUTE_US
from livvly_lab.domain.draw import Floats, Ints
from livvly_lab.domain.people import BasePeople, Flags

AT_ONCE = 1 << 18

_ACTIVE, _INACTIVE, _CLOSED, _NEVER, _BANNED, _SUSPENDED = map(
    shapes.FATE.values.index, ("active", "inactive", "closed", "never came back", "banned", "suspended")
)
_FATES_OF_PERFORMERS = np.array([shapes.FATE.values.index(fate) for fate in shapes.FATE_OF_PERFORMERS.values])


@dataclass(frozen=True)
class Lives(people.Lives):
    """When users came and went, and how it ended.

    `gone_us` is when they closed the account or were sanctioned, or the end of history; `fate` is a position in
    shapes.FATE.
    """

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


class People(BasePeople):
    """All users of a world; every method takes their ordinals."""

    ARRIVALS = shapes.ARRIVALS
    ACTIVITY = shapes.ACTIVITY
    ENGAGEMENT = shapes.ENGAGEMENT

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

    def country(self, ordinals: Ints) -> Ints:
        """Return the position of each user's country in shapes.COUNTRY."""
        return shapes.COUNTRY.quantile(self.u("users/country", ordinals))

    def online(self, ordinals: Ints) -> Flags:
        """Tell who is there at the end of history."""
        online: Flags = self.chance("users/online", ordinals, shapes.ONLINE_SHARE) & (self._fate(ordinals) == _ACTIVE)
        return online

    def lives(self, ordinals: Ints) -> Lives:
        """Return when users came and went."""
        signup = self.signup_us(ordinals)
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
        seen = fate != _NEVER
        return Lives(signup, np.where(seen, until, signup), seen, end, fate, self.as_of_us)

    def _fate(self, ordinals: Ints) -> Ints:
        """Return the position of each user's fate in shapes.FATE."""
        u, performers = self.u("users/fate", ordinals), self.is_performer(ordinals)
        fate = shapes.FATE.quantile(u)
        fate[performers] = _FATES_OF_PERFORMERS[shapes.FATE_OF_PERFORMERS.quantile(u[performers])]
        fate[self.is_staff(ordinals) | (ordinals == self.performers[0])] = _ACTIVE
        return fate

    def engaged(self, ordinals: Ints) -> Floats:
        """Return how much viewers watch and tip, relative to their mean; performers and staff do not."""
        viewers = ~self.is_performer(ordinals) & ~self.is_staff(ordinals)
        return np.where(viewers, self.plain_effort(ordinals, self.lives(ordinals)), 0.0)


def latin(pool: pa.StringArray) -> pa.StringArray:
    """Return names as they may stand in addresses."""
    return pc.replace_substring_regex(pc.ascii_lower(pool), pattern="[^a-z]", replacement="")
