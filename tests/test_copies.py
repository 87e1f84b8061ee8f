"""Copies of a database: the same rows, gone afterwards, also when whoever made them was killed; refusals."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from processes import python
from psycopg import Connection
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from livvly_lab.scratch.copies import PREFIX, CopyError, copies
from livvly_lab.scratch.server import Server

_HOLDS_COPIES = """
from livvly_lab.scratch.copies import copies
with copies({dsn!r}, 2):
    print("made", flush=True)
    input()
"""


@pytest.fixture
def postgres(server: Server) -> Iterator[Connection[Any]]:
    with psycopg.connect(server.dsn(), autocommit=True) as connection:
        yield connection


@pytest.fixture
def with_rows(database: str) -> str:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("CREATE TABLE things AS SELECT generate_series(1, 7) AS n")
    return database


def copies_of(postgres: Connection[Any]) -> list[str]:
    found = postgres.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
    return [name for (name,) in found]


def test_copies_hold_the_rows_may_be_changed_and_are_gone_afterwards(with_rows: str, postgres: Connection[Any]) -> None:
    with copies(with_rows, 2) as (one, other):
        assert len(copies_of(postgres)) == 2
        with psycopg.connect(one, autocommit=True) as connection:
            connection.execute("DROP TABLE things")
        with psycopg.connect(other) as connection:
            assert connection.execute("SELECT count(*) FROM things").fetchone() == (7,)
    assert copies_of(postgres) == []
    with psycopg.connect(with_rows) as connection:
        assert connection.execute("SELECT count(*) FROM things").fetchone() == (7,)


def test_copies_are_gone_when_the_block_fails_with_a_connection_open(with_rows: str, postgres: Connection[Any]) -> None:
    with pytest.raises(psycopg.errors.DivisionByZero), copies(with_rows) as (copy,):
        psycopg.connect(copy).execute("SELECT 1 / 0")
    assert copies_of(postgres) == []


def test_what_a_killed_process_left_goes_with_the_next_copy_and_what_a_living_one_holds_stays(
    with_rows: str, postgres: Connection[Any]
) -> None:
    with python(_HOLDS_COPIES.format(dsn=with_rows), {}) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "made\n"
        held = copies_of(postgres)
        with copies(with_rows):
            assert set(held) < set(copies_of(postgres))
        assert copies_of(postgres) == held
        process.kill()
        process.wait()
    with copies(with_rows) as (copy,):
        assert copies_of(postgres) == [conninfo_to_dict(copy)["dbname"]]


def test_a_role_that_may_not_create_databases_is_told_so(with_rows: str, postgres: Connection[Any]) -> None:
    postgres.execute("CREATE ROLE lodger LOGIN")
    try:
        dsn = make_conninfo(with_rows, user="lodger")
        with (
            pytest.raises(CopyError, match="found the role lodger, which may not; give the role CREATEDB"),
            copies(dsn),
        ):
            pass
    finally:
        postgres.execute("DROP ROLE lodger")
    assert copies_of(postgres) == []


def test_a_database_that_is_too_large_is_refused_before_it_is_copied(with_rows: str, postgres: Connection[Any]) -> None:
    with pytest.raises(CopyError, match=r"at most 1 MiB to copy, found \d+ MiB"), copies(with_rows, 1, 2**20):
        pass
    assert copies_of(postgres) == []
