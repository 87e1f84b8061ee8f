"""Exhibits of query plans: each a sentence, its picture and the table with the numbers."""

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from livvly_lab.domain.plan import PlanNode, read_plan, self_share
from livvly_lab.domain.results import IndexMatrix, IndexSize, IndexState, QueryRun
from livvly_lab.domain.speed import Differing, IndexShare, Latency, Redundant
from livvly_lab.report import fmt, plan_pictures, plan_says
from livvly_lab.report.charts import slug
from livvly_lab.report.exhibit import Exhibit
from livvly_lab.report.gallery import Gallery
from livvly_lab.report.style import STATES_WORST_FIRST

_MS = fmt.fixed(3)


def latency(judged: Latency, runs: Sequence[QueryRun], users: int) -> Exhibit:
    """Show how long each query takes against the limit, the slowest first."""
    sentence = plan_says.latency_sentence(judged, users)
    if not judged.queries:
        return Exhibit("plans-latency", sentence, verdict=judged.verdict)
    meant = {run.query: run.meant for run in runs}
    table = pd.DataFrame(
        {
            "query": [query.query for query in judged.queries],
            "p50, ms": [query.p50_ms for query in judged.queries],
            "p95, ms": [query.p95_ms.mid for query in judged.queries],
            "from": [query.p95_ms.low for query in judged.queries],
            "to": [query.p95_ms.high for query in judged.queries],
            "n": [query.p95_ms.n for query in judged.queries],
            "slowest shard": [query.slowest_shard for query in judged.queries],
            "p95 there, ms": [query.slowest_p95_ms for query in judged.queries],
            "written for": [meant.get(query.query) for query in judged.queries],
            "verdict": [query.verdict for query in judged.queries],
        }
    ).astype({"slowest shard": object})
    first = judged.queries[0].p95_ms
    return Exhibit(
        key="plans-latency",
        sentence=sentence,
        svg=plan_pictures.latency_svg(judged, sentence),
        alt=f"The slowest queries as dots against the limit. {sentence}",
        note=(
            f"Server execution time, one client, warm, every run of every key on every shard; the interval of the 95th "
            f"percentile is from order statistics, at most {fmt.share(first.level, 0)} sure with n={first.n}. "
            f"The {min(15, len(judged.queries))} slowest of {len(judged.queries)}."
        ),
        table=table,
        caption="Latency by query, slowest first",
        formats={name: _MS for name in table.columns if name.endswith("ms") or name in ("from", "to")},
        code=("query", "written for"),
        verdict=judged.verdict,
    )


def share(counted: IndexShare, users: int) -> Exhibit:
    """Show which share of the queries runs on indexes, against the share promised, where one is."""
    sentence = plan_says.share_sentence(counted, users)
    if not counted.queries:
        return Exhibit("plans-share", sentence, verdict=counted.verdict)
    kinds = (
        ("indexes alone", counted.index_alone),
        ("an index and a whole table", counted.mixed),
        ("no index", counted.no_index),
    )
    table = pd.DataFrame(
        [(says, len(those), len(those) / counted.queries, those) for says, those in kinds],
        columns=["reads by", "queries", "share, %", "which"],
    )
    return Exhibit(
        key="plans-share",
        sentence=sentence,
        svg=plan_pictures.share_svg(counted, sentence),
        alt=f"One bar of queries by how they read. {sentence}",
        note=f"{fmt.plural(counted.queries, 'query', 'queries')} of the workload, each counted once over its shards.",
        table=table,
        caption="Queries by how they read",
        formats={"share, %": fmt.fixed(1, scale=100)},
        verdict=counted.verdict,
    )


def matrix(known: IndexMatrix) -> Exhibit:
    """Show which index serves which query."""
    sentence = plan_says.states_sentence(known.states)
    pairs = [pair for pair in known.pairs if pair.query is not None]
    if not pairs:
        return Exhibit("plans-matrix", sentence)
    others = [pair for pair in pairs if not pair.meant]
    table = pd.DataFrame(
        [(pair.query, pair.index, pair.table, pair.state, pair.why) for pair in others],
        columns=["query", "index", "table", "state", "why"],
    )
    return Exhibit(
        key="plans-matrix",
        sentence=sentence,
        svg=plan_pictures.matrix_svg(pairs, sentence, "plans-matrix"),
        alt=f"Queries against indexes, one block a table. {sentence}",
        note=(
            "One block for each table: its queries down, its indexes across. The state is the best over the shards. "
            "Point at a mark to read why."
        ),
        table=table if others else None,
        caption="Queries that chose an index written for another one",
        code=("query", "index", "table"),
        wide=True,
    )


def states(known: Sequence[IndexState], sizes: Sequence[IndexSize] = ()) -> Exhibit:
    """Show every index and what became of it, those that buy nothing first."""
    sentence = plan_says.states_sentence(known)
    if not known:
        return Exhibit("plans-states", sentence)
    index_bytes = _bytes(sizes)
    ordered = sorted(known, key=lambda state: (STATES_WORST_FIRST.index(state.state), -index_bytes.get(state.index, 0)))
    table = pd.DataFrame(
        {
            "index": [state.index for state in ordered],
            "state": [state.state for state in ordered],
            "table": [state.table for state in ordered],
            "query": [state.query for state in ordered],
            "rivals": [state.rivals for state in ordered],
            "MiB": [index_bytes.get(state.index) for state in ordered],
            "why": [state.why for state in ordered],
        }
    )
    return Exhibit(
        key="plans-states",
        sentence=sentence,
        table=table,
        caption="Every index and what became of it, those that buy nothing first; MiB over all shards",
        formats={"MiB": fmt.mebibytes(2)},
        code=("index", "table", "query", "rivals"),
    )


def redundant(found: Sequence[Redundant], known: IndexMatrix, sizes: Sequence[IndexSize] = ()) -> Exhibit:
    """Show the indexes that are chosen although another one would do at the same expected cost."""
    index_bytes = _bytes(sizes)
    table = pd.DataFrame(
        [(each.index, each.table, ", ".join(each.instead), index_bytes.get(each.index)) for each in found],
        columns=["index", "table", "would do instead", "MiB"],
    ).sort_values("MiB", ascending=False, ignore_index=True)
    return Exhibit(
        key="plans-redundant",
        sentence=plan_says.redundant_sentence(found, len(known.states)),
        table=table,
        caption="Indexes another one could stand in for, largest first",
        formats={"MiB": fmt.mebibytes()},
        code=("index", "would do instead"),
    )


def slowest(runs: Iterable[QueryRun], shown: int = 3) -> Gallery:
    """Draw the plans of the slowest queries as trees, each on its slowest shard."""
    worst: dict[str, QueryRun] = {}
    for run in sorted(runs, key=lambda run: -run.p95_ms):
        worst.setdefault(run.query, run)
    return Gallery([plan(run) for run in list(worst.values())[:shown]])


def plan(run: QueryRun, changed: frozenset[str] = frozenset()) -> Exhibit:
    """Draw the plan of the median run of a query on one shard."""
    root, execution_ms = read_plan(run.plan), float(run.plan["Execution Time"])
    title, place = plan_says.plan_title(run), "" if run.shard is None else f"-{run.shard}"
    key = f"plan-{slug(run.query)}{place}"
    nodes = sorted(root.walk(), key=lambda node: -node.self_ms)
    return Exhibit(
        key=key,
        sentence=f"{title}.",
        svg=plan_pictures.tree_svg(root, execution_ms, title, key, changed),
        alt=f"The tree of a plan. {title}.",
        note=f"{plan_says.plan_note(run)}. ≈ marks an own time that could only be estimated.",
        table=pd.DataFrame([_node_row(node, execution_ms) for node in nodes]),
        caption=f"Nodes of {run.query}, by their own time",
        formats={"own, ms": fmt.fixed(3), "own, %": fmt.fixed(0, scale=100), "rows": fmt.count, "estimated": fmt.count},
        code=("reads", "conditions"),
    )


def differing(found: Sequence[Differing], runs: Sequence[QueryRun], shown: int = 3) -> Gallery:
    """Draw the plans of queries that differ between shards: one tree a plan, with what differs outlined."""
    exhibits = []
    for each in found[:shown]:
        trees = [_of_group(runs, each.query, group.fingerprint) for group in each.groups[:2]]
        traits = [frozenset(map(plan_pictures.trait, read_plan(run.plan).walk())) for run in trees]
        exhibits += [plan(run, mine - other) for run, mine, other in zip(trees, traits, traits[::-1], strict=True)]
    return Gallery(exhibits)


def differing_table(found: Sequence[Differing], queries: int) -> Exhibit:
    """Show every query whose plan differs between shards, and where it runs how."""
    table = pd.DataFrame(
        [
            (each.query, ", ".join(map(str, group.shards)), group.p50_ms, group.says)
            for each in found
            for group in each.groups
        ],
        columns=["query", "on shards", "p50, ms", "what this plan does that the other does not"],
    )
    return Exhibit(
        key="plans-differing",
        sentence=plan_says.differing_summary(found, queries),
        table=table,
        caption="Queries with different plans on different shards",
        formats={"p50, ms": _MS},
        code=("query",),
    )


def _node_row(node: PlanNode, execution_ms: float) -> Mapping[str, object]:
    return {
        "node": node.kind,
        "own, ms": node.self_ms,
        "own, %": self_share(node, execution_ms),
        "rows": node.rows,
        "estimated": node.estimated_rows,
        "loops": node.loops,
        "reads": plan_pictures.label(node),
        "conditions": "; ".join(f"{name}: {condition}" for name, condition in node.conditions.items()),
    }


def _of_group(runs: Sequence[QueryRun], query: str, fingerprint: str) -> QueryRun:
    """Return the slowest run of a query with a plan."""
    return max(
        (run for run in runs if (run.query, run.fingerprint) == (query, fingerprint)), key=lambda run: run.p50_ms
    )


def _bytes(sizes: Iterable[IndexSize]) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for size in sizes:
        found[size.index] = found.get(size.index, 0) + size.index_bytes
    return found
