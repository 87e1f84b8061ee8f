"""Calls System. Source: livvly REQ-DB-002, 003, 006, 008, 009."""

from sqlalchemy import CheckConstraint, Index, Numeric, Table, UniqueConstraint, text

from livvly_lab.designs.columns import MOMENT, WHOLE, YES_NO, column, identity, words
from livvly_lab.designs.livvly.schema.base import METADATA, MONEY, OURS, created, deleted, reference, updated

_RATE = Numeric(10, 2)
_MULTIPLIER = Numeric(3, 2)

calls = Table(
    "calls",
    METADATA,
    identity("REQ-DB-002"),
    reference("caller_id", "users.id", "SET NULL", "Who called and pays", "REQ-DB-008"),
    reference("receiver_id", "users.id", "SET NULL", "The creator who was called and earns", "REQ-DB-008"),
    column("call_type", words(10), "audio or video", OURS, null=False),
    column("status", words(20), "How it ended: completed, missed, rejected or dropped", "REQ-DB-003", null=False),
    column("rate_per_minute", MONEY, "Coins per minute when the call began", OURS, null=False),
    column("duration_seconds", WHOLE, "Seconds talked, 0 when nobody answered", OURS, null=False, default="0"),
    column("coins_charged", MONEY, "Coins the caller paid", OURS, null=False, default="0"),
    column("diamonds_earned", MONEY, "Diamonds the receiver earned", OURS, null=False, default="0"),
    column("rating", WHOLE, "Stars the caller gave, 1 to 5", OURS),
    column("started_at", MOMENT, "When the talk began (UTC); NULL when nobody answered", OURS),
    column("ended_at", MOMENT, "When the talk ended (UTC)", OURS),
    created(says="When the caller dialled (UTC)"),
    updated(),
    deleted(),
    CheckConstraint("call_type IN ('audio', 'video')", name="call_type"),
    CheckConstraint("status IN ('completed', 'missed', 'rejected', 'dropped')", name="status"),
    CheckConstraint("duration_seconds >= 0", name="duration_seconds"),
    CheckConstraint("coins_charged >= 0", name="coins_charged"),
    CheckConstraint("diamonds_earned >= 0", name="diamonds_earned"),
    CheckConstraint("rating BETWEEN 1 AND 5", name="rating"),
    CheckConstraint("ended_at >= started_at", name="ended_at"),
    comment="Audio and video calls with what they cost and earned. Sharded by caller_id.",
)
Index(
    "idx_calls_caller",
    calls.c.caller_id,
    info={"comment": "Calls made by one user", "source": "REQ-DB-003"},
)
Index(
    "idx_calls_receiver",
    calls.c.receiver_id,
    info={"comment": "Calls received by one creator; a prefix of idx_calls_composite", "source": "REQ-DB-003"},
)
Index(
    "idx_calls_composite",
    calls.c.receiver_id,
    calls.c.status,
    calls.c.created_at.desc(),
    info={"comment": "Call history of one receiver by status, newest first", "source": "REQ-DB-003"},
)
Index(
    "idx_calls_live",
    calls.c.caller_id,
    calls.c.created_at.desc(),
    postgresql_where=text("deleted_at IS NULL"),
    info={"comment": "Call history of one caller without soft-deleted rows, newest first", "source": OURS},
)

call_rates = Table(
    "call_rates",
    METADATA,
    identity("REQ-DB-002"),
    column("user_type", words(20), "Kind of creator: regular or verified", "REQ-DB-006", null=False),
    column("call_type", words(10), "audio or video", "REQ-DB-006", null=False),
    column("base_rate", MONEY, "Coins per minute outside peak hours", "REQ-DB-006", null=False),
    column("peak_multiplier", _MULTIPLIER, "Factor in peak hours", "REQ-DB-006", null=False, default="1.0"),
    created(),
    updated(),
    UniqueConstraint("user_type", "call_type"),
    CheckConstraint("user_type IN ('regular', 'verified')", name="user_type"),
    CheckConstraint("call_type IN ('audio', 'video')", name="call_type"),
    comment="Baseline call rates, used where a creator has set none. Reference data.",
)

creator_call_rates = Table(
    "creator_call_rates",
    METADATA,
    identity("REQ-DB-002"),
    reference("creator_id", "users.id", "CASCADE", "The creator who set the rates", "REQ-DB-006", unique=True),
    column("audio_rate_per_minute", _RATE, "Coins per minute of audio, 8 to 25", "REQ-DB-006", null=False),
    column("video_rate_per_minute", _RATE, "Coins per minute of video, 8 to 25", "REQ-DB-006", null=False),
    column("peak_multiplier", _MULTIPLIER, "Factor in peak hours", "REQ-DB-006", default="1.0"),
    column("peak_start_hour", WHOLE, "First peak hour, 0 to 23, Indian time", "REQ-DB-006", default="22"),
    column("peak_end_hour", WHOLE, "Hour at which the peak ends, 0 to 23, Indian time", "REQ-DB-006", default="2"),
    column("is_active", YES_NO, "False while the baseline rates apply instead", "REQ-DB-006", default="true"),
    created(null=True),
    updated(null=True),
    CheckConstraint("audio_rate_per_minute BETWEEN 8.00 AND 25.00", name="audio_rate_per_minute"),
    CheckConstraint("video_rate_per_minute BETWEEN 8.00 AND 25.00", name="video_rate_per_minute"),
    comment="Call rates a creator has set, in coins per minute. Sharded by creator_id.",
)
Index(
    "idx_creator_call_rates_creator",
    creator_call_rates.c.creator_id,
    info={"comment": "Rates of one creator; the UNIQUE key holds the same", "source": "REQ-DB-006"},
)
