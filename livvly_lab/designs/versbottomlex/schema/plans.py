"""Plans and instruments: payment providers and methods, what is sold and at which price. Source: Financial System."""

from sqlalchemy import Table, UniqueConstraint

from livvly_lab.designs.versbottomlex.schema.base import (
    DAY,
    DAYS,
    FEW,
    JSON,
    LIVE,
    METADATA,
    MINOR,
    MOMENT,
    OCTETS,
    OURS,
    SMALL,
    TEXT,
    WHOLE,
    WITH_OWNER,
    YES_NO,
    check,
    column,
    created,
    deleted,
    hashed,
    identity,
    index,
    key,
    one_of,
    reference,
    sealed,
    updated,
    words,
)

TRANSACTIONS = "Transactions Table"
METHODS = "Payment Methods"
PLANS = "Pricing Plans"
ISO = "currency ~ '^[A-Z]{3}$'"

payment_providers = Table(
    "payment_providers",
    METADATA,
    key(column("code", words(12), "Short name", METHODS)),
    column("name", words(40), "Name", METHODS, null=False),
    column("api_version", words(20), "Version of its interface we speak", METHODS, null=False),
    column("fee_permille", SMALL, "What it keeps of a payment, in thousandths", METHODS, null=False),
    column("is_active", YES_NO, "Whether new methods may use it", METHODS, null=False, default="true"),
    check("fee_permille", "fee_permille BETWEEN 0 AND 200"),
    comment="Providers that take payments. Reference data.",
)

payment_methods = Table(
    "payment_methods",
    METADATA,
    identity(OURS),
    reference("user_id", "users.id", "Who pays with it", METHODS),
    reference(
        "provider_code", "payment_providers.code", "Who keeps the instrument", METHODS, kind=words(12), unindexed=FEW
    ),
    column(
        "provider_token", TEXT, "What stands for the instrument at the provider; no number is kept", METHODS, null=False
    ),
    column("kind", words(12), "card, wallet or bank_debit", METHODS, null=False),
    column("brand", words(20), "Such as visa", METHODS),
    column("last4", words(4), "Last four digits", METHODS),
    column("expires_on", DAY, "Last day of a card", METHODS),
    column("fingerprint", OCTETS, "HMAC-SHA-256 by which an instrument is known again", METHODS, null=False),
    column("billing_ciphertext", OCTETS, "Name and address for the bill, sealed", METHODS, null=False),
    reference("key_id", "encryption_keys.id", "Key that sealed them", "Security Measures", kind=SMALL, unindexed=FEW),
    column("verification_status", words(10), "pending, verified or failed", METHODS, null=False),
    column("verified_at", MOMENT, "When it was verified (UTC)", METHODS),
    column("is_default", YES_NO, "Used where nothing else is said", METHODS, null=False, default="false"),
    created(),
    updated(),
    deleted(),
    one_of("kind", "card", "wallet", "bank_debit"),
    one_of("verification_status", "pending", "verified", "failed"),
    check("verified_at", "(verification_status = 'verified') = (verified_at IS NOT NULL)"),
    check("card", "(kind = 'card') = (expires_on IS NOT NULL)"),
    check("last4", "last4 ~ '^[0-9]{4}$'"),
    # A token that is a number of 12 to 19 digits is a card number somebody wrote into the wrong column.
    check("provider_token", "provider_token !~ '^[0-9 -]{12,}$'"),
    hashed("fingerprint"),
    sealed("billing_ciphertext"),
    comment="Payment instruments, as tokens of their provider. Sharded by user_id.",
)
index("idx_payment_methods_user", payment_methods.c.user_id, says="Instruments of one user", source=METHODS)
index(
    "idx_payment_methods_default",
    payment_methods.c.user_id,
    unique=True,
    where=f"is_default AND {LIVE}",
    says="The instrument used first, one at most",
    source=METHODS,
)
index(
    "idx_payment_methods_fingerprint",
    payment_methods.c.fingerprint,
    says="Accounts that pay with the same instrument",
    source="Transactions Table",
)

pricing_plans = Table(
    "pricing_plans",
    METADATA,
    identity(OURS),
    reference("performer_id", "users.id", "Who sells it", PLANS),
    column("kind", words(14), "subscription or pay_per_view", PLANS, null=False),
    column("name", words(60), "Name of the tier or ticket", PLANS, null=False),
    column("tier", SMALL, "1 is the lowest tier; NULL for a ticket", PLANS),
    column("period_days", SMALL, "Days a payment opens: a tier 30, a ticket for a stream 2", PLANS, null=False),
    column("benefits", JSON, "What it brings, a list of texts", PLANS, null=False, default="'[]'"),
    column("is_active", YES_NO, "Whether it is on sale", PLANS, null=False, default="true"),
    created(),
    updated(),
    deleted(),
    one_of("kind", "subscription", "pay_per_view"),
    check("tier", "(kind = 'subscription') = (tier IS NOT NULL) AND tier BETWEEN 1 AND 5"),
    check("period_days", "period_days BETWEEN 1 AND 366"),
    check("benefits", "jsonb_typeof(benefits) = 'array'"),
    comment="What performers sell: subscription tiers and tickets. Sharded by performer_id.",
)
index("idx_pricing_plans_performer", pricing_plans.c.performer_id, says="Plans of one performer", source=PLANS)
index(
    "idx_pricing_plans_tier",
    pricing_plans.c.performer_id,
    pricing_plans.c.tier,
    unique=True,
    where=f"kind = 'subscription' AND {LIVE}",
    says="The live plan of a tier, one at most",
    source=PLANS,
)

plan_prices = Table(
    "plan_prices",
    METADATA,
    identity(OURS),
    reference("plan_id", "pricing_plans.id", "The plan", PLANS, on_delete="CASCADE"),
    reference("performer_id", "users.id", "Who sells it", PLANS, unindexed=WITH_OWNER),
    reference("region_code", "regions.code", "Where it holds", PLANS, kind=words(8), unindexed=FEW),
    column("validity", DAYS, "Days on which it holds, the last one excluded", PLANS, null=False),
    column("amount_minor", MINOR, "Price in minor units of the currency, without tax", PLANS, null=False),
    column("currency", words(3), "ISO 4217 code", PLANS, null=False),
    check("validity", "NOT isempty(validity) AND NOT lower_inf(validity)"),
    check("amount_minor", "amount_minor > 0"),
    check("currency", ISO),
    comment="Prices of a plan by region and time; no two hold on one day. Sharded by performer_id.",
)
index(
    "idx_plan_prices_plan",
    plan_prices.c.plan_id,
    plan_prices.c.region_code,
    says="Prices of one plan, by region",
    source=PLANS,
)

promotions = Table(
    "promotions",
    METADATA,
    identity(OURS),
    reference("plan_id", "pricing_plans.id", "The plan", PLANS, on_delete="CASCADE"),
    reference("performer_id", "users.id", "Who sells it", PLANS),
    column("code", words(20), "What the viewer types in", PLANS, null=False),
    column("percent_off", SMALL, "Percent off the first period", PLANS, null=False),
    column("validity", DAYS, "Days on which it may be taken, the last one excluded", PLANS, null=False),
    column("most_redemptions", WHOLE, "How often it may be taken; NULL: as often as one likes", PLANS),
    column("redemptions", WHOLE, "How often it was; counted by the trigger redeem", PLANS, null=False, default="0"),
    created(),
    check("code", "code ~ '^[A-Z0-9]{3,20}$'"),
    check("percent_off", "percent_off BETWEEN 1 AND 100"),
    check("validity", "NOT isempty(validity) AND NOT lower_inf(validity) AND NOT upper_inf(validity)"),
    check("redemptions", "redemptions >= 0 AND (most_redemptions IS NULL OR redemptions <= most_redemptions)"),
    UniqueConstraint("performer_id", "code"),
    comment="Special offers on a plan; of one plan no two hold on one day. Sharded by performer_id.",
)
index("idx_promotions_plan", promotions.c.plan_id, says="Offers on one plan", source=PLANS)
