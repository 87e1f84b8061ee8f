"""The floor: what PostgreSQL alone needs for the same bytes, and for the same indexes built by hand."""

import time
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

import psycopg
from psycopg import sql

from livvly_lab.bench.arena import table_bytes, total_bytes
from livvly_lab.bench.helper import REPLAYER, Helper, started
from livvly_lab.bench.samples import Timed
from livvly_lab.domain.physical import PhysicalDesign
from livvly_lab.scratch import statements
from livvly_lab.scratch.statements import Work

Item = TypeVar("Item")

_DUMP = sql.SQL("COPY {} TO STDOUT (FORMAT binary)")


@dataclass(frozen=True)
class Recording:
    """The bytes of a load, one file for every table that holds rows."""

    files: Mapping[str, Path]

    @property
    def biggest_first(self) -> list[str]:
        """The tables in the order in which connections take them, so that all end at about the same time."""
        return sorted(self.files, key=lambda name: -self.files[name].stat().st_size)


def record(dsn: str, folder: Path) -> Recording:
    """Take the bytes of every row in a database as PostgreSQL writes them: those of a binary COPY into it."""
    folder.mkdir()
    with psycopg.connect(dsn, autocommit=True) as connection:
        names = list(table_bytes(connection))
        for name in names:
            with (folder / name).open("wb") as file, connection.cursor().copy(_dump(name)) as copy:
                file.writelines(copy)
    return Recording({name: folder / name for name in names})


def replay(recording: Recording, dsn: str, connections: int) -> Timed:
    """Write a recording from memory into empty tables, one process for each connection."""
    order = {"dsn": dsn, "files": {name: str(path) for name, path in recording.files.items()}}
    with ExitStack() as stack:
        helpers = [stack.enter_context(started(REPLAYER)) for _ in range(connections)]
        for helper in helpers:
            helper.tell(order)
        for helper in helpers:
            helper.answer()
        threads, todo = _threads(stack, connections), _queue(stack, recording.biggest_first)
        start = time.perf_counter()
        rows = sum(threads.map(lambda helper: _feed(helper, todo), helpers))
        seconds = time.perf_counter() - start
    return Timed(rows, seconds, total_bytes(dsn))


def build_by_hand(dsn: str, physical: PhysicalDesign, connections: int) -> float:
    """Build all keys, indexes and foreign keys as a script in several sessions would, big tables first; seconds."""
    with ExitStack() as stack:
        sessions = [stack.enter_context(psycopg.connect(dsn, autocommit=True)) for _ in range(connections)]
        sizes = table_bytes(sessions[0], "whole_table_bytes")
        threads = _threads(stack, connections)
        for session in sessions:
            stack.callback(session.cancel_safe)
        start = time.perf_counter()
        for works in (statements.keys_and_indexes(physical), statements.foreign_keys(physical)):
            todo = _queue(stack, sorted(works, key=lambda work: -sizes[work.table]))
            list(threads.map(_build, sessions, [todo] * connections))
        return time.perf_counter() - start


def _feed(helper: Helper, todo: "SimpleQueue[str]") -> int:
    """Hand table after table to a replayer and let it commit; return its rows."""
    rows = 0
    for name in _taken(todo):
        helper.tell(name)
        rows += helper.answer()
    helper.tell(None)
    helper.answer()
    return rows


def _build(session: psycopg.Connection[Any], todo: "SimpleQueue[Work]") -> None:
    """Work off what is left to do through one connection."""
    for work in _taken(todo):
        for statement in work.statements:
            session.execute(statement.encode())


def _threads(stack: ExitStack, connections: int) -> ThreadPoolExecutor:
    return stack.enter_context(ThreadPoolExecutor(connections))


def _queue(stack: ExitStack, items: Iterable[Item]) -> "SimpleQueue[Item]":
    """Return a queue of which nothing is left to take when the block ends, however it ends."""
    queue = SimpleQueue[Item]()
    for item in items:
        queue.put(item)
    stack.callback(lambda: list(_taken(queue)))
    return queue


def _taken(queue: "SimpleQueue[Item]") -> Iterator[Item]:
    """Yield what comes next until nothing is left."""
    while True:
        try:
            yield queue.get_nowait()
        except Empty:
            return


def _dump(name: str) -> sql.Composed:
    return _DUMP.format(sql.Identifier(name))
