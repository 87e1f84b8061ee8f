"""Measures load: what users bring to their shards, who brings most, when, and which rows span two shards."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from psycopg import Connection, sql

from livvly_lab.domain.design import Design
from livvly_lab.domain.load import (
    HotUser,
    HourCounts,
    Load,
    LoadGroup,
    LoadMeasure,
    LoadPart,
    PairCount,
    ShardLoad,
    TwoParty,
)
from livvly_lab.domain.physical import PhysicalDesign
from livvly_lab.domain.results import TableSize
from livvly_lab.measure.names import shard_number
from livvly_lab.measure.question import question

SLICES = 1000
"""Slices of the Lorenz curve: a thousandth of the users each."""


def rows_measure(design: Design, table: str) -> LoadMeasure:
    """Return the measure that counts a sharded table's rows by their shard key."""
    return LoadMeasure(f"rows of {table}", "rows", (LoadPart(table, design.placement.keys[table]),))


def all_rows_measure(design: Design) -> LoadMeasure:
    """Return the measure that counts the rows of all sharded tables by their shard keys."""
    return LoadMeasure("rows", "rows", tuple(LoadPart(table, key) for table, key in design.placement.keys.items()))


def all_bytes_measure(design: Design, sizes: Iterable[TableSize]) -> LoadMeasure:
    """Return the measure of the bytes a user occupies: his rows, each at its table's mean bytes a row.

    Bytes are heap, indexes and TOAST of the sharded tables. The mean hides that rows of one table differ in
    length, so the lumps it tells of are those of the rows.
    """
    rows, size_bytes = defaultdict[str, int](int), defaultdict[str, int](int)
    for size in sizes:
        rows[size.table] += size.rows
        size_bytes[size.table] += size.heap_bytes + size.index_bytes + size.toast_bytes
    return LoadMeasure(
        "bytes",
        "bytes",
        tuple(
            LoadPart(table, key, f"count(*) * {size_bytes[table] / rows[table]:.3f}")
            for table, key in design.placement.keys.items()
            if rows[table]
        ),
    )


def measure_shards(connection: Connection[Any], physical: PhysicalDesign, measure: LoadMeasure) -> Load:
    """Return what each shard carries, users and lumps included; a layout without shards answers with one None."""
    rows = connection.execute(_load_query("load_shards", physical, measure)).fetchall()
    owned = {
        shard: ShardLoad(shard, users, amount, squares) for shard, is_owned, users, amount, squares in rows if is_owned
    }
    shards = tuple(owned.get(shard, ShardLoad(shard, 0, 0.0, 0.0)) for shard in physical.shard_numbers)
    return Load(measure, shards, unowned=sum(row[3] for row in rows if not row[1]))


def measure_load(connection: Connection[Any], physical: PhysicalDesign, measure: LoadMeasure, hottest: int = 5) -> Load:
    """Return what each shard carries, the `hottest` users, and how the load is spread over all who could bring it."""
    shards = measure_shards(connection, physical, measure)
    hot = connection.execute(_load_query("load_hottest", physical, measure), {"most": hottest}).fetchall()
    groups = connection.execute(_load_query("load_groups", physical, measure), {"slices": SLICES}).fetchall()
    return Load(
        measure,
        shards.shards,
        shards.unowned,
        tuple(HotUser(*row) for row in hot),
        tuple(LoadGroup(*row) for row in groups),
    )


def measure_hours(connection: Connection[Any], measure: LoadMeasure) -> HourCounts:
    """Return the rows of a measure's first part by weekday and hour; the measure must declare its time column."""
    query = question("load_hours").format(
        at=sql.Identifier(measure.at or ""), table=sql.Identifier(measure.parts[0].table)
    )
    counts = [[0] * 24 for _ in range(7)]
    for weekday, hour, rows in connection.execute(query, {"zone": measure.zone}):
        counts[weekday - 1][hour] = rows
    return HourCounts(measure, tuple(map(tuple, counts)))


def measure_pairs(connection: Connection[Any], physical: PhysicalDesign, relation: TwoParty) -> PairCount:
    """Return in how many rows of a relation the two parties live in different shards: in none where none are."""
    keys = physical.design.placement.keys
    split = physical.is_sharded(relation.table)
    query = question("load_pairs").format(
        key=sql.Identifier(keys[relation.table]),
        other_key=sql.Identifier(keys[relation.target]),
        crosses=_crosses(physical, relation) if split else sql.SQL("false"),
        table=sql.Identifier(relation.table),
        target=sql.Identifier(relation.target),
        target_id=sql.Identifier(_id_column(physical.design, relation.target)),
        column=sql.Identifier(relation.column),
    )
    row = connection.execute(query).fetchone()
    return PairCount(relation, *(row or ()))


def _load_query(name: str, physical: PhysicalDesign, measure: LoadMeasure) -> sql.Composed:
    """Compose one of the questions about who brings how much."""
    union = sql.SQL(" UNION ALL ")
    carried = question("load_carried").format(
        owners=union.join(_owner(physical, measure, table) for table in physical.design.anchors),
        parts=union.join(_part(part) for part in measure.parts),
    )
    return question(name).format(carried=carried)


def _owner(physical: PhysicalDesign, measure: LoadMeasure, table: str) -> sql.Composed:
    """Name the rows of an anchor; of the root those count that could bring something, of another those that do."""
    is_root = table == physical.design.placement.root
    return question("load_owner").format(
        id=sql.Identifier(_id_column(physical.design, table)),
        shard=shard_number(physical, table, table),
        among=sql.SQL(measure.among) if is_root else sql.SQL("false"),
        table=sql.Identifier(table),
    )


def _part(part: LoadPart) -> sql.Composed:
    return question("load_part").format(
        key=sql.Identifier(part.key), amount=sql.SQL(part.amount), table=sql.Identifier(part.table)
    )


def _crosses(physical: PhysicalDesign, relation: TwoParty) -> sql.Composed:
    here, there = shard_number(physical, relation.table, "item"), shard_number(physical, relation.target, "other")
    return sql.SQL("{} <> {}").format(here, there)


def _id_column(design: Design, table: str) -> str:
    return str(next(iter(design.table(table).primary_key.columns)).name)
