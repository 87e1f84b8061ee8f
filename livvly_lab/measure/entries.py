"""Counts what the entries of an index tell apart."""

from collections.abc import Iterator
from typing import Any

from psycopg import Connection, sql

from livvly_lab.domain.ablation import Entries
from livvly_lab.measure.dropping import Dropper
from livvly_lab.measure.facts import IndexFacts
from livvly_lab.measure.question import question

_EVERY_ROW = "true"


def measure_entries(connection: Connection[Any], dropper: Dropper, tables: dict[str, str]) -> Iterator[Entries]:
    """Yield the entries of each B-tree on some physical tables, given with their logical names."""
    for facts in dropper.facts.values():
        if facts.table in tables and facts.method == "btree":
            yield _count(connection, facts, tables[facts.table])


def _count(connection: Connection[Any], facts: IndexFacts, table: str) -> Entries:
    statement = question("entries").format(
        keys=sql.SQL(", ".join(facts.keys)),
        table=sql.Identifier(facts.table),
        predicate=sql.SQL(facts.predicate or _EVERY_ROW),
    )
    row = connection.execute(statement).fetchone()
    entries, distinct = row or (0, 0)
    return Entries(facts.index, table, int(entries), int(distinct))
