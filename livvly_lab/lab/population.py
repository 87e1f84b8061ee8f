"""The walk of notebook 09: whether the population is believable, and whether it is what was declared."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import Connection

from livvly_lab.domain.clock import microseconds
from livvly_lab.domain.sample import Comparison, Distinct, DistributionTest, Drawn, Example, TableRatio
from livvly_lab.forecast import samples as arithmetic
from livvly_lab.forecast.shapes import History
from livvly_lab.lab.parts import Part
from livvly_lab.lab.run import Run
from livvly_lab.measure import samples as ask
from livvly_lab.measure.sizes import measure_sizes
from livvly_lab.report import population as draw
from livvly_lab.report import population_says
from livvly_lab.report.exhibit import Exhibit
from livvly_lab.report.findings import worst_first
from livvly_lab.report.gallery import Sentences

NOTEBOOK = draw.NOTEBOOK

_NO_SAMPLES = "This design does not declare how such a distribution is measured."
_NO_PORTRAIT = "This design does not declare whom to show."
_NO_RATIOS = "No table of this design grows with its users."
_ALL_MEASURED = "Everything this notebook asks was measured at this size."


@dataclass(frozen=True)
class Answers:
    """What the server answered: the samples, rows by table, examples and what must not repeat."""

    samples: Sequence[Drawn]
    rows: Counter[str]
    example: Example | None
    different: Sequence[Distinct]


@dataclass(frozen=True, repr=False)
class PopulationWalk:
    """The exhibits of the notebook, in its order."""

    people: Exhibit | Sentences
    tests: Exhibit | Sentences
    values: Exhibit | Sentences
    counts: Exhibit | Sentences
    rhythm: Exhibit | Sentences
    ranks: Exhibit | Sentences
    ratios: Exhibit | Sentences
    limits: Sentences


def population_walk(run: Run) -> PopulationWalk:
    """Measure every declared distribution and ratio in the loaded rows, test it, and show a few of the users."""
    with run.connect() as connection:
        answers = _ask(connection, run)
    population, parameters = run.physical.design.population, run.parameters
    history = History(microseconds(population.since), microseconds(population.as_of))
    compared = [arithmetic.compare(drawn, history) for drawn in answers.samples]
    tests = [each.test for each in compared]
    declared = {table: population.rows_per_user(table, parameters.activity) for table in population.ratios}
    ratios = arithmetic.ratios(declared, answers.rows, parameters.users)
    walk = PopulationWalk(
        people=_people(run, answers),
        tests=draw.tests(compared, parameters.users) if compared else Sentences([], _NO_SAMPLES),
        values=_group(draw.values, [each for each in compared if _is_continuous(each)]),
        counts=_group(
            draw.counts, [each for each in compared if each.sample.kind in ("choices", "places", "intervals")]
        ),
        rhythm=_group(draw.rhythm, [each for each in compared if draw.is_rhythm(each)]),
        ranks=_group(draw.ranks, [each for each in compared if each.sample.kind == "ranks"]),
        ratios=draw.ratios(ratios) if ratios else Sentences([], _NO_RATIOS),
        limits=Sentences(population_says.limits(tests), _ALL_MEASURED),
    )
    _hand_back(run, walk, tests, ratios, answers)
    return walk


def _ask(connection: Connection[Any], run: Run) -> Answers:
    design = run.physical.design
    rows: Counter[str] = Counter()
    for size in measure_sizes(connection, run.physical):
        rows[size.table] += size.rows
    portrait = design.portrait
    return Answers(
        samples=[ask.measure_sample(connection, design.population, sample) for sample in design.samples],
        rows=rows,
        example=ask.measure_example(connection, design.population, portrait) if portrait else None,
        different=ask.measure_different(connection, portrait) if portrait else (),
    )


def _is_continuous(each: Comparison) -> bool:
    return each.sample.kind == "values" and not draw.is_rhythm(each)


def _group(show: Callable[[Sequence[Comparison]], Exhibit], compared: Sequence[Comparison]) -> Exhibit | Sentences:
    return show(compared) if compared else Sentences([], _NO_SAMPLES)


def _people(run: Run, answers: Answers) -> Exhibit | Sentences:
    portrait = run.physical.design.portrait
    if portrait is None or answers.example is None:
        return Sentences([], _NO_PORTRAIT)
    return draw.people(answers.example, answers.different, portrait.says)


def _hand_back(
    run: Run,
    walk: PopulationWalk,
    tests: Sequence[DistributionTest],
    ratios: Sequence[TableRatio],
    answers: Answers,
) -> None:
    if run.run_dir is None:
        return
    exhibits = [exhibit for exhibit in (walk.tests, walk.rhythm) if isinstance(exhibit, Exhibit)]
    found = worst_first(draw.findings(tests, answers.different))
    results = {"distributions": tests, "ratios": ratios}
    Part(NOTEBOOK, results, found, exhibits, walk.limits.items).write(run.run_dir)
