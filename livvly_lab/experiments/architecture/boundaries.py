"""Tries values at and beyond the ends of what a column should take, and pairs of values that contradict each other."""

from collections.abc import Mapping, Sequence
from typing import Any

from psycopg import sql
from psycopg.types.json import Jsonb

from livvly_lab.domain.claims import Measurement, Outcome, Quantity, Unmeasured
from livvly_lab.experiments.loaded import Loaded
from livvly_lab.report import fmt


def boundaries(at: Loaded, *, ranges: Sequence[tuple[str, str, float, float, float]]) -> Outcome:
    """Set columns to the ends of their range and one step beyond, and count what is accepted or refused wrongly.

    Each range is table, column, low, high and step.
    """
    tried = []
    for table, column, low, high, step in ranges:
        for value, wanted in ((low - step, False), (low, True), (high, True), (high + step, False)):
            accepted = _accepts(at, table, {column: value})
            if accepted is None:
                return Unmeasured(f"a row of {table}")
            tried.append((f"{table}.{column}", value, wanted, accepted))
    wrong = [each for each in tried if each[2] != each[3]]
    return Measurement(
        (Quantity(len(wrong), "values", n=len(tried)),),
        f"{len(wrong)} of {len(tried)} values at or beyond the ends of {fmt.plural(len(ranges), 'range')} are not "
        "treated "
        "as the range says: " + (fmt.listing([f"{name} takes {value:g}" for name, value, _, _ in wrong[:4]]) or "none"),
        detail=tuple(
            {"column": name, "value": value, "should be": _word(wanted), "is": _word(accepted)}
            for name, value, wanted, accepted in tried
        ),
    )


def contradictions(at: Loaded, *, table: str, broken: str, values: Sequence[Mapping[str, Any]]) -> Outcome:
    """Count the rows that contradict themselves, and set a row to contradictions that the database should refuse."""
    rows = int(at.value("rows_where", table=at.parent(table), condition=sql.SQL(broken)))
    accepted = [_accepts(at, table, each) for each in values]
    if None in accepted:
        return Unmeasured(f"a row of {table}")
    taken = sum(map(bool, accepted))
    return Measurement(
        (
            Quantity(rows, "rows", "loaded"),
            Quantity(taken, "contradictions", "accepted", n=len(values)),
        ),
        f"{fmt.plural(rows, 'row')} of {table} contradict themselves as loaded; of {len(values)} contradictions "
        f"tried, the database accepts {taken}",
        detail=tuple(
            {"values": ", ".join(f"{name} = {value}" for name, value in each.items()), "is": _word(bool(takes))}
            for each, takes in zip(values, accepted, strict=True)
        ),
    )


def _accepts(at: Loaded, table: str, values: Mapping[str, Any]) -> bool | None:
    """Tell whether a row of a table may be set to some values; None where there is no row. It is taken back."""
    homes = at.physical.homes(table)
    with at.rolled_back():
        for home in homes:
            name = sql.Identifier(home.name)
            key = at.value("first_key", table=name, key=at.key(table))
            if key is None:
                continue
            with at.refused() as errors:
                at.ask(
                    "row_set",
                    {"values": Jsonb(dict(values)), "id": key},
                    table=name,
                    key=at.key(table),
                    columns=sql.SQL(", ").join(map(sql.Identifier, values)),
                    changed=sql.SQL(", ").join(sql.Identifier("new", name) for name in values),
                )
            return not errors
    return None


def _word(accepted: bool) -> str:  # noqa: FBT001 - one value, written as a word
    return "accepted" if accepted else "refused"
