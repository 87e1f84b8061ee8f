"""How many connections are needed: real clients share pools, and a queue model is held against what they saw."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from livvly_lab.domain.capacity import Capacity, Pooling
from livvly_lab.domain.connections import Connections, PoolPoint
from livvly_lab.forecast import queueing
from livvly_lab.lab.run import Run
from livvly_lab.measure.clients import PoolLoad, measure_pool, user_statements
from livvly_lab.report import pools as draw
from livvly_lab.report.exhibit import Exhibit
from livvly_lab.report.gallery import Gallery, Sentences

POOLS_TRIED = (1, 2, 3, 4)
CLIENTS, QUERIES = 8, 5
OFFERED = 0.8
"""Connections the clients would keep busy if none had to wait: a pool of one is short, the others are not."""

SECONDS = {"quick": 0.7, "full": 8.0}
POOLS_COMPUTED = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 100, 150, 200)

_NO_POOLING = "The specification of this design says nothing about connections."


@dataclass(frozen=True)
class PoolWalk:
    """The exhibits on connections, and what goes into results.json (None where nothing is promised)."""

    connections: Gallery | Sentences
    facts: Exhibit | Sentences
    result: Connections | None


def pool_walk(run: Run, capacity: Capacity) -> PoolWalk:
    """Measure clients who share pools, hold the queue model against them, and apply it to the promised users."""
    pooling = capacity.pooling
    if pooling is None:
        return PoolWalk(Sentences([], _NO_POOLING), Sentences([], _NO_POOLING), None)
    held_ms, points = measure_pools(run, pooling.queries)
    result = apply_model(pooling, held_ms, points, capacity.machine.cpus)
    pictures = [draw.check(result), draw.waits(result, pooling)]
    headings = ["Does the queue model say what real clients see?", "How many connections do the promised users need?"]
    return PoolWalk(Gallery(pictures, headings), draw.facts(result, pooling), result)


def measure_pools(run: Run, queries: int) -> tuple[float, tuple[PoolPoint, ...]]:
    """Return how long one client alone holds a connection, in milliseconds, and what several saw with each pool."""
    seconds, seed = SECONDS[run.depth], run.parameters.seed
    with run.connect() as connection:
        statements = user_statements(connection, run.physical)
    alone = measure_pool(run.dsn, statements, PoolLoad(1, 1, queries, 0.0, seconds, seed))
    held_ms = float(np.mean(alone.held_ms))
    think_ms = max(CLIENTS * held_ms / OFFERED - held_ms, 0.0)
    tried = [
        measure_pool(run.dsn, statements, PoolLoad(pool, CLIENTS, queries, think_ms, seconds, seed))
        for pool in POOLS_TRIED
    ]
    return held_ms, tuple(queueing.judge_pool(each) for each in tried)


def apply_model(pooling: Pooling, held_ms: float, points: Sequence[PoolPoint], cpus: int) -> Connections:
    """Return what the model says of the promised users, and what the pooler's own numbers come to."""
    queue = queueing.Queue(pooling.concurrent_users, pooling.think_s * 1000, held_ms, cpus)
    waits = queueing.pool_waits(pooling, held_ms, cpus, POOLS_COMPUTED)
    return Connections(
        held_ms=held_ms,
        users=pooling.concurrent_users,
        requests_per_s=queue.requests_per_s,
        busy=queueing.busy_connections(queue.requests_per_s, held_ms),
        cpus=cpus,
        specified_pool=pooling.default_pool_size,
        enough=queueing.enough(waits),
        points=tuple(points),
        held_limit_ms=queueing.BUSY_LIMIT * cpus / queue.requests_per_s * 1000,
        waits=waits,
        facts=queueing.pool_facts(pooling),
    )
