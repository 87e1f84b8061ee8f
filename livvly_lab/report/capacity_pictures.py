"""Pictures of the capacity forecast: graded bands, residuals by table, bytes per user, ranges of crossings."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

from livvly_lab.domain.capacity import Machine
from livvly_lab.domain.results import Interval
from livvly_lab.domain.storage import Forecast, TableForecast
from livvly_lab.report import fmt
from livvly_lab.report.capacity_says import band, bytes_per_user, largest_measured
from livvly_lab.report.charts import figure, figure_svg, light_grid, limit_line, percent_axis
from livvly_lab.report.style import CONTEXT, GRID, HIGHLIGHT, INK, PAPER

BEYOND = "#F7F7F7"
"""Ground of a picture where nothing was measured."""

Curve = Sequence[tuple[float, Sequence[Interval]]]
"""Users, and the prediction intervals of several levels at each."""

_BAND_ALPHA = 0.16
_PARTS = (("heap_bytes_per_user", "rows", INK), ("toast_bytes_per_user", "TOAST", GRID))
_INDEX = ("index_bytes_per_user", "indexes", HIGHLIGHT)
_TABLES_SHOWN = 14


def total_svg(
    forecast: Forecast,
    curve: Curve,
    fitted: Sequence[tuple[int, int]],
    machine: Machine,
    title: str,
    key: str,
) -> str:
    """Draw total bytes by users: fitted loads, back-tests, the forecast with its bands, and what lies beyond."""
    users = np.array([at for at, _ in curve])
    reached, largest = forecast.sizes[-1], largest_measured(forecast)
    with figure(4.5) as fig:
        axes, below = fig.subplots(2, 1, sharex=True, height_ratios=[3, 1.1])
        axes.set_xscale("log")
        axes.set_yscale("log", base=2)
        axes.axvspan(largest, users[-1], color=BEYOND, zorder=0, linewidth=0)
        for place in range(len(curve[0][1])):
            low, high = ([getattr(bands[place], end) for _, bands in curve] for end in ("low", "high"))
            axes.fill_between(users, low, high, color=HIGHLIGHT, alpha=_BAND_ALPHA, linewidth=0, zorder=1)
        middle = np.array([bands[0].mid for _, bands in curve])
        inside = users <= reached
        axes.plot(users[inside], middle[inside], color=HIGHLIGHT, linewidth=1.6, zorder=2)
        axes.plot(users[~inside], middle[~inside], color=HIGHLIGHT, linewidth=1.6, linestyle=(0, (4, 3)), zorder=2)
        axes.plot(*zip(*fitted, strict=True), "o", color=INK, markersize=5, zorder=4, linestyle="none")
        tests = [(test.users, test.measured_bytes) for test in forecast.backtests]
        axes.plot(
            *zip(*tests, strict=True),
            "D",
            markersize=7,
            markerfacecolor=PAPER,
            markeredgecolor=INK,
            zorder=5,
            linestyle="none",
        )
        _label_sizes(axes, forecast)
        limit_line(axes, machine.ram_bytes, f"{fmt.size(machine.ram_bytes)} RAM", vertical=False)
        limit_line(axes, machine.disk_bytes, f"{fmt.size(machine.disk_bytes)} disk", vertical=False)
        axes.set_xlim(users[0], users[-1])
        bottom, top = axes.get_ylim()
        axes.set_ylim(bottom, max(top, machine.disk_bytes * 2))
        axes.text(
            np.sqrt(largest * users[-1]),
            bottom * 1.35,
            f"not measured: {fmt.factor(users[-1] / largest)} beyond the largest load",
            ha="center",
            color=CONTEXT,
            fontsize=9,
        )
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _compact(value)))
        axes.xaxis.set_minor_locator(NullLocator())
        axes.yaxis.set_major_locator(LogLocator(base=32))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: _short(value)))
        axes.yaxis.set_minor_locator(NullLocator())
        axes.set_ylabel("bytes in use")
        light_grid(axes, "y")
        _draw_width(below, forecast, curve, fitted, largest)
        return figure_svg(fig, title, key)


def residuals_svg(forecast: Forecast, title: str, key: str) -> str:
    """Draw, for each table, how far the back-tests lie off, one dot a seed, the total on top in bold."""
    shown = [table for table in forecast.tables if table.share > 0][:_TABLES_SHOWN]
    rows: list[tuple[str, Sequence[float]]] = [("total", [test.error for test in forecast.backtests])]
    rows += [(f"{table.table} ({fmt.share(table.share, 0)})", table.errors) for table in shown]
    reach = 1.15 * max(forecast.error_limit * 1.3, min(max(abs(e) for _, errors in rows for e in errors), 0.3))
    with figure(0.8 + 0.23 * len(rows)) as fig:
        axes = fig.add_subplot()
        axes.axvline(0, color=GRID, linewidth=1, zorder=0)
        for end in (-forecast.error_limit, forecast.error_limit):
            limit_line(axes, end, fmt.deviation(end, 0))
        for place, (_, errors) in enumerate(rows):
            near = [each for each in errors if abs(each) <= reach]
            axes.plot(near, [place] * len(near), "o", color=HIGHLIGHT if not place else INK, markersize=5, zorder=3)
            for far in sorted({each > 0 for each in errors if abs(each) > reach}):
                _off_scale(axes, place, max((e for e in errors if (e > 0) == far), key=abs), reach)
        axes.set_xlim(-reach, reach)
        axes.set_ylim(len(rows) - 0.5, -0.7)
        axes.set_yticks(range(len(rows)), [name for name, _ in rows])
        axes.get_yticklabels()[0].set_fontweight("bold")
        percent_axis(axes, signed=True)
        light_grid(axes)
        axes.set_xlabel("(predicted − measured) / measured")
        return figure_svg(fig, title, key)


def tables_svg(tables: Sequence[TableForecast], title: str, key: str) -> str:
    """Draw the bytes a user takes in each table: rows, TOAST and indexes, one after another from zero."""
    shown = sorted(tables, key=bytes_per_user, reverse=True)[:_TABLES_SHOWN]
    with figure(0.9 + 0.25 * len(shown)) as fig:
        axes = fig.add_subplot()
        left = np.zeros(len(shown))
        for name, label, colour in (*_PARTS, _INDEX):
            widths = np.array([getattr(table, name) for table in shown]) / 1024
            axes.barh(range(len(shown)), widths, left=left, color=colour, height=0.7, label=label)
            left += widths
        for place, table in enumerate(shown):
            axes.annotate(
                fmt.size(bytes_per_user(table)),
                (left[place], place),
                xytext=(4, 0),
                textcoords="offset points",
                va="center",
                color=CONTEXT,
                fontsize=9,
            )
        axes.set_ylim(len(shown) - 0.5, -0.6)
        axes.set_yticks(range(len(shown)), [table.table for table in shown])
        axes.set_xlim(0, max(left.max() * 1.15, 1 / 1024))
        axes.set_xlabel("KiB for each user")
        light_grid(axes)
        axes.legend(loc="lower right", frameon=False, fontsize=9)
        return figure_svg(fig, title, key)


def crossings_svg(forecast: Forecast, title: str, key: str) -> str:
    """Draw the range of users in which each limit is crossed, with the planned stages as lines."""
    there = [(each, each.users) for each in forecast.crossings if each.users is not None]
    with figure(1.0 + 0.34 * max(len(there), 1)) as fig:
        axes = fig.add_subplot()
        axes.set_xscale("log")
        largest = largest_measured(forecast)
        ends = [end for _, users in there for end in (users.low, users.high)]
        low = min([largest / 2, *ends, *(stage.users for stage in forecast.stages)])
        high = max([largest * 2, *ends]) * 60
        axes.axvspan(largest, high, color=BEYOND, zorder=0, linewidth=0)
        for number, stage in enumerate(forecast.stages):
            _stage_line(axes, stage.name, stage.users, number % 2)
        for place, (_, users) in enumerate(there):
            axes.plot([users.low, users.high], [place, place], color=HIGHLIGHT, linewidth=5, alpha=0.4, zorder=2)
            axes.plot(users.mid, place, "|", color=INK, markersize=12, markeredgewidth=2, zorder=3)
            axes.annotate(
                fmt.count_range(users),
                (users.high, place),
                xytext=(6, 0),
                textcoords="offset points",
                va="center",
                color=CONTEXT,
                fontsize=9,
            )
        axes.set_xlim(low * 0.7, high)
        axes.set_ylim(len(there) - 0.4, -0.8)
        axes.set_yticks(range(len(there)), [f"{each.where}: {each.what}" for each, _ in there])
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _compact(value)))
        axes.xaxis.set_minor_locator(NullLocator())
        axes.set_xlabel(f"users of the whole system; grey: not measured, beyond {fmt.count(largest)}")
        light_grid(axes)
        return figure_svg(fig, title, key)


def _draw_width(axes: Axes, forecast: Forecast, curve: Curve, fitted: Sequence[tuple[int, int]], largest: int) -> None:
    """Draw how wide the bands are, and where in them the loads lie: relative to the line."""
    users = np.array([at for at, _ in curve])
    middle = np.array([bands[0].mid for _, bands in curve])
    axes.axvspan(largest, users[-1], color=BEYOND, zorder=0, linewidth=0)
    axes.axhline(0, color=HIGHLIGHT, linewidth=1, zorder=2)
    for place in range(len(curve[0][1])):
        low, high = (
            np.array([getattr(bands[place], end) for _, bands in curve]) / middle - 1 for end in ("low", "high")
        )
        axes.fill_between(users, low, high, color=HIGHLIGHT, alpha=_BAND_ALPHA, linewidth=0, zorder=1)

    def off(points: Sequence[tuple[int, int]]) -> list[float]:
        return [size / float(np.interp(np.log(at), np.log(users), middle)) - 1 for at, size in points]

    tests = [(test.users, test.measured_bytes) for test in forecast.backtests]
    exact = [1 / (1 + test.error) - 1 for test in forecast.backtests]
    axes.plot([at for at, _ in fitted], off(fitted), "o", color=INK, markersize=4, zorder=4)
    axes.plot([at for at, _ in tests], exact, "D", markersize=5, markerfacecolor=PAPER, markeredgecolor=INK, zorder=5)
    axes.set_xlabel("users")
    axes.set_ylabel("off the line")
    percent_axis(axes, signed=True, which="y")
    light_grid(axes, "y")


def _label_sizes(axes: Axes, forecast: Forecast) -> None:
    """Write the forecast at its sizes; no marker stands there, since nothing was measured."""
    for number, each in enumerate(forecast.forecasts):
        middle = band(each, 0.95)
        below = number % 2 == 0
        axes.annotate(
            f"{_compact(each.users)}: {fmt.size_range(middle)}",
            (each.users, middle.low if below else middle.high),
            xytext=(8 if below else -4, -12 if below else 14),
            textcoords="offset points",
            ha="left" if below else "right",
            va="center",
            fontsize=8.5,
            color=INK,
            annotation_clip=True,
        )


def _stage_line(axes: Axes, name: str, users: float, row: int) -> None:
    """Mark a planned stage; names take turns in two rows, so that near ones do not meet."""
    axes.axvline(users, color=CONTEXT, linewidth=1, zorder=1)
    axes.annotate(
        name,
        (users, 1.0),
        xycoords=axes.get_xaxis_transform(),
        xytext=(0, 3 + 11 * row),
        textcoords="offset points",
        ha="center",
        color=CONTEXT,
        fontsize=9,
    )


def _off_scale(axes: Axes, place: int, error: float, reach: float) -> None:
    text = f"{fmt.deviation(error, 0)} ▸" if error > 0 else f"◂ {fmt.deviation(error, 0)}"
    axes.text(
        0.98 * reach if error > 0 else -0.98 * reach,
        place,
        text,
        ha="right" if error > 0 else "left",
        va="center",
        fontsize=8,
        color=INK,
    )


def _compact(users: float) -> str:
    """Write users as short as they are exact.

    >>> _compact(10_000), _compact(200_000), _compact(1_000_000)
    ('10 k', '200 k', '1 M')
    """
    text, _, unit = fmt.count(users).partition(" ")
    return f"{float(text):g} {unit}" if unit else text


def _short(size_bytes: float) -> str:
    text, _, unit = fmt.size(size_bytes).partition(" ")
    return f"{float(text.replace(',', '')):g} {unit}"
