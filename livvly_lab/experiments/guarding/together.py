"""Writes of several sessions at once, in a database of its own, and what they leave."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import median
from time import perf_counter

import psycopg

from livvly_lab.domain.claims import Measurement, Outcome, Quantity
from livvly_lab.domain.layouts import LAYOUTS
from livvly_lab.domain.physical import PhysicalDesign
from livvly_lab.domain.results import Interval
from livvly_lab.experiments.loaded import Loaded
from livvly_lab.experiments.timing import widened
from livvly_lab.placement.functions import FUNCTIONS
from livvly_lab.report import fmt
from livvly_lab.scratch import ddl

ROUNDS = 3
TIMES = {"quick": 15, "full": 250}
"""Statements of each session in each round."""

_OPTIONS = "-c timezone=UTC -c client_min_messages=warning"


@dataclass(frozen=True)
class _Load:
    """What a load of several sessions did: statements taken and refused, rates by round, answers by question."""

    taken: int
    refused: int
    failed: int
    per_s: tuple[float, ...]
    answers: Mapping[str, float]


def written_at_once(
    at: Loaded,
    *,
    prepare: Sequence[str],
    statement: str,
    sessions: int,
    questions: Mapping[str, tuple[str, str]],
    first: str,
    says: str,
) -> Outcome:
    """Let sessions write at once, each statement a transaction, and ask afterwards what must hold.

    It happens in a database of its own, without shards, filled by `prepare`. A statement that breaks a rule is
    refused, which is counted and no failure; deadlocks are. `questions` maps a name to a unit and the SQL of one
    number; the quantity `first` stands in the ledger. The rate is that of all sessions, by rounds.
    """
    load = at.once(f"written at once: {statement}", lambda: _load(at, prepare, statement, sessions, questions))
    rate = widened(Interval(min(load.per_s), median(load.per_s), max(load.per_s), 1.0, len(load.per_s)))
    found = [
        *(Quantity(load.answers[name], unit, name) for name, (unit, _) in questions.items()),
        Quantity(load.failed, "statements", "deadlocks and other failures"),
        Quantity(rate.mid, "statements a second", "rate", rate, rate.n),
    ]
    return Measurement(
        tuple(sorted(found, key=lambda quantity: quantity.name != first)),
        f"{sessions} sessions sent {load.taken + load.refused + load.failed:,} statements, of which "
        f"{load.refused:,} were refused and {load.failed} failed, {fmt.count(rate.mid)} a second; {says}: "
        + fmt.listing(f"{load.answers[name]:g} {name}" for name in questions),
        detail=tuple({"what": each.name, "unit": each.unit, "value": each.value} for each in found),
    )


def _load(
    at: Loaded, prepare: Sequence[str], statement: str, sessions: int, questions: Mapping[str, tuple[str, str]]
) -> _Load:
    alone = PhysicalDesign(at.physical.design, LAYOUTS["single"], 1)
    with at.elsewhere() as dsn, psycopg.connect(dsn, autocommit=True, options=_OPTIONS) as connection:
        ddl.create(connection, alone, FUNCTIONS[LAYOUTS["single"].function])
        for each in prepare:
            connection.execute(each.encode())
        counted, per_s = [0, 0, 0], list[float]()
        with ThreadPoolExecutor(sessions) as pool:
            for _ in range(ROUNDS):
                start = perf_counter()
                for done in pool.map(lambda _: _session(dsn, statement, TIMES[at.depth]), range(sessions)):
                    counted = [one + more for one, more in zip(counted, done, strict=True)]
                per_s.append(sessions * TIMES[at.depth] / (perf_counter() - start))
        answers = {}
        for name, (_, query) in questions.items():
            row = connection.execute(query.encode()).fetchone()
            answers[name] = float(row[0] or 0) if row else 0.0
    taken, refused, failed = counted
    return _Load(taken, refused, failed, tuple(per_s), answers)


def _session(dsn: str, statement: str, times: int) -> tuple[int, int, int]:
    """Send a statement so many times; return how many were taken, refused by a rule, and failed."""
    taken = refused = failed = 0
    with psycopg.connect(dsn, autocommit=True, options=_OPTIONS) as connection:
        for _ in range(times):
            try:
                connection.execute(statement.encode())
                taken += 1
            except (psycopg.errors.CheckViolation, psycopg.errors.RaiseException):
                refused += 1
            except psycopg.Error:
                failed += 1
    return taken, refused, failed
