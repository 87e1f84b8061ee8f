"""Exhibits of compared layouts: each a sentence, its picture and its table; and what an architect should know."""

import pandas as pd

from livvly_lab.domain.layout_trials import LayoutTrials
from livvly_lab.domain.results import Finding
from livvly_lab.report import fmt, layouts_pictures, layouts_says
from livvly_lab.report.exhibit import Exhibit

LAYOUTS_NOTEBOOK = "07_layouts"

_MS = fmt.fixed(3)


def verdict(trials: LayoutTrials) -> Exhibit:
    """Show whether inheritance was worth choosing, and what it costs beside partitions."""
    key, sentence, judged = "layouts-verdict", layouts_says.verdict_sentence(trials), trials.verdict
    ratios = [price.ratio for price in judged.prices]
    table = pd.DataFrame(
        {
            "what": [price.what for price in judged.prices],
            "inheritance / partitioned": [ratio.mid for ratio in ratios],
            "low": [ratio.low for ratio in ratios],
            "high": [ratio.high for ratio in ratios],
            "compared": [ratio.n for ratio in ratios],
            "inheritance is": [
                "dearer" if price.dearer else "cheaper" if price.cheaper else "not clearly different"
                for price in judged.prices
            ],
        }
    )
    return Exhibit(
        key=key,
        sentence=sentence,
        svg=layouts_pictures.prices_svg(judged.prices, sentence, key) if judged.prices else "",
        alt=f"A dot with its interval per price, on an axis of ratios. {sentence}",
        note=(
            f"{layouts_says.size_says(trials)}, warm, one client. Reads: median over the queries, its interval over "
            "them. Writes: the farthest the intervals of both rates allow. Grey: less than a tenth, which decides "
            "nothing. Filled: clearly different."
        ),
        table=table,
        caption="What inheritance costs beside partitions",
        formats={name: fmt.fixed(2) for name in ("inheritance / partitioned", "low", "high")},
        verdict=judged.verdict,
    )


def abilities(trials: LayoutTrials) -> Exhibit:
    """Show what can be had of the shards of a table in each layout, with the server's answer where it cannot."""
    wishes = list(dict.fromkeys(each.wish for each in trials.abilities))
    found = {(each.wish, each.layout): each for each in trials.abilities}
    names = list(dict.fromkeys(each.layout for each in trials.abilities))
    rows = []
    for wish in wishes:
        here = [found[wish, name] for name in names]
        rows.append([wish, *(each.able for each in here), next((each.why for each in here if each.why), None)])
    return Exhibit(
        key="layouts-abilities",
        sentence=layouts_says.abilities_sentence(trials),
        table=pd.DataFrame(rows, columns=["wish", *names, "the server's answer where it cannot"]),
        caption=f"Tried on {trials.lookup_table} and taken back",
    )


def enforced(trials: LayoutTrials) -> Exhibit:
    """Show which rows that break a rule each layout refuses."""
    key, sentence, names = "layouts-enforced", layouts_says.enforced_sentence(trials), layouts_says.layouts(trials)
    outcomes = {(each.breaks, each.object, each.layout): each for each in trials.attempts}
    objects = list(dict.fromkeys((each.breaks, each.object) for each in trials.attempts))
    rows = [
        [name, layouts_pictures.BREAKS[breaks], *(_outcome(outcomes.get((breaks, name, layout))) for layout in names)]
        for breaks, name in objects
    ]
    rows.sort(key=lambda row: -row.count("accepted"))
    return Exhibit(
        key=key,
        sentence=sentence,
        svg=layouts_pictures.enforced_svg(trials, names, sentence, key),
        alt=f"A bar per layout and kind of bad row: the part that is refused. {sentence}",
        note="A row that stands there is rewritten into a bad one and the change taken back: what refused it counts.",
        table=pd.DataFrame(rows, columns=["object", "broken by", *names]),
        caption="What became of each bad row, the most accepted first",
        code=("object",),
    )


def erasure(trials: LayoutTrials) -> Exhibit:
    """Show what is left of a deleted user in each layout."""
    table = pd.DataFrame(
        {
            "layout": [each.layout for each in trials.erasures],
            "rows that named him": [each.named for each in trials.erasures],
            "still name him": [each.left for each in trials.erasures],
            "moved to another shard": [each.moved for each in trials.erasures],
            "refused with": [each.refused or None for each in trials.erasures],
        }
    )
    return Exhibit(
        key="layouts-erasure",
        sentence=layouts_says.erasure_sentence(trials),
        table=table,
        caption="One user deleted and brought back",
    )


def pruning(trials: LayoutTrials) -> Exhibit:
    """Show how many tables a lookup plans, reads and locks in each layout, by how it is asked."""
    key, sentence = "layouts-pruning", layouts_says.pruning_sentence(trials)
    table = pd.DataFrame(
        {
            "asked by": [each.asked for each in trials.lookups],
            "layout": [each.layout for each in trials.lookups],
            "planned": [each.planned for each in trials.lookups],
            "read": [each.scanned for each in trials.lookups],
            "locks": [each.locks for each in trials.lookups],
            "of these shared": [each.slow_locks for each in trials.lookups],
            "planning, ms": [each.planning_ms.mid for each in trials.lookups],
            "execution, ms": [each.execution_ms.mid for each in trials.lookups],
            "n": [each.execution_ms.n for each in trials.lookups],
        }
    )
    return Exhibit(
        key=key,
        sentence=sentence,
        svg=layouts_pictures.pruning_svg(trials.lookups, sentence, key) if trials.lookups else "",
        alt=f"A matrix, ways to ask by layouts: tables read of those in the plan, and locks. {sentence}",
        note=(
            f"{trials.lookup_table} by its logical name: tables read of those in the plan, the parent included; locks "
            "on tables and indexes. Darker: more tables read. Dash: there is no such column."
        ),
        table=table,
        caption="Lookups of one key; shared locks go through the table that all sessions share",
        formats=dict.fromkeys(("planning, ms", "execution, ms"), _MS),
    )


def reads(trials: LayoutTrials) -> Exhibit:
    """Show what the queries of the workload take in each way, relative to the layout without shards."""
    key, sentence = "layouts-reads", layouts_says.reads_sentence(trials)
    slowest = sorted(trials.reads, key=lambda each: -(each.planning_ms.mid + each.execution_ms.mid))
    table = pd.DataFrame(
        {
            "query": [each.query for each in slowest],
            "way": [each.way.says for each in slowest],
            "planning, ms": [each.planning_ms.mid for each in slowest],
            "execution, ms": [each.execution_ms.mid for each in slowest],
            "low": [each.execution_ms.low for each in slowest],
            "high": [each.execution_ms.high for each in slowest],
            "tables read": [each.scanned for each in slowest],
            "n": [each.execution_ms.n for each in slowest],
        }
    )
    return Exhibit(
        key=key,
        sentence=sentence,
        svg=layouts_pictures.reads_svg(trials, sentence, key) if trials.reads else "",
        alt=f"A dot per query and way on axes of ratios, planning and execution. {sentence}",
        note=(
            f"{layouts_says.size_says(trials)}, warm, one client, the same keys in every way, the ways taking turns. A "
            "dot is the median of a query; blue: the median of all. Its child: the router names the shard, so only its "
            "rows are asked."
        ),
        table=table,
        caption="Median times of each query and way, the slowest first; tables that hold shards",
        formats=dict.fromkeys(("planning, ms", "execution, ms", "low", "high"), _MS),
        code=("query",),
    )


def writes(trials: LayoutTrials) -> Exhibit:
    """Show how fast rows are written in each way, and what comes into the log."""
    key, sentence = "layouts-writes", layouts_says.writes_sentence(trials)
    table = pd.DataFrame(
        {
            "way": [each.way.says for each in trials.writes],
            "rows written": [each.style for each in trials.writes],
            "rows/s": [each.rows_per_s.mid for each in trials.writes],
            "low": [each.rows_per_s.low for each in trials.writes],
            "high": [each.rows_per_s.high for each in trials.writes],
            "log, bytes a row": [each.wal_bytes_per_row.mid for each in trials.writes],
            "in foreign keys, %": [each.foreign_key_share for each in trials.writes],
            "n": [each.rows_per_s.n for each in trials.writes],
        }
    )
    return Exhibit(
        key=key,
        sentence=sentence,
        svg=layouts_pictures.writes_svg(trials.writes, sentence, key) if trials.writes else "",
        alt=f"A dot with its interval per way to write, single rows and bulk. {sentence}",
        note=(
            "The same rows, taken out and written again with their indexes, CHECKs and foreign keys. Single rows: a "
            "statement each, on the server, so without network and client. Bulk: INSERT ... SELECT. An inheritance "
            "parent takes no rows."
        ),
        table=table,
        caption="Rates of writing",
        formats={
            **{name: fmt.fixed(0) for name in ("rows/s", "low", "high", "log, bytes a row")},
            "in foreign keys, %": fmt.fixed(0, scale=100),
        },
    )


def sizes(trials: LayoutTrials) -> Exhibit:
    """Show what the same rows take on disk in each layout."""
    key, sentence = "layouts-sizes", layouts_says.sizes_sentence(trials)
    table = pd.DataFrame(
        {
            "layout": [each.layout for each in trials.sizes],
            "heap, MiB": [each.heap_bytes for each in trials.sizes],
            "indexes, MiB": [each.index_bytes for each in trials.sizes],
            "TOAST, MiB": [each.toast_bytes for each in trials.sizes],
            "tables": [each.tables for each in trials.sizes],
            "indexes": [each.indexes for each in trials.sizes],
            "foreign keys": [each.foreign_keys for each in trials.sizes],
        }
    )
    return Exhibit(
        key=key,
        sentence=sentence,
        svg=layouts_pictures.sizes_svg(trials.sizes, sentence, key),
        alt=f"A bar per layout: heap, indexes and TOAST. {sentence}",
        note=f"{layouts_says.size_says(trials)}, right after the load.",
        table=table,
        caption="Bytes, and of what a layout is made",
        formats={name: fmt.mebibytes() for name in ("heap, MiB", "indexes, MiB", "TOAST, MiB")},
    )


def findings(trials: LayoutTrials, layout: str, source: str) -> tuple[Finding, ...]:
    """Return a finding for what the layout of the run does not enforce, and one for what choosing it costs."""
    return (*_enforcement(trials, layout, source), *_choice(trials, source))


def _enforcement(trials: LayoutTrials, layout: str, source: str) -> tuple[Finding, ...]:
    tried, refused = trials.tried(layout, "reference"), trials.refused(layout, "reference")
    if refused == tried:
        return ()
    others = [name for name in layouts_says.layouts(trials) if name not in (layout, "single")]
    best = max(others, key=lambda name: trials.refused(name, "reference"), default="single")
    best = best if trials.refused(best, "reference") > refused else "single"
    return (
        Finding(
            id="finding-layout-references",
            level="high" if refused < 0.9 * tried else "medium",
            says=(
                f"In the layout {layout} {tried - refused} of {fmt.plural(tried, 'reference')} can name nobody: "
                f"{best} refuses {trials.refused(best, 'reference')} of {trials.tried(best, 'reference')}."
            ),
            where=f"{fmt.count(trials.rows)} rows of {layouts_says.size_says(trials)}",
            evidence=f"{LAYOUTS_NOTEBOOK}#fig-layouts-enforced",
            remedy="Partition by the shard key, so that the users can be referred to, or scan for orphans.",
            source=source,
        ),
    )


def _choice(trials: LayoutTrials, source: str) -> tuple[Finding, ...]:
    if trials.verdict.verdict not in ("depends", "fails"):
        return ()
    return (
        Finding(
            id="finding-layout-choice",
            level="medium" if trials.verdict.verdict == "depends" else "high",
            says=layouts_says.verdict_sentence(trials),
            where=layouts_says.size_says(trials),
            evidence=f"{LAYOUTS_NOTEBOOK}#fig-layouts-verdict",
            remedy=(
                "Take partitions unless what only inheritance can is needed; with inheritance let the router name the "
                "child in every query."
            ),
            source=source,
        ),
    )


def _outcome(attempt: object) -> str | None:
    return getattr(attempt, "outcome", None)
