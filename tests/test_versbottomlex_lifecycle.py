"""What VersBottomLex's triggers and jobs do: the tree, deletion, retention, notices, polls, figures, erasure."""

import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from test_versbottomlex_money import one_waits
from versbottomlex_for_tests import DAY, NOW, SHARDS, USERS_PER_SHARD, Platform, opened

from livvly_lab.designs.versbottomlex import VERSBOTTOMLEX
from livvly_lab.domain.parameters import Parameters
from livvly_lab.domain.physical import LAYOUTS
from livvly_lab.lab.run import Run

Filled = Callable[[Parameters], Run]


@pytest.fixture(params=LAYOUTS)
def platform(request: pytest.FixtureRequest, filled: Filled) -> Iterator[Platform]:
    with opened(filled(Parameters("versbottomlex", SHARDS, USERS_PER_SHARD, layout=request.param))) as found:
        yield found


@pytest.fixture
def sessions(filled: Filled, copied: Callable[[Run], Run]) -> Iterator[Callable[[], Platform]]:
    """Yield what opens a session on a copy in shards, in which rows stay."""
    run = copied(filled(Parameters("versbottomlex", SHARDS, USERS_PER_SHARD)))
    made: list[psycopg.Connection[Any]] = []

    def session() -> Platform:
        made.append(psycopg.connect(run.dsn, autocommit=True))
        return Platform(made[-1], run)

    yield session
    for connection in made:
        connection.close()


# the tree of categories


def test_no_category_is_above_itself_and_none_below_the_fourth_level(platform: Platform) -> None:
    move = "UPDATE categories SET parent = %s, position = 90 WHERE id = %s"
    for parent, moved in ((13, 1), (10, 1), (16, 10)):
        with pytest.raises(psycopg.errors.CheckViolation, match="above itself"), platform.refused():
            platform.do(move, parent, moved)
    with pytest.raises(psycopg.errors.CheckViolation, match="5 levels"), platform.refused():
        platform.put("categories", parent=16)
    with pytest.raises(psycopg.errors.CheckViolation, match="levels"), platform.refused():
        platform.do(move, 41, 10)
    assert platform.do(move, 4, 16) == 1
    assert platform.one("SELECT path FROM category_paths WHERE id = 16") == "creative/big-band"


def test_two_sessions_do_not_hang_two_categories_below_each_other(sessions: Callable[[], Platform]) -> None:
    first, second, third = sessions(), sessions(), sessions()
    move = "UPDATE categories SET parent = %s, position = 90 WHERE id = %s"
    with pytest.raises(psycopg.errors.CheckViolation, match="above itself"):
        one_waits(first, lambda: first.do(move, 5, 6), second, lambda: second.do(move, 6, 5), third)
    assert third.ask("SELECT id, parent FROM categories WHERE id IN (5, 6) ORDER BY id") == [(5, None), (6, 5)]


def test_every_category_has_a_path_and_all_above_it(platform: Platform) -> None:
    assert platform.one("SELECT count(*) FROM category_paths") == platform.one("SELECT count(*) FROM categories")
    row = platform.row("SELECT path, level, above FROM category_paths WHERE id = 16")
    assert row == {"path": "music/live-music/jazz/big-band", "level": 4, "above": [1, 10, 13, 16]}


def test_search_finds_words_and_misspelt_names(platform: Platform) -> None:
    words = "to_tsvector('simple'::regconfig, name || ' ' || description) @@ plainto_tsquery('simple', %s)"
    assert platform.ask(f"SELECT slug FROM categories WHERE {words}", "improvisation JAZZ") == [("jazz",)]  # noqa: S608
    near = "SELECT name FROM tags WHERE name %% %s ORDER BY similarity(name, %s) DESC LIMIT 1"
    assert platform.one(near, "storyteling", "storyteling") == "storytelling"


# soft deletion and cascades


def test_soft_deletion_follows_every_cascade_that_ends_in_what_can_be_soft_deleted(platform: Platform) -> None:
    cascades = {
        (key.elements[0].column.table.name, table.name, key.column_keys[0])
        for table in VERSBOTTOMLEX.tables
        for key in table.foreign_key_constraints
        if key.ondelete == "CASCADE" and "deleted_at" in table.columns
    }
    parents = {parent for parent, _, _ in cascades}
    declared = set(platform.ask("SELECT * FROM soft_delete_paths()"))
    assert cascades <= declared
    assert {parent for parent, _, _ in declared} == parents
    assert declared - cascades == {
        ("users", "payment_methods", "user_id"),
        ("users", "pricing_plans", "performer_id"),
    }


def belongings(platform: Platform, ada: uuid.UUID) -> dict[str, tuple[int, int]]:
    """Return how many live and deleted rows of each kind belong to a user."""
    found = {}
    for child, key in platform.ask("SELECT child, key FROM soft_delete_paths() WHERE parent = 'users'"):
        counted = f"SELECT count(*) FILTER (WHERE deleted_at IS NULL), count(deleted_at) FROM {child} WHERE {key} = %s"  # noqa: S608
        found[f"{child}.{key}"] = platform.ask(counted, ada)[0]
    return found


def test_closing_an_account_hides_what_is_its_own_and_reopening_brings_back_that_alone(platform: Platform) -> None:
    ada, ben = platform.performer(), platform.user()
    kept, gone = (platform.put("streams", performer_id=ada) for _ in range(2))
    platform.put("stream_archives", performer_id=ada, stream_id=kept)
    platform.put("messages", owner_id=ada, stream_id=kept, sender_id=ben)
    platform.put("messages", owner_id=ben, sender_id=ada)
    platform.put("payment_methods", user_id=ada)
    plan = platform.put("pricing_plans", performer_id=ada)
    subscription = platform.put("subscriptions", performer_id=ada, viewer_id=ben, plan_id=plan)
    platform.do("UPDATE streams SET deleted_at = now() - interval '9 days' WHERE id = %s", gone)
    before = belongings(platform, ada)
    assert before["streams.performer_id"] == (1, 1)
    assert platform.one("SELECT close_account(%s, now() - interval '1 day')", ada)
    assert {live for live, _ in belongings(platform, ada).values()} == {0}
    assert platform.one("SELECT status FROM subscriptions WHERE id = %s", subscription) == "cancelled"
    assert platform.one("SELECT close_account(%s)", ada) is None
    assert platform.one("SELECT reopen_account(%s)", ada)
    assert belongings(platform, ada) == before
    assert platform.one("SELECT close_account(%s, now() - interval '31 days')", ada)
    assert platform.one("SELECT reopen_account(%s)", ada) is None


def test_deleting_a_stream_softly_hides_its_recordings_and_chat_and_nothing_else(platform: Platform) -> None:
    ada = platform.performer()
    stream, other = (platform.put("streams", performer_id=ada) for _ in range(2))
    for each in (stream, other):
        platform.put("stream_archives", performer_id=ada, stream_id=each)
        platform.put("messages", owner_id=ada, stream_id=each)
    platform.do("UPDATE streams SET deleted_at = now() WHERE id = %s", stream)
    for table, key in (("stream_archives", "performer_id"), ("messages", "owner_id")):
        live = f"SELECT stream_id FROM {table} WHERE {key} = %s AND deleted_at IS NULL"  # noqa: S608
        assert platform.ask(live, ada) == [(other,)]


def test_erasing_empties_who_it_was_and_keeps_what_was_paid(platform: Platform) -> None:
    sale = platform.row_of("transactions", message="for Ada, from Ben in Hamburg")
    platform.insert("transactions", sale)
    ben = sale["viewer_id"]
    for table, column in (
        ("login_identities", "user_id"), ("user_preferences", "user_id"), ("viewer_profiles", "user_id"),
        ("follows", "viewer_id"), ("favorites", "viewer_id"), ("stream_views", "viewer_id"), ("reactions", "user_id"),
        ("poll_votes", "voter_id"), ("messages", "sender_id"), ("notifications", "user_id"),
        ("notification_settings", "user_id"), ("stream_invitations", "viewer_id"), ("user_roles", "user_id"),
    ):  # fmt: skip
        platform.put(table, **{column: ben})
    platform.ask("SELECT close_account(%s, now() - interval '29 days')", ben)
    assert ben not in {gone for (gone,) in platform.ask("SELECT purge_closed_accounts()")}
    assert ben in {gone for (gone,) in platform.ask("SELECT purge_closed_accounts(now() + interval '2 days')")}
    row = platform.row("SELECT * FROM users WHERE id = %s", ben)
    assert (row["display_name"], row["password_hash"], row["bio"], row["last_seen_at"]) == (
        "Closed account",
        None,
        None,
        None,
    )
    assert bytes(row["email_ciphertext"]) == b"\x01" + bytes(31)
    assert row["birth_date"].month == row["birth_date"].day == 1
    paid = platform.row("SELECT gross_minor, message, viewer_id FROM transactions WHERE id = %s", sale["id"])
    assert paid == {"gross_minor": 1_190, "message": None, "viewer_id": ben}
    method = platform.row("SELECT provider_token, last4 FROM payment_methods WHERE user_id = %s", ben)
    assert method == {"provider_token": "erased", "last4": None}
    assert platform.one("SELECT count(*) FROM audit_logs WHERE action = 'account.erased' AND object_id = %s", ben) == 1
    naming = {
        f"{r.table}.{r.column}" for r in platform.run.physical.references
        if r.target == "users" and platform.one(f"SELECT count(*) FROM {r.table} WHERE {r.column} = %s", ben)  # noqa: S608
    }  # fmt: skip
    assert naming == {"payment_methods.user_id", "transactions.viewer_id"}
    assert ben not in {gone for (gone,) in platform.ask("SELECT purge_closed_accounts(now() + interval '9 days')")}


def test_a_performer_who_is_erased_leaves_evidence_and_what_is_due_and_nothing_else(platform: Platform) -> None:
    ada = platform.performer()
    account = platform.put("payout_accounts", performer_id=ada)
    plain, held = (platform.put("streams", performer_id=ada) for _ in range(2))
    for stream, hold in ((plain, False), (held, True)):
        archive = platform.put("stream_archives", performer_id=ada, stream_id=stream, legal_hold=hold)
        platform.put("favorites", archive_id=archive)
    sale = platform.put("transactions", performer_id=ada, stream_id=plain)
    platform.ask("SELECT close_account(%s)", ada)
    asked = "SELECT account_last4, deleted_at IS NULL FROM payout_accounts WHERE id = %s"
    platform.ask("CALL erase_user(%s)", ada)
    assert platform.ask("SELECT id FROM streams WHERE performer_id = %s", ada) == [(held,)]
    assert platform.ask("SELECT stream_id FROM stream_archives WHERE performer_id = %s", ada) == [(held,)]
    assert platform.one("SELECT count(*) FROM favorites WHERE archive_id = %s", archive) == 1
    orphans = "SELECT count(*) FROM favorites WHERE archive_id NOT IN (SELECT id FROM stream_archives)"
    assert platform.one(orphans) == 0
    assert platform.ask(asked, account) == [("6789", True)]
    payout = platform.put("payouts", performer_id=ada, payout_account_id=account)
    platform.do("UPDATE transactions SET payout_id = %s WHERE id = %s", payout, sale)
    platform.ask("CALL erase_user(%s)", ada)
    assert platform.ask(asked, account) == [("", False)]
    assert platform.one("SELECT stream_id FROM transactions WHERE id = %s", sale) is None


# how long recordings are kept


@pytest.mark.parametrize(("policy", "days"), [("short", 30), ("standard", 180), ("extended", 720), ("evidence", None)])
def test_a_recording_expires_by_its_policy_whatever_was_written(
    policy: str, days: int | None, platform: Platform
) -> None:
    made = platform.put("stream_archives", retention_code=policy, created_at=NOW, expires_at=NOW + DAY)
    asked = "SELECT expires_at FROM stream_archives WHERE id = %s"
    assert platform.one(asked, made) == (None if days is None else NOW + days * DAY)
    platform.do("UPDATE stream_archives SET retention_code = 'short' WHERE id = %s", made)
    assert platform.one(asked, made) == NOW + 30 * DAY


def test_the_jobs_hide_what_expired_remove_it_after_the_grace_and_keep_evidence(platform: Platform) -> None:
    made = {
        name: platform.put(
            "stream_archives", retention_code="short", created_at=NOW, storage_uri=f"s3://x/{name}", **more
        )
        for name, more in {"due": {}, "held": {"legal_hold": True}}.items()
    }
    later = platform.put("stream_archives", retention_code="standard", created_at=NOW)
    for shard in range(SHARDS):
        for archive in (made["due"], later):
            platform.put("favorites", archive_id=archive, viewer_id=platform.user(shard))

    def there() -> dict[Any, bool]:
        rows = platform.ask("SELECT id, deleted_at IS NULL FROM stream_archives WHERE created_at = %s", NOW)
        return dict(rows)

    expire, purge = "SELECT expire_archives(%s)", "SELECT purge_archives(%s)"
    platform.ask(expire, NOW + 30 * DAY)
    assert set(there().values()) == {True}
    assert platform.one(expire, NOW + 31 * DAY) >= 1
    assert there() == {made["due"]: False, made["held"]: True, later: True}
    assert ("s3://x/due",) not in platform.ask(purge, NOW + 38 * DAY)
    assert ("s3://x/due",) in platform.ask(purge, NOW + 39 * DAY)
    assert there() == {made["held"]: True, later: True}
    kept = "SELECT count(*) FROM favorites WHERE archive_id = %s"
    assert [platform.one(kept, archive) for archive in (made["due"], later)] == [0, SHARDS]
    with pytest.raises(psycopg.errors.RestrictViolation, match="evidence"), platform.refused():
        platform.do("DELETE FROM stream_archives WHERE id = %s", made["held"])


# who is told


def told(platform: Platform, user: uuid.UUID) -> list[str]:
    return [
        event for (event,) in platform.ask("SELECT event_code FROM notifications WHERE user_id = %s ORDER BY 1", user)
    ]


def test_performers_are_told_of_followers_subscribers_and_tips_that_came(platform: Platform) -> None:
    ada = platform.performer()
    platform.put("follows", performer_id=ada)
    platform.put("subscriptions", performer_id=ada)
    assert told(platform, ada) == ["new_follower", "new_subscriber"]
    pending = platform.put("transactions", performer_id=ada, status="pending", settled_at=None)
    assert "tip_received" not in told(platform, ada)
    platform.do("UPDATE transactions SET status = 'settled', settled_at = now() WHERE id = %s", pending)
    platform.do("UPDATE transactions SET risk_score = 1 WHERE id = %s", pending)
    assert told(platform, ada).count("tip_received") == 1
    about = "SELECT payload ->> 'about' FROM notifications WHERE user_id = %s AND event_code = 'tip_received'"
    assert platform.one(about, ada) == "811"


def test_followers_in_all_shards_are_told_once_that_a_stream_is_live_unless_they_said_no(platform: Platform) -> None:
    ada = platform.performer(0)
    fans = [platform.user(shard) for shard in range(SHARDS)]
    for fan in fans:
        platform.put("follows", performer_id=ada, viewer_id=fan)
    platform.put("notification_settings", user_id=fans[0])
    platform.ask("SELECT close_account(%s)", fans[1])
    stream = platform.put("streams", performer_id=ada, status="scheduled", started_at=None, ended_at=None)
    assert not any(told(platform, fan) for fan in fans)
    platform.do("UPDATE streams SET status = 'live', started_at = now() WHERE id = %s", stream)
    platform.do("UPDATE streams SET title = 'Live!' WHERE id = %s", stream)
    assert [told(platform, fan) for fan in fans] == [[], [], *[["stream_live"]] * (SHARDS - 2)]


def test_what_is_mandatory_cannot_be_switched_off(platform: Platform) -> None:
    user = platform.user()
    platform.put("notification_settings", user_id=user, event_code="security_alert")
    platform.put("notification_settings", user_id=user, event_code="tip_received")
    asked = "SELECT wants(%s, %s)"
    assert [platform.one(asked, user, e) for e in ("security_alert", "tip_received", "stream_live")] == [
        True,
        False,
        True,
    ]


def test_two_workers_never_take_the_same_notification(sessions: Callable[[], Platform]) -> None:
    first, second, third = sessions(), sessions(), sessions()
    third.do("UPDATE notifications SET status = 'sent', sent_at = now() WHERE status = 'queued'")
    made = {third.put("notifications") for _ in range(6)}
    take = "SELECT taken FROM take_notifications(%s)"
    with first.connection.transaction():
        one = {row for (row,) in first.ask(take, 4)}
        another = {row for (row,) in second.ask(take, 4)}
    assert (len(one), len(another)) == (4, 2)
    assert one | another == made
    assert third.ask("SELECT DISTINCT status, attempts FROM notifications WHERE id = ANY (%s)", list(made)) == [
        ("sent", 1)
    ]


# polls and figures


def test_a_vote_is_for_an_answer_there_is_while_the_poll_is_open(platform: Platform) -> None:
    vote = platform.row_of("poll_votes")
    with pytest.raises(psycopg.errors.CheckViolation, match="2 answers"), platform.refused():
        platform.insert("poll_votes", vote | {"choice": 3})
    with pytest.raises(psycopg.errors.CheckViolation, match="not open"), platform.refused():
        platform.insert("poll_votes", vote | {"created_at": NOW})
    platform.insert("poll_votes", vote)
    platform.put("poll_votes", poll_id=vote["poll_id"], performer_id=vote["performer_id"], choice=2)
    platform.put("poll_votes", poll_id=vote["poll_id"], performer_id=vote["performer_id"], choice=2)
    asked = "SELECT answer, votes FROM poll_results WHERE poll_id = %s ORDER BY choice"
    assert platform.ask(asked, vote["poll_id"]) == [("this", 1), ("that", 2)]


def test_the_figures_of_a_stream_are_what_happened_and_again_when_more_did(platform: Platform) -> None:
    ada, ben = platform.performer(), platform.user()
    common = {"performer_id": ada}
    early = platform.put(
        "streams", **common, scheduled_at=NOW - 50 * DAY, started_at=NOW - 50 * DAY, ended_at=NOW - 49 * DAY
    )
    stream = platform.put("streams", **common)
    for each in (early, stream):
        platform.put(
            "stream_views", **common, stream_id=each, viewer_id=ben, left_at=NOW - 40 * DAY + timedelta(seconds=90)
        )
    platform.put("stream_views", **common, stream_id=stream, left_at=NOW - 40 * DAY + timedelta(seconds=30))
    platform.put("reactions", **common, stream_id=stream)
    platform.put("reactions", **common, stream_id=stream, kind="share", share_target="link")
    platform.put("messages", owner_id=ada, stream_id=stream)
    platform.put("transactions", **common, stream_id=stream)
    platform.put("transactions", **common, stream_id=stream, status="failed", failure_code="x", settled_at=None)
    assert platform.one("SELECT refresh_metrics(%s)", stream)
    asked = (
        "SELECT viewers, watch_seconds, returning_viewers, reactions, shares, messages, sales, tips_usd_minor"
        " FROM performance_metrics WHERE stream_id = %s"
    )
    assert platform.ask(asked, stream) == [(2, 120, 1, 1, 1, 1, 1, 811)]
    platform.put("messages", owner_id=ada, stream_id=stream)
    assert platform.one("SELECT refresh_metrics(%s)", stream)
    assert platform.ask(asked, stream) == [(2, 120, 1, 1, 1, 2, 1, 811)]
    engagement = platform.row(
        "SELECT views, viewers, reactions, shares, messages FROM stream_engagement WHERE stream_id = %s", stream
    )
    assert engagement == {"views": 2, "viewers": 2, "reactions": 1, "shares": 1, "messages": 2}
    live = platform.put("streams", **common, status="live", ended_at=None)
    assert platform.one("SELECT refresh_metrics(%s)", live) is False
    assert platform.one("SELECT streams FROM performer_metrics WHERE performer_id = %s", ada) == 1


def test_the_audience_is_told_in_groups_of_five_or_more_to_those_who_may_know(platform: Platform) -> None:
    ada = platform.performer()
    stream = platform.put("streams", performer_id=ada)
    for country, many in (("DE", 5), ("FR", 4)):
        for _ in range(many):
            viewer = platform.user(country_code=country)
            platform.put("stream_views", performer_id=ada, stream_id=stream, viewer_id=viewer)
    platform.application()
    asked = "SELECT country, age_band, viewers FROM audience_of(%s)"

    def found(user: uuid.UUID) -> list[tuple[Any, ...]]:
        with platform.signed_in(user):
            return platform.ask(asked, ada)

    assert found(ada) == found(platform.staff("finance")) == [("DE", "35 to 49", 5)]
    assert found(platform.user()) == []


def test_rows_that_change_say_when(platform: Platform) -> None:
    for table in (table.name for table in VERSBOTTOMLEX.tables if "updated_at" in table.columns):
        values = platform.row_of(table)
        platform.insert(table, values | {"updated_at": NOW - 400 * DAY})
        key = str(next(iter(VERSBOTTOMLEX.table(table).primary_key.columns)).name)
        platform.do(f"UPDATE {table} SET {key} = {key} WHERE {key} = %s", values[key])  # noqa: S608
        assert platform.one(f"SELECT updated_at = now() FROM {table} WHERE {key} = %s", values[key]), table  # noqa: S608
