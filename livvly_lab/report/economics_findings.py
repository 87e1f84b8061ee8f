"""What the economics of indexes tell an architect to do, as findings."""

from collections.abc import Iterator, Sequence

from livvly_lab.domain.economics import IndexEconomics, IndexSet
from livvly_lab.domain.results import Finding, Level
from livvly_lab.report import fmt
from livvly_lab.report.charts import slug
from livvly_lab.report.economics_says import times

ECONOMICS_NOTEBOOK = "04_index_economics"

NOTABLE_SHARE = 0.02
"""The part of all index bytes from which one index that is not needed is a finding of medium level."""

DEAR_FACTOR = 1.5
"""How many times as many rows a COPY must write without an index for its write cost to be a finding."""


def economics_findings(rows: Sequence[IndexEconomics], sets: Sequence[IndexSet], source: str) -> tuple[Finding, ...]:
    """Return what should be dropped or merged, together and one by one, and what is dear to write."""
    together = {index for each in sets if each.key == "steady" for index in each.dropped}
    idle = [row for row in rows if row.decision in ("merge", "drop") and (row.index in together or not sets)]
    total_bytes = sum(row.index_bytes for row in rows)
    return (*_together(sets, source), *_alone(idle, total_bytes, source), *_dear(rows, source), *_defects(rows, source))


def _together(sets: Sequence[IndexSet], source: str) -> Iterator[Finding]:
    by_key = {each.key: each for each in sets}
    if "steady" not in by_key or not by_key["steady"].dropped:
        return
    declared, steady = by_key["declared"], by_key["steady"]
    saved, number = declared.index_bytes - steady.index_bytes, len(steady.dropped)
    gain = (
        f", COPY then writes {times(steady.bulk.gain)} as many rows a second"
        if steady.bulk and steady.bulk.gain
        else ""
    )
    yield Finding(
        id="finding-index-set",
        level="high" if saved >= 0.1 * declared.index_bytes else "medium",
        says=(
            f"{fmt.plural(number, 'index', 'indexes')} can go together and no query loses noticeably: "
            f"{fmt.size(saved)}, {fmt.share(saved / declared.index_bytes)} of all index bytes{gain}."
        ),
        where=fmt.listing(steady.dropped),
        evidence=f"{ECONOMICS_NOTEBOOK}#sets",
        remedy="Drop them together, after a look at queries that are not in the workload.",
        source=source,
    )


def _alone(idle: Sequence[IndexEconomics], total_bytes: int, source: str) -> Iterator[Finding]:
    for row in sorted(idle, key=lambda row: -row.index_bytes):
        notable: Level = "medium" if row.index_bytes >= NOTABLE_SHARE * total_bytes else "low"
        word = f"could be merged into {row.into}" if row.into else "buys nothing"
        yield Finding(
            id=f"finding-economics-{slug(row.index)}",
            level=notable,
            says=f"{row.index} ({fmt.size(row.index_bytes)}) {word}: {row.why}{_costs(row)}.",
            where=f"{fmt.plural(row.shards, 'index', 'indexes')} on {row.table}",
            evidence=f"{ECONOMICS_NOTEBOOK}#balance",
            remedy=f"Drop it; {row.into} serves its queries." if row.into else "Drop it.",
            source=source,
        )


def _dear(rows: Sequence[IndexEconomics], source: str) -> Iterator[Finding]:
    """Yield the indexes that are kept though they slow writes down a lot."""
    for row in rows:
        if row.writes and row.decision == "keep" and row.rule == "none" and row.writes.bulk.gain.low >= DEAR_FACTOR:
            paying = [read.query for read in row.reads if read.loss == "pays"]
            yield Finding(
                id=f"finding-dear-index-{slug(row.index)}",
                level="medium",
                says=(
                    f"{row.index} is dear to write: without it a COPY into {row.table} writes "
                    f"{times(row.writes.bulk.gain)} as many rows a second, a row takes "
                    f"{fmt.size(row.writes.bulk.saved_wal_bytes.mid)} less WAL."
                ),
                where=f"bought for {fmt.listing(paying)}",
                evidence=f"{ECONOMICS_NOTEBOOK}#writes",
                remedy="Ask whether those queries are worth it; a search index of its own may be fed later.",
                source=source,
            )


def _defects(rows: Sequence[IndexEconomics], source: str) -> Iterator[Finding]:
    for row in rows:
        if row.defects and row.rule != "key":
            yield Finding(
                id=f"finding-index-defect-{slug(row.index)}",
                level="low",
                says=f"{row.index} ({row.decision}): {'; '.join(row.defects)}.",
                where=f"{fmt.plural(row.shards, 'index', 'indexes')} on {row.table}",
                evidence=f"{ECONOMICS_NOTEBOOK}#superfluous",
                remedy="Index what the queries tell apart, with the predicate on that.",
                source=source,
            )


def _costs(row: IndexEconomics) -> str:
    return f"; it costs {fmt.size(row.writes.bulk.saved_wal_bytes.mid)} of WAL a row" if row.writes else ""
