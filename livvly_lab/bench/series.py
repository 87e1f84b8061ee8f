"""The series: the same load at growing sizes, with its time, its memory and its bytes."""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import psycopg

from livvly_lab.bench import loading
from livvly_lab.bench.arena import Arena, question
from livvly_lab.bench.load import Bench
from livvly_lab.bench.machine import machine_facts
from livvly_lab.bench.pipeline import DESIGN, FUNCTION, Loaded, users_alone
from livvly_lab.bench.series_outcome import SUBJECTS, Point, Series
from livvly_lab.bench.series_picture import series_svg
from livvly_lab.bench.sizes import LARGE_PER_SHARD, SEED, SHARDS, SMALL_PER_SHARD
from livvly_lab.checkout import folder
from livvly_lab.domain.parameters import Parameters
from livvly_lab.progress import Progress
from livvly_lab.report import fmt
from livvly_lab.rows.estimate import estimate_bytes
from livvly_lab.scratch.directories import temporary_directories
from livvly_lab.scratch.disk import RESERVE_BYTES, free_bytes
from livvly_lab.scratch.profiles import LOAD
from livvly_lab.scratch.server import scratch

_SHARDED_USERS = "sharded_users"
_LOOK_S = 0.25
"""Seldom enough that looking at memory does not slow the load down."""


@dataclass(frozen=True)
class Step:
    """A size of the series, and how often it is loaded: small loads are the noisy ones."""

    users_per_shard: int
    runs: int


STEPS = (Step(10_000, 5), Step(SMALL_PER_SHARD, 3), Step(250_000, 1), Step(LARGE_PER_SHARD, 1))


@dataclass(frozen=True)
class Run:
    """One load of the series."""

    subject: str
    users_per_shard: int
    loaded: Loaded
    peak_memory_bytes: int
    table_bytes: int
    index_bytes: int


def bench_series(progress: Progress, *, activity: float = 1.0, out: Path | None = None) -> Bench:
    """Load livvly at every size the disk holds, and write series.json and series.svg to `out` (benchmarks/results).

    `activity` scales the events of the whole graph. What does not fit is left out and said. Raises UsageError for
    an activity that cannot be.
    """
    Parameters(activity=activity).check_sizes()
    return run(STEPS, SHARDS, activity, out or folder("benchmarks") / "results", progress)


def run(
    steps: Sequence[Step],
    shards: int,
    activity: float,
    out: Path,
    progress: Progress,
    free: Callable[[Path], int] = free_bytes,
) -> Bench:
    """Run a series of these sizes."""
    series = measure(steps, shards, activity, progress, free)
    out.mkdir(parents=True, exist_ok=True)
    bench = Bench(series.text(), out / "series.json", out / "series.svg")
    bench.results_path.write_text(json.dumps(series.as_dict(), indent=1) + "\n", encoding="utf-8")
    bench.picture_path.write_text(series_svg(series), encoding="utf-8")
    return bench


def measure(
    steps: Sequence[Step],
    shards: int,
    activity: float,
    progress: Progress,
    free: Callable[[Path], int],
) -> Series:
    """Load every size of both subjects, the rounds of the small ones spread between the large ones."""
    began, runs, left_out = time.perf_counter(), list[Run](), list[str]()
    with scratch(LOAD) as server:
        machine = machine_facts(server.dsn())
        arena = Arena(server)
        arena.prepare(_SHARDED_USERS, users_alone(shards), FUNCTION)
        for number in range(max(step.runs for step in steps)):
            for step in (step for step in steps if number < step.runs):
                parameters = Parameters(
                    shards=shards, users_per_shard=step.users_per_shard, activity=activity, seed=SEED
                )
                for subject in SUBJECTS:
                    if lacks := _what_lacks(subject, parameters, free):
                        left_out.append(lacks)
                        continue
                    with progress.stage(f"{subject} {fmt.count(step.users_per_shard)}"):
                        runs.append(_run(arena, subject, parameters))
    return Series(shards, activity, points(runs), list(dict.fromkeys(left_out)), machine, time.perf_counter() - began)


def _what_lacks(subject: str, parameters: Parameters, free: Callable[[Path], int]) -> str:
    """Say why a size is left out, or nothing where it fits."""
    design = DESIGN if subject == "graph" else users_alone(parameters.shards).design
    needed = estimate_bytes(design, parameters.users, parameters.activity) + RESERVE_BYTES
    available = free(temporary_directories()[0])
    if needed <= available:
        return ""
    return (
        f"not measured here: {SUBJECTS[subject]}, {fmt.count(parameters.users_per_shard)} users per shard; "
        f"needs {fmt.size(needed)}, {fmt.size(available)} free."
    )


def _run(arena: Arena, subject: str, parameters: Parameters) -> Run:
    with arena.database(_SHARDED_USERS if subject == "users" else None) as dsn:
        loaded, watch = loading.load_watched(_job(subject, dsn, parameters), _LOOK_S)
        with psycopg.connect(dsn, autocommit=True) as connection:
            row: Any = connection.execute(question("all_bytes")).fetchone()
    return Run(subject, parameters.users_per_shard, loaded, watch.peak_bytes, *row)


def _job(subject: str, dsn: str, parameters: Parameters) -> dict[str, Any]:
    if subject == "graph":
        return loading.graph_job(dsn, parameters)
    return loading.users_job(parameters.shards, [(dsn, parameters.users_per_shard)], SEED)


def points(runs: Sequence[Run]) -> list[Point]:
    """Put the runs of each subject and size together."""
    groups: dict[tuple[str, int], list[Run]] = {}
    for run in runs:
        groups.setdefault((run.subject, run.users_per_shard), []).append(run)
    return [_point(those) for those in groups.values()]


def _point(runs: Sequence[Run]) -> Point:
    first = runs[0]
    return Point(
        subject=first.subject,
        users_per_shard=first.users_per_shard,
        runs=len(runs),
        rows=first.loaded.rows,
        seconds=median(run.loaded.seconds["load"] for run in runs),
        index_seconds=median(run.loaded.seconds.get("index", 0.0) for run in runs),
        peak_memory_bytes=max(run.peak_memory_bytes for run in runs),
        table_bytes=first.table_bytes,
        index_bytes=first.index_bytes,
    )
