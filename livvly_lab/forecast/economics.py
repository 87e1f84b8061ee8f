"""What an ablation says of each index: its costs, what its queries lose without it, and what to do with it."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from livvly_lab.domain.ablation import LEAST_ROWS, Ablation, Read
from livvly_lab.domain.economics import IndexEconomics, Loss, ReadLoss, Rule, TableWrites
from livvly_lab.domain.parameters import Depth
from livvly_lab.domain.physical import PhysicalDesign
from livvly_lab.domain.results import IndexSize, IndexState, Interval, State
from livvly_lab.forecast.decisions import decide
from livvly_lab.forecast.writes import hot_loss, median_interval, write_cost

NOTICEABLE_FACTOR = 1.25
"""How many times as long a query must take, or as many pages read, to lose noticeably."""

NOTICEABLE_MS, NOTICEABLE_BLOCKS = 0.05, 4
"""Differences up to these are within what the clock and the root of another index make."""

JUDGED_ROWS = 1_000
"""Rows a table must hold in a shard before an index that begins with another key is believed to serve as well."""


@dataclass(frozen=True)
class At:
    """At which size and depth something was measured."""

    users: int
    depth: Depth


def economics(seen: Ablation, physical: PhysicalDesign, at: At) -> tuple[IndexEconomics, ...]:
    """Return the economics of each logical index, by table and name."""
    sizes = defaultdict[tuple[str, str], list[IndexSize]](list)
    for size in seen.index_sizes:
        sizes[size.table, size.index].append(size)
    losses = read_losses(seen, frozenset(reference.name for reference in physical.references), physical)
    return tuple(_index(seen, physical, at, index, mine, losses) for (_, index), mine in sorted(sizes.items()))


def table_writes(seen: Ablation, physical: PhysicalDesign, at: At) -> tuple[TableWrites, ...]:
    """Return what the declared indexes of each table cost its writes together, the most costly first."""
    found = []
    for table in physical.design.tables:
        declared = tuple(sorted(str(index.name) for index in table.indexes))
        if cost := write_cost(seen.writes, table.name, declared):
            found.append(TableWrites(table.name, len(declared), cost, at.users, at.depth))
    return tuple(sorted(found, key=lambda each: -each.cost.bulk.gain.mid))


def read_losses(
    seen: Ablation, references: Collection[str], physical: PhysicalDesign
) -> Mapping[str, tuple[ReadLoss, ...]]:
    """Return what each query loses without each index that it chose, by index, the greatest loss first."""
    runs = defaultdict[tuple[str, str], list[Read]](list)
    for read in seen.reads:
        runs[read.index, read.query].append(read)
    instead = {(pair.index, pair.query): pair.instead for pair in seen.matrix.pairs}
    found = defaultdict[str, list[ReadLoss]](list)
    rows = defaultdict[str, int](int)
    for size in seen.sizes:
        rows[size.table] = max(rows[size.table], size.rows)
    for (index, query), mine in runs.items():
        loss = _read_loss(query, mine, instead.get((index, query)), physical.design.reference_tables)
        table = mine[0].table
        is_small = rows[table] < JUDGED_ROWS and table not in physical.design.reference_tables
        if loss.loss == "free" and is_small and loss.instead not in seen.alike[index]:
            loss = replace(loss, loss="depends")
        found[index].append(replace(loss, kind="foreign key") if query in references else loss)
    return {index: tuple(sorted(losses, key=lambda loss: -loss.lost_ms.mid)) for index, losses in found.items()}


def _index(
    seen: Ablation,
    physical: PhysicalDesign,
    at: At,
    index: str,
    sizes: Sequence[IndexSize],
    losses: Mapping[str, tuple[ReadLoss, ...]],
) -> IndexEconomics:
    table, state = sizes[0].table, _state(seen, index)
    heap = sum(size.heap_bytes + size.toast_bytes for size in seen.sizes if size.table == table)
    index_bytes = sum(size.index_bytes for size in sizes)
    rule: Rule = "key" if sizes[0].is_key else "unique" if index in seen.unique else "none"
    reads, covered = losses.get(index, ()), seen.covered.get(index, "")
    is_fixed = table in physical.design.reference_tables
    decision, into, why = decide(rule, state, reads, covered, table, is_fixed=is_fixed)
    writes = write_cost(seen.writes, table, (index,))
    return IndexEconomics(
        index=index,
        table=table,
        method=seen.methods[index],
        rule=rule,
        state=state.state,
        shards=len(sizes),
        index_bytes=index_bytes,
        heap_share=index_bytes / heap if heap else None,
        build_ms=median_interval(build.total_ms for build in seen.builds if build.index == index),
        writes=writes,
        why_no_writes="" if writes else _why_no_writes(seen, table, rule),
        hot=hot_loss(seen.updates, index, table) if rule != "key" else None,
        reads=reads,
        covered=covered,
        defects=tuple(_defects(seen, index, state)),
        decision=decision,
        into=into,
        why=why,
        users=at.users,
        depth=at.depth,
    )


def _state(seen: Ablation, index: str) -> IndexState:
    """Return what became of an index; of a key, what became of it with the queries that chose it."""
    for known in (seen.matrix.states, seen.matrix.pairs):
        if mine := [state for state in known if state.index == index]:
            return next((state for state in mine if state.state == "chosen"), mine[0])
    untried: State = "not tried"
    return IndexState(index, "", None, untried, (), "no query is written for it, and none chose it")


def _why_no_writes(seen: Ablation, table: str, rule: str) -> str:
    if table in seen.unwritten:
        return seen.unwritten[table]
    return "the write cost of keys takes the full depth" if rule == "key" else "no table was written"


def _defects(seen: Ablation, index: str, state: IndexState) -> list[str]:
    """Return what speaks against an index whatever its queries say."""
    found = [f"wrong type for its query: {state.why}"] if state.state == "unusable" else []
    found += [
        f"all {entries.entries:,} entries of a shard are equal: it finds nothing in particular"
        for entries in seen.entries
        if entries.index == index and entries.entries >= LEAST_ROWS and entries.distinct <= 1
    ]
    found += [
        f"a text of {long.tried_bytes:,} bytes in {long.column} makes the write fail"
        for long in seen.too_long
        if long.index == index
    ]
    return found


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


def counted(rows: Sequence[IndexEconomics]) -> Mapping[str, int]:
    """Return how many indexes that enforce nothing come to each decision."""
    return Counter(row.decision for row in rows if row.rule == "none")
