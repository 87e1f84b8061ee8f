"""Where the tables of VersBottomLex live, and the sections of its ERD.

The document asks for scale and names no shards. What happens around a performer (streams, chat, sales, subscribers)
stays in the performer's shard, so that a stream's page, its figures and a payout ask one shard; what only one user
reads stays in that user's. The other party of a sale, a message or a follow may live in another shard.
"""

from livvly_lab.domain.design import MonthlyPartitions, Section
from livvly_lab.domain.placement import Placement

_CATALOGUE = "reference data: a few rows, read everywhere"

PLACEMENT = Placement(
    root="users",
    keys={
        "users": "id",
        "user_roles": "user_id",
        "user_preferences": "user_id",
        "account_flags": "user_id",
        "performer_profiles": "user_id",
        "performer_categories": "performer_id",
        "performer_tags": "performer_id",
        "performer_schedules": "performer_id",
        "payout_accounts": "performer_id",
        "viewer_profiles": "user_id",
        "follows": "performer_id",
        "favorites": "viewer_id",
        "streams": "performer_id",
        "stream_tags": "performer_id",
        "stream_invitations": "performer_id",
        "stream_archives": "performer_id",
        "payment_methods": "user_id",
        "pricing_plans": "performer_id",
        "plan_prices": "performer_id",
        "promotions": "performer_id",
        "subscriptions": "performer_id",
        "transactions": "performer_id",
        "payouts": "performer_id",
        "messages": "owner_id",
        "message_attachments": "owner_id",
        "reactions": "performer_id",
        "stream_views": "performer_id",
        "polls": "performer_id",
        "poll_votes": "performer_id",
        "notification_settings": "user_id",
        "notifications": "user_id",
        "performance_metrics": "performer_id",
    },
    shared={
        "login_identities": "a name or address must be unique over all shards, and says in which shard to look",
        "provider_events": "a provider's number names no user, and must be unique over all shards",
        "audit_logs": "written by all, searched by time over all shards, and partitioned by month instead",
        **dict.fromkeys(
            (
                "regions",
                "countries",
                "encryption_keys",
                "roles",
                "role_permissions",
                "content_ratings",
                "retention_policies",
                "categories",
                "tags",
                "payment_providers",
                "gifts",
                "revenue_share_rules",
                "notification_events",
                "notification_templates",
            ),
            _CATALOGUE,
        ),
    },
    together=frozenset(
        {
            "streams.access_plan_id",
            "stream_tags.stream_id",
            "stream_invitations.stream_id",
            "stream_archives.stream_id",
            "plan_prices.plan_id",
            "promotions.plan_id",
            "subscriptions.plan_id",
            "subscriptions.promotion_id",
            "payouts.payout_account_id",
            "transactions.subscription_id",
            "transactions.plan_id",
            "transactions.stream_id",
            "transactions.payout_id",
            "messages.stream_id",
            "message_attachments.message_id",
            "reactions.stream_id",
            "stream_views.stream_id",
            "polls.stream_id",
            "poll_votes.poll_id",
            "performance_metrics.stream_id",
        }
    ),
)

SECTIONS = (
    Section(
        "accounts",
        "User Management: accounts",
        (
            "users",
            "login_identities",
            "roles",
            "role_permissions",
            "user_roles",
            "user_preferences",
            "account_flags",
            "countries",
            "regions",
            "encryption_keys",
        ),
    ),
    Section(
        "profiles",
        "User Management: profiles",
        (
            "performer_profiles",
            "performer_categories",
            "performer_tags",
            "performer_schedules",
            "payout_accounts",
            "viewer_profiles",
            "follows",
            "favorites",
        ),
    ),
    Section(
        "content",
        "Content Management",
        (
            "categories",
            "tags",
            "content_ratings",
            "streams",
            "stream_tags",
            "stream_invitations",
            "stream_archives",
            "retention_policies",
        ),
    ),
    Section(
        "plans",
        "Financial System: plans and instruments",
        ("payment_providers", "payment_methods", "pricing_plans", "plan_prices", "promotions"),
    ),
    Section(
        "payments",
        "Financial System: payments",
        ("subscriptions", "transactions", "provider_events", "payouts", "revenue_share_rules", "gifts"),
    ),
    Section(
        "interaction",
        "Interaction System",
        (
            "messages",
            "message_attachments",
            "reactions",
            "stream_views",
            "polls",
            "poll_votes",
            "notification_events",
            "notification_templates",
            "notification_settings",
            "notifications",
        ),
    ),
    Section("analytics", "Analytics and Reporting", ("performance_metrics", "audit_logs")),
)

REFERENCE_TABLES = (
    "regions",
    "countries",
    "encryption_keys",
    "roles",
    "role_permissions",
    "content_ratings",
    "retention_policies",
    "categories",
    "tags",
    "payment_providers",
    "gifts",
    "revenue_share_rules",
    "notification_events",
    "notification_templates",
)

EXTENSIONS = ("pg_trgm", "btree_gist")

MONTHLY = (MonthlyPartitions("audit_logs", "occurred_at"),)
