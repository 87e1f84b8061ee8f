"""livepanty's row-level security: what the application, staff and the owner get through to, and what not."""

from collections.abc import Callable, Iterator
from uuid import UUID

import psycopg
import pytest
from designs_for_tests import function_in
from livepanty_for_tests import BCRYPT, HASH, Platform, livepanty_in
from psycopg import errors, sql

from livvly_lab.domain.parameters import Parameters
from livvly_lab.domain.physical import LAYOUTS
from livvly_lab.lab.run import Run
from livvly_lab.scratch import ddl

Filled = Callable[[Parameters], Run]

APP, STAFF = "livepanty_app", "livepanty_staff"
FORCED = (
    "wallets", "ledger", "tips", "payments", "payouts", "kyc_verifications", "auth_sessions", "password_reset_tokens",
    "audit_logs",
)  # fmt: skip
OWN = {
    "users": "id",
    "user_preferences": "user_id",
    "auth_sessions": "user_id",
    "wallets": "user_id",
    "ledger": "user_id",
    "payments": "user_id",
    "payouts": "user_id",
    "kyc_verifications": "user_id",
    "user_sanctions": "user_id",
    "reports": "reporter_id",
}


@pytest.fixture(params=LAYOUTS)
def platform(request: pytest.FixtureRequest, filled: Filled) -> Iterator[Platform]:
    run = filled(Parameters("livepanty", 8, 40, layout=request.param))
    with run.connect() as connection, connection.transaction(force_rollback=True):
        yield Platform(connection, run.physical)


def busy(platform: Platform) -> tuple[UUID, UUID]:
    """Return two users of whom each has rows in most tables."""
    pair = (platform.performer(0), platform.performer(1))
    for mine, other in (pair, pair[::-1]):
        platform.put("user_preferences", user_id=mine)
        platform.put("auth_sessions", user_id=mine, token_hash=HASH[:-1] + str(pair.index(mine)))
        platform.buy(mine, 9_000)
        platform.put("reports", reporter_id=mine, reported_user_id=other)
        platform.put("user_sanctions", user_id=mine, issued_by=platform.user(role="moderator"))
        platform.tip(mine, platform.stream(other), 500)
        platform.acting(mine)
        platform.one("SELECT request_payout(5000, 'bank', 'acct')")
    return pair


def test_every_table_has_row_level_security_and_what_is_secret_binds_its_owner(platform: Platform) -> None:
    found = platform.ask(
        "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class"
        " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
    )
    assert [name for name, enabled, _ in found if not enabled] == []
    assert {name for name, _, forced in found if forced} >= set(FORCED)
    months = {name for name, _, forced in found if not forced and name.startswith(("ledger_", "audit_logs_"))}
    policies = {name for (name,) in platform.ask("SELECT DISTINCT tablename FROM pg_policies")}
    assert months.isdisjoint(policies)


def test_the_application_sees_and_writes_rows_of_its_user_alone(platform: Platform) -> None:
    mine, other = busy(platform)
    for table, column in OWN.items():
        with platform.role(APP, mine):
            seen = platform.ask(f"SELECT DISTINCT {column} FROM {table}")  # noqa: S608
        assert seen == [(mine,)], table
    with platform.role(APP, mine):
        assert platform.one("SELECT count(*) FROM tips WHERE %s NOT IN (sender_id, host_id)", mine) == 0
        assert platform.one("SELECT count(*) FROM tips") == 2
        platform.ask("UPDATE users SET bio = 'mine' WHERE id IN (%s, %s)", mine, other)
    assert platform.ask("SELECT id FROM users WHERE bio = 'mine'") == [(mine,)]


def test_without_a_user_the_application_sees_nothing_and_acts_for_nobody(platform: Platform) -> None:
    _, other = busy(platform)
    stream = platform.stream(other)
    with platform.role(APP):
        for table in OWN:
            assert platform.one(f"SELECT count(*) FROM {table}") == 0, table  # noqa: S608
        with pytest.raises(errors.InsufficientPrivilege, match="nobody acts"), platform.refused():
            platform.one("SELECT send_tip(%s, 1)", stream)


def test_the_shards_and_months_themselves_are_no_way_around(platform: Platform) -> None:
    mine, other = busy(platform)
    home = platform.home("wallets", other)
    with platform.role(APP, mine):
        asked = sql.SQL("SELECT count(*) FROM {} WHERE user_id = {}").format(sql.Identifier(home), sql.Literal(other))
        assert platform.connection.execute(asked).fetchone() == (0,)
        with pytest.raises(errors.InsufficientPrivilege), platform.refused():
            platform.ask("SELECT * FROM ledger_2026_10")
    with platform.role(STAFF), pytest.raises(errors.InsufficientPrivilege), platform.refused():
        platform.ask("SELECT * FROM audit_logs_2026_10")


def test_views_show_what_their_asker_may_see(platform: Platform) -> None:
    mine, other = busy(platform)
    with platform.role(APP, mine):
        assert platform.ask(
            "SELECT id, balance, reserved_balance, available_balance, balance_usd::text, kyc_status FROM user_summary"
        ) == [(mine, 8_900, 5_000, 3_900, "89.00", "approved")]
        assert platform.one("SELECT tips, tokens FROM stream_summary WHERE host_id = %s AND tips > 0", mine) == (1, 500)
        profiles = platform.ask("SELECT * FROM public_profiles WHERE id IN (%s, %s)", mine, other)
        assert len(profiles) == 2
    stranger = platform.user()
    with platform.role(APP, stranger):
        assert platform.one("SELECT sum(tips) FROM stream_summary WHERE host_id = %s", mine) == 0
    platform.put("user_preferences", user_id=stranger, private_profile=True)
    platform.put("user_sanctions", user_id=other, issued_by=stranger, kind="ban")
    with platform.role(APP, mine):
        assert platform.ask("SELECT id FROM public_profiles WHERE id IN (%s, %s)", stranger, other) == []
    with platform.role(STAFF):
        assert platform.one("SELECT count(*) FROM user_summary WHERE id IN (%s, %s)", mine, other) == 2


WAYS = (
    "UPDATE wallets SET balance = 1000000",
    "UPDATE wallets SET fee_rate = 0",
    "UPDATE users SET role = 'admin'",
    "INSERT INTO ledger SELECT * FROM ledger",
    "DELETE FROM ledger",
    "TRUNCATE ledger",
    "SELECT complete_payment(id, 'mine') FROM payments",
    "SELECT pay_out(id, 'mine') FROM payouts",
    "SELECT decide_payout(id, user_id, true) FROM payouts",
    "SELECT write_tip(id, 5, NULL, NULL, false, 'settled') FROM streams",
    "CALL post_transaction(gen_random_uuid(), 'reversal', '{}', '{}', '{}')",
    "CALL reverse_transaction(gen_random_uuid(), now())",
    "CALL erase_user(gen_random_uuid())",
    "SELECT export_user(gen_random_uuid())",
    "SELECT * FROM audit_logs_default",
    "SELECT * FROM password_reset_tokens",
    "SELECT * FROM moderation_flags",
    "UPDATE payouts SET status = 'paid'",
    "ALTER TABLE ledger DISABLE TRIGGER ALL",
    "SET session_replication_role = replica",
    "ALTER TABLE wallets DISABLE ROW LEVEL SECURITY",
)


def test_nothing_else_gets_through(platform: Platform) -> None:
    mine, _ = busy(platform)
    for way in WAYS:
        with platform.role(APP, mine):
            with pytest.raises(errors.InsufficientPrivilege), platform.refused():
                platform.ask(way)
            # The owner's password is nobody else's.
            with platform.refused():
                platform.ask("SET LOCAL search_path = public, livepanty_maintenance")
                assert platform.one("SELECT count(*) FROM wallets") == 1


def test_rows_of_others_are_not_written_either(platform: Platform) -> None:
    mine, other = busy(platform)
    platform.ask("DELETE FROM user_preferences")
    for table, key, values in (
        ("user_preferences", "user_id", {}),
        ("payments", "user_id", {}),
        ("streams", "host_id", {}),
        ("kyc_verifications", "user_id", {"level": "age"}),
        ("reports", "reporter_id", {}),
    ):
        with platform.role(APP, mine):
            with pytest.raises(errors.InsufficientPrivilege, match="row-level security"), platform.refused():
                platform.put(table, **({key: other} | values))
            platform.put(table, **({key: mine} | values))
    with platform.role(APP, mine), pytest.raises(errors.InsufficientPrivilege), platform.refused():
        platform.put(
            "kyc_verifications",
            user_id=mine,
            status="approved",
            reviewed_at="now()",
            expires_at="now() + interval '1 day'",
        )


def test_somebody_signs_up_as_a_viewer_with_an_empty_wallet(platform: Platform) -> None:
    fresh = platform.id_in(1)
    row = {"email": "new@example.com", "username": "new_one", "password_hash": BCRYPT}
    with platform.role(APP, fresh):
        platform.put("users", id=fresh, **row)
        platform.put("wallets", user_id=fresh)
        assert platform.one("SELECT role, status, balance FROM user_summary") == ("viewer", "active", 0)
        with pytest.raises(errors.InsufficientPrivilege), platform.refused():
            platform.put("users", id=platform.id_in(0), email="x@example.com", username="x_y", password_hash=BCRYPT)


def test_who_is_suspended_or_banned_does_not_act(platform: Platform) -> None:
    mine, other = busy(platform)
    stream, moderator = platform.stream(other), platform.user(role="moderator")
    platform.put(
        "user_sanctions", user_id=mine, issued_by=moderator, kind="suspension", ends_at="now() + interval '1 day'"
    )
    with platform.role(APP, mine), pytest.raises(errors.InsufficientPrivilege, match="may not act"), platform.refused():
        platform.one("SELECT send_tip(%s, 1)", stream)


def test_staff_see_everybody_and_decide_but_move_no_tokens_by_hand(platform: Platform) -> None:
    mine, other = busy(platform)
    admin = platform.user(role="admin")
    with platform.role(STAFF, admin):
        assert platform.one("SELECT count(*) FROM wallets WHERE user_id IN (%s, %s)", mine, other) == 2
        payout = platform.one("SELECT id FROM payouts WHERE user_id = %s", mine)
        assert platform.one("SELECT decide_payout(%s, %s, true)", payout, admin)
        assert platform.one("SELECT pay_out(%s, 'po')", payout)
        for way in ("UPDATE wallets SET balance = 5", "SELECT * FROM password_reset_tokens", "DELETE FROM users"):
            with pytest.raises(errors.InsufficientPrivilege), platform.refused():
                platform.ask(way)
    found = platform.ask(
        "SELECT actor_role, actor_id, new_values ->> 'status' FROM audit_logs"
        " WHERE resource_id = %s AND action = 'payout_changed' ORDER BY new_values ->> 'status'",
        payout,
    )
    assert found == [("staff", admin, "approved"), ("staff", admin, "paid")]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_an_owner_who_is_no_superuser_is_bound_until_they_say_that_they_mean_it(database: str, layout: str) -> None:
    physical = livepanty_in(layout)
    with psycopg.connect(database) as connection, connection.transaction(force_rollback=True):
        platform = Platform(connection, physical)
        platform.ask("CREATE ROLE livepanty_test_owner NOLOGIN")
        platform.ask("GRANT ALL ON SCHEMA public TO livepanty_test_owner")
        platform.ask(f"GRANT CREATE ON DATABASE {connection.info.dbname} TO livepanty_test_owner")
        platform.ask("SELECT 1 FROM pg_roles WHERE rolname = 'livepanty_app'") or platform.ask(
            "CREATE ROLE livepanty_app"
        )
        platform.ask("SELECT 1 FROM pg_roles WHERE rolname = 'livepanty_staff'") or platform.ask(
            "CREATE ROLE livepanty_staff"
        )
        platform.ask("SET ROLE livepanty_test_owner")
        ddl.create(connection, physical, function_in(layout))
        platform.ask("SET search_path = public, livepanty_maintenance")
        viewer, host = platform.user(0), platform.performer(1)
        platform.buy(viewer, 900)
        platform.tip(viewer, platform.stream(host), 500)
        platform.ask("SET search_path = public")
        for table in FORCED:
            assert platform.one(f"SELECT count(*) FROM {table}") == 0, table  # noqa: S608
        assert platform.ask("SELECT balance FROM user_summary") == [(None,), (None,)]
        platform.ask("SET CONSTRAINTS ALL IMMEDIATE")  # what is checked at commit sees all legs
        platform.ask("SET search_path = public, livepanty_maintenance")
        assert platform.one("SELECT count(*) FROM ledger") == 5
        assert platform.sound()
