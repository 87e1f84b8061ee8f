"""Users by order of arrival and some among them, of whatever design."""

from datetime import UTC, datetime
from functools import cached_property

import numpy as np
import pytest

from livvly_lab.domain.clock import Rhythm
from livvly_lab.domain.draw import Ints, LogNormal, choice
from livvly_lab.domain.people import FATES, Accounts, BasePeople, Spread, events_of, fates
from livvly_lab.domain.population import World

SINCE, AS_OF = datetime(2024, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)
EVEN = Rhythm(hours=(1.0,) * 24, weekdays=(1.0,) * 7, utc_offset_minutes=0)
FATE = choice(dict.fromkeys(FATES, 0.25))


class People(BasePeople):
    """Users of all fates, of whom every tenth is a leader."""

    ARRIVALS = EVEN
    ACTIVITY = EVEN
    ENGAGEMENT = LogNormal(median=7.0, sigma=0.5)

    @cached_property
    def leaders(self) -> Spread["People"]:
        return Spread(self, self.users // 10, "leaders/place")

    def lives(self, ordinals: Ints) -> Accounts:
        return self.accounts(ordinals, self.fate(ordinals), 1_000_000 * self.u("users/seen", ordinals))

    def fate(self, ordinals: Ints) -> Ints:
        return fates(FATE, self.u("users/fate", ordinals))


class Others(People):
    """The same users in another design."""


def world_of(users: int) -> World:
    return World(seed=7, users=users, activity=1.0, as_of=AS_OF, since=SINCE, pools={}, reference={})


def everybody(users: int) -> tuple[People, Ints]:
    return People.of(world_of(users)), np.arange(users, dtype=np.int64)


def test_worlds_that_are_equal_share_their_people_and_designs_do_not() -> None:
    assert People.of(world_of(50)) is People.of(world_of(50))
    assert People.of(world_of(51)) is not People.of(world_of(50))
    assert type(Others.of(world_of(50))) is Others


def test_a_higher_ordinal_signs_up_later_and_counts_those_before() -> None:
    people, ordinals = everybody(4_000)
    signup = people.signup_us(ordinals)
    assert (np.diff(signup) >= 0).all()
    assert signup[0] >= people.since_us
    assert signup[-1] <= people.as_of_us
    before = people.before(signup)
    assert (before <= ordinals).all()
    assert (ordinals - before <= 2).all()


def test_lives_follow_the_fates() -> None:
    people, ordinals = everybody(4_000)
    lives, fate = people.lives(ordinals), people.fate(ordinals)
    active, inactive, deleted, never = (fate == position for position in range(len(FATES)))
    assert all(of.any() for of in (active, inactive, deleted, never))
    assert (lives.seen == ~never).all()
    assert (lives.deleted == deleted).all()
    assert (lives.active == active | never).all()
    assert (lives.until_us[never] == lives.signup_us[never]).all()
    assert (lives.gone_us[~deleted] == people.as_of_us).all()
    assert (lives.gone_us[deleted] < people.as_of_us).all()
    assert (lives.signup_us <= lives.until_us).all()
    assert (lives.until_us <= lives.gone_us).all()
    assert not lives.acting[never].any()
    assert (lives.first_us < lives.last_us)[lives.acting].all()


def test_effort_is_one_on_average_and_none_where_nobody_acts() -> None:
    people, ordinals = everybody(40_000)
    lives = people.lives(ordinals)
    effort = people.effort(ordinals, lives)
    assert effort.mean() == pytest.approx(1.0, abs=0.03)
    assert ((effort > 0) == lives.acting).all()


@pytest.mark.parametrize("users", [1, 9, 10, 57, 4_000])
def test_one_of_each_stretch_is_found_by_its_user_and_by_its_number(users: int) -> None:
    people, ordinals = everybody(users)
    leaders = people.leaders
    assert leaders.count == max(1, users // 10)
    assert leaders.ordinals[0] == 0
    assert (leaders.near(leaders.ordinals) == leaders.numbers).all()
    assert (np.flatnonzero(leaders.among(ordinals)) == leaders.ordinals).all()
    assert (leaders.ids == people.ids("users", leaders.ordinals)).all()


def test_events_of_owners_never_share_a_number() -> None:
    owners = np.repeat(np.arange(50, dtype=np.int64), 3)
    numbers = events_of(owners, np.tile(np.arange(3, dtype=np.int64), 50))
    assert len(np.unique(numbers)) == 150
