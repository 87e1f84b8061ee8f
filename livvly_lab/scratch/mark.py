"""The mark the lab leaves in a database it fills: what was loaded, and whether the load came to its end."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from psycopg import Connection
from psycopg.types.json import Jsonb

_QUERIES = files("livvly_lab.scratch") / "queries"


@dataclass(frozen=True)
class Mark:
    """What stands in a database: the parameters of the load, its rows by table, seconds by stage, and its end.

    `complete` is False where a load was cut off: such rows are never to be trusted.
    """

    parameters: Mapping[str, Any]
    rows: Mapping[str, int]
    seconds: Mapping[str, float]
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


def mark_complete(connection: Connection[Any], rows: Mapping[str, int], seconds: Mapping[str, float]) -> None:
    """Note that the load is complete, with its rows by table and its seconds by stage."""
    connection.execute(_sql("mark_finish"), {"rows": Jsonb(dict(rows)), "seconds": Jsonb(dict(seconds))})


def _sql(name: str) -> bytes:
    return (_QUERIES / f"{name}.sql").read_bytes()
