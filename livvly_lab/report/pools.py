"""Exhibits of connections: the queue model against real clients, the promised users, a pooler's arithmetic."""

import pandas as pd
from matplotlib.ticker import FuncFormatter, NullLocator

from livvly_lab.domain.capacity import Pooling
from livvly_lab.domain.connections import Connections
from livvly_lab.report import fmt, pools_says
from livvly_lab.report.charts import figure, figure_svg, light_grid, limit_line
from livvly_lab.report.exhibit import Exhibit
from livvly_lab.report.style import HIGHLIGHT, INK, NOISE

BUSY = 0.8
_FLOOR_MS = 0.01
"""Waits shorter than this are drawn there: a logarithmic axis has no zero."""


def check(connections: Connections) -> Exhibit:
    """Show the p95 wait of real clients by pool size beside that of the model."""
    key, sentence = "pool-check", pools_says.check_sentence(connections)
    first = connections.points[0]
    table = pd.DataFrame(
        [
            (
                point.pool,
                point.requests,
                point.held_ms,
                point.variation,
                point.utilisation,
                point.modelled_utilisation,
                point.p95_wait_ms.mid,
                point.p95_wait_ms.low,
                point.p95_wait_ms.high,
                point.modelled_p95_wait_ms,
            )
            for point in connections.points
        ],
        columns=[
            "connections",
            "requests",
            "held, ms",
            "variation",
            "busy, %",
            "model, %",
            "p95 wait, ms",
            "95 % low",
            "95 % high",
            "model, ms",
        ],
    )
    return Exhibit(
        key=key,
        sentence=sentence,
        svg=_check_svg(connections, sentence, key),
        alt=f"Measured dots and a model line over the size of the pool. {sentence}",
        note=(
            f"{first.clients} threads, each thinks {fmt.duration(first.think_ms)} on average (exponential), then asks "
            "several queries of the workload on one connection. Model: M/M/c with as many clients, given the measured "
            "mean times. Warm; clients and server share this machine, so more of them hold a connection longer. "
            "Grey: utilisation above 80 %."
        ),
        table=table,
        caption="Real clients who share a pool",
        formats={
            "held, ms": fmt.fixed(3),
            "variation": fmt.fixed(2),
            "busy, %": fmt.fixed(1, scale=100),
            "model, %": fmt.fixed(1, scale=100),
            **dict.fromkeys(("p95 wait, ms", "95 % low", "95 % high", "model, ms"), fmt.fixed(2)),
        },
    )


def waits(connections: Connections, pooling: Pooling) -> Exhibit:
    """Show the computed p95 wait of the promised users by pool size, with the specified pool."""
    key, sentence = "pool-waits", pools_says.waits_sentence(connections, pooling)
    table = pd.DataFrame(
        [(wait.pool, wait.utilisation, wait.p95_wait_ms) for wait in connections.waits],
        columns=["connections", "busy, %", "p95 wait, ms"],
    )
    return Exhibit(
        key=key,
        sentence=sentence,
        svg=_waits_svg(connections, sentence, key),
        alt=f"A line of computed waits over the size of the pool, with the specified size marked. {sentence}",
        note=(
            f"Beyond {connections.cpus} connections the processors are what is waited for, so the line is flat. "
            f"Assumed: {fmt.listing(pooling.assumed)}. Waits under {fmt.duration(_FLOOR_MS)} are drawn there. Grey: "
            "utilisation above 80 %."
        ),
        table=table,
        caption="Computed waits of the promised users",
        formats={"busy, %": fmt.fixed(1, scale=100), "p95 wait, ms": fmt.fixed(2)},
    )


def facts(connections: Connections, pooling: Pooling) -> Exhibit:
    """Show what the numbers of the pooler come to."""
    table = pd.DataFrame(
        [(fact.says, fact.claimed, fact.computed, fact.how, fact.verdict) for fact in connections.facts],
        columns=["number", "printed", "computed", "how", "it holds"],
    )
    return Exhibit(
        key="pool-facts",
        sentence=pools_says.facts_sentence(connections),
        table=table,
        caption=f"The arithmetic of the connection pool ({pooling.source})",
    )


def _check_svg(connections: Connections, title: str, key: str) -> str:
    points = connections.points
    pools = [point.pool for point in points]
    with figure(3.0) as fig:
        axes = fig.add_subplot()
        for point in points:
            if point.modelled_utilisation > BUSY:
                axes.axvspan(point.pool - 0.5, point.pool + 0.5, color=NOISE, zorder=0, linewidth=0)
        axes.plot(pools, [point.modelled_p95_wait_ms for point in points], color=HIGHLIGHT, linewidth=1.6, zorder=2)
        for point in points:
            wait = point.p95_wait_ms
            axes.plot([point.pool] * 2, [wait.low, wait.high], color=INK, linewidth=1.2, zorder=3)
            axes.plot(point.pool, wait.mid, "o", color=INK, markersize=6, zorder=4)
        last = points[-1]
        axes.annotate(
            "model",
            (last.pool, last.modelled_p95_wait_ms),
            xytext=(8, 0),
            textcoords="offset points",
            va="center",
            color=HIGHLIGHT,
            fontsize=9,
        )
        axes.set_xticks(pools)
        axes.set_xlim(pools[0] - 0.5, pools[-1] + 0.5)
        axes.set_ylim(bottom=0)
        axes.set_xlabel(f"connections in the pool, {points[0].clients} clients")
        axes.set_ylabel("p95 wait, ms")
        light_grid(axes, "y")
        return figure_svg(fig, title, key)


def _waits_svg(connections: Connections, title: str, key: str) -> str:
    waits = connections.waits
    pools = [wait.pool for wait in waits]
    with figure(3.0) as fig:
        axes = fig.add_subplot()
        axes.set_xscale("log")
        axes.set_yscale("log")
        busy = [wait.pool for wait in waits if wait.utilisation > BUSY]
        if busy:
            free = [wait.pool for wait in waits if wait.utilisation <= BUSY]
            end = (busy[-1] * free[0]) ** 0.5 if free else pools[-1] * 1.2
            axes.axvspan(pools[0] * 0.8, end, color=NOISE, zorder=0, linewidth=0)
        axes.plot(pools, [max(wait.p95_wait_ms, _FLOOR_MS) for wait in waits], color=HIGHLIGHT, linewidth=1.6, zorder=2)
        limit_line(axes, connections.specified_pool, f"specified: {connections.specified_pool}")
        limit_line(axes, connections.cpus, f"{connections.cpus} processors")
        axes.set_xlim(pools[0] * 0.8, pools[-1] * 1.2)
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        axes.xaxis.set_minor_locator(NullLocator())
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: fmt.duration(value)))
        axes.yaxis.set_minor_locator(NullLocator())
        low, high = axes.get_ylim()
        axes.set_ylim(min(low, _FLOOR_MS / 2), max(high, 1.0))
        axes.set_xlabel("connections in the pool (log)")
        axes.set_ylabel("p95 wait, computed")
        light_grid(axes, "y")
        return figure_svg(fig, title, key)
