"""What counts as load on a livvly shard, which rows name two users, and the promise that shards are even."""

from typing import Final

from livvly_lab.domain.load import BalanceClaim, LoadMeasure, LoadPart, TwoParty

_INDIA: Final = "Asia/Kolkata"
_CREATOR: Final = "is_creator"

LOAD = (
    LoadMeasure("users", "users", (LoadPart("users", "id"),), at="created_at", zone=_INDIA),
    LoadMeasure("calls made", "calls", (LoadPart("calls", "caller_id"),), at="started_at", zone=_INDIA),
    LoadMeasure(
        "calls received",
        "calls",
        (LoadPart("calls", "receiver_id"),),
        who="creator",
        among=_CREATOR,
        at="started_at",
        zone=_INDIA,
    ),
    LoadMeasure(
        "coins spent",
        "coins",
        (
            LoadPart("calls", "caller_id", "sum(coins_charged)"),
            LoadPart("gift_transactions", "sender_id", "sum(coins_spent)"),
        ),
    ),
    LoadMeasure(
        "gifts sent",
        "gifts",
        (LoadPart("gift_transactions", "sender_id", "sum(quantity)"),),
        at="created_at",
        zone=_INDIA,
    ),
    LoadMeasure(
        "gifts received",
        "gifts",
        (LoadPart("gift_transactions", "receiver_id", "sum(quantity)"),),
        who="creator",
        among=_CREATOR,
    ),
    LoadMeasure(
        "diamonds earned",
        "diamonds",
        (
            LoadPart("calls", "receiver_id", "sum(diamonds_earned)"),
            LoadPart("gift_transactions", "receiver_id", "sum(diamonds_earned)"),
        ),
        who="creator",
        among=_CREATOR,
    ),
    LoadMeasure("transactions", "transactions", (LoadPart("transactions", "user_id"),), at="created_at", zone=_INDIA),
    LoadMeasure("rooms hosted", "rooms", (LoadPart("rooms", "host_id"),)),
)
"""Each by the user who brings it: what a creator receives is load of the creator's shard, wherever its row lives."""

TWO_PARTY = (
    TwoParty("calls", "receiver_id", "caller and receiver"),
    TwoParty("gift_transactions", "receiver_id", "sender and receiver"),
    TwoParty("user_blocks", "blocked_id", "blocker and blocked"),
    TwoParty("reports", "reported_user_id", "reporter and reported"),
    TwoParty("room_participants", "room_id", "participant and host of the room", target="rooms"),
)
"""Referrals name two users as well, but live in a shared table. Source: livvly REQ-DB-001."""

BALANCE = BalanceClaim(
    tolerance=0.02,
    users=1_500_000,
    shards=8,
    low_users=175_000,
    high_users=200_000,
    source="livvly REQ-DB-001",
)
"""The text says "±2% (1.5M users = 175K-200K per shard)"; its two halves do not agree. Source: livvly REQ-DB-001."""
