"""Interaction: messages, reactions, views, polls, notifications. Source: Interaction System."""

from sqlalchemy import Table, UniqueConstraint

from livvly_lab.designs.versbottomlex.schema.base import (
    BY_STAFF,
    FEW,
    JSON,
    LARGE,
    LIVE,
    METADATA,
    MOMENT,
    OCTETS,
    OURS,
    SMALL,
    TEXT,
    TEXTS,
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
    words,
)

MESSAGES = "Messages Table"
ENGAGEMENT = "Reactions and Engagement"
NOTICES = "Notifications"

messages = Table(
    "messages",
    METADATA,
    identity(OURS),
    reference(
        "owner_id",
        "users.id",
        "Where it is read: the performer of the stream, or who it is for",
        MESSAGES,
        on_delete="CASCADE",
    ),
    reference("sender_id", "users.id", "Who wrote it", MESSAGES, on_delete="CASCADE"),
    reference(
        "stream_id",
        "streams.id",
        "The stream of a public message; NULL: private",
        MESSAGES,
        null=True,
        on_delete="CASCADE",
    ),
    column("body", words(2_000), "What was written", MESSAGES, null=False),
    column("locale", words(10), "Language, as recognised", MESSAGES),
    column(
        "moderation_status", words(10), "clean, flagged, hidden or approved", MESSAGES, null=False, default="'clean'"
    ),
    reference("moderated_by", "users.id", "The moderator", MESSAGES, null=True, unindexed=BY_STAFF),
    column("read_at", MOMENT, "When a private message was read (UTC)", MESSAGES),
    created("When it was sent (UTC)"),
    deleted(),
    one_of("moderation_status", "clean", "flagged", "hidden", "approved"),
    check("sender_id", "stream_id IS NOT NULL OR sender_id <> owner_id"),
    check("read_at", "read_at IS NULL OR stream_id IS NULL"),
    check("body", "body <> ''"),
    check("moderated_by", "(moderation_status IN ('hidden', 'approved')) = (moderated_by IS NOT NULL)"),
    comment="Public messages in the chat of a stream, private ones between two users. Sharded by owner_id.",
)
index(
    "idx_messages_owner",
    messages.c.owner_id,
    messages.c.created_at.desc(),
    says="Inbox of one user, the latest first",
    source=MESSAGES,
)
index(
    "idx_messages_stream",
    messages.c.stream_id,
    messages.c.created_at.desc(),
    where="stream_id IS NOT NULL",
    says="Chat of one stream, the latest first",
    source=MESSAGES,
)
index(
    "idx_messages_sender",
    messages.c.sender_id,
    messages.c.created_at.desc(),
    says="What one user wrote, the latest first",
    source=MESSAGES,
)
index(
    "idx_messages_flagged",
    messages.c.created_at,
    where=f"moderation_status = 'flagged' AND {LIVE}",
    says="Messages that wait for a moderator",
    source=MESSAGES,
)

message_attachments = Table(
    "message_attachments",
    METADATA,
    identity(OURS),
    reference("message_id", "messages.id", "The message", MESSAGES, on_delete="CASCADE"),
    reference("owner_id", "users.id", "Where it is read", MESSAGES, on_delete="CASCADE", unindexed=WITH_OWNER),
    column("storage_uri", TEXT, "Where the file is kept", MESSAGES, null=False),
    column("media_type", words(60), "Such as image/webp", MESSAGES, null=False),
    column("size_bytes", LARGE, "Size", MESSAGES, null=False),
    column("checksum", OCTETS, "SHA-256 of the file", MESSAGES, null=False),
    column(
        "scan_status",
        words(10),
        "pending, clean or infected; shown only when clean",
        MESSAGES,
        null=False,
        default="'pending'",
    ),
    created(),
    one_of("scan_status", "pending", "clean", "infected"),
    check("media_type", "media_type ~ '^(image|video|audio)/[a-z0-9.+-]+$'"),
    check("size_bytes", "size_bytes BETWEEN 1 AND 26214400"),
    hashed("checksum"),
    comment="Files sent with messages, 25 MiB at most. Sharded by owner_id.",
)
index("idx_message_attachments_message", message_attachments.c.message_id, says="Files of one message", source=MESSAGES)

reactions = Table(
    "reactions",
    METADATA,
    identity(OURS),
    reference("stream_id", "streams.id", "The stream", ENGAGEMENT, on_delete="CASCADE"),
    reference("performer_id", "users.id", "Who streams", ENGAGEMENT, on_delete="CASCADE", unindexed=WITH_OWNER),
    reference("user_id", "users.id", "Who reacts", ENGAGEMENT, on_delete="CASCADE"),
    column("kind", words(8), "like, love, laugh, wow or share", ENGAGEMENT, null=False),
    column("share_target", words(12), "Where it was shared", ENGAGEMENT),
    created(),
    one_of("kind", "like", "love", "laugh", "wow", "share"),
    check("share_target", "(kind = 'share') = (share_target IS NOT NULL)"),
    UniqueConstraint("stream_id", "user_id", "kind"),
    comment="Likes and shares of streams, each kind once for a user. Sharded by performer_id.",
)
index(
    "idx_reactions_user",
    reactions.c.user_id,
    reactions.c.created_at.desc(),
    says="What one user liked",
    source=ENGAGEMENT,
)

stream_views = Table(
    "stream_views",
    METADATA,
    identity(OURS),
    reference("stream_id", "streams.id", "The stream", ENGAGEMENT, on_delete="CASCADE"),
    reference("performer_id", "users.id", "Who streams", ENGAGEMENT, on_delete="CASCADE", unindexed=WITH_OWNER),
    reference("viewer_id", "users.id", "Who watches", ENGAGEMENT, on_delete="CASCADE"),
    column("joined_at", MOMENT, "When they came (UTC)", ENGAGEMENT, null=False),
    column("left_at", MOMENT, "When they went (UTC); NULL while they watch", ENGAGEMENT),
    column("device", words(8), "phone, tablet, desktop or tv", ENGAGEMENT, null=False),
    column("rebuffers", SMALL, "How often the picture stopped", ENGAGEMENT, null=False, default="0"),
    one_of("device", "phone", "tablet", "desktop", "tv"),
    check("left_at", "left_at >= joined_at"),
    comment="Who watched a stream from when to when. Sharded by performer_id.",
)
index(
    "idx_stream_views_stream",
    stream_views.c.stream_id,
    stream_views.c.joined_at,
    says="Who watched a stream",
    source=ENGAGEMENT,
)
index(
    "idx_stream_views_viewer",
    stream_views.c.viewer_id,
    stream_views.c.joined_at.desc(),
    says="What one user watched, the latest first",
    source=ENGAGEMENT,
)

polls = Table(
    "polls",
    METADATA,
    identity(OURS),
    reference("stream_id", "streams.id", "The stream", ENGAGEMENT, on_delete="CASCADE"),
    reference("performer_id", "users.id", "Who asks", ENGAGEMENT, on_delete="CASCADE", unindexed=WITH_OWNER),
    column("question", words(200), "What is asked", ENGAGEMENT, null=False),
    column("options", TEXTS, "What may be answered, 2 to 6", ENGAGEMENT, null=False),
    column("opens_at", MOMENT, "From when (UTC)", ENGAGEMENT, null=False),
    column("closes_at", MOMENT, "Until when (UTC)", ENGAGEMENT, null=False),
    check("options", "cardinality(options) BETWEEN 2 AND 6"),
    check("closes_at", "closes_at > opens_at"),
    comment="Questions put to the viewers of a stream. Sharded by performer_id.",
)
index("idx_polls_stream", polls.c.stream_id, says="Polls of one stream", source=ENGAGEMENT)

poll_votes = Table(
    "poll_votes",
    METADATA,
    reference("poll_id", "polls.id", "The poll", ENGAGEMENT, key=True, on_delete="CASCADE"),
    reference("voter_id", "users.id", "Who votes", ENGAGEMENT, key=True, on_delete="CASCADE"),
    reference("performer_id", "users.id", "Who asks", ENGAGEMENT, on_delete="CASCADE", unindexed=WITH_OWNER),
    column("choice", SMALL, "Place of the answer, from 1", ENGAGEMENT, null=False),
    created("When (UTC)"),
    check("choice", "choice BETWEEN 1 AND 6"),
    comment="Votes, one for each viewer and poll. Sharded by performer_id.",
)
index("idx_poll_votes_voter", poll_votes.c.voter_id, says="Votes of one user", source=ENGAGEMENT)

notification_events = Table(
    "notification_events",
    METADATA,
    key(column("code", words(20), "What happened", NOTICES)),
    column("description", TEXT, "In words", NOTICES, null=False),
    column("is_mandatory", YES_NO, "Whether nobody can switch it off", NOTICES, null=False, default="false"),
    comment="Events of which users are told. Reference data.",
)

notification_templates = Table(
    "notification_templates",
    METADATA,
    key(column("id", SMALL, "Primary key", NOTICES)),
    reference("event_code", "notification_events.code", "The event", NOTICES, kind=words(20)),
    column("channel", words(6), "in_app, push or email", NOTICES, null=False),
    column("locale", words(10), "Language", NOTICES, null=False),
    column("version", SMALL, "Wording, from 1; the highest is used", NOTICES, null=False),
    column("subject", words(120), "Title, with {placeholders}", NOTICES, null=False),
    column("body", TEXT, "Text, with {placeholders}", NOTICES, null=False),
    one_of("channel", "in_app", "push", "email"),
    check("version", "version > 0"),
    UniqueConstraint("event_code", "channel", "locale", "version"),
    comment="What is said, by event, channel, language and version. Reference data.",
)

notification_settings = Table(
    "notification_settings",
    METADATA,
    reference("user_id", "users.id", "Whose", NOTICES, key=True, on_delete="CASCADE"),
    reference("event_code", "notification_events.code", "The event", NOTICES, key=True, kind=words(20), unindexed=FEW),
    key(column("channel", words(6), "in_app, push or email", NOTICES)),
    column("is_enabled", YES_NO, "Whether one wants to know", NOTICES, null=False),
    one_of("channel", "in_app", "push", "email"),
    comment="What users chose to be told otherwise than by default; the only place. Sharded by user_id.",
)

notifications = Table(
    "notifications",
    METADATA,
    identity(OURS),
    reference("user_id", "users.id", "Who is told", NOTICES, on_delete="CASCADE"),
    reference("event_code", "notification_events.code", "The event", NOTICES, kind=words(20), unindexed=FEW),
    column("channel", words(6), "in_app, push or email", NOTICES, null=False),
    reference("template_id", "notification_templates.id", "The wording", NOTICES, kind=SMALL, null=True, unindexed=FEW),
    column("payload", JSON, "What fills the placeholders", NOTICES, null=False, default="'{}'"),
    column("status", words(10), "queued, sent, delivered, failed or read", NOTICES, null=False, default="'queued'"),
    column("attempts", SMALL, "Attempts to deliver", NOTICES, null=False, default="0"),
    column("failure", words(80), "Why the last one failed", NOTICES),
    created(),
    column("sent_at", MOMENT, "When it was handed over (UTC)", NOTICES),
    column("delivered_at", MOMENT, "When it arrived (UTC)", NOTICES),
    column("read_at", MOMENT, "When it was read (UTC)", NOTICES),
    one_of("channel", "in_app", "push", "email"),
    one_of("status", "queued", "sent", "delivered", "failed", "read"),
    check("sent_at", "(status = 'queued') = (sent_at IS NULL)"),
    check("delivered_at", "(status IN ('delivered', 'read')) = (delivered_at IS NOT NULL)"),
    check("read_at", "(status = 'read') = (read_at IS NOT NULL)"),
    check("failure", "(status = 'failed') = (failure IS NOT NULL)"),
    check("attempts", "attempts BETWEEN 0 AND 5"),
    comment="What users are told, by channel, and whether it arrived. Sharded by user_id.",
)
index(
    "idx_notifications_user",
    notifications.c.user_id,
    notifications.c.created_at.desc(),
    says="What one user was told, the latest first",
    source=NOTICES,
)
index(
    "idx_notifications_unread",
    notifications.c.user_id,
    where="channel = 'in_app' AND read_at IS NULL",
    says="How much one user has not read",
    source=NOTICES,
)
index(
    "idx_notifications_queued",
    notifications.c.created_at,
    where="status = 'queued'",
    says="What is to be sent next",
    source=NOTICES,
)
