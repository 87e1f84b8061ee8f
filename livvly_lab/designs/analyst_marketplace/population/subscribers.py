"""Subscriptions: who subscribes to whom and when, at what price, and how it ends. Source: analyst_marketplace §5.

Those of an analyst are drawn together; a user subscribes to an analyst once.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pyarrow as pa

from livvly_lab.designs.analyst_marketplace.population import shapes
from livvly_lab.designs.analyst_marketplace.population.desk import (
    CODES_PER_ANALYST,
    FREE,
    LINKS_PER_ANALYST,
    PREMIUM,
    PRO,
    Desk,
)
from livvly_lab.designs.analyst_marketplace.population.vocabulary import token
from livvly_lab.domain.clock import DAY_US
from livvly_lab.domain.columns import Bytes, framed, pick, repeat, rows_at
from livvly_lab.domain.draw import Floats, Ints, counts
from livvly_lab.domain.people import EVENTS_PER_OWNER, Flags
from livvly_lab.domain.population import Columns, Nullable

STATUSES = ("active", "cancelled", "expired", "suspended", "pending_payment")
ACTIVE, CANCELLED, EXPIRED, SUSPENDED, PENDING = range(len(STATUSES))
CYCLES = shapes.BILLING_CYCLE.values
YEARLY = CYCLES.index("yearly")

_PERIOD_US = np.array([{"monthly": 30, "yearly": 365}[str(cycle)] * DAY_US for cycle in CYCLES])
_GRACE_US = shapes.LATE_DAYS * DAY_US
RETRY_US = 3 * DAY_US
_MOST_RETRIES = 3
_SPARE = 8
"""How many more are drawn than half as many again: some draw the same user twice, or one who was gone before."""
_STOPS_RENEWING_SHARE = 0.12
_NONE = -1


@dataclass(frozen=True)
class Subscriptions:
    """Subscriptions by analyst: `row` is the analyst's in the desk, `user` the subscriber's ordinal.

    Times are microseconds since 1970 UTC, prices paise. `periods` were paid for; `desired` would have been.
    `access_us` is until when the subscriber reads and writes. `code` and `link` are columns of the desk's (-1: none).
    """

    desk: Desk
    row: Ints
    number: Ints
    user: Ints
    gone_us: Ints
    leaves: Flags
    start_us: Ints
    horizon_us: Ints
    tier: Ints
    cycle: Ints
    desired: Ints
    link: Ints
    code: Ints

    def u(self, name: str) -> Floats:
        """Return a uniform value for each."""
        return self.desk.people.u(f"subscriptions/{name}", self.number)

    def chance(self, name: str, share: float) -> Flags:
        """Return True for a share of them."""
        return self.u(name) < share

    @property
    def paid(self) -> Flags:
        """Which cost anything."""
        paid: Flags = self.tier != FREE
        return paid

    @cached_property
    def ids(self) -> Bytes:
        """The ids of the rows."""
        return self.desk.people.ids("subscriptions", self.number)

    @cached_property
    def user_ids(self) -> Bytes:
        """The ids of the subscribers."""
        return self.desk.people.ids("users", self.user)

    @cached_property
    def tier_ids(self) -> Bytes:
        """The ids of the tiers."""
        return self.desk.people.ids("subscription_tiers", self.desk.numbers[self.row] * 4 + self.tier)

    @cached_property
    def price(self) -> Ints:
        """What the tier costs a cycle."""
        tiers = self.desk.tiers
        return np.where(self.cycle == YEARLY, tiers.yearly[self.row, self.tier], tiers.monthly[self.row, self.tier])

    @cached_property
    def discount(self) -> Ints:
        """What the code takes off it."""
        return np.where(self.code >= 0, self.desk.codes.discount(self.row, self.code.clip(0), self.price), 0)

    @cached_property
    def final_price(self) -> Ints:
        """What is paid each cycle."""
        return self.price - self.discount

    @cached_property
    def monthly_paise(self) -> Ints:
        """What each brings a month, a twelfth of a yearly price rounded half up."""
        return np.where(self.cycle == YEARLY, (2 * self.final_price + 12) // 24, self.final_price)

    @cached_property
    def period_us(self) -> Ints:
        """How long a cycle is."""
        return _PERIOD_US[self.cycle]

    @cached_property
    def pending(self) -> Flags:
        """Which began so recently that nothing is paid yet."""
        recent = self.start_us > self.desk.people.as_of_us - shapes.PENDING_DAYS * DAY_US
        return self.paid & recent & self.chance("pending", shapes.PENDING_SHARE)

    @cached_property
    def periods(self) -> Ints:
        """How many cycles were paid for: as many as wanted while the subscriber was there."""
        possible = (self.horizon_us - self.start_us) // self.period_us + 1
        return np.where(self.paid & ~self.pending, np.minimum(self.desired, possible), 0)

    @cached_property
    def expires_us(self) -> Ints:
        """Until when each is paid for, where it costs anything and was paid."""
        return self.start_us + self.periods * self.period_us

    @cached_property
    def left_us(self) -> Ints:
        """When each was cancelled, where it was."""
        last_paid = self.start_us + (self.periods - 1).clip(0) * self.period_us
        until = np.where(self.paid, self.expires_us, self.horizon_us)
        left = last_paid + (self.u("left") * (until - last_paid)).astype(np.int64)
        return np.minimum(left, self.gone_us)

    @cached_property
    def status(self) -> Ints:
        """The position of each state in STATUSES."""
        as_of = self.desk.people.as_of_us
        over = np.where(self.chance("over", shapes.OVER.weights[0]), EXPIRED, CANCELLED)
        late = (self.expires_us <= as_of) & (self.expires_us > as_of - _GRACE_US) & (self.desired > self.periods)
        status = np.where(self.expires_us > as_of, ACTIVE, np.where(late, SUSPENDED, over))
        free = np.where(self.chance("leaves", shapes.FREE_LEFT_SHARE), CANCELLED, ACTIVE)
        status = np.where(self.paid, status, free)
        status = np.where(self.leaves & (status != EXPIRED), CANCELLED, status)
        return np.where(self.pending, PENDING, status).astype(np.int64)

    @cached_property
    def access_us(self) -> Ints:
        """Until when each gives access."""
        ends = np.where(self.paid, self.expires_us, self.horizon_us)
        ends = np.where((self.status == CANCELLED) & ~self.paid, self.left_us, ends)
        return np.minimum(ends, self.horizon_us)

    @cached_property
    def retries(self) -> Ints:
        """How often payment failed at the end, where it was suspended."""
        passed = (self.desk.people.as_of_us - self.expires_us) // RETRY_US
        return np.where(self.status == SUSPENDED, np.minimum(1 + passed, _MOST_RETRIES), 0)


def subscriptions_of(desk: Desk) -> Subscriptions:
    """Return the subscriptions to the analysts of a desk."""
    people = desk.people
    means = shapes.RATIOS["subscriptions"] * people.users * desk.analysts.popularity[desk.first : desk.last]
    wanted = np.where(desk.selling, counts(desk.u("subscriptions/count"), means), 0)
    row, position = repeat(np.where(wanted > 0, wanted + wanted // 2 + _SPARE, 0))
    number = desk.numbers[row] * EVENTS_PER_OWNER + position
    user = people.engaged(people.u("subscriptions/user", number))
    once = np.sort(np.unique(row * people.users + user, return_index=True)[1])
    once = once[user[once] != desk.ordinals[row[once]]]
    row, number, user = row[once], number[once], user[once]
    lives = people.lives(user)
    low, high = np.maximum(lives.first_us, desk.open_us[row]), np.minimum(lives.last_us, desk.last_us[row])
    there = np.flatnonzero(lives.acting & (high > low) & ~people.is_admin(user))
    place = np.arange(len(there)) - np.searchsorted(row[there], row[there])
    there = there[place < wanted[row[there]]]
    row, number = row[there], number[there]
    start = people.rhythm.between(people.u("subscriptions/start", number), low[there], high[there])
    none = np.full(len(there), _NONE, dtype=np.int64)
    drawn = Subscriptions(
        desk=desk,
        row=row,
        number=number,
        user=user[there],
        gone_us=lives.gone_us[there],
        leaves=lives.deleted[there],
        start_us=start,
        horizon_us=high[there],
        tier=none,
        cycle=none,
        desired=none,
        link=none,
        code=none,
    )
    return _sold(drawn)


def _sold(drawn: Subscriptions) -> Subscriptions:
    """Choose the tier among those there are, the cycle, and how long it goes on; then the link and the code."""
    tiers, row = drawn.desk.tiers, drawn.row
    tier = shapes.TIER.quantile(drawn.u("tier"))
    tier = np.where(tiers.exists[row, tier], tier, PRO)
    yearly = shapes.BILLING_CYCLE.quantile(drawn.u("cycle")) == YEARLY
    yearly &= (tier != FREE) & (tiers.yearly[row, tier] > 0)
    months = np.ceil(shapes.PERIODS.quantile(drawn.u("periods"))).astype(np.int64)
    sold = replace(
        drawn, tier=tier, cycle=np.where(yearly, YEARLY, 1 - YEARLY), desired=np.where(yearly, -(-months // 12), months)
    )
    sold = replace(sold, link=_links(sold))
    return replace(sold, code=_codes(sold))


def _links(sold: Subscriptions) -> Ints:
    """Return the column of the link that led to each, -1 where none did."""
    links, row = sold.desk.links, sold.row
    many = links.exists.sum(axis=1)
    column = (sold.u("link") * many[row]).astype(np.int64)
    good = (
        (many[row] > 0) & (links.from_us[row, column] <= sold.start_us) & (sold.start_us < links.until_us[row, column])
    )
    return np.where(good & sold.chance("referred", shapes.REFERRED_SHARE), column, _NONE)


def _codes(sold: Subscriptions) -> Ints:
    """Return the column of the code each redeemed, -1 where none: that of its link, or one the analyst gave."""
    codes, row = sold.desk.codes, sold.row
    many = codes.exists.sum(axis=1)
    of_link = np.where(sold.link >= 0, sold.desk.links.code[row, sold.link.clip(0)], _NONE)
    column = np.where(of_link >= 0, of_link, (sold.u("code") * many[row]).astype(np.int64))
    cycle = codes.cycle[row, column]
    good = sold.paid & (many[row] > 0)
    good &= (codes.from_us[row, column] <= sold.start_us) & (sold.start_us < codes.until_us[row, column])
    good &= (cycle == 0) | ((cycle == 2) == (sold.cycle == YEARLY))
    good &= ~codes.premium_only[row, column] | (sold.tier == PREMIUM)
    return np.where(good & sold.chance("redeems", shapes.REDEEMED_SHARE), column, _NONE)


def subscription_columns(sold: Subscriptions) -> Columns:
    """Return the rows of subscriptions."""
    desk, people, status = sold.desk, sold.desk.people, sold.status
    ends = sold.paid & ~sold.pending
    renews = (status == ACTIVE) & ~sold.chance("stops", _STOPS_RENEWING_SHARE)
    late = status == SUSPENDED
    last_attempt = sold.start_us + (sold.periods - 1).clip(0) * sold.period_us
    last_attempt = np.where(late, sold.expires_us + (sold.retries - 1).clip(0) * RETRY_US, last_attempt)
    code = desk.numbers[sold.row] * CODES_PER_ANALYST + sold.code.clip(0)
    link = desk.numbers[sold.row] * LINKS_PER_ANALYST + sold.link.clip(0)
    plan = people.ids("razorpay/plan", (desk.numbers[sold.row] * 4 + sold.tier) * 2 + sold.cycle)
    cancelled = status == CANCELLED
    changed = np.where(
        cancelled, sold.left_us, np.minimum(np.where(ends, sold.expires_us, sold.start_us), people.as_of_us)
    )
    return {
        "id": sold.ids,
        "user_id": sold.user_ids,
        "analyst_id": rows_at(desk.ids, sold.row),
        "tier_id": sold.tier_ids,
        "status": pick(pa.array(STATUSES), status),
        "billing_cycle": pick(pa.array(CYCLES, pa.string()), sold.cycle),
        "price_paid": sold.price,
        "discount_applied": sold.discount,
        "final_price": sold.final_price,
        "start_date": sold.start_us,
        "expires_at": Nullable(sold.expires_us, ends),
        "cancelled_at": Nullable(sold.left_us, cancelled),
        "suspended_at": Nullable(sold.expires_us, late),
        "razorpay_subscription_id": Nullable(framed("sub_", token(people.ids("razorpay/sub", sold.number))), sold.paid),
        "razorpay_customer_id": Nullable(framed("cust_", token(people.ids("razorpay/cust", sold.user))), sold.paid),
        "razorpay_plan_id": Nullable(framed("plan_", token(plan)), sold.paid),
        "auto_renewal": renews,
        "next_billing_date": Nullable(sold.expires_us, renews & sold.paid),
        "payment_retry_count": sold.retries,
        "last_payment_attempt": Nullable(last_attempt, ends),
        "grace_period_ends_at": Nullable(sold.expires_us + _GRACE_US, late),
        "referred_by_invite_link": Nullable(people.ids("invite_links", link), sold.link >= 0),
        "discount_code_used": Nullable(people.ids("discount_codes", code), sold.code >= 0),
        "created_at": sold.start_us,
        "updated_at": np.maximum(changed, sold.start_us),
        "deleted_at": Nullable(sold.start_us, np.zeros(len(sold.row), dtype=np.bool_)),
    }
