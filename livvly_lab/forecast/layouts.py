"""Arithmetic on compared layouts: middles with their spread, rates, prices as ratios, and the verdict."""

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from livvly_lab.domain.layout_trials import (
    BY_KEY,
    EXECUTION,
    INHERITED,
    INTENDED,
    LOCKS,
    PARTITIONED,
    PLANNING,
    ROUTED,
    Ability,
    LayoutVerdict,
    Lookup,
    Price,
    ReadTime,
    Style,
    Way,
    WriteRate,
    pruned,
    ratios,
)
from livvly_lab.domain.results import Interval, Verdict
from livvly_lab.forecast.plans import quantile_interval


class Written(Protocol):
    """One time rows were written."""

    @property
    def rows(self) -> int:
        """How many."""

    @property
    def seconds(self) -> float:
        """How long it took."""

    @property
    def wal_bytes(self) -> int:
        """What came into the log."""


def middle(values: Sequence[float]) -> Interval:
    """Return the median with its interval."""
    return quantile_interval(values, 0.5)


def rate(
    way: Way, style: Style, table: str, runs: Sequence[Written], foreign_key_share: float | None = None
) -> WriteRate:
    """Return the rate of a way to write from its repeats."""
    return WriteRate(
        way,
        style,
        table,
        rows=runs[0].rows,
        rows_per_s=middle([run.rows / run.seconds for run in runs]),
        wal_bytes_per_row=middle([run.wal_bytes / run.rows for run in runs]),
        foreign_key_share=foreign_key_share,
    )


def prices(reads: Sequence[ReadTime], lookups: Sequence[Lookup], writes: Sequence[WriteRate]) -> tuple[Price, ...]:
    """Return how many times as much inheritance takes as partitions do, for each thing that was measured in both.

    Reads are compared query by query: the ratio is the median over the queries, its interval over them too.
    """
    return (
        *_read_price(PLANNING, reads, INHERITED, lambda read: read.planning_ms.mid),
        *_read_price(EXECUTION, reads, INHERITED, lambda read: read.execution_ms.mid),
        *_read_price(INTENDED, pruned(reads), ROUTED, lambda read: read.planning_ms.mid + read.execution_ms.mid),
        *_lock_price(lookups),
        *_write_prices(writes),
    )


def _read_price(what: str, reads: Sequence[ReadTime], way: Way, told: Callable[[ReadTime], float]) -> Iterator[Price]:
    if found := list(ratios(reads, way, PARTITIONED, told).values()):
        yield Price(what, middle(found))


def _lock_price(lookups: Sequence[Lookup]) -> Iterator[Price]:
    """Yield the price in locks, which are counted: there is nothing uncertain in it."""
    locks = {each.layout: each.locks for each in lookups if each.asked == BY_KEY}
    if locks.get("partitioned") and "inheritance" in locks:
        ratio = locks["inheritance"] / locks["partitioned"]
        yield Price(LOCKS, Interval(ratio, ratio, ratio, 1.0, 1))


def _write_prices(writes: Sequence[WriteRate]) -> Iterator[Price]:
    """Yield the price of writing where a router names the child, against partitions that PostgreSQL finds.

    The ends of the ratio are the farthest that the intervals of both rates allow.
    """
    by_way = {(each.way, each.style): each.rows_per_s for each in writes}
    for (way, style), here in by_way.items():
        there = by_way.get((PARTITIONED, style))
        if way == ROUTED and there is not None:
            ends = Interval(there.low / here.high, there.mid / here.mid, there.high / here.low, here.level, here.n)
            yield Price(f"writing {style}", ends)


def judge(abilities: Sequence[Ability], prices: Sequence[Price]) -> LayoutVerdict:
    """Return whether inheritance was worth choosing for its flexibility.

    It fails where inheritance can nothing that partitions cannot. It holds where it can more, gives nothing up and
    is dearer in nothing. Else it depends: on whether what only it can is worth what it gives up or costs. Without
    anything tried it is not measured here.
    """
    able = {(each.layout, each.wish): each.able for each in abilities}
    wishes = list(dict.fromkeys(each.wish for each in abilities))
    more = [wish for wish in wishes if able.get(("inheritance", wish)) and able.get(("partitioned", wish)) is False]
    less = [wish for wish in wishes if able.get(("partitioned", wish)) and able.get(("inheritance", wish)) is False]
    verdict: Verdict = "depends"
    if not wishes:
        verdict = "not measured here"
    elif not more:
        verdict = "fails"
    elif not less and not any(price.dearer for price in prices):
        verdict = "holds"
    return LayoutVerdict(verdict, more, less, prices)
