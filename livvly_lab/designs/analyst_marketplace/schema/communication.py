"""Communication: chat channels and messages. Source: analyst_marketplace §9 and §10."""

from sqlalchemy import CheckConstraint, Table

from livvly_lab.designs.analyst_marketplace.schema.base import (
    METADATA,
    at_least,
    created,
    deleted,
    index,
    one_of,
    reference,
    updated,
)
from livvly_lab.designs.columns import MOMENT, TEXT, WHOLE, YES_NO, column, identity, words

chat_channels = Table(
    "chat_channels",
    METADATA,
    identity("§9"),
    reference("analyst_id", "users.id", "Whose channel it is", "§9", null=False),
    column("channel_name", words(255), "Name of the room", "§9", null=False),
    column("channel_description", TEXT, "What it is for", "§9"),
    column("channel_type", words(50), "community, premium or support", "§9", null=False, default="'community'"),
    column("is_active", YES_NO, "Messages may be written", "§9", null=False, default="true"),
    column("is_archived", YES_NO, "Kept for reading only", "§9", null=False, default="false"),
    column("max_members", WHOLE, "NULL = unlimited", "§9"),
    column("message_rate_limit", WHOLE, "Messages per user per minute", "§9", null=False, default="10"),
    column("is_rate_limited", YES_NO, "The limit holds", "§9", null=False, default="true"),
    column("require_subscription", YES_NO, "Only subscribers may enter", "§9", null=False, default="true"),
    reference("minimum_tier_required", "subscription_tiers.id", "The lowest tier that may enter", "§9"),
    column("total_messages", WHOLE, "Messages, kept by update_chat_channel_stats", "§9", null=False, default="0"),
    column("active_members_count", WHOLE, "Members who may write now", "§9", null=False, default="0"),
    column("last_message_at", MOMENT, "When the latest message came, kept by update_chat_channel_stats", "§9"),
    created("§9"),
    updated("§9"),
    deleted("§9"),
    one_of("channel_type", "community", "premium", "support"),
    *at_least(0, "total_messages", "active_members_count"),
    *at_least(1, "message_rate_limit", "max_members"),
    comment="Community chat rooms for the subscribers of an analyst. Sharded by analyst_id.",
)
index(
    "idx_chat_channels_analyst",
    chat_channels.c.analyst_id,
    chat_channels.c.created_at,
    says="Channels of one analyst",
    source="Index Strategy 1",
)
index(
    "idx_chat_channels_minimum_tier",
    chat_channels.c.minimum_tier_required,
    where="minimum_tier_required IS NOT NULL",
    says="Channels that ask for one tier",
    source="Index Strategy 1",
)

chat_messages = Table(
    "chat_messages",
    METADATA,
    identity("§10"),
    reference("channel_id", "chat_channels.id", "Where it was written", "§10", null=False),
    reference("user_id", "users.id", "Who wrote it", "§10", null=False),
    reference("analyst_id", "users.id", "The analyst of the channel, denormalized", "§10", null=False),
    column("message", TEXT, "What was written (max 2000 chars)", "§10", null=False),
    column("message_type", words(50), "text, image, file or system", "§10", null=False, default="'text'"),
    column("attachment_url", words(500), "Where the image or file is", "§10"),
    reference("reply_to_message_id", "chat_messages.id", "The message answered", "§10"),
    column("is_deleted", YES_NO, "Taken down; the row stays", "§10", null=False, default="false"),
    reference("deleted_by", "users.id", "Who took it down", "§10"),
    column("deleted_at", MOMENT, "When it was taken down; NULL while it is live", "§10"),
    column("deletion_reason", TEXT, "Why it was taken down", "§10"),
    column("is_flagged", YES_NO, "Somebody reported it", "§10", null=False, default="false"),
    reference("flagged_by", "users.id", "Who reported it", "§10"),
    column("flagged_reason", TEXT, "Why it was reported", "§10"),
    column("is_pinned", YES_NO, "Stays at the top of the channel", "§10", null=False, default="false"),
    reference("pinned_by", "users.id", "Who pinned it", "§10"),
    column("pinned_at", MOMENT, "When it was pinned", "§10"),
    created("§10", "When it was written"),
    updated("§10"),
    CheckConstraint("char_length(message) <= 2000", name="message"),
    one_of("message_type", "text", "image", "file", "system"),
    CheckConstraint("is_deleted = (deleted_at IS NOT NULL)", name="deleted_at"),
    comment="Real-time chat messages within channels. Sharded by analyst_id.",
)
index(
    "idx_chat_messages_channel",
    chat_messages.c.channel_id,
    chat_messages.c.created_at.desc(),
    says="Messages of one channel, the newest first",
    source="Index Strategy 1",
)
index(
    "idx_chat_messages_user",
    chat_messages.c.user_id,
    chat_messages.c.channel_id,
    chat_messages.c.created_at.desc(),
    says="What one user wrote in a channel, the newest first: what check_chat_rate_limit counts",
    source="Index Strategy 3",
)
index(
    "idx_chat_messages_analyst",
    chat_messages.c.analyst_id,
    chat_messages.c.created_at.desc(),
    says="Messages in all channels of one analyst, the newest first",
    source="Index Strategy 1",
)
index(
    "idx_chat_messages_reply_to",
    chat_messages.c.reply_to_message_id,
    where="reply_to_message_id IS NOT NULL",
    says="Answers to one message",
    source="Index Strategy 1",
)
index(
    "idx_chat_messages_deleted_by",
    chat_messages.c.deleted_by,
    where="deleted_by IS NOT NULL",
    says="Messages that one moderator took down",
    source="Index Strategy 1",
)
index(
    "idx_chat_messages_flagged_by",
    chat_messages.c.flagged_by,
    where="flagged_by IS NOT NULL",
    says="Messages that one user reported",
    source="Index Strategy 1",
)
index(
    "idx_chat_messages_pinned_by",
    chat_messages.c.pinned_by,
    where="pinned_by IS NOT NULL",
    says="Messages that one user pinned",
    source="Index Strategy 1",
)
