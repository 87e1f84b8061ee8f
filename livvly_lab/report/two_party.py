"""Exhibits of rows with two parties, stored once or with a copy beside the second: what it costs, what it saves."""

from collections.abc import Sequence
from statistics import median

import pandas as pd

from livvly_lab.domain.layout_trials import TwoPartyTrial
from livvly_lab.domain.results import Finding
from livvly_lab.report import fmt, layouts_pictures
from livvly_lab.report.exhibit import Exhibit
from livvly_lab.report.gallery import Gallery
from livvly_lab.report.layouts import LAYOUTS_NOTEBOOK


def copies(trials: Sequence[TwoPartyTrial], users: int) -> Gallery:
    """Show what copies save the second party's queries, and what they cost in bytes and writes."""
    shown, headings = [costs(trials, users)], ["What does a copy cost?"]
    if any(trial.reads for trial in trials):
        shown, headings = [saves(trials, users), *shown], ["What does a copy save?", *headings]
    return Gallery(shown, headings)


def saves(trials: Sequence[TwoPartyTrial], users: int) -> Exhibit:
    """Show each query of a second party, its rows stored once and with a copy."""
    key, sentence = "two-party-reads", saves_sentence(trials, users)
    reads = [(trial, read) for trial in trials for read in trial.reads]
    table = pd.DataFrame(
        {
            "query": [read.query for _, read in reads],
            "relation": [trial.says for trial, _ in reads],
            "once, ms": [read.once_ms.mid for _, read in reads],
            "low": [read.once_ms.low for _, read in reads],
            "high": [read.once_ms.high for _, read in reads],
            "copy, ms": [read.copy_ms.mid for _, read in reads],
            "copy low": [read.copy_ms.low for _, read in reads],
            "copy high": [read.copy_ms.high for _, read in reads],
            "tables once": [read.once_scanned for _, read in reads],
            "with a copy": [read.copy_scanned for _, read in reads],
            "n": [read.once_ms.n for _, read in reads],
        }
    )
    times = ("once, ms", "low", "high", "copy, ms", "copy low", "copy high")
    return Exhibit(
        key=key,
        sentence=sentence,
        svg=layouts_pictures.copy_reads_svg(trials, sentence, key),
        alt=f"A pair of dots per query, stored once and with a copy, on a log axis. {sentence}",
        note=(
            "Inheritance, warm, one client, the same keys, taking turns. Once: through the parent, which asks every "
            "shard. Copy: from one table in the second party's shard. All shards on one server: a network would add to "
            "each shard that is asked."
        ),
        table=table,
        caption="Planning and execution of the second party's queries",
        formats=dict.fromkeys(times, fmt.fixed(3)),
        code=("query",),
    )


def costs(trials: Sequence[TwoPartyTrial], users: int) -> Exhibit:
    """Show what copies cost each relation in bytes, log and time."""
    key, sentence = "two-party-costs", costs_sentence(trials, users)
    table = pd.DataFrame([_cost_row(trial) for trial in trials])
    return Exhibit(
        key=key,
        sentence=sentence,
        svg=layouts_pictures.copy_costs_svg(trials, sentence, key),
        alt=f"Three marks per relation on an axis of factors: disk, log and time. {sentence}",
        note=(
            "A copy of every row whose second party is there, in a table of his shard with the same keys and indexes, "
            "no foreign keys. Written in the same transaction, a statement for each row and each copy."
        ),
        table=table,
        caption="Rows with two parties, stored once and with copies",
        formats={
            "in two shards, %": fmt.fixed(1, scale=100),
            "once, MiB": fmt.mebibytes(),
            "copies, MiB": fmt.mebibytes(),
            **dict.fromkeys(("rows/s once", "with copies", "log a row once, bytes", "log with copies"), fmt.fixed(0)),
        },
        code=("table",),
    )


def _cost_row(trial: TwoPartyTrial) -> dict[str, object]:
    once, both = trial.by_style.get("single rows", (None, None))
    return {
        "table": trial.table,
        "parties": trial.says,
        "rows": trial.rows,
        "copied": trial.copied,
        "in two shards, %": trial.crossing / trial.copied if trial.copied else None,
        "once, MiB": trial.once_bytes,
        "copies, MiB": trial.copy_bytes,
        "rows/s once": once.rows_per_s.mid if once else None,
        "with copies": both.rows_per_s.mid if both else None,
        "log a row once, bytes": once.wal_bytes_per_row.mid if once else None,
        "log with copies": both.wal_bytes_per_row.mid if both else None,
    }


def saves_sentence(trials: Sequence[TwoPartyTrial], users: int) -> str:
    """Say how much faster the second party's queries are with a copy, and how many tables they no longer ask."""
    reads = [read for trial in trials for read in trial.reads]
    factors = [read.once_ms.mid / read.copy_ms.mid for read in reads]
    faster = sum(read.copy_ms.high < read.once_ms.low for read in reads)
    return (
        f"With a copy beside the second party, {faster} of the {fmt.plural(len(reads), 'query', 'queries')} by him "
        f"{'is' if faster == 1 else 'are'} clearly faster, {fmt.factor(median(factors))} in the median, which reads "
        f"{_tables([read.copy_scanned for read in reads])} instead of {_tables([read.once_scanned for read in reads])} "
        f"({fmt.count(users)} users, one server)."
    )


def costs_sentence(trials: Sequence[TwoPartyTrial], users: int) -> str:
    """Say what copies cost the largest relation, and all of them together on disk."""
    largest = max(trials, key=lambda trial: trial.rows)
    disk, log, time = layouts_pictures.cost_factors(largest)
    once, more = sum(trial.once_bytes for trial in trials), sum(trial.copy_bytes for trial in trials)
    writes = (
        f"{fmt.factor(log)} the bytes of the log and {fmt.factor(time)} the time of a single row"
        if log is not None
        else "its writes could not be measured"
    )
    return (
        f"Copies of {largest.table} ({largest.says}) take {fmt.factor(disk)} the bytes on disk, {writes}; copies of "
        f"all {fmt.plural(len(trials), 'relation')} add {fmt.size(more)} to {fmt.size(once)} "
        f"({fmt.count(users)} users)."
    )


def findings(trials: Sequence[TwoPartyTrial], source: str) -> tuple[Finding, ...]:
    """Return a finding on the relation whose second party gains most from a copy, where he clearly does."""
    gains = [
        (read.once_ms.mid / read.copy_ms.mid, trial, read)
        for trial in trials
        for read in trial.reads
        if read.copy_ms.high < read.once_ms.low
    ]
    if not gains:
        return ()
    factor, trial, read = max(gains, key=lambda gain: gain[1].rows * gain[0])
    disk, log, _ = layouts_pictures.cost_factors(trial)
    writes = f" and {fmt.factor(log)} the log" if log is not None else ""
    return (
        Finding(
            id="finding-two-party-copies",
            level="low",
            says=(
                f"A copy of {trial.table} beside the second party ({trial.says}) makes {read.query} "
                f"{fmt.factor(factor)} faster and takes {fmt.factor(disk)} the bytes{writes}."
            ),
            where=f"{fmt.plural(trial.copied, 'row')} of {trial.table}, {fmt.size(trial.copy_bytes)} of copies",
            evidence=f"{LAYOUTS_NOTEBOOK}#fig-two-party-reads",
            remedy="Keep an inbox for relations that are read by their second party more often than written.",
            source=source,
        ),
    )


def _tables(counts: Sequence[float]) -> str:
    return fmt.plural(round(median(counts)), "table")
