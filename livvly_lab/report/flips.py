"""The exhibit of plan flips: at which size the plan of each query changes, and what came of the prediction."""

import itertools
from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, NullLocator

from livvly_lab.domain.flips import PlanFlips, QueryFlips
from livvly_lab.report import fmt
from livvly_lab.report.charts import figure, figure_svg, light_grid
from livvly_lab.report.exhibit import Exhibit
from livvly_lab.report.flips_says import causes_sentence, flips_sentence
from livvly_lab.report.style import CONTEXT, HIGHLIGHT, INK, PAPER

BEYOND = "#F7F7F7"
ROWS_SHOWN = 24
_PATTERNS = ("-", (0, (5, 2)), (0, (1.5, 1.5)), (0, (6, 2, 1.5, 2)))


def flips(found: PlanFlips) -> Exhibit:
    """Show the sizes at which plans change."""
    key, sentence = "plan-flips", flips_sentence(found)
    shown = _shown(found)
    hidden = len(found.queries) - len(shown)
    return Exhibit(
        key=key,
        sentence=sentence,
        svg=_svg(found, shown, sentence, key) if shown else "",
        alt=f"A line for each query over the factor of size, with marks where its plan changes. {sentence}",
        note=(
            f"{causes_sentence(found)} The line changes its pattern where the plan changes. ● came true when really "
            f"loaded, ✕ missed, ○ not loaded. {_how(found)} "
            f"{fmt.plural(hidden, 'query', 'queries')} not drawn: in the table. Queries of a shard are planned on "
            "the first one, with typical keys."
        ),
        table=_table(found),
        caption="Plan changes of every query",
        formats={"at users": fmt.count, "factor": fmt.fixed(1)},
        code=("query",),
    )


def _how(found: PlanFlips) -> str:
    """Say how the planner was made to believe in sizes, and where predictions start."""
    return (
        f"Left of ×1 predictions start from {fmt.count(found.loaded_from)} users. Files and statistics of throw-away "
        f"databases grew as the forecast says; statistics alone, with pages as they are, come true for "
        f"{fmt.share(found.raised_hit_rate, 0)}."
    )


def _shown(found: PlanFlips) -> list[QueryFlips]:
    """Return the queries worth a line: those that change, the soonest first, then those missed."""
    changing = sorted((each for each in found.queries if each.flips), key=lambda each: each.flips[0].users)
    missed = [each for each in found.queries if not each.flips and (each.loaded == "missed" or each.loaded_flip)]
    return [*changing, *missed][:ROWS_SHOWN]


def _table(found: PlanFlips) -> pd.DataFrame:
    rows: list[tuple[str, float | None, float | None, str, str, str]] = []
    for each in sorted(found.queries, key=lambda each: (not each.flips, each.flips[0].users if each.flips else 0)):
        outcome = each.loaded if each.cause is None else f"{each.loaded}: {each.cause}"
        rows += [(each.query, flip.users, flip.factor, flip.before, flip.after, outcome) for flip in each.flips]
        if not each.flips:
            rows.append((each.query, None, None, each.plan, "no change", outcome))
    columns = ["query", "at users", "factor", "before", "after", "when loaded"]
    return pd.DataFrame(rows, columns=columns)


def _svg(found: PlanFlips, shown: Sequence[QueryFlips], title: str, key: str) -> str:
    least, measured = found.loaded_from / found.users, found.loaded_to / found.users
    with figure(0.9 + 0.21 * len(shown)) as fig:
        axes = fig.add_subplot()
        axes.set_xscale("log")
        axes.axvspan(max(measured, 1.0), found.largest_factor, color=BEYOND, zorder=0, linewidth=0)
        axes.axvline(1, color=CONTEXT, linewidth=0.8, zorder=1)
        for place, each in enumerate(shown):
            _draw(axes, place, each, found, least)
        axes.set_xlim(least * 0.85, found.largest_factor)
        axes.set_ylim(len(shown) - 0.4, -0.8)
        axes.set_yticks(range(len(shown)), [each.query for each in shown])
        axes.tick_params(axis="y", labelsize=8.5)
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"×{value:,g}"))
        axes.xaxis.set_minor_locator(NullLocator())
        axes.set_xlabel(f"users, as a factor of {fmt.count(found.users)}; grey: not loaded")
        light_grid(axes)
        return figure_svg(fig, title, key)


def _draw(axes: Axes, place: int, each: QueryFlips, found: PlanFlips, least: float) -> None:
    """Draw one query: its line in pieces, a mark at each change, the new plan in a few words at the first."""
    if each.loaded != "not loaded":
        axes.plot([least, 1], [place, place], color=CONTEXT, linewidth=1.0, zorder=2)
        if each.loaded == "missed":
            at = each.loaded_flip.users / found.users if each.loaded_flip else 1.0
            axes.plot(at, place, "x", color=INK, markersize=6, markeredgewidth=1.6, zorder=4)
        elif each.loaded_flip is not None:
            axes.plot(each.loaded_flip.users / found.users, place, "o", color=INK, markersize=5, zorder=4)
    ends = [1.0, *(flip.factor for flip in each.flips), found.largest_factor]
    for number, (start, end) in enumerate(itertools.pairwise(ends)):
        axes.plot(
            [start, end],
            [place, place],
            color=HIGHLIGHT if number else CONTEXT,
            linewidth=1.4,
            linestyle=_PATTERNS[number % len(_PATTERNS)],
            zorder=2,
        )
    for flip in each.flips:
        axes.plot(flip.factor, place, "o", markerfacecolor=PAPER, markeredgecolor=INK, markersize=5, zorder=4)
    if each.flips:
        axes.annotate(
            _few_words(each.flips[0].after),
            (each.flips[0].factor, place),
            xytext=(5, 3.5),
            textcoords="offset points",
            fontsize=7,
            color=INK,
            annotation_clip=True,
            clip_on=True,
        )


def _few_words(plan: str) -> str:
    """Return the first change of a plan, short enough for a line.

    >>> _few_words("Bitmap Heap Scan on calls, Bitmap Index Scan using idx_calls_live")
    'Bitmap Heap Scan on calls'
    """
    first = plan.split(", ", maxsplit=1)[0]
    return first if len(first) <= 48 else f"{first[:47]}…"
