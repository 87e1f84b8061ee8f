"""Monetization: tiers, subscriptions, payments. Source: analyst_marketplace §4, §5 and §11."""

from sqlalchemy import CheckConstraint, Table, UniqueConstraint

from livvly_lab.designs.analyst_marketplace.schema.base import (
    METADATA,
    OURS,
    PAISE,
    at_least,
    created,
    deleted,
    index,
    one_of,
    reference,
    updated,
)
from livvly_lab.designs.columns import JSON, MOMENT, TEXT, WHOLE, YES_NO, column, identity, words

subscription_tiers = Table(
    "subscription_tiers",
    METADATA,
    identity("§4"),
    reference("analyst_id", "users.id", "Whose tier it is", "§4", null=False),
    column("tier_name", words(100), "Such as Free, Pro, Premium", "§4", null=False),
    column("tier_description", TEXT, "Markdown description", "§4"),
    column("tier_order", WHOLE, "Display order", "§4", null=False, default="0"),
    column("price_monthly", PAISE, "In paise (₹999 = 99900)", "§4", null=False),
    column("price_yearly", PAISE, "Discounted yearly price in paise; NULL where none is offered", "§4"),
    column("currency", words(3), "ISO currency code", "§4", null=False, default="'INR'"),
    column("features", JSON, "Array of feature strings", "§4", null=False, default="'[]'"),
    column("posts_per_day", WHOLE, "Posts a subscriber sees a day; NULL = unlimited", "§4"),
    column("chat_access", YES_NO, "Subscribers may chat", "§4", null=False, default="false"),
    column(
        "priority_support", YES_NO, "Questions of subscribers are answered first", "§4", null=False, default="false"
    ),
    column("is_active", YES_NO, "False once the tier is no longer sold", "§4", null=False, default="true"),
    column("is_free_tier", YES_NO, "The tier that costs nothing", "§4", null=False, default="false"),
    created("§4"),
    updated("§4"),
    deleted("§4"),
    UniqueConstraint("analyst_id", "tier_name"),
    # A free tier may say 0 a year, which is not below 12 times 0; in bigint twelve months cannot overflow.
    CheckConstraint(
        "price_yearly < price_monthly::bigint * 12 OR is_free_tier AND price_yearly = 0", name="price_yearly"
    ),
    CheckConstraint("price_monthly >= 0 AND price_yearly >= 0", name="prices"),
    CheckConstraint("is_free_tier = (price_monthly = 0)", name="is_free_tier"),
    CheckConstraint("jsonb_typeof(features) = 'array'", name="features"),
    *at_least(0, "posts_per_day"),
    comment="Pricing plans of an analyst, one of them free at most. Sharded by analyst_id.",
)
index(
    "idx_subscription_tiers_analyst",
    subscription_tiers.c.analyst_id,
    subscription_tiers.c.tier_order,
    where="is_active AND deleted_at IS NULL",
    says="Tiers on sale by one analyst, in display order",
    source="Index Strategy 2",
)
index(
    "idx_subscription_tiers_one_free",
    subscription_tiers.c.analyst_id,
    unique=True,
    where="is_free_tier AND deleted_at IS NULL",
    says="Only one free tier per analyst",
    source="§4",
)

subscriptions = Table(
    "subscriptions",
    METADATA,
    identity("§5"),
    reference("user_id", "users.id", "Who subscribes", "§5", null=False),
    reference(
        "analyst_id", "users.id", "To whom: the analyst of the tier, denormalized for performance", "§5", null=False
    ),
    reference("tier_id", "subscription_tiers.id", "What was subscribed to", "§5", null=False),
    column(
        "status",
        words(20),
        "active, cancelled, expired, suspended or pending_payment",
        "§5",
        null=False,
        default="'pending_payment'",
    ),
    column("billing_cycle", words(20), "monthly or yearly", "§5", null=False, default="'monthly'"),
    column("price_paid", PAISE, "Original tier price (snapshot), in paise", "§5", null=False),
    column("currency", words(3), "ISO currency code", "§5", null=False, default="'INR'"),
    column("discount_applied", PAISE, "Discount amount in paise", "§5", null=False, default="0"),
    column("final_price", PAISE, "Actual charged amount each cycle, in paise", "§5", null=False),
    column("start_date", MOMENT, "When the subscription began", "§5", null=False, default="now()"),
    column("expires_at", MOMENT, "Until when it is paid for; NULL for a free tier", "§5"),
    column("cancelled_at", MOMENT, "When it was cancelled", "§5"),
    column("suspended_at", MOMENT, "When it was suspended for lack of payment", "§5"),
    column("razorpay_subscription_id", words(255), "The subscription at the payment provider", "§5", unique=True),
    column("razorpay_customer_id", words(255), "The subscriber at the payment provider", "§5"),
    column("razorpay_plan_id", words(255), "The tier and cycle at the payment provider", "§5"),
    column("auto_renewal", YES_NO, "Renews when it ends", "§5", null=False, default="true"),
    column("next_billing_date", MOMENT, "When the next payment is due", "§5"),
    column("payment_retry_count", WHOLE, "Failed attempts in a row, 3 at most", "§5", null=False, default="0"),
    column("last_payment_attempt", MOMENT, "When payment was last tried", "§5"),
    column("grace_period_ends_at", MOMENT, "7 days after payment failed", "§5"),
    reference("referred_by_invite_link", "invite_links.id", "Conversion tracking: the link that led here", "§5"),
    reference("discount_code_used", "discount_codes.id", "The code redeemed", "§5"),
    created("§5"),
    updated("§5"),
    deleted("§5"),
    CheckConstraint("user_id <> analyst_id", name="user_id"),
    one_of("status", "active", "cancelled", "expired", "suspended", "pending_payment"),
    one_of("billing_cycle", "monthly", "yearly"),
    CheckConstraint(
        "discount_applied BETWEEN 0 AND price_paid AND final_price = price_paid - discount_applied", name="final_price"
    ),
    CheckConstraint("payment_retry_count BETWEEN 0 AND 3", name="payment_retry_count"),
    CheckConstraint(
        "grace_period_ends_at - last_payment_attempt <= interval '7 days'"
        " AND grace_period_ends_at >= last_payment_attempt",
        name="grace_period_ends_at",
    ),
    CheckConstraint("status <> 'cancelled' OR cancelled_at IS NOT NULL", name="cancelled_at"),
    CheckConstraint("status <> 'suspended' OR suspended_at IS NOT NULL", name="suspended_at"),
    CheckConstraint("expires_at >= start_date", name="expires_at"),
    comment="Subscriptions of users to tiers of analysts, billed by Razorpay. Sharded by analyst_id.",
)
index(
    "idx_subscriptions_user",
    subscriptions.c.user_id,
    subscriptions.c.created_at.desc(),
    says="Subscriptions of one user, the newest first",
    source="Index Strategy 3",
)
index(
    "idx_subscriptions_analyst",
    subscriptions.c.analyst_id,
    subscriptions.c.status,
    subscriptions.c.created_at.desc(),
    says="Subscribers of one analyst by status, the newest first",
    source="Index Strategy 1",
)
index("idx_subscriptions_tier", subscriptions.c.tier_id, says="Subscribers of one tier", source="Index Strategy 1")
index(
    "idx_subscriptions_one_active",
    subscriptions.c.user_id,
    subscriptions.c.analyst_id,
    unique=True,
    where="status = 'active' AND deleted_at IS NULL",
    says="Only one active subscription per user-analyst pair",
    source="§5",
)
index(
    "idx_subscriptions_ending",
    subscriptions.c.expires_at,
    where="status IN ('active', 'suspended') AND deleted_at IS NULL",
    says="Subscriptions by the moment they end, for the daily job that expires them and for reminders",
    source=OURS,
)
index(
    "idx_subscriptions_invite_link",
    subscriptions.c.referred_by_invite_link,
    where="referred_by_invite_link IS NOT NULL",
    says="Conversions of one invite link",
    source=OURS,
)
index(
    "idx_subscriptions_discount_code",
    subscriptions.c.discount_code_used,
    where="discount_code_used IS NOT NULL",
    says="Redemptions of one discount code",
    source=OURS,
)

payment_transactions = Table(
    "payment_transactions",
    METADATA,
    identity("§11"),
    reference("user_id", "users.id", "Who pays; for a payout the analyst, who is paid", "§11", null=False),
    reference("analyst_id", "users.id", "The analyst concerned", "§11", null=False),
    reference("subscription_id", "subscriptions.id", "What is paid for; NULL for a payout", "§11"),
    column("razorpay_payment_id", words(255), "The payment at the provider", "§11", unique=True),
    column("razorpay_order_id", words(255), "The order at the provider", "§11"),
    column("razorpay_signature", words(500), "Signature by which the provider's message was verified", "§11"),
    column("transaction_type", words(50), "subscription_payment, renewal, refund or payout", "§11", null=False),
    column("amount", PAISE, "In paise", "§11", null=False),
    column("currency", words(3), "ISO currency code", "§11", null=False, default="'INR'"),
    column(
        "status",
        words(50),
        "pending, authorized, captured, failed, refunded or cancelled",
        "§11",
        null=False,
        default="'pending'",
    ),
    column("payment_method", words(50), "upi, card or netbanking", "§11"),
    column("failure_reason", TEXT, "Why it failed, in words", "§11"),
    column("failure_code", words(100), "Why it failed, the provider's code", "§11"),
    column("retry_count", WHOLE, "Attempts before this one", "§11", null=False, default="0"),
    column("refund_amount", PAISE, "What was paid back, in paise", "§11"),
    column("refund_reason", TEXT, "Why it was paid back", "§11"),
    column("refunded_at", MOMENT, "When it was paid back", "§11"),
    column("razorpay_refund_id", words(255), "The refund at the provider", "§11"),
    column("payout_amount", PAISE, "Analyst's share (80%), in paise", "§11"),
    column("platform_commission", PAISE, "Platform's share (20%), in paise", "§11"),
    column("payout_status", words(50), "State of the analyst's share: pending, processed or on_hold", "§11"),
    column("razorpay_payout_id", words(255), "The payout at the provider that paid the share", "§11"),
    column("paid_out_at", MOMENT, "When the share was paid", "§11"),
    column("metadata", JSON, "What the provider said besides", "§11"),
    created("§11", "When the payment was begun"),
    updated("§11"),
    one_of("transaction_type", "subscription_payment", "renewal", "refund", "payout"),
    one_of("status", "pending", "authorized", "captured", "failed", "refunded", "cancelled"),
    one_of("payout_status", "pending", "processed", "on_hold"),
    CheckConstraint("payout_amount + platform_commission = amount", name="split"),
    # NULL + anything is unknown, and a CHECK lets the unknown pass: what was captured must be split.
    CheckConstraint(
        "status <> 'captured' OR payout_amount IS NOT NULL AND platform_commission IS NOT NULL",
        name="split_of_captured",
    ),
    CheckConstraint("amount > 0 AND payout_amount >= 0 AND platform_commission >= 0", name="amount"),
    CheckConstraint("refund_amount BETWEEN 1 AND amount", name="refund_amount"),
    CheckConstraint("status <> 'refunded' OR refund_amount IS NOT NULL AND refunded_at IS NOT NULL", name="refunded"),
    CheckConstraint("retry_count BETWEEN 0 AND 3", name="retry_count"),
    comment="All Razorpay payment tracking: subscriptions, renewals, refunds, payouts. Sharded by analyst_id.",
)
index(
    "idx_payment_transactions_user",
    payment_transactions.c.user_id,
    payment_transactions.c.created_at.desc(),
    says="Payment history of one user, the newest first",
    source="Index Strategy 3",
)
index(
    "idx_payment_transactions_analyst",
    payment_transactions.c.analyst_id,
    payment_transactions.c.created_at.desc(),
    says="Earnings of one analyst, the newest first",
    source="Index Strategy 1",
)
index(
    "idx_payment_transactions_subscription",
    payment_transactions.c.subscription_id,
    says="Payments of one subscription",
    source="Index Strategy 1",
)
index(
    "idx_payment_transactions_unpaid",
    payment_transactions.c.analyst_id,
    where="payout_status = 'pending'",
    says="Shares that wait to be paid out",
    source=OURS,
)
