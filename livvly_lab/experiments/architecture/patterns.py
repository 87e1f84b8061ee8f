"""Asks of some queries of the workload whether they are served: by the index meant, and how soon."""

from collections.abc import Sequence

from livvly_lab.domain.claims import Measurement, Outcome, Quantity, Unmeasured
from livvly_lab.experiments.architecture.workload import NO_WORKLOAD, plans_page, runs_of
from livvly_lab.experiments.loaded import Loaded
from livvly_lab.experiments.timing import widened
from livvly_lab.forecast.plans import judge_latency
from livvly_lab.report import fmt


def queries_served(at: Loaded, *, queries: Sequence[str], limit_ms: float) -> Outcome:
    """Run some queries of the workload on every shard, and see which index serves them and how long the slowest takes.

    The quantities are the 95th percentile of the slowest one, and how many are written for an index that no plan used.
    """
    runs = [run for run in runs_of(at) if run.query in queries]
    if {run.query for run in runs} != set(queries):
        return Unmeasured(NO_WORKLOAD)
    latencies = judge_latency(runs, limit_ms).queries
    slowest = latencies[0]
    used = {name: {index for run in runs if run.query == name for index in run.used} for name in queries}
    meant = {run.query: run.meant for run in runs}
    otherwise = sorted(name for name, index in meant.items() if index is not None and index not in used[name])
    served = sum(index is not None for index in meant.values()) - len(otherwise)
    return Measurement(
        (
            Quantity(slowest.p95_ms.mid, "ms", "p95 of the slowest", widened(slowest.p95_ms), slowest.p95_ms.n),
            Quantity(len(otherwise), "queries", "not by their index", n=len(meant)),
        ),
        ("the query is " if len(meant) == 1 else f"of {len(meant)} queries the slowest is ")
        + f"{slowest.query}, p95 {fmt.duration(slowest.p95_ms.mid)}, server execution time of one client, warm; "
        + (f"not read by the index written for it: {fmt.listing(otherwise)}" if otherwise else _by_index(served)),
        evidence=plans_page(at, "plans-latency"),
        detail=tuple(
            {
                "query": each.query,
                "p50, ms": each.p50_ms,
                "p95, ms": each.p95_ms.mid,
                "runs": each.p95_ms.n,
                "written for": meant[each.query] or fmt.ABSENT,
                "reads by": ", ".join(sorted(used[each.query])) or "no index",
            }
            for each in latencies
        ),
    )


def _by_index(queries: int) -> str:
    if queries == 1:
        return "it is read by the index written for it"
    return f"{queries} are written for an index, and each is read by its own"
