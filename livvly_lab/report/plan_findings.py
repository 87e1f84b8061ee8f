"""Findings about plans and indexes: queries over their limit, plans that differ, indexes that buy nothing."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from livvly_lab.domain.results import Finding, IndexMatrix, IndexSize, IndexState, Level, State, TableSize
from livvly_lab.domain.speed import Differing, Latency, QueryLatency, Redundant
from livvly_lab.domain.targets import Targets
from livvly_lab.report import fmt
from livvly_lab.report.charts import slug

PLANS_NOTEBOOK = "03_query_plans"

NOTABLE_SHARE = 0.05
"""The part of all index bytes from which one index that buys nothing is a finding of high level."""

CLEAR_FACTOR = 2.0
"""How many times as long another plan must take to be more than a curiosity."""

COUNTED_SHARE = 0.01
"""The part of all bytes below which a table's overhead is one of single pages and says nothing."""

_REMEDIES: Mapping[State, str] = {
    "chosen without rival": "Drop the one that serves fewer queries.",
    "only without seqscan": "Judge it with more rows: at this size reading the whole table is cheaper.",
    "unusable": "Drop it, or rewrite it so that its expression and predicate are those of the query.",
}


def slow_findings(latency: Latency, source: str) -> tuple[Finding, ...]:
    """Return a finding for each query whose p95 is over the limit, or cannot be told from it, the slowest first."""
    return tuple(
        Finding(
            id=f"finding-slow-{slug(query.query)}",
            level="high" if query.verdict == "fails" else "medium",
            says=(
                f"{query.query} has a p95 of {fmt.interval(query.p95_ms, 'ms')}, with one client on warm data; "
                f"the limit is {fmt.duration(latency.limit_ms)}: {query.verdict}."
            ),
            where=_slowest(query),
            evidence=f"{PLANS_NOTEBOOK}#latency",
            remedy="Read its plan: an index that serves the whole predicate, fewer rows, or a precomputed answer.",
            source=source,
        )
        for query in latency.queries
        if query.verdict in ("fails", "depends")
    )


def plan_findings(differing: Sequence[Differing], source: str) -> tuple[Finding, ...]:
    """Return a finding for each query whose plan is not the same on all shards."""
    return tuple(_plan_finding(each, source) for each in differing)


def index_findings(matrix: IndexMatrix, sizes: Sequence[IndexSize], source: str) -> tuple[Finding, ...]:
    """Return a finding for each index that the query it is written for does not choose, the largest first."""
    index_bytes, serves = _index_bytes(sizes), _serves(matrix)
    total = sum(index_bytes.values())
    lost = sorted(
        (state for state in matrix.states if state.state not in ("chosen", "not tried")),
        key=lambda state: -index_bytes.get(state.index, 0),
    )
    homes = Counter(size.index for size in sizes)
    return tuple(
        Finding(
            id=f"finding-index-{slug(state.index)}",
            level=_index_level(state, index_bytes.get(state.index, 0), total, serves=bool(serves.get(state.index))),
            says=f"{state.index} ({fmt.size(index_bytes.get(state.index, 0))}) {_fate(state)}{_else(serves, state)}.",
            where=f"{fmt.plural(homes[state.index], 'index', 'indexes')} on {state.table}",
            evidence=f"{PLANS_NOTEBOOK}#states",
            remedy=_REMEDIES[state.state],
            source=source,
        )
        for state in lost
    )


def unused_findings(matrix: IndexMatrix, sizes: Sequence[IndexSize], source: str) -> tuple[Finding, ...]:
    """Return one finding about all indexes that no query of the workload chose; keys are not among them."""
    serves, keys = _serves(matrix), {size.index for size in sizes if size.is_key}
    unused = {state.index for state in matrix.states if state.state != "not tried" and not serves.get(state.index)}
    return _indexes_finding(
        "finding-unused-indexes",
        unused - keys,
        sizes,
        f"{PLANS_NOTEBOOK}#states",
        ("index is chosen by no query of the workload", "indexes are chosen by no query of the workload"),
        source,
    )


def redundant_findings(redundant: Sequence[Redundant], sizes: Sequence[IndexSize], source: str) -> tuple[Finding, ...]:
    """Return one finding about all indexes that are chosen, though another would do at the same expected cost."""
    keys = {size.index for size in sizes if size.is_key}
    return _indexes_finding(
        "finding-redundant-indexes",
        {each.index for each in redundant} - keys,
        sizes,
        f"{PLANS_NOTEBOOK}#states",
        ("index alone could go at no expected cost", "indexes could each go, one at a time, at no expected cost"),
        source,
    )


def overhead_findings(sizes: Sequence[TableSize], targets: Targets) -> tuple[Finding, ...]:
    """Return a finding where index bytes, relative to heap with TOAST, lie outside what is claimed, if anything is."""
    low, high = targets.overhead_low, targets.overhead_high
    if low is None or high is None:
        return ()
    heap, index = defaultdict[str, int](int), defaultdict[str, int](int)
    for size in sizes:
        heap[size.table] += size.heap_bytes + size.toast_bytes
        index[size.table] += size.index_bytes
    all_heap, all_index = sum(heap.values()), sum(index.values())
    if not all_heap or low <= all_index / all_heap <= high:
        return ()
    filled = [table for table in heap if heap[table]]
    counted = [t for t in filled if heap[t] + index[t] >= COUNTED_SHARE * (all_heap + all_index)] or filled
    worst = max(counted, key=lambda table: index[table] / heap[table])
    outside = sum(not low <= index[table] / heap[table] <= high for table in counted)
    above = all_index / all_heap > high
    lie = "lies" if outside == 1 else "lie"
    return (
        Finding(
            id="finding-index-overhead",
            level="high" if above else "info",
            says=(
                f"Indexes take {fmt.share(all_index / all_heap, 0)} of the bytes of the tables, claimed "
                f"{fmt.share(low, 0)} to {fmt.share(high, 0)}: {outside} of "
                f"{fmt.plural(len(counted), 'table')} {lie} outside, most {worst}, at "
                f"{fmt.share(index[worst] / heap[worst], 0)}."
            ),
            where=f"{fmt.size(all_index)} of indexes on {fmt.size(all_heap)} of tables",
            evidence=f"{PLANS_NOTEBOOK}#states",
            remedy=(
                "Plan disk and memory for it; drop the indexes that lose to a rival first."
                if above
                else "Nothing: the claim is on the safe side at this size."
            ),
            source=targets.source,
        ),
    )


def _plan_finding(each: Differing, source: str) -> Finding:
    usual, *others = each.groups
    slowest = max(others, key=lambda group: group.p50_ms)
    quick_ms, slow_ms = sorted((usual.p50_ms, slowest.p50_ms))
    times = slowest.p50_ms / usual.p50_ms if quick_ms else None
    return Finding(
        id=f"finding-plans-{slug(each.query)}",
        level="medium" if slow_ms >= CLEAR_FACTOR * quick_ms else "low",
        says=(
            f"{each.query} runs with {len(each.groups)} plans: {usual.says} on "
            f"{fmt.plural(len(usual.shards), 'shard')}, {slowest.says} on {_shards(slowest.shards)}, at "
            f"{fmt.factor(times)} the median time."
        ),
        where=fmt.plural(sum(len(group.shards) for group in each.groups), "shard"),
        evidence=f"{PLANS_NOTEBOOK}#differing",
        remedy="Compare the statistics of the shards; ANALYZE, or raise the statistics target of the column.",
        source=source,
    )


def _indexes_finding(
    key: str,
    indexes: Collection[str],
    sizes: Sequence[IndexSize],
    evidence: str,
    fates: tuple[str, str],
    source: str,
) -> tuple[Finding, ...]:
    """Return a finding about several indexes at once, nothing where they take no bytes."""
    index_bytes = _index_bytes(sizes)
    total, theirs = sum(index_bytes.values()), sum(index_bytes.get(index, 0) for index in indexes)
    if not theirs:
        return ()
    largest = max(indexes, key=lambda index: (index_bytes.get(index, 0), index))
    return (
        Finding(
            id=key,
            level="high" if theirs >= NOTABLE_SHARE * total else "medium",
            says=(
                f"{fmt.plural(len(indexes), *fates)}: {fmt.size(theirs)}, {fmt.share(theirs / total)} of all index "
                f"bytes; the largest is {largest}."
            ),
            where=f"{fmt.size(theirs)} over all shards",
            evidence=evidence,
            remedy="Drop them, after a look at the writes they cost and at queries that are not in the workload.",
            source=source,
        ),
    )


def _index_level(state: IndexState, index_bytes: int, total: int, *, serves: bool) -> Level:
    if serves:
        return "info"
    if state.state != "unusable":
        return "low"
    return "high" if total and index_bytes >= NOTABLE_SHARE * total else "medium"


def _fate(state: IndexState) -> str:
    """Say what became of an index with the query it is written for."""
    query = f" by {state.query}" if state.query else ""
    if state.state == "chosen without rival":
        verb = "is" if len(state.rivals) == 1 else "are"
        return f"is chosen{query} only once {fmt.listing(state.rivals)} {verb} dropped"
    if state.state == "only without seqscan":
        return f"is used{query} only with sequential scans off: {state.why}"
    return f"cannot be used{query}: {state.why}"


def _serves(matrix: IndexMatrix) -> Mapping[str, tuple[str, ...]]:
    """Return the queries that chose each index."""
    found = defaultdict[str, list[str]](list)
    for pair in (*matrix.pairs, *matrix.states):
        if pair.state == "chosen" and pair.query not in (None, *found[pair.index]):
            found[pair.index].append(str(pair.query))
    return {index: tuple(queries) for index, queries in found.items()}


def _else(serves: Mapping[str, tuple[str, ...]], state: IndexState) -> str:
    queries = serves.get(state.index, ())
    return f"; {fmt.listing(queries)} {'chooses' if len(queries) == 1 else 'choose'} it" if queries else ""


def _slowest(query: QueryLatency) -> str:
    if query.slowest_shard is None:
        return f"median {fmt.duration(query.p50_ms)}"
    return f"slowest on shard {query.slowest_shard}: p95 {fmt.duration(query.slowest_p95_ms)}"


def _shards(shards: Sequence[int | None]) -> str:
    return f"{'shard' if len(shards) == 1 else 'shards'} {fmt.listing(str(shard) for shard in shards)}"


def _index_bytes(sizes: Iterable[IndexSize]) -> Mapping[str, int]:
    found = defaultdict[str, int](int)
    for size in sizes:
        found[size.index] += size.index_bytes
    return found
