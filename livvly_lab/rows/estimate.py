"""How many bytes a population will take, from declared ratios and column types: enough to refuse early."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from livvly_lab.domain.design import Design
from livvly_lab.domain.physical import PhysicalDesign

PAGE_BYTES = 8_192
MOST_WAL_BYTES = 1 << 30
"""PostgreSQL recycles its log beyond max_wal_size, one gigabyte by default."""

_ROW_BYTES = 24 + 4 + 4  # header, line pointer, what alignment wastes
_ENTRY_BYTES = 8 + 4  # header and line pointer of an index entry
_FILL = 0.9  # of a page of a new B-tree
_ENTRY_BYTES_PER_TEXT_BYTE = 1.0  # a trigram index, of the texts it covers
_PAGES_AT_LEAST = 2  # of every table and index, however small
_TYPICAL_BYTES: tuple[tuple[type[sa.types.TypeEngine[Any]], int], ...] = (
    (sa.Uuid, 16),
    (sa.Boolean, 1),
    (sa.SmallInteger, 2),
    (sa.BigInteger, 8),
    (sa.Integer, 4),
    (sa.Float, 8),
    (sa.Numeric, 8),
    (sa.DateTime, 8),
    (sa.Date, 4),
    (sa.Time, 8),
    (postgresql.INET, 8),
    (postgresql.DATERANGE, 18),
    (sa.JSON, 90),
    (sa.ARRAY, 40),
    (sa.Text, 90),
    (sa.LargeBinary, 64),
)


def estimate_bytes(design: Design, users: int, activity: float) -> int:
    """Return about how many bytes the tables, indexes and log of a population take on disk."""
    data = sum(_table_bytes(design, table, users, activity) for table in design.tables)
    return data + min(data, MOST_WAL_BYTES)


def expected_bytes(physical: PhysicalDesign, users: int, activity: float) -> dict[str, float]:
    """Return about how many bytes the rows of each physical table take, without its indexes.

    Those of a partitioned table are those of its partitions.
    """
    population, found = physical.design.population, dict[str, float]()
    for table in physical.design.tables:
        all_bytes = users * population.rows_per_user(table.name, activity) * _row_bytes(table)
        homes = physical.homes(table.name)
        found |= {table.name: all_bytes} | {home.name: all_bytes / len(homes) for home in homes}
    return found


def _row_bytes(table: sa.Table) -> float:
    return _ROW_BYTES + sum(map(column_bytes, table.columns))


def _table_bytes(design: Design, table: sa.Table, users: int, activity: float) -> int:
    rows = users * design.population.rows_per_user(table.name, activity)
    heap = rows * _row_bytes(table)
    keys = [key.columns for key in table.constraints if isinstance(key, sa.UniqueConstraint | sa.PrimaryKeyConstraint)]
    indexes = [rows * _key_bytes(columns) for columns in keys]
    indexes += [rows * _index_bytes(index) for index in table.indexes]
    return int(heap + sum(indexes)) + (1 + len(indexes)) * _PAGES_AT_LEAST * PAGE_BYTES


def column_bytes(column: sa.Column[Any]) -> float:
    """Return about how many bytes a value takes; a varchar is taken to be half full."""
    for kind, size in _TYPICAL_BYTES:
        if isinstance(column.type, kind):
            return size
    return (getattr(column.type, "length", None) or 60) / 2


def _key_bytes(columns: Any) -> float:
    return (_ENTRY_BYTES + sum(map(column_bytes, columns))) / _FILL


def _index_bytes(index: sa.Index) -> float:
    if index.dialect_options["postgresql"]["using"]:
        return sum(map(column_bytes, index.columns)) * _ENTRY_BYTES_PER_TEXT_BYTE
    included = index.dialect_options["postgresql"]["include"] or ()
    table = index.table
    more = [table.columns[name] for name in included] if table is not None else []
    return _key_bytes([*index.columns, *more])
