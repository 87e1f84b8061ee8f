"""Monetization: tiers, subscriptions, payments, discounts, invitations. Source: analyst_marketplace §4, 5, 11 to 13."""

from sqlalchemy import CheckConstraint, Column, Computed, Numeric, Table, UniqueConstraint

from livvly_lab.designs.analyst_marketplace.schema.base import (
    IDS,
    JSON,
    LIVE,
    METADATA,
    MOMENT,
    OURS,
    PAISE,
    TEXT,
    WHOLE,
    YES_NO,
    at_least,
    column,
    created,
    deleted,
    identity,
    index,
    one_of,
    reference,
    updated,
    words,
)

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

discount_codes = Table(
    "discount_codes",
    METADATA,
    identity("§13"),
    reference("analyst_id", "users.id", "Who gives the discount", "§13", null=False),
    column("code", words(50), "Such as TELEGRAM50; unique over all analysts", "§13", null=False, unique=True),
    column("code_name", words(255), "Name of the campaign", "§13"),
    column("code_description", TEXT, "What the campaign is about", "§13"),
    column("discount_type", words(20), "percentage or fixed_amount", "§13", null=False),
    column("discount_value", WHOLE, "1-100 for percentage, paise for fixed", "§13", null=False),
    column("max_discount_amount", PAISE, "Cap for percentage discounts, in paise", "§13"),
    column("applicable_tiers", IDS, "Ids of the tiers it is good for; NULL = all", "§13"),
    column("billing_cycle_restriction", words(20), "monthly, yearly or both", "§13", null=False, default="'both'"),
    column("first_time_only", YES_NO, "For those who never subscribed before", "§13", null=False, default="false"),
    column("is_active", YES_NO, "False once the code is withdrawn", "§13", null=False, default="true"),
    column("usage_limit", WHOLE, "How often it may be redeemed; NULL = without limit", "§13"),
    column("usage_count", WHOLE, "Redemptions, kept by increment_discount_code_usage", "§13", null=False, default="0"),
    column("per_user_limit", WHOLE, "How often one user may redeem it", "§13", null=False, default="1"),
    column("valid_from", MOMENT, "From when it is good", "§13", null=False, default="now()"),
    column("valid_until", MOMENT, "Until when it is good; NULL = without end", "§13"),
    created("§13"),
    updated("§13"),
    deleted("§13"),
    one_of("discount_type", "percentage", "fixed_amount"),
    CheckConstraint(
        "discount_value >= 1 AND (discount_type <> 'percentage' OR discount_value <= 100)", name="discount_value"
    ),
    one_of("billing_cycle_restriction", "monthly", "yearly", "both"),
    CheckConstraint(
        "usage_count BETWEEN 0 AND usage_limit OR usage_limit IS NULL AND usage_count >= 0", name="usage_count"
    ),
    *at_least(1, "per_user_limit", "max_discount_amount"),
    CheckConstraint("valid_until > valid_from", name="valid_until"),
    comment="Promotional discount codes of an analyst for subscriptions. Sharded by analyst_id.",
)
index(
    "idx_discount_codes_analyst",
    discount_codes.c.analyst_id,
    discount_codes.c.created_at.desc(),
    says="Codes of one analyst, the newest first",
    source="Index Strategy 1",
)

invite_links = Table(
    "invite_links",
    METADATA,
    identity("§12"),
    reference("analyst_id", "users.id", "Who invites", "§12", null=False),
    column("invite_code", words(50), 'Short code (e.g. "RAJESH-TELEGRAM")', "§12", null=False, unique=True),
    column("link_name", words(255), "Campaign name", "§12"),
    column("link_description", TEXT, "What the campaign is about", "§12"),
    column("is_active", YES_NO, "False once the link is withdrawn", "§12", null=False, default="true"),
    column("expires_at", MOMENT, "Until when it is good; NULL = without end", "§12"),
    column("max_uses", WHOLE, "How many may sign up by it; NULL = without limit", "§12"),
    reference("discount_code_id", "discount_codes.id", "The discount that comes with the link", "§12"),
    column("total_clicks", WHOLE, "How often it was clicked", "§12", null=False, default="0"),
    column("unique_visitors", WHOLE, "How many different visitors clicked", "§12", null=False, default="0"),
    column("signups_count", WHOLE, "How many of them signed up", "§12", null=False, default="0"),
    column("conversions_count", WHOLE, "Paid subscriptions", "§12", null=False, default="0"),
    column("total_revenue_generated", PAISE, "What these have paid, in paise", "§12", null=False, default="0"),
    # Stored, so that reading it cannot fail; NULL while nobody clicked; bounded before the division, so that a row
    # whose counters contradict each other is refused by the CHECK on the funnel and not by an overflow.
    Column(
        "conversion_rate",
        Numeric(5, 2),
        Computed(
            "round(100.0 * least(greatest(conversions_count, 0), total_clicks)"
            " / nullif(greatest(total_clicks, 0), 0), 2)",
            persisted=True,
        ),
        comment="conversions / total_clicks * 100, generated; NULL while nobody clicked",
        info={"source": "§12"},
    ),
    column("utm_source", words(100), "Where the link was placed, such as telegram", "§12"),
    column("utm_medium", words(100), "Kind of placement, such as social", "§12"),
    column("utm_campaign", words(100), "Campaign as the web analytics know it", "§12"),
    created("§12"),
    updated("§12"),
    column("last_used_at", MOMENT, "When somebody last subscribed by it", "§12"),
    deleted("§12"),
    CheckConstraint(
        "0 <= conversions_count AND conversions_count <= signups_count AND signups_count <= unique_visitors"
        " AND unique_visitors <= total_clicks",
        name="funnel",
    ),
    CheckConstraint("signups_count <= max_uses", name="max_uses"),
    CheckConstraint("conversion_rate BETWEEN 0 AND 100", name="conversion_rate"),
    *at_least(0, "total_revenue_generated"),
    comment="Referral tracking of an analyst: clicks, signups, paid conversions, revenue. Sharded by analyst_id.",
)
index(
    "idx_invite_links_analyst",
    invite_links.c.analyst_id,
    invite_links.c.created_at.desc(),
    says="Links of one analyst, the newest first",
    source="Index Strategy 1",
)
index(
    "idx_invite_links_live",
    invite_links.c.invite_code,
    where=f"is_active AND {LIVE}",
    says="A live link by its code, when it is clicked",
    source="Index Strategy 2",
)
index(
    "idx_invite_links_discount_code",
    invite_links.c.discount_code_id,
    where="discount_code_id IS NOT NULL",
    says="Links that carry one discount code",
    source="Index Strategy 1",
)
