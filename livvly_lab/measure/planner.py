"""Asks the planner how it would run a query, without running it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import Connection, errors

from livvly_lab.domain.physical import PhysicalDesign
from livvly_lab.domain.plan import PlanNode, read_plan
from livvly_lab.domain.query import Query
from livvly_lab.measure.keys import Key, Keys, failed
from livvly_lab.measure.names import read_names
from livvly_lab.measure.plans import used_indexes
from livvly_lab.measure.question import addressed, question


@dataclass(frozen=True)
class Choice:
    """What the planner chose for a query on a shard: index -> the keys whose plan uses it, of all `keys` drawn."""

    keys: int
    by_index: Mapping[str, Sequence[Key]]


class Planner:
    """Plans queries of a laid-out design on one connection, with keys drawn from its rows."""

    def __init__(self, connection: Connection[Any], physical: PhysicalDesign) -> None:
        self.connection, self.physical = connection, physical
        self.names, self.keys = read_names(connection, physical), Keys(connection, physical)

    def plan(self, query: Query, shard: int | None, key: Key) -> PlanNode:
        """Return the plan of a query for one key. Raises LabError naming the file where the server refuses it."""
        statement = question("explain_plan").format(query=addressed(query.sql, self.physical, shard))
        try:
            row = self.connection.execute(statement, key.parameters).fetchone()
        except psycopg.Error as error:
            raise failed(query, shard, error) from error
        return read_plan(row[0][0] if row else {})

    def run(self, query: Query, shard: int | None, key: Key) -> Mapping[str, Any]:
        """Execute a query for one key; return what EXPLAIN ANALYZE told of it.

        Raises LabError naming the file where the server refuses it, psycopg's QueryCanceled where it takes longer
        than the statement_timeout in force.
        """
        statement = question("explain_run").format(query=addressed(query.sql, self.physical, shard))
        try:
            row = self.connection.execute(statement, key.parameters).fetchone()
        except errors.QueryCanceled:
            raise
        except psycopg.Error as error:
            raise failed(query, shard, error) from error
        return row[0][0] if row else {}

    def choice(self, query: Query, shard: int | None) -> Choice:
        """Return which indexes the plans of a query use on a shard, and with which of its keys."""
        keys = self.keys.draw(query, shard)
        by_index = defaultdict[str, list[Key]](list)
        for key in keys:
            for index in used_indexes(self.plan(query, shard, key), self.names):
                by_index[index].append(key)
        return Choice(len(keys), by_index)

    def set(self, name: str, value: str) -> None:
        """Set a setting until the transaction ends."""
        self.connection.execute(question("for_this_transaction"), {"name": name, "value": value})
