"""The picture of a series: cost per row and memory against size; flat lines are the claim."""

from collections.abc import Callable

from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from livvly_lab.bench.ratios import PEAK_MEMORY_LIMIT_BYTES
from livvly_lab.bench.series_outcome import SUBJECTS, Point, Series
from livvly_lab.report import fmt
from livvly_lab.report.charts import figure, figure_svg, light_grid, limit_line
from livvly_lab.report.style import HIGHLIGHT, INK

_COLORS = {"users": HIGHLIGHT, "graph": INK}
_MEBIBYTE = 2**20


def series_svg(series: Series) -> str:
    """Draw microseconds per row and peak memory by users per shard, a line for each subject."""
    with figure(height_in=3.2) as fig:
        cost, memory = fig.subplots(1, 2)
        _lines(cost, series, lambda point: point.seconds / point.rows * 1e6)
        cost.set_ylabel("µs per row, COPY")
        _lines(memory, series, lambda point: point.peak_memory_bytes / _MEBIBYTE)
        memory.set_ylabel("peak memory, MiB")
        limit_line(memory, PEAK_MEMORY_LIMIT_BYTES / _MEBIBYTE, fmt.size(PEAK_MEMORY_LIMIT_BYTES), vertical=False)
        for axes in (cost, memory):
            axes.set_ylim(bottom=0)
        return figure_svg(fig, sentence(series), "bench-series")


def sentence(series: Series) -> str:
    """Say in one sentence how cost and memory grow from the smallest users table to the largest."""
    users = series.of("users")
    first, last = users[0], users[-1]
    growth = (last.seconds / last.rows) / (first.seconds / first.rows)
    peak = max(point.peak_memory_bytes for point in series.points)
    return (
        f"From {fmt.count(first.users_per_shard)} to {fmt.count(last.users_per_shard)} users per shard the cost of "
        f"a user changes by {fmt.factor(growth)}; no load held more than {fmt.size(peak)}."
    )


def _lines(axes: Axes, series: Series, value: Callable[[Point], float]) -> None:
    axes.set_xscale("log")
    loaded = [points for subject in SUBJECTS if (points := series.of(subject))]
    highest = max(loaded, key=lambda points: value(points[-1]))
    for points in loaded:
        places, values = [point.users_per_shard for point in points], [value(point) for point in points]
        color = _COLORS[points[0].subject]
        axes.plot(places, values, "o-", color=color)
        axes.annotate(
            SUBJECTS[points[0].subject],
            (places[-1], values[-1]),
            xytext=(8, 0),
            textcoords="offset points",
            ha="left",
            va="bottom" if points is highest else "top",
            fontsize=9,
            color=color,
        )
    axes.xaxis.set_major_locator(FixedLocator(sorted({point.users_per_shard for point in series.points})))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda at, _: fmt.count(at)))
    axes.set_xlabel("users per shard, logarithmic")
    light_grid(axes, "y")
