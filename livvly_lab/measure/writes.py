"""Measures what writing rows costs: a table gives up a part of its rows, which are then written again and again."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from psycopg import Connection, sql

from livvly_lab.domain.physical import PhysicalTable
from livvly_lab.measure.question import question

SHARE_TAKEN = 4
"""One row of so many is taken out."""

_BATCH = sql.Identifier("livvly_lab_batch")


@dataclass(frozen=True)
class Written:
    """What one round of writes took: milliseconds and WAL bytes, in bulk and row by row."""

    bulk_ms: float
    bulk_wal_bytes: int
    single_ms: float
    single_wal_bytes: int


class WriteBench:
    """Writes the same rows into one physical table, each time in a transaction that is rolled back.

    They are rows of that table, taken out before: they keep every rule, fit their shard and have the distribution
    of the data. Their indexes have the room that they left, as those of a table in use have.
    """

    def __init__(self, connection: Connection[Any], home: PhysicalTable, rows: int, single_rows: int) -> None:
        self._connection, self._table, self.rows = connection, sql.Identifier(home.name), rows
        self.single_rows = min(single_rows, rows)
        self._name = home.name
        self._columns = _listed(name for (name,) in connection.execute(question("write_columns"), self._asked))
        self._data = b""

    @contextmanager
    def taken(self) -> Iterator["WriteBench"]:
        """Take the rows out for the block, and put them back. For a copy of a database: rows are really deleted.

        Raises psycopg's InsufficientPrivilege where the role may not move rows without their triggers.
        """
        with self._moving():
            self._execute("write_batch")
            self._take()
        self.vacuum()
        with self._connection.cursor().copy(self._filled("write_read")) as out:
            self._data = b"".join(bytes(piece) for piece in out)
        try:
            yield self
        finally:
            if not self._connection.closed:
                with self._moving():
                    self._execute("write_back")
                    self._execute("write_forget")
                self.vacuum()

    def write(self, change: Callable[[], None] = lambda: None) -> Written:
        """Write the rows in bulk, then some of them one by one, after a change to the schema; leave nothing of it."""
        with self._connection.transaction(force_rollback=True):
            change()
            pending = [index for (index,) in self._connection.execute(question("write_gin"), self._asked)]
            bulk_ms, bulk_wal_bytes = self._measured(self._in_bulk, pending)
            single_ms, single_wal_bytes = self._measured(self._one_by_one, pending)
        self.vacuum()
        return Written(bulk_ms, bulk_wal_bytes, single_ms, single_wal_bytes)

    def vacuum(self) -> None:
        """Remove what the last round left, so that each begins alike."""
        self._execute("write_vacuum")

    def _take(self) -> None:
        """Take the rows; fewer where some refer to others: written one by one, they would miss them."""
        own = self._connection.execute(question("write_self"), self._asked).fetchall()
        within = [
            sql.SQL("picked.{} = item.{}").format(sql.Identifier(referred), sql.Identifier(refers))
            for refers, referred in own
        ]
        either = sql.SQL(" OR ").join(within) if within else sql.SQL("false")
        taken = self._connection.execute(self._filled("write_take", rows=sql.Literal(self.rows), within=either))
        self.rows = taken.rowcount
        self.single_rows = min(self.single_rows, self.rows)

    @property
    def _asked(self) -> dict[str, str]:
        return {"table": self._name}

    def _measured(self, write: Callable[[], None], pending: Sequence[str]) -> tuple[float, int]:
        """Return the time and the WAL of a write, which is undone; entries that GIN only noted are worked in."""
        with self._connection.transaction(force_rollback=True):
            before_bytes, start = self._position(), time.perf_counter()
            write()
            for index in pending:
                self._connection.execute(question("write_flush"), {"index": index})
            took_ms = (time.perf_counter() - start) * 1000
            return took_ms, self._position() - before_bytes

    def _in_bulk(self) -> None:
        with self._connection.cursor().copy(self._filled("write_copy")) as into:
            into.write(self._data)

    def _one_by_one(self) -> None:
        self._execute("write_single", rows=sql.Literal(self.single_rows))

    def _position(self) -> int:
        row = self._connection.execute(question("write_position")).fetchone()
        return int(row[0]) if row else 0

    @contextmanager
    def _moving(self) -> Iterator[None]:
        """Move rows as a replica would: without triggers and foreign keys, which hold again when they are back."""
        self._connection.execute(question("write_role"), {"role": "replica"})
        try:
            yield
        finally:
            self._connection.execute(question("write_role"), {"role": "origin"})

    def _execute(self, name: str, **parts: sql.Composable) -> None:
        self._connection.execute(self._filled(name, **parts))

    def _filled(self, name: str, **parts: sql.Composable) -> sql.Composed:
        columns = sql.SQL(", ").join(self._columns)
        values = sql.SQL(", ").join(sql.SQL("item.{}").format(column) for column in self._columns)
        return question(name).format(table=self._table, batch=_BATCH, columns=columns, values=values, **parts)


def batch_of(rows: int, most: int) -> int:
    """Return how many of a table's rows are taken out.

    >>> batch_of(1000, 600), batch_of(10_000, 600)
    (250, 600)
    """
    return min(rows // SHARE_TAKEN, most)


def _listed(names: Iterator[str]) -> list[sql.Identifier]:
    return [sql.Identifier(name) for name in names]
