"""Looks at jsonb columns, and gives those without a GIN index one for a moment: its bytes, who could ask it."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from psycopg import sql
from sqlalchemy.dialects.postgresql import JSONB

from livvly_lab.domain.ablation import Documents, TriedGin
from livvly_lab.domain.physical import PhysicalTable
from livvly_lab.domain.query import Query, pieces
from livvly_lab.measure.dropping import Dropper
from livvly_lab.measure.planner import Planner
from livvly_lab.measure.plans import shards_of
from livvly_lab.measure.question import question

_TRIED = "livvly_lab_gin"


def measure_documents(planner: Planner, dropper: Dropper, workload: Sequence[Query]) -> Iterator[Documents]:
    """Yield every jsonb column; indexes are built in transactions that are rolled back."""
    for table in planner.physical.design.tables:
        for column in table.columns:
            if isinstance(column.type, JSONB):
                yield _Column(planner, dropper, table.name, column.name).looked_at(workload)


@contextmanager
def standing_gin(planner: Planner, home: PhysicalTable, column: str) -> Iterator[Callable[[Sequence[str]], None]]:
    """Let a GIN index on a column of one physical table stand for the block, which is given what drops it.

    For a copy of a database. What is given drops it in the transaction at hand where there is a column to be without.
    """
    drops = question("drop_index").format(index=sql.Identifier(_TRIED))

    def drop(columns: Sequence[str]) -> None:
        if columns:
            planner.connection.execute(drops)

    _build(planner, home, column, _TRIED)
    try:
        yield drop
    finally:
        if not planner.connection.closed:
            planner.connection.execute(drops)


def _build(planner: Planner, home: PhysicalTable, column: str, name: str) -> None:
    statement = question("document_index").format(
        index=sql.Identifier(name), table=sql.Identifier(home.name), column=sql.Identifier(column)
    )
    planner.connection.execute(statement)


@dataclass(frozen=True)
class _Column:
    """One jsonb column of a table, over all homes of that."""

    planner: Planner
    dropper: Dropper
    table: str
    column: str

    @property
    def homes(self) -> Sequence[PhysicalTable]:
        return self.planner.physical.homes(self.table)

    def looked_at(self, workload: Sequence[Query]) -> Documents:
        """Count its documents, and try an index where it has none."""
        rows, documents = map(sum, zip(*map(self._rows, self.homes), strict=True))
        index = self._index()
        if index is not None:
            return Documents(self.table, self.column, rows, documents, index)
        with self.dropper.rolled_back():
            return Documents(self.table, self.column, rows, documents, None, self._tried(workload))

    def _index(self) -> str | None:
        """Return the logical name of its GIN index, None where it has none."""
        names = {home.name for home in self.homes}
        mine = (each for each in self.dropper.facts.values() if each.table in names and each.method == "gin")
        return next((each.index for each in mine if self.column in each.keys), None)

    def _tried(self, workload: Sequence[Query]) -> TriedGin:
        names = [f"{_TRIED}_{number}" for number in range(len(self.homes))]
        start = time.perf_counter()
        for home, name in zip(self.homes, names, strict=True):
            _build(self.planner, home, self.column, name)
        build_ms = (time.perf_counter() - start) * 1000
        self.planner.set("enable_seqscan", "off")
        askable = tuple(query.name for query in workload if self._takes(query, frozenset(names)))
        return TriedGin(sum(map(self._bytes, names)), build_ms, askable)

    def _takes(self, query: Query, names: frozenset[str]) -> bool:
        """Tell whether some plan of a query that names the table takes one of these indexes."""
        if (self.table, True) not in pieces(query.sql):
            return False
        shard = next(iter(shards_of(query, self.planner.physical)))
        plans = (self.planner.plan(query, shard, key) for key in self.planner.keys.draw(query, shard))
        return any(node.index in names for plan in plans for node in plan.walk())

    def _rows(self, home: PhysicalTable) -> tuple[int, int]:
        parts = {"table": sql.Identifier(home.name), "column": sql.Identifier(self.column)}
        found = self.planner.connection.execute(question("document_rows").format(**parts)).fetchone()
        return (int(found[0]), int(found[1])) if found else (0, 0)

    def _bytes(self, name: str) -> int:
        found = self.planner.connection.execute(question("document_bytes"), {"index": name}).fetchone()
        return int(found[0]) if found else 0
