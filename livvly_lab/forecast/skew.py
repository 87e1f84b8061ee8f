"""Arithmetic on load per shard: is skew noise or real, what can be promised, who carries it. No connection.

The model is a fair hash: each user falls on one of k shards, each as likely, whatever the others did. What a
shard then carries differs from the mean by chance, by √((k−1)·Σw²)/Σw relative to it, where w is what each user
brings. Users themselves bring one each, which gives √((k−1)/N).
"""

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
from scipy import stats

from livvly_lab.domain.load import BalanceClaim, Load, PairCount
from livvly_lab.domain.results import Interval, Skew, TableSize, Verdict
from livvly_lab.domain.skew import BandCurve, CrossShard, HotEffect, Lorenz, Reading, ReadingVerdict

CONFIDENCE = 0.95
GRADES = (0.5, 0.8, CONFIDENCE)


def worst_z(shards: int, confidence: float = CONFIDENCE) -> float:
    """Return how many standard deviations the worst of the shards stays under with a confidence, on either side.

    The bound is Šidák's, which holds whatever the correlation of the shards, so it covers at least that much.
    Source: Šidák: Rectangular confidence regions for the means of multivariate normal distributions (1967).
    """
    return float(stats.norm.ppf((1 + confidence ** (1 / shards)) / 2))


def relative_sd(shards: int, total: float, squares: float) -> float:
    """Return the standard deviation of what a shard carries under a fair hash, relative to the mean.

    `total` is Σw and `squares` Σw² over the users; of users themselves both are their number.
    """
    return math.sqrt((shards - 1) * squares) / total if total else 0.0


def fair_band(shards: int, total: float, squares: float, confidence: float = CONFIDENCE) -> float:
    """Return the relative deviation that no shard exceeds under a fair hash, with a confidence."""
    return worst_z(shards, confidence) * relative_sd(shards, total, squares)


def break_probability(limit: float, shards: int, users: int) -> float:
    """Return the probability, at most, that a fair hash puts some shard beyond a relative limit."""
    if shards == 1 or users == 0:
        return 0.0
    inside = 2 * stats.norm.cdf(limit / relative_sd(shards, users, users)) - 1
    return float(1 - inside**shards)


def users_needed(limit: float, shards: int, confidence: float = CONFIDENCE) -> int:
    """Return the number of users from which a fair hash keeps all shards within a relative limit, with a confidence."""
    return math.ceil((shards - 1) * (worst_z(shards, confidence) / limit) ** 2)


def skew(what: str, unit: str, per_shard: Sequence[float], squares: float | None = None) -> Skew:
    """Return how unevenly something is spread; `squares` is Σw² over the users, of users themselves their number.

    Without `squares` each thing counted fell on its shard by itself. The chi-square test is for such things only.
    On one shard skew is not defined: nothing deviates, and the band is 0.
    """
    values = np.asarray(per_shard, dtype=np.float64)
    total, shards = float(values.sum()), len(values)
    mean = total / shards
    deviations = values / mean - 1 if total else np.zeros(shards)
    worst = int(np.abs(deviations).argmax())
    band = fair_band(shards, total, total if squares is None else squares)
    return Skew(
        what=what,
        unit=unit,
        per_shard=tuple(values.tolist()),
        mean=mean,
        deviations=tuple(deviations.tolist()),
        worst=float(abs(deviations[worst])),
        worst_shard=worst,
        band=band,
        p_value=_chi_square(values) if squares in (None, total) else None,
        real=bool(abs(deviations[worst]) > band),
    )


def skew_of_load(load: Load) -> Skew:
    """Return the skew of a measured load."""
    return skew(load.measure.name, load.measure.unit, load.per_shard, load.squares)


def skew_of_bytes(what: str, sizes: Iterable[TableSize], load: Load) -> Skew:
    """Return the skew of the bytes of the tables given, heap, indexes and TOAST.

    `load` tells in which lumps they come: what each user's rows weigh. Its total is scaled to the bytes measured.
    """
    by_shard = dict.fromkeys((shard.shard for shard in load.shards), 0)
    for size in sizes:
        if size.shard in by_shard:
            by_shard[size.shard] += size.heap_bytes + size.index_bytes + size.toast_bytes
    per_shard = tuple(float(value) for value in by_shard.values())
    scale = sum(per_shard) / load.total if load.total else 0.0
    return skew(what, "bytes", per_shard, load.squares * scale**2)


def readings(claim: BalanceClaim, shards: int) -> tuple[Reading, ...]:
    """Return the three ways to read the claim, for a number of shards."""
    mean = claim.users / claim.shards
    fair = 100 / shards
    return (
        Reading(
            "relative", f"±{claim.tolerance:.0%} of the mean".replace("%", " %"), -claim.tolerance, claim.tolerance
        ),
        Reading(
            "points",
            f"±{claim.tolerance * 100:g} percentage points of the {fair:.3g} % share",
            -claim.tolerance * shards,
            claim.tolerance * shards,
        ),
        Reading(
            "printed",
            f"{claim.low_users:,} to {claim.high_users:,} of {claim.users:,} users",
            claim.low_users / mean - 1,
            claim.high_users / mean - 1,
        ),
    )


def judge_reading(users: Skew, reading: Reading, claim: BalanceClaim) -> ReadingVerdict:
    """Judge a reading by the users counted per shard, at this size and at the one the claim is about.

    Every user was counted, so a shard beyond the limit fails. Within the limit the claim holds where a fair hash
    would keep it in 95 of 100 runs; otherwise other ids would break it, and it depends. The size of the claim is
    judged only by a run that has reached it on as many shards.
    """
    shards, total = len(users.per_shard), round(sum(users.per_shard))
    verdict = _verdict(users, reading)
    reached = total >= claim.users and shards == claim.shards
    return ReadingVerdict(
        reading=reading,
        users=total,
        shards=shards,
        worst=users.deviations[users.worst_shard],
        worst_shard=users.worst_shard,
        band=users.band,
        verdict=verdict,
        break_probability=break_probability(reading.limit, shards, total),
        users_needed=users_needed(reading.limit, shards),
        claimed_users=claim.users,
        claimed_shards=claim.shards,
        claimed_band=fair_band(claim.shards, claim.users, claim.users),
        claimed_verdict=verdict if reached else "not measured here",
        source=claim.source,
    )


def band_curve(shards: int, limit: float, users: int) -> BandCurve:
    """Return the noise band from a thousand users to ten million, or as far as the size of this run asks for."""
    exponents = np.linspace(math.log10(min(1e3, max(users / 8, 1))), math.log10(max(1e7, users)), 121)
    numbers = 10.0**exponents
    bands = {
        confidence: tuple(fair_band(shards, number, number, confidence) for number in numbers) for confidence in GRADES
    }
    return BandCurve(shards, tuple(numbers.tolist()), bands, limit, users_needed(limit, shards))


def lorenz(load: Load, top: float = 0.01) -> Lorenz:
    """Return the Lorenz curve of a load over those who could bring it, with its Gini coefficient and the top share.

    The top is one user at least.
    """
    users = np.cumsum([0, *(group.users for group in load.groups)])
    amounts = np.cumsum([0.0, *(group.amount for group in load.groups)])
    top = max(top, 1 / max(1, int(users[-1])))
    if not amounts[-1]:
        return Lorenz((0.0, 1.0), (0.0, 1.0), 0.0, top, top, int(users[-1]))
    x, y = users / users[-1], amounts / amounts[-1]
    area = sum(
        (right - left) * (low + high) / 2 for (left, right), (low, high) in zip(pairwise(x), pairwise(y), strict=True)
    )
    top_share = 1 - float(np.interp(1 - top, x, y))
    return Lorenz(tuple(x.tolist()), tuple(y.tolist()), max(0.0, 1 - 2 * float(area)), top, top_share, int(users[-1]))


def hot_effects(load: Load) -> tuple[HotEffect, ...]:
    """Return what each of the hottest users does to his shard: its deviation with him, and had he never come."""
    return tuple(_hot_effect(load, hot.user, hot.shard, hot.amount) for hot in load.hottest)


def cross_shard(pairs: PairCount, shards: int) -> CrossShard:
    """Return the share of rows whose parties live in two shards, beside what a fair hash gives: (k−1)/k.

    Whether two users meet in a shard says nothing about either of them and a third, so over the pairs the
    variance is (k−1)/k² · Σn² / (Σn)², with n the rows of a pair.
    """
    expected = (shards - 1) / shards
    share = pairs.crossing / pairs.rows if pairs.rows else 0.0
    sd = math.sqrt(expected * (1 - expected) * pairs.squares) / pairs.rows if pairs.rows else 0.0
    margin = worst_z(1) * sd
    fair = Interval(max(0.0, expected - margin), expected, min(1.0, expected + margin), CONFIDENCE, pairs.rows)
    relation = pairs.relation
    return CrossShard(
        relation.table, relation.says, pairs.rows, pairs.crossing, share, fair, pairs.same_user, pairs.absent
    )


def _verdict(users: Skew, reading: Reading) -> Verdict:
    if len(users.per_shard) == 1:
        return "not measured here"
    if min(users.deviations) < reading.low or max(users.deviations) > reading.high:
        return "fails"
    return "holds" if users.band <= reading.limit else "depends"


def _chi_square(values: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> float | None:
    """Return the p-value of equal shares, None where there is nothing to compare."""
    return float(stats.chisquare(values).pvalue) if len(values) > 1 and values.any() else None


def _hot_effect(load: Load, user: str, shard: int | None, amount: float) -> HotEffect:
    total, k = load.total, len(load.shards)
    own = next(each.amount for each in load.shards if each.shard == shard)
    rest = total - amount
    return HotEffect(
        user=user,
        shard=shard,
        amount=amount,
        share=amount / total,
        shard_share=amount / own,
        deviation=own * k / total - 1,
        deviation_without=(own - amount) * k / rest - 1 if rest else 0.0,
    )
