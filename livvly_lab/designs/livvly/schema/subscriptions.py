"""Subscriptions. Source: livvly REQ-DB-002, 003, 005, 008."""

from sqlalchemy import CheckConstraint, Index, Table

from livvly_lab.designs.columns import JSON, MOMENT, WHOLE, YES_NO, column, identity, words
from livvly_lab.designs.livvly.schema.base import METADATA, MONEY, OURS, created, reference, updated

subscription_plans = Table(
    "subscription_plans",
    METADATA,
    identity("REQ-DB-002"),
    column("name", words(50), "Name of the plan in the back office", OURS, null=False),
    column("price_inr", MONEY, "Price of one period in rupees", OURS, null=False),
    column("duration_days", WHOLE, "Length of one period in days", OURS, null=False),
    column("features", JSON, "What the plan includes, by feature key", "REQ-DB-003", null=False),
    column("names", JSON, "Name by language", "REQ-DB-005"),
    column("feature_descriptions", JSON, "Sentence by language and feature key", "REQ-DB-005"),
    column("is_active", YES_NO, "False once the plan is no longer sold", OURS, null=False, default="true"),
    column("sort_order", WHOLE, "Place in the shop", OURS, null=False, default="0"),
    created(),
    updated(),
    CheckConstraint("price_inr > 0", name="price_inr"),
    CheckConstraint("duration_days > 0", name="duration_days"),
    comment="Subscription plans on sale. Reference data.",
)
Index(
    "idx_subscription_features_gin",
    subscription_plans.c.features,
    postgresql_using="gin",
    info={"comment": "Plans that include a feature (@>, ?)", "source": "REQ-DB-003"},
)

user_subscriptions = Table(
    "user_subscriptions",
    METADATA,
    identity("REQ-DB-002"),
    reference("user_id", "users.id", "CASCADE", "The subscriber", "REQ-DB-008", null=False),
    reference(
        "plan_id",
        "subscription_plans.id",
        "RESTRICT",
        "The plan bought",
        "REQ-DB-008",
        null=False,
        unindexed="a plan is deactivated, not deleted, and a handful of values select nothing",
    ),
    column("status", words(20), "active, expired or cancelled", OURS, null=False, default="'active'"),
    column("price_inr", MONEY, "Rupees paid for the period", OURS, null=False),
    column("auto_renew", YES_NO, "Whether the next period is bought automatically", OURS, null=False, default="false"),
    column("started_at", MOMENT, "First moment of the period (UTC)", OURS, null=False),
    column("expires_at", MOMENT, "End of the period (UTC)", OURS, null=False),
    created(),
    updated(),
    CheckConstraint("status IN ('active', 'expired', 'cancelled')", name="status"),
    CheckConstraint("expires_at > started_at", name="expires_at"),
    comment="Subscriptions bought, one row a period.",
)
Index(
    "idx_user_subscriptions_user_id",
    user_subscriptions.c.user_id,
    info={"comment": "Subscriptions of one user; keeps the deletion of a user from scanning", "source": OURS},
)
