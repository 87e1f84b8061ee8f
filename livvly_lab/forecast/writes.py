"""Arithmetic on writes with indexes and without them: rows a second, WAL a row, the share of HOT updates."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from livvly_lab.domain.ablation import Update, Write
from livvly_lab.domain.economics import HotLoss, Rate, WriteCost
from livvly_lab.domain.results import Interval
from livvly_lab.forecast.plans import quantile_interval

Pair = tuple[Write, Write]
"""One round with all indexes, and the same round without some."""


def median_interval(values: Iterable[float]) -> Interval:
    """Return the median with its interval from order statistics."""
    return quantile_interval(list(values), 0.5)


def write_cost(writes: Sequence[Write], table: str, dropped: tuple[str, ...]) -> WriteCost | None:
    """Return what indexes of a table cost its writes, paired by shard and round; None where that was not measured."""
    mine = [write for write in writes if write.table == table]
    having = {(write.shard, write.round): write for write in mine if not write.dropped}
    pairs = [(having[write.shard, write.round], write) for write in mine if write.dropped == dropped and dropped]
    if not pairs:
        return None
    first = pairs[0][0]
    return WriteCost(
        rows=first.rows,
        single_rows=first.single_rows,
        shards=tuple(dict.fromkeys(write.shard for write, _ in pairs)),
        bulk=_rate(pairs, bulk_rows_per_s, lambda write: write.bulk_wal_bytes / write.rows),
        single=_rate(pairs, single_rows_per_s, lambda write: write.single_wal_bytes / write.single_rows),
    )


def hot_loss(updates: Sequence[Update], index: str, table: str) -> HotLoss | None:
    """Return the HOT updates that an index prevents; None where none was measured with and without it.

    Of a column that the index does not hold, the updates are the same without it: they were made once.
    """
    having, without = _by_column(updates, table, None), _by_column(updates, table, index)
    total = sum(updated for updated, _ in having.values())
    if not total:
        return None
    won = {column: hot - having[column][1] for column, (_, hot) in without.items() if column in having}
    hot_with = sum(hot for _, hot in having.values())
    freed = tuple(column for column, more in won.items() if 2 * more > having[column][0])
    lost = sum(won.values())
    return HotLoss(freed, total, hot_with / total, (hot_with + lost) / total, lost / total)


def bulk_rows_per_s(write: Write) -> float:
    """Return how many rows a second a round of COPY wrote."""
    return write.rows / write.bulk_ms * 1000


def single_rows_per_s(write: Write) -> float:
    """Return how many rows a second a round of INSERTs wrote."""
    return write.single_rows / write.single_ms * 1000


def _rate(pairs: Sequence[Pair], speed: Callable[[Write], float], wal_bytes: Callable[[Write], float]) -> Rate:
    return Rate(
        with_rows_per_s=median_interval(speed(having) for having, _ in pairs),
        without_rows_per_s=median_interval(speed(without) for _, without in pairs),
        gain=median_interval(speed(without) / speed(having) for having, without in pairs),
        with_wal_bytes=median_interval(wal_bytes(having) for having, _ in pairs),
        without_wal_bytes=median_interval(wal_bytes(without) for _, without in pairs),
        saved_wal_bytes=median_interval(wal_bytes(having) - wal_bytes(without) for having, without in pairs),
    )


def _by_column(updates: Sequence[Update], table: str, dropped: str | None) -> Mapping[str, tuple[int, int]]:
    """Return, by column, the updates of a table while an index was away (None: none was), and how many were HOT."""
    found = defaultdict[str, tuple[int, int]](lambda: (0, 0))
    for update in updates:
        if (update.table, update.dropped) == (table, dropped):
            updated, hot = found[update.column]
            found[update.column] = updated + update.updates, hot + update.hot
    return found
