"""The words of wolo's people: names, towns and phrases of data/wolo/*.csv, and browsers from Faker."""

from functools import lru_cache

import numpy as np
import pyarrow as pa

from livvly_lab.designs.wolo.population import shapes
from livvly_lab.domain.columns import Bytes, Joined, fill, pick
from livvly_lab.domain.draw import Floats, Ints, Steps
from livvly_lab.domain.population import Pool, World

_FILES = {
    "women": ("name",),
    "men": ("name",),
    "surnames": ("name", "weight"),
    "cities": ("city", "region", "weight"),
    "streets": ("street",),
    "bios": ("text",),
    "donation_messages": ("text",),
    "pot_titles": ("title", "description"),
    "pot_messages": ("text",),
    "invitation_messages": ("text",),
    "partners": (
        "id",
        "name",
        "type",
        "description",
        "contact_name",
        "contact_email",
        "contact_phone",
        "business_registration",
        "tax_id",
        "split_hundredths",
        "payment_terms",
        "minimum_payout_cfa",
        "venues",
        "status",
        "auto_approve",
    ),
    "feature_flags": (
        "flag_key",
        "name",
        "description",
        "enabled",
        "type",
        "value",
        "rollout",
        "groups",
        "regions",
        "environment",
    ),
    "system_config": ("config_key", "value", "description", "type", "sensitive", "rules"),
}

POOLS = (
    *(
        Pool(f"{file}.{column}", file=f"{file}.csv", column=column)
        for file, columns in _FILES.items()
        for column in columns
    ),
    Pool("agents", locale="fr_FR", provider="user_agent", size=80),
)
"""Faker speaks no Senegalese French: names are a list of our own, browsers its."""

_ACCENTS = str.maketrans("àâéèêëïîôùûçÉÀÏ'", "aaeeeeiiouuceai-")


def numbers(world: World, name: str) -> Ints:
    """Return a pool of whole numbers."""
    return np.array([int(value) for value in world.pools[name].to_pylist()], dtype=np.int64)


def weighted(world: World, file: str, u: Floats) -> Ints:
    """Return a row of a vocabulary file for each value in (0, 1), by its column `weight`."""
    weights = numbers(world, f"{file}.weight")
    return np.minimum(_steps(weights.tobytes()).find(u), len(weights) - 1)


@lru_cache(maxsize=8)
def _steps(weights: bytes) -> Steps:
    mass = np.cumsum(np.frombuffer(weights, dtype=np.int64))
    return Steps(mass / mass[-1])


def any_of(world: World, pool: str, u: Floats) -> pa.DictionaryArray:
    """Return a value of a pool for each value in (0, 1), all alike."""
    return pick(world.pools[pool], row_of(world, pool, u))


def row_of(world: World, pool: str, u: Floats) -> Ints:
    """Return a row of a pool for each value in (0, 1), all alike."""
    return (u * len(world.pools[pool])).astype(np.int64)


def said(world: World, pool: str, rows: Ints, /, **values: pa.Array) -> Joined:
    """Return the phrases in rows of a pool, their placeholders filled."""
    return fill(world.pools[pool].to_pylist(), rows, values)


def named(world: World, pool: str, u: Floats) -> pa.DictionaryArray:
    """Return a name for each value in (0, 1), common ones more often."""
    names = world.pools[pool]
    return pick(names, shapes.NAME_RANK.ranks(u, len(names)))


def latin(texts: pa.StringArray) -> pa.StringArray:
    """Return texts in lower case without accents, as they stand in an email address."""
    return pa.array([text.lower().translate(_ACCENTS).replace(" ", "") for text in texts.to_pylist()], pa.string())


def addresses(u: Floats) -> Bytes:
    """Return an IPv4 address of a Senegalese network for each value in (0, 1) as an (n, 4) uint8 array."""
    rest = (u * 2**17).astype(np.int64)
    octets = np.empty((len(u), 4), dtype=np.uint8)
    octets[:, 0], octets[:, 1] = np.where(rest >> 16, 41, 154), np.where(rest >> 16, 82, 124)
    octets[:, 2], octets[:, 3] = rest >> 8 & 0xFF, rest & 0xFF
    return octets
