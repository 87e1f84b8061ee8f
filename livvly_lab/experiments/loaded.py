"""What an experiment is given: a loaded design, a connection to it, and what other notebooks of the run measured."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar, cast
from uuid import uuid4

import psycopg
from psycopg import Connection, sql
from psycopg.conninfo import make_conninfo

from livvly_lab.domain.catalog import Catalog
from livvly_lab.domain.claims import Outcome
from livvly_lab.domain.parameters import Depth, Parameters
from livvly_lab.domain.physical import PhysicalDesign
from livvly_lab.domain.placement import ShardFunction
from livvly_lab.measure.lint.catalog import read_catalog, reading

STATEMENT_LIMIT_MS: Mapping[Depth, int] = {"quick": 60_000, "full": 600_000}
LOCK_LIMIT_MS = 2_000

NEEDS_SHARDS = "a layout with shards: --layout inheritance"

_QUERIES = files("livvly_lab.experiments") / "queries"

Experiment = Callable[..., Outcome]
T = TypeVar("T")


@dataclass(frozen=True)
class Loaded:
    """A design laid out and filled on a server, as an experiment meets it.

    `connection` commits each statement, in UTC; `dsn` opens more of them. `known` holds what earlier notebooks of
    this run handed back, by key of results.json; it is empty where a notebook runs alone.
    """

    connection: Connection[Any] = field(repr=False)
    dsn: str = field(repr=False)
    physical: PhysicalDesign
    function: ShardFunction
    parameters: Parameters
    depth: Depth = "quick"
    known: Mapping[str, Any] = field(default_factory=dict, repr=False)
    _made: dict[str, Any] = field(default_factory=dict, repr=False)
    _written: set[str] = field(default_factory=set, repr=False)

    def ask(
        self, name: str, parameters: Mapping[str, Any] | None = None, /, **pieces: sql.Composable
    ) -> list[tuple[Any, ...]]:
        """Return the rows of a question under `queries/`; `{…}` in it become the pieces, `%(…)s` the parameters.

        A statement without rows returns an empty list.
        """
        cursor = self.connection.execute(question(name).format(**pieces), parameters)
        return cursor.fetchall() if cursor.description else []

    def value(self, name: str, parameters: Mapping[str, Any] | None = None, /, **pieces: sql.Composable) -> Any:
        """Return the first column of a question's first row, None where there is no row."""
        rows = self.ask(name, parameters, **pieces)
        return rows[0][0] if rows else None

    def explain(
        self, name: str, parameters: Mapping[str, Any] | None = None, /, **pieces: sql.Composable
    ) -> dict[str, Any]:
        """Return how a question would be run, as EXPLAIN (FORMAT JSON) tells it."""
        statement = question("explain").format(query=question(name).format(**pieces))
        row = self.connection.execute(statement, parameters).fetchone()
        return dict(row[0][0]) if row else {}

    def parent(self, table: str) -> sql.Identifier:
        """Return the name that reads all rows of a logical table."""
        return sql.Identifier(table)

    def home(self, table: str, shard: int = 0) -> sql.Identifier:
        """Return the physical table with a logical table's rows of one shard."""
        return sql.Identifier(self.physical.home(table, shard).name)

    def key(self, table: str) -> sql.Identifier:
        """Return the first column of a logical table's primary key."""
        return sql.Identifier(self.key_name(table))

    def key_name(self, table: str) -> str:
        """Return the name of the first column of a logical table's primary key."""
        return str(next(iter(self.physical.design.table(table).primary_key.columns)).name)

    def once(self, key: str, make: Callable[[], T]) -> T:
        """Return what several experiments need, made when the first of them asks."""
        if key not in self._made:
            self._made[key] = make()
        return cast("T", self._made[key])

    @property
    def catalog(self) -> Catalog:
        """The catalog of the database, read once."""
        return self.once("catalog", self._catalog)

    @contextmanager
    def rolled_back(self) -> Iterator[None]:
        """Run a block in a transaction that waits for no lock and is taken back whatever happens."""
        with self.connection.transaction(force_rollback=True):
            limits = (("statement_timeout", STATEMENT_LIMIT_MS[self.depth]), ("lock_timeout", LOCK_LIMIT_MS))
            for name, limit_ms in limits:
                self.ask("for_this_transaction", {"name": name, "value": str(limit_ms)})
            yield
            self._written.update(table for (table,) in self.ask("tables_written"))

    def tidy(self) -> None:
        """Vacuum the tables of the design that were written to: what was taken back left dead rows in their pages."""
        homes = {home.name for home in self.physical.all_homes()}
        for table in sorted(self._written & homes):
            self.ask("vacuumed", name=sql.Identifier(table))
        self._written.clear()

    @contextmanager
    def refused(self) -> Iterator[list[psycopg.Error]]:
        """Run statements that the server may refuse, inside `rolled_back`; the error is handed back, not raised."""
        errors: list[psycopg.Error] = []
        try:
            with self.connection.transaction():
                yield errors
        except psycopg.errors.QueryCanceled:
            raise
        except psycopg.Error as error:
            errors.append(error)

    @contextmanager
    def elsewhere(self) -> Iterator[str]:
        """Give the DSN of an empty database on the same server, dropped afterwards."""
        name = f"claims_{uuid4().hex[:12]}"
        self.connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        try:
            yield make_conninfo(self.dsn, dbname=name)
        finally:
            self.connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def _catalog(self) -> Catalog:
        with reading(self.connection):
            return read_catalog(self.connection)


@cache
def question(name: str) -> sql.SQL:
    """Read a question without its header comment."""
    text = (_QUERIES / f"{name}.sql").read_text(encoding="utf-8")
    return sql.SQL(text.split("\n", 1)[1].strip())
