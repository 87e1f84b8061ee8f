"""Measures clients who share a pool of connections: how long each waits for one, and how long it is held."""

import random
import threading
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Any

import psycopg
from psycopg import Connection, sql
from psycopg.errors import LockNotAvailable

from livvly_lab.domain.connections import Requests
from livvly_lab.domain.physical import PhysicalDesign
from livvly_lab.measure.keys import Key, Keys
from livvly_lab.measure.question import addressed

GIVES_WAY_MS = 300
"""A client that waits longer for a lock asks again: sooner than a deadlock would end somebody else's change."""

_OPTIONS = (
    f"-c timezone=UTC -c default_transaction_read_only=on -c statement_timeout=30000 -c lock_timeout={GIVES_WAY_MS}"
)
_KEYS_EACH = 5
_MS = 1000


@dataclass(frozen=True)
class Statement:
    """A query with its parameters, as a user's request sends it."""

    text: sql.Composed
    key: Key


@dataclass(frozen=True)
class PoolLoad:
    """So many clients who share so many connections, think for a while, and ask so many queries at once."""

    pool: int
    clients: int
    queries: int
    think_ms: float
    seconds: float
    seed: int


def user_statements(connection: Connection[Any], physical: PhysicalDesign) -> tuple[Statement, ...]:
    """Return what users ask of their shard, with keys drawn from the rows; dashboards over all shards are left out.

    A design without such queries gives all of its workload.
    """
    keys, shard = Keys(connection, physical), physical.shard_numbers[0]
    users = [query for query in physical.design.workload if query.runs == "shard"]
    return tuple(
        Statement(addressed(query.sql, physical, shard if query.runs == "shard" else None), key)
        for query in users or physical.design.workload
        for key in keys.draw(query, shard if query.runs == "shard" else None)[:_KEYS_EACH]
    )


def measure_pool(dsn: str, statements: Sequence[Statement], load: PoolLoad) -> Requests:
    """Let clients work for so many seconds: think, wait for a connection, ask several queries on it, give it back.

    Connections are opened, and every statement has run once on each, before the clock runs. Times to think are
    exponential; `think_ms` of the result is the mean that was really taken, the client's own work included.
    """
    idle: SimpleQueue[Connection[Any]] = SimpleQueue()
    with ExitStack() as stack:
        for _ in range(load.pool):
            connection = stack.enter_context(psycopg.connect(dsn, autocommit=True, options=_OPTIONS))
            for statement in statements:
                _ask(connection, statement)
            idle.put(connection)
        begin = time.perf_counter()
        crew = [_Client(idle, statements, load, begin + load.seconds, number) for number in range(load.clients)]
        for client in crew:
            client.start()
        for client in crew:
            client.join()
        took_s = time.perf_counter() - begin
    for client in crew:
        if client.error is not None:
            raise client.error
    waits_ms = tuple(wait for client in crew for wait in client.waits_ms)
    held_ms = tuple(held for client in crew for held in client.held_ms)
    think_ms = (took_s * _MS * load.clients - sum(waits_ms) - sum(held_ms)) / max(len(held_ms), 1)
    return Requests(load.pool, load.clients, think_ms, took_s, waits_ms, held_ms)


def _ask(connection: Connection[Any], statement: Statement) -> None:
    """Ask, again and again where somebody changes a table meanwhile."""
    while True:
        try:
            connection.execute(statement.text, statement.key.parameters).fetchall()
        except LockNotAvailable:
            continue
        return


class _Client(threading.Thread):
    """One client, with random numbers of its own."""

    def __init__(
        self,
        idle: "SimpleQueue[Connection[Any]]",
        statements: Sequence[Statement],
        load: PoolLoad,
        until: float,
        number: int,
    ) -> None:
        super().__init__(daemon=True)
        self._idle, self._statements, self._load, self._until = idle, statements, load, until
        self._random = random.Random(load.seed + number)  # noqa: S311 - draws of an experiment
        self.waits_ms: list[float] = []
        self.held_ms: list[float] = []
        self.error: Exception | None = None

    def run(self) -> None:
        """Ask again and again until the time is over; an error ends the client and is kept."""
        try:
            while time.perf_counter() < self._until:
                self._thinks()
                self._asks()
        except Exception as error:  # noqa: BLE001 - raised again where the clients are joined
            self.error = error

    def _thinks(self) -> None:
        if self._load.think_ms > 0:
            time.sleep(self._random.expovariate(1 / self._load.think_ms) / _MS)

    def _asks(self) -> None:
        wanted = self._random.choices(self._statements, k=self._load.queries)
        asked = time.perf_counter()
        connection = self._idle.get()
        got = time.perf_counter()
        try:
            for statement in wanted:
                _ask(connection, statement)
        finally:
            gave = time.perf_counter()
            self._idle.put(connection)
        self.waits_ms.append((got - asked) * _MS)
        self.held_ms.append((gave - got) * _MS)
