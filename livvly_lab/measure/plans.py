"""Measures plans: every query on every shard, warm and repeated, with what its plan used."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import cycle, islice
from typing import Any

import numpy as np
import psycopg
from psycopg import Connection, sql

from livvly_lab.domain.physical import PhysicalDesign
from livvly_lab.domain.plan import PlanNode, fingerprint, read_plan
from livvly_lab.domain.query import Query
from livvly_lab.domain.results import QueryRun
from livvly_lab.measure.keys import Key, Keys, failed
from livvly_lab.measure.names import Names, read_names
from livvly_lab.measure.question import addressed, question

REPEATS = 20
TIMEOUT_MS = 30_000

Watch = Callable[[str, int | None], None]


@dataclass(frozen=True)
class _Timed:
    """One run of a query: what EXPLAIN told of it, and the shape of its plan."""

    kind: str
    explained: Mapping[str, Any]
    root: PlanNode
    shape: str

    @property
    def execution_ms(self) -> float:
        return float(self.explained["Execution Time"])


def measure_plans(
    connection: Connection[Any],
    physical: PhysicalDesign,
    workload: Iterable[Query],
    repeats: int = REPEATS,
    watch: Watch = lambda _query, _shard: None,
) -> tuple[QueryRun, ...]:
    """Return one run of each query for each shard it runs on: `repeats` timed executions, after a warm one per key.

    Latency is the server's execution time, with the clocks of EXPLAIN running. The keys are drawn before and
    outside the timing, and take turns: typical, hot, absent. Nothing is written: the transaction is read-only.
    `watch` is called with query and shard after each. Raises LabError naming the file of a query that fails or
    takes longer than TIMEOUT_MS.
    """
    with connection.transaction(force_rollback=True):
        for name, value in (("transaction_read_only", "on"), ("statement_timeout", f"{TIMEOUT_MS}ms")):
            connection.execute(question("for_this_transaction"), {"name": name, "value": value})
        names, keys = read_names(connection, physical), Keys(connection, physical)
        runs = []
        for query in workload:
            for shard in shards_of(query, physical):
                timed = _run(connection, physical, query, shard, keys.draw(query, shard), repeats, names)
                runs.append(_summary(query, shard, timed, names))
                watch(query.name, shard)
        return tuple(runs)


def shards_of(query: Query, physical: PhysicalDesign) -> tuple[int | None, ...]:
    """Return the shards a query is measured on; (None,) where it reads all of them or none."""
    return physical.shard_numbers if query.runs == "shard" else (None,)


def used_indexes(root: PlanNode, names: Names) -> tuple[str, ...]:
    """Return the logical names of the indexes in a plan, each once, in its order."""
    return tuple(dict.fromkeys(names.index(node.index) for node in root.walk() if node.index))


def seq_scanned(root: PlanNode, names: Names) -> tuple[str, ...]:
    """Return the logical names of the tables whose pages an executed plan reads sequentially, each once.

    A table without a page, such as an abstract parent or the partition of a month to come, costs nothing.
    """
    scans = (node for node in root.walk() if node.kind == "Seq Scan" and node.hit_blocks + node.read_blocks)
    return tuple(dict.fromkeys(names.table(node.relation or "") for node in scans))


def _run(
    connection: Connection[Any],
    physical: PhysicalDesign,
    query: Query,
    shard: int | None,
    keys: tuple[Key, ...],
    repeats: int,
    names: Names,
) -> list[_Timed]:
    """Execute a query once for each key that will be timed, then `repeats` times."""
    statement = question("explain_run").format(query=addressed(query.sql, physical, shard))
    try:
        for key in keys[:repeats]:
            connection.execute(statement, key.parameters)
        return [_time(connection, statement, key, names) for key in islice(cycle(keys), repeats)]
    except psycopg.Error as error:
        raise failed(query, shard, error) from error


def _time(connection: Connection[Any], statement: sql.Composed, key: Key, names: Names) -> _Timed:
    row = connection.execute(statement, key.parameters).fetchone()
    explained = row[0][0] if row else {}
    root = read_plan(explained)
    return _Timed(key.kind, explained, root, fingerprint(root, names.tables, names.indexes))


def _summary(query: Query, shard: int | None, timed: list[_Timed], names: Names) -> QueryRun:
    """Sum up the runs of a query on a shard."""
    plans = Counter(run.shape for run in timed)
    kept = _kept(timed)
    times_ms = defaultdict[str, list[float]](list)
    for run in timed:
        times_ms[run.kind].append(run.execution_ms)
    p50_ms, p95_ms = np.percentile([run.execution_ms for run in timed], [50, 95])
    return QueryRun(
        query=query.name,
        shard=shard,
        meant=query.index,
        used=used_indexes(kept.root, names),
        seq_scans=seq_scanned(kept.root, names),
        n=len(timed),
        p50_ms=float(p50_ms),
        p95_ms=float(p95_ms),
        planning_ms=float(np.median([run.explained["Planning Time"] for run in timed])),
        rows=round(kept.root.rows),
        shared_hit_blocks=kept.explained["Plan"]["Shared Hit Blocks"],
        shared_read_blocks=kept.explained["Plan"]["Shared Read Blocks"],
        fingerprint=kept.shape,
        plan=kept.explained,
        plans=dict(plans),
        times_ms={kind: tuple(times) for kind, times in times_ms.items()},
    )


def _kept(timed: list[_Timed]) -> _Timed:
    """Return the median run of a typical key with the plan that came most often to such keys, the quicker of two.

    Where nothing typical was there to draw, all runs count.
    """
    typical = [run for run in timed if run.kind == "typical"] or timed
    (shape, _), *_ = Counter(run.shape for run in typical).most_common(1)
    usual = sorted((run for run in typical if run.shape == shape), key=lambda run: run.execution_ms)
    return usual[(len(usual) - 1) // 2]
