"""Payments of subscriptions, what failed and was paid back, and what analysts are paid.

The platform keeps its share of each payment, rounded half up to a paisa; the analyst gets the rest, so that the two
always add up. On the fifth of a month the shares of the month before are paid out. Source: analyst_marketplace §11.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa

from livvly_lab.designs.analyst_marketplace.population import shapes
from livvly_lab.designs.analyst_marketplace.population.people import People
from livvly_lab.designs.analyst_marketplace.population.subscribers import PENDING, RETRY_US, Subscriptions
from livvly_lab.designs.analyst_marketplace.population.vocabulary import some, token
from livvly_lab.domain.clock import DAY_US, HOUR_US, MINUTE_US
from livvly_lab.domain.columns import Bytes, framed, hexadecimal, pick, repeat, rows_at, stacked, text
from livvly_lab.domain.draw import Floats, Ints
from livvly_lab.domain.people import Flags
from livvly_lab.domain.population import Columns, Nullable

TYPES = ("subscription_payment", "renewal", "refund", "payout")
FIRST, RENEWAL, REFUND, PAYOUT = range(len(TYPES))
STATUSES = ("pending", "captured", "failed", "refunded")
WAITING, CAPTURED, FAILED, REFUNDED = range(len(STATUSES))

_PER_SUBSCRIPTION = 128
_FAILED_FIRST, _LAST_RETRIES, _NOT_YET = 64, 120, 127  # positions beyond those of the payments themselves: 40 at most
_AGAIN_US = 10 * MINUTE_US
_MONTHS = 1_024


@dataclass(frozen=True)
class Payments:
    """Payments by subscription: `of` is its row among the subscriptions, `number` names the payment."""

    sold: Subscriptions
    of: Ints
    number: Ints
    type: Ints
    status: Ints
    at_us: Ints
    retries: Ints

    @cached_property
    def amount(self) -> Ints:
        """What is paid, in paise."""
        return self.sold.final_price[self.of]

    @cached_property
    def commission(self) -> Ints:
        """The platform's share of it."""
        return commission_of(self.amount, self.sold.desk.commission_permille[self.sold.row[self.of]])

    @cached_property
    def refunded_us(self) -> Ints:
        """When it was paid back, where it was."""
        days = self.sold.desk.people.u("payments/refunded", self.number) * shapes.REFUND_DAYS
        return self.at_us + HOUR_US + (days * DAY_US).astype(np.int64)

    @cached_property
    def month(self) -> Ints:
        """The month of history in which it was paid."""
        return np.searchsorted(month_starts(self.sold.desk.people), self.at_us, side="right") - 1

    def u(self, name: str) -> Floats:
        """Return a uniform value for each."""
        return self.sold.desk.people.u(f"payments/{name}", self.number)


def commission_of(amount: Ints, permille: Ints) -> Ints:
    """Return the platform's share of amounts in paise, rounded half up.

    >>> commission_of(np.array([99_900, 4, 99_999]), np.array([200, 125, 125])).tolist()
    [19980, 1, 12500]
    """
    return (amount * permille + 500) // 1_000


def payments_of(sold: Subscriptions) -> Payments:
    """Return every attempt to be paid: those that went well, the failed ones before some of them, the last ones."""
    people = sold.desk.people
    of, position = repeat(sold.periods)
    number = sold.number[of] * _PER_SUBSCRIPTION + position
    at = sold.start_us[of] + position * sold.period_us[of]
    again = people.chance("payments/again", number, shapes.RETRIED_SHARE)
    paid = Payments(
        sold,
        of,
        number,
        np.where(position == 0, FIRST, RENEWAL),
        np.full(len(of), CAPTURED, dtype=np.int64),
        at + again * _AGAIN_US,
        again.astype(np.int64),
    )
    back = people.chance("payments/back", number, shapes.REFUNDED_SHARE) & (paid.refunded_us < people.as_of_us)
    paid.status[back] = REFUNDED
    return _together(paid, _failed(paid, at, again), _failing(sold), _waiting(sold))


def _failed(paid: Payments, at: Ints, again: Flags) -> Payments:
    """Return the attempts before those that went well at the second."""
    rows = np.flatnonzero(again)
    number = paid.number[rows] + _FAILED_FIRST
    status = np.full(len(rows), FAILED, dtype=np.int64)
    return Payments(paid.sold, paid.of[rows], number, paid.type[rows], status, at[rows], np.zeros_like(rows))


def _failing(sold: Subscriptions) -> Payments:
    """Return the attempts at the end of suspended subscriptions."""
    of, attempt = repeat(sold.retries)
    number = sold.number[of] * _PER_SUBSCRIPTION + _LAST_RETRIES + attempt
    at = sold.expires_us[of] + attempt * RETRY_US
    kind, status = np.full(len(of), RENEWAL, dtype=np.int64), np.full(len(of), FAILED, dtype=np.int64)
    return Payments(sold, of, number, kind, status, at, attempt)


def _waiting(sold: Subscriptions) -> Payments:
    """Return the first payments that have not come yet."""
    of = np.flatnonzero(sold.status == PENDING)
    kind, status = np.full(len(of), FIRST, dtype=np.int64), np.full(len(of), WAITING, dtype=np.int64)
    number = sold.number[of] * _PER_SUBSCRIPTION + _NOT_YET
    return Payments(sold, of, number, kind, status, sold.start_us[of], np.zeros_like(of))


def _together(*parts: Payments) -> Payments:
    columns = ("of", "number", "type", "status", "at_us", "retries")
    return Payments(parts[0].sold, **{name: np.concatenate([getattr(p, name) for p in parts]) for name in columns})


def payment_columns(payments: Payments) -> Columns:
    """Return the rows of payment_transactions: payments, refunds, payouts."""
    parts = [_payments(payments), _refunds(payments), _payouts(payments)]
    return {name: _stacked([part[name] for part in parts]) for name in parts[0]}


def _stacked(values: list[object]) -> object:
    if isinstance(values[0], Nullable):
        nullable = [value for value in values if isinstance(value, Nullable)]
        return Nullable(
            stacked([n.values for n in nullable]), np.concatenate([np.asarray(n.present) for n in nullable])
        )
    return stacked(values)


def _payments(payments: Payments) -> Columns:
    sold, people, world = payments.sold, payments.sold.desk.people, payments.sold.desk.world
    of, number, status = payments.of, payments.number, payments.status
    split, back, failed = status == CAPTURED, status == REFUNDED, status == FAILED
    row = sold.row[of]
    day = payout_us(people, payments.month)
    paid_out = split & (day < people.as_of_us)
    failure = (payments.u("failure") * len(world.pools["failures.code"])).astype(np.int64)
    payout_ids = _payout_ids(people, sold.desk.numbers[row], payments.month)
    return {
        "id": people.ids("payment_transactions", number),
        "user_id": rows_at(sold.user_ids, of),
        "analyst_id": rows_at(sold.desk.ids, row),
        "subscription_id": Nullable(rows_at(sold.ids, of), np.ones(len(of), dtype=np.bool_)),
        "razorpay_payment_id": Nullable(framed("pay_", token(people.ids("razorpay/pay", number))), status != WAITING),
        "razorpay_order_id": Nullable(
            framed("order_", token(people.ids("razorpay/order", number))), np.ones(len(of), dtype=np.bool_)
        ),
        "razorpay_signature": Nullable(_signature(people, number), split | back),
        "transaction_type": pick(pa.array(TYPES), payments.type),
        "amount": payments.amount,
        "status": pick(pa.array(STATUSES), status),
        "payment_method": Nullable(
            shapes.PAYMENT_METHOD.texts(people.u("payments/method", sold.user[of])), np.ones(len(of), dtype=np.bool_)
        ),
        "failure_reason": Nullable(pick(world.pools["failures.reason"], failure), failed),
        "failure_code": Nullable(pick(world.pools["failures.code"], failure), failed),
        "retry_count": payments.retries,
        "refund_amount": Nullable(payments.amount, back),
        "refund_reason": Nullable(some(world, "refunds.reason", payments.u("why")), back),
        "refunded_at": Nullable(payments.refunded_us, back),
        "razorpay_refund_id": Nullable(framed("rfnd_", token(people.ids("razorpay/rfnd", number))), back),
        "payout_amount": Nullable(payments.amount - payments.commission, split),
        "platform_commission": Nullable(payments.commission, split),
        "payout_status": Nullable(pick(pa.array(["pending", "processed"]), paid_out.astype(np.int64)), split),
        "razorpay_payout_id": Nullable(framed("pout_", token(payout_ids)), paid_out),
        "paid_out_at": Nullable(day, paid_out),
        "metadata": Nullable(_metadata(len(of), "subscription"), np.ones(len(of), dtype=np.bool_)),
        "created_at": payments.at_us,
        "updated_at": np.where(paid_out, day, np.where(back, payments.refunded_us, payments.at_us)),
    }


def _refunds(payments: Payments) -> Columns:
    """Return one row for each payment that was paid back."""
    rows = np.flatnonzero(payments.status == REFUNDED)
    picked = Payments(
        payments.sold,
        payments.of[rows],
        payments.number[rows],
        np.full(len(rows), REFUND, dtype=np.int64),
        payments.status[rows],
        payments.refunded_us[rows],
        np.zeros_like(rows),
    )
    columns = dict(_payments(picked))
    people, none = payments.sold.desk.people, np.zeros(len(rows), dtype=np.bool_)
    columns["id"] = people.ids("payment_transactions/refund", picked.number)
    columns["razorpay_payment_id"] = Nullable(columns["razorpay_payment_id"].values, none)
    columns["razorpay_signature"] = Nullable(columns["razorpay_signature"].values, none)
    columns["refunded_at"] = Nullable(picked.at_us, ~none)
    columns["updated_at"] = picked.at_us
    return columns


def _payouts(payments: Payments) -> Columns:
    """Return one row for each analyst and month with shares to pay."""
    sold, desk, people = payments.sold, payments.sold.desk, payments.sold.desk.people
    split = payments.status == CAPTURED
    key = (sold.row[payments.of] * _MONTHS + payments.month)[split]
    due, place = np.unique(key, return_inverse=True)
    amount = np.bincount(place, weights=(payments.amount - payments.commission)[split], minlength=len(due))
    row, month = due // _MONTHS, due % _MONTHS
    day = payout_us(people, month)
    done = np.flatnonzero(day < people.as_of_us)
    row, month, day, paise = row[done], month[done], day[done], amount[done].astype(np.int64)
    ids = _payout_ids(people, desk.numbers[row], month)
    no, yes = np.zeros(len(row), dtype=np.bool_), np.ones(len(row), dtype=np.bool_)
    nothing, words = np.zeros(len(row), dtype=np.int64), pa.array([""] * len(row), pa.string())
    return {
        "id": ids,
        "user_id": rows_at(desk.ids, row),
        "analyst_id": rows_at(desk.ids, row),
        "subscription_id": Nullable(ids, no),
        **{name: Nullable(words, no) for name in ("razorpay_payment_id", "razorpay_order_id", "razorpay_signature")},
        "transaction_type": pick(pa.array(TYPES), nothing + PAYOUT),
        "amount": paise,
        "status": pick(pa.array(STATUSES), nothing + CAPTURED),
        **{name: Nullable(words, no) for name in ("payment_method", "failure_reason", "failure_code")},
        "retry_count": nothing,
        "refund_amount": Nullable(nothing, no),
        "refund_reason": Nullable(words, no),
        "refunded_at": Nullable(day, no),
        "razorpay_refund_id": Nullable(words, no),
        "payout_amount": Nullable(paise, yes),
        "platform_commission": Nullable(nothing, yes),
        "payout_status": Nullable(pick(pa.array(["processed"]), nothing), yes),
        "razorpay_payout_id": Nullable(framed("pout_", token(ids)), yes),
        "paid_out_at": Nullable(day, yes),
        "metadata": Nullable(_metadata(len(row), "payout"), yes),
        "created_at": day,
        "updated_at": day,
    }


def month_starts(people: People) -> Ints:
    """Return the first moment of each month of history, and of the one after it."""
    since, end = (np.datetime64(us, "us").astype("datetime64[M]") for us in (people.since_us, people.as_of_us))
    starts: Ints = np.arange(since, end + 2).astype("datetime64[us]").astype(np.int64)
    return starts


def payout_us(people: People, month: Ints) -> Ints:
    """Return when the shares of a month are paid: on the fifth of the next one."""
    return month_starts(people)[month + 1] + (shapes.PAYOUT_DAY - 1) * DAY_US + 6 * HOUR_US


def _payout_ids(people: People, analyst: Ints, month: Ints) -> Bytes:
    return people.ids("payouts", analyst * _MONTHS + month)


def _signature(people: People, number: Ints) -> pa.StringArray:
    return text(np.hstack([hexadecimal(people.ids(f"razorpay/{half}", number)) for half in ("low", "high")]))


def _metadata(rows: int, what: str) -> pa.DictionaryArray:
    return pick(pa.array([f'{{"for": "{what}", "gateway": "razorpay"}}']), np.zeros(rows, dtype=np.int64))
