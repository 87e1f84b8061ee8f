"""Codes and scans: what pots are turned into, and what partners are owed for it. Source: wolo section 3.7.

Tables: qr_codes, qr_redemption_logs.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from livvly_lab.designs.wolo.population import catalogue, shapes
from livvly_lab.designs.wolo.population.crowd import Crowd
from livvly_lab.designs.wolo.population.pots import Donations, pot_ids
from livvly_lab.designs.wolo.population.vocabulary import addresses, any_of
from livvly_lab.domain.clock import DAY_US, HOUR_US, MINUTE_US
from livvly_lab.domain.columns import Joined, framed, hexadecimal, join, pick, rows_at, text
from livvly_lab.domain.draw import Ints
from livvly_lab.domain.people import Flags
from livvly_lab.domain.population import Columns, Nullable

_STATUSES = ("issued", "redeemed", "expired", "cancelled")
_ISSUED, _REDEEMED, _EXPIRED, _ = range(4)
_RESULTS = ("success", "expired", "already_used")
_SUCCESS, _LATE, _USED = range(3)
_SAYS = ("", "Code expiré", "Code déjà utilisé")
_OPENS_AT, _OPEN_HOURS = 10, 11


@dataclass(frozen=True)
class Codes:
    """Codes of pots that closed with enough for a pack: `pack` is the dearest one paid for, or the one wished for."""

    pot: Ints
    number: Ints
    pack: Ints
    issued_us: Ints
    valid_from_us: Ints
    expires_us: Ints
    redeemed: Flags
    redeemed_us: Ints


def codes_of(crowd: Crowd, donations: Donations) -> Codes:
    """Return the codes of the crowd's pots."""
    people, pots, packs = crowd.people, donations.pots, catalogue.packs(crowd.world)
    best = packs.affordable(donations.kept_cfa)
    pack = np.where(packs.price_cfa[pots.pack] <= donations.kept_cfa, pots.pack, best)
    pot = np.flatnonzero((pots.closes_us <= people.as_of_us) & (best >= 0))
    number, pack = pots.number[pot], pack[pot]
    start = pots.birthday_us[pot]
    expires = start + packs.valid_days[pack] * DAY_US
    days = 3 + shapes.REDEEM_DAYS.quantile(people.u("codes/days", number)).astype(np.int64)
    hour = _OPENS_AT * HOUR_US + (people.u("codes/hour", number) * _OPEN_HOURS * HOUR_US).astype(np.int64)
    at = start + days * DAY_US + hour
    redeemed = people.chance("codes/redeemed", number, shapes.REDEEMED_SHARE) & (at < expires)
    return Codes(pot, number, pack, pots.closes_us[pot], start, expires, redeemed & (at < people.as_of_us), at)


def code_columns(crowd: Crowd, donations: Donations, codes: Codes) -> Columns:
    """Return the rows of codes."""
    people, packs, partners = crowd.people, catalogue.packs(crowd.world), catalogue.partners(crowd.world)
    letters = hexadecimal(people.ids("codes/code", codes.number))
    status = np.where(codes.redeemed, _REDEEMED, np.where(codes.expires_us <= people.as_of_us, _EXPIRED, _ISSUED))
    partner = packs.partner[codes.pack]
    return {
        "id": people.ids("qr_codes", codes.number),
        "pot_id": rows_at(pot_ids(people, donations.pots), codes.pot),
        "pack_id": rows_at(packs.ids, codes.pack),
        "code": join("WQ-", text(letters[:, :24])),
        "qr_image_url": framed("/codes/", letters[:, :24], ".png"),
        "redeemable_from": codes.valid_from_us,
        "expires_at": codes.expires_us,
        "status": pick(pa.array(_STATUSES), status),
        "redeemed_at": Nullable(codes.redeemed_us, codes.redeemed),
        "redeemed_by_partner_id": Nullable(rows_at(partners.ids, partner), codes.redeemed),
        "redeemed_at_venue": Nullable(_venues(crowd, partner), codes.redeemed),
        "partner_notes": Nullable(
            pa.repeat("Table d'anniversaire", len(partner)),
            codes.redeemed & people.chance("codes/notes", codes.number, 0.1),
        ),
        "created_at": codes.issued_us,
    }


def scan_columns(crowd: Crowd, codes: Codes) -> Columns:
    """Return the attempts: the one that succeeded, for some a second one after it, and some after the end."""
    people, packs = crowd.people, catalogue.packs(crowd.world)
    done = np.flatnonzero(codes.redeemed)
    again_us = codes.redeemed_us + 2 * MINUTE_US
    again = np.flatnonzero(
        codes.redeemed
        & people.chance("scans/again", codes.number, shapes.SECOND_SCAN_SHARE)
        & (again_us < people.as_of_us)
    )
    late = np.flatnonzero(~codes.redeemed & (codes.expires_us + DAY_US < people.as_of_us))
    late = late[people.chance("scans/late", codes.number[late], shapes.LATE_SCAN_SHARE)]
    row = np.concatenate([done, again, late])
    kind = np.repeat(np.array([_SUCCESS, _USED, _LATE]), [len(done), len(again), len(late)])
    at = np.concatenate([codes.redeemed_us[done], again_us[again], codes.expires_us[late] + 14 * HOUR_US])
    number, partner = codes.number[row] * 4 + kind, packs.partner[codes.pack[row]]
    return {
        "id": people.ids("qr_redemption_logs", number),
        "qr_code_id": people.ids("qr_codes", codes.number[row]),
        "partner_user_id": people.ids("users", people.partner_user(partner)),
        "attempt_timestamp": at,
        "validation_result": pick(pa.array(_RESULTS), kind),
        "error_message": Nullable(pick(pa.array(_SAYS), kind), kind != _SUCCESS),
        "ip_address": addresses(people.u("scans/ip", number)),
        "user_agent": any_of(crowd.world, "agents", people.u("scans/agent", number)),
        "venue_context": _venues(crowd, partner),
        "created_at": at,
    }


def _venues(crowd: Crowd, partner: Ints) -> Joined:
    """Return the partners as the scanners name them."""
    return join('{"partner": "', pick(crowd.world.pools["partners.name"], partner), '"}')
