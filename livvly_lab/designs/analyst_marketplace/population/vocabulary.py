"""The words of the marketplace: names from Faker, and rows of data/analyst_marketplace/*.csv found by a key."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import pyarrow as pa

from livvly_lab.domain.columns import Bytes, fill, pick
from livvly_lab.domain.draw import Floats, Ints, Steps
from livvly_lab.domain.population import Pool, World

_FAKER_SIZE = 400
_FILE_COLUMNS = {
    "stocks": ("symbol", "price", "weight"),
    "specializations": ("specialization",),
    "languages": ("language",),
    "bios": ("text",),
    "posts": ("post_type", "title", "text"),
    "call_reasons": ("text",),
    "reviews": ("mood", "title", "text"),
    "review_answers": ("text",),
    "messages": ("text",),
    "notes": ("text",),
    "tickets": ("type", "subject", "description"),
    "flags": ("entity", "reason", "priority", "description"),
    "campaigns": ("prefix", "name", "description"),
    "failures": ("code", "reason"),
    "refunds": ("reason",),
}

POOLS = (
    Pool("names.first", locale="en_IN", provider="first_name", size=_FAKER_SIZE),
    Pool("names.last", locale="en_IN", provider="last_name", size=_FAKER_SIZE),
    *(
        Pool(f"{file}.{column}", file=f"{file}.csv", column=column)
        for file, columns in _FILE_COLUMNS.items()
        for column in columns
    ),
)

_BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_BASE62_LETTERS = np.frombuffer(_BASE62.encode(), dtype=np.uint8)
_RANDOM_OCTETS = [octet for octet in range(16) if octet not in (6, 8)]  # those hold the version of a uuid


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


def numbers(world: World, pool: str) -> Floats:
    """Return a pool of numbers."""
    values: Floats = np.array(world.pools[pool].to_pylist(), dtype=np.float64)
    return values


def weighted(world: World, pool: str, u: Floats) -> Ints:
    """Return a row of a file for each value in (0, 1), by the weights in a column of it."""
    weights = numbers(world, pool)
    return np.minimum(_steps(weights.tobytes()).find(u), len(weights) - 1)


@lru_cache(maxsize=16)
def _steps(weights: bytes) -> Steps:
    mass = np.cumsum(np.frombuffer(weights, dtype=np.float64))
    return Steps(mass / mass[-1])


def said(world: World, pool: str, rows: Ints, /, **values: pa.StringArray) -> pa.StringArray:
    """Return the phrases in rows of a pool, their placeholders filled."""
    return fill(world.pools[pool].to_pylist(), rows, values)


def token(ids: Bytes) -> Bytes:
    """Return 14 letters of base 62 for each id, as the payment provider makes its own."""
    letters: Bytes = _BASE62_LETTERS[ids[:, _RANDOM_OCTETS] % np.uint8(len(_BASE62))]
    return letters
