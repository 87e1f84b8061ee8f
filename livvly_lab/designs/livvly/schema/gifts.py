"""Gifts System. Source: livvly REQ-DB-002, 003, 005, 006, 008, 009."""

from sqlalchemy import CheckConstraint, Index, Table, text

from livvly_lab.designs.columns import ID, JSON, WHOLE, YES_NO, column, identity, words
from livvly_lab.designs.livvly.schema.base import METADATA, MONEY, OURS, created, deleted, reference, updated

gifts = Table(
    "gifts",
    METADATA,
    identity("REQ-DB-002"),
    column("name", words(50), "Name of the gift in the back office", "REQ-DB-006", null=False),
    column("icon_url", words(200), "Path of its picture", "REQ-DB-006"),
    column("coin_price", MONEY, "Coins the sender pays", "REQ-DB-006", null=False),
    column("diamond_value", MONEY, "Diamonds the receiver earns: 75 % of the price", "REQ-DB-006", null=False),
    column("category", words(20), "Price class: basic, premium, luxury or exclusive", "REQ-DB-006", null=False),
    column("sort_order", WHOLE, "Place in the catalogue", "REQ-DB-006", null=False, default="0"),
    column("is_active", YES_NO, "False once the gift is no longer sold", OURS, null=False, default="true"),
    column("names", JSON, "Name by language", "REQ-DB-005"),
    column("descriptions", JSON, "Description by language", "REQ-DB-005"),
    created(),
    updated(),
    CheckConstraint("coin_price > 0", name="coin_price"),
    CheckConstraint("diamond_value > 0", name="diamond_value"),
    CheckConstraint("category IN ('basic', 'premium', 'luxury', 'exclusive')", name="category"),
    comment="Catalogue of virtual gifts. Reference data.",
)
Index(
    "idx_gifts_names_gin",
    gifts.c.names,
    postgresql_using="gin",
    info={"comment": "Search for a gift by its name in any language (@>, ?)", "source": "REQ-DB-003"},
)

gift_transactions = Table(
    "gift_transactions",
    METADATA,
    identity("REQ-DB-002"),
    reference("sender_id", "users.id", "SET NULL", "Who gave and paid", "REQ-DB-008"),
    reference("receiver_id", "users.id", "SET NULL", "The creator who received and earns", "REQ-DB-008"),
    reference(
        "gift_id",
        "gifts.id",
        "RESTRICT",
        "The gift of the catalogue",
        "REQ-DB-008",
        null=False,
        unindexed="a gift is deactivated, not deleted, and fifteen values in millions of rows select nothing",
    ),
    column("quantity", WHOLE, "How many were given at once", OURS, null=False, default="1"),
    column("coins_spent", MONEY, "Coins the sender paid", OURS, null=False),
    column("diamonds_earned", MONEY, "Diamonds the receiver earned", OURS, null=False),
    column("context", words(20), "Where it was given: call, room or profile", OURS, null=False),
    column("context_id", ID, "The call or room, by context; NULL on a profile", OURS, soft="calls.id,rooms.id"),
    column("message", words(200), "What the sender wrote with it", OURS),
    created(says="When it was given (UTC)"),
    deleted(),
    CheckConstraint("quantity >= 1", name="quantity"),
    CheckConstraint("coins_spent >= 0", name="coins_spent"),
    CheckConstraint("diamonds_earned >= 0", name="diamonds_earned"),
    CheckConstraint("context IN ('call', 'room', 'profile')", name="context"),
    comment="Gifts given, with what they cost and earned. Sharded by sender_id.",
)
Index(
    "idx_gift_transactions_sender_id",
    gift_transactions.c.sender_id,
    info={"comment": "Gifts given by one user; keeps the deletion of a user from scanning", "source": OURS},
)
Index(
    "idx_gift_transactions_receiver_id",
    gift_transactions.c.receiver_id,
    info={"comment": "Gifts received by one creator; keeps the deletion of a user from scanning", "source": OURS},
)
Index(
    "idx_gift_transactions_live",
    gift_transactions.c.receiver_id,
    gift_transactions.c.created_at.desc(),
    postgresql_where=text("deleted_at IS NULL"),
    info={"comment": "Gifts received by one creator without soft-deleted rows, newest first", "source": OURS},
)
