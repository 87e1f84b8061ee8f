"""Growth: discount codes and invite links. Source: analyst_marketplace §12 and §13."""

from sqlalchemy import CheckConstraint, Column, Computed, Numeric, Table

from livvly_lab.designs.analyst_marketplace.schema.base import (
    IDS,
    LIVE,
    METADATA,
    PAISE,
    at_least,
    created,
    deleted,
    index,
    one_of,
    reference,
    updated,
)
from livvly_lab.designs.columns import MOMENT, TEXT, WHOLE, YES_NO, column, identity, words

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
