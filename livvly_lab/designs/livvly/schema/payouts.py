"""Creator KYC & Payouts. Source: livvly REQ-DB-002, 003, 004, 008."""

from sqlalchemy import CheckConstraint, Index, Numeric, Table, text

from livvly_lab.designs.columns import MOMENT, WHOLE, column, identity, words
from livvly_lab.designs.livvly.schema.base import METADATA, MONEY, OURS, PERCENT, created, reference, updated

creator_kyc = Table(
    "creator_kyc",
    METADATA,
    identity("REQ-DB-002"),
    reference("user_id", "users.id", "CASCADE", "The creator identified", "REQ-DB-008", unique=True),
    column("legal_name", words(100), "Name on the bank account", OURS, null=False),
    column("pan_hash", words(64), "SHA-256 of the tax number (PAN); the number is never stored", OURS),
    column("pan_last4", words(4), "Last four characters of the PAN, to show", OURS),
    column("bank_account_hash", words(64), "SHA-256 of the account number; the number is never stored", OURS),
    column("bank_account_last4", words(4), "Last four digits of the account, to show", OURS),
    column("ifsc_code", words(11), "Code of the bank branch (IFSC)", OURS),
    column("status", words(20), "pending, verified or rejected", OURS, null=False, default="'pending'"),
    column("verified_at", MOMENT, "When the identity was accepted (UTC)", OURS),
    created(),
    updated(),
    CheckConstraint("status IN ('pending', 'verified', 'rejected')", name="status"),
    comment="Identity and bank account of a creator, needed before the first payout.",
)

withdrawals = Table(
    "withdrawals",
    METADATA,
    identity("REQ-DB-002"),
    reference("user_id", "users.id", "SET NULL", "The creator paid", "REQ-DB-008"),
    reference("bank_account_id", "creator_kyc.id", "SET NULL", "The account paid to", "REQ-DB-008"),
    column("diamonds", MONEY, "Diamonds taken from the wallet", OURS, null=False),
    column("amount_inr", MONEY, "Rupees paid out", OURS, null=False),
    column("status", words(20), "pending, approved, paid or rejected", "REQ-DB-003", null=False, default="'pending'"),
    column("requested_at", MOMENT, "When the creator asked (UTC)", "REQ-DB-003", null=False, default="now()"),
    column("processed_at", MOMENT, "When it was paid or rejected (UTC)", OURS),
    column("utr", words(30), "Reference of the bank transfer (UTR)", OURS),
    created(),
    updated(),
    CheckConstraint("diamonds > 0", name="diamonds"),
    CheckConstraint("amount_inr >= 0", name="amount_inr"),
    CheckConstraint("status IN ('pending', 'approved', 'paid', 'rejected')", name="status"),
    CheckConstraint("processed_at >= requested_at", name="processed_at"),
    comment="Payouts asked for by creators.",
)
Index(
    "idx_withdrawals_pending",
    withdrawals.c.status,
    withdrawals.c.requested_at.desc(),
    postgresql_where=text("status = 'pending'"),
    info={"comment": "Payouts waiting for approval, newest first", "source": "REQ-DB-003"},
)
Index(
    "idx_withdrawals_user_id",
    withdrawals.c.user_id,
    info={"comment": "Payouts of one creator; keeps the deletion of a user from scanning", "source": OURS},
)
Index(
    "idx_withdrawals_bank_account_id",
    withdrawals.c.bank_account_id,
    info={"comment": "Payouts to one account; keeps the deletion of an account from scanning", "source": OURS},
)

creator_performance = Table(
    "creator_performance",
    METADATA,
    identity("REQ-DB-002"),
    reference("user_id", "users.id", "CASCADE", "The creator measured", "REQ-DB-004", unique=True),
    column("period_start", MOMENT, "First moment of the 30 days (UTC)", "REQ-DB-004", null=False),
    column("period_end", MOMENT, "End of the 30 days (UTC)", "REQ-DB-004", null=False),
    column("total_earnings_30d", MONEY, "Diamonds earned in the period", "REQ-DB-004", default="0"),
    column("total_calls_30d", WHOLE, "Calls answered in the period", "REQ-DB-004", default="0"),
    column("total_gifts_30d", WHOLE, "Gifts received in the period", "REQ-DB-004", default="0"),
    column("total_call_minutes_30d", WHOLE, "Minutes talked in the period", "REQ-DB-004", default="0"),
    column("avg_rating_30d", Numeric(3, 2), "Mean of the stars given, 0.00 to 5.00", "REQ-DB-004"),
    column("total_ratings_30d", WHOLE, "How many calls were rated", "REQ-DB-004", default="0"),
    column("completion_rate_30d", PERCENT, "Percentage of calls completed, not dropped", "REQ-DB-004"),
    column("revenue_tier", words(20), "Share class: tier_1_75, tier_2_80 or tier_3_85", "REQ-DB-004"),
    column("revenue_share_percent", PERCENT, "Share of the coins, 75.00, 80.00 or 85.00", "REQ-DB-004"),
    column("calculated_at", MOMENT, "When the figures were computed (UTC)", "REQ-DB-004", default="now()"),
    column("next_calculation_at", MOMENT, "When they are due again (UTC)", "REQ-DB-004"),
    created(null=True),
    updated(null=True),
    CheckConstraint("revenue_tier IN ('tier_1_75', 'tier_2_80', 'tier_3_85')", name="revenue_tier"),
    comment="Trailing 30 days of a creator, computed daily so that no page sums calls and gifts.",
)
Index(
    "idx_creator_performance_user",
    creator_performance.c.user_id,
    info={"comment": "Figures of one creator; the UNIQUE key holds the same", "source": "REQ-DB-004"},
)
Index(
    "idx_creator_performance_tier",
    creator_performance.c.revenue_tier,
    info={"comment": "Creators of one revenue tier", "source": "REQ-DB-004"},
)
Index(
    "idx_creator_performance_next_calc",
    creator_performance.c.next_calculation_at,
    info={"comment": "Creators whose figures are due", "source": "REQ-DB-004"},
)
