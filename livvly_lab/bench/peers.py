"""What a user would write or pick instead, each as its documentation would have it; one plain users table for all.

That table has no shards and no CHECK of a home, so every peer has less to do than the pipeline. Whoever takes
finished rows has them made before the clock starts.
"""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from itertools import islice
from typing import Any

import pandas as pd
import psycopg
import sqlalchemy as sa

from livvly_lab.bench.arena import question
from livvly_lab.bench.people import people
from livvly_lab.bench.pipeline import USERS, users_alone, users_as_arrow
from livvly_lab.bench.sizes import SEED, Sizes
from livvly_lab.errors import LoadError, UsageError
from livvly_lab.scratch.binaries import installation

_ROWS_PER_STATEMENT = 1_000
_ROWS_PER_PGBENCH_SCALE = 100_000
_PGBENCH_SECONDS = re.compile(r"client-side generate ([\d.]+) s")


@dataclass(frozen=True)
class Peer:
    """Somebody else's way: `run(dsn, rows)` fills the empty users table there and returns the seconds that took."""

    key: str
    title: str
    says: str
    rows: Callable[[Sizes], int]
    run: Callable[[str, int], float]


def require_libraries() -> None:
    """Refuse early where a library to compare with is missing. Raises UsageError."""
    if find_spec("adbc_driver_postgresql") is None:
        raise UsageError(
            "the package adbc-driver-postgresql, with which the lab compares itself",
            "none in this environment",
            "install the extra: pip install -e '.[bench]'",
        )


def faker_sqlalchemy(dsn: str, rows: int) -> float:
    """Insert Faker's users through SQLAlchemy, a thousand at a time in one transaction."""
    table, start = _table(), time.perf_counter()
    with _engine(dsn).begin() as connection:
        users = (dict(zip(table.columns.keys(), row, strict=True)) for row in people(rows, SEED))
        while batch := list(islice(users, _ROWS_PER_STATEMENT)):
            connection.execute(sa.insert(table), batch)
    return time.perf_counter() - start


def faker_copy(dsn: str, rows: int) -> float:
    """COPY Faker's users row by row in one process, frozen into a table emptied in the same transaction."""
    start = time.perf_counter()
    with psycopg.connect(dsn) as connection:
        connection.execute("TRUNCATE users")
        with connection.cursor().copy("COPY users FROM STDIN (FREEZE)") as copy:
            for row in people(rows, SEED):
                copy.write_row(row)
    return time.perf_counter() - start


def pandas_to_sql(dsn: str, rows: int) -> float:
    """Append a finished frame with to_sql; its own method is many times quicker here than method="multi"."""
    frame, engine = _frame(rows), _engine(dsn)
    start = time.perf_counter()
    frame.to_sql(USERS, engine, if_exists="append", index=False, dtype={"id": sa.Uuid()}, chunksize=_ROWS_PER_STATEMENT)
    return time.perf_counter() - start


def adbc_ingest(dsn: str, rows: int) -> float:
    """Append a finished Arrow table with ADBC, which writes a binary COPY in C++."""
    from adbc_driver_postgresql import dbapi

    users = _arrow(rows)
    start = time.perf_counter()
    with dbapi.connect(dsn) as connection, connection.cursor() as cursor:
        cursor.execute("TRUNCATE users")
        cursor.adbc_ingest(USERS, users, mode="append")
        connection.commit()
    return time.perf_counter() - start


def generate_series(dsn: str, rows: int) -> float:
    """Let the server make the rows itself, in one statement."""
    start = time.perf_counter()
    with psycopg.connect(dsn) as connection:
        connection.execute("TRUNCATE users")
        connection.execute(question("generate_users"), {"rows": rows})
    return time.perf_counter() - start


def pgbench(dsn: str, rows: int) -> float:
    """Let pgbench fill its own tables; it tells itself how long generating and COPY took."""
    programs = installation()
    scale = str(rows // _ROWS_PER_PGBENCH_SCALE)
    said = programs.account.run([programs.program("pgbench"), "-i", "-I", "dtg", "-s", scale, dsn]).stderr
    found = _PGBENCH_SECONDS.search(said)
    if found is None:
        raise LoadError("pgbench to say how long it took", repr(said[-200:]), "see how this version says it")
    return float(found[1])


PEERS = (
    Peer(
        "generate_series",
        "generate_series on the server",
        "INSERT … SELECT of random values, one session",
        lambda sizes: sizes.fast_rows,
        generate_series,
    ),
    Peer(
        "adbc_ingest",
        "ADBC ingest",
        "a finished Arrow table, in the transaction that emptied the table, one connection",
        lambda sizes: sizes.fast_rows,
        adbc_ingest,
    ),
    Peer(
        "faker_copy",
        "Faker + psycopg COPY",
        "row by row in one process, COPY with FREEZE",
        lambda sizes: sizes.slow_rows,
        faker_copy,
    ),
    Peer(
        "pandas_to_sql",
        "pandas to_sql",
        "a finished frame, 1,000 rows at a time",
        lambda sizes: 2 * sizes.slow_rows,  # or it takes less than half a second
        pandas_to_sql,
    ),
    Peer(
        "faker_sqlalchemy",
        "Faker + SQLAlchemy insert",
        "1,000 rows at a time, one transaction",
        lambda sizes: sizes.slow_rows,
        faker_sqlalchemy,
    ),
    Peer(
        "pgbench",
        "pgbench -i (its own tables)",
        "COPY as text with FREEZE, one connection; rows are short",
        lambda sizes: sizes.pgbench_rows,
        pgbench,
    ),
)


@lru_cache(maxsize=1)
def _table() -> sa.Table:
    return users_alone(None).design.table(USERS)


@lru_cache(maxsize=1)
def _frame(rows: int) -> pd.DataFrame:
    return pd.DataFrame(people(rows, SEED), columns=_table().columns.keys())


@lru_cache(maxsize=1)
def _arrow(rows: int) -> Any:
    return users_as_arrow(rows, SEED)


def _engine(dsn: str) -> sa.Engine:
    return sa.create_engine("postgresql+psycopg://", creator=lambda: psycopg.connect(dsn), poolclass=sa.NullPool)
