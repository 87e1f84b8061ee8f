"""Binary COPY into physical tables, in one transaction: all rows are there in the end, or none."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.resources import files
from typing import Any, Self
from uuid import UUID

import psycopg
from psycopg import sql

from livvly_lab.domain.design import Design
from livvly_lab.errors import LoadError
from livvly_lab.rows.encode import copy_bytes
from livvly_lab.rows.split import Partition, Partitions, Piece

_QUERIES = files("livvly_lab.rows") / "queries"
_SECOND_US = 1_000_000
_PLACE = re.compile(r"line (?P<line>\d+)(, column (?P<column>\w+))?")
_UUID_BYTES = 16
_COPY = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT binary, FREEZE)")
_TRUNCATE = sql.SQL("TRUNCATE ONLY {}")


class Writer:
    """Writes batches to physical tables through one connection, in one transaction.

    The first batch of a table truncates it (it must be empty), which lets COPY freeze the rows and, where
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

    def write(self, piece: Piece) -> None:
        """Append a batch to its table. Raises LoadError naming table, column and value as PostgreSQL does."""
        names = sql.SQL(", ").join(map(sql.Identifier, piece.batch.schema.names))
        try:
            if piece.name not in self._rows:
                self._empty(piece.name)
            with self._connection.cursor().copy(_COPY.format(sql.Identifier(piece.name), names)) as copy:
                for octets in copy_bytes(piece.batch):
                    copy.write(octets)
        except psycopg.errors.Error as error:
            raise _refused(piece, error) from error
        self._rows[piece.name] += piece.batch.num_rows

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


def _refused(piece: Piece, error: psycopg.Error) -> LoadError:
    """Say in one line what PostgreSQL said about the row it did not take, and which value that was."""
    diagnosis = error.diag
    found = diagnosis.message_primary or str(error).strip()
    place = _PLACE.search(diagnosis.context or "")
    if place and place["column"]:
        found = f"{found}: {place['column']} = {_value(piece, int(place['line']), place['column'])}"
    elif diagnosis.message_detail:
        found = f"{found}: {diagnosis.message_detail}"
    return LoadError(
        f"PostgreSQL to take the rows of {piece.name}",
        found,
        f"correct the recipe of {piece.table}; if the server stopped, see its log",
    )


def _value(piece: Piece, line: int, column: str) -> str:
    """Return a value of the batch as a person writes it; `line` counts from 1."""
    value = piece.batch.column(column)[line - 1].as_py()
    return str(UUID(bytes=value)) if isinstance(value, bytes) and len(value) == _UUID_BYTES else repr(value)


def _query(name: str) -> Any:
    return (_QUERIES / name).read_text(encoding="utf-8")
