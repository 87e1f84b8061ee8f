"""Shard functions: the same number from a uuid in Python and in SQL, so that a CHECK can prove a row is at home.

Source: livvly REQ-DB-001 (shard_id = hash(user_id) % 8, computed in the application).
"""

import hashlib
import zlib
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from livvly_lab.domain.placement import NumberArray, ShardArray, ShardFunction, UuidArray
from livvly_lab.placement.partition_hash import partition_sql, row_hash

_ID_BYTES = 16


@lru_cache(maxsize=1)
def _crc32_tables() -> NDArray[np.uint32]:
    """Return a table of 256 numbers for each byte of an id; the xor of what they say of its bytes is its CRC-32.

    CRC is affine over GF(2): crc(x ^ y) = crc(x) ^ crc(y) ^ crc(0). The tables hold the linear part of each byte;
    crc(0) is folded into the first one. Together they fit the first cache of a core.
    """
    zero = zlib.crc32(bytes(_ID_BYTES))
    tables = np.zeros((_ID_BYTES, 256), dtype=np.uint32)
    for place in range(_ID_BYTES):
        for octet in range(256):
            tables[place, octet] = zlib.crc32(bytes(place) + bytes([octet]) + bytes(_ID_BYTES - 1 - place)) ^ zero
    tables[0] ^= np.uint32(zero)
    return tables.reshape(-1)


def crc32(ids: UuidArray) -> NDArray[np.uint32]:
    """Return the CRC-32 of each id of an (n, 16) uint8 array, the number `zlib.crc32` gives for its bytes."""
    from livvly_lab.placement import loops  # the compiler takes half a second to import

    sums = np.empty(len(ids), dtype=np.uint32)
    loops.crc32(np.ascontiguousarray(ids).reshape(-1), _crc32_tables(), sums)
    return sums


def _big_endian(octets: NDArray[np.uint8]) -> NDArray[np.uint32]:
    """Read an (n, 4) uint8 array as n unsigned numbers, the first byte the highest."""
    return np.ascontiguousarray(octets).view(">u4")[:, 0].astype(np.uint32)


def _sha256_heads(ids: UuidArray) -> NDArray[np.uint32]:
    """Return the first four bytes of each id's SHA-256; hashlib takes one id at a time, so this is the slow one."""
    octets = np.ascontiguousarray(ids).tobytes()
    heads = b"".join(
        hashlib.sha256(octets[start : start + _ID_BYTES]).digest()[:4] for start in range(0, len(octets), _ID_BYTES)
    )
    return _big_endian(np.frombuffer(heads, dtype=np.uint8).reshape(-1, 4))


def _last_four(ids: UuidArray) -> NDArray[np.uint32]:
    return _big_endian(ids[:, 12:])


def modulo(numbers: NumberArray, shards: int) -> ShardArray:
    """Return the rest of each number divided by the number of shards."""
    rest: ShardArray = (numbers % numbers.dtype.type(shards)).astype(np.int16)
    return rest


def _low_bits_sql(expression: str, shards: int) -> str:
    octets = (f"get_byte(uuid_send({expression}), {12 + i})::bigint << {24 - 8 * i}" for i in range(4))
    return f"mod({' | '.join(f'({octet})' for octet in octets)}, {shards})"


FUNCTIONS = {
    "crc32": ShardFunction(
        name="crc32",
        says="CRC-32 of the 16 id bytes, modulo the number of shards",
        hash=crc32,
        place=modulo,
        sql=lambda expression, shards: f"mod(crc32(uuid_send({expression})), {shards})",
        needs="crc32(bytea)",
    ),
    "sha256": ShardFunction(
        name="sha256",
        says="first four bytes of the SHA-256 of the 16 id bytes, modulo the number of shards",
        hash=_sha256_heads,
        place=modulo,
        sql=lambda expression, shards: (
            f"mod(('x' || left(encode(sha256(uuid_send({expression})), 'hex'), 8))::bit(32)::bigint, {shards})"
        ),
    ),
    "low_bits": ShardFunction(
        name="low_bits",
        says="last four bytes of the id, modulo the number of shards: fair only where ids end in random bits",
        hash=_last_four,
        place=modulo,
        sql=_low_bits_sql,
    ),
    "partition": ShardFunction(
        name="partition",
        says="PostgreSQL's own partition hash: where PARTITION BY HASH (id) puts the row",
        hash=row_hash,
        place=modulo,
        sql=partition_sql,
    ),
}
