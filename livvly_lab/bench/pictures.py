"""The pictures of a bench: every run as a dot, the median as a filled one, the limits as lines."""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, NullLocator

from livvly_lab.bench.outcome import CONTESTANTS, Outcome
from livvly_lab.bench.peers import PEERS
from livvly_lab.bench.ratios import Judged, rates
from livvly_lab.report import fmt
from livvly_lab.report.charts import figure, figure_svg, light_grid, limit_line
from livvly_lab.report.style import CONTEXT, HIGHLIGHT, INK, MUTED, PAPER

_OURS = "users_pipeline"
_ON_THE_USERS_TABLE = ("users_floor_1", "users_floor_2", _OURS, *(p.key for p in PEERS if p.key != "pgbench"))


def load_svg(outcome: Outcome) -> str:
    """Draw the users per second of everybody who filled the users table, and the ratios against their limits."""
    keys = sorted(_ON_THE_USERS_TABLE, key=lambda key: outcome.standing(key).rows_per_s)
    with figure(height_in=4.4) as fig:
        rates_axes, ratio_axes = fig.subplots(2, height_ratios=(len(keys), len(outcome.judged)))
        _rates(rates_axes, keys, outcome)
        _ratios(ratio_axes, outcome.judged)
        return figure_svg(fig, sentence(outcome), "bench-load")


def sentence(outcome: Outcome) -> str:
    """Say what was found in one sentence.

    The picture has it as its title, so it stands for those who cannot see it.
    """
    ours, floor = (outcome.standing(key).rows_per_s for key in (_OURS, "users_floor_2"))
    faker = outcome.standing("faker_copy").rows_per_s
    return (
        f"livvly-lab writes {fmt.count(ours)} users per second, {fmt.share(ours / floor)} of what PostgreSQL alone "
        f"can take and {fmt.factor(ours / faker)} as many as Faker with COPY."
    )


def _rates(axes: Axes, keys: Sequence[str], outcome: Outcome) -> None:
    axes.set_xscale("log")
    for row, key in enumerate(keys):
        color = HIGHLIGHT if key == _OURS else INK
        middle = outcome.standing(key).rows_per_s
        _dots(axes, rates(outcome.samples, key), middle, row, color)
        _beside(axes, fmt.count(middle), max(rates(outcome.samples, key)), row, color)
    axes.set_yticks(range(len(keys)), [CONTESTANTS[key].title for key in keys])
    axes.set_ylim(-0.6, len(keys) - 0.4)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: fmt.count(value)))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.margins(x=0.12)
    light_grid(axes)
    axes.set_xlabel("users per second, logarithmic; one dot per run, the median filled")


def _ratios(axes: Axes, judged: Sequence[Judged]) -> None:
    """Draw each ratio as a multiple of its limit, so that all share one line to pass."""
    rows = list(reversed(judged))
    for row, each in enumerate(rows):
        low, mid, high = (_of_limit(each, value) for value in (each.value.low, each.value.mid, each.value.high))
        axes.plot([low, high], [row, row], color=CONTEXT, zorder=2)
        axes.plot([mid], [row], marker="o", color=INK, zorder=3)
        _beside(axes, fmt.number(each.value.mid), max(low, high), row, MUTED)
    axes.set_yticks(range(len(rows)), [each.ratio.key for each in rows])
    axes.set_ylim(-0.6, len(rows) - 0.4)
    limit_line(axes, 1.0, "limit")
    axes.set_xlim(left=0)
    axes.margins(x=0.12)
    light_grid(axes)
    axes.set_xlabel("multiples of the limit; right of it is better; the range over all rounds")


def _of_limit(each: Judged, value: float) -> float:
    return each.ratio.limit / value if each.ratio.at_most else value / each.ratio.limit


def _dots(axes: Axes, values: Sequence[float], middle: float, row: int, color: str) -> None:
    axes.plot(values, [row] * len(values), "o", markersize=5, color=color, markerfacecolor=PAPER, markeredgewidth=0.8)
    axes.plot([middle], [row], "o", markersize=7, color=color)


def _beside(axes: Axes, text: str, value: float, row: int, color: str) -> None:
    """Write text to the right of a value."""
    axes.annotate(
        text,
        (value, row),
        xytext=(9, 0),
        textcoords="offset points",
        va="center",
        fontsize=9,
        color=color,
        bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1.0},
    )
