"""What the architect should know first: results in, findings out, each with a number, a remedy and its evidence.

A finding's id and anchor come from what it is about, never from its place, so that a link keeps its meaning.
"""

from collections.abc import Iterable, Sequence

from livvly_lab.domain.load import Load
from livvly_lab.domain.results import CheckResult, Finding, Level, Skew
from livvly_lab.domain.skew import CrossShard, HotEffect, ReadingVerdict
from livvly_lab.report import fmt
from livvly_lab.report.charts import slug
from livvly_lab.report.style import LEVELS

SKEW_NOTEBOOK = "02_shard_skew"

HOT_FACTORS: tuple[tuple[float, Level], ...] = ((1.5, "high"), (1.2, "medium"), (1.1, "low"))
"""How many times its fair part a shard carries, and the level of the finding from there on."""

CERTAIN_BANDS = 1.4
"""How many times its noise band something must deviate to be a finding: of dozens of things measured, one in
twenty lies beyond its band by chance, beyond 1.4 times the band one in a thousand."""


def worst_first(*groups: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings of all groups by level; within a level each group keeps its own order."""
    order = {level: place for place, level in enumerate(LEVELS)}
    return tuple(sorted((found for group in groups for found in group), key=lambda found: order[found.level]))


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


def _amount(value: float, unit: str) -> str:
    if unit == "bytes":
        return fmt.size(value)
    return f"{fmt.count(value)} {unit}"
