"""Months as partitions: what reading and writing cost in them, beside one table."""

from datetime import date
from time import perf_counter

from psycopg import sql

from livvly_lab.domain.claims import Measurement, Outcome, Quantity, Unmeasured
from livvly_lab.experiments.architecture.caches import MONTHS
from livvly_lab.experiments.loaded import Loaded, question
from livvly_lab.experiments.operation.reading import server_ms
from livvly_lab.experiments.timing import REPEATS, ratio
from livvly_lab.report import fmt

ROWS = {"quick": 24_000, "full": 10_000_000}
_FIRST = date(2025, 1, 1)
_KEYS = 2
_WHOLE, _PARTS = sql.Identifier("lab_whole"), sql.Identifier("lab_parts")


def partitions_read(at: Loaded, *, table: str, at_column: str, key: str, rows: int, rows_per_user: float) -> Outcome:
    """Read and write a table as one and by months, with the same rows and indexes, in turns.

    Its rows are repeated, spread over months. The quantities are times by months over times of one table: of a key's
    rows of one month, of the latest of a key over all months, of writing 1,000 rows, and of detaching a month against
    deleting it.
    """
    rows = min(rows, ROWS[at.depth])
    names: dict[str, sql.Composable] = {
        "table": at.parent(table),
        "at": sql.Identifier(at_column),
        "key": sql.Identifier(key),
    }
    with at.rolled_back():
        at.ask("months_whole", name=_WHOLE, **names)
        at.ask("months_parts_indexed", name=_PARTS, **names)
        for month in range(MONTHS):
            at.ask("month_part", name=sql.Identifier(f"lab_part_{month}"), **_ends(month))
        at.ask(
            "months_repeated",
            {"rows": rows, "months": MONTHS, "first": _FIRST},
            name=_WHOLE,
            columns=_columns(at, table),
            values=_values(at, table, at_column),
            **names,
        )
        if not at.value("rows_where", table=_WHOLE, condition=sql.SQL("true")):
            return Unmeasured(f"rows of {table} to copy")
        at.ask("months_copied", name=_PARTS, source=_WHOLE)
        for name in (_WHOLE, _PARTS):
            at.ask("analyzed", name=name)
        keys = [each for (each,) in at.ask("month_keys", {"keys": _KEYS}, name=_WHOLE, **names)]
        found = {
            "of one month of a key": _reads(at, "month_of_key", keys, names),
            "of the latest of a key": _reads(at, "latest_of_key", keys, names),
            "of writing": _writes(at, table),
        }
        detached = _detached(at, names)
    factors = {name: ratio(parts, whole) for name, (parts, whole) in found.items()}
    return Measurement(
        (
            *(Quantity(each.mid, "factor", name, each, each.n) for name, each in factors.items()),
            Quantity(detached, "factor", "of detaching over deleting"),
        ),
        f"with {fmt.count(rows)} rows in {MONTHS} months, reading one month of a key takes "
        f"{fmt.factor(factors['of one month of a key'].mid)} the time of one table, the latest rows of a key "
        f"{fmt.factor(factors['of the latest of a key'].mid)}, writing {fmt.factor(factors['of writing'].mid)}; "
        f"detaching a month takes {fmt.factor(detached)} the time of deleting it",
        users=int(rows / rows_per_user),
    )


def _reads(
    at: Loaded, name: str, keys: list[object], names: dict[str, sql.Composable]
) -> tuple[list[float], list[float]]:
    parts, whole = list[float](), list[float]()
    month = _ends(MONTHS // 2)
    for turn in range(REPEATS + 1):
        for each in keys:
            for place, times in ((_PARTS, parts), (_WHOLE, whole)):
                query = question(name).format(**{**names, "table": place}, **month)
                taken_ms = server_ms(at, query, {"key": each})
                if turn:
                    times.append(taken_ms)
    return parts, whole


def _writes(at: Loaded, table: str) -> tuple[list[float], list[float]]:
    """Write rows of one month again under new keys, in turns, each taken back."""
    parts, whole = list[float](), list[float]()
    at.ask("month_batch", source=_WHOLE, values=_values(at, table))
    for turn in range(REPEATS + 1):
        for place, times in ((_PARTS, parts), (_WHOLE, whole)):
            with at.connection.transaction(force_rollback=True):
                start = perf_counter()
                at.ask("month_written", name=place)
                if turn:
                    times.append((perf_counter() - start) * 1_000)
    return parts, whole


def _detached(at: Loaded, names: dict[str, sql.Composable]) -> float:
    """Return the time of detaching a month over that of deleting it, once each."""
    start = perf_counter()
    at.ask("month_detached", name=_PARTS, part=sql.Identifier("lab_part_1"))
    between = perf_counter()
    at.ask("month_deleted", name=_WHOLE, **names, **_ends(1))
    return (between - start) / (perf_counter() - between)


def _columns(at: Loaded, table: str) -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(column.name) for column in at.physical.design.table(table).columns)


def _values(at: Loaded, table: str, at_column: str = "") -> sql.Composed:
    """Return what a repeated row has in each column: a key of its own, a time of its month, else what it had."""
    moment = (
        "%(first)s::timestamp + make_interval(months => (n %% %(months)s)::int, secs => (n * 7919 %% 2332800)::int)"
    )
    new = {at.key_name(table): "gen_random_uuid()", at_column: moment}
    columns = (column.name for column in at.physical.design.table(table).columns)
    return sql.SQL(", ").join(
        sql.SQL("{} AS {}").format(sql.SQL(new[name]), sql.Identifier(name))
        if name in new
        else sql.Identifier("item", name)
        for name in columns
    )


def _ends(month: int) -> dict[str, sql.Composable]:
    """Return the first moment of a month and of the next one."""
    first, after = (date(_FIRST.year + n // 12, n % 12 + 1, 1) for n in (month, month + 1))
    return {"first": sql.Literal(first), "after": sql.Literal(after)}
