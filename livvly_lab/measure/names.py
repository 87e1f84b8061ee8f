"""Knows the logical name of every physical table and index of a laid-out design."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from psycopg import Connection, sql
from sqlalchemy import Table, UniqueConstraint

from livvly_lab.domain.physical import PhysicalDesign
from livvly_lab.domain.placement import SHARD_COLUMN
from livvly_lab.measure.question import question


@dataclass(frozen=True)
class Names:
    """Physical name -> logical name, for tables (children, partitions) and for indexes (those of keys included)."""

    tables: Mapping[str, str]
    indexes: Mapping[str, str]

    def table(self, name: str) -> str:
        """Return the logical name of a table; one that the design does not know keeps its own."""
        return self.tables.get(name, name)

    def index(self, name: str) -> str:
        """Return the logical name of an index; one that the design does not know keeps its own."""
        return self.indexes.get(name, name)


def read_names(connection: Connection[Any], physical: PhysicalDesign) -> Names:
    """Return the names of a laid-out design: children by its naming, partitions by the catalog."""
    tables = {home.name: home.table for home in physical.all_homes()}
    indexes = {
        physical.index_name(name, home.shard): name
        for home in physical.all_homes()
        for name in index_names(physical.design.table(home.table))
    }
    for partition, root, is_index in connection.execute(question("partitions")):
        known = indexes if is_index else tables
        known[partition] = known.get(root, root)
    return Names(tables, indexes)


def shard_number(physical: PhysicalDesign, table: str, alias: str) -> sql.Composable:
    """Return the SQL of the number of the shard in which a row of a logical table stands; NULL without shards.

    Where rows do not carry it, the physical table that holds the row tells.
    """
    if not physical.is_sharded(table):
        return sql.SQL("NULL::smallint")
    if physical.layout.has_shard_column:
        return sql.Identifier(alias, SHARD_COLUMN)
    return sql.SQL("(array_position({homes}::regclass[]::oid[], {holder}) - 1)").format(
        homes=sql.Literal([home.name for home in physical.homes(table)]), holder=sql.Identifier(alias, "tableoid")
    )


def index_names(table: Table) -> Iterator[str]:
    """Yield the logical names of a table's indexes: primary key, UNIQUE constraints, then the declared ones."""
    yield str(table.primary_key.name)
    yield from sorted(str(key.name) for key in table.constraints if isinstance(key, UniqueConstraint))
    yield from sorted(str(index.name) for index in table.indexes)
