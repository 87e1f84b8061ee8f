"""Runs queries on a copy of a table, with its indexes, that is grown to the rows a specification speaks of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import sql
from sqlalchemy import Column, MetaData
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex
from sqlalchemy.sql.elements import quoted_name

from livvly_lab.domain.claims import Measurement, Outcome, Quantity, Unmeasured
from livvly_lab.domain.plan import read_plan
from livvly_lab.domain.query import Query, pieces
from livvly_lab.domain.results import Interval
from livvly_lab.experiments.loaded import Loaded
from livvly_lab.experiments.operation.reading import server_ms
from livvly_lab.experiments.timing import widened
from livvly_lab.forecast.plans import quantile_interval
from livvly_lab.measure.keys import Keys
from livvly_lab.report import fmt

RUNS = 40
_DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves its constructor untyped
_GROWN = sql.Identifier("lab_grown")
_PREFIX = "lab_"


@dataclass(frozen=True)
class _Run:
    """A query on the grown copy: its time, and the logical names of the indexes its plan reads; none reads all rows."""

    query: str
    p95_ms: Interval
    used: tuple[str, ...]


def queries_grown(at: Loaded, *, queries: Sequence[str], table: str, rows: int) -> Outcome:
    """Copy a table until it has so many rows, with its indexes, and run queries of the workload on the copy.

    The rows of the run are repeated under new keys, so that values are as often as in the run. The quantities are the
    95th percentile of the slowest query, and how many read the whole copy.
    """
    with at.rolled_back():
        if not _grow(at, table, rows):
            return Unmeasured(f"rows of {table}")
        found = [_run(at, query, table) for query in at.physical.design.workload if query.name in queries]
    found.sort(key=lambda run: -run.p95_ms.mid)
    slowest, whole = found[0], [run.query for run in found if not run.used]
    return Measurement(
        (
            Quantity(slowest.p95_ms.mid, "ms", "p95 of the slowest", widened(slowest.p95_ms), slowest.p95_ms.n),
            Quantity(len(whole), "queries", "read whole", n=len(found)),
        ),
        f"on a copy of {table} grown to {fmt.exact(rows)} rows the slowest of "
        f"{fmt.plural(len(found), 'query', 'queries')} is {slowest.query}, p95 {fmt.duration(slowest.p95_ms.mid)}, "
        f"server execution time of one client, warm; {fmt.listing(whole) or 'none'} "
        f"{'read' if len(whole) > 1 else 'reads'} all of it",
        detail=tuple(
            {
                "query": run.query,
                "p95, ms": run.p95_ms.mid,
                "runs": run.p95_ms.n,
                "reads by": ", ".join(run.used) or "no index",
            }
            for run in found
        ),
    )


def _grow(at: Loaded, table: str, rows: int) -> bool:
    """Make the copy; tell whether there was a row to repeat."""
    logical = at.physical.design.table(table)
    columns = [column for column in logical.columns if column.computed is None]
    at.ask("grown", name=_GROWN, table=at.home(table))
    at.ask(
        "grown_rows",
        {"rows": rows},
        name=_GROWN,
        table=at.parent(table),
        columns=sql.SQL(", ").join(sql.Identifier(column.name) for column in columns),
        values=sql.SQL(", ").join(map(_value, columns)),
    )
    copy = logical.to_metadata(MetaData(), name="lab_grown")
    for index in copy.indexes:
        if not index.unique:
            index.name = quoted_name(f"{_PREFIX}{index.name}", quote=None)
            at.connection.execute(str(CreateIndex(index).compile(dialect=_DIALECT)).encode())
    at.ask("analyzed", name=_GROWN)
    return bool(at.value("rows_there", table=_GROWN))


def _value(column: Column[Any]) -> sql.Composable:
    """Return what a repeated row has in a column: a key of its own, else what it had."""
    return sql.SQL("gen_random_uuid()") if column.primary_key else sql.Identifier("item", column.name)


def _run(at: Loaded, query: Query, table: str) -> _Run:
    drawn = Keys(at.connection, at.physical).draw(query, None)
    names = {table: _GROWN}
    text = sql.Composed(
        [names.get(piece, at.parent(piece)) if is_table else sql.SQL(piece) for piece, is_table in pieces(query.sql)]
    )
    keys: list[Mapping[str, Any]] = [key.parameters for key in drawn]
    plan = read_plan(at.value("explain", keys[0], query=text)[0])
    used = {node.index.removeprefix(_PREFIX) for node in plan.walk() if node.index}
    times = [server_ms(at, text, keys[turn % len(keys)]) for turn in range(RUNS + len(keys))][len(keys) :]
    return _Run(query.name, quantile_interval(times, 0.95), tuple(sorted(used)))
