"""The audit trail of what was drawn, as the trigger record_change would have written it."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from livvly_lab.designs.livepanty.population.accounts import Crowd
from livvly_lab.designs.livepanty.population.buying import COMPLETED, FAILED, REFUNDED, Purchases
from livvly_lab.designs.livepanty.population.earning import PAID, Payouts
from livvly_lab.designs.livepanty.population.safety import PENDING, REJECTED, Proofs
from livvly_lab.designs.livepanty.population.vocabulary import constant, words
from livvly_lab.domain.columns import Bytes, rows_at, stacked
from livvly_lab.domain.draw import Ints
from livvly_lab.domain.population import Columns, Nullable


@dataclass(frozen=True)
class Steps:
    """Changes of a status: from one to another, at a time, of a row."""

    action: str
    resource: str
    ids: Bytes
    number: Ints
    at_us: Ints
    was: str
    became: Any
    actor: Bytes | None = None


def audit_columns(crowd: Crowd, purchases: Purchases, payouts: Payouts, proofs: Proofs) -> Columns:
    """Return the rows of audit_logs: payments, payouts and proofs that were decided."""
    people = crowd.people
    parts = [_payments(purchases), _payouts(payouts), _proofs(proofs)]
    ids = [people.ids(f"audit/{part.resource}", part.number) for part in parts]
    rows = sum(len(part.number) for part in parts)
    nobody = np.zeros((rows, 16), dtype=np.uint8)
    acted = np.concatenate([np.full(len(part.number), part.actor is not None) for part in parts])
    actors = [part.actor if part.actor is not None else np.zeros((len(part.number), 16), np.uint8) for part in parts]
    return {
        "id": np.concatenate(ids),
        "actor_id": Nullable(np.concatenate(actors) if rows else nobody, acted),
        "actor_role": words(["system", "staff"], acted.astype(np.int64)),
        "action": stacked([constant(part.action, len(part.number)) for part in parts]),
        "resource": stacked([constant(part.resource, len(part.number)) for part in parts]),
        "resource_id": Nullable(np.concatenate([part.ids for part in parts]), np.ones(rows, dtype=np.bool_)),
        "old_values": stacked([constant(f'{{"status": "{part.was}"}}', len(part.number)) for part in parts]),
        "new_values": stacked([part.became for part in parts]),
        "ip_address": Nullable(np.zeros((rows, 4), dtype=np.uint8), np.zeros(rows, dtype=np.bool_)),
        "created_at": np.concatenate([part.at_us for part in parts]),
    }


def _payments(purchases: Purchases) -> Steps:
    rows = np.flatnonzero(np.isin(purchases.status, [COMPLETED, FAILED, REFUNDED]))
    status, number = purchases.status[rows], purchases.number[rows] * 8 + purchases.status[rows]
    became = _became(["pending", "completed", "failed", "completed"], status)
    return Steps(
        "payment_changed", "payments", rows_at(purchases.ids, rows), number, purchases.at_us[rows], "pending", became
    )


def _payouts(payouts: Payouts) -> Steps:
    rows = np.flatnonzero(payouts.status == PAID)
    became = _became(["paid"], 0 * rows)
    return Steps(
        "payout_changed",
        "payouts",
        rows_at(payouts.ids, rows),
        payouts.number[rows],
        payouts.paid_us[rows],
        "approved",
        became,
        payouts.stage.people.ids("users", 0 * rows),
    )


def _proofs(proofs: Proofs) -> Steps:
    rows = np.flatnonzero(proofs.status != PENDING)
    rejected = (proofs.status[rows] == REJECTED).astype(np.int64)
    people, ordinals = proofs.crowd.people, proofs.ordinals[rows]
    return Steps(
        "kyc_changed",
        "kyc_verifications",
        rows_at(proofs.ids, rows),
        ordinals,
        proofs.decided_us[rows],
        "pending",
        _became(["approved", "rejected"], rejected),
        people.ids("users", people.moderator("kyc/moderator", ordinals)),
    )


def _became(statuses: list[str], which: Ints) -> pa.DictionaryArray:
    return words([f'{{"status": "{status}"}}' for status in statuses], which)
