"""Facts that stand in rows, and values that a column takes or refuses."""

from collections.abc import Sequence
from typing import Any

from psycopg import sql

from livvly_lab.domain.claims import Measurement, Outcome, Quantity, Unmeasured
from livvly_lab.experiments.loaded import Loaded
from livvly_lab.experiments.operation.reading import extremes
from livvly_lab.measure.question import addressed
from livvly_lab.report import fmt


def facts_in_rows(at: Loaded, *, says: str, query: str) -> Outcome:
    """Read the facts out of the rows that hold them.

    `query` names tables as {table} and returns name, unit and value. Each name is a quantity; where it comes in
    several rows, the middle of them with the least and the greatest as its interval. `says` names them all.
    """
    quantities = _facts(at, query)
    if not quantities:
        return Unmeasured(f"rows to read it from: the tables of this run hold none ({says})")
    return Measurement(
        quantities,
        f"{says}: {_told(quantities)}",
        detail=tuple({"what": each.name, "unit": each.unit} | _range(each) for each in quantities),
    )


def accepted_values(
    at: Loaded, *, table: str, tries: Sequence[tuple[str, Any, bool]], says: str = "", query: str = ""
) -> Outcome:
    """Try values in columns of a table and compare what the server takes with what it should take.

    A try is (column, value, whether it should be taken), in a row of its own of a temporary copy with the types and
    CHECKs of the table, where no other column is mandatory. The quantity counts wrong decisions; `query` adds
    quantities as `facts_in_rows` reads them.
    """
    detail, wrong = [], 0
    with at.rolled_back():
        at.ask("probe", table=sql.Identifier(at.physical.homes(table)[0].name))
        for (column,) in at.ask("probe_mandatory"):
            at.ask("probe_optional", column=sql.Identifier(column))
        for column, value, expected in tries:
            with at.refused() as errors:
                at.ask("probe_value", {"value": value}, column=sql.Identifier(column))
            wrong += bool(errors) == expected
            detail.append(
                {
                    "column": column,
                    "value": str(value),
                    "should be": "taken" if expected else "refused",
                    "is": f"refused: {errors[0].diag.message_primary}" if errors else "taken",
                }
            )
        facts = _facts(at, query) if query else ()
    told = f"; {says}: {_told(facts)}" if facts else ""
    return Measurement(
        (Quantity(wrong, "values", "wrong decisions", n=len(detail)), *facts),
        f"of {fmt.plural(len(detail), 'value')} tried in {table}, {wrong} met a wrong decision{told}",
        detail=tuple(detail),
    )


def _facts(at: Loaded, query: str) -> tuple[Quantity, ...]:
    found: dict[tuple[str, str], list[float]] = {}
    for name, unit, value in at.connection.execute(addressed(query, at.physical, None), {}):
        if value is not None:
            found.setdefault((name, unit), []).append(float(value))
    return tuple(_quantity(name, unit, values) for (name, unit), values in found.items())


def _quantity(name: str, unit: str, values: list[float]) -> Quantity:
    interval = extremes(values) if len(values) > 1 else None
    return Quantity(values[0] if interval is None else interval.mid, unit, name, interval, len(values))


def _told(quantities: Sequence[Quantity]) -> str:
    return fmt.listing(f"{each.name} {_ends(each)}" for each in quantities)


def _ends(quantity: Quantity) -> str:
    ends = quantity.interval
    if ends is None or ends.low == ends.high:
        return fmt.exact(int(quantity.value)) if quantity.value.is_integer() else fmt.number(quantity.value)
    return f"{fmt.number(ends.low)} to {fmt.number(ends.high)}"


def _range(quantity: Quantity) -> dict[str, Any]:
    ends = quantity.interval
    low, high = (quantity.value, quantity.value) if ends is None else (ends.low, ends.high)
    return {"rows": quantity.n, "least": low, "middle": quantity.value, "greatest": high}
