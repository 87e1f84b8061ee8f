"""What the architect should know first: results in, findings out, each with a number, a remedy and its evidence.

A finding's id and anchor come from what it is about, never from its place, so that a link keeps its meaning.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from livvly_lab.domain.load import Load
from livvly_lab.domain.results import CheckResult, Finding, IndexSize, IndexState, Level, QueryRun, Skew, TableSize
from livvly_lab.domain.skew import CrossShard, HotEffect, ReadingVerdict
from livvly_lab.report import fmt
from livvly_lab.report.charts import slug

SKEW_NOTEBOOK = "02_shard_skew"
PLANS_NOTEBOOK = "03_query_plans"

LEVELS: tuple[Level, ...] = ("high", "medium", "low", "info")
HOT_FACTORS: tuple[tuple[float, Level], ...] = ((1.5, "high"), (1.2, "medium"), (1.1, "low"))
"""How many times its fair part a shard carries, and the level of the finding from there on."""

CERTAIN_BANDS = 1.4
"""How many times its noise band something must deviate to be a finding: of dozens of things measured, one in
twenty lies beyond its band by chance, beyond 1.4 times the band one in a thousand."""

NOTABLE_SHARE = 0.05
"""The part of all index bytes from which one index that buys nothing is a finding of high level."""

COUNTED_SHARE = 0.01
"""The part of all bytes below which a table's overhead is one of single pages and says nothing."""


def worst_first(*groups: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings of all groups by level; within a level each group keeps its own order."""
    return tuple(sorted((found for group in groups for found in group), key=lambda found: LEVELS.index(found.level)))


def skew_findings(skews: Sequence[Skew], source: str) -> tuple[Finding, ...]:
    """Return a finding for each thing spread clearly less evenly than a fair hash would spread it."""
    clear = [skew for skew in skews if skew.real and skew.worst > CERTAIN_BANDS * skew.band]
    return tuple(
        Finding(
            id=f"finding-skew-{slug(skew.what)}",
            level="high" if skew.unit == "users" else "medium",
            says=(
                f"Shard {skew.worst_shard} lies {fmt.deviation(skew.deviations[skew.worst_shard])} off the mean in "
                f"{skew.what}; a fair hash would stay under {fmt.share(skew.band)} in 95 of 100 runs."
            ),
            where=f"{_amount(sum(skew.per_shard), skew.unit)} on {fmt.plural(len(skew.per_shard), 'shard')}",
            evidence=f"{SKEW_NOTEBOOK}#fig-skew-{'users' if skew.unit == 'users' else 'load'}",
            remedy="Look for what the shard key has in common on that shard; try another shard function.",
            source=source,
        )
        for skew in sorted(clear, key=lambda skew: -skew.worst / skew.band)
    )


def reading_findings(judged: Sequence[ReadingVerdict]) -> tuple[Finding, ...]:
    """Return a finding where the strictest reading of the promised evenness fails at the size of this run."""
    failed = [each for each in judged if each.verdict == "fails"]
    if not failed:
        return ()
    worst = min(failed, key=lambda each: each.reading.limit)
    noise = abs(worst.worst) <= worst.band
    why = (
        f"a fair hash keeps it only from {fmt.count(worst.users_needed)} users on"
        if noise
        else f"a fair hash would stay under {fmt.share(worst.band)}, so this is no noise"
    )
    return (
        Finding(
            id=f"finding-even-{worst.reading.key}",
            level="medium" if noise else "high",
            says=(
                f"{worst.reading.says} fails at {fmt.count(worst.users)} users: shard {worst.worst_shard} lies "
                f"{fmt.deviation(worst.worst)} off the mean; {why}."
            ),
            where=f"{fmt.count(worst.users)} users on {fmt.plural(worst.shards, 'shard')}",
            evidence=f"{SKEW_NOTEBOOK}#fig-skew-readings",
            remedy=(
                "Promise the limit from the number of users on that a fair hash needs, or in points of the share."
                if noise
                else "Look for what the shard key has in common on that shard; try another shard function."
            ),
            source=worst.source,
        ),
    )


def hot_findings(loads: Sequence[tuple[Load, Sequence[HotEffect]]], source: str) -> tuple[Finding, ...]:
    """Return a finding for each load of which one shard carries clearly more than its part, with who brings it."""
    found = [(_heat(load), load, effects) for load, effects in loads if load.total and len(load.shards) > 1]
    return tuple(
        _hot_finding(load, effects, level, source)
        for heat, load, effects in sorted(found, key=lambda each: -each[0])
        if (level := _level_of(heat)) is not None
    )


def cross_findings(crosses: Sequence[CrossShard], source: str) -> tuple[Finding, ...]:
    """Return a finding where rows with two parties have them in two shards; one for all relations."""
    rows, crossing = sum(cross.rows for cross in crosses), sum(cross.crossing for cross in crosses)
    if not crossing:
        return ()
    most = max(crosses, key=lambda cross: cross.crossing)
    return (
        Finding(
            id="finding-cross-shard",
            level="medium",
            says=(
                f"{fmt.share(crossing / rows)} of the rows with two parties have them in two shards, most of them in "
                f"{most.table} ({most.says}): whoever is not the shard key is found by asking every shard."
            ),
            where=f"{fmt.plural(crossing, 'row')} of {fmt.plural(len(crosses), 'relation')}",
            evidence=f"{SKEW_NOTEBOOK}#fig-skew-cross-shard",
            remedy="Keep a copy, or an inbox, of such rows in the shard of the second party.",
            source=source,
        ),
    )


def slow_findings(runs: Sequence[QueryRun], target_ms: float, source: str) -> tuple[Finding, ...]:
    """Return a finding for each query whose p95 on its slowest shard is over the target."""
    slowest = [max(group, key=lambda run: run.p95_ms) for group in _by_query(runs).values()]
    over = sorted((run for run in slowest if run.p95_ms > target_ms), key=lambda run: -run.p95_ms)
    return tuple(
        Finding(
            id=f"finding-slow-{run.query}",
            level="high" if run.p50_ms > target_ms else "medium",
            says=(
                f"{run.query} takes {fmt.duration(run.p95_ms)} (p95{_on(run.shard)}, n={run.n}; median "
                f"{fmt.duration(run.p50_ms)}); the target is {fmt.duration(target_ms)}."
            ),
            where=f"{fmt.plural(run.rows, 'row')} returned; {_reads(run)}",
            evidence=f"{PLANS_NOTEBOOK}#latency",
            remedy="Read its plan: an index that serves the whole predicate, fewer rows, or a precomputed answer.",
            source=source,
        )
        for run in over
    )


def plan_findings(runs: Sequence[QueryRun], source: str) -> tuple[Finding, ...]:
    """Return a finding for each query that runs with different plans on different shards, the costliest first."""
    differing = []
    for query, group in _by_query(runs).items():
        usual, other = _usual_and_other(group)
        if other is not None:
            differing.append((other.p50_ms / usual.p50_ms if usual.p50_ms else 1.0, query, group, usual, other))
    return tuple(
        Finding(
            id=f"finding-plans-{query}",
            level="medium" if factor >= 2 else "low",
            says=(
                f"{query} runs with {len({run.fingerprint for run in group})} plans: "
                f"{fmt.plural(_sharing(group, usual), 'shard')} {_verb(_reads(usual), _sharing(group, usual))}, shard "
                f"{other.shard} {_reads(other)} and takes {fmt.factor(factor)} the median time."
            ),
            where=fmt.plural(len(group), "shard"),
            evidence=f"{PLANS_NOTEBOOK}#differing",
            remedy="Compare the statistics of the shards; ANALYZE, or raise the statistics target of the column.",
            source=source,
        )
        for factor, query, group, usual, other in sorted(differing, key=lambda each: -each[0])
    )


def index_findings(states: Sequence[IndexState], sizes: Sequence[IndexSize], source: str) -> tuple[Finding, ...]:
    """Return a finding for each index that the query it is written for does not choose, the largest first."""
    index_bytes = _index_bytes(sizes)
    total = sum(index_bytes.values())
    lost = sorted(
        (state for state in states if state.state not in ("chosen", "not tried")),
        key=lambda state: -index_bytes.get(state.index, 0),
    )
    return tuple(_index_finding(state, index_bytes.get(state.index, 0), total, sizes, source) for state in lost)


def redundant_findings(states: Sequence[IndexState], sizes: Sequence[IndexSize], source: str) -> tuple[Finding, ...]:
    """Return one finding about all indexes whose query prefers another index that is there anyway."""
    index_bytes, keys = _index_bytes(sizes), {size.index for size in sizes if size.is_key}
    lost = {state.index for state in states if state.state == "chosen without rival"} - keys
    total, lost_bytes = sum(index_bytes.values()), sum(index_bytes.get(index, 0) for index in lost)
    if not lost_bytes:
        return ()
    largest = max(lost, key=lambda index: (index_bytes.get(index, 0), index))
    verb = "loses" if len(lost) == 1 else "lose"
    return (
        Finding(
            id="finding-redundant-indexes",
            level="high" if lost_bytes >= NOTABLE_SHARE * total else "medium",
            says=(
                f"{fmt.plural(len(lost), 'index', 'indexes')} {verb} to a rival that serves the same query: "
                f"{fmt.size(lost_bytes)}, {fmt.share(lost_bytes / total)} of all index bytes; the largest is {largest}."
            ),
            where=f"{fmt.size(lost_bytes)} over all shards",
            evidence=f"{PLANS_NOTEBOOK}#states",
            remedy="Drop them, after a look at the writes they cost and at queries that are not in the workload.",
            source=source,
        ),
    )


def overhead_findings(
    sizes: Sequence[TableSize], claimed_low: float, claimed_high: float, source: str
) -> tuple[Finding, ...]:
    """Return a finding where index bytes, relative to heap with TOAST, lie outside what is claimed."""
    heap, index = defaultdict[str, int](int), defaultdict[str, int](int)
    for size in sizes:
        heap[size.table] += size.heap_bytes + size.toast_bytes
        index[size.table] += size.index_bytes
    all_heap, all_index = sum(heap.values()), sum(index.values())
    if not all_heap or claimed_low <= all_index / all_heap <= claimed_high:
        return ()
    counted = [t for t in heap if heap[t] and heap[t] + index[t] >= COUNTED_SHARE * (all_heap + all_index)]
    worst = max(counted, key=lambda table: index[table] / heap[table])
    outside = sum(not claimed_low <= index[table] / heap[table] <= claimed_high for table in counted)
    above = all_index / all_heap > claimed_high
    lie = "lies" if outside == 1 else "lie"
    return (
        Finding(
            id="finding-index-overhead",
            level="high" if above else "info",
            says=(
                f"Indexes take {fmt.share(all_index / all_heap, 0)} of the bytes of the tables, claimed "
                f"{fmt.share(claimed_low, 0)} to {fmt.share(claimed_high, 0)}: {outside} of "
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
            source=source,
        ),
    )


def check_findings(checks: Sequence[CheckResult], evidence: str, source: str) -> tuple[Finding, ...]:
    """Return a finding for each check of the loaded rows that failed; `evidence` is where all checks stand."""
    failed = sorted((check for check in checks if not check.ok), key=lambda check: -check.broken)
    return tuple(
        Finding(
            id=f"finding-check-{slug(check.name)}",
            level="high",
            says=(
                f"{fmt.plural(check.broken, 'row')} {'breaks' if check.broken == 1 else 'break'} a check: {check.says}."
            ),
            where=check.evidence,
            evidence=evidence,
            remedy="Correct the recipe of the population or the declaration of the table; trust no figure until then.",
            source=source,
        )
        for check in failed
    )


def _heat(load: Load) -> float:
    """Return how many times its fair part the fullest shard carries."""
    return max(load.per_shard) * len(load.shards) / load.total


def _level_of(heat: float) -> Level | None:
    return next((level for factor, level in HOT_FACTORS if heat >= factor), None)


def _hot_finding(load: Load, effects: Sequence[HotEffect], level: Level, source: str) -> Finding:
    measure, hottest = load.measure, max(load.shards, key=lambda shard: shard.amount)
    own = next((effect for effect in effects if effect.shard == hottest.shard), None)
    who = f": one {measure.who} brings {fmt.share(own.share)}" if own else ""
    return Finding(
        id=f"finding-hot-{slug(measure.name)}",
        level=level,
        says=(
            f"Shard {hottest.shard} carries {fmt.share(hottest.amount / load.total)} of {measure.name} "
            f"(fair {fmt.share(1 / len(load.shards))}){who}."
        ),
        where=f"{_amount(load.total, measure.unit)} on {fmt.plural(len(load.shards), 'shard')}",
        evidence=f"{SKEW_NOTEBOOK}#fig-skew-{'hottest-' + slug(measure.name) if measure.who != 'user' else 'load'}",
        remedy=(
            f"No hash helps against a hot {measure.who}: give the hottest a shard by directory, or keep what they "
            "receive in a table sharded by its own id."
        ),
        source=source,
    )


def _index_finding(state: IndexState, index_bytes: int, total: int, sizes: Sequence[IndexSize], source: str) -> Finding:
    shards = sum(size.index == state.index for size in sizes)
    says, remedy = _fate(state)
    level: Level = "low"
    if state.state == "unusable":
        level = "high" if total and index_bytes >= NOTABLE_SHARE * total else "medium"
    return Finding(
        id=f"finding-index-{state.index}",
        level=level,
        says=f"{state.index} ({fmt.size(index_bytes)}) {says}.",
        where=f"{fmt.size(index_bytes)} in {fmt.plural(shards, 'index', 'indexes')} on {state.table}",
        evidence=f"{PLANS_NOTEBOOK}#states",
        remedy=remedy,
        source=source,
    )


def _fate(state: IndexState) -> tuple[str, str]:
    """Say what became of an index, and what to do about it."""
    query = f" by {state.query}" if state.query else ""
    if state.state == "chosen without rival":
        verb = "is" if len(state.rivals) == 1 else "are"
        return (
            f"is chosen{query} only once {fmt.listing(state.rivals)} {verb} dropped",
            "Drop the one that serves fewer queries.",
        )
    if state.state == "only without seqscan":
        return (
            f"is chosen{query} only with sequential scans off: {state.why}",
            "Judge it with more rows: at this size reading the whole table is cheaper.",
        )
    return f"cannot be used{query}: {state.why}", "Drop it, or rewrite it so that its expression is the query's."


def _by_query(runs: Iterable[QueryRun]) -> Mapping[str, list[QueryRun]]:
    groups: dict[str, list[QueryRun]] = {}
    for run in runs:
        groups.setdefault(run.query, []).append(run)
    return groups


def _usual_and_other(group: Sequence[QueryRun]) -> tuple[QueryRun, QueryRun | None]:
    """Return a run with the plan most shards have, and the slowest of those that have another."""
    usual = max(group, key=lambda run: (_sharing(group, run), -(run.shard or 0)))
    others = [run for run in group if run.fingerprint != usual.fingerprint]
    return usual, max(others, key=lambda run: run.p50_ms, default=None)


def _sharing(group: Sequence[QueryRun], run: QueryRun) -> int:
    return sum(other.fingerprint == run.fingerprint for other in group)


def _reads(run: QueryRun) -> str:
    """Say how a plan reaches its rows."""
    ways = []
    if run.used:
        ways.append(f"uses {fmt.listing(run.used)}")
    if run.seq_scans:
        ways.append(f"reads all of {fmt.listing(run.seq_scans)}")
    return " and ".join(ways) or "reads no table"


def _verb(words: str, n: int) -> str:
    """Bring "uses …" and "reads …" into the plural where several do it."""
    return words if n == 1 else words.replace("uses ", "use ").replace("reads ", "read ")


def _on(shard: int | None) -> str:
    return "" if shard is None else f" on shard {shard}"


def _amount(value: float, unit: str) -> str:
    if unit == "bytes":
        return fmt.size(value)
    return f"{fmt.count(value)} {unit}"


def _index_bytes(sizes: Iterable[IndexSize]) -> Mapping[str, int]:
    found = defaultdict[str, int](int)
    for size in sizes:
        found[size.index] += size.index_bytes
    return found
