"""What a query loses without an index that it chose: pages for certain, time where it is more than noise."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import numpy as np

from livvly_lab.domain.ablation import Ablation, Read
from livvly_lab.domain.economics import Loss, ReadLoss
from livvly_lab.domain.physical import PhysicalDesign
from livvly_lab.domain.results import Interval
from livvly_lab.forecast.writes import median_interval

NOTICEABLE_FACTOR = 1.25
"""How many times as long a query must take, or as many pages read, to lose noticeably."""

NOTICEABLE_MS, NOTICEABLE_BLOCKS = 0.05, 4
"""Differences up to these are within what the clock and the root of another index make."""

JUDGED_ROWS = 1_000
"""Rows a table must hold in a shard before an index that begins with another key is believed to serve as well."""


def read_losses(
    seen: Ablation, references: Collection[str], physical: PhysicalDesign
) -> Mapping[str, tuple[ReadLoss, ...]]:
    """Return what each query loses without each index that it chose, by index, the greatest loss first."""
    instead = {(pair.index, pair.query): pair.instead for pair in seen.matrix.pairs}
    found = defaultdict[str, list[ReadLoss]](list)
    rows = defaultdict[str, int](int)
    for size in seen.sizes:
        rows[size.table] = max(rows[size.table], size.rows)
    for (index, query), mine in _by_pair(seen.reads).items():
        loss = _read_loss(query, mine, instead.get((index, query)), physical.design.reference_tables)
        table = mine[0].table
        is_small = rows[table] < JUDGED_ROWS and table not in physical.design.reference_tables
        if loss.loss == "free" and is_small and loss.instead not in seen.alike[index]:
            loss = replace(loss, loss="depends")
        found[index].append(replace(loss, kind="foreign key") if query in references else loss)
    return {index: tuple(sorted(losses, key=lambda loss: -loss.lost_ms.mid)) for index, losses in found.items()}


def open_losses(reads: Sequence[Read]) -> frozenset[tuple[str, str]]:
    """Return the pairs of index and query of which the runs do not tell whether the query loses time."""
    return frozenset(
        pair for pair, mine in _by_pair(reads).items() if _read_loss(pair[1], mine, None, ()).loss == "depends"
    )


def _by_pair(reads: Sequence[Read]) -> Mapping[tuple[str, str], list[Read]]:
    runs = defaultdict[tuple[str, str], list[Read]](list)
    for read in reads:
        runs[read.index, read.query].append(read)
    return runs


def _read_loss(query: str, reads: Sequence[Read], instead: str | None, fixed: Collection[str]) -> ReadLoss:
    without_ms = [read.timeout_ms if read.without_ms is None else read.without_ms for read in reads]
    pairs = list(zip((read.with_ms for read in reads), without_ms, strict=True))
    slower = median_interval(without / having for having, without in pairs)
    lost_ms = median_interval(without - having for having, without in pairs)
    spared = {read.table for read in reads if _served_in_a_larger_table(read)}
    whole = tuple(dict.fromkeys(table for read in reads for table in read.whole_tables if table not in fixed))
    grows = tuple(table for table in whole if table not in spared)
    stopped = any(read.without_ms is None for read in reads)
    with_blocks, without_blocks = _most_blocks([read for read in reads if read.without_ms is not None] or reads)
    pays = stopped or bool(grows) or (more_blocks(with_blocks, without_blocks) and not (whole and not grows))
    by_index = next((read.by_index for read in reads if read.by_index), None)
    return ReadLoss(
        query=query,
        kind="query",
        shards=len({read.shard for read in reads}),
        with_ms=median_interval(having for having, _ in pairs),
        without_ms=median_interval(without_ms),
        slower=slower,
        lost_ms=lost_ms,
        with_blocks=with_blocks,
        without_blocks=without_blocks,
        whole_tables=grows,
        instead=by_index if whole and not grows else instead,
        stopped=stopped,
        loss="pays" if pays else loss_of(slower, lost_ms),
    )


def _served_in_a_larger_table(read: Read) -> bool:
    """Tell whether another index would serve a query as well, were its table too large to be read as a whole."""
    return read.by_index_blocks is not None and not more_blocks(read.with_blocks, read.by_index_blocks)


def loss_of(slower: Interval, lost_ms: Interval) -> Loss:
    """Return whether a query surely loses time, surely does not, or cannot be told.

    >>> between = lambda low, high: Interval(low, (low + high) / 2, high, 0.95, 15)
    >>> loss_of(between(1.5, 2), between(1, 2)), loss_of(between(0.9, 1.1), between(-1, 1))
    ('pays', 'free')
    >>> loss_of(between(1, 2), between(0, 2)), loss_of(between(1.5, 3), between(0.01, 0.04))
    ('depends', 'free')
    """
    if slower.low > NOTICEABLE_FACTOR and lost_ms.low > NOTICEABLE_MS:
        return "pays"
    return "free" if slower.high <= NOTICEABLE_FACTOR or lost_ms.high <= NOTICEABLE_MS else "depends"


def more_blocks(before: float, after: float) -> bool:
    """Tell whether a plan reads noticeably more pages than another.

    >>> more_blocks(3, 7), more_blocks(3, 9), more_blocks(100, 120)
    (False, True, False)
    """
    return after > NOTICEABLE_FACTOR * before + NOTICEABLE_BLOCKS


def _most_blocks(reads: Sequence[Read]) -> tuple[float, float]:
    """Return the median blocks with an index and without it, of the kind of key for which they differ most."""
    by_kind = defaultdict[str, list[Read]](list)
    for read in reads:
        by_kind[read.kind].append(read)
    medians = [
        (
            float(np.median([read.with_blocks for read in mine])),
            float(np.median([read.without_blocks for read in mine])),
        )
        for mine in by_kind.values()
    ]
    return max(medians, key=lambda pair: pair[1] - pair[0])
