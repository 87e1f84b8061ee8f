"""What livepanty's tables refuse, each rule with a row that breaks it; moderation, sanctions, erasure, the trail."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from livepanty_for_tests import BCRYPT, HASH, Platform
from psycopg import errors
from sqlalchemy import CheckConstraint

from livvly_lab.designs.livepanty import LIVEPANTY
from livvly_lab.domain.parameters import Parameters
from livvly_lab.domain.physical import LAYOUTS
from livvly_lab.lab.run import Run

Filled = Callable[[Parameters], Run]


def platform_of(run: Run) -> Iterator[Platform]:
    with run.connect() as connection, connection.transaction(force_rollback=True):
        yield Platform(connection, run.physical)


@pytest.fixture(params=LAYOUTS)
def platform(request: pytest.FixtureRequest, filled: Filled) -> Iterator[Platform]:
    yield from platform_of(filled(Parameters("livepanty", 8, 40, layout=request.param)))


@pytest.fixture
def alone(filled: Filled) -> Iterator[Platform]:
    yield from platform_of(filled(Parameters("livepanty", 8, 40, layout="inheritance")))


MODERATOR = "a moderator"
PAYOUT = {"tokens": 5_000, "amount_usd": 50, "net_usd": 50, "method": "bank", "destination_token": "acct"}
RULES: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "users": [
        ("email", {"email": "Ada@example.com"}),
        ("email", {"email": "ada"}),
        ("username", {"username": "a b"}),
        ("password_hash", {"password_hash": "hunter2"}),
        ("role", {"role": "owner"}),
        ("status", {"status": "asleep"}),
        ("bio", {"bio": "x" * 1_001}),
        ("country", {"country": "us"}),
        ("date_of_birth", {"date_of_birth": "2010-01-01"}),
        ("deleted_at", {"status": "closed"}),
        ("erased_at", {"erased_at": "now()"}),
    ],
    "user_preferences": [("language", {"language": "EN"}), ("currency", {"currency": "usd"})],
    "auth_sessions": [
        ("token_hash", {"token_hash": "secret"}),
        ("device_type", {"token_hash": HASH, "device_type": "fridge"}),
        ("expires_at", {"token_hash": HASH, "expires_at": "now() + interval '31 days'"}),
        ("last_seen_at", {"token_hash": HASH, "last_seen_at": "now() - interval '1 day'"}),
    ],
    "password_reset_tokens": [
        ("token_hash", {"token_hash": "secret"}),
        ("expires_at", {"expires_at": "now() + interval '2 hours'"}),
        ("used_at", {"used_at": "now() + interval '2 hours'"}),
    ],
    "wallets": [
        ("conversion_rate", {"conversion_rate": 0}),
        ("fee_rate", {"fee_rate": "1.001"}),
    ],
    "tips": [
        ("tokens", {"tokens": 0, "platform_fee": 0}),
        ("platform_fee", {"platform_fee": 11}),
        ("status", {"status": "lost"}),
        ("settled_at", {"status": "settled"}),
    ],
    "payouts": [
        ("tokens", {"tokens": 4_999, "amount_usd": "49.99", "net_usd": "49.99"}),
        ("amount_usd", {"amount_usd": 51, "net_usd": 51}),
        ("net_usd", {"net_usd": 49}),
        ("method", {"method": "cash"}),
        ("status", {"status": "lost", "reviewed_by": MODERATOR, "decided_at": "now()"}),
        ("reviewed_by", {"status": "approved"}),
        ("paid_at", {"paid_at": "now()"}),
    ],
    "streams": [
        ("category", {"category": "Music!"}),
        ("status", {"status": "paused"}),
        ("started_at", {"started_at": None}),
        ("ended_at", {"status": "ended"}),
        ("ended_at", {"ended_at": "now()"}),
        ("times", {"status": "ended", "ended_at": "now() - interval '1 day'"}),
        ("recording", {"recording_url": "https://x"}),
    ],
    "stream_viewers": [
        ("left_at", {"left_at": "now() - interval '1 day'"}),
        ("counts", {"watch_seconds": -1}),
    ],
    "kyc_verifications": [
        ("level", {"level": "soul"}),
        ("document_type", {"document_type": "library_card"}),
        ("document_country", {"document_country": "us"}),
        ("document_url", {"document_url": "https://open.example.com/passport.png"}),
        ("document_hash", {"document_hash": "123"}),
        ("verification_score", {"verification_score": "1.1"}),
        ("status", {"status": "perhaps", "reviewed_at": "now()"}),
        ("reviewed_at", {"status": "rejected"}),
        ("expires_at", {"status": "approved", "reviewed_at": "now()", "expires_at": "now()"}),
    ],
    "moderation_flags": [
        ("category", {"category": "rude"}),
        ("confidence", {"confidence": "1.01"}),
        ("status", {"status": "lost", "reviewed_by": MODERATOR, "claimed_at": "now()"}),
        ("priority", {"priority": 5}),
        ("evidence_url", {"evidence_url": "/tmp/x"}),  # noqa: S108
        ("reviewed_by", {"status": "in_review"}),
        ("reviewed_at", {"reviewed_at": "now()"}),
    ],
    "reports": [
        ("reason", {"reason": "boring"}),
        ("status", {"status": "lost"}),
        ("priority", {"priority": 0}),
        ("resolved_at", {"status": "resolved"}),
    ],
    "user_sanctions": [
        ("kind", {"kind": "fine"}),
        ("ends_at", {"kind": "suspension"}),
        ("ends_at", {"ends_at": "now() - interval '1 day'"}),
        ("lifted_at", {"lifted_at": "now() - interval '1 day'"}),
    ],
}
TRIED_ELSEWHERE = {
    ("payments", None),
    ("ledger", None),
    ("wallets", "reserved_balance"),
    ("wallets", "purchases_balance"),
    ("wallets", "earned"),
    ("wallets", "last_entry"),
    ("tips", "host_id"),
    ("payouts", "own"),
    ("kyc_verifications", "own"),
    ("reports", "self"),
    ("user_sanctions", "own"),
}
"""Rules of money, which test_livepanty_ledger.py breaks, and those between two users, below."""


def row_of(platform: Platform, table: str) -> dict[str, Any]:
    """Return what a row of a table needs besides its defaults."""
    if table == "users":
        return {"email": "ada@example.com", "username": "ada"}
    user = platform.put("users", email="u@example.com", username="uuu")
    if table == "wallets":
        return {"user_id": user}
    if table == "tips":
        host = platform.performer()
        return {
            "sender_id": user,
            "host_id": host,
            "stream_id": platform.stream(host),
            "tokens": 10,
            "platform_fee": 2,
        }
    if table == "payouts":
        return {"user_id": user, "kyc_verification_id": platform.prove(user), **PAYOUT}
    more: dict[str, Any] = {
        "auth_sessions": {"token_hash": HASH},
        "password_reset_tokens": {
            "token_hash": HASH,
            "requested_ip": "192.0.2.1",
            "expires_at": "now() + interval '1 hour'",
        },
        "stream_viewers": {"stream_id": platform.stream(platform.performer())},
        "user_sanctions": {"issued_by": platform.user(role="moderator")},
    }
    owner = {"streams": "host_id", "reports": "reporter_id"}.get(table, "user_id")
    return {owner: user, **more.get(table, {})}


@pytest.mark.parametrize(
    ("table", "rule", "broken"), [(table, rule, broken) for table, rules in RULES.items() for rule, broken in rules]
)
def test_a_row_that_breaks_a_rule_is_refused_by_that_rule(
    alone: Platform, table: str, rule: str, broken: dict[str, Any]
) -> None:
    row, moderator = row_of(alone, table), alone.user(role="moderator")
    wrong = row | {name: moderator if value == MODERATOR else value for name, value in broken.items()}
    with pytest.raises(errors.CheckViolation) as refused, alone.refused():
        alone.put(table, **wrong)
    assert refused.value.diag.constraint_name == f"{table}_{rule}_check"
    alone.put(table, **row)


def test_every_rule_is_tried() -> None:
    declared = {
        (table.name, str(each.name).removeprefix(f"{table.name}_").removesuffix("_check"))
        for table in LIVEPANTY.tables
        for each in table.constraints
        if isinstance(each, CheckConstraint)
    }
    tried = {(table, rule) for table, rules in RULES.items() for rule, _ in rules}
    left = {(t, r) for t, r in declared - tried if (t, r) not in TRIED_ELSEWHERE and (t, None) not in TRIED_ELSEWHERE}
    assert left == set()


def test_nobody_deals_with_themselves(alone: Platform) -> None:
    host = alone.performer()
    stream = alone.stream(host)
    alone.buy(host, 500)
    deals: list[Callable[[], Any]] = [
        lambda: alone.tip(host, stream, 5),
        lambda: alone.prove(host, level="age", reviewed_by=host),
        lambda: alone.put("reports", reporter_id=host, reported_user_id=host),
        lambda: alone.put("user_sanctions", user_id=host, issued_by=host),
    ]
    for refuse in deals:
        with pytest.raises(errors.CheckViolation), alone.refused():
            refuse()


# age


def test_nobody_signs_up_before_their_eighteenth_birthday_whatever_moment_they_name(platform: Platform) -> None:
    row = {"email": "kid@example.com", "username": "kid"}
    minor = platform.one("SELECT ((now() AT TIME ZONE 'UTC') - interval '18 years')::date + 1")
    of_age = platform.one("SELECT ((now() AT TIME ZONE 'UTC') - interval '18 years')::date")
    with pytest.raises(errors.CheckViolation, match="date_of_birth"), platform.refused():
        platform.put("users", **row, date_of_birth=minor)
    with pytest.raises(errors.CheckViolation, match="in the future"), platform.refused():
        platform.put("users", **row, date_of_birth=minor, created_at="now() + interval '1 year'")
    with pytest.raises(errors.NotNullViolation), platform.refused():
        platform.put("users", **row, date_of_birth=None)
    user = platform.put("users", **row, date_of_birth=of_age)
    with pytest.raises(errors.RestrictViolation, match="does not change"), platform.refused():
        platform.ask("UPDATE users SET created_at = created_at - interval '1 day' WHERE id = %s", user)
    with pytest.raises(errors.CheckViolation, match="date_of_birth"), platform.refused():
        platform.ask("UPDATE users SET date_of_birth = %s WHERE id = %s", minor, user)


def test_the_admin_of_the_setup_is_there_and_takes_a_hash_but_no_password(platform: Platform) -> None:
    assert platform.one("SELECT role FROM users WHERE email = 'admin@example.com'") == "admin"
    other = BCRYPT.replace("a" * 53, "b" * 53)
    platform.ask("CALL set_password_hash('admin@example.com', %s)", other)
    assert platform.one("SELECT password_hash FROM users WHERE email = 'admin@example.com'") == other
    with pytest.raises(errors.NoDataFound), platform.refused():
        platform.ask("CALL set_password_hash('nobody@example.com', %s)", other)
    with pytest.raises(errors.CheckViolation), platform.refused():
        platform.ask("CALL set_password_hash('admin@example.com', 'your_secure_password')")
    if platform.one("SELECT to_regprocedure('crypt(text, text)') IS NULL"):
        with pytest.raises(errors.FeatureNotSupported, match="pgcrypto"), platform.refused():
            platform.ask("CALL set_password('admin@example.com', 'x')")
    else:
        platform.ask("CALL set_password('admin@example.com', 'x')")


def test_an_address_is_free_again_when_its_account_is_closed(alone: Platform) -> None:
    first = alone.user(0, email="ada@example.com")
    with pytest.raises(errors.UniqueViolation), alone.refused():
        alone.user(0, email="ada@example.com")
    alone.ask("CALL close_account(%s)", first)
    assert alone.user(0, email="ada@example.com")


# moderation


def test_flags_are_claimed_by_urgency_decided_once_and_escalated_when_they_wait(platform: Platform) -> None:
    moderator = platform.user(role="moderator")
    platform.ask(
        "UPDATE moderation_flags SET status = 'dismissed', reviewed_by = %s, claimed_at = now(), reviewed_at = now()",
        moderator,
    )
    later, urgent = (platform.put("moderation_flags", priority=priority) for priority in (3, 1))
    old = platform.put("moderation_flags", priority=2, created_at="now() - interval '2 days'")
    case = platform.put("reports", priority=2, created_at="now() - interval '2 days'")
    fresh = platform.put("moderation_flags", priority=2)
    escalated = platform.one("SELECT escalate()")
    assert escalated >= 2
    assert platform.one("SELECT priority, escalated_at IS NOT NULL FROM moderation_flags WHERE id = %s", old) == (
        1,
        True,
    )
    assert platform.one("SELECT priority FROM reports WHERE id = %s", case) == 1
    assert platform.one("SELECT priority FROM moderation_flags WHERE id = %s", fresh) == 2
    claimed = [flag for (flag,) in platform.ask("SELECT claim_flags(%s, 3)", moderator)]
    assert set(claimed) == {old, urgent, fresh}
    platform.ask("CALL decide_flag(%s, true)", old)
    assert platform.one("SELECT status FROM moderation_flags WHERE id = %s", old) == "confirmed"
    for wrong in (old, later):
        with pytest.raises(errors.NoDataFound), platform.refused():
            platform.ask("CALL decide_flag(%s, false)", wrong)


def test_a_sanction_closes_account_and_sessions_until_it_is_over(platform: Platform) -> None:
    user, moderator = platform.user(), platform.user(role="moderator")
    session = platform.put("auth_sessions", user_id=user, token_hash=HASH)
    platform.put("user_sanctions", user_id=user, issued_by=moderator)
    status = "SELECT status FROM users WHERE id = %s"
    assert platform.one(status, user) == "active"
    platform.put(
        "user_sanctions", user_id=user, issued_by=moderator, kind="suspension", ends_at="now() + interval '1 day'"
    )
    assert platform.one(status, user) == "suspended"
    assert platform.one("SELECT revoked_at IS NOT NULL FROM auth_sessions WHERE id = %s", session)
    platform.ask("SELECT lift_sanctions()")
    assert platform.one(status, user) == "suspended"
    assert platform.one("SELECT lift_sanctions(now() + interval '2 days')") >= 1
    assert platform.one(status, user) == "active"
    platform.put("user_sanctions", user_id=user, issued_by=moderator, kind="ban")
    platform.ask("SELECT lift_sanctions(now() + interval '9 years')")
    assert platform.one(status, user) == "banned"


# erasure, export, retention


def full(platform: Platform) -> Any:
    """Return a user who has left something everywhere, and whose secrets are words that can be found again."""
    user = platform.performer(0, display_name="SECRET", bio="SECRET", last_login_ip="198.51.100.77")
    host, viewer = platform.performer(1), platform.user(1)
    platform.put("user_preferences", user_id=user)
    platform.put("auth_sessions", user_id=user, token_hash=HASH, user_agent="SECRET")
    platform.put(
        "password_reset_tokens",
        user_id=user,
        token_hash=HASH,
        requested_ip="198.51.100.77",
        expires_at="now() + interval '1 hour'",
    )
    platform.ask(
        "UPDATE kyc_verifications SET document_url = 's3://SECRET', document_hash = %s WHERE user_id = %s", HASH, user
    )
    platform.buy(user, 9_000)
    platform.ask("UPDATE payments SET ip_address = '198.51.100.77' WHERE user_id = %s", user)
    mine = platform.stream(
        user,
        title="SECRET",
        tags=["SECRET"],
        recording_url="https://SECRET",
        recording_expires_at="now() + interval '1 day'",
    )
    platform.buy(viewer, 500)
    platform.tip(viewer, mine, 50)
    platform.acting(user)
    platform.one("SELECT send_tip(%s, 10, 'SECRET')", platform.stream(host))
    platform.put("stream_viewers", user_id=user, stream_id=platform.stream(host))
    platform.put("reports", reporter_id=user, reported_user_id=host, description="SECRET")
    platform.acting(None)
    return user


def test_a_closed_account_is_marked_then_erased_after_thirty_days_and_nothing_tells_who_it_was(
    platform: Platform,
) -> None:
    user = full(platform)
    address = platform.one("SELECT email FROM users WHERE id = %s", user)
    platform.ask("CALL close_account(%s)", user)
    assert platform.one("SELECT status, deleted_at IS NOT NULL, erased_at FROM users WHERE id = %s", user) == (
        "closed",
        True,
        None,
    )
    assert "SECRET" in json.dumps(platform.one("SELECT export_user(%s)", user))  # a soft delete is no erasure
    early = [gone for (gone,) in platform.ask("SELECT purge_closed_accounts(now() + interval '29 days')")]
    assert user not in early
    assert user in [gone for (gone,) in platform.ask("SELECT purge_closed_accounts(now() + interval '31 days')")]
    left = json.dumps(platform.one("SELECT export_user(%s)", user))
    for secret in ("SECRET", address, "198.51.100.77", HASH):
        assert secret not in left
    trail = platform.ask("SELECT a::text FROM audit_logs AS a WHERE resource_id = %s", user)
    assert trail
    assert not [text for (text,) in trail if "SECRET" in text or address in text]
    assert platform.wallet(user) == (8_990 + 40, 0)
    platform.ask("SET CONSTRAINTS ALL IMMEDIATE")
    assert platform.sound()
    assert platform.ask("SELECT purge_closed_accounts(now() + interval '31 days')") == []


def test_who_waits_for_a_payout_does_not_close_the_account(platform: Platform) -> None:
    host = platform.performer()
    platform.buy(host, 9_000)
    platform.acting(host)
    platform.one("SELECT request_payout(5000, 'bank', 'a')")
    with pytest.raises(errors.RestrictViolation, match="waits for a payout"), platform.refused():
        platform.ask("CALL close_account(%s)", host)


def test_an_export_has_everything_of_a_user_but_secrets_and_who_tipped_unnamed(platform: Platform) -> None:
    user, stranger = full(platform), platform.user(1)
    platform.buy(stranger, 500)
    platform.acting(stranger)
    stream = platform.one("SELECT id FROM streams WHERE host_id = %s", user)
    platform.one("SELECT send_tip(%s, 5, NULL, NULL, true)", stream)
    found = platform.one("SELECT export_user(%s)", user)
    assert set(found) == {table.name for table in LIVEPANTY.tables}
    filled = {table for table, rows in found.items() if rows}
    assert {"users", "wallets", "ledger", "tips", "payments", "streams", "stream_viewers", "reports"} <= filled
    text = json.dumps(found)
    assert str(stranger) not in text
    assert not any(word in text for word in ("token_hash", "password_hash", "shard_id"))


def test_what_has_had_its_time_is_deleted_by_the_daily_jobs_and_nothing_else(platform: Platform) -> None:
    user = platform.performer()
    keep = platform.put(
        "auth_sessions",
        user_id=user,
        token_hash=HASH,
        created_at="now() - interval '40 days'",
        last_seen_at="now()",
        expires_at="now() - interval '20 days'",
    )
    platform.put(
        "auth_sessions",
        user_id=user,
        token_hash="1" * 64,
        created_at="now() - interval '90 days'",
        last_seen_at="now()",
        expires_at="now() - interval '61 days'",
    )
    platform.put(
        "password_reset_tokens",
        user_id=user,
        token_hash=HASH,
        requested_ip="192.0.2.1",
        created_at="now() - interval '3 days'",
        expires_at="now() - interval '71 hours 30 minutes'",
    )
    gone = dict(platform.ask("SELECT * FROM purge_expired()"))
    assert min(gone.values()) >= 1
    assert platform.ask("SELECT id FROM auth_sessions WHERE user_id = %s", user) == [(keep,)]
    assert platform.ask("SELECT id FROM password_reset_tokens WHERE user_id = %s", user) == []
    old, young = (
        platform.stream(
            user, recording_url=f"https://r/{name}", recording_expires_at=f"now() + interval '{hours} hours'"
        )
        for name, hours in (("old", -1), ("young", 1))
    )
    assert ("https://r/old",) in platform.ask("SELECT purge_recordings()")
    assert platform.one("SELECT recording_url FROM streams WHERE id = %s", old) is None
    assert platform.one("SELECT recording_url FROM streams WHERE id = %s", young) == "https://r/young"


# the trail


def test_every_change_of_money_accounts_and_decisions_is_in_the_trail_without_what_is_personal(
    platform: Platform,
) -> None:
    user = platform.performer(0, proven=False)
    proof = platform.prove(user)
    payment = platform.buy(user, 9_000)
    platform.ask("UPDATE users SET display_name = 'Ada', last_login_at = now() WHERE id = %s", user)
    platform.ask("UPDATE users SET last_login_at = now() + interval '1 s' WHERE id = %s", user)
    platform.ask("UPDATE wallets SET fee_rate = 0.1 WHERE user_id = %s", user)
    found = platform.ask(
        "SELECT action, new_values FROM audit_logs WHERE resource_id IN (%s, %s, %s) ORDER BY action",
        user,
        proof,
        payment,
    )
    assert [action for action, _ in found] == [
        "kyc_created",
        "payment_changed",
        "payment_created",
        "user_changed",
        "user_created",
        "wallet_changed",
    ]
    values = dict(found)
    assert values["payment_changed"]["status"] == "completed"
    assert values["user_changed"] == {"display_name": "***"}
    assert values["wallet_changed"] == {"fee_rate": 0.1}


@pytest.mark.parametrize(
    ("table", "change"),
    [("users", "bio = 'x'"), ("streams", "title = 'x'"), ("reports", "priority = 1"), ("wallets", "fee_rate = 0.1")],
)
def test_updated_at_is_the_moment_of_the_last_change(alone: Platform, table: str, change: str) -> None:
    home = alone.one(f"SELECT min(tableoid::regclass::text) FROM {table}")  # noqa: S608
    alone.ask(f"UPDATE {home} SET {change}")  # noqa: S608
    assert alone.one(f"SELECT bool_and(updated_at = now()) FROM {home}")  # noqa: S608
