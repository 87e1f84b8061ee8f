"""Soft-deleted rows: what they cost the queries that leave them out, and what their permanent deletion leaves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import numpy as np
from psycopg import sql

from livvly_lab.domain.claims import Measurement, Outcome, Quantity, Unmeasured
from livvly_lab.experiments.loaded import Loaded, question
from livvly_lab.experiments.operation.reading import server_ms
from livvly_lab.experiments.timing import ratio
from livvly_lab.report import fmt

ROWS = {"quick": 20_000, "full": 400_000}
SHARES_PERCENT = (0, 10, 50)
KEYS = 24
REPEATS = 3
LEAST_ROWS = 100


@dataclass(frozen=True)
class _Reads:
    """The same reads with the full and with the partial index, at a share of deleted rows."""

    deleted_percent: int
    rows: int
    full_ms: tuple[float, ...]
    partial_ms: tuple[float, ...]
    full_bytes: int
    partial_bytes: int


@dataclass(frozen=True)
class _Purge:
    """A permanent deletion: rows left by table, its time, the tables it locked, and why it was refused, if it was."""

    left: Mapping[str, int]
    taken_ms: float
    locked: int = 0
    refusal: str = ""


def soft_delete_reads(at: Loaded, *, table: str, key: str, newest: str, deleted: str) -> Outcome:
    """Read the newest live rows of a key with an index on all rows, and with one on live rows only.

    Rows of `table` are copied twice and 0, 10, 50 % of them marked in the column `deleted`; half the keys are those
    with the most rows. The quantity is the server's time with the partial index over that with the full one, where
    most rows are deleted. Everything is undone.
    """
    others = [sql.Identifier(c.name) for c in at.physical.design.table(table).columns if c.name != deleted]
    names = {
        "table": at.parent(table),
        "others": sql.SQL(", ").join(others),
        "key": sql.Identifier(key),
        "newest": sql.Identifier(newest),
        "deleted": sql.Identifier(deleted),
    }
    with at.rolled_back():
        reads = [_read(at, names, percent) for percent in SHARES_PERCENT]
    last = reads[-1]
    if last.rows < LEAST_ROWS:
        return Unmeasured(f"{LEAST_ROWS} rows in {table}: this run has {last.rows}")
    factor = ratio(last.partial_ms, last.full_ms)
    return Measurement(
        (
            Quantity(factor.mid, "factor", "partial over full index", factor, factor.n),
            Quantity(1 - last.partial_bytes / last.full_bytes, "share", "bytes saved"),
        ),
        f"with {last.deleted_percent} % of {fmt.count(last.rows)} rows of {table} deleted, a read takes "
        f"{fmt.duration(float(np.median(last.partial_ms)))} with the partial index and "
        f"{fmt.duration(float(np.median(last.full_ms)))} with the full one, of {fmt.size(last.partial_bytes)} and "
        f"{fmt.size(last.full_bytes)}",
        detail=tuple(
            {
                "deleted rows, %": each.deleted_percent,
                "index": says,
                "reads": len(times),
                "median, ms": float(np.median(times)),
                "slowest, ms": max(times),
                "index, bytes": size,
            }
            for each in reads
            for says, times, size in (
                ("all rows", each.full_ms, each.full_bytes),
                ("live rows only", each.partial_ms, each.partial_bytes),
            )
        ),
    )


def purged(at: Loaded, *, deleted: str, days: int, job: str = "") -> Outcome:
    """Let the time pass in which soft-deleted rows are kept, delete them for good, count what is left, and undo it.

    Tables are those with the column `deleted`. `job` is the design's own statement, with the parameter %(as_of)s; a
    plain DELETE on each table is the other way. The quantities are the shares of due rows that are gone.
    """
    tables = [table.name for table in at.physical.design.tables if deleted in table.columns]
    column = sql.Identifier(deleted)
    due = _due(at, tables, column)
    if not sum(due.values()):
        return Unmeasured("soft-deleted rows: this run has none")
    moments = [at.value("due_from", {"days": days}, table=at.parent(each), deleted=column) for each in tables]
    asked = {"as_of": max(each for each in moments if each is not None), "days": days}
    plain = [question("purge_rows").format(table=at.parent(each), deleted=column) for each in reversed(tables)]
    ways = {"by the design's job": _purge(at, [sql.SQL(job)], due, column, asked)} if job else {}
    ways["by DELETE on each table"] = _purge(at, plain, due, column, asked)
    total = sum(due.values())
    return Measurement(
        tuple(Quantity((total - sum(way.left.values())) / total, "share", name, n=total) for name, way in ways.items()),
        f"of {fmt.plural(total, 'soft-deleted row')}, "
        + fmt.listing(_told(name, way, total) for name, way in ways.items()),
        detail=tuple(
            {"table": table, "due, rows": rows} | {f"left {name}, rows": way.left[table] for name, way in ways.items()}
            for table, rows in due.items()
        ),
    )


def _read(at: Loaded, names: Mapping[str, sql.Composable], percent: int) -> _Reads:
    """Copy rows, mark a share of them, and time the same reads with both kinds of index in turns."""
    at.ask("drop_soft_deleted_copies")
    limits = {"percent": sql.Literal(percent), "rows": sql.Literal(ROWS[at.depth])}
    at.ask("soft_deleted_copies", None, **names, **limits)
    keys = [key for (key,) in at.ask("soft_deleted_keys", {"keys": KEYS // 2}, key=names["key"])]
    times: dict[str, list[float]] = {"lab_full": [], "lab_partial": []}
    for repeat in range(REPEATS + 1):
        for key in keys:
            for copy, kept in times.items():
                read = question("newest_live_rows").format(table=sql.Identifier(copy), **_of_read(names))
                taken_ms = server_ms(at, read, {"key": key})
                if repeat:
                    kept.append(taken_ms)
    ((rows, full_bytes, partial_bytes),) = at.ask("soft_deleted_copy")
    return _Reads(percent, rows, tuple(times["lab_full"]), tuple(times["lab_partial"]), full_bytes, partial_bytes)


def _of_read(names: Mapping[str, sql.Composable]) -> dict[str, sql.Composable]:
    return {name: names[name] for name in ("key", "newest", "deleted")}


def _due(at: Loaded, tables: Sequence[str], column: sql.Identifier) -> dict[str, int]:
    return {each: int(at.value("soft_deleted_rows", table=at.parent(each), deleted=column)) for each in tables}


def _purge(
    at: Loaded,
    statements: Sequence[sql.SQL | sql.Composed],
    due: Mapping[str, int],
    column: sql.Identifier,
    asked: Mapping[str, Any],
) -> _Purge:
    """Execute a permanent deletion and undo it; where the server refuses, everything is left."""
    with at.rolled_back():
        before, begun = at.value("tables_locked"), perf_counter()
        with at.refused() as errors:
            for statement in statements:
                at.connection.execute(statement, asked)
        taken_ms = (perf_counter() - begun) * 1_000
        if errors:
            return _Purge(due, taken_ms, refusal=str(errors[0].diag.message_primary))
        locked = at.value("tables_locked") - before
        return _Purge(_due(at, list(due), column), taken_ms, locked)


def _told(name: str, way: _Purge, total: int) -> str:
    if way.refusal:
        return f"none is gone {name}: {way.refusal}"
    gone = total - sum(way.left.values())
    locked = fmt.plural(way.locked, "table")
    return f"{fmt.share(gone / total)} are gone {name}, in {fmt.duration(way.taken_ms)} with row locks in {locked}"
