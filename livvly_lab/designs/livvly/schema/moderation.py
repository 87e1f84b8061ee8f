"""Moderation. Source: livvly REQ-DB-002, 004, 008, 009, 010."""

from sqlalchemy import CheckConstraint, Column, Index, Numeric, Table, UniqueConstraint, text

from livvly_lab.designs.columns import ID, MOMENT, TEXT, YES_NO, column, identity, word_list, words
from livvly_lab.designs.livvly.schema.base import METADATA, OURS, created, deleted, reference, updated

reports = Table(
    "reports",
    METADATA,
    identity("REQ-DB-002"),
    reference("reporter_id", "users.id", "SET NULL", "Who reported", "REQ-DB-008"),
    reference("reported_user_id", "users.id", "SET NULL", "Who is reported", "REQ-DB-008"),
    reference("reviewed_by", "users.id", "SET NULL", "The moderator who decided", "REQ-DB-008"),
    column("reason", words(50), "harassment, spam, nudity, fraud, underage or other", OURS, null=False),
    column("description", TEXT, "What the reporter wrote", OURS),
    column("source_type", words(20), "Where it happened: call, room or profile", OURS, null=False),
    column("source_id", ID, "The call or room, by source_type; NULL for a profile", OURS, soft="calls.id,rooms.id"),
    column("status", words(20), "pending, reviewed, action_taken or dismissed", OURS, null=False, default="'pending'"),
    column("reviewed_at", MOMENT, "When the moderator decided (UTC)", OURS),
    created(says="When it was reported (UTC)"),
    updated(),
    deleted(),
    CheckConstraint("reason IN ('harassment', 'spam', 'nudity', 'fraud', 'underage', 'other')", name="reason"),
    CheckConstraint("source_type IN ('call', 'room', 'profile')", name="source_type"),
    CheckConstraint("status IN ('pending', 'reviewed', 'action_taken', 'dismissed')", name="status"),
    comment="Reports of users by users, kept for compliance. Sharded by reporter_id.",
)
Index(
    "idx_reports_reporter_id",
    reports.c.reporter_id,
    info={"comment": "Reports made by one user; keeps the deletion of a user from scanning", "source": OURS},
)
Index(
    "idx_reports_reported_user_id",
    reports.c.reported_user_id,
    info={"comment": "Reports about one user; keeps the deletion of a user from scanning", "source": OURS},
)
Index(
    "idx_reports_reviewed_by",
    reports.c.reviewed_by,
    info={"comment": "Decisions of one moderator; keeps the deletion of a user from scanning", "source": OURS},
)
Index(
    "idx_reports_live",
    reports.c.status,
    reports.c.created_at.desc(),
    postgresql_where=text("deleted_at IS NULL"),
    info={"comment": "Queue of reports by status without soft-deleted rows, newest first", "source": OURS},
)

user_blocks = Table(
    "user_blocks",
    METADATA,
    identity("REQ-DB-002"),
    reference("blocker_id", "users.id", "CASCADE", "Who blocks", "REQ-DB-008", null=False),
    reference("blocked_id", "users.id", "CASCADE", "Who is blocked", "REQ-DB-008", null=False),
    column("reason", words(100), "Why, in the words of the blocker", OURS),
    created(),
    UniqueConstraint("blocker_id", "blocked_id"),
    CheckConstraint("blocker_id <> blocked_id", name="blocked_id"),
    comment="Who does not want to meet whom. Sharded by blocker_id.",
)
Index(
    "idx_user_blocks_blocked_id",
    user_blocks.c.blocked_id,
    info={"comment": "Who blocks one user; keeps the deletion of a user from scanning", "source": OURS},
)

ai_moderation_transcripts = Table(
    "ai_moderation_transcripts",
    METADATA,
    identity("REQ-DB-002"),
    column("source_type", words(20), "What was transcribed: call, room or voice_message", "REQ-DB-004"),
    column(
        "source_id",
        ID,
        "The call or room, by source_type; voice messages have no table",
        "REQ-DB-004",
        soft="calls.id,rooms.id",
    ),
    reference("user_id", "users.id", "SET NULL", "Who spoke", "REQ-DB-004"),
    column("language", words(10), "Language recognised", "REQ-DB-004", soft="i18n_metadata.language"),
    column("transcript", TEXT, "What was said", "REQ-DB-004", null=False),
    column("confidence", Numeric(5, 2), "Confidence of the recognition, 0.00 to 100.00", "REQ-DB-004"),
    column("flagged", YES_NO, "Whether a violation was found", "REQ-DB-004", default="false"),
    column("violation_type", words(50), "Kind of violation, such as profanity or spam", "REQ-DB-004"),
    column("violation_keywords", word_list(50), "Words that gave it away", "REQ-DB-004"),
    column("ai_provider", words(20), "Who transcribed: google, azure or whisper", "REQ-DB-004"),
    column(
        "review_status",
        words(20),
        "pending, reviewed, action_taken or false_positive",
        "REQ-DB-004",
        default="'pending'",
    ),
    reference("reviewed_by", "users.id", "SET NULL", "The moderator who decided", "REQ-DB-004"),
    column("reviewed_at", MOMENT, "When the moderator decided (UTC)", "REQ-DB-004"),
    # A primary key of a partitioned table must hold the column that decides the partition.
    Column(
        "created_at",
        MOMENT,
        primary_key=True,
        server_default=text("now()"),
        comment="When it was transcribed (UTC); decides the monthly partition",
        info={"source": "REQ-DB-004"},
    ),
    CheckConstraint("source_type IN ('call', 'room', 'voice_message')", name="source_type"),
    CheckConstraint("review_status IN ('pending', 'reviewed', 'action_taken', 'false_positive')", name="review_status"),
    comment="What was said in calls and rooms, checked by machine. One table over all shards, partitioned by month.",
)
Index(
    "idx_ai_transcripts_source",
    ai_moderation_transcripts.c.source_type,
    ai_moderation_transcripts.c.source_id,
    info={"comment": "Transcripts of one call or room", "source": "REQ-DB-004"},
)
Index(
    "idx_ai_transcripts_flagged",
    ai_moderation_transcripts.c.flagged,
    ai_moderation_transcripts.c.review_status,
    ai_moderation_transcripts.c.created_at.desc(),
    info={"comment": "Queue of flagged transcripts by review status, newest first", "source": "REQ-DB-004"},
)
Index(
    "idx_ai_transcripts_user",
    ai_moderation_transcripts.c.user_id,
    info={"comment": "Transcripts of one user", "source": "REQ-DB-004"},
)
Index(
    "idx_ai_moderation_transcripts_reviewed_by",
    ai_moderation_transcripts.c.reviewed_by,
    postgresql_where=text("reviewed_by IS NOT NULL"),
    info={"comment": "Decisions of one moderator; keeps the deletion of a user from scanning", "source": OURS},
)
