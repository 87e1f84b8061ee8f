"""What the runs of a workload say, in sentences: subject, value, interval, limit, verdict, size, why."""

from collections import Counter
from collections.abc import Sequence

from livvly_lab.domain.plan import PlanNode, jit_ms, read_plan, self_share
from livvly_lab.domain.results import IndexState, QueryRun, State
from livvly_lab.domain.speed import Differing, IndexShare, Latency, PlanGroup, QueryLatency, Redundant
from livvly_lab.report import fmt

_STATES: tuple[tuple[State, str], ...] = (
    ("chosen", "chosen"),
    ("chosen without rival", "chosen only once a rival is dropped"),
    ("only without seqscan", "used only with sequential scans off"),
    ("unusable", "unusable for the queries they are written for"),
    ("not tried", "not chosen, and nothing more was tried"),
)
_TABLES_NAMED = 3


def latency_sentence(latency: Latency, users: int) -> str:
    """Say whether every query stays under the limit, by the slowest of them."""
    if not latency.queries:
        return "No query was measured."
    worst = latency.queries[0]
    total, limit = fmt.plural(len(latency.queries), "query", "queries"), fmt.duration(latency.limit_ms)
    slow, unsure = len(latency.too_slow), sum(query.verdict == "depends" for query in latency.queries)
    if latency.verdict == "holds":
        subject = f"The slowest of {total} stays under {limit}"
    elif latency.verdict == "depends":
        subject = f"{unsure} of {total} cannot be told from {limit}"
    else:
        subject = f"{slow} of {total} {'takes' if slow == 1 else 'take'} more than {limit}"
    return (
        f"{subject}: {_p95(worst)}; {latency.verdict} at {fmt.plural(users, 'user')} with one client on warm data. "
        f"With many clients at once: {latency.claimed_verdict}{_under_load(latency)}."
    )


def share_sentence(share: IndexShare, users: int) -> str:
    """Say which share of the queries runs on indexes, against the share promised."""
    if not share.queries:
        return "No query was measured."
    alone, some = len(share.index_alone), len(share.index_alone) + len(share.mixed)
    return (
        f"{alone} of {fmt.plural(share.queries, 'query', 'queries')} ({fmt.share(share.low)}) "
        f"{'runs' if alone == 1 else 'run'} on indexes alone, {some} ({fmt.share(share.high)}) "
        f"{'uses' if some == 1 else 'use'} one somewhere{_promised(share, users)}.{_whole_tables(share)}"
    )


def _promised(share: IndexShare, users: int) -> str:
    """Say what is promised and what became of it, or at what size nothing was."""
    if share.claimed_low is None or share.claimed_high is None:
        return f" at {fmt.plural(users, 'user')}; the specification promises no share"
    promised = f"{fmt.share(share.claimed_low, 0).removesuffix(' %')} to {fmt.share(share.claimed_high, 0)}"
    above = " (above what is promised)" if share.verdict == "holds" and share.low > share.claimed_high else ""
    return f"; promised are {promised}: {share.verdict} at {fmt.plural(users, 'user')}{above}"


def states_sentence(states: Sequence[IndexState]) -> str:
    """Say how many indexes are chosen, and what became of the others."""
    if not states:
        return "The design declares no index."
    counts = Counter(state.state for state in states)
    parts = [
        f"{counts[state]} {'is' if counts[state] == 1 else 'are'} {says}" for state, says in _STATES if counts[state]
    ]
    return f"Of {fmt.plural(len(states), 'index', 'indexes')} {fmt.listing(parts)}."


def redundant_sentence(redundant: Sequence[Redundant], indexes: int) -> str:
    """Say which indexes are chosen although another one would do at the same expected cost."""
    total = fmt.plural(indexes, "index", "indexes")
    if not redundant:
        return f"No query that chose one of {total} could do without it at the same expected cost."
    verb, pronoun = ("is", "it") if len(redundant) == 1 else ("are", "them")
    named = [f"{each.index} ({fmt.listing(each.instead, 'or')} instead)" for each in redundant]
    return (
        f"{len(redundant)} of {total} {verb} chosen, yet without {pronoun} every plan has the same expected cost: "
        f"{fmt.listing(named)}."
    )


def differing_summary(differing: Sequence[Differing], queries: int) -> str:
    """Say how many of the queries that run on each shard have plans that differ between shards."""
    total = fmt.plural(queries, "query", "queries")
    if not differing:
        return f"Each of {total} runs with the same plan on all shards."
    verb = "runs" if len(differing) == 1 else "run"
    return f"{len(differing)} of {total} {verb} with different plans on different shards."


def differing_sentence(each: Differing) -> str:
    """Say on which shards a query runs with which plan."""
    groups = [f"{_shards(group)}: {group.says}, {fmt.duration(group.p50_ms)}" for group in each.groups]
    return f"{each.query} runs with {len(groups)} plans. {'; '.join(groups)}."


def key_dependent_sentence(names: Sequence[str], queries: int) -> str:
    """Say which queries change their plan with the key."""
    total = fmt.plural(queries, "query", "queries")
    if not names:
        return f"Each of {total} keeps its plan whatever the key."
    verb, their = ("changes", "its") if len(names) == 1 else ("change", "their")
    return f"{len(names)} of {total} {verb} {their} plan with the key, on one shard: {fmt.listing(names)}."


def plan_title(run: QueryRun) -> str:
    """Say of the plan of a run how long it takes, where the time goes and whether the index meant is used."""
    root, execution_ms = read_plan(run.plan), float(run.plan["Execution Time"])
    heaviest = max(root.walk(), key=lambda node: node.self_ms)
    where = "" if run.shard is None else f" on shard {run.shard}"
    part = fmt.share(self_share(heaviest, execution_ms), 0)
    return f"{run.query}{where}: {fmt.duration(execution_ms)}, {part} in one {_node(heaviest)}; {_meant(run)}"


def plan_note(run: QueryRun) -> str:
    """Say how the plan of a run was measured."""
    jit = jit_ms(run.plan)
    compiled = "no JIT" if jit is None else f"JIT took {fmt.duration(jit)}"
    return f"median run of {run.n}, warm, planning {fmt.duration(run.planning_ms)}, {compiled}"


def _p95(query: QueryLatency) -> str:
    shard = f", slowest on shard {query.slowest_shard}" if query.slowest_shard is not None else ""
    return f"{query.query} has a p95 of {fmt.interval(query.p95_ms, 'ms')}{shard}"


def _under_load(latency: Latency) -> str:
    return "; it takes clients that ask all at once" if latency.claimed_verdict == "not measured here" else ""


def _whole_tables(share: IndexShare) -> str:
    """Name the tables that are read whole, the most often read first."""
    if not share.whole_tables:
        return ""
    named = [
        f"{table} ({fmt.plural(queries, 'query', 'queries')})"
        for table, queries in list(share.whole_tables.items())[:_TABLES_NAMED]
    ]
    if more := len(share.whole_tables) - len(named):
        named.append(fmt.plural(more, "more table"))
    return f" Read as a whole: {fmt.listing(named)}."


def _shards(group: PlanGroup) -> str:
    if len(group.shards) <= _TABLES_NAMED:
        return f"{'shard' if len(group.shards) == 1 else 'shards'} {fmt.listing(map(str, group.shards))}"
    return fmt.plural(len(group.shards), "shard")


def _node(node: PlanNode) -> str:
    return node.kind.lower() if " " in node.kind else node.kind


def _meant(run: QueryRun) -> str:
    used = fmt.listing(run.used) or "no index"
    if run.meant is None:
        return f"uses {used}"
    return "index used = meant" if run.meant in run.used else f"uses {used}, meant is {run.meant}"
