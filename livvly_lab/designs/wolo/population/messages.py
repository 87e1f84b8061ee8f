"""Messages: what users and people invited are told, never in the quiet hours. Source: wolo section 3.8.

Table: notifications; and the counts of the last ninety days for notification_analytics.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from livvly_lab.designs.wolo.population import catalogue, shapes
from livvly_lab.designs.wolo.population.crowd import Crowd
from livvly_lab.designs.wolo.population.giving import refunded, shown_names
from livvly_lab.designs.wolo.population.identity import consent
from livvly_lab.designs.wolo.population.people import emails, full_names, strangers
from livvly_lab.designs.wolo.population.pots import SECOND_US, Donations, funded_us
from livvly_lab.designs.wolo.population.redemption import Codes
from livvly_lab.designs.wolo.population.referrals import Invitations, codes, invited_phones
from livvly_lab.domain.clock import DAY_US, HOUR_US
from livvly_lab.domain.columns import (
    Bytes,
    as_text,
    choose,
    fill,
    framed,
    hexadecimal,
    pick,
    plain,
    repeat,
    rows_at,
    stacked,
)
from livvly_lab.domain.draw import Ints, counts
from livvly_lab.domain.people import NOBODY, events_of
from livvly_lab.domain.population import Columns, Nullable, World

COUNTED_DAYS = 90
COUNTS = ("sent", "delivered", "failed", "bounced", "opened", "clicked")
CHANNELS = tuple(str(channel) for channel in shapes.CHANNEL.values)
OPENED_CHANNELS = ("whatsapp", "email")

_VARIABLES = ("name", "code", "points", "amount", "pack", "campaign")
_PROVIDERS = {"email": "resend", "sms": "twilio", "whatsapp": "whatsapp_business"}
_EMAIL = CHANNELS.index("email")
_PENDING = "pending"
_STATUSES = (*(str(status) for status in shapes.DELIVERY.values), _PENDING)
_DELIVERED, _SENT, _FAILED, _BOUNCED, _WAITS = map(
    _STATUSES.index, ("delivered", "sent", "failed", "bounced", _PENDING)
)
_QUIET_FROM, _QUIET_UNTIL = 22, 8
_MAX_RETRIES = 3
_OPENED_SHARE, _CLICKED_SHARE = 0.6, 0.3
_MARKETING_PER_OWNER = 64


@dataclass(frozen=True)
class Messages:
    """Messages: `user` is an ordinal or NOBODY, for whom `phone` is the recipient; `template` a place among them."""

    template: Ints
    user: Ints
    phone: pa.Array
    at_us: Ints
    ids: Bytes
    number: Ints
    values: Mapping[str, pa.Array]


def messages_of(crowd: Crowd, sent: Invitations, boosts: Ints, donations: Donations, codes_issued: Codes) -> Messages:
    """Return all messages that follow from what the crowd does; `boosts` are those of invitations accepted."""
    parts = [
        _welcome(crowd),
        _invitation(crowd, sent),
        _accepted(crowd, sent, boosts),
        *_about_pots(crowd, donations, codes_issued),
        *_about_donations(crowd, donations),
        _marketing(crowd),
    ]
    return Messages(
        template=stacked([part.template for part in parts]),
        user=stacked([part.user for part in parts]),
        phone=stacked([part.phone for part in parts]),
        at_us=stacked([part.at_us for part in parts]),
        ids=stacked([part.ids for part in parts]),
        number=stacked([part.number for part in parts]),
        values={name: stacked([part.values[name] for part in parts]) for name in _VARIABLES},
    )


def message_columns(crowd: Crowd, messages: Messages) -> tuple[Columns, Ints]:
    """Return the rows of messages, and the counts of those sent in the last ninety days."""
    people, number = crowd.people, messages.number
    channel, recipient = _recipients(crowd, messages)
    due = _outside_quiet_hours(messages.at_us, number)
    status = shapes.DELIVERY.quantile(people.u("messages/status", number))
    sent_us = due + (1 + number % 40) * SECOND_US
    delivered_us = sent_us + (1 + (people.u("messages/delay", number) * 90).astype(np.int64)) * SECOND_US
    status = np.where(delivered_us < people.as_of_us, status, _WAITS)
    gone, failed = status != _WAITS, (status == _FAILED) | (status == _BOUNCED)
    templates = catalogue.templates(crowd.world)
    subject = fill([row["subject"] for row in templates], messages.template, messages.values)
    names = pa.array(CHANNELS)
    provider = pick(pa.array([_PROVIDERS[name] for name in CHANNELS]), channel)
    columns = {
        "id": messages.ids,
        "user_id": Nullable(people.ids("users", np.maximum(messages.user, 0)), messages.user != NOBODY),
        "recipient_identifier": recipient,
        "template_id": rows_at(catalogue.template_ids(crowd.world), messages.template),
        "channel": pick(names, channel),
        "subject": Nullable(subject, channel == _EMAIL),
        "body": fill([row["body_text"] for row in templates], messages.template, messages.values),
        "template_data": fill([_data(row) for row in templates], messages.template, messages.values),
        "status": pick(pa.array(_STATUSES), status),
        "scheduled_at": due,
        "sent_at": Nullable(sent_us, gone),
        "delivered_at": Nullable(delivered_us, status == _DELIVERED),
        "failed_at": Nullable(delivered_us, failed),
        "provider": Nullable(provider, gone),
        "provider_message_id": Nullable(framed("", hexadecimal(people.ids("messages/provider", number))[:, :24]), gone),
        "provider_response": Nullable(pa.repeat('{"accepted": true}', len(number)), gone & ~failed),
        "retry_count": np.where(status == _FAILED, _MAX_RETRIES, 0),
        "max_retries": np.full(len(number), _MAX_RETRIES),
        "next_retry_at": Nullable(due, np.zeros(len(number), dtype=np.bool_)),
        "error_message": Nullable(choose(status == _BOUNCED, "Adresse inconnue", "Numéro injoignable"), failed),
        "error_code": Nullable(choose(status == _BOUNCED, "550", "30003"), failed),
        "created_at": messages.at_us,
        "updated_at": np.where(gone, delivered_us, messages.at_us),
    }
    return columns, _counted(crowd, messages, channel, status, sent_us)


def counted_cells(world: World) -> tuple[int, int, int, int]:
    """Return the shape of the counts: days, templates, channels, what is counted."""
    return COUNTED_DAYS, len(world.reference["notification_templates"]), len(CHANNELS), len(COUNTS)


def _counted(crowd: Crowd, messages: Messages, channel: Ints, status: Ints, sent_us: Ints) -> Ints:
    days, templates, channels, kinds = counted_cells(crowd.world)
    day = sent_us // DAY_US - (crowd.people.as_of_us // DAY_US - days)
    seen = (status == _DELIVERED) & np.isin(channel, [CHANNELS.index(name) for name in OPENED_CHANNELS])
    seen &= crowd.people.chance("messages/opened", messages.number, _OPENED_SHARE)
    followed = seen & crowd.people.chance("messages/clicked", messages.number, _CLICKED_SHARE)
    cell = (day * templates + messages.template) * channels + channel
    counted = np.zeros((days * templates * channels, kinds), dtype=np.int64)
    within = (day >= 0) & (day < days) & (status != _WAITS)
    those = (status != _WAITS, status == _DELIVERED, status == _FAILED, status == _BOUNCED, seen, followed)
    for kind, these in enumerate(those):
        counted[:, kind] = np.bincount(cell[within & these], minlength=len(counted))
    return counted.ravel()


def _data(template: Mapping[str, Any]) -> str:
    """Return the variables of a template as JSON with placeholders."""
    numbers = {name for name, kind in template["variables"].items() if kind == "number"}
    fields = (
        f'"{name}": {{{name}}}' if name in numbers else f'"{name}": "{{{name}}}"' for name in template["variables"]
    )
    return "{" + ", ".join(fields) + "}"


def _outside_quiet_hours(at_us: Ints, number: Ints) -> Ints:
    """Move what falls between ten and eight to the half-hour after eight."""
    hour = at_us // HOUR_US % 24
    morning = (at_us // DAY_US + (hour >= _QUIET_FROM)) * DAY_US + _QUIET_UNTIL * HOUR_US + number % 1_800 * SECOND_US
    return np.where((hour >= _QUIET_FROM) | (hour < _QUIET_UNTIL), morning, at_us)


def _recipients(crowd: Crowd, messages: Messages) -> tuple[Ints, pa.Array]:
    """Return the channel and address of each message: the user's own, of those the user has given."""
    people, user = crowd.people, np.maximum(messages.user, 0)
    is_user = messages.user != NOBODY
    channel = shapes.CHANNEL.quantile(people.u("messages/channel", messages.number))
    other = np.where(messages.number % 2 == 0, CHANNELS.index("whatsapp"), CHANNELS.index("sms"))
    has_email = is_user & people.has_email(user)
    channel = np.where((channel == _EMAIL) & ~has_email, other, channel)
    channel = np.where(is_user & ~people.has_phone(user), _EMAIL, channel)
    phone = choose(is_user, people.phones(user), messages.phone)
    return channel, choose(channel == _EMAIL, emails(crowd.world, people, user), phone)


def _part(
    crowd: Crowd, key: str, user: Ints, at_us: Ints, number: Ints, *, phone: Any = None, **values: Any
) -> Messages:
    keys = [row["template_key"] for row in catalogue.templates(crowd.world)]
    rows, empty = len(user), pa.repeat("", len(user))
    stream = f"notifications/{key}"
    template = np.full(rows, keys.index(key), dtype=np.int64)
    return Messages(
        template=template,
        user=user,
        phone=empty if phone is None else plain(phone),
        at_us=at_us,
        ids=crowd.people.ids(stream, number),
        number=number * len(keys) + template,
        values={name: plain(values.get(name, empty)) for name in _VARIABLES},
    )


def _welcome(crowd: Crowd) -> Messages:
    return _part(crowd, "welcome", crowd.ordinals, crowd.lives.signup_us, crowd.ordinals, name=crowd.first_names)


def _invitation(crowd: Crowd, sent: Invitations) -> Messages:
    nobody = np.full(len(sent.owner), NOBODY, dtype=np.int64)
    return _part(
        crowd,
        "referral_invitation",
        nobody,
        sent.sent_us,
        sent.number,
        phone=invited_phones(crowd.people, sent),
        name=pick(plain(crowd.names), sent.owner),
        code=codes(crowd.people, sent.number),
    )


def _accepted(crowd: Crowd, sent: Invitations, boosts: Ints) -> Messages:
    rows = np.flatnonzero(sent.accepted)
    return _part(
        crowd,
        "referral_accepted",
        crowd.ordinals[sent.owner[rows]],
        sent.accepted_us[rows],
        sent.number[rows],
        name=full_names(crowd.world, crowd.people, sent.sponsored[rows]),
        points=as_text(shapes.POINTS["referral_accepted"] * boosts // catalogue.HUNDREDTHS),
    )


def _about_pots(crowd: Crowd, donations: Donations, issued: Codes) -> Iterator[Messages]:
    pots, first = donations.pots, plain(crowd.first_names)
    opened = np.flatnonzero(pots.opens_us < crowd.people.as_of_us)
    names = pick(first, pots.owner[opened])
    yield _part(crowd, "pot_opened", pots.ordinal[opened], pots.opens_us[opened], pots.number[opened], name=names)
    pot, at = funded_us(donations)
    yield _part(
        crowd,
        "pot_funded",
        pots.ordinal[pot],
        at,
        pots.number[pot],
        name=pick(first, pots.owner[pot]),
        amount=as_text(pots.target_cfa[pot]),
    )
    packs = catalogue.packs(crowd.world)
    yield _part(
        crowd,
        "qr_issued",
        pots.ordinal[issued.pot],
        issued.issued_us,
        issued.number,
        name=pick(first, pots.owner[issued.pot]),
        pack=pick(packs.names, issued.pack),
    )


def _about_donations(crowd: Crowd, donations: Donations) -> Iterator[Messages]:
    paid, back = np.flatnonzero(donations.confirmed), refunded(donations)
    yield _part(
        crowd,
        "donation_received",
        donations.pots.ordinal[donations.pot[paid]],
        donations.told_us[paid],
        donations.number[paid],
        name=pick(plain(shown_names(crowd, donations)), paid),
        amount=as_text(donations.amount_cfa[paid]),
    )
    yield _part(
        crowd,
        "donation_refunded",
        donations.donor[back],
        donations.refunded_us[back],
        donations.number[back],
        phone=strangers(crowd.people.u("donations/phone", donations.number[back])),
        amount=as_text(donations.amount_cfa[back]),
    )


def _marketing(crowd: Crowd) -> Messages:
    """Tell those who agreed, while they did, about the campaign that began last."""
    people, lives = crowd.people, crowd.lives
    given, given_us, taken, taken_us = consent(people, crowd.ordinals)
    until = np.where(taken, taken_us, lives.until_us)
    owner, place = repeat(counts(crowd.u("marketing/count"), np.where(given, shapes.MARKETING_PER_CONSENT, 0.0)))
    number = events_of(crowd.ordinals[owner], place % _MARKETING_PER_OWNER)
    # half a day before the end: the quiet hours may move it, and it must not be sent after consent was taken back
    last = np.maximum(until - DAY_US // 2, given_us)
    at = people.rhythm.between(people.u("marketing/at", number), given_us[owner], last[owner])
    kept = np.flatnonzero(_outside_quiet_hours(at, number) + HOUR_US < until[owner])
    owner, number, at = owner[kept], number[kept], at[kept]
    return _part(
        crowd,
        "marketing_campaign",
        crowd.ordinals[owner],
        at,
        number,
        name=pick(plain(crowd.first_names), owner),
        campaign=_campaigns(crowd.world, at),
    )


def _campaigns(world: World, at: Ints) -> pa.Array:
    names = [row["campaign_name"] for row in world.reference["sponsor_campaigns"] if row["status"] != "draft"]
    starts = catalogue.campaigns(world).starts_us
    begun = np.maximum(np.searchsorted(np.sort(starts), at, side="right") - 1, 0)
    return pick(pa.array(names).take(pa.array(np.argsort(starts))), begun)
