"""Exhibits of the lint: all rules at a glance, each broken rule with its objects, what is suppressed and why."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from livvly_lab.domain.lint import LEVELS, Breach, Lint, Suppression
from livvly_lab.domain.results import Level
from livvly_lab.report import fmt
from livvly_lab.report.charts import figure, figure_svg, light_grid
from livvly_lab.report.exhibit import Exhibit
from livvly_lab.report.gallery import Gallery
from livvly_lab.report.lint_findings import WORDS, levels_sentence, sentence, size, stale_sentence
from livvly_lab.report.style import INK, MUTED
from livvly_lab.report.style import LEVELS as STYLES

_LONGEST_LABEL = 42
_LABEL: Mapping[str, Any] = {"va": "center", "color": MUTED, "fontsize": 9}


def overview(lint: Lint) -> Exhibit:
    """Show how many objects break each rule, by level; clean rules stand in the table."""
    says = lint_sentence(lint)
    accepted = Counter(breach.rule for breach, _ in lint.suppressed)
    by_rule = {rule: Counter(b.level for b in lint.breaches if b.rule == rule) for rule in lint.checked}
    rows = [
        (WORDS[rule].title, *(by_rule[rule][level] for level in LEVELS), accepted[rule], rule)
        for rule in _gravest_first(by_rule)
    ]
    table = pd.DataFrame(rows, columns=["rule", *LEVELS, "suppressed", "id"])
    return Exhibit(
        key="lint-overview",
        sentence=says,
        svg=_overview_svg(by_rule, says) if lint.breaches else "",
        alt=f"Bars of broken rules by level. {says}",
        note="Objects that break a rule; the shards of a table count once. The level rises where much data is touched.",
        table=table,
        caption="Every rule and how often it is broken",
        code=("id",),
    )


def broken_rules(lint: Lint) -> Gallery:
    """Show each broken rule with its objects, the gravest first."""
    groups = _by_rule(lint.breaches)
    return Gallery([_broken(those) for those in groups], [WORDS[those[0].rule].title for those in groups])


def suppressed(lint: Lint) -> Exhibit:
    """Show what was judged and accepted, with the reason, and the reasons that meet nothing any more."""
    in_force = [(each.rule, each.object, "in force", str(breach.level), each.why) for breach, each in lint.suppressed]
    rows = [*in_force, *((each.rule, each.object, "stale", fmt.ABSENT, each.why) for each in lint.stale)]
    accepted = fmt.plural(len(lint.suppressed), "breach is", "breaches are")
    stale = [stale_sentence(each) for each in lint.stale]
    return Exhibit(
        key="lint-suppressed",
        sentence=f"{accepted} suppressed with a reason. {'. '.join([*stale, ''])}".strip(),
        table=pd.DataFrame(rows, columns=["rule", "object", "state", "level", "why"]),
        caption="Suppressions",
        code=("rule", "object"),
    )


def lint_sentence(lint: Lint) -> str:
    """Say what the rules found on how much, what is suppressed, and what was left out."""
    on = f"{fmt.plural(len(lint.checked), 'rule')} on {fmt.plural(lint.tables, 'table')} ({_amount(lint)})"
    found = f"found {fmt.plural(len(lint.breaches), 'breach', 'breaches')}"
    kinds = f": {levels_sentence(lint.breaches)}" if lint.breaches else ""
    more = f"; {len(lint.suppressed)} suppressed" if lint.suppressed else ""
    left_out = f" Left out without a design: {fmt.listing(lint.left_out)}." if lint.left_out else ""
    return f"{on} {found}{kinds}{more}.{left_out}"


def lines(lint: Lint, shown: Sequence[Breach], stale: Sequence[Suppression]) -> Iterator[str]:
    """Yield what a terminal shows: each breach under its rule with the remedy, then the stale suppressions."""
    for those in _by_rule(shown):
        words = WORDS[those[0].rule]
        yield f"{words.title} ({those[0].rule}). {words.remedy}"
        for breach in those:
            yield f"  {breach.level:<7} {sentence(breach)} ({size(breach)})"
    for suppression in stale:
        yield f"  {'low':<7} {stale_sentence(suppression)}; remove it"
    yield lint_sentence(lint)


def _by_rule(breaches: Iterable[Breach]) -> Sequence[Sequence[Breach]]:
    """Put the breaches of each rule together, the rule with the gravest first."""
    groups: dict[str, list[Breach]] = {}
    for breach in breaches:
        groups.setdefault(breach.rule, []).append(breach)
    return list(groups.values())


def _broken(those: Sequence[Breach]) -> Exhibit:
    worst, words = min(those, key=lambda breach: LEVELS.index(breach.level)), WORDS[those[0].rule]
    table = pd.DataFrame(
        [(each.object, each.level, each.detail, each.tables, each.rows, each.size_bytes) for each in those],
        columns=["object", "level", "what", "tables", "rows", "MiB"],
    ).astype({"rows": object})
    return Exhibit(
        key=f"lint-{worst.rule}",
        sentence=f"{fmt.plural(len(those), 'object')}, {levels_sentence(those)}. {sentence(worst)}. {words.remedy}",
        table=table,
        caption=f"{words.title}: what breaks the rule, by level and size",
        formats={"MiB": fmt.mebibytes(2)},
        code=("object",),
    )


def _amount(lint: Lint) -> str:
    rows = "rows never counted" if lint.rows is None else fmt.plural(lint.rows, "row")
    return f"{rows}, {fmt.size(lint.size_bytes)}"


def _overview_svg(by_rule: Mapping[str, Counter[Level]], title: str) -> str:
    broken = [rule for rule in _gravest_first(by_rule) if by_rule[rule]]
    with figure(0.7 + 0.27 * len(broken)) as fig:
        axes = fig.add_subplot()
        for place, rule in enumerate(broken):
            left = 0
            for level, n in ((level, by_rule[rule][level]) for level in LEVELS if by_rule[rule][level]):
                style = STYLES[level]
                axes.barh(place, n, left=left, height=0.72, color=style.fill, edgecolor=INK, linewidth=0.6)
                left += n
            axes.annotate(_by_level(by_rule[rule]), (left, place), (4, 0), textcoords="offset points", **_LABEL)
        axes.set_yticks(range(len(broken)), [WORDS[rule].title[:_LONGEST_LABEL] for rule in broken])
        axes.set_ylim(len(broken) - 0.4, -0.6)
        axes.set_xlabel("objects that break the rule", color=MUTED)
        light_grid(axes)
        return figure_svg(fig, title, "lint-overview")


def _gravest_first(by_rule: Mapping[str, Counter[Level]]) -> list[str]:
    return sorted(by_rule, key=lambda rule: [-by_rule[rule][level] for level in LEVELS])


def _by_level(counts: Counter[Level]) -> str:
    return ", ".join(f"{counts[level]} {level}" for level in LEVELS if counts[level])
