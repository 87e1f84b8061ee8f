"""Plans a workload as if its tables were larger.

The planner takes the rows of a page from the statistics, and the number of pages from the length of the file. So
statistics alone can raise rows at the pages that are there, not pages; larger files raise both, as growth does.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any

from psycopg import Connection

from livvly_lab.domain.flips import Replanned
from livvly_lab.domain.physical import PhysicalDesign
from livvly_lab.domain.plan import PlanNode, fingerprint
from livvly_lab.domain.query import Query
from livvly_lab.measure.keys import Key
from livvly_lab.measure.names import Names, read_names
from livvly_lab.measure.planner import Planner
from livvly_lab.measure.question import question

KEYS_PLANNED = 3
"""Keys a query is planned with; the plan of most of them counts."""

RelationKey = tuple[str, str, str]
"""A relation by logical table, logical name and home."""

Grown = Callable[[float], AbstractContextManager[None]]
"""Makes the planner believe in a size, for as long as the block lasts at least."""

Pages = Callable[[float], Mapping[RelationKey, float]]
"""How many times as many pages each relation has at a factor of size."""

Extend = Callable[[Mapping[str, int]], None]
"""Lets the files of relations grow to so many pages, by their path."""


def replan(
    connection: Connection[Any], physical: PhysicalDesign, factors: Sequence[float], grown: Grown | None = None
) -> tuple[tuple[Replanned, ...], ...]:
    """Return, for each query of the workload, its plans at each factor of size, which ascend.

    Queries of a shard are planned on the first one. Keys are drawn once, from the rows as they are. A factor of 1
    plans with what stands there, on any server; for another, `grown` makes the planner believe it. Statistics can be
    restored from PostgreSQL 18 on.
    """
    planner = Planner(connection, physical)
    asked = [(query, _shard(query, physical)) for query in physical.design.workload]
    keys = {query.name: _keys(planner, query, shard) for query, shard in asked}
    found: dict[str, list[Replanned]] = {query.name: [] for query, _ in asked}
    for factor in factors:
        with nullcontext() if grown is None or factor == 1 else grown(factor):
            for query, shard in asked:
                found[query.name].append(_plan(planner, query, shard, keys[query.name], factor))
    return tuple(tuple(plans) for plans in found.values())


def raised(connection: Connection[Any], physical: PhysicalDesign) -> Grown:
    """Return what raises rows and distinct values in a transaction that is rolled back; pages stay as they are.

    It can be done on any database and leaves nothing behind. What reads many pages looks cheaper than it would be.
    """

    @contextmanager
    def grown(factor: float) -> Iterator[None]:
        with connection.transaction(force_rollback=True):
            given = {"names": _growing(physical), "factor": factor}
            connection.execute(question("raise_tuples"), given)
            _raise_distinct(connection, physical, factor)
            yield

    return grown


def enlarged(connection: Connection[Any], physical: PhysicalDesign, pages: Pages, extend: Extend) -> Grown:
    """Return what enlarges tables and indexes themselves: pages, rows and distinct values, each time from the last.

    `pages` says how many times as many pages a relation has at a factor of size, `extend` lets its file grow. For a
    database that is dropped afterwards: its relations can be planned with, not read.
    """
    names = read_names(connection, physical)
    tables = {home.name: home.table for home in physical.all_homes()}
    rows = connection.execute(question("relation_files"), {"names": _growing(physical)}).fetchall()
    found = [
        _File(tables[name], names.index(relation) if index else tables[name], home, relation, index, *rest)
        for name, home, relation, index, *rest in rows
    ]
    reached = 1.0

    @contextmanager
    def grown(factor: float) -> Iterator[None]:
        nonlocal reached
        times = pages(factor)
        wanted = [max(file.pages, round(file.pages * times.get(file.key, factor))) for file in found]
        extend({file.path: count for file, count in zip(found, wanted, strict=True)})
        connection.execute(
            question("restore_relations"),
            {
                "names": [file.relation for file in found],
                "pages": wanted,
                "rows": [file.rows * factor for file in found],
                "are_indexes": [file.is_index for file in found],
            },
        )
        _raise_distinct(connection, physical, factor / reached)
        reached = factor
        yield

    return grown


@dataclass(frozen=True)
class _File:
    """The file of a relation, with its pages and rows as they are."""

    table: str
    name: str
    home: str
    relation: str
    is_index: bool
    path: str
    pages: int
    rows: float

    @property
    def key(self) -> RelationKey:
        return self.table, self.name, self.home


def _raise_distinct(connection: Connection[Any], physical: PhysicalDesign, factor: float) -> None:
    """Raise the distinct values of columns that name rows of a growing table."""
    tables, columns = _naming(physical)
    connection.execute(question("raise_distinct"), {"names": tables, "columns": columns, "factor": factor})


def _growing(physical: PhysicalDesign) -> list[str]:
    return [home.name for home in physical.all_homes() if _grows(physical, home.table)]


def _naming(physical: PhysicalDesign) -> tuple[list[str], list[str]]:
    """Return the tables, parents included, and columns whose values name rows of a table that grows."""
    growing = [
        (table.name, column.name)
        for table in physical.design.tables
        for column in table.columns
        if any(_grows(physical, target) for target in _targets(column))
    ]
    pairs = [
        (name, column)
        for table, column in growing
        for name in dict.fromkeys((table, *(home.name for home in physical.homes(table))))
    ]
    return [name for name, _ in pairs], [column for _, column in pairs]


def _targets(column: Any) -> list[str]:
    """Return the tables a column refers to, with a foreign key or without."""
    real = [key.column.table.name for key in column.foreign_keys]
    soft = str(column.info.get("soft_reference", ""))
    return [*real, *(each.strip().split(".")[0] for each in soft.split(",") if each.strip())]


def _grows(physical: PhysicalDesign, table: str) -> bool:
    return physical.design.population.rows_per_user(table, 1.0) > 0


def _shard(query: Query, physical: PhysicalDesign) -> int | None:
    return physical.shard_numbers[0] if query.runs == "shard" else None


def _keys(planner: Planner, query: Query, shard: int | None) -> tuple[Key, ...]:
    """Return a few keys, typical ones where there are any."""
    drawn = planner.keys.draw(query, shard)
    typical = [key for key in drawn if key.kind == "typical"]
    return tuple((typical or list(drawn))[:KEYS_PLANNED])


def _plan(planner: Planner, query: Query, shard: int | None, keys: Sequence[Key], factor: float) -> Replanned:
    roots = [planner.plan(query, shard, key) for key in keys]
    names = planner.names
    shapes = [fingerprint(root, names.tables, names.indexes) for root in roots]
    (shape, _), *_ = Counter(shapes).most_common(1)
    usual = roots[shapes.index(shape)]
    costs = (usual.cost, *(root.cost for root in roots if root is not usual))
    return Replanned(query.name, shard, factor, shape, tuple(dict.fromkeys(shapes)), costs, _estimates(usual, names))


def _estimates(root: PlanNode, names: Names) -> dict[str, float]:
    """Return the rows expected of each logical relation, all its scans together."""
    found: Counter[str] = Counter()
    for node in root.walk():
        if node.relation:
            found[names.table(node.relation)] += node.estimated_rows  # type: ignore[assignment]  # rows may be parts
    return dict(found)
