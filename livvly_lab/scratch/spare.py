"""Spare databases beside the one of a run: made for an experiment on the same server, gone with it."""

import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from importlib.resources import files
from typing import Any

import psycopg
from psycopg import errors, sql
from psycopg.conninfo import make_conninfo

from livvly_lab.errors import ServerError

_QUERIES = files("livvly_lab.scratch") / "queries"
_PREFIX = "livvly_lab_spare_"


@contextmanager
def spare_databases(dsn: str, number: int) -> Iterator[tuple[str, ...]]:
    """Give the DSNs of empty databases on the server of a DSN, and drop them when the block ends.

    Those that a killed experiment has left, of the same role and with nobody connected, go first. Raises ServerError
    where the role may not create databases.
    """
    with psycopg.connect(dsn, autocommit=True) as connection:
        _drop(connection, (name for (name,) in connection.execute(_query("spare_left.sql"), {"prefix": _PREFIX})))
        names = [f"{_PREFIX}{secrets.token_hex(6)}" for _ in range(number)]
        dsns = tuple(make_conninfo(dsn, dbname=name) for name in names)
        try:
            with ExitStack() as keepers:
                for name, spare in zip(names, dsns, strict=True):
                    _create(connection, name)
                    keepers.enter_context(psycopg.connect(spare))  # so that nobody takes it for one that was left
                yield dsns
        finally:
            if not connection.closed:
                _drop(connection, names)


def _create(connection: psycopg.Connection[Any], name: str) -> None:
    row = connection.execute(_query("spare_locale.sql")).fetchone()
    encoding, collate, ctype = row or ("UTF8", "C", "C")
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING {} LC_COLLATE {} LC_CTYPE {}").format(
        sql.Identifier(name), sql.Literal(encoding), sql.Literal(collate), sql.Literal(ctype)
    )
    try:
        connection.execute(statement)
    except errors.InsufficientPrivilege as error:
        raise ServerError(
            "a role that may create databases, to compare layouts beside this one",
            f"the role {connection.info.user}, which may not",
            f"ALTER ROLE {connection.info.user} CREATEDB, or leave --server out: the lab then starts its own",
        ) from error


def _drop(connection: psycopg.Connection[Any], names: Any) -> None:
    for name in list(names):
        with suppress(errors.InsufficientPrivilege, errors.ObjectInUse):
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _query(name: str) -> bytes:
    return (_QUERIES / name).read_bytes()
