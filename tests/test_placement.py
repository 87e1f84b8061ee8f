"""Shard functions: one number from one id, in Python and in SQL, for any number of shards."""

import hashlib
import struct
import zlib
from uuid import UUID

import numpy as np
import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from livvly_lab.domain.draw import uuids
from livvly_lab.domain.placement import UuidArray
from livvly_lab.placement.functions import FUNCTIONS, crc32

PARITY_IDS = 100_000

ids_of_any_kind = st.lists(st.binary(min_size=16, max_size=16), min_size=1, max_size=50)


def as_array(ids: list[bytes]) -> UuidArray:
    return np.frombuffer(b"".join(ids), dtype=np.uint8).reshape(-1, 16)


def row_hash_by_the_book(one: bytes) -> int:
    """The server's hash of one uuid as its source writes it, on Python's own numbers."""

    def rot(x: int, k: int) -> int:
        return (x << k | x >> (32 - k)) & 0xFFFFFFFF

    def mix(a: int, b: int, c: int) -> tuple[int, int, int]:
        for k1, k2, k3 in ((4, 6, 8), (16, 19, 4)):
            a = ((a - c) & 0xFFFFFFFF) ^ rot(c, k1)
            c = (c + b) & 0xFFFFFFFF
            b = ((b - a) & 0xFFFFFFFF) ^ rot(a, k2)
            a = (a + c) & 0xFFFFFFFF
            c = ((c - b) & 0xFFFFFFFF) ^ rot(b, k3)
            b = (b + a) & 0xFFFFFFFF
        return a, b, c

    a: int
    b: int
    c: int
    seed, start = 0x7A5B22367996DCFD, (0x9E3779B9 + 16 + 3923095) & 0xFFFFFFFF
    a, b, c = mix((start + (seed >> 32)) & 0xFFFFFFFF, (start + (seed & 0xFFFFFFFF)) & 0xFFFFFFFF, start)
    w: tuple[int, ...] = struct.unpack("<4I", one)
    a, b, c = mix(*((x + y) & 0xFFFFFFFF for x, y in zip((a, b, c), w[:3], strict=True)))
    a = (a + w[3]) & 0xFFFFFFFF
    c = ((c ^ b) - rot(b, 14)) & 0xFFFFFFFF
    a = ((a ^ c) - rot(c, 11)) & 0xFFFFFFFF
    b = ((b ^ a) - rot(a, 25)) & 0xFFFFFFFF
    c = ((c ^ b) - rot(b, 16)) & 0xFFFFFFFF
    a = ((a ^ c) - rot(c, 4)) & 0xFFFFFFFF
    b = ((b ^ a) - rot(a, 14)) & 0xFFFFFFFF
    c = ((c ^ b) - rot(b, 24)) & 0xFFFFFFFF
    return ((b << 32 | c) + 0x49A0F4DD15E5A8E3) & (2**64 - 1)


@given(ids_of_any_kind)
def test_crc32_by_tables_is_zlibs(ids: list[bytes]) -> None:
    assert crc32(as_array(ids)).tolist() == [zlib.crc32(one) for one in ids]


@given(ids_of_any_kind, st.integers(min_value=1, max_value=1_024))
def test_each_function_is_what_it_says(ids: list[bytes], shards: int) -> None:
    said = {
        "crc32": [zlib.crc32(one) % shards for one in ids],
        "sha256": [int.from_bytes(hashlib.sha256(one).digest()[:4], "big") % shards for one in ids],
        "low_bits": [int.from_bytes(one[12:], "big") % shards for one in ids],
        "partition": [row_hash_by_the_book(one) % shards for one in ids],
    }
    routed = {name: function.route(as_array(ids), shards).tolist() for name, function in FUNCTIONS.items()}
    assert routed == said


def test_crc32_routes_ids_that_are_not_contiguous_in_memory() -> None:
    rows = uuids(7, "users", np.arange(64))
    wide = np.hstack([rows, rows])[::2, 8:24]
    assert crc32(wide).tolist() == [zlib.crc32(row.tobytes()) for row in np.ascontiguousarray(wide)]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_python_and_sql_agree_on_100_000_ids(name: str, database: str) -> None:
    ids = uuids(7, "parity", np.arange(PARITY_IDS))
    function = FUNCTIONS[name]
    texts = [str(UUID(bytes=row.tobytes())) for row in ids]
    with psycopg.connect(database) as connection:
        for shards in (1, 7, 8):
            query = (
                f"SELECT {function.sql('id', shards)} FROM unnest(%s::uuid[]) WITH ORDINALITY AS i (id, n) ORDER BY n"  # noqa: S608 - the function's own SQL
            )
            found = [shard for (shard,) in connection.execute(query.encode(), [texts])]
            assert found == function.route(ids, shards).tolist()


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_sql_can_stand_in_an_index_because_it_is_immutable(name: str, database: str) -> None:
    with psycopg.connect(database) as connection:
        connection.execute("CREATE TABLE t (id uuid)")
        connection.execute(f"CREATE INDEX ON t (({FUNCTIONS[name].sql('id', 8)}))".encode())


@pytest.mark.parametrize("name", FUNCTIONS)
def test_what_a_function_needs_is_there_on_the_scratch_server(name: str, database: str) -> None:
    with psycopg.connect(database) as connection:
        row = connection.execute("SELECT to_regprocedure(%s) IS NOT NULL", [FUNCTIONS[name].needs]).fetchone()
    assert FUNCTIONS[name].needs is None or row == (True,)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_random_ids_spread_evenly(name: str) -> None:
    shards, users = 8, 80_000
    per_shard = np.bincount(FUNCTIONS[name].route(uuids(7, "users", np.arange(users)), shards), minlength=shards)
    chi_square = float(((per_shard - users / shards) ** 2 / (users / shards)).sum())
    assert chi_square < 24.3  # the 99.9th percentile with seven degrees of freedom


def test_the_server_itself_puts_100_000_rows_into_the_partition_that_is_computed(database: str) -> None:
    ids = uuids(7, "parity", np.arange(PARITY_IDS))
    computed = FUNCTIONS["partition"].route(ids, 7)
    with psycopg.connect(database) as connection:
        connection.execute("CREATE TABLE t (n int, id uuid) PARTITION BY HASH (id)")
        for rest in range(7):
            connection.execute(f"CREATE TABLE t_{rest} PARTITION OF t FOR VALUES WITH (MODULUS 7, REMAINDER {rest})")
        with connection.cursor().copy("COPY t FROM STDIN") as copy:
            copy.write("".join(f"{n}\t{row.tobytes().hex()}\n" for n, row in enumerate(ids)))
        found = connection.execute("SELECT right(tableoid::regclass::text, 1)::int FROM t ORDER BY n").fetchall()
    assert [rest for (rest,) in found] == computed.tolist()
