"""The workload: what a query file must say, and what livvly's queries must be about."""

import doctest

import psycopg
import pytest
from designs_for_tests import function_in, livvly_in

from livvly_lab.designs.livvly.placement import PLACEMENT
from livvly_lab.designs.livvly.schema import METADATA
from livvly_lab.designs.workload import read_workload
from livvly_lab.domain import query as query_module
from livvly_lab.domain.physical import LAYOUTS
from livvly_lab.domain.query import KINDS, Query, parse_query, tables_in
from livvly_lab.errors import LabError
from livvly_lab.measure.keys import Keys
from livvly_lab.measure.names import index_names
from livvly_lab.measure.plans import measure_plans, shards_of
from livvly_lab.scratch.ddl import create
from livvly_lab.scratch.server import Server

WORKLOAD = read_workload("livvly_lab.designs.livvly")

GOOD = """-- Which calls did this user make?
-- endpoint: GET /me/calls
-- index: idx_calls_caller
-- runs: shard
-- draw typical: SELECT id AS user_id FROM {users} LIMIT 3
-- draw hot:
--   SELECT caller_id AS user_id
--   FROM {calls}
-- draw absent: SELECT md5('%')::uuid AS user_id
SELECT *
FROM {calls} WHERE caller_id = %(user_id)s AND note LIKE '%%x';
"""


def test_a_query_file_is_read_with_its_headers_draws_and_sql() -> None:
    found = parse_query("calls_made", GOOD)
    assert found == Query(
        "calls_made",
        "Which calls did this user make?",
        "GET /me/calls",
        "idx_calls_caller",
        "shard",
        "SELECT *\nFROM {calls} WHERE caller_id = %(user_id)s AND note LIKE '%%x'",
        {
            "typical": "SELECT id AS user_id FROM {users} LIMIT 3",
            "hot": "SELECT caller_id AS user_id\nFROM {calls}",
            "absent": "SELECT md5('%')::uuid AS user_id",
        },
    )
    assert found.tables == ("calls",)
    assert found.parameters == {"user_id"}
    assert found.file == "workload/calls_made.sql"


def test_a_query_for_no_index_says_none_and_one_that_keeps_deleted_rows_says_why() -> None:
    text = GOOD.replace("index: idx_calls_caller", "index: none\n-- keeps deleted: an export\n--   shows all")
    found = parse_query("calls_made", text)
    assert found.index is None
    assert found.keeps_deleted == "an export shows all"


@pytest.mark.parametrize(
    ("old", "new", "line", "expected", "found"),
    [
        ("-- Which calls did this user make?", "SELECT 1", 1, "a sentence that says what it answers", "'SELECT 1'"),
        ("-- endpoint: GET /me/calls\n", "", 1, "a header '-- endpoint:'", "none"),
        ("-- endpoint: GET /me/calls", "-- endpoint:", 2, "a value after '-- endpoint:'", "nothing"),
        ("-- endpoint", "-- end point of it", 2, "one of the headers endpoint, index, runs", "'end point of it'"),
        ("-- endpoint: GET", "--endpoint: GET", 2, "'-- key: value'", "'--endpoint: GET /me/calls'"),
        ("-- runs: shard", "-- runs: shards", 4, "runs: shard, scatter or shared", "'shards'"),
        ("-- runs: shard", "-- runs: shard\n-- runs: shard", 5, "one header '-- runs:'", "a second one"),
        ("idx_calls_caller", "idx_a, idx_b", 3, "index: one name, or none", "'idx_a, idx_b'"),
        ("-- draw typical: SELECT id AS user_id FROM {users} LIMIT 3\n", "", 9, "'-- draw typical:'", "user_id"),
        ("%(user_id)s", "'x'", 10, "a parameter %(name)s", "only draws"),
        ("'%%x'", "'%x'", 10, "%% or a parameter %(name)s", "a single %"),
        ("'%%x'", "'%%%x'", 10, "%% or a parameter %(name)s", "a single %"),
        ("FROM {calls} WHERE", "; SELECT 2 FROM {calls} WHERE", 10, "one statement", "a semicolon inside it"),
    ],
)
def test_a_file_that_does_not_follow_the_form_is_refused_with_its_line(
    old: str, new: str, line: int, expected: str, found: str
) -> None:
    assert old in GOOD
    with pytest.raises(LabError) as refused:
        parse_query("calls_made", GOOD.replace(old, new))
    assert expected in refused.value.expected
    assert refused.value.expected.endswith(f"in workload/calls_made.sql line {line}")
    assert found in refused.value.found
    assert refused.value.do


@pytest.mark.parametrize("text", ["", GOOD[: GOOD.index("SELECT *")]])
def test_a_file_without_sql_is_refused(text: str) -> None:
    with pytest.raises(LabError, match=r"workload/calls_made.sql line"):
        parse_query("calls_made", text)


def test_a_package_without_queries_is_refused() -> None:
    with pytest.raises(LabError, match=r"query files .* in livvly_lab\.scratch/workload, found none"):
        read_workload("livvly_lab.scratch")


def test_the_examples_in_the_docstrings_are_true() -> None:
    assert doctest.testmod(query_module).failed == 0


def test_queries_are_ordered_by_name_and_named_apart() -> None:
    names = [query.name for query in WORKLOAD]
    assert names == sorted(set(names))


def test_every_index_of_livvly_is_what_some_query_is_written_for() -> None:
    declared = {index.name for table in METADATA.sorted_tables for index in table.indexes}
    assert declared - {query.index for query in WORKLOAD} == set()


@pytest.mark.parametrize("query", WORKLOAD, ids=lambda query: query.name)
def test_a_query_is_about_tables_of_livvly_and_an_index_on_one_of_them(query: Query) -> None:
    named = {*query.tables, *(table for text in query.draws.values() for table in tables_in(text))}
    assert named <= METADATA.tables.keys()
    assert query.says.endswith(("?", "."))
    indexes = {index for name in query.tables for index in index_names(METADATA.tables[name])}
    assert query.index is None or query.index in indexes


@pytest.mark.parametrize("query", WORKLOAD, ids=lambda query: query.name)
def test_a_query_runs_where_its_tables_live(query: Query) -> None:
    sharded = [name for name in query.tables if PLACEMENT.is_sharded(name)]
    assert bool(sharded) == (query.runs != "shared")


def test_soft_deleted_rows_are_left_out_unless_a_query_says_why() -> None:
    keeping = {
        query.name
        for query in WORKLOAD
        for name in query.tables
        if "deleted_at" in METADATA.tables[name].columns and "deleted_at IS NULL" not in query.sql
    }
    assert keeping == {query.name for query in WORKLOAD if query.keeps_deleted}
    assert keeping == {"contact_by_phone", "calls_export", "wallet_export", "rooms_export", "gifts_received_export"}


def test_now_comes_from_the_data() -> None:
    clocks = ("now()", "current_date", "current_timestamp", "clock_timestamp")
    texts = {query.name: " ".join((query.sql, *query.draws.values())).lower() for query in WORKLOAD}
    assert {name for name, text in texts.items() if any(clock in text for clock in clocks)} == set()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_query_draws_keys_and_runs_even_on_empty_tables(server: Server, layout: str) -> None:
    physical = livvly_in(layout, shards=2)
    database = f"workload_{layout}"
    with psycopg.connect(server.create_database(database), autocommit=True) as connection:
        create(connection, physical, function_in(layout))
        keys = Keys(connection, physical)
        kinds = {
            key.kind for query in WORKLOAD for shard in shards_of(query, physical) for key in keys.draw(query, shard)
        }
        runs = measure_plans(connection, physical, WORKLOAD, repeats=1)
    server.drop_database(database)
    assert kinds <= set(KINDS)
    expected = {(query.name, shard) for query in WORKLOAD for shard in shards_of(query, physical)}
    assert {(run.query, run.shard) for run in runs} == expected
    assert len(runs) == len(expected)
    assert {run.query for run in runs if run.seq_scans} == set()  # what has no page is not read
