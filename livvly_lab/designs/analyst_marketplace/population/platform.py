"""What the platform hears: moderation flags and support tickets. Source: analyst_marketplace §14 and §15."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from livvly_lab.designs.analyst_marketplace.population import shapes
from livvly_lab.designs.analyst_marketplace.population.chat import Messages
from livvly_lab.designs.analyst_marketplace.population.payments import FAILED, Payments
from livvly_lab.designs.analyst_marketplace.population.profiles import Crowd
from livvly_lab.designs.analyst_marketplace.population.readers import Reviews, reading
from livvly_lab.designs.analyst_marketplace.population.subscribers import Subscriptions
from livvly_lab.designs.analyst_marketplace.population.vocabulary import rows_of
from livvly_lab.domain.clock import DAY_US, HOUR_US, MINUTE_US
from livvly_lab.domain.columns import Bytes, pick, rows_at
from livvly_lab.domain.draw import Floats, Ints
from livvly_lab.domain.people import Flags
from livvly_lab.domain.population import Columns, Nullable

_FLAG_ENTITIES = ("chat_message", "review", "analyst", "post")
_ON_MESSAGE, _ON_REVIEW, _ON_ANALYST, _ON_POST = range(len(_FLAG_ENTITIES))
_ACTIONS = pa.array(["content_removed", "user_warned", "user_suspended", "user_banned"])
_DECIDE_DAYS = 4
_TICKET_TYPES = tuple(str(kind) for kind in shapes.TICKET_TYPE.values)
_PAYMENT_ISSUE = _TICKET_TYPES.index("payment_issue")
_TICKETS_DRAWN = 0.92
_COMPLAINS_SHARE = 0.006


@dataclass(frozen=True)
class Flagged:
    """Reports: by whom, about what, when."""

    entity: Ints
    number: Ints
    reporter: Bytes
    subject: Bytes
    at_us: Ints


def flag_columns(sold: Subscriptions, messages: Messages, reviews: Reviews) -> Columns:
    """Return the reports: messages and reviews by analysts, analysts and posts by subscribers."""
    parts = [_of_messages(messages), _of_reviews(reviews), *_of_subscribers(sold)]
    fields = Flagged.__dataclass_fields__
    flags = Flagged(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in fields})
    people, world = sold.desk.people, sold.desk.world
    numbers = flags.number * 4 + flags.entity

    def u(name: str) -> Floats:
        return people.u(f"flags/{name}", numbers)

    phrase = rows_of(world, "flags.entity", _FLAG_ENTITIES, flags.entity, u("phrase"))
    status = shapes.FLAG_STATUS.quantile(u("status"))
    names = shapes.FLAG_STATUS.values
    decided_us = flags.at_us + HOUR_US + (u("decided") * _DECIDE_DAYS * DAY_US).astype(np.int64)
    open_ = (status == names.index("pending")) | (status == names.index("under_review"))
    decided = ~open_ & (decided_us < people.as_of_us)
    status = np.where(decided | open_, status, names.index("pending"))
    acted = status == names.index("action_taken")
    removed = pick(pa.array(["Nothing against the rules was found", "The rules were broken"]), acted.astype(np.int64))
    return {
        "id": people.ids("moderation_flags", numbers),
        "reported_by": flags.reporter,
        "flagged_entity_type": pick(pa.array(_FLAG_ENTITIES), flags.entity),
        "flagged_entity_id": flags.subject,
        "flag_reason": pick(world.pools["flags.reason"], phrase),
        "flag_description": Nullable(pick(world.pools["flags.description"], phrase), u("told") < 0.7),
        "status": pick(pa.array(names, pa.string()), status),
        "priority": pick(world.pools["flags.priority"], phrase),
        "reviewed_by": Nullable(people.ids("users", people.admin("flags/admin", numbers)), decided),
        "reviewed_at": Nullable(decided_us, decided),
        "resolution_notes": Nullable(removed, decided),
        "action_taken": Nullable(pick(_ACTIONS, (u("action") ** 2 * len(_ACTIONS)).astype(np.int64)), acted),
        "created_at": flags.at_us,
        "updated_at": np.where(decided, decided_us, flags.at_us),
    }


def _of_messages(messages: Messages) -> Flagged:
    rows = np.flatnonzero(messages.flagged)
    reporter = rows_at(messages.sold.desk.ids, messages.row[rows])
    entity = np.full(len(rows), _ON_MESSAGE, dtype=np.int64)
    return Flagged(entity, messages.number[rows], reporter, rows_at(messages.ids, rows), messages.at_us[rows])


def _of_reviews(reviews: Reviews) -> Flagged:
    rows = np.flatnonzero(reviews.flagged)
    desk, entity = reviews.sold.desk, np.full(len(rows), _ON_REVIEW, dtype=np.int64)
    reporter = rows_at(desk.ids, reviews.sold.row[reviews.of[rows]])
    number = reviews.number[rows]
    return Flagged(entity, number, reporter, desk.people.ids("reviews", number), reviews.flagged_us[rows])


def _of_subscribers(sold: Subscriptions) -> tuple[Flagged, Flagged]:
    """Return what subscribers report: one of the posts they may read, or the analyst."""
    of = np.flatnonzero(sold.chance("complains", _COMPLAINS_SHARE))
    found, posts = reading(sold, of, sold.start_us[of], sold.access_us[of], sold.u("complaint")[of])
    about_post = np.zeros(len(of), dtype=np.bool_)
    about_post[found] = True
    analyst = of[~about_post]
    at = sold.start_us + ((sold.access_us - sold.start_us).clip(0) * sold.u("complaint/at")).astype(np.int64)
    return (
        Flagged(
            np.full(len(found), _ON_POST, dtype=np.int64),
            sold.number[of[found]],
            rows_at(sold.user_ids, of[found]),
            posts.ids,
            np.minimum(posts.at_us + MINUTE_US, sold.access_us[of[found]]),
        ),
        Flagged(
            np.full(len(analyst), _ON_ANALYST, dtype=np.int64),
            sold.number[analyst],
            rows_at(sold.user_ids, analyst),
            rows_at(sold.desk.ids, sold.row[analyst]),
            at[analyst],
        ),
    )


def ticket_columns(crowd: Crowd, payments: Payments) -> Columns:
    """Return the tickets of a stretch of users, and those about failed payments of its analysts' subscribers."""
    people = crowd.people
    share = shapes.RATIOS["support_tickets"] * _TICKETS_DRAWN
    who = np.flatnonzero((crowd.u("tickets/asks") < share) & crowd.lives.acting)
    ordinals, lives = crowd.ordinals[who], crowd.lives
    at = people.rhythm.between(people.u("tickets/at", ordinals), lives.first_us[who], lives.last_us[who])
    kind = shapes.TICKET_TYPE.quantile(people.u("tickets/type", ordinals))
    sold = payments.sold
    failed = np.flatnonzero((payments.status == FAILED) & (people.u("tickets/failed", payments.number) < 0.06))
    nothing = np.zeros(len(who), dtype=np.bool_)
    tickets = _Tickets(
        number=np.concatenate([ordinals * 2, payments.number[failed] * 2 + 1]),
        user_ids=np.concatenate([crowd.ids[who], rows_at(sold.user_ids, payments.of[failed])]),
        kind=np.concatenate([kind, np.full(len(failed), _PAYMENT_ISSUE, dtype=np.int64)]),
        subject=np.concatenate([crowd.ids[who], people.ids("payment_transactions", payments.number[failed])]),
        related=np.concatenate([nothing, np.ones(len(failed), dtype=np.bool_)]),
        at_us=np.concatenate([at, payments.at_us[failed]]),
    )
    return _tickets(crowd, tickets)


@dataclass(frozen=True)
class _Tickets:
    """Tickets: who asks, of what type, about which payment where `related`, and when."""

    number: Ints
    user_ids: Bytes
    kind: Ints
    subject: Bytes
    related: Flags
    at_us: Ints


def _tickets(crowd: Crowd, tickets: _Tickets) -> Columns:
    people, world, as_of, number = crowd.people, crowd.world, crowd.people.as_of_us, tickets.number

    def u(name: str) -> Floats:
        return people.u(f"tickets/{name}", number)

    names = shapes.TICKET_STATUS.values
    status = shapes.TICKET_STATUS.quantile(u("status"))
    solved_us = tickets.at_us + (shapes.TICKET_HOURS.quantile(u("hours")) * HOUR_US).astype(np.int64)
    closed_us = solved_us + 1 + (u("closed") * 3 * DAY_US).astype(np.int64)
    old = closed_us < as_of - 30 * DAY_US
    status = np.where(old, names.index("closed"), status)
    closed = (status == names.index("closed")) & (closed_us < as_of)
    resolved = closed | np.isin(status, (names.index("resolved"), names.index("closed"))) & (solved_us < as_of)
    status = np.where(resolved & ~closed, names.index("resolved"), status)
    waits = np.isin(status, (names.index("closed"), names.index("resolved"))) & ~resolved
    status = np.where(waits, names.index("open"), status)
    assigned = status != names.index("open")
    assigned_us = np.minimum(tickets.at_us + (u("assigned") * 2 * HOUR_US).astype(np.int64), as_of)
    admin = people.ids("users", people.admin("tickets/admin", number))
    phrase = rows_of(world, "tickets.type", _TICKET_TYPES, tickets.kind, u("phrase"))
    last_us = np.where(closed, closed_us, np.where(resolved, solved_us, np.where(assigned, assigned_us, tickets.at_us)))
    zero = np.zeros(len(number), dtype=np.int64)
    return {
        "id": people.ids("support_tickets", number),
        "user_id": tickets.user_ids,
        "subject": pick(world.pools["tickets.subject"], phrase),
        "description": pick(world.pools["tickets.description"], phrase),
        "ticket_type": pick(pa.array(_TICKET_TYPES), tickets.kind),
        "status": pick(pa.array(names, pa.string()), status),
        "priority": pick(pa.array(["low", "medium", "high", "critical"]), (u("priority") ** 1.5 * 4).astype(np.int64)),
        "assigned_to": Nullable(admin, assigned),
        "assigned_at": Nullable(assigned_us, assigned),
        "resolution_notes": Nullable(pick(pa.array(["Explained and corrected"]), zero), resolved),
        "resolved_at": Nullable(solved_us, resolved),
        "resolved_by": Nullable(admin, resolved),
        "related_entity_type": Nullable(pick(pa.array(["payment"]), zero), tickets.related),
        "related_entity_id": Nullable(tickets.subject, tickets.related),
        "created_at": tickets.at_us,
        "updated_at": last_us,
        "last_response_at": Nullable(last_us, assigned),
        "closed_at": Nullable(closed_us, closed),
    }
