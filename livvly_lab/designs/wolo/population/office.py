"""What staff keep: partners, switches, settings, the watch over the services, their own sessions.

Tables: partners, feature_flags, system_config, system_health_checks, admin_sessions. Source: wolo sections 3.6, 3.10.
"""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from livvly_lab.designs.wolo.population import catalogue, shapes
from livvly_lab.designs.wolo.population.identity import like_sha256
from livvly_lab.designs.wolo.population.people import People
from livvly_lab.designs.wolo.population.vocabulary import addresses, any_of, numbers
from livvly_lab.domain.clock import DAY_US, HOUR_US
from livvly_lab.domain.columns import choose, lists, pick
from livvly_lab.domain.people import Flags
from livvly_lab.domain.population import Columns, Nullable, World

_SERVICES = (
    "identity", "profiles", "referral", "pots", "donations",
    "packs", "redemption", "notifications", "analytics", "admin",
)  # fmt: skip
_CHECKS = 12
_CHECKED_EVERY_US = 4 * HOUR_US
_SLOW_MS = 800
_SESSIONS_EACH = 8
_SESSION_HOURS = 8
_LEVELS = ("super", "regular", "partner")
_PERMISSIONS = {"super": ("all",), "regular": ("users", "refunds"), "partner": ("redeem",)}
_ONBOARDED_DAYS = 14


def office(world: World) -> Iterator[tuple[str, Columns]]:
    """Yield the tables of the office; none of them grows with the users."""
    yield "partners", _partners(world)
    yield "feature_flags", _flags(world)
    yield "system_config", _settings(world)
    yield "system_health_checks", _health(world)
    yield "admin_sessions", _sessions(world)


def _partners(world: World) -> Columns:
    people, known = People.of(world), catalogue.partners(world)
    rows = np.arange(len(known.ids), dtype=np.int64)
    asked = people.since_us + rows * 7 * HOUR_US
    accepted = asked + (people.u("partners/accepted", rows) * _ONBOARDED_DAYS * DAY_US).astype(np.int64)
    pending = _is(world, "partners.status", "pending")
    names = ("name", "type", "description", "contact_name", "contact_email", "contact_phone", "business_registration")
    texts = (*names, "tax_id", "payment_terms", "venues", "status")
    return {
        "id": known.ids,
        **{name: world.pools[f"partners.{name}"] for name in texts},
        "revenue_split_percentage": known.split,
        "minimum_payout_cfa": known.least_cfa,
        "verified_at": Nullable(accepted, ~pending),
        "verified_by_user_id": Nullable(people.staff_of(people.u("partners/by", rows)), ~pending),
        "auto_approve_redemptions": _is(world, "partners.auto_approve", "true"),
        "notification_preferences": pa.repeat('{"email": true, "whatsapp": true}', len(rows)),
        "created_at": asked,
        "updated_at": np.where(pending, asked, accepted),
    }


def _flags(world: World) -> Columns:
    people = People.of(world)
    rows = np.arange(len(world.pools["feature_flags.flag_key"]), dtype=np.int64)
    made = people.since_us + rows * DAY_US
    changed = made + (people.u("flags/changed", rows) * 300 * DAY_US).astype(np.int64)
    return {
        "id": people.ids("feature_flags", rows),
        "flag_key": world.pools["feature_flags.flag_key"],
        "name": world.pools["feature_flags.name"],
        "description": world.pools["feature_flags.description"],
        "is_enabled": _is(world, "feature_flags.enabled", "true"),
        "flag_type": world.pools["feature_flags.type"],
        "flag_value": world.pools["feature_flags.value"],
        "rollout_percentage": numbers(world, "feature_flags.rollout"),
        "target_user_groups": _listed(world, "feature_flags.groups"),
        "target_regions": _listed(world, "feature_flags.regions"),
        "environment": world.pools["feature_flags.environment"],
        "created_by_user_id": people.staff_of(people.u("flags/by", rows)),
        "last_modified_by_user_id": people.staff_of(people.u("flags/changed_by", rows)),
        "created_at": made,
        "updated_at": changed,
    }


def _settings(world: World) -> Columns:
    people = People.of(world)
    rows = np.arange(len(world.pools["system_config.config_key"]), dtype=np.int64)
    made = np.full(len(rows), people.since_us)
    return {
        "id": people.ids("system_config", rows),
        "config_key": world.pools["system_config.config_key"],
        "config_value": world.pools["system_config.value"],
        "description": world.pools["system_config.description"],
        "data_type": world.pools["system_config.type"],
        "is_sensitive": _is(world, "system_config.sensitive", "true"),
        "validation_rules": world.pools["system_config.rules"],
        "environment": pa.repeat("production", len(rows)),
        "last_modified_by_user_id": people.staff_of(people.u("settings/by", rows)),
        "created_at": made,
        "updated_at": made,
    }


def _health(world: World) -> Columns:
    """Return what the watch found in the last two days, every four hours."""
    people = People.of(world)
    row = np.arange(len(_SERVICES) * _CHECKS, dtype=np.int64)
    at = people.as_of_us - (1 + row // len(_SERVICES)) * _CHECKED_EVERY_US
    milliseconds = (20 + people.u("health/ms", row) ** 6 * 2_000).astype(np.int64)
    slow = milliseconds > _SLOW_MS
    return {
        "id": people.ids("system_health_checks", row),
        "service_name": pick(pa.array(_SERVICES), row % len(_SERVICES)),
        "check_name": pa.repeat("http", len(row)),
        "status": choose(slow, "degraded", "healthy"),
        "response_time_ms": milliseconds,
        "check_data": pa.repeat('{"replicas": 2}', len(row)),
        "error_message": Nullable(pa.repeat("Réponse lente", len(row)), slow),
        "checked_at": at,
        "created_at": at,
    }


def _sessions(world: World) -> Columns:
    """Return the sessions of staff and partners in the last ninety days: older ones are gone."""
    people = People.of(world)
    users = min(people.known, people.users)
    row = np.arange(users * _SESSIONS_EACH, dtype=np.int64)
    ordinal = row % users
    signup = people.signup_us(ordinal)
    begin = np.maximum(signup, people.as_of_us - shapes.SESSION_DAYS * DAY_US + HOUR_US)
    at = people.rhythm.between(people.u("office/at", row), begin, np.full(len(row), people.as_of_us - HOUR_US))
    ends = at + _SESSION_HOURS * HOUR_US
    worked = at + (people.u("office/worked", row) * HOUR_US).astype(np.int64)
    left = people.chance("office/leaves", row, 0.6)
    over = left | (ends < people.as_of_us)
    level = np.where(ordinal == 0, 0, np.where(ordinal < people.staff, 1, 2))
    count = np.array([len(_PERMISSIONS[name]) for name in _LEVELS])[level]
    granted = pa.array([permission for each in level for permission in _PERMISSIONS[_LEVELS[each]]])
    return {
        "id": people.ids("admin_sessions", row),
        "user_id": people.ids("users", ordinal),
        "session_token_hash": like_sha256(people, "office/token", row),
        "ip_address": addresses(people.u("office/ip", row)),
        "user_agent": any_of(world, "agents", people.u("office/agent", row)),
        "admin_level": pick(pa.array(_LEVELS), level),
        "permissions_granted": lists(granted, count),
        "created_at": at,
        "last_activity_at": worked,
        "expires_at": ends,
        "terminated_at": Nullable(np.where(left, worked, ends), over),
        "termination_reason": Nullable(choose(left, "logout", "timeout"), over),
        "is_suspicious": people.chance("office/suspicious", row, 0.02),
        "security_flags": pa.nulls(len(row), pa.string()),
    }


def _is(world: World, pool: str, value: str) -> Flags:
    those: Flags = np.asarray(world.pools[pool].to_pylist()) == value
    return those


def _listed(world: World, pool: str) -> pa.Array:
    """Return texts cut at their bars; an empty one is NULL: it is for all."""
    return pa.array(
        [text.split("|") if text else None for text in world.pools[pool].to_pylist()], pa.list_(pa.string())
    )
