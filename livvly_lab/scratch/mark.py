"""The mark the lab leaves in a database it fills: what was loaded, and whether the load came to its end."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib.resources import files
from typing import Any

from psycopg import Connection
from psycopg.types.json import Jsonb

from livvly_lab.domain.results import CheckResult
from livvly_lab.errors import LoadError

_QUERIES = files("livvly_lab.scratch") / "queries"


@dataclass(frozen=True)
class Mark:
    """What stands in a database: parameters of the load, rows by table, seconds by stage, checks, and its end.

    `complete` is False where a load was cut off: such rows are never to be trusted.
    """

    parameters: Mapping[str, Any]
    rows: Mapping[str, int]
    seconds: Mapping[str, float]
    checks: Sequence[Mapping[str, Any]]
    complete: bool


def read_mark(connection: Connection[Any]) -> Mark | None:
    """Return the mark of this database, or None where the lab never filled it."""
    exists = connection.execute(_sql("mark_exists")).fetchone()
    if exists is None or not exists[0]:
        return None
    row = connection.execute(_sql("mark_read")).fetchone()
    return Mark(*row) if row else None


def mark_started(connection: Connection[Any], parameters: Mapping[str, Any]) -> None:
    """Note, before the first table is made, that a load with these parameters has begun."""
    connection.execute(_sql("mark_create"))
    connection.execute(_sql("mark_start"), {"parameters": Jsonb(dict(parameters))})


def mark_complete(
    connection: Connection[Any],
    rows: Mapping[str, int],
    seconds: Mapping[str, float],
    checks: Sequence[CheckResult],
) -> None:
    """Note that the load is complete, with its rows by table, its seconds by stage and what its checks said."""
    told = {"rows": Jsonb(dict(rows)), "seconds": Jsonb(dict(seconds)), "checks": Jsonb([asdict(c) for c in checks])}
    connection.execute(_sql("mark_finish"), told)


def _sql(name: str) -> bytes:
    return (_QUERIES / f"{name}.sql").read_bytes()


@contextmanager
def only_loader(connection: Connection[Any]) -> Iterator[None]:
    """Hold the database against other loads of the lab. Raises LoadError where one is at work."""
    row = connection.execute(_sql("loader_lock")).fetchone()
    if not (row and row[0]):
        raise LoadError("a database nobody is loading", "another load of the lab at work in it", "wait for it to end")
    try:
        yield
    finally:
        if not connection.closed:
            connection.execute(_sql("loader_unlock"))
