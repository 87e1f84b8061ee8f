"""Runs the workload, or takes the runs of the notebook of plans, and asks latency, indexes and table look-ups of it."""

from collections import Counter
from collections.abc import Sequence

from livvly_lab.domain.claims import Measurement, Outcome, Quantity, Unmeasured
from livvly_lab.domain.plan import PlanNode, read_plan
from livvly_lab.domain.query import Query
from livvly_lab.domain.results import QueryRun
from livvly_lab.experiments.loaded import Loaded
from livvly_lab.experiments.timing import widened
from livvly_lab.forecast.plans import judge_latency, share_by_index
from livvly_lab.measure.plans import measure_plans
from livvly_lab.report import fmt

REPEATS = 7
"""Of each query, where the notebook of plans did not run before."""
NO_WORKLOAD = "a workload: this design declares no queries"
_SHOWN = 10
_LOOK_UPS = ("Index Scan", "Index Scan Backward", "Bitmap Heap Scan")


def slowest_query(at: Loaded, *, limit_ms: float, clients: str) -> Outcome:
    """Run every query on every shard, one client on warm data, and take the 95th percentile of the slowest one."""
    runs = runs_of(at)
    if not runs:
        return Unmeasured(NO_WORKLOAD)
    queries = judge_latency(runs, limit_ms).queries
    slowest = queries[0]
    return Measurement(
        (Quantity(slowest.p95_ms.mid, "ms", "p95 of the slowest", widened(slowest.p95_ms), slowest.p95_ms.n),),
        f"the slowest of {fmt.plural(len(queries), 'query', 'queries')} is {slowest.query}, p95 "
        f"{fmt.duration(slowest.p95_ms.mid)}, median {fmt.duration(slowest.p50_ms)}; server execution time of one "
        f"client, warm, the claim is about {clients}",
        evidence=plans_page(at, "plans-latency"),
        detail=tuple(
            {"query": each.query, "p50, ms": each.p50_ms, "p95, ms": each.p95_ms.mid, "runs": each.p95_ms.n}
            for each in queries[:_SHOWN]
        ),
    )


def queries_by_index(at: Loaded, *, low: float, high: float) -> Outcome:
    """Count the queries of the workload that read by indexes alone, and those that use an index somewhere."""
    share = share_by_index(runs_of(at), low, high)
    if not share.queries:
        return Unmeasured(NO_WORKLOAD)
    whole = [f"{table} by {n}" for table, n in list(share.whole_tables.items())[:3]]
    return Measurement(
        (
            Quantity(share.low, "share", "by indexes alone", n=share.queries),
            Quantity(share.high, "share", "an index somewhere", n=share.queries),
        ),
        f"{len(share.index_alone)} of {fmt.plural(share.queries, 'query', 'queries')} read by indexes alone, "
        f"{len(share.mixed)} read a whole table as well, {len(share.no_index)} use none; read whole most often: "
        f"{fmt.listing(whole) or 'none'}",
        evidence=plans_page(at, "plans-share"),
    )


def queries_without_table(at: Loaded) -> Outcome:
    """Count the queries that answer from indexes alone, among those whose plan uses an index."""
    by_query = _plans_of(runs_of(at))
    indexed = {query: nodes for query, nodes in by_query.items() if any(node.index for node in nodes)}
    if not indexed:
        return Unmeasured("a workload that uses indexes")
    look_ups = {
        query: sum(node.kind in _LOOK_UPS or bool(node.heap_fetches) for node in nodes)
        for query, nodes in indexed.items()
    }
    without = sorted(query for query, n in look_ups.items() if not n)
    return Measurement(
        (Quantity(len(without) / len(indexed), "share", n=len(indexed)),),
        f"{len(without)} of {fmt.plural(len(indexed), 'query', 'queries')} that use an index read no page of the "
        f"table: {fmt.listing(without[:6]) or 'none'}",
        evidence=plans_page(at, "plans-latency"),
    )


def rarely_used(at: Loaded, *, share: float) -> Outcome:
    """Count how often the plans of the workload use each index, and which keys a rule on rare use would drop."""
    runs = runs_of(at)
    if not runs:
        return Unmeasured(NO_WORKLOAD)
    used = Counter(index for run in runs for index in set(run.used))
    total = used.total()
    catalog = at.catalog
    kinds = {
        catalog.logical(each.name, each.table): each.constraint
        for each in catalog.indexes
        if catalog.root(each.table) in at.physical.design.metadata.tables
    }
    rare = {index for index in kinds if used[index] < share * total}
    keys = sorted(index for index in rare if kinds[index])
    serving = sorted(index for index in rare if used[index])
    return Measurement(
        (
            Quantity(len(keys), "keys", "keys it would drop", n=len(kinds)),
            Quantity(len(serving), "indexes", "used, but rarely", n=len(kinds)),
        ),
        f"{len(rare)} of {len(kinds)} indexes have less than {fmt.share(share, 0)} of the uses in the workload, each "
        f"query counted alike: {len(keys)} of them enforce a primary key or uniqueness, {len(serving)} others serve a "
        "query",
        evidence=plans_page(at, "plans-states"),
        detail=tuple(
            {"index": index, "enforces a key": bool(kinds[index]), "uses": used[index], "of": total}
            for index in sorted(rare, key=lambda index: (not kinds[index], index))[:40]
        ),
    )


def runs_of(at: Loaded) -> Sequence[QueryRun]:
    """Return the runs of the workload: those of the notebook of plans, else some of our own, made once."""
    known = at.known.get("queries")
    if known is not None:
        return at.once("runs", lambda: [QueryRun(**row) for row in known])
    return at.once("runs", lambda: [run for query in at.physical.design.workload for run in _runs(at, query)])


def _runs(at: Loaded, query: Query) -> Sequence[QueryRun]:
    """Run one query, in a transaction of its own: none keeps its locks while the others run."""
    return measure_plans(at.connection, at.physical, [query], repeats=REPEATS)


def _plans_of(runs: Sequence[QueryRun]) -> dict[str, list[PlanNode]]:
    """Return the executed nodes of every query over its shards."""
    nodes: dict[str, list[PlanNode]] = {}
    for run in runs:
        executed = (node for node in read_plan(run.plan).walk() if not node.never_executed)
        nodes.setdefault(run.query, []).extend(executed)
    return nodes


def plans_page(at: Loaded, key: str) -> str:
    """Return where the notebook of plans shows something, empty where it did not run."""
    return f"03_query_plans#fig-{key}" if "queries" in at.known else ""
