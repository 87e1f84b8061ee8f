"""Arithmetic on the runs of a workload: latency against a limit, share of index scans, plans that differ."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from scipy import stats

from livvly_lab.domain.results import IndexMatrix, Interval, QueryRun, Verdict
from livvly_lab.domain.speed import (
    Differing,
    IndexShare,
    Latency,
    PlanGroup,
    QueryLatency,
    Redundant,
)

CONFIDENCE = 0.95
SAME_COST = 1.0005
"""Costs that differ by less than this factor are equal: EXPLAIN rounds to hundredths."""


def quantile_interval(values: Sequence[float], quantile: float, confidence: float = CONFIDENCE) -> Interval:
    """Return a quantile with an interval from order statistics, which supposes nothing about the distribution.

    The level is the one reached: with few values the ends are the least and the greatest, and it stays below
    `confidence`. Source: David, Nagaraja: Order Statistics (2003), section 7.1.
    """
    ordered, n = np.sort(np.asarray(values, dtype=np.float64)), len(values)
    tail = (1 - confidence) / 2
    below = max(int(stats.binom.ppf(tail, n, quantile)), 1)
    above = min(int(stats.binom.ppf(1 - tail, n, quantile)) + 1, n)
    level = stats.binom.cdf(above - 1, n, quantile) - stats.binom.cdf(below - 1, n, quantile)
    middle = float(np.quantile(ordered, quantile))
    low, high = float(ordered[below - 1]), float(ordered[above - 1])
    return Interval(min(low, middle), middle, max(high, middle), round(float(level), 2), n)


def against(value: Interval, limit: float) -> Verdict:
    """Return whether a value stays under a limit: "depends" where its interval straddles it."""
    return "fails" if value.low > limit else "holds" if value.high <= limit else "depends"


def judge_latency(runs: Iterable[QueryRun], limit_ms: float) -> Latency:
    """Return every query's latency against a limit, the slowest first.

    A query fails where even the low end of its 95th percentile is over the limit, and holds where the high end
    is not. The times are those of one client; more of them were not tried.
    """
    queries = tuple(_latency(query, group, limit_ms) for query, group in _by_query(runs).items())
    verdicts = {query.verdict for query in queries}
    verdict: Verdict = "fails" if "fails" in verdicts else "depends" if "depends" in verdicts else "holds"
    return Latency(
        limit_ms,
        tuple(sorted(queries, key=lambda query: (-query.p95_ms.mid, query.query))),
        verdict if queries else "not measured here",
        "fails" if verdict == "fails" else "not measured here",
    )


def share_by_index(runs: Iterable[QueryRun], claimed_low: float | None, claimed_high: float | None) -> IndexShare:
    """Return the share of queries that run on indexes, against the share promised; one query counts once.

    The claim leaves open what counts: a plan that reads by an index and a whole table as well may or may not.
    Where the two readings lie on different sides of the least share promised, the verdict is "depends"; a share
    above the highest promised holds. Without a promise (None) there is no verdict.
    """
    groups = _by_query(runs)
    if not groups:
        return IndexShare(claimed_low, claimed_high, (), (), (), {}, 0.0, 0.0, "not measured here")
    kinds = defaultdict[str, list[str]](list)
    for query, group in groups.items():
        kinds[_kind(group)].append(query)
    low = len(kinds["alone"]) / len(groups)
    high = (len(kinds["alone"]) + len(kinds["mixed"])) / len(groups)
    verdict = None if claimed_low is None else _share_verdict(low, high, claimed_low)
    whole = Counter(table for group in groups.values() for table in {t for run in group for t in run.seq_scans})
    alone, mixed, none = (tuple(kinds[kind]) for kind in ("alone", "mixed", "none"))
    return IndexShare(claimed_low, claimed_high, alone, mixed, none, dict(whole.most_common()), low, high, verdict)


def _share_verdict(low: float, high: float, claimed: float) -> Verdict:
    return "holds" if low >= claimed else "fails" if high < claimed else "depends"


def differing(runs: Iterable[QueryRun]) -> tuple[Differing, ...]:
    """Return the queries that no single plan serves on all shards, those with the widest spread of times first.

    Every shard draws its own keys, and a plan may depend on the key: shards differ only where no plan came on all
    of them. A query that has several plans but shares one is `key_dependent`.
    """
    found = [Differing(query, _groups(group)) for query, group in _by_query(runs).items() if not _shared_plans(group)]
    return tuple(sorted(found, key=lambda each: (-_spread(each), each.query)))


def key_dependent(runs: Iterable[QueryRun]) -> tuple[str, ...]:
    """Return the queries that have several plans on one shard, depending on the key."""
    return tuple(query for query, group in _by_query(runs).items() if any(len(run.plans) > 1 for run in group))


def redundant(matrix: IndexMatrix) -> tuple[Redundant, ...]:
    """Return the indexes without which every query that chose them would cost the same, by another index."""
    chosen = defaultdict[tuple[str, str], list[tuple[str | None, float | None]]](list)
    for pair in matrix.pairs:
        if pair.state == "chosen":
            chosen[pair.table, pair.index].append((pair.instead, pair.cost_ratio))
    declared = {state.index for state in matrix.states}
    return tuple(
        Redundant(index, table, tuple(sorted({instead for instead, _ in others if instead})))
        for (table, index), others in chosen.items()
        if index in declared and all(_serves_as_well(instead, ratio) for instead, ratio in others)
    )


def _by_query(runs: Iterable[QueryRun]) -> Mapping[str, list[QueryRun]]:
    groups = defaultdict[str, list[QueryRun]](list)
    for run in runs:
        groups[run.query].append(run)
    return groups


def _latency(query: str, group: Sequence[QueryRun], limit_ms: float) -> QueryLatency:
    times_ms = [time for run in group for times in run.times_ms.values() for time in times]
    p95_ms, slowest = quantile_interval(times_ms, 0.95), max(group, key=lambda run: run.p95_ms)
    verdict = against(p95_ms, limit_ms)
    return QueryLatency(query, float(np.median(times_ms)), p95_ms, slowest.shard, slowest.p95_ms, verdict)


def _kind(group: Sequence[QueryRun]) -> str:
    """Tell how a query reads, over all shards: by indexes alone, by an index somewhere (mixed), or by none."""
    if all(run.used and not run.seq_scans for run in group):
        return "alone"
    return "mixed" if any(run.used for run in group) else "none"


def _shared_plans(group: Sequence[QueryRun]) -> frozenset[str]:
    """Return the shapes of plan that came on every shard."""
    return frozenset.intersection(*(frozenset(run.plans) | {run.fingerprint} for run in group))


def _groups(group: Sequence[QueryRun]) -> tuple[PlanGroup, ...]:
    """Return the shards of a query by plan, the plan of most shards first."""
    by_plan = defaultdict[str, list[QueryRun]](list)
    for run in group:
        by_plan[run.fingerprint].append(run)
    usual_first = sorted(by_plan.items(), key=lambda item: -len(item[1]))
    return tuple(
        PlanGroup(
            tuple(run.shard for run in same),
            distinct(shape, [other for other in by_plan if other != shape]),
            float(np.median([run.p50_ms for run in same])),
            shape,
        )
        for shape, same in usual_first
    )


def distinct(shape: str, others: Sequence[str]) -> str:
    """Return the nodes of a plan that some other plan lacks: its scans, or else whatever differs."""
    lacking = [set(nodes(other)) for other in others]
    new = [node for node in nodes(shape) if any(node not in other for other in lacking)]
    scans = [node for node in new if " Scan " in f"{node} "]
    return ", ".join(dict.fromkeys(scans or new)) or "the same nodes under other conditions"


def nodes(shape: str) -> list[str]:
    """Return the nodes of a fingerprint without their conditions."""
    return [line.strip().split(" [", 1)[0] for line in shape.splitlines()]


def _spread(each: Differing) -> float:
    """Return how many times as long the slowest plan of a query takes as its quickest."""
    times_ms = [group.p50_ms for group in each.groups]
    return max(times_ms) / min(times_ms) if min(times_ms) else 1.0


def _serves_as_well(instead: str | None, cost_ratio: float | None) -> bool:
    return instead not in (None, "seq scan") and cost_ratio is not None and cost_ratio < SAME_COST
