"""What performers are paid out: on the day of a month, what they have earned by then. Source: livepanty, payouts."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from livvly_lab.designs.livepanty.population import shapes
from livvly_lab.designs.livepanty.population.people import People
from livvly_lab.designs.livepanty.population.safety import APPROVED, Proofs
from livvly_lab.designs.livepanty.population.streaming import Stage
from livvly_lab.designs.livepanty.population.tipping import Tips
from livvly_lab.designs.livepanty.population.vocabulary import words
from livvly_lab.domain.clock import DAY_US, HOUR_US
from livvly_lab.domain.columns import Bytes, choose, framed, hexadecimal, rows_at
from livvly_lab.domain.draw import Ints
from livvly_lab.domain.population import Columns, Nullable

STATUSES = ("requested", "approved", "paid", "rejected", "failed")
REQUESTED, APPROVED_PAYOUT, PAID, REJECTED, FAILED = range(len(STATUSES))

_MONTHS = 1 << 10
_ROUND_TOKENS = 100
_METHODS = [str(value) for value in shapes.PAYOUT_METHOD.values]
_OUTCOMES = np.array([STATUSES.index(str(value)) for value in shapes.PAYOUT_OUTCOME.values])


@dataclass(frozen=True)
class Payouts:
    """Payouts of a stage: `row` is the performer's on it, `number` names the payout; times in microseconds."""

    stage: Stage
    row: Ints
    number: Ints
    tokens: Ints
    asked_us: Ints
    decided_us: Ints
    paid_us: Ints
    status: Ints

    @cached_property
    def ids(self) -> Bytes:
        """The ids of the rows, which are those of the transactions in the ledger too."""
        return self.stage.people.ids("payouts", self.number)

    @property
    def open_tokens(self) -> Ints:
        """What of each is reserved at the end of history."""
        return np.where((self.status == REQUESTED) | (self.status == APPROVED_PAYOUT), self.tokens, 0)


def cuts_us(people: People) -> Ints:
    """Return the moments of history at which it is counted what can be paid out: the 25th of each month."""
    since, end = (np.datetime64(us, "us").astype("datetime64[M]") for us in (people.since_us, people.as_of_us))
    months = np.arange(since, end).astype("datetime64[us]").astype(np.int64)
    cuts: Ints = months + (shapes.PAYOUT_DAY - 1) * DAY_US
    return cuts


def payouts_of(stage: Stage, proofs: Proofs, tips: Tips) -> Payouts:
    """Return the payouts of a stage: month by month what was earned and not paid, where identity is proven."""
    cuts = cuts_us(stage.people)
    rows, width = len(stage.numbers), len(cuts) + 1
    tips = tips.take(~tips.cancelled)
    place = (tips.performer - (stage.numbers[0] if rows else 0)) * width + np.searchsorted(
        cuts, tips.at_us, side="right"
    )
    net = np.bincount(place, weights=tips.tokens - tips.fee, minlength=rows * width).reshape(rows, width)
    earned = np.cumsum(net, axis=1).astype(np.int64)
    proven_us = _proven_us(stage, proofs)
    gone = np.zeros(rows, dtype=np.int64)
    found = [_of_month(stage, month, int(cut), earned[:, month], gone, proven_us) for month, cut in enumerate(cuts)]
    return Payouts(stage, *(np.concatenate(column) for column in zip(*found, strict=True)))


def _proven_us(stage: Stage, proofs: Proofs) -> Ints:
    """Return when the identity of each performer was proven; never, as far as history goes, where it was not."""
    proven = np.full(len(stage.numbers), np.iinfo(np.int64).max)
    mine = np.searchsorted(stage.ordinals, proofs.ordinals)
    mine = np.minimum(mine, max(len(stage.numbers) - 1, 0))
    if len(stage.numbers):
        right = (stage.ordinals[mine] == proofs.ordinals) & (proofs.status == APPROVED)
        proven[mine[right]] = proofs.decided_us[right]
    return proven


def _of_month(stage: Stage, month: int, cut_us: int, earned: Ints, gone: Ints, proven_us: Ints) -> tuple[Ints, ...]:
    """Return the payouts asked for after one cut; `gone`, what was paid before, is brought up to date."""
    people, number = stage.people, stage.numbers * _MONTHS + month
    free = (earned - gone) // _ROUND_TOKENS * _ROUND_TOKENS
    asked = cut_us + HOUR_US + (people.u("payouts/at", number) * 20 * HOUR_US).astype(np.int64)
    days = shapes.PAYOUT_DAYS.quantile(people.u("payouts/days", number))
    decided = asked + HOUR_US + (np.minimum(days, 2.0) / 2 * DAY_US).astype(np.int64)
    paid = decided + (days * DAY_US).astype(np.int64)
    wanted = (free >= shapes.LEAST_PAYOUT_TOKENS) & (proven_us < asked) & (asked < stage.lives.until_us)
    wanted &= ~stage.lives.closed | (paid < stage.lives.gone_us)
    row = np.flatnonzero(wanted & (asked < people.as_of_us))
    outcome = _OUTCOMES[shapes.PAYOUT_OUTCOME.quantile(people.u("payouts/outcome", number[row]))]
    over_us = np.where(outcome == REJECTED, decided[row], paid[row])
    status = np.where(over_us < people.as_of_us, outcome, APPROVED_PAYOUT)
    status = np.where(decided[row] < people.as_of_us, status, REQUESTED)
    kept = (status == REJECTED) | (status == FAILED)
    gone[row] += np.where(kept, 0, free[row])
    return row, number[row], free[row], asked[row], decided[row], paid[row], status


def payout_columns(payouts: Payouts) -> Columns:
    """Return the rows of payouts."""
    stage, people, row, status = payouts.stage, payouts.stage.people, payouts.row, payouts.status
    method = shapes.PAYOUT_METHOD.quantile(stage.u("payouts/method"))[row]
    paid = status == PAID
    fee = np.where(paid, np.array([shapes.PAYOUT_FEE_CENTS[name] for name in _METHODS])[method], 0)
    account = framed("acct_", hexadecimal(people.ids("payouts/account", stage.numbers[row])))
    decided, over = status != REQUESTED, (status == PAID) | (status == FAILED)
    refused = (status == REJECTED) | (status == FAILED)
    return {
        "id": payouts.ids,
        "user_id": rows_at(stage.ids, row),
        "kyc_verification_id": people.ids("kyc_verifications", stage.ordinals[row]),
        "tokens": payouts.tokens,
        "conversion_rate": np.full(len(row), 100 * 100),
        "amount_usd": payouts.tokens,
        "transfer_fee_usd": fee,
        "net_usd": payouts.tokens - fee,
        "method": words(_METHODS, method),
        "destination_token": choose(stage.lives.erased[row], "erased", account),
        "status": words(STATUSES, status),
        "reviewed_by": Nullable(people.ids("users", 0 * row), decided),
        "rejection_reason": Nullable(
            words(["Name differs from the document", "The bank refused it"], (status == FAILED).astype(np.int64)),
            refused,
        ),
        "provider_reference": Nullable(framed("po_", hexadecimal(payouts.ids)), over),
        "created_at": payouts.asked_us,
        "updated_at": np.select([over, decided], [payouts.paid_us, payouts.decided_us], payouts.asked_us),
        "decided_at": Nullable(payouts.decided_us, decided),
        "paid_at": Nullable(payouts.paid_us, paid),
    }
