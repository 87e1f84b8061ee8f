"""Measures writes: rows of a table are taken out and written again, row by row or at once, and all is rolled back."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from time import perf_counter
from typing import Any, Self

import psycopg
from psycopg import Connection, sql

from livvly_lab.domain.layout_trials import STYLES, Style, Through
from livvly_lab.domain.physical import PhysicalDesign
from livvly_lab.domain.placement import SHARD_COLUMN
from livvly_lab.measure.question import question
from livvly_lab.measure.rows_by_key import key_list, same_row

_SAMPLE = sql.Identifier("livvly_lab_sample")


@dataclass(frozen=True)
class Target:
    """A table to write to, and the sample whose rows it takes."""

    target: sql.Identifier
    sample: sql.Identifier


@dataclass(frozen=True)
class WriteRun:
    """One time all rows of the sample were written: how long it took, and what came into the log."""

    rows: int
    seconds: float
    wal_bytes: int


class Writes:
    """Writes a sample of a table's rows on one connection: the same rows in every layout, the first by their key."""

    def __init__(self, connection: Connection[Any], physical: PhysicalDesign, table: str, rows: int) -> None:
        self.connection, self.physical, self.table = connection, physical, table
        self.columns = columns_of(physical, table)
        self.names = {
            "table": sql.Identifier(table),
            "sample": _SAMPLE,
            "same": same_row(physical, table, "t", "s"),
            "columns": _listed(self.columns),
        }
        limits = {"keys": key_list(physical, table), "rows": sql.Literal(rows)}
        connection.execute(question("layouts/sample_make").format(**self.names, **limits))
        homes = enumerate(physical.homes(table))
        self._parts = {home.name: sql.Identifier(f"livvly_lab_part_{number}") for number, home in homes}
        for home, part in self._parts.items():
            more = {"part": part, "home": sql.Identifier(home)}
            connection.execute(question("layouts/sample_part").format(**self.names, **more))
        row = connection.execute(question("layouts/sample_count").format(sample=_SAMPLE)).fetchone()
        self.rows = int(row[0]) if row else 0

    @classmethod
    def of_first(
        cls, connection: Connection[Any], physical: PhysicalDesign, tables: Sequence[str], rows: int
    ) -> Self | None:
        """Return the writes of the first table whose rows can be taken out and written again; None where none can."""
        for table in tables:
            with suppress(psycopg.Error), connection.transaction(force_rollback=True):
                trial = cls(connection, physical, table, rows)
                if trial.rows:
                    for style in STYLES:  # row by row, a row may come before one that it refers to
                        trial.run(trial.targets("child"), style)
                    found = table
                    break
        else:
            return None
        return cls(connection, physical, found, rows)

    def forget(self) -> None:
        """Drop the sample."""
        for each in (_SAMPLE, *self._parts.values()):
            self.connection.execute(question("layouts/drop_temp").format(table=each))

    def targets(self, through: Through) -> tuple[Target, ...]:
        """Return where the sample goes: into the table, which finds the shard, or into each child what is its own."""
        if through == "table":
            return (Target(sql.Identifier(self.table), _SAMPLE),)
        return tuple(Target(sql.Identifier(home), part) for home, part in self._parts.items())

    def run(
        self, targets: Sequence[Target], style: Style, also: Sequence[Target] = (), taken: Sequence[sql.Composed] = ()
    ) -> WriteRun:
        """Write the sample once, timed, in a transaction that is rolled back.

        `also` are further tables that get rows in the same transaction, after `taken` has taken them out there.
        """
        write = question("layouts/write_rows" if style == "single rows" else "layouts/write_bulk")
        values = sql.SQL(", ").join(sql.Identifier("one", name) for name in self.columns)
        common: Mapping[str, sql.Composable] = {"columns": _listed(self.columns), "values": values}
        statements = [write.format(**common, target=each.target, sample=each.sample) for each in (*targets, *also)]
        with self.connection.transaction(force_rollback=True):
            for statement in (*taken, question("layouts/sample_take").format(**self.names)):
                self.connection.execute(statement)
            before = self._log_place()
            start = perf_counter()
            for statement in statements:
                self.connection.execute(statement)
            self.connection.execute(question("layouts/check_now"))
            seconds = perf_counter() - start
            return WriteRun(self.rows, seconds, self._log_place() - before)

    def foreign_key_share(self, targets: Sequence[Target]) -> float:
        """Return the part of the time of a bulk write that the server spends in checks of foreign keys, 0 to 1."""
        write, spent, total = question("layouts/write_bulk"), 0.0, 0.0
        with self.connection.transaction(force_rollback=True):
            self.connection.execute(question("layouts/sample_take").format(**self.names))
            for each in targets:
                statement = write.format(columns=self.names["columns"], target=each.target, sample=each.sample)
                row = self.connection.execute(question("explain_run").format(query=statement)).fetchone()
                told = row[0][0] if row else {}
                total += float(told.get("Execution Time", 0.0))
                spent += sum(float(each["Time"]) for each in told.get("Triggers", ()) if "Constraint Name" in each)
        return spent / total if total else 0.0

    def _log_place(self) -> int:
        row = self.connection.execute(question("layouts/log_place")).fetchone()
        return int(row[0]) if row else 0


def columns_of(physical: PhysicalDesign, table: str) -> tuple[str, ...]:
    """Return the columns of a table that can be written, the number of the shard included where rows carry it."""
    columns = [
        str(column.name)
        for column in physical.design.table(table).columns
        if column.computed is None and (column.identity is None or not column.identity.always)
    ]
    numbered = physical.is_sharded(table) and physical.layout.has_shard_column
    return (*columns, SHARD_COLUMN) if numbered else tuple(columns)


def _listed(names: Sequence[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, names))
