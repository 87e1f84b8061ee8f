"""What the skew of a run says, in sentences: subject, value, limit or band, verdict, size, why."""

from collections.abc import Sequence

from livvly_lab.domain.load import HourCounts, Load
from livvly_lab.domain.results import Skew
from livvly_lab.domain.skew import BandCurve, CrossShard, HotEffect, Lorenz, ReadingVerdict
from livvly_lab.report import fmt

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
RUNS = "95 of 100 runs"
_OTHER_IDS = (
    "Other ids: one seed draws one set of users. The bands say what other seeds would give; to see it, repeat the run "
    "with another --seed."
)
_PROCESSOR = (
    "Load on the processor: what users bring is counted in rows, coins and bytes over the whole history, not in "
    "queries a second. It takes a replay of the workload with clients on every shard."
)


def users_sentence(users: Skew, judged: ReadingVerdict | None = None) -> str:
    """Say how even the users are, against the limit promised (if one is) and against a fair hash."""
    total = fmt.count(sum(users.per_shard))
    if len(users.per_shard) == 1:
        claim = f"; {judged.reading.says} is {judged.verdict}, which takes two shards at least" if judged else ""
        return f"All {total} users live on one shard, where skew is not defined{claim}."
    limit = judged.reading.limit if judged else None
    worst, band, *limits = _percents(users.worst, users.band, *([limit] if limit else []))
    against = f"; limit {limits[0]}): {judged.verdict} at {total} users; " if judged else "); "
    return (
        f"Users differ by at most {worst} from the mean over {_shards(users)} "
        f"(shard {users.worst_shard}; all {total} counted, so no interval{against}"
        f"a fair hash stays under {band} in {RUNS}, so this is {_kind(users)} "
        f"(chi-square {fmt.p_value(users.p_value)})."
    )


def reading_sentence(judged: ReadingVerdict) -> str:
    """Say what one reading of the promise comes to at this size, and what is known of the size it speaks of."""
    worst, low, high = _deviations(judged.worst, judged.reading.low, judged.reading.high)
    size = f"{fmt.count(judged.users)} users over {fmt.plural(judged.shards, 'shard')}"
    if judged.shards == 1:
        return f"Read as {judged.reading.says}: {judged.verdict}, since one shard has no skew."
    chance = (
        f"a fair hash breaks this reading in {_of_100(judged.break_probability)} of that size "
        f"and keeps it in {RUNS} from {fmt.count(judged.users_needed)} users on"
    )
    return (
        f"Read as {judged.reading.says} ({low} to {high}): {judged.verdict} at {size}, where shard "
        f"{judged.worst_shard} lies farthest off, at {worst}; {chance}. {claimed_sentence(judged)}"
    )


def claimed_sentence(judged: ReadingVerdict) -> str:
    """Say what is known at the size the promise speaks of."""
    size = f"{fmt.count(judged.claimed_users)} users over {fmt.plural(judged.claimed_shards, 'shard')}"
    if judged.claimed_verdict != "not measured here":
        return f"This run reached the {size} of the text: {judged.claimed_verdict} there."
    return (
        f"At the {size} of the text: not measured here; a fair hash would stay under "
        f"{fmt.share(judged.claimed_band, 2)} there in {RUNS}."
    )


def readings_sentence(judged: Sequence[ReadingVerdict]) -> str:
    """Say in one sentence what each reading of the promise comes to."""
    first = judged[0]
    if first.shards == 1:
        return f"On one shard no reading of the promised limit is measured: {fmt.listing(_each(judged))}."
    return (
        f"The promised limit can be read in {fmt.plural(len(judged), 'way')}; at {fmt.count(first.users)} users over "
        f"{fmt.plural(first.shards, 'shard')} {fmt.listing(_each(judged))}. {claimed_sentence(first)}"
    )


def promise_sentence(curve: BandCurve, users: Skew) -> str:
    """Say from which number of users a limit can be promised for all shards, and whether this run has them."""
    if curve.shards == 1:
        return "One shard holds all users: there is no limit to promise."
    total = sum(users.per_shard)
    limit, band = _percents(curve.limit, users.band)
    enough = "which is enough" if total >= curve.users_needed else "which is too few"
    return (
        f"±{limit} of the mean can be promised for each of {curve.shards} shards, in {RUNS}, from "
        f"{fmt.count(curve.users_needed)} users on; this run has {fmt.count(total)}, {enough}: "
        f"a fair hash stays under ±{band}."
    )


def loads_sentence(skews: Sequence[Skew]) -> str:
    """Say which of several things is spread least evenly, and how many are more uneven than chance makes them."""
    if len(skews[0].per_shard) == 1:
        return f"On one shard nothing is uneven: the skew of {fmt.listing(s.what for s in skews)} is not defined."
    most = max(skews, key=lambda skew: skew.worst)
    worst, band = _percents(most.worst, most.band)
    side = "above" if most.deviations[most.worst_shard] > 0 else "below"
    return (
        f"Of {fmt.listing(s.what for s in skews)}, {most.what} {_differs(most)} most: shard {most.worst_shard} lies "
        f"{worst} {side} the mean; a fair hash stays under {band} in {RUNS}, so {_why(most)}. {_beyond(skews)}"
    )


def sizes_sentence(size: Skew, index_bytes: int) -> str:
    """Say which shard takes most bytes, and what part of all bytes are indexes."""
    total = sum(size.per_shard)
    part = f"indexes take {fmt.share(index_bytes / total)} of it" if total else "indexes take nothing"
    if len(size.per_shard) == 1:
        return f"The one shard takes {fmt.size(total)}; {part}."
    fullest = max(range(len(size.per_shard)), key=size.per_shard.__getitem__)
    return (
        f"The sharded tables take {fmt.size(total)}, and {part}; shard {fullest} takes most, "
        f"{fmt.size(size.per_shard[fullest])}, {fmt.deviation(size.deviations[fullest])} off the mean."
    )


def tables_sentence(skews: Sequence[Skew]) -> str:
    """Say in how many tables the rows are more uneven than chance makes them, and which is the most uneven."""
    if len(skews[0].per_shard) == 1:
        return f"On one shard the skew of {fmt.plural(len(skews), 'table')} is not defined."
    most = max(skews, key=lambda skew: skew.worst)
    real = sum(skew.real for skew in skews)
    deviation, band = _deviations(most.deviations[most.worst_shard], most.band)
    chance = fmt.number(0.05 * len(skews), 2)
    return (
        f"{real} of {fmt.plural(len(skews), 'sharded table')} {'is' if real == 1 else 'are'} spread less evenly than "
        f"a fair hash does in {RUNS} (chance alone makes that of {chance} at most); the largest deviation is "
        f"{deviation} of the mean, {most.what} on shard {most.worst_shard}, where the band is {band.replace('+', '±')}."
    )


def hottest_sentence(load: Load, curve: Lorenz, effects: Sequence[HotEffect]) -> str:
    """Say how few carry a load, and what the hottest of them does to his shard."""
    measure = load.measure
    if not effects:
        return f"Nobody brought any {measure.unit}: there is no hottest {measure.who}."
    hot = effects[0]
    few = (
        f"The top {fmt.number(curve.top * 100, 2).removesuffix('.0')} % of {fmt.plural(curve.users, measure.who)} take "
        f"{fmt.share(curve.top_share)} of {fmt.count(load.total)} {measure.name} (Gini {fmt.number(curve.gini, 2)}); "
        f"the hottest {measure.who} alone takes {fmt.share(hot.share)}"
    )
    if len(load.shards) == 1:
        return f"{few}."
    with_, without = _deviations(hot.deviation, hot.deviation_without)
    return (
        f"{few}, {fmt.share(hot.shard_share)} of what shard {hot.shard} carries: that shard lies {with_} off the mean "
        f"with this {measure.who} and {without} without."
    )


def cross_sentence(crosses: Sequence[CrossShard]) -> str:
    """Say how many rows have their parties in two shards, and whether a fair hash gives just that."""
    rows, crossing = sum(cross.rows for cross in crosses), sum(cross.crossing for cross in crosses)
    relations = f"{fmt.count(rows)} rows of {fmt.plural(len(crosses), 'relation')} with two parties"
    if not rows:
        return f"There are no {relations}."
    expected = crosses[0].fair.mid
    if not expected:
        return f"On one shard none of the {relations} crosses shards."
    outside = [cross.table for cross in crosses if cross.rows and not cross.as_fair]
    names = f" ({fmt.listing(outside)})" if outside else ""
    return (
        f"{fmt.share(crossing / rows)} of the {relations} have their parties in two shards; a fair hash gives "
        f"{fmt.share(expected)}, and {len(outside)} of {len(crosses)} {'lies' if len(outside) == 1 else 'lie'} outside "
        f"what it gives in {RUNS}{names}."
    )


def hours_sentence(hours: HourCounts) -> str:
    """Say when a load peaks, when it rests, and how far the two are from its mean hour."""
    cells = [(rows, day, hour) for day, row in enumerate(hours.counts) for hour, rows in enumerate(row)]
    total = sum(rows for rows, _, _ in cells)
    name = _capital(hours.measure.name)
    if not total:
        return f"{name}: there are none, so no hour is busier than another."
    most, least = max(cells), min(cells)
    return (
        f"{name} peak on {_hour(most)} ({hours.measure.zone}): {fmt.factor(most[0] * len(cells) / total)} the mean "
        f"hour of the week; the quietest is {_hour(least)}: {fmt.factor(least[0] * len(cells) / total)}. "
        f"n = {fmt.count(total)}."
    )


def limits(judged: Sequence[ReadingVerdict], users: Skew, total_bytes: float) -> tuple[str, ...]:
    """Say what a run's skew leaves unmeasured, and what measuring it would take.

    `total_bytes` is what this run's tables take; a larger run is taken to need as much per user.
    """
    count = sum(users.per_shard)
    here = f"{fmt.count(count)} users over {_shards(users)}"
    unreached = next((each for each in judged if each.claimed_verdict == "not measured here"), None)
    found = []
    if unreached:
        per_shard = -(-unreached.claimed_users // unreached.claimed_shards)
        found.append(
            f"Even shards at {fmt.count(unreached.claimed_users)} users over "
            f"{fmt.plural(unreached.claimed_shards, 'shard')}: this run has {here}. It takes "
            f"--shards {unreached.claimed_shards} --users-per-shard {per_shard} and about "
            f"{fmt.size(total_bytes / count * unreached.claimed_users)} of disk."
        )
    return (
        *found,
        _OTHER_IDS,
        _PROCESSOR,
    )


def _percents(*values: float) -> tuple[str, ...]:
    """Write shares with as many decimals, in all, as it takes to tell them apart and from nothing."""
    return tuple(fmt.share(value, _decimals(values)) for value in values)


def _deviations(*values: float) -> tuple[str, ...]:
    """Write signed deviations with as many decimals, in all, as it takes to tell them apart and from nothing."""
    return tuple(fmt.deviation(value, _decimals(values)) for value in values)


def _decimals(values: Sequence[float]) -> int:
    for decimals in (1, 2, 3):
        written = [round(value * 100, decimals) for value in values]
        if len(set(written)) == len(set(values)) and all(
            w != 0 or v == 0 for w, v in zip(written, values, strict=True)
        ):
            return decimals
    return 4


def _shards(skew: Skew) -> str:
    return fmt.plural(len(skew.per_shard), "shard")


def _kind(skew: Skew) -> str:
    return "real" if skew.real else "noise"


def _why(skew: Skew) -> str:
    """Say where a deviation comes from: what comes in lumps is uneven by those who bring them."""
    if skew.real:
        return "this is real: the hash does not spread them fairly"
    return "this is noise" if skew.p_value is not None else "this comes from who brings much, not from the hash"


def _differs(skew: Skew) -> str:
    return "differ" if skew.what.split()[0].endswith("s") else "differs"


def _beyond(skews: Sequence[Skew]) -> str:
    real = [skew.what for skew in skews if skew.real]
    if not real:
        return "All lie within their noise bands."
    return f"Beyond the noise band: {fmt.listing(real)}."


def _each(judged: Sequence[ReadingVerdict]) -> list[str]:
    verb = {"holds": "holds", "fails": "fails", "depends": "depends", "not measured here": "is not measured here"}
    return [f"{each.reading.says} {verb[each.verdict]}" for each in judged]


def _of_100(probability: float) -> str:
    if probability < 0.01:
        return "fewer than 1 of 100 runs"
    if probability > 0.99:
        return "more than 99 of 100 runs"
    return f"up to {round(probability * 100)} of 100 runs"


def _hour(cell: tuple[int, int, int]) -> str:
    rows, day, hour = cell
    return f"{WEEKDAYS[day]} at {hour}:00 with {fmt.count(rows)}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
