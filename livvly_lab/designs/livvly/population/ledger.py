"""The ledger of coins: what calls, gifts, refunds and rewards move, and the recharges that pay for it.

A user recharges exactly when the balance would fall below the next spend. Balances are sums, taken in the order
in which the coins moved. Tables: transactions, coin_wallets. Source: livvly REQ-DB-002 and 006.
"""

from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
import pyarrow as pa

from livvly_lab.designs.livvly.population import catalogue, shapes
from livvly_lab.designs.livvly.population.calls import SECOND_US, Calls
from livvly_lab.designs.livvly.population.crowd import Crowd
from livvly_lab.designs.livvly.population.gifts import Gifts
from livvly_lab.designs.livvly.population.referrals import bonuses
from livvly_lab.designs.livvly.population.vocabulary import ENGLISH
from livvly_lab.domain.clock import DAY_US, HOUR_US
from livvly_lab.domain.columns import (
    Bytes,
    by,
    choose,
    framed,
    hexadecimal,
    join,
    json_object,
    later,
    pick,
    plain,
    previous,
    repeat,
    rows_at,
    running_max,
    running_sum,
    stacked,
    starts,
)
from livvly_lab.domain.draw import Ints
from livvly_lab.domain.people import Flags, events_of
from livvly_lab.domain.population import Columns, Nullable

TYPES = ("recharge", "call", "gift", "bonus", "refund")
RECHARGE, CALL, GIFT, BONUS, REFUND = range(len(TYPES))
COMPLETED, FAILED, PENDING = range(3)

_APART_US = 1_000
_REFUND_WITHIN_HOURS = 48
_PENDING_DAYS = 2
_HIDDEN_SHARE = 0.2
_HIDDEN_DAYS = 10
_LEAD_SECONDS = (30, 600)


@dataclass(frozen=True)
class Entries:
    """Entries of the ledger: `owner` is the user's place in the crowd, `amount` signed hundredths of a coin.

    `lead_us` is how long before the entry the user may have had to recharge. `refers` names a call or gift where
    `has_ref`.
    """

    owner: Ints
    at_us: Ints
    type: Ints
    amount: Ints
    status: Ints
    ids: Bytes
    refers: Bytes
    has_ref: Flags
    lead_us: Ints
    metadata: pa.DictionaryArray

    def taken(self, order: Ints) -> "Entries":
        """Return the entries in another order."""
        columns = {field.name: getattr(self, field.name) for field in fields(self)}
        return Entries(
            **{n: rows_at(c, order) if isinstance(c, np.ndarray) else pick(c, order) for n, c in columns.items()}
        )


@dataclass(frozen=True)
class Ledger:
    """All entries of a crowd, by user and time, and the balance after each."""

    entries: Entries
    balance: Ints


def ledger_of(crowd: Crowd, calls: Calls, gifts: Gifts) -> Ledger:
    """Return the ledger of a crowd."""
    moved = _stacked([_calls(crowd, calls), _gifts(crowd, gifts), _refunds(crowd, calls), _bonuses(crowd)])
    moved = _apart(moved.taken(by(moved.owner, moved.at_us)))
    entries = _stacked([moved, *_recharges(crowd, moved)])
    entries = entries.taken(by(entries.owner, entries.at_us))
    return Ledger(entries, running_sum(entries.amount, entries.owner))


def transaction_columns(crowd: Crowd, ledger: Ledger) -> Columns:
    """Return the rows of transactions. A payment that failed moved no coins; only such a row is ever soft-deleted."""
    people, rows = crowd.people, ledger.entries
    packages, package = catalogue.packages(crowd.world), _package(crowd)[rows.owner]
    recharge, failed = rows.type == RECHARGE, rows.status == FAILED
    number = events_of(crowd.ordinals[rows.owner], np.arange(len(rows.owner)) - _first(rows.owner))
    hidden_us = rows.at_us + (people.u("transactions/hidden_after", number) * _HIDDEN_DAYS * DAY_US).astype(np.int64)
    hidden = failed & people.chance("transactions/hidden", number, _HIDDEN_SHARE)
    hidden &= hidden_us < crowd.lives.until_us[rows.owner]
    method = shapes.PAYMENT_METHOD.texts(people.u("transactions/method", number))
    return {
        "id": rows.ids,
        "user_id": rows_at(crowd.ids, rows.owner),
        "type": pick(pa.array(TYPES), rows.type),
        "amount": rows.amount,
        "balance_after": ledger.balance,
        "coin_package_id": Nullable(rows_at(packages.ids, package), recharge),
        "price_inr": Nullable(packages.price_inr[package], recharge),
        "payment_method": Nullable(method, recharge),
        "reference_id": Nullable(rows.refers, rows.has_ref),
        "status": pick(pa.array(["completed", "failed", "pending"]), rows.status),
        "metadata": rows.metadata,
        "created_at": rows.at_us,
        "updated_at": rows.at_us,
        "deleted_at": Nullable(hidden_us, hidden),
    }


def wallet_columns(crowd: Crowd, ledger: Ledger) -> Columns:
    """Return the coin wallets: one for every user, empty where nothing ever moved."""
    rows, users = ledger.entries, len(crowd.ordinals)

    def total(amounts: Ints, these: Flags) -> Ints:
        return np.bincount(rows.owner[these], weights=amounts[these], minlength=users).astype(np.int64)

    last = crowd.lives.signup_us.copy()
    np.maximum.at(last, rows.owner, rows.at_us)
    return {
        "id": crowd.people.ids("coin_wallets", crowd.ordinals),
        "user_id": crowd.ids,
        "balance": total(rows.amount, rows.type >= 0),
        "lifetime_purchased": total(rows.amount, rows.type == RECHARGE),
        "lifetime_spent": total(-rows.amount, (rows.type == CALL) | (rows.type == GIFT)),
        "created_at": crowd.lives.signup_us,
        "updated_at": last,
    }


def _package(crowd: Crowd) -> Ints:
    """Return the package each user buys."""
    return catalogue.packages(crowd.world).chosen(catalogue.spending_of(crowd.u("wallet/spending")))


def _stacked(parts: list[Entries]) -> Entries:
    return Entries(**{f.name: stacked([getattr(part, f.name) for part in parts]) for f in fields(Entries)})


def _first(owner: Ints) -> Ints:
    """Return, for each row, the row at which its owner begins."""
    first = np.flatnonzero(starts(owner))
    return np.repeat(first, np.diff(np.append(first, len(owner))))


def _lead(crowd: Crowd, stream: str, numbers: Ints) -> Ints:
    least, most = _LEAD_SECONDS
    return ((least + crowd.people.u(f"{stream}/lead", numbers) * (most - least)) * SECOND_US).astype(np.int64)


def _calls(crowd: Crowd, calls: Calls) -> Entries:
    """Charge each answered call when it ends."""
    paid = np.flatnonzero(calls.answered)
    minutes = calls.minutes[paid]
    numbers = np.arange(2 * (int(minutes.max(initial=0)) + 1), dtype=np.int64)
    kinds = choose(numbers % 2 == 1, catalogue.VIDEO, catalogue.AUDIO)
    said = plain(json_object({"call_type": kinds, "minutes": numbers // 2}))
    return _entries(
        owner=calls.owner[paid],
        at_us=calls.ended_us[paid],
        kind=CALL,
        amount=-calls.coins[paid],
        ids=crowd.people.ids("transactions/call", calls.number[paid]),
        refers=rows_at(calls.ids, paid),
        lead_us=_lead(crowd, "calls", calls.number[paid]) + calls.seconds[paid] * SECOND_US,
        metadata=pick(said, minutes * 2 + calls.video[paid]),
    )


def _gifts(crowd: Crowd, gifts: Gifts) -> Entries:
    shop, contexts = catalogue.gifts(crowd.world), gifts.context.dictionary
    most, kinds = int(gifts.quantity.max(initial=0)) + 1, len(contexts)
    numbers = np.arange(len(shop.ids) * most * kinds, dtype=np.int64)
    gift, quantity = np.divmod(numbers // kinds, most)
    names = shop.name(gift, np.full(len(gift), ENGLISH, dtype=np.int64))
    said = plain(json_object({"gift": names, "quantity": quantity, "context": pick(contexts, numbers % kinds)}))
    which = (gifts.gift * most + gifts.quantity) * kinds + np.asarray(gifts.context.indices)
    return _entries(
        owner=gifts.owner,
        at_us=gifts.at_us,
        kind=GIFT,
        amount=-gifts.coins,
        ids=crowd.people.ids("transactions/gift", gifts.number),
        refers=gifts.ids,
        lead_us=_lead(crowd, "gifts", gifts.number),
        metadata=pick(said, which),
    )


def _refunds(crowd: Crowd, calls: Calls) -> Entries:
    """Give some callers of dropped calls their coins back; the creator keeps the diamonds."""
    dropped = calls.answered & ~calls.completed
    dropped &= crowd.people.chance("refunds/given", calls.number, shapes.REFUNDED_SHARE)
    hours = crowd.people.u("refunds/after", calls.number) * _REFUND_WITHIN_HOURS
    at = calls.ended_us + (hours * HOUR_US).astype(np.int64)
    back = np.flatnonzero(dropped & (at < crowd.lives.gone_us[calls.owner]))
    return _entries(
        owner=calls.owner[back],
        at_us=at[back],
        kind=REFUND,
        amount=calls.coins[back],
        ids=crowd.people.ids("transactions/refund", calls.number[back]),
        refers=calls.ids[back],
        lead_us=np.zeros(len(back), dtype=np.int64),
        metadata=json_object({"reason": pa.repeat("dropped call", len(back)), "minutes": calls.minutes[back]}),
    )


def _bonuses(crowd: Crowd) -> Entries:
    bonus = bonuses(crowd)
    rows = len(bonus.owner)
    entries = _entries(
        owner=bonus.owner,
        at_us=bonus.at_us,
        kind=BONUS,
        amount=bonus.coins * catalogue.HUNDREDTHS,
        ids=bonus.ids,
        refers=np.zeros((rows, 16), dtype=np.uint8),
        lead_us=np.zeros(rows, dtype=np.int64),
        metadata=json_object({"reason": pa.repeat("referral", rows), "code": bonus.codes}),
    )
    return replace(entries, has_ref=np.zeros(rows, dtype=np.bool_))


def _entries(
    *,
    owner: Ints,
    at_us: Ints,
    kind: int,
    amount: Ints,
    ids: Bytes,
    refers: Bytes,
    lead_us: Ints,
    metadata: Any,
) -> Entries:
    rows = len(owner)
    return Entries(
        owner=owner,
        at_us=at_us,
        type=np.full(rows, kind, dtype=np.int64),
        amount=amount,
        status=np.full(rows, COMPLETED, dtype=np.int64),
        ids=ids,
        refers=refers,
        has_ref=np.ones(rows, dtype=np.bool_),
        lead_us=lead_us,
        metadata=metadata if isinstance(metadata, pa.DictionaryArray) else later(plain(metadata)),
    )


def _apart(entries: Entries) -> Entries:
    """Move entries of a user that fall together a little apart, so that time alone orders them."""
    at = entries.at_us.copy()
    same = entries.owner[1:] == entries.owner[:-1]
    while len(close := np.flatnonzero(same & (at[1:] - at[:-1] < _APART_US))):
        at[close + 1] = at[close] + _APART_US
    return replace(entries, at_us=at)


def _recharges(crowd: Crowd, moved: Entries) -> tuple[Entries, Entries]:
    """Return the recharges that `moved` needs (sorted by user and time), and the attempts to pay that failed.

    Before each spend as many packages have been bought as its debt needs: the highest debt so far, divided by
    the package and rounded up. The debt is what was spent beyond what was given.
    """
    coins = catalogue.packages(crowd.world).total[_package(crowd)]
    debt = np.maximum(running_sum(-moved.amount, moved.owner), 0)
    bought = running_max(-(-debt // coins[moved.owner]), moved.owner)
    so_far = previous(bought, moved.owner, np.zeros_like(bought))
    gap = moved.at_us - previous(moved.at_us, moved.owner, crowd.lives.signup_us[moved.owner])
    spend, position = repeat(bought - so_far)
    owner, count = moved.owner[spend], (bought - so_far)[spend]
    step = np.minimum(moved.lead_us[spend], gap[spend] * 9 // 10) // (count + 1)
    at = moved.at_us[spend] - step * (count - position)
    number = events_of(crowd.ordinals[owner], so_far[spend] + position)
    failed = np.flatnonzero(crowd.people.chance("transactions/fails", number, shapes.FAILED_PAYMENT_SHARE))
    paid = _payments(crowd, owner, number, at, coins[owner], "captured")
    tried = _payments(crowd, owner[failed], number[failed], (at - step // 2)[failed], np.zeros_like(failed), "timeout")
    waiting = tried.at_us > crowd.people.as_of_us - _PENDING_DAYS * DAY_US
    return paid, replace(tried, status=np.where(waiting, PENDING, FAILED))


def _payments(crowd: Crowd, owner: Ints, number: Ints, at: Ints, amount: Ints, outcome: str) -> Entries:
    """Return recharges with what the payment provider said about them."""
    people, rows = crowd.people, len(owner)
    order = framed("", hexadecimal(people.ids(f"payments/{outcome}", number))[:, :14], f'", "outcome": "{outcome}"}}')
    gateway = shapes.GATEWAY.quantile(people.u("payments/gateway", number))
    via = pa.array([f'{{"gateway": "{name}", "order_id": "' for name in shapes.GATEWAY.values])
    entries = _entries(
        owner=owner,
        at_us=at,
        kind=RECHARGE,
        amount=amount,
        ids=people.ids(f"transactions/{outcome}", number),
        refers=np.zeros((rows, 16), dtype=np.uint8),
        lead_us=np.zeros(rows, dtype=np.int64),
        metadata=join(pick(via, gateway), order),
    )
    return replace(entries, has_ref=np.zeros(rows, dtype=np.bool_))
