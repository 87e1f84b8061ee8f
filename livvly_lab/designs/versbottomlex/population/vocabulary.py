"""The words of VersBottomLex: names from Faker, phrases of data/versbottomlex/*.csv, and what is sealed or hashed."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from livvly_lab.designs.versbottomlex.population import shapes
from livvly_lab.designs.versbottomlex.population.people import People
from livvly_lab.domain.columns import Bytes, Joined, as_text, join, pick, stacked
from livvly_lab.domain.draw import Floats, Ints
from livvly_lab.domain.population import Pool, World

_FAKER_SIZE = 300
_FILES = {
    "adjectives": ("word",),
    "nouns": ("word",),
    "streams": ("category_id", "title", "description"),
    "chat": ("text",),
    "private": ("text",),
    "bios": ("text",),
    "abouts": ("text",),
    "tips": ("text",),
    "polls": ("question", "options"),
    "flags": ("reason", "details"),
    "schedules": ("note",),
}

LOCALES = {
    "US": "en_US", "CA": "en_US", "GB": "en_GB", "AU": "en_GB", "DE": "de_DE", "FR": "fr_FR", "ES": "es_ES",
    "MX": "es_ES", "IT": "it_IT", "NL": "nl_NL", "BR": "pt_BR", "JP": "ja_JP",
}  # fmt: skip
"""Country -> whose names its people have."""
ZONES = {
    "US": "America/New_York", "CA": "America/Toronto", "GB": "Europe/London", "AU": "Australia/Sydney",
    "DE": "Europe/Berlin", "FR": "Europe/Paris", "ES": "Europe/Madrid", "MX": "America/Mexico_City",
    "IT": "Europe/Rome", "NL": "Europe/Amsterdam", "BR": "America/Sao_Paulo", "JP": "Asia/Tokyo",
}  # fmt: skip
COUNTRIES = tuple(str(code) for code in shapes.COUNTRY.values)
_LOCALE_NAMES = tuple(dict.fromkeys(LOCALES.values()))

POOLS = (
    *(
        Pool(f"{locale}.{part}", locale=locale, provider=f"{part}_name", size=_FAKER_SIZE)
        for locale in _LOCALE_NAMES
        for part in ("first", "last")
    ),
    *(
        Pool(f"{file}.{column}", file=f"{file}.csv", column=column)
        for file, columns in _FILES.items()
        for column in columns
    ),
)

_ENVELOPE_OCTETS = 63  # version, key, nonce, 32 octets of text, tag
CONTACT_KEY, PAYOUT_KEY, BILLING_KEY = 1, 2, 3


def of_country(values: dict[str, str], country: Ints) -> pa.DictionaryArray:
    """Return what belongs to each user's country, by its position in shapes.COUNTRY."""
    return pick(pa.array([values[code] for code in COUNTRIES]), country)


def tongues() -> dict[str, str]:
    """Return country -> language tag, such as de-DE."""
    return {code: locale.replace("_", "-") for code, locale in LOCALES.items()}


def full_names(world: World, country: Ints, first: Floats, last: Floats) -> Joined:
    """Return names as they are usual in each country; in Japan the family comes first."""
    which = np.array([_LOCALE_NAMES.index(LOCALES[code]) for code in COUNTRIES])[country]
    family_first = which == _LOCALE_NAMES.index("ja_JP")
    firsts, lasts = (_of_locale(world, part, which, u) for part, u in (("first", first), ("last", last)))
    both = stacked([firsts, lasts])
    rows, n = np.arange(len(country)), len(country)
    before = pick(both, np.where(family_first, rows + n, rows))
    return join(before, " ", pick(both, np.where(family_first, rows, rows + n)))


def _of_locale(world: World, part: str, which: Ints, u: Floats) -> pa.DictionaryArray:
    pools = [world.pools[f"{locale}.{part}"] for locale in _LOCALE_NAMES]
    sizes = np.array([len(pool) for pool in pools])
    start = np.cumsum(sizes) - sizes
    whole = world.once(f"all.{part}", lambda: pa.concat_arrays(pools))
    return pick(whole, start[which] + (u * sizes[which]).astype(np.int64))


def usernames(world: World, people: People, ordinals: Ints) -> Joined:
    """Return a name for each user that nobody else has: two words and the ordinal."""
    adjective, noun = (
        some(world, f"{pool}.word", people.u(f"users/{pool}", ordinals)) for pool in ("adjectives", "nouns")
    )
    return join(adjective, "_", noun, as_text(ordinals + 10))


def some(world: World, pool: str, u: Floats) -> pa.DictionaryArray:
    """Return a value of a pool for each value in (0, 1), all equally often."""
    values = world.pools[pool]
    return pick(values, (u * len(values)).astype(np.int64))


def words(values: Sequence[str], which: Ints) -> pa.DictionaryArray:
    """Return one of several words for each position."""
    return pick(pa.array(values, pa.string()), which)


def sealed(people: People, stream: str, ordinals: Ints, key: int) -> pa.Array:
    """Return what an application would have sealed with a key: version 1, the key's number, octets like noise."""
    octets = np.empty((len(ordinals), _ENVELOPE_OCTETS), dtype=np.uint8)
    octets[:, :3] = (1, key >> 8, key & 255)
    for part in range(4):
        drawn = people.ids(f"{stream}/{part}", ordinals)
        place = 3 + 15 * part
        octets[:, place : place + 15] = drawn[:, :15]
    return _binary(octets)


def digests(people: People, stream: str, ordinals: Ints) -> pa.Array:
    """Return 32 octets like those of SHA-256."""
    return _binary(np.hstack([people.ids(f"{stream}/{half}", ordinals) for half in ("high", "low")]))


def _binary(octets: Bytes) -> pa.Array:
    whole = np.ascontiguousarray(octets)
    return pa.Array.from_buffers(pa.binary(whole.shape[1]), len(whole), [None, pa.py_buffer(whole)])
