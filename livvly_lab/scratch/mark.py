"""The mark the lab leaves in a database it fills: what was loaded, and whether the load came to its end."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib.resources import files
from typing import Any

from psycopg import Connection, sql
from psycopg.types.json import Jsonb

from livvly_lab.domain.results import CheckResult
from livvly_lab.errors import LoadError
from livvly_lab.scratch.statements import Work

LOADER = "livvly_lab load"
"""The application name of every session of a loader."""

_QUERIES = files("livvly_lab.scratch") / "queries"
_TEMPLATE: Any = (_QUERIES / "mark_build.sql").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Mark:
    """What stands in a database: parameters of the load, rows by table, seconds by stage, checks, and its end.

    `complete` is False where a load was cut off: such rows are never to be trusted. `copied` tells that all rows
    are there, so that only keys, indexes and checks may lack. `bytes` is what the load takes on disk, and
    `estimated_bytes` what it was expected to, log included.
    """

    parameters: Mapping[str, Any]
    rows: Mapping[str, int]
    seconds: Mapping[str, float]
    checks: Sequence[Mapping[str, Any]]
    complete: bool
    copied: bool
    estimated_bytes: int | None
    bytes: int | None


def read_mark(connection: Connection[Any]) -> Mark | None:
    """Return the mark of this database, or None where the lab never filled it."""
    exists = connection.execute(_sql("mark_exists")).fetchone()
    if exists is None or not exists[0]:
        return None
    row = connection.execute(_sql("mark_read")).fetchone()
    return Mark(*row) if row else None


def mark_started(
    connection: Connection[Any], parameters: Mapping[str, Any], estimated_bytes: int | None = None
) -> None:
    """Note, before the first table is made, that a load with these parameters has begun."""
    connection.execute(_sql("mark_create"))
    told = {"parameters": Jsonb(dict(parameters)), "estimated_bytes": estimated_bytes}
    connection.execute(_sql("mark_start"), told)


def mark_copied(connection: Connection[Any], rows: Mapping[str, int], seconds: Mapping[str, float]) -> None:
    """Note that all rows are there: a load that is cut off from now on can be taken up again."""
    connection.execute(_sql("mark_copied"), {"rows": Jsonb(dict(rows)), "seconds": Jsonb(dict(seconds))})


def still_to_build(connection: Connection[Any], works: Sequence[Work]) -> tuple[Work, ...]:
    """Return works without the statements that are noted as executed; each of the others will note itself."""
    built = {statement for (statement,) in connection.execute(_sql("mark_built"))}
    return tuple(
        Work(work.table, tuple(_noting(statement) for statement in work.statements if _digest(statement) not in built))
        for work in works
    )


def _noting(statement: str) -> str:
    return sql.SQL(_TEMPLATE).format(statement=sql.SQL(statement), text=sql.Literal(statement)).as_string()


def _digest(statement: str) -> str:
    return hashlib.md5(statement.encode(), usedforsecurity=False).hexdigest()


def mark_complete(
    connection: Connection[Any],
    rows: Mapping[str, int],
    seconds: Mapping[str, float],
    checks: Sequence[CheckResult],
) -> int:
    """Note that the load is complete, with its rows, seconds by stage and checks; return the bytes it takes on disk."""
    told = {"rows": Jsonb(dict(rows)), "seconds": Jsonb(dict(seconds)), "checks": Jsonb([asdict(c) for c in checks])}
    row = connection.execute(_sql("mark_finish"), told).fetchone()
    return int(row[0]) if row else 0


def _sql(name: str) -> bytes:
    return (_QUERIES / f"{name}.sql").read_bytes()


@contextmanager
def only_loader(connection: Connection[Any]) -> Iterator[None]:
    """Hold the database against other loads of the lab, and end what one that was killed has left at work.

    Raises LoadError where a load is at work.
    """
    row = connection.execute(_sql("loader_lock")).fetchone()
    if not (row and row[0]):
        raise LoadError("a database nobody is loading", "another load of the lab at work in it", "wait for it to end")
    connection.execute(_sql("loader_left"), {"name": LOADER})
    try:
        yield
    finally:
        if not connection.closed:
            connection.execute(_sql("loader_unlock"))
