"""Reads the catalog of a database, whoever made it, in one read-only transaction."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from psycopg import Connection, sql

from livvly_lab.domain.catalog import (
    ON_DELETE,
    Catalog,
    CatalogColumn,
    CatalogConstraint,
    CatalogIndex,
    CatalogTable,
    CatalogTrigger,
    Intent,
    Misrouted,
    PartitionKey,
    calls,
)
from livvly_lab.domain.physical import PhysicalDesign
from livvly_lab.domain.placement import ShardFunction
from livvly_lab.measure.checks import checks_of, run_check
from livvly_lab.measure.question import question

STATEMENT_LIMIT_MS, LOCK_LIMIT_MS = 60_000, 2_000
"""How long a question may take, or wait for a lock, on a server that others use."""

_HOME = "home."


@contextmanager
def reading(connection: Connection[Any]) -> Iterator[None]:
    """Hold one state of the database for the block: read-only, giving up on locks and on long questions."""
    with connection.transaction():
        connection.execute(question("lint/read_only"))
        for name, limit_ms in (("statement_timeout", STATEMENT_LIMIT_MS), ("lock_timeout", LOCK_LIMIT_MS)):
            connection.execute(question("for_this_transaction"), {"name": name, "value": str(limit_ms)})
        yield


def read_catalog(connection: Connection[Any], intent: Intent | None = None) -> Catalog:
    """Return the facts of all tables that users made, in every schema.

    Rows that a CHECK would refuse are counted where it was never validated; no other row is read. To be called
    within `reading`.
    """
    tables = _tables(connection)
    names = {table.oid: table.name for table in tables}
    asked = {"tables": list(names)}
    constraints = tuple(_constraints(connection, names, asked))
    wanted = [each.expression for each in intent.wanted] if intent else []
    return Catalog(
        tables=tables,
        columns=tuple(CatalogColumn(names[oid], *rest) for oid, *rest in _ask(connection, "columns", asked)),
        constraints=constraints,
        indexes=tuple(CatalogIndex(names[oid], *_frozen(rest)) for oid, *rest in _ask(connection, "indexes", asked)),
        triggers=tuple(CatalogTrigger(names[oid], *rest) for oid, *rest in _ask(connection, "triggers", asked)),
        unstable=_unstable(connection, [*wanted, *(each.expression or "" for each in constraints)]),
        misrouted=tuple(_refused(connection, tables, constraints)),
        intent=intent,
        partition_keys=tuple(
            PartitionKey(names[oid], *_frozen(rest)) for oid, *rest in _ask(connection, "partition_keys", asked)
        ),
    )


def misrouted(connection: Connection[Any], physical: PhysicalDesign, function: ShardFunction) -> tuple[Misrouted, ...]:
    """Return the sharded tables of a design with rows outside the shard that the shard function gives them."""
    homes = (check for check in checks_of(connection, physical, function, {}) if check.name.startswith(_HOME))
    results = (run_check(connection, check) for check in homes)
    return tuple(
        Misrouted(result.name.removeprefix(_HOME), function.name, result.broken) for result in results if not result.ok
    )


def _ask(connection: Connection[Any], name: str, asked: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
    return connection.execute(question(f"lint/{name}"), asked).fetchall()


def _frozen(values: Iterable[Any]) -> Iterator[Any]:
    return (tuple(value) if isinstance(value, list) else value for value in values)


def _tables(connection: Connection[Any]) -> tuple[CatalogTable, ...]:
    found = [CatalogTable(*_frozen(row)) for row in _ask(connection, "tables")]
    parents = {table.parent for table in found}
    return tuple(
        replace(table, holds_rows=_holds_rows(connection, table))
        if table.name in parents and table.readable and not table.partition_key
        else table
        for table in found
    )


def _holds_rows(connection: Connection[Any], table: CatalogTable) -> bool:
    row = connection.execute(question("lint/holds_rows").format(table=_identifier(table))).fetchone()
    return bool(row and row[0])


def _constraints(
    connection: Connection[Any], names: Mapping[int, str], asked: Mapping[str, Any]
) -> Iterator[CatalogConstraint]:
    for oid, name, kind, columns, target, on_delete, *rest in _ask(connection, "constraints", asked):
        yield CatalogConstraint(
            names[oid],
            name,
            kind,
            tuple(columns),
            names.get(target) if target else None,
            ON_DELETE[on_delete] if on_delete else None,
            *rest,
        )


def _unstable(connection: Connection[Any], expressions: Iterable[str]) -> frozenset[tuple[str, int]]:
    called = sorted({call for expression in expressions for call in calls(expression)})
    asked = {"names": [name for name, _ in called], "arguments": [count for _, count in called]}
    return frozenset((name, count) for name, count in _ask(connection, "unstable", asked))


def _refused(
    connection: Connection[Any], tables: Iterable[CatalogTable], constraints: Iterable[CatalogConstraint]
) -> Iterator[Misrouted]:
    """Count the rows of children that one of their own CHECKs would refuse, had it been validated."""
    children = {table.name: table for table in tables if table.parent is not None and table.readable}
    for check in constraints:
        if check.expression and check.own and not check.validated and check.table in children:
            query = question("lint/refused").format(
                table=_identifier(children[check.table]), expression=sql.SQL(check.expression)
            )
            row = connection.execute(query).fetchone()
            if row and row[0]:
                yield Misrouted(check.table, check.name, int(row[0]))


def _identifier(table: CatalogTable) -> sql.Identifier:
    return sql.Identifier(table.schema, table.relation)
