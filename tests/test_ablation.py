"""The ablation on real PostgreSQL: what it finds where indexes are foreseeable, and what it leaves behind."""

import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import psycopg
import pytest
from processes import PATIENCE_S, python
from visits_for_tests import VISITS, build_visits

from livvly_lab.domain.ablation import EFFORTS, Ablation
from livvly_lab.domain.economics import IndexEconomics, IndexSet
from livvly_lab.domain.physical import PhysicalDesign, PhysicalTable
from livvly_lab.experiments.ablation import ablate
from livvly_lab.experiments.index_set import build_sets
from livvly_lab.forecast.documents import document_indexes
from livvly_lab.forecast.economics import At, economics, table_writes
from livvly_lab.forecast.index_set import index_sets
from livvly_lab.forecast.writes import write_cost
from livvly_lab.measure.updates import Updates
from livvly_lab.measure.writes import WriteBench
from livvly_lab.scratch.copies import PREFIX, CopyError, copies
from livvly_lab.scratch.server import Server

AT = At(400, "quick")
QUICK = EFFORTS["quick"]
LIMIT_MS = 200.0

CATALOG = """
    SELECT 'relation', oid::text, relname, relfilenode::text, relpages::text FROM pg_class
    WHERE relnamespace = 'public'::regnamespace
    UNION ALL
    SELECT 'index', indexrelid::text, pg_get_indexdef(indexrelid), indisvalid::text, indisready::text FROM pg_index
    UNION ALL
    SELECT 'constraint', oid::text, conname, pg_get_constraintdef(oid), conindid::text FROM pg_constraint
    UNION ALL
    SELECT 'bytes', '', relname, pg_relation_size(oid)::text, '' FROM pg_class
    WHERE relnamespace = 'public'::regnamespace
    ORDER BY 1, 2, 3
"""


@dataclass(frozen=True)
class House:
    """The visits design with its rows on two shards, in a database of its own."""

    dsn: str
    physical: PhysicalDesign

    def catalog(self) -> Sequence[Any]:
        with psycopg.connect(self.dsn) as connection:
            return connection.execute(CATALOG).fetchall()


@pytest.fixture(scope="module")
def house(server: Server) -> Iterator[House]:
    dsn = server.create_database("visits_ablation")
    with psycopg.connect(dsn, autocommit=True) as connection:
        physical = build_visits(connection, "inheritance")
        connection.execute("CHECKPOINT")
    yield House(dsn, physical)
    server.drop_database("visits_ablation")


@dataclass(frozen=True)
class Ablated:
    """What was found, and the catalog before and after."""

    seen: Ablation
    rows: dict[str, IndexEconomics]
    before: Sequence[Any]
    after: Sequence[Any]


@pytest.fixture(scope="module")
def ablated(house: House) -> Ablated:
    before = house.catalog()
    seen = ablate(house.dsn, house.physical, QUICK)
    rows = {row.index: row for row in economics(seen, house.physical, AT)}
    return Ablated(seen, rows, before, house.catalog())


@pytest.fixture(scope="module")
def sets(house: House, ablated: Ablated) -> dict[str, IndexSet]:
    rows = tuple(ablated.rows.values())
    run = build_sets(house.dsn, house.physical, QUICK, rows, LIMIT_MS)
    return {each.key: each for each in index_sets(run, rows, ablated.seen.sizes, LIMIT_MS, AT)}


# what it leaves behind


def test_the_ablation_leaves_catalog_pages_and_server_as_they_were(server: Server, ablated: Ablated) -> None:
    assert ablated.after == ablated.before
    assert copies_on(server) == []


def copies_on(server: Server) -> list[str]:
    with psycopg.connect(server.dsn()) as connection:
        found = connection.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
        return [name for (name,) in found]


_KILLED = """
import sys
sys.path[:0] = {path!r}
from contextlib import contextmanager
from visits_for_tests import visits_in
from livvly_lab.domain.ablation import EFFORTS
from livvly_lab.experiments import ablation
from livvly_lab.measure.dropping import Dropper
from livvly_lab.scratch.copies import CopyError

drop, gone = Dropper.drop, []


def stop(self, index, table, shard):
    drop(self, index, table, shard)
    gone.append(index)
    if len(gone) == 3:
        print(self.connection.info.dbname, flush=True)
        input()


@contextmanager
def refused(*_):
    raise CopyError("a copy", "none", "nothing")
    yield


Dropper.drop = stop
if {in_place}:
    ablation.copies = refused
ablation.ablate({dsn!r}, visits_in("inheritance"), EFFORTS["quick"])
"""


@pytest.mark.parametrize("in_place", [False, True], ids=["on a copy", "in the database itself"])
def test_an_ablation_that_is_killed_in_the_middle_of_a_drop_leaves_the_schema_as_it_was(
    house: House, server: Server, in_place: bool
) -> None:
    before = house.catalog()
    script = _KILLED.format(path=sys.path, dsn=house.dsn, in_place=in_place)
    with python(script, {}) as process:
        assert process.stdout is not None
        where = process.stdout.readline().strip()
        assert where == "visits_ablation" if in_place else where.startswith(PREFIX)
        process.kill()
        process.wait()
    wait_until_nobody_is_in(server, where)
    assert house.catalog() == before
    with copies(house.dsn):
        assert len(copies_on(server)) == 1


def wait_until_nobody_is_in(server: Server, name: str) -> None:
    deadline = time.monotonic() + PATIENCE_S
    asked = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND application_name = ''"
    with psycopg.connect(server.dsn(), application_name="waits", autocommit=True) as connection:
        while connection.execute(asked, [name]).fetchone() != (0,):
            assert time.monotonic() < deadline


def test_without_a_copy_nothing_is_written_and_the_reason_is_told(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: Any) -> Any:
        raise CopyError("a copy", "a role that may not", "let it")

    before = house.catalog()
    monkeypatch.setattr("livvly_lab.experiments.ablation.copies", refused)
    seen = ablate(house.dsn, house.physical, replace(QUICK, read_repeats=1, build_repeats=1))
    assert (seen.not_copied, seen.writes, seen.updates) == ("a role that may not; let it", (), ())
    assert set(seen.unwritten.values()) == {"the database was not copied"}
    assert seen.reads
    assert seen.builds
    assert house.catalog() == before


# what it finds


def test_every_index_of_the_tables_has_its_economics(house: House, ablated: Ablated) -> None:
    declared = {str(index.name) for table in house.physical.design.tables for index in table.indexes}
    assert set(ablated.rows) == declared | {"guests_pkey", "kinds_pkey", "visits_pkey", "visits_guest_id_at_key"}
    assert all(row.index_bytes > 0 and row.build_ms.low > 0 for row in ablated.rows.values())
    assert ablated.rows["idx_visits_at"].shards == 2
    assert ablated.rows["idx_kinds_name"].shards == 1
    assert ablated.rows["visits_pkey"].rule == "key"


def test_an_index_whose_query_would_read_the_whole_table_is_kept(ablated: Ablated) -> None:
    row = ablated.rows["idx_visits_place"]
    (loss,) = row.reads
    assert (loss.query, loss.loss, loss.whole_tables, loss.instead) == ("all_visits", "pays", ("visits",), "seq scan")
    assert (row.decision, row.why) == ("keep", "without it all_visits reads all of visits, which grows")


def test_an_index_whose_query_reads_no_more_by_another_is_merged_into_that(ablated: Ablated) -> None:
    row = ablated.rows["idx_visits_live"]
    assert [(read.query, read.loss, read.instead) for read in row.reads] == [("live_visits", "free", "idx_visits_at")]
    assert (row.decision, row.into) == ("merge", "idx_visits_at")


def test_an_index_that_always_loses_is_merged_into_its_rival(ablated: Ablated) -> None:
    row = ablated.rows["idx_guests_id_name"]
    assert (row.decision, row.into) == ("merge", "guests_pkey")
    assert row.why == "never chosen: guests_pkey is always preferred"


def test_a_prefix_of_a_key_is_merged_into_it(ablated: Ablated) -> None:
    row = ablated.rows["idx_visits_guest"]
    assert (row.decision, row.into) == ("merge", "visits_guest_id_at_key")
    assert row.covered == "is a prefix of visits_guest_id_at_key"


def test_an_index_that_no_plan_can_use_is_dropped_unless_another_query_pays_for_it(ablated: Ablated) -> None:
    useless, saved = ablated.rows["idx_visits_at"], ablated.rows["idx_visits_note_gin"]
    assert (useless.state, useless.decision) == ("unusable", "drop")
    assert useless.why.startswith("no plan of visits_by_story can use it: no condition")
    assert useless.defects == (f"wrong type for its query: {useless.defects[0].partition(': ')[2]}",)
    assert (saved.state, saved.decision) == ("chosen", "keep")
    assert [read.query for read in saved.reads if read.loss == "pays"] == ["visits_with_note"]


def test_a_table_that_is_too_small_to_judge_by_depends(ablated: Ablated) -> None:
    row = ablated.rows["idx_kinds_name"]
    assert row.decision == "depends"
    assert row.writes is None
    assert row.why_no_writes == "fewer than 200 rows in a shard"


def test_the_check_of_a_foreign_key_counts_as_a_query(ablated: Ablated) -> None:
    reads = {read.query: read for read in ablated.rows["visits_guest_id_at_key"].reads}
    assert "visits_guest_id_fkey" in {*reads, *(r.query for r in ablated.rows["idx_visits_guest"].reads)}
    kinds = {read.kind for row in ablated.rows.values() for read in row.reads if read.query == "visits_guest_id_fkey"}
    assert kinds == {"foreign key"}


def test_each_index_costs_wal_and_the_gin_most_of_all(ablated: Ablated) -> None:
    costs = {index: row.writes for index, row in ablated.rows.items() if row.writes}
    saved = {index: cost.bulk.saved_wal_bytes for index, cost in costs.items()}
    assert {index for index, value in saved.items() if value.low <= 0} == set()
    assert max(saved, key=lambda index: saved[index].mid) == "idx_visits_note_gin"
    assert {cost.bulk.gain.n for cost in costs.values()} == {QUICK.write_rounds}


def test_all_declared_indexes_cost_more_than_any_of_them(house: House, ablated: Ablated) -> None:
    (visits,) = (each for each in table_writes(ablated.seen, house.physical, AT) if each.table == "visits")
    alone = [
        row.writes.bulk.saved_wal_bytes.mid for row in ablated.rows.values() if row.writes and row.table == "visits"
    ]
    assert visits.indexes == 5
    assert visits.cost.bulk.saved_wal_bytes.mid > max(alone)


def test_an_index_keeps_updates_of_its_column_from_being_hot(ablated: Ablated) -> None:
    live, note = ablated.rows["idx_visits_live"].hot, ablated.rows["idx_visits_note_gin"].hot
    assert live is not None
    assert note is not None
    assert live.columns == ("deleted_at",)  # place and at are held by other indexes as well
    assert note.columns == ("note",)
    assert note.with_share < note.without_share


def test_a_text_longer_than_an_entry_is_found_by_writing_it(server: Server) -> None:
    dsn = server.create_database("visits_long")
    with psycopg.connect(dsn, autocommit=True) as connection:
        physical = build_visits(connection, "single")
        trial = Updates(connection, physical, physical.home("visits", None), 1)
        assert trial.too_long("idx_visits_story", "story") is None
        connection.execute("UPDATE visits SET story = 'short'")
        connection.execute("VACUUM FULL visits")
        connection.execute("CREATE INDEX idx_visits_story ON visits (story)")
        found = trial.too_long("idx_visits_story", "story")
    server.drop_database("visits_long")
    assert found is not None
    assert (found.index, found.column) == ("idx_visits_story", "story")


def test_the_rows_that_were_taken_out_for_writing_are_put_back(house: House, server: Server) -> None:
    dsn = server.create_database("visits_written", template="visits_ablation")
    digest = "SELECT count(*), sum(hashtextextended(v::text, 0)) FROM visits_shard_0 AS v"
    with psycopg.connect(dsn, autocommit=True) as connection:
        before = connection.execute(digest).fetchone()
        with WriteBench(connection, house.physical.home("visits", 0), 300, 100).taken() as bench:
            bench.write()
            (left,) = connection.execute("SELECT count(*) FROM visits_shard_0").fetchone() or (0,)
        after = connection.execute(digest).fetchone()
    server.drop_database("visits_written")
    assert before is not None
    assert left == before[0] - 300
    assert after == before


def test_rows_that_refer_to_rows_of_their_own_table_are_written_one_by_one_too(database: str) -> None:
    chain = """
    CREATE TABLE messages (id integer PRIMARY KEY, answers integer REFERENCES messages, text text);
    INSERT INTO messages SELECT n, nullif(n + 1, 401), 'text' FROM generate_series(1, 400) AS n;
    """
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(chain)
        bench = WriteBench(connection, PhysicalTable("messages", "messages", None), 200, 200)
        with bench.taken():
            (left,) = connection.execute("SELECT count(*) FROM messages").fetchone() or (0,)
            written = bench.write()
        (back,) = connection.execute("SELECT count(*) FROM messages").fetchone() or (0,)
    assert 50 < bench.rows == bench.single_rows == 400 - left < 200, "of two that follow each other one stays"
    assert written.single_ms > 0
    assert back == 400


# the sets


def test_of_two_indexes_that_could_each_go_the_set_without_loss_keeps_the_one_that_serves_both(
    ablated: Ablated, sets: dict[str, IndexSet]
) -> None:
    assert (ablated.rows["idx_visits_at"].decision, ablated.rows["idx_visits_live"].into) == ("drop", "idx_visits_at")
    steady = sets["steady"]
    assert set(steady.dropped) == {"idx_guests_id_name", "idx_visits_guest", "idx_visits_live"}
    assert steady.slower == ()
    assert steady.index_bytes < sets["declared"].index_bytes


def test_the_limit_alone_lets_every_index_of_a_small_table_go(house: House, sets: dict[str, IndexSet]) -> None:
    declared = {str(index.name) for table in house.physical.design.tables for index in table.indexes}
    limit = sets["limit"]
    assert set(limit.dropped) == declared
    assert limit.verdict == "holds"
    assert limit.index_bytes < sets["steady"].index_bytes
    assert limit.bulk is not None
    assert limit.bulk.gain is not None
    assert sets["declared"].bulk is not None
    assert sets["declared"].bulk.gain is None
    assert limit.bulk.wal_bytes.high < sets["declared"].bulk.wal_bytes.low


def test_building_the_sets_leaves_the_database_as_it_was(
    house: House, ablated: Ablated, server: Server, sets: dict[str, IndexSet]
) -> None:
    assert house.catalog() == ablated.before
    assert copies_on(server) == []


def test_a_limit_that_nothing_keeps_brings_no_index_back_but_fails(house: House, ablated: Ablated) -> None:
    rows = tuple(ablated.rows.values())
    run = build_sets(house.dsn, house.physical, QUICK, rows, 0.0001)
    limit = next(each for each in index_sets(run, rows, ablated.seen.sizes, 0.0001, AT) if each.key == "limit")
    assert limit.verdict == "fails"
    touched = {row.index for row in rows if row.rule == "none" and row.reads}
    assert not touched & set(limit.dropped)
    assert limit.restored == ()


def test_a_jsonb_column_tells_its_index_and_its_documents(ablated: Ablated) -> None:
    (note,) = ablated.seen.documents
    assert (note.table, note.column, note.index, note.tried) == ("visits", "note", "idx_visits_note_gin", None)
    assert note.rows == note.documents == VISITS
    (shown,) = document_indexes(ablated.seen, tuple(ablated.rows.values()), AT)
    assert shown.index_bytes == ablated.rows["idx_visits_note_gin"].index_bytes


def test_a_jsonb_column_without_an_index_is_given_one_for_a_moment(server: Server) -> None:
    dsn, there_bytes = server.create_database("visits_without_gin"), 0
    with psycopg.connect(dsn, autocommit=True) as connection:
        physical = without_gin(build_visits(connection, "inheritance"))
        for name in ("idx_visits_note_gin_s0", "idx_visits_note_gin_s1"):
            connection.execute(f"REINDEX INDEX {name}".encode())
            there_bytes += connection.execute("SELECT pg_relation_size(%s::regclass)", [name]).fetchone()[0]  # type: ignore[index]  # one row
            connection.execute(f"DROP INDEX {name}".encode())
    there = House(dsn, physical)
    before = there.catalog()
    (note,) = ablate(dsn, physical, replace(QUICK, read_repeats=1, more_reads=0, build_repeats=1)).documents
    assert there.catalog() == before
    server.drop_database("visits_without_gin")
    assert note.index is None
    assert note.tried is not None
    assert note.tried.askable == ("visits_with_note",)
    assert note.tried.index_bytes == there_bytes
    cost = write_cost(note.tried.writes, "visits", ("note",))
    assert cost is not None
    assert cost.bulk.saved_wal_bytes.low > 0


def without_gin(physical: PhysicalDesign) -> PhysicalDesign:
    """Return the design with no index on its documents, and no query that asks for one."""
    table = physical.design.table("visits")
    table.indexes -= {index for index in table.indexes if index.name == "idx_visits_note_gin"}
    workload = tuple(query for query in physical.design.workload if query.index != "idx_visits_note_gin")
    return replace(physical, design=replace(physical.design, workload=workload))
