"""The users of livvly, and the creators among them, spread evenly over the users. All a function of ordinals."""

from collections.abc import Callable
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from livvly_lab.designs.livvly.population import shapes
from livvly_lab.domain.clock import DAY_US, HOUR_US
from livvly_lab.domain.draw import Floats, Ints, Steps
from livvly_lab.domain.people import ACTIVE, NOBODY, Accounts, BasePeople, Flags, Lives, Spread, fates

_T = TypeVar("_T")

CREATOR_OPENS_US = HOUR_US

_TRIES = 4


class People(BasePeople):
    """All users of a world; every method takes their ordinals."""

    ARRIVALS = shapes.ARRIVALS
    ACTIVITY = shapes.ACTIVITY
    ENGAGEMENT = shapes.ENGAGEMENT

    @cached_property
    def creators(self) -> "Creators":
        """The creators among them."""
        return Creators(self, round(self.users * shapes.CREATORS_PER_USER), "creators/place")

    @property
    def moderators(self) -> int:
        """How many of the first users are staff: ordinals 1 to this number."""
        return min(shapes.MOST_MODERATORS, max(1, self.users // shapes.USERS_PER_MODERATOR), self.users - 1)

    def is_creator(self, ordinals: Ints) -> Flags:
        """Tell who is a creator."""
        return self.creators.among(ordinals)

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

    def lives(self, ordinals: Ints) -> Accounts:
        """Return when users came and went."""
        creators = self.is_creator(ordinals)
        return self.accounts(ordinals, self._fate(ordinals, creators), self._hours_since_seen(ordinals, creators))

    def plain_effort(self, ordinals: Ints, lives: Lives) -> Floats:
        """Return how much each user does, to no scale: few do much, newcomers little yet."""
        settled = 1 - np.exp((lives.first_us - lives.last_us) / (shapes.DAYS_TO_SETTLE * DAY_US))
        factor = np.where(self.is_creator(ordinals), shapes.ENGAGEMENT_OF_CREATORS_AS_CALLERS, 1.0)
        effort: Floats = super().plain_effort(ordinals, lives) * factor * np.maximum(settled, 0.0)
        return effort

    def _fate(self, ordinals: Ints, creators: Flags) -> Ints:
        """Return each user's fate; staff and the first creator stay."""
        u = self.u("users/fate", ordinals)
        fate = fates(shapes.FATE, u)
        fate[creators] = fates(shapes.FATE_OF_CREATORS, u[creators])
        fate[self.is_moderator(ordinals) | (ordinals == self.creators.ordinals[0])] = ACTIVE
        return fate

    def _hours_since_seen(self, ordinals: Ints, creators: Flags) -> Floats:
        u = self.u("users/seen", ordinals)
        hours = shapes.HOURS_SINCE_SEEN.quantile(u)
        hours[creators] = shapes.HOURS_SINCE_SEEN_OF_CREATORS.quantile(u[creators])
        return hours


class Creators(Spread[People]):
    """The creators, numbered in the order in which they signed up; methods take these numbers."""

    @cached_property
    def _known(self) -> dict[str, Any]:
        return {}

    def once(self, name: str, make: Callable[[], _T]) -> _T:
        """Return what is the same for everybody who asks about all creators: it is made once."""
        if name not in self._known:
            self._known[name] = make()
        known: _T = self._known[name]
        return known

    @cached_property
    def lives(self) -> Accounts:
        """When creators came and went."""
        return self._people.lives(self.ordinals)

    @cached_property
    def tiers(self) -> Ints:
        """The verification tiers of the creators."""
        return self._people.tier(self.ordinals)

    @cached_property
    def popularity(self) -> Floats:
        """The share of all attention each creator draws; who is popular does not depend on who came first."""
        ranked = np.argsort(self._people.u("creators/popularity", self.numbers))
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
