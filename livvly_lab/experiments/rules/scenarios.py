"""Walks through scenarios: in one session on the loaded rows, or by several at once in a database of its own."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from threading import Barrier
from time import perf_counter
from typing import Any

import psycopg
from psycopg import Connection, Cursor, sql

from livvly_lab.domain.claims import Measurement, Outcome, Quantity, Unmeasured
from livvly_lab.domain.scenario import REFUSED, TAKEN, Scenario, Step
from livvly_lab.experiments.loaded import Loaded
from livvly_lab.experiments.rules.playground import NO_DATABASE, Playground, ids_at_home, playground
from livvly_lab.measure.question import addressed
from livvly_lab.report import fmt

_WAIT_S = 60
_SHOWN = 3
_REFUSALS = (psycopg.errors.IntegrityError, psycopg.errors.RaiseException, psycopg.errors.DeadlockDetected)


@dataclass(frozen=True)
class Walked:
    """A step that was executed: what it returned (or how many rows it concerned), or why it was refused."""

    step: Step
    returned: str
    taken_ms: float
    error: psycopg.Error | None = None

    @property
    def as_told(self) -> bool:
        """Tell whether it went as it should; what only prepares or counts always does."""
        if not self.step.wants:
            return True
        refusal = self.step.refusal
        if refusal is not None:
            return self.error is not None and refusal in ("", self.error.sqlstate)
        return self.error is None and self.step.wants in (TAKEN, self.returned)

    @property
    def came_to(self) -> str:
        """What it came to, in words."""
        if self.error is not None:
            return f"{REFUSED}: {self.error.diag.message_primary or self.error}"
        return TAKEN if self.step.refusal is not None or self.step.wants == TAKEN else self.returned

    @property
    def went(self) -> str:
        """How it went, as the end of a sentence."""
        return f"was {self.came_to}" if self.came_to.startswith((TAKEN, REFUSED)) else f"came to {self.came_to}"


def scenario_walked(at: Loaded, *, scenario: Scenario) -> Outcome:
    """Walk through a scenario in one transaction that is taken back, and hold each step against what it should come to.

    Its rows belong to the first shard. A quantity counts the steps that went otherwise, one for each name that steps
    are counted by; what a step counts is a quantity of its own.
    """
    ids = ids_at_home(sorted(scenario.ids), at.function, at.physical.shards)
    walked = []
    with at.rolled_back():
        for step in scenario.steps:
            statement = addressed(step.sql, at.physical, 0)
            begun = perf_counter()
            if not step.wants:
                walked.append(_walked(step, at.connection.execute(statement, ids), begun))
                continue
            with at.refused() as errors:
                walked.append(_walked(step, at.connection.execute(statement, ids), begun))
            if errors:
                walked.append(Walked(step, "", _ms_since(begun), errors[0]))
    return told(scenario, walked)


def sessions_at_once(at: Loaded, *, scenario: Scenario) -> Outcome:
    """Walk through a scenario in a database of its own with the design, some steps by several sessions at once.

    Quantities are those of `scenario_walked`; a step of several sessions comes to the rows they wrote together, and
    knows its session's number as %(session)s.
    """
    try:
        with playground(at) as place:
            ids = ids_at_home(sorted(scenario.ids - {"session"}), at.function, 1)
            walked = [
                _at_once(place, step, ids) if step.sessions > 1 else _alone(place, step, ids) for step in scenario.steps
            ]
    except psycopg.errors.InsufficientPrivilege:
        return Unmeasured(NO_DATABASE)
    return told(scenario, walked)


def told(scenario: Scenario, walked: Sequence[Walked]) -> Measurement:
    """Return what a scenario came to: the name under which most steps went otherwise comes first."""
    judged = [each for each in walked if each.step.wants]
    counted = [each for each in walked if each.step.counts]
    names = dict.fromkeys(each.step.of for each in judged)
    off = [each for each in judged if not each.as_told]
    violations = sorted((_otherwise(name, judged) for name in names), key=lambda each: -each.value)
    quantities = violations + [
        Quantity(float(each.returned), each.step.counts.split()[0], each.step.counts) for each in counted
    ]
    return Measurement(
        tuple(quantities),
        f"{scenario.says}: "
        + "; ".join(
            [f"{each.step.counts}: {fmt.count(float(each.returned))}" for each in counted]
            + ([_steps(len(judged), off)] if judged else [])
        ),
        detail=tuple(
            {
                "step": each.step.says,
                "should come to": each.step.wants or fmt.ABSENT,
                "came to": each.came_to,
                "ms": each.taken_ms,
            }
            for each in walked
            if each.step.wants or each.step.counts
        ),
    )


def _steps(steps: int, off: Sequence[Walked]) -> str:
    if not off:
        return f"all {steps} steps went as they should" if steps > 1 else "the step went as it should"
    some = [f"“{each.step.says}” {each.went}" for each in off[:_SHOWN]]
    more = [f"{len(off) - _SHOWN} more"] if len(off) > _SHOWN else []
    return f"{len(off)} of {fmt.plural(steps, 'step')} went otherwise: {fmt.listing([*some, *more])}"


def _otherwise(name: str, judged: Sequence[Walked]) -> Quantity:
    mine = [each for each in judged if each.step.of == name]
    return Quantity(sum(not each.as_told for each in mine), "violations", name, n=len(mine))


def _alone(place: Playground, step: Step, ids: Mapping[str, Any]) -> Walked:
    """Execute a step in a transaction of its own; a step that only prepares may not be refused."""
    begun = perf_counter()
    try:
        return _walked(step, place.connection.execute(addressed(step.sql, place.physical, 0), ids), begun)
    except psycopg.Error as error:
        if not step.wants:
            raise
        return Walked(step, "", _ms_since(begun), error)


def _at_once(place: Playground, step: Step, ids: Mapping[str, Any]) -> Walked:
    """Let sessions execute a step at once; they begin when all are connected."""
    statement, ready = addressed(step.sql, place.physical, 0), Barrier(step.sessions)
    with ExitStack() as stack:
        connections = [stack.enter_context(place.session()) for _ in range(step.sessions)]
        pool = stack.enter_context(ThreadPoolExecutor(step.sessions))

        def act(session: int) -> int:
            ready.wait(_WAIT_S)
            return _rows_written(connections[session], statement, {**ids, "session": session})

        begun = perf_counter()
        written = sum(pool.map(act, range(step.sessions)))
    return Walked(step, str(written), _ms_since(begun))


def _rows_written(connection: Connection[Any], statement: sql.Composed, ids: Mapping[str, Any]) -> int:
    """Execute a statement; return the rows it wrote, none where a rule of the design refused it."""
    try:
        return connection.execute(statement, ids).rowcount
    except _REFUSALS:
        return 0


def _walked(step: Step, cursor: Cursor[Any], begun: float) -> Walked:
    row = cursor.fetchone() if cursor.description else (cursor.rowcount,)
    return Walked(step, ", ".join(map(_word, row or ("no row",))), _ms_since(begun))


def _word(value: object) -> str:
    return "NULL" if value is None else {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _ms_since(begun: float) -> float:
    return (perf_counter() - begun) * 1_000
