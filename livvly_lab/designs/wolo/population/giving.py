"""The rows of pots and of what is paid into them. Source: wolo sections 3.4 and 3.5.

Tables: pots, pot_invitations, pot_analytics, donations, wave_webhook_events, refunds.
"""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from livvly_lab.designs.wolo.population import catalogue, shapes
from livvly_lab.designs.wolo.population.crowd import Crowd
from livvly_lab.designs.wolo.population.people import full_names, strangers
from livvly_lab.designs.wolo.population.points import first_pots
from livvly_lab.designs.wolo.population.pots import (
    POT_STATUSES,
    SECOND_US,
    STATUSES,
    Donations,
    donation_ids,
    pot_ids,
    pot_status,
)
from livvly_lab.designs.wolo.population.referrals import accepted_numbers, invited_of, referral_ids
from livvly_lab.designs.wolo.population.vocabulary import addresses, any_of, named, row_of, said
from livvly_lab.domain.clock import DAY_US, HOUR_US
from livvly_lab.domain.columns import (
    Bytes,
    Joined,
    as_text,
    by,
    choose,
    framed,
    hexadecimal,
    join,
    pick,
    plain,
    repeat,
    rows_at,
    running_sum,
    starts,
    uuid_text,
)
from livvly_lab.domain.draw import Ints, counts
from livvly_lab.domain.people import NOBODY, Flags
from livvly_lab.domain.population import Columns, Nullable

_VIEWS_AT_LEAST = 3
_INVITED_WITHIN_DAYS = 20
_AUTO_CREATED_SHARE = 0.5


def giving(crowd: Crowd, donations: Donations) -> Iterator[tuple[str, Columns]]:
    """Yield the tables of pots and payments."""
    yield "pots", _pots(crowd, donations)
    yield "pot_invitations", _invitations(crowd, donations)
    yield "pot_analytics", _analytics(crowd, donations)
    yield "donations", _donations(crowd, donations)
    yield "wave_webhook_events", _events(crowd, donations)
    yield "refunds", _refunds(crowd, donations)


def views_of(crowd: Crowd, donations: Donations) -> tuple[Ints, Ints]:
    """Return how often each pot was seen and shared by now."""
    pots = donations.pots
    paid = np.bincount(donations.pot[donations.confirmed], minlength=len(pots.number)).astype(np.int64)
    each = shapes.VIEWS_PER_DONATION.quantile(crowd.people.u("pots/views", pots.number))
    views = np.where(pots.opens_us < crowd.people.as_of_us, paid + _VIEWS_AT_LEAST + (paid * each).astype(np.int64), 0)
    return views, (views * shapes.SHARE_OF_VIEWS).astype(np.int64)


def titles(crowd: Crowd, donations: Donations, column: str) -> Joined:
    """Return a phrase of pot_titles.csv for each pot, the same row for its columns."""
    pots, pool = donations.pots, f"pot_titles.{column}"
    row = row_of(crowd.world, pool, crowd.people.u("pots/title", pots.number))
    return said(crowd.world, pool, row, name=plain(pick(crowd.first_names, pots.owner)), age=as_text(pots.age))


def donor_names(crowd: Crowd, donations: Donations) -> Joined:
    """Return the names donors without an account give."""
    people, number = crowd.people, donations.number
    woman = people.chance("donations/woman", number, shapes.WOMAN_SHARE)
    u = people.u("donations/first", number)
    first = choose(woman, named(crowd.world, "women.name", u), named(crowd.world, "men.name", u))
    return join(first, " ", named(crowd.world, "surnames.name", people.u("donations/last", number)))


def shown_names(crowd: Crowd, donations: Donations) -> pa.Array:
    """Return the names owners read: those of users, those given, or that somebody hides theirs."""
    users = np.maximum(donations.donor, 0)
    known = choose(
        donations.donor != NOBODY, full_names(crowd.world, crowd.people, users), donor_names(crowd, donations)
    )
    return choose(hidden(crowd, donations), "Un ami", known)


def hidden(crowd: Crowd, donations: Donations) -> Flags:
    """Tell which donors hide their name, where the pot allows it."""
    wants = crowd.people.chance("donations/anonymous", donations.number, shapes.ANONYMOUS_SHARE)
    return wants & donations.pots.anonymous_allowed[donations.pot]


def refunded(donations: Donations) -> Ints:
    """Return the payments that were paid back."""
    return np.flatnonzero(donations.status == STATUSES.index("refunded"))


def _pots(crowd: Crowd, donations: Donations) -> Columns:
    people, pots = crowd.people, donations.pots
    status, (views, shares) = pot_status(people, donations), views_of(crowd, donations)
    over, opened = pots.closes_us <= people.as_of_us, pots.opens_us <= people.as_of_us
    packs = catalogue.packs(crowd.world)
    referral, came = _came_by(crowd, donations)
    picture = framed("/pots/", hexadecimal(people.ids("pots/picture", pots.number))[:, :16], ".jpg")
    last = np.where(over, pots.closes_us, np.where(opened, pots.opens_us, pots.created_us))
    return {
        "id": pot_ids(people, pots),
        "owner_user_id": crowd.ids_at(pots.owner),
        "title": titles(crowd, donations, "title"),
        "description": titles(crowd, donations, "description"),
        "target_amount_cfa": pots.target_cfa,
        "birthday_date": pots.birthday,
        "scheduled_open_at": pots.opens_us,
        "actual_opened_at": Nullable(pots.opens_us + pots.number % 50 * SECOND_US, opened),
        "closed_at": Nullable(pots.closes_us, over),
        "status": pick(pa.array(POT_STATUSES), status),
        "visibility": shapes.VISIBILITY.texts(people.u("pots/visibility", pots.number)),
        "preferred_pack_id": rows_at(packs.ids, pots.pack),
        "allow_anonymous_donations": pots.anonymous_allowed,
        "show_donor_names": people.chance("pots/names", pots.number, 0.85),
        "enable_messages": pots.messages,
        "share_count": shares,
        "view_count": views,
        "cover_image_url": Nullable(picture, people.chance("pots/has_picture", pots.number, 0.6)),
        "gallery_images": Nullable(join('["', picture, '"]'), people.chance("pots/gallery", pots.number, 0.1)),
        "created_from_referral_id": Nullable(referral, came),
        "created_at": pots.created_us,
        "updated_at": last,
    }


def _came_by(crowd: Crowd, donations: Donations) -> tuple[Bytes, Flags]:
    """Return the invitation by which the owner came, for some of those whose first pot it is."""
    people, pots = crowd.people, donations.pots
    invited = invited_of(people, crowd.ordinals)
    came = np.isin(pots.ordinal, invited.sponsored) & np.isin(pots.number, first_pots(pots).number)
    came &= people.chance("pots/automatic", pots.number, _AUTO_CREATED_SHARE)
    return referral_ids(people, accepted_numbers(pots.ordinal)), came


def _invitations(crowd: Crowd, donations: Donations) -> Columns:
    world, people, pots = crowd.world, crowd.people, donations.pots
    means = np.where(pots.opens_us < people.as_of_us, shapes.POT_INVITATIONS * world.activity, 0.0)
    pot, position = repeat(counts(people.u("invitations/count", pots.number), means))
    number = pots.number[pot] * 64 + position % 64
    number = number + position // 64 * (1 << 40)
    days = people.u("invitations/at", number) ** 2 * _INVITED_WITHIN_DAYS
    sent = pots.opens_us[pot] + HOUR_US + (days * DAY_US).astype(np.int64)
    kept = np.flatnonzero(sent < people.as_of_us)
    pot, number, sent = pot[kept], number[kept], sent[kept]
    method = shapes.INVITATION_METHOD.texts(people.u("invitations/method", number))
    kind = np.asarray(method.indices)
    to = strangers(people.u("invitations/phone", number))
    friend = named(world, "men.name", people.u("invitations/friend", number))
    to = choose(kind < 2, to, choose(kind == 2, join("ami", as_text(number % 99_991), "@gmail.com"), join("@", friend)))
    opened_us = sent + (people.u("invitations/opened", number) * DAY_US).astype(np.int64)
    clicked_us = opened_us + 20 * SECOND_US
    opened = people.chance("invitations/opens", number, shapes.OPENED_SHARE) & (clicked_us < people.as_of_us)
    clicked = opened & people.chance("invitations/clicks", number, shapes.CLICKED_SHARE)
    message = any_of(world, "pot_messages.text", people.u("invitations/text", number))
    return {
        "id": people.ids("pot_invitations", number),
        "pot_id": rows_at(pot_ids(people, pots), pot),
        "invited_by_user_id": crowd.ids_at(pots.owner[pot]),
        "invitation_method": method,
        "recipient_identifier": to,
        "custom_message": Nullable(message, people.chance("invitations/writes", number, 0.4)),
        "sent_at": sent,
        "opened_at": Nullable(opened_us, opened),
        "clicked_at": Nullable(clicked_us, clicked),
        "created_at": sent,
    }


def _analytics(crowd: Crowd, donations: Donations) -> Columns:
    """Return what each pot had reached at the end of every day on which a payment was confirmed."""
    people, pots = crowd.people, donations.pots
    paid = np.flatnonzero(donations.confirmed)
    paid = paid[by(donations.pot[paid], donations.told_us[paid])]
    pot, day = donations.pot[paid], donations.told_us[paid] // DAY_US
    last = np.flatnonzero(np.append(starts(pot * (1 << 20) + day)[1:], True)) if len(paid) else paid
    raised = running_sum(donations.amount_cfa[paid], pot)[last]
    count = running_sum(np.ones(len(paid), dtype=np.int64), pot)[last]
    pot, day = pot[last], day[last]
    views, shares = (total[pot] for total in views_of(crowd, donations))
    everything = np.bincount(donations.pot[paid], minlength=len(pots.number)).astype(np.int64)[pot]
    views = count + (views - everything) * count // np.maximum(everything, 1)
    at = np.minimum((day + 1) * DAY_US, people.as_of_us)
    return {
        "id": people.ids("pot_analytics", pots.number[pot] * (1 << 16) + day % (1 << 16)),
        "pot_id": rows_at(pot_ids(people, pots), pot),
        "snapshot_date": day,
        "total_raised_cfa": raised,
        "donor_count": count,
        "view_count": views,
        "share_count": shares * count // np.maximum(everything, 1),
        "conversion_rate": (2 * count * 10_000 + views) // (2 * views),
        "created_at": at,
    }


def wave_numbers(crowd: Crowd, donations: Donations) -> pa.StringArray:
    """Return the transaction numbers at Wave, different for all."""
    return framed("T_", hexadecimal(crowd.people.ids("donations/wave", donations.number))[:, :20])


def _donations(crowd: Crowd, donations: Donations) -> Columns:
    world, people, number = crowd.world, crowd.people, donations.number
    user, told = donations.donor != NOBODY, donations.told
    donor = np.where(user, donations.donor, 0)
    phone = choose(user, people.phones(donor), strangers(people.u("donations/phone", number)))
    owner = plain(pick(crowd.first_names, donations.pots.owner[donations.pot]))
    row = row_of(world, "donation_messages.text", people.u("donations/text", number))
    writes = people.chance("donations/writes", number, shapes.MESSAGE_SHARE) & donations.pots.messages[donations.pot]
    wave = wave_numbers(crowd, donations)
    outcome = choose(donations.confirmed, "succeeded", "cancelled")
    url = framed("https://pay.wave.com/c/cos-", hexadecimal(people.ids("donations/url", number))[:, :18])
    failed = donations.status == STATUSES.index("failed")
    back = donations.status == STATUSES.index("refunded")
    last = np.where(back, donations.refunded_us, np.where(told, donations.told_us, donations.at_us))
    risk = shapes.RISK_SCORE.quantile(people.u("donations/risk", number))
    return {
        "id": donation_ids(people, donations),
        "pot_id": rows_at(pot_ids(people, donations.pots), donations.pot),
        "donor_user_id": Nullable(people.ids("users", donor), user),
        "donor_name": Nullable(donor_names(crowd, donations), ~user),
        "donor_phone": phone,
        "amount_cfa": donations.amount_cfa,
        "wave_transaction_id": Nullable(wave, told),
        "wave_payment_url": url,
        "status": pick(pa.array(STATUSES), donations.status),
        "initiated_at": donations.at_us,
        "wave_notified_at": Nullable(donations.told_us, told),
        "confirmed_at": Nullable(donations.told_us, donations.confirmed),
        "failed_at": Nullable(donations.told_us, failed),
        "refunded_at": Nullable(donations.refunded_us, back),
        "donation_message": Nullable(said(world, "donation_messages.text", row, name=owner), writes),
        "is_anonymous": hidden(crowd, donations),
        "show_amount": people.chance("donations/shows", number, shapes.SHOW_AMOUNT_SHARE),
        "wave_webhook_data": Nullable(
            join('{"payment_status": "', outcome, '", "transaction_id": "', wave, '"}'), told
        ),
        "ip_address": addresses(people.u("donations/ip", number)),
        "user_agent": any_of(world, "agents", people.u("donations/agent", number)),
        "risk_score": np.maximum(risk, 0).astype(np.int64),
        "created_at": donations.at_us,
        "updated_at": last,
    }


def _events(crowd: Crowd, donations: Donations) -> Columns:
    """Return what Wave called in with: one event for each payment of which it told the end."""
    people, rows = crowd.people, np.flatnonzero(donations.told)
    number, at, paid = donations.number[rows], donations.told_us[rows], donations.confirmed[rows]
    ids = rows_at(donation_ids(people, donations), rows)
    kind = choose(paid, "checkout.session.completed", "checkout.session.payment_failed")
    event = framed("EV_", hexadecimal(people.ids("wave/event", number))[:, :20])
    amount, status = as_text(donations.amount_cfa[rows]), choose(paid, "succeeded", "cancelled")
    payload = join(
        '{"id": "', event, '", "type": "', kind, '", "data": {"client_reference": "', uuid_text(ids),
        '", "amount": "', amount, '", "currency": "XOF", "payment_status": "', status, '"}}',
    )  # fmt: skip
    return {
        "id": people.ids("wave_webhook_events", number),
        "wave_event_id": event,
        "event_type": kind,
        "donation_id": ids,
        "raw_payload": payload,
        "processed_at": at,
        "processing_error": pa.nulls(len(rows), pa.string()),
        "idempotency_key": join("wave:", event),
        "retry_count": shapes.WEBHOOK_RETRIES.numbers(people.u("wave/retries", number)).astype(np.int64),
        "created_at": at - SECOND_US,
    }


def _refunds(crowd: Crowd, donations: Donations) -> Columns:
    people, rows = crowd.people, refunded(donations)
    number, at = donations.number[rows], donations.refunded_us[rows]
    reason = shapes.REFUND_REASON.texts(people.u("refunds/reason", number))
    asked = np.maximum(donations.told_us[rows], at - 2 * HOUR_US)
    return {
        "id": people.ids("refunds", number),
        "donation_id": rows_at(donation_ids(people, donations), rows),
        "refunded_by_user_id": people.staff_of(people.u("refunds/by", number)),
        "amount_cfa": donations.amount_cfa[rows],
        "reason": choose(donations.for_failed_pot[rows], "failed_pot", reason),
        "reason_description": choose(donations.for_failed_pot[rows], "Objectif non atteint", "Demande traitée"),
        "wave_refund_id": framed("R_", hexadecimal(people.ids("refunds/wave", number))[:, :20]),
        "wave_refund_status": pa.repeat("completed", len(rows)),
        "processed_at": asked,
        "completed_at": at,
        "created_at": asked,
    }
