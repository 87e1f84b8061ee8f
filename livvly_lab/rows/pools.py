"""Vocabulary, drawn once: names from Faker with a fixed seed, or a column of a file under data/<design>/."""

import csv
import zlib
from functools import lru_cache
from pathlib import Path

import pyarrow as pa

from livvly_lab.checkout import folder
from livvly_lab.domain.population import Pool
from livvly_lab.errors import LoadError

_DRAWS_PER_VALUE = 20


@lru_cache(maxsize=256)
def pool(design: str, declared: Pool) -> pa.StringArray:
    """Return the values of a pool: the same in every process and for every seed of a population.

    Raises LoadError where a file or its column is not there, or Faker does not know the provider.
    """
    values = _from_file(design, declared) if declared.file else _from_faker(declared)
    if not values:
        raise LoadError(f"values in the pool {declared.name}", "none", "correct the declaration of the pool")
    return pa.array(values, pa.string())


def _from_file(design: str, declared: Pool) -> list[str]:
    path = folder("data") / design / str(declared.file)
    rows = _rows(path)
    if declared.column not in rows[0]:
        found = f"columns {', '.join(rows[0])}"
        raise LoadError(f"a column {declared.column} in {path}", found, "name one of the columns in the pool")
    return [row[declared.column] for row in rows]


@lru_cache(maxsize=64)
def _rows(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
    except FileNotFoundError as error:
        raise LoadError(f"the vocabulary {path}", "no such file", "restore it from the repository") from error
    return rows or [{}]


def _from_faker(declared: Pool) -> list[str]:
    from faker import Faker

    faker = Faker(declared.locale)
    faker.seed_instance(zlib.crc32(declared.name.encode()))
    provider = getattr(faker, str(declared.provider), None)
    if provider is None:
        raise LoadError(
            f"a Faker provider in {declared.locale} for the pool {declared.name}",
            repr(declared.provider),
            "see faker.readthedocs.io for the providers of the locale",
        )
    values: dict[str, None] = {}
    for _ in range(declared.size * _DRAWS_PER_VALUE):
        values[str(provider())] = None
        if len(values) == declared.size:
            break
    return list(values)
