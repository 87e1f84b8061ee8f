"""Routes ids through the shard function: those of this run, and generated ones at sizes no load of it reaches."""

import numpy as np
from numpy.typing import NDArray

from livvly_lab.domain.claims import Measurement, Outcome, Quantity, Unmeasured
from livvly_lab.domain.results import Skew
from livvly_lab.experiments.loaded import NEEDS_SHARDS, Loaded
from livvly_lab.forecast.skew import break_probability
from livvly_lab.forecast.skew import skew as spread
from livvly_lab.measure.load import measure_shards
from livvly_lab.placement.keys import KEY_KINDS
from livvly_lab.report import fmt

DRAWS = 3
"""Populations of generated ids, each from another seed; the worst of them counts."""
SIZES = (10_000, 50_000, 200_000, 1_000_000, 1_500_000)

Counts = NDArray[np.int64]


def routed_share(at: Loaded, *, users: int, shards: int) -> Outcome:
    """Route generated ids with the shard function of the run and take the share farthest from an equal one."""
    counts = routed(at, users, shards, at.parameters.seed)
    shares = counts / users
    worst = int(np.argmax(np.abs(shares - 1 / shards)))
    return Measurement(
        (Quantity(abs(float(shares[worst]) - 1 / shards), "share", n=users),),
        f"of {fmt.count(users)} generated ids over {shards} shards, shard {worst} gets {fmt.share(shares[worst], 2)}, "
        f"the share farthest from {fmt.share(1 / shards, 2)}",
        users=users,
        detail=_per_shard(counts),
    )


def share_of_users(at: Loaded, *, tolerance: float) -> Outcome:
    """Count the users of this run per shard and take the one farthest from the mean, as a part of it and in points."""
    if not at.physical.layout.sharded:
        return Unmeasured(NEEDS_SHARDS)
    users = _users(at)
    n, shards = int(sum(users.per_shard)), len(users.per_shard)
    return Measurement(
        (
            Quantity(users.worst, "deviation", "of the mean", n=n),
            Quantity(users.worst / shards, "deviation", "in percentage points", n=n),
        ),
        f"shard {users.worst_shard} lies {fmt.share(users.worst)} off the mean, which is "
        f"{fmt.share(users.worst / shards, 2)} of all users; a fair hash of {fmt.count(n)} users stays under "
        f"{fmt.share(users.band)} in 95 of 100 runs",
        evidence="02_shard_skew#fig-skew-users" if "skew" in at.known else "",
        detail=tuple(
            {
                "users": size,
                f"a fair hash breaks ±{tolerance * 100:g} % of the mean, % of runs at most": 100
                * break_probability(tolerance, shards, size),
                "breaks as many percentage points, % of runs at most": 100
                * break_probability(tolerance * shards, shards, size),
            }
            for size in SIZES
        ),
    )


def users_per_shard(at: Loaded, *, users: int, shards: int) -> Outcome:
    """Route several populations of generated ids with the shard function and take the emptiest and fullest shard."""
    draws = [routed(at, users, shards, at.parameters.seed + draw) for draw in range(DRAWS)]
    least, most = min(int(draw.min()) for draw in draws), max(int(draw.max()) for draw in draws)
    return Measurement(
        (Quantity(most, "users", "fullest", n=DRAWS), Quantity(least, "users", "emptiest", n=DRAWS)),
        f"{DRAWS} populations of {fmt.count(users)} generated ids, routed but not loaded, put {fmt.exact(least)} to "
        f"{fmt.exact(most)} on a shard",
        users=users,
        detail=_per_shard(draws[0]),
    )


def split_of_shards(at: Loaded, *, users: int, before: int, after: int) -> Outcome:
    """Route generated ids over fewer and over more shards and count those that leave their shard's own successors."""
    ids = KEY_KINDS["UUIDv4"].make(at.parameters.seed, np.arange(users, dtype=np.int64))
    old, new = at.function.route(ids, before), at.function.route(ids, after)
    astray, moving = int(np.count_nonzero(new % before != old)), float(np.mean(new != old))
    return Measurement(
        (Quantity(astray, "ids", "astray", n=users), Quantity(moving, "share", "moving", n=users)),
        f"from {before} to {after} shards {fmt.exact(astray)} of {fmt.count(users)} generated ids leave the "
        f"{after // before} shards their own is split into, and {fmt.share(moving)} change their number; rows of this "
        f"run were not moved",
    )


def routed(at: Loaded, users: int, shards: int, seed: int) -> Counts:
    """Return how many of a number of generated ids each shard gets."""
    ids = KEY_KINDS["UUIDv4"].make(seed, np.arange(users, dtype=np.int64))
    return np.bincount(at.function.route(ids, shards), minlength=shards)


def _users(at: Loaded) -> Skew:
    """Return the skew of the users, from the notebook of skew where it ran."""
    measure = at.physical.design.load[0]
    for row in at.known.get("skew", ()):
        if row["what"] == measure.name:
            return Skew(**row)
    load = at.once("users", lambda: measure_shards(at.connection, at.physical, measure))
    return spread(measure.name, measure.unit, load.per_shard, load.squares)


def _per_shard(counts: Counts) -> tuple[dict[str, object], ...]:
    mean = counts.mean()
    return tuple(
        {"shard": shard, "users": int(n), "off the mean, %": float(100 * (n / mean - 1))}
        for shard, n in enumerate(counts)
    )
