"""Loads made up as PostgreSQL would store them: whole pages, users in several homes, events in one, a catalogue."""

import math
from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np

from livvly_lab.domain.population import Population
from livvly_lab.domain.storage import StorageModel, StoredLoad, StoredRelation
from livvly_lab.forecast import pages, storage

HOMES = 4
ROW_BYTES, ENTRY_BYTES = 120.0, 28.0


def population(**ratios: float) -> Population:
    return Population(datetime(2026, 1, 1, tzinfo=UTC), (), ratios, frozenset({"events"}), {}, None, None)  # type: ignore[arg-type]  # nobody draws from it


def load(users: int, seed: int = 0, events_per_user: float = 3.0, vocabulary: bool = False) -> StoredLoad:
    """Return a load as PostgreSQL would store it: whole pages, users in several homes, events in one, a catalogue."""
    random = np.random.default_rng(seed)
    per_home = random.multinomial(users, [1 / HOMES] * HOMES)
    events = int(random.poisson(events_per_user * users))
    relations: list[StoredRelation] = []
    for number, n in enumerate(per_home):
        home = f"users_shard_{number}"
        relations += [heap("users", home, int(n), ROW_BYTES), btree("users", "users_pkey", home, int(n))]
    relations += [heap("events", "events", events, 300.0), btree("events", "idx_events", "events", events)]
    relations += [heap("plans", "plans", 7, 200.0), gin("events", events, 40 if vocabulary else 0)]
    return StoredLoad(users, seed, {"users": users, "events": events, "plans": 7}, tuple(relations))


def heap(table: str, home: str, n: int, width: float) -> StoredRelation:
    fit = int(pages.HEAP_ROOM_BYTES // width)
    whole = math.ceil(n / fit)
    maps = int(pages.map_pages(whole))
    return StoredRelation(table, table, "heap", "heap", home, n, whole, 0, maps, n * width)


def btree(table: str, name: str, home: str, n: int) -> StoredRelation:
    whole = math.ceil(pages.btree_pages(n * ENTRY_BYTES, ENTRY_BYTES) - (0.5 if n > 300 else 0))
    return StoredRelation(table, name, "index", "btree", home, n, whole, 0, 0, n * ENTRY_BYTES)


def gin(table: str, n: int, words: int) -> StoredRelation:
    whole = 2 + round(words * math.sqrt(n) / 10 + n / 400)
    return StoredRelation(table, "idx_words", "index", "gin", table, n, whole, 0, 0)


def small_loads(vocabulary: bool = False, first: int = 100) -> list[StoredLoad]:
    sizes = [size for size in (500, 1_000, 2_000) for _ in range(3)]
    return [load(size, first + number, vocabulary=vocabulary) for number, size in enumerate(sizes)]


def fitted(events: float = 3.0, loads: Sequence[StoredLoad] | None = None) -> StorageModel:
    return storage.fit(loads or small_loads(), population(users=1.0, events=events), 1.0)
