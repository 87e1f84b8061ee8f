"""Reads a query of the workload once: what planning and execution took, and how many shards of tables were read."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import Connection, sql

from livvly_lab.domain.physical import PhysicalDesign
from livvly_lab.domain.plan import read_plan
from livvly_lab.domain.query import Query
from livvly_lab.measure.keys import Key, failed
from livvly_lab.measure.question import question


@dataclass(frozen=True)
class ReadRun:
    """One execution: milliseconds of the planner and of the executor, physical tables read that hold shards."""

    planning_ms: float
    execution_ms: float
    scanned: int


class Reader:
    """Runs queries in one layout on one connection; `also` are further tables that hold shards."""

    def __init__(self, connection: Connection[Any], physical: PhysicalDesign, also: Collection[str] = ()) -> None:
        self.connection, self.physical = connection, physical
        tables = (table for table in physical.design.tables if physical.design.placement.is_sharded(table.name))
        self._shards = {home.name for table in tables for home in physical.homes(table.name)}.union(also)

    def run(self, query: Query, statement: sql.Composed, key: Key, shard: int | None = None) -> ReadRun:
        """Execute a query once with the clocks of EXPLAIN. Raises LabError naming the file of one that fails."""
        try:
            row = self.connection.execute(question("explain_run").format(query=statement), key.parameters).fetchone()
        except psycopg.Error as error:
            raise failed(query, shard, error) from error
        explained: Mapping[str, Any] = row[0][0] if row else {}
        nodes = [node for node in read_plan(explained).walk() if node.relation and not node.never_executed]
        return ReadRun(
            float(explained["Planning Time"]),
            float(explained["Execution Time"]),
            len({node.relation for node in nodes} & self._shards),
        )
