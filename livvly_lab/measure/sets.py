"""Looks at queries while indexes go away, and restores indexes that were really dropped."""

from collections.abc import Sequence
from typing import Any

from psycopg import Connection, errors, sql

from livvly_lab.domain.ablation import Seen
from livvly_lab.domain.plan import PlanNode, read_plan
from livvly_lab.domain.query import Query
from livvly_lab.measure.dropping import Dropper
from livvly_lab.measure.keys import Key
from livvly_lab.measure.losses import blocks
from livvly_lab.measure.planner import Planner
from livvly_lab.measure.plans import seq_scanned, used_indexes
from livvly_lab.measure.question import question

_RUNS = 2


def look(planner: Planner, query: Query, shard: int | None, keys: Sequence[Key]) -> tuple[Seen, ...]:
    """Return what a query does for each key as the schema stands; empty where it was stopped for taking too long.

    To be called within a transaction.
    """
    try:
        with planner.connection.transaction(force_rollback=True):
            runs = [[planner.run(query, shard, key) for key in keys] for _ in range(_RUNS)]
            planner.set("enable_seqscan", "off")
            large = [_root(planner.run(query, shard, key)) for key in keys]
    except errors.QueryCanceled:
        return ()
    return tuple(
        Seen(
            took_ms=max(float(run["Execution Time"]) for run in mine),
            blocks=blocks(_root(mine[-1])),
            whole_tables=seq_scanned(_root(mine[-1]), planner.names),
            large_blocks=blocks(other),
            large_whole_tables=seq_scanned(other, planner.names),
            large_indexes=used_indexes(other, planner.names),
        )
        for *mine, other in zip(*runs, large, strict=True)
    )


def definitions(connection: Connection[Any], dropper: Dropper, index: str, table: str) -> tuple[str, ...]:
    """Return the statements that make a logical index again, on all shards."""
    names = list(dropper.homes_of(index, table, None))
    found = connection.execute(question("index_definitions"), {"names": names})
    return tuple(statement for (statement,) in found)


def restore(connection: Connection[Any], statements: Sequence[str]) -> None:
    """Make an index again from its definitions, and analyse what it needs."""
    for statement in statements:
        connection.execute(sql.SQL(statement))


def _root(explained: Any) -> PlanNode:
    return read_plan(explained)
