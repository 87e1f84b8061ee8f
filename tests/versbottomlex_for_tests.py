"""A loaded VersBottomLex that a test may change: single valid rows put where they belong, and who is signed in."""

import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import numpy as np
from psycopg import Connection, sql
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from livvly_lab.lab.run import Run

SHARDS, USERS_PER_SHARD = 8, 40
ROLE = "versbottomlex_app"
NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
ENVELOPE = b"\x01\x00\x02" + bytes(range(60))
DIGEST = bytes(32)

_numbers = count(1)

_LEAST: Mapping[str, Mapping[str, Any]] = {
    "users": {
        "display_name": "Ada",
        "birth_date": "1990-01-01",
        "country_code": "DE",
        "email_ciphertext": ENVELOPE,
        "created_at": NOW - 900 * DAY,
    },
    "user_roles": {"role_code": "viewer"},
    "login_identities": {"kind": "email", "lookup_hash": DIGEST},
    "user_preferences": {"locale": "de-DE", "timezone": "Europe/Berlin"},
    "account_flags": {"reason": "spam", "severity": 1},
    "performer_profiles": {
        "stage_name": "Lunar Fox",
        "default_height_pixels": 1080,
        "default_bitrate_kbps": 5_200,
        "chat_mode": "everyone",
    },
    "performer_schedules": {"weekday": 5, "starts_at": "20:00", "ends_at": "22:00"},
    "payout_accounts": {
        "method": "sepa",
        "holder_ciphertext": ENVELOPE,
        "account_ciphertext": ENVELOPE,
        "account_last4": "6789",
        "key_id": 2,
        "verification_status": "verified",
        "verified_at": NOW - 300 * DAY,
        "is_default": True,
    },
    "viewer_profiles": {"highest_rating": "adult"},
    "categories": {"slug": "new", "name": "New", "description": "New", "least_rating": "general", "position": 99},
    "tags": {"slug": "new-tag", "name": "new tag"},
    "streams": {
        "title": "A show",
        "description": "Come in",
        "category_id": 13,
        "rating": "general",
        "locale": "de-DE",
        "visibility": "public",
        "status": "ended",
        "scheduled_at": NOW - 40 * DAY,
        "started_at": NOW - 40 * DAY,
        "ended_at": NOW - 40 * DAY + timedelta(hours=2),
        "ingest_protocol": "srt",
        "codec": "av1",
        "height_pixels": 1080,
        "frames_per_second": 30,
        "bitrate_kbps": 5_200,
        "stream_key_hash": DIGEST,
    },
    "stream_archives": {
        "storage_uri": "s3://x/1.mp4",
        "checksum": DIGEST,
        "size_bytes": 1_000,
        "duration_seconds": 7_200,
        "manifest_uri": "https://x/1.m3u8",
        "visibility": "public",
        "moderation_status": "approved",
        "moderated_at": NOW - 39 * DAY,
        "retention_code": "standard",
        "created_at": NOW - 40 * DAY,
    },
    "payment_methods": {
        "provider_code": "cardly",
        "provider_token": "pm_abc",
        "kind": "card",
        "last4": "4242",
        "expires_on": "2029-01-31",
        "fingerprint": DIGEST,
        "billing_ciphertext": ENVELOPE,
        "key_id": 3,
        "verification_status": "verified",
        "verified_at": NOW - 500 * DAY,
    },
    "pricing_plans": {"kind": "subscription", "name": "Friends", "tier": 1, "period_days": 30},
    "plan_prices": {"region_code": "EU", "validity": "[2025-01-01,)", "amount_minor": 500, "currency": "EUR"},
    "promotions": {"code": "FRONT1", "percent_off": 20, "validity": "[2026-10-01,2026-12-01)"},
    "subscriptions": {
        "price_minor": 500,
        "currency": "EUR",
        "status": "active",
        "started_at": NOW - 10 * DAY,
        "paid_until": NOW + 20 * DAY,
    },
    "transactions": {
        "kind": "tip",
        "status": "settled",
        "currency": "USD",
        "gross_minor": 1_190,
        "tax_minor": 0,
        "fee_minor": 0,
        "performer_minor": 0,
        "platform_minor": 0,
        "performer_permille": 0,
        "tax_country": "DE",
        "risk_score": 5,
        "created_at": NOW - 5 * DAY,
        "settled_at": NOW - 5 * DAY,
    },
    "payouts": {"period": "[2026-09-01,2026-10-01)", "amount_minor": 100, "currency": "EUR", "status": "prepared"},
    "provider_events": {"provider_code": "cardly", "provider_ref": "pay_1"},
    "messages": {"body": "hello"},
    "message_attachments": {
        "storage_uri": "s3://x/a",
        "media_type": "image/webp",
        "size_bytes": 100,
        "checksum": DIGEST,
        "scan_status": "clean",
    },
    "reactions": {"kind": "like"},
    "stream_views": {"joined_at": NOW - 40 * DAY, "device": "phone"},
    "polls": {
        "question": "Which?",
        "options": ["this", "that"],
        "opens_at": NOW - 40 * DAY,
        "closes_at": NOW - 39 * DAY,
    },
    "poll_votes": {"choice": 1, "created_at": NOW - 40 * DAY + timedelta(hours=1)},
    "notification_settings": {"event_code": "stream_live", "channel": "in_app", "is_enabled": False},
    "notifications": {"event_code": "stream_live", "channel": "in_app"},
    "performance_metrics": {
        "metric_date": "2026-10-01",
        **dict.fromkeys(
            ("viewers", "watch_seconds", "returning_viewers", "reactions", "shares", "messages", "sales"), 0
        ),
        "tips_usd_minor": 0,
    },
    "audit_logs": {"category": "system", "action": "job.finished"},
    "revenue_share_rules": {"kind": "tip", "validity": "[2020-01-01,2021-01-01)", "performer_permille": 500},
    "retention_policies": {"code": "week", "keep_days": 7, "grace_days": 1, "description": "A week"},
    "gifts": {"code": "kite", "name": "Kite", "price_minor": 100},
    "countries": {"code": "CH", "name": "Switzerland", "region_code": "EU", "tax_permille": 81},
    "regions": {"code": "CH", "name": "Switzerland", "currency": "CHF"},
    "content_ratings": {"code": "kids", "least_age": 0, "description": "For children"},
    "encryption_keys": {"id": 9, "purpose": "payout", "kms_reference": "kms://x/9"},
    "payment_providers": {"code": "newpay", "name": "NewPay", "api_version": "1", "fee_permille": 20},
    "role_permissions": {"role_code": "viewer", "permission": "streams.rate", "description": "Rate"},
    "notification_templates": {
        "id": 999,
        "event_code": "newsletter",
        "channel": "email",
        "locale": "fr",
        "version": 1,
        "subject": "s",
        "body": "b",
    },
}
"""What a row of each table needs beside its references and defaults."""


@dataclass
class Platform:
    """A loaded VersBottomLex as one session sees it; ids are random, and in the shard asked for."""

    connection: Connection[Any]
    run: Run
    _made: dict[str, Any] = field(default_factory=dict)

    def ask(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """Execute SQL; return what came back, nothing of what returns no rows."""
        cursor = self.connection.execute(query.encode(), values or None)
        return cursor.fetchall() if cursor.description else []

    def one(self, query: str, *values: Any) -> Any:
        """Return the first column of the only row."""
        ((value, *_),) = self.ask(query, *values)
        return value

    def row(self, query: str, *values: Any) -> dict[str, Any]:
        """Return one row by column."""
        with self.connection.cursor(row_factory=dict_row) as cursor:
            found = cursor.execute(query.encode(), values).fetchone()
        assert found is not None, query
        return found

    def do(self, statement: str, *values: Any) -> int:
        """Execute a statement; return how many rows it concerned."""
        return self.connection.execute(statement.encode(), values or None).rowcount

    def shard_of(self, key: uuid.UUID) -> int:
        """Return the shard of an id."""
        ids = np.frombuffer(key.bytes, dtype=np.uint8).reshape(1, 16)
        return int(self.run.function.route(ids, self.run.parameters.shards)[0])

    def home(self, table: str, key: uuid.UUID) -> str:
        """Return the table that takes the rows of a key."""
        physical = self.run.physical
        return physical.home(table, self.shard_of(key)).name if physical.is_sharded(table) else table

    def entry(self, table: str, key: uuid.UUID) -> str:
        """Return the table that the application names to write a row: PostgreSQL finds the partition itself."""
        return table if self.run.physical.is_partitioned(table) else self.home(table, key)

    def row_of(self, table: str, **given: Any) -> dict[str, Any]:
        """Return a row that nothing refuses, with the rows it refers to already written."""
        values = {**_LEAST.get(table, {}), **given}
        logical = self.run.physical.design.table(table)
        if "id" in logical.columns and "id" not in values and str(logical.columns["id"].type) == "UUID":
            values["id"] = uuid.uuid4()
        for column, make in _NEEDS.get(table, {}).items():
            if column not in values:
                values[column] = make(self, values)
        return values

    def put(self, table: str, **given: Any) -> Any:
        """Write a row; return its id, or the first column of its key."""
        values = self.row_of(table, **given)
        self.insert(table, values)
        return values[str(next(iter(self.run.physical.design.table(table).primary_key.columns)).name)]

    def insert(self, table: str, values: Mapping[str, Any]) -> None:
        """Write a row where it belongs."""
        key = self.run.physical.design.placement.keys.get(table)
        home = self.home(table, values[key]) if key else table
        statement = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
            sql.Identifier(home),
            sql.SQL(", ").join(map(sql.Identifier, values)),
            sql.SQL(", ").join(sql.Placeholder() * len(values)),
        )
        self.connection.execute(statement, [Jsonb(v) if isinstance(v, dict) else v for v in values.values()])

    def user(self, shard: int | None = None, **given: Any) -> uuid.UUID:
        """Write a user, in the shard asked for; return the id."""
        made = uuid.uuid4()
        while shard is not None and self.shard_of(made) != shard:
            made = uuid.uuid4()
        self.put("users", **({"id": made} | given))
        return made

    def performer(self, shard: int | None = None) -> uuid.UUID:
        """Write a performer with a verified account; return the id."""
        made = self.user(shard)
        self.put("performer_profiles", user_id=made)
        self.put("user_roles", user_id=made, role_code="performer")
        return made

    def staff(self, role: str) -> uuid.UUID:
        """Write a user with a role; return the id."""
        made = self.user()
        self.put("user_roles", user_id=made, role_code=role)
        return made

    @contextmanager
    def signed_in(self, user: uuid.UUID | None) -> Iterator[None]:
        """Be the role of the application, with a user signed in, or nobody."""
        self.ask("SELECT set_config('app.user_id', %s, true)", str(user) if user else "")
        self.ask(f"SET LOCAL ROLE {ROLE}")
        try:
            yield
        finally:
            if self.connection.info.transaction_status.name != "INERROR":
                self.ask("RESET ROLE")
                self.ask("SELECT set_config('app.user_id', '', true)")

    @contextmanager
    def refused(self) -> Iterator[None]:
        """Take back what is refused, so that the transaction goes on."""
        with self.connection.transaction():
            yield

    def application(self) -> None:
        """Make the role of the application, with what the design grants it."""
        self.ask(f"CREATE ROLE {ROLE} NOLOGIN")
        self.ask(f"CALL grant_application('{ROLE}')")


Make = Callable[[Platform, Mapping[str, Any]], Any]


def _user(platform: Platform, _: Mapping[str, Any]) -> Any:
    return platform.user()


def _of_performer(table: str) -> Make:
    return lambda platform, values: platform.put(table, performer_id=values["performer_id"])


def _method(platform: Platform, values: Mapping[str, Any]) -> Any:
    return platform.put("payment_methods", user_id=values["viewer_id"])


_OF_STREAM: Mapping[str, Make] = {"performer_id": _user, "stream_id": _of_performer("streams")}
_NEEDS: Mapping[str, Mapping[str, Make]] = {
    "users": {"username": lambda *_: f"tester_{next(_numbers)}"},
    "user_roles": {"user_id": _user},
    "login_identities": {"user_id": _user},
    "user_preferences": {"user_id": _user},
    "account_flags": {"user_id": _user},
    "performer_profiles": {"user_id": _user},
    "performer_schedules": {"performer_id": _user},
    "payout_accounts": {"performer_id": _user},
    "viewer_profiles": {"user_id": _user},
    "follows": {"performer_id": _user, "viewer_id": _user},
    "categories": {"id": lambda *_: 1_000 + next(_numbers)},
    "tags": {"id": lambda *_: 1_000 + next(_numbers)},
    "streams": {"performer_id": _user},
    "stream_invitations": {**_OF_STREAM, "viewer_id": _user},
    "stream_archives": dict(_OF_STREAM),
    "favorites": {"viewer_id": _user, "archive_id": lambda platform, _: platform.put("stream_archives")},
    "payment_methods": {"user_id": _user},
    "pricing_plans": {"performer_id": _user},
    "plan_prices": {"performer_id": _user, "plan_id": _of_performer("pricing_plans")},
    "promotions": {"performer_id": _user, "plan_id": _of_performer("pricing_plans")},
    "subscriptions": {"performer_id": _user, "viewer_id": _user, "plan_id": _of_performer("pricing_plans")},
    "transactions": {"performer_id": _user, "viewer_id": _user, "payment_method_id": _method},
    "payouts": {"performer_id": _user, "payout_account_id": _of_performer("payout_accounts")},
    "provider_events": {"transaction_id": lambda platform, _: platform.put("transactions")},
    "messages": {"owner_id": _user, "sender_id": _user},
    "message_attachments": {
        "owner_id": _user,
        "message_id": lambda platform, values: platform.put("messages", owner_id=values["owner_id"]),
    },
    "reactions": {**_OF_STREAM, "user_id": _user},
    "stream_views": {**_OF_STREAM, "viewer_id": _user},
    "polls": dict(_OF_STREAM),
    "poll_votes": {"performer_id": _user, "poll_id": _of_performer("polls"), "voter_id": _user},
    "notification_settings": {"user_id": _user},
    "notifications": {"user_id": _user},
    "performance_metrics": dict(_OF_STREAM),
}
"""What each column of a row is filled with where the test gives nothing."""


@contextmanager
def opened(run: Run) -> Iterator[Platform]:
    """Open a loaded VersBottomLex; whatever is done to it is taken back."""
    with run.connect() as connection, connection.transaction(force_rollback=True):
        yield Platform(connection, run)
