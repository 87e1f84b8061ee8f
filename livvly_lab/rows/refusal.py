"""Says in one line which table, row, column and value PostgreSQL did not take."""

import re
from typing import Any
from uuid import UUID

import psycopg
import pyarrow as pa

from livvly_lab.errors import LoadError
from livvly_lab.rows.produce import Packet

_PLACE = re.compile(r"line (?P<line>\d+)(, column (?P<column>\w+))?")
_UUID_BYTES = 16


def refusal(packet: Packet, error: psycopg.Error, rows: pa.Table | None) -> LoadError:
    """Return what is told to the user; `rows` holds the rows of the packet, None where the connection was lost."""
    place = _PLACE.search(error.diag.context or "")
    found = error.diag.message_primary or str(error).strip()
    if place and rows is not None:
        row = int(place["line"]) - 1
        found = f"{found}{_row(rows, row)}"
        if place["column"]:
            found = f"{found}: {place['column']} = {_value(rows, row, place['column'])}"
        elif error.diag.message_detail:
            found = f"{found}: {error.diag.message_detail}"
    elif error.diag.message_detail:
        found = f"{found}: {error.diag.message_detail}"
    return LoadError(
        f"PostgreSQL to take the rows of {packet.name}",
        found,
        f"correct the recipe of {packet.table}; if the server stopped, see its log, and load again",
    )


def _row(rows: pa.Table, row: int) -> str:
    """Name a row by its id."""
    return f" in the row with id {_value(rows, row, 'id')}" if "id" in rows.schema.names else ""


def _value(rows: pa.Table, row: int, column: str) -> str:
    """Return a value as a person writes it."""
    value: Any = rows.column(column)[row].as_py()
    return str(UUID(bytes=value)) if isinstance(value, bytes) and len(value) == _UUID_BYTES else repr(value)
