"""Routes generated ids through the shard function, at sizes no load of this run reaches."""

import numpy as np

from livvly_lab.domain.claims import Measurement, Outcome, Quantity
from livvly_lab.experiments.loaded import Loaded
from livvly_lab.placement.keys import KEY_KINDS


def routed_share(at: Loaded, *, users: int, shards: int) -> Outcome:
    """Route generated ids with the shard function and count them per shard."""
    counts = routed(at, users, shards)
    shares = counts / users
    worst = int(np.argmax(np.abs(shares - 1 / shards)))
    off = float(abs(shares[worst] - 1 / shards))
    return Measurement(
        (Quantity(off, "share"),),
        f"the share farthest from {1 / shards:.1%} is {shares[worst]:.2%} on shard {worst}, "
        f"of {users:,} ids over {shards} shards",
        users=users,
        detail=tuple({"shard": shard, "users": int(n), "share": float(n / users)} for shard, n in enumerate(counts)),
    )


def routed(at: Loaded, users: int, shards: int, seed: int | None = None) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return how many of a number of generated ids each shard gets."""
    make = KEY_KINDS["UUIDv4"].make
    ids = make(at.parameters.seed if seed is None else seed, np.arange(users, dtype=np.int64))
    return np.bincount(at.function.route(ids, shards), minlength=shards)
