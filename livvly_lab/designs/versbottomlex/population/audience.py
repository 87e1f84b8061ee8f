"""The audience of performers: who follows whom, who subscribes to which tier, and for how long they pay."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from livvly_lab.designs.versbottomlex.population import shapes
from livvly_lab.designs.versbottomlex.population.people import METHOD_US, part_of
from livvly_lab.designs.versbottomlex.population.stage import Offers, Stage, offer_ids
from livvly_lab.designs.versbottomlex.population.vocabulary import words
from livvly_lab.domain.clock import DAY_US, HOUR_US
from livvly_lab.domain.columns import Bytes, repeat, rows_at
from livvly_lab.domain.draw import Floats, Ints, counts
from livvly_lab.domain.people import EVENTS_PER_OWNER, Accounts, Flags
from livvly_lab.domain.population import Columns, Nullable

PERIOD_US = 30 * DAY_US
LATE_US = 3 * DAY_US
NONE = -1
_SPARE = 8
"""How many more followers are drawn than half as many again: some are drawn twice, some were gone before."""
STATUSES = ("active", "past_due", "cancelled", "expired")
ACTIVE, PAST_DUE, CANCELLED, EXPIRED = range(len(STATUSES))


@dataclass(frozen=True)
class Follows:
    """Follows by performer: `row` is the performer's in the stage, `user` the follower's ordinal, `lives` theirs."""

    stage: Stage
    row: Ints
    number: Ints
    user: Ints
    lives: Accounts
    at_us: Ints

    def u(self, name: str) -> Floats:
        """Return a uniform value for each."""
        return self.stage.people.u(f"follows/{name}", self.number)

    @cached_property
    def user_ids(self) -> Bytes:
        """The ids of the followers."""
        return self.stage.people.ids("users", self.user)

    @cached_property
    def country(self) -> Ints:
        """The countries of the followers, positions in shapes.COUNTRY."""
        return self.stage.people.country(self.user)

    @cached_property
    def pays(self) -> Flags:
        """Which followers have an instrument."""
        return self.stage.people.pays(self.user)

    @cached_property
    def many(self) -> Ints:
        """How many followers each performer of the stage has."""
        return np.bincount(self.row, minlength=len(self.stage.numbers)).astype(np.int64)

    @cached_property
    def first(self) -> Ints:
        """Where the followers of each performer begin."""
        return np.cumsum(self.many) - self.many


def follows_of(stage: Stage) -> Follows:
    """Return who follows the performers of a stage: as many as wanted where there are so many, each once."""
    people = stage.people
    means = shapes.FOLLOWS_PER_USER * people.users * stage.performers.popularity[stage.first : stage.last]
    wanted = np.where(stage.streaming, counts(stage.u("follows"), means), 0)
    row, place = repeat(np.where(wanted > 0, wanted * 2 + _SPARE, 0))
    number = stage.numbers[row] * EVENTS_PER_OWNER + place
    user = people.engaged(people.u("follows/user", number))
    once = np.sort(np.unique(row * people.users + user, return_index=True)[1])
    once = once[user[once] != stage.ordinals[row[once]]]
    row, number, user = row[once], number[once], user[once]
    lives = people.lives(user)
    low, high = np.maximum(lives.first_us, stage.open_us[row]), np.minimum(lives.last_us, stage.lives.last_us[row])
    there = np.flatnonzero(lives.acting & (high > low))
    place = np.arange(len(there)) - np.searchsorted(row[there], row[there])
    there = there[place < wanted[row[there]]]
    at = people.rhythm.between(people.u("follows/at", number[there]), low[there], high[there])
    return Follows(stage, row[there], number[there], user[there], part_of(lives, there), at)


def follow_columns(follows: Follows) -> Columns:
    """Return the rows of follows."""
    return {
        "performer_id": rows_at(follows.stage.ids, follows.row),
        "viewer_id": follows.user_ids,
        "created_at": follows.at_us,
    }


@dataclass(frozen=True)
class Subscriptions:
    """Subscriptions by their rows among the follows (`of`): `plan` is the tier, `offer` whether an offer was taken."""

    follows: Follows
    of: Ints
    plan: Ints
    start_us: Ints
    horizon_us: Ints
    offer: Flags
    percent: Ints

    def u(self, name: str) -> Floats:
        """Return a uniform value for each."""
        return self.follows.u(f"subscription/{name}")[self.of]

    @cached_property
    def row(self) -> Ints:
        """The row of the performer of each in the stage."""
        return self.follows.row[self.of]

    @cached_property
    def number(self) -> Ints:
        """The number of each."""
        return self.follows.number[self.of]

    @cached_property
    def ids(self) -> Bytes:
        """The ids of the rows."""
        return self.follows.stage.people.ids("subscriptions", self.number)

    @cached_property
    def country(self) -> Ints:
        """The country of each subscriber."""
        return self.follows.country[self.of]

    @cached_property
    def price(self) -> Ints:
        """What was agreed for each period, minor units of the region's currency."""
        stage = self.follows.stage
        return stage.price(self.row, self.plan, stage.market.region[self.country], self.start_us)

    @cached_property
    def desired(self) -> Ints:
        """How many periods each would have been paid for."""
        return np.ceil(shapes.PERIODS.quantile(self.u("periods"))).astype(np.int64)

    @cached_property
    def periods(self) -> Ints:
        """How many periods were paid for: as many as wanted while both were there."""
        possible: Ints = (self.horizon_us - self.start_us) // PERIOD_US + 1
        return np.minimum(self.desired, possible)

    @cached_property
    def paid_until_us(self) -> Ints:
        """Until when each is paid for."""
        return self.start_us + self.periods * PERIOD_US

    @cached_property
    def ended_us(self) -> Ints:
        """When the first of both closed the account; the end of history where neither did."""
        stage, lives = self.follows.stage, self.follows.lives
        return np.minimum(lives.gone_us[self.of], stage.lives.gone_us[self.row])

    @cached_property
    def status(self) -> Ints:
        """The position of each state in STATUSES."""
        as_of = self.follows.stage.people.as_of_us
        over = np.where(self.u("over") < shapes.OVER.weights[0], EXPIRED, CANCELLED)
        late = (self.paid_until_us <= as_of) & (self.paid_until_us > as_of - LATE_US) & (self.desired > self.periods)
        leaving = np.where(self.u("leaving") < 0.1, CANCELLED, ACTIVE)
        status = np.where(self.paid_until_us > as_of, leaving, np.where(late, PAST_DUE, over))
        return np.where((self.ended_us < as_of) & (status <= PAST_DUE), CANCELLED, status).astype(np.int64)

    @cached_property
    def cancelled_us(self) -> Ints:
        """When each was cancelled, where it was: within the last period, at the latest with the account."""
        last_paid = self.start_us + (self.periods - 1) * PERIOD_US
        until = np.minimum(self.paid_until_us, self.ended_us)
        left: Ints = last_paid + (self.u("left") * (until - last_paid)).astype(np.int64)
        return np.maximum(left, self.start_us)


def subscriptions_of(follows: Follows, offers: Offers) -> Subscriptions:
    """Return who of the followers subscribed, a while after they began to follow."""
    stage = follows.stage
    wants = follows.pays & (follows.u("subscribes") < shapes.SUBSCRIBES_SHARE)
    low = np.maximum(follows.at_us, follows.lives.signup_us + METHOD_US) + HOUR_US
    high = np.minimum(follows.lives.last_us, stage.lives.last_us[follows.row])
    of = np.flatnonzero(wants & (high > low))
    row = follows.row[of]
    start = stage.people.rhythm.between(follows.u("subscription/start")[of], low[of], high[of])
    plan = np.minimum(shapes.TIER.numbers(follows.u("subscription/tier")[of]).astype(np.int64), stage.tiers[row])
    day = start // DAY_US
    on_offer = offers.exists[row, plan] & (day >= offers.first_day[row, plan]) & (day < offers.until_day[row, plan])
    taken = on_offer & (follows.u("subscription/taken")[of] < shapes.TAKEN_SHARE)
    return Subscriptions(follows, of, plan, start, high[of], taken, np.where(taken, offers.percent[row, plan], 0))


def taken_of(stage: Stage, sold: Subscriptions) -> Ints:
    """Return how often each offer was taken, one row for each performer and one column for each plan."""
    taken = np.zeros((len(stage.numbers), 4), dtype=np.int64)
    np.add.at(taken, (sold.row[sold.offer], sold.plan[sold.offer]), 1)
    return taken


def subscription_columns(sold: Subscriptions) -> Columns:
    """Return the rows of subscriptions."""
    stage, people = sold.follows.stage, sold.follows.stage.people
    cancelled = sold.status == CANCELLED
    changed = np.where(cancelled, sold.cancelled_us, np.minimum(sold.paid_until_us, people.as_of_us))
    return {
        "id": sold.ids,
        "viewer_id": rows_at(sold.follows.user_ids, sold.of),
        "performer_id": rows_at(stage.ids, sold.row),
        "plan_id": stage.plan_ids(sold.row, sold.plan),
        "promotion_id": Nullable(offer_ids(stage, sold.row, sold.plan), sold.offer),
        "price_minor": sold.price,
        "currency": words(stage.market.currencies, stage.market.currency_of[sold.country]),
        "status": words(STATUSES, sold.status),
        "started_at": sold.start_us,
        "paid_until": sold.paid_until_us,
        "cancelled_at": Nullable(sold.cancelled_us, cancelled),
        "created_at": sold.start_us,
        "updated_at": changed,
    }
