"""Who gets through in VersBottomLex: as owner, as the application with a user signed in, through views and shards."""

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from versbottomlex_for_tests import DAY, ENVELOPE, NOW, ROLE, SHARDS, USERS_PER_SHARD, Platform, opened

from livvly_lab.designs.versbottomlex import VERSBOTTOMLEX
from livvly_lab.domain.parameters import Parameters
from livvly_lab.domain.physical import LAYOUTS
from livvly_lab.lab.run import Run

Filled = Callable[[Parameters], Run]

SECRETS = ("ciphertext", "_hash", "token", "fingerprint")
MONEY = ("transactions", "subscriptions", "payouts", "provider_events", "audit_logs", "performance_metrics")
OWN = {
    "user_preferences": "user_id",
    "viewer_profiles": "user_id",
    "notification_settings": "user_id",
    "notifications": "user_id",
    "payment_methods": "user_id",
    "payout_accounts": "performer_id",
    "favorites": "viewer_id",
    "poll_votes": "voter_id",
    "promotions": "performer_id",
    "payouts": "performer_id",
    "performance_metrics": "performer_id",
    "login_identities": "user_id",
}
"""Tables of which a user sees the rows that name them in this column, and no other."""
BOTH = {"follows": "performer_id", "subscriptions": "performer_id", "transactions": "performer_id",
        "stream_views": "performer_id", "stream_invitations": "performer_id"}  # fmt: skip
"""Tables of which a row is seen by the performer and by the viewer it names."""


@pytest.fixture(params=LAYOUTS)
def platform(request: pytest.FixtureRequest, filled: Filled) -> Iterator[Platform]:
    with opened(filled(Parameters("versbottomlex", SHARDS, USERS_PER_SHARD, layout=request.param))) as found:
        found.application()
        yield found


def seen(platform: Platform, user: uuid.UUID | None, query: str, *values: Any) -> Any:
    """Return what a user sees of a question with one value."""
    with platform.signed_in(user):
        return platform.one(query, *values)


def refuses(platform: Platform, user: uuid.UUID | None, statement: str, *values: Any) -> bool:
    """Tell whether a statement of a user is refused, or concerns no row."""
    try:
        with platform.refused(), platform.signed_in(user):
            return platform.do(statement, *values) == 0
    except psycopg.errors.InsufficientPrivilege:
        return True


# policies


def test_every_table_and_shard_has_policies_and_the_application_is_not_above_them(platform: Platform) -> None:
    bare = """
        SELECT c.oid::regclass::text FROM pg_class AS c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relrowsecurity
    """
    assert platform.ask(bare) == []
    assert platform.ask("SELECT rolbypassrls OR rolsuper FROM pg_roles WHERE rolname = %s", ROLE) == [(False,)]


@pytest.mark.parametrize(("table", "column"), OWN.items())
def test_a_user_sees_their_own_rows_and_nobody_elses(table: str, column: str, platform: Platform) -> None:
    mine, other = platform.row_of(table), platform.row_of(table)
    if table == "login_identities":
        other["lookup_hash"] = bytes(31) + b"\x01"
    for values in (mine, other):
        platform.insert(table, values)
    counted = f"SELECT count(*) FROM {table}"  # noqa: S608
    assert platform.one(counted) > 1
    assert seen(platform, mine[column], counted) == 1
    assert seen(platform, platform.user(), counted) == seen(platform, None, counted) == 0


@pytest.mark.parametrize(("table", "column"), BOTH.items())
def test_both_parties_see_a_row_and_no_third(table: str, column: str, platform: Platform) -> None:
    values = platform.row_of(table)
    platform.insert(table, values)
    counted = f"SELECT count(*) FROM {table} WHERE {column} = %s"  # noqa: S608
    for party in (values["performer_id"], values["viewer_id"]):
        assert seen(platform, party, counted, values["performer_id"]) == 1
    assert seen(platform, platform.user(), counted, values["performer_id"]) == 0


def test_the_shard_itself_shows_no_more_than_the_table(platform: Platform) -> None:
    method = platform.row_of("payment_methods")
    platform.insert("payment_methods", method)
    home = platform.home("payment_methods", method["user_id"])
    platform.ask(f"GRANT SELECT ON {home} TO {ROLE}")
    # A partition that is named has no policy of its own, so that nobody sees anything there.
    mine = 0 if platform.run.physical.is_partitioned("payment_methods") else 1
    assert seen(platform, method["user_id"], f"SELECT count(*) FROM {home}") == mine  # noqa: S608
    assert seen(platform, platform.user(), f"SELECT count(*) FROM {home}") == 0  # noqa: S608


@pytest.mark.parametrize("view", ["tips", "performer_earnings", "payment_method_usage", "performer_metrics"])
def test_a_view_shows_no_more_than_its_tables(view: str, platform: Platform) -> None:
    sale = platform.row_of("transactions")
    platform.insert("transactions", sale)
    platform.put("performance_metrics", performer_id=sale["performer_id"])
    counted = f"SELECT count(*) FROM {view}"  # noqa: S608
    assert platform.one(counted) > 1
    whose = sale["viewer_id"] if view == "payment_method_usage" else sale["performer_id"]
    assert seen(platform, whose, counted) == 1
    assert seen(platform, platform.user(), counted) == 0


def test_the_owner_of_the_tables_sees_all_so_that_jobs_run(platform: Platform) -> None:
    assert platform.one("SELECT count(*) FROM payment_methods") > 0
    assert platform.one("SELECT count(*) FROM audit_logs") > 0


# who watches what


def test_a_recording_is_shown_to_those_it_is_for(platform: Platform) -> None:
    ada, ben = platform.performer(), platform.user()
    tiers = [platform.put("pricing_plans", performer_id=ada, tier=tier) for tier in (1, 2)]
    ticket = platform.put("pricing_plans", performer_id=ada, kind="pay_per_view", tier=None)
    plans = {"subscribers": tiers[1], "pay_per_view": ticket}
    shown = {}
    for audience in ("public", "followers", "subscribers", "pay_per_view", "invited"):
        stream = platform.put("streams", performer_id=ada, visibility=audience, access_plan_id=plans.get(audience))
        shown[audience] = (
            stream,
            platform.put("stream_archives", performer_id=ada, stream_id=stream, visibility=audience),
        )
    counted = "SELECT count(*) FROM stream_archives WHERE id = %s"

    def sees(audience: str) -> bool:
        return bool(seen(platform, ben, counted, shown[audience][1]))

    assert {audience: sees(audience) for audience in shown} == {a: a == "public" for a in shown}
    assert all(seen(platform, ada, counted, archive) for _, archive in shown.values())
    platform.put("follows", performer_id=ada, viewer_id=ben)
    low = platform.put("subscriptions", performer_id=ada, viewer_id=ben, plan_id=tiers[0], paid_until=NOW + 900 * DAY)
    assert sees("followers")
    assert not sees("subscribers"), "a lower tier opened it"
    platform.do("UPDATE subscriptions SET plan_id = %s WHERE id = %s", tiers[1], low)
    assert sees("subscribers")
    platform.do(
        "UPDATE subscriptions SET started_at = %s, paid_until = %s WHERE id = %s", NOW - 900 * DAY, NOW - 800 * DAY, low
    )
    assert not sees("subscribers"), "a subscription that is over opened it"
    bought = platform.put(
        "transactions", performer_id=ada, viewer_id=ben, kind="pay_per_view", plan_id=ticket, currency="EUR",
        stream_id=shown["pay_per_view"][0],
    )  # fmt: skip
    assert sees("pay_per_view")
    platform.do("UPDATE transactions SET status = 'refunded', refunded_at = now() WHERE id = %s", bought)
    assert not sees("pay_per_view"), "a ticket that was paid back opened it"
    platform.put("stream_invitations", performer_id=ada, stream_id=shown["invited"][0], viewer_id=ben)
    assert sees("invited")


def test_a_recording_that_was_not_approved_is_seen_by_the_performer_and_the_moderator(platform: Platform) -> None:
    made = platform.row_of("stream_archives", moderation_status="pending", moderated_at=None)
    platform.insert("stream_archives", made)
    counted = "SELECT count(*) FROM stream_archives WHERE id = %s"
    viewers = {
        "performer": made["performer_id"],
        "moderator": platform.staff("moderator"),
        "support": platform.staff("support"),
        "viewer": platform.user(),
    }
    found = {who: seen(platform, user, counted, made["id"]) for who, user in viewers.items()}
    assert found == {"performer": 1, "moderator": 1, "support": 0, "viewer": 0}


def test_an_invited_stream_is_not_even_listed_for_others(platform: Platform) -> None:
    made = platform.row_of("streams", visibility="invited")
    platform.insert("streams", made)
    counted = "SELECT count(*) FROM streams WHERE id = %s"
    assert seen(platform, platform.user(), counted, made["id"]) == 0
    guest = platform.user()
    platform.put("stream_invitations", performer_id=made["performer_id"], stream_id=made["id"], viewer_id=guest)
    assert seen(platform, guest, counted, made["id"]) == 1


def test_private_messages_are_between_two_and_hidden_ones_in_no_chat(platform: Platform) -> None:
    letter = platform.row_of("messages")
    ada = platform.performer()
    stream = platform.put("streams", performer_id=ada)
    public = platform.row_of("messages", owner_id=ada, stream_id=stream)
    moderator = platform.staff("moderator")
    hidden = platform.row_of(
        "messages", owner_id=ada, stream_id=stream, moderation_status="hidden", moderated_by=moderator
    )
    for values in (letter, public, hidden):
        platform.insert("messages", values)
    file = platform.put("message_attachments", owner_id=letter["owner_id"], message_id=letter["id"])
    third = platform.user()
    counted, files = (
        "SELECT count(*) FROM messages WHERE id = %s",
        "SELECT count(*) FROM message_attachments WHERE id = %s",
    )
    assert [seen(platform, letter[end], counted, letter["id"]) for end in ("owner_id", "sender_id")] == [1, 1]
    assert [seen(platform, letter[end], files, file) for end in ("owner_id", "sender_id")] == [1, 1]
    assert seen(platform, third, counted, letter["id"]) == seen(platform, third, files, file) == 0
    assert seen(platform, third, counted, public["id"]) == 1
    assert seen(platform, third, counted, hidden["id"]) == 0
    assert seen(platform, moderator, counted, hidden["id"]) == 1


# roles


PERMITTED = {
    "moderator": {"account_flags"},
    "support": {"payment_methods", "transactions", "subscriptions"},
    "finance": {
        "payment_methods",
        "transactions",
        "subscriptions",
        "payout_accounts",
        "payouts",
        "performance_metrics",
    },
    "admin": {"audit_logs", "performance_metrics"},
    "viewer": set[str](),
}


@pytest.mark.parametrize(("role", "tables"), PERMITTED.items())
def test_a_role_opens_what_its_permissions_say_and_nothing_else(
    role: str, tables: set[str], platform: Platform
) -> None:
    user = platform.staff(role)
    every = sorted(set().union(*PERMITTED.values()))
    for table in ("account_flags", "payouts"):
        platform.put(table)
    opened_to = {t for t in every if seen(platform, user, f"SELECT count(*) FROM {t}")}  # noqa: S608
    assert opened_to == tables


def test_a_role_that_ended_or_of_a_suspended_user_opens_nothing(platform: Platform) -> None:
    user = platform.staff("admin")
    asked = "SELECT has_permission('audit.read')"
    assert seen(platform, user, asked)
    over = "UPDATE user_roles SET created_at = '2020-01-01Z', expires_at = '2020-01-02Z' WHERE user_id = %s"
    platform.do(over, user)
    assert not seen(platform, user, asked)
    platform.do("UPDATE user_roles SET expires_at = NULL WHERE user_id = %s", user)
    assert seen(platform, user, asked)
    platform.do("UPDATE users SET status = 'suspended' WHERE id = %s", user)
    assert not seen(platform, user, asked)


def test_nobody_gives_a_role_to_themselves_and_an_admin_gives_one(platform: Platform) -> None:
    ben, admin = platform.user(), platform.staff("admin")
    home = platform.entry("user_roles", ben)
    give = f"INSERT INTO {home} (user_id, role_code) VALUES (%s, 'admin')"  # noqa: S608
    assert refuses(platform, ben, give, ben)
    assert refuses(platform, None, give, ben)
    assert not refuses(platform, admin, give, ben)


# what is written


def test_nobody_writes_what_is_anothers(platform: Platform) -> None:
    ada, ben, eve = platform.performer(), platform.user(), platform.user()
    stream = platform.put("streams", performer_id=ada)
    platform.put("user_preferences", user_id=ben)
    platform.put("viewer_profiles", user_id=ben)
    message = platform.put("messages", owner_id=ada, stream_id=stream, sender_id=ben)
    tried = [
        ("UPDATE users SET display_name = 'Eve was here' WHERE id = %s", ben),
        ("UPDATE user_preferences SET theme = 'dark' WHERE user_id = %s", ben),
        ("UPDATE viewer_profiles SET quality = 'best' WHERE user_id = %s", ben),
        ("UPDATE streams SET title = 'Mine now' WHERE id = %s", stream),
        ("UPDATE messages SET deleted_at = now() WHERE id = %s", message),
        ("UPDATE pricing_plans SET is_active = false WHERE performer_id = %s", ada),
    ]
    platform.put("pricing_plans", performer_id=ada)
    assert [statement for statement, key in tried if not refuses(platform, eve, statement, key)] == []
    assert not refuses(platform, ben, *tried[0])
    assert not refuses(platform, ada, *tried[3])
    assert not refuses(platform, ben, *tried[4])


def test_nobody_follows_or_writes_in_the_name_of_another(platform: Platform) -> None:
    ada, ben, eve = platform.performer(), platform.user(), platform.user()
    stream = platform.put("streams", performer_id=ada)
    follow = f"INSERT INTO {platform.entry('follows', ada)} (performer_id, viewer_id) VALUES (%s, %s)"  # noqa: S608
    write = (
        f"INSERT INTO {platform.entry('messages', ada)} (owner_id, sender_id, stream_id, body)"  # noqa: S608
        " VALUES (%s, %s, %s, 'hi')"
    )
    assert refuses(platform, eve, follow, ada, ben)
    assert refuses(platform, eve, write, ada, ben, stream)
    assert not refuses(platform, ben, follow, ada, ben)
    assert not refuses(platform, ben, write, ada, ben, stream)
    closed = platform.put("streams", performer_id=ada, visibility="invited")
    assert refuses(platform, ben, write, ada, ben, closed)


@pytest.mark.parametrize("table", MONEY)
def test_the_application_writes_no_money_no_figures_and_no_audit(table: str, platform: Platform) -> None:
    made = platform.row_of(table)
    platform.insert(table, made)
    whose = made.get("performer_id") or made.get("actor_id")
    names = ", ".join(made)
    copy = f"INSERT INTO {table} ({names}) SELECT {names} FROM {table} LIMIT 1"  # noqa: S608
    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET {next(iter(made))} = {next(iter(made))}", copy):  # noqa: S608
        with pytest.raises(psycopg.errors.InsufficientPrivilege), platform.refused(), platform.signed_in(whose):
            platform.do(statement)


# secrets


def test_every_secret_is_kept_from_the_application_even_from_its_owner(platform: Platform) -> None:
    secret = [
        f"{table.name}.{column.name}"
        for table in VERSBOTTOMLEX.tables
        for column in table.columns
        if any(word in column.name for word in SECRETS)
    ]
    shown = [
        name
        for name in secret
        if platform.one("SELECT has_column_privilege(%s, %s, %s, 'SELECT')", ROLE, *name.split("."))
    ]
    assert len(secret) == 11
    assert shown == []
    method = platform.row_of("payment_methods")
    platform.insert("payment_methods", method)
    with pytest.raises(psycopg.errors.InsufficientPrivilege), platform.refused(), platform.signed_in(method["user_id"]):
        platform.ask("SELECT provider_token FROM payment_methods")


def test_every_sealed_row_that_was_loaded_names_a_key_there_is_for_it(platform: Platform) -> None:
    purposes = {"users": "contact", "payout_accounts": "payout", "payment_methods": "billing"}
    keys = dict(platform.ask("SELECT id, purpose FROM encryption_keys"))
    for table in VERSBOTTOMLEX.tables:
        for column in table.columns:
            if column.name.endswith("_ciphertext"):
                asked = "SELECT DISTINCT get_byte({0}, 1) * 256 + get_byte({0}, 2) FROM {1} WHERE {0} IS NOT NULL"
                found = {keys[number] for (number,) in platform.ask(asked.format(column.name, table.name))}
                assert found == {purposes[table.name]}, str(column)


# the audit


def test_changes_of_roles_instruments_accounts_and_recordings_are_written_down_without_secrets(
    platform: Platform,
) -> None:
    admin, ada = platform.staff("admin"), platform.performer()
    platform.ask(
        "SELECT set_config('app.user_id', %s, true), set_config('app.address', '100.64.0.9', true)", str(admin)
    )
    platform.ask("SELECT set_config('app.request_id', 'req_1', true)")
    ben = platform.user()
    platform.put("user_roles", user_id=ben, role_code="support")
    account = platform.put("payout_accounts", performer_id=ada)
    platform.do("UPDATE payout_accounts SET account_ciphertext = %s WHERE id = %s", ENVELOPE + b"x", account)
    method = platform.put("payment_methods", user_id=ben)
    stream = platform.put("streams", performer_id=ada)
    archive = platform.put("stream_archives", performer_id=ada, stream_id=stream)
    platform.do("UPDATE stream_archives SET moderation_status = 'rejected' WHERE id = %s", archive)
    flag = platform.row_of("account_flags", user_id=ben)
    platform.insert("account_flags", flag)
    found = platform.ask(
        "SELECT category, action, object_id, details::text FROM audit_logs WHERE request_id = 'req_1' AND actor_id = %s"
        " AND host(address) = '100.64.0.9'",
        admin,
    )
    acts = {(category, action, on) for category, action, on, _ in found}
    assert {
        ("administrative", "user_roles.insert", ben),
        ("administrative", "account_flags.insert", ben),
        ("security", "payout_accounts.insert", account),
        ("security", "payout_accounts.update", account),
        ("security", "payment_methods.insert", method),
        ("compliance", "stream_archives.insert", archive),
        ("compliance", "stream_archives.update", archive),
    } <= acts
    told = " ".join(details for *_, details in found)
    assert "rejected" in told
    assert '"account_ciphertext": "not shown"' in told
    assert "pm_abc" not in told
    assert ENVELOPE.hex() not in told


def test_a_change_that_changes_nothing_is_not_written_down(platform: Platform) -> None:
    account = platform.put("payout_accounts")
    before = platform.one("SELECT count(*) FROM audit_logs")
    platform.do("UPDATE payout_accounts SET account_last4 = account_last4 WHERE id = %s", account)
    assert platform.one("SELECT count(*) FROM audit_logs") == before


@pytest.mark.parametrize("statement", ["UPDATE {} SET action = 'a.b'", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_audit_is_never_changed_through_the_table_or_a_month(statement: str, platform: Platform) -> None:
    for place in ("audit_logs", "audit_logs_2026_10"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="never changed"), platform.refused():
            platform.do(statement.format(place))


def test_the_system_writes_its_own_events(platform: Platform) -> None:
    platform.ask("CALL log_system_event('schema.migrated', '{\"version\": 7}')")
    row = platform.row("SELECT category, actor_id, details FROM audit_logs WHERE action = 'schema.migrated'")
    assert row == {"category": "system", "actor_id": None, "details": {"version": 7}}


def test_months_are_made_ahead_and_old_ones_leave_whole(platform: Platform) -> None:
    assert platform.ask("SELECT add_audit_months('2026-11-15Z')") == []
    made = platform.ask("SELECT add_audit_months('2027-02-15Z', 2)")
    assert made == [("audit_logs_2027_03",), ("audit_logs_2027_04",)]
    platform.put("audit_logs", occurred_at="2027-03-31T23:59:59Z")
    assert platform.one("SELECT count(*) FROM audit_logs_2027_03") == 1
    with pytest.raises(psycopg.errors.InsufficientPrivilege), platform.refused():
        platform.do("TRUNCATE audit_logs_2027_03")
    before = platform.one("SELECT count(*) FROM audit_logs_2024_12")
    assert platform.ask("SELECT detach_audit_months('2027-01-15Z')") == [
        ("audit_logs_2024_11",),
        ("audit_logs_2024_12",),
    ]
    assert platform.one("SELECT count(*) FROM audit_logs_2024_12") == before > 0
    assert platform.one("SELECT count(*) FROM audit_logs WHERE occurred_at < '2025-01-01Z'") == 0
