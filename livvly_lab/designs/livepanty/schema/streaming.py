"""Streaming: live sessions and who watched them. Source: livepanty, Core Tables."""

from sqlalchemy import Table, UniqueConstraint

from livvly_lab.designs.columns import MOMENT, TEXT, TEXTS, WHOLE, words
from livvly_lab.designs.livepanty.schema.base import (
    LIVE,
    METADATA,
    check,
    column,
    created,
    identity,
    index,
    one_of,
    reference,
    updated,
)

STREAMING, INDEXES, RETENTION = "Streaming", "Indexes and Performance", "Data Retention"

streams = Table(
    "streams",
    METADATA,
    identity(),
    reference("host_id", "users.id", "The performer who streams", "RESTRICT", INDEXES, null=False),
    column("title", words(120), "Title shown in lists", STREAMING, null=False),
    column("description", TEXT, "What it is about"),
    column("category", words(40), "Such as music, talk or dance", INDEXES, null=False),
    column("tags", TEXTS, "Words of the host", STREAMING, null=False, default="'{}'"),
    column("language", words(5), "Language spoken", null=False, default="'en'"),
    column("status", words(10), "scheduled, live, ended or removed", INDEXES, null=False, default="'scheduled'"),
    column("scheduled_at", MOMENT, "When it is announced for (UTC)"),
    column("started_at", MOMENT, "When it went live (UTC)", STREAMING),
    column("ended_at", MOMENT, "When it ended (UTC)", STREAMING),
    column("recording_url", words(500), "Where the recording is stored; NULL once it is gone", RETENTION),
    column("recording_expires_at", MOMENT, "Until when it is kept (UTC)", RETENTION),
    created(),
    updated(),
    column("deleted_at", MOMENT, "When the host took it out of the lists (UTC)", "Right to Erasure"),
    check("category", "category ~ '^[a-z][a-z-]+$'"),
    one_of("status", "scheduled", "live", "ended", "removed"),
    check("started_at", "status = 'scheduled' OR status = 'removed' OR started_at IS NOT NULL"),
    check("ended_at", "(status <> 'ended' OR ended_at IS NOT NULL) AND (status <> 'live' OR ended_at IS NULL)"),
    check("times", "ended_at >= started_at"),
    check("recording", "recording_url IS NULL OR recording_expires_at IS NOT NULL"),
    comment="Live streaming sessions and metadata. Sharded by host_id.",
)
index(
    "idx_streams_host",
    streams.c.host_id,
    streams.c.created_at.desc(),
    says="Streams of one host, the latest first",
    source=INDEXES,
)
index(
    "idx_streams_status",
    streams.c.status,
    streams.c.scheduled_at,
    where=LIVE,
    says="Streams by status, such as those announced, by their time",
    source=INDEXES,
)
index(
    "idx_streams_category",
    streams.c.category,
    streams.c.started_at.desc(),
    where=LIVE,
    says="Streams of a category, the latest first",
    source=INDEXES,
)
index(
    "idx_streams_live",
    streams.c.started_at.desc(),
    where="status = 'live' AND deleted_at IS NULL",
    says="Active streams, the latest first: real-time queries",
    source=INDEXES,
)
index(
    "idx_streams_recordings",
    streams.c.recording_expires_at,
    where="recording_url IS NOT NULL",
    says="Recordings by the moment they are to be removed",
    source=RETENTION,
)

stream_viewers = Table(
    "stream_viewers",
    METADATA,
    identity(),
    reference("user_id", "users.id", "Who watched", "CASCADE", STREAMING, null=False),
    reference("stream_id", "streams.id", "Which stream", "CASCADE", STREAMING, null=False),
    column("joined_at", MOMENT, "When they first came (UTC)", STREAMING, null=False, default="now()"),
    column("left_at", MOMENT, "When they last left (UTC); NULL while they watch", STREAMING),
    column("watch_seconds", WHOLE, "How long they watched, all visits together", STREAMING, null=False, default="0"),
    column(
        "messages_sent",
        WHOLE,
        "What they wrote in the chat; the messages themselves are kept elsewhere",
        STREAMING,
        null=False,
        default="0",
    ),
    UniqueConstraint("user_id", "stream_id"),
    check("left_at", "left_at >= joined_at"),
    check("counts", "watch_seconds >= 0 AND messages_sent >= 0"),
    comment="Viewers of a stream and what they did there, one row each. Sharded by user_id.",
)
index(
    "idx_stream_viewers_stream",
    stream_viewers.c.stream_id,
    stream_viewers.c.joined_at,
    says="Viewers of one stream in the order they came",
)
index(
    "idx_stream_viewers_watching",
    stream_viewers.c.stream_id,
    where="left_at IS NULL",
    says="Who watches a stream now: real-time queries",
    source=INDEXES,
)
