"""A design laid out: which physical tables hold the rows of a logical one, and which references are real."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import ForeignKeyConstraint, Index, Table

from livvly_lab.domain.design import Design
from livvly_lab.domain.layouts import LAYOUTS, Layout

__all__ = ["LAYOUTS", "Layout", "PhysicalDesign", "PhysicalTable", "Reference"]


@dataclass(frozen=True)
class PhysicalTable:
    """A table that holds rows: its name in PostgreSQL, its logical table, its shard (None where not sharded)."""

    name: str
    table: str
    shard: int | None


@dataclass(frozen=True)
class Reference:
    """A reference from one logical table to another, and whether this layout can enforce it.

    `real` is False for a soft reference: no foreign key, verified by an orphan scan; `why` says why.
    """

    name: str
    table: str
    column: str
    target: str
    target_column: str
    on_delete: str
    real: bool
    why: str


@dataclass(frozen=True)
class PhysicalDesign:
    """A design under a layout with a number of shards."""

    design: Design
    layout: Layout
    shards: int

    @property
    def shard_numbers(self) -> tuple[int | None, ...]:
        """The shards in order, or (None,) where the layout has none."""
        return tuple(range(self.shards)) if self.layout.sharded else (None,)

    def is_sharded(self, table: str) -> bool:
        """Tell whether a logical table's rows live in one physical table per shard here."""
        return self.layout.sharded and self.design.placement.is_sharded(table)

    def is_partitioned(self, table: str) -> bool:
        """Tell whether a logical table's rows live in one partition per shard here."""
        return self.layout.partitioned and self.is_sharded(table)

    def home(self, table: str, shard: int | None) -> PhysicalTable:
        """Return the physical table that holds a logical table's rows of one shard."""
        if self.is_sharded(table):
            return PhysicalTable(f"{table}_{'p' if self.layout.partitioned else 'shard_'}{shard}", table, shard)
        return PhysicalTable(table, table, None)

    def homes(self, table: str) -> tuple[PhysicalTable, ...]:
        """Return every physical table that holds rows of a logical one, in shard order."""
        if self.is_sharded(table):
            return tuple(self.home(table, shard) for shard in range(self.shards))
        return (self.home(table, None),)

    def all_homes(self) -> Iterator[PhysicalTable]:
        """Yield every physical table that holds rows, in the order of the design's tables."""
        for table in self.design.tables:
            yield from self.homes(table.name)

    def keepers(self, reference: "Reference") -> tuple[PhysicalTable, ...]:
        """Return the tables on which the foreign key of a reference stands.

        A partitioned table keeps it as a whole, unless it leads to what is unique within a partition only.
        """
        table = reference.table
        if self.is_partitioned(table) and not self._is_local(reference):
            return (PhysicalTable(table, table, None),)
        return self.homes(table)

    def target(self, reference: "Reference", shard: int | None) -> str:
        """Return the physical table that a foreign key leads to from a shard."""
        table = reference.target
        whole = self.is_partitioned(table) and not self._is_local(reference)
        return table if whole else self.home(table, shard).name

    def _is_local(self, reference: "Reference") -> bool:
        """Tell whether a reference leads to a column that is unique within each shard of its table only."""
        return self.is_sharded(reference.target) and not self.spans(reference.target, (reference.target_column,))

    def spans(self, table: str, columns: Collection[str]) -> bool:
        """Tell whether a unique key on these columns can span the shards: not without the shard key."""
        return not self.is_sharded(table) or self.design.placement.keys[table] in columns

    def index_name(self, index: Index | str, shard: int | None) -> str:
        """Return the physical name of a logical index in a shard: `<index>_s<n>` on a child or partition."""
        name = index if isinstance(index, str) else str(index.name)
        return name if shard is None else f"{name}_s{shard}"

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """Every reference of the design, real or soft, by table and column."""
        found = [self._reference(table, key) for table in self.design.tables for key in _foreign_keys(table)]
        return tuple(sorted(found, key=lambda r: (r.table, r.column)))

    def _reference(self, table: Table, key: ForeignKeyConstraint) -> Reference:
        column, element = key.column_keys[0], key.elements[0]
        target, target_column = element.column.table.name, element.column.name
        real, why = self._is_real(table.name, column, target, target_column)
        return Reference(
            str(key.name), table.name, column, target, target_column, key.ondelete or "NO ACTION", real, why
        )

    def _is_real(self, table: str, column: str, target: str, target_column: str) -> tuple[bool, str]:
        """Decide whether a foreign key can hold a reference: both ends are sure to meet where it looks."""
        keys = self.design.placement.keys
        if not self.is_sharded(target):
            return True, f"{target} is one table"
        if self.is_partitioned(target) and keys[target] == target_column:
            return True, f"{target} is partitioned by {target_column}, which is therefore unique over all shards"
        if not self.is_sharded(table):
            return False, f"{table} is shared and {target} is split over {self.shards} shards"
        if keys[table] == column and keys[target] == target_column:
            return True, f"both rows live in the shard of {table}.{column}"
        if f"{table}.{column}" in self.design.placement.together:
            return True, f"both rows have the same {keys[table]}, so they live in one shard"
        return False, f"{table} lives with its {keys[table]}; its {column} may live in another shard"


def _foreign_keys(table: Table) -> Iterator[ForeignKeyConstraint]:
    yield from table.foreign_key_constraints
