"""Packs: what pots are turned into, and who gives it. Source: wolo section 3.6."""

from sqlalchemy import CheckConstraint, Table

from livvly_lab.designs.columns import ID, JSON, MOMENT, TEXT, TEXTS, WHOLE, YES_NO, column, identity, words
from livvly_lab.designs.wolo.schema.base import DAY, METADATA, NO_INDEX, created, number, reference, updated

SECTION = "section 3.6"

packs = Table(
    "packs",
    METADATA,
    identity(SECTION),
    column("name", words(255), "Name", SECTION, null=False),
    column("description", TEXT, "What is in it", SECTION, null=False),
    column("category", words(50), "cinema, restaurant, spa or experience", SECTION, null=False),
    column("base_price_cfa", WHOLE, "Price, CFA francs", SECTION, null=False),
    column("discounted_price_cfa", WHOLE, "Price while it is on offer, CFA francs", SECTION),
    column("is_active", YES_NO, "False when it is not sold any more", SECTION, default="true"),
    column("available_from", DAY, "First day it is sold", SECTION),
    column("available_until", DAY, "Last day it is sold", SECTION),
    column("max_redemptions_per_user", WHOLE, "How often a user may redeem it", SECTION, default="1"),
    column("total_available_quantity", WHOLE, "How many there are; NULL for any number", SECTION),
    column("image_url", words(500), "Address of its picture", SECTION),
    column("gallery_images", JSON, "Addresses of more pictures", SECTION),
    column(
        "partner_id",
        ID,
        "The partner who gives it; the specification declares no foreign key",
        SECTION,
        soft="partners.id",
    ),
    column("venue_restrictions", JSON, "Venues where it is valid; NULL for all of the partner", SECTION),
    column("terms_and_conditions", TEXT, "Terms", SECTION),
    column("redemption_instructions", TEXT, "How it is redeemed", SECTION),
    column("validity_days", WHOLE, "Days it is valid after the birthday", SECTION, default="90"),
    column("seo_title", words(255), "Title for search engines", SECTION),
    column("seo_description", TEXT, "Description for search engines", SECTION),
    column("marketing_tags", TEXTS, "Words to find it by", SECTION),
    created(SECTION),
    updated(SECTION),
    CheckConstraint("base_price_cfa > 0", name="base_price_cfa"),
    comment="Reward packages a pot is turned into. Reference data.",
)

partners = Table(
    "partners",
    METADATA,
    identity(SECTION),
    column("name", words(255), "Name", SECTION, null=False),
    column("type", words(50), "cinema, restaurant, spa or retail", SECTION, null=False),
    column("description", TEXT, "What they offer", SECTION),
    column("contact_name", words(255), "Whom to talk to", SECTION),
    column("contact_email", words(255), "Email address", SECTION),
    column("contact_phone", words(20), "Phone number", SECTION),
    column("business_registration", words(100), "Number in the trade register", SECTION),
    column("tax_id", words(50), "Tax number (NINEA)", SECTION),
    column(
        "revenue_split_percentage", number(5, 2), "What the partner gets of the price, percent", SECTION, null=False
    ),
    column(
        "payment_terms", words(20), "How often it is paid: weekly, monthly or quarterly", SECTION, default="'monthly'"
    ),
    column("minimum_payout_cfa", WHOLE, "Least amount paid out, CFA francs", SECTION, default="10000"),
    column("venues", JSON, "Venues with their addresses", SECTION),
    column("status", words(20), "pending, active, suspended or terminated", SECTION, default="'pending'"),
    column("verified_at", MOMENT, "When it was verified (UTC)", SECTION),
    reference("verified_by_user_id", "users.id", "The member of staff who verified it", SECTION, unindexed=NO_INDEX),
    column("auto_approve_redemptions", YES_NO, "True where codes need no second look", SECTION, default="false"),
    column("notification_preferences", JSON, "How the partner wants to be told", SECTION),
    created(SECTION),
    updated(SECTION),
    CheckConstraint("revenue_split_percentage BETWEEN 0 AND 100", name="revenue_split_percentage"),
    comment="Cinemas, restaurants, spas and shops that take the codes. Shared.",
)

sponsor_campaigns = Table(
    "sponsor_campaigns",
    METADATA,
    identity(SECTION),
    column("sponsor_company_name", words(255), "The company", SECTION, null=False),
    column("campaign_name", words(255), "Name of the campaign", SECTION, null=False),
    column("description", TEXT, "What it is about", SECTION),
    column("target_demographics", JSON, "Whom it is meant for", SECTION),
    column("pack_categories", TEXTS, "Categories of packs it boosts", SECTION),
    column("points_multiplier", number(3, 2), "Factor on points earned meanwhile", SECTION, default="1.5"),
    column("budget_cfa", WHOLE, "Budget, CFA francs", SECTION, null=False),
    column("spent_cfa", WHOLE, "Spent so far, CFA francs", SECTION, default="0"),
    column("starts_at", MOMENT, "When it begins (UTC)", SECTION, null=False),
    column("ends_at", MOMENT, "When it ends (UTC)", SECTION, null=False),
    column("status", words(20), "draft, active, paused or completed", SECTION, default="'draft'"),
    column("impressions", WHOLE, "Times shown", SECTION, default="0"),
    column("clicks", WHOLE, "Times clicked", SECTION, default="0"),
    column("conversions", WHOLE, "Invitations accepted meanwhile", SECTION, default="0"),
    created(SECTION),
    updated(SECTION),
    comment="Campaigns of companies that multiply points for a time. Reference data.",
)
