"""Pots and the payments into them: one pot for a birthday, open for thirty days before it.

Both are functions of the owner's ordinal, so that a sponsor's points find the first pot of whom they brought.
Source: wolo sections 3.4 and 3.5.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from livvly_lab.designs.wolo.population import catalogue, shapes
from livvly_lab.designs.wolo.population.people import People
from livvly_lab.domain.clock import DAY_US, HOUR_US
from livvly_lab.domain.columns import Bytes, by, repeat, running_sum, starts
from livvly_lab.domain.draw import Floats, Ints, counts
from livvly_lab.domain.people import NOBODY, Flags
from livvly_lab.domain.population import World

SECOND_US = 1_000_000
CYCLES = 4
DONATIONS_PER_POT = 1 << 12

PENDING, PROCESSING, SUCCEEDED, FAILED, REFUNDED = range(5)
STATUSES = ("pending", "processing", "succeeded", "failed", "refunded")
POT_STATUSES = ("scheduled", "open", "funded", "expired", "closed")
_SCHEDULED, _OPEN, _FUNDED, _EXPIRED, _CLOSED = range(5)

_FAILS = shapes.PAYMENT_OUTCOME.values.index("failed")
_STEP_CFA = 5_000
_GIVES_LATE = 0.75  # an exponent below 1: more is given towards the birthday
_COMES_EARLY = 1.6  # an exponent above 1: who came first gives most
_TRIES = 3
_WAITS_US = HOUR_US
_CLOSES_WITHIN_DAYS = 2
_REFUNDED_WITHIN_DAYS = 3


@dataclass(frozen=True)
class Pots:
    """Pots by owner and birthday. `owner` is the owner's place among the ordinals asked for; times are microseconds.

    `pack` is the place of the pack wished for in the catalogue.
    """

    owner: Ints
    ordinal: Ints
    number: Ints
    age: Ints
    birthday: Ints
    created_us: Ints
    opens_us: Ints
    pack: Ints
    target_cfa: Ints
    anonymous_allowed: Flags
    messages: Flags

    @property
    def birthday_us(self) -> Ints:
        """The beginning of the birthday in Dakar, whose clock is UTC."""
        return self.birthday * DAY_US

    @property
    def closes_us(self) -> Ints:
        """When it is closed: in the days after the birthday, by a job that runs every few hours."""
        return self.birthday_us + DAY_US + self.number % (_CLOSES_WITHIN_DAYS * 4) * (6 * HOUR_US)

    def only(self, these: Flags) -> "Pots":
        """Return some of the pots."""
        return Pots(**{name: getattr(self, name)[these] for name in self.__dataclass_fields__})


@dataclass(frozen=True)
class Donations:
    """Payments by pot and time: `pot` is the place among the pots asked for, `donor` an ordinal or NOBODY.

    `confirmed_us` means something where `confirmed`: so were those that were paid back later, at `refunded_us`.
    """

    pots: Pots
    pot: Ints
    number: Ints
    donor: Ints
    amount_cfa: Ints
    at_us: Ints
    told_us: Ints
    status: Ints
    refunded_us: Ints
    for_failed_pot: Flags

    @property
    def told(self) -> Flags:
        """Of which Wave has told what became of them."""
        return self.status >= SUCCEEDED

    @property
    def confirmed(self) -> Flags:
        """Which were paid, whether or not they were paid back."""
        confirmed: Flags = (self.status == SUCCEEDED) | (self.status == REFUNDED)
        return confirmed

    @cached_property
    def kept_cfa(self) -> Ints:
        """What each pot has in the end: paid in and not paid back on request."""
        kept = self.confirmed & ((self.status == SUCCEEDED) | self.for_failed_pot)
        sums = np.bincount(self.pot[kept], weights=self.amount_cfa[kept], minlength=len(self.pots.number))
        return sums.astype(np.int64)

    @cached_property
    def paid_so_far(self) -> Ints:
        """What each pot had been paid after each payment."""
        return running_sum(np.where(self.confirmed, self.amount_cfa, 0), self.pot)


def pots_of(world: World, people: People, ordinals: Ints) -> Pots:
    """Return the pots of users: for some of the birthdays thirty-one days and more after they signed up."""
    lives = people.lives(ordinals)
    owner = np.repeat(np.arange(len(ordinals), dtype=np.int64), CYCLES)
    cycle = np.tile(np.arange(CYCLES, dtype=np.int64), len(ordinals))
    number = ordinals[owner] * CYCLES + cycle
    born = people.born(ordinals)[owner]
    birthday, age = _birthdays(born, people, cycle)
    opens = (birthday - shapes.OPENS_DAYS) * DAY_US
    earliest = np.maximum(lives.first_us[owner], opens - shapes.POT_LEAD_DAYS * DAY_US)
    latest = np.minimum(opens - HOUR_US, lives.last_us[owner])
    made = people.chance("pots/made", number, shapes.POT_SHARE) & lives.acting[owner] & (earliest < latest)
    packs = catalogue.packs(world)
    pack = shapes.PACK_RANK.ranks(people.u("pots/pack", number), len(packs.ids))
    factor = shapes.TARGET_FACTOR.numbers(people.u("pots/target", number)).astype(np.int64)
    return Pots(
        owner=owner,
        ordinal=ordinals[owner],
        number=number,
        age=age,
        birthday=birthday,
        created_us=people.rhythm.between(people.u("pots/created", number), earliest, np.maximum(latest, earliest)),
        opens_us=opens,
        pack=pack,
        target_cfa=-(-packs.price_cfa[pack] * factor // _STEP_CFA) * _STEP_CFA,
        anonymous_allowed=people.chance("pots/anonymous", number, 0.9),
        messages=people.chance("pots/messages", number, 0.94),
    ).only(made)


def donations_of(world: World, people: People, pots: Pots) -> Donations:
    """Return the payments into pots up to now."""
    means = shapes.DONATIONS_PER_POT.quantile(people.u("pots/reach", pots.number)) * world.activity
    count = np.minimum(counts(people.u("donations/count", pots.number), means), shapes.DONATIONS_AT_MOST)
    pot, position = repeat(count)
    number = pots.number[pot] * DONATIONS_PER_POT + position
    late = people.u("donations/at", number) ** _GIVES_LATE
    at = people.rhythm.between(late, pots.opens_us[pot] + HOUR_US, pots.birthday_us[pot] + DAY_US - HOUR_US)
    begun = np.flatnonzero(at < people.as_of_us)
    begun = begun[by(pot[begun], at[begun])]
    return _paid(world, people, pots, pot[begun], number[begun], at[begun])


def _birthdays(born: Ints, people: People, cycle: Ints) -> tuple[Ints, Ints]:
    """Return the birthdays as days since 1970, counted from the year history begins, and the ages reached on them."""
    dates = born.astype("datetime64[D]")
    years = dates.astype("datetime64[Y]").astype(np.int64)
    months = dates.astype("datetime64[M]").astype(np.int64) - years * 12
    day = (dates - dates.astype("datetime64[M]")).astype(np.int64)
    first = int(np.datetime64(people.since_us, "us").astype("datetime64[Y]").astype(np.int64))
    month = ((first + cycle) * 12 + months).astype("datetime64[M]")
    length = ((month + 1).astype("datetime64[D]") - month.astype("datetime64[D]")).astype(np.int64)
    birthday = month.astype("datetime64[D]").astype(np.int64) + np.minimum(day, length - 1)
    return birthday, first + cycle - years


def _paid(world: World, people: People, pots: Pots, pot: Ints, number: Ints, at: Ints) -> Donations:
    def u(name: str) -> Floats:
        return people.u(f"donations/{name}", number)

    told = at + (shapes.CONFIRM_SECONDS.quantile(u("confirm")) * SECOND_US).astype(np.int64)
    waits = told >= people.as_of_us - _WAITS_US
    fails = shapes.PAYMENT_OUTCOME.quantile(u("outcome")) == _FAILS
    status = np.where(fails, FAILED, SUCCEEDED)
    status = np.where(waits, np.where(u("waits") < 0.5, PENDING, PROCESSING), status)
    amount = shapes.AMOUNT.numbers(u("amount")).astype(np.int64)
    back = told + (shapes.REFUND_HOURS.quantile(u("refund/hours")) * HOUR_US).astype(np.int64)
    asked = _asked_back(people, pots, pot) & (status == SUCCEEDED) & (back < people.as_of_us)
    failed_pot, failed_back = _of_failed_pots(world, people, pots, pot, np.where(status == SUCCEEDED, amount, 0), asked)
    failed_pot &= status == SUCCEEDED
    return Donations(
        pots=pots,
        pot=pot,
        number=number,
        donor=_donors(people, pots.ordinal[pot], number, at),
        amount_cfa=amount,
        at_us=at,
        told_us=told,
        status=np.where(asked | failed_pot, REFUNDED, status),
        refunded_us=np.where(failed_pot, failed_back, back),
        for_failed_pot=failed_pot,
    )


def _asked_back(people: People, pots: Pots, pot: Ints) -> Flags:
    """Pick one payment of some pots; payments of a pot stand together."""
    count = np.bincount(pot, minlength=len(pots.number))
    place = np.cumsum(count) - count + (people.u("pots/refunded", pots.number) * count).astype(np.int64)
    some = people.chance("pots/refunds", pots.number, shapes.REFUNDED_POT_SHARE) & (count > 0)
    asked = np.zeros(len(pot), dtype=np.bool_)
    asked[place[some]] = True
    return asked


def _of_failed_pots(
    world: World, people: People, pots: Pots, pot: Ints, paid_cfa: Ints, asked: Flags
) -> tuple[Flags, Ints]:
    """Tell which payments went into pots that closed below the price of any pack, and when they come back."""
    sums = np.bincount(pot, weights=np.where(asked, 0, paid_cfa), minlength=len(pots.number))
    back = pots.closes_us + (people.u("pots/failed", pots.number) * _REFUNDED_WITHIN_DAYS * DAY_US).astype(np.int64)
    failed = (sums < catalogue.packs(world).price_cfa[0]) & (back < people.as_of_us)
    return failed[pot] & ~asked, back[pot]


def _donors(people: People, owner: Ints, number: Ints, at: Ints) -> Ints:
    """Return who gives: somebody who is there at the time and not the owner; NOBODY for those without an account."""
    found = np.full(len(number), NOBODY, dtype=np.int64)
    todo = np.flatnonzero(people.chance("donations/registered", number, shapes.REGISTERED_DONOR_SHARE))
    for attempt in range(_TRIES):
        u = people.u(f"donations/donor/{attempt}", number[todo]) ** _COMES_EARLY
        donor = (u * people.before(at[todo])).astype(np.int64)
        lives = people.lives(donor)
        there = lives.acting & (lives.first_us < at[todo]) & (at[todo] < lives.last_us) & (donor != owner[todo])
        found[todo[there]] = donor[there]
        todo = todo[~there]
    return found


def pot_status(people: People, donations: Donations) -> Ints:
    """Return the position of each pot's status in POT_STATUSES."""
    pots = donations.pots
    full = donations.kept_cfa >= pots.target_cfa
    over = pots.closes_us <= people.as_of_us
    going = np.where(full, _FUNDED, np.where(pots.opens_us <= people.as_of_us, _OPEN, _SCHEDULED))
    return np.where(over, np.where(full, _CLOSED, _EXPIRED), going)


def funded_us(donations: Donations) -> tuple[Ints, Ints]:
    """Return the pots that have reached their target, and when they did."""
    reached = donations.confirmed & (donations.paid_so_far >= donations.pots.target_cfa[donations.pot])
    rows = np.flatnonzero(reached)
    first = rows[starts(donations.pot[rows])]
    return donations.pot[first], donations.told_us[first]


def pot_ids(people: People, pots: Pots) -> Bytes:
    """Return the ids of pots."""
    return people.ids("pots", pots.number)


def donation_ids(people: People, donations: Donations) -> Bytes:
    """Return the ids of payments."""
    return people.ids("donations", donations.number)
