"""Columns built whole: repeats, sums by owner, texts from digits, ids and templates, without a loop over rows."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from livvly_lab.domain.draw import Ints, loops

Bytes = NDArray[np.uint8]

_HEX = np.frombuffer(b"0123456789abcdef", dtype=np.uint8)
_GROUP = 4
_DIGITS = np.frombuffer("".join(f"{number:04d}" for number in range(10**_GROUP)).encode(), dtype=np.uint32)
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


def rows_at(values: Any, rows: Ints) -> Any:
    """Return rows of a NumPy array; of an (n, 16) one ten times as fast as by an index in brackets.

    >>> rows_at(np.array([[1, 2], [3, 4]]), np.array([1, 1])).tolist()
    [[3, 4], [3, 4]]
    """
    return np.take(values, rows, axis=0)


def text(letters: Bytes) -> pa.StringArray:
    """Return the rows of an (n, width) uint8 array of ASCII letters as texts."""
    rows, width = letters.shape
    offsets = np.arange(rows + 1, dtype=np.int32) * np.int32(width)
    return pa.StringArray.from_buffers(rows, pa.py_buffer(offsets), pa.py_buffer(np.ascontiguousarray(letters)))


def framed(before: str, letters: Bytes, after: str = "") -> pa.StringArray:
    """Return the rows of an (n, width) uint8 array of ASCII letters as texts, each between the same two."""
    rows, width = letters.shape
    first, last = len(before), len(before) + width
    whole = np.empty((rows, last + len(after)), dtype=np.uint8)
    whole[:, :first] = np.frombuffer(before.encode("ascii"), dtype=np.uint8)
    whole[:, first:last] = letters
    whole[:, last:] = np.frombuffer(after.encode("ascii"), dtype=np.uint8)
    return text(whole)


def digits(numbers: Ints, width: int) -> Bytes:
    """Return the decimal digits of numbers >= 0 as an (n, width) uint8 array of ASCII, zeros in front."""
    groups = -(-width // _GROUP)
    letters = np.empty((len(numbers), groups), dtype=np.uint32)
    for group in range(groups - 1, -1, -1):
        numbers, rest = np.divmod(numbers, np.int64(10**_GROUP))
        letters[:, group] = _DIGITS[rest]
    return letters.view(np.uint8)[:, groups * _GROUP - width :]


def letters_of(numbers: Ints, width: int, alphabet: str) -> Bytes:
    """Write numbers >= 0 in the base of an ASCII alphabet as an (n, width) uint8 array."""
    base = len(alphabet)
    powers = np.array([base**place for place in range(width - 1, -1, -1)], dtype=np.int64)
    letters: Bytes = np.frombuffer(alphabet.encode(), dtype=np.uint8)[numbers[:, None] // powers % base]
    return letters


def hexadecimal(octets: Bytes) -> Bytes:
    """Return the hexadecimal letters of an (n, width) uint8 array as an (n, 2 * width) uint8 array of ASCII."""
    letters = np.empty((len(octets), 2 * octets.shape[1]), dtype=np.uint8)
    loops().hexadecimal(np.ascontiguousarray(octets).reshape(-1), _HEX, letters.reshape(-1))
    return letters


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


def by(major: Ints, minor: Ints) -> Ints:
    """Return the order by two columns, ties in the order in which they stand; both span less than 2^63 together.

    >>> by(np.array([1, 0, 1, 1]), np.array([5, 9, 5, 2])).tolist()
    [1, 3, 0, 2]
    """
    if not len(major):
        return np.zeros(0, dtype=np.int64)
    low = minor.min()
    width = int(minor.max()) - int(low) + 1
    keys = major * width + (minor - low)
    order = np.argsort(keys)
    ranked = keys[order]
    tied = ranked[1:] == ranked[:-1]
    while len(wrong := np.flatnonzero(tied & (order[1:] < order[:-1]))):
        wrong = wrong[np.append(True, np.diff(wrong) > 1)]
        order[wrong], order[wrong + 1] = order[wrong + 1], order[wrong]
    return order


@dataclass(frozen=True)
class Joined:
    """Texts of which each is several parts, one behind the other; they are put together when they are needed.

    A part is an Arrow array with a text for each row, or one text for all rows. A row is NULL where a part is.
    """

    parts: tuple[Any, ...]

    def __len__(self) -> int:
        """Return how many texts there are."""
        return len(next(part for part in self.parts if not isinstance(part, str)))

    def to_pylist(self) -> list[str | None]:
        """Return the texts as Python has them."""
        texts: list[str | None] = self.whole.to_pylist()
        return texts

    @cached_property
    def whole(self) -> pa.StringArray:
        """The texts put together."""
        return pc.binary_join_element_wise(*map(_scalar, self.parts), "")


def _scalar(part: Any) -> Any:
    return pa.scalar(part) if isinstance(part, str) else plain(part)


def later(texts: Any) -> Any:
    """Return texts by position, so that they stay where they are while their rows are moved about."""
    if isinstance(texts, Joined | pa.DictionaryArray):
        return texts
    return pick(texts, np.arange(len(texts), dtype=np.int64))


def pick(pool: Any, positions: Ints) -> Any:
    """Return the texts of a pool at positions: only the positions move until the texts are needed."""
    if isinstance(pool, Joined):
        return Joined(tuple(part if isinstance(part, str) else pick(part, positions) for part in pool.parts))
    if isinstance(pool, pa.DictionaryArray):
        return pick(pool.dictionary, np.asarray(pool.indices)[positions])
    return pa.DictionaryArray.from_arrays(positions, pool, safe=False)


def plain(texts: Any) -> Any:
    """Return an Arrow array with its values in place of positions among them, and of parts of them."""
    texts = _whole(texts)
    return texts.dictionary.take(texts.indices) if isinstance(texts, pa.DictionaryArray) else texts


def join(*parts: Any) -> Joined:
    """Join texts row by row; a part is an Arrow array, joined texts, or one text for all rows.

    >>> join("a", pa.array(["b", "c"]), join("d", pa.array(["e", "f"]))).to_pylist()
    ['abde', 'acdf']
    """
    return Joined(tuple(each for part in parts for each in (part.parts if isinstance(part, Joined) else (part,))))


def choose(condition: NDArray[np.bool_], yes: Any, no: Any) -> Any:
    """Return `yes` where the condition is True, else `no`; each an Arrow array, joined texts, or one text."""
    if isinstance(yes, str) and isinstance(no, str):
        return pick(pa.array([no, yes]), condition.astype(np.int64))
    return pc.if_else(pa.array(condition), plain(yes), plain(no))


def as_text(numbers: Ints) -> pa.StringArray:
    """Return whole numbers as texts."""
    return pa.array(numbers).cast(pa.string())


def quoted(texts: Any) -> Any:
    """Return texts as JSON strings."""
    if isinstance(texts, pa.DictionaryArray):
        return pick(quoted(texts.dictionary), np.asarray(texts.indices))
    escaped = pc.replace_substring(pc.replace_substring(plain(texts), "\\", "\\\\"), '"', '\\"')
    return join('"', escaped, '"')


def json_object(fields: Mapping[str, Any]) -> Joined:
    """Return JSON objects as texts: field -> an Arrow string array (quoted) or a NumPy array of numbers."""
    parts: list[Any] = []
    for name, values in fields.items():
        parts.append(f'{", " if parts else "{"}"{name}": ')
        parts.append(as_text(values) if isinstance(values, np.ndarray) else quoted(values))
    return join(*parts, "}")


def lists(values: pa.StringArray, counts: Ints) -> pa.ListArray:
    """Cut values into lists of the given lengths."""
    offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), plain(values))


def stacked(arrays: Sequence[Any]) -> Any:
    """Put arrays of one kind (Arrow or NumPy) one below the other."""
    if isinstance(arrays[0], np.ndarray):
        return np.concatenate(arrays)
    if all(isinstance(array, pa.DictionaryArray) for array in arrays):
        pools = [array.dictionary for array in arrays]
        offsets = np.cumsum([0, *map(len, pools)])
        positions = [np.asarray(array.indices) + offset for array, offset in zip(arrays, offsets, strict=False)]
        return pick(pa.concat_arrays(pools), np.concatenate(positions))
    return pa.concat_arrays([chunk for array in arrays for chunk in _chunks(plain(array))])


def _chunks(array: Any) -> list[Any]:
    return array.chunks if isinstance(array, pa.ChunkedArray) else [array]


def fill(templates: Sequence[str], which: Ints, values: Mapping[str, Any]) -> Joined:
    """Return for each row its template (by position) with every `{name}` replaced by the row's value.

    >>> fill(["{a}!", "no {a}"], np.array([1, 0]), {"a": pa.array(["x", "y"])}).to_pylist()
    ['no x', 'y!']
    """
    pieces = [_PLACEHOLDER.split(template) for template in templates]
    longest = max(map(len, pieces))
    places = [[piece[place] if place < len(piece) else "" for piece in pieces] for place in range(longest)]
    fillings = (_filled if place % 2 else _said for place in range(longest))
    return join(*(filling(place, which, values) for filling, place in zip(fillings, places, strict=True)))


def _said(literals: Sequence[str], which: Ints, _: Mapping[str, Any]) -> Any:
    """Return what templates say in one place."""
    return pick(pa.array(literals, pa.string()), which)


def _filled(names: Sequence[str], which: Ints, values: Mapping[str, Any]) -> Any:
    """Return for each row the value that its template names in one place, nothing where it names none."""
    distinct = list(dict.fromkeys(names))
    if len(distinct) == 1:
        return values[distinct[0]]
    pools, known, positions = [pa.array([""], pa.string())], 1, np.zeros(len(which), dtype=np.int64)
    for name in filter(None, distinct):
        texts, rows = later(_whole(values[name])), np.array([each == name for each in names])[which]
        positions[rows] = np.asarray(texts.indices)[rows] + known
        pools.append(texts.dictionary)
        known += len(texts.dictionary)
    return pick(pa.concat_arrays(pools), positions)


def _whole(texts: Any) -> Any:
    return texts.whole if isinstance(texts, Joined) else texts
