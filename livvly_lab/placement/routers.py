"""Ways from an id to a shard that are compared with the shard functions, and why none of them places rows.

Jump hash and the ring stand on PostgreSQL's own 64-bit hash of the id, so what sets them apart is how a number
becomes a shard. Both can be written for the server, at a price. Jump hash takes a PL/pgSQL loop (6.3 s for a million
rows of a scan on PostgreSQL 18 over 8 shards, where crc32 takes 0.3 s), and a function that dump and restore must bring
before the tables. The ring takes an expression of 23 kB in every child over 8 shards (0.8 s), and four times that in
four times the children over 32.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from livvly_lab.domain.draw import bits
from livvly_lab.domain.placement import Router, ShardArray, UuidArray
from livvly_lab.placement.partition_hash import Numbers, row_hash

RING_POINTS = 128
"""Points of each shard on the ring: the share of a shard then deviates by about 9 % from the mean, 1/√128."""

_PIECE = 1 << 14
"""Numbers that jump together: so many stay in the processor's cache."""

_JUMP_MULTIPLIER = np.uint64(2862933555777941757)


def jump(numbers: Numbers, shards: int) -> ShardArray:
    """Return the shard of each 64-bit number by jump consistent hash; a further shard only takes.

    Source: Lamping, Veach: A fast, minimal memory, consistent hash algorithm (2014).
    """
    found = np.zeros(len(numbers), dtype=np.int16)
    for start in range(0, len(numbers), _PIECE):
        _jump(numbers[start : start + _PIECE], shards, found[start : start + _PIECE])
    return found


def _jump(numbers: Numbers, shards: int, found: ShardArray) -> None:
    """Write the shards of some numbers: those that have not landed jump on together."""
    left, keys = np.arange(len(numbers)), numbers.copy()
    at = np.zeros(len(numbers), dtype=np.int64)
    while len(left):
        found[left] = at
        keys = keys * _JUMP_MULTIPLIER + np.uint64(1)
        at = ((at + 1) * (2.0**31 / ((keys >> np.uint64(33)) + np.uint64(1)))).astype(np.int64)
        goes_on = at < shards
        left, keys, at = left[goes_on], keys[goes_on], at[goes_on]


def ring(numbers: Numbers, shards: int, points: int = RING_POINTS) -> ShardArray:
    """Return the shard of each 64-bit number on a ring: that of the next of the points, `points` of each shard.

    Source: Karger and others: Consistent hashing and random trees (1997).
    """
    around = _ring(shards, points)
    found = around.begins[numbers >> around.shift]
    late = np.flatnonzero(around.places[found] < numbers)
    while len(late):
        found[late] += 1
        late = late[around.places[found[late]] < numbers[late]]
    shard: ShardArray = around.owners[found]
    return shard


def slice_of_range(numbers: Numbers, shards: int) -> ShardArray:
    """Return the shard of each number below 2^32 by its place in their range, as a split by first digit does."""
    return ((numbers * np.uint64(shards)) >> np.uint64(32)).astype(np.int16)


def _first_four(ids: UuidArray) -> Numbers:
    return np.ascontiguousarray(ids[:, :4]).view(">u4")[:, 0].astype(np.uint64)


@dataclass(frozen=True)
class _Ring:
    """A ring: the sorted `places` of its points and their `owners`; the last place stands beyond every number.

    `begins` tells for each of many equal arcs, found by the high bits of a number, the first point in or after it: a
    search takes one look there, and few steps on.
    """

    places: Numbers
    owners: ShardArray
    begins: NDArray[np.int32]
    shift: np.uint64


@lru_cache(maxsize=32)
def _ring(shards: int, points: int) -> _Ring:
    """Return the ring of all shards; one more point closes it at its start.

    The points of a shard depend on its number alone, so a ring of more shards holds every smaller one.
    """
    places = np.concatenate([bits(shard, "ring", np.arange(points)) for shard in range(shards)])
    order = np.argsort(places, kind="stable")
    owners = np.repeat(np.arange(shards, dtype=np.int16), points)[order]
    arc_bits = min(20, max(8, (4 * len(places)).bit_length()))
    shift = np.uint64(64 - arc_bits)
    begins = np.searchsorted(places[order], np.arange(1 << arc_bits, dtype=np.uint64) << shift).astype(np.int32)
    most = np.iinfo(np.uint64).max
    return _Ring(np.append(places[order], most), np.append(owners, owners[0]), begins, shift)


ROUTERS = {
    "jump": Router(
        name="jump",
        says="jump consistent hash of PostgreSQL's row hash",
        hash=row_hash,
        place=jump,
        why="a CHECK would call a PL/pgSQL loop for every row, at about 20 times the cost of crc32",
    ),
    "ring": Router(
        name="ring",
        says=f"PostgreSQL's row hash on a ring with {RING_POINTS} points for each shard",
        hash=row_hash,
        place=ring,
        why="a CHECK would carry all points of the ring, again in every child",
    ),
    "high_bits": Router(
        name="high_bits",
        says="first four bytes of the id as a place in their range: what a split by range or by first digit does",
        hash=_first_four,
        place=slice_of_range,
        why="ids that begin with their time all go to one shard",
    ),
}
"""What is compared but places no rows, by name."""
