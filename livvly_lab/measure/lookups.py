"""Measures lookups: how a table is found by a key in several ways of asking, what is planned, read and locked."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from psycopg import Connection, sql

from livvly_lab.domain.layout_trials import BY_ANOTHER, BY_KEY
from livvly_lab.domain.physical import PhysicalDesign
from livvly_lab.domain.placement import SHARD_COLUMN, ShardFunction
from livvly_lab.domain.plan import PlanNode, read_plan
from livvly_lab.measure.question import question
from livvly_lab.measure.rows_by_key import key_columns

_KEPT = sql.Identifier("livvly_lab_lookup")
_CUSTOM, _GENERIC = "force_custom_plan", "force_generic_plan"


@dataclass(frozen=True)
class Asked:
    """A way to ask: its words, the query (with $1 where `mode` says how the plan of a kept query is made)."""

    says: str
    query: sql.Composed
    value: sql.Composable
    mode: str | None = None


@dataclass(frozen=True)
class LookupRuns:
    """What the server told of one way to ask: times of every repeat, scans in the plan and executed, locks held."""

    asked: str
    planned: int
    scanned: int
    locks: int
    slow_locks: int
    planning_ms: Sequence[float]
    execution_ms: Sequence[float]


@dataclass(frozen=True)
class Found:
    """A row to look up: its shard key, and what another column of its key holds, as text; None where there is none."""

    key: UUID
    other_column: str | None
    other: str


def busiest_key(connection: Connection[Any], physical: PhysicalDesign, table: str) -> Found | None:
    """Return the shard key with most rows of a sharded table, and one of those rows; None where it is empty."""
    key = physical.design.placement.keys[table]
    other = next((name for name in key_columns(physical, table) if name != key), None)
    names = {"key": sql.Identifier(key), "other": sql.Identifier(other or key), "table": sql.Identifier(table)}
    row = connection.execute(question("layouts/busiest_key").format(**names)).fetchone()
    return None if row is None else Found(row[0], other, row[1])


def measure_lookups(
    connection: Connection[Any],
    physical: PhysicalDesign,
    function: ShardFunction,
    table: str,
    found: Found,
    repeats: int,
) -> tuple[LookupRuns, ...]:
    """Look the rows of a key up by the logical name of their table.

    Each way is executed once untimed and then `repeats` times with the clocks of EXPLAIN; locks are counted in a
    transaction that only runs the query.
    """
    relations = {table, *(home.name for home in physical.homes(table))}
    return tuple(_measure(connection, asked, relations, repeats) for asked in _ways(physical, function, table, found))


def _ways(physical: PhysicalDesign, function: ShardFunction, table: str, found: Found) -> Iterator[Asked]:
    names = {"table": sql.Identifier(table), "key": sql.Identifier(physical.design.placement.keys[table])}
    value, kept = sql.SQL("{}::uuid").format(sql.Literal(str(found.key))), sql.SQL("$1")
    lookup, joined = question("layouts/lookup"), question("layouts/lookup_joined")
    by_parameter = lookup.format(**names, value=kept)
    yield Asked(BY_KEY, lookup.format(**names, value=value), value)
    yield Asked("key, parameter, planned each time", by_parameter, value, _CUSTOM)
    yield Asked("key, parameter, one plan for all", by_parameter, value, _GENERIC)
    yield Asked("key, from a join", joined.format(**names, value=value), value)
    if physical.layout.has_shard_column:
        number = sql.Literal(shard_of(function, found.key, physical.shards))
        numbered = question("layouts/lookup_numbered")
        more = {**names, "number": sql.Identifier(SHARD_COLUMN), "shard": number}
        yield Asked("key and shard number, literal", numbered.format(**more, value=value), value)
        yield Asked("key and shard number, one plan for all", numbered.format(**more, value=kept), value, _GENERIC)
    if found.other_column is not None:
        other, held = {**names, "key": sql.Identifier(found.other_column)}, sql.Literal(found.other)
        yield Asked(BY_ANOTHER, lookup.format(**other, value=held), held)


def shard_of(function: ShardFunction, key: UUID, shards: int) -> int:
    """Return the shard of one key."""
    return int(function.route(np.frombuffer(key.bytes, dtype=np.uint8).reshape(1, 16), shards)[0])


def _measure(connection: Connection[Any], asked: Asked, relations: set[str], repeats: int) -> LookupRuns:
    if asked.mode is None:
        return _runs(connection, asked, asked.query, relations, repeats)
    connection.execute(question("layouts/prepare").format(name=_KEPT, query=asked.query))
    try:
        run = question("layouts/execute").format(name=_KEPT, value=asked.value)
        return _runs(connection, asked, run, relations, repeats)
    finally:
        if not connection.broken:
            connection.execute(question("layouts/forget").format(name=_KEPT))


def _runs(
    connection: Connection[Any], asked: Asked, run: sql.Composed, relations: set[str], repeats: int
) -> LookupRuns:
    with _planned(connection, asked.mode):
        explain = question("explain_run").format(query=run)
        told = [_explained(connection, explain) for _ in range(repeats + 1)][1:]
    with _planned(connection, asked.mode):  # in a transaction of its own, which holds no other lock
        connection.execute(run)
        locks, slow_locks = connection.execute(question("layouts/locks")).fetchone() or (0, 0)
    scans = [node for node in read_plan(told[-1]).walk() if node.relation in relations]
    return LookupRuns(
        asked.says,
        planned=_relations(scans),
        scanned=_relations([node for node in scans if not node.never_executed]),
        locks=locks,
        slow_locks=slow_locks,
        planning_ms=[float(each["Planning Time"]) for each in told],
        execution_ms=[float(each["Execution Time"]) for each in told],
    )


@contextmanager
def _planned(connection: Connection[Any], mode: str | None) -> Iterator[None]:
    """Begin a transaction in which kept queries are planned in this mode."""
    with connection.transaction(force_rollback=True):
        if mode:
            connection.execute(question("for_this_transaction"), {"name": "plan_cache_mode", "value": mode})
        yield


def _explained(connection: Connection[Any], explain: sql.Composed) -> Any:
    row = connection.execute(explain).fetchone()
    return row[0][0] if row else {}


def _relations(nodes: Sequence[PlanNode]) -> int:
    return len({node.relation for node in nodes})
