"""Measures where the bytes of a load lie: the pages of every relation, and what their entries take within them."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from psycopg import Connection

from livvly_lab.domain.physical import PhysicalDesign
from livvly_lab.domain.storage import StoredLoad, StoredRelation
from livvly_lab.measure.names import read_names
from livvly_lab.measure.question import question
from livvly_lab.measure.sizes import measure_sizes

HEAP_ROOM_BYTES, LEAF_ROOM_BYTES = 8_168, 8_152
"""What a page has for rows, and a page of a B-tree for entries: PostgreSQL's layout of pages of 8 KiB."""


def measure_storage(
    connection: Connection[Any], physical: PhysicalDesign, users: int, seed: int, *, filled: bool = False
) -> StoredLoad:
    """Return every relation of a loaded design, which was vacuumed and not written to since.

    With `filled`, the entries of heaps and B-trees are counted too, by pgstattuple, which must be there.
    """
    rows: Counter[str] = Counter()
    for size in measure_sizes(connection, physical):
        rows[size.table] += size.rows
    homes = {home.name: home for home in physical.all_homes()}
    found = connection.execute(question("storage"), {"names": list(homes)}).fetchall()
    names = read_names(connection, physical)
    by_oid = _filled(connection, [row[3] for row in found]) if filled else {}
    relations = tuple(
        StoredRelation(
            table=homes[name].table,
            name=names.index(relation) if part == "index" else f"{part} index" if method != "heap" else part,
            part=part,
            method=method,
            home=home,
            rows=row_count,
            pages=pages - empty,
            empty_pages=empty,
            map_pages=maps,
            filled_bytes=by_oid.get(oid),
        )
        for name, home, part, oid, relation, method, row_count, pages, empty, maps in found
    )
    return StoredLoad(users, seed, dict(rows), relations)


def _filled(connection: Connection[Any], oids: Sequence[int]) -> dict[int, float]:
    connection.execute(question("use_pgstattuple"))
    rooms = {"heap_room": HEAP_ROOM_BYTES, "leaf_room": LEAF_ROOM_BYTES}
    return dict(connection.execute(question("storage_filled"), {"oids": list(oids), **rooms}).fetchall())
