"""Sales: payments of subscriptions, tickets, tips and gifts; how each is shared; and the payouts of the shares.

The arithmetic is that of the function split_payment: a check compares every row with it.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from livvly_lab.designs.versbottomlex.population import shapes
from livvly_lab.designs.versbottomlex.population.accounts import PROVIDER_OF_KIND, method_number
from livvly_lab.designs.versbottomlex.population.audience import PAST_DUE, PERIOD_US, Subscriptions
from livvly_lab.designs.versbottomlex.population.people import People
from livvly_lab.designs.versbottomlex.population.performers import is_paid
from livvly_lab.designs.versbottomlex.population.stage import TICKET, Stage
from livvly_lab.designs.versbottomlex.population.streams import Streams, named
from livvly_lab.designs.versbottomlex.population.visits import BUYER, FAN, Visits
from livvly_lab.designs.versbottomlex.population.vocabulary import COUNTRIES, some, words
from livvly_lab.domain.clock import DAY_US, HOUR_US, MINUTE_US
from livvly_lab.domain.columns import Bytes, framed, hexadecimal, repeat, rows_at
from livvly_lab.domain.draw import Floats, Ints
from livvly_lab.domain.people import Flags
from livvly_lab.domain.population import NO_END, Columns, Nullable

KINDS = ("subscription", "tip", "gift", "pay_per_view")
SUBSCRIPTION, TIP, GIFT, TICKET_SOLD = range(len(KINDS))
STATUSES = tuple(str(value) for value in shapes.PAYMENT_OUTCOME.values)
SETTLED, REFUNDED, DISPUTED, FAILED = range(len(STATUSES))
_PER_SUBSCRIPTION = 64
_AGAIN_US, _SETTLES_US, _REFUND_US = 10 * MINUTE_US, MINUTE_US, 2 * DAY_US
_DOLLARS = 0
MONTHS = 1_024
_FAILURES = ("card_declined", "insufficient_funds", "expired_card", "authentication_required")


@dataclass(frozen=True)
class Split:
    """How payments are shared, minor units."""

    tax: Ints
    fee: Ints
    performer: Ints
    platform: Ints


def split_payment(gross: Ints, tax_permille: Ints, fee_permille: Ints, performer_permille: Ints) -> Split:
    """Share payments: tax is in what is paid, the provider keeps its part of it, the performer has a part of the rest.

    >>> parts = split_payment(*map(np.array, ([1_190], [190], [39], [750])))
    >>> [int(each[0]) for each in (parts.tax, parts.fee, parts.performer, parts.platform)]
    [190, 46, 716, 238]
    """
    net = (gross * 2_000 + 1_000 + tax_permille) // (2 * (1_000 + tax_permille))
    fee = np.minimum((gross * fee_permille + 500) // 1_000, net)
    performer = ((net - fee) * performer_permille + 500) // 1_000
    return Split(gross - net, fee, performer, net - fee - performer)


def with_tax(net: Ints, tax_permille: Ints) -> Ints:
    """Return prices with tax, rounded half up.

    >>> with_tax(np.array([999]), np.array([190])).tolist()
    [1189]
    """
    return (net * (1_000 + tax_permille) + 500) // 1_000


@dataclass(frozen=True)
class Sales:
    """Payments: `row` is the performer's in the stage, `gross` minor units of `currency` (a position), tax included.

    `subscription`, `stream` and `gift` are rows among those, -1 where the payment has none.
    """

    stage: Stage
    row: Ints
    number: Ints
    user: Ints
    kind: Ints
    at_us: Ints
    gross: Ints
    currency: Ints
    subscription: Ints
    stream: Ints
    gift: Ints
    failed: Flags

    def u(self, name: str) -> Floats:
        """Return a uniform value for each."""
        return self.stage.people.u(f"transactions/{name}", self.number)

    @cached_property
    def ids(self) -> Bytes:
        """The ids of the rows."""
        return self.stage.people.ids("transactions", self.number)

    @cached_property
    def country(self) -> Ints:
        """Where tax is owed: the payer's country, a position in shapes.COUNTRY."""
        return self.stage.people.country(self.user)

    @cached_property
    def method(self) -> Ints:
        """The kind of the instrument, a position in shapes.METHOD_KIND."""
        return self.stage.people.method(self.user)

    @cached_property
    def status(self) -> Ints:
        """The position of each state in STATUSES."""
        status = shapes.PAYMENT_OUTCOME.quantile(self.u("status"))
        young = self.settled_us + _REFUND_US + DAY_US > self.stage.people.as_of_us
        status = np.where(young & (status != FAILED), SETTLED, status)
        # Subscriptions and tickets opened something: those that failed stand apart, as attempts of their own.
        status = np.where(
            (status == FAILED) & ((self.kind == SUBSCRIPTION) | (self.kind == TICKET_SOLD)), SETTLED, status
        )
        return np.where(self.failed, FAILED, status).astype(np.int64)

    @property
    def settled_us(self) -> Ints:
        """When the money is there."""
        return self.at_us + _SETTLES_US

    @cached_property
    def permille(self) -> Ints:
        """The performer's part by the rule of the day, in thousandths."""
        found = np.zeros(len(self.row), dtype=np.int64)
        for rule in self.stage.world.reference["revenue_share_rules"]:
            first, until = (NO_END if day is None else _day(day) for day in rule["validity"])
            day = self.at_us // DAY_US
            found[(self.kind == KINDS.index(rule["kind"])) & (day >= first) & (day < until)] = rule[
                "performer_permille"
            ]
        return found

    @cached_property
    def split(self) -> Split:
        """How each is shared."""
        fees = {row["code"]: row["fee_permille"] for row in self.stage.world.reference["payment_providers"]}
        fee = np.array([fees[PROVIDER_OF_KIND[str(kind)]] for kind in shapes.METHOD_KIND.values], dtype=np.int64)
        tax = self.stage.market.tax_permille[self.country]
        return split_payment(self.gross, tax, fee[self.method], self.permille)

    @cached_property
    def risk(self) -> Ints:
        """0 to 100, higher is riskier."""
        return shapes.RISK.quantile(self.u("risk")).astype(np.int64)

    @property
    def held(self) -> Flags:
        """Which are held for a look at them."""
        return self.risk >= shapes.REVIEW_FROM

    @cached_property
    def month(self) -> Ints:
        """The month of history in which the money came."""
        return np.searchsorted(month_starts(self.stage.people), self.settled_us, side="right") - 1

    @cached_property
    def paid_out(self) -> Flags:
        """Which shares went with a payout."""
        due: Flags = (self.status == SETTLED) & ~self.held & is_paid(self.stage)[self.row] & (self.split.performer > 0)
        due &= payout_us(self.stage.people, self.month) < self.stage.people.as_of_us
        return due


def _day(day: str) -> int:
    return int(np.datetime64(day, "D").astype(np.int64))


def sales_of(streams: Streams, sold: Subscriptions, visits: Visits) -> Sales:
    """Return every payment, and the attempts that failed before."""
    parts = [*_of_subscriptions(sold), _tickets(streams, visits), _tips(visits)]
    names = ("row", "number", "user", "kind", "at_us", "gross", "currency", "subscription", "stream", "gift", "failed")
    return Sales(streams.stage, **{name: np.concatenate([part[name] for part in parts]) for name in names})


def _of_subscriptions(sold: Subscriptions) -> list[dict[str, Any]]:
    """Return the payments of subscriptions, the attempts that failed before some, and those of who is late."""
    stage, people = sold.follows.stage, sold.follows.stage.people
    of, place = repeat(sold.periods)
    number = sold.number[of] * _PER_SUBSCRIPTION + place
    again = people.chance("transactions/again", number, shapes.FAILED_FIRST_SHARE)
    at = sold.start_us[of] + place * PERIOD_US
    late = np.flatnonzero(sold.status == PAST_DUE)

    def part(rows: Ints, number: Ints, at: Ints, percent_off: Ints, *, failed: bool) -> dict[str, Any]:
        country = sold.country[rows]
        net = sold.price[rows] * (100 - percent_off) // 100
        nothing = np.full(len(rows), -1, dtype=np.int64)
        return {
            "row": sold.row[rows],
            "number": number,
            "user": sold.follows.user[sold.of[rows]],
            "kind": np.full(len(rows), SUBSCRIPTION, dtype=np.int64),
            "at_us": at,
            "gross": with_tax(net, stage.market.tax_permille[country]),
            "currency": stage.market.currency_of[country],
            "subscription": rows,
            "stream": nothing,
            "gift": nothing,
            "failed": np.full(len(rows), failed, dtype=np.bool_),
        }

    off = np.where(place == 0, sold.percent[of], 0)
    failing = np.flatnonzero(again)
    return [
        part(of, number, at + again * _AGAIN_US, off, failed=False),
        part(of[failing], number[failing] + 32, at[failing], off[failing], failed=True),
        part(
            late, sold.number[late] * _PER_SUBSCRIPTION + 31, sold.paid_until_us[late], np.zeros_like(late), failed=True
        ),
    ]


def _tickets(streams: Streams, visits: Visits) -> dict[str, Any]:
    """Return the tickets bought, a quarter of an hour before the stream."""
    stage = streams.stage
    bought = visits.picked(np.flatnonzero(visits.kind == BUYER))
    start, country = streams.start_us[bought.of], stage.people.country(bought.user)
    at = start - (1 + bought.u("bought") * 3).astype(np.int64) * MINUTE_US
    price = stage.price(bought.row, np.full(len(bought.of), TICKET), stage.market.region[country], at)
    gross = with_tax(price, stage.market.tax_permille[country])
    return _of_visits(bought, TICKET_SOLD, at, gross, stage.market.currency_of[country])


def _tips(visits: Visits) -> dict[str, Any]:
    """Return tips and gifts, in dollars, in the middle of a visit."""
    fans = visits.picked(np.flatnonzero(visits.kind == FAN))
    gifts = [row for row in fans.stage.world.reference["gifts"] if row["is_active"]]
    gift = np.where(fans.u("gives") < shapes.GIFT_SHARE, shapes.GIFT_RANK.ranks(fans.u("gift"), len(gifts)), -1)
    prices = np.array([row["price_minor"] for row in gifts], dtype=np.int64)
    cents = np.where(gift >= 0, prices[gift.clip(0)], shapes.TIP_CENTS.numbers(fans.u("cents")).astype(np.int64))
    part = _of_visits(fans, TIP, fans.moment("tips"), cents, np.full(len(gift), _DOLLARS))
    return part | {"gift": gift, "kind": np.where(gift >= 0, GIFT, TIP)}


def _of_visits(visits: Visits, kind: int, at: Ints, gross: Ints, currency: Ints) -> dict[str, Any]:
    nothing = np.full(len(visits.of), -1, dtype=np.int64)
    return {
        "row": visits.row,
        "number": visits.number + (1 << 56),
        "user": visits.user,
        "kind": np.full(len(visits.of), kind, dtype=np.int64),
        "at_us": at,
        "gross": gross,
        "currency": currency,
        "subscription": nothing,
        "stream": visits.of,
        "gift": nothing,
        "failed": np.zeros(len(visits.of), dtype=np.bool_),
    }


def month_starts(people: People) -> Ints:
    """Return the first moment of each month of history, and of the two after it."""
    since, end = (np.datetime64(us, "us").astype("datetime64[M]") for us in (people.since_us, people.as_of_us))
    starts: Ints = np.arange(since, end + 2).astype("datetime64[us]").astype(np.int64)
    return starts


def payout_us(people: People, month: Ints) -> Ints:
    """Return when the shares of a month are paid: on the fifth of the next one."""
    return month_starts(people)[month + 1] + (shapes.PAYOUT_DAY - 1) * DAY_US + 6 * HOUR_US


def payout_number(sales: Sales) -> Ints:
    """Return the number of the payout of each payment's performer, currency and month."""
    return (sales.stage.numbers[sales.row] * 8 + sales.currency) * MONTHS + sales.month


def transaction_columns(sales: Sales, sold: Subscriptions, streams: Streams) -> Columns:
    """Return the rows of transactions."""
    stage, people, split = sales.stage, sales.stage.people, sales.split
    tip = sales.kind == TIP
    gifts = [row["code"] for row in stage.world.reference["gifts"] if row["is_active"]]
    ticket = sales.kind == TICKET_SOLD
    return {
        "id": sales.ids,
        "performer_id": rows_at(stage.ids, sales.row),
        "viewer_id": people.ids("users", sales.user),
        "kind": words(KINDS, sales.kind),
        "status": words(STATUSES, sales.status),
        "payment_method_id": people.ids("payment_methods", method_number(sales.user)),
        "subscription_id": named(sold.ids, sales.subscription),
        "plan_id": Nullable(stage.plan_ids(sales.row, np.full(len(sales.row), TICKET)), ticket),
        "stream_id": named(streams.ids, sales.stream),
        "gift_code": Nullable(words(gifts, sales.gift.clip(0)), sales.gift >= 0),
        "message": Nullable(
            some(stage.world, "tips.text", sales.u("message")), tip & (sales.u("says") < shapes.TIP_MESSAGE_SHARE)
        ),
        "currency": words(stage.market.currencies, sales.currency),
        "gross_minor": sales.gross,
        "tax_minor": split.tax,
        "fee_minor": split.fee,
        "performer_minor": split.performer,
        "platform_minor": split.platform,
        "performer_permille": sales.permille.astype(np.int16),
        "tax_country": words(COUNTRIES, sales.country),
        "risk_score": sales.risk.astype(np.int16),
        "needs_review": sales.held,
        "payout_id": Nullable(people.ids("payouts", payout_number(sales)), sales.paid_out),
        "failure_code": Nullable(
            words(_FAILURES, (sales.u("failure") * len(_FAILURES)).astype(np.int64)), sales.status == FAILED
        ),
        "created_at": sales.at_us,
        "settled_at": Nullable(sales.settled_us, sales.status != FAILED),
        "refunded_at": Nullable(sales.settled_us + _REFUND_US, sales.status == REFUNDED),
    }


def event_columns(sales: Sales) -> Columns:
    """Return the rows of provider_events: each payment once."""
    providers = [PROVIDER_OF_KIND[str(kind)] for kind in shapes.METHOD_KIND.values]
    refs = framed("pay_", hexadecimal(sales.stage.people.ids("provider/ref", sales.number)))
    return {
        "provider_code": words(providers, sales.method),
        "provider_ref": refs,
        "transaction_id": sales.ids,
        "created_at": sales.at_us + 5 * 1_000_000,
    }
