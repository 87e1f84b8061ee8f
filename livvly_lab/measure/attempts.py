"""Writes rows that break a rule of the design, one at a time and never to stay, and says what refused them."""

import random
import uuid
from collections.abc import Iterator, Sequence
from typing import Any

import psycopg
from psycopg import Connection, errors, sql
from sqlalchemy import Index, Table, UniqueConstraint

from livvly_lab.domain.layout_trials import Attempt, Breaks, Outcome
from livvly_lab.domain.physical import PhysicalDesign, PhysicalTable, Reference
from livvly_lab.domain.placement import ShardFunction
from livvly_lab.measure.lookups import shard_of
from livvly_lab.measure.question import question
from livvly_lab.measure.rows_by_key import key_list

_NOBODY = {str: "zz", int: 2**30}
"""Values that no row has, by the type of a column; ids are drawn."""


def measure_attempts(
    connection: Connection[Any], physical: PhysicalDesign, function: ShardFunction
) -> tuple[Attempt, ...]:
    """Try to break every reference of the design, and every unique key of what is sharded: in its shard and in another.

    Rows that are there are rewritten into bad ones, each in a transaction that is rolled back. What another rule
    refuses first, and what has too few rows, is "not tried".
    """
    return (*_orphans(connection, physical, function), *_duplicates(connection, physical))


def _orphans(connection: Connection[Any], physical: PhysicalDesign, function: ShardFunction) -> Iterator[Attempt]:
    for reference in physical.references:
        name = f"{reference.table}.{reference.column}"
        rows = ((home, _rows(connection, physical, home, (), "true")) for home in physical.homes(reference.table))
        home, found = next(((home, found) for home, found in rows if found), (None, []))
        if home is None:
            yield Attempt(physical.layout.name, "reference", name, "not tried", "no row to rewrite")
            continue
        rewrite = question("layouts/rewrite").format(
            table=sql.Identifier(home.name),
            column=sql.Identifier(reference.column),
            nobody=sql.Literal(_nobody(physical, function, reference, home)),
            one=found[0],
        )
        outcome, by = _try(connection, rewrite, errors.ForeignKeyViolation)
        yield Attempt(physical.layout.name, "reference", name, outcome, by)


def _nobody(physical: PhysicalDesign, function: ShardFunction, reference: Reference, home: PhysicalTable) -> Any:
    """Return a value that names nobody; where it decides the shard, one that belongs where the row is."""
    column = physical.design.table(reference.table).columns[reference.column]
    kind = column.type.python_type
    if kind is not uuid.UUID:
        return _NOBODY.get(kind, "zz")
    draw = random.Random(reference.name)  # noqa: S311 - an id nobody has, no secret
    placing = physical.is_sharded(home.table) and physical.design.placement.keys[home.table] == reference.column
    while True:
        nobody = uuid.UUID(int=draw.getrandbits(128), version=4)
        if not placing or shard_of(function, nobody, physical.shards) == home.shard:
            return nobody


def _duplicates(connection: Connection[Any], physical: PhysicalDesign) -> Iterator[Attempt]:
    for table in physical.design.tables:
        if not physical.design.placement.is_sharded(table.name):
            continue
        for name, columns, where in _unique_keys(table):
            homes = physical.homes(table.name)
            yield _duplicate(connection, physical, name, columns, where, homes[:1] * 2, "key in its shard")
            if physical.design.placement.keys[table.name] not in columns:
                pair = (homes[0], homes[-1])
                yield _duplicate(connection, physical, name, columns, where, pair, "key in another shard")


def _unique_keys(table: Table) -> Iterator[tuple[str, Sequence[str], str]]:
    """Yield name, columns and condition of what no two rows may share; an index on expressions is left out."""
    keys = [table.primary_key, *(key for key in table.constraints if isinstance(key, UniqueConstraint))]
    for key in sorted(keys, key=lambda key: str(key.name)):
        yield str(key.name), key.columns.keys(), "true"
    for index in sorted(table.indexes, key=lambda index: str(index.name)):
        if index.unique and len(index.columns) == len(index.expressions):
            yield str(index.name), index.columns.keys(), _condition(index)


def _condition(index: Index) -> str:
    where = index.dialect_options["postgresql"]["where"]
    return "true" if where is None else str(where)


def _duplicate(
    connection: Connection[Any],
    physical: PhysicalDesign,
    name: str,
    columns: Sequence[str],
    where: str,
    homes: Sequence[PhysicalTable],
    breaks: Breaks,
) -> Attempt:
    """Give a row of the second home what a unique key holds of a row of the first."""
    first, second = homes
    ones, others = (_rows(connection, physical, home, columns, where) for home in homes)
    pair = [*ones[:1], *(others[1:] if first == second else others[:1])]
    if len(pair) < len(homes):
        return Attempt(physical.layout.name, breaks, name, "not tried", "too few rows")
    repeat = question("layouts/repeat_key").format(
        table=sql.Identifier(second.name),
        other=sql.Identifier(first.name),
        columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
        one=pair[0],
        two=pair[1],
    )
    outcome, by = _try(connection, repeat, errors.UniqueViolation)
    return Attempt(physical.layout.name, breaks, name, outcome, by)


def _rows(
    connection: Connection[Any], physical: PhysicalDesign, home: PhysicalTable, columns: Sequence[str], where: str
) -> list[sql.Composed]:
    """Return the conditions that find up to two rows of a physical table that a unique key covers."""
    there = [sql.SQL("{} IS NOT NULL").format(sql.Identifier(column)) for column in columns]
    query = question("layouts/two_rows").format(
        home=sql.Identifier(home.name),
        there=sql.SQL(" AND ").join([sql.SQL("({})").format(sql.SQL(where)), *there]),
        keys=key_list(physical, home.table),
    )
    at = sql.SQL("(tableoid = {}::oid AND ctid = {}::tid)")
    return [at.format(sql.Literal(table), sql.Literal(place)) for table, place in connection.execute(query)]


def _try(connection: Connection[Any], change: sql.Composed, refusal: type[psycopg.Error]) -> tuple[Outcome, str]:
    """Make a change and take it back. A unique key that lets a row pass on to a foreign key has not refused it."""
    try:
        with connection.transaction(force_rollback=True):
            connection.execute(change)
            connection.execute(question("layouts/check_now"))
    except refusal as error:
        return "refused", error.diag.constraint_name or ""
    except errors.ForeignKeyViolation:
        return "accepted", ""
    except psycopg.Error as error:
        return "not tried", f"another rule came first: {error.diag.message_primary}"
    return "accepted", ""
