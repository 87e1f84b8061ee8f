"""The ledger and the wallets: what every movement leaves in them, as the trigger post_entry would have written it.

The two sides of a tip are written by those who draw them: the viewer's leg with the viewer, the performer's with the
performer. The names of the accounts are ordered as post_transaction orders them. Source: livepanty, Immutable Ledger.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from livvly_lab.designs.livepanty.population.accounts import Crowd
from livvly_lab.designs.livepanty.population.buying import COMPLETED, REFUNDED, Purchases
from livvly_lab.designs.livepanty.population.earning import PAID, Payouts
from livvly_lab.designs.livepanty.population.performers import performers_of
from livvly_lab.designs.livepanty.population.tipping import Tips
from livvly_lab.designs.livepanty.population.vocabulary import words
from livvly_lab.domain.columns import Bytes, repeat, rows_at, running_sum
from livvly_lab.domain.draw import Ints
from livvly_lab.domain.population import Columns

ACCOUNTS = ("fees", "payouts", "purchases", "wallet")
FEES, PAYOUTS, PURCHASES, WALLET = range(len(ACCOUNTS))
KINDS = ("purchase", "tip", "payout", "refund")
PURCHASE, TIP, PAYOUT, REFUND = range(len(KINDS))


@dataclass(frozen=True)
class Legs:
    """Legs of transactions, one below the other: `row` is the user's in the crowd, ids are (n, 16) octets."""

    row: Ints
    at_us: Ints
    kind: Ints
    account: Ints
    amount: Ints
    ids: Bytes
    transactions: Bytes

    @classmethod
    def of(cls, kind: int, account: int, row: Ints, at_us: Ints, amount: Ints, ids: Bytes, about: Bytes) -> "Legs":
        """Return legs of one kind in one account; legs of nothing are left out."""
        some = np.flatnonzero(amount)
        whole = np.zeros(len(some), dtype=np.int64)
        picked = (rows_at(column, some) for column in (ids, about))
        return cls(row[some], at_us[some], whole + kind, whole + account, amount[some], *picked)


@dataclass(frozen=True)
class Books:
    """All entries of a crowd, by user and in the order in which they were posted."""

    crowd: Crowd
    legs: Legs
    reserved: Ints

    @cached_property
    def number(self) -> Ints:
        """The place of each entry among its user's, from 1."""
        return repeat(np.bincount(self.legs.row, minlength=len(self.crowd.ordinals)))[1] + 1

    @cached_property
    def after(self) -> Ints:
        """The balance of the account after each entry."""
        owner = self.legs.row * len(ACCOUNTS) + self.legs.account
        order = np.argsort(owner, kind="stable")
        after = np.empty_like(self.legs.amount)
        after[order] = running_sum(self.legs.amount[order], owner[order])
        return after

    def balance(self, account: int) -> Ints:
        """Return what each user of the crowd has in an account."""
        mine = self.legs.account == account
        sums = np.bincount(self.legs.row[mine], weights=self.legs.amount[mine], minlength=len(self.crowd.ordinals))
        return sums.astype(np.int64)


def books_of(crowd: Crowd, given: Tips, got: Tips, purchases: Purchases, payouts: Payouts) -> Books:
    """Return the books of a crowd: the tips it gave and got, what it bought and what it was paid."""
    parts = [*_given(crowd, given), *_got(crowd, got), *_bought(crowd, purchases), *_paid(crowd, payouts)]
    columns = ("row", "at_us", "kind", "account", "amount", "ids", "transactions")
    joined = {name: np.concatenate([getattr(part, name) for part in parts]) for name in columns}
    order = np.lexsort((joined["account"], joined["kind"], joined["at_us"], joined["row"]))
    reserved = np.zeros(len(crowd.ordinals), dtype=np.int64)
    np.add.at(reserved, payouts.stage.ordinals[payouts.row] - crowd.ordinals[0], payouts.open_tokens)
    return Books(crowd, Legs(**{name: rows_at(values, order) for name, values in joined.items()}), reserved)


def _given(crowd: Crowd, tips: Tips) -> list[Legs]:
    tips = tips.take(~tips.cancelled)
    people, number = crowd.people, tips.number
    row, about = tips.sender - crowd.ordinals[0], people.ids("tips", number)
    return [Legs.of(TIP, WALLET, row, tips.at_us, -tips.tokens, people.ids("ledger/given", number), about)]


def _got(crowd: Crowd, tips: Tips) -> list[Legs]:
    tips = tips.take(~tips.cancelled)
    people, number = crowd.people, tips.number
    row = performers_of(people).ordinals[tips.performer] - crowd.ordinals[0]
    about = people.ids("tips", number)
    return [
        Legs.of(TIP, FEES, row, tips.at_us, tips.fee, people.ids("ledger/fee", number), about),
        Legs.of(TIP, WALLET, row, tips.at_us, tips.tokens - tips.fee, people.ids("ledger/got", number), about),
    ]


def _bought(crowd: Crowd, purchases: Purchases) -> list[Legs]:
    people, status, found = crowd.people, purchases.status, []
    done = (status == COMPLETED) | (status == REFUNDED)
    for kind, which, at_us, sign in (
        (PURCHASE, done, purchases.at_us, 1),
        (REFUND, status == REFUNDED, purchases.refunded_us, -1),
    ):
        rows = np.flatnonzero(which)
        number = purchases.number[rows] * len(KINDS) + status[rows]
        about, tokens = rows_at(purchases.ids, rows), sign * purchases.tokens[rows]
        for account, amount in ((PURCHASES, -tokens), (WALLET, tokens)):
            ids = people.ids(f"ledger/{KINDS[kind]}/{ACCOUNTS[account]}", number)
            found.append(Legs.of(kind, account, purchases.row[rows], at_us[rows], amount, ids, about))
    return found


def _paid(crowd: Crowd, payouts: Payouts) -> list[Legs]:
    people, rows = crowd.people, np.flatnonzero(payouts.status == PAID)
    row = payouts.stage.ordinals[payouts.row[rows]] - crowd.ordinals[0]
    about, tokens, number = rows_at(payouts.ids, rows), payouts.tokens[rows], payouts.number[rows]
    at_us = payouts.paid_us[rows]
    return [
        Legs.of(PAYOUT, PAYOUTS, row, at_us, tokens, people.ids("ledger/payout/payouts", number), about),
        Legs.of(PAYOUT, WALLET, row, at_us, -tokens, people.ids("ledger/payout/wallet", number), about),
    ]


def ledger_columns(books: Books) -> Columns:
    """Return the rows of ledger."""
    legs, after = books.legs, books.after
    return {
        "id": legs.ids,
        "transaction_id": legs.transactions,
        "user_id": rows_at(books.crowd.ids, legs.row),
        "account": words(ACCOUNTS, legs.account),
        "kind": words(KINDS, legs.kind),
        "amount": legs.amount,
        "balance_before": after - legs.amount,
        "balance_after": after,
        "platform_fee": np.where(legs.account == FEES, legs.amount, 0),
        "entry_number": books.number,
        "created_at": legs.at_us,
    }


def wallet_columns(books: Books) -> Columns:
    """Return the rows of wallets."""
    crowd, legs = books.crowd, books.legs
    performers, mine = performers_of(crowd.people), crowd.people.is_performer(crowd.ordinals)
    permille = np.where(mine, performers.fee_permille[crowd.people.performer(crowd.ordinals)], 200)
    latest = crowd.lives.signup_us.copy()
    np.maximum.at(latest, legs.row, legs.at_us)
    return {
        "user_id": crowd.ids,
        "balance": books.balance(WALLET),
        "reserved_balance": books.reserved,
        "purchases_balance": books.balance(PURCHASES),
        "fees_balance": books.balance(FEES),
        "payouts_balance": books.balance(PAYOUTS),
        "last_entry": np.bincount(legs.row, minlength=len(crowd.ordinals)),
        "conversion_rate": np.full(len(crowd.ordinals), 100 * 100),
        "fee_rate": permille,
        "created_at": crowd.lives.signup_us,
        "updated_at": latest,
    }
