"""Where the tables of wolo live, and the sections of its ERD: one for each service. Source: wolo sections 1, 3, 10.

What belongs to a user is sharded by the user, what hangs on a pot by the pot: a donation names its pot, but neither the
pot's owner nor, where the donor has no account, any user at all.
"""

from livvly_lab.domain.design import Section
from livvly_lab.domain.placement import Placement

PLACEMENT = Placement(
    root="users",
    keys={
        "users": "id",
        "user_sessions": "user_id",
        "password_reset_tokens": "user_id",
        "profiles": "user_id",
        "user_addresses": "user_id",
        "referrals": "sponsor_user_id",
        "points_ledger": "sponsor_user_id",
        "points_conversions": "sponsor_user_id",
        "sponsor_daily_limits": "sponsor_user_id",
        "sponsor_contact_batches": "sponsor_user_id",
        "notification_preferences": "user_id",
        "pots": "id",
        "pot_invitations": "pot_id",
        "pot_analytics": "pot_id",
        "donations": "pot_id",
        "qr_codes": "pot_id",
    },
    shared={
        "wave_webhook_events": "Wave calls before anybody knows the pot, and an event must be unique over all shards",
        "refunds": "it names the donation but not the pot, and staff work through one queue",
        "donation_analytics": "sums over all donations",
        "packs": "reference data",
        "partners": "a few, and every pot may be redeemed at any of them",
        "sponsor_campaigns": "reference data",
        "partner_settlements": "sums over the codes of all pots",
        "qr_redemption_logs": "a scanner sends a code, which names no pot, and failed attempts must be kept too",
        "notification_templates": "reference data",
        "notifications": "one queue by time; people invited have no account to shard by",
        "notification_analytics": "sums over all notifications",
        "analytics_events": "visitors who are not signed in have no user to shard by; read by time and kind",
        "business_metrics": "sums over everybody",
        "funnel_analytics": "sums over everybody",
        "ab_tests": "reference data",
        "ab_test_assignments": "visitors who are not signed in have no user to shard by; compared over everybody",
        "feature_flags": "a few, read by every service",
        "system_config": "a few, read by every service",
        "audit_logs": "written by every service, searched by action and time over all shards",
        "system_health_checks": "about services, not users",
        "admin_sessions": "a few members of staff, watched as one list",
    },
    together=frozenset({"referrals.daily_limit_id", "referrals.batch_id", "points_ledger.referral_id"}),
)

SECTIONS = (
    Section("identity", "Identity Service", ("users", "user_sessions", "password_reset_tokens")),
    Section("profiles", "Profiles Service", ("profiles", "user_addresses")),
    Section(
        "referral",
        "Referral Service",
        ("referrals", "points_ledger", "points_conversions", "sponsor_daily_limits", "sponsor_contact_batches"),
    ),
    Section("pots", "Pots Service", ("pots", "pot_invitations", "pot_analytics")),
    Section("donations", "Donations Service", ("donations", "wave_webhook_events", "refunds", "donation_analytics")),
    Section("packs", "Packs Service", ("packs", "partners", "sponsor_campaigns")),
    Section("redemption", "QR/Redemption Service", ("qr_codes", "partner_settlements", "qr_redemption_logs")),
    Section(
        "notifications",
        "Notifications Service",
        ("notification_templates", "notifications", "notification_preferences", "notification_analytics"),
    ),
    Section(
        "analytics",
        "Analytics Service",
        ("analytics_events", "business_metrics", "funnel_analytics", "ab_tests", "ab_test_assignments"),
    ),
    Section(
        "admin",
        "Admin Service",
        ("feature_flags", "system_config", "audit_logs", "system_health_checks", "admin_sessions"),
    ),
)

REFERENCE_TABLES = ("packs", "sponsor_campaigns", "notification_templates", "ab_tests")
