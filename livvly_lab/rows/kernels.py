"""The loops that write rows as PostgreSQL receives them: one call for each column of some thousand rows.

A kernel works on the rows of a column from `first` on: on as many as `sizes` has, which it adds to, or as `at`, the
place in `out` at which each of them goes on. Places may be anywhere: rows are read one after the other and written
where they belong. `present` tells by row which values are there; empty, all are.
"""

from typing import Any

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic

from livvly_lab.domain.compiled import FLAGS, INTS, NEW_INTS, NEW_OCTETS, NEW_SHORTS, OCTETS, SHORTS, compiled

LENGTH_BYTES = 4
_BASE = 10_000
_HEAD_BYTES = 8  # of a numeric: how many digits, the weight of the first, the sign, the decimals shown
_MOST_GROUPS = 10  # of four digits: five before the point, and as many behind it
MOST_NUMERIC_BYTES = _HEAD_BYTES + 2 * _MOST_GROUPS
_NEGATIVE = 0x40
_ABSENT = -1


@intrinsic  # type: ignore[untyped-decorator]
def _copy(typing: Any, to: Any, place: Any, source: Any, first: Any, count: Any) -> Any:  # noqa: ARG001 - Numba's form
    """Copy `count` bytes of `source` from `first` to `place` of `to`, ten times as fast as a loop over few."""

    def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> Any:
        to, place, source, first, count = arguments
        arrays = [
            cgutils.create_struct_proxy(kind)(context, builder, value)
            for kind, value in ((signature.args[0], to), (signature.args[2], source))
        ]
        pointers = [builder.gep(array.data, [where]) for array, where in zip(arrays, (place, first), strict=True)]
        cgutils.raw_memcpy(builder, *pointers, count, 1)
        return context.get_dummy_value()

    return types.void(to, place, source, first, count), generate


@njit(inline="always")  # type: ignore[untyped-decorator]
def _put_length(out: Any, place: int, count: int) -> None:
    out[place] = count >> 24 & 0xFF
    out[place + 1] = count >> 16 & 0xFF
    out[place + 2] = count >> 8 & 0xFF
    out[place + 3] = count & 0xFF


@compiled(NEW_INTS, types.int64, types.int64, FLAGS)
def measure_fixed(sizes: Any, first: int, width: int, present: Any) -> None:
    """Add to the size of each row what a value of fixed width takes there."""
    for i in range(len(sizes)):
        sizes[i] += LENGTH_BYTES + (width if len(present) == 0 or present[first + i] else 0)


@compiled(NEW_INTS, types.int64, INTS, SHORTS, FLAGS)
def measure_part(sizes: Any, first: int, positions: Any, offsets: Any, present: Any) -> None:
    """Add to the size of each row what a part of a text takes there; `positions` empty: that of the row."""
    for i in range(len(sizes)):
        if len(present) == 0 or present[first + i]:
            position = first + i if len(positions) == 0 else positions[first + i]
            sizes[i] += offsets[position + 1] - offsets[position]


@compiled(NEW_OCTETS, NEW_INTS, types.int64)
def put_count(out: Any, at: Any, columns: int) -> None:
    """Begin each row with the number of its columns."""
    for i in range(len(at)):
        out[at[i]] = columns >> 8
        out[at[i] + 1] = columns & 0xFF
        at[i] += 2


@compiled(NEW_OCTETS, NEW_INTS, types.int64, OCTETS, types.int64, FLAGS)
def put_fixed(out: Any, at: Any, first: int, values: Any, width: int, present: Any) -> None:
    """Write values that all have one width."""
    for i in range(len(at)):
        place = at[i]
        if len(present) == 0 or present[first + i]:
            _put_length(out, place, width)
            _copy(out, place + LENGTH_BYTES, values, (first + i) * width, width)
            at[i] = place + LENGTH_BYTES + width
        else:
            _put_length(out, place, _ABSENT)
            at[i] = place + LENGTH_BYTES


@compiled(NEW_OCTETS, NEW_INTS, types.int64, INTS, SHORTS, OCTETS, FLAGS)
def put_text(out: Any, at: Any, first: int, positions: Any, offsets: Any, letters: Any, present: Any) -> None:
    """Write texts that are one part each."""
    for i in range(len(at)):
        place = at[i]
        if len(present) == 0 or present[first + i]:
            position = first + i if len(positions) == 0 else positions[first + i]
            begin = np.int64(offsets[position])
            width = np.int64(offsets[position + 1]) - begin
            _put_length(out, place, width)
            _copy(out, place + LENGTH_BYTES, letters, begin, width)
            at[i] = place + LENGTH_BYTES + width
        else:
            _put_length(out, place, _ABSENT)
            at[i] = place + LENGTH_BYTES


@compiled(NEW_INTS)
def open_texts(at: Any) -> None:
    """Leave room for the length of each text whose parts follow."""
    for i in range(len(at)):
        at[i] += LENGTH_BYTES


@compiled(NEW_OCTETS, NEW_INTS, types.int64, INTS, SHORTS, OCTETS, FLAGS)
def put_part(out: Any, at: Any, first: int, positions: Any, offsets: Any, letters: Any, present: Any) -> None:
    """Write a part of each text."""
    for i in range(len(at)):
        if len(present) == 0 or present[first + i]:
            position = first + i if len(positions) == 0 else positions[first + i]
            begin = np.int64(offsets[position])
            width = np.int64(offsets[position + 1]) - begin
            _copy(out, at[i], letters, begin, width)
            at[i] += width


@compiled(NEW_OCTETS, INTS, INTS, types.int64, FLAGS)
def close_texts(out: Any, begun: Any, at: Any, first: int, present: Any) -> None:
    """Write the length of each text, at the place where it was begun, now that its parts stand."""
    for i in range(len(at)):
        there = len(present) == 0 or present[first + i]
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
