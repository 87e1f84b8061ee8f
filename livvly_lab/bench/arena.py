"""The arena: one scratch server, an empty database for every run, and what a run left in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from itertools import count
from typing import Any

import psycopg

from livvly_lab.domain.physical import PhysicalDesign
from livvly_lab.domain.placement import ShardFunction
from livvly_lab.scratch import ddl
from livvly_lab.scratch.server import Server

_QUERIES = files("livvly_lab.bench") / "queries"


class Arena:
    """Gives every run a database that no other has touched."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._numbers = count()

    def prepare(self, name: str, physical: PhysicalDesign, function: ShardFunction) -> None:
        """Create the tables of a design, ready for rows and without keys, to be copied for runs."""
        with psycopg.connect(self._server.create_database(name), autocommit=True) as connection:
            ddl.create_tables(connection, physical, function)

    @contextmanager
    def database(self, template: str | None = None) -> Iterator[str]:
        """Give the DSN of a fresh database, empty or with the tables of a template; it goes with the block.

        The server begins with nothing left to write for the runs before.
        """
        name = f"run_{next(self._numbers)}"
        dsn = self._server.create_database(name, template)
        try:
            with psycopg.connect(dsn, autocommit=True) as connection:
                connection.execute("CHECKPOINT")
            yield dsn
        finally:
            self._server.drop_database(name)


def question(name: str) -> bytes:
    """Read a question to the server."""
    return (_QUERIES / f"{name}.sql").read_bytes()


def table_bytes(connection: psycopg.Connection[Any], asked: str = "tables_with_rows") -> dict[str, int]:
    """Return bytes by table, indexes left out: of those that hold rows, or as another question tells them."""
    return dict(connection.execute(question(asked)).fetchall())


def total_bytes(dsn: str) -> int:
    """Return the bytes of all tables of a database, indexes left out."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        return sum(table_bytes(connection).values())
