"""Copies of a database on its own server, for experiments that change it; gone when the block ends.

Whoever makes copies holds an advisory lock for each, in a session of its own: one that nobody holds was left by a
process that was killed, and the next one to make copies on that server drops it.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from typing import Any

import psycopg
from psycopg import Connection, errors, sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from livvly_lab.errors import ServerError

PREFIX = "livvly_lab_copy_"

_QUERIES = files("livvly_lab.scratch") / "queries"
_MAINTENANCE = "postgres"
_OTHER = "template1"
"""Where to stand while the maintenance database itself is copied."""


class CopyError(ServerError):
    """A database cannot be copied on its server."""


@contextmanager
def copies(dsn: str, number: int = 1, most_bytes: int | None = None) -> Iterator[tuple[str, ...]]:
    """Give the DSNs of so many copies of a database, made on its own server and dropped when the block ends.

    Copies that killed processes have left there are dropped first. Raises CopyError where the role may not create
    databases, somebody else is connected to the database, it has more than `most_bytes`, or no room is left.
    """
    source = str(conninfo_to_dict(dsn).get("dbname") or "")
    with _keeper(dsn, source) as keeper:
        _sweep(keeper)
        _refuse_large(keeper, source, most_bytes)
        token, made = secrets.token_hex(6), list[str]()
        try:
            for place in range(number):
                made.append(f"{PREFIX}{token}_{place}")
                keeper.execute(_query("copy_lock"), {"name": made[-1]})
                _copy(keeper, source, made[-1])
            yield tuple(make_conninfo(dsn, dbname=name) for name in made)
        finally:
            if not keeper.closed:
                for name in made:
                    _drop(keeper, name)


def _copy(keeper: Connection[Any], source: str, name: str) -> None:
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
    expected = f"to copy the database {source}"
    try:
        keeper.execute(statement.format(sql.Identifier(name), sql.Identifier(source)))
    except errors.InsufficientPrivilege as error:
        found = f"the role {keeper.info.user}, which may not"
        raise CopyError(expected, found, "give the role CREATEDB and the database") from error
    except errors.ObjectInUse as error:
        raise CopyError(expected, "others connected to it", "let them disconnect") from error
    except psycopg.Error as error:
        found = f"the server's error {error.diag.message_primary or str(error)!r}"
        raise CopyError(expected, found, "see that the server has room for it") from error


def _refuse_large(keeper: Connection[Any], source: str, most_bytes: int | None) -> None:
    row = keeper.execute(_query("copy_bytes"), {"name": source}).fetchone()
    size_bytes = int(row[0]) if row else 0
    if most_bytes is not None and size_bytes > most_bytes:
        mebibytes = 1024 * 1024
        raise CopyError(
            f"a database of at most {most_bytes // mebibytes:,} MiB to copy",
            f"{size_bytes // mebibytes:,} MiB",
            "take the full depth, or fewer users",
        )


def _sweep(keeper: Connection[Any]) -> None:
    """Drop the copies that nobody holds."""
    for (name,) in keeper.execute(_query("copies_left"), {"pattern": f"^{PREFIX}[0-9a-f]{{12}}_[0-9]+$"}).fetchall():
        row = keeper.execute(_query("copy_try_lock"), {"name": name}).fetchone()
        if row and row[0]:
            _drop(keeper, name)


def _drop(keeper: Connection[Any], name: str) -> None:
    keeper.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
    keeper.execute(_query("copy_unlock"), {"name": name})


@contextmanager
def _keeper(dsn: str, source: str) -> Iterator[Connection[Any]]:
    """Open the session that holds the locks, in another database of the server. Raises CopyError where it may not."""
    home = _OTHER if source == _MAINTENANCE else _MAINTENANCE
    try:
        keeper = psycopg.connect(make_conninfo(dsn, dbname=home), autocommit=True)
    except psycopg.OperationalError as error:
        found = f"no way into the database {home}"
        raise CopyError(f"to copy the database {source}", found, "let the role connect there") from error
    with keeper:
        yield keeper


def _query(name: str) -> bytes:
    return (_QUERIES / f"{name}.sql").read_bytes()
