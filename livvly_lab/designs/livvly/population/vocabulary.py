"""The words of livvly's people: pools of names, and phrases of data/livvly/*.csv found by language."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa

from livvly_lab.designs.livvly.population import shapes
from livvly_lab.domain.columns import Joined, fill, pick
from livvly_lab.domain.draw import Floats, Ints, Steps
from livvly_lab.domain.population import Pool, World

LANGUAGES = tuple(str(language) for language in shapes.LANGUAGE.values)
ENGLISH = LANGUAGES.index("en")
WOMEN, MEN = "female", "male"

_FAKER_LOCALES = {"en": "en_IN", "hi": "hi_IN", "ta": "ta_IN"}
_FAKER_NAMES = {WOMEN: "first_name_female", MEN: "first_name_male", "last": "last_name"}
_FAKER_SIZE = 400
_FILE_COLUMNS = {
    "cities": ("city", "state", *LANGUAGES),
    "interests": ("interest", "weight"),
    "bios": ("language", "text"),
    "notifications": ("type", "language", "title", "body"),
    "room_titles": ("language", "category", "title"),
    "transcripts": ("language", "text"),
    "violations": ("language", "violation_type", "keyword", "text"),
    "gift_messages": ("language", "message"),
    "reports": ("reason", "weight", "description"),
    "banks": ("code", "weight"),
}


def _names(language: str, kind: str) -> Pool:
    """Declare names of one language: from Faker where it speaks the language, else from our own list."""
    name = f"names.{language}.{kind}"
    if language in _FAKER_LOCALES:
        return Pool(name, locale=_FAKER_LOCALES[language], provider=_FAKER_NAMES[kind], size=_FAKER_SIZE)
    return Pool(name, file=f"names_{language}.csv", column=kind)


POOLS = (
    *(_names(language, kind) for language in LANGUAGES for kind in _FAKER_NAMES),
    *(
        Pool(f"{file}.{column}", file=f"{file}.csv", column=column)
        for file, columns in _FILE_COLUMNS.items()
        for column in columns
    ),
)


@dataclass(frozen=True)
class Phrases:
    """Rows of a vocabulary file grouped by a key, such as the language."""

    rows: Ints
    first: Ints
    count: Ints

    @classmethod
    def by(cls, keys: pa.StringArray, values: tuple[str, ...]) -> "Phrases":
        """Group the rows of a file by their position in `values`; every value must have some."""
        position = np.array([values.index(key) for key in keys.to_pylist()], dtype=np.int64)
        count = np.bincount(position, minlength=len(values)).astype(np.int64)
        return cls(np.argsort(position, kind="stable"), np.cumsum(count) - count, count)

    def drawn(self, keys: Ints, u: Floats) -> Ints:
        """Return a row of the file for each key."""
        rows: Ints = self.rows[self.first[keys] + (u * self.count[keys]).astype(np.int64)]
        return rows


def numbers(world: World, name: str) -> Floats:
    """Return a pool of numbers."""
    return world.once(f"numbers of {name}", lambda: np.array(world.pools[name].to_pylist(), dtype=np.float64))


def by_language(world: World, file: str) -> Phrases:
    """Return the rows of a vocabulary file by language."""
    return world.once(f"{file} by language", lambda: Phrases.by(world.pools[f"{file}.language"], LANGUAGES))


def weighted(weights: Floats, u: Floats) -> Ints:
    """Return a position for each value in (0, 1), by weight."""
    return np.minimum(_steps(weights.tobytes()).find(u), len(weights) - 1)


def weighted_of(weights: Sequence[Floats], which: Ints, u: Floats) -> Ints:
    """Return a position for each value in (0, 1), by the weights of its kind: `which` are the kinds."""
    most = np.array([len(kind) for kind in weights], dtype=np.int64) - 1
    return np.minimum(_steps(*(kind.tobytes() for kind in weights)).find(u, which), most[which])


@lru_cache(maxsize=64)
def _steps(*weights: bytes) -> Steps:
    masses = [np.cumsum(np.frombuffer(kind, dtype=np.float64)) for kind in weights]
    return Steps(*(mass / mass[-1] for mass in masses))


def said(world: World, pool: str, rows: Ints, /, **values: Any) -> Joined:
    """Return the phrases in rows of a pool, their placeholders filled."""
    return fill(world.pools[pool].to_pylist(), rows, values)


def named(world: World, kinds: list[str], which: Ints, u: Floats) -> pa.DictionaryArray:
    """Return a name for each row from the pool of its kind (such as `ta.female`), common ones more often."""
    pools = [world.pools[f"names.{kind}"] for kind in kinds]
    offsets = np.cumsum([0, *(len(pool) for pool in pools)])
    ranks = shapes.NAME_RANK.ranks_of(u, tuple(map(len, pools)), which)
    return pick(world.once(f"names of {kinds}", lambda: pa.concat_arrays(pools)), offsets[which] + ranks)
