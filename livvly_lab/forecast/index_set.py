"""Which indexes may go, by what their queries do without them; and what a set of them costs and buys."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from livvly_lab.domain.ablation import BuiltSet, Seen, SetKey, SetRead, SetRun, Write
from livvly_lab.domain.economics import IndexEconomics, IndexSet, SlowerQuery, WriteRate
from livvly_lab.domain.results import Interval, TableSize, Verdict
from livvly_lab.forecast.economics import At
from livvly_lab.forecast.losses import NOTICEABLE_FACTOR, NOTICEABLE_MS, more_blocks
from livvly_lab.forecast.plans import against, quantile_interval
from livvly_lab.forecast.writes import median_interval

Allows = Callable[[str, Sequence[Seen], Sequence[Seen]], bool]
"""Whether a query may do what it does without an index, given what it did with all of them, key by key."""


@dataclass(frozen=True)
class Proposal:
    """Which indexes are tried, in this order, and what their queries must keep to for one to go."""

    key: SetKey
    candidates: tuple[IndexEconomics, ...]
    allows: Allows


def proposals(
    rows: Sequence[IndexEconomics], limit_ms: float, fixed: Collection[str], alike: Mapping[str, Collection[str]]
) -> tuple[Proposal, ...]:
    """Return how the two smaller sets are found: by backward elimination, the largest index first.

    "steady": an index that is to be dropped or merged goes, unless a query then reads noticeably more pages, or
    comes to read the whole of a table that grows. "limit": any index that enforces nothing goes, unless a query
    then takes longer than the limit. Judged is against all indexes, so that small losses do not add up. What comes
    out can lose no further index by its rule; another order may find another such set.
    """
    free = sorted((row for row in rows if row.rule == "none"), key=lambda row: (-row.index_bytes, row.index))
    buys_nothing = tuple(row for row in free if row.decision in ("drop", "merge"))
    return (
        Proposal(
            "steady",
            buys_nothing,
            lambda index, before, after: stays_steady(before, after, fixed, alike.get(index, ())),
        ),
        Proposal("limit", tuple(free), lambda _index, _before, after: stays_under(after, limit_ms)),
    )


def stays_steady(before: Sequence[Seen], after: Sequence[Seen], fixed: Collection[str], alike: Collection[str]) -> bool:
    """Tell whether a query reads hardly more pages for each key, and of no table that grows the whole.

    `fixed` are the tables that do not grow. A table that is read as a whole now, though one of the indexes `alike`
    would serve as well were it larger, is counted by that index.
    """
    return len(before) == len(after) and all(
        _reads_alike(one, other, fixed, alike) for one, other in zip(before, after, strict=True)
    )


def stays_under(after: Sequence[Seen], limit_ms: float) -> bool:
    """Tell whether a query was not stopped and took no longer than the limit for any key."""
    return bool(after) and all(seen.took_ms <= limit_ms for seen in after)


def index_sets(
    run: SetRun, rows: Sequence[IndexEconomics], sizes: Sequence[TableSize], limit_ms: float, at: At
) -> tuple[IndexSet, ...]:
    """Return what each built set costs and buys, the declared one first; nothing where none was built."""
    heap_bytes = sum(size.heap_bytes + size.toast_bytes for size in sizes)
    weights = defaultdict[str, int](int)
    for size in sizes:
        weights[size.table] += size.rows
    return tuple(_set(run, built, len(rows), heap_bytes, weights, limit_ms, at) for built in run.sets)


def slower_queries(reads: Sequence[SetRead], key: SetKey) -> tuple[SlowerQuery, ...]:
    """Return the queries that surely take noticeably longer in a set than with all indexes, the slowest first."""
    having = {_run_of(read): read.took_ms for read in reads if read.key == "declared"}
    pairs = defaultdict[str, list[tuple[float, float]]](list)
    for read in reads:
        if read.key == key:
            pairs[read.query].append((having[_run_of(read)], read.took_ms))
    found = []
    for query, mine in pairs.items():
        slower = median_interval(after / before for before, after in mine)
        lost_ms = median_interval(after - before for before, after in mine)
        if slower.low > NOTICEABLE_FACTOR and lost_ms.low > NOTICEABLE_MS:
            before_ms, after_ms = (median_interval(values).mid for values in zip(*mine, strict=True))
            found.append(SlowerQuery(query, before_ms, after_ms, slower))
    return tuple(sorted(found, key=lambda each: each.before_ms - each.after_ms))


def over_limit(reads: Sequence[SetRead], key: SetKey, limit_ms: float) -> tuple[str, ...]:
    """Return the queries whose 95th percentile is not surely under the limit in a set."""
    return tuple(query for query, p95_ms in _p95_ms(reads, key).items() if against(p95_ms, limit_ms) != "holds")


def _set(
    run: SetRun,
    built: BuiltSet,
    indexes: int,
    heap_bytes: int,
    weights: Mapping[str, int],
    limit_ms: float,
    at: At,
) -> IndexSet:
    p95_ms = _p95_ms(run.reads, built.key)
    verdicts = {against(value, limit_ms) for value in p95_ms.values()}
    worst: Verdict = "fails" if "fails" in verdicts else "depends" if "depends" in verdicts else "holds"
    slowest = max(p95_ms, key=lambda query: p95_ms[query].mid)
    is_first = built.key == "declared"
    return IndexSet(
        key=built.key,
        indexes=indexes - len(built.dropped),
        dropped=built.dropped,
        restored=built.restored,
        index_bytes=built.index_bytes,
        overhead=built.index_bytes / heap_bytes if heap_bytes else None,
        limit_ms=limit_ms,
        slowest=slowest,
        p95_ms=p95_ms[slowest],
        verdict=worst,
        slower=() if is_first else slower_queries(run.reads, built.key),
        bulk=_write_rate(run, built.key, weights, _in_bulk),
        single=_write_rate(run, built.key, weights, _one_by_one),
        users=at.users,
        depth=at.depth,
    )


def _in_bulk(write: Write) -> tuple[float, float]:
    """Return milliseconds and WAL bytes of one row in bulk."""
    return write.bulk_ms / write.rows, write.bulk_wal_bytes / write.rows


def _one_by_one(write: Write) -> tuple[float, float]:
    """Return milliseconds and WAL bytes of one row written alone."""
    return write.single_ms / write.single_rows, write.single_wal_bytes / write.single_rows


def _write_rate(
    run: SetRun, key: SetKey, weights: Mapping[str, int], cost: Callable[[Write], tuple[float, float]]
) -> WriteRate | None:
    """Return the rate of a mix of rows, each table weighing as many as it holds, round by round."""
    mine, having = (_mixed(run, which, weights, cost) for which in (key, "declared"))
    if not mine:
        return None
    gain = None if key == "declared" else median_interval(having[each][0] / mine[each][0] for each in mine)
    return WriteRate(
        rows_per_s=median_interval(1000 / row_ms for row_ms, _ in mine.values()),
        wal_bytes=median_interval(wal_bytes for _, wal_bytes in mine.values()),
        gain=gain,
    )


def _mixed(
    run: SetRun, key: str, weights: Mapping[str, int], cost: Callable[[Write], tuple[float, float]]
) -> Mapping[int, tuple[float, float]]:
    """Return milliseconds and WAL bytes of a row of the mix, by round."""
    rounds = defaultdict[int, list[tuple[float, float, int]]](list)
    for each in run.writes:
        if each.key == key:
            rounds[each.write.round].append((*cost(each.write), weights[each.write.table]))
    return {
        number: (
            sum(row_ms * weight for row_ms, _, weight in costs) / sum(weight for *_, weight in costs),
            sum(wal_bytes * weight for _, wal_bytes, weight in costs) / sum(weight for *_, weight in costs),
        )
        for number, costs in rounds.items()
    }


def _p95_ms(reads: Sequence[SetRead], key: SetKey) -> Mapping[str, Interval]:
    times_ms = defaultdict[str, list[float]](list)
    for read in reads:
        if read.key == key:
            times_ms[read.query].append(read.took_ms)
    return {query: quantile_interval(times, 0.95) for query, times in times_ms.items()}


def _run_of(read: SetRead) -> tuple[str, int | None, int, int]:
    return read.query, read.shard, read.number, read.round


def _reads_alike(before: Seen, after: Seen, fixed: Collection[str], alike: Collection[str]) -> bool:
    if set(after.whole_tables) - set(before.whole_tables) - set(fixed):
        grown = set(after.large_whole_tables) - set(before.whole_tables) - set(fixed)
        served = not grown and bool(set(after.large_indexes) & set(alike))
        return served and not more_blocks(before.blocks, after.large_blocks)
    return not more_blocks(before.blocks, after.blocks)
