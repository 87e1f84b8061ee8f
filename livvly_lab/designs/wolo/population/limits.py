"""Counters of a sponsor's day, and the batches of contacts invitations went out in. Source: wolo section 3.3.

Tables: sponsor_daily_limits, sponsor_contact_batches.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from livvly_lab.designs.wolo.population import shapes
from livvly_lab.designs.wolo.population.crowd import Crowd
from livvly_lab.designs.wolo.population.referrals import (
    PER_DAY,
    SENT,
    Invitations,
    batch_ids,
    batched,
    invited_names,
    invited_phones,
    limit_ids,
)
from livvly_lab.domain.clock import DAY_US
from livvly_lab.domain.columns import Joined, join, json_object, lists, pick, plain, rows_at, running_sum, starts
from livvly_lab.domain.draw import Ints
from livvly_lab.domain.population import Columns, Nullable


def limit_columns(crowd: Crowd, sent: Invitations) -> Columns:
    """Return the counters: one for each sponsor and day with invitations."""
    rows = np.flatnonzero(sent.first)
    owner, day = sent.owner[rows], sent.day[rows]
    count = np.bincount(sent.group, minlength=len(rows)).astype(np.int64)
    follows = ~starts(owner) & (np.diff(day, prepend=0) == 1)
    row = np.arange(len(rows), dtype=np.int64)
    since = np.maximum.accumulate(np.where(follows, 0, row)) if len(row) else row
    total = running_sum(count, owner)
    return {
        "id": rows_at(limit_ids(crowd, sent), rows),
        "sponsor_user_id": crowd.ids_at(owner),
        "limit_date": day,
        "max_invitations_per_day": np.full(len(rows), PER_DAY),
        "invitations_sent_today": count,
        "current_batch_start": total,
        "preferred_selection_method": shapes.SELECTION.texts(crowd.people.u("limits/how", sent.number[rows])),
        "last_reset_at": day * DAY_US,
        "next_reset_at": (day + 1) * DAY_US,
        "consecutive_active_days": row - since + 1,
        "total_lifetime_invitations": total,
        "created_at": sent.sent_us[rows],
        "updated_at": _last_of(sent, rows),
    }


def batch_columns(crowd: Crowd, sent: Invitations) -> Columns:
    """Return the batches: the days on which several were invited; who they were is kept for thirty days."""
    people, every = crowd.people, np.flatnonzero(sent.first)
    count = np.bincount(sent.group, minlength=len(every)).astype(np.int64)
    start = running_sum(count, sent.owner[every]) - count
    kept = batched(sent)
    rows, count, start = every[kept], count[kept], start[kept]
    at = sent.sent_us[rows]
    recent = at > people.as_of_us - shapes.SNAPSHOT_DAYS * DAY_US
    automatic = people.chance("batches/automatic", sent.number[rows], 0.7)
    picked = pa.array([f"[{', '.join(map(str, range(n)))}]" for n in range(PER_DAY + 1)])
    return {
        "id": rows_at(batch_ids(crowd, sent), rows),
        "sponsor_user_id": crowd.ids_at(sent.owner[rows]),
        "batch_date": sent.day[rows],
        "batch_number": np.ones(len(rows), dtype=np.int64),
        "start_position": start,
        "end_position": start + count,
        "status": pa.repeat(SENT, len(rows)),
        "selected_count": count,
        "sent_count": count,
        "contact_snapshot": Nullable(plain(_snapshots(crowd, sent)).filter(pa.array(kept)), recent),
        "auto_selected": automatic,
        "manual_selections": Nullable(pick(picked, count), ~automatic & recent),
        "created_at": at,
        "updated_at": _last_of(sent, every)[kept],
    }


def _snapshots(crowd: Crowd, sent: Invitations) -> Joined:
    """Return the contacts of each sponsor's day as JSON."""
    contacts = json_object({"name": plain(invited_names(crowd, sent)), "phone": invited_phones(crowd.people, sent)})
    count = np.bincount(sent.group, minlength=int(sent.first.sum())).astype(np.int64)
    return join("[", pc.binary_join(lists(contacts, count), ", "), "]")


def _last_of(sent: Invitations, rows: Ints) -> Ints:
    """Return the time of the last invitation of each sponsor's day."""
    ends = np.append(rows[1:], len(sent.sent_us)) - 1
    return sent.sent_us[ends] if len(rows) else sent.sent_us[:0]
