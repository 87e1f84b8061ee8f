"""How much a bench loads and how often: the whole one, and the quick one for every change."""

from dataclasses import dataclass

CONNECTIONS = 2
SHARDS = 8
SEED = 7
SMALL_PER_SHARD, LARGE_PER_SHARD = 50_000, 1_000_000


@dataclass(frozen=True)
class Rounds:
    """How often each group of contestants runs, one after the other."""

    users: int
    peers: int
    graph: int
    growth: int


@dataclass(frozen=True)
class Sizes:
    """What a bench loads. Users are counted per shard, rows of peers are those of their one table.

    `slow_rows` are for peers that handle one row at a time, `fast_rows` for the others. A sample of the growth's
    small end is `small_loads` loads, each into a database of its own.
    """

    quick: bool
    users_per_shard: int
    graph_users_per_shard: int
    rounds: Rounds
    slow_rows: int = 20_000
    fast_rows: int = 300_000
    pgbench_rows: int = 2_000_000
    small_per_shard: int = SMALL_PER_SHARD
    large_per_shard: int = LARGE_PER_SHARD
    small_loads: int = 3
    shards: int = SHARDS


FULL = Sizes(
    quick=False,
    users_per_shard=250_000,
    graph_users_per_shard=25_000,
    rounds=Rounds(users=9, peers=5, graph=5, growth=5),
    slow_rows=100_000,
    fast_rows=1_000_000,
    pgbench_rows=5_000_000,
)
QUICK = Sizes(
    quick=True,
    users_per_shard=150_000,
    graph_users_per_shard=4_000,
    rounds=Rounds(users=5, peers=2, graph=3, growth=2),
)
"""Rates decide, so sizes may differ between contestants: every timed COPY shall take half a second at least."""

LEAST_COPY_S = 0.5
