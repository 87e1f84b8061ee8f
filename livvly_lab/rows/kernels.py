"""The loops that write rows as PostgreSQL receives them.

Rows come as a program: what each of their fields is, and where its values lie. `fields` has a row of numbers for each
field (WIDTH, VALUES, PRESENT, FIRST_PART, LAST_PART), `parts` one for each part of a text (POSITIONS, OFFSETS,
LETTERS); addresses are those of arrays, 0 where there is none. Fields differ in type, so no list of arrays could hold
them, and a loop over rows inside a loop over fields would go through the memory once for each of them. Whoever calls
keeps the arrays alive.
"""

from typing import Any

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic

from livvly_lab.domain.compiled import INTS, NEW_INTS, NEW_OCTETS, NEW_SHORTS, compiled

WIDTH, VALUES, PRESENT, FIRST_PART, LAST_PART = range(5)
POSITIONS, OFFSETS, LETTERS = range(3)
COUNT_BYTES, LENGTH_BYTES = 2, 4
"""In front of a row the number of its fields, in front of a value its length."""

_BASE = 10_000
_HEAD_BYTES = 8  # of a numeric: how many digits, the weight of the first, the sign, the decimals shown
_MOST_GROUPS = 10  # of four digits: five before the point, and as many behind it
MOST_NUMERIC_BYTES = _HEAD_BYTES + 2 * _MOST_GROUPS
_NEGATIVE = 0x40
_ABSENT = -1
_PROGRAM = types.Array(types.int64, 2, "C", readonly=True)


def _reader(kind: Any, bits: int) -> Any:
    """Return what reads the number at an index of an array, by the array's address."""

    @intrinsic  # type: ignore[untyped-decorator]
    def read(typing: Any, address: Any, index: Any) -> Any:  # noqa: ARG001 - Numba's form
        def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> Any:  # noqa: ARG001
            first = builder.inttoptr(arguments[0], ir.IntType(bits).as_pointer())
            return builder.load(builder.gep(first, [arguments[1]]), align=bits // 8)

        return kind(types.int64, types.int64), generate

    return read


_flag, _short, _int = _reader(types.uint8, 8), _reader(types.int32, 32), _reader(types.int64, 64)


@intrinsic  # type: ignore[untyped-decorator]
def _copy(typing: Any, out: Any, place: Any, address: Any, first: Any, count: Any) -> Any:  # noqa: ARG001
    """Copy `count` bytes from `first` of the array at an address to `place`, ten times as fast as a loop over few."""

    def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> Any:
        out, place, address, first, count = arguments
        target = cgutils.create_struct_proxy(signature.args[0])(context, builder, out)
        source = builder.inttoptr(builder.add(address, first), ir.IntType(8).as_pointer())
        cgutils.raw_memcpy(builder, builder.gep(target.data, [place]), source, count, 1)
        return context.get_dummy_value()

    return types.void(out, place, address, first, count), generate


@njit(inline="always")  # type: ignore[untyped-decorator]
def _put_length(out: Any, place: int, count: int) -> None:
    out[place] = count >> 24 & 0xFF
    out[place + 1] = count >> 16 & 0xFF
    out[place + 2] = count >> 8 & 0xFF
    out[place + 3] = count & 0xFF


@njit(inline="always")  # type: ignore[untyped-decorator]
def _is_there(present: int, row: int) -> Any:
    return present == 0 or _flag(present, row) != 0


@njit(inline="always")  # type: ignore[untyped-decorator]
def _position(positions: int, row: int) -> Any:
    """Return where among the texts of a part that of a row is."""
    return _int(positions, row) if positions != 0 else row


@njit  # type: ignore[untyped-decorator]
def _put_fixed(out: Any, at: Any, first: int, rows: int, values: int, width: int, present: int) -> None:
    """Write values of one width."""
    for i in range(rows):
        place = at[i]
        if _is_there(present, first + i):
            _put_length(out, place, width)
            _copy(out, place + LENGTH_BYTES, values, (first + i) * width, width)
            at[i] = place + LENGTH_BYTES + width
        else:
            _put_length(out, place, _ABSENT)
            at[i] = place + LENGTH_BYTES


@njit  # type: ignore[untyped-decorator]
def _put_part(out: Any, at: Any, first: int, rows: int, part: Any, present: int) -> None:
    """Write a part of each text."""
    positions, offsets, letters = part[POSITIONS], part[OFFSETS], part[LETTERS]
    for i in range(rows):
        if _is_there(present, first + i):
            position = _position(positions, first + i)
            begin = np.int64(_short(offsets, position))
            count = np.int64(_short(offsets, position + 1)) - begin
            _copy(out, at[i], letters, begin, count)
            at[i] += count


@compiled(_PROGRAM, _PROGRAM, NEW_INTS)
def measure(fields: Any, parts: Any, sizes: Any) -> None:
    """Write how many bytes each row takes."""
    sizes[:] = COUNT_BYTES + LENGTH_BYTES * len(fields)
    for place in range(len(fields)):
        present, width = fields[place, PRESENT], fields[place, WIDTH]
        if width != 0:
            for row in range(len(sizes)):
                sizes[row] += width if _is_there(present, row) else 0
        for part in range(fields[place, FIRST_PART], fields[place, LAST_PART]):
            positions, offsets = parts[part, POSITIONS], parts[part, OFFSETS]
            for row in range(len(sizes)):
                if _is_there(present, row):
                    position = _position(positions, row)
                    sizes[row] += _short(offsets, position + 1) - _short(offsets, position)


@compiled(_PROGRAM, _PROGRAM, INTS, types.int64, NEW_OCTETS)
def write(fields: Any, parts: Any, places: Any, rows_at_once: int, out: Any) -> None:
    """Write each row at its place in `out`, field by field of so many rows at once as the cache holds."""
    begun, at = np.empty(rows_at_once, dtype=np.int64), np.empty(rows_at_once, dtype=np.int64)
    for first in range(0, len(places), rows_at_once):
        rows = min(rows_at_once, len(places) - first)
        for i in range(rows):
            out[places[first + i]] = len(fields) >> 8
            out[places[first + i] + 1] = len(fields) & 0xFF
            at[i] = places[first + i] + COUNT_BYTES
        for place in range(len(fields)):
            present = fields[place, PRESENT]
            if fields[place, WIDTH] != 0:
                _put_fixed(out, at, first, rows, fields[place, VALUES], fields[place, WIDTH], present)
                continue
            for i in range(rows):
                begun[i] = at[i]
                at[i] += LENGTH_BYTES
            for part in range(fields[place, FIRST_PART], fields[place, LAST_PART]):
                _put_part(out, at, first, rows, parts[part], present)
            for i in range(rows):
                there = _is_there(present, first + i)
                _put_length(out, begun[i], at[i] - begun[i] - LENGTH_BYTES if there else _ABSENT)


@compiled(INTS, types.int64, NEW_SHORTS, NEW_OCTETS)
def numerics(units: Any, scale: int, offsets: Any, out: Any) -> None:
    """Write whole numbers in units of the last decimal as PostgreSQL receives numeric, one behind the other.

    Digits come in groups of four, aligned at the point, without groups of zeros at either end.
    """
    pad = -scale % 4
    one, shift = np.uint64(10) ** np.uint64(scale), np.uint64(10) ** np.uint64(pad)
    base, behind = np.uint64(_BASE), (scale + pad) // 4
    groups = np.zeros(_MOST_GROUPS, dtype=np.uint64)
    place = 0
    for i in range(len(units)):
        number = np.uint64(-units[i]) if units[i] < 0 else np.uint64(units[i])
        whole, rest = number // one, number % one * shift
        for group in range(behind):
            groups[_MOST_GROUPS // 2 + behind - 1 - group] = rest % base
            rest //= base
        for group in range(_MOST_GROUPS // 2):
            groups[_MOST_GROUPS // 2 - 1 - group] = whole % base
            whole //= base
        first, last = 0, _MOST_GROUPS // 2 + behind
        while first < last and groups[first] == 0:
            first += 1
        while last > first and groups[last - 1] == 0:
            last -= 1
        weight = _MOST_GROUPS // 2 - 1 - first if last > first else 0
        out[place] = 0
        out[place + 1] = last - first
        out[place + 2] = weight >> 8 & 0xFF
        out[place + 3] = weight & 0xFF
        out[place + 4] = _NEGATIVE if units[i] < 0 else 0
        out[place + 5] = 0
        out[place + 6] = 0
        out[place + 7] = scale
        place += _HEAD_BYTES
        for group in range(first, last):
            out[place] = groups[group] >> np.uint64(8)
            out[place + 1] = groups[group] & np.uint64(0xFF)
            place += 2
        offsets[i + 1] = place
