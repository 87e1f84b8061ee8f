"""Measures how many updates are HOT: each column that may change is updated alone, with an index and without it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import psycopg
from psycopg import Connection, errors, sql
from sqlalchemy import Column, DateTime, String, Table, UniqueConstraint

from livvly_lab.domain.ablation import TooLong
from livvly_lab.domain.physical import PhysicalDesign, PhysicalTable
from livvly_lab.measure.question import question

ENTRY_LIMIT_BYTES = 2704
"""The longest entry of a B-tree, a third of a page."""

_VALUES = ("update_other", "update_later", "update_more", "update_longer")
_HASH_BYTES = 32
_LONG_BYTES = 6400
_TOUCHED = "updated"


class Updates:
    """Updates columns of one physical table, each time in a transaction that is rolled back."""

    def __init__(self, connection: Connection[Any], physical: PhysicalDesign, home: PhysicalTable, rows: int) -> None:
        self._connection, self._physical, self._home = connection, physical, home
        row = connection.execute(question("update_leaf"), {"table": home.name}).fetchone()
        self._leaf = str(row[0]) if row else home.name
        self._rows = rows
        self._values: dict[str, str] = {}

    def changeable(self) -> tuple[str, ...]:
        """Return the columns that may change and whose change the table's rules allow, in their order."""
        for column in changeable(self._physical.design.table(self._home.table)):
            value = next((value for value in _VALUES if self._allows(column, value)), None)
            if value is not None:
                self._values[column] = value
        return tuple(self._values)

    def hot(self, column: str, change: Callable[[], None] = lambda: None) -> tuple[int, int]:
        """Update a column of some rows after a change to the schema; return how many, and how many were HOT."""
        with self._connection.transaction(force_rollback=True):
            change()
            before = self._hot_so_far()
            updated = self._update(column, self._value(self._values[column], column))
            hot = self._hot_so_far() - before
        self._connection.execute(question("write_vacuum").format(table=sql.Identifier(self._leaf)))
        return updated, hot

    def too_long(self, index: str, column: str) -> TooLong | None:
        """Tell whether a text that the column takes is refused by an index on it, by writing one."""
        hashes = sql.Literal(_LONG_BYTES // _HASH_BYTES)
        with self._connection.transaction(force_rollback=True):
            try:
                self._update(column, question("update_long").format(hashes=hashes))
            except errors.ProgramLimitExceeded:
                return TooLong(index, self._home.table, column, _LONG_BYTES)
            except psycopg.errors.IntegrityError:
                return None
        return None

    def _hot_so_far(self) -> int:
        """Return what the session has counted and not yet handed to the server's statistics."""
        row = self._connection.execute(question("update_hot"), {"table": self._leaf}).fetchone()
        return int(row[0]) if row else 0

    def _allows(self, column: str, value: str) -> bool:
        """Tell whether a kind of new value fits type and rules of a column."""
        try:
            with self._connection.transaction(force_rollback=True):
                return self._update(column, self._value(value, column)) > 0
        except (errors.IntegrityError, errors.ProgrammingError, errors.DataError, errors.RaiseException):
            return False

    def _update(self, column: str, value: sql.Composable) -> int:
        table = sql.Identifier(self._leaf)
        chosen = self._connection.execute(question("update_rows").format(table=table), {"rows": self._rows})
        rows = [ctid for (ctid,) in chosen]
        statement = question("update_column").format(table=table, column=sql.Identifier(column), value=value)
        return self._connection.execute(statement, {"rows": rows}).rowcount

    def _value(self, name: str, column: str) -> sql.Composed:
        return question(name).format(table=sql.Identifier(self._leaf), column=sql.Identifier(column))


def changeable(table: Table) -> tuple[str, ...]:
    """Return the columns of a logical table that an application changes, in their order.

    Left out are those that say which row it is and to whom it belongs (keys and references), those PostgreSQL
    computes, and moments that are set when the row is made.
    """
    unique = {column.name for key in table.constraints if isinstance(key, UniqueConstraint) for column in key.columns}
    return tuple(column.name for column in table.columns if column.name not in unique and _changes(column))


def index_columns(connection: Connection[Any], homes: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """Return the columns on which each physical index of these tables depends, predicate included."""
    found: dict[str, list[str]] = {}
    for index, column in connection.execute(question("index_columns"), {"names": list(homes)}):
        found.setdefault(index, []).append(column)
    return {index: tuple(columns) for index, columns in found.items()}


def unbounded(table: Table, columns: Sequence[str]) -> Iterator[str]:
    """Yield those columns that take a text longer than an entry of a B-tree."""
    for column in table.columns:
        if column.name not in columns or not isinstance(column.type, String):
            continue
        if column.type.length is None or column.type.length > ENTRY_LIMIT_BYTES:
            yield column.name


def _changes(column: Column[Any]) -> bool:
    if column.primary_key or column.foreign_keys or column.computed or "soft_reference" in column.info:
        return False
    made = isinstance(column.type, DateTime) and column.server_default is not None
    return not made or column.name.startswith(_TOUCHED)
