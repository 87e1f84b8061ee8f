"""Reference rows: data/<design>/<table>.json, read once and written through the same door as the population."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import numpy as np
import pyarrow as pa
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from livvly_lab.checkout import folder
from livvly_lab.domain.clock import EPOCH, microseconds
from livvly_lab.domain.design import Design
from livvly_lab.domain.population import NO_END, Columns, Nullable, Reference
from livvly_lab.errors import LoadError

_NOW = "now()"

Rows = Sequence[Mapping[str, Any]]


def read_reference(design: Design) -> Reference:
    """Return the rows of each reference table. Raises LoadError where a file is missing or cannot be read."""
    return {table: _read(design, table) for table in design.reference_tables}


def reference_columns(table: sa.Table, rows: Rows, since: datetime) -> Columns:
    """Return rows of JSON values as columns.

    Times that the file leaves to the server's clock become `since`, so that equal parameters give equal rows.
    """
    given = {name for row in rows for name in row}
    columns = {name: _column(table, name, [row.get(name) for row in rows]) for name in sorted(given)}
    clock = [c.name for c in table.columns if c.name not in given and _defaults_to_now(c)]
    return columns | {name: np.full(len(rows), microseconds(since), dtype=np.int64) for name in clock}


def _read(design: Design, table: str) -> Rows:
    path = folder("data") / design.name / f"{table}.json"
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise LoadError(f"the reference rows {path}", "no such file", "restore it from the repository") from error
    except ValueError as error:
        raise LoadError(f"JSON in {path}", str(error), "correct the file") from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise LoadError(f"a list of rows in {path}", type(rows).__name__, "write one JSON object for each row")
    return rows


def _defaults_to_now(column: sa.Column[Any]) -> bool:
    default = column.server_default
    return isinstance(default, sa.DefaultClause) and str(default.arg) == _NOW


def _column(table: sa.Table, name: str, values: list[Any]) -> Any:
    if name not in table.columns:
        raise LoadError(f"a column of {table.name}", repr(name), f"correct {table.name}.json")
    column = table.columns[name]
    try:
        return _typed(column, values)
    except (ValueError, TypeError, ArithmeticError) as error:
        raise LoadError(
            f"values of type {column.type!r} in {table.name}.{name}", str(error), f"correct {table.name}.json"
        ) from error


def _typed(column: sa.Column[Any], values: list[Any]) -> Any:
    """Return JSON values in the shape that columns of this type have."""
    if isinstance(column.type, sa.ARRAY):
        return pa.array(values, pa.list_(pa.string()))
    for kind, text in ((sa.JSON, _json_text), (sa.String, str)):
        if isinstance(column.type, kind):
            return pa.array([None if value is None else text(value) for value in values], pa.string())
    convert, empty = _converter(column)
    array = np.array([empty if value is None else convert(value) for value in values])
    return Nullable(array, np.array([value is not None for value in values]))


def _units(value: Any, scale: int) -> int:
    """Return a number in units of its last decimal; one with more decimals than its column is refused."""
    units = Decimal(str(value)) * 10**scale
    if units != int(units):
        raise ValueError(f"{value} has more than {scale} decimals")
    return int(units)


def _days(day: str | None) -> int:
    """Return a day as days since 1970; None is the end of what goes on."""
    return NO_END if day is None else (date.fromisoformat(day) - EPOCH.date()).days


def _json_text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _converter(column: sa.Column[Any]) -> tuple[Callable[[Any], Any], Any]:
    """Return what turns one JSON value into an element of its array, and the element that stands for NULL."""
    scale = getattr(column.type, "scale", None) or 0
    no_days = np.array([0, 1], dtype=np.int32)
    converters: tuple[tuple[Any, Callable[[Any], Any], Any], ...] = (
        (sa.Uuid, lambda value: np.frombuffer(UUID(value).bytes, dtype=np.uint8), np.zeros(16, dtype=np.uint8)),
        (sa.Boolean, bool, False),
        (sa.Integer, int, 0),
        (sa.Float, float, 0.0),
        (sa.Numeric, lambda value: _units(value, scale), 0),
        (sa.DateTime, lambda value: microseconds(datetime.fromisoformat(value)), 0),
        (sa.Date, _days, 0),
        (postgresql.DATERANGE, lambda value: np.array([_days(day) for day in value], dtype=np.int32), no_days),
    )
    for kind, convert, empty in converters:
        if isinstance(column.type, kind):
            return convert, empty
    raise TypeError("reference rows of this type are not read yet")
