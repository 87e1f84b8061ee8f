"""The lint as a whole: what it says of livvly, of a foreign database, on the command line and in the report."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
from designs_for_tests import function_in, livvly_in
from jsonschema import Draft202012Validator

from livvly_lab import cli, lab
from livvly_lab.domain.lint import Lint
from livvly_lab.domain.parameters import Parameters
from livvly_lab.domain.physical import LAYOUTS
from livvly_lab.errors import LabError, ServerError, UsageError
from livvly_lab.lab import linting
from livvly_lab.lab.parts import read_part
from livvly_lab.lab.run import Run
from livvly_lab.measure.lint import catalog
from livvly_lab.measure.lint.catalog import read_catalog, reading
from livvly_lab.report.results import schema
from livvly_lab.scratch import ddl
from livvly_lab.scratch.server import Server

Filled = Callable[[Parameters], Run]

CLEAN = "CREATE TABLE t (id int PRIMARY KEY); COMMENT ON TABLE t IS 'T'; COMMENT ON COLUMN t.id IS 'its key';"
SILENT = "CREATE TABLE t (id int PRIMARY KEY);"
ZONELESS = f"{CLEAN} ALTER TABLE t ADD at timestamp; COMMENT ON COLUMN t.at IS 'when';"

BOTH: Mapping[str, str] = {
    "fk-without-index": "gift_transactions.gift_id transactions.coin_package_id user_subscriptions.plan_id",
    "money-type": "referrals.referee_reward_coins referrals.referrer_reward_coins",
    "non-immutable-expression": "idx_users_age",
    "numeric-unlike-unit": """
        ai_moderation_transcripts.confidence coin_packages.bonus_percent creator_performance.avg_rating_30d
        creator_performance.completion_rate_30d creator_performance.revenue_share_percent
    """,
    "redundant-index": """
        idx_calls_receiver idx_creator_call_rates_creator idx_creator_performance_user
        idx_matching_preferences_user idx_referrals_code idx_referrals_referrer idx_system_messages_key
        idx_transactions_user idx_user_verification_user
    """,
    "updated-at-untouched": """
        call_rates.updated_at calls.updated_at coin_packages.updated_at coin_wallets.updated_at
        creator_call_rates.updated_at creator_kyc.updated_at creator_performance.updated_at
        diamond_wallets.updated_at gifts.updated_at matching_preferences.updated_at reports.updated_at
        rooms.updated_at subscription_plans.updated_at transactions.updated_at user_subscriptions.updated_at
        user_verification.updated_at users.updated_at withdrawals.updated_at
    """,
}
"""What livvly breaks in every layout, by rule."""

SHARDED: Mapping[str, str] = {
    "cross-shard-reference": """
        ai_moderation_transcripts.reviewed_by ai_moderation_transcripts.user_id calls.receiver_id
        creator_kyc.user_id creator_performance.user_id gift_transactions.receiver_id notifications.user_id
        referrals.referee_id referrals.referrer_id reports.reported_user_id reports.reviewed_by
        room_participants.room_id user_blocks.blocked_id user_interests.user_id user_subscriptions.user_id
        withdrawals.user_id
    """,
    "set-null-on-shard-key": """
        calls.caller_id gift_transactions.sender_id reports.reporter_id rooms.host_id transactions.user_id
    """,
    "uniqueness-per-shard": """
        calls_pkey coin_wallets_pkey creator_call_rates_pkey diamond_wallets_pkey gift_transactions_pkey
        idx_users_phone matching_preferences_pkey reports_pkey room_participants_pkey rooms_pkey
        transactions_pkey user_blocks_pkey user_verification_pkey
    """,
}
"""What it breaks beyond that with children."""

PARTITIONED: Mapping[str, str] = {**SHARDED, "cross-shard-reference": "room_participants.room_id"}
"""What it breaks beyond that with partitions: foreign keys to users are possible."""


def test_livvly_breaks_just_these_rules(server: Server) -> None:
    for layout in LAYOUTS:
        found = lint_of_livvly(server, layout)
        broken = {(each.rule, each.object) for each in (*found.breaches, *(each for each, _ in found.suppressed))}
        assert broken == golden(layout)
        assert found.left_out == ()


def test_what_livvly_suppresses_is_met_in_both_layouts(server: Server) -> None:
    for layout in LAYOUTS:
        found = lint_of_livvly(server, layout)
        assert {each.object for each, _ in found.suppressed} == set(BOTH["fk-without-index"].split())
        assert found.stale == ()


def test_rows_outside_their_shard_are_counted(filled: Filled, copied: Callable[[Run], Run]) -> None:
    run = copied(filled(Parameters("livvly", 8, 40)))
    with run.connect() as connection:
        connection.execute(
            "ALTER TABLE coin_wallets_shard_0 DROP CONSTRAINT coin_wallets_home_check_s0,"
            " DROP CONSTRAINT coin_wallets_user_id_fkey_s0"
        )
        connection.execute(
            "INSERT INTO coin_wallets_shard_0 (user_id) SELECT user_id FROM coin_wallets_shard_1 LIMIT 2"
        )
    walk = linting.findings(run)
    tables = {exhibit.key: exhibit.table for exhibit in walk.rules.exhibits}
    strays, unlike = tables["lint-misrouted-rows"], tables["lint-child-unlike-siblings"]
    assert strays is not None
    assert unlike is not None
    assert strays[["object", "level", "rows"]].to_numpy().tolist() == [["coin_wallets", "high", 2]]
    assert list(unlike["object"]) == ["coin_wallets_shard_0 foreign key (user_id) to users"]


def test_the_notebook_hands_its_findings_to_the_report(filled: Filled, tmp_path: Path) -> None:
    walk = linting.findings(replace(filled(Parameters("livvly", 8, 40)), run_dir=tmp_path))
    part = read_part(tmp_path, "08_findings")
    check = Draft202012Validator({"$ref": "#/$defs/finding", "$defs": schema()["$defs"]})
    assert [error.message for finding in part["findings"] for error in check.iter_errors(finding)] == []
    assert len(part["findings"]) == len({finding["id"] for finding in part["findings"]}) > 60
    shown = "".join(each._repr_html_() for each in (walk.overview, walk.rules, walk.suppressed))
    anchors = {finding["evidence"].partition("#")[2] for finding in part["findings"]}
    assert [anchor for anchor in anchors if f'id="{anchor}"' not in shown] == []
    assert "<svg" in walk.overview.svg


@pytest.mark.parametrize(
    ("made", "level", "code"),
    [
        (CLEAN, "info", 0),
        (SILENT, "low", 0),
        (SILENT, "info", 1),
        (ZONELESS, "low", 1),
        (ZONELESS, "medium", 1),
        (ZONELESS, "high", 0),
    ],
)
def test_the_exit_code_is_one_where_something_of_the_level_is_found(
    database: str, capsys: pytest.CaptureFixture[str], made: str, level: str, code: int
) -> None:
    execute(database, made)
    assert cli.run(["--quiet", "lint", "--server", database, "--level", level]) == code
    assert ("t.at" in capsys.readouterr().out) == (made == ZONELESS and code == 1)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--level", "grave"],
        ["--design", "livly"],
        ["--layout", "round"],
        ["--shards", "0"],
        ["--design", "livvly", "--server", "postgresql:///x"],
        ["--server", "postgresql://nobody:hidden@127.0.0.1:1/x"],
        ["--server", "no dsn"],
    ],
)
def test_what_cannot_be_linted_exits_with_two_and_one_line(
    capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert cli.run(["lint", *arguments]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("error: ")
    assert said.err.count("\n") == 1
    assert "hidden" not in said.err


def test_a_crash_exits_with_two_as_well(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(lab, "lint", crash, raising=False)
    assert cli.run(["lint"]) == 2
    assert "unexpected ZeroDivisionError" in capsys.readouterr().err


def test_other_commands_keep_their_exit_codes() -> None:
    assert cli.run(["designs"]) == 0
    assert cli.run(["load", "--server", "postgresql://nobody@127.0.0.1:1/x"]) == 1


def test_json_is_one_document_with_findings_and_what_was_left_out(
    database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    execute(database, ZONELESS)
    assert cli.run(["--quiet", "lint", "--server", database, "--json"]) == 1
    document = json.loads(capsys.readouterr().out)
    (finding,) = document["findings"]
    assert (finding["rule"], finding["object"], finding["level"]) == ("timestamp-without-zone", "t.at", "medium")
    assert {"says", "where", "evidence", "remedy", "source", "rows", "size_bytes"} < finding.keys()
    assert document["left_out"] == ["cross-shard-reference", "non-immutable-expression"]
    assert document["checked"]["timestamp-without-zone"] == 1
    assert document["level"] == "low"
    assert document["suppressed"] == document["stale_suppressions"] == []


def test_a_design_is_linted_on_a_server_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["--quiet", "lint", "--design", "livvly", "--layout", "single", "--json"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert document["left_out"] == []
    assert document["target"] == "livvly, single, without rows"
    assert len(document["suppressed"]) == 3


def test_a_role_that_may_only_look_can_lint_and_changes_nothing(server: Server, database: str) -> None:
    execute(database, f"{ZONELESS} CREATE SCHEMA shut; CREATE TABLE shut.p (at timestamp);")
    execute(database, "CREATE TABLE shut.p_1 () INHERITS (shut.p); CREATE ROLE looker LOGIN")
    try:
        found = lab.lint(Parameters(), server=database.replace("postgres@", "looker@")).lint
    finally:
        execute(database, "DROP ROLE looker")
    assert {each.object for each in found.breaches if each.rule == "timestamp-without-zone"} == {"t.at", "shut.p.at"}
    assert {each.object for each in found.breaches if each.rule == "parent-accepts-rows"} == {"shut.p"}


def test_a_table_somebody_locks_ends_the_lint_instead_of_waiting(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    execute(database, "CREATE TABLE p (n int); CREATE TABLE p_1 () INHERITS (p)")
    monkeypatch.setattr(catalog, "LOCK_LIMIT_MS", 20)
    with psycopg.connect(database) as other:
        other.execute("LOCK TABLE p IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(ServerError, match=r"lock timeout.*try again"):
            lab.lint(Parameters(), server=database)


def test_a_server_that_is_too_old_is_refused(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linting, "MINIMUM_VERSION", 99)
    with pytest.raises(ServerError, match="PostgreSQL 99 or later"):
        lab.lint(Parameters(), server=database)


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ({"rule": "fk-without-index", "object": "a.b"}, "'why'"),
        ({"rule": "fk-without-index", "object": "a.b", "why": ""}, "'why'"),
        ({"rule": "no-such-rule", "object": "a.b", "why": "so"}, "'no-such-rule'"),
    ],
)
def test_a_suppression_without_reason_or_rule_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, entry: Mapping[str, str], says: str
) -> None:
    suppress(tmp_path, monkeypatch, [entry])
    with pytest.raises(LabError, match=says):
        linting.suppressions("livvly")


def test_a_stale_suppression_of_a_design_is_a_finding(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    suppress(tmp_path, monkeypatch, [{"rule": "money-type", "object": "gifts.gone", "why": "it was so"}])
    found = lint_of_livvly(server, "single")
    assert [each.object for each in found.stale] == ["gifts.gone"]
    told = linting.told("livvly", "low", found)
    assert "finding-stale-money-type-gifts-gone" in {each.id for each in told.findings}
    assert any("gifts.gone meets 0 breaches" in line for line in told.lines())
    assert told.document()["stale_suppressions"][0]["why"] == "it was so"
    assert not any("gifts.gone" in line for line in linting.told("livvly", "medium", found).lines())


def test_an_unknown_level_is_refused_before_anything_starts() -> None:
    with pytest.raises(UsageError, match="did you mean high"):
        lab.lint(Parameters(), level="hihg")


@pytest.fixture(scope="module", autouse=True)
def _databases(server: Server) -> Iterator[None]:
    """Build livvly without rows once for each layout."""
    for layout in LAYOUTS:
        with psycopg.connect(server.create_database(f"lint_{layout}"), autocommit=True) as connection:
            ddl.create(connection, livvly_in(layout), function_in(layout))
    yield
    for layout in LAYOUTS:
        server.drop_database(f"lint_{layout}")


def lint_of_livvly(server: Server, layout: str) -> Lint:
    physical = livvly_in(layout)
    with psycopg.connect(server.dsn(f"lint_{layout}"), autocommit=True) as connection, reading(connection):
        facts = read_catalog(connection, linting.intent_of(physical))
    return linting.judged(facts, physical)


def golden(layout: str) -> set[tuple[str, str]]:
    lists = {"single": (BOTH,), "inheritance": (BOTH, SHARDED), "partitioned": (BOTH, PARTITIONED)}[layout]
    return {(rule, name) for each in lists for rule, names in each.items() for name in names.split()}


def execute(dsn: str, statements: str) -> None:
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(statements.encode())


def suppress(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, entries: list[Mapping[str, str]]) -> None:
    """Let the design have just these suppressions."""
    (tmp_path / "livvly").mkdir()
    (tmp_path / "livvly" / "suppressions.json").write_text(json.dumps(entries))
    monkeypatch.setattr(linting, "folder", lambda name: tmp_path)
