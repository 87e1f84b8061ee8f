"""The audit log: sign-ins, instruments, roles, decisions about recordings, payouts, and jobs of the system."""

from dataclasses import dataclass

import numpy as np

from livvly_lab.designs.versbottomlex.population.accounts import Crowd, method_number
from livvly_lab.designs.versbottomlex.population.archives import Archives
from livvly_lab.designs.versbottomlex.population.payouts import Payouts
from livvly_lab.designs.versbottomlex.population.people import METHOD_US, People
from livvly_lab.designs.versbottomlex.population.vocabulary import words
from livvly_lab.domain.clock import DAY_US, HOUR_US
from livvly_lab.domain.columns import Bytes, framed, hexadecimal, rows_at
from livvly_lab.domain.draw import Ints
from livvly_lab.domain.population import Columns, Nullable

_SYSTEM = -1
_JOBS = 24
_KIND_BITS = 58


@dataclass(frozen=True)
class _Acts:
    """Acts of one kind: `actor` are ordinals (-1: the system), `on` the ids of what they were done to."""

    category: str
    action: str
    table: str
    number: Ints
    actor: Ints
    at_us: Ints
    on: Bytes


def audit_columns(crowd: Crowd, archives: Archives, payouts: Payouts) -> Columns:
    """Return the rows of audit_logs."""
    acts = [*_of_accounts(crowd), _moderated(archives), _paid_out(payouts), _jobs(crowd)]
    people = crowd.people
    which = np.repeat(np.arange(len(acts)), [len(each.number) for each in acts])
    number = np.concatenate([each.number for each in acts]) ^ (which << _KIND_BITS)
    actor = np.concatenate([each.actor for each in acts])
    is_named, person = which != len(acts) - 1, actor != _SYSTEM
    address = people.ids("audit/address", actor.clip(0))[:, :4].copy()
    address[:, 0] = 100  # shared address space, that of no one's home
    return {
        "id": people.ids("audit_logs", number),
        "occurred_at": np.concatenate([each.at_us for each in acts]),
        "category": words([each.category for each in acts], which),
        "action": words([each.action for each in acts], which),
        "actor_id": Nullable(people.ids("users", actor.clip(0)), person),
        "object_table": Nullable(words([each.table for each in acts], which), is_named),
        "object_id": Nullable(np.concatenate([each.on for each in acts]), is_named),
        "details": words(("{}",), np.zeros(len(which), dtype=np.int64)),
        "address": Nullable(address, person),
        "request_id": Nullable(framed("req_", hexadecimal(people.ids("audit/request", number))), person),
    }


def _of_accounts(crowd: Crowd) -> list[_Acts]:
    """Return the last sign-in of everybody, the instruments added, and the roles that an admin gave to staff."""
    people, ordinals, lives = crowd.people, crowd.ordinals, crowd.lives
    seen, paying = np.flatnonzero(lives.acting), np.flatnonzero(people.pays(ordinals))
    staff = np.flatnonzero(people.is_staff(ordinals))
    methods = people.ids("payment_methods", method_number(ordinals[paying]))
    added, given = lives.signup_us[paying] + METHOD_US, lives.signup_us[staff] + HOUR_US
    admin = np.full(len(staff), min(1, people.users - 1), dtype=np.int64)
    return [
        _Acts("security", "login.succeeded", "users", ordinals[seen], ordinals[seen], lives.until_us[seen],
              rows_at(crowd.ids, seen)),
        _Acts("security", "payment_methods.insert", "payment_methods", ordinals[paying], ordinals[paying], added,
              methods),
        _Acts("administrative", "user_roles.insert", "user_roles", ordinals[staff], admin, given,
              rows_at(crowd.ids, staff)),
    ]  # fmt: skip


def _moderated(archives: Archives) -> _Acts:
    rows = np.flatnonzero(archives.moderation >= 0)
    people, number = archives.streams.stage.people, archives.streams.number[archives.of[rows]]
    by, at = people.moderator("stream_archives/by", number), archives.at_us[rows] + HOUR_US
    return _Acts("compliance", "stream_archives.update", "stream_archives", number, by, at, rows_at(archives.ids, rows))


def _paid_out(payouts: Payouts) -> _Acts:
    people: People = payouts.stage.people
    by = np.full(len(payouts.number), _SYSTEM, dtype=np.int64)
    ids = people.ids("payouts", payouts.number)
    return _Acts("compliance", "payouts.insert", "payouts", payouts.number, by, payouts.at_us, ids)


def _jobs(crowd: Crowd) -> _Acts:
    """Return the monthly jobs, written down once: with the first user."""
    month = np.arange(_JOBS if crowd.first == 0 else 0, dtype=np.int64)
    at = crowd.people.since_us + (month + 1) * 30 * DAY_US
    by = np.full(len(month), _SYSTEM, dtype=np.int64)
    return _Acts("system", "job.finished", "", month, by, at, crowd.people.ids("jobs", month))
