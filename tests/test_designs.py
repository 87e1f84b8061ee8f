"""The contract that every design keeps, whoever wrote it; and that a design which breaks it is told what it broke."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from contract import (
    deviations_of,
    homeless,
    keyless,
    leading_nowhere,
    misplaced,
    not_once,
    uncommented,
    undeclared,
    unindexed,
    unserved,
    unwritten,
)
from psycopg import Connection, sql
from sqlalchemy import CheckConstraint, Column, Index, MetaData, Table, Text

from livvly_lab.designs import DESIGNS
from livvly_lab.domain.design import Design
from livvly_lab.domain.parameters import Parameters
from livvly_lab.domain.physical import LAYOUTS, PhysicalDesign, Reference
from livvly_lab.lab.run import Run
from livvly_lab.measure.checks import checks_of, run_check
from livvly_lab.measure.keys import Keys
from livvly_lab.measure.plans import shards_of
from livvly_lab.measure.question import addressed
from livvly_lab.measure.sizes import measure_sizes
from livvly_lab.scratch.drift import drift

Filled = Callable[[Parameters], Run]

SHARDS, USERS_PER_SHARD = 8, 40
EVERY = pytest.mark.parametrize("name", DESIGNS)
BOTH = pytest.mark.parametrize("layout", LAYOUTS)


@pytest.fixture
def design(name: str) -> Design:
    return DESIGNS[name]


@pytest.fixture
def run(name: str, layout: str, filled: Filled) -> Run:
    """Return a loaded design, to be read only."""
    return filled(Parameters(name, SHARDS, USERS_PER_SHARD, layout=layout))


@pytest.fixture
def changeable(name: str, filled: Filled, copied: Callable[[Run], Run]) -> Run:
    """Return a copy of a design in shards that a test may spoil."""
    return copied(filled(Parameters(name, SHARDS, USERS_PER_SHARD)))


@pytest.fixture
def connection(changeable: Run) -> Iterator[Connection[Any]]:
    """Yield a connection to that copy on which neither foreign keys nor triggers act."""
    with changeable.connect() as opened:
        opened.execute("SET session_replication_role = replica")
        yield opened


# what it declares


@EVERY
def test_every_table_has_a_primary_key_and_everything_has_a_comment(design: Design) -> None:
    assert keyless(design) == []
    assert uncommented(design) == []


@EVERY
def test_every_foreign_key_is_indexed_or_excused(design: Design) -> None:
    assert unindexed(design) == []


@EVERY
def test_every_soft_reference_leads_somewhere(design: Design) -> None:
    assert leading_nowhere(design) == []


@EVERY
def test_every_table_is_in_one_section_and_placed_once(design: Design) -> None:
    assert not_once(design, [name for section in design.sections for name in section.tables]) == []
    assert len({section.key for section in design.sections}) == len(design.sections)
    assert misplaced(design) == []


@EVERY
def test_every_index_has_its_query_and_every_query_its_index_and_tables(design: Design) -> None:
    assert unserved(design) == []
    assert homeless(design) == []


@EVERY
def test_reference_rows_are_there_and_deviations_declared_and_explained(design: Design) -> None:
    assert unwritten(design) == []
    assert undeclared(design, deviations_of(design)) == []


# what stands on a server


@EVERY
@BOTH
def test_what_was_filled_is_what_was_designed_and_all_checks_hold(run: Run) -> None:
    with run.connect() as opened:
        assert drift(opened, run.physical, run.function) == ()
    assert [(check.name, check.evidence) for check in run.checks if not check.ok] == []
    assert {check.name.split(".")[1] for check in run.checks if check.kind == "rows"} == {
        table.name for table in run.physical.design.tables
    }


UNCOMMENTED = """
SELECT c.oid::regclass::text FROM pg_class AS c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'i', 'I')
  AND obj_description(c.oid, 'pg_class') IS NULL
  AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.objid = c.oid AND d.deptype = 'e')
UNION ALL
SELECT a.attrelid::regclass || '.' || a.attname FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
  AND col_description(a.attrelid, a.attnum) IS NULL
"""


@EVERY
@BOTH
def test_every_table_column_and_index_on_the_server_says_what_it_is(run: Run) -> None:
    with run.connect() as opened:
        assert opened.execute(UNCOMMENTED.encode()).fetchall() == []


@EVERY
@BOTH
def test_every_query_draws_its_keys_and_has_a_plan(run: Run) -> None:
    explain = sql.SQL("EXPLAIN {}")
    with run.connect() as opened:
        keys = Keys(opened, run.physical)
        for query in run.physical.design.workload:
            for shard in shards_of(query, run.physical)[-1:]:
                statement = explain.format(addressed(query.sql, run.physical, shard))
                for key in keys.draw(query, shard):
                    assert opened.execute(statement, key.parameters).fetchone(), query.name


@EVERY
@BOTH
def test_the_rows_of_the_shards_add_up_to_what_was_written(run: Run) -> None:
    with run.connect() as opened:
        sizes = measure_sizes(opened, run.physical)
    assert sum(size.rows for size in sizes) == sum(run.rows.values())
    root = [size.rows for size in sizes if size.table == run.physical.design.placement.root]
    assert sum(root) == run.parameters.users
    assert len(root) == len(run.physical.shard_numbers)


@EVERY
def test_the_same_seed_gives_the_same_rows_in_every_layout(name: str, filled: Filled) -> None:
    single, *others = (
        checksums(filled(Parameters(name, SHARDS, USERS_PER_SHARD, layout=layout))) for layout in LAYOUTS
    )
    assert [other == single for other in others] == [True] * (len(LAYOUTS) - 1)
    assert all(rows for rows, _ in single.values())


def checksums(run: Run) -> dict[str, tuple[int, int]]:
    """Return the number of rows of each table and a sum over them that does not depend on their order."""
    ask = sql.SQL("SELECT count(*), sum(hashtextextended(row({})::text, 0)) FROM {}")
    with run.connect() as opened:
        found = {}
        for table in run.physical.design.tables:
            columns = sql.SQL(", ").join(map(sql.Identifier, table.columns.keys()))
            row = opened.execute(ask.format(columns, sql.Identifier(table.name))).fetchone()
            assert row
            found[table.name] = (row[0], row[1])
    return found


# a schema that was changed, rows that were


@EVERY
def test_an_index_that_one_shard_lost_is_named(connection: Connection[Any], changeable: Run) -> None:
    index, table = min((str(index.name), table.name) for table in unpartitioned(changeable) for index in table.indexes)
    lost = changeable.physical.index_name(index, changeable.physical.homes(table)[-1].shard)
    connection.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(lost)))
    assert named(connection, changeable) == {f"missing index {lost}"}


def unpartitioned(run: Run) -> list[Table]:
    """Return the tables without monthly partitions: what one of those loses, its partitions lose."""
    return [table for table in run.physical.design.tables if not run.physical.design.monthly_of(table.name)]


@EVERY
def test_a_check_that_was_removed_is_named_wherever_it_is_lost(connection: Connection[Any], changeable: Run) -> None:
    lost, table = min(
        (str(check.name), table.name)
        for table in unpartitioned(changeable)
        for check in table.constraints
        if isinstance(check, CheckConstraint)
    )
    connection.execute(drop_constraint(table, lost))
    places = {table, *(home.name for home in changeable.physical.homes(table))}
    assert named(connection, changeable) == {f"missing constraint {lost} of {place}" for place in places}


@EVERY
def test_a_row_that_moved_to_another_shard_is_refused_and_noticed_where_nothing_refuses(
    connection: Connection[Any], changeable: Run
) -> None:
    placement = changeable.physical.design.placement
    here, there = (changeable.physical.home(placement.root, shard).name for shard in (2, 3))
    move = sql.SQL(
        "WITH moved AS (DELETE FROM {here} WHERE {key} = (SELECT {key} FROM {here} LIMIT 1) RETURNING *)"
        " INSERT INTO {there} SELECT * FROM moved"
    ).format(here=sql.Identifier(here), there=sql.Identifier(there), key=sql.Identifier(placement.keys[placement.root]))
    with pytest.raises(psycopg.errors.CheckViolation):
        connection.execute(move)
    for lost in (f"{placement.root}_home_check_s3", f"{placement.root}_shard_id_check_s3"):
        connection.execute(drop_constraint(there, lost))
    connection.execute(move)
    assert broken(connection, changeable) >= {f"home.{placement.root}", f"rows.{placement.root}"}


@EVERY
def test_an_orphan_is_noticed_through_every_reference_that_named_its_target(
    connection: Connection[Any], changeable: Run
) -> None:
    physical = changeable.physical
    root = physical.design.placement.root
    lost = physical.home(root, 3).name
    wanted = {
        f"orphan.{each.table}.{each.column}"
        for each in physical.references
        if each.target == root and names_a_row(connection, each, lost)
    }
    connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(lost)))
    assert wanted
    assert wanted == {name for name in broken(connection, changeable) if name in orphans_of(changeable, root)}


def names_a_row(connection: Connection[Any], reference: Reference, home: str) -> bool:
    """Tell whether any row refers by this reference to a row of one physical table."""
    query = sql.SQL("SELECT EXISTS (SELECT FROM {} AS r JOIN {} AS t ON t.{} = r.{})").format(
        sql.Identifier(reference.table),
        sql.Identifier(home),
        sql.Identifier(reference.target_column),
        sql.Identifier(reference.column),
    )
    row = connection.execute(query).fetchone()
    return bool(row and row[0])


def orphans_of(run: Run, target: str) -> set[str]:
    return {f"orphan.{each.table}.{each.column}" for each in run.physical.references if each.target == target}


def drop_constraint(table: str, name: str) -> sql.Composed:
    return sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(sql.Identifier(table), sql.Identifier(name))


def named(connection: Connection[Any], run: Run) -> set[str]:
    """Return what differs from the design, apart from comments."""
    return {str(found) for found in drift(connection, run.physical, run.function) if found.kind != "comment"}


def broken(connection: Connection[Any], run: Run) -> set[str]:
    """Return the names of the checks that do not hold."""
    checks = checks_of(connection, run.physical, run.function, run.rows)
    return {check.name for check in checks if not run_check(connection, check).ok}


# a design that breaks the contract


@EVERY
def test_what_has_no_comment_or_key_is_named(design: Design, monkeypatch: pytest.MonkeyPatch) -> None:
    table = design.tables[0]
    column, index = next(iter(table.columns)), next(index for each in design.tables for index in each.indexes)
    monkeypatch.setattr(table, "comment", None)
    monkeypatch.setattr(column, "comment", "")
    monkeypatch.delitem(index.info, "comment")
    assert uncommented(design) == [table.name, str(column), index.name]
    metadata = MetaData()
    Table("without_a_key", metadata, Column("note", Text))
    assert keyless(replace(design, metadata=metadata)) == ["without_a_key"]


@EVERY
def test_a_foreign_key_that_lost_its_index_or_needs_no_excuse_is_named(
    design: Design, monkeypatch: pytest.MonkeyPatch
) -> None:
    columns = [c for t in design.tables for key in t.foreign_key_constraints for c in key.columns]
    bare = next(c for c in columns if c.table.indexes and not c.unique and any(leads(i, c) for i in c.table.indexes))
    monkeypatch.setattr(bare.table, "indexes", {index for index in bare.table.indexes if not leads(index, bare)})
    excused = next(c for c in columns if c.table is not bare.table and not c.info.get("unindexed"))
    monkeypatch.setitem(excused.info, "unindexed", "it is not")
    assert {str(bare), str(excused)} <= set(unindexed(design))


def leads(index: Index, column: Column[Any]) -> bool:
    return index.columns.keys()[0] == column.name


@EVERY
def test_a_soft_reference_to_nothing_is_named(design: Design, monkeypatch: pytest.MonkeyPatch) -> None:
    column = next(iter(design.tables[0].columns))
    monkeypatch.setitem(column.info, "soft_reference", "nobody.id, somebody.id")
    assert leading_nowhere(design)[:2] == [f"{column} to nobody.id", f"{column} to somebody.id"]


@EVERY
def test_a_table_without_place_twice_placed_or_without_reason_is_named(design: Design) -> None:
    placement = design.placement
    lost, doubled = next(iter(placement.shared)), [name for name in placement.keys if name != placement.root][-1]
    shared = {**placement.shared, doubled: "twice", "nobody": ""}
    del shared[lost]
    keys = {**placement.keys, placement.root: "city_of_birth"}
    together = frozenset({"nobody.friend_id"})
    assert misplaced(replace(design, placement=replace(placement, keys=keys, shared=shared, together=together))) == [
        *sorted([f"{lost}: 0 times", f"{doubled}: 2 times", "nobody: 1 times"]),
        f"{placement.root} has no city_of_birth",
        f"{placement.root} is not sharded by its primary key",
        "nobody.friend_id is no reference between sharded tables",
        "nobody is shared without a reason",
    ]


@EVERY
def test_an_index_or_query_that_serves_nothing_is_named(design: Design) -> None:
    declared = {str(index.name) for table in design.tables for index in table.indexes}  # a key needs no query
    query = next(query for query in design.workload if query.index in declared and query.runs == "shard")
    without = tuple(each for each in design.workload if each.index != query.index)
    assert unserved(replace(design, workload=without)) == [query.index]
    changed = replace(query, name="changed", index="idx_nobody", runs="shared", sql="SELECT FROM {nobody}")
    assert unserved(replace(design, workload=(*design.workload, changed))) == ["changed is written for idx_nobody"]
    assert homeless(replace(design, workload=(replace(changed, draws={}),))) == ["changed reads nobody"]
    assert homeless(replace(design, workload=(replace(query, runs="shared"),))) == [f"{query.name} runs shared"]


@EVERY
def test_deviations_that_are_not_explained_or_not_declared_are_named(design: Design) -> None:
    assert unwritten(replace(design, reference_tables=("nobody",))) == ["nobody"]
    soft = [
        f"foreign key {r.table}.{r.column} in {layout.name}"
        for layout in LAYOUTS.values()
        for r in PhysicalDesign(design, layout, SHARDS).references
        if not r.real
    ]
    assert undeclared(design, []) == soft
    told = {"object": soft[0].removesuffix(" in inheritance"), "spec": "a", "here": "b", "why": "", "layouts": ["flat"]}
    assert undeclared(design, [told, told]) == [
        "0: no why",
        "1: no why",
        f"{told['object']} stands 2 times",
        "layout flat",
        "layout flat",
        *soft,
    ]
