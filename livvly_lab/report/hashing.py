"""Exhibits of shard functions and numbers of logical shards: each a sentence, its picture and its table."""

from collections.abc import Sequence

import pandas as pd

from livvly_lab.domain.hashing import HashTrial, ShardCount
from livvly_lab.domain.results import Finding
from livvly_lab.report import fmt, hashing_pictures, hashing_says
from livvly_lab.report.exhibit import Exhibit
from livvly_lab.report.findings import SKEW_NOTEBOOK
from livvly_lab.report.skew_says import RUNS

MOVED_KEYS = "UUIDv4"
"""The kind of ids in the picture of moves; the table has every kind."""

_PERCENT = fmt.fixed(2, scale=100)


def spreads(trials: Sequence[HashTrial], shards: int, used: str) -> Exhibit:
    """Show how evenly each function spreads each kind of ids; `used` is the function of this run."""
    key = "hash-spreads"
    sentence = hashing_says.spread_sentence(trials, shards)
    least_even = sorted(
        ((trial, each) for trial in trials for each in trial.spreads),
        key=lambda pair: -pair[1].skew.worst / pair[1].skew.band,
    )
    rows = [
        (
            trial.function,
            each.keys,
            each.shards,
            trial.ids,
            each.skew.deviations[each.skew.worst_shard],
            each.skew.band,
            each.skew.p_value,
            "real" if each.skew.real else "noise",
        )
        for trial, each in least_even
    ]
    columns = ["function", "ids", "shards", "n", "worst, %", "band, ±%", "chi-square p", "it is"]
    table = pd.DataFrame(rows, columns=columns)
    return Exhibit(
        key=key,
        sentence=sentence,
        svg=hashing_pictures.spreads_svg(trials, shards, used, sentence, key),
        alt=f"Small multiples, functions by kinds of ids, with a dot per shard. {sentence}",
        note=(
            f"Shard 0 topmost in each panel, all panels on one axis. Grey: where a fair hash keeps the worst of "
            f"{shards} shards in {RUNS}. Hollow: noise. Filled: real. Bold: the function of this run."
        ),
        table=table,
        caption="Every function, kind of ids and number of shards, least even first",
        formats={"worst, %": _PERCENT, "band, ±%": _PERCENT, "chi-square p": fmt.fixed(3), "n": fmt.count},
        code=("function",),
    )


def moves(trials: Sequence[HashTrial], used: str) -> Exhibit:
    """Show the share of ids that each function moves when shards are added."""
    key = "hash-moves"
    sentence = hashing_says.moves_sentence(trials, MOVED_KEYS, used)
    by_excess = sorted(
        ((trial, move) for trial in trials for move in trial.moves),
        key=lambda pair: -pair[1].moved / pair[1].least,
    )
    table = pd.DataFrame(
        [(trial.function, move.keys, move.before, move.after, move.moved, move.least) for trial, move in by_excess],
        columns=["function", "ids", "from shards", "to shards", "moved, %", "must move, %"],
    )
    return Exhibit(
        key=key,
        sentence=sentence,
        svg=hashing_pictures.moves_svg(trials, MOVED_KEYS, used, sentence, key),
        alt=f"A dot per function for each growth, beside the least that must move. {sentence}",
        note=(
            "Line: the share the new shards must get to be as full as the others. Hollow: about that share moves. "
            "Filled: more. Bold: the function of this run."
        ),
        table=table,
        caption="Ids that change their shard, the most beyond what must first",
        formats={"moved, %": _PERCENT, "must move, %": _PERCENT},
        code=("function",),
    )


def cost(trials: Sequence[HashTrial], used: str) -> Exhibit:
    """Show what a million ids cost each function."""
    key = "hash-cost"
    sentence = hashing_says.cost_sentence(trials, used)
    costs = [trial.seconds_per_million for trial in trials]
    table = pd.DataFrame(
        {
            "function": [trial.function for trial in trials],
            "what it is": [trial.says for trial in trials],
            "ms a million": [each.mid * 1000 for each in costs],
            "low": [each.low * 1000 for each in costs],
            "high": [each.high * 1000 for each in costs],
            "pieces": [each.n for each in costs],
            "places rows": [trial.places_rows for trial in trials],
            "why not": [trial.why or None for trial in trials],
        }
    )
    return Exhibit(
        key=key,
        sentence=sentence,
        svg=hashing_pictures.cost_svg(trials, used, sentence, key),
        alt=f"A dot per function on an axis of milliseconds. {sentence}",
        note=(
            "Vectorised Python on one core: the median over pieces of the ids with its interval, ids being there "
            "already. An axis of ratios. Bold: the function of this run."
        ),
        table=table,
        caption="Cost, and whether a layout can use it",
        formats={name: fmt.fixed(1) for name in ("ms a million", "low", "high")},
        code=("function",),
    )


def counts(judged: Sequence[ShardCount], here: int, chosen: ShardCount | None, limit: float) -> Exhibit:
    """Show what numbers of logical shards can be laid on, and what they take on one server."""
    key = "shard-counts"
    sentence = hashing_says.counts_sentence(judged, here, chosen, limit)
    most = len(judged[0].off_mean)
    table = pd.DataFrame(
        {
            "logical shards": [count.shards for count in judged],
            f"even on, of 1 to {most} servers": [", ".join(map(str, count.even_servers)) for count in judged],
            "fullest above the mean, %": [count.worst for count in judged],
            "on servers": [count.worst_servers for count in judged],
            "tables": [count.tables for count in judged],
            "indexes": [count.indexes for count in judged],
            "relations": [count.relations for count in judged],
            "catalog rows, MiB": [count.catalog_bytes for count in judged],
        }
    )
    return Exhibit(
        key=key,
        sentence=sentence,
        svg=hashing_pictures.counts_svg(judged, sentence, key),
        alt=f"Numbers of shards by numbers of servers. {sentence}",
        note=(
            f"Whole shards dealt out as evenly as they go; the band of a fair hash comes on top. Dash: some servers "
            f"would stay empty. Right: all shards on one server, computed from the {here} measured; catalog rows "
            "without the catalogs' own indexes and free space."
        ),
        table=table,
        caption="Numbers of logical shards",
        formats={"fullest above the mean, %": fmt.fixed(1, scale=100), "catalog rows, MiB": fmt.mebibytes()},
    )


def count_findings(
    judged: Sequence[ShardCount], here: int, chosen: ShardCount | None, source: str
) -> tuple[Finding, ...]:
    """Return a finding where the shards of this run cannot fill every number of servers, and another number could."""
    own = next(count for count in judged if count.shards == here)
    if chosen is None or None not in own.off_mean:
        return ()
    most = len(own.off_mean)
    return (
        Finding(
            id="finding-shard-count",
            level="medium",
            says=(
                f"{fmt.plural(here, 'logical shard')} cannot fill more than {fmt.plural(here, 'server')}: on {most}, "
                f"at least {fmt.share(1 - here / most)} of the rows must change their shard, where whole shards could "
                "have moved."
            ),
            where=f"{fmt.count(own.relations)} relations with {fmt.plural(here, 'shard')}, "
            f"{fmt.count(chosen.relations)} with {chosen.shards}",
            evidence=f"{SKEW_NOTEBOOK}#fig-shard-counts",
            remedy=(
                f"Start with {chosen.shards} logical shards: whole ones move, and the fullest of up to {most} servers "
                f"stays within {fmt.share(chosen.worst)} of the mean."
            ),
            source=source,
        ),
    )
