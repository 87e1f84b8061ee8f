"""The pictures of compared layouts: values in, SVG text out."""

from collections.abc import Callable, Sequence
from statistics import median

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

from livvly_lab.domain.layout_trials import (
    INHERITED,
    NOTICEABLE,
    PARTITIONED,
    ROUTED,
    SINGLE,
    Breaks,
    LayoutSize,
    LayoutTrials,
    Lookup,
    Price,
    ReadTime,
    TwoPartyTrial,
    WriteRate,
    ratios,
)
from livvly_lab.report import fmt
from livvly_lab.report.charts import figure, figure_svg, light_grid, limit_line
from livvly_lab.report.style import CONTEXT, GRID, HIGHLIGHT, INK, MAGNITUDE, NOISE, PAPER

BREAKS: dict[Breaks, str] = {
    "reference": "rows that name nobody",
    "key in its shard": "unique key repeated in its shard",
    "key in another shard": "unique key repeated in another shard",
}


def prices_svg(prices: Sequence[Price], title: str, key: str) -> str:
    """Draw how many times as much inheritance takes as partitions, with the interval, on an axis of ratios."""
    with figure(0.9 + 0.34 * len(prices)) as fig:
        axes = fig.add_subplot()
        axes.axvspan(1 - NOTICEABLE, 1 + NOTICEABLE, color=NOISE, zorder=0)
        for row, price in enumerate(prices):
            ratio, decided = price.ratio, price.dearer or price.cheaper
            axes.plot([ratio.low, ratio.high], [row, row], color=CONTEXT, linewidth=1.6, zorder=2)
            axes.plot(ratio.mid, row, "o", color=INK, markerfacecolor=INK if decided else PAPER, markersize=6, zorder=3)
            _beside(axes, ratio.high if ratio.mid >= 1 else ratio.low, row, fmt.factor(ratio.mid), left=ratio.mid < 1)
        _ratio_axis(axes, [end for price in prices for end in (price.ratio.low, price.ratio.high)])
        _rows(axes, [price.what for price in prices])
        limit_line(axes, 1, "equal")
        axes.set_xlabel("inheritance / partitioned, log scale")
        return figure_svg(fig, title, key)


def reads_svg(trials: LayoutTrials, title: str, key: str) -> str:
    """Draw a dot per query and way on axes of ratios to the layout without shards: planning left, execution right."""
    ways = (INHERITED, ROUTED, PARTITIONED)
    parts: dict[str, Callable[[ReadTime], float]] = {
        "planning": lambda read: read.planning_ms.mid,
        "execution": lambda read: read.execution_ms.mid,
    }
    with figure(2.6) as fig:
        panels = fig.subplots(1, 2, sharey=True)
        for axes, (what, told) in zip(panels, parts.items(), strict=True):
            found = [sorted(ratios(trials.reads, way, SINGLE, told).values()) for way in ways]
            for row, values in enumerate(found):
                _cloud(axes, row, values)
            axes.set_title(what, fontweight="normal", color=CONTEXT)
            axes.axvline(1, color=CONTEXT, linewidth=1, zorder=1)
            _ratio_axis(axes, [value for values in found for value in values])
        _rows(panels[0], [way.says for way in ways])
        fig.supxlabel("times what the query takes without shards, log scale", fontsize=10, color=CONTEXT)
        return figure_svg(fig, title, key)


def _cloud(axes: Axes, row: int, values: Sequence[float]) -> None:
    """Draw a dot for each value of a row, spread upwards by size, and their median as a labelled line."""
    if not values:
        return
    heights = row + 0.24 * np.linspace(1, -1, len(values)) if len(values) > 1 else np.array([float(row)])
    axes.plot(values, heights, "o", color=CONTEXT, markersize=2.5, zorder=2)
    middle = median(values)
    axes.plot([middle, middle], [row - 0.34, row + 0.34], color=HIGHLIGHT, linewidth=2, zorder=3)
    label = {"xytext": (5, 3), "textcoords": "offset points", "fontsize": 9, "color": HIGHLIGHT}
    axes.annotate(fmt.factor(middle), (middle, row - 0.3), **label)  # type: ignore[arg-type]  # matplotlib's stubs know no such mapping


def pruning_svg(lookups: Sequence[Lookup], title: str, key: str) -> str:
    """Draw, for each way to ask and layout, how many tables are read of those planned, and the locks taken."""
    asked = list(dict.fromkeys(each.asked for each in lookups))
    names = list(dict.fromkeys(each.layout for each in lookups))
    found = {(each.asked, each.layout): each for each in lookups}
    most = max(each.scanned for each in lookups)
    colours = mpl.colormaps[MAGNITUDE]
    with figure(0.7 + 0.33 * len(asked)) as fig:
        axes = fig.add_subplot()
        for row, way in enumerate(asked):
            for column, name in enumerate(names):
                each = found.get((way, name))
                share = each.scanned / most * 0.8 if each else 0.0
                fill = colours(share) if each else PAPER
                axes.add_patch(Rectangle((column, row), 1, 1, facecolor=fill, edgecolor=PAPER, linewidth=1.5))
                words = f"{each.scanned} of {each.planned} · {each.locks} locks" if each else fmt.ABSENT
                dark = share > 0.6
                axes.text(
                    column + 0.5, row + 0.5, words, ha="center", va="center", fontsize=9, color=PAPER if dark else INK
                )
        axes.set_xlim(0, len(names))
        axes.set_ylim(len(asked), 0)
        axes.set_xticks(np.arange(len(names)) + 0.5, names)
        axes.xaxis.tick_top()
        axes.set_yticks(np.arange(len(asked)) + 0.5, asked)
        _bare(axes)
        return figure_svg(fig, title, key)


def writes_svg(writes: Sequence[WriteRate], title: str, key: str) -> str:
    """Draw rows a second with their interval for each way to write, single rows left, bulk right, from zero."""
    styles = list(dict.fromkeys(each.style for each in writes))
    ways = list(dict.fromkeys(each.way for each in writes))
    with figure(0.9 + 0.34 * len(ways)) as fig:
        panels = fig.subplots(1, len(styles), sharey=True, squeeze=False)[0]
        for axes, style in zip(panels, styles, strict=True):
            of_style = {each.way: each.rows_per_s for each in writes if each.style == style}
            for row, way in enumerate(ways):
                rate = of_style[way]
                axes.plot([rate.low, rate.high], [row, row], color=CONTEXT, linewidth=1.6, zorder=2)
                axes.plot(rate.mid, row, "o", color=INK, markersize=6, zorder=3)
                _beside(axes, rate.high, row, fmt.count(rate.mid))
            axes.set_xlim(0, 1.28 * max(rate.high for rate in of_style.values()))
            axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: fmt.count(value)))
            axes.locator_params(axis="x", nbins=5)
            axes.set_title(style, fontweight="normal", color=CONTEXT)
            light_grid(axes)
        _rows(panels[0], [way.says for way in ways])
        fig.supxlabel("rows a second", fontsize=10, color=CONTEXT)
        return figure_svg(fig, title, key)


def enforced_svg(trials: LayoutTrials, names: Sequence[str], title: str, key: str) -> str:
    """Draw, for each kind of bad row and layout, how many of those tried were refused."""
    kinds = list(BREAKS)
    with figure(0.5 + 0.27 * len(kinds) * (len(names) + 1.1)) as fig:
        axes = fig.add_subplot()
        places, words, row = [], [], 0.0
        for kind in kinds:
            axes.text(0, row - 0.1, BREAKS[kind], fontsize=10, fontweight="bold", color=INK, va="bottom")
            row += 0.4
            for name in names:
                refused, tried = trials.refused(name, kind), trials.tried(name, kind)
                axes.barh(row, 1, height=0.6, color=NOISE, zorder=1)
                axes.barh(row, refused / tried if tried else 0, height=0.6, color=HIGHLIGHT, zorder=2)
                says = f"{refused} of {tried} refused" if tried else "not tried"
                axes.text(1.015, row, says, va="center", fontsize=9, color=CONTEXT)
                places.append(row)
                words.append(name)
                row += 0.8
            row += 0.65
        axes.set_yticks(places, words)
        axes.set_ylim(row - 0.2, -0.6)
        axes.set_xlim(0, 1.25)
        axes.set_xticks([])
        _bare(axes)
        return figure_svg(fig, title, key)


def sizes_svg(sizes: Sequence[LayoutSize], title: str, key: str) -> str:
    """Draw what each layout takes on disk, from zero: heap, indexes, TOAST."""
    parts = (("heap", HIGHLIGHT), ("index", CONTEXT), ("toast", GRID))
    with figure(0.95 + 0.36 * len(sizes)) as fig:
        axes = fig.add_subplot()
        for row, each in enumerate(sizes):
            left = 0.0
            for part, colour in parts:
                wide = getattr(each, f"{part}_bytes") / 2**20
                axes.barh(row, wide, left=left, height=0.62, color=colour, zorder=2)
                label = part if part != "toast" else "TOAST"
                if row == 0 and part != "toast":
                    axes.text(left + wide / 2, row, label, ha="center", va="center", fontsize=9, color=PAPER, zorder=3)
                left += wide
            _beside(axes, left, row, fmt.size(each.size_bytes))
        axes.set_xlim(0, 1.18 * max(each.size_bytes for each in sizes) / 2**20)
        _rows(axes, [each.layout for each in sizes])
        light_grid(axes)
        axes.set_xlabel("MiB, light: TOAST")
        return figure_svg(fig, title, key)


def copy_reads_svg(copies: Sequence[TwoPartyTrial], title: str, key: str) -> str:
    """Draw what each query of a second party takes with its rows stored once and with a copy beside him."""
    reads = [(trial, read) for trial in copies for read in trial.reads]
    with figure(0.9 + 0.32 * len(reads)) as fig:
        axes = fig.add_subplot()
        for row, (_, read) in enumerate(reads):
            axes.plot([read.copy_ms.mid, read.once_ms.mid], [row, row], color=GRID, linewidth=3, zorder=1)
            axes.plot(read.once_ms.mid, row, "o", color=INK, markerfacecolor=PAPER, markersize=6, zorder=3)
            axes.plot(read.copy_ms.mid, row, "o", color=HIGHLIGHT, markersize=6, zorder=3)
            _beside(axes, read.once_ms.mid, row, fmt.factor(read.once_ms.mid / read.copy_ms.mid))
        ends = [end for _, read in reads for end in (read.once_ms.mid, read.copy_ms.mid)]
        _log_axis(axes, min(ends) / 1.4, max(ends) * 1.9)
        _rows(axes, [read.query for _, read in reads])
        light_grid(axes)
        axes.set_xlabel("planning and execution, ms, log scale: ○ stored once, ● with a copy")
        return figure_svg(fig, title, key)


def copy_costs_svg(copies: Sequence[TwoPartyTrial], title: str, key: str) -> str:
    """Draw how many times as many bytes, log and time a relation takes with copies as stored once."""
    with figure(1.0 + 0.34 * len(copies)) as fig:
        axes = fig.add_subplot()
        marks = {"bytes on disk": "s", "bytes of the log": "D", "time to write single rows": "o"}
        ends = [1.0]
        for row, trial in enumerate(copies):
            for (_, mark), value in zip(marks.items(), cost_factors(trial), strict=True):
                if value is not None:
                    axes.plot(value, row, mark, color=INK, markerfacecolor=INK if mark == "o" else PAPER, markersize=6)
                    ends.append(value)
        axes.set_xlim(0.9, 1.12 * max(ends))
        limit_line(axes, 1, "stored once")
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"×{value:g}"))
        _rows(axes, [trial.table for trial in copies])
        light_grid(axes)
        axes.set_xlabel("with copies / stored once: □ bytes on disk, ◇ bytes of the log, ● time to write single rows")
        return figure_svg(fig, title, key)


def cost_factors(trial: TwoPartyTrial) -> tuple[float | None, float | None, float | None]:
    """Return how many times the bytes on disk, the log and the time of single rows copies take; None where unknown."""
    disk = (trial.once_bytes + trial.copy_bytes) / trial.once_bytes if trial.once_bytes else None
    if "single rows" not in trial.by_style:
        return disk, None, None
    once, both = trial.by_style["single rows"]
    log = both.wal_bytes_per_row.mid / once.wal_bytes_per_row.mid if once.wal_bytes_per_row.mid else None
    return disk, log, once.rows_per_s.mid / both.rows_per_s.mid


def _rows(axes: Axes, words: Sequence[str]) -> None:
    axes.set_yticks(range(len(words)), words)
    axes.set_ylim(len(words) - 0.4, -0.6)


def _beside(axes: Axes, x: float, row: float, words: str, *, left: bool = False) -> None:
    """Write words to the right of a point, or to its left."""
    place = {"xytext": (-7 if left else 7, 0), "textcoords": "offset points", "ha": "right" if left else "left"}
    axes.annotate(words, (x, row), va="center", color=CONTEXT, fontsize=9, **place)  # type: ignore[arg-type]  # matplotlib's stubs know no such mapping


def _ratio_axis(axes: Axes, values: Sequence[float]) -> None:
    """Make an axis of ratios that shows 1 and every value, with room for what stands beside them."""
    low, high = min([0.8, *values]), max([1.25, *values])
    room = (high / low) ** 0.35
    _log_axis(axes, low / room, high * room, "×")
    light_grid(axes)


def _log_axis(axes: Axes, low: float, high: float, sign: str = "") -> None:
    """Make a log axis with a tick at 1, 2 and 5 of each power of ten, fewer where it spans several."""
    axes.set_xscale("log")
    axes.set_xlim(low, high)
    axes.xaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0) if high / low < 60 else (1.0,)))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{sign}{value:g}"))
    axes.xaxis.set_minor_locator(NullLocator())


def _bare(axes: Axes) -> None:
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.tick_params(length=0)
