"""The pictures of shard skew: values in, SVG text out."""

from collections.abc import Sequence

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import Normalize
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator, NullLocator

from livvly_lab.domain.load import HourCounts, Load
from livvly_lab.domain.results import Skew
from livvly_lab.domain.skew import BandCurve, CrossShard, HotEffect, Lorenz, Reading, ReadingVerdict
from livvly_lab.report import fmt
from livvly_lab.report.charts import figure, figure_svg, light_grid, percent_axis
from livvly_lab.report.skew_says import WEEKDAYS
from livvly_lab.report.style import CONTEXT, DEVIATION, HIGHLIGHT, INK, MAGNITUDE, MUTED, NOISE, PAPER, VERDICTS

_NUMBERED_CELLS = 16
"""Shards up to which a cell is wide enough for its number."""

_PAPER = {"facecolor": PAPER, "edgecolor": "none", "pad": 1.0}
"""What lies behind text that crosses lines."""


def dots_svg(skew: Skew, reading: Reading | None, title: str, key: str) -> str:
    """Draw one dot per shard on an axis of deviations, over the noise band, with the limits of a reading."""
    shards = len(skew.per_shard)
    with figure(min(4.5, 1.1 + 0.26 * shards)) as fig:
        axes = fig.add_subplot()
        ends = [skew.worst, skew.band, *((-reading.low, reading.high) if reading else ())]
        _deviation_axis(axes, max(ends))
        axes.axvspan(-skew.band, skew.band, color=NOISE, zorder=0)
        for shard, deviation in enumerate(skew.deviations):
            _dot(axes, deviation, shard, filled=abs(deviation) > skew.band, size=7 if shards <= _NUMBERED_CELLS else 5)
        if reading:
            _limit(axes, reading.low, "right")
            _limit(axes, reading.high, "left")
        foot = max(0.75, 0.06 * shards)
        axes.set_ylim(shards - 0.5 + foot, -0.6)
        axes.text(
            -skew.band,
            shards - 0.5 + foot / 2,
            f" a fair hash: ±{fmt.share(skew.band)}",
            va="center",
            color=MUTED,
            fontsize=9,
        )
        _shard_ticks(axes, shards)
        axes.set_xlabel(f"{skew.what}, deviation from the mean")
        return figure_svg(fig, title, key)


def readings_svg(skew: Skew, judged: Sequence[ReadingVerdict], title: str, key: str) -> str:
    """Draw the range each reading allows as a grey bar, with the shards on it."""
    with figure(0.9 + 0.62 * len(judged)) as fig:
        axes = fig.add_subplot()
        _deviation_axis(axes, max(skew.worst, *(max(-each.reading.low, each.reading.high) for each in judged)))
        for row, each in enumerate(judged):
            reading, style = each.reading, VERDICTS[each.verdict]
            width = reading.high - reading.low
            axes.add_patch(Rectangle((reading.low, row - 0.16), width, 0.44, color=NOISE, zorder=0, linewidth=0))
            axes.text(0, row - 0.24, reading.says, ha="center", va="bottom", fontsize=9, color=CONTEXT, bbox=_PAPER)
            for shard, deviation in enumerate(skew.deviations):
                place = row + 0.06 + _spread(shard, len(skew.deviations), 0.3)
                _dot(axes, deviation, place, filled=not reading.low <= deviation <= reading.high, size=4)
            axes.annotate(
                f"{style.icon} {style.word}",
                (1.0, row + 0.06),
                xycoords=axes.get_yaxis_transform(),
                xytext=(6, 0),
                textcoords="offset points",
                va="center",
                color=style.text,
                annotation_clip=False,
            )
        axes.set_ylim(len(judged) - 0.55, -0.65)
        axes.set_yticks([])
        axes.set_xlabel("users per shard, deviation from the mean")
        return figure_svg(fig, title, key)


def promise_svg(curve: BandCurve, skew: Skew, title: str, key: str) -> str:
    """Draw the band's half-width against the number of users, with the limit and where they meet."""
    with figure(3.4) as fig:
        axes = fig.add_subplot()
        total = sum(skew.per_shard)
        for level, band in curve.bands.items():
            last = level == max(curve.bands)
            axes.plot(curve.users, band, color=INK if last else CONTEXT, linewidth=1.8 if last else 1.0)
        axes.set_xscale("log")
        axes.set_xlim(curve.users[0], curve.users[-1])
        top = max(
            2.2 * curve.limit,
            1.35 * float(np.interp(total, curve.users, max(curve.bands.items())[1])),
            1.2 * skew.worst,
        )
        axes.set_ylim(0, top)
        _label_levels(axes, curve, top)
        axes.axhline(curve.limit, color=CONTEXT, linewidth=1, linestyle="-")
        axes.annotate(
            f"limit ±{fmt.share(curve.limit)}",
            (1, curve.limit),
            xycoords=axes.get_yaxis_transform(),
            xytext=(0, 3),
            textcoords="offset points",
            ha="right",
            va="bottom",
            color=CONTEXT,
            fontsize=9,
        )
        axes.plot([curve.users_needed] * 2, [0, curve.limit], color=HIGHLIGHT, linewidth=1.2)
        axes.annotate(
            f"{fmt.count(curve.users_needed)} users",
            (curve.users_needed, curve.limit),
            xytext=(4, 4),
            textcoords="offset points",
            color=HIGHLIGHT,
            va="bottom",
        )
        axes.plot(total, skew.worst, "o", color=INK, markersize=6, clip_on=False, zorder=4)
        axes.annotate(
            f"this run: {fmt.share(skew.worst)}",
            (total, skew.worst),
            xytext=(-8, -1),
            textcoords="offset points",
            ha="right",
            va="top",
            bbox=_PAPER,
        )
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _tick(value)))
        axes.xaxis.set_minor_locator(NullLocator())
        percent_axis(axes, which="y")
        light_grid(axes, "y")
        axes.set_xlabel("users")
        axes.set_ylabel("worst shard, off the mean")
        return figure_svg(fig, title, key)


def strips_svg(skews: Sequence[Skew], title: str, key: str) -> str:
    """Draw one strip per load on one axis of deviations: its noise band and a dot per shard."""
    with figure(min(4.5, 0.8 + 0.5 * len(skews))) as fig:
        axes = fig.add_subplot()
        reach = max(skew.worst for skew in skews)
        _deviation_axis(axes, max(reach, min(2 * reach, max(skew.band for skew in skews))))
        for row, skew in enumerate(skews):
            axes.add_patch(Rectangle((-skew.band, row - 0.42), 2 * skew.band, 0.84, color=NOISE, zorder=0, linewidth=0))
            for shard, deviation in enumerate(skew.deviations):
                real = abs(deviation) > skew.band
                place = row + _spread(shard, len(skew.deviations), 0.6)
                _dot(axes, deviation, place, filled=real, size=4.5, label=str(shard) if real else "")
        axes.set_ylim(len(skews) - 0.45, -0.55)
        axes.set_yticks(range(len(skews)), [skew.what for skew in skews])
        axes.set_xlabel("deviation from the mean shard")
        return figure_svg(fig, title, key)


def heat_svg(skews: Sequence[Skew], title: str, key: str) -> str:
    """Draw tables by shards, the deviation as colour and as number, real ones framed."""
    shards, limit = len(skews[0].per_shard), skews[0].worst or 1.0
    with figure(min(4.5, 0.75 + 0.28 * len(skews))) as fig:
        axes = fig.add_subplot()
        colours, scale = mpl.colormaps[DEVIATION], Normalize(-limit, limit)
        values = np.array([skew.deviations for skew in skews])
        axes.pcolormesh(values, cmap=colours, norm=scale, edgecolors=PAPER, linewidth=1)
        for row, skew in enumerate(skews):
            for shard, value in enumerate(skew.deviations):
                if shards <= _NUMBERED_CELLS:
                    _cell(axes, row, shard, _percent_points(value), _text_on(colours(scale(value))))
                if abs(value) > skew.band:
                    axes.add_patch(Rectangle((shard + 0.04, row + 0.06), 0.92, 0.88, fill=False, edgecolor=INK, lw=1.5))
            axes.text(
                shards + 0.1,
                row + 0.5,
                f"±{skew.band * 100:.1f}" if skew.mean else "none",
                va="center",
                color=CONTEXT,
                fontsize=9,
            )
        axes.set_ylim(len(skews), 0)
        axes.text(shards + 0.1, -0.15, "band", va="bottom", color=CONTEXT, fontsize=9)
        axes.set_yticks(np.arange(len(skews)) + 0.5, [skew.what.removeprefix("rows of ") for skew in skews])
        shown = np.arange(0, shards, max(1, shards // _NUMBERED_CELLS))
        axes.set_xticks(shown + 0.5, [str(shard) for shard in shown])
        axes.set_xlabel("shard; rows, deviation from the table's mean, %")
        _bare(axes)
        return figure_svg(fig, title, key)


def sizes_svg(table: pd.DataFrame, title: str, key: str) -> str:
    """Draw the bytes of each shard as one bar of heap, indexes and TOAST."""
    shards = len(table)
    with figure(min(4.5, 1.0 + 0.28 * shards)) as fig:
        axes = fig.add_subplot()
        left = np.zeros(shards)
        shades = {"heap, MiB": CONTEXT, "indexes, MiB": HIGHLIGHT, "TOAST, MiB": INK}
        for name, colour in shades.items():
            width = table[name].to_numpy(dtype=np.float64) / 2**20
            axes.barh(np.arange(shards), width, left=left, color=colour, height=0.7)
            if width.mean() > 0.03 * table[list(shades)].to_numpy().sum(axis=1).max() / 2**20:
                axes.text(
                    left[0] + width[0] / 2, -0.45, name.removesuffix(", MiB"), color=colour, ha="center", va="bottom"
                )
            left += width
        axes.set_ylim(shards - 0.5, -1.1)
        _shard_ticks(axes, shards)
        axes.set_xlabel("MiB")
        light_grid(axes)
        return figure_svg(fig, title, key)


def hottest_svg(load: Load, curve: Lorenz, effects: Sequence[HotEffect], title: str, key: str) -> str:
    """Draw the Lorenz curve of a load, and beside it the shards of the hottest with and without them."""
    beside = len(load.shards) > 1 and bool(effects)
    with figure(3.6) as fig:
        left, right = fig.subplots(1, 2, width_ratios=(1, 1)) if beside else (fig.add_subplot(), None)
        left.plot([0, 1], [0, 1], color=CONTEXT, linewidth=1)
        left.plot(curve.x, curve.y, color=INK, clip_on=False)
        left.fill_between(curve.x, curve.y, curve.x, color=NOISE, linewidth=0, zorder=0)
        cut = 1 - curve.top
        left.plot([cut, cut], [1 - curve.top_share, 1], color=HIGHLIGHT, linewidth=3, solid_capstyle="butt")
        left.text(
            cut - 0.03,
            0.4,
            f"top {fmt.number(curve.top * 100, 2).removesuffix('.0')} % take\n{fmt.share(curve.top_share)}",
            ha="right",
            va="center",
            color=HIGHLIGHT,
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1.5},
        )
        left.text(0.05, 0.88, f"Gini {fmt.number(curve.gini, 2)}", color=CONTEXT)
        left.set_aspect("equal")
        left.set_xlim(0, 1)
        left.set_ylim(0, 1)
        left.set_xticks([0, 0.25, 0.5, 0.75, 1])
        left.set_yticks([0.25, 0.5, 0.75, 1])
        percent_axis(left)
        percent_axis(left, which="y")
        light_grid(left)
        left.set_xlabel(f"{load.measure.who}s, from least to most")
        left.set_ylabel(f"share of {load.measure.name}")
        if right is not None:
            _effects(right, effects)
        return figure_svg(fig, title, key)


def cross_svg(crosses: Sequence[CrossShard], title: str, key: str) -> str:
    """Draw the share of crossing rows of each relation as a bar from zero, with what a fair hash gives."""
    with figure(0.85 + 0.42 * len(crosses)) as fig:
        axes = fig.add_subplot()
        places = range(len(crosses))
        axes.barh(places, [cross.share for cross in crosses], color=NOISE, height=0.62)
        for place, cross in zip(places, crosses, strict=True):
            axes.plot([cross.share] * 2, [place - 0.31, place + 0.31], color=INK, linewidth=2)
            axes.errorbar(
                cross.fair.mid,
                place,
                xerr=[[cross.fair.mid - cross.fair.low], [cross.fair.high - cross.fair.mid]],
                color=HIGHLIGHT,
                capsize=4,
                linewidth=1.2,
            )
            axes.text(0.01, place, f"{fmt.share(cross.share)} of {fmt.plural(cross.rows, 'row')}", va="center")
        axes.set_ylim(len(crosses) - 0.45, -0.95)
        axes.annotate("fair hash", (crosses[0].fair.mid, -0.4), ha="center", va="bottom", color=HIGHLIGHT, fontsize=9)
        axes.set_yticks(places, [cross.table for cross in crosses])
        axes.set_xlim(0, 1)
        percent_axis(axes)
        light_grid(axes)
        axes.set_xlabel("rows with their parties in two shards")
        return figure_svg(fig, title, key)


def hours_svg(hours: HourCounts, title: str, key: str) -> str:
    """Draw weekdays by hours, the count as colour from zero, the busiest and the quietest framed."""
    values = np.array(hours.counts, dtype=np.float64)
    with figure(2.5) as fig:
        axes = fig.add_subplot()
        colours, scale = mpl.colormaps[MAGNITUDE], Normalize(0, max(1.0, float(values.max())))
        axes.pcolormesh(values, cmap=colours, norm=scale, edgecolors=PAPER, linewidth=0.8)
        for end in (values.argmax(), values.argmin()):
            day, hour = divmod(int(end), 24)
            axes.add_patch(Rectangle((hour + 0.05, day + 0.05), 0.9, 0.9, fill=False, edgecolor=INK, lw=1.5))
        axes.set_ylim(7, 0)
        axes.set_yticks(np.arange(7) + 0.5, [day[:3] for day in WEEKDAYS])
        axes.set_xticks(np.arange(0, 24, 3) + 0.5, [f"{hour:02d}" for hour in range(0, 24, 3)])
        axes.set_xlabel(f"hour of the day, {hours.measure.zone}")
        _bare(axes)
        return figure_svg(fig, title, key)


def _deviation_axis(axes: Axes, reach: float) -> None:
    """Make a horizontal axis of deviations, symmetric about zero."""
    axes.set_xlim(-1.12 * reach if reach else -0.01, 1.12 * reach if reach else 0.01)
    axes.axvline(0, color=CONTEXT, linewidth=0.8, zorder=1)
    percent_axis(axes, signed=True)
    light_grid(axes)


def _dot(axes: Axes, x: float, y: float, *, filled: bool, size: float = 7, label: str = "") -> None:
    """Draw a shard: hollow where it lies within chance, filled (and named) where it does not."""
    axes.plot(x, y, "o", markersize=size, markerfacecolor=INK if filled else PAPER, markeredgecolor=INK, zorder=3)
    if label:
        axes.annotate(label, (x, y), xytext=(5, 0), textcoords="offset points", va="center", fontsize=8)


def _spread(shard: int, shards: int, height: float) -> float:
    """Return the vertical place of a shard within its strip, shard 0 on top."""
    return height * (shard / (shards - 1) - 0.5) if shards > 1 else 0.0


def _limit(axes: Axes, value: float, side: str) -> None:
    """Draw a limit with its label above, outward, so that two close ones do not touch."""
    axes.axvline(value, color=INK, linewidth=1, zorder=1)
    axes.annotate(
        f"limit {fmt.deviation(value)}",
        (value, 1.0),
        xycoords=axes.get_xaxis_transform(),
        xytext=(0, 3),
        textcoords="offset points",
        ha=side,
        va="bottom",
        color=MUTED,
        fontsize=9,
    )


def _shard_ticks(axes: Axes, shards: int) -> None:
    step = max(1, shards // _NUMBERED_CELLS)
    axes.set_yticks(range(0, shards, step), [f"shard {shard}" for shard in range(0, shards, step)])


def _label_levels(axes: Axes, curve: BandCurve, top: float) -> None:
    """Write on each curve how many of 100 runs stay under it, one a little lower than the next."""
    for place, (level, band) in enumerate(sorted(curve.bands.items())):
        height = (0.68 + 0.12 * place) * top
        users = np.interp(-height, -np.asarray(band), curve.users)
        axes.text(float(users), height, f"{level * 100:.0f} %", ha="center", va="center", fontsize=9, bbox=_PAPER)


def _effects(axes: Axes, effects: Sequence[HotEffect]) -> None:
    """Draw, for each of the hottest, the deviation of his shard with him and without."""
    ends = [end for effect in effects for end in (effect.deviation, effect.deviation_without)]
    _deviation_axis(axes, max(map(abs, ends)))
    axes.xaxis.set_major_locator(MaxNLocator(4, symmetric=True))
    for row, effect in enumerate(effects):
        axes.plot([effect.deviation_without, effect.deviation], [row, row], color=CONTEXT, linewidth=1.2, zorder=2)
        _dot(axes, effect.deviation_without, row, filled=False)
        _dot(axes, effect.deviation, row, filled=True)
    first, (low, high) = effects[0], axes.get_xlim()
    if abs(first.deviation - first.deviation_without) > (high - low) / 4:
        for end, word in ((first.deviation, "with"), (first.deviation_without, "without")):
            axes.annotate(
                word, (end, 0), xytext=(0, 7), textcoords="offset points", ha="center", color=CONTEXT, fontsize=9
            )
    names = [f"{effect.user[:8]}\nshard {effect.shard}, {fmt.share(effect.share)} of all" for effect in effects]
    axes.set_yticks(range(len(effects)), names, fontsize=9)
    axes.set_ylim(len(effects) - 0.5, -0.6)
    axes.set_xlabel("shard off the mean")


def _cell(axes: Axes, row: int, column: int, text: str, colour: str) -> None:
    axes.text(column + 0.5, row + 0.5, text, ha="center", va="center", fontsize=9, color=colour)


def _percent_points(value: float) -> str:
    text = f"{value * 100:+.1f}".replace("-", "−")
    return "0.0" if text[1:] == "0.0" else text


def _text_on(rgba: tuple[float, float, float, float]) -> str:
    """Return the colour of text that reads best on a fill."""
    red, green, blue, _ = rgba
    return INK if 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.45 else PAPER


def _tick(value: float) -> str:
    """Write a round number at an axis, without the digits that say nothing there."""
    number, _, unit = fmt.count(value).partition(" ")
    return f"{number.rstrip('0').rstrip('.') if '.' in number else number} {unit}".strip()


def _bare(axes: Axes) -> None:
    """Take the frame and the ticks from an axis whose cells speak for themselves."""
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.tick_params(length=0)
