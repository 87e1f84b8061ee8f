"""Connections: what a pool opens, what limits say together, what a server does with more of them, what time ends."""

import os
import select
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from time import perf_counter
from typing import Any
from uuid import uuid4

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo
from sqlalchemy import create_engine
from sqlalchemy.exc import TimeoutError as PoolExhausted
from sqlalchemy.pool import Pool

from livvly_lab.domain.claims import Measurement, Outcome, Quantity, Unmeasured
from livvly_lab.experiments.loaded import Loaded, question
from livvly_lab.experiments.operation.programs import pgbench
from livvly_lab.experiments.operation.reading import extremes
from livvly_lab.experiments.timing import ratio, widened
from livvly_lab.report import fmt

ROUNDS = 3
TRANSACTIONS, TRANSACTIONS_EACH = {"quick": 4_000, "full": 100_000}, 25
"""Reads of one run of pgbench, and how many of them a connection makes at least: its first ones fill its caches."""

SCRIPTS = 4
SPARE = 5
"""Connections left for others of the run."""

NEAR_BEST = 0.9
ABORTS, CLOSES = 15, 5
_LIMIT_S = 30.0


def pool_ceiling(at: Loaded, *, servers: int, pool_size: int, max_overflow: int) -> Outcome:
    """Take connections from a pool of SQLAlchemy until it gives none any more, and count them on the server.

    The quantity is what that many servers with such a pool open altogether; the second, what one opens.
    """
    name = f"lab_pool_{uuid4().hex[:8]}"
    dsn = make_conninfo(at.dsn, application_name=name)
    pool = _pool(dsn, pool_size=pool_size, max_overflow=max_overflow, pool_timeout=0)
    held = []
    try:
        while True:
            held.append(pool.connect())
    except PoolExhausted:
        one = int(at.value("sessions_of", {"name": name}))
    except psycopg.OperationalError as error:
        free = str(error).strip().rpartition("\n")[2]
        return Unmeasured(f"a server with {pool_size + max_overflow} free connections: {free}")
    finally:
        for connection in held:
            connection.invalidate()
        pool.dispose()
    return Measurement(
        (Quantity(one * servers, "connections", "of all servers"), Quantity(one, "connections", "of one server")),
        f"a pool with pool_size={pool_size} and max_overflow={max_overflow} opened {one} connections before it "
        f"refused: {one * servers} from {servers} servers",
        kind="computed",
    )


def pool_limits(at: Loaded, *, default_pool_size: int, reserve_pool_size: int, max_db_connections: int) -> Outcome:
    """Add up what a PgBouncer configuration allows one database and user, against the limit it names.

    The quantity is the connections to the server that one pair can get.
    """
    reached = min(default_pool_size + reserve_pool_size, max_db_connections)
    taken = int(at.value("max_connections"))
    return Measurement(
        (Quantity(reached, "connections", "of one database and user"),),
        f"one database and user get at most {default_pool_size} + {reserve_pool_size} = {reached} of "
        f"{max_db_connections} connections; max_connections is {taken} on this server and 100 by default",
        kind="document",
    )


def throughput_by_connections(at: Loaded, *, connections: Sequence[int]) -> Outcome:
    """Read rows of the design by key through more and more connections, by pgbench, all counts taking turns.

    The quantity is the throughput at the last count over the best of all, the second the least count that comes near
    the best. How many connections a server can use depends on its cores.
    """
    ((most, used),) = at.ask("connections_free")
    counts = [count for count in connections if count <= most - used - SPARE]
    if not counts or counts[-1] < connections[-1]:
        return Unmeasured(f"a server with max_connections above {connections[-1] + used + SPARE}: this one has {most}")
    with read_scripts(at) as scripts:
        if not scripts:
            return Unmeasured("rows to read by key: this run has none")
        reads = {count: max(TRANSACTIONS[at.depth], TRANSACTIONS_EACH * count) for count in counts}
        pgbench(at.dsn, scripts, counts[0], reads[counts[0]])
        loads = [[pgbench(at.dsn, scripts, count, reads[count]) for count in counts] for _ in range(ROUNDS)]
    tps = {count: extremes([loads[turn][place].tps for turn in range(ROUNDS)]) for place, count in enumerate(counts)}
    best = max(counts, key=lambda count: tps[count].mid)
    near = next(count for count in counts if tps[count].mid >= NEAR_BEST * tps[best].mid)
    last = widened(extremes([turn[-1].tps / turn[counts.index(best)].tps for turn in loads]))
    cores = os.cpu_count() or 1
    return Measurement(
        (
            Quantity(last.mid, "share", "throughput at the last count", last, last.n),
            Quantity(near, "connections", "that come near the best"),
        ),
        f"{counts[-1]} connections read {fmt.count(tps[counts[-1]].mid)} rows/s, {fmt.share(last.mid, 0)} of the "
        f"{fmt.count(tps[best].mid)} that {best} do; {fmt.plural(near, 'connection')} "
        f"{'comes' if near == 1 else 'come'} within a tenth of that",
        depends=f"the cores of the server, which it shares with pgbench ({cores} here)",
        detail=tuple(
            {
                "connections": count,
                "runs": ROUNDS,
                "rows/s, median": tps[count].mid,
                "least": tps[count].low,
                "greatest": tps[count].high,
                "latency, ms": extremes([turn[place].latency_ms for turn in loads]).mid,
            }
            for place, count in enumerate(counts)
        ),
    )


def timeouts(at: Loaded, *, query_s: float, idle_s: float, lifetime_s: float, scaled_s: float = 0.04) -> Outcome:
    """Let a query, an idle session and an old connection run over a limit that is shrunk to milliseconds.

    statement_timeout, idle_session_timeout and a pool's recycling stand for the limits of a pooler. The quantities
    are the time after which a query and a session ended over their limit, and the share of old connections replaced.
    """
    limit_ms = scaled_s * 1_000
    with at.rolled_back():
        at.ask("for_this_transaction", {"name": "statement_timeout", "value": f"{limit_ms:.0f}ms"})
        aborted = tuple(_aborted_ms(at, scaled_s) for _ in range(ABORTS))
    closed = tuple(_closed_ms(at, limit_ms) for _ in range(CLOSES))
    query, idle = (ratio(times, [limit_ms] * len(times)) for times in (aborted, closed))
    replaced = _replaced(at, scaled_s)
    shrunk = fmt.listing(
        f"{name} {fmt.duration(limit_s * 1_000)} to {fmt.duration(limit_ms)}"
        for name, limit_s in (("query", query_s), ("idle", idle_s), ("lifetime", lifetime_s))
    )
    return Measurement(
        (
            Quantity(query.mid, "factor", "query over its limit", query, query.n),
            Quantity(idle.mid, "factor", "idle session over its limit", idle, idle.n),
            Quantity(replaced, "share", "old connections replaced"),
        ),
        f"a query ended after {fmt.factor(query.mid)} its limit and an idle session after {fmt.factor(idle.mid)}, "
        f"{fmt.share(replaced, 0)} of old connections were replaced (limits shrunk: {shrunk})",
        depends="the pooler: its own timers are not in this server",
    )


@contextmanager
def read_scripts(at: Loaded) -> Iterator[list[Path]]:
    """Give files with one read by key of a user each, from one home, for as long as the block runs."""
    root = at.physical.design.placement.root
    key = at.key(root)
    keys = at.ask("spread_keys", table=at.home(root), key=key)[:SCRIPTS]
    read = question("read_of_key")
    texts = [
        read.format(table=at.home(root), key=key, value=sql.Literal(value)).as_string(at.connection)
        for (value,) in keys
    ]
    with tempfile.TemporaryDirectory(prefix="livvly_lab_") as folder:
        paths = [Path(folder) / f"{place}.sql" for place in range(len(texts))]
        for path, text in zip(paths, texts, strict=True):
            path.write_text(text + ";\n", encoding="utf-8")
        yield paths


def _aborted_ms(at: Loaded, limit_s: float) -> float:
    begun = perf_counter()
    try:
        with at.connection.transaction():
            at.ask("sleep", {"seconds": 10 * limit_s})
    except psycopg.errors.QueryCanceled:
        return (perf_counter() - begun) * 1_000
    return 10 * limit_s * 1_000


def _closed_ms(at: Loaded, limit_ms: float) -> float:
    """Open a session, leave it alone, and return when the server closed it; the longest wait where it did not."""
    with psycopg.connect(at.dsn, autocommit=True) as connection:
        begun = perf_counter()
        connection.execute(question("for_this_session"), {"name": "idle_session_timeout", "value": f"{limit_ms:.0f}ms"})
        select.select([connection.fileno()], [], [], _LIMIT_S)
        taken_ms = (perf_counter() - begun) * 1_000
        connection.close()
    return taken_ms


def _replaced(at: Loaded, limit_s: float) -> float:
    """Return the share of connections older than a limit that a pool replaces when they are asked for again."""
    pool = _pool(at.dsn, pool_size=CLOSES, pool_recycle=limit_s)
    try:
        old = _pids(pool)
        Event().wait(1.5 * limit_s)
        new = _pids(pool)
    finally:
        pool.dispose()
    return sum(pid not in old for pid in new) / len(new)


def _pool(dsn: str, **settings: Any) -> Pool:
    """Return a pool as an application's engine has it."""
    engine = create_engine("postgresql+psycopg://", creator=lambda: psycopg.connect(dsn, autocommit=True), **settings)
    return engine.pool


def _pids(pool: Pool) -> set[int]:
    held = [pool.connect() for _ in range(CLOSES)]
    pids = {each.driver_connection.info.backend_pid for each in held if each.driver_connection is not None}
    for each in held:
        each.close()
    return pids
