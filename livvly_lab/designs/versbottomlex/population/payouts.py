"""Payouts: what performers were paid, one row for a month and currency."""

from dataclasses import dataclass

import numpy as np

from livvly_lab.designs.versbottomlex.population.performers import account_ids
from livvly_lab.designs.versbottomlex.population.sales import MONTHS, Sales, month_starts, payout_number, payout_us
from livvly_lab.designs.versbottomlex.population.stage import Stage
from livvly_lab.designs.versbottomlex.population.vocabulary import words
from livvly_lab.domain.clock import DAY_US, HOUR_US
from livvly_lab.domain.columns import framed, hexadecimal, rows_at
from livvly_lab.domain.draw import Ints
from livvly_lab.domain.population import Columns, Nullable


@dataclass(frozen=True)
class Payouts:
    """What performers were paid: one row for each performer, currency and month."""

    stage: Stage
    number: Ints
    amount: Ints

    @property
    def row(self) -> Ints:
        """The row of the performer of each in the stage."""
        return self.number // MONTHS // 8 - self.stage.first

    @property
    def month(self) -> Ints:
        """The month whose sales are paid."""
        return self.number % MONTHS

    @property
    def at_us(self) -> Ints:
        """When each was sent."""
        return payout_us(self.stage.people, self.month)


def payouts_of(sales: Sales) -> Payouts:
    """Return the payouts of the sales of a stage."""
    rows = np.flatnonzero(sales.paid_out)
    number, place = np.unique(payout_number(sales)[rows], return_inverse=True)
    amount = np.bincount(place, weights=sales.split.performer[rows], minlength=len(number)).astype(np.int64)
    return Payouts(sales.stage, number, amount)


def payout_columns(payouts: Payouts) -> Columns:
    """Return the rows of payouts."""
    stage, people = payouts.stage, payouts.stage.people
    starts = month_starts(people) // DAY_US
    sent = payouts.at_us + HOUR_US
    return {
        "id": people.ids("payouts", payouts.number),
        "performer_id": rows_at(stage.ids, payouts.row),
        "payout_account_id": account_ids(stage, payouts.row),
        "period": np.stack([starts[payouts.month], starts[payouts.month + 1]], axis=1).astype(np.int32),
        "amount_minor": payouts.amount,
        "currency": words(stage.market.currencies, payouts.number // MONTHS % 8),
        "status": words(("paid", "returned"), people.chance("payouts/back", payouts.number, 0.01).astype(np.int64)),
        "sent_at": Nullable(sent, np.ones(len(sent), dtype=np.bool_)),
        "provider_ref": Nullable(
            framed("po_", hexadecimal(people.ids("payouts/ref", payouts.number))), np.ones(len(sent), dtype=np.bool_)
        ),
        "created_at": payouts.at_us,
        "updated_at": sent + DAY_US,
    }
