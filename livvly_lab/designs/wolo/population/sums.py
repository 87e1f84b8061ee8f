"""What needs everybody's rows: figures of days, weeks and months, and what partners are owed.

Tables: donation_analytics, business_metrics, funnel_analytics, notification_analytics, partner_settlements.
Source: wolo sections 3.5, 3.7, 3.8 and 3.9.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from livvly_lab.designs.wolo.population import catalogue, messages
from livvly_lab.designs.wolo.population.crowd import Crowd
from livvly_lab.designs.wolo.population.people import People
from livvly_lab.designs.wolo.population.periods import days, first_day, month_of, months, week_of, weeks
from livvly_lab.designs.wolo.population.points import Brought
from livvly_lab.designs.wolo.population.pots import Donations, funded_us
from livvly_lab.designs.wolo.population.redemption import Codes
from livvly_lab.designs.wolo.population.referrals import Invitations
from livvly_lab.domain.clock import DAY_US
from livvly_lab.domain.columns import framed, hexadecimal, pick, rows_at
from livvly_lab.domain.draw import Ints
from livvly_lab.domain.people import NOBODY, Flags
from livvly_lab.domain.population import Columns, Nullable, World

FUNNELS = {
    "sponsorship_conversion": ("invitation_sent", "invitation_accepted", "pot_opened", "first_donation"),
    "pot_creation": ("pot_created", "pot_opened", "pot_funded", "pack_issued", "pack_redeemed"),
}
_METRICS = ("revenue", "new_users", "daily_active_users")
_SCALE = 10_000
_APPROVED_AFTER_DAYS, _PAID_AFTER_DAYS = 5, 10


def tallies_of(
    crowd: Crowd, sent: Invitations, brought: Brought, donations: Donations, codes: Codes, active: Ints, counted: Ints
) -> dict[str, Ints]:
    """Return what the crowd adds to the sums; every array adds up over the crowds."""
    people, day = crowd.people, donations.at_us // DAY_US - first_day(crowd.people)
    paid, regions = donations.confirmed, _regions(crowd.world)
    region = _region_rows(crowd.world)[crowd.homes[donations.pots.owner[donations.pot]]]
    amount = np.where(paid, donations.amount_cfa, 0)
    partner = catalogue.packs(crowd.world).partner[codes.pack]
    cell = partner * months(people) + month_of(people, codes.redeemed_us)
    price = catalogue.packs(crowd.world).price_cfa[codes.pack]
    size = len(crowd.world.pools["partners.id"]) * months(people)
    return {
        "begun": _summed(day, None, days(people)),
        "paid": _summed(day[paid], None, days(people)),
        "paid cfa": _summed(day, amount, days(people)),
        "paid cfa by region": _summed(day * len(regions) + region, amount, days(people) * len(regions)),
        "donors daily": _donors(donations, day, days(people)),
        "donors weekly": _donors(donations, week_of(people, day), weeks(people)),
        "donors monthly": _donors(donations, month_of(people, donations.at_us), months(people)),
        "signups": _summed(crowd.lives.signup_us // DAY_US - first_day(people), None, days(people)),
        "active": active,
        "redeemed": _summed(cell[codes.redeemed], None, size),
        "redeemed cfa": _summed(cell[codes.redeemed], price[codes.redeemed], size),
        "messages": counted,
        **_funnels(people, sent, brought, donations, codes),
    }


def sums(world: World, tallies: Mapping[str, Ints]) -> Iterator[tuple[str, Columns]]:
    """Yield the tables of sums."""
    people = People.of(world)
    yield "donation_analytics", _donation_analytics(world, people, tallies)
    yield "business_metrics", _business_metrics(people, tallies)
    yield "funnel_analytics", _funnel_analytics(people, tallies)
    yield "notification_analytics", _notification_analytics(world, people, tallies["messages"])
    yield "partner_settlements", _settlements(world, people, tallies)


def _summed(where: Ints, amount: Any, size: int) -> Ints:
    """Return sums by place; what lies outside is left out."""
    within = (where >= 0) & (where < size)
    weights = None if amount is None else amount[within]
    return np.bincount(where[within], weights=weights, minlength=size).astype(np.int64)


def _donors(donations: Donations, period: Ints, periods: int) -> Ints:
    """Return the donors of each period, each once for each pot; those without an account are all different."""
    paid = donations.confirmed
    who = np.where(donations.donor == NOBODY, -1 - np.arange(len(donations.pot)), donations.donor)[paid]
    rows = np.stack([period[paid], donations.pot[paid], who], axis=1)
    return _summed(np.unique(rows, axis=0)[:, 0], None, periods)


def _funnels(
    people: People, sent: Invitations, brought: Brought, donations: Donations, codes: Codes
) -> dict[str, Ints]:
    """Return how many took each step, by the month in which the first was taken."""
    month, size = month_of(people, sent.sent_us), months(people)
    rows = [brought.row, brought.row[brought.opened], brought.row[brought.given]]
    sponsorship = [_summed(month, None, size), *(_summed(month[row], None, size) for row in rows)]
    pots = donations.pots
    month = month_of(people, pots.created_us)
    opened = pots.opens_us < people.as_of_us
    funded = np.isin(np.arange(len(pots.number)), funded_us(donations)[0])
    issued = np.isin(np.arange(len(pots.number)), codes.pot)
    redeemed = np.isin(np.arange(len(pots.number)), codes.pot[codes.redeemed])
    steps: list[Flags] = [opened | ~opened, opened, funded, funded & issued, funded & redeemed]
    return {
        "sponsorship_conversion": np.concatenate(sponsorship),
        "pot_creation": np.concatenate([_summed(month[step], None, size) for step in steps]),
    }


def _regions(world: World) -> list[str]:
    return list(dict.fromkeys(world.pools["cities.region"].to_pylist()))


def _region_rows(world: World) -> Ints:
    """Return the place of the region of each row of cities.csv."""
    regions = _regions(world)
    return np.array([regions.index(region) for region in world.pools["cities.region"].to_pylist()], dtype=np.int64)


def _donation_analytics(world: World, people: People, tallies: Mapping[str, Ints]) -> Columns:
    regions, first = _regions(world), first_day(people)
    by_region = tallies["paid cfa by region"].reshape(-1, len(regions))
    day = np.arange(days(people), dtype=np.int64)
    parts = []
    for name, period in (
        ("daily", day),
        ("weekly", week_of(people, day)),
        ("monthly", month_of(people, (day + first) * DAY_US)),
    ):
        start = np.flatnonzero(np.append(True, np.diff(period) > 0))
        end = np.append(start[1:], len(day)) - 1
        sums_of = {key: np.add.reduceat(tallies[key], start) for key in ("begun", "paid", "paid cfa")}
        regional = np.add.reduceat(by_region, start, axis=0)
        some = np.flatnonzero(sums_of["begun"])
        texts = [
            json.dumps({region: int(cfa) for region, cfa in zip(regions, row, strict=True) if cfa}, ensure_ascii=False)
            for row in regional[some]
        ]
        parts.append(
            (
                name,
                first + start[some],
                first + end[some],
                tallies[f"donors {name}"][some],
                texts,
                *(each[some] for each in sums_of.values()),
            )
        )
    names, starts_on, ends_on, donors, texts, begun, paid, cfa = zip(*parts, strict=True)
    kind = np.repeat(np.arange(len(parts)), [len(each) for each in starts_on])
    start, end, begun, paid, cfa = (np.concatenate(each) for each in (starts_on, ends_on, begun, paid, cfa))
    return {
        "id": people.ids("donation_analytics", start * len(parts) + kind),
        "period_type": pick(pa.array(names), kind),
        "period_start": start,
        "period_end": end,
        "total_amount_cfa": cfa,
        "transaction_count": begun,
        "unique_donors": np.concatenate(donors),
        "average_donation_cfa": _rounded(cfa, np.maximum(paid, 1)),
        "success_rate": _rounded(paid * _SCALE, begun),
        "region_breakdown": pa.array([text for part in texts for text in part]),
        "created_at": np.minimum((end + 1) * DAY_US, people.as_of_us),
    }


def _business_metrics(people: People, tallies: Mapping[str, Ints]) -> Columns:
    """Return three figures for each day; the whole is told by an empty object, for NULLs are never equal."""
    figures = np.stack([tallies["paid cfa"], tallies["signups"], tallies["active"]])
    rows = np.stack([tallies["paid"], tallies["signups"], tallies["active"]])
    before = np.roll(figures, 1, axis=1)
    has_before = np.tile(np.arange(days(people)) > 0, len(_METRICS))
    kind, day = np.divmod(np.arange(figures.size, dtype=np.int64), days(people))
    value, before = figures.ravel(), before.ravel()
    return {
        "id": people.ids("business_metrics", day * len(_METRICS) + kind),
        "metric_date": first_day(people) + day,
        "metric_type": pick(pa.array(_METRICS), kind),
        "metric_value": value * _SCALE,
        "metric_count": rows.ravel(),
        "dimensions": pa.repeat("{}", len(kind)),
        "previous_period_value": Nullable(before * _SCALE, has_before),
        "period_over_period_change": Nullable(
            np.clip(_change(value, before), -9_999 * _SCALE, 9_999 * _SCALE), has_before & (before > 0)
        ),
        "created_at": (first_day(people) + day + 1) * DAY_US,
    }


def _change(value: Ints, before: Ints) -> Ints:
    return np.rint((value - before) * float(_SCALE) / np.maximum(before, 1)).astype(np.int64)


def _funnel_analytics(people: People, tallies: Mapping[str, Ints]) -> Columns:
    size, first = months(people), np.datetime64(people.since_us, "us").astype("datetime64[M]")
    parts = []
    for place, (name, steps) in enumerate(FUNNELS.items()):
        taken = tallies[name].reshape(len(steps), size)
        came = np.vstack([taken[:1], taken[:-1]])
        step, month = np.divmod(np.arange(taken.size, dtype=np.int64), size)
        some = np.flatnonzero(came.ravel())
        labels = [steps[each] for each in step[some]]
        parts.append(
            (np.full(len(some), place), step[some], labels, month[some], came.ravel()[some], taken.ravel()[some])
        )
    places, step_of, labels, month_of_row, came_in, took = zip(*parts, strict=True)
    where, step, month, came, taken = (np.concatenate(e) for e in (places, step_of, month_of_row, came_in, took))
    start = (first + month).astype("datetime64[D]").astype(np.int64)
    end = (first + month + 1).astype("datetime64[D]").astype(np.int64)
    return {
        "id": people.ids("funnel_analytics", (month * len(FUNNELS) + where) * 16 + step),
        "funnel_name": pick(pa.array(list(FUNNELS)), where),
        "step_number": step + 1,
        "step_name": pa.array([label for part in labels for label in part]),
        "period_start": start,
        "period_end": end - 1,
        "users_entered": came,
        "users_completed": taken,
        "completion_rate": _rounded(taken * _SCALE, came),
        "segment_filters": pa.repeat("{}", len(where)),
        "created_at": np.minimum(end * DAY_US, people.as_of_us),
    }


def _notification_analytics(world: World, people: People, counted: Ints) -> Columns:
    shape = messages.counted_cells(world)
    counts = counted.reshape(-1, len(messages.COUNTS))
    cell = np.flatnonzero(counts[:, 0])
    day, template, channel = np.unravel_index(cell, shape[:-1])
    sent, delivered, failed, bounced, opened, clicked = counts[cell].T
    keys = [row["template_key"] for row in world.reference["notification_templates"]]
    date = people.as_of_us // DAY_US - shape[0] + day
    seen = np.isin(channel, [messages.CHANNELS.index(name) for name in messages.OPENED_CHANNELS])
    return {
        "id": people.ids("notification_analytics", cell),
        "date": date,
        "template_key": pick(pa.array(keys), template),
        "channel": pick(pa.array(messages.CHANNELS), channel),
        "sent_count": sent,
        "delivered_count": delivered,
        "failed_count": failed,
        "bounce_count": bounced,
        "opened_count": opened,
        "clicked_count": clicked,
        "delivery_rate": _rounded(delivered * _SCALE, sent),
        "open_rate": Nullable(_rounded(opened * _SCALE, np.maximum(delivered, 1)), seen & (delivered > 0)),
        "click_rate": Nullable(_rounded(clicked * _SCALE, np.maximum(opened, 1)), seen & (opened > 0)),
        "created_at": (date + 1) * DAY_US,
    }


def _settlements(world: World, people: People, tallies: Mapping[str, Ints]) -> Columns:
    """Return what partners are owed by month: paid ten days after it where it reaches their least payout."""
    partners, size = catalogue.partners(world), months(people)
    cell = np.flatnonzero(tallies["redeemed"])
    partner, month = np.divmod(cell, size)
    count, revenue = tallies["redeemed"][cell], tallies["redeemed cfa"][cell]
    share = _rounded(revenue * partners.split[partner], np.full(len(cell), _SCALE))
    first = np.datetime64(people.since_us, "us").astype("datetime64[M]")
    start = (first + month).astype("datetime64[D]").astype(np.int64)
    end = (first + month + 1).astype("datetime64[D]").astype(np.int64)
    approved_us, paid_us = (
        (end + after) * DAY_US + 10 * DAY_US // 24 for after in (_APPROVED_AFTER_DAYS, _PAID_AFTER_DAYS)
    )
    enough = share >= partners.least_cfa[partner]
    approved, paid = enough & (approved_us < people.as_of_us), enough & (paid_us < people.as_of_us)
    reference = hexadecimal(people.ids("settlements/payment", cell))
    return {
        "id": people.ids("partner_settlements", cell),
        "partner_id": rows_at(partners.ids, partner),
        "period_start": start,
        "period_end": end - 1,
        "total_redemptions_count": count,
        "total_revenue_cfa": revenue,
        "partner_share_cfa": share,
        "wolo_commission_cfa": revenue - share,
        "status": pick(pa.array(["pending", "approved", "paid"]), approved.astype(np.int64) + paid),
        "approved_by_user_id": Nullable(people.staff_of(people.u("settlements/by", cell)), approved),
        "approved_at": Nullable(approved_us, approved),
        "payment_reference": Nullable(framed("VIR-", reference[:, :12]), paid),
        "paid_at": Nullable(paid_us, paid),
        "invoice_url": framed("/invoices/", reference[:, :16], ".pdf"),
        "receipt_url": Nullable(framed("/receipts/", reference[:, :16], ".pdf"), paid),
        "created_at": np.minimum(end * DAY_US, people.as_of_us),
        "updated_at": np.where(
            paid, paid_us, np.where(approved, approved_us, np.minimum(end * DAY_US, people.as_of_us))
        ),
    }


def _rounded(numerator: Any, denominator: Any) -> Ints:
    """Return a quotient of numbers >= 0 rounded half up; the denominator is above 0."""
    quotient: Ints = (2 * numerator + denominator) // (2 * denominator)
    return quotient
