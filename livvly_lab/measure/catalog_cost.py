"""Measures what a laid-out design costs the system catalogs: relations and bytes, the shards apart from the rest."""

from typing import Any

from psycopg import Connection

from livvly_lab.domain.hashing import Catalog, CatalogPart
from livvly_lab.domain.physical import PhysicalDesign
from livvly_lab.measure.question import question

_SCHEMA = "public"


def measure_catalog(connection: Connection[Any], physical: PhysicalDesign) -> Catalog:
    """Return the catalog cost of all children together and of everything else in their schema.

    Each table must have been analysed for its statistics to count.
    """
    names = [home.name for home in physical.all_homes() if home.shard is not None]
    found = connection.execute(question("catalog_cost"), {"names": names, "schema": _SCHEMA}).fetchall()
    sharded, rest = (CatalogPart(*counts) for _, *counts in found)
    return Catalog(len(physical.shard_numbers), sharded, rest)
