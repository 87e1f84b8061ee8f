"""Triggers: which tables have one, and what a write costs with it and without."""

from collections.abc import Mapping, Sequence
from time import perf_counter
from types import MappingProxyType

from psycopg import sql

from livvly_lab.domain.claims import Measurement, Outcome, Quantity, Unmeasured
from livvly_lab.experiments.loaded import Loaded
from livvly_lab.experiments.timing import REPEATS, median, ratio
from livvly_lab.measure.question import addressed
from livvly_lab.report import fmt


def cost_of_triggers(
    at: Loaded,
    *,
    statement: str,
    rows: str,
    off: Sequence[tuple[str, str]],
    also: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> Outcome:
    """Write the same rows with triggers and without, in turns, and take everything back.

    `statement` writes, `rows` counts what it can write; `off` are the triggers to switch off as (table, trigger).
    What is checked at commit is checked within the time. `also` names, by a function of triggers, tables that should
    have one: those that have none are counted too. The quantity is the time with the triggers over that without.
    """
    row = at.connection.execute(addressed(rows, at.physical, None)).fetchone()
    count = int(row[0]) if row else 0
    if not count:
        return Unmeasured("rows to write: this run has none")
    with_them, without = list[float](), list[float]()
    for turn in range(REPEATS + 1):
        for times, gone in ((with_them, False), (without, True)):
            taken_ms = _written_ms(at, statement, off if gone else ())
            if turn:
                times.append(taken_ms)
    factor = ratio(with_them, without)
    told = {function: _told(at, function) for function in also}
    untold = {function: [name for name in tables if name not in told[function]] for function, tables in also.items()}
    silent = [f"{name} ({function})" for function, names in untold.items() for name in names]
    named = fmt.listing(sorted({name for _, name in off}))
    total = sum(map(len, also.values()))
    said = f"; {total - len(silent)} of {fmt.plural(total, 'table')} that should have them do"
    said += f", {fmt.listing(silent)} not" if silent else ""
    return Measurement(
        (
            Quantity(factor.mid, "factor", "with the triggers", factor, factor.n),
            *((Quantity(len(silent), "tables", "untold"),) if also else ()),
        ),
        f"writing {fmt.plural(count, 'row')} takes {fmt.factor(factor.mid)} the time with {named}, "
        f"{fmt.duration(median(with_them).mid)} against {fmt.duration(median(without).mid)}" + (said if also else ""),
    )


def _told(at: Loaded, function: str) -> set[str]:
    """Return the logical tables all of whose homes have a trigger with a function."""
    told = {table for (table,) in at.ask("tables_with_trigger", {"function": function})}
    return {
        table.name
        for table in at.physical.design.tables
        if all(home.name in told for home in at.physical.homes(table.name))
    }


def _written_ms(at: Loaded, statement: str, off: Sequence[tuple[str, str]]) -> float:
    """Return the milliseconds of a write, with some triggers switched off."""
    with at.rolled_back():
        for table, trigger in off:
            for home in at.physical.homes(table):
                at.ask("trigger_off", table=sql.Identifier(home.name), trigger=sql.Identifier(trigger))
        start = perf_counter()
        at.connection.execute(addressed(statement, at.physical, None))
        at.connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        return (perf_counter() - start) * 1_000
