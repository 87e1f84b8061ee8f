"""Points: what followed invitations earn their sponsors, and what sponsors turn into credit for a pot of their own.

Tables: points_ledger, points_conversions. Source: wolo section 3.3.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa

from livvly_lab.designs.wolo.population import catalogue, shapes
from livvly_lab.designs.wolo.population.crowd import Crowd
from livvly_lab.designs.wolo.population.pots import Donations, Pots, donations_of, pot_ids, pots_of
from livvly_lab.designs.wolo.population.referrals import Invitations, referral_ids
from livvly_lab.domain.clock import DAY_US
from livvly_lab.domain.columns import Bytes, join, pick, quoted, rows_at, starts
from livvly_lab.domain.draw import Ints
from livvly_lab.domain.people import Flags
from livvly_lab.domain.population import Columns, Nullable

EVENTS = ("referral_accepted", "pot_opened", "first_donation", "points_converted")
_ACCEPTED, _OPENED, _GIVEN, _CONVERTED = range(4)
_SAYS = ("Filleul inscrit", "Cagnotte d'un filleul ouverte", "Premier don à un filleul", "Points convertis en crédit")
_MATURES_US = shapes.MATURES_DAYS * DAY_US
_CONVERTS_WITHIN_DAYS = 20


@dataclass(frozen=True)
class Brought:
    """What came of those whom sponsors of the crowd brought: their first pot, and its first payment.

    `row` is the invitation; `opened` and `given` tell of which something came of it, at `opened_us` and `given_us`.
    """

    row: Ints
    opened: Flags
    opened_us: Ints
    given: Flags
    given_us: Ints


@dataclass(frozen=True)
class Points:
    """Points earned, by event: `row` is the invitation, `kind` a position in EVENTS."""

    row: Ints
    owner: Ints
    kind: Ints
    at_us: Ints
    number: Ints
    boost: Ints
    earned: Ints
    revoked: Flags
    as_of_us: int

    @cached_property
    def matured(self) -> Flags:
        """Which may be spent by now."""
        return ~self.revoked & (self.at_us + _MATURES_US <= self.as_of_us)


@dataclass(frozen=True)
class Conversions:
    """Points turned into credit: `pot` is the place among the pots of the crowd."""

    owner: Ints
    pot: Ints
    at_us: Ints
    points: Ints
    number: Ints


def brought_by(crowd: Crowd, sent: Invitations) -> Brought:
    """Follow up on those whom sponsors of the crowd brought."""
    row = np.flatnonzero(sent.accepted)
    pots = first_pots(pots_of(crowd.world, crowd.people, sent.sponsored[row]))
    donations = donations_of(crowd.world, crowd.people, pots)
    opened_us = np.full(len(row), crowd.people.as_of_us)
    opened_us[pots.owner] = pots.opens_us
    given_us = np.full(len(row), crowd.people.as_of_us)
    paid = np.flatnonzero(donations.confirmed)
    first = paid[starts(donations.pot[paid])]
    given_us[pots.owner[donations.pot[first]]] = donations.told_us[first]
    opened = opened_us < crowd.people.as_of_us
    return Brought(row, opened, opened_us, opened & (given_us < crowd.people.as_of_us), given_us)


def first_pots(pots: Pots) -> Pots:
    """Return the first pot of each owner."""
    return pots.only(starts(pots.owner))


def points_of(crowd: Crowd, sent: Invitations, brought: Brought) -> Points:
    """Return the points sponsors of the crowd earned."""
    people = crowd.people
    rows = [brought.row, brought.row[brought.opened], brought.row[brought.given]]
    times = [sent.accepted_us[brought.row], brought.opened_us[brought.opened], brought.given_us[brought.given]]
    row, at = np.concatenate(rows), np.concatenate(times)
    kind = np.repeat(np.array([_ACCEPTED, _OPENED, _GIVEN]), [len(each) for each in rows])
    number = sent.sponsored[row] * len(EVENTS) + kind
    boost = catalogue.campaigns(crowd.world).boost(at)
    base = np.array([shapes.POINTS[name] for name in EVENTS[:_CONVERTED]])[kind]
    return Points(
        row=row,
        owner=sent.owner[row],
        kind=kind,
        at_us=at,
        number=number,
        boost=boost,
        earned=base * boost // catalogue.HUNDREDTHS,
        revoked=people.chance("points/revoked", sent.sponsored[row], shapes.REVOKED_SHARE),
        as_of_us=people.as_of_us,
    )


def conversions_of(crowd: Crowd, points: Points, donations: Donations) -> Conversions:
    """Let sponsors with a pot of their own turn what has matured by then into credit for it, in hundreds."""
    people, pots = crowd.people, donations.pots
    mine = np.flatnonzero(np.append(pots.owner[1:] != pots.owner[:-1], True)) if len(pots.owner) else pots.owner
    days = people.u("conversions/at", pots.number[mine]) * _CONVERTS_WITHIN_DAYS
    at = pots.opens_us[mine] + DAY_US + (days * DAY_US).astype(np.int64)
    by_then = np.full(len(crowd.ordinals), -1, dtype=np.int64)
    by_then[pots.owner[mine]] = at
    counts = points.matured & (points.at_us + _MATURES_US <= by_then[points.owner])
    saved = np.bincount(points.owner[counts], weights=points.earned[counts], minlength=len(crowd.ordinals)).astype(
        np.int64
    )
    spent = saved[pots.owner[mine]] // shapes.LEAST_CONVERTED * shapes.LEAST_CONVERTED
    does = np.flatnonzero((spent > 0) & (at < people.as_of_us))
    return Conversions(pots.owner[mine][does], mine[does], at[does], spent[does], pots.number[mine][does])


def ledger_columns(crowd: Crowd, sent: Invitations, points: Points, converted: Conversions) -> Columns:
    """Return the rows of the ledger: what was earned and what was spent."""
    spends = len(converted.owner)
    none = np.zeros(spends, dtype=np.int64)
    owner = np.concatenate([points.owner, converted.owner])
    at = np.concatenate([points.at_us, converted.at_us])
    kind = np.concatenate([points.kind, np.full(spends, _CONVERTED)])
    matured = np.concatenate([points.matured, np.ones(spends, dtype=np.bool_)])
    revoked = np.concatenate([points.revoked, none > 0])
    boost = np.concatenate([points.boost, none + catalogue.HUNDREDTHS])
    referral = np.concatenate([referral_ids(crowd.people, sent.number[points.row]), _no_ids(spends)])
    ids = [crowd.people.ids("points_ledger", points.number), crowd.people.ids("points_ledger/spent", converted.number)]
    return {
        "id": np.concatenate(ids),
        "sponsor_user_id": crowd.ids_at(owner),
        "referral_id": Nullable(referral, kind != _CONVERTED),
        "event_type": pick(pa.array(EVENTS), kind),
        "points_earned": np.concatenate([points.earned, none]),
        "points_spent": np.concatenate([np.zeros(len(points.owner), dtype=np.int64), converted.points]),
        "status": pick(pa.array(["pending", "matured", "revoked"]), np.where(revoked, 2, matured)),
        "matured_at": Nullable(at + np.where(kind == _CONVERTED, 0, _MATURES_US), matured),
        "base_multiplier": np.full(len(owner), catalogue.HUNDREDTHS),
        "sponsor_boost_multiplier": boost,
        "description": pick(pa.array(_SAYS), kind),
        "metadata": join('{"event": ', quoted(pick(pa.array(EVENTS), kind)), "}"),
        "created_at": at,
    }


def conversion_columns(crowd: Crowd, converted: Conversions, donations: Donations) -> Columns:
    """Return the rows of conversions: five CFA francs a point."""
    return {
        "id": crowd.people.ids("points_conversions", converted.number),
        "sponsor_user_id": crowd.ids_at(converted.owner),
        "points_converted": converted.points,
        "credits_issued": converted.points * shapes.POINT_CFA,
        "conversion_rate": np.full(len(converted.points), shapes.POINT_CFA * 10_000),
        "applied_to_pot_id": rows_at(pot_ids(crowd.people, donations.pots), converted.pot),
        "created_at": converted.at_us,
    }


def _no_ids(rows: int) -> Bytes:
    return np.zeros((rows, 16), dtype=np.uint8)
