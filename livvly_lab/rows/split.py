"""Rows of a logical table go to the physical tables that hold them: shards, and partitions by month."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from livvly_lab.domain.columns import Bytes, by
from livvly_lab.domain.draw import Ints
from livvly_lab.domain.physical import PhysicalDesign
from livvly_lab.domain.placement import SHARD_COLUMN, ShardFunction
from livvly_lab.domain.population import Columns, Nullable
from livvly_lab.errors import LoadError
from livvly_lab.rows.encode import Rows, Typed, encode
from livvly_lab.rows.octets import write

ARRIVAL_COLUMN = "created_at"


@dataclass(frozen=True)
class Piece:
    """Rows for one physical table: its name, its logical table, and the bytes of their COPY between its ends.

    `places` are theirs among the typed `rows`.
    """

    name: str
    table: str
    octets: Bytes
    rows: Rows
    places: Ints

    def arrow(self) -> pa.RecordBatch:
        """Return the rows as an Arrow batch, for those who want to look at them."""
        return self.rows.arrow().take(pa.array(self.places))


@dataclass(frozen=True)
class Partition:
    """A partition with the range of time it holds, in microseconds since 1970 UTC."""

    name: str
    from_us: int
    to_us: int


@dataclass(frozen=True)
class Partitions:
    """The partitions of a table, by time, and the one for all other rows (None where there is none)."""

    ranges: Sequence[Partition]
    default: str | None


def pieces(
    physical: PhysicalDesign,
    function: ShardFunction | None,
    partitions: Mapping[str, Partitions],
    table: str,
    columns: Columns,
) -> Iterator[Piece]:
    """Yield a table's rows by the physical table that holds them, each in the order in which they came to be.

    `partitions` names the partitions of the tables that have some. Raises LoadError where a row has no home.
    """
    if physical.is_sharded(table):
        numbers, names = _shards(physical, function, table, columns)
    elif table in partitions:
        numbers, names = _months(physical, partitions[table], table, columns)
    else:
        numbers, names = np.zeros(_rows(columns), dtype=np.int16), [physical.home(table, None).name]
    rows = encode(physical.design.table(table), columns)
    if physical.is_sharded(table) and physical.layout.has_shard_column:
        rows = Rows(rows.count, {**rows.columns, SHARD_COLUMN: Typed(pa.array(numbers), None)})
    order = _order(numbers, columns)
    written = write(rows, order)
    ends = np.cumsum(np.bincount(numbers, minlength=len(names)))
    for name, first, last in zip(names, np.append(0, ends), ends, strict=False):
        if last > first:
            yield Piece(name, table, written.part(first, last), rows, order[first:last])


def _order(numbers: NDArray[np.int16], columns: Columns) -> Ints:
    """Return the rows by home, and in it as they came to be: so does an application write them."""
    arrival = columns.get(ARRIVAL_COLUMN)
    times = np.asarray(arrival.values if isinstance(arrival, Nullable) else arrival)
    if arrival is None or not (times[1:] < times[:-1]).any():
        return np.argsort(numbers, kind="stable")
    return by(numbers.astype(np.int64), times)


def _rows(columns: Columns) -> int:
    first = next(iter(columns.values()))
    return len(first.values if isinstance(first, Nullable) else first)


def _shards(
    physical: PhysicalDesign, function: ShardFunction | None, table: str, columns: Columns
) -> tuple[NDArray[np.int16], list[str]]:
    key = physical.design.placement.keys[table]
    ids = columns.get(key)
    if function is None or not isinstance(ids, np.ndarray):
        raise LoadError(
            f"a shard function, and {table}.{key} in every row to place it by",
            "no function" if function is None else "rows without it",
            "give each row its shard key, or place this table with another column",
        )
    return function.route(ids, physical.shards), [home.name for home in physical.homes(table)]


def _months(
    physical: PhysicalDesign, partitions: Partitions, table: str, columns: Columns
) -> tuple[NDArray[np.int16], list[str]]:
    monthly = physical.design.monthly_of(table)
    times = columns[monthly.column] if monthly else np.zeros(0, dtype=np.int64)
    names = [partition.name for partition in partitions.ranges]
    starts = np.array([partition.from_us for partition in partitions.ranges], dtype=np.int64)
    ends = np.array([partition.to_us for partition in partitions.ranges], dtype=np.int64)
    place = np.searchsorted(starts, times, side="right") - 1
    outside = (place < 0) | (times >= ends[place])
    if outside.any() and partitions.default is None:
        raise LoadError(f"a partition of {table} for every row", f"none for {outside.sum()} rows", "make one for them")
    place[outside] = len(names)
    return place.astype(np.int16), [*names, partitions.default or ""]
