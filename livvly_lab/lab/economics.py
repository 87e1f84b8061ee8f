"""The walk of notebook 04: what each index costs and buys, and the smallest sets that do."""

from dataclasses import dataclass

from livvly_lab.domain.ablation import Ablation, SetRun, effort_of
from livvly_lab.domain.economics import DocumentIndex, IndexEconomics, IndexSet, TableWrites
from livvly_lab.experiments.ablation import ablate
from livvly_lab.experiments.index_set import build_sets
from livvly_lab.forecast import economics as arithmetic
from livvly_lab.forecast.documents import document_indexes
from livvly_lab.forecast.index_set import index_sets
from livvly_lab.lab.parts import Part
from livvly_lab.lab.run import Run
from livvly_lab.report import economics as draw
from livvly_lab.report import economics_says
from livvly_lab.report.economics_findings import economics_findings
from livvly_lab.report.exhibit import Exhibit
from livvly_lab.report.findings import worst_first
from livvly_lab.report.gallery import Sentences

NOTEBOOK = "04_index_economics"

YARDSTICK_MS = 200.0
"""The limit of a design that promises none: that of a page which still feels quick."""

_NO_SOURCE = "the lab's own yardstick: the specification promises nothing"


@dataclass(frozen=True)
class Judged:
    """What the arithmetic made of the measurements."""

    rows: tuple[IndexEconomics, ...]
    tables: tuple[TableWrites, ...]
    documents: tuple[DocumentIndex, ...]
    sets: tuple[IndexSet, ...]


@dataclass(frozen=True, repr=False)
class EconomicsWalk:
    """The exhibits of the notebook, in its order."""

    balance: Exhibit
    writes: Exhibit
    hot: Exhibit
    reads: Exhibit
    superfluous: Exhibit
    documents: Exhibit
    references: Exhibit
    sets: Exhibit
    dropped: Exhibit
    limits: Sentences


def index_economics(run: Run) -> EconomicsWalk:
    """Take each index away, measure what that costs and saves; build the smaller sets and measure them."""
    physical, targets = run.physical, run.physical.design.targets
    limit_ms = targets.latency_ms if targets else YARDSTICK_MS
    at = arithmetic.At(run.parameters.users, run.depth)
    effort = effort_of(run.depth, run.parameters.users)
    seen = ablate(run.dsn, physical, effort)
    rows = arithmetic.economics(seen, physical, at)
    built = build_sets(run.dsn, physical, effort, rows, limit_ms)
    judged = Judged(
        rows,
        arithmetic.table_writes(seen, physical, at),
        document_indexes(seen, rows, at),
        index_sets(built, rows, seen.sizes, limit_ms, at),
    )
    walk = _walk(run, seen, built, judged)
    if run.run_dir is not None:
        results = {
            "economics": judged.rows,
            "index_writes": judged.tables,
            "document_indexes": judged.documents,
            "index_set": judged.sets,
        }
        found = worst_first(economics_findings(judged.rows, judged.sets, targets.source if targets else _NO_SOURCE))
        Part(NOTEBOOK, results, found, [walk.balance, walk.sets], walk.limits.items).write(run.run_dir)
    return walk


def _walk(run: Run, seen: Ablation, built: SetRun, judged: Judged) -> EconomicsWalk:
    users, rows = run.parameters.users, judged.rows
    together = {index for each in judged.sets if each.key == "steady" for index in each.dropped}
    real = [reference for reference in run.physical.references if reference.real]
    return EconomicsWalk(
        balance=draw.balance(rows, together, users),
        writes=draw.writes(judged.tables, rows, users),
        hot=draw.hot(rows),
        reads=draw.reads(rows, users),
        superfluous=draw.superfluous(rows),
        documents=draw.documents(judged.documents, rows, users),
        references=draw.references(rows, real, seen.unindexed),
        sets=draw.sets(judged.sets, built.not_built),
        dropped=draw.dropped(judged.sets),
        limits=Sentences(economics_says.limits(rows, seen.not_copied, built.not_built), ""),
    )
