"""Plans a workload as if its tables were larger: statistics are raised in a transaction that is rolled back.

The planner takes the rows of a page from the statistics and the number of pages from the file: raising tuples alone
is what makes it expect more rows, raising pages as well would change nothing. The pages themselves cannot be raised.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from psycopg import Connection

from livvly_lab.domain.flips import Replanned
from livvly_lab.domain.physical import PhysicalDesign
from livvly_lab.domain.plan import PlanNode, fingerprint
from livvly_lab.domain.query import Query
from livvly_lab.measure.keys import Key
from livvly_lab.measure.names import Names
from livvly_lab.measure.planner import Planner
from livvly_lab.measure.question import question

KEYS_PLANNED = 3
RESTORES_STATISTICS = 180_000
"""The first server version that can restore the statistics of a relation."""


def can_replan(connection: Connection[Any]) -> bool:
    """Tell whether the server can be made to believe other statistics."""
    return connection.info.server_version >= RESTORES_STATISTICS


def replan(
    connection: Connection[Any], physical: PhysicalDesign, factors: Sequence[float]
) -> tuple[tuple[Replanned, ...], ...]:
    """Return, for each query of the workload, its plans with statistics scaled by each factor.

    Queries of a shard are planned on the first one. Keys are drawn once, from the rows as they are. A factor of 1
    plans with the statistics that stand there, on any server. Nothing remains of it: each factor has a transaction
    of its own, which is rolled back.
    """
    planner = Planner(connection, physical)
    asked = [(query, _shard(query, physical)) for query in physical.design.workload]
    keys = {query.name: _keys(planner, query, shard) for query, shard in asked}
    found: dict[str, list[Replanned]] = {query.name: [] for query, _ in asked}
    for factor in factors:
        with _raised(connection, physical, factor):
            for query, shard in asked:
                found[query.name].append(_plan(planner, query, shard, keys[query.name], factor))
    return tuple(tuple(plans) for plans in found.values())


@contextmanager
def _raised(connection: Connection[Any], physical: PhysicalDesign, factor: float) -> Iterator[None]:
    """Raise the statistics of all tables that grow with the users, for as long as the block lasts."""
    with connection.transaction(force_rollback=True):
        if factor != 1:
            names = [home.name for home in physical.all_homes() if _grows(physical, home.table)]
            connection.execute(question("raise_tuples"), {"names": names, "factor": factor})
            tables, columns = _naming(physical)
            given = {"names": tables, "columns": columns, "factor": factor}
            connection.execute(question("raise_distinct"), given)
        yield


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
