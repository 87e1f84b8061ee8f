"""Draws the parameters of a query from the data: typical, hot and absent keys."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import Any

import psycopg
from psycopg import Connection
from psycopg.rows import dict_row

from livvly_lab.domain.physical import PhysicalDesign
from livvly_lab.domain.query import Query
from livvly_lab.errors import LabError
from livvly_lab.measure.question import addressed


@dataclass(frozen=True)
class Key:
    """One set of parameters for a query, and of what kind it is."""

    kind: str
    parameters: Mapping[str, Any]


ANY = (Key("typical", {}),)
"""What is drawn for a query without parameters."""


class Keys:
    """Draws keys on one connection; a draw that several queries share is asked once for each shard."""

    def __init__(self, connection: Connection[Any], physical: PhysicalDesign) -> None:
        self._connection, self._physical = connection, physical
        self._drawn: dict[tuple[str, int | None], list[dict[str, Any]]] = {}

    def draw(self, query: Query, shard: int | None) -> tuple[Key, ...]:
        """Return the keys of a query in a shard, the kinds taking turns: typical, hot, absent, typical ...

        Raises LabError naming the file where a draw fails, finds nothing at all, or draws other columns than
        the parameters.
        """
        if not query.parameters:
            return ANY
        by_kind = [
            [Key(kind, row) for row in self._rows(query, kind, text, shard)] for kind, text in query.draws.items()
        ]
        keys = tuple(key for key in chain.from_iterable(zip_longest(*by_kind)) if key is not None)
        if not keys:
            raise LabError(
                f"a key for {query.file}", "no row from any draw", "let `-- draw absent:` draw from no table"
            )
        return keys

    def _rows(self, query: Query, kind: str, text: str, shard: int | None) -> list[dict[str, Any]]:
        if (text, shard) not in self._drawn:
            try:
                with self._connection.cursor(row_factory=dict_row) as cursor:
                    rows = cursor.execute(addressed(text, self._physical, shard)).fetchall()
            except psycopg.Error as error:
                raise LabError(f"the {kind} draw of {query.file} to run", _message(error), "correct it") from error
            self._drawn[text, shard] = rows
        rows = self._drawn[text, shard]
        if rows and rows[0].keys() != query.parameters:
            raise LabError(
                f"the {kind} draw of {query.file} to return {', '.join(sorted(query.parameters))}",
                ", ".join(rows[0]),
                "name its columns as the parameters",
            )
        return rows


def failed(query: Query, shard: int | None, error: psycopg.Error) -> LabError:
    """Return what to say of a query that the server refused."""
    where = "" if shard is None else f" on shard {shard}"
    return LabError(f"{query.file} to run{where}", _message(error), "correct the query or its draws")


def _message(error: psycopg.Error) -> str:
    return f"the server's error {error.diag.message_primary or str(error)!r}"
