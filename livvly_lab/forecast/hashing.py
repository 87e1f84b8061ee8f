"""Arithmetic on shard functions and numbers of logical shards: even or not, rows moved, servers that divide evenly."""

import math
from collections.abc import Sequence

from livvly_lab.domain.hashing import Catalog, Move, ShardCount, Spread
from livvly_lab.domain.results import Interval
from livvly_lab.forecast.plans import quantile_interval
from livvly_lab.forecast.skew import skew

SERVERS = 32
"""Physical servers up to which numbers of logical shards are compared. Source: livvly 1 M users on 32 shards."""
EVEN_ENOUGH = 0.1
"""How far above the mean the fullest server may lie: a server is bought with more room than that."""
COUNTS = (8, 32, 64, 256, 480)
"""Numbers of logical shards that are compared."""


def growths(shards: int) -> tuple[int, ...]:
    """Return the numbers of shards that a number of shards may become: one more, twice and four times as many."""
    return tuple(dict.fromkeys((shards + 1, 2 * shards, 4 * shards)))


def spread(keys: str, per_shard: Sequence[int]) -> Spread:
    """Return how evenly ids fell on shards, against the noise band of a fair hash."""
    return Spread(keys, len(per_shard), skew(f"{keys} ids", "ids", per_shard, squares=sum(per_shard)))


def move(keys: str, before: int, after: int, ids: int, moved: int) -> Move:
    """Return the share of ids that changed their shard; the least possible is what the new shards must get."""
    return Move(keys, before, after, ids, moved / ids, least_moved(before, after))


def least_moved(before: int, after: int) -> float:
    """Return the share of the ids that must change their shard for `after` shards to be even, where `before` were.

    >>> least_moved(8, 16), least_moved(8, 32), least_moved(16, 8), least_moved(8, 8)
    (0.5, 0.75, 0.5, 0.0)
    """
    return abs(after - before) / max(before, after)


def cost(seconds_per_million: Sequence[float]) -> Interval:
    """Return the median cost of a million ids with its interval."""
    return quantile_interval(seconds_per_million, 0.5)


def off_mean(shards: int, servers: int) -> float | None:
    """Return how far the fullest server lies above the mean when whole shards are dealt out; None if some get none.

    >>> off_mean(8, 4), off_mean(8, 3), off_mean(8, 9)
    (0.0, 0.125, None)
    """
    return math.ceil(shards / servers) * servers / shards - 1 if servers <= shards else None


def shard_count(shards: int, catalog: Catalog) -> ShardCount:
    """Judge a number of logical shards; what it costs grows by what each shard of the measured catalog takes."""
    by_servers = tuple(off_mean(shards, servers) for servers in range(1, SERVERS + 1))
    filled = {servers: each for servers, each in enumerate(by_servers, start=1) if each is not None}
    worst = max(filled, key=lambda servers: filled[servers])

    def grown(part: str) -> int:
        measured: int = getattr(catalog.sharded, part)
        rest: int = getattr(catalog.rest, part)
        return round(rest + shards * measured / catalog.shards)

    return ShardCount(
        shards=shards,
        even_servers=tuple(servers for servers, each in filled.items() if each == 0),
        off_mean=by_servers,
        worst=filled[worst],
        worst_servers=worst,
        tables=grown("tables"),
        indexes=grown("indexes"),
        relations=grown("relations"),
        catalog_bytes=grown("catalog_bytes"),
    )


def shard_counts(catalog: Catalog) -> tuple[ShardCount, ...]:
    """Judge the numbers of logical shards that are compared, and the measured one, from few to many."""
    return tuple(shard_count(shards, catalog) for shards in sorted({catalog.shards, *COUNTS}))


def reaches_all(count: ShardCount) -> bool:
    """Tell whether a number of shards fills every number of servers compared, the fullest within the limit."""
    return None not in count.off_mean and count.worst <= EVEN_ENOUGH
