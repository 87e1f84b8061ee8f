"""Tries to partition tables: which references to them PostgreSQL then refuses, and what a lookup by key costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from psycopg import sql

from livvly_lab.domain.claims import Measurement, Outcome, Quantity, Unmeasured
from livvly_lab.experiments.loaded import Loaded
from livvly_lab.experiments.timing import median, ratio, take_turns
from livvly_lab.report import fmt

MONTHS = 12
FIRST = date(2025, 1, 1)
TURNS = 31
FEWEST = 500
ROWS = {"quick": 20_000, "full": 500_000}
_WHOLE, _PARTS, _HASHED = (sql.Identifier(f"lab_{name}") for name in ("whole", "parts", "hashed"))
_WAYS = {"by time": _PARTS, "by hash of the key": _HASHED}


@dataclass(frozen=True)
class _Tried:
    """A reference tried against a table partitioned in a way, and why it was refused; empty where it was not."""

    reference: str
    way: str
    refusal: str


def partitions_tried(at: Loaded, *, tables: Sequence[str], at_column: str, rows_above: int) -> Outcome:
    """Partition copies of tables by time and by the hash of their key, try each reference to them, and look up keys.

    The quantities are the references of the design to the tables that PostgreSQL refuses either way, and the time of a
    lookup by key among so many months over that in a table without partitions. `rows_above` is the size from which
    the tables should be partitioned; how many rows they have is told.
    """
    tried: list[_Tried] = []
    slower: list[tuple[float, float]] = []
    for table in tables:
        with at.rolled_back():
            _lay_out(at, table, at_column)
            for way, copy in _WAYS.items():
                refusal = _refusal(at, copy, at.key(table))
                tried += [_Tried(name, way, refusal) for name in _references(at, table)]
            slower += _lookups(at, table, at_column)
    if not slower or not tried:
        return Unmeasured(f"{FEWEST} rows of a shard in {fmt.listing(tables, 'or')}, and references to them")
    parts, whole = zip(*slower, strict=True)
    longer = ratio(parts, whole)
    refused = {way: sum(each.way == way and bool(each.refusal) for each in tried) for way in _WAYS}
    rows = {table: int(at.value("count_rows", table=at.parent(table))) for table in tables}
    return Measurement(
        (
            *(Quantity(n, "references", f"refused {way}", n=len(tried) // 2) for way, n in refused.items()),
            Quantity(longer.mid, "factor", "lookup by key", longer, longer.n),
        ),
        f"of {fmt.plural(len(tried) // 2, 'reference')} to {fmt.listing(tables)}, "
        + fmt.listing(f"{n} are refused where they are partitioned {way}" for way, n in refused.items())
        + f"; among {MONTHS} months a lookup by key takes {fmt.factor(longer.mid)} the time, "
        f"{fmt.duration(median(parts).mid)} against {fmt.duration(median(whole).mid)} ("
        + fmt.listing(f"{fmt.count(n)} rows of {table}" for table, n in rows.items())
        + f"; the text speaks of {fmt.count(rows_above)})",
        detail=tuple(
            {"reference": each.reference, "partitioned": each.way, "came to": each.refusal or "taken"} for each in tried
        ),
    )


def _references(at: Loaded, table: str) -> list[str]:
    return [f"{each.table}.{each.column}" for each in at.physical.references if each.target == table]


def _lay_out(at: Loaded, table: str, at_column: str) -> None:
    """Make empty copies of a table: whole, in months, and in hash partitions; each with the key that it can have."""
    pieces = {"table": at.home(table), "key": at.key(table), "at": sql.Identifier(at_column)}
    at.ask("like_key", name=_WHOLE, **pieces)
    at.ask("parts_by_time", name=_PARTS, **pieces)
    for month in range(MONTHS):
        first, after = (date(FIRST.year + n // 12, n % 12 + 1, 1) for n in (month, month + 1))
        name = sql.Identifier(f"lab_part_{month}")
        at.ask("month_part", name=name, first=sql.Literal(first), after=sql.Literal(after))
    at.ask("parts_by_hash", name=_HASHED, **pieces)


def _refusal(at: Loaded, target: sql.Identifier, key: sql.Identifier) -> str:
    """Refer to the key of a table; return why that is refused, empty where it is not."""
    with at.refused() as errors:
        at.ask("reference_tried", target=target, key=key)
    return str(errors[0].diag.message_primary) if errors else ""


def _lookups(at: Loaded, table: str, at_column: str) -> list[tuple[float, float]]:
    """Fill the copy in months and the whole one with the same rows, and look up keys in both, taking turns."""
    names = [column.name for column in at.physical.design.table(table).columns if column.computed is None]
    moved = sql.SQL("%(first)s::timestamptz + n %% %(days)s * interval '1 day'")
    asked = {"most": ROWS[at.depth], "first": FIRST, "days": 28 * MONTHS}
    at.ask(
        "months_spread",
        asked,
        name=_WHOLE,
        table=at.home(table),
        columns=sql.SQL(", ").join(map(sql.Identifier, names)),
        values=sql.SQL(", ").join(moved if name == at_column else sql.Identifier("item", name) for name in names),
    )
    if int(at.value("count_rows", table=_WHOLE)) < FEWEST:
        return []
    at.ask("months_copied", name=_PARTS, source=_WHOLE)
    at.ask("analyzed", name=_WHOLE)
    at.ask("analyzed", name=_PARTS)
    keys = iter(at.ask("some_keys", {"most": TURNS + 1}, table=_WHOLE, key=at.key(table)))
    asked = {"key": None}
    times = take_turns(
        {
            "parts": lambda: at.ask("read_by_key", asked, table=_PARTS, key=at.key(table)),
            "whole": lambda: at.ask("read_by_key", asked, table=_WHOLE, key=at.key(table)),
        },
        TURNS,
        lambda: asked.update(key=next(keys)[0]),
    )
    return list(zip(times["parts"], times["whole"], strict=True))
