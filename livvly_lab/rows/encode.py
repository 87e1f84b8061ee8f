"""Columns of NumPy and Arrow arrays, as recipes give them, become typed rows of a table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy.dialects import postgresql

from livvly_lab.domain.columns import Joined, join, plain
from livvly_lab.domain.population import NO_END, Columns, Nullable
from livvly_lab.errors import LoadError

_ANY_PRECISION = 38
_ELEMENTS = (
    (sa.Text, 25, pa.string()),
    (sa.String, 1043, pa.string()),
    (sa.Uuid, 2950, pa.binary(16)),
)
"""Types of the elements of arrays, a special one before its kind: their number in PostgreSQL, and in Arrow."""
_JSONB_VERSION = "\x01"
_ARRAY_HEADER_BYTES = 20
_DAYS_TO_2000 = 10_957  # PostgreSQL counts days from 2000-01-01
_FROM_AND_TO, _FROM = 0x02, 0x12  # flags of a range: the lower bound belongs to it; there is no upper one
_INET_HEADER = bytes((2, 32, 0, 4))  # the family PostgreSQL gives IPv4, all bits count, no cidr, four bytes follow


Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Codec:
    """How values of one PostgreSQL type are written: `arrow(values, type)` gives the Arrow type that stands for it.

    Texts may stay positions in a pool, or in parts.
    """

    kind: type[sa.types.TypeEngine[Any]]
    arrow: Callable[[Any, Any], Any]


@dataclass(frozen=True)
class Typed:
    """The values of a column: an Arrow array or `Joined` texts, and which are there (`present` None: as they say)."""

    values: Any
    present: Flags | None

    def arrow(self) -> pa.Array:
        """Return them as one Arrow array, put together."""
        whole = plain(self.values)
        return whole if self.present is None else _with_nulls(whole, self.present)


@dataclass(frozen=True)
class Rows:
    """Rows of a table: its columns by name, in the order of the table."""

    count: int
    columns: Mapping[str, Typed]

    def arrow(self) -> pa.RecordBatch:
        """Return the rows as an Arrow batch, for those who want to look at them."""
        return pa.record_batch({name: typed.arrow() for name, typed in self.columns.items()})


def encode(table: sa.Table, columns: Columns) -> Rows:
    """Return the rows of a table, typed.

    A column that is not given keeps its server default. Raises LoadError naming the column where one is unknown,
    missing without a default, of another length, or holds values its type cannot.
    """
    _refuse_unknown(table, columns)
    names = [column.name for column in table.columns if _is_given(table, column, columns)]
    typed = {name: _typed(table.columns[name], columns[name]) for name in names}
    lengths = {len(column.values) for column in typed.values()}
    if len(lengths) > 1:
        found = ", ".join(f"{name} {len(column.values)}" for name, column in typed.items())
        raise LoadError(f"columns of equal length in {table.name}", found, "correct the recipe of this table")
    return Rows(lengths.pop() if lengths else 0, typed)


def codec_of(column: sa.Column[Any]) -> Codec:
    """Return how a column is written. Raises LoadError for a type the lab cannot write."""
    for codec in CODECS:
        if isinstance(column.type, codec.kind):
            return codec
    raise LoadError(
        f"a type the lab can write in {column.table.name}.{column.name}",
        repr(column.type),
        "add a codec for it to livvly_lab/rows/encode.py",
    )


def _refuse_unknown(table: sa.Table, columns: Columns) -> None:
    unknown = [name for name in columns if name not in table.columns]
    if unknown:
        raise LoadError(f"columns of {table.name}", ", ".join(unknown), "correct the recipe of this table")


def _is_given(table: sa.Table, column: sa.Column[Any], columns: Columns) -> bool:
    if column.name in columns:
        return True
    if column.server_default is None and column.identity is None:
        raise LoadError(
            f"values for {table.name}.{column.name}, which has no default",
            f"only {', '.join(columns)}",
            "add the column to the recipe of this table",
        )
    return False


def _typed(column: sa.Column[Any], values: Any) -> Typed:
    """Return one column typed; raises LoadError naming it where the values do not fit its type."""
    given, present = (values.values, values.present) if isinstance(values, Nullable) else (values, None)
    try:
        array = codec_of(column).arrow(given, column.type)
        return Typed(array, None if present is None else _flags(present, len(array)))
    except (pa.ArrowException, ValueError, TypeError) as error:
        raise LoadError(
            f"values of type {column.type!r} in {column.table.name}.{column.name}",
            str(error).splitlines()[0],
            "correct the recipe of this column",
        ) from error


def _flags(present: Any, rows: int) -> Flags:
    if len(present) != rows:
        raise ValueError(f"{rows} values but {len(present)} marks of which are present")
    return np.asarray(present, dtype=np.bool_)


def _with_nulls(array: pa.Array, present: Any) -> pa.Array:
    """Return a flat array with NULL wherever `present` is False."""
    if array.null_count:
        present = present & np.asarray(array.is_valid())
    bitmap = pa.py_buffer(np.packbits(present, bitorder="little"))
    return pa.Array.from_buffers(array.type, len(array), [bitmap, *array.buffers()[1:]], offset=0)


def _numbers(kind: pa.DataType) -> Callable[[Any, Any], pa.Array]:
    """Write numbers; one that does not fit is refused, never wrapped."""
    return lambda values, _: pa.array(values).cast(kind)


def _booleans(values: Any, _: Any) -> pa.Array:
    return pa.array(np.asarray(values, dtype=np.bool_))


def _floats(values: Any, kind: Any) -> pa.Array:
    single = isinstance(kind, sa.REAL) or (kind.precision is not None and kind.precision <= 24)
    return pa.array(np.asarray(values, dtype=np.float32 if single else np.float64))


def _fixed(values: Any, width: int) -> pa.Array:
    octets = np.ascontiguousarray(values, dtype=np.uint8)
    if octets.ndim != 2 or octets.shape[1] != width:
        raise ValueError(f"an array of shape {octets.shape} instead of (n, {width})")
    return pa.Array.from_buffers(pa.binary(width), len(octets), [None, pa.py_buffer(octets)])


def _uuids(values: Any, _: Any) -> pa.Array:
    return _fixed(values, 16)


def _inets(values: Any, _: Any) -> pa.Array:
    addresses = np.asarray(values, dtype=np.uint8)
    header = np.broadcast_to(np.frombuffer(_INET_HEADER, dtype=np.uint8), (len(addresses), len(_INET_HEADER)))
    return _fixed(np.hstack([header, addresses]), len(_INET_HEADER) + 4)


def _decimals(values: Any, kind: Any) -> pa.Array:
    """Write whole numbers in units of the last decimal: a 16-byte number of which the upper half is the sign."""
    units = np.asarray(values, dtype=np.int64)
    words = np.empty((len(units), 2), dtype=np.int64)
    words[:, 0] = units
    words[:, 1] = units >> 63
    decimal = pa.decimal128(_ANY_PRECISION, kind.scale or 0)
    return pa.Array.from_buffers(decimal, len(units), [None, pa.py_buffer(words)])


def _moments(values: Any, kind: Any) -> pa.Array:
    return pa.array(np.asarray(values, dtype=np.int64)).cast(pa.timestamp("us", tz="UTC" if kind.timezone else None))


def _dates(values: Any, _: Any) -> pa.Array:
    return pa.array(values).cast(pa.int32()).cast(pa.date32())


def _day_ranges(values: Any, _: Any) -> pa.Array:
    """Write ranges of days, from the first to the one before the last; a range of none is refused."""
    days = np.asarray(values, dtype=np.int32)
    if days.ndim != 2 or days.shape[1] != 2:
        raise ValueError(f"an array of shape {days.shape} instead of (n, 2)")
    if (days[:, 0] >= days[:, 1]).any():
        raise ValueError("a range that ends before it begins")
    octets = np.zeros((len(days), 17), dtype=np.uint8)
    goes_on = days[:, 1] == NO_END
    octets[:, 0] = np.where(goes_on, _FROM, _FROM_AND_TO)
    octets[:, [4, 12]] = 4
    for bound, place in enumerate((5, 13)):
        since_2000 = (days[:, bound].astype(np.int64) - _DAYS_TO_2000).astype(">i4")
        octets[:, place : place + 4] = since_2000.view(np.uint8).reshape(-1, 4)
    whole = _fixed(octets, octets.shape[1]).cast(pa.binary())
    return pc.if_else(pa.array(goes_on), pc.binary_slice(whole, 0, 9), whole) if goes_on.any() else whole


def _times(values: Any, _: Any) -> pa.Array:
    return pa.array(np.asarray(values, dtype=np.int64)).cast(pa.time64("us"))


def _texts(values: Any, _: Any) -> pa.Array:
    array = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    if isinstance(array, Joined | pa.DictionaryArray):
        return array
    return _from_zero((array if isinstance(array, pa.Array) else pa.array(array, pa.string())).cast(pa.string()))


def _bytes(values: Any, _: Any) -> pa.Array:
    return _from_zero(pa.array(values, pa.binary()) if not isinstance(values, pa.Array) else values.cast(pa.binary()))


def _from_zero(array: pa.Array) -> pa.Array:
    """Copy a slice so that its buffers begin with its first row."""
    return pa.concat_arrays([array, pa.array([], array.type)]) if array.offset else array


def _lists(values: Any, kind: Any) -> pa.Array:
    """Write lists as the bytes of a PostgreSQL array."""
    oid, element = _element(kind.item_type)
    lists = _from_zero(values.cast(pa.list_(element)))
    if lists.values.null_count:
        raise ValueError("NULL inside an array")
    counts = np.diff(np.asarray(lists.offsets))
    headers = np.tile(np.array([1, 0, oid, 0, 1], dtype=">i4"), (len(lists), 1))
    headers[:, 3] = counts
    whole = pc.binary_join_element_wise(_binary(headers, _ARRAY_HEADER_BYTES), _elements(lists), b"")
    empty = np.array([0, 0, oid], dtype=">i4").tobytes()
    arrays = pc.if_else(pa.array(counts == 0), pa.scalar(empty, pa.binary()), whole)
    return _with_nulls(arrays, np.asarray(lists.is_valid()))


def _element(kind: Any) -> tuple[int, pa.DataType]:
    """Return the number of the type of an array's elements, and how they come."""
    for item, oid, element in _ELEMENTS:
        if isinstance(kind, item):
            return oid, element
    raise TypeError(f"an array of {kind!r}; only arrays of texts and uuids are written")


def _elements(lists: pa.ListArray) -> pa.Array:
    """Return for each list its elements one behind the other, each with its length in front."""
    texts = lists.values.cast(pa.binary())
    lengths = np.asarray(pc.binary_length(texts)).astype(">i4").reshape(-1, 1)
    elements = pc.binary_join_element_wise(_binary(lengths, 4), texts, b"")
    return pc.binary_join(pa.ListArray.from_arrays(lists.offsets, elements), b"")


def _binary(numbers: Any, width: int) -> pa.Array:
    octets = np.ascontiguousarray(numbers).view(np.uint8).reshape(-1, width)
    return _fixed(octets, width).cast(pa.binary())


def _jsonb(values: Any, kind: Any) -> pa.Array:
    """Write texts as PostgreSQL receives jsonb: the version of the format, then the text."""
    return join(_JSONB_VERSION, _texts(values, kind))


CODECS = (
    Codec(sa.Uuid, _uuids),
    Codec(sa.Boolean, _booleans),
    Codec(sa.SmallInteger, _numbers(pa.int16())),
    Codec(sa.BigInteger, _numbers(pa.int64())),
    Codec(sa.Integer, _numbers(pa.int32())),
    Codec(sa.Float, _floats),
    Codec(sa.Numeric, _decimals),
    Codec(sa.DateTime, _moments),
    Codec(sa.Date, _dates),
    Codec(sa.Time, _times),
    Codec(postgresql.INET, _inets),
    Codec(postgresql.DATERANGE, _day_ranges),
    Codec(postgresql.JSONB, _jsonb),
    Codec(sa.JSON, _texts),
    Codec(sa.ARRAY, _lists),
    Codec(sa.LargeBinary, _bytes),
    Codec(sa.String, _texts),
)
"""The first codec whose type fits is taken: a special type stands before the one it is a kind of."""
