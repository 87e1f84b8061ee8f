"""Who is there and when: users by order of arrival, their lives, the performers and the staff among them.

Users are numbered in the order in which they sign up; all is a function of these ordinals. Performers are spread evenly
over them, one in each stretch of equal length. Staff are some of the first users, who never leave.
"""

from dataclasses import fields
from functools import cached_property

import numpy as np

from livvly_lab.designs.versbottomlex.population import shapes
from livvly_lab.domain.clock import DAY_US, HOUR_US, MINUTE_US
from livvly_lab.domain.draw import Floats, Ints
from livvly_lab.domain.people import (
    ACTIVE,
    DELETED,
    INACTIVE,
    NEVER_CAME_BACK,
    Accounts,
    BasePeople,
    Flags,
    Spread,
    fates,
)

METHOD_US = 5 * MINUTE_US
_AT_ONCE = 1 << 18


class People(BasePeople):
    """All users of a world; every method takes their ordinals."""

    ARRIVALS = shapes.ARRIVALS
    ACTIVITY = shapes.ACTIVITY
    ENGAGEMENT = shapes.ENGAGEMENT

    @cached_property
    def performers(self) -> "Performers":
        """The performers among them."""
        return Performers(self, round(self.users / shapes.USERS_PER_PERFORMER), "performers/place")

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
        return self.plain_effort(ordinals, self.lives(ordinals))

    def is_performer(self, ordinals: Ints) -> Flags:
        """Tell who performs."""
        return self.performers.among(ordinals)

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

    def lives(self, ordinals: Ints) -> Accounts:
        """Return when users came and went; who closed the account did so in the last days of history."""
        signup, when = self.signup_us(ordinals), self.u("users/when", ordinals)
        tenure, fate = self.as_of_us - signup, self._fate(ordinals)
        closed = self.as_of_us - np.minimum((shapes.CLOSED_DAYS * DAY_US * when).astype(np.int64), tenure // 2)
        end = np.where(fate == DELETED, closed, self.as_of_us)
        gap = (shapes.HOURS_SINCE_SEEN.quantile(self.u("users/seen", ordinals)) * HOUR_US).astype(np.int64)
        until = end - np.minimum(gap, (end - signup) // 2)
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

    def _fate(self, ordinals: Ints) -> Ints:
        """Return each user's fate; staff and the first performer stay."""
        u, performers = self.u("users/fate", ordinals), self.is_performer(ordinals)
        fate = fates(shapes.FATE, u)
        fate[performers] = fates(shapes.FATE_OF_PERFORMERS, u[performers])
        fate[self.is_staff(ordinals) | (ordinals == 0)] = ACTIVE
        return fate


class Performers(Spread[People]):
    """The performers, numbered in the order in which they signed up; arrays have one element for each of them."""

    @cached_property
    def lives(self) -> Accounts:
        """When performers came and went."""
        return self._people.lives(self.ordinals)

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


def part_of(lives: Accounts, rows: Ints | slice) -> Accounts:
    """Return the lives of some users, by their rows."""
    return Accounts(**{each.name: getattr(lives, each.name)[rows] for each in fields(Accounts)})
