"""The checks after loading: all true of what was loaded, each false as soon as one row is disturbed, by its name."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
import psycopg
import pytest
from designs_for_tests import function_in
from psycopg import Connection, sql

from livvly_lab.designs import DESIGNS
from livvly_lab.designs.checks import parse_check
from livvly_lab.domain.physical import LAYOUTS, PhysicalDesign
from livvly_lab.domain.results import CheckResult
from livvly_lab.errors import LabError
from livvly_lab.measure.checks import checks_of, run_check
from livvly_lab.placement.functions import FUNCTIONS
from livvly_lab.rows.load import copy_population, copy_reference, make_world
from livvly_lab.scratch import ddl
from livvly_lab.scratch.server import Server

CRC32 = FUNCTIONS["crc32"]
LIVVLY = DESIGNS["livvly"]
USERS, SHARDS = 1_500, 3


@dataclass(frozen=True)
class Loaded:
    """livvly with rows in one layout."""

    physical: PhysicalDesign
    dsn: str
    rows: dict[str, int]


@dataclass(frozen=True)
class Desk:
    """An open transaction on loaded rows, rolled back after the test; foreign keys and triggers keep quiet."""

    loaded: Loaded
    connection: Connection[Any]

    def check(self, name: str) -> CheckResult:
        checks = checks_of(self.connection, self.loaded.physical, CRC32, self.loaded.rows)
        return run_check(self.connection, next(check for check in checks if check.name == name))

    def change(self, statement: sql.SQL | sql.Composed) -> str:
        """Execute a statement that returns what the evidence is to name."""
        row = self.connection.execute(statement).fetchone()
        assert row is not None, "nothing to disturb"
        return str(row[0])


@pytest.fixture(scope="module")
def loaded(server: Server) -> Iterator[dict[str, Loaded]]:
    made: dict[str, Loaded] = {}
    for layout in LAYOUTS:
        physical = PhysicalDesign(LIVVLY, LAYOUTS[layout], SHARDS)
        dsn = server.create_database(f"checks_{layout}")
        world = make_world(LIVVLY, USERS, 1.0, 7)
        with psycopg.connect(dsn) as connection:
            ddl.create_tables(connection, physical, function_in(layout))
        rows = {**copy_reference(dsn, physical, world), **copy_population(dsn, physical, function_in(layout), world)}
        with psycopg.connect(dsn) as connection:
            ddl.create_keys_and_indexes(connection, physical)
            connection.execute("ANALYZE")
        made[layout] = Loaded(physical, dsn, rows)
    yield made
    for layout in LAYOUTS:
        server.drop_database(f"checks_{layout}")


@pytest.fixture
def desk(loaded: dict[str, Loaded]) -> Iterator[Desk]:
    with psycopg.connect(loaded["inheritance"].dsn) as connection:
        connection.execute("SET session_replication_role = replica")
        yield Desk(loaded["inheritance"], connection)
        connection.rollback()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_everything_is_true_of_what_was_loaded(layout: str, loaded: dict[str, Loaded]) -> None:
    here = loaded[layout]
    with psycopg.connect(here.dsn) as connection:
        checks = checks_of(connection, here.physical, function_in(layout), here.rows)
        results = [run_check(connection, check) for check in checks]
    assert [(result.name, result.evidence) for result in results if not result.ok] == []
    assert len({result.name for result in results}) == len(results) > 80


REFERENCES: list[tuple[str, str, tuple[Any, ...]]] = [
    (reference.table, reference.column, ((reference.target, reference.target_column),))
    for reference in PhysicalDesign(LIVVLY, LAYOUTS["inheritance"], SHARDS).references
]
SOFT: list[tuple[str, str, tuple[Any, ...]]] = [
    (table.name, column.name, tuple(tuple(target.split(".")) for target in column.info["soft_reference"].split(",")))
    for table in LIVVLY.tables
    for column in table.columns
    if "soft_reference" in column.info
]


@pytest.mark.parametrize(("table", "column", "targets"), REFERENCES + SOFT, ids=str)
def test_when_the_target_of_a_reference_is_gone_the_orphan_scan_names_the_row(
    desk: Desk, table: str, column: str, targets: tuple[tuple[str, str], ...]
) -> None:
    """Also for references that no foreign key holds in this layout: target by target where there are several."""
    for target, target_column in targets:
        names = {
            "table": sql.Identifier(table),
            "column": sql.Identifier(column),
            "target": sql.Identifier(target),
            "target_column": sql.Identifier(target_column),
            "key": sql.Identifier(next(iter(LIVVLY.table(table).primary_key.columns)).name),
        }
        find = sql.SQL(
            "SELECT s.{key}, s.{column} FROM {table} AS s JOIN {target} AS t ON t.{target_column} = s.{column}"
            " ORDER BY 2 LIMIT 1"
        )
        row = desk.connection.execute(find.format(**names)).fetchone()
        assert row is not None, f"no row of {table} names one of {target}"
        keep = sql.SQL("DELETE FROM {table} WHERE {column} = %s AND {key} <> %s")
        desk.connection.execute(keep.format(**names), [row[1], row[0]])
        remove = sql.SQL("DELETE FROM {target} WHERE {target_column} = %s")
        desk.connection.execute(remove.format(**names), [row[1]])
        result = desk.check(f"orphan.{table}.{column}")
        assert not result.ok
        assert str(row[0]) in result.evidence
        assert str(row[1]) in result.evidence
        desk.connection.rollback()
        desk.connection.execute("SET session_replication_role = replica")


@dataclass(frozen=True)
class Change:
    """A change to one row: SQL after SET, which row, and what the evidence is to name."""

    table: str
    to: str
    where: str = "true"
    named: str = "id"

    @property
    def statement(self) -> sql.Composed:
        text = "UPDATE {table} SET {to} WHERE id = (SELECT id FROM {table} WHERE {where} LIMIT 1) RETURNING {named}"
        parts = {"to": self.to, "where": self.where, "named": self.named}
        return sql.SQL(text).format(
            table=sql.Identifier(self.table), **{name: sql.SQL(part) for name, part in parts.items()}
        )


COMPLETED, RECHARGED = "status = 'completed'", "type = 'recharge' AND status = 'completed'"

CHANGES = {
    "adults": Change("users", "dob = created_at - interval '17 years'"),
    "call_charges": Change("calls", "coins_charged = coins_charged + 1", COMPLETED),
    "call_rates": Change("calls", "rate_per_minute = rate_per_minute + 1", COMPLETED),
    "charges": Change("transactions", "amount = amount - 1", "type = 'call'", named="reference_id"),
    "creator_performance": Change("creator_performance", "total_calls_30d = total_calls_30d + 1"),
    "diamonds_earned": Change("diamond_wallets", "lifetime_earned = lifetime_earned + 1"),
    "diamonds_withdrawn": Change("diamond_wallets", "pending_balance = pending_balance + 1"),
    "gift_prices": Change("gift_transactions", "quantity = quantity + 1"),
    "gift_scenes": Change("gift_transactions", "created_at = created_at + interval '1 day'", "context = 'room'"),
    "invitations": Change("referrals", "created_at = '2030-01-01'", "referee_id IS NOT NULL"),
    "lifetimes": Change("reports", "created_at = '2001-01-01'"),
    "live_phones": Change(
        "users_shard_0",
        "phone = (SELECT phone FROM users_shard_1 WHERE deleted_at IS NULL LIMIT 1)",
        "deleted_at IS NULL",
    ),
    "only_creators": Change("users", "is_creator = false", "id IN (SELECT host_id FROM rooms)"),
    "only_others": Change("calls", "receiver_id = caller_id"),
    "open_rooms": Change("room_participants", "joined_at = joined_at - interval '1 year'"),
    "recharge_prices": Change("transactions", "price_inr = price_inr - 1", RECHARGED),
    "recharges": Change("transactions", "balance_after = balance_after + 9999999", RECHARGED),
    "revenue_tiers": Change("creator_performance", "revenue_share_percent = 99"),
    "running_balance": Change("transactions", "balance_after = balance_after + 1"),
    "verification_tiers": Change("user_verification", "selfie_verified = NOT selfie_verified"),
    "wallet_balance": Change("coin_wallets", "balance = balance + 1"),
    "wallet_lifetimes": Change("coin_wallets", "lifetime_spent = lifetime_spent + 1"),
}
"""For each check of livvly a change that breaks it."""


@pytest.mark.parametrize("name", [check.name for check in LIVVLY.population.checks])
def test_each_check_of_livvly_turns_red_and_names_the_row(desk: Desk, name: str) -> None:
    named = desk.change(CHANGES[name].statement)
    result = desk.check(name)
    assert not result.ok
    assert result.broken >= 1
    assert named in result.evidence


def test_a_missing_row_and_one_too_many_are_counted(desk: Desk) -> None:
    desk.connection.execute("DELETE FROM users_shard_1 WHERE id = (SELECT id FROM users_shard_1 LIMIT 1)")
    result = desk.check("rows.users")
    found = desk.loaded.rows["users_shard_1"] - 1
    assert result.evidence == f"in_table users_shard_1, rows {found}, written {found + 1}"


def test_a_partition_that_lost_its_rows_is_counted_too(desk: Desk) -> None:
    desk.connection.execute("DELETE FROM ai_moderation_transcripts_2026_10")
    assert "ai_moderation_transcripts_2026_10, rows 0" in desk.check("rows.ai_moderation_transcripts").evidence


def test_a_row_in_a_foreign_shard_is_named_when_no_check_holds_it_back(desk: Desk) -> None:
    desk.connection.execute("ALTER TABLE users_shard_2 DROP CONSTRAINT users_home_check_s2")
    moved = desk.change(
        sql.SQL(
            "INSERT INTO users_shard_2 (id, phone, display_name, dob, language, city, state, shard_id)"
            " SELECT id, phone, display_name, dob, language, city, state, 2 FROM users_shard_0 LIMIT 1 RETURNING id"
        )
    )
    home = desk.check("home.users")
    assert home.evidence.startswith(f"in_table users_shard_2, row {moved}, belongs_to_shard 0, says_shard 2")
    twice = desk.check("duplicate.users")
    assert twice.evidence == f"row {moved}, times 2, in_table users_shard_0 and users_shard_2"


def test_a_row_in_the_abstract_parent_is_named(desk: Desk) -> None:
    desk.connection.execute("ALTER TABLE users DROP CONSTRAINT users_abstract_check")
    lost = desk.change(
        sql.SQL(
            "INSERT INTO users (phone, display_name, dob, language, city, state, shard_id)"
            " VALUES ('+910', 'Anu', '2000-01-01', 'ta', 'Madurai', 'Tamil Nadu', 0) RETURNING id"
        )
    )
    assert f"in_table users, row {lost}" in desk.check("home.users").evidence


def test_a_row_of_a_month_without_a_partition_is_named(desk: Desk) -> None:
    stray = desk.change(
        sql.SQL(
            "INSERT INTO ai_moderation_transcripts (transcript, created_at)"
            " VALUES ('vanakkam', '1999-12-31') RETURNING id"
        )
    )
    assert desk.check("partition.ai_moderation_transcripts").evidence.startswith(
        f"in_table ai_moderation_transcripts_default, row {stray}"
    )


def test_many_broken_rows_are_counted_and_three_are_shown(desk: Desk) -> None:
    desk.connection.execute("UPDATE coin_wallets SET balance = balance + 1")
    result = desk.check("wallet_balance")
    assert result.broken == USERS
    assert result.evidence.count("wallet ") == 3
    assert result.evidence.endswith(f"and {USERS - 3} more")


def test_the_homes_that_sql_checks_are_those_that_python_gives(desk: Desk) -> None:
    for shard in range(SHARDS):
        query = sql.SQL("SELECT id FROM {}").format(sql.Identifier(f"users_shard_{shard}"))
        ids = [UUID(str(one)).bytes for (one,) in desk.connection.execute(query)]
        routed = CRC32.route(np.frombuffer(b"".join(ids), dtype=np.uint8).reshape(-1, 16), SHARDS)
        assert set(routed.tolist()) == {shard}


@pytest.mark.parametrize(
    "text",
    [
        "SELECT 1",
        "-- a sentence\nSELECT 1",
        "-- a sentence\n-- kind: mood\nSELECT 1",
        "-- a sentence\n-- kind: price\n",
    ],
)
def test_a_check_without_sentence_kind_or_sql_is_refused_by_name(text: str) -> None:
    with pytest.raises(LabError, match=r"checks/odd\.sql"):
        parse_check("odd", text)
