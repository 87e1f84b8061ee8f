"""Single valid rows of livepanty, written where they belong, in any layout; and who asks."""

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from random import Random
from typing import Any

import numpy as np
from designs_for_tests import function_in
from psycopg import Connection, sql
from psycopg.types.json import Jsonb

from livvly_lab.designs import DESIGNS
from livvly_lab.domain.physical import LAYOUTS, PhysicalDesign

SHARDS = 2
BCRYPT = "$2b$12$" + "a" * 53
HASH = "0" * 64

_LEAST: Mapping[str, Mapping[str, Any]] = {
    "users": {"password_hash": BCRYPT, "date_of_birth": "1990-05-05", "country": "US"},
    "user_preferences": {},
    "auth_sessions": {"device_type": "web", "ip_address": "192.0.2.7", "expires_at": "now() + interval '1 day'"},
    "payments": {"provider": "stripe", "method": "card", "amount": 10, "amount_usd": 10, "tokens": 1_000},
    "streams": {"title": "Piano bar", "category": "music", "status": "live", "started_at": "now()"},
    "kyc_verifications": {"level": "identity", "document_type": "passport", "document_country": "US"},
    "reports": {"reason": "spam"},
    "moderation_flags": {"detector": "spam-v3", "category": "spam", "confidence": 0.9},
    "user_sanctions": {"kind": "warning", "reason": "spam"},
}
"""What a row of each table needs beside its references and defaults."""


def livepanty_in(layout: str) -> PhysicalDesign:
    """Return the design laid out, with few shards so that a test builds it quickly."""
    return PhysicalDesign(DESIGNS["livepanty"], LAYOUTS[layout], SHARDS)


@dataclass
class Platform:
    """Writes and asks through one connection; ids are drawn from a seed, so that every run writes the same."""

    connection: Connection[Any]
    physical: PhysicalDesign
    _random: Random = field(default_factory=lambda: Random(7))  # noqa: S311 - ids of tests, not secrets
    _numbers: "count[int]" = field(default_factory=count)

    def ask(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """Execute SQL; return what came back, nothing of what returns no rows."""
        cursor = self.connection.execute(query.encode(), values)
        return cursor.fetchall() if cursor.description else []

    def one(self, query: str, *values: Any) -> Any:
        """Return the row a question gives: its only value, or a tuple of several."""
        (found,) = self.ask(query, *values)
        return found[0] if len(found) == 1 else tuple(found)

    def id_in(self, shard: int = 0) -> uuid.UUID:
        """Return a new id whose home is the shard."""
        while True:
            drawn = uuid.UUID(int=self._random.getrandbits(128), version=4)
            if self._shard(drawn) == shard:
                return drawn

    def home(self, table: str, key: Any) -> str:
        """Return the physical table that holds the rows of a key."""
        sharded = self.physical.is_sharded(table)
        return self.physical.home(table, self._shard(key) if sharded else None).name

    def put(self, table: str, **given: Any) -> uuid.UUID:
        """Insert a row where it belongs; return its primary key."""
        logical = self.physical.design.table(table)
        key = str(next(iter(logical.primary_key.columns)).name)
        values = {key: self.id_in(next(self._numbers) % 2), **_LEAST.get(table, {}), **given}
        shard_key = self.physical.design.placement.keys.get(table, key)
        spoken = {name: value for name, value in values.items() if isinstance(value, str) and "now()" in value}
        statement = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
            sql.Identifier(self.home(table, values[shard_key])),
            sql.SQL(", ").join(map(sql.Identifier, values)),
            sql.SQL(", ").join(sql.SQL(spoken[name]) if name in spoken else sql.Placeholder() for name in values),
        )
        plain = [Jsonb(v) if isinstance(v, dict) else v for name, v in values.items() if name not in spoken]
        self.connection.execute(statement, plain)
        made: uuid.UUID = values[key]
        return made

    def user(self, shard: int = 0, **given: Any) -> uuid.UUID:
        """Insert a user with an empty wallet; return the id."""
        number = next(self._numbers)
        names = {
            "email": f"u{number}-{self._random.getrandbits(32)}@example.com",
            "username": f"user_{number}_{self._random.getrandbits(32)}",
        }
        made = self.put("users", **({"id": self.id_in(shard)} | names | given))
        self.put("wallets", user_id=made)
        return made

    def performer(self, shard: int = 1, *, proven: bool = True, **given: Any) -> uuid.UUID:
        """Insert a performer, whose identity is proven unless told otherwise; return the id."""
        made = self.user(shard, role="performer", **given)
        if proven:
            self.prove(made)
        return made

    def prove(self, user: uuid.UUID, **given: Any) -> uuid.UUID:
        """Insert an approved proof of identity; return its id."""
        approved = {"status": "approved", "reviewed_at": "now()", "expires_at": "now() + interval '5 years'"}
        return self.put("kyc_verifications", user_id=user, **(approved | given))

    def stream(self, host: uuid.UUID, **given: Any) -> uuid.UUID:
        """Insert a live stream; return its id."""
        return self.put("streams", host_id=host, **given)

    def buy(self, user: uuid.UUID, tokens: int) -> uuid.UUID:
        """Let a user buy tokens; return the payment."""
        payment = self.put("payments", user_id=user, amount=tokens / 100, amount_usd=tokens / 100, tokens=tokens)
        assert self.one("SELECT complete_payment(%s, %s)", payment, f"ref-{payment}")
        return payment

    def wallet(self, user: uuid.UUID, *columns: str) -> Any:
        """Return columns of a wallet, the balance and what is reserved of it where none is named."""
        wanted = ", ".join(columns or ("balance", "reserved_balance"))
        return self.one(f"SELECT {wanted} FROM wallets WHERE user_id = %s", user)  # noqa: S608

    def tip(self, sender: uuid.UUID, stream: uuid.UUID, tokens: int, key: str | None = None) -> uuid.UUID:
        """Tip for a user; return the tip."""
        self.acting(sender)
        made: uuid.UUID = self.one("SELECT send_tip(%s, %s, NULL, %s)", stream, tokens, key)
        return made

    def acting(self, user: uuid.UUID | None) -> None:
        """Act for a user from now on."""
        self.ask("SELECT set_config('app.user_id', %s, false)", str(user or ""))

    @contextmanager
    def role(self, name: str, user: uuid.UUID | None = None) -> Iterator[None]:
        """Be a role that does not own the tables, acting for a user."""
        self.acting(user)
        self.connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(name)))
        try:
            yield
        finally:
            if self.connection.info.transaction_status.name != "INERROR":
                self.ask("RESET ROLE")
                self.acting(None)

    @contextmanager
    def refused(self) -> Iterator[None]:
        """Take back what is refused, so that the transaction goes on."""
        with self.connection.transaction():
            yield

    def sound(self) -> bool:
        """Tell whether every account follows from its entries, and every transaction sums to zero."""
        unbalanced = self.ask(
            "SELECT transaction_id FROM ledger GROUP BY transaction_id, created_at HAVING sum(amount) <> 0"
        )
        return not unbalanced and not self.ask("SELECT * FROM broken_accounts()")

    def _shard(self, key: Any) -> int:
        octets = np.frombuffer(uuid.UUID(str(key)).bytes, dtype=np.uint8).reshape(1, 16)
        return int(function_in(self.physical.layout.name).route(octets, self.physical.shards)[0])
