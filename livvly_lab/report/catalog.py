"""What a design's metadata says, in the words of diagram and dictionary: types, markers, placement, references."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import CheckConstraint, Column, Computed, Index, Table, UniqueConstraint
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex

from livvly_lab.domain.physical import PhysicalDesign

Kind = Literal["sharded", "shared", "partitioned", "reference"]

_DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves its constructor untyped
_SHORT = {
    "timestamp with time zone": "timestamptz",
    "timestamp without time zone": "timestamp",
    "time without time zone": "time",
    "character varying": "varchar",
}

MARKERS: Mapping[str, str] = {
    "PK": "primary key",
    "FK": "foreign key",
    "UQ": "unique",
    "SK": "shard key",
    "soft": "soft reference: no foreign key, checked by a scan for orphans",
}
"""What a box says in front of a column."""


@dataclass(frozen=True)
class Line:
    """A reference from a column to another table; `real` is a foreign key, the rest are soft references.

    `optional` tells that the column may be empty, `single` that no two rows may refer to the same target.
    """

    table: str
    column: str
    target: str
    target_column: str
    real: bool
    on_delete: str
    why: str
    optional: bool
    single: bool


def type_name(column: Column[Any]) -> str:
    """Return a column's type as PostgreSQL writes it, in its short form.

    >>> from sqlalchemy import DateTime, Numeric, String
    >>> from sqlalchemy.dialects.postgresql import ARRAY
    >>> [type_name(Column("c", t)) for t in (DateTime(timezone=True), Numeric(12, 2), ARRAY(String(50)))]
    ['timestamptz', 'numeric(12,2)', 'varchar(50)[]']
    """
    name = column.type.compile(dialect=_DIALECT).lower()
    for long, short in _SHORT.items():
        name = name.replace(long, short)
    return name.replace(", ", ",")


def kind(physical: PhysicalDesign, table: str) -> Kind:
    """Return how a table is placed in this layout."""
    if physical.is_sharded(table):
        return "sharded"
    if physical.design.monthly_of(table):
        return "partitioned"
    return "reference" if table in physical.design.reference_tables else "shared"


def badge(physical: PhysicalDesign, table: str) -> str:
    """Return a table's placement in one or three words, such as `×8 by user_id`."""
    found = kind(physical, table)
    if found == "sharded":
        return f"×{physical.shards} by {physical.design.placement.keys[table]}"
    return "monthly" if found == "partitioned" else found


def placement_reason(physical: PhysicalDesign, table: str) -> str:
    """Return why a table is placed as it is."""
    placement = physical.design.placement
    if not placement.is_sharded(table):
        return placement.shared[table]
    key = placement.keys[table]
    if not physical.layout.sharded:
        return f"sharded by {key} in other layouts; the layout {physical.layout.name} has {physical.layout.says}"
    target = next(
        (key.column.table.name for key in physical.design.table(table).columns[key].foreign_keys), placement.root
    )
    whose = "its own id" if table in physical.design.anchors else f"the {target} row that {key} names"
    return f"split over {physical.shards} shards: a row lives in the shard of {whose}"


def lines(physical: PhysicalDesign) -> tuple[Line, ...]:
    """Return every reference of the design in this layout, by table in declared order, then by column."""
    order = {table.name: place for place, table in enumerate(physical.design.tables)}
    found = [_enforceable(physical, reference) for reference in physical.references]
    found += [line for table in physical.design.tables for line in _declared_soft(table)]
    return tuple(sorted(found, key=lambda line: (order[line.table], line.column, line.target)))


def markers(physical: PhysicalDesign, column: Column[Any], references: tuple[Line, ...]) -> tuple[str, ...]:
    """Return what a box says in front of a column: PK, FK, UQ, SK, soft."""
    table = column.table.name
    mine = [line for line in references if line.table == table and line.column == column.name]
    tests = {
        "PK": column.primary_key,
        "SK": physical.is_sharded(table) and physical.design.placement.keys[table] == column.name,
        "FK": any(line.real for line in mine),
        "UQ": not column.primary_key and (column.name,) in unique_keys(column.table),
        "soft": any(not line.real for line in mine),
    }
    return tuple(marker for marker, holds in tests.items() if holds)


def unique_keys(table: Table) -> tuple[tuple[str, ...], ...]:
    """Return the column lists that no two rows share: unique constraints, and unique indexes without a condition."""
    constraints = [tuple(c.name for c in u.columns) for u in uniques(table)]
    whole = [index for index in table.indexes if index.unique and index.dialect_options["postgresql"]["where"] is None]
    return tuple(sorted({*constraints, *(tuple(c.name for c in index.columns) for index in whole)}))


def uniques(table: Table) -> tuple[UniqueConstraint, ...]:
    """Return a table's unique constraints by name."""
    return tuple(sorted((c for c in table.constraints if isinstance(c, UniqueConstraint)), key=lambda c: str(c.name)))


def checks(table: Table) -> tuple[CheckConstraint, ...]:
    """Return a table's check constraints by name."""
    return tuple(sorted((c for c in table.constraints if isinstance(c, CheckConstraint)), key=lambda c: str(c.name)))


def indexes(table: Table) -> tuple[Index, ...]:
    """Return a table's named indexes in declared order of their names."""
    return tuple(sorted(table.indexes, key=lambda index: str(index.name)))


def check_sql(check: CheckConstraint) -> str:
    """Return the condition of a check constraint."""
    return str(check.sqltext.compile(dialect=_DIALECT, compile_kwargs={"literal_binds": True}))


def index_sql(index: Index) -> str:
    """Return what an index is on: method, columns, INCLUDE and WHERE, without its name.

    >>> from sqlalchemy import Integer, MetaData
    >>> table = Table("calls", MetaData(), Column("a", Integer))
    >>> index_sql(Index("i", table.c.a.desc()))
    'btree (a DESC)'
    """
    statement = " ".join(str(CreateIndex(index).compile(dialect=_DIALECT)).split())
    after = re.split(r" ON \S+ ", statement, maxsplit=1)[1]
    method, _, rest = (
        after.removeprefix("USING ").partition(" ") if after.startswith("USING ") else ("btree", "", after)
    )
    unique = "unique " if index.unique else ""
    return f"{unique}{method} {rest}"


def comment(thing: Index | Table | Column[Any]) -> str:
    """Return the comment of a table, a column or an index."""
    return str(thing.info.get("comment", "")) if isinstance(thing, Index) else thing.comment or ""


def source(thing: Index | Column[Any]) -> str:
    """Return which requirement names a column or an index; `ours` fills what the specification leaves open."""
    return str(thing.info.get("source", ""))


def default_sql(column: Column[Any]) -> str:
    """Return a column's default as SQL, or the expression it is generated from; empty where it has neither."""
    default: Any = column.server_default
    if isinstance(default, Computed):
        return f"generated: {default.sqltext}"
    return "" if default is None else str(default.arg)


def _enforceable(physical: PhysicalDesign, reference: Any) -> Line:
    column = physical.design.table(reference.table).columns[reference.column]
    return Line(
        reference.table,
        reference.column,
        reference.target,
        reference.target_column,
        reference.real,
        reference.on_delete,
        reference.why,
        bool(column.nullable),
        _is_single(column),
    )


def _declared_soft(table: Table) -> list[Line]:
    found = []
    for column in table.columns:
        for target in str(column.info.get("soft_reference", "")).split(","):
            if target:
                name, target_column = target.strip().split(".")
                why = "declared as a soft reference: no foreign key could hold it in any layout"
                optional, single = bool(column.nullable), _is_single(column)
                found.append(Line(table.name, column.name, name, target_column, False, "", why, optional, single))  # noqa: FBT003
    return found


def _is_single(column: Column[Any]) -> bool:
    names = tuple(c.name for c in column.table.primary_key.columns)
    return names == (column.name,) or (column.name,) in unique_keys(column.table)
