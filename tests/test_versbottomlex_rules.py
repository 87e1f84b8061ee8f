"""Each rule of VersBottomLex's tables meets a row that it must refuse, beside one that differs only in that."""

from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from sqlalchemy import CheckConstraint
from versbottomlex_for_tests import DAY, DIGEST, ENVELOPE, NOW, SHARDS, USERS_PER_SHARD, Platform, opened

from livvly_lab.designs.versbottomlex import VERSBOTTOMLEX
from livvly_lab.domain.parameters import Parameters
from livvly_lab.domain.physical import LAYOUTS
from livvly_lab.lab.run import Run

Filled = Callable[[Parameters], Run]


@pytest.fixture(scope="module")
def loaded(filled: Filled) -> Run:
    return filled(Parameters("versbottomlex", SHARDS, USERS_PER_SHARD, layout="inheritance"))


@pytest.fixture
def platform(loaded: Run) -> Iterator[Platform]:
    with opened(loaded) as found:
        yield found


@pytest.fixture(params=LAYOUTS)
def anywhere(request: pytest.FixtureRequest, filled: Filled) -> Iterator[Platform]:
    with opened(filled(Parameters("versbottomlex", SHARDS, USERS_PER_SHARD, layout=request.param))) as found:
        yield found


BROKEN: list[tuple[str, str, dict[str, Any]]] = [
    ("regions", "currency", {"currency": "chf"}),
    ("countries", "code", {"code": "ch"}),
    ("countries", "tax_permille", {"tax_permille": 301}),
    ("encryption_keys", "purpose", {"purpose": "fun"}),
    ("users", "status", {"status": "away"}),
    ("users", "username", {"username": "Ada Lovelace"}),
    ("users", "password_hash", {"password_hash": "hunter2"}),
    ("users", "failed_logins", {"failed_logins": -1}),
    ("users", "birth_date", {"birth_date": (NOW - 900 * DAY - 18 * 365 * DAY).date()}),
    ("users", "deleted_at", {"status": "closed"}),
    ("users", "email_ciphertext", {"email_ciphertext": b"ada@example.org, in plain sight of all"}),
    ("users", "mfa_secret_ciphertext", {"mfa_secret_ciphertext": b"\x01short"}),
    ("login_identities", "kind", {"kind": "phone"}),
    ("login_identities", "lookup_hash", {"lookup_hash": b"ada@example.org"}),
    ("role_permissions", "permission", {"permission": "everything"}),
    ("user_roles", "expires_at", {"created_at": NOW, "expires_at": NOW}),
    ("user_preferences", "theme", {"theme": "pink"}),
    ("account_flags", "reason", {"reason": "boring"}),
    ("account_flags", "outcome", {"outcome": "praised", "resolved_at": NOW, "resolved_by": None}),
    ("account_flags", "severity", {"severity": 4}),
    ("account_flags", "resolved", {"resolved_at": NOW}),
    ("performer_profiles", "latency_mode", {"latency_mode": "none"}),
    ("performer_profiles", "chat_mode", {"chat_mode": "nobody"}),
    ("performer_profiles", "default_height_pixels", {"default_height_pixels": 999}),
    ("performer_profiles", "default_bitrate_kbps", {"default_bitrate_kbps": 299}),
    ("performer_schedules", "weekday", {"weekday": 8}),
    ("performer_schedules", "ends_at", {"ends_at": "20:00"}),
    ("payout_accounts", "method", {"method": "cash"}),
    ("payout_accounts", "verification_status", {"verification_status": "maybe", "verified_at": None}),
    ("payout_accounts", "verified_at", {"verified_at": None}),
    ("payout_accounts", "holder_ciphertext", {"holder_ciphertext": b"Ada Lovelace, 12 St James's Square"}),
    ("payout_accounts", "account_ciphertext", {"account_ciphertext": b"DE89370400440532013000" * 2}),
    ("payout_accounts", "tax_number_ciphertext", {"tax_number_ciphertext": b"12/345/67890" * 4}),
    ("viewer_profiles", "quality", {"quality": "worst"}),
    ("content_ratings", "least_age", {"least_age": 22}),
    ("retention_policies", "keep_days", {"keep_days": 0}),
    ("retention_policies", "grace_days", {"grace_days": 91}),
    ("tags", "status", {"status": "odd"}),
    ("tags", "merged_into", {"id": 7_000, "merged_into": 7_000}),
    ("streams", "visibility", {"visibility": "secret"}),
    ("streams", "status", {"status": "paused", "started_at": None, "ended_at": None}),
    ("streams", "ingest_protocol", {"ingest_protocol": "ftp"}),
    ("streams", "codec", {"codec": "theora"}),
    ("streams", "access_plan_id", {"visibility": "subscribers"}),
    ("streams", "started_at", {"started_at": None}),
    ("streams", "ended_at", {"ended_at": None}),
    ("streams", "height_pixels", {"height_pixels": 100}),
    ("streams", "frames_per_second", {"frames_per_second": 31}),
    ("streams", "bitrate_kbps", {"bitrate_kbps": 20_001}),
    ("streams", "stream_key_hash", {"stream_key_hash": b"live_key"}),
    ("stream_archives", "visibility", {"visibility": "secret"}),
    ("stream_archives", "moderation_status", {"moderation_status": "liked"}),
    ("stream_archives", "moderated_at", {"moderated_at": None}),
    ("stream_archives", "size_bytes", {"size_bytes": 0}),
    ("stream_archives", "duration_seconds", {"duration_seconds": 0, "starts_at_seconds": -1}),
    ("stream_archives", "starts_at_seconds", {"starts_at_seconds": 7_200}),
    ("stream_archives", "part", {"part": 0}),
    ("stream_archives", "checksum", {"checksum": b"abc"}),
    ("payment_providers", "fee_permille", {"fee_permille": 201}),
    ("payment_methods", "kind", {"kind": "cash", "expires_on": None}),
    ("payment_methods", "verification_status", {"verification_status": "maybe", "verified_at": None}),
    ("payment_methods", "verified_at", {"verified_at": None}),
    ("payment_methods", "card", {"expires_on": None}),
    ("payment_methods", "last4", {"last4": "42"}),
    ("payment_methods", "provider_token", {"provider_token": "4242 4242 4242 4242"}),
    ("payment_methods", "fingerprint", {"fingerprint": b"4242"}),
    ("payment_methods", "billing_ciphertext", {"billing_ciphertext": b"Ada Lovelace, 12 St James's Square"}),
    ("gifts", "price_minor", {"price_minor": 0}),
    ("revenue_share_rules", "kind", {"kind": "raffle"}),
    ("revenue_share_rules", "validity", {"validity": "empty"}),
    ("revenue_share_rules", "performer_permille", {"performer_permille": 1_001}),
    ("pricing_plans", "kind", {"kind": "rent"}),
    ("pricing_plans", "tier", {"tier": None}),
    ("pricing_plans", "period_days", {"period_days": 0}),
    ("pricing_plans", "benefits", {"benefits": {"badge": True}}),
    ("plan_prices", "validity", {"validity": "(,2026-01-01)"}),
    ("plan_prices", "amount_minor", {"amount_minor": 0}),
    ("plan_prices", "currency", {"currency": "eur"}),
    ("promotions", "code", {"code": "front row"}),
    ("promotions", "percent_off", {"percent_off": 101}),
    ("promotions", "validity", {"validity": "[2026-01-01,)"}),
    ("promotions", "redemptions", {"most_redemptions": 3, "redemptions": 4}),
    ("subscriptions", "status", {"status": "paused"}),
    ("subscriptions", "paid_until", {"paid_until": NOW - 10 * DAY}),
    ("subscriptions", "cancelled_at", {"status": "cancelled"}),
    ("subscriptions", "price_minor", {"price_minor": -1}),
    ("subscriptions", "currency", {"currency": "€"}),
    ("payouts", "status", {"status": "lost", "sent_at": NOW}),
    ("payouts", "amount_minor", {"amount_minor": 0}),
    ("payouts", "period", {"period": "[2026-09-01,)"}),
    ("payouts", "sent_at", {"sent_at": NOW}),
    ("payouts", "currency", {"currency": "eur"}),
    ("transactions", "status", {"status": "lost", "settled_at": None}),
    ("transactions", "subscription_id", {"kind": "subscription"}),
    ("transactions", "plan_id", {"kind": "pay_per_view"}),
    ("transactions", "gift_code", {"kind": "gift"}),
    ("transactions", "settled_at", {"settled_at": None}),
    ("transactions", "refunded_at", {"refunded_at": NOW}),
    ("transactions", "failure_code", {"failure_code": "card_declined"}),
    ("transactions", "risk_score", {"risk_score": 101}),
    ("transactions", "currency", {"currency": "usd"}),
    ("transactions", "tip_currency", {"currency": "EUR"}),
    ("messages", "moderation_status", {"moderation_status": "odd"}),
    ("messages", "body", {"body": ""}),
    ("messages", "moderated_by", {"moderation_status": "hidden"}),
    ("message_attachments", "media_type", {"media_type": "application/x-sh"}),
    ("message_attachments", "size_bytes", {"size_bytes": 25 * 1_024 * 1_024 + 1}),
    ("message_attachments", "checksum", {"checksum": b"abc"}),
    ("message_attachments", "scan_status", {"scan_status": "skipped"}),
    ("reactions", "kind", {"kind": "boo"}),
    ("reactions", "share_target", {"kind": "share"}),
    ("stream_views", "device", {"device": "fridge"}),
    ("stream_views", "left_at", {"left_at": NOW - 41 * DAY}),
    ("polls", "options", {"options": ["this"]}),
    ("polls", "closes_at", {"closes_at": NOW - 40 * DAY}),
    ("poll_votes", "choice", {"choice": 0}),
    ("notification_templates", "channel", {"channel": "fax"}),
    ("notification_templates", "version", {"version": 0}),
    ("notification_settings", "channel", {"channel": "fax"}),
    ("notifications", "channel", {"channel": "fax"}),
    ("notifications", "status", {"status": "lost", "sent_at": NOW}),
    ("notifications", "sent_at", {"status": "sent"}),
    ("notifications", "delivered_at", {"status": "delivered", "sent_at": NOW}),
    ("notifications", "read_at", {"status": "read", "sent_at": NOW, "delivered_at": NOW}),
    ("notifications", "failure", {"status": "failed", "sent_at": NOW}),
    ("notifications", "attempts", {"attempts": 6}),
    ("performance_metrics", "returning_viewers", {"returning_viewers": 1}),
    ("performance_metrics", "counts", {"viewers": 0, "messages": -1}),
    ("performance_metrics", "tips_usd_minor", {"tips_usd_minor": -1}),
    ("audit_logs", "category", {"category": "gossip"}),
    ("audit_logs", "action", {"action": "did something"}),
]
"""Table, name of its CHECK, and what of a valid row breaks it and no other rule."""

BY_TRIGGER_ALONE = {
    ("categories", "parent"),
    ("transactions", "gross_minor"),
    ("transactions", "parts"),
    ("transactions", "shares"),
    ("transactions", "performer_permille"),
    ("transactions", "kind"),
    ("transactions", "payout_id"),
    ("transactions", "viewer_id"),
    ("subscriptions", "viewer_id"),
    ("follows", "viewer_id"),
    ("messages", "sender_id"),
    ("messages", "read_at"),
}
"""CHECKs with a test of their own below or beside the trigger that computes what they hold to."""


@pytest.mark.parametrize(("table", "name", "broken"), BROKEN, ids=[f"{t}-{n}" for t, n, _ in BROKEN])
def test_a_row_that_breaks_one_rule_is_refused_by_it_and_taken_without_that(
    table: str, name: str, broken: dict[str, Any], platform: Platform
) -> None:
    good = platform.row_of(table)
    with platform.refused():
        platform.insert(table, good)
        raise psycopg.Rollback
    with pytest.raises(psycopg.errors.CheckViolation) as refusal, platform.refused():
        platform.insert(table, good | broken)
    assert (refusal.value.diag.constraint_name or "").removeprefix(f"{table}_").removesuffix("_check") == name


def test_every_check_of_the_design_has_a_row_that_it_must_refuse() -> None:
    declared = {
        (table.name, str(check.name).removeprefix(f"{table.name}_").removesuffix("_check"))
        for table in VERSBOTTOMLEX.tables
        for check in table.constraints
        if isinstance(check, CheckConstraint)
    }
    assert declared == {(table, name) for table, name, _ in BROKEN} | BY_TRIGGER_ALONE


def test_nobody_follows_subscribes_to_writes_to_or_pays_themselves(anywhere: Platform) -> None:
    ada = anywhere.performer()
    for table, who, whom in (
        ("follows", "viewer_id", "performer_id"),
        ("subscriptions", "viewer_id", "performer_id"),
        ("transactions", "viewer_id", "performer_id"),
        ("messages", "sender_id", "owner_id"),
    ):
        values = anywhere.row_of(table, **{who: ada, whom: ada})
        with pytest.raises(psycopg.errors.CheckViolation), anywhere.refused():
            anywhere.insert(table, values)


def test_a_public_message_is_read_by_all_so_that_nobody_marks_it_read(anywhere: Platform) -> None:
    ada = anywhere.performer()
    stream = anywhere.put("streams", performer_id=ada)
    public = anywhere.row_of("messages", owner_id=ada, stream_id=stream, sender_id=ada)
    with pytest.raises(psycopg.errors.CheckViolation), anywhere.refused():
        anywhere.insert("messages", public | {"read_at": NOW})
    anywhere.insert("messages", public)


# keys


@pytest.mark.parametrize(
    ("table", "again"),
    {
        "user_roles": ("user_id", "role_code"),
        "login_identities": ("kind", "lookup_hash"),
        "follows": ("performer_id", "viewer_id"),
        "favorites": ("viewer_id", "archive_id"),
        "stream_invitations": ("stream_id", "viewer_id", "performer_id"),
        "reactions": ("stream_id", "user_id", "performer_id", "kind"),
        "poll_votes": ("poll_id", "voter_id", "performer_id"),
        "performer_schedules": ("performer_id", "weekday", "starts_at"),
        "stream_archives": ("stream_id", "performer_id", "part"),
        "promotions": ("performer_id", "code", "plan_id"),
        "provider_events": ("provider_code", "provider_ref"),
        "notification_settings": ("user_id", "event_code", "channel"),
        "performance_metrics": ("stream_id", "performer_id"),
    }.items(),
)
def test_what_may_be_there_once_is_refused_the_second_time(
    table: str, again: tuple[str, ...], anywhere: Platform
) -> None:
    first = anywhere.row_of(table)
    anywhere.insert(table, first)
    second = anywhere.row_of(table, **{name: first[name] for name in again if name in first})
    if table == "promotions":
        second["validity"] = "[2027-01-01,2027-02-01)"
    with pytest.raises(psycopg.errors.UniqueViolation), anywhere.refused():
        anywhere.insert(table, second)


@pytest.mark.parametrize(
    ("table", "first", "second"),
    [
        ("payment_methods", {"is_default": True}, {"is_default": True}),
        ("payout_accounts", {}, {}),
        ("pricing_plans", {}, {}),
        ("subscriptions", {}, {"status": "past_due"}),
    ],
)
def test_one_at_a_time_is_refused_while_the_first_lives_and_taken_after_it(
    table: str, first: dict[str, Any], second: dict[str, Any], anywhere: Platform
) -> None:
    made = anywhere.row_of(table, **first)
    anywhere.insert(table, made)
    same = {n: made[n] for n in ("user_id", "performer_id", "viewer_id", "plan_id") if n in made}
    other = anywhere.row_of(table, **same, **second)
    with pytest.raises(psycopg.errors.UniqueViolation), anywhere.refused():
        anywhere.insert(table, other)
    over = "status = 'expired'" if table == "subscriptions" else "deleted_at = now()"
    anywhere.do(f"UPDATE {table} SET {over} WHERE id = %s", made["id"])  # noqa: S608
    anywhere.insert(table, other)


def test_what_names_nobody_is_refused_where_a_foreign_key_reaches(anywhere: Platform) -> None:
    missing = "00000000-0000-4000-8000-000000000000"
    for table, column in (("stream_archives", "stream_id"), ("plan_prices", "plan_id"), ("reactions", "stream_id")):
        values = anywhere.row_of(table)
        with pytest.raises(psycopg.errors.ForeignKeyViolation), anywhere.refused():
            anywhere.insert(table, values | {column: missing})


def test_deleting_a_stream_takes_what_hangs_on_it_and_leaves_what_was_paid(anywhere: Platform) -> None:
    ada = anywhere.performer()
    stream = anywhere.put("streams", performer_id=ada)
    hanging = ("stream_archives", "reactions", "stream_views", "polls", "stream_invitations", "performance_metrics")
    for table in hanging:
        anywhere.put(table, performer_id=ada, stream_id=stream)
    anywhere.put("messages", owner_id=ada, stream_id=stream)
    paid = anywhere.put("transactions", performer_id=ada, stream_id=stream)
    anywhere.do("DELETE FROM streams WHERE id = %s", stream)
    left = [t for t in (*hanging, "messages") if anywhere.one(f"SELECT count(*) FROM {t} WHERE stream_id = %s", stream)]  # noqa: S608
    assert left == []
    assert anywhere.one("SELECT stream_id FROM transactions WHERE id = %s", paid) is None


def test_a_performer_whose_sales_are_kept_cannot_be_removed(anywhere: Platform) -> None:
    ada = anywhere.performer()
    anywhere.put("transactions", performer_id=ada)
    kept = (psycopg.errors.RestrictViolation, psycopg.errors.ForeignKeyViolation)  # the second before version 18
    with pytest.raises(kept), anywhere.refused():
        anywhere.do("DELETE FROM users WHERE id = %s", ada)
    assert anywhere.do("DELETE FROM users WHERE id = %s", anywhere.performer()) == 1


def test_an_envelope_and_a_digest_are_taken_as_they_are(platform: Platform) -> None:
    made = platform.put("payout_accounts")
    row = platform.row("SELECT holder_ciphertext, key_id FROM payout_accounts WHERE id = %s", made)
    assert (bytes(row["holder_ciphertext"]), row["key_id"]) == (ENVELOPE, 2)
    assert len(DIGEST) == 32
