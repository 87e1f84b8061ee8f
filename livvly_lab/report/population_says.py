"""What is said about the population: does it follow what was declared, by how much, how sure, at what size."""

from collections.abc import Sequence

from livvly_lab.domain.results import Verdict
from livvly_lab.domain.sample import Distinct, DistributionTest, TableRatio
from livvly_lab.report import fmt
from livvly_lab.report.style import VERDICTS

SYMBOLS = {"Kolmogorov-Smirnov": "D", "chi-square": "w", "simulation": "D"}
NEAR = 0.1
"""Up to this relative difference a table is said to have its declared ratio."""

_SIGNIFICANT = 0.05
_VERDICTS: tuple[tuple[Verdict, str, str], ...] = (
    ("holds", "holds", "hold"),
    ("depends", "depends", "depend"),
    ("fails", "fails", "fail"),
    ("not measured here", "has too few rows to tell", "have too few rows to tell"),
)


def title(name: str) -> str:
    """Return the name of a sample as words."""
    return name.replace("_", " ")


def tests_sentence(tests: Sequence[DistributionTest], users: int) -> str:
    """Say how many distributions follow what was declared, which is furthest off, and what p is worth here."""
    furthest = furthest_off(tests)
    far = f" Furthest off is {_effect(furthest)}." if furthest else ""
    significant = [test for test in tests if test.p_value is not None and test.p_value < _SIGNIFICANT]
    tested = sum(test.p_value is not None for test in tests)
    small = [test for test in significant if test.verdict == "holds"]
    p_values = (
        f" p is below {_SIGNIFICANT:g} in {len(significant)} of {tested}, by chance alone in about "
        f"{fmt.number(tested * _SIGNIFICANT, 2)}"
        if tested
        else ""
    )
    held = "holds" if len(small) == 1 else "hold"
    although = f"; {len(small)} of them {held}: many rows make a tiny deviation significant" if small else ""
    return f"At {fmt.plural(users, 'user')} {_counted(tests, 'distribution')}.{far}{p_values}{although}" + (
        "." if p_values else ""
    )


def group_sentence(tests: Sequence[DistributionTest], kind: str) -> str:
    """Say how a group of distributions came out, such as the continuous ones."""
    furthest = furthest_off(tests)
    far = f"; furthest off is {_effect(furthest)}" if furthest else ""
    return f"{_capital(_counted(tests, f'{kind} distribution'))}{far}."


def ratios_sentence(ratios: Sequence[TableRatio]) -> str:
    """Say how many tables have as many rows for each user as declared."""
    off = sorted((ratio for ratio in ratios if ratio.deviation), key=lambda ratio: -abs(ratio.deviation or 0))
    beyond = [ratio for ratio in off if abs(ratio.deviation or 0) > NEAR]
    near = f"{len(ratios) - len(beyond)} of {fmt.plural(len(ratios), 'table')}"
    have = "has" if len(ratios) - len(beyond) == 1 else "have"
    first = off[0] if off else None
    far = f"; furthest off is {first.table}, {_ratio(first)}" if first else ""
    return f"{near} {have} the declared rows for each user to within {fmt.share(NEAR, 0)}{far}."


def people_sentence(shown: int, different: Sequence[Distinct]) -> str:
    """Say whether what must not repeat does, and that examples follow."""
    said = [_distinct(each) for each in different]
    return f"{_capital(fmt.listing(said))}; {_examples(shown)}." if said else f"{_capital(_examples(shown))}."


def limits(tests: Sequence[DistributionTest]) -> list[str]:
    """Say which distributions this run could not judge, and what it would take."""
    if not tests:
        return []
    few = [test for test in tests if test.verdict == "not measured here"]
    names = fmt.listing(f"{title(test.name)} ({fmt.exact(test.n)} of {fmt.exact(test.needed)})" for test in few)
    said = f"Too few rows for a verdict on {names}. It takes more users: --users-per-shard."
    return [*([said] if few else []), "How the values of one row go together: each distribution is tested alone."]


def furthest_off(tests: Sequence[DistributionTest]) -> DistributionTest | None:
    """Return the test with the largest effect for its limit among those with enough rows, None where none has."""
    told = [test for test in tests if test.effect and test.verdict != "not measured here"]
    return max(told, key=relative_effect, default=None)


def worst_first(tests: Sequence[DistributionTest]) -> list[DistributionTest]:
    """Return tests by verdict, what fails first; within a verdict by how far they are off."""
    order = {verdict: place for place, verdict in enumerate(VERDICTS)}
    return sorted(tests, key=lambda test: (order[test.verdict], -relative_effect(test)))


def relative_effect(test: DistributionTest) -> float:
    """Return the effect as a multiple of its limit; 0 without one."""
    return test.effect.mid / test.limit if test.effect else 0.0


def _effect(test: DistributionTest) -> str:
    assert test.effect is not None  # noqa: S101 - asked for of tests that have one
    why = f"; {test.departs}" if test.departs else ""
    return (
        f"{title(test.name)}: {SYMBOLS[test.test]} = {fmt.interval(test.effect)}, limit {test.limit:g}, "
        f"{fmt.p_value(test.p_value)}: {test.verdict}{why}"
    )


def _counted(tests: Sequence[DistributionTest], noun: str) -> str:
    """Count tests by verdict, beginning with how many of them hold."""
    counts = [(sum(test.verdict == verdict for test in tests), one, many) for verdict, one, many in _VERDICTS]
    (held, one, many), *others = counts
    first = f"{held or 'none'} of {fmt.plural(len(tests), noun)} {one if held < 2 else many}"
    rest = [f"{count} {one if count == 1 else many}" for count, one, many in others if count]
    return fmt.listing([first, *rest])


def _ratio(ratio: TableRatio) -> str:
    within = ratio.band is not None and abs(ratio.deviation or 0) <= ratio.band
    chance = ", which chance may do" if within else ""
    return (
        f"{fmt.deviation(ratio.deviation)} ({fmt.plural(ratio.rows, 'row')}, {fmt.number(ratio.measured)} a user for "
        f"{fmt.number(ratio.declared)}){chance}"
    )


def _distinct(each: Distinct) -> str:
    all_differ = each.values == each.different
    tail = "all different" if all_differ else f"{fmt.plural(each.values - each.different, 'repeat')}"
    return f"{fmt.plural(each.values, each.what)}, {tail}"


def _examples(shown: int) -> str:
    return f"{fmt.plural(shown, 'example')} below" if shown else "no example was found"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
