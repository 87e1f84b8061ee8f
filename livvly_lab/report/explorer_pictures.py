"""The picture of the explorer: one figure, drawn once, whose marks move from setting to setting.

What never changes (axes, ticks, labels) is kept as a background, so that a move draws little more than the marks.
The axes never change, or what moves could not be seen: what lies beyond them is an arrow at their end.
"""

import io
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.image import imsave
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.ticker import FixedLocator

from livvly_lab.domain.exploring import Carriers, Explored
from livvly_lab.domain.results import Skew
from livvly_lab.report import fmt
from livvly_lab.report.charts import figure_svg, light_grid, percent_axis
from livvly_lab.report.explorer_says import SIMULATED
from livvly_lab.report.style import CONTEXT, HIGHLIGHT, INK, MATPLOTLIB, MUTED, NOISE, PAPER, WIDTH_IN

HEIGHT_IN = 4.5
PIXELS_PER_IN = 100
SHARP = 1.5
"""Pixels drawn for each that is shown, so that the picture is sharp on dense screens too."""

_USERS_REACH, _LOAD_REACH = 0.10, 1.0
"""Deviations at the ends of the two axes."""
_CROWDED = 24
"""Shards from which on dots are drawn smaller."""
_PAPER = {"facecolor": PAPER, "edgecolor": "none", "pad": 1.0}
"""What lies behind text that crosses lines."""


@dataclass(frozen=True)
class _Dots:
    """The moving parts of an axis of deviations; shards from 0 on top to the last, `reach` ends the axis."""

    reach: float
    band: Rectangle
    hollow: Line2D
    filled: Line2D
    above: Line2D
    below: Line2D
    ghost: Line2D
    says: Text
    far: Text
    last: Text


class ExplorerPicture:
    """The picture of settings beside a design's own; `limit` is the promised deviation of users, None if none is."""

    def __init__(self, design: Explored, carriers: Carriers, limit: float | None = None) -> None:
        self._design, self._carriers = design, carriers
        with mpl.rc_context(MATPLOTLIB):
            self._figure = Figure(figsize=(WIDTH_IN, HEIGHT_IN), dpi=PIXELS_PER_IN * SHARP)
            self._figure.set_layout_engine("none")  # nothing may jump: every axis has its place
            self._canvas = FigureCanvasAgg(self._figure)
            self._moving: list[tuple[Axes, Artist]] = []
            self._users = self._deviations(
                (0.075, 0.595, 0.395, 0.32), _USERS_REACH, "users of a shard, off the mean", limit
            )
            self._load = self._deviations((0.575, 0.595, 0.395, 0.32), _LOAD_REACH, "load of a shard, off the mean")
            self._lorenz((0.105, 0.115, 0.22, 0.34))
            self._hottest((0.575, 0.115, 0.395, 0.20))
            self._figure.text(0.985, 0.99, SIMULATED, ha="right", va="top", color=MUTED, fontsize=9)
            self._canvas.draw()  # type: ignore[no-untyped-call]  # matplotlib leaves it untyped
            self._background = self._canvas.copy_from_bbox(self._figure.bbox)  # type: ignore[no-untyped-call]  # as above
        self.draw(design)

    def draw(self, found: Explored) -> None:
        """Move the marks to a setting."""
        _move(self._users, found.users, self._design.users)
        _move(self._load, found.load, self._design.load)
        curve, hot = found.curve, found.hot
        self._curve.set_data(curve.x, curve.y)
        self._curve_says.set_text(
            f"top {fmt.number(curve.top * 100, 2).removesuffix('.0')} % of\n"
            f"{fmt.plural(found.carriers, self._carriers.who)}\ntake {fmt.share(curve.top_share)}\n"
            f"Gini {fmt.number(curve.gini, 2)}"
        )
        ends = [_within(end, _LOAD_REACH) for end in (hot.deviation, hot.deviation_without)]
        self._ends[0].set_data(ends, [0, 1])
        for mark, text, end, row in zip(self._ends[1:], self._ends_say, ends, (0, 1), strict=True):
            mark.set_data([end], [row])
            _beside(text, end, row, _LOAD_REACH, _deviation((hot.deviation, hot.deviation_without)[row]))
        self._hot_says.set_text(
            "one shard carries all load"
            if found.setting.shards == 1
            else f"shard {hot.shard} is the hottest: {_deviation(hot.deviation)}\n"
            f"one {self._carriers.who} brings {fmt.share(hot.share)} of all load"
        )

    def png(self) -> bytes:
        """Return the picture as it stands: the background, and over it what moves."""
        self._canvas.restore_region(self._background)  # type: ignore[no-untyped-call]  # matplotlib leaves it untyped
        for axes, artist in self._moving:
            axes.draw_artist(artist)
        written = io.BytesIO()
        pixels = np.asarray(self._canvas.buffer_rgba())  # type: ignore[no-untyped-call]  # as above
        opaque = np.ascontiguousarray(pixels[:, :, :3])
        imsave(written, opaque, format="png", pil_kwargs={"compress_level": 1})
        return written.getvalue()

    def svg(self, title: str, key: str) -> str:
        """Return the picture as it stands as SVG text."""
        return figure_svg(self._figure, title, key)

    def _deviations(
        self, place: tuple[float, float, float, float], reach: float, label: str, limit: float | None = None
    ) -> _Dots:
        """Make an axis of deviations with its moving parts; the band covers what was drawn before it."""
        axes = self._figure.add_axes(place)
        _deviation_axis(axes, reach)
        axes.set_ylim(1.12, -0.02)
        axes.set_yticks([])
        axes.set_xlabel(label)
        axes.set_ylabel("shard", labelpad=18)
        axes.text(-0.015, 0.97, "0", transform=axes.transAxes, ha="right", va="center", color=MUTED, fontsize=8)
        band = Rectangle((0, -0.02), 0, 1.14, color=NOISE, linewidth=0)
        axes.add_patch(band)
        lines = [axes.axvline(0, color=CONTEXT, linewidth=0.8), *_limits(axes, limit)]
        dot: dict[str, Any] = {"linestyle": "none", "marker": "o", "markeredgecolor": INK, "markeredgewidth": 0.8}
        arrow: dict[str, Any] = {"linestyle": "none", "color": INK, "clip_on": False}
        blue: dict[str, Any] = {
            "markerfacecolor": PAPER,
            "markeredgecolor": HIGHLIGHT,
            "markeredgewidth": 1.4,
            "clip_on": False,
        }
        dots = _Dots(
            reach=reach,
            band=band,
            hollow=axes.plot([], [], markerfacecolor=PAPER, **dot)[0],
            filled=axes.plot([], [], markerfacecolor=INK, **dot)[0],
            above=axes.plot([], [], marker=">", **arrow)[0],
            below=axes.plot([], [], marker="<", **arrow)[0],
            ghost=axes.plot([], [], "D", markersize=6, **blue)[0],
            says=axes.text(-1.03 * reach, 1.055, "", va="center", color=MUTED, fontsize=9),
            far=axes.text(0, 0.5, "", va="center", fontsize=9, bbox=_PAPER),
            last=axes.text(
                -0.015, 0.11, "", transform=axes.transAxes, ha="right", va="center", color=MUTED, fontsize=8
            ),
        )
        moving = (dots.hollow, dots.filled, dots.above, dots.below, dots.ghost, dots.says, dots.far, dots.last)
        self._keep(axes, band, *lines, *moving)
        return dots

    def _lorenz(self, place: tuple[float, float, float, float]) -> None:
        """Make the square of who carries the load, the design's own curve in it."""
        axes = self._figure.add_axes(place)
        axes.plot([0, 1], [0, 1], color=CONTEXT, linewidth=0.8)
        axes.plot(self._design.curve.x, self._design.curve.y, color=HIGHLIGHT, linewidth=1, clip_on=False)
        axes.set_xlim(0, 1)
        axes.set_ylim(0, 1)
        axes.set_xticks([0, 0.5, 1])
        axes.set_yticks([0, 0.5, 1])
        percent_axis(axes)
        percent_axis(axes, which="y")
        light_grid(axes)
        light_grid(axes, "y")
        axes.set_xlabel(f"{self._carriers.who}s, from least")
        axes.set_ylabel("share of load")
        (self._curve,) = axes.plot([], [], color=INK, clip_on=False)
        self._curve_says = axes.text(1.08, 0.97, "", va="top", fontsize=9, linespacing=1.35, transform=axes.transAxes)
        self._keep(axes, self._curve, self._curve_says)

    def _hottest(self, place: tuple[float, float, float, float]) -> None:
        """Make the axis of the hottest shard, with who brings most there and without."""
        axes = self._figure.add_axes(place)
        _deviation_axis(axes, _LOAD_REACH)
        axes.set_ylim(1.6, -0.6)
        axes.set_yticks([0, 1], ["with", "without"])
        axes.axvline(0, color=CONTEXT, linewidth=0.8, zorder=1)
        axes.set_xlabel(f"that shard with this {self._carriers.who} and without")
        dot: dict[str, Any] = {
            "linestyle": "none",
            "marker": "o",
            "markeredgecolor": INK,
            "markersize": 7,
            "clip_on": False,
        }
        (line,) = axes.plot([], [], color=CONTEXT, linewidth=1.2)
        (filled,) = axes.plot([], [], markerfacecolor=INK, **dot)
        (hollow,) = axes.plot([], [], markerfacecolor=PAPER, **dot)
        self._ends = (line, filled, hollow)
        self._ends_say = [axes.text(0, 0, "", va="center", fontsize=9, bbox=_PAPER) for _ in range(2)]
        self._hot_says = axes.text(0, 1.06, "", va="bottom", fontsize=10, linespacing=1.35, transform=axes.transAxes)
        self._keep(axes, line, *self._ends_say, filled, hollow, self._hot_says)

    def _keep(self, axes: Axes, *artists: Artist) -> None:
        """Remember what moves: it is left out of the background."""
        for artist in artists:
            artist.set_animated(True)
            self._moving.append((axes, artist))


def _move(dots: _Dots, skew: Skew, design: Skew) -> None:
    """Move the dots of an axis: hollow within the band, filled beyond it, arrows beyond the axis."""
    shards = len(skew.per_shard)
    deviations = np.asarray(skew.deviations)
    heights = (np.arange(shards) + 0.5) / shards
    real, size = np.abs(deviations) > skew.band, 6 if shards <= _CROWDED else 3
    above, below = deviations > dots.reach, deviations < -dots.reach
    on_axis = ~(above | below)
    for line, which in (
        (dots.hollow, on_axis & ~real),
        (dots.filled, on_axis & real),
        (dots.above, above),
        (dots.below, below),
    ):
        line.set_data(np.clip(deviations[which], -1.03 * dots.reach, 1.03 * dots.reach), heights[which])
        line.set_markersize(size)
    width = min(skew.band, 1.06 * dots.reach)
    dots.band.set_bounds(-width, -0.02, 2 * width, 1.14)
    dots.ghost.set_data([_within(design.deviations[design.worst_shard], dots.reach)], [1.12])
    dots.says.set_text(f"a fair hash: ±{fmt.share(skew.band, 1 if skew.band < 1 else 0)}" if shards > 1 else "")
    dots.last.set_text(f"{shards - 1}" if shards > 1 else "")
    far = skew.deviations[skew.worst_shard]
    beyond = abs(far) > dots.reach
    text = f"shard {skew.worst_shard}: {_deviation(far)}" if beyond else f"shard {skew.worst_shard}"
    _beside(dots.far, _within(far, dots.reach), float(heights[skew.worst_shard]), dots.reach, text)
    dots.far.set_visible(shards > 1 and (skew.real or beyond))


def _beside(text: Text, x: float, y: float, reach: float, words: str) -> None:
    """Write beside a mark: to its right, or to its left where the axis ends soon."""
    left = x > 0.4 * reach
    text.set_text(words)
    text.set_horizontalalignment("right" if left else "left")
    text.set_position((x + (-0.07 if left else 0.07) * reach, y))


def _deviation_axis(axes: Axes, reach: float) -> None:
    """Make a horizontal axis of deviations that ends at a reach on both sides and stays so."""
    axes.set_xlim(-1.06 * reach, 1.06 * reach)
    axes.xaxis.set_major_locator(FixedLocator([part * reach for part in (-1, -0.5, 0, 0.5, 1)]))
    percent_axis(axes, signed=True)
    light_grid(axes)


def _limits(axes: Axes, limit: float | None) -> list[Line2D]:
    """Draw the limits that were promised, if any were, with their labels above, outward."""
    if limit is None:
        return []
    for side, alignment in ((-limit, "right"), (limit, "left")):
        place = axes.get_xaxis_transform()
        words = f"limit {fmt.deviation(side)}"
        axes.text(side, 1.01, words, transform=place, ha=alignment, va="bottom", color=MUTED, fontsize=9)
    return [axes.axvline(side, color=INK, linewidth=1) for side in (-limit, limit)]


def _within(deviation: float, reach: float) -> float:
    return min(max(deviation, -1.03 * reach), 1.03 * reach)


def _deviation(value: float) -> str:
    return fmt.deviation(value, 1 if abs(value) < 1 else 0)
