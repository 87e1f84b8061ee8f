"""The pictures of shard functions and numbers of logical shards: values in, SVG text out."""

from collections.abc import Sequence

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import Normalize
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator, NullLocator

from livvly_lab.domain.hashing import HashTrial, ShardCount
from livvly_lab.domain.results import Skew
from livvly_lab.report import fmt
from livvly_lab.report.charts import figure, figure_svg, light_grid, percent_axis
from livvly_lab.report.hashing_says import MUCH_ALIKE
from livvly_lab.report.style import CONTEXT, HIGHLIGHT, INK, MAGNITUDE, NOISE, PAPER

SERVERS_SHOWN = (1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 24, 28, 32)
"""Numbers of servers that have a column in the picture; the table has the worst of all."""

_OFF_SCALE = 0.5
"""A deviation beyond which a spread does not stretch the common axis: an arrow at the edge says how far it lies."""


def spreads_svg(trials: Sequence[HashTrial], shards: int, used: str, title: str, key: str) -> str:
    """Draw small multiples, functions by kinds of ids: one dot per shard over the noise band, on one axis."""
    kinds = _kinds(trials)
    skews = [[trial.spread(keys, shards).skew for keys in kinds] for trial in trials]
    with figure(0.75 + 0.53 * len(trials)) as fig:
        panels = fig.subplots(len(trials), len(kinds), sharex=True, sharey=True, squeeze=False)
        reach = _reach([skew for row in skews for skew in row])
        for row, trial in enumerate(trials):
            for column, keys in enumerate(kinds):
                _panel(panels[row, column], skews[row][column], reach)
                if row == 0:
                    panels[row, column].set_title(keys, fontweight="normal", color=CONTEXT)
            _name(panels[row, 0], trial.function, used)
        for axes in panels[-1]:
            axes.xaxis.set_major_locator(MaxNLocator(4, symmetric=True))
            percent_axis(axes, signed=True)
        fig.supxlabel("ids per shard, deviation from the mean", fontsize=10, color=CONTEXT)
        return figure_svg(fig, title, key)


def moves_svg(trials: Sequence[HashTrial], keys: str, used: str, title: str, key: str) -> str:
    """Draw, for each growth, the share of ids that each function moves, beside the least that must move."""
    moves = [move for move in trials[0].moves if move.keys == keys]
    with figure(0.9 + 0.3 * len(trials)) as fig:
        panels = fig.subplots(1, len(moves), sharex=True, sharey=True, squeeze=False)[0]
        for axes, growth in zip(panels, moves, strict=True):
            axes.axvline(growth.least, color=HIGHLIGHT, linewidth=1.2, zorder=1)
            for row, trial in enumerate(trials):
                moved = trial.move(keys, growth.after).moved
                more = moved > MUCH_ALIKE * growth.least
                axes.plot(moved, row, "o", markersize=6, color=INK, markerfacecolor=INK if more else PAPER, zorder=3)
            axes.set_title(f"{growth.before} → {growth.after} shards", fontweight="normal", color=CONTEXT)
            percent_axis(axes)
            light_grid(axes)
        axes = panels[0]
        axes.set_xlim(0, 1.04)
        axes.set_xticks([0, 0.25, 0.5, 0.75, 1])
        axes.set_ylim(len(trials) - 0.5, -0.6)
        _names(axes, [trial.function for trial in trials], used)
        fig.supxlabel(f"{keys} ids that change their shard", fontsize=10, color=CONTEXT)
        return figure_svg(fig, title, key)


def cost_svg(trials: Sequence[HashTrial], used: str, title: str, key: str) -> str:
    """Draw what a million ids cost each function, with its interval, on an axis of ratios."""
    with figure(0.7 + 0.29 * len(trials)) as fig:
        axes = fig.add_subplot()
        for row, trial in enumerate(trials):
            cost = trial.seconds_per_million
            axes.plot([cost.low * 1000, cost.high * 1000], [row, row], color=CONTEXT, linewidth=1.6, zorder=2)
            axes.plot(cost.mid * 1000, row, "o", color=INK, markersize=6, zorder=3)
            axes.annotate(
                fmt.duration(cost.mid * 1000),
                (cost.high * 1000, row),
                xytext=(8, 0),
                textcoords="offset points",
                va="center",
                color=CONTEXT,
                fontsize=9,
            )
        axes.set_xscale("log")
        low, high = axes.get_xlim()
        axes.set_xlim(low, high * 1.8)
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,g}"))
        axes.xaxis.set_minor_locator(NullLocator())
        axes.set_ylim(len(trials) - 0.5, -0.6)
        _names(axes, [trial.function for trial in trials], used)
        light_grid(axes)
        axes.set_xlabel("ms of one core for a million ids")
        return figure_svg(fig, title, key)


def counts_svg(counts: Sequence[ShardCount], title: str, key: str) -> str:
    """Draw numbers of shards by numbers of servers: how far the fullest server lies above the mean, as a number too."""
    colours, scale = mpl.colormaps[MAGNITUDE], Normalize(0, 1)
    with figure(0.95 + 0.36 * len(counts)) as fig:
        axes = fig.add_subplot()
        for row, count in enumerate(counts):
            for column, servers in enumerate(SERVERS_SHOWN):
                _cell(axes, row, column, count.off_mean[servers - 1], colours, scale)
            axes.text(
                len(SERVERS_SHOWN) + 0.15,
                row + 0.5,
                f"{fmt.count(count.relations)}, {fmt.size(count.catalog_bytes)}",
                va="center",
                color=CONTEXT,
                fontsize=9,
            )
        axes.text(len(SERVERS_SHOWN) + 0.15, -0.15, "relations, catalog", va="bottom", color=CONTEXT, fontsize=9)
        axes.set_xlim(0, len(SERVERS_SHOWN))
        axes.set_ylim(len(counts), 0)
        axes.set_yticks(np.arange(len(counts)) + 0.5, [f"{count.shards} shards" for count in counts])
        axes.set_xticks(np.arange(len(SERVERS_SHOWN)) + 0.5, [str(servers) for servers in SERVERS_SHOWN])
        axes.set_xlabel("servers; fullest above the mean, %")
        for spine in axes.spines.values():
            spine.set_visible(False)
        axes.tick_params(length=0)
        return figure_svg(fig, title, key)


def _kinds(trials: Sequence[HashTrial]) -> list[str]:
    return list(dict.fromkeys(each.keys for each in trials[0].spreads))


def _reach(skews: Sequence[Skew]) -> float:
    """Return the end of the common axis: the farthest shard that is on the scale, and every noise band."""
    ends = [skew.worst for skew in skews if skew.worst <= _OFF_SCALE]
    return 1.12 * max(*ends, *(skew.band for skew in skews), 1e-3)


def _panel(axes: Axes, skew: Skew, reach: float) -> None:
    """Draw one spread: hollow dots within the noise band, filled ones beyond it, arrows beyond the axis."""
    shards = len(skew.per_shard)
    axes.axvspan(-skew.band, skew.band, color=NOISE, zorder=0)
    axes.axvline(0, color=CONTEXT, linewidth=0.8, zorder=1)
    for filled in (False, True):
        rows = [row for row, each in enumerate(skew.deviations) if abs(each) <= reach and filled == _beyond(skew, row)]
        places = [skew.deviations[row] for row in rows]
        face = INK if filled else PAPER
        axes.plot(places, rows, "o", markersize=3, markerfacecolor=face, markeredgecolor=INK, markeredgewidth=0.7)
    off = [row for row, each in enumerate(skew.deviations) if abs(each) > reach]
    if off:
        _arrow(axes, skew, reach, shards)
    axes.set_xlim(-reach, reach)
    margin = max(0.8, 0.07 * shards)
    axes.set_ylim(shards - 1 + margin, -margin)
    axes.set_yticks([])
    light_grid(axes)


def _beyond(skew: Skew, shard: int) -> bool:
    return abs(skew.deviations[shard]) > skew.band


def _arrow(axes: Axes, skew: Skew, reach: float, shards: int) -> None:
    """Say at the edge of a panel how far the worst shard lies beyond it, and what became of the others."""
    most = skew.deviations[skew.worst_shard]
    empty = sum(amount == 0 for amount in skew.per_shard)
    rest = f", {empty} of {shards} shards empty" if empty else ""
    text = f"{fmt.deviation(most, 0)}{rest} ▸" if most > 0 else f"◂ {fmt.deviation(most, 0)}{rest}"
    axes.text(
        0.97 * reach if most > 0 else -0.97 * reach,
        (shards - 1) / 2,
        text,
        ha="right" if most > 0 else "left",
        va="center",
        fontsize=8,
        zorder=4,
        bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1.0},
    )


def _name(axes: Axes, name: str, used: str) -> None:
    axes.set_ylabel(name, rotation=0, ha="right", va="center", fontweight="bold" if name == used else "normal")


def _names(axes: Axes, names: Sequence[str], used: str) -> None:
    """Write the functions down the side, the one in use in bold."""
    axes.set_yticks(range(len(names)), names)
    for label in axes.get_yticklabels():
        label.set_fontweight("bold" if label.get_text() == used else "normal")


def _cell(
    axes: Axes, row: int, column: int, off_mean: float | None, colours: mpl.colors.Colormap, scale: Normalize
) -> None:
    """Draw how far the fullest server lies above the mean; a dash where some servers would stay empty."""
    fill = PAPER if off_mean is None else colours(scale(off_mean) * 0.8)
    axes.add_patch(Rectangle((column, row), 1, 1, facecolor=fill, edgecolor=PAPER, linewidth=1))
    text = fmt.ABSENT if off_mean is None else "0" if off_mean == 0 else f"{off_mean * 100:.1f}"
    dark = off_mean is not None and scale(off_mean) > 0.75
    axes.text(column + 0.5, row + 0.5, text, ha="center", va="center", fontsize=9, color=PAPER if dark else INK)
