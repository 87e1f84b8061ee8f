"""PostgreSQL's own hash of a uuid, as PARTITION BY HASH uses it, on whole arrays.

The server hashes the 16 bytes with a fixed seed, folds the result into a row hash, and takes the rest of a division
by the modulus as an unsigned number. Both steps are kept on disk by every hash-partitioned table, so they cannot
change. Big-endian servers read the bytes in other words and place rows elsewhere.
Source: PostgreSQL src/common/hashfn.c (hash_bytes_extended), src/backend/partitioning/partbounds.c
(compute_partition_hash_value).
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from livvly_lab.domain.placement import UuidArray

Words = NDArray[np.uint32]
Numbers = NDArray[np.uint64]

PARTITION_SEED = 0x7A5B22367996DCFD
ROW_HASH = 0x49A0F4DD15E5A8E3
"""What the row hash adds to the hash of its only column."""

_START = np.uint32((0x9E3779B9 + 16 + 3923095) & 0xFFFFFFFF)
_MIX = ((0, 2, 1, 4), (1, 0, 2, 6), (2, 1, 0, 8), (0, 2, 1, 16), (1, 0, 2, 19), (2, 1, 0, 4))
"""Steps of the mixing: (of, by, into, bits): `of` loses `by`, takes the xor of `by` rotated; `by` gains `into`."""
_FINAL = ((2, 1, 14), (0, 2, 11), (1, 0, 25), (2, 1, 16), (0, 2, 4), (1, 0, 14), (2, 1, 24))
"""Steps of the end: (of, by, bits): `of` takes the xor of `by`, and loses `by` rotated."""


def row_hash(ids: UuidArray) -> Numbers:
    """Return the 64-bit row hash of each id of an (n, 16) uint8 array, the number whose rest names the partition."""
    words = np.ascontiguousarray(ids).view("<u4")
    state = [start + words[:, place] for place, start in enumerate(_seeded())]
    _mix(state)
    state[0] += words[:, 3]
    for of, by, bits in _FINAL:
        state[of] ^= state[by]
        state[of] -= _rotated(state[by], bits)
    hashes = state[1].astype(np.uint64) << np.uint64(32)
    hashes |= state[2]
    hashes += np.uint64(ROW_HASH)
    return hashes


def partition_sql(expression: str, shards: int) -> str:
    """Return the SQL of the rest of that number divided by the shards, the partition in which the server puts the id.

    The addition wraps at 64 bits, which only numeric can hold unsigned.
    """
    signed = f"uuid_hash_extended({expression}, {PARTITION_SEED})"
    return f"mod(mod({signed}::numeric + {ROW_HASH + 2**64}, {2**64}), {shards})::integer"


@lru_cache(maxsize=1)
def _seeded() -> tuple[np.uint32, ...]:
    """Return the state after the seed, before the first byte: the same for every id."""
    state = [np.array([_START]) for _ in range(3)]
    state[0] += np.uint32(PARTITION_SEED >> 32)
    state[1] += np.uint32(PARTITION_SEED & 0xFFFFFFFF)
    _mix(state)
    return tuple(word[0] for word in state)


def _mix(state: list[Words]) -> None:
    for of, by, into, bits in _MIX:
        state[of] -= state[by]
        state[of] ^= _rotated(state[by], bits)
        state[by] += state[into]


def _rotated(words: Words, bits: int) -> Words:
    left: Words = words << np.uint32(bits)
    left |= words >> np.uint32(32 - bits)
    return left
