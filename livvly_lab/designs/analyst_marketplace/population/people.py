"""The users of the marketplace: the analysts, spread evenly over them, and the admins, who never leave.

All a function of ordinals. The admins are some of the first users.
"""

from functools import cached_property

import numpy as np

from livvly_lab.designs.analyst_marketplace.population import shapes
from livvly_lab.domain.clock import DAY_US, HOUR_US, Clock
from livvly_lab.domain.draw import Floats, Ints
from livvly_lab.domain.people import ACTIVE, Accounts, BasePeople, Flags, Spread, fates

_AT_ONCE = 1 << 18

PENDING, IN_REVIEW, APPROVED, REJECTED = map(
    shapes.VERIFICATION.values.index, ("pending", "in_review", "approved", "rejected")
)


class People(BasePeople):
    """All users of a world; every method takes their ordinals."""

    ARRIVALS = shapes.ARRIVALS
    ACTIVITY = shapes.ACTIVITY
    ENGAGEMENT = shapes.ENGAGEMENT

    @cached_property
    def post_times(self) -> Clock:
        """When analysts write: mostly while the exchange is open."""
        return shapes.POST_TIMES.clock(self.since_us, self.as_of_us)

    @cached_property
    def analysts(self) -> "Analysts":
        """The analysts among them."""
        return Analysts(self, round(self.users / shapes.USERS_PER_ANALYST), "analysts/place")

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
        return np.where(self.is_admin(ordinals), 0.0, self.plain_effort(ordinals, self.lives(ordinals)))

    def is_analyst(self, ordinals: Ints) -> Flags:
        """Tell who is an analyst."""
        return self.analysts.among(ordinals)

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

    def lives(self, ordinals: Ints) -> Accounts:
        """Return when users came and went."""
        hours_since_seen = shapes.HOURS_SINCE_SEEN.quantile(self.u("users/seen", ordinals))
        return self.accounts(ordinals, self._fate(ordinals), hours_since_seen)

    def _fate(self, ordinals: Ints) -> Ints:
        """Return each user's fate; admins and the first analyst stay."""
        u, analysts = self.u("users/fate", ordinals), self.is_analyst(ordinals)
        fate = fates(shapes.FATE, u)
        fate[analysts] = fates(shapes.FATE_OF_ANALYSTS, u[analysts])
        fate[self.is_admin(ordinals) | (ordinals == self.analysts.ordinals[0])] = ACTIVE
        return fate


class Analysts(Spread[People]):
    """The analysts, numbered in the order in which they signed up; arrays have one element for each of them."""

    @cached_property
    def lives(self) -> Accounts:
        """When analysts came and went."""
        return self._people.lives(self.ordinals)

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
