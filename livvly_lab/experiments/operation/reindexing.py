"""REINDEX beside a reader and a writer: how long they wait, plain and CONCURRENTLY."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread
from time import perf_counter
from typing import Any

import psycopg
from psycopg import Connection, sql

from livvly_lab.domain.claims import Measurement, Outcome, Quantity, Unmeasured
from livvly_lab.domain.physical import LAYOUTS, PhysicalDesign
from livvly_lab.experiments.loaded import Loaded, question
from livvly_lab.experiments.operation.reading import extremes
from livvly_lab.report import fmt
from livvly_lab.scratch import ddl, statements

ROWS = {"quick": 20_000, "full": 1_000_000}
REPEATS = 3
LEAST_ROWS = 100
WARM = 20
"""Statements of a client before the REINDEX begins, and after it has ended."""

_LIMIT_S = 60.0


@dataclass
class _Client:
    """Somebody who executes one statement after the other until told to stop; when each began and ended."""

    dsn: str
    statement: sql.Composed
    keys: list[Any]
    spans: list[tuple[float, float]] = field(default_factory=list)
    stop: Event = field(default_factory=Event)

    def run(self) -> None:
        with psycopg.connect(self.dsn, autocommit=True, prepare_threshold=None) as connection:
            while not self.stop.is_set():
                begun = perf_counter()
                connection.execute(self.statement, {"key": self.keys[len(self.spans) % len(self.keys)]})
                self.spans.append((begun, perf_counter()))

    def longest_s(self, begun: float, ended: float) -> float:
        """Return how much of a time its longest statement took."""
        return max((min(end, ended) - max(start, begun) for start, end in self.spans), default=0.0)


@dataclass(frozen=True)
class _Reindex:
    """One REINDEX: how long it took, and the longest wait of each client in it, all in seconds."""

    taken_s: float
    reader_s: float
    writer_s: float


def reindex_waits(at: Loaded, *, table: str) -> Outcome:
    """REINDEX a copy of a table while one client reads and one writes its rows, plainly and CONCURRENTLY.

    The copy stands in a database of its own with the table's keys and indexes. The quantities are the longest wait
    over the time of the REINDEX: a writer's and a reader's beside the plain one, a writer's beside the other.
    """
    try:
        with at.elsewhere() as dsn, psycopg.connect(dsn, autocommit=True) as connection:
            rows = _copy(at, connection, table)
            if rows < LEAST_ROWS:
                return Unmeasured(f"{LEAST_ROWS} rows in {table}: this run has {rows}")
            size = connection.execute(question("whole_bytes"), {"name": table}).fetchone()
            plain, concurrently = (_reindex(at, connection, dsn, table, way) for way in ("plain", "concurrently"))
    except psycopg.errors.InsufficientPrivilege:
        return Unmeasured("a role that may create a database, to REINDEX in it beside other clients")
    shares = {
        "a writer beside REINDEX": [each.writer_s / each.taken_s for each in plain],
        "a reader beside REINDEX": [each.reader_s / each.taken_s for each in plain],
        "a writer beside REINDEX CONCURRENTLY": [each.writer_s / each.taken_s for each in concurrently],
    }
    ends = {name: extremes(values) for name, values in shares.items()}
    waits_ms = [extremes([each.writer_s * 1_000 for each in way]).mid for way in (plain, concurrently)]
    return Measurement(
        tuple(Quantity(each.mid, "share", name, each, each.n) for name, each in ends.items()),
        f"a writer waits {fmt.duration(waits_ms[0])} beside REINDEX, "
        f"{fmt.share(ends['a writer beside REINDEX'].mid, 0)} of its time, and {fmt.duration(waits_ms[1])} beside "
        f"REINDEX CONCURRENTLY, for {fmt.count(rows)} rows of {table} with their indexes "
        f"({fmt.size(size[0] if size else None)})",
        detail=tuple(
            {
                "way": way,
                "REINDEX, ms": each.taken_s * 1_000,
                "longest wait of a reader, ms": each.reader_s * 1_000,
                "longest wait of a writer, ms": each.writer_s * 1_000,
            }
            for way, found in (("plain", plain), ("CONCURRENTLY", concurrently))
            for each in found
        ),
    )


def _copy(at: Loaded, connection: Connection[Any], table: str) -> int:
    """Create the design's tables elsewhere, without foreign keys, and copy rows of one of them; return how many."""
    single = PhysicalDesign(at.physical.design, LAYOUTS["single"], 1)
    connection.execute("SET client_min_messages = warning")
    ddl.create_tables(connection, single, at.function)
    columns = sql.SQL(", ").join(
        sql.Identifier(column.name) for column in at.physical.design.table(table).columns if column.computed is None
    )
    names = {"table": sql.Identifier(table), "columns": columns}
    out = question("copy_out").format(**names, rows=sql.Literal(ROWS[at.depth]))
    with (
        at.connection.cursor() as source,
        connection.cursor() as target,
        source.copy(out) as read,
        target.copy(question("copy_in").format(**names)) as write,
    ):
        for block in read:
            write.write(block)
    with connection.transaction():
        ddl.use_schema(connection, ddl.SCHEMA)
        ddl.execute(connection, [each for each in statements.keys_and_indexes(single) if each.table == table])
    counted = connection.execute(question("count_rows").format(table=names["table"])).fetchone()
    return int(counted[0]) if counted else 0


def _reindex(at: Loaded, connection: Connection[Any], dsn: str, table: str, way: str) -> list[_Reindex]:
    names = {"table": sql.Identifier(table), "key": at.key(table)}
    keys = [key for (key,) in connection.execute(question("spread_keys").format(**names))]
    reindex = question(f"reindex_{way}").format(table=names["table"])
    found = []
    for _ in range(REPEATS):
        with _clients(dsn, names, keys) as (reader, writer, both_went_on):
            begun = perf_counter()
            connection.execute(reindex)
            ended = perf_counter()
            both_went_on()
        found.append(_Reindex(ended - begun, reader.longest_s(begun, ended), writer.longest_s(begun, ended)))
    return found


@contextmanager
def _clients(
    dsn: str, names: dict[str, sql.Identifier], keys: list[Any]
) -> Iterator[tuple[_Client, _Client, Callable[[], None]]]:
    """Give a reader and a writer at work, and what waits until both have done some more."""
    clients = tuple(_Client(dsn, question(name).format(**names), keys) for name in ("read_by_key", "write_by_key"))
    threads = [Thread(target=client.run, daemon=True) for client in clients]

    def went_on() -> None:
        aims = [len(client.spans) + WARM for client in clients]
        deadline = perf_counter() + _LIMIT_S
        pause = Event()
        while any(len(client.spans) < aim for client, aim in zip(clients, aims, strict=True)):
            if perf_counter() > deadline or not all(thread.is_alive() for thread in threads):
                raise psycopg.OperationalError("a client beside REINDEX came to no end of its statements")
            pause.wait(0.001)

    for thread in threads:
        thread.start()
    try:
        went_on()
        yield clients[0], clients[1], went_on
    finally:
        for client in clients:
            client.stop.set()
        for thread in threads:
            thread.join()
