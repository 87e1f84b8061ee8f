"""Content: categories and tags, streams, recordings and how long they are kept. Source: Content Management."""

from typing import Any

from sqlalchemy import Column, ColumnElement, Table, UniqueConstraint, func, text

from livvly_lab.designs.versbottomlex.schema.base import (
    BY_STAFF,
    FEW,
    LARGE,
    LIVE,
    METADATA,
    MOMENT,
    OCTETS,
    OURS,
    SMALL,
    TEXT,
    WHOLE,
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
    updated,
    words,
)

STREAMS = "Streams Table"
ARCHIVES = "Stream Archives"
CATEGORIES = "Categories and Tags"


def _words(first: Column[Any], second: Column[Any]) -> ColumnElement[Any]:
    """Return the words of two texts as an index holds them; no dictionary, for texts come in many languages."""
    return func.to_tsvector(text("'simple'::regconfig"), first.op("||")(text("' '")).op("||")(second))


content_ratings = Table(
    "content_ratings",
    METADATA,
    key(column("code", words(10), "general, teen, mature or adult", CATEGORIES)),
    column("least_age", SMALL, "From which age on", CATEGORIES, null=False),
    column("description", TEXT, "What it may show", CATEGORIES, null=False),
    check("least_age", "least_age BETWEEN 0 AND 21"),
    comment="Classification of content, by the age it is for. Reference data.",
)

retention_policies = Table(
    "retention_policies",
    METADATA,
    key(column("code", words(12), "short, standard, extended or evidence", ARCHIVES)),
    column("keep_days", WHOLE, "Days a recording is kept; NULL: until somebody decides", ARCHIVES),
    column("grace_days", SMALL, "Days between its soft deletion and its end", ARCHIVES, null=False),
    column("description", TEXT, "What it is for", ARCHIVES, null=False),
    check("keep_days", "keep_days > 0"),
    check("grace_days", "grace_days BETWEEN 0 AND 90"),
    comment="How long recordings are kept. Reference data.",
)

categories = Table(
    "categories",
    METADATA,
    key(column("id", SMALL, "Primary key", CATEGORIES)),
    reference("parent", "categories.id", "The category above; NULL: the top", CATEGORIES, kind=SMALL, null=True),
    column("slug", words(60), "Name in addresses, unique", CATEGORIES, null=False, unique=True),
    column("name", words(60), "Name", CATEGORIES, null=False),
    column("description", TEXT, "What belongs there", CATEGORIES, null=False),
    reference(
        "least_rating",
        "content_ratings.code",
        "Streams there are rated at least so",
        CATEGORIES,
        kind=words(10),
        unindexed=FEW,
    ),
    column("position", SMALL, "Place among its siblings", CATEGORIES, null=False),
    check("parent", "parent <> id"),
    UniqueConstraint("parent", "position"),
    comment="Categories as a tree; a trigger refuses cycles and more than four levels. Reference data.",
)
index(
    "idx_categories_search",
    _words(categories.c.name, categories.c.description),
    using="gin",
    says="Categories by a word of name or description",
    source=CATEGORIES,
)

tags = Table(
    "tags",
    METADATA,
    key(column("id", WHOLE, "Primary key", CATEGORIES)),
    column("slug", words(40), "Name in addresses, unique", CATEGORIES, null=False, unique=True),
    column("name", words(40), "Name as it is shown", CATEGORIES, null=False),
    column("status", words(10), "allowed, review or banned", CATEGORIES, null=False, default="'allowed'"),
    reference("merged_into", "tags.id", "The tag it became; NULL: itself", CATEGORIES, kind=WHOLE, null=True),
    one_of("status", "allowed", "review", "banned"),
    check("merged_into", "merged_into <> id"),
    comment="Tags and what was decided about them. Reference data.",
)
index(
    "idx_tags_name",
    tags.c.name,
    using="gin",
    ops={"name": "gin_trgm_ops"},
    says="Tags by part of their name, misspelt or not",
    source=CATEGORIES,
)
index(
    "idx_tags_merged_into",
    tags.c.merged_into,
    where="merged_into IS NOT NULL",
    says="What was merged into a tag",
    source=CATEGORIES,
)

streams = Table(
    "streams",
    METADATA,
    identity(OURS),
    reference("performer_id", "users.id", "Who streams", STREAMS, on_delete="CASCADE"),
    column("title", words(140), "Title", STREAMS, null=False),
    column("description", TEXT, "What it is about", STREAMS, null=False),
    column("thumbnail", TEXT, "Address of the picture that stands for it", STREAMS),
    reference("category_id", "categories.id", "Category", STREAMS, kind=SMALL),
    reference("rating", "content_ratings.code", "Classification", STREAMS, kind=words(10), unindexed=FEW),
    column("locale", words(10), "Language spoken", STREAMS, null=False),
    column("visibility", words(12), "public, followers, subscribers, pay_per_view or invited", STREAMS, null=False),
    reference(
        "access_plan_id",
        "pricing_plans.id",
        "Plan that opens it: the price of a view, or the least tier",
        STREAMS,
        null=True,
    ),
    column("status", words(10), "scheduled, live, ended or cancelled", STREAMS, null=False),
    column("scheduled_at", MOMENT, "When it is to begin (UTC)", STREAMS, null=False),
    column("started_at", MOMENT, "When it began (UTC)", STREAMS),
    column("ended_at", MOMENT, "When it was over (UTC)", STREAMS),
    column("ingest_protocol", words(8), "rtmp, srt or whip", STREAMS, null=False),
    column("codec", words(6), "h264, hevc or av1", STREAMS, null=False),
    column("height_pixels", SMALL, "Height of the picture", STREAMS, null=False),
    column("frames_per_second", SMALL, "Pictures a second", STREAMS, null=False),
    column("bitrate_kbps", WHOLE, "Bits a second, in thousands", STREAMS, null=False),
    column("stream_key_hash", OCTETS, "SHA-256 of the key the encoder shows", STREAMS, null=False),
    created(),
    updated(),
    deleted(),
    one_of("visibility", "public", "followers", "subscribers", "pay_per_view", "invited"),
    one_of("status", "scheduled", "live", "ended", "cancelled"),
    one_of("ingest_protocol", "rtmp", "srt", "whip"),
    one_of("codec", "h264", "hevc", "av1"),
    check("access_plan_id", "(visibility IN ('subscribers', 'pay_per_view')) = (access_plan_id IS NOT NULL)"),
    check("started_at", "(status IN ('live', 'ended')) = (started_at IS NOT NULL)"),
    check("ended_at", "(status = 'ended') = (ended_at IS NOT NULL) AND ended_at > started_at"),
    check("height_pixels", "height_pixels IN (480, 720, 1080, 1440, 2160)"),
    check("frames_per_second", "frames_per_second IN (24, 25, 30, 50, 60)"),
    check("bitrate_kbps", "bitrate_kbps BETWEEN 300 AND 20000"),
    hashed("stream_key_hash"),
    comment="Streams: what, how, for whom, and where they stand. Sharded by performer_id.",
)
index(
    "idx_streams_performer",
    streams.c.performer_id,
    streams.c.scheduled_at.desc(),
    says="Streams of one performer, the latest first",
    source=STREAMS,
)
index(
    "idx_streams_category",
    streams.c.category_id,
    streams.c.scheduled_at.desc(),
    says="Streams of one category, the latest first",
    source=STREAMS,
)
index(
    "idx_streams_live",
    streams.c.started_at.desc(),
    where=f"status = 'live' AND {LIVE}",
    says="What is on now: the front page",
    source="Performance Optimization",
)
index(
    "idx_streams_upcoming",
    streams.c.scheduled_at,
    where=f"status = 'scheduled' AND {LIVE}",
    says="What begins next",
    source=STREAMS,
)
index(
    "idx_streams_search",
    _words(streams.c.title, streams.c.description),
    using="gin",
    where=LIVE,
    says="Streams by words of title or description",
    source="Performance Optimization",
)
index(
    "idx_streams_access_plan",
    streams.c.access_plan_id,
    where="access_plan_id IS NOT NULL",
    says="What a plan opens",
    source=STREAMS,
)

stream_tags = Table(
    "stream_tags",
    METADATA,
    reference("stream_id", "streams.id", "The stream", STREAMS, key=True, on_delete="CASCADE"),
    reference("tag_id", "tags.id", "The tag", STREAMS, key=True, kind=WHOLE, on_delete="CASCADE"),
    reference("performer_id", "users.id", "Who streams", STREAMS, on_delete="CASCADE", unindexed=WITH_OWNER),
    comment="Tags of streams. Sharded by performer_id.",
)
index("idx_stream_tags_tag", stream_tags.c.tag_id, says="Streams with one tag", source=STREAMS)

stream_invitations = Table(
    "stream_invitations",
    METADATA,
    reference("stream_id", "streams.id", "The stream", STREAMS, key=True, on_delete="CASCADE"),
    reference("viewer_id", "users.id", "Who may watch", STREAMS, key=True, on_delete="CASCADE"),
    reference("performer_id", "users.id", "Who invites", STREAMS, on_delete="CASCADE", unindexed=WITH_OWNER),
    created("When they were invited (UTC)"),
    comment="Who may watch a stream that is not for everybody. Sharded by performer_id.",
)
index(
    "idx_stream_invitations_viewer", stream_invitations.c.viewer_id, says="To what one user is invited", source=STREAMS
)

stream_archives = Table(
    "stream_archives",
    METADATA,
    identity(OURS),
    reference("stream_id", "streams.id", "The stream recorded", ARCHIVES, on_delete="CASCADE"),
    reference("performer_id", "users.id", "Whose it is", ARCHIVES, on_delete="CASCADE"),
    column("part", SMALL, "1, or more where a stream was interrupted", ARCHIVES, null=False, default="1"),
    column("storage_uri", TEXT, "Where the recording is kept", ARCHIVES, null=False),
    column("checksum", OCTETS, "SHA-256 of the recording", ARCHIVES, null=False),
    column("size_bytes", LARGE, "Size", ARCHIVES, null=False),
    column("duration_seconds", WHOLE, "Length", ARCHIVES, null=False),
    column("manifest_uri", TEXT, "Where players find the playlist", ARCHIVES, null=False),
    column("starts_at_seconds", WHOLE, "Where playback begins", ARCHIVES, null=False, default="0"),
    column("is_downloadable", YES_NO, "Whether it may be taken home", ARCHIVES, null=False, default="false"),
    column("visibility", words(12), "Who may see it; as for streams", ARCHIVES, null=False),
    column("moderation_status", words(10), "pending, approved, restricted or rejected", ARCHIVES, null=False),
    reference("moderated_by", "users.id", "The moderator", ARCHIVES, null=True, unindexed=BY_STAFF),
    column("moderated_at", MOMENT, "When it was decided (UTC)", ARCHIVES),
    reference(
        "retention_code", "retention_policies.code", "How long it is kept", ARCHIVES, kind=words(12), unindexed=FEW
    ),
    column("expires_at", MOMENT, "When it is soft-deleted (UTC), by its policy; NULL: never by itself", ARCHIVES),
    column("legal_hold", YES_NO, "Held as evidence: no job deletes it", ARCHIVES, null=False, default="false"),
    created("When the recording was there (UTC)"),
    updated(),
    deleted(),
    one_of("visibility", "public", "followers", "subscribers", "pay_per_view", "invited"),
    one_of("moderation_status", "pending", "approved", "restricted", "rejected"),
    check("moderated_at", "(moderation_status = 'pending') = (moderated_at IS NULL)"),
    check("size_bytes", "size_bytes > 0"),
    check("duration_seconds", "duration_seconds > 0"),
    check("starts_at_seconds", "starts_at_seconds >= 0 AND starts_at_seconds < duration_seconds"),
    check("part", "part > 0"),
    hashed("checksum"),
    UniqueConstraint("stream_id", "part"),
    comment="Recordings of streams, their moderation and their end. Sharded by performer_id.",
)
index(
    "idx_stream_archives_performer",
    stream_archives.c.performer_id,
    stream_archives.c.created_at.desc(),
    says="Recordings of one performer, the latest first",
    source=ARCHIVES,
)
index(
    "idx_stream_archives_waiting",
    stream_archives.c.created_at,
    where=f"moderation_status = 'pending' AND {LIVE}",
    says="Recordings that wait for a moderator",
    source=ARCHIVES,
)
index(
    "idx_stream_archives_expiring",
    stream_archives.c.expires_at,
    where=f"{LIVE} AND NOT legal_hold",
    says="Recordings whose time is over, for the job of retention",
    source=ARCHIVES,
)
