"""Queues: workers who ask at once, and what each of them gets."""

from collections.abc import Sequence
from contextlib import ExitStack
from time import perf_counter

import psycopg

from livvly_lab.domain.claims import Measurement, Outcome, Quantity, Unmeasured
from livvly_lab.experiments.loaded import LOCK_LIMIT_MS, Loaded
from livvly_lab.experiments.timing import median
from livvly_lab.measure.question import addressed
from livvly_lab.report import fmt

TURNS = 8


def claimed_at_once(at: Loaded, *, claim: str, waiting: str, order: str, workers: int) -> Outcome:
    """Let workers claim the next row of a queue, each in a session whose transaction stays open, then take it back.

    `claim` returns the key of what it took; `waiting` counts the queue; `order` returns the keys in the order of the
    queue. The quantities are rows claimed twice or out of their order, workers who waited for another until the lock
    limit, and the milliseconds of a claim.
    """
    row = at.connection.execute(addressed(waiting, at.physical, None)).fetchone()
    workers = min(workers, int(row[0]) if row else 0)
    if workers < 2:
        return Unmeasured("two rows in the queue: this run has fewer")
    wanted = [key for (key,) in at.connection.execute(addressed(order, at.physical, None))]
    times, wrong, waited = list[float](), 0, 0
    for _ in range(TURNS):
        got, took, late = _turn(at, claim, workers)
        times += took
        waited += late
        wrong += len(got) - len(set(got)) + (set(got) != set(wanted[: len(got)]))
    took_ms = median(times)
    return Measurement(
        (
            Quantity(wrong, "rows", "claimed twice or out of order", n=len(times)),
            Quantity(waited, "workers", "who waited", n=len(times)),
            Quantity(took_ms.mid, "ms", "of a claim", took_ms, took_ms.n),
        ),
        f"{workers} workers asked at once, {TURNS} times: {fmt.plural(wrong, 'row')} claimed twice or out of order, "
        f"{fmt.plural(waited, 'worker')} waited for another, a claim took {fmt.duration(took_ms.mid)} for its client",
    )


def _turn(at: Loaded, claim: str, workers: int) -> tuple[Sequence[object], list[float], int]:
    """Let workers claim while those before them have not committed; return the keys, the times, and who waited."""
    got, times, late = list[object](), list[float](), 0
    statement = addressed(claim, at.physical, None)
    with ExitStack() as stack:
        for _ in range(workers):
            connection = stack.enter_context(psycopg.connect(at.dsn, options=f"-c lock_timeout={LOCK_LIMIT_MS}"))
            stack.callback(connection.rollback)
            start = perf_counter()
            try:
                got += [key for (key,) in connection.execute(statement)]
            except psycopg.errors.LockNotAvailable:
                late += 1
            times.append((perf_counter() - start) * 1_000)
    return got, times, late
