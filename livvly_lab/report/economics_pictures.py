"""Pictures of what indexes cost and buy: one row an index, tables by what their indexes cost, sets side by side."""

from collections.abc import Callable, Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from livvly_lab.domain.economics import IndexEconomics, IndexSet, ReadLoss, TableWrites
from livvly_lab.domain.results import Interval
from livvly_lab.report import fmt
from livvly_lab.report.charts import figure, figure_svg, light_grid
from livvly_lab.report.economics_says import SETS
from livvly_lab.report.style import CONTEXT, HIGHLIGHT, INK, PAPER

BALANCE_ROWS = 26
_MOST_SLOWER = 1000.0
_ROW_IN = 0.2


def balance_svg(rows: Sequence[IndexEconomics], title: str) -> str:
    """Draw an index a row: its bytes and write cost on the left, what its queries lose without it on the right.

    Blue are those that are not kept. A hollow dot is one that cannot be told from nothing.
    """
    shown = shown_in_balance(rows)[::-1]
    with figure(height_in=1.0 + _ROW_IN * len(shown)) as fig:
        size, write, read = fig.subplots(1, 3, sharey=True, width_ratios=(2, 4, 5))
        places = range(len(shown))
        colors = [INK if row.decision == "keep" else HIGHLIGHT for row in shown]
        size.barh(places, [row.index_bytes / 2**20 for row in shown], color=colors, height=0.6)
        size.set_yticks(places, [f"{row.index} · {row.decision}" for row in shown], fontsize=8)
        for label, color in zip(size.get_yticklabels(), colors, strict=True):
            label.set_color(color)
        size.set_xlabel("MiB")
        write.axvline(0, color=CONTEXT, linewidth=1)
        for place, row, color in zip(places, shown, colors, strict=True):
            if row.writes:
                _dot(write, row.writes.bulk.gain, place, color, _percent, hollow=row.writes.bulk.gain.low <= 1)
            for loss in row.reads:
                _loss(read, loss, place, color)
        write.set_xlabel("COPY gains\nwithout it, %")
        read.axvline(1, color=CONTEXT, linewidth=1)
        read.set_xscale("log")
        read.set_xlim(0.5, _MOST_SLOWER * 1.5)
        read.xaxis.set_major_formatter(lambda value, _: f"×{value:g}")
        read.set_xlabel("times as long without it, log scale\n● query that pays   ○ does not")
        size.set_ylim(-0.8, len(shown) - 0.2)
        _all_light(size, write, read)
        return figure_svg(fig, title, "economics-balance")


def shown_in_balance(rows: Sequence[IndexEconomics]) -> list[IndexEconomics]:
    """Return the indexes that are drawn: all that are not kept, then the largest that are, most bytes first."""
    free = sorted((row for row in rows if row.rule == "none"), key=lambda row: -row.index_bytes)
    others = [row for row in free if row.decision != "keep"]
    kept = [row for row in free if row.decision == "keep"]
    return [*kept[: max(BALANCE_ROWS - len(others), 8)], *others][: max(BALANCE_ROWS, len(others))]


def writes_svg(tables: Sequence[TableWrites], title: str) -> str:
    """Draw the tables by what all their declared indexes cost: a dot for COPY, a hollow one for single INSERTs."""
    shown = tables[::-1]
    with figure(height_in=0.9 + 0.25 * len(shown)) as fig:
        axes = fig.add_subplot()
        for place, table in enumerate(shown):
            _dot(axes, table.cost.bulk.gain, place + 0.12, INK, _same, hollow=False)
            _dot(axes, table.cost.single.gain, place - 0.12, CONTEXT, _same, hollow=True)
        names = [f"{table.table}, {fmt.plural(table.indexes, 'index', 'indexes')}" for table in shown]
        axes.set_yticks(range(len(shown)), names)
        axes.axvline(1, color=CONTEXT, linewidth=1)
        axes.set_xlabel("times as many rows a second without them: ● COPY, ○ single INSERTs")
        axes.xaxis.set_major_formatter(lambda value, _: f"×{value:g}")
        axes.set_ylim(-0.7, len(shown) - 0.3)
        light_grid(axes)
        return figure_svg(fig, title, "economics-writes")


def sets_svg(sets: Sequence[IndexSet], title: str) -> str:
    """Draw the sets side by side: bytes, rows a second by COPY and one by one, the slowest query's 95th percentile."""
    shown = sets[::-1]
    with figure(height_in=1.9) as fig:
        written = all(each.bulk and each.single for each in shown)
        panels = _panels(fig, 4 if written else 2)
        places = range(len(shown))
        panels[0].barh(places, [each.index_bytes / 2**20 for each in shown], color=INK, height=0.5)
        panels[0].set_xlabel("indexes, MiB")
        for place, each in zip(places, shown, strict=True):
            color = HIGHLIGHT if each.key == "steady" else INK
            _dot(panels[1], each.p95_ms, place, color, _same, hollow=False)
            if written and each.bulk and each.single:
                _dot(panels[2], each.bulk.rows_per_s, place, color, _thousands, hollow=False)
                _dot(panels[3], each.single.rows_per_s, place, color, _thousands, hollow=False)
        panels[1].set_xlabel("p95 of the slowest\nquery, ms")
        panels[1].set_xlim(left=0)
        if written:
            panels[2].set_xlabel("COPY,\nk rows a second")
            panels[3].set_xlabel("single INSERTs,\nk rows a second")
            for panel in panels[2:]:
                panel.set_xlim(left=0)
        panels[0].set_yticks(places, [f"{SETS[each.key]}: {each.indexes}" for each in shown])
        panels[0].set_ylim(-0.6, len(shown) - 0.4)
        _all_light(*panels)
        return figure_svg(fig, title, "economics-sets")


def _panels(fig: Figure, number: int) -> list[Axes]:
    return [*fig.subplots(1, number, sharey=True)]


def _all_light(*panels: Axes) -> None:
    for panel in panels:
        light_grid(panel)


def _loss(axes: Axes, loss: ReadLoss, place: float, color: str) -> None:
    value = min(max(loss.slower.mid, 0.5), _MOST_SLOWER)
    marker = ">" if loss.slower.mid > _MOST_SLOWER else "o"
    fill = color if loss.loss == "pays" else PAPER
    axes.plot([value], [place], marker, markersize=4.5, markerfacecolor=fill, markeredgecolor=color, alpha=0.9)


def _dot(
    axes: Axes, value: Interval, place: float, color: str, scale: Callable[[float], float], *, hollow: bool
) -> None:
    low, mid, high = map(scale, (value.low, value.mid, value.high))
    axes.plot([low, high], [place, place], color=color, linewidth=1.2, zorder=2)
    fill = PAPER if hollow else color
    axes.plot([mid], [place], "o", markersize=4.5, markerfacecolor=fill, markeredgecolor=color, zorder=3)


def _percent(value: float) -> float:
    return (value - 1) * 100


def _same(value: float) -> float:
    return value


def _thousands(value: float) -> float:
    return value / 1000
