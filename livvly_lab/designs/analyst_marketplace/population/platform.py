"""What the platform hears and tells: notifications, support tickets, moderation flags. Source: §14 to §16."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from livvly_lab.designs.analyst_marketplace.population import shapes
from livvly_lab.designs.analyst_marketplace.population.chat import Messages
from livvly_lab.designs.analyst_marketplace.population.payments import CAPTURED, FAILED, Payments
from livvly_lab.designs.analyst_marketplace.population.people import Flags
from livvly_lab.designs.analyst_marketplace.population.profiles import Crowd, display_names
from livvly_lab.designs.analyst_marketplace.population.readers import PER_SUBSCRIPTION, Reviews, reading
from livvly_lab.designs.analyst_marketplace.population.subscribers import ACTIVE, Subscriptions
from livvly_lab.designs.analyst_marketplace.population.vocabulary import rows_of
from livvly_lab.domain.clock import DAY_US, HOUR_US, MINUTE_US
from livvly_lab.domain.columns import Bytes, as_text, join, pick, plain, repeat, rows_at, stacked, uuid_text
from livvly_lab.domain.draw import Floats, Ints, counts
from livvly_lab.domain.population import Columns, Nullable

TYPES = ("new_post", "urgent_post", "payment_success", "payment_failed", "subscription_expiring")
NEW_POST, URGENT_POST, PAID, NOT_PAID, EXPIRING = range(len(TYPES))
_ENTITIES = pa.array(["post", "post", "payment", "payment", "subscription"])
_PRIORITIES = pa.array(["medium", "urgent", "low", "high", "high"])
_SENT_WITHIN_US = 2 * MINUTE_US
_READ_WITHIN_HOURS = 30
_DIGEST_SHARE = 0.25
_WAITS_US = 3 * HOUR_US
_EXPIRES_DAYS = 5
_NOTICES_LOST = 2.3
"""How many more are drawn than are wanted: some read nothing in the last sixty days, or may not."""

_STATUSES = shapes.NOTIFICATION_STATUS.values
_READ, _SENT, _FAILED, _WAITING = map(_STATUSES.index, ("read", "sent", "failed", "pending"))
_FLAG_ENTITIES = ("chat_message", "review", "analyst", "post")
_ON_MESSAGE, _ON_REVIEW, _ON_ANALYST, _ON_POST = range(len(_FLAG_ENTITIES))
_ACTIONS = pa.array(["content_removed", "user_warned", "user_suspended", "user_banned"])
_DECIDE_DAYS = 4
_TICKET_TYPES = tuple(str(kind) for kind in shapes.TICKET_TYPE.values)
_PAYMENT_ISSUE = _TICKET_TYPES.index("payment_issue")
_TICKETS_DRAWN = 0.92
_COMPLAINS_SHARE = 0.006


@dataclass(frozen=True)
class Notices:
    """Notifications: to whom, about what, when it came up, and until when the user was there."""

    type: Ints
    number: Ints
    user_ids: Bytes
    subject: Bytes
    title: Any
    message: Any
    at_us: Ints
    last_us: Ints


def notification_columns(sold: Subscriptions, payments: Payments) -> Columns:
    """Return the notifications of the last sixty days."""
    parts = [_of_posts(sold), _of_payments(payments), _of_ends(sold)]
    fields = Notices.__dataclass_fields__
    return _notices(sold, Notices(**{name: stacked([getattr(part, name) for part in parts]) for name in fields}))


def _of_posts(sold: Subscriptions) -> Notices:
    people, since = sold.desk.people, sold.desk.people.as_of_us - shapes.NOTIFIED_DAYS * DAY_US
    low, high = np.maximum(sold.start_us, since), sold.access_us
    span = shapes.NOTIFIED_DAYS * DAY_US
    per_subscription = shapes.RATIOS["notifications"] / shapes.RATIOS["subscriptions"] * sold.desk.world.activity
    mean = _NOTICES_LOST * per_subscription * np.clip((high - low) / span, 0, 1)
    of, position = repeat(counts(sold.u("notices"), mean))
    number = sold.number[of] * PER_SUBSCRIPTION + position
    found, posts = reading(sold, of, low[of], high[of], people.u("notices/post", number))
    of, number = of[found], number[found]
    names = display_names(sold.desk)
    return Notices(
        type=np.where(posts.urgent, URGENT_POST, NEW_POST),
        number=number,
        user_ids=rows_at(sold.user_ids, of),
        subject=posts.ids,
        title=join(
            pick(pa.array(["New post by ", "Urgent call by "]), posts.urgent.astype(np.int64)),
            pick(names, sold.row[of]),
        ),
        message=plain(posts.title),
        at_us=posts.at_us,
        last_us=sold.horizon_us[of],
    )


def _of_payments(payments: Payments) -> Notices:
    sold = payments.sold
    recent = payments.at_us > sold.desk.people.as_of_us - shapes.NOTIFIED_DAYS * DAY_US
    told = np.flatnonzero(recent & ((payments.status == CAPTURED) | (payments.status == FAILED)))
    of, good = payments.of[told], payments.status[told] == CAPTURED
    amount = join("₹", as_text(payments.amount[told] // 100))
    after = pick(pa.array([" could not be collected. We try again.", " received. Thank you."]), good.astype(np.int64))
    return Notices(
        type=np.where(good, PAID, NOT_PAID),
        number=payments.number[told],
        user_ids=rows_at(sold.user_ids, of),
        subject=sold.desk.people.ids("payment_transactions", payments.number[told]),
        title=join(pick(pa.array(["Payment failed", "Payment received"]), good.astype(np.int64))),
        message=join(amount, after),
        at_us=payments.at_us[told],
        last_us=np.maximum(sold.horizon_us[of], payments.at_us[told]),
    )


def _of_ends(sold: Subscriptions) -> Notices:
    """Tell those whose paid time ends soon."""
    people = sold.desk.people
    at = sold.expires_us - _EXPIRES_DAYS * DAY_US
    soon = (sold.status == ACTIVE) & sold.paid & (at > sold.start_us) & (at < sold.horizon_us)
    of = np.flatnonzero(soon & (at > people.as_of_us - shapes.NOTIFIED_DAYS * DAY_US))
    names = display_names(sold.desk)
    return Notices(
        type=np.full(len(of), EXPIRING, dtype=np.int64),
        number=sold.number[of],
        user_ids=rows_at(sold.user_ids, of),
        subject=rows_at(sold.ids, of),
        title=join(pick(pa.array(["Your subscription ends soon"]), np.zeros_like(of))),
        message=join("Your subscription to ", pick(names, sold.row[of]), " ends in five days."),
        at_us=at[of],
        last_us=sold.horizon_us[of],
    )


def _notices(sold: Subscriptions, notices: Notices) -> Columns:
    people, as_of = sold.desk.people, sold.desk.people.as_of_us
    numbers = notices.number * 8 + notices.type

    def u(name: str) -> Floats:
        return people.u(f"notices/{name}", numbers)

    sent_us = np.minimum(notices.at_us + (u("sent") * _SENT_WITHIN_US).astype(np.int64), as_of)
    read_us = sent_us + 1 + (u("read") ** 3 * _READ_WITHIN_HOURS * HOUR_US).astype(np.int64)
    status = shapes.NOTIFICATION_STATUS.quantile(u("status"))
    status = np.where((status == _WAITING) & (notices.at_us < as_of - _WAITS_US), _SENT, status)
    status = np.where((status == _READ) & (read_us > notices.last_us), _SENT, status)
    read, arrived = status == _READ, (status == _READ) | (status == _SENT)
    email = u("email") < 0.4
    opened = read & email & (u("opened") < 0.5)
    post = notices.type <= URGENT_POST
    url = join(pick(pa.array(["/subscriptions/", "/posts/"]), post.astype(np.int64)), uuid_text(notices.subject))
    digest = (notices.type == NEW_POST) & (u("digest") < _DIGEST_SHARE)
    return {
        "id": people.ids("notifications", numbers),
        "user_id": notices.user_ids,
        "notification_type": pick(pa.array(TYPES), notices.type),
        "title": plain(notices.title),
        "message": plain(notices.message),
        "action_url": url,
        "related_entity_type": pick(_ENTITIES, notices.type),
        "related_entity_id": notices.subject,
        "send_email": email,
        "send_push": ~digest,
        "send_in_app": np.ones(len(numbers), dtype=np.bool_),
        "status": pick(pa.array(_STATUSES, pa.string()), status),
        "sent_at": Nullable(sent_us, arrived),
        "read_at": Nullable(read_us, read),
        "email_sent": email & arrived,
        "email_sent_at": Nullable(sent_us, email & arrived),
        "email_opened": opened,
        "email_opened_at": Nullable(read_us, opened),
        "email_clicked": opened & (u("clicked") < 0.4),
        "push_sent": arrived & ~digest,
        "push_sent_at": Nullable(sent_us, arrived & ~digest),
        "priority": pick(_PRIORITIES, notices.type),
        "notification_group": Nullable(pick(pa.array(["daily_digest"]), np.zeros_like(numbers)), digest),
        "created_at": notices.at_us,
        "updated_at": np.where(read, read_us, np.where(arrived, sent_us, notices.at_us)),
    }


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
