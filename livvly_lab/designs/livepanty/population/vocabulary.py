"""The words of livepanty: names from Faker, phrases from data/livepanty/*.csv."""

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa

from livvly_lab.domain.columns import Bytes, pick
from livvly_lab.domain.draw import Floats, Ints
from livvly_lab.domain.population import Pool, World

_FAKER_SIZE = 400
_FILE_COLUMNS = {
    "bios": ("text",),
    "titles": ("category", "title"),
    "tags": ("tag",),
    "tip_messages": ("text",),
    "reports": ("text",),
    "devices": ("type", "device", "agent"),
    "failures": ("text",),
}

POOLS = (
    Pool("names.first", locale="en_US", provider="first_name", size=_FAKER_SIZE),
    Pool("names.last", locale="en_US", provider="last_name", size=_FAKER_SIZE),
    *(
        Pool(f"{file}.{column}", file=f"{file}.csv", column=column)
        for file, columns in _FILE_COLUMNS.items()
        for column in columns
    ),
)


def some(world: World, pool: str, u: Floats) -> pa.DictionaryArray:
    """Return a value of a pool for each value in (0, 1), all equally often."""
    values = world.pools[pool]
    return pick(values, (u * len(values)).astype(np.int64))


def rows_of(world: World, pool: str, keys: Sequence[str], which: Ints, u: Floats) -> Ints:
    """Return a row of a file for each key (by its position in `keys`), all rows of the key equally often."""
    position = np.array([keys.index(key) for key in world.pools[pool].to_pylist()], dtype=np.int64)
    rows, count = np.argsort(position, kind="stable"), np.bincount(position, minlength=len(keys))
    first = np.cumsum(count) - count
    found: Ints = rows[first[which] + (u * count[which]).astype(np.int64)]
    return found


def mapped(values: Sequence[object], to: Mapping[str, object], default: object = None) -> list[object]:
    """Return what each value of a choice is mapped to, by its position."""
    return [to.get(str(value), default) for value in values]


def words(values: Sequence[object], which: Ints) -> pa.DictionaryArray:
    """Return the texts at positions."""
    return pick(pa.array(values, pa.string()), which)


def constant(value: str, rows: int) -> pa.DictionaryArray:
    """Return one text for all rows."""
    return words([value], np.zeros(rows, dtype=np.int64))


def addresses(ids: Bytes) -> Bytes:
    """Return a public-looking IPv4 address for each id."""
    found = ids[:, :4].copy()
    found[:, 0] = 24 + found[:, 0] % np.uint8(70)
    return found
