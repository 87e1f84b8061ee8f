"""Exhibits of the population: declared beside measured, rows by table, and people to look at."""

from collections.abc import Sequence

import pandas as pd

from livvly_lab.domain.clock import Rhythm
from livvly_lab.domain.results import Finding
from livvly_lab.domain.sample import Comparison, Distinct, DistributionTest, Example, TableRatio
from livvly_lab.report import fmt, population_pictures, population_says
from livvly_lab.report.charts import slug
from livvly_lab.report.exhibit import Exhibit

NOTEBOOK = "09_population"

_KEY_OF_CURVES = "Wide and pale: declared. Thin and dark: measured."
_EFFECT_COLUMNS = ("effect", "low", "high")


def tests(compared: Sequence[Comparison], users: int) -> Exhibit:
    """Show every test on one axis: how far the measured lies off the declared, in limits."""
    key = "population-tests"
    ordered = population_says.worst_first([each.test for each in compared])
    sentence = population_says.tests_sentence(ordered, users)
    return Exhibit(
        key=key,
        sentence=sentence,
        svg=population_pictures.tests_svg(ordered, sentence, key),
        alt=f"A dot with its interval per distribution on an axis of limits. {sentence}",
        note=(
            "D: the largest distance between the two cumulative curves. w: Cohen's effect size of chi-square, what "
            "chance brings taken off. Line: 95 % interval. Grey: no effect. Hollow: too few rows for a verdict."
        ),
        table=_table(ordered),
        caption="Every distribution and its test, by verdict, furthest off first",
        formats={**dict.fromkeys(_EFFECT_COLUMNS, fmt.fixed(3)), "p": fmt.fixed(3), "n": fmt.exact},
    )


def values(compared: Sequence[Comparison]) -> Exhibit:
    """Show the cumulative curves of what is continuous."""
    key = "population-values"
    sentence = population_says.group_sentence([each.test for each in compared], "continuous")
    svg = population_pictures.values_svg(compared, sentence, key)
    note = f"Share of rows up to each value. {_KEY_OF_CURVES} Each axis is one of ratios."
    return _group(compared, key, sentence, svg, note)


def counts(compared: Sequence[Comparison]) -> Exhibit:
    """Show the shares of what is counted by value."""
    key = "population-counts"
    sentence = population_says.group_sentence([each.test for each in compared], "discrete")
    svg = population_pictures.counts_svg(compared, sentence, key)
    return _group(compared, key, sentence, svg, "Bar: measured share of the rows. Line across: declared share.")


def rhythm(compared: Sequence[Comparison]) -> Exhibit:
    """Show when things happen: the week, and the growth over the months."""
    key = "population-rhythm"
    sentence = population_says.group_sentence([each.test for each in compared], "rhythm")
    svg = population_pictures.rhythm_svg(compared, sentence, key)
    return _group(compared, key, sentence, svg, f"{_KEY_OF_CURVES} Hours of the local clock, days from midnight.")


def ranks(compared: Sequence[Comparison]) -> Exhibit:
    """Show how much the first of many take."""
    key = "population-ranks"
    sentence = population_says.group_sentence([each.test for each in compared], "rank")
    svg = population_pictures.ranks_svg(compared, sentence, key)
    note = f"{_KEY_OF_CURVES} Declared: the mean of draws of as many rows, sorted as the measured ones are."
    return _group(compared, key, sentence, svg, note)


def ratios(measured: Sequence[TableRatio]) -> Exhibit:
    """Show the rows for each user by table."""
    key = "population-ratios"
    sentence = population_says.ratios_sentence(measured)
    ordered = sorted(measured, key=lambda ratio: -abs(ratio.deviation or 0))
    table = pd.DataFrame(
        {
            "table": [ratio.table for ratio in ordered],
            "rows": [ratio.rows for ratio in ordered],
            "declared a user": [ratio.declared for ratio in ordered],
            "measured a user": [ratio.measured for ratio in ordered],
            "off, %": [ratio.deviation for ratio in ordered],
            "band, ±%": [ratio.band for ratio in ordered],
        }
    )
    return Exhibit(
        key=key,
        sentence=sentence,
        svg=population_pictures.ratios_svg(ordered, sentence, key),
        alt=f"A dot per table on an axis of deviations. {sentence}",
        note=(
            "Grey: where 95 of 100 populations would lie if every row came alone; rows come in lumps, by user, so "
            "the true band is wider. Hollow: within it."
        ),
        table=table,
        caption="Rows for each user, furthest off first",
        formats={
            "declared a user": fmt.fixed(3),
            "measured a user": fmt.fixed(3),
            "off, %": fmt.fixed(1, scale=100),
            "band, ±%": fmt.fixed(1, scale=100),
        },
        code=("table",),
    )


def people(example: Example, different: Sequence[Distinct], says: str) -> Exhibit:
    """Show a few of the users as a table, each text in its script."""
    return Exhibit(
        key="population-people",
        sentence=population_says.people_sentence(len(example.rows), different),
        table=pd.DataFrame(list(example.rows), columns=list(example.columns)),
        caption=says[:1].upper() + says[1:],
    )


def findings(tests: Sequence[DistributionTest], different: Sequence[Distinct]) -> tuple[Finding, ...]:
    """Return a finding for each distribution that is not what was declared, and for what repeats and must not."""
    failed = [test for test in tests if test.verdict == "fails" and test.effect]
    repeating = [each for each in different if each.values != each.different]
    return (
        *(_repeats(each) for each in repeating),
        *(_departs(test) for test in failed),
    )


def is_rhythm(each: Comparison) -> bool:
    """Tell whether a comparison is about when things happen."""
    return isinstance(each.sample.shape, Rhythm)


def _departs(test: DistributionTest) -> Finding:
    return Finding(
        id=f"finding-population-{slug(population_says.title(test.name))}",
        level="medium",
        says=population_says.group_sentence([test], "declared"),
        where=f"{fmt.count(test.n)} {test.unit}",
        evidence=f"{NOTEBOOK}#fig-population-tests",
        remedy="Correct the recipe, or declare what it does.",
        source="the declared population",
    )


def _repeats(each: Distinct) -> Finding:
    return Finding(
        id=f"finding-population-{slug(each.what)}",
        level="high",
        says=population_says.people_sentence(0, [each]).split(";")[0] + ".",
        where=f"{fmt.plural(each.values, each.what)}",
        evidence=f"{NOTEBOOK}#fig-population-people",
        remedy="Draw it without replacement.",
        source="the declared population",
    )


def _group(compared: Sequence[Comparison], key: str, sentence: str, svg: str, note: str) -> Exhibit:
    table = pd.DataFrame(
        {
            "distribution": [population_says.title(each.test.name) for each in compared],
            "what is measured": [each.test.says for each in compared],
            "declared": [each.test.declared for each in compared],
            "n": [each.test.n for each in compared],
            "unit": [each.test.unit for each in compared],
            "departs by intent": [each.test.departs or None for each in compared],
        }
    )
    return Exhibit(
        key=key,
        sentence=sentence,
        svg=svg,
        alt=f"Small multiples, declared and measured in each. {sentence}",
        note=note,
        table=table,
        caption="What was declared, and what was measured",
        formats={"n": fmt.exact},
    )


def _table(ordered: Sequence[DistributionTest]) -> pd.DataFrame:
    effects = [test.effect for test in ordered]
    return pd.DataFrame(
        {
            "distribution": [population_says.title(test.name) for test in ordered],
            "verdict": [test.verdict for test in ordered],
            "test": [test.test for test in ordered],
            "measure": [population_says.SYMBOLS[test.test] for test in ordered],
            "effect": [effect.mid if effect else None for effect in effects],
            "low": [effect.low if effect else None for effect in effects],
            "high": [effect.high if effect else None for effect in effects],
            "limit": [test.limit for test in ordered],
            "p": [test.p_value for test in ordered],
            "n": [test.n for test in ordered],
            "n needed": [test.needed for test in ordered],
        }
    )
