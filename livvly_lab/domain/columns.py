"""Columns built whole: repeats, sums by owner, texts from digits, ids and templates, without a loop over rows."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from livvly_lab.domain.draw import Ints

Bytes = NDArray[np.uint8]

_HEX = np.frombuffer("".join(f"{octet:02x}" for octet in range(256)).encode(), dtype=np.uint16)
_UUID_GROUPS = ((0, 8), (9, 13), (14, 18), (19, 23), (24, 36))
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def repeat(counts: Ints) -> tuple[Ints, Ints]:
    """Return, for `counts` rows of each owner, the owner of every row and its position among the owner's rows.

    >>> [column.tolist() for column in repeat(np.array([2, 0, 1]))]
    [[0, 0, 2], [0, 1, 0]]
    """
    owner = np.repeat(np.arange(len(counts), dtype=np.int64), counts)
    return owner, np.arange(len(owner), dtype=np.int64) - np.repeat(np.cumsum(counts) - counts, counts)


def starts(owner: Ints) -> NDArray[np.bool_]:
    """Tell which rows are the first of their owner; rows of an owner stand together."""
    first = np.ones(len(owner), dtype=np.bool_)
    first[1:] = owner[1:] != owner[:-1]
    return first


def running_sum(values: Ints, owner: Ints) -> Ints:
    """Return the running sum within each owner; rows of an owner stand together.

    >>> running_sum(np.array([1, 2, 5, 1]), np.array([0, 0, 1, 1])).tolist()
    [1, 3, 5, 6]
    """
    if not len(values):
        return values
    total = np.cumsum(values)
    first = np.flatnonzero(starts(owner))
    before = (total - values)[first]
    return total - np.repeat(before, np.diff(np.append(first, len(owner))))


def running_max(values: Ints, owner: Ints) -> Ints:
    """Return the running maximum of values >= 0 within each owner; rows of an owner stand together.

    >>> running_max(np.array([3, 1, 2, 4]), np.array([0, 0, 1, 1])).tolist()
    [3, 3, 2, 4]
    """
    if not len(values):
        return values
    step = int(values.max()) + 1
    lift = np.cumsum(starts(owner)) * step
    highest: Ints = np.maximum.accumulate(values + lift) - lift
    return highest


def previous(values: Ints, owner: Ints, before_first: Ints) -> Ints:
    """Return the value of the row before within each owner, `before_first` (one per row) for an owner's first."""
    earlier = np.empty_like(values)
    earlier[1:] = values[:-1]
    return np.where(starts(owner), before_first, earlier)


def text(letters: Bytes) -> pa.StringArray:
    """Return the rows of an (n, width) uint8 array of ASCII letters as texts."""
    rows, width = letters.shape
    offsets = np.arange(rows + 1, dtype=np.int32) * np.int32(width)
    return pa.StringArray.from_buffers(rows, pa.py_buffer(offsets), pa.py_buffer(np.ascontiguousarray(letters)))


def digits(numbers: Ints, width: int) -> Bytes:
    """Return the decimal digits of numbers >= 0 as an (n, width) uint8 array of ASCII, zeros in front."""
    powers = 10 ** np.arange(width - 1, -1, -1, dtype=np.int64)
    return (numbers[:, None] // powers % 10 + ord("0")).astype(np.uint8)


def letters_of(numbers: Ints, width: int, alphabet: str) -> Bytes:
    """Write numbers >= 0 in the base of an ASCII alphabet as an (n, width) uint8 array."""
    base = len(alphabet)
    powers = np.array([base**place for place in range(width - 1, -1, -1)], dtype=np.int64)
    letters: Bytes = np.frombuffer(alphabet.encode(), dtype=np.uint8)[numbers[:, None] // powers % base]
    return letters


def hexadecimal(octets: Bytes) -> Bytes:
    """Return the hexadecimal letters of an (n, width) uint8 array as an (n, 2 * width) uint8 array of ASCII."""
    return _HEX[octets].view(np.uint8)


def uuid_text(ids: Bytes) -> pa.StringArray:
    """Return ids of an (n, 16) uint8 array as PostgreSQL writes them.

    >>> uuid_text(np.arange(16, dtype=np.uint8).reshape(1, 16))[0].as_py()
    '00010203-0405-0607-0809-0a0b0c0d0e0f'
    """
    letters = np.full((len(ids), 36), ord("-"), dtype=np.uint8)
    plain = hexadecimal(ids)
    taken = 0
    for first, last in _UUID_GROUPS:
        letters[:, first:last] = plain[:, taken : taken + last - first]
        taken += last - first
    return text(letters)


def pick(pool: Any, positions: Ints) -> Any:
    """Return the values of an Arrow array at positions."""
    return pool.take(pa.array(positions))


def join(*parts: Any) -> pa.StringArray:
    """Join texts row by row; a part is an Arrow array or one text for all rows."""
    return pc.binary_join_element_wise(*(pa.scalar(part) if isinstance(part, str) else part for part in parts), "")


def choose(condition: NDArray[np.bool_], yes: Any, no: Any) -> Any:
    """Return `yes` where the condition is True, else `no`; each an Arrow array or one value."""
    return pc.if_else(pa.array(condition), yes, no)


def as_text(numbers: Ints) -> pa.StringArray:
    """Return whole numbers as texts."""
    return pa.array(numbers).cast(pa.string())


def quoted(texts: pa.StringArray) -> pa.StringArray:
    """Return texts as JSON strings."""
    escaped = pc.replace_substring(pc.replace_substring(texts, "\\", "\\\\"), '"', '\\"')
    return join('"', escaped, '"')


def json_object(fields: Mapping[str, Any]) -> pa.StringArray:
    """Return JSON objects as texts: field -> an Arrow string array (quoted) or a NumPy array of numbers."""
    parts: list[Any] = []
    for name, values in fields.items():
        parts.append(f'{", " if parts else "{"}"{name}": ')
        parts.append(as_text(values) if isinstance(values, np.ndarray) else quoted(values))
    return join(*parts, "}")


def lists(values: pa.StringArray, counts: Ints) -> pa.ListArray:
    """Cut values into lists of the given lengths."""
    offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), values)


def stacked(arrays: Sequence[Any]) -> Any:
    """Put arrays of one kind (Arrow or NumPy) one below the other."""
    if isinstance(arrays[0], np.ndarray):
        return np.concatenate(arrays)
    return pa.concat_arrays([chunk for array in arrays for chunk in _chunks(array)])


def _chunks(array: Any) -> list[Any]:
    return array.chunks if isinstance(array, pa.ChunkedArray) else [array]


def fill(templates: Sequence[str], which: Ints, values: Mapping[str, pa.StringArray]) -> pa.StringArray:
    """Return for each row its template (by position) with every `{name}` replaced by the row's value.

    >>> fill(["{a}!", "no {a}"], np.array([1, 0]), {"a": pa.array(["x", "y"])}).to_pylist()
    ['no x', 'y!']
    """
    if not len(which):
        return pa.array([], pa.string())
    order = np.argsort(which, kind="stable")
    used, firsts = np.unique(which[order], return_index=True)
    groups = zip(used, np.split(order, firsts[1:]), strict=True)
    filled = [_filled(templates[template], rows, values) for template, rows in groups]
    back = np.empty_like(order)
    back[order] = np.arange(len(order))
    return pick(stacked(filled), back)


def _filled(template: str, rows: Ints, values: Mapping[str, pa.StringArray]) -> pa.StringArray:
    literals_and_names = _PLACEHOLDER.split(template)
    if len(literals_and_names) == 1:
        return pa.repeat(pa.scalar(template), len(rows))
    return join(*(pick(values[part], rows) if odd % 2 else part for odd, part in enumerate(literals_and_names)))
