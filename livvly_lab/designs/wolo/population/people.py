"""The users of wolo, their birthdays and guardians. All a function of ordinals.

The first of them are staff, the next the users of the partners.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa

from livvly_lab.designs.wolo.population import shapes
from livvly_lab.designs.wolo.population.vocabulary import latin, named, weighted
from livvly_lab.domain.clock import DAY_US, HOUR_US, Clock
from livvly_lab.domain.columns import Bytes, Joined, as_text, digits, join, pick, text
from livvly_lab.domain.draw import Floats, Ints
from livvly_lab.domain.people import BasePeople, Flags, Lives
from livvly_lab.domain.population import World

_FATES = shapes.FATE.values
_DORMANT, _NEVER, _SUSPENDED, _LEAVING = map(_FATES.index, ("dormant", "never came back", "suspended", "leaving"))
_PHONE = shapes.AUTH_PROVIDER.values.index("phone")
_ADULT_YEARS, _CHILD_YEARS = 18, 13
_DAYS_PER_YEAR = 365.25
_PREFIXES = np.array([77, 78, 76, 70, 75], dtype=np.int64)
_LINES = 10_000_000
_PHONE_STEP = 24_157_817  # no divisor in common with the number of lines, so that no two users share one
_STAFF_AT_MOST, _USERS_PER_STAFF, _PARTNER_USERS_AT_MOST = 12, 60, 12
_GUARDIAN_WITHIN = 30


@dataclass(frozen=True)
class Members(Lives):
    """Lives of users whose account may be suspended, or about to be deleted; `fate` is a position in shapes.FATE."""

    fate: Ints

    @property
    def is_active(self) -> Flags:
        """Whose account is neither suspended nor to be deleted."""
        active: Flags = (self.fate != _SUSPENDED) & (self.fate != _LEAVING)
        return active

    @property
    def suspended(self) -> Flags:
        """Whose account is suspended."""
        suspended: Flags = self.fate == _SUSPENDED
        return suspended

    @property
    def leaving(self) -> Flags:
        """Who asked for the account to be deleted, which waits thirty days; `until_us` is when."""
        leaving: Flags = self.fate == _LEAVING
        return leaving


class People(BasePeople):
    """All users of a world; every method takes their ordinals."""

    ARRIVALS = shapes.ARRIVALS
    ACTIVITY = shapes.ACTIVITY
    ENGAGEMENT = shapes.ENGAGEMENT

    @cached_property
    def rhythm(self) -> Clock:
        """When users do something; pots opened late in history go on after it."""
        return self.ACTIVITY.clock(self.since_us, self.as_of_us + 120 * DAY_US)

    @property
    def staff(self) -> int:
        """How many members of staff there are: the first ordinals."""
        return min(_STAFF_AT_MOST, max(1, self.users // _USERS_PER_STAFF), self.users)

    @property
    def partner_users(self) -> int:
        """How many users the partners have: the ordinals after staff, or staff itself where nobody is left."""
        return max(1, min(_PARTNER_USERS_AT_MOST, self.users - self.staff))

    @property
    def known(self) -> int:
        """The first users, staff and those of partners, are adults who stay."""
        return self.staff + self.partner_users

    def staff_of(self, u: Floats) -> Bytes:
        """Return the id of a member of staff for each value in (0, 1)."""
        return self.ids("users", (u * self.staff).astype(np.int64))

    def partner_user(self, partners: Ints) -> Ints:
        """Return the ordinal of the user who scans for each partner."""
        return np.minimum(self.staff + partners % self.partner_users, self.users - 1)

    def lives(self, ordinals: Ints) -> Members:
        """Return when users came and went."""
        signup, fate = self.signup_us(ordinals), self._fate(ordinals)
        when, tenure = self.u("users/when", ordinals), self.as_of_us - signup
        hours = shapes.HOURS_SINCE_SEEN.quantile(self.u("users/seen", ordinals))
        until = self.as_of_us - np.minimum((hours * HOUR_US).astype(np.int64), tenure // 2)
        gone = (fate == _DORMANT) | (fate == _SUSPENDED)
        until = np.where(gone, signup + (tenure * 0.9 * when).astype(np.int64), until)
        asked = self.as_of_us - (when * np.minimum(shapes.LEAVING_DAYS * DAY_US, tenure)).astype(np.int64)
        until = np.where(fate == _LEAVING, asked, until)
        seen = fate != _NEVER
        return Members(signup, np.where(seen, until, signup), seen, fate)

    def born(self, ordinals: Ints) -> Ints:
        """Return the dates of birth as days since 1970; staff and the users of partners are adults."""
        years = _CHILD_YEARS + shapes.YEARS_OVER_13.quantile(self.u("profiles/years", ordinals))
        years = np.where(ordinals < self.known, years + 12, years)
        return (self.as_of_us / DAY_US - years * _DAYS_PER_YEAR).astype(np.int64)

    def has_guardian(self, ordinals: Ints) -> Flags:
        """Tell who has a guardian: everybody who was no adult when history began, and has kept theirs."""
        return self.born(ordinals) > self.since_us / DAY_US - _ADULT_YEARS * _DAYS_PER_YEAR - 1

    def guardian_of(self, ordinals: Ints) -> Ints:
        """Return the ordinals of the guardians: the nearest adult who came some users earlier."""
        back = 1 + (self.u("profiles/guardian", ordinals) * _GUARDIAN_WITHIN).astype(np.int64)
        found: Ints = np.maximum(ordinals - back, 0)
        while (minor := self.has_guardian(found)).any():
            found = np.where(minor, found - 1, found)
        return found

    def provider(self, ordinals: Ints) -> Ints:
        """Return the position of each user's provider in shapes.AUTH_PROVIDER."""
        return shapes.AUTH_PROVIDER.quantile(self.u("users/provider", ordinals))

    def has_phone(self, ordinals: Ints) -> Flags:
        """Tell who has given a phone number."""
        by_phone: Flags = self.provider(ordinals) == _PHONE
        return by_phone | self.chance("users/phone", ordinals, shapes.PHONE_SHARE_OF_SOCIAL)

    def has_email(self, ordinals: Ints) -> Flags:
        """Tell who has given an email address."""
        by_phone: Flags = self.provider(ordinals) == _PHONE
        return ~by_phone | self.chance("users/email", ordinals, shapes.EMAIL_SHARE_OF_PHONE)

    def phones(self, ordinals: Ints) -> Joined:
        """Return the phone number each user has or would have, different for all of fifty million."""
        return phone_numbers((ordinals * _PHONE_STEP + self.seed) % (len(_PREFIXES) * _LINES))

    def _fate(self, ordinals: Ints) -> Ints:
        fate = shapes.FATE.quantile(self.u("users/fate", ordinals))
        fate[ordinals < self.known] = 0
        return fate


def phone_numbers(lines: Ints) -> Joined:
    """Return Senegalese mobile numbers in E.164 form for numbers below fifty million."""
    prefix, line = np.divmod(lines, _LINES)
    return join("+221", text(digits(_PREFIXES[prefix] * _LINES + line, 9)))


def strangers(u: Floats) -> Joined:
    """Return the phone numbers of people without an account."""
    return phone_numbers((u * (len(_PREFIXES) * _LINES)).astype(np.int64))


def names_of(world: World, people: People, ordinals: Ints) -> tuple[pa.Array, pa.Array]:
    """Return first and last names; a minor bears the last name of the guardian."""
    woman = people.chance("names/woman", ordinals, shapes.WOMAN_SHARE)
    women, men = (named(world, pool, people.u("names/first", ordinals)) for pool in ("women.name", "men.name"))
    both = pa.concat_arrays([women.dictionary, men.dictionary])
    first = np.where(woman, np.asarray(women.indices), np.asarray(men.indices) + len(women.dictionary))
    family, minor = ordinals.copy(), np.flatnonzero(people.has_guardian(ordinals))
    family[minor] = people.guardian_of(ordinals[minor])
    last = weighted(world, "surnames", people.u("names/last", family))
    return pick(both, first), pick(world.pools["surnames.name"], last)


def full_names(world: World, people: People, ordinals: Ints) -> Joined:
    """Return first and last names joined."""
    first, last = names_of(world, people, ordinals)
    return join(first, " ", last)


def emails(world: World, people: People, ordinals: Ints) -> Joined:
    """Return the email address each user has or would have, different for all."""
    first, last = names_of(world, people, ordinals)
    first, last = (pick(latin(part.dictionary), np.asarray(part.indices)) for part in (first, last))
    return join(first, ".", last, as_text(ordinals), "@gmail.com")


def homes(world: World, people: People, ordinals: Ints) -> Ints:
    """Return the row of each user's town in cities.csv; a minor lives with the guardian."""
    family, minor = ordinals.copy(), np.flatnonzero(people.has_guardian(ordinals))
    family[minor] = people.guardian_of(ordinals[minor])
    return weighted(world, "cities", people.u("users/city", family))
