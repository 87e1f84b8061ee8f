"""Exhibits of shard skew: each a sentence, its picture and the table with the numbers."""

from collections.abc import Sequence

import pandas as pd

from livvly_lab.domain.load import HourCounts, Load
from livvly_lab.domain.results import Skew, TableSize
from livvly_lab.domain.skew import BandCurve, CrossShard, HotEffect, Lorenz, ReadingVerdict
from livvly_lab.report import fmt, skew_pictures, skew_says
from livvly_lab.report.charts import slug
from livvly_lab.report.exhibit import Exhibit
from livvly_lab.report.skew_says import RUNS, WEEKDAYS

_PERCENT = fmt.fixed(2, scale=100)
_MIB = fmt.mebibytes(2)


def users(skew: Skew, judged: ReadingVerdict | None = None) -> Exhibit:
    """Show how even the users are, with the noise band and the limit of one reading, if there is one."""
    key = "skew-users"
    sentence = skew_says.users_sentence(skew, judged)
    if len(skew.per_shard) == 1:
        return Exhibit(key, sentence, verdict=judged.verdict if judged else None)
    return Exhibit(
        key=key,
        sentence=sentence,
        svg=skew_pictures.dots_svg(skew, judged.reading if judged else None, sentence, key),
        alt=f"One dot per shard against the noise band. {sentence}",
        note=(
            f"Users per shard, deviation from the mean of {fmt.count(skew.mean)}; "
            f"n = {fmt.count(sum(skew.per_shard))}. Grey: where a fair hash keeps the worst of "
            f"{len(skew.per_shard)} shards in {RUNS}."
        ),
        table=_per_shard([skew]),
        caption="Users per shard",
        formats={"deviation, %": _PERCENT},
        verdict=judged.verdict if judged else None,
    )


def readings(skew: Skew, judged: Sequence[ReadingVerdict]) -> Exhibit:
    """Show what each reading of the promised limit allows, and where the shards lie in it."""
    key = "skew-readings"
    sentence = skew_says.readings_sentence(judged)
    if len(skew.per_shard) == 1:
        return Exhibit(key, sentence)
    table = pd.DataFrame(
        {
            "reading": [each.reading.says for each in judged],
            "lowest allowed, %": [each.reading.low for each in judged],
            "highest allowed, %": [each.reading.high for each in judged],
            "farthest shard, %": [each.worst for each in judged],
            "at this size": [each.verdict for each in judged],
            "a fair hash breaks it, up to %": [each.break_probability for each in judged],
            "users needed": [each.users_needed for each in judged],
            f"at {fmt.count(judged[0].claimed_users)} users": [each.claimed_verdict for each in judged],
        }
    )
    return Exhibit(
        key=key,
        sentence=sentence,
        svg=skew_pictures.readings_svg(skew, judged, sentence, key),
        alt=f"The range each reading allows, with one dot per shard. {sentence}",
        note=(
            f"Users per shard, deviation from the mean, n = {fmt.count(judged[0].users)}. Grey: what the reading "
            f"allows. Users needed: from there on a fair hash keeps the reading in {RUNS}. Source: {judged[0].source}."
        ),
        table=table,
        caption="Three readings of one limit",
        formats={name: fmt.fixed(1, scale=100) for name in table.columns if "%" in name} | {"users needed": fmt.exact},
    )


def promise(curve: BandCurve, skew: Skew) -> Exhibit:
    """Show from which number of users a limit can be promised."""
    key = "skew-promise"
    sentence = skew_says.promise_sentence(curve, skew)
    if curve.shards == 1:
        return Exhibit(key, sentence)
    steps = range(0, len(curve.users), 15)
    table = pd.DataFrame(
        {"users": [round(curve.users[step]) for step in steps]}
        | {f"{level:.0%} of runs, ±%": [band[step] for step in steps] for level, band in curve.bands.items()}
    )
    return Exhibit(
        key=key,
        sentence=sentence,
        svg=skew_pictures.promise_svg(curve, skew, sentence, key),
        alt=f"The noise band narrows with the number of users. {sentence}",
        note=(
            f"Computed: what the worst of {curve.shards} shards stays under with a fair hash, in 50, 80 and 95 of 100 "
            "runs. Measured: the dot, the worst shard of this run."
        ),
        table=table,
        caption="The noise band by number of users (computed)",
        formats={name: _PERCENT for name in table.columns if "%" in name} | {"users": fmt.count},
    )


def load(skews: Sequence[Skew]) -> Exhibit:
    """Show how evenly several things are spread, on one axis, each with its own noise band."""
    key = "skew-load"
    sentence = skew_says.loads_sentence(skews)
    if len(skews[0].per_shard) == 1:
        return Exhibit(key, sentence)
    return Exhibit(
        key=key,
        sentence=sentence,
        svg=skew_pictures.strips_svg(skews, sentence, key),
        alt=f"A strip per load with one dot per shard. {sentence}",
        note=(
            f"Deviation from the mean shard, shard 0 topmost in each strip. Grey: where a fair hash keeps the worst of "
            f"{len(skews[0].per_shard)} shards in {RUNS}; wider where few bring much. "
            "Hollow: noise. Filled, with its shard: real."
        ),
        table=_summary(skews),
        caption="Load per shard, least even first",
        formats={"worst, %": _PERCENT, "band, ±%": _PERCENT, "chi-square p": fmt.fixed(3)},
    )


def tables(skews: Sequence[Skew]) -> Exhibit:
    """Show the rows of each table on each shard, the least even table first."""
    ordered = sorted(skews, key=lambda skew: -skew.worst)
    key = "skew-tables"
    sentence = skew_says.tables_sentence(skews)
    if len(skews[0].per_shard) == 1:
        return Exhibit(key, sentence)
    return Exhibit(
        key=key,
        sentence=sentence,
        svg=skew_pictures.heat_svg(ordered, sentence, key),
        alt=f"A heat strip of tables by shards. {sentence}",
        note=(
            f"Rows per shard, deviation from the table's mean in %; colours from −{fmt.share(ordered[0].worst)} "
            f"(orange) to +{fmt.share(ordered[0].worst)} (purple). Framed: beyond the band on the right, so real."
        ),
        table=_summary(ordered),
        caption="Rows per table and shard, least even first",
        formats={"worst, %": _PERCENT, "band, ±%": _PERCENT, "chi-square p": fmt.fixed(3)},
    )


def sizes(table_sizes: Sequence[TableSize], skew: Skew) -> Exhibit:
    """Show the bytes of each shard as heap, indexes and TOAST."""
    frame = pd.DataFrame(
        [(s.shard, s.rows, s.heap_bytes, s.index_bytes, s.toast_bytes) for s in table_sizes if s.shard is not None],
        columns=["shard", "rows", "heap, MiB", "indexes, MiB", "TOAST, MiB"],
    )
    table = frame.groupby("shard", as_index=False).sum()
    key = "skew-bytes"
    sentence = skew_says.sizes_sentence(skew, sum(s.index_bytes for s in table_sizes if s.shard is not None))
    if len(skew.per_shard) == 1:
        return Exhibit(key, sentence)
    return Exhibit(
        key=key,
        sentence=sentence,
        svg=skew_pictures.sizes_svg(table, sentence, key),
        alt=f"A stacked bar of bytes per shard. {sentence}",
        note=f"Heap, indexes and TOAST of the sharded tables, mean {fmt.size(skew.mean)} a shard.",
        table=table,
        caption="Rows and bytes per shard",
        formats={name: _MIB for name in table.columns if "MiB" in name},
    )


def hottest(measured: Load, curve: Lorenz, effects: Sequence[HotEffect]) -> Exhibit:
    """Show who carries a load, and what the hottest do to their shards."""
    key = f"skew-hottest-{slug(measured.measure.name)}"
    sentence = skew_says.hottest_sentence(measured, curve, effects)
    who = measured.measure.who
    table = pd.DataFrame(
        {
            who: [effect.user for effect in effects],
            "shard": [effect.shard for effect in effects],
            measured.measure.name: [effect.amount for effect in effects],
            "of all, %": [effect.share for effect in effects],
            "of the shard, %": [effect.shard_share for effect in effects],
            "shard off the mean, %": [effect.deviation for effect in effects],
            "without, %": [effect.deviation_without for effect in effects],
        }
    )
    return Exhibit(
        key=key,
        sentence=sentence,
        svg=skew_pictures.hottest_svg(measured, curve, effects, sentence, key),
        alt=f"A Lorenz curve, and the hottest with and without their shard. {sentence}",
        note=(
            f"Left: {fmt.plural(curve.users, who)} from least to most against their share of {measured.measure.name}, "
            f"n = {fmt.count(measured.total)}; on the diagonal all would bring the same. Right: deviation of the shard "
            f"from the mean with each of the hottest (filled) and without (hollow)."
        ),
        table=table,
        caption=f"The hottest by {measured.measure.name}",
        formats={name: fmt.fixed(1, scale=100) for name in table.columns if "%" in name},
        code=(who,),
    )


def cross_shard(crosses: Sequence[CrossShard]) -> Exhibit:
    """Show the share of rows whose two parties live in two shards, beside what a fair hash gives."""
    key = "skew-cross-shard"
    sentence = skew_says.cross_sentence(crosses)
    table = pd.DataFrame(
        {
            "table": [cross.table for cross in crosses],
            "parties": [cross.says for cross in crosses],
            "rows": [cross.rows for cross in crosses],
            "in two shards": [cross.crossing for cross in crosses],
            "share, %": [cross.share if cross.rows else None for cross in crosses],
            "fair, low %": [cross.fair.low for cross in crosses],
            "fair, high %": [cross.fair.high for cross in crosses],
            "same user twice": [cross.same_user for cross in crosses],
            "a party gone": [cross.absent for cross in crosses],
        }
    )
    return Exhibit(
        key=key,
        sentence=sentence,
        svg=skew_pictures.cross_svg(crosses, sentence, key),
        alt=f"A bar per relation with two parties. {sentence}",
        note=(
            "Rows of two different living users, % with their parties in two shards. "
            f"Bracket: what a fair hash gives in {RUNS}; wider where the same two users meet again and again."
        ),
        table=table,
        caption="Rows with two parties",
        formats={name: fmt.fixed(1, scale=100) for name in table.columns if "%" in name},
        code=("table",),
    )


def rhythm(hours: HourCounts) -> Exhibit:
    """Show when a load comes, by hour and weekday."""
    sentence = skew_says.hours_sentence(hours)
    name, zone = hours.measure.name, hours.measure.zone
    key = f"skew-rhythm-{slug(name)}"
    table = pd.DataFrame(dict(zip(WEEKDAYS, hours.counts, strict=True)))
    table.insert(0, "hour", [f"{hour:02d}:00" for hour in range(24)])
    return Exhibit(
        key=key,
        sentence=sentence,
        svg=skew_pictures.hours_svg(hours, sentence, key),
        alt=f"A heat map of hours by weekdays. {sentence}",
        note=(
            f"{name.capitalize()} by hour and weekday ({zone}), the whole history added up: white is none, the darkest "
            f"{fmt.count(max(map(max, hours.counts)))} {hours.measure.unit}. Framed: the busiest, the quietest."
        ),
        table=table,
        caption=f"{name.capitalize()} by hour and weekday",
    )


def _per_shard(skews: Sequence[Skew]) -> pd.DataFrame:
    skew = skews[0]
    return pd.DataFrame(
        {
            "shard": range(len(skew.per_shard)),
            skew.what: skew.per_shard,
            "deviation, %": skew.deviations,
            "against the band": ["beyond" if abs(each) > skew.band else "within" for each in skew.deviations],
        }
    )


def _summary(skews: Sequence[Skew]) -> pd.DataFrame:
    ordered = sorted(skews, key=lambda skew: -skew.worst)
    return pd.DataFrame(
        {
            "of": [skew.what for skew in ordered],
            "mean per shard": [fmt.size(s.mean) if s.unit == "bytes" else fmt.count(s.mean) for s in ordered],
            "worst shard": [skew.worst_shard for skew in ordered],
            "worst, %": [skew.deviations[skew.worst_shard] for skew in ordered],
            "band, ±%": [skew.band for skew in ordered],
            "chi-square p": [skew.p_value for skew in ordered],
            "it is": ["real" if skew.real else "noise" for skew in ordered],
        }
    )
