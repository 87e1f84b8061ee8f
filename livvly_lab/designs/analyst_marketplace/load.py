"""What counts as load on a shard of the marketplace, which rows name two users, and what the document promises."""

from typing import Final

from livvly_lab.domain.load import LoadMeasure, LoadPart, TwoParty

_INDIA: Final = "Asia/Kolkata"
_ANALYST: Final = "user_type = 'analyst'"

LOAD = (
    LoadMeasure("users", "users", (LoadPart("users", "id"),), at="created_at", zone=_INDIA),
    LoadMeasure(
        "subscribers",
        "subscriptions",
        (LoadPart("subscriptions", "analyst_id"),),
        who="analyst",
        among=_ANALYST,
        at="created_at",
        zone=_INDIA,
    ),
    LoadMeasure(
        "posts",
        "posts",
        (LoadPart("posts", "analyst_id"),),
        who="analyst",
        among=_ANALYST,
        at="created_at",
        zone=_INDIA,
    ),
    LoadMeasure(
        "messages in channels",
        "messages",
        (LoadPart("chat_messages", "analyst_id"),),
        who="analyst",
        among=_ANALYST,
        at="created_at",
        zone=_INDIA,
    ),
    LoadMeasure(
        "paise earned",
        "paise",
        (LoadPart("payment_transactions", "analyst_id", "sum(amount) FILTER (WHERE transaction_type <> 'payout')"),),
        who="analyst",
        among=_ANALYST,
    ),
    LoadMeasure("subscriptions held", "subscriptions", (LoadPart("subscriptions", "user_id"),)),
    LoadMeasure("bookmarks", "bookmarks", (LoadPart("bookmarks", "user_id"),)),
    LoadMeasure(
        "notifications", "notifications", (LoadPart("notifications", "user_id"),), at="created_at", zone=_INDIA
    ),
)
"""Each by the user who brings it; what subscribers do is load of their analyst's shard."""

TWO_PARTY = (
    TwoParty("subscriptions", "user_id", "analyst and subscriber"),
    TwoParty("payment_transactions", "user_id", "analyst and payer"),
    TwoParty("reviews", "user_id", "analyst and reviewer"),
    TwoParty("chat_messages", "user_id", "analyst and writer"),
    TwoParty("bookmarks", "post_id", "reader and author of the post", target="posts"),
)

BALANCE = None
"""The document promises nothing about shards."""
