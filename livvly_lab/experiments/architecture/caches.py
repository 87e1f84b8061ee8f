"""Compares what is looked up with what would have to be computed: a cached aggregate, a partition dropped at once."""

from collections.abc import Iterator, Sequence
from datetime import date
from time import perf_counter

from psycopg import sql

from livvly_lab.domain.claims import Measurement, Outcome, Quantity, Unmeasured
from livvly_lab.experiments.loaded import Loaded
from livvly_lab.experiments.timing import median, ratio, take_turns
from livvly_lab.report import fmt

MONTHS = 12
_FIRST = date(2025, 1, 1)
_WHOLE, _PARTS = sql.Identifier("lab_whole"), sql.Identifier("lab_parts")
ROWS = {"quick": 24_000, "full": 1_000_000}


def lookup_against_aggregate(
    at: Loaded, *, cache: str, cache_key: str, table: str, key: str, at_column: str, amounts: str, days: int
) -> Outcome:
    """Read a cached aggregate of the busiest key, and compute it from the rows of its days, taking turns."""
    pieces: dict[str, sql.Composable] = {
        "table": at.parent(table),
        "key": sql.Identifier(key),
        "at": sql.Identifier(at_column),
        "amounts": sql.SQL(amounts),
        "cache": at.parent(cache),
        "cache_key": sql.Identifier(cache_key),
    }
    busiest = at.ask("busiest_key", **pieces)
    if not busiest:
        return Unmeasured(f"rows of {table} that somebody of {cache} brings")
    asked = {"id": busiest[0][0], "until": busiest[0][2], "days": days}
    with at.rolled_back():
        times = take_turns(
            {
                "cache": lambda: at.ask("cached_row", asked, **pieces),
                "aggregate": lambda: at.ask("aggregate_of_days", asked, **pieces),
            },
            repeats=31,
        )
    slower = ratio(times["aggregate"], times["cache"])
    return Measurement(
        (Quantity(slower.mid, "factor", "of the aggregate", slower, slower.n),),
        f"adding up {days} days of {table} for the busiest {key} ({fmt.plural(busiest[0][1], 'row')}) takes "
        f"{fmt.factor(slower.mid)} the time of its row in {cache}: {fmt.duration(median(times['aggregate']).mid)} "
        f"against {fmt.duration(median(times['cache']).mid)}, client and round trip included",
    )


def retention(at: Loaded, *, table: str, at_column: str, rows: int, rows_per_user: float) -> Outcome:
    """Drop the months of a partitioned copy of a table one by one, and delete them from a copy without partitions."""
    rows = min(rows, ROWS[at.depth])
    names = [column.name for column in at.physical.design.table(table).columns]
    pieces: dict[str, sql.Composable] = {
        "table": at.home(table),
        "at": sql.Identifier(at_column),
        "columns": sql.SQL(", ").join(map(sql.Identifier, names)),
        "values": sql.SQL(", ").join(_values(names, at.key_name(table), at_column)),
    }
    with at.rolled_back():
        at.ask("months_whole", name=_WHOLE, **pieces)
        at.ask("months_parts", name=_PARTS, **pieces)
        for month in range(MONTHS):
            at.ask("month_part", name=sql.Identifier(f"lab_part_{month}"), **_ends(month))
        at.ask("months_filled", {"rows": rows, "months": MONTHS, "first": _FIRST}, name=_WHOLE, **pieces)
        if not at.value("rows_where", table=_WHOLE, condition=sql.SQL("true")):
            return Unmeasured(f"rows of {table} to copy")
        at.ask("months_copied", name=_PARTS, source=_WHOLE)
        turns = [_month_gone(at, month, pieces) for month in range(MONTHS - 1)]
    deleted, dropped = zip(*turns, strict=True)
    slower = ratio(deleted, dropped)
    return Measurement(
        (Quantity(slower.mid, "factor", "of the deletion", slower, slower.n),),
        f"of {fmt.count(rows)} rows in {MONTHS} months, deleting a month takes {fmt.factor(slower.mid)} the time of "
        f"dropping its partition, {fmt.duration(median(deleted).mid)} against {fmt.duration(median(dropped).mid)}, "
        "and leaves the space to VACUUM",
        users=int(rows / rows_per_user),
    )


def _month_gone(at: Loaded, month: int, pieces: dict[str, sql.Composable]) -> tuple[float, float]:
    """Return the milliseconds of deleting a month, and of dropping its partition."""
    start = perf_counter()
    at.ask("month_deleted", name=_WHOLE, **pieces, **_ends(month))
    between = perf_counter()
    at.ask("drop_table", name=sql.Identifier(f"lab_part_{month}"))
    return (between - start) * 1000, (perf_counter() - between) * 1000


def _values(names: Sequence[str], key: str, at_column: str) -> Iterator[sql.Composable]:
    """Yield what a repeated row has in each column: a key of its own, a time of its month, else what it had."""
    for name in names:
        if name == key:
            yield sql.SQL("gen_random_uuid()")
        elif name == at_column:
            yield sql.SQL("%(first)s::timestamp + make_interval(months => n %% %(months)s, days => n %% 27)")
        else:
            yield sql.Identifier("item", name)


def _ends(month: int) -> dict[str, sql.Composable]:
    """Return the first moment of a month and of the next one."""
    first, after = (date(_FIRST.year + n // 12, n % 12 + 1, 1) for n in (month, month + 1))
    return {"first": sql.Literal(first), "after": sql.Literal(after)}
