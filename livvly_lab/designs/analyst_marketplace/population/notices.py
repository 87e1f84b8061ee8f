"""What the platform tells its users: posts, payments, subscriptions that end. Source: analyst_marketplace §16."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from livvly_lab.designs.analyst_marketplace.population import shapes
from livvly_lab.designs.analyst_marketplace.population.payments import CAPTURED, FAILED, Payments
from livvly_lab.designs.analyst_marketplace.population.profiles import display_names
from livvly_lab.designs.analyst_marketplace.population.readers import PER_SUBSCRIPTION, reading
from livvly_lab.designs.analyst_marketplace.population.subscribers import ACTIVE, Subscriptions
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
