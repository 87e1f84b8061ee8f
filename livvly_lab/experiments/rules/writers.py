"""Several sessions write at once into a table whose triggers count: with the triggers, and without them."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from livvly_lab.domain.claims import Measurement, Outcome, Quantity, Unmeasured
from livvly_lab.domain.query import tables_in
from livvly_lab.domain.results import Interval
from livvly_lab.domain.scenario import Scenario
from livvly_lab.experiments.loaded import Loaded, question
from livvly_lab.experiments.operation.programs import pgbench
from livvly_lab.experiments.operation.reading import extremes
from livvly_lab.experiments.rules.playground import NO_DATABASE, Playground, ids_at_home, playground
from livvly_lab.experiments.timing import widened
from livvly_lab.measure.question import addressed
from livvly_lab.report import fmt

ROUNDS = 3
TRANSACTIONS = {"quick": 320, "full": 40_000}
"""Of all sessions in one run."""


@dataclass(frozen=True)
class _Written:
    """Rows a second that the sessions wrote, run by run: with the triggers of the table and without."""

    name: str
    counted: tuple[float, ...]
    plain: tuple[float, ...]

    @property
    def slower(self) -> Interval:
        """How many times as many rows were written without the triggers."""
        return widened(extremes([plain / counted for plain, counted in zip(self.plain, self.counted, strict=True)]))


def writers_slowed(at: Loaded, *, prepare: Scenario, writes: Mapping[str, str], sessions: int) -> Outcome:
    """Let sessions write rows at once by pgbench, with the triggers of the table and without them, in turns.

    `prepare` writes what the rows refer to, into a database of its own with the design. `writes` maps what is written
    to the statement for one row of the table it names first, in which `:n` is a number from 1 to 200. A quantity for
    each is how many times as many rows a second are written without the triggers.
    """
    try:
        with playground(at) as place:
            ids = ids_at_home(sorted(prepare.ids), at.function, 1)
            for step in prepare.steps:
                place.connection.execute(addressed(step.sql, place.physical, 0), ids)
            commits = _commits(place)
            found = [
                _written(place, name, tables_in(text)[0], _script(place, text, ids), sessions, TRANSACTIONS[at.depth])
                for name, text in writes.items()
            ]
    except psycopg.errors.InsufficientPrivilege:
        return Unmeasured(NO_DATABASE)
    return Measurement(
        tuple(Quantity(each.slower.mid, "factor", each.name, each.slower, each.slower.n) for each in found),
        f"without the triggers {sessions} sessions at once write "
        + fmt.listing(f"{fmt.factor(each.slower.mid)} as many {each.name}" for each in found)
        + f" a second ({commits})",
        detail=tuple(
            {
                "rows": each.name,
                "runs": ROUNDS,
                "with the triggers, rows/s": extremes(each.counted).mid,
                "without, rows/s": extremes(each.plain).mid,
                "without over with": each.slower.mid,
                "least": each.slower.low,
                "greatest": each.slower.high,
            }
            for each in found
        ),
    )


def _written(place: Playground, name: str, table: str, script: str, sessions: int, rows: int) -> _Written:
    rates: dict[str, list[float]] = {"counted": [], "plain": []}
    with tempfile.TemporaryDirectory(prefix="livvly_lab_") as folder:
        path = Path(folder) / "write.sql"
        path.write_text(script, encoding="utf-8")
        pgbench(place.dsn, [path], sessions, sessions)
        for _ in range(ROUNDS):
            for way, question_name in (("counted", "triggers_on"), ("plain", "triggers_off")):
                home = sql.Identifier(place.physical.home(table, 0).name)
                place.connection.execute(question(question_name).format(table=home))
                rates[way].append(pgbench(place.dsn, [path], sessions, rows).tps)
    return _Written(name, tuple(rates["counted"]), tuple(rates["plain"]))


def _script(place: Playground, text: str, ids: Mapping[str, Any]) -> str:
    """Return the statement as a script of pgbench: tables and ids in their places."""
    statement = addressed(text, place.physical, 0).as_string(place.connection)
    values = {name: sql.Literal(value).as_string(place.connection) for name, value in ids.items()}
    return f"\\set n random(1, 200)\n{' '.join((statement % values).split())};\n"


def _commits(place: Playground) -> str:
    settings: Sequence[tuple[str, str]] = place.connection.execute(question("commit_settings")).fetchall()
    return ", ".join(f"{name} {value}" for name, value in settings)
