"""What people do in the app, which variants they see, and what is kept of who did what. Source: wolo section 3.9, 3.10.

Tables: analytics_events, ab_test_assignments, audit_logs.
"""

from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from livvly_lab.designs.wolo.population import shapes
from livvly_lab.designs.wolo.population.crowd import Crowd
from livvly_lab.designs.wolo.population.giving import refunded
from livvly_lab.designs.wolo.population.identity import consent, verified
from livvly_lab.designs.wolo.population.pots import Donations, donation_ids, pot_ids
from livvly_lab.designs.wolo.population.vocabulary import addresses, any_of
from livvly_lab.domain.clock import DAY_US, EPOCH
from livvly_lab.domain.columns import Bytes, choose, framed, hexadecimal, join, pick, plain, repeat, rows_at, stacked
from livvly_lab.domain.draw import Floats, Ints, choice, counts
from livvly_lab.domain.people import Flags, events_of
from livvly_lab.domain.population import Columns, Nullable

_REGISTERED, _POT_CREATED = "user_registered", "pot_created"
_NAMES = (*(str(name) for name in shapes.EVENT_NAME.values), _REGISTERED, _POT_CREATED)
_CATEGORIES = {
    "pot": "pot",
    "donation": "donation",
    "referral": "referral",
    "pack": "pack",
    "page": "user",
    "user": "user",
}
_PATHS = {"pot": "/c", "donation": "/c/don", "referral": "/r", "pack": "/packs", "page": "/", "user": "/inscription"}
_SYSTEMS = ("Android 14", "Android 15", "iOS 18", "Windows 11")
_BROWSERS = ("Chrome Mobile", "Samsung Internet", "Safari", "Chrome")
_REFERRERS = ("https://wa.me/", "https://www.facebook.com/", "https://www.google.sn/", "https://www.tiktok.com/")
_VISITORS_PER_USER = 0.2

_ACTIONS = (
    ("id_verified", "user", "user"),
    ("refund_processed", "donation", "user"),
    ("marketing_consent_given", "user", "user"),
    ("marketing_consent_withdrawn", "user", "user"),
    ("account_deletion_requested", "user", "user"),
    ("user_suspended", "user", "user"),
    ("pot_closed", "pot", "system"),
)
_VERIFIED, _REFUND, _GIVEN, _TAKEN, _LEAVES, _SUSPENDED, _CLOSED = range(len(_ACTIONS))


def event_columns(crowd: Crowd, donations: Donations) -> tuple[Columns, Ints]:
    """Return the rows of events, and on how many of them each day each user is seen once."""
    people, lives, pots = crowd.people, crowd.lives, donations.pots
    means = crowd.effort * shapes.EVENTS_PER_USER * crowd.world.activity
    owner, place = repeat(counts(crowd.u("events/count"), means))
    number = events_of(crowd.ordinals[owner], place)
    at = people.rhythm.between(people.u("events/at", number), lives.first_us[owner], lives.last_us[owner])
    kind = shapes.EVENT_NAME.quantile(people.u("events/name", number))
    everybody = np.arange(len(crowd.ordinals), dtype=np.int64)
    owner = np.concatenate([owner, everybody, pots.owner])
    at = np.concatenate([at, lives.signup_us, pots.created_us])
    kind = np.concatenate(
        [kind, np.full(len(everybody), _NAMES.index(_REGISTERED)), np.full(len(pots.owner), _NAMES.index(_POT_CREATED))]
    )
    ids = [
        people.ids("events", number),
        people.ids("events/signup", crowd.ordinals),
        people.ids("events/pot", pots.number),
    ]
    number = np.concatenate([number, -1 - crowd.ordinals, -1 - (pots.number + (1 << 40))])
    visitor = people.chance("events/visitor", number, shapes.VISITOR_SHARE) & (kind < len(shapes.EVENT_NAME.values))
    first_day = people.since_us // DAY_US
    seen = np.unique(owner[~visitor] * (1 << 20) + at[~visitor] // DAY_US) % (1 << 20) - first_day
    days = people.as_of_us // DAY_US - first_day
    return _events(crowd, owner, at, kind, number, np.concatenate(ids), visitor), np.bincount(seen, minlength=days)


def _events(crowd: Crowd, owner: Ints, at: Ints, kind: Ints, number: Ints, ids: Bytes, visitor: Flags) -> Columns:
    people, world = crowd.people, crowd.world

    def u(name: str) -> Floats:
        return people.u(f"events/{name}", number)

    groups = [name.split("_")[0] for name in _NAMES]
    system = (u("os") * len(_SYSTEMS)).astype(np.int64)
    platform = shapes.PLATFORM.quantile(u("platform"))
    web = platform == shapes.PLATFORM.values.index("web")
    desktop = web & (system == len(_SYSTEMS) - 1)
    device = choose(desktop, "desktop", "mobile")
    home = crowd.homes[owner]
    letters = hexadecimal(people.ids("events/session", number))
    return {
        "id": ids,
        "event_name": pick(pa.array(_NAMES), kind),
        "event_category": pick(pa.array([_CATEGORIES[group] for group in groups]), kind),
        "user_id": Nullable(crowd.ids_at(owner), ~visitor),
        "session_id": framed("s_", letters[:, :16]),
        "anonymous_id": Nullable(framed("v_", letters[:, 16:]), visitor),
        "properties": join('{"path": "', pick(pa.array([_PATHS[group] for group in groups]), kind), '"}'),
        "timestamp": at,
        "ip_address": addresses(u("ip")),
        "user_agent": any_of(world, "agents", u("agent")),
        "referrer": Nullable(
            pick(pa.array(_REFERRERS), (u("referrer") * len(_REFERRERS)).astype(np.int64)), web & (u("comes") < 0.5)
        ),
        "page_url": Nullable(join("https://wolo.sn", pick(pa.array([_PATHS[group] for group in groups]), kind)), web),
        "platform": shapes.PLATFORM.texts(u("platform")),
        "device_type": device,
        "os": pick(pa.array(_SYSTEMS), np.where(web, system, np.minimum(system, 2))),
        "browser": Nullable(pick(pa.array(_BROWSERS), system), web),
        "country": pa.repeat("SEN", len(owner)),
        "region": pick(world.pools["cities.region"], home),
        "city": pick(world.pools["cities.city"], home),
        "created_at": at,
    }


def assignment_columns(crowd: Crowd) -> Columns:
    """Return who saw which variant: users who signed up while an experiment ran, and visitors besides."""
    people, world = crowd.people, crowd.world
    rows = [_assigned(crowd, place, test) for place, test in enumerate(world.reference["ab_tests"])]
    ids, test_ids, users, is_user, variants, at, numbers = (stacked(list(column)) for column in zip(*rows, strict=True))
    return {
        "id": ids,
        "test_id": test_ids,
        "user_id": Nullable(users, is_user),
        "anonymous_id": Nullable(framed("v_", hexadecimal(ids)[:, :16]), ~is_user),
        "variant": variants,
        "assigned_at": at,
        "ip_address": addresses(people.u("tests/ip", numbers)),
        "user_agent": any_of(world, "agents", people.u("tests/agent", numbers)),
    }


def _assigned(crowd: Crowd, place: int, test: Any) -> tuple[Any, ...]:
    people, signup = crowd.people, crowd.lives.signup_us
    start = (date.fromisoformat(test["start_date"]) - EPOCH.date()).days * DAY_US
    end = (date.fromisoformat(test["end_date"]) - EPOCH.date()).days * DAY_US if test["end_date"] else people.as_of_us
    here = np.flatnonzero((signup >= start) & (signup < end))
    user = here[people.chance(f"tests/{place}/in", crowd.ordinals[here], shapes.ASSIGNED_SHARE)]
    visitor = here[people.chance(f"tests/{place}/visitor", crowd.ordinals[here], _VISITORS_PER_USER)]
    row = np.concatenate([user, visitor])
    is_user = np.arange(len(row)) < len(user)
    number = (crowd.ordinals[row] * 2 + is_user) * len(crowd.world.reference["ab_tests"]) + place
    variant = choice(test["traffic_allocation"]).texts(people.u("tests/variant", number))
    test_id = np.tile(np.frombuffer(bytes.fromhex(test["id"].replace("-", "")), dtype=np.uint8), (len(row), 1))
    ids = people.ids("ab_test_assignments", number)
    return ids, test_id, crowd.ids_at(row), is_user, plain(variant), signup[row], number


def audit_columns(crowd: Crowd, donations: Donations) -> Columns:
    """Return what was done: by staff, by users about themselves, and by the system."""
    people, lives, ordinals = crowd.people, crowd.lives, crowd.ordinals
    (checked, checked_us), back = verified(people, ordinals), refunded(donations)
    given, given_us, taken, taken_us = consent(people, ordinals)
    over = np.flatnonzero(donations.pots.closes_us <= people.as_of_us)
    own = {
        _VERIFIED: (np.flatnonzero(checked), checked_us),
        _GIVEN: (np.flatnonzero(given), given_us),
        _TAKEN: (np.flatnonzero(taken), taken_us),
        _LEAVES: (np.flatnonzero(lives.leaving), lives.until_us),
        _SUSPENDED: (np.flatnonzero(lives.suspended), lives.until_us),
    }
    kind = [np.full(len(rows), action) for action, (rows, _) in own.items()]
    number = [ordinals[rows] * len(_ACTIONS) + action for action, (rows, _) in own.items()]
    staff = {
        _VERIFIED: people.staff_of(crowd.u("profiles/verifier")),
        _SUSPENDED: people.staff_of(crowd.u("users/suspended_by")),
    }
    actor = [rows_at(staff.get(action, crowd.ids), rows) for action, (rows, _) in own.items()]
    about = [crowd.ids_at(rows) for rows, _ in own.values()]
    at = [times[rows] for rows, times in own.values()]
    refund_number, pot_number = donations.number[back], donations.pots.number[over]
    kind += [np.full(len(back), _REFUND), np.full(len(over), _CLOSED)]
    number += [refund_number * len(_ACTIONS) + _REFUND, pot_number * len(_ACTIONS) + _CLOSED]
    actor += [people.staff_of(people.u("refunds/by", refund_number)), np.zeros((len(over), 16), dtype=np.uint8)]
    about += [rows_at(donation_ids(people, donations), back), rows_at(pot_ids(people, donations.pots), over)]
    at += [donations.refunded_us[back], donations.pots.closes_us[over]]
    return _audit(crowd, *(np.concatenate(column) for column in (kind, number, actor, about, at)))


def _audit(crowd: Crowd, kind: Ints, number: Ints, actor: Bytes, about: Bytes, at: Ints) -> Columns:
    people, acted = crowd.people, kind != _CLOSED
    consents = (kind == _GIVEN) | (kind == _TAKEN)
    before, after = choose(kind == _TAKEN, "true", "false"), choose(kind == _TAKEN, "false", "true")
    request = framed("req_", hexadecimal(people.ids("audit/request", number))[:, :16])
    return {
        "id": people.ids("audit_logs", number),
        "actor_user_id": Nullable(actor, acted),
        "actor_type": pick(pa.array([actor for _, _, actor in _ACTIONS]), kind),
        "actor_ip": Nullable(addresses(people.u("audit/ip", number)), acted),
        "action": pick(pa.array([action for action, _, _ in _ACTIONS]), kind),
        "resource_type": pick(pa.array([resource for _, resource, _ in _ACTIONS]), kind),
        "resource_id": about,
        "old_values": Nullable(join('{"marketing_notifications": ', before, "}"), consents),
        "new_values": Nullable(join('{"marketing_notifications": ', after, "}"), consents),
        "reason": Nullable(pa.repeat("Demande traitée", len(kind)), kind == _REFUND),
        "metadata": pa.nulls(len(kind), pa.string()),
        "timestamp": at,
        "request_id": Nullable(request, acted),
        "user_agent": Nullable(any_of(crowd.world, "agents", people.u("audit/agent", number)), acted),
        "created_at": at,
    }
