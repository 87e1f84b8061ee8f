"""Takes indexes away from the tables of a laid-out design, with the constraints that stand on them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import Connection, sql

from livvly_lab.domain.physical import PhysicalDesign
from livvly_lab.errors import LabError
from livvly_lab.measure.facts import IndexFacts, Root
from livvly_lab.measure.question import question

LOCK_TIMEOUT_MS = 2_000
STATEMENT_TIMEOUT_MS = 30_000


class Dropper:
    """Drops logical indexes: in one shard of their table, or in all of them."""

    def __init__(self, connection: Connection[Any], physical: PhysicalDesign, facts: Mapping[str, IndexFacts]) -> None:
        self.connection, self.physical, self.facts = connection, physical, facts

    @contextmanager
    def rolled_back(self, statement_timeout_ms: int = STATEMENT_TIMEOUT_MS) -> Iterator[None]:
        """Run a block in a transaction that waits for no lock and leaves the schema as it was."""
        with self.connection.transaction(force_rollback=True):
            for name, limit_ms in (("lock_timeout", LOCK_TIMEOUT_MS), ("statement_timeout", statement_timeout_ms)):
                self.connection.execute(question("for_this_transaction"), {"name": name, "value": f"{limit_ms}ms"})
            yield

    def homes_of(self, index: str, table: str, shard: int | None) -> tuple[str, ...]:
        """Return the physical indexes of a logical one on a table: in that shard, or in all of them."""
        homes = self.physical.homes(table)
        tables = {home.name for home in homes if home.shard in (None, shard) or shard is None}
        return tuple(facts.name for facts in self.facts.values() if facts.index == index and facts.table in tables)

    def drop(self, index: str, table: str, shard: int | None) -> None:
        """Drop an index, with the constraint that stands on it and the foreign keys to that.

        One that is part of a partitioned index goes with all the other parts.
        Raises LabError where the server refuses.
        """
        parts = map(self.facts.__getitem__, self.homes_of(index, table, shard))
        for root in dict.fromkeys(facts.root for facts in parts):
            try:
                self.connection.execute(_drop_statement(root))
            except psycopg.Error as error:
                raise LabError(
                    f"to drop {root.name} for a moment, in a transaction that is rolled back",
                    f"the server's error {error.diag.message_primary or str(error)!r}",
                    "run it where nobody else uses the tables, or without dropping",
                ) from error


def _drop_statement(root: Root) -> sql.Composed:
    if root.key_name:
        return question("drop_key").format(table=sql.Identifier(root.table), key=sql.Identifier(root.key_name))
    return question("drop_index").format(index=sql.Identifier(root.name))
