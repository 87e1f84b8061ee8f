"""Measures sizes: rows and bytes of every table that holds rows, bytes of every index."""

from typing import Any

from psycopg import Connection, sql

from livvly_lab.domain.physical import PhysicalDesign
from livvly_lab.domain.results import IndexSize, TableSize
from livvly_lab.measure.names import read_names
from livvly_lab.measure.question import question


def measure_sizes(connection: Connection[Any], physical: PhysicalDesign) -> tuple[TableSize, ...]:
    """Return rows (counted, not estimated) and bytes of each physical table, in the order of the design's tables.

    `heap_bytes` holds the free space and visibility maps, `toast_bytes` the TOAST table with its index: the three
    add up to what the table takes on disk. Abstract parents hold no rows and are left out; the monthly partitions
    of a table count together.
    """
    homes = tuple(physical.all_homes())
    found = connection.execute(question("table_bytes"), {"names": [home.name for home in homes]})
    sizes = {name: (heap, index, toast) for name, heap, index, toast in found}
    return tuple(
        TableSize(home.table, home.name, home.shard, _rows(connection, home.name), *sizes[home.name]) for home in homes
    )


def measure_index_sizes(connection: Connection[Any], physical: PhysicalDesign) -> tuple[IndexSize, ...]:
    """Return the bytes of each physical index under its logical name, in the order of the design's tables."""
    names, homes = read_names(connection, physical), {home.name: home for home in physical.all_homes()}
    found = connection.execute(question("index_bytes"), {"names": list(homes)}).fetchall()
    order = {name: place for place, name in enumerate(homes)}
    return tuple(
        IndexSize(names.index(index), homes[table].table, index, homes[table].shard, index_bytes, is_key)
        for table, index, index_bytes, is_key in sorted(found, key=lambda row: order[row[0]])
    )


def _rows(connection: Connection[Any], table: str) -> int:
    row = connection.execute(question("table_rows").format(table=sql.Identifier(table))).fetchone()
    return int(row[0]) if row else 0
