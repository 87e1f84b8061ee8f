"""Where the tables of the analyst marketplace live, and the sections of its ERD.

The document does not shard. Two keys suggest themselves: everything an analyst runs (posts, subscribers, payments,
channels) stays together in the analyst's shard, so that all statistics triggers but the one of bookmarks work inside
one shard, and the foreign keys among these tables stay; what a user alone reads stays in the user's shard.
"""

from livvly_lab.domain.design import Section
from livvly_lab.domain.placement import Placement

PLACEMENT = Placement(
    root="users",
    keys={
        "users": "id",
        "analyst_profiles": "user_id",
        "subscription_tiers": "analyst_id",
        "subscriptions": "analyst_id",
        "payment_transactions": "analyst_id",
        "discount_codes": "analyst_id",
        "invite_links": "analyst_id",
        "posts": "analyst_id",
        "reviews": "analyst_id",
        "chat_channels": "analyst_id",
        "chat_messages": "analyst_id",
        "bookmarks": "user_id",
        "notifications": "user_id",
    },
    shared={
        "otp_verifications": "during signup a code belongs to no user yet, so nothing says which shard is its home",
        "moderation_flags": "reports are worked through in one queue, and what they name lives in any shard",
        "support_tickets": "tickets are worked through in one queue",
    },
    together=frozenset(
        {
            "subscriptions.tier_id",
            "subscriptions.referred_by_invite_link",
            "subscriptions.discount_code_used",
            "payment_transactions.subscription_id",
            "invite_links.discount_code_id",
            "chat_channels.minimum_tier_required",
            "chat_messages.channel_id",
            "chat_messages.reply_to_message_id",
        }
    ),
)

SECTIONS = (
    Section("core", "Core", ("users", "otp_verifications", "analyst_profiles")),
    Section("monetization", "Monetization", ("subscription_tiers", "subscriptions", "payment_transactions")),
    Section("growth", "Growth", ("discount_codes", "invite_links")),
    Section("content", "Content", ("posts", "bookmarks", "reviews")),
    Section("communication", "Communication", ("chat_channels", "chat_messages")),
    Section("platform", "Platform", ("notifications", "support_tickets", "moderation_flags")),
)
"""The steps of the migration order; Growth holds the two tables it names in none. Source: analyst_marketplace,
Migration Execution Order."""
