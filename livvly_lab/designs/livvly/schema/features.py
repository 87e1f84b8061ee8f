"""Features: matching, referrals, notifications. Source: livvly REQ-DB-004, 008."""

from sqlalchemy import CheckConstraint, Index, Table, UniqueConstraint

from livvly_lab.designs.columns import JSON, MOMENT, TEXT, WHOLE, YES_NO, column, identity, word_list, words
from livvly_lab.designs.livvly.schema.base import METADATA, OURS, created, reference, updated

matching_preferences = Table(
    "matching_preferences",
    METADATA,
    identity("REQ-DB-002"),
    reference("user_id", "users.id", "CASCADE", "Whose preferences", "REQ-DB-004", unique=True),
    column("min_age", WHOLE, "Youngest age wanted, 18 to 100", "REQ-DB-004"),
    column("max_age", WHOLE, "Oldest age wanted, 18 to 100", "REQ-DB-004"),
    column("preferred_cities", word_list(50), "Cities wanted", "REQ-DB-004"),
    column("preferred_states", word_list(50), "States wanted", "REQ-DB-004"),
    column("max_distance_km", WHOLE, "Farthest distance wanted in kilometres", "REQ-DB-004"),
    column("preferred_interests", word_list(50), "Interests wanted", "REQ-DB-004"),
    column("creator_only", YES_NO, "Only creators are wanted", "REQ-DB-004", default="false"),
    column("verified_only", YES_NO, "Only verified users are wanted", "REQ-DB-004", default="false"),
    created(null=True),
    updated(null=True),
    CheckConstraint("min_age >= 18 AND min_age <= 100", name="min_age"),
    CheckConstraint("max_age >= 18 AND max_age <= 100", name="max_age"),
    comment="Whom a user wants to be matched with. Sharded by user_id.",
)
Index(
    "idx_matching_preferences_user",
    matching_preferences.c.user_id,
    info={"comment": "Preferences of one user; the UNIQUE key holds the same", "source": "REQ-DB-004"},
)

referrals = Table(
    "referrals",
    METADATA,
    identity("REQ-DB-002"),
    reference("referrer_id", "users.id", "SET NULL", "Who invited", "REQ-DB-004"),
    reference("referee_id", "users.id", "SET NULL", "Who was invited", "REQ-DB-004"),
    column("referral_code", words(20), "Code of this one invitation", "REQ-DB-004", null=False, unique=True),
    column("referral_type", words(20), "user_signup or creator_signup", "REQ-DB-004"),
    column("status", words(20), "pending, completed, rewarded or expired", "REQ-DB-004", default="'pending'"),
    column("referrer_reward_coins", WHOLE, "Coins for the one who invited", "REQ-DB-004", default="0"),
    column("referee_reward_coins", WHOLE, "Coins for the one invited", "REQ-DB-004", default="0"),
    column("rewarded_at", MOMENT, "When the coins were given (UTC)", "REQ-DB-004"),
    column("expires_at", MOMENT, "When the invitation ends (UTC)", "REQ-DB-004"),
    created(null=True),
    UniqueConstraint("referrer_id", "referee_id"),
    CheckConstraint("referral_type IN ('user_signup', 'creator_signup')", name="referral_type"),
    CheckConstraint("status IN ('pending', 'completed', 'rewarded', 'expired')", name="status"),
    comment="Invitations and their rewards. One table: its two users may live in two shards.",
)
Index(
    "idx_referrals_referrer",
    referrals.c.referrer_id,
    info={"comment": "Invitations by one user; a prefix of the UNIQUE key", "source": "REQ-DB-004"},
)
Index(
    "idx_referrals_code",
    referrals.c.referral_code,
    info={"comment": "Invitation by its code; the UNIQUE key holds the same", "source": "REQ-DB-004"},
)
Index(
    "idx_referrals_status",
    referrals.c.status,
    referrals.c.created_at.desc(),
    info={"comment": "Invitations by status, newest first", "source": "REQ-DB-004"},
)
Index(
    "idx_referrals_referee_id",
    referrals.c.referee_id,
    info={"comment": "Who invited one user; keeps the deletion of a user from scanning", "source": OURS},
)

notifications = Table(
    "notifications",
    METADATA,
    identity("REQ-DB-002"),
    reference("user_id", "users.id", "CASCADE", "Who is told", "REQ-DB-004"),
    column("type", words(50), "call_request, new_message, gift_received or creator_online", "REQ-DB-004", null=False),
    column("title", words(100), "Headline", "REQ-DB-004", null=False),
    column("body", TEXT, "Text", "REQ-DB-004", null=False),
    column("language", words(10), "Language of the text", "REQ-DB-004", soft="i18n_metadata.language"),
    column("data", JSON, "Where the app goes when it is tapped", "REQ-DB-004"),
    column("fcm_token", words(200), "Device it was sent to (Firebase Cloud Messaging)", "REQ-DB-004"),
    column("fcm_message_id", words(100), "Id given by Firebase", "REQ-DB-004"),
    column("status", words(20), "sent, delivered, clicked, dismissed or failed", "REQ-DB-004", default="'sent'"),
    column("sent_at", MOMENT, "When it was sent (UTC)", "REQ-DB-004", default="now()"),
    column("delivered_at", MOMENT, "When it reached the device (UTC)", "REQ-DB-004"),
    column("clicked_at", MOMENT, "When it was tapped (UTC)", "REQ-DB-004"),
    created(null=True),
    CheckConstraint("status IN ('sent', 'delivered', 'clicked', 'dismissed', 'failed')", name="status"),
    comment="History of push notifications, over all shards.",
)
Index(
    "idx_notifications_user",
    notifications.c.user_id,
    notifications.c.created_at.desc(),
    info={"comment": "Notification feed of one user, newest first", "source": "REQ-DB-004"},
)
Index(
    "idx_notifications_type",
    notifications.c.type,
    notifications.c.created_at.desc(),
    info={"comment": "Notifications of one type, newest first", "source": "REQ-DB-004"},
)
