"""A loaded wolo that a test may change and that forgets it: rows put where they belong, claims of who asks."""

import json
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from psycopg import Connection, sql
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from livvly_lab.lab.run import Run

ROLE = "wolo_tester"
HASH = "a hash"


@dataclass(frozen=True)
class Wolo:
    """A loaded wolo in a transaction that is rolled back in the end."""

    connection: Connection[Any]
    run: Run

    def ask(self, query: str, *values: Any, **names: str) -> list[tuple[Any, ...]]:
        """Execute SQL, its `{placeholders}` the names given; return what came back, nothing of what returns no rows."""
        cursor = self.connection.execute(_named(query, names), values)
        return cursor.fetchall() if cursor.description else []

    def one(self, query: str, *values: Any, **names: str) -> Any:
        """Return the first column of the only row."""
        ((value, *_),) = self.ask(query, *values, **names)
        return value

    def row(self, query: str, *values: Any, **names: str) -> dict[str, Any]:
        """Return one row by column."""
        with self.connection.cursor(row_factory=dict_row) as cursor:
            found = cursor.execute(_named(query, names), values).fetchone()
        assert found is not None, query
        return found

    def home(self, table: str, key: uuid.UUID) -> str:
        """Return the table that holds the rows of a key."""
        if not self.run.physical.is_sharded(table):
            return table
        ids = np.frombuffer(key.bytes, dtype=np.uint8).reshape(1, 16)
        shard = int(self.run.function.route(ids, self.run.parameters.shards)[0])
        return self.run.physical.home(table, shard).name

    def put(self, table: str, **values: Any) -> uuid.UUID:
        """Insert a row where it belongs; return its primary key. Dictionaries and lists of them become JSON."""
        logical = self.run.physical.design.table(table)
        key = str(next(iter(logical.primary_key.columns)).name)
        values = {key: uuid.uuid4(), **values}
        shard_key = self.run.physical.design.placement.keys.get(table, key)
        statement = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
            sql.Identifier(self.home(table, values[shard_key])),
            sql.SQL(", ").join(map(sql.Identifier, values)),
            sql.SQL(", ").join([sql.Placeholder()] * len(values)),
        )
        self.connection.execute(statement, [_adapted(value) for value in values.values()])
        made: uuid.UUID = values[key]
        return made

    def user(self, **values: Any) -> uuid.UUID:
        """Insert a user; return the id."""
        return self.put("users", **({"email": f"{uuid.uuid4()}@example.sn"} | values))

    def person(self, born: str = "1990-05-05", **values: Any) -> uuid.UUID:
        """Insert a user with a profile; return the id."""
        made = self.user()
        self.put("profiles", **({"user_id": made, "full_name": "Awa Diop", "date_of_birth": born} | values))
        return made

    def pot(self, owner: uuid.UUID, **values: Any) -> uuid.UUID:
        """Insert a pot; return the id."""
        common = {
            "owner_user_id": owner,
            "title": "Anniversaire",
            "target_amount_cfa": 50_000,
            "birthday_date": "2026-12-31",
            "scheduled_open_at": "2026-12-01T00:00:00Z",
        }
        return self.put("pots", **(common | values))

    def donation(self, pot: uuid.UUID, **values: Any) -> uuid.UUID:
        """Insert a payment that succeeded; return the id."""
        return self.put("donations", **({"pot_id": pot, "amount_cfa": 5_000, "status": "succeeded"} | values))

    def claims(self, **claims: Any) -> None:
        """Let a token with these claims ask from now on; none is a visitor."""
        self.ask("SELECT set_config('request.jwt.claims', %s, true)", json.dumps(claims, default=str) if claims else "")

    @contextmanager
    def asking(self, user: uuid.UUID | None = None, **claims: Any) -> Iterator[None]:
        """Be a role bound by the policies, with the token of a user."""
        self.claims(**({"sub": user} if user else {}), **claims)
        self.ask("SET LOCAL ROLE {role}", role=ROLE)
        try:
            yield
        finally:
            if self.connection.info.transaction_status.name != "INERROR":
                self.ask("RESET ROLE")
                self.claims()

    @contextmanager
    def refused(self) -> Iterator[None]:
        """Take back what is refused, so that the transaction goes on."""
        with self.connection.transaction():
            yield


def _named(query: str, names: Mapping[str, str]) -> Any:
    if not names:
        return query.encode()
    return sql.SQL(query).format(**{name: sql.Identifier(value) for name, value in names.items()})


def _adapted(value: Any) -> Any:
    if isinstance(value, Mapping) or (isinstance(value, list) and value and isinstance(value[0], Mapping)):
        return Jsonb(value)
    return value


@contextmanager
def opened(run: Run) -> Iterator[Wolo]:
    """Open a loaded wolo; whatever is done to it is taken back."""
    with run.connect() as connection, connection.transaction(force_rollback=True):
        yield Wolo(connection, run)


def grant(wolo: Wolo) -> None:
    """Make a role that may do anything to any row the policies let it."""
    wolo.ask("CREATE ROLE {role} NOLOGIN", role=ROLE)
    wolo.ask("GRANT USAGE ON SCHEMA public TO {role}", role=ROLE)
    wolo.ask("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}", role=ROLE)
