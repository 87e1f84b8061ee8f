"""Wallet System. Source: livvly REQ-DB-002, 003, 005, 006, 008, 009."""

from sqlalchemy import CheckConstraint, Index, Table, text

from livvly_lab.designs.columns import ID, JSON, WHOLE, YES_NO, column, identity, words
from livvly_lab.designs.livvly.schema.base import METADATA, MONEY, OURS, PERCENT, created, deleted, reference, updated

coin_wallets = Table(
    "coin_wallets",
    METADATA,
    identity("REQ-DB-002"),
    reference("user_id", "users.id", "CASCADE", "The owner", "REQ-DB-008", unique=True),
    column(
        "balance",
        MONEY,
        "Coins to spend now: the sum of the owner's completed transactions",
        OURS,
        null=False,
        default="0",
    ),
    column("lifetime_purchased", MONEY, "Coins ever received by recharge", OURS, null=False, default="0"),
    column("lifetime_spent", MONEY, "Coins ever spent on calls and gifts", OURS, null=False, default="0"),
    created(),
    updated(),
    CheckConstraint("balance >= 0", name="balance"),
    CheckConstraint("lifetime_purchased >= 0", name="lifetime_purchased"),
    CheckConstraint("lifetime_spent >= 0", name="lifetime_spent"),
    comment="Coin balance of a user, one row each. Sharded by user_id.",
)

diamond_wallets = Table(
    "diamond_wallets",
    METADATA,
    identity("REQ-DB-002"),
    reference("user_id", "users.id", "CASCADE", "The creator who earns", "REQ-DB-008", unique=True),
    column("available_balance", MONEY, "Diamonds that can be withdrawn now", "REQ-DB-003", null=False, default="0"),
    column(
        "pending_balance", MONEY, "Diamonds asked for as payout, not yet paid", "REQ-DB-003", null=False, default="0"
    ),
    column("lifetime_earned", MONEY, "Diamonds ever earned by calls and gifts", OURS, null=False, default="0"),
    column("lifetime_withdrawn", MONEY, "Diamonds ever paid out", OURS, null=False, default="0"),
    created(),
    updated(),
    CheckConstraint("available_balance >= 0", name="available_balance"),
    CheckConstraint("pending_balance >= 0", name="pending_balance"),
    CheckConstraint("lifetime_earned >= 0", name="lifetime_earned"),
    CheckConstraint("lifetime_withdrawn >= 0", name="lifetime_withdrawn"),
    comment="Diamond balance of a creator: 1 diamond is paid out as 1 rupee. Sharded by user_id.",
)
Index(
    "idx_diamond_wallets_covering",
    diamond_wallets.c.user_id,
    postgresql_include=["available_balance", "pending_balance"],
    info={"comment": "Earnings of one creator answered from the index alone", "source": "REQ-DB-003"},
)

coin_packages = Table(
    "coin_packages",
    METADATA,
    identity("REQ-DB-002"),
    column("name", words(50), "Name of the package in the back office", "REQ-DB-006", null=False),
    column("price_inr", MONEY, "Price in rupees", "REQ-DB-006", null=False),
    column("coins", MONEY, "Coins paid for", "REQ-DB-006", null=False),
    column("bonus_coins", MONEY, "Coins given on top", "REQ-DB-006", null=False, default="0"),
    column("bonus_percent", PERCENT, "Bonus as printed, a rounded percentage of coins", "REQ-DB-006", null=False),
    column("is_popular", YES_NO, "Marked as popular in the shop", "REQ-DB-006", null=False, default="false"),
    column("is_active", YES_NO, "False once the package is no longer sold", OURS, null=False, default="true"),
    column("sort_order", WHOLE, "Place in the shop", "REQ-DB-006", null=False, default="0"),
    column("names", JSON, "Name by language", "REQ-DB-005"),
    column("descriptions", JSON, "Description by language", "REQ-DB-005"),
    created(),
    updated(),
    CheckConstraint("price_inr > 0", name="price_inr"),
    CheckConstraint("coins > 0", name="coins"),
    CheckConstraint("bonus_coins >= 0", name="bonus_coins"),
    comment="Coin packages on sale. Reference data.",
)

transactions = Table(
    "transactions",
    METADATA,
    identity("REQ-DB-002"),
    reference("user_id", "users.id", "SET NULL", "Whose coins moved", "REQ-DB-008"),
    column("type", words(20), "Why they moved: recharge, call, gift, bonus or refund", "REQ-DB-003", null=False),
    column("amount", MONEY, "Coins moved, negative when spent", OURS, null=False),
    column("balance_after", MONEY, "Balance of the wallet after this transaction", OURS, null=False),
    reference(
        "coin_package_id",
        "coin_packages.id",
        "RESTRICT",
        "The package bought, for a recharge",
        "REQ-DB-008",
        unindexed="a package is deactivated, not deleted, and an index would cost every write of the busiest table",
    ),
    column("price_inr", MONEY, "Rupees paid, for a recharge", OURS),
    column("payment_method", words(20), "How a recharge was paid: upi, card, netbanking or wallet", OURS),
    column("reference_id", ID, "The call or gift paid for, by type", OURS, soft="calls.id,gift_transactions.id"),
    column("status", words(20), "pending, completed, failed or reversed", OURS, null=False, default="'pending'"),
    column("metadata", JSON, "What the payment provider said, and other details", "REQ-DB-003"),
    created(says="When the coins moved (UTC)"),
    updated(),
    deleted(),
    CheckConstraint("type IN ('recharge', 'call', 'gift', 'bonus', 'refund')", name="type"),
    CheckConstraint("balance_after >= 0", name="balance_after"),
    CheckConstraint("status IN ('pending', 'completed', 'failed', 'reversed')", name="status"),
    comment="Ledger of coins: every recharge, call, gift, bonus and refund. Sharded by user_id.",
)
Index(
    "idx_transactions_user",
    transactions.c.user_id,
    info={"comment": "Transactions of one user; a prefix of idx_transactions_composite", "source": "REQ-DB-003"},
)
Index(
    "idx_transactions_composite",
    transactions.c.user_id,
    transactions.c.type,
    transactions.c.created_at.desc(),
    info={"comment": "Wallet history of one user by type, newest first", "source": "REQ-DB-003"},
)
Index(
    "idx_transactions_metadata_gin",
    transactions.c["metadata"],
    postgresql_using="gin",
    info={"comment": "Search by any key of the metadata (@>, ?)", "source": "REQ-DB-003"},
)
Index(
    "idx_transactions_live",
    transactions.c.user_id,
    transactions.c.created_at.desc(),
    postgresql_where=text("deleted_at IS NULL"),
    info={"comment": "Wallet history of one user without soft-deleted rows, newest first", "source": OURS},
)
