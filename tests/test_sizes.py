"""Sizes: rows counted, bytes that add up to what PostgreSQL says a table takes, partitions under their table."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from designs_for_tests import livvly_in
from psycopg import Connection, sql
from visits_for_tests import GUESTS, VISITS, build_visits

from livvly_lab.domain.physical import PhysicalDesign
from livvly_lab.measure.names import read_names
from livvly_lab.measure.server import SETTINGS, read_settings, server_version
from livvly_lab.measure.sizes import measure_index_sizes, measure_sizes
from livvly_lab.placement.functions import FUNCTIONS
from livvly_lab.scratch.ddl import create
from livvly_lab.scratch.server import Server

MONTHS = ("2026-01-15", "2026-02-15", "2031-01-01")


@pytest.fixture(scope="module")
def visits(server: Server) -> Iterator[tuple[Connection[Any], PhysicalDesign]]:
    dsn = server.create_database("visits_sizes")
    with psycopg.connect(dsn, autocommit=True) as connection:
        yield connection, build_visits(connection, "inheritance")
    server.drop_database("visits_sizes")


@pytest.fixture(scope="module")
def livvly(server: Server) -> Iterator[tuple[Connection[Any], PhysicalDesign]]:
    """Yield livvly on two shards with transcripts of two months and of one that has no partition."""
    dsn, physical = server.create_database("livvly_sizes"), livvly_in("inheritance", shards=2)
    with psycopg.connect(dsn, autocommit=True) as connection:
        create(connection, physical, FUNCTIONS["crc32"])
        for month in MONTHS:
            connection.execute(
                "INSERT INTO ai_moderation_transcripts (transcript, created_at)"
                " SELECT repeat('spoken ', 20), %s FROM generate_series(1, 500)",
                [month],
            )
        yield connection, physical
    server.drop_database("livvly_sizes")


def total_bytes(connection: Connection[Any], name: str) -> int:
    row = connection.execute("SELECT pg_total_relation_size(to_regclass(%s))", [name]).fetchone()
    assert row is not None
    return int(row[0])


def test_rows_are_counted_and_not_estimated(visits: tuple[Connection[Any], PhysicalDesign]) -> None:
    connection, physical = visits
    with connection.transaction(force_rollback=True):
        connection.execute("DELETE FROM kinds WHERE name = 'long'")
        rows = defaultdict[str, int](int)
        for size in measure_sizes(connection, physical):
            rows[size.table] += size.rows
    assert rows == {"guests": GUESTS, "visits": VISITS, "kinds": 2}


def test_every_home_has_one_size_and_the_abstract_parents_have_none(
    visits: tuple[Connection[Any], PhysicalDesign],
) -> None:
    sizes = measure_sizes(*visits)
    assert [(size.table, size.name, size.shard) for size in sizes] == [
        (home.table, home.name, home.shard) for home in visits[1].all_homes()
    ]
    assert not {size.name for size in sizes} & {"guests", "visits"}


def test_heap_indexes_and_toast_add_up_to_what_the_table_takes(
    visits: tuple[Connection[Any], PhysicalDesign],
) -> None:
    for size in measure_sizes(*visits):
        assert size.heap_bytes + size.index_bytes + size.toast_bytes == total_bytes(visits[0], size.name)
        assert size.heap_bytes > 0
    assert {size.table for size in measure_sizes(*visits) if size.toast_bytes > 16_384} == {"visits"}


def test_indexes_of_a_table_add_up_to_its_index_bytes(visits: tuple[Connection[Any], PhysicalDesign]) -> None:
    by_table = defaultdict[tuple[str, int | None], int](int)
    for index in measure_index_sizes(*visits):
        by_table[index.table, index.shard] += index.index_bytes
    assert by_table == {(size.table, size.shard): size.index_bytes for size in measure_sizes(*visits)}


def test_an_index_has_its_logical_name_on_each_shard(visits: tuple[Connection[Any], PhysicalDesign]) -> None:
    sizes = measure_index_sizes(*visits)
    assert [(i.name, i.shard, i.is_key) for i in sizes if i.index == "idx_visits_live"] == [
        ("idx_visits_live_s0", 0, False),
        ("idx_visits_live_s1", 1, False),
    ]
    assert {i.index for i in sizes if i.is_key} == {
        "guests_pkey",
        "kinds_pkey",
        "visits_pkey",
        "visits_guest_id_at_key",
    }


def test_an_index_the_design_does_not_know_keeps_its_own_name(
    visits: tuple[Connection[Any], PhysicalDesign],
) -> None:
    connection, physical = visits
    with connection.transaction(force_rollback=True):
        connection.execute("CREATE INDEX somebodys ON visits_shard_0 (note)")
        found = {index.name: index.index for index in measure_index_sizes(connection, physical)}
    assert found["somebodys"] == "somebodys"


def test_monthly_partitions_count_under_their_table(livvly: tuple[Connection[Any], PhysicalDesign]) -> None:
    connection, physical = livvly
    size = next(size for size in measure_sizes(connection, physical) if size.table == "ai_moderation_transcripts")
    partitions = [
        name
        for (name,) in connection.execute(
            "SELECT relid::regclass::text FROM pg_partition_tree('ai_moderation_transcripts') WHERE isleaf"
        )
    ]
    assert len(partitions) > 24
    assert (size.name, size.shard, size.rows) == ("ai_moderation_transcripts", None, 500 * len(MONTHS))
    total = sum(total_bytes(connection, name) for name in partitions)
    assert size.heap_bytes + size.index_bytes + size.toast_bytes == total
    indexes = [index for index in measure_index_sizes(connection, physical) if index.table == size.table]
    assert sum(index.index_bytes for index in indexes) == size.index_bytes
    assert "idx_ai_transcripts_source" in {index.index for index in indexes}


@pytest.mark.parametrize("kind", ["tables", "indexes"])
def test_every_physical_name_of_livvly_has_a_logical_one(
    livvly: tuple[Connection[Any], PhysicalDesign], kind: str
) -> None:
    connection, physical = livvly
    names, kinds = read_names(connection, physical), {"tables": ["r", "p"], "indexes": ["i", "I"]}
    known = names.tables if kind == "tables" else names.indexes
    found = {
        name
        for (name,) in connection.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = ANY (%s)",
            [kinds[kind]],
        )
    }
    parents = set(physical.design.placement.keys) if kind == "tables" else set()
    assert found - known.keys() == parents
    logical = {table.name for table in physical.design.tables}
    if kind == "tables":
        assert set(known.values()) == logical
    else:
        declared = {str(index.name) for table in physical.design.tables for index in table.indexes}
        assert declared <= set(known.values())
        assert {name for name in known.values() if name.startswith("idx_")} == declared


def test_the_settings_say_what_plans_depend_on(visits: tuple[Connection[Any], PhysicalDesign]) -> None:
    connection, _ = visits
    with connection.transaction(force_rollback=True):
        connection.execute("SET LOCAL random_page_cost = 3.5")
        settings = read_settings(connection)
    assert settings["random_page_cost"] == "3.5"
    assert settings["TimeZone"] == "UTC"
    assert settings["livvly_lab.profile"] == "load"
    assert settings["jit_available"] in ("true", "false")
    assert settings["lc_ctype"]
    assert settings.keys() == {*SETTINGS, "lc_ctype", "jit_available"}
    with connection.transaction(force_rollback=True):
        row = connection.execute(sql.SQL("SHOW server_version")).fetchone()
    assert row is not None
    assert row[0].startswith(server_version(connection))
