"""Live Rooms. Source: livvly REQ-DB-002, 003, 008, 009."""

from sqlalchemy import CheckConstraint, Index, Table, text

from livvly_lab.designs.columns import MOMENT, WHOLE, column, identity, words
from livvly_lab.designs.livvly.schema.base import METADATA, OURS, created, deleted, reference, updated

rooms = Table(
    "rooms",
    METADATA,
    identity("REQ-DB-002"),
    reference("host_id", "users.id", "SET NULL", "The creator who hosts", "REQ-DB-008"),
    column("title", words(100), "Title of the room, searched by trigrams", "REQ-DB-003", null=False),
    column("language", words(10), "Language spoken in the room", OURS, soft="i18n_metadata.language"),
    column("category", words(30), "Topic, such as music or chat", OURS),
    column("status", words(20), "scheduled, live or ended", "REQ-DB-003", null=False, default="'scheduled'"),
    column("max_participants", WHOLE, "How many may be in the room at once", OURS),
    column("started_at", MOMENT, "When the room went live (UTC)", "REQ-DB-003"),
    column("ended_at", MOMENT, "When the room ended (UTC)", OURS),
    created(),
    updated(),
    deleted(),
    CheckConstraint("status IN ('scheduled', 'live', 'ended')", name="status"),
    CheckConstraint("max_participants > 0", name="max_participants"),
    CheckConstraint("ended_at >= started_at", name="ended_at"),
    comment="Live rooms. Sharded by host_id.",
)
Index(
    "idx_rooms_live",
    rooms.c.status,
    rooms.c.started_at.desc(),
    postgresql_where=text("status = 'live'"),
    info={"comment": "Rooms that are live now, newest first", "source": "REQ-DB-003"},
)
Index(
    "idx_rooms_title_trgm",
    rooms.c.title,
    postgresql_using="gin",
    postgresql_ops={"title": "gin_trgm_ops"},
    info={"comment": "Fuzzy search in room titles by trigrams", "source": "REQ-DB-003"},
)
Index(
    "idx_rooms_host_id",
    rooms.c.host_id,
    info={"comment": "Rooms of one host; keeps the deletion of a user from scanning", "source": OURS},
)
Index(
    "idx_rooms_live_not_deleted",
    rooms.c.host_id,
    rooms.c.created_at.desc(),
    postgresql_where=text("deleted_at IS NULL"),
    info={"comment": "Rooms of one host without soft-deleted rows, newest first", "source": OURS},
)

room_participants = Table(
    "room_participants",
    METADATA,
    identity("REQ-DB-002"),
    reference("room_id", "rooms.id", "CASCADE", "The room joined", "REQ-DB-008", null=False),
    reference("user_id", "users.id", "CASCADE", "Who joined", "REQ-DB-008", null=False),
    column("role", words(20), "host, moderator, speaker or listener", "REQ-DB-003", null=False, default="'listener'"),
    column("joined_at", MOMENT, "When the participant came (UTC)", "REQ-DB-003", null=False, default="now()"),
    column("left_at", MOMENT, "When the participant went (UTC)", OURS),
    created(),
    CheckConstraint("role IN ('host', 'moderator', 'speaker', 'listener')", name="role"),
    CheckConstraint("left_at >= joined_at", name="left_at"),
    comment="Who was in which room, and as what. Sharded by user_id, so the room may live in another shard.",
)
Index(
    "idx_room_participants_composite",
    room_participants.c.room_id,
    room_participants.c.role,
    room_participants.c.joined_at.desc(),
    info={"comment": "Participants of one room by role, newest first", "source": "REQ-DB-003"},
)
Index(
    "idx_room_participants_user_id",
    room_participants.c.user_id,
    info={"comment": "Rooms one user joined; keeps the deletion of a user from scanning", "source": OURS},
)
