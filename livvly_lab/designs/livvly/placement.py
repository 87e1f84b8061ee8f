"""Where the tables of livvly live, and the sections of its ERD. Source: livvly REQ-DB-001, 010, 013."""

from livvly_lab.domain.design import MonthlyPartitions, Section
from livvly_lab.domain.placement import Placement

PLACEMENT = Placement(
    root="users",
    keys={
        "users": "id",
        "coin_wallets": "user_id",
        "diamond_wallets": "user_id",
        "transactions": "user_id",
        "calls": "caller_id",
        "creator_call_rates": "creator_id",
        "gift_transactions": "sender_id",
        "rooms": "host_id",
        "room_participants": "user_id",
        "reports": "reporter_id",
        "user_blocks": "blocker_id",
        "matching_preferences": "user_id",
        "user_verification": "user_id",
    },
    shared={
        "user_interests": "the specification assigns it to neither kind; it is small and read over all users",
        "coin_packages": "reference data",
        "call_rates": "reference data: it has no user, the rates of a creator are in creator_call_rates",
        "gifts": "reference data",
        "creator_kyc": "named as shared: payouts are worked through in one queue",
        "withdrawals": "named as shared: payouts are worked through in one queue",
        "creator_performance": "named as shared: creators are ranked over all shards",
        "subscription_plans": "reference data",
        "user_subscriptions": "the specification assigns it to neither kind; renewals run over all users",
        "ai_moderation_transcripts": "named as shared: searched over all shards; and it is partitioned by month",
        "referrals": "the specification assigns it to neither kind; its two users may live in two shards",
        "notifications": "named as shared: sent and counted over all shards",
        "i18n_metadata": "reference data",
        "system_messages": "reference data",
    },
)

SECTIONS = (
    Section("users", "Users & Authentication", ("users", "user_interests", "user_verification")),
    Section("wallets", "Wallet System", ("coin_wallets", "diamond_wallets", "coin_packages", "transactions")),
    Section("calls", "Calls System", ("calls", "call_rates", "creator_call_rates")),
    Section("gifts", "Gifts System", ("gifts", "gift_transactions")),
    Section("rooms", "Live Rooms", ("rooms", "room_participants")),
    Section("payouts", "Creator KYC & Payouts", ("creator_kyc", "withdrawals", "creator_performance")),
    Section("subscriptions", "Subscriptions", ("subscription_plans", "user_subscriptions")),
    Section("moderation", "Moderation", ("reports", "user_blocks", "ai_moderation_transcripts")),
    Section("features", "Features", ("matching_preferences", "referrals", "notifications")),
    Section("i18n", "i18n", ("i18n_metadata", "system_messages")),
)

MONTHLY = (MonthlyPartitions("ai_moderation_transcripts", "created_at", ahead=3),)

EXTENSIONS = ("pg_trgm",)

REFERENCE_TABLES = ("i18n_metadata", "coin_packages", "call_rates", "gifts", "subscription_plans", "system_messages")
