"""A laid-out design as SQL statements: what to create before the rows, and what after them.

Types, expressions and constraints come from SQLAlchemy's PostgreSQL compiler; what it does not know (children,
partitions, comments on indexes) is composed here. Statements name no schema: they build where the search path
points.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files

from psycopg import sql
from sqlalchemy import Column, ForeignKeyConstraint, MetaData, SmallInteger, Table, UniqueConstraint
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import AddConstraint, ColumnCollectionConstraint, CreateIndex, CreateTable, ExecutableDDLElement
from sqlalchemy.sql import quoted_name

from livvly_lab.domain.design import MonthlyPartitions
from livvly_lab.domain.physical import PhysicalDesign, PhysicalTable, Reference
from livvly_lab.domain.placement import SHARD_COLUMN, ShardFunction
from livvly_lab.errors import UsageError

MONTHS_OF_HISTORY = 24

SHARD_COMMENT = "Number of the shard the row lives in; stays when ON DELETE SET NULL empties the shard key"

_DIALECT = postgresql.dialect(paramstyle="named")  # type: ignore[no-untyped-call]
_QUERIES = files("livvly_lab.scratch") / "queries"


@dataclass(frozen=True)
class Work:
    """Statements about one physical table, to be executed in order, each in a transaction of its own or all in one."""

    table: str
    statements: tuple[str, ...]


def tables(physical: PhysicalDesign, function: ShardFunction | None) -> tuple[Work, ...]:
    """Return what makes the tables ready for rows: tables, NOT NULLs, CHECKs, partitions, comments; no keys.

    `function` tells the home of a row to the CHECK of each child. Raises UsageError where the layout has shards
    and none is given.
    """
    return tuple(work for table in physical.design.tables for work in _tables(physical, table, function))


def keys_and_indexes(physical: PhysicalDesign) -> tuple[Work, ...]:
    """Return the primary keys, UNIQUE constraints and indexes of each physical table, with their comments.

    The works are independent of each other: they may run at once, each on a connection of its own.
    """
    return tuple(Work(home.name, tuple(_keys_and_indexes(physical, home))) for home in physical.all_homes())


def spanning(physical: PhysicalDesign) -> tuple[Work, ...]:
    """Return the keys and indexes of partitioned tables themselves; each takes in what its partitions have.

    They need all of `keys_and_indexes`, and build nothing anew. A unique key without the shard key cannot span the
    partitions: it stays on each of them. They may run at once, each on a connection of its own.
    """
    tables = (table for table in physical.design.tables if physical.is_partitioned(table.name))
    return tuple(Work(table.name, tuple(_spanning(physical, table))) for table in tables)


def foreign_keys(physical: PhysicalDesign) -> tuple[Work, ...]:
    """Return the foreign keys of each physical table, for the references that are real in this layout.

    They need all of `keys_and_indexes` and `spanning`. They may run at once where each statement has its own
    transaction.
    """
    real = [reference for reference in physical.references if reference.real]
    found: dict[str, list[str]] = {}
    for table in physical.design.tables:
        for reference in (each for each in real if each.table == table.name):
            for keeper in physical.keepers(reference):
                found.setdefault(keeper.name, []).append(_foreign_key(physical, keeper, reference))
    return tuple(Work(name, tuple(keys)) for name, keys in found.items())


def months(monthly: MonthlyPartitions, as_of: datetime) -> Iterator[datetime]:
    """Yield the first moment (UTC) of each month that gets a partition, from 24 before `as_of` to `ahead` after it."""
    here = as_of.astimezone(UTC)
    now = here.year * 12 + here.month - 1
    for month in range(now - MONTHS_OF_HISTORY, now + monthly.ahead + 1):
        yield datetime(month // 12, month % 12 + 1, 1, tzinfo=UTC)


def _tables(physical: PhysicalDesign, table: Table, function: ShardFunction | None) -> Iterator[Work]:
    monthly = physical.design.monthly_of(table.name)
    if physical.is_sharded(table.name):
        if function is None:
            raise UsageError("a shard function", "none", f"name one for the layout {physical.layout.name}")
        if physical.layout.partitioned:
            yield from _by_hash(physical, table)
            return
        yield Work(table.name, tuple(_parent(table)))
        for home in physical.homes(table.name):
            yield Work(home.name, tuple(_child(physical, table, home, function)))
    elif monthly:
        yield Work(table.name, tuple(_partitioned(table, monthly, physical.design.population.as_of)))
    else:
        yield Work(table.name, (_create(_copy(table, table.name)), *_table_comments(table, table.name, table.comment)))


def _parent(table: Table) -> Iterator[str]:
    """Make the abstract parent of a sharded table: it holds the columns and CHECKs, and refuses rows."""
    parent = _copy(table, table.name)
    parent.append_column(Column(SHARD_COLUMN, SmallInteger, nullable=False, comment=SHARD_COMMENT))
    yield _create(parent)
    yield _text(
        "ALTER TABLE {} ADD CONSTRAINT {} CHECK (false) NO INHERIT",
        sql.Identifier(table.name),
        sql.Identifier(f"{table.name}_abstract_check"),
    )
    yield from _table_comments(parent, table.name, table.comment)


def _child(physical: PhysicalDesign, table: Table, home: PhysicalTable, function: ShardFunction) -> Iterator[str]:
    """Make one shard of a table; its CHECKs prove that every row in it is at home."""
    key = table.columns[physical.design.placement.keys[table.name]]
    name = sql.Identifier(key.name)
    template = "{key} IS NULL OR {number} = {shard}" if key.nullable else "{number} = {shard}"
    number = sql.SQL(function.sql(name.as_string(), physical.shards))
    at_home = sql.SQL(template).format(key=name, number=number, shard=sql.Literal(home.shard))
    yield _text(
        "CREATE TABLE {child} (CONSTRAINT {number} CHECK ({column} = {shard}), CONSTRAINT {home} CHECK ({at_home}))"
        " INHERITS ({parent})",
        child=sql.Identifier(home.name),
        number=sql.Identifier(physical.index_name(f"{table.name}_{SHARD_COLUMN}_check", home.shard)),
        column=sql.Identifier(SHARD_COLUMN),
        shard=sql.Literal(home.shard),
        home=sql.Identifier(physical.index_name(f"{table.name}_home_check", home.shard)),
        at_home=at_home,
        parent=sql.Identifier(table.name),
    )
    yield _text(
        "ALTER TABLE {} ALTER COLUMN {} SET DEFAULT {}",
        sql.Identifier(home.name),
        sql.Identifier(SHARD_COLUMN),
        sql.Literal(home.shard),
    )
    yield from _table_comments(table, home.name, _shard_comment(table, home))
    yield _comment("COLUMN", sql.Identifier(home.name, SHARD_COLUMN), SHARD_COMMENT)


def _shard_comment(table: Table, home: PhysicalTable) -> str:
    return f"Shard {home.shard} of {table.name}. {table.comment}"


def _by_hash(physical: PhysicalDesign, table: Table) -> Iterator[Work]:
    """Make a table partitioned by PostgreSQL's own hash of its shard key, a partition for each shard."""
    parent = _copy(table, table.name)
    key = sql.Identifier(physical.design.placement.keys[table.name])
    parent.dialect_kwargs["postgresql_partition_by"] = _text("HASH ({})", key)
    yield Work(table.name, (_create(parent), *_table_comments(table, table.name, table.comment)))
    for home in physical.homes(table.name):
        numbers = sql.Literal(physical.shards), sql.Literal(home.shard)
        bounds = _text("FOR VALUES WITH (MODULUS {}, REMAINDER {})", *numbers)
        yield Work(home.name, tuple(_partition(table, home.name, bounds, _shard_comment(table, home))))


def _partitioned(table: Table, monthly: MonthlyPartitions, as_of: datetime) -> Iterator[str]:
    """Make a table partitioned by month, and a DEFAULT partition for rows of other months."""
    parent = _copy(table, table.name)
    parent.dialect_kwargs["postgresql_partition_by"] = f"RANGE ({monthly.column})"
    yield _create(parent)
    yield from _table_comments(table, table.name, table.comment)
    for first in months(monthly, as_of):
        after = datetime(first.year + first.month // 12, first.month % 12 + 1, 1, tzinfo=UTC)
        bounds = _text("FOR VALUES FROM ({}) TO ({})", sql.Literal(first.isoformat()), sql.Literal(after.isoformat()))
        yield from _partition(table, f"{table.name}_{first:%Y_%m}", bounds, f"{table.name} of {first:%B %Y}")
    others = f"{table.name} of months without a partition of their own"
    yield from _partition(table, f"{table.name}_default", "DEFAULT", others)


def _partition(table: Table, name: str, bounds: str, comment: str) -> Iterator[str]:
    yield _text("CREATE TABLE {} PARTITION OF {} {}", sql.Identifier(name), sql.Identifier(table.name), sql.SQL(bounds))
    yield from _table_comments(table, name, comment)


def _table_comments(table: Table, name: str, comment: str | None) -> Iterator[str]:
    if comment:
        yield _comment("TABLE", sql.Identifier(name), comment)
    for column in table.columns:
        if column.comment:
            yield _comment("COLUMN", sql.Identifier(name, column.name), column.comment)


def _keys_and_indexes(physical: PhysicalDesign, home: PhysicalTable) -> Iterator[str]:
    table = physical.design.table(home.table)
    copy = _copy(table, home.name)
    for key in _keys(copy):
        name = physical.index_name(_name_of(table, key), home.shard)
        key.name = name
        yield _compiled(AddConstraint(key))
        yield _comment("INDEX", sql.Identifier(name), _says(table, key))
    comments = {index.name: index.info["comment"] for index in table.indexes}
    for index in sorted(copy.indexes, key=lambda index: str(index.name)):
        comment = comments[index.name]
        name = physical.index_name(index, home.shard)
        index.name = quoted_name(name, quote=None)
        yield _compiled(CreateIndex(index))
        yield _comment("INDEX", sql.Identifier(name), comment)
    if physical.design.monthly_of(home.table):
        yield _text((_QUERIES / "comment_partition_indexes.sql").read_text(), parent=sql.Literal(home.name))


def _spanning(physical: PhysicalDesign, table: Table) -> Iterator[str]:
    copy = _copy(table, table.name)
    for key in _keys(copy):
        if physical.spans(table.name, key.columns.keys()):
            key.name = _name_of(table, key)
            yield _compiled(AddConstraint(key))
            yield _comment("INDEX", sql.Identifier(key.name), _says(table, key))
    comments = {index.name: index.info["comment"] for index in table.indexes}
    for index in sorted(copy.indexes, key=lambda index: str(index.name)):
        plain = [each.name for each in index.expressions if isinstance(each, Column)]
        if not index.unique or physical.spans(table.name, plain):
            yield _compiled(CreateIndex(index))
            yield _comment("INDEX", sql.Identifier(str(index.name)), comments[index.name])


def _foreign_key(physical: PhysicalDesign, home: PhysicalTable, reference: Reference) -> str:
    return _text(
        "ALTER TABLE {table} ADD CONSTRAINT {name}"
        " FOREIGN KEY ({column}) REFERENCES {target} ({key}) ON DELETE {action}",
        table=sql.Identifier(home.name),
        name=sql.Identifier(physical.index_name(reference.name, home.shard)),
        column=sql.Identifier(reference.column),
        target=sql.Identifier(physical.target(reference, home.shard)),
        key=sql.Identifier(reference.target_column),
        action=sql.SQL(reference.on_delete),
    )


def _copy(table: Table, name: str) -> Table:
    """Copy a logical table under a physical name, into a metadata of its own so that it can be changed."""
    return table.to_metadata(MetaData(), name=name)


def _create(table: Table) -> str:
    """Compile CREATE TABLE with columns and CHECKs alone."""
    for key in _keys(table):
        AddConstraint(key)  # takes the key out of CREATE TABLE; it is added when the rows are there
    without: list[ForeignKeyConstraint] = []
    return _compiled(CreateTable(table, include_foreign_key_constraints=without))


def _keys(table: Table) -> list[ColumnCollectionConstraint]:
    """Return the primary key and the UNIQUE constraints, by column."""
    unique = [constraint for constraint in table.constraints if isinstance(constraint, UniqueConstraint)]
    return [table.primary_key, *sorted(unique, key=lambda constraint: constraint.columns.keys())]


def _name_of(table: Table, key: ColumnCollectionConstraint) -> str:
    """Return the logical name of a copied key: copies of column-level keys lose theirs."""
    same = (k for k in _keys(table) if type(k) is type(key) and k.columns.keys() == key.columns.keys())
    return str(next(same).name)


def _says(table: Table, key: ColumnCollectionConstraint) -> str:
    columns = ", ".join(key.columns.keys())
    return (
        f"At most one row for each {columns}" if isinstance(key, UniqueConstraint) else f"Primary key of {table.name}"
    )


def _comment(kind: str, name: sql.Composable, comment: str) -> str:
    return _text("COMMENT ON {} {} IS {}", sql.SQL(kind), name, sql.Literal(comment))


def _compiled(element: ExecutableDDLElement) -> str:
    return str(element.compile(dialect=_DIALECT)).strip()


def _text(template: str, *parts: sql.Composable, **named: sql.Composable) -> str:
    return sql.SQL(template).format(*parts, **named).as_string()
