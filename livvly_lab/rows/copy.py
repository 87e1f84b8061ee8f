"""Binary COPY into physical tables, in one transaction: all rows are there in the end, or none."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib.resources import files
from typing import Any, Self

import psycopg
from psycopg import sql

from livvly_lab.domain.design import Design
from livvly_lab.errors import LoadError
from livvly_lab.rows.produce import Packet
from livvly_lab.rows.split import Partition, Partitions

_QUERIES = files("livvly_lab.rows") / "queries"
_SECOND_US = 1_000_000
_COPY = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT binary, FREEZE)")
_TRUNCATE = sql.SQL("TRUNCATE ONLY {}")


class Refused(Exception):  # noqa: N818 - what happened to the rows, told to the user as a LoadError
    """PostgreSQL did not take the rows of a packet."""

    def __init__(self, packet: Packet, error: psycopg.Error) -> None:
        super().__init__(packet.name)
        self.packet = packet
        self.error = error


class Writer:
    """Writes packets to physical tables through one connection, in one transaction.

    The first packet of a table truncates it (it must be empty), which lets COPY freeze the rows and, where
    wal_level is minimal, keeps them out of the log. Tables are independent of each other, so several writers
    may share the tables of a load among them as long as each table has one writer.
    """

    def __init__(self, connection: psycopg.Connection[Any], design: Design) -> None:
        self._connection = connection
        self._design = design
        self._rows: Counter[str] = Counter()

    @classmethod
    @contextmanager
    def open(cls, dsn: str, design: Design) -> Iterator[Self]:
        """Connect, begin, and commit when the block ends well; an exception leaves no row behind."""
        with psycopg.connect(dsn) as connection:
            yield cls(connection, design)

    @property
    def rows(self) -> Mapping[str, int]:
        """Rows written so far, by physical table."""
        return dict(self._rows)

    def write(self, packet: Packet) -> None:
        """Append rows to their table. Raises Refused where PostgreSQL does not take them."""
        names = sql.SQL(", ").join(map(sql.Identifier, packet.columns))
        try:
            if packet.name not in self._rows:
                self._empty(packet.name)
            with self._connection.cursor().copy(_COPY.format(sql.Identifier(packet.name), names)) as copy:
                for octets in packet.octets:
                    copy.write(memoryview(octets))
        except psycopg.errors.Error as error:
            raise Refused(packet, error) from error
        self._rows[packet.name] += packet.rows

    def commit(self) -> None:
        """Make all rows stay: PostgreSQL writes now what its log leaves out."""
        self._connection.commit()

    def stop(self) -> None:
        """Let the server give up what it does for this writer; may be called from another thread."""
        with suppress(psycopg.Error):  # a server that went away has nothing left to give up
            self._connection.cancel_safe(timeout=_STOP_S)

    def partitions(self) -> Mapping[str, Partitions]:
        """Return the partitions of each table that is partitioned by month, as the server knows them."""
        return {monthly.table: self._partitions(monthly.table) for monthly in self._design.monthly}

    def _partitions(self, table: str) -> Partitions:
        found = self._connection.execute(_query("partitions.sql").encode(), {"table": table}).fetchall()
        ranges = [Partition(name, start * _SECOND_US, end * _SECOND_US) for name, start, end in found if start]
        return Partitions(ranges, next((name for name, start, _ in found if not start), None))

    def _empty(self, name: str) -> None:
        """Truncate a table without rows; one with rows belongs to somebody."""
        table = sql.Identifier(name)
        row = self._connection.execute(sql.SQL(_query("has_rows.sql")).format(table=table)).fetchone()
        if row and row[0]:
            raise LoadError(f"an empty table {name}", "rows in it", "load into an empty schema")
        self._connection.execute(_TRUNCATE.format(table))


_STOP_S = 5.0


def _query(name: str) -> Any:
    return (_QUERIES / name).read_text(encoding="utf-8")
