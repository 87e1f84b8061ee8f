"""Payments: subscriptions, transactions and how they are shared, payouts. Source: Financial System."""

from sqlalchemy import Table, UniqueConstraint

from livvly_lab.designs.versbottomlex.schema.base import (
    DAYS,
    FEW,
    METADATA,
    MINOR,
    MOMENT,
    OURS,
    SMALL,
    YES_NO,
    check,
    column,
    created,
    identity,
    index,
    key,
    one_of,
    reference,
    updated,
    words,
)

TRANSACTIONS = "Transactions Table"
METHODS = "Payment Methods"
PLANS = "Pricing Plans"
ISO = "currency ~ '^[A-Z]{3}$'"

gifts = Table(
    "gifts",
    METADATA,
    key(column("code", words(20), "Short name", "Reactions and Engagement")),
    column("name", words(40), "Name as it is shown", "Reactions and Engagement", null=False),
    column("price_minor", MINOR, "Price in US cents", "Reactions and Engagement", null=False),
    column("is_active", YES_NO, "Whether it is on sale", "Reactions and Engagement", null=False, default="true"),
    check("price_minor", "price_minor > 0"),
    comment="Gifts one may send to a performer. Reference data.",
)

revenue_share_rules = Table(
    "revenue_share_rules",
    METADATA,
    key(column("kind", words(14), "Kind of sale", TRANSACTIONS)),
    key(
        column(
            "validity", DAYS, "Days on which it holds, the last one excluded; two of a kind never overlap", TRANSACTIONS
        )
    ),
    column(
        "performer_permille", SMALL, "The performer's part of what is left, in thousandths", TRANSACTIONS, null=False
    ),
    one_of("kind", "subscription", "tip", "gift", "pay_per_view"),
    check("validity", "NOT isempty(validity)"),
    check("performer_permille", "performer_permille BETWEEN 0 AND 1000"),
    comment="How sales are shared, by kind and time. Reference data.",
)

subscriptions = Table(
    "subscriptions",
    METADATA,
    identity(OURS),
    reference("viewer_id", "users.id", "Who subscribes", "Viewer Profiles"),
    reference("performer_id", "users.id", "To whom", PLANS),
    reference("plan_id", "pricing_plans.id", "The tier", PLANS),
    reference("promotion_id", "promotions.id", "The offer taken", PLANS, null=True),
    column("price_minor", MINOR, "Price of a period as agreed, minor units, without tax", PLANS, null=False),
    column("currency", words(3), "ISO 4217 code", PLANS, null=False),
    column("status", words(10), "active, past_due, cancelled or expired", "Viewer Profiles", null=False),
    column("started_at", MOMENT, "When it began (UTC)", "Viewer Profiles", null=False),
    column("paid_until", MOMENT, "Until when it is paid for (UTC)", "Viewer Profiles", null=False),
    column("cancelled_at", MOMENT, "When it was cancelled (UTC); it runs on until paid_until", "Viewer Profiles"),
    created(),
    updated(),
    one_of("status", "active", "past_due", "cancelled", "expired"),
    check("viewer_id", "viewer_id <> performer_id"),
    check("paid_until", "paid_until > started_at"),
    check("cancelled_at", "(status = 'cancelled') = (cancelled_at IS NOT NULL)"),
    check("price_minor", "price_minor >= 0"),
    check("currency", ISO),
    comment="Who subscribes to which tier of whom; the only place where that is kept. Sharded by performer_id.",
)
index(
    "idx_subscriptions_viewer",
    subscriptions.c.viewer_id,
    subscriptions.c.started_at.desc(),
    says="Subscriptions of one viewer, the latest first",
    source="Viewer Profiles",
)
index(
    "idx_subscriptions_performer",
    subscriptions.c.performer_id,
    subscriptions.c.status,
    subscriptions.c.started_at.desc(),
    says="Subscribers of one performer by state",
    source="Performer Profiles",
)
index(
    "idx_subscriptions_running",
    subscriptions.c.performer_id,
    subscriptions.c.viewer_id,
    unique=True,
    where="status IN ('active', 'past_due')",
    says="The running subscription of a viewer to a performer, one at most",
    source="Viewer Profiles",
)
index("idx_subscriptions_plan", subscriptions.c.plan_id, says="Subscribers of one tier", source=PLANS)
index(
    "idx_subscriptions_promotion",
    subscriptions.c.promotion_id,
    where="promotion_id IS NOT NULL",
    says="Who took an offer",
    source=PLANS,
)
index(
    "idx_subscriptions_due",
    subscriptions.c.paid_until,
    where="status IN ('active', 'past_due')",
    says="What is to be renewed next",
    source=TRANSACTIONS,
)

payouts = Table(
    "payouts",
    METADATA,
    identity(OURS),
    reference("performer_id", "users.id", "Who is paid", "Performer Profiles"),
    reference("payout_account_id", "payout_accounts.id", "Where to", "Performer Profiles"),
    column("period", DAYS, "Days whose sales are paid, the last one excluded", "Performer Profiles", null=False),
    column("amount_minor", MINOR, "What is paid, minor units: the sum of the shares", "Performer Profiles", null=False),
    column("currency", words(3), "ISO 4217 code", "Performer Profiles", null=False),
    column("status", words(10), "prepared, sent, paid or returned", "Performer Profiles", null=False),
    column("sent_at", MOMENT, "When it was sent (UTC)", "Performer Profiles"),
    column("provider_ref", words(60), "What the bank calls it", "Performer Profiles"),
    created(),
    updated(),
    one_of("status", "prepared", "sent", "paid", "returned"),
    check("amount_minor", "amount_minor > 0"),
    check("period", "NOT isempty(period) AND NOT lower_inf(period) AND NOT upper_inf(period)"),
    check("sent_at", "(status = 'prepared') = (sent_at IS NULL)"),
    check("currency", ISO),
    UniqueConstraint("performer_id", "currency", "period"),
    comment="What performers were paid, one row for a month and currency. Sharded by performer_id.",
)
index("idx_payouts_account", payouts.c.payout_account_id, says="Payouts to one account", source="Performer Profiles")
index(
    "idx_payouts_prepared",
    payouts.c.created_at,
    where="status = 'prepared'",
    says="Payouts to be sent",
    source="Performer Profiles",
)

transactions = Table(
    "transactions",
    METADATA,
    identity(OURS),
    reference("performer_id", "users.id", "Who earns", TRANSACTIONS),
    reference("viewer_id", "users.id", "Who pays", TRANSACTIONS),
    column("kind", words(14), "subscription, tip, gift or pay_per_view", TRANSACTIONS, null=False),
    column("status", words(12), "pending, settled, failed, refunded or disputed", TRANSACTIONS, null=False),
    reference("payment_method_id", "payment_methods.id", "The instrument", TRANSACTIONS),
    reference("subscription_id", "subscriptions.id", "What it renews", TRANSACTIONS, null=True),
    reference("plan_id", "pricing_plans.id", "The ticket bought", TRANSACTIONS, null=True),
    reference("stream_id", "streams.id", "During which stream", TRANSACTIONS, null=True, on_delete="SET NULL"),
    reference("gift_code", "gifts.code", "The gift", TRANSACTIONS, kind=words(20), null=True, unindexed=FEW),
    column("message", words(200), "What was said with a tip", TRANSACTIONS),
    column("currency", words(3), "ISO 4217 code", TRANSACTIONS, null=False),
    column("gross_minor", MINOR, "What the viewer paid, with tax", TRANSACTIONS, null=False),
    column("tax_minor", MINOR, "Tax in it, owed where the viewer lives", TRANSACTIONS, null=False),
    column("fee_minor", MINOR, "What the provider kept", TRANSACTIONS, null=False),
    column("performer_minor", MINOR, "The performer's share of the rest", TRANSACTIONS, null=False),
    column("platform_minor", MINOR, "The platform's share of the rest", TRANSACTIONS, null=False),
    column("performer_permille", SMALL, "Share it was computed with, in thousandths", TRANSACTIONS, null=False),
    reference("tax_country", "countries.code", "Where tax is owed", TRANSACTIONS, kind=words(2), unindexed=FEW),
    column("risk_score", SMALL, "0 to 100, higher is riskier", TRANSACTIONS, null=False),
    column(
        "needs_review",
        YES_NO,
        "Held for the officer against money laundering",
        TRANSACTIONS,
        null=False,
        default="false",
    ),
    reference("payout_id", "payouts.id", "With which payout the share went", TRANSACTIONS, null=True),
    column("failure_code", words(40), "Why it failed", TRANSACTIONS),
    created("When it began (UTC)"),
    column("settled_at", MOMENT, "When the money was there (UTC)", TRANSACTIONS),
    column("refunded_at", MOMENT, "When it was paid back (UTC)", TRANSACTIONS),
    one_of("kind", "subscription", "tip", "gift", "pay_per_view"),
    one_of("status", "pending", "settled", "failed", "refunded", "disputed"),
    check("viewer_id", "viewer_id <> performer_id"),
    check("gross_minor", "gross_minor > 0"),
    check("parts", "least(tax_minor, fee_minor, performer_minor, platform_minor) >= 0"),
    check("shares", "gross_minor = tax_minor + fee_minor + performer_minor + platform_minor"),
    check("subscription_id", "(kind = 'subscription') = (subscription_id IS NOT NULL)"),
    check("plan_id", "(kind = 'pay_per_view') = (plan_id IS NOT NULL)"),
    check("gift_code", "(kind = 'gift') = (gift_code IS NOT NULL)"),
    check("settled_at", "(status IN ('settled', 'refunded', 'disputed')) = (settled_at IS NOT NULL)"),
    check("refunded_at", "(status = 'refunded') = (refunded_at IS NOT NULL)"),
    check("failure_code", "(status = 'failed') = (failure_code IS NOT NULL)"),
    check("payout_id", "payout_id IS NULL OR status <> 'pending' AND status <> 'failed'"),
    check("risk_score", "risk_score BETWEEN 0 AND 100"),
    check("performer_permille", "performer_permille BETWEEN 0 AND 1000"),
    check("currency", ISO),
    check("tip_currency", "kind NOT IN ('tip', 'gift') OR currency = 'USD'"),
    comment="Payments and how they are shared; the only place where tips and gifts are kept. Sharded by performer_id.",
)
index(
    "idx_transactions_performer",
    transactions.c.performer_id,
    transactions.c.created_at.desc(),
    says="What one performer earned, the latest first",
    source=TRANSACTIONS,
)
index(
    "idx_transactions_viewer",
    transactions.c.viewer_id,
    transactions.c.created_at.desc(),
    says="What one viewer paid, the latest first",
    source=TRANSACTIONS,
)
index(
    "idx_transactions_method",
    transactions.c.payment_method_id,
    transactions.c.created_at.desc(),
    says="What an instrument was used for",
    source=METHODS,
)
index(
    "idx_transactions_subscription",
    transactions.c.subscription_id,
    where="subscription_id IS NOT NULL",
    says="Payments of one subscription",
    source=TRANSACTIONS,
)
index("idx_transactions_plan", transactions.c.plan_id, where="plan_id IS NOT NULL", says="Tickets sold", source=PLANS)
index(
    "idx_transactions_stream",
    transactions.c.stream_id,
    where="stream_id IS NOT NULL",
    says="Tips, gifts and tickets of one stream",
    source="Reactions and Engagement",
)
index(
    "idx_transactions_payout",
    transactions.c.payout_id,
    where="payout_id IS NOT NULL",
    says="What a payout consists of",
    source=TRANSACTIONS,
)
index(
    "idx_transactions_unpaid",
    transactions.c.performer_id,
    transactions.c.settled_at,
    where="status = 'settled' AND payout_id IS NULL",
    says="Shares that wait to be paid out",
    source=TRANSACTIONS,
)
index(
    "idx_transactions_review",
    transactions.c.created_at,
    where="needs_review",
    says="Payments held for compliance",
    source=TRANSACTIONS,
)

provider_events = Table(
    "provider_events",
    METADATA,
    reference("provider_code", "payment_providers.code", "The provider", TRANSACTIONS, kind=words(12), key=True),
    key(column("provider_ref", words(60), "What the provider calls the payment", TRANSACTIONS)),
    reference("transaction_id", "transactions.id", "The payment", TRANSACTIONS),
    created("When the provider first told of it (UTC)"),
    comment="Payments as providers name them, each once over all shards: repeated calls stop here. Shared.",
)
index(
    "idx_provider_events_transaction",
    provider_events.c.transaction_id,
    says="What the provider calls a payment",
    source=TRANSACTIONS,
)
