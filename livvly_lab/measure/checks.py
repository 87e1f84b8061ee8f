"""Checks after loading: statements about the rows that must be true, each with the rows that break it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from psycopg import Connection, sql
from psycopg.rows import dict_row
from sqlalchemy import Table

from livvly_lab.domain.physical import PhysicalDesign
from livvly_lab.domain.placement import SHARD_COLUMN, ShardFunction
from livvly_lab.domain.population import Check
from livvly_lab.domain.results import CheckResult
from livvly_lab.measure.names import read_names
from livvly_lab.measure.question import question

_SHOWN = 3
_OR = sql.SQL(" UNION ALL ")
_AND = sql.SQL(" AND ")


def checks_of(
    connection: Connection[Any], physical: PhysicalDesign, function: ShardFunction, rows: Mapping[str, int]
) -> Iterator[Check]:
    """Yield the checks of a loaded design.

    Rows, homes, references, keys and partitions are checked for every design, the rest is the design's own.
    """
    written: dict[str, dict[str, int]] = defaultdict(dict)
    for name, table in read_names(connection, physical).tables.items():
        written[table][name] = rows.get(name, 0)
    for logical in physical.design.tables:
        yield _rows(logical, written[logical.name])
        if physical.is_sharded(logical.name):
            yield _home(physical, function, logical)
            yield _duplicate(logical)
        if monthly := physical.design.monthly_of(logical.name):
            yield _stray(logical, monthly.column)
        yield from _orphans(physical, logical)
    yield from physical.design.population.checks


def run_check(connection: Connection[Any], check: Check) -> CheckResult:
    """Ask for the rows that break a check; the evidence shows the first few."""
    query = question("checks/broken").format(check=sql.SQL(check.sql), most=sql.Literal(_SHOWN))
    with connection.cursor(row_factory=dict_row) as cursor:
        found = cursor.execute(query).fetchall()
    broken = found[0]["broken"] if found else 0
    shown = "; ".join(_says(row) for row in found)
    evidence = shown + (f"; and {broken - len(found)} more" if broken > len(found) else "")
    return CheckResult(check.name, check.says, check.kind, broken == 0, broken, evidence)


def _says(row: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in row.items() if name != "broken" and value is not None)


def _rows(table: Table, written: Mapping[str, int]) -> Check:
    parts = [
        question("checks/rows").format(name=sql.Literal(name), table=sql.Identifier(name), written=sql.Literal(rows))
        for name, rows in written.items()
    ]
    says = f"{table.name} holds the {sum(written.values()):,} rows that were written"
    return Check(f"rows.{table.name}", says, "rows", _text(_OR.join(parts)))


def _home(physical: PhysicalDesign, function: ShardFunction, table: Table) -> Check:
    shard_key = physical.design.placement.keys[table.name]
    numbered = physical.layout.has_shard_column
    common = {
        "key": _key(table),
        "belongs": sql.SQL(function.sql(f"c.{_text(sql.Identifier(shard_key))}", physical.shards)),
    }
    number = sql.Identifier("c", SHARD_COLUMN)
    parent = {"name": sql.Literal(table.name), "table": sql.Identifier(table.name), "says": number}
    parts = [question("checks/homeless").format(**common, **parent)] if numbered else []
    for home in physical.homes(table.name):
        shard = sql.Literal(home.shard)
        child = {"name": sql.Literal(home.name), "table": sql.Identifier(home.name), "shard": shard}
        told = {"says": number if numbered else shard, "shard_key": sql.Identifier(shard_key)}
        parts.append(question("checks/home").format(**common, **child, **told))
    says = f"every row of {table.name} lives in the shard that {function.name} gives its {shard_key}"
    says += ", and says so" if numbered else ""
    return Check(f"home.{table.name}", says, "home", _text(_OR.join(parts)))


def _duplicate(table: Table) -> Check:
    query = question("checks/duplicate").format(key=_key(table), table=sql.Identifier(table.name))
    says = f"no {_key_name(table)} of {table.name} stands twice, in one shard or in two"
    return Check(f"duplicate.{table.name}", says, "duplicate", _text(query))


def _stray(table: Table, column: str) -> Check:
    query = question("checks/stray").format(
        key=_key(table), column=sql.Identifier(column), table=sql.Identifier(table.name), name=sql.Literal(table.name)
    )
    says = f"no row of {table.name} fell into the default partition"
    return Check(f"partition.{table.name}", says, "partition", _text(query))


def _orphans(physical: PhysicalDesign, table: Table) -> Iterator[Check]:
    """Yield a check for each reference: those with a foreign key or without, and those that no key could hold."""
    for reference in physical.references:
        if reference.table == table.name:
            yield _orphan(table, reference.column, [(reference.target, reference.target_column)])
    for column in table.columns:
        if soft := column.info.get("soft_reference"):
            targets = [tuple(target.strip().split(".")) for target in str(soft).split(",")]
            yield _orphan(table, column.name, targets)


def _orphan(table: Table, column: str, targets: list[Any]) -> Check:
    missing = [
        question("checks/missing").format(
            target=sql.Identifier(target), target_column=sql.Identifier(target_column), column=sql.Identifier(column)
        )
        for target, target_column in targets
    ]
    query = question("checks/orphan").format(
        key=_key(table), column=sql.Identifier(column), table=sql.Identifier(table.name), missing=_AND.join(missing)
    )
    names = " or ".join(f"{target}.{target_column}" for target, target_column in targets)
    says = f"every {table.name}.{column} names a row of {names} that is there"
    return Check(f"orphan.{table.name}.{column}", says, "orphan", _text(query))


def _key_name(table: Table) -> str:
    """Return the column that names a row: the first of the primary key."""
    return str(next(iter(table.primary_key.columns)).name)


def _key(table: Table) -> sql.Identifier:
    return sql.Identifier(_key_name(table))


def _text(composed: sql.Composable) -> str:
    return composed.as_string()
