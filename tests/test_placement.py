"""Shard functions: one number from one id, in Python and in SQL, for any number of shards."""

import hashlib
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


@given(ids_of_any_kind)
def test_crc32_by_tables_is_zlibs(ids: list[bytes]) -> None:
    assert crc32(as_array(ids)).tolist() == [zlib.crc32(one) for one in ids]


@given(ids_of_any_kind, st.integers(min_value=1, max_value=1_024))
def test_each_function_is_what_it_says(ids: list[bytes], shards: int) -> None:
    said = {
        "crc32": [zlib.crc32(one) % shards for one in ids],
        "sha256": [int.from_bytes(hashlib.sha256(one).digest()[:4], "big") % shards for one in ids],
        "low_bits": [int.from_bytes(one[12:], "big") % shards for one in ids],
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
