"""Copies of rows with two parties, beside the second party: really built, written and read, in a spare database."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import Connection, sql

from livvly_lab.domain.load import TwoParty
from livvly_lab.domain.physical import PhysicalDesign
from livvly_lab.domain.query import Query, pieces
from livvly_lab.measure.layout_writes import Target, columns_of
from livvly_lab.measure.names import shard_number
from livvly_lab.measure.question import addressed, question
from livvly_lab.measure.rows_by_key import key_columns, same_row

_LONGEST_NAME = 63


@dataclass(frozen=True)
class ReceiverQuery:
    """A query that finds rows of a relation by their second party, who is its parameter `who`."""

    query: Query
    who: str


def receiver_queries(workload: Sequence[Query], relation: TwoParty) -> tuple[ReceiverQuery, ...]:
    """Return the queries of a workload that ask for a relation's rows by their second party, each text once."""
    asks = re.compile(rf"\b{re.escape(relation.column)}\s*=\s*%\((\w+)\)s")
    found = {
        query.sql: ReceiverQuery(query, who[1])
        for query in workload
        if query.runs != "shared" and relation.table in query.tables and (who := asks.search(query.sql))
    }
    return tuple(found.values())


class Inboxes:
    """One table per shard with copies of all rows of a relation whose second party lives there.

    The copies have the columns, keys and indexes of the rows, no CHECKs and no foreign keys.
    """

    def __init__(self, connection: Connection[Any], physical: PhysicalDesign, relation: TwoParty) -> None:
        self.connection, self.physical, self.relation = connection, physical, relation
        self.columns = columns_of(physical, relation.table)
        self.homes = physical.homes(relation.table)

    def build(self) -> None:
        """Make the tables, fill them, and give the planner their statistics."""
        relation, physical = self.relation, self.physical
        for home in self.homes:
            names = {"inbox": self._inbox(home.shard), "child": sql.Identifier(home.name)}
            self.connection.execute(question("layouts/inbox_make").format(**names))
            fill = question("layouts/inbox_fill").format(
                **self._common(names["inbox"]),
                item_columns=sql.SQL(", ").join(sql.Identifier("item", name) for name in self.columns),
                table=sql.Identifier(relation.table),
                shard_of_other=shard_number(physical, relation.target, "other"),
                shard=sql.Literal(home.shard),
            )
            self.connection.execute(fill)
            for finish in ("layouts/reindex", "layouts/analyze"):
                self.connection.execute(question(finish).format(table=names["inbox"]))

    @property
    def tables(self) -> tuple[str, ...]:
        """The names of the tables with the copies."""
        return tuple(self._name(home.shard) for home in self.homes)

    def size_bytes(self) -> tuple[int, int]:
        """Return the bytes of the rows stored once and those of their copies, indexes and TOAST included."""
        return self._bytes([home.name for home in self.homes]), self._bytes(list(self.tables))

    def sampled(self, sample: sql.Composable) -> tuple[Target, ...]:
        """Keep the copies of a sample's rows, and return where they go."""
        return tuple(self._sampled(sample))

    def taking(self, sample: sql.Composable) -> tuple[sql.Composed, ...]:
        """Return what takes the copies of a sample's rows out of the inboxes."""
        take, same = question("layouts/sample_take"), same_row(self.physical, self.relation.table, "t", "s")
        return tuple(take.format(table=self._inbox(home.shard), sample=sample, same=same) for home in self.homes)

    def addressed(self, query: Query, shard: int) -> sql.Composed:
        """Return a query with the relation's rows taken from the inbox of a shard, all others from where they are."""
        return sql.Composed(
            [
                self._inbox(shard)
                if is_table and piece == self.relation.table
                else sql.Identifier(piece)
                if is_table
                else sql.SQL(piece)
                for piece, is_table in pieces(query.sql)
            ]
        )

    def shard_of(self, second: Any) -> int:
        """Return the shard in which a second party lives; any shard for one who lives nowhere."""
        query = question("layouts/shard_of_row").format(
            shard=shard_number(self.physical, self.relation.target, "other"),
            target=sql.Identifier(self.relation.target),
            id=sql.Identifier(key_columns(self.physical, self.relation.target)[0]),
            key=sql.Literal(second),
        )
        row = self.connection.execute(query).fetchone()
        return int(row[0]) if row else 0

    def forget(self) -> None:
        """Drop the copies of samples."""
        for home in self.homes:
            self.connection.execute(question("layouts/drop_temp").format(table=self._part(home.shard)))

    def once(self, query: Query) -> sql.Composed:
        """Return a query that asks every shard."""
        return addressed(query.sql, self.physical, None)

    def _sampled(self, sample: sql.Composable) -> Iterator[Target]:
        same = same_row(self.physical, self.relation.table, "t", "s")
        for home in self.homes:
            part, make = self._part(home.shard), question("layouts/sample_part")
            self.connection.execute(make.format(part=part, sample=sample, home=self._inbox(home.shard), same=same))
            yield Target(self._inbox(home.shard), part)

    def _common(self, inbox: sql.Identifier) -> dict[str, sql.Composable]:
        return {
            "inbox": inbox,
            "columns": sql.SQL(", ").join(map(sql.Identifier, self.columns)),
            "target": sql.Identifier(self.relation.target),
            "target_id": sql.Identifier(key_columns(self.physical, self.relation.target)[0]),
            "column": sql.Identifier(self.relation.column),
        }

    def _bytes(self, names: list[str]) -> int:
        row = self.connection.execute(question("layouts/inbox_bytes"), {"names": names}).fetchone()
        return int(row[0]) if row else 0

    def _part(self, shard: int | None) -> sql.Identifier:
        return sql.Identifier(f"livvly_lab_copies_{shard}")

    def _inbox(self, shard: int | None) -> sql.Identifier:
        return sql.Identifier(self._name(shard))

    def _name(self, shard: int | None) -> str:
        return f"lab_inbox_{shard}_{self.relation.table}_{self.relation.column}"[:_LONGEST_NAME]
