"""Single valid rows of livvly, planted where they belong: what a test needs to see a constraint act."""

import random
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import numpy as np
from designs_for_tests import function_in
from psycopg import Connection, sql
from psycopg.types.json import Jsonb

from livvly_lab.domain.physical import PhysicalDesign, Reference
from livvly_lab.domain.placement import SHARD_COLUMN, ShardFunction
from livvly_lab.placement.functions import FUNCTIONS

CRC32 = FUNCTIONS["crc32"]

_LEAST: Mapping[str, Mapping[str, Any]] = {
    "users": {"display_name": "Anu", "dob": "2000-02-29", "language": "ta", "city": "Madurai", "state": "Tamil Nadu"},
    "user_interests": {"interest": "music"},
    "coin_packages": {"name": "Starter", "price_inr": 99, "coins": 100, "bonus_percent": 10},
    "transactions": {"type": "bonus", "amount": 10, "balance_after": 10},
    "calls": {"call_type": "audio", "status": "missed", "rate_per_minute": 8},
    "call_rates": {"user_type": "regular", "call_type": "audio", "base_rate": 8},
    "creator_call_rates": {"audio_rate_per_minute": 8, "video_rate_per_minute": 25},
    "gifts": {"name": "Rose", "coin_price": 10, "diamond_value": 7.5, "category": "basic"},
    "gift_transactions": {"coins_spent": 10, "diamonds_earned": 7.5, "context": "profile"},
    "rooms": {"title": "Evening songs"},
    "creator_kyc": {"legal_name": "Anu R"},
    "withdrawals": {"diamonds": 100, "amount_inr": 100},
    "subscription_plans": {"name": "VIP", "price_inr": 499, "duration_days": 30, "features": Jsonb({})},
    "user_subscriptions": {"price_inr": 499, "started_at": "2026-01-01", "expires_at": "2026-01-31"},
    "reports": {"reason": "spam", "source_type": "profile"},
    "ai_moderation_transcripts": {"transcript": "vanakkam", "created_at": "2026-01-15"},
    "notifications": {"type": "call_request", "title": "Anu", "body": "is calling"},
    "creator_performance": {"period_start": "2026-01-01", "period_end": "2026-01-31"},
    "system_messages": {"messages": Jsonb({"en": "Hello"})},
}
"""What a row of each table needs beside its references and defaults."""

_UNIQUE = {"users": "phone", "referrals": "referral_code", "system_messages": "message_key"}


@dataclass
class Garden:
    """Plants rows through one connection; ids are drawn from a seed, so that every run plants the same."""

    connection: Connection[Any]
    physical: PhysicalDesign
    _random: random.Random = field(default_factory=lambda: random.Random(7))  # noqa: S311 - ids of tests, not secrets
    _numbers: "count[int]" = field(default_factory=count)

    @property
    def function(self) -> ShardFunction:
        """The shard function of the layout."""
        return function_in(self.physical.layout.name)

    def id_in(self, shard: int) -> uuid.UUID:
        """Return a new id whose home is the shard; any id where the layout has no shards."""
        while True:
            candidate = uuid.UUID(int=self._random.getrandbits(128), version=4)
            octets = np.frombuffer(candidate.bytes, dtype=np.uint8).reshape(1, 16)
            if not self.physical.layout.sharded or self.function.route(octets, self.physical.shards)[0] == shard:
                return candidate

    def row(self, table: str, shard: int, **given: Any) -> dict[str, Any]:
        """Return a valid row with what it refers to planted, where a foreign key asks for it; not yet inserted."""
        values = {**_LEAST.get(table, {}), "id": self.id_in(shard), **given}
        if unique := _UNIQUE.get(table):
            values.setdefault(unique, f"+91{next(self._numbers):010}")
        for reference in self._required(table):
            if reference.column not in values:
                target = self.plant(reference.target, shard) if reference.real else self.id_in(shard)
                values[reference.column] = target
        return values

    def plant(self, table: str, shard: int = 0, **given: Any) -> Any:
        """Insert a valid row where it belongs and return its id."""
        values = self.row(table, shard, **given)
        self.insert(self.physical.home(table, shard).name, values)
        return values["id"]

    def insert(self, relation: str, values: Mapping[str, Any]) -> None:
        """Insert a row into a physical table."""
        self.connection.execute(
            sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
                sql.Identifier(relation),
                sql.SQL(", ").join(map(sql.Identifier, values)),
                sql.SQL(", ").join(sql.Placeholder() * len(values)),
            ),
            list(values.values()),
        )

    def delete(self, table: str, row: Any, shard: int = 0) -> None:
        """Delete a row from the physical table that holds it."""
        home = sql.Identifier(self.physical.home(table, shard).name)
        self.connection.execute(sql.SQL("DELETE FROM {} WHERE id = %s").format(home), [row])

    def fetch(self, table: str, row: Any, *columns: str) -> tuple[Any, ...] | None:
        """Return columns of a row through its logical table, None where it is gone."""
        query = sql.SQL("SELECT {} FROM {} WHERE id = %s").format(
            sql.SQL(", ").join(map(sql.Identifier, columns or ("id",))), sql.Identifier(table)
        )
        return self.connection.execute(query, [row]).fetchone()

    def shard_of(self, table: str, row: Any) -> int:
        """Return the number of the shard a row says it lives in, or stands in where it says nothing."""
        column = SHARD_COLUMN if self.physical.layout.has_shard_column else "tableoid::regclass::text"
        query = sql.SQL("SELECT {} FROM {} WHERE id = %s").format(sql.SQL(column), sql.Identifier(table))
        found = self.connection.execute(query, [row]).fetchone()
        assert found
        return int(str(found[0]).removeprefix(f"{table}_p"))

    def orphans(self, reference: Reference) -> int:
        """Count the rows whose reference leads nowhere."""
        query = sql.SQL(
            "SELECT count(*) FROM {table} AS r WHERE {column} IS NOT NULL"
            " AND NOT EXISTS (SELECT FROM {target} AS t WHERE t.{key} = r.{column})"
        ).format(
            table=sql.Identifier(reference.table),
            column=sql.Identifier(reference.column),
            target=sql.Identifier(reference.target),
            key=sql.Identifier(reference.target_column),
        )
        found = self.connection.execute(query).fetchone()
        assert found
        return int(found[0])

    def _required(self, table: str) -> list[Reference]:
        """Return the references a row must have: those that are NOT NULL, and the one that decides its shard."""
        key = self.physical.design.placement.keys.get(table)
        columns = self.physical.design.table(table).columns
        return [
            reference
            for reference in self.physical.references
            if reference.table == table and (reference.column == key or not columns[reference.column].nullable)
        ]
