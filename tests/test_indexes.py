"""States of indexes: each state reached on a real server for one reason, and the schema as it was afterwards."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from psycopg import Connection
from visits_for_tests import WORKLOAD, build_visits, named, query

from livvly_lab.domain.physical import PhysicalDesign
from livvly_lab.domain.results import IndexMatrix, IndexState
from livvly_lab.errors import LabError
from livvly_lab.measure.facts import IndexFacts, Root, why_unusable
from livvly_lab.measure.indexes import measure_indexes
from livvly_lab.measure.planner import Planner
from livvly_lab.scratch.server import Server

CATALOG = """
    SELECT 'relation', oid::text, relname, relfilenode::text, relkind::text, relnatts::text FROM pg_class
    WHERE relnamespace = 'public'::regnamespace
    UNION ALL
    SELECT 'index', indexrelid::text, pg_get_indexdef(indexrelid), indisvalid::text, indisprimary::text, ''
    FROM pg_index
    UNION ALL
    SELECT 'constraint', oid::text, conname, pg_get_constraintdef(oid), conindid::text, convalidated::text
    FROM pg_constraint
    UNION ALL
    SELECT 'setting', name, setting, '', '', '' FROM pg_settings WHERE name IN ('enable_seqscan', 'lock_timeout')
    ORDER BY 1, 2, 3
"""


@dataclass(frozen=True)
class House:
    """The visits design with its rows on two shards, in a database of its own."""

    connection: Connection[Any]
    physical: PhysicalDesign
    dsn: str

    def catalog(self) -> Sequence[Any]:
        return self.connection.execute(CATALOG).fetchall()


@pytest.fixture(scope="module")
def house(server: Server) -> Iterator[House]:
    """Yield the design with rows; a test that changes the schema does so in a transaction it rolls back."""
    dsn = server.create_database("visits_indexes")
    with psycopg.connect(dsn, autocommit=True) as connection:
        yield House(connection, build_visits(connection, "inheritance"), dsn)
    server.drop_database("visits_indexes")


@pytest.fixture(scope="module")
def matrix(house: House) -> IndexMatrix:
    return measure_indexes(house.connection, house.physical, WORKLOAD, may_drop=True)


def states(matrix: IndexMatrix) -> Mapping[str, IndexState]:
    return {state.index: state for state in matrix.states}


def pair(matrix: IndexMatrix, index: str, name: str) -> IndexState:
    return next(pair for pair in matrix.pairs if (pair.index, pair.query) == (index, name))


def test_every_index_of_the_design_has_one_state(house: House, matrix: IndexMatrix) -> None:
    declared = {index.name for table in house.physical.design.tables for index in table.indexes}
    assert [state.index for state in matrix.states if state.index in declared] == [
        state.index for state in matrix.states
    ]
    assert set(states(matrix)) == declared


def test_an_index_that_its_query_chooses_is_chosen_on_every_shard(matrix: IndexMatrix) -> None:
    state = states(matrix)["idx_visits_live"]
    assert (state.state, state.query, state.on_shards, state.of_shards) == ("chosen", "live_visits", 2, 2)
    assert state.rivals == ()
    assert state.why.startswith("chosen with 8 of 8 keys; without it idx_visits_at")
    assert state.instead == "idx_visits_at"
    assert state.cost_ratio is not None
    assert state.cost_ratio > 1


def test_an_index_dropped_from_one_child_is_chosen_on_the_other_alone(house: House) -> None:
    with house.connection.transaction(force_rollback=True):
        house.connection.execute("DROP INDEX idx_visits_live_s1")
        state = states(measure_indexes(house.connection, house.physical, named("live_visits")))["idx_visits_live"]
    assert (state.state, state.on_shards, state.of_shards) == ("chosen", 1, 2)


def test_a_losing_index_names_the_key_it_loses_to(matrix: IndexMatrix) -> None:
    state = states(matrix)["idx_visits_guest"]
    assert (state.state, state.rivals) == ("chosen without rival", ("visits_guest_id_at_key",))
    assert (state.on_shards, state.of_shards) == (2, 2)
    assert state.why.startswith("the planner prefers visits_guest_id_at_key; with it at an expected cost of ")


def test_a_rival_on_which_a_foreign_key_stands_is_dropped_and_comes_back(house: House, matrix: IndexMatrix) -> None:
    before = house.catalog()
    found = measure_indexes(house.connection, house.physical, named("first_guests"), may_drop=True)
    assert states(found)["idx_guests_id_name"].rivals == ("guests_pkey",)
    assert house.catalog() == before
    assert any("FOREIGN KEY" in row[3] for row in before)


def test_an_index_wins_once_its_rival_is_really_gone(house: House) -> None:
    with house.connection.transaction(force_rollback=True):
        for shard in (0, 1):
            house.connection.execute(
                f"ALTER TABLE visits_shard_{shard} DROP CONSTRAINT visits_guest_id_at_key_s{shard}"
            )
        found = measure_indexes(house.connection, house.physical, named("latest_visits"))
    assert states(found)["idx_visits_guest"].state == "chosen"


def test_several_rivals_are_dropped_one_after_another(house: House) -> None:
    wanted = query(
        "visits_on_days", "idx_visits_place", "", "SELECT id FROM {visits} WHERE place > 40 ORDER BY at LIMIT 3"
    )
    found = measure_indexes(house.connection, house.physical, [wanted], may_drop=True)
    state = states(found)["idx_visits_place"]
    assert state.state == "chosen without rival"
    assert state.rivals == ("idx_visits_at",)
    with house.connection.transaction(force_rollback=True):
        for shard in (0, 1):
            house.connection.execute(f"CREATE INDEX idx_more_{shard} ON visits_shard_{shard} (at, place)")
        found = measure_indexes(house.connection, house.physical, [wanted], may_drop=True)
    assert states(found)["idx_visits_place"].rivals[-1] == "idx_visits_at"
    assert states(found)["idx_visits_place"].rivals[0].startswith("idx_more_")


def test_an_index_of_a_tiny_table_is_used_only_without_sequential_scans(matrix: IndexMatrix) -> None:
    state = states(matrix)["idx_kinds_name"]
    assert (state.state, state.query, state.rivals) == ("only without seqscan", "kind_by_name", ())
    assert state.why.startswith("the planner prefers reading all of kinds; with it at an expected cost of ")


def test_an_index_is_chosen_once_its_table_has_grown(database: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        physical = build_visits(connection, "inheritance")
        connection.execute("INSERT INTO kinds (name) SELECT 'kind ' || n FROM generate_series(1, 5000) AS n")
        connection.execute("ANALYZE kinds")
        found = measure_indexes(connection, physical, named("kind_by_name"), may_drop=True)
    assert states(found)["idx_kinds_name"].state == "chosen"
    assert states(found)["idx_kinds_name"].instead == "seq scan"


def test_gin_does_not_serve_the_text_of_a_key(matrix: IndexMatrix) -> None:
    found = pair(matrix, "idx_visits_note_gin", "visits_by_text_of_note")
    assert (found.state, found.meant) == ("unusable", True)
    assert found.why == (
        "no condition uses an operator that gin serves on note: ?, ?&, ?|, @>, @?, @@; "
        "the query asks ((note ->> …::text) = …::text)"
    )


def test_a_query_that_chose_an_index_it_is_not_written_for_counts_for_the_index(matrix: IndexMatrix) -> None:
    state = states(matrix)["idx_visits_note_gin"]
    assert (state.state, state.query, state.meant) == ("chosen", "visits_with_note", False)
    assert "visits_with_note chooses it, visits_by_text_of_note, which it is written for, does not" in state.why
    assert "all_visits chooses it, no query is written for it" in states(matrix)["idx_visits_place"].why


def test_of_several_queries_that_chose_an_index_the_one_it_is_written_for_stands_for_it(house: House) -> None:
    counted = "SELECT count(*) AS visits FROM {visits} WHERE place = 3 AND deleted_at IS NULL"
    workload = [query("counted", "none", "", counted), *named("live_visits")]
    found = measure_indexes(house.connection, house.physical, workload)
    assert pair(found, "idx_visits_live", "counted").state == "chosen"
    assert states(found)["idx_visits_live"].query == "live_visits"


def test_a_partial_index_is_unusable_where_its_predicate_does_not_follow(matrix: IndexMatrix) -> None:
    found = pair(matrix, "idx_visits_live", "all_visits")
    assert found.state == "unusable"
    assert found.why == (
        "its predicate (deleted_at IS NULL) does not follow from the query; the query asks (place = …::smallint)"
    )


def test_an_expression_index_is_unusable_where_the_expression_is_not_asked_for(matrix: IndexMatrix) -> None:
    found = pair(matrix, "idx_guests_lower_name", "guest_by_name")
    assert found.state == "unusable"
    assert found.why.startswith("no condition is on its expression lower(name::text), born; the query asks ")
    assert pair(matrix, "idx_guests_lower_name", "guest_ignoring_case").state == "chosen"


def test_an_index_on_other_columns_is_unusable(matrix: IndexMatrix) -> None:
    state = states(matrix)["idx_visits_at"]
    assert (state.state, state.query, state.on_shards) == ("unusable", "visits_by_story", 2)
    assert state.why == "no condition and no order is on its columns (at); the query asks (story = …::text)"


def test_an_index_without_a_query_was_not_tried(house: House) -> None:
    found = measure_indexes(house.connection, house.physical, named("kind_by_name"), may_drop=True)
    state = states(found)["idx_visits_live"]
    assert (state.state, state.query) == ("not tried", None)
    assert state.why == "no query is written for it, and none chose it"


def test_without_leave_to_drop_nothing_is_dropped_and_the_rest_is_told(house: House) -> None:
    before = house.catalog()
    with psycopg.connect(house.dsn) as other, other.transaction():
        other.execute("SELECT count(*) FROM visits")  # holds locks that any DROP INDEX would wait for
        found = measure_indexes(house.connection, house.physical, WORKLOAD)
    told = states(found)
    assert told["idx_visits_guest"].state == "not tried"
    assert told["idx_visits_guest"].why == "another index is preferred, and dropping it is not allowed on this server"
    assert told["idx_kinds_name"].state == "only without seqscan"
    assert told["idx_visits_at"].state == "unusable"
    assert told["idx_visits_live"].instead is None
    assert house.catalog() == before


def test_the_matrix_holds_a_pair_where_a_query_chose_an_index_or_is_written_for_it(matrix: IndexMatrix) -> None:
    assert {(found.index, found.query) for found in matrix.pairs if not found.meant} == {
        ("guests_pkey", "first_guests"),
        ("idx_visits_note_gin", "visits_with_note"),
        ("idx_visits_place", "all_visits"),
        ("visits_guest_id_at_key", "latest_visits"),
    }
    written = {(wanted.index, wanted.name) for wanted in WORKLOAD if wanted.index}
    assert {(found.index, found.query) for found in matrix.pairs if found.meant} == written


def test_the_schema_and_the_session_are_exactly_as_before(house: House) -> None:
    before = house.catalog()
    measure_indexes(house.connection, house.physical, WORKLOAD, may_drop=True)
    assert house.catalog() == before


def test_a_session_that_dies_in_the_middle_of_a_trial_leaves_the_schema_as_it_was(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, planned = house.catalog(), Planner.plan
    with psycopg.connect(house.dsn, autocommit=True) as dying:

        def dies_once_something_is_dropped(planner: Planner, *arguments: Any) -> Any:
            there = dying.execute("SELECT to_regclass('visits_guest_id_at_key_s0')").fetchone()
            if there == (None,):
                house.connection.execute("SELECT pg_terminate_backend(%s, 5000)", [dying.info.backend_pid])
            return planned(planner, *arguments)

        monkeypatch.setattr(Planner, "plan", dies_once_something_is_dropped)
        with pytest.raises(LabError, match=r"workload/latest_visits\.sql to run on shard 0"):
            measure_indexes(dying, house.physical, named("latest_visits"), may_drop=True)
    assert house.catalog() == before


def test_a_table_that_others_lock_is_not_waited_for(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("livvly_lab.measure.dropping.LOCK_TIMEOUT_MS", 50)
    with psycopg.connect(house.dsn) as other, other.transaction():
        other.execute("SELECT count(*) FROM visits")
        with pytest.raises(LabError, match=r"to drop visits_guest_id_at_key_s0 for a moment.*lock timeout"):
            measure_indexes(house.connection, house.physical, named("latest_visits"), may_drop=True)


def test_a_query_that_fails_names_its_file(house: House) -> None:
    broken = query("broken", "idx_visits_at", "", "SELECT nothing FROM {visits}")
    with pytest.raises(LabError, match=r"workload/broken\.sql to run on shard 0.*column \"nothing\" does not exist"):
        measure_indexes(house.connection, house.physical, [broken], may_drop=True)


def test_a_layout_without_shards_has_the_same_states(database: str, matrix: IndexMatrix) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        physical = build_visits(connection, "single")
        found = measure_indexes(connection, physical, WORKLOAD, may_drop=True)
    assert {state.of_shards for state in found.states} == {1}
    assert [(s.index, s.query, s.state, s.rivals) for s in found.states] == [
        (s.index, s.query, s.state, s.rivals) for s in matrix.states
    ]


def test_partitions_have_the_same_states_and_their_indexes_come_back_whole(database: str, matrix: IndexMatrix) -> None:
    """What is part of a partitioned index cannot be dropped alone: the whole goes for the moment."""
    with psycopg.connect(database, autocommit=True) as connection:
        partitions = House(connection, build_visits(connection, "partitioned"), database)
        before = partitions.catalog()
        found = measure_indexes(connection, partitions.physical, WORKLOAD, may_drop=True)
        assert partitions.catalog() == before
    assert [(s.index, s.query, s.state, s.rivals, s.of_shards) for s in found.states] == [
        (s.index, s.query, s.state, s.rivals, s.of_shards) for s in matrix.states
    ]


@pytest.mark.parametrize(
    ("facts", "conditions", "says"),
    [
        (
            {"predicate": "status::text = 'live'::text"},
            ["(a = …)"],
            "its predicate (status::text = 'live'::text) does not follow from the query; the query asks (a = …)",
        ),
        ({}, [], "no condition and no order is on its columns (a, b); the query sets no condition"),
        (
            {"is_expression": True},
            ["(a = …)", "(b = …)"],
            "no condition is on its expression a, b; the query asks (a = …) and (b = …)",
        ),
    ],
)
def test_the_reason_is_told_in_words(facts: dict[str, Any], conditions: list[str], says: str) -> None:
    plain: dict[str, Any] = {"method": "btree", "keys": ["a", "b"], "is_expression": False, "predicate": None}
    root = Root("idx_s1", "t_shard_1", None)
    index = IndexFacts("idx", "idx_s1", "t_shard_1", root, operators=["="], **{**plain, **facts})
    assert why_unusable(index, conditions) == says
