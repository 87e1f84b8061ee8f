"""The bench of loading: everybody on one scratch server in one run, then the table, the document and the picture."""

import json
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from livvly_lab.bench.arena import Arena
from livvly_lab.bench.contest import Contest
from livvly_lab.bench.machine import cores, machine_facts
from livvly_lab.bench.outcome import Outcome
from livvly_lab.bench.peers import require_libraries
from livvly_lab.bench.pictures import load_svg
from livvly_lab.bench.pipeline import DESIGN, users_alone
from livvly_lab.bench.ratios import floor_of, judge
from livvly_lab.bench.samples import take_turns
from livvly_lab.bench.sizes import CONNECTIONS, FULL, QUICK, Sizes
from livvly_lab.bench.terminal import table
from livvly_lab.checkout import folder
from livvly_lab.progress import Progress
from livvly_lab.rows.estimate import estimate_bytes
from livvly_lab.scratch.directories import temporary_directories
from livvly_lab.scratch.disk import require_space
from livvly_lab.scratch.profiles import LOAD
from livvly_lab.scratch.server import scratch


@dataclass(frozen=True)
class Bench:
    """A bench that is over: the text to print, and where its document and its picture lie."""

    text: str
    results_path: Path
    picture_path: Path


def bench_load(progress: Progress, *, quick: bool = False, out: Path | None = None) -> Bench:
    """Measure how fast the lab loads livvly, and write load.json and load.svg to `out` (benchmarks/results).

    Raises DiskError where the tables would not fit, LoadError where somebody's load fails.
    """
    return run(QUICK if quick else FULL, out or folder("benchmarks") / "results", progress)


def run(sizes: Sizes, out: Path, progress: Progress) -> Bench:
    """Run a bench of these sizes."""
    outcome = measure(sizes, progress)
    out.mkdir(parents=True, exist_ok=True)
    bench = Bench(table(outcome), out / "load.json", out / "load.svg")
    bench.results_path.write_text(json.dumps(outcome.as_dict(), indent=1) + "\n", encoding="utf-8")
    bench.picture_path.write_text(load_svg(outcome), encoding="utf-8")
    return bench


def measure(sizes: Sizes, progress: Progress) -> Outcome:
    """Let everybody run, group by group, on a scratch server that goes afterwards."""
    require_libraries()
    require_space(temporary_directories()[0], _needed_bytes(sizes))
    began = time.perf_counter()
    with scratch(LOAD) as server, tempfile.TemporaryDirectory(prefix="livvly_lab-bench-") as name:
        machine = machine_facts(server.dsn())
        with progress.stage("record") as says:
            contest = Contest(Arena(server), sizes, Path(name))
            says.append("the floor's bytes")
        samples = [sample for group in contest.groups() for sample in take_turns(group, progress)]
        with progress.stage("memory"):
            memory = contest.peak_memory_bytes()
        return Outcome(
            sizes=sizes,
            samples=samples,
            judged=judge(samples),
            floor=floor_of(samples, CONNECTIONS, cores()),
            memory=memory,
            machine=machine,
            seconds=time.perf_counter() - began,
        )


def _needed_bytes(sizes: Sizes) -> int:
    """Return what the largest database and the floor's bytes take on disk together."""
    users, graph = users_alone(sizes.shards).design, DESIGN
    largest = estimate_bytes(users, sizes.shards * sizes.large_per_shard, 1.0)
    recorded = estimate_bytes(users, sizes.shards * sizes.users_per_shard, 1.0)
    whole = estimate_bytes(graph, sizes.shards * sizes.graph_users_per_shard, 1.0)
    return max(largest, whole) + recorded + whole
