"""Jobs that take rows away when their time has come: what they leave, what they take too early, what they archive."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from psycopg import sql

from livvly_lab.domain.claims import Measurement, Outcome, Quantity, Unmeasured
from livvly_lab.domain.job import Job
from livvly_lab.experiments.loaded import Loaded
from livvly_lab.report import fmt


@dataclass(frozen=True)
class _Done:
    """What a job did: rows due and not due before it, those due that it left, those not due that are gone."""

    job: Job
    due: int
    others: int
    left: int
    early: int
    lost: int
    taken_ms: float


def jobs_done(at: Loaded, *, jobs: Sequence[Job]) -> Outcome:
    """Let the time pass until rows of the run are due, run the design's jobs, count what they leave, and undo it.

    The quantities are the rows due that are left, those not due that are gone, and those that are gone and stand in
    no archive where the job keeps one.
    """
    done = [_do(at, job) for job in jobs]
    idle = [each.job.table for each in done if not each.due]
    if idle:
        return Unmeasured(f"rows that are due: this run has none in {fmt.listing(idle)}")
    return Measurement(
        (
            Quantity(sum(each.left for each in done), "rows", "due and left", n=sum(each.due for each in done)),
            Quantity(sum(each.early for each in done), "rows", "taken too early", n=sum(each.others for each in done)),
            Quantity(sum(each.lost for each in done), "rows", "lost on the way", n=sum(each.due for each in done)),
        ),
        fmt.listing(
            f"of {fmt.plural(each.due, 'row')} of {each.job.table} that were due, {each.job.name} "
            f"{'moved' if each.job.archive else 'deleted'} {fmt.count(each.due - each.left)} in "
            f"{fmt.duration(each.taken_ms)}"
            for each in done
        ),
        detail=tuple(
            {
                "job": each.job.name,
                "table": each.job.table,
                "due, rows": each.due,
                "left, rows": each.left,
                "not due, rows": each.others,
                "taken too early, rows": each.early,
                "lost, rows": each.lost,
                "ms": each.taken_ms,
                "ms per 1,000 rows": each.taken_ms / each.due * 1_000 if each.due else None,
            }
            for each in done
        ),
    )


def _do(at: Loaded, job: Job) -> _Done:
    table, due = at.parent(job.table), sql.SQL(job.due)
    moment = {"as_of": at.value("moment_of_rows", table=table, moment=sql.SQL(job.moment))}
    if moment["as_of"] is None:
        return _Done(job, 0, 0, 0, 0, 0, 0.0)
    with at.rolled_back():
        before = _rows(at, table, due, moment)
        archived = _archived(at, job)
        begun = perf_counter()
        at.connection.execute(job.statement.encode(), moment)
        taken_ms = (perf_counter() - begun) * 1_000
        after = _rows(at, table, due, moment)
        lost = before[0] - after[0] - (_archived(at, job) - archived) if job.archive else 0
    return _Done(job, before[0], before[1], after[0], before[1] - after[1], lost, taken_ms)


def _rows(at: Loaded, table: sql.Identifier, due: sql.SQL, moment: Mapping[str, Any]) -> tuple[int, int]:
    """Return the rows of a table that are due, and those that are not."""
    ((due_rows, others),) = at.ask("rows_due", moment, table=table, due=due)
    return int(due_rows), int(others)


def _archived(at: Loaded, job: Job) -> int:
    return int(at.value("count_rows", table=sql.Identifier(job.archive))) if job.archive else 0
