"""The walk of notebook 03: how every query runs, which index it uses, and what became of each index."""

from collections.abc import Sequence
from dataclasses import dataclass

from livvly_lab.domain.results import Finding, IndexMatrix, IndexSize, QueryRun, TableSize
from livvly_lab.domain.speed import Differing, IndexShare, Latency, Redundant
from livvly_lab.domain.targets import Targets
from livvly_lab.forecast import plans as arithmetic
from livvly_lab.lab.parts import Part
from livvly_lab.lab.run import Run
from livvly_lab.measure.indexes import measure_indexes
from livvly_lab.measure.plans import measure_plans
from livvly_lab.measure.sizes import measure_index_sizes, measure_sizes
from livvly_lab.report import plan_findings as find
from livvly_lab.report import plans as draw
from livvly_lab.report.exhibit import Exhibit
from livvly_lab.report.findings import worst_first
from livvly_lab.report.gallery import Gallery, Sentences

NOTEBOOK = "03_query_plans"

_NOTHING_PROMISED = Targets(200, None, None, None, None, "the lab's own yardstick: the specification promises nothing")
_SAME_PLANS = Sentences([], "There is nothing to compare: each query has one plan on all shards.")
_LIMITS = (
    (
        "Many clients at once: each query ran alone, one client at a time. Its latency under load takes a replay of "
        "the workload by as many clients as are promised."
    ),
    (
        "Cold data: every query ran once before it was timed. What a first access costs takes a restart of the server "
        "and an empty page cache before each run."
    ),
    "The network and the application: times are the server's own.",
)


@dataclass(frozen=True)
class Answers:
    """What the server answered: runs of every query, index by query, sizes of tables and indexes."""

    runs: tuple[QueryRun, ...]
    matrix: IndexMatrix
    sizes: tuple[TableSize, ...]
    index_sizes: tuple[IndexSize, ...]


@dataclass(frozen=True)
class Judged:
    """What the arithmetic made of the answers."""

    latency: Latency
    share: IndexShare
    differing: tuple[Differing, ...]
    redundant: tuple[Redundant, ...]


@dataclass(frozen=True, repr=False)
class PlanWalk:
    """The exhibits of the notebook, in its order."""

    latency: Exhibit
    share: Exhibit
    matrix: Exhibit
    states: Exhibit
    redundant: Exhibit
    slowest: Gallery
    differing: Exhibit
    differing_plans: Gallery | Sentences
    limits: Sentences


def query_plans(run: Run) -> PlanWalk:
    """Run every query on every shard, and try every index with the queries it could serve."""
    design, physical = run.physical.design, run.physical
    with run.connect() as connection:
        answers = Answers(
            runs=measure_plans(connection, physical, design.workload),
            matrix=measure_indexes(connection, physical, design.workload, may_drop=True),
            sizes=measure_sizes(connection, physical),
            index_sizes=measure_index_sizes(connection, physical),
        )
    targets = design.targets or _NOTHING_PROMISED
    judged = Judged(
        latency=arithmetic.judge_latency(answers.runs, targets.latency_ms),
        share=arithmetic.share_by_index(answers.runs, targets.index_share_low, targets.index_share_high),
        differing=arithmetic.differing(answers.runs),
        redundant=arithmetic.redundant(answers.matrix),
    )
    walk = _walk(answers, judged, run.parameters.users)
    if run.run_dir is not None:
        results = {
            "tables": answers.sizes,
            "queries": answers.runs,
            "indexes": answers.matrix.states,
            "index_pairs": answers.matrix.pairs,
            "index_sizes": answers.index_sizes,
        }
        found = _findings(answers, judged, targets)
        Part(NOTEBOOK, results, found, [walk.latency], walk.limits.items).write(run.run_dir)
    return walk


def _walk(answers: Answers, judged: Judged, users: int) -> PlanWalk:
    return PlanWalk(
        latency=draw.latency(judged.latency, answers.runs, users),
        share=draw.share(judged.share, users),
        matrix=draw.matrix(answers.matrix),
        states=draw.states(answers.matrix.states, answers.index_sizes),
        redundant=draw.redundant(judged.redundant, answers.matrix, answers.index_sizes),
        slowest=draw.slowest(answers.runs),
        differing=draw.differing_table(judged.differing, len({run.query for run in answers.runs})),
        differing_plans=draw.differing(judged.differing, answers.runs) if judged.differing else _SAME_PLANS,
        limits=Sentences(_LIMITS, ""),
    )


def _findings(answers: Answers, judged: Judged, targets: Targets) -> Sequence[Finding]:
    return worst_first(
        find.slow_findings(judged.latency, targets.source),
        find.unused_findings(answers.matrix, answers.index_sizes, targets.source),
        find.redundant_findings(judged.redundant, answers.index_sizes, targets.source),
        find.overhead_findings(answers.sizes, targets),
        find.index_findings(answers.matrix, answers.index_sizes, targets.source),
        find.plan_findings(judged.differing, targets.source),
    )
