"""Single valid rows of the analyst marketplace, written where they belong, in any layout."""

import uuid
from collections.abc import Callable, Mapping
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
SUBSCRIBERS = ("total_subscribers", "active_subscribers", "monthly_revenue")
BCRYPT = "$2b$12$" + "a" * 53

_LEAST: Mapping[str, Mapping[str, Any]] = {
    "users": {"password_hash": BCRYPT},
    "otp_verifications": {"otp_code": "012345", "purpose": "login"},
    "analyst_profiles": {"display_name": "Asha Rao"},
    "subscription_tiers": {"tier_name": "Pro", "price_monthly": 99_900},
    "subscriptions": {"status": "active", "price_paid": 99_900, "final_price": 99_900},
    "posts": {"content": "BUY RELIANCE", "post_type": "call"},
    "reviews": {"rating": 5},
    "chat_channels": {"channel_name": "Community"},
    "chat_messages": {"message": "Good morning"},
    "payment_transactions": {"transaction_type": "renewal", "amount": 99_900},
    "discount_codes": {"discount_type": "percentage", "discount_value": 10},
    "moderation_flags": {"flagged_entity_type": "user", "flag_reason": "spam"},
    "support_tickets": {"subject": "Help", "description": "Please", "ticket_type": "other"},
    "notifications": {"notification_type": "new_post", "title": "New", "message": "post"},
}
"""What a row of each table needs beside its references and defaults."""


def marketplace_in(layout: str) -> PhysicalDesign:
    """Return the design laid out, with few shards so that a test builds it quickly."""
    return PhysicalDesign(DESIGNS["analyst_marketplace"], LAYOUTS[layout], SHARDS)


@dataclass
class Market:
    """Writes rows through one connection; ids are drawn from a seed, so that every run writes the same."""

    connection: Connection[Any]
    physical: PhysicalDesign
    _random: Random = field(default_factory=lambda: Random(7))  # noqa: S311 - ids of tests, not secrets
    _numbers: "count[int]" = field(default_factory=count)

    def id_in(self, shard: int = 0) -> uuid.UUID:
        """Return a new id whose home is the shard."""
        while True:
            drawn = uuid.UUID(int=self._random.getrandbits(128), version=4)
            if self._home(drawn) == shard:
                return drawn

    def row(self, table: str, **given: Any) -> dict[str, Any]:
        """Return a row that nothing refuses, with the users and other rows it needs already written."""
        values: dict[str, Any] = {**_LEAST.get(table, {}), **given}
        values.setdefault("id", self.id_in())
        for column, make in _NEEDS.get(table, {}).items():
            if column not in values:
                values[column] = make(self, values)
        return values

    def add(self, table: str, **given: Any) -> Any:
        """Write a row and return its id."""
        values = self.row(table, **given)
        self.insert(table, values)
        return values["id"]

    def insert(self, table: str, values: Mapping[str, Any]) -> None:
        """Write a row into the table of its shard."""
        self.connection.execute(
            sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
                sql.Identifier(self.home(table, values)),
                sql.SQL(", ").join(map(sql.Identifier, values)),
                sql.SQL(", ").join(sql.Placeholder() * len(values)),
            ),
            [Jsonb(value) if isinstance(value, dict) else value for value in values.values()],
        )

    def home(self, table: str, values: Mapping[str, Any]) -> str:
        """Return the physical table in which a row belongs."""
        key = self.physical.design.placement.keys.get(table)
        return self.physical.home(table, self._home(values[key]) if key else None).name

    def one(self, query: str, **parameters: Any) -> Any:
        """Return the row a question gives: its only value, or a tuple of several."""
        found = self.connection.execute(query.encode(), parameters).fetchone()
        assert found is not None, query
        return found[0] if len(found) == 1 else tuple(found)

    def do(self, statement: str, **parameters: Any) -> int:
        """Execute a statement through the logical tables; return how many rows it concerned."""
        return self.connection.execute(statement.encode(), parameters).rowcount

    def analyst(self, shard: int = 0) -> uuid.UUID:
        """Write an approved analyst; return the user's id."""
        user = self.add("users", id=self.id_in(shard), user_type="analyst")
        self.add(
            "analyst_profiles",
            user_id=user,
            verification_status="approved",
            sebi_number=f"INH{next(self._numbers):09}",
            verified_at="2026-01-01Z",
            verified_by=self.add("users", user_type="admin"),
        )
        return uuid.UUID(str(user))

    def profile(self, analyst: uuid.UUID, *columns: str) -> Any:
        """Return columns of an analyst's profile."""
        return self.one(f"SELECT {', '.join(columns)} FROM analyst_profiles WHERE user_id = %(id)s", id=analyst)  # noqa: S608

    def number(self) -> int:
        """Return a number that no other call returns."""
        return next(self._numbers)

    def _home(self, key: Any) -> int:
        octets = np.frombuffer(uuid.UUID(str(key)).bytes, dtype=np.uint8).reshape(1, 16)
        return int(function_in(self.physical.layout.name).route(octets, SHARDS)[0])


Make = Callable[[Market, Mapping[str, Any]], Any]


def _user(market: Market, _: Mapping[str, Any]) -> Any:
    return market.add("users")


def _analyst(market: Market, _: Mapping[str, Any]) -> Any:
    return market.analyst()


def _of_analyst(table: str) -> Make:
    return lambda market, values: market.add(table, analyst_id=values["analyst_id"])


_NEEDS: Mapping[str, Mapping[str, Make]] = {
    "users": {"phone": lambda market, _: f"+91{9_000_000_000 + market.number()}"},
    "otp_verifications": {"phone": lambda *_: "+919000000000"},
    "analyst_profiles": {"user_id": _user},
    "subscription_tiers": {"analyst_id": _analyst},
    "subscriptions": {"analyst_id": _analyst, "user_id": _user, "tier_id": _of_analyst("subscription_tiers")},
    "payment_transactions": {"analyst_id": _analyst, "user_id": _user},
    "discount_codes": {"analyst_id": _analyst, "code": lambda market, _: f"CODE{market.number()}"},
    "invite_links": {"analyst_id": _analyst, "invite_code": lambda market, _: f"LINK{market.number()}"},
    "posts": {"analyst_id": _analyst},
    "bookmarks": {"user_id": _user, "post_id": lambda market, _: market.add("posts")},
    "reviews": {"analyst_id": _analyst, "user_id": _user},
    "chat_channels": {"analyst_id": _analyst},
    "chat_messages": {"analyst_id": _analyst, "user_id": _user, "channel_id": _of_analyst("chat_channels")},
    "moderation_flags": {"reported_by": _user, "flagged_entity_id": _user},
    "support_tickets": {"user_id": _user},
    "notifications": {"user_id": _user},
}
"""What each column of a row is filled with where the test gives nothing."""
