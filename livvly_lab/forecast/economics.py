"""What an ablation says of each index: its costs, what its queries lose without it, and what to do with it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from livvly_lab.domain.ablation import LEAST_ROWS, Ablation
from livvly_lab.domain.economics import IndexEconomics, ReadLoss, Rule, TableWrites
from livvly_lab.domain.parameters import Depth
from livvly_lab.domain.physical import PhysicalDesign
from livvly_lab.domain.results import IndexSize, IndexState, State
from livvly_lab.forecast.decisions import decide
from livvly_lab.forecast.losses import read_losses
from livvly_lab.forecast.writes import hot_loss, median_interval, write_cost


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
