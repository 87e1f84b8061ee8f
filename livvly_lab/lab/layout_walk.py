"""The walk of notebook 07: the layouts on the same rows, and rows with two parties stored once or twice."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace

import psycopg

from livvly_lab.domain.layout_trials import LayoutTrials, TwoPartyTrial
from livvly_lab.domain.layouts import LAYOUTS
from livvly_lab.domain.parameters import Depth, Parameters
from livvly_lab.domain.results import Finding
from livvly_lab.errors import ServerError
from livvly_lab.experiments.layouts import FULL, INHERITANCE, QUICK, TINY, Effort, Site, Sites, compare
from livvly_lab.experiments.two_party import compare_copies
from livvly_lab.lab.fill import fill
from livvly_lab.lab.parts import Part
from livvly_lab.lab.run import Run
from livvly_lab.progress import Progress
from livvly_lab.report import layouts as draw
from livvly_lab.report import layouts_says, two_party
from livvly_lab.report.exhibit import Exhibit
from livvly_lab.report.gallery import Gallery, Sentences
from livvly_lab.scratch.spare import spare_databases

NOTEBOOK = "07_layouts"
QUICK_USERS_PER_SHARD, FULL_USERS_PER_SHARD = 500, 5_000
"""Users per shard of the comparison at most; a run with fewer is compared at its own size."""

FEW_USERS = 1_000
"""Users below which times say little, so that few repeats must do."""

_ONE_SHARD = "One shard holds everything: the layouts differ in nothing. Compare with two shards or more."
_NO_COPIES = "No relation of this design names a second party in another shard, or none of its rows does."

_TAKES: Mapping[Depth, str] = {
    "quick": f"It takes --depth full, which goes to {FULL_USERS_PER_SHARD:,} users a shard.",
    "full": "It takes three databases of that size and hours, so it is not offered.",
}

Shown = Exhibit | Gallery | Sentences


@dataclass(frozen=True, repr=False)
class LayoutWalk:
    """The exhibits of the notebook, in its order."""

    verdict: Shown
    abilities: Shown
    enforced: Shown
    erasure: Shown
    pruning: Shown
    reads: Shown
    writes: Shown
    sizes: Shown
    copies: Shown
    limits: Sentences


def layouts(run: Run) -> LayoutWalk:
    """Fill every layout with the same users beside the run's database, compare them, and drop them again.

    With one shard, and where the role may not create databases, nothing is compared, and the exhibits say so.
    """
    if run.parameters.shards == 1:
        return _handed_back(run, _nothing(_ONE_SHARD))
    effort, parameters = _effort(run)
    try:
        with _sites(run, parameters) as sites:
            trials = compare(sites, parameters.users, effort)
            copies = compare_copies(sites[INHERITANCE], effort)
    except ServerError as error:
        return _handed_back(run, _nothing(f"Nothing was compared: {error}"))
    return _handed_back(run, _walk(run, trials, copies), trials, copies)


def _effort(run: Run) -> tuple[Effort, Parameters]:
    """Return how far the comparison goes, and its parameters: those of the run, with no more users than it takes."""
    effort, most = (FULL, FULL_USERS_PER_SHARD) if run.depth == "full" else (QUICK, QUICK_USERS_PER_SHARD)
    parameters = replace(run.parameters, users_per_shard=min(run.parameters.users_per_shard, most))
    return (effort if parameters.users >= FEW_USERS else TINY), parameters


@contextmanager
def _sites(run: Run, parameters: Parameters) -> Iterator[Sites]:
    """Fill a spare database for each layout; the shard function is the run's where a layout leaves the choice."""
    own = run.parameters.shard_function if not run.physical.layout.partitioned else ""
    with spare_databases(run.dsn, len(LAYOUTS)) as dsns, ExitStack() as stack:
        sites = {}
        for (name, layout), dsn in zip(LAYOUTS.items(), dsns, strict=True):
            function = "" if layout.partitioned else own
            filled = fill(dsn, replace(parameters, layout=name, shard_function=function), Progress(quiet=True))
            connection = stack.enter_context(
                psycopg.connect(dsn, autocommit=True, options="-c timezone=UTC", prepare_threshold=None)
            )
            sites[name] = Site(filled.physical, filled.function, connection)
        yield sites


def _nothing(why: str) -> LayoutWalk:
    absent = Sentences([why], "")
    return LayoutWalk(*[absent] * 10)


def _walk(run: Run, trials: LayoutTrials, copies: Sequence[TwoPartyTrial]) -> LayoutWalk:
    return LayoutWalk(
        verdict=draw.verdict(trials),
        abilities=draw.abilities(trials),
        enforced=draw.enforced(trials),
        erasure=draw.erasure(trials),
        pruning=draw.pruning(trials),
        reads=draw.reads(trials),
        writes=draw.writes(trials),
        sizes=draw.sizes(trials),
        copies=two_party.copies(copies, trials.users) if copies else Sentences([], _NO_COPIES),
        limits=Sentences(layouts_says.limit_sentences(trials, run.parameters.users, _TAKES[run.depth]), ""),
    )


def _handed_back(
    run: Run, walk: LayoutWalk, trials: LayoutTrials | None = None, copies: Sequence[TwoPartyTrial] = ()
) -> LayoutWalk:
    """Hand the results to the report where there is one, and return the walk."""
    if run.run_dir is not None:
        balance = run.physical.design.balance
        source = balance.source if balance else "no promise"
        found: Sequence[Finding] = ()
        if trials is not None:
            found = (*draw.findings(trials, run.parameters.layout, source), *two_party.findings(copies, source))
        results = {"layouts": trials, "two_party": copies} if trials is not None else {"two_party": ()}
        exhibits = [each for each in (walk.verdict, walk.enforced, walk.reads) if isinstance(each, Exhibit)]
        Part(NOTEBOOK, results, found, exhibits, walk.limits.items).write(run.run_dir)
    return walk
