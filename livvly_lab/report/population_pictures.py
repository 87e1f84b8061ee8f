"""The pictures of the population: declared beside measured. Values in, SVG text out."""

from collections.abc import Callable, Sequence
from math import ceil
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullLocator

from livvly_lab.domain.clock import MONTH_US
from livvly_lab.domain.draw import LogNormal
from livvly_lab.domain.sample import Comparison, DistributionTest, TableRatio
from livvly_lab.report.charts import figure, figure_svg, light_grid, percent_axis
from livvly_lab.report.population_says import relative_effect, title
from livvly_lab.report.style import CONTEXT, HIGHLIGHT, INK, MUTED, NOISE, PAPER, VERDICTS

_COLUMNS = 3
_FARTHEST = 2.0
_SMALL = 8.5
_NARROW = 1.0
"""Below this sigma the axis of a log-normal has ticks at 3 and 30 too, or it would have one alone."""
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

Panel = Callable[[Axes, Comparison], None]


def tests_svg(tests: Sequence[DistributionTest], says: str, key: str) -> str:
    """Draw the effect of each test with its interval on one axis of limits, the worst on top."""
    with figure(0.9 + 0.2 * len(tests)) as fig:
        axes = fig.add_subplot()
        axes.axvspan(0, 1, color=NOISE, zorder=0)
        axes.axvline(1, color=CONTEXT, linewidth=1)
        for row, test in enumerate(tests):
            _effect(axes, row, test)
        axes.set_xlim(0, _FARTHEST)
        axes.set_ylim(len(tests) - 0.4, -0.6)
        axes.set_yticks(range(len(tests)), [title(test.name) for test in tests], fontsize=_SMALL)
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}×"))
        axes.set_xlabel("effect, in limits (D 0.05, w 0.1)")
        return figure_svg(fig, says, key)


def values_svg(compared: Sequence[Comparison], says: str, key: str) -> str:
    """Draw the cumulative curve of each continuous sample over the declared one."""
    return _panels(compared, _cumulative, [1.95] * ceil(len(compared) / _COLUMNS), says, key)


def counts_svg(compared: Sequence[Comparison], says: str, key: str) -> str:
    """Draw the share of each value as a bar, with a tick where the declared share lies."""
    rows = [compared[at : at + _COLUMNS] for at in range(0, len(compared), _COLUMNS)]
    heights = [0.75 + 0.19 * max(len(each.curve.labels) for each in row) for row in rows]
    return _panels(compared, _bars, heights, says, key)


def rhythm_svg(compared: Sequence[Comparison], says: str, key: str) -> str:
    """Draw what happens by hour of the week, and the growth over the months, over what was declared."""
    with figure(2.0 * len(compared)) as fig:
        for axes, each in zip(np.atleast_1d(fig.subplots(len(compared), 1)), compared, strict=True):
            _named(axes, each.test)
            (_week if each.sample.kind == "week" else _months)(axes, each)
        return figure_svg(fig, says, key)


def ranks_svg(compared: Sequence[Comparison], says: str, key: str) -> str:
    """Draw which share the first of many take, over what the declared ranks give in draws of this size."""
    with figure(3.2 * len(compared), 4.6) as fig:
        for axes, each in zip(np.atleast_1d(fig.subplots(len(compared), 1)), compared, strict=True):
            _named(axes, each.test)
            _from_the_top(axes, each)
        return figure_svg(fig, says, key)


def ratios_svg(ratios: Sequence[TableRatio], says: str, key: str) -> str:
    """Draw how far each table is off its declared rows for each user, over what chance alone may do."""
    with figure(0.8 + 0.2 * len(ratios)) as fig:
        axes = fig.add_subplot()
        reach = 1.15 * max(0.1, *(abs(ratio.deviation or 0) for ratio in ratios))
        for row, ratio in enumerate(ratios):
            band = min(ratio.band or 0.0, reach)
            axes.barh(row, 2 * band, left=-band, height=0.8, color=NOISE, zorder=0)
            beyond = abs(ratio.deviation or 0) > (ratio.band or 0)
            axes.plot(
                ratio.deviation or 0,
                row,
                "o",
                markersize=5,
                markerfacecolor=INK if beyond else PAPER,
                markeredgecolor=INK,
            )
        axes.axvline(0, color=CONTEXT, linewidth=0.8)
        axes.set_xlim(-reach, reach)
        axes.set_ylim(len(ratios) - 0.4, -0.6)
        axes.set_yticks(range(len(ratios)), [ratio.table for ratio in ratios], fontsize=_SMALL)
        percent_axis(axes, signed=True)
        light_grid(axes)
        axes.set_xlabel("rows for each user, off the declared")
        return figure_svg(fig, says, key)


def _effect(axes: Axes, row: int, test: DistributionTest) -> None:
    style = VERDICTS[test.verdict]
    if test.effect:
        low, high = (min(end / test.limit, _FARTHEST) for end in (test.effect.low, test.effect.high))
        axes.plot([low, high], [row, row], color=CONTEXT, linewidth=1.4, solid_capstyle="butt")
        at = relative_effect(test)
        marker = ">" if at > _FARTHEST else "o"
        fill = PAPER if test.verdict == "not measured here" else INK
        axes.plot(
            min(at, _FARTHEST), row, marker, color=INK, markerfacecolor=fill, markersize=4, clip_on=False, zorder=3
        )
    axes.annotate(
        f"{style.icon} {style.word}",
        (1.0, row),
        xycoords=axes.get_yaxis_transform(),
        xytext=(8, 0),
        textcoords="offset points",
        va="center",
        fontsize=_SMALL,
        color=style.text,
        annotation_clip=False,
    )


def _panels(compared: Sequence[Comparison], panel: Panel, heights: Sequence[float], says: str, key: str) -> str:
    with figure(sum(heights)) as fig:
        grid = fig.subplots(len(heights), _COLUMNS, squeeze=False, height_ratios=heights).ravel()
        for axes, each in zip(grid, compared, strict=False):
            _named(axes, each.test)
            panel(axes, each)
        for axes in grid[len(compared) :]:
            axes.set_visible(False)
        return figure_svg(fig, says, key)


def _named(axes: Axes, test: DistributionTest) -> None:
    axes.set_title(f"{VERDICTS[test.verdict].icon} {title(test.name)}", fontsize=9)
    axes.tick_params(labelsize=8)
    if not test.n:
        axes.text(0.5, 0.5, "no rows", transform=axes.transAxes, ha="center", color=MUTED)


def _declared(axes: Axes, x: Sequence[Any], y: Sequence[float]) -> None:
    axes.plot(x, y, color=HIGHLIGHT, linewidth=4, alpha=0.35, solid_capstyle="butt")


def _from_the_top(axes: Axes, each: Comparison) -> None:
    curve = each.curve
    down = [0.0, *curve.labels]
    _declared(axes, down, [0.0, *curve.declared])
    axes.plot(down, [0.0, *curve.measured], color=INK, linewidth=1.1)
    _share_axes(axes)
    percent_axis(axes)
    axes.set_xlim(0, 1)
    axes.set_xlabel("owners, those with most first", fontsize=8)
    axes.set_ylabel(f"share of {each.test.unit}", fontsize=8)


def _cumulative(axes: Axes, each: Comparison) -> None:
    curve = each.curve
    _declared(axes, curve.labels, curve.declared)
    axes.plot(curve.labels, curve.measured, color=INK, linewidth=1.1)
    axes.set_xlabel(each.sample.axis, fontsize=8)
    shape = each.sample.shape
    if isinstance(shape, LogNormal):
        axes.set_xscale("log")
        axes.set_xlim(*(shape.median * np.exp(shape.sigma * side) for side in (-2.8, 2.8)))
        axes.xaxis.set_major_locator(LogLocator(subs=(1.0, 3.0) if shape.sigma < _NARROW else (1.0,)))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,g}"))
        axes.xaxis.set_minor_locator(NullLocator())
    _share_axes(axes)


def _bars(axes: Axes, each: Comparison) -> None:
    curve, places = each.curve, range(len(each.curve.labels))
    axes.barh(places, curve.measured, height=0.7, color=CONTEXT)
    for place, share in zip(places, curve.declared, strict=True):
        axes.plot([share, share], [place - 0.45, place + 0.45], color=HIGHLIGHT, linewidth=2)
    axes.set_yticks(places, [_label(each, label) for label in curve.labels], fontsize=8)
    axes.set_ylim(len(places) - 0.4, -0.6)
    axes.set_xlim(left=0)
    axes.xaxis.set_major_locator(MaxNLocator(3))
    percent_axis(axes)
    light_grid(axes)


def _week(axes: Axes, each: Comparison) -> None:
    curve = each.curve
    hours = range(len(curve.labels))
    axes.step(hours, curve.declared, where="mid", color=HIGHLIGHT, linewidth=4, alpha=0.35)
    axes.step(hours, curve.measured, where="mid", color=INK, linewidth=1.0)
    axes.set_xticks([24 * day + 12 for day in range(7)], _DAYS)
    for day in range(1, 7):
        axes.axvline(24 * day - 0.5, color=NOISE, linewidth=0.8)
    axes.set_xlim(-0.5, 167.5)
    axes.set_ylim(bottom=0)
    axes.yaxis.set_major_locator(MaxNLocator(3))
    percent_axis(axes, which="y")
    axes.set_ylabel(f"share of {each.test.unit}", fontsize=8)


def _months(axes: Axes, each: Comparison) -> None:
    curve = each.curve
    start = curve.labels[0] if curve.labels else 0.0
    months = [(us - start) / MONTH_US for us in curve.labels]
    _declared(axes, months, curve.declared)
    axes.plot(months, curve.measured, color=INK, linewidth=1.1)
    axes.set_xlabel("months since the first", fontsize=8)
    axes.xaxis.set_major_locator(MaxNLocator(9, integer=True))
    _share_axes(axes)
    axes.set_ylabel(f"{each.test.unit} until then", fontsize=8)


def _share_axes(axes: Axes) -> None:
    axes.set_ylim(0, 1)
    axes.set_yticks([0, 0.5, 1])
    percent_axis(axes, which="y")
    light_grid(axes, "y")


def _label(each: Comparison, label: Any) -> str:
    if each.sample.kind == "places":
        return str(label + 1)
    if isinstance(label, tuple):
        low, high = label
        if low is None:
            return f"< {high:.2g}"
        return f"≥ {low:.2g}" if high is None else f"{low:.2g}–{high:.2g}"
    return str(label)
