"""Purchases of tokens: always in time for the tips they pay for. Source: livepanty, Token Economy (payments)."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from livvly_lab.designs.livepanty.population import shapes
from livvly_lab.designs.livepanty.population.accounts import COUNTRIES, Crowd
from livvly_lab.designs.livepanty.population.performers import performers_of
from livvly_lab.designs.livepanty.population.tipping import Tips
from livvly_lab.designs.livepanty.population.vocabulary import addresses, mapped, some, words
from livvly_lab.domain.clock import HOUR_US, MINUTE_US
from livvly_lab.domain.columns import Bytes, framed, hexadecimal, previous, rows_at, running_sum, starts
from livvly_lab.domain.draw import Floats, Ints
from livvly_lab.domain.population import Columns, Nullable

STATUSES = ("pending", "completed", "failed", "refunded")
PENDING, COMPLETED, FAILED, REFUNDED = range(len(STATUSES))

CENTS_PER_UNIT = 100
_MILLION = 1_000_000
_SECONDS_US = 20_000_000
_KINDS = ("paid", "failed", "refunded", "pending")
_CURRENCIES = [str(value) for value in mapped(COUNTRIES, shapes.CURRENCY, "USD")]
_RATES = np.array([shapes.EXCHANGE_MICROS[currency] for currency in _CURRENCIES])


@dataclass(frozen=True)
class Purchases:
    """Payments of a crowd: `row` is the user's, `number` names the payment among those of its kind."""

    crowd: Crowd
    row: Ints
    number: Ints
    kind: Ints
    units: Ints
    at_us: Ints

    @cached_property
    def ids(self) -> Bytes:
        """The ids of the rows, which are those of the transactions in the ledger too."""
        found = np.zeros((len(self.row), 16), dtype=np.uint8)
        for kind, name in enumerate(_KINDS):
            rows = np.flatnonzero(self.kind == kind)
            found[rows] = self.crowd.people.ids(f"payments/{name}", self.number[rows])
        return found

    @property
    def status(self) -> Ints:
        """The position of each status."""
        return np.array([COMPLETED, FAILED, REFUNDED, PENDING])[self.kind]

    @cached_property
    def rate(self) -> Ints:
        """Millionths of a dollar for one unit of the currency."""
        return _RATES[self.country]

    @cached_property
    def country(self) -> Ints:
        """The position of the buyers' country."""
        return self.crowd.people.country(self.crowd.ordinals[self.row])

    @property
    def tokens(self) -> Ints:
        """What is bought: 100 tokens for a dollar, so one for a cent."""
        return tokens_of(self.units, self.rate)

    @property
    def refunded_us(self) -> Ints:
        """When those that were refunded were."""
        return self.at_us + HOUR_US

    def u(self, name: str) -> Floats:
        """Return a uniform value for each."""
        return self.crowd.people.u(f"payments/{name}", self.number * len(_KINDS) + self.kind)


def tokens_of(units: Ints, rate_micros: Ints) -> Ints:
    """Return the tokens that whole units of a currency buy.

    >>> tokens_of(np.array([10, 5, 20]), np.array([1_000_000, 1_080_000, 1_270_000])).tolist()
    [1000, 540, 2540]
    """
    return (units * CENTS_PER_UNIT * rate_micros + _MILLION // 2) // _MILLION


def purchases_of(crowd: Crowd, tips: Tips) -> Purchases:
    """Return what the viewers of a crowd paid for their tips, and what went another way."""
    people = crowd.people
    tips = tips.take(~tips.cancelled)
    row = tips.sender - crowd.ordinals[0]
    units = shapes.PACKAGE_UNITS.numbers(people.u("payments/units", crowd.ordinals)).astype(np.int64)
    package = tokens_of(units, _RATES[people.country(crowd.ordinals)])[row]
    needed = -(-running_sum(tips.tokens, row) // package)
    times = needed - previous(needed, row, np.zeros_like(needed))
    bought = np.flatnonzero(times)
    number, row = tips.number[bought], row[bought]
    at = tips.at_us[bought] - ((2 + 6 * people.u("payments/before", number)) * MINUTE_US).astype(np.int64)
    paid = np.array([row, number, 0 * row, times[bought] * units[row], at])
    failed = paid[:, people.chance("payments/fails", number, shapes.FAILED_SHARE)].copy()
    failed[2], failed[4] = 1, failed[4] - MINUTE_US
    refunded = paid[:, starts(row) & people.chance("payments/back", number, shapes.REFUNDED_SHARE * 4)].copy()
    refunded[2], refunded[3] = 2, units[refunded[0]]
    refunded[4] += 10 * MINUTE_US
    refunded = refunded[:, refunded[4] < people.as_of_us - 2 * HOUR_US]
    there = np.flatnonzero(
        people.online(crowd.ordinals) & people.chance("payments/now", crowd.ordinals, shapes.PENDING_SHARE)
    )
    now = people.as_of_us - ((1 + 8 * people.u("payments/open", crowd.ordinals[there])) * MINUTE_US).astype(np.int64)
    pending = np.array([there, crowd.ordinals[there], 0 * there + 3, units[there], now])
    return Purchases(crowd, *np.concatenate([paid, failed, refunded, pending], axis=1).astype(np.int64))


def payment_columns(purchases: Purchases) -> Columns:
    """Return the rows of payments."""
    people, world, status = purchases.crowd.people, purchases.crowd.world, purchases.status
    providers = [str(value) for value in shapes.PROVIDER.values]
    provider = shapes.PROVIDER.quantile(people.u("payments/provider", purchases.crowd.ordinals[purchases.row]))
    method = np.where(provider == providers.index("paypal"), 1, np.where(purchases.u("method") < 0.85, 0, 2))
    done = (status == COMPLETED) | (status == REFUNDED)
    created = purchases.at_us - _SECONDS_US
    return {
        "id": purchases.ids,
        "user_id": rows_at(purchases.crowd.ids, purchases.row),
        "provider": words(providers, provider),
        "provider_reference": Nullable(framed("pay_", hexadecimal(purchases.ids)), status != PENDING),
        "method": words(["card", "paypal", "wallet"], method),
        "currency": words(_CURRENCIES, purchases.country),
        "amount": purchases.units * CENTS_PER_UNIT,
        "exchange_rate": purchases.rate,
        "amount_usd": purchases.tokens,
        "conversion_rate": np.full(len(status), 100 * 100),
        "tokens": purchases.tokens,
        "status": words(STATUSES, status),
        "failure_reason": Nullable(some(world, "failures.text", purchases.u("failure")), status == FAILED),
        "ip_address": Nullable(
            addresses(people.ids("payments/ip", purchases.number)), ~purchases.crowd.lives.erased[purchases.row]
        ),
        "created_at": created,
        "updated_at": np.where(status == REFUNDED, purchases.refunded_us, np.where(done, purchases.at_us, created)),
        "completed_at": Nullable(purchases.at_us, done),
        "refunded_at": Nullable(purchases.refunded_us, status == REFUNDED),
    }


def tip_columns(crowd: Crowd, tips: Tips) -> Columns:
    """Return the rows of tips that a crowd gave."""
    people, row = crowd.people, tips.sender - crowd.ordinals[0]
    performers, message = performers_of(people), tips.u("says") < shapes.TIP_MESSAGE_SHARE
    return {
        "id": people.ids("tips", tips.number),
        "sender_id": rows_at(crowd.ids, row),
        "stream_id": people.ids("streams", performers.number(tips.performer, tips.stream)),
        "host_id": people.ids("users", performers.ordinals[tips.performer]),
        "tokens": tips.tokens,
        "platform_fee": tips.fee,
        "message": Nullable(some(crowd.world, "tip_messages.text", tips.u("text")), message & ~crowd.lives.erased[row]),
        "is_anonymous": tips.u("anonymous") < shapes.ANONYMOUS_SHARE,
        "status": words(["settled", "cancelled"], tips.cancelled.astype(np.int64)),
        "idempotency_key": Nullable(
            framed("tip-", hexadecimal(people.ids("tips/key", tips.number))), np.ones(len(row), dtype=np.bool_)
        ),
        "created_at": tips.at_us,
        "settled_at": Nullable(tips.at_us, ~tips.cancelled),
    }
