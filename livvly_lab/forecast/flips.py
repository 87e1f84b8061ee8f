"""Where plans change with size, and whether a prediction came true: arithmetic on plans, no connection."""

import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from livvly_lab.domain.flips import Cause, Flip, Outcome, PlanFlips, QueryFlips, Replanned
from livvly_lab.forecast.plans import distinct, nodes

FACTORS = tuple(round(10 ** (step / 6), 3) for step in range(19))
"""1 to 1000, six steps to each factor of ten."""

TIE = 0.05
"""Costs nearer than this: a small change of a statistic turns the choice."""

MISJUDGED = 2.0
"""An estimate this many times off is another number, not rounding."""

Key = tuple[str, int | None]


def flips(plans: Sequence[Replanned], users: int) -> tuple[Flip, ...]:
    """Return every change of plan along the factors, which ascend; each is named with the size it was first seen at."""
    found = []
    for before, after in itertools.pairwise(plans):
        if before.shape != after.shape:
            found.append(_flip(before.shape, after, users))
    return tuple(found)


@dataclass(frozen=True)
class Validation:
    """Predictions that start from a smaller load of so many users.

    `foreseen` are the plans of each query along the factors, the last of which is the real size; `raised` those at
    that size by statistics alone.
    """

    users: int
    foreseen: Sequence[Sequence[Replanned]]
    raised: Sequence[Sequence[Replanned]]


def judge(ahead: Sequence[Sequence[Replanned]], users: int, validation: Validation) -> PlanFlips:
    """Put predictions and outcomes together.

    `ahead` has the plans of each query from so many users on: the first is the real one, as it was loaded, that the
    last of the foreseen ones is compared with.
    """
    foreseen, by_statistics = _by_key(validation.foreseen), _by_key(validation.raised)
    real = {key: plans[0] for key, plans in _by_key(ahead).items()}
    queries = tuple(_judge_query(each, users, foreseen, real, validation.users) for each in ahead)
    loaded = [each for each in queries if each.loaded != "not loaded"]
    changed = [each for each in loaded if each.real_change]
    hits = sum(each.loaded == "hit" for each in loaded)
    largest = max((plans[-1].factor for plans in foreseen.values()), default=0.0)
    same = [plans[-1].shape == real[key].shape for key, plans in by_statistics.items() if key in real]
    return PlanFlips(
        users=users,
        largest_factor=FACTORS[-1],
        loaded_from=validation.users,
        loaded_to=round(validation.users * largest),
        hit_rate=hits / len(loaded) if loaded else None,
        raised_hit_rate=sum(same) / len(same) if same else None,
        changed=len(changed),
        changed_hit=sum(each.loaded == "hit" for each in changed),
        causes=dict(Counter(str(each.cause) for each in loaded if each.cause).most_common()),
        queries=queries,
        verdict="holds" if loaded and hits == len(loaded) else "depends" if loaded else "not measured here",
    )


def _by_key(those: Sequence[Sequence[Replanned]]) -> Mapping[Key, Sequence[Replanned]]:
    return {(plans[0].query, plans[0].shard): plans for plans in those}


def cause(predicted: Replanned, real: Replanned) -> Cause:
    """Say why a predicted plan is not the real one, the plainest reason first.

    Rows, pages and distinct values of keys grow; most common values, histograms, correlations and the height of
    indexes stay as they are.
    """
    if predicted.shape in real.shapes or real.shape in predicted.shapes:
        return "another key"
    if _reads(predicted.shape) == _reads(real.shape):
        return "same indexes"
    if any(
        _misjudged(rows, real.estimates[name]) for name, rows in predicted.estimates.items() if name in real.estimates
    ):
        return "row estimates"
    if abs(predicted.costs[0] / real.costs[0] - 1) < TIE:
        return "near tie"
    return "other statistics"


def indexes_of(shape: str) -> frozenset[str]:
    r"""Return the indexes a plan reads, by their logical names.

    >>> sorted(indexes_of("Bitmap Heap Scan on calls\n  Bitmap Index Scan using idx_calls_live [Index Cond: (a = …)]"))
    ['idx_calls_live']
    """
    return frozenset(node.split(" using ", 1)[1].split(" on ", 1)[0] for node in nodes(shape) if " using " in node)


def _judge_query(
    plans: Sequence[Replanned],
    users: int,
    predicted: Mapping[Key, Sequence[Replanned]],
    real: Mapping[Key, Replanned],
    loaded_from: int,
) -> QueryFlips:
    key = plans[0].query, plans[0].shard
    found, came = predicted.get(key), real.get(key)
    outcome: Outcome = "not loaded"
    reason, change, foreseen, happened = None, None, False, False
    if found and came:
        outcome = "hit" if found[-1].shape == came.shape else "missed"
        reason = None if outcome == "hit" else cause(found[-1], came)
        foreseen, happened = found[-1].shape != found[0].shape, came.shape != found[0].shape
        change = next(iter(flips(found, loaded_from)), None)
        if happened and change is None:
            change = _flip(found[0].shape, Replanned(*key, found[-1].factor, came.shape, (), (), {}), loaded_from)
    return QueryFlips(
        query=key[0],
        shard=key[1],
        plan=", ".join(_scans(plans[0].shape)),
        flips=flips(plans, users),
        loaded=outcome,
        predicted_change=foreseen,
        real_change=happened,
        cause=reason,
        loaded_flip=change,
    )


def _flip(before: str, after: Replanned, users: int) -> Flip:
    return Flip(after.factor, after.factor * users, distinct(before, [after.shape]), distinct(after.shape, [before]))


def _scans(shape: str) -> list[str]:
    return list(dict.fromkeys(node for node in nodes(shape) if " Scan " in f"{node} "))


def _reads(shape: str) -> frozenset[str]:
    """Return what a plan reads: its indexes, and the tables it reads whole."""
    return indexes_of(shape) | {node for node in nodes(shape) if node.startswith("Seq Scan on ")}


def _misjudged(one: float, other: float) -> bool:
    return max(one, other, 1.0) / max(min(one, other), 1.0) >= MISJUDGED
