"""The metadata of livvly and the columns that many of its tables share."""

from typing import Any

from sqlalchemy import Boolean, Column, DateTime, ForeignKey, Integer, MetaData, Numeric, String, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID
from sqlalchemy.types import TypeEngine

METADATA = MetaData(
    naming_convention={
        "pk": "%(table_name)s_pkey",
        "uq": "%(table_name)s_%(column_0_N_name)s_key",
        "ck": "%(table_name)s_%(constraint_name)s_check",
        "fk": "%(table_name)s_%(column_0_name)s_fkey",
    }
)
"""All 27 tables; constraints carry the names PostgreSQL itself would give them."""

OURS = "ours"

MONEY = Numeric(12, 2)
PERCENT = Numeric(5, 2)
MOMENT = DateTime(timezone=True)
TEXT = Text()
WHOLE = Integer()
YES_NO = Boolean()
JSON = JSONB()
ID = UUID(as_uuid=True)

_ON_DELETE = {
    "CASCADE": "the row goes with the {noun}",
    "SET NULL": "emptied when the {noun} is deleted",
    "RESTRICT": "keeps the {noun} from being deleted",
}

_NOUNS = {
    "users": "user",
    "rooms": "room",
    "gifts": "gift",
    "coin_packages": "package",
    "subscription_plans": "plan",
    "creator_kyc": "account",
}


def words(length: int) -> String:
    """Return the type varchar(length)."""
    return String(length)


def word_list(length: int) -> ARRAY[str]:
    """Return the type varchar(length)[]."""
    return ARRAY(String(length))


def column(
    name: str,
    kind: TypeEngine[Any],
    comment: str,
    source: str,
    *,
    null: bool = True,
    default: str | None = None,
    unique: bool = False,
    soft: str | None = None,
) -> Column[Any]:
    """Return a column with its comment and the requirement that names it.

    `default` is SQL text. `soft` names the column(s) meant where no foreign key could hold.
    """
    info = {"source": source} | ({"soft_reference": soft} if soft else {})
    server_default = None if default is None else text(default)
    return Column(
        name, kind, nullable=null, server_default=server_default, unique=unique or None, comment=comment, info=info
    )


def identity() -> Column[Any]:
    """Return the uuid primary key of REQ-DB-002, drawn at random so that any shard can make one."""
    return Column(
        "id",
        ID,
        primary_key=True,
        server_default=text("gen_random_uuid()"),
        comment="Primary key, a random uuid: every shard makes its own without collisions",
        info={"source": "REQ-DB-002"},
    )


def reference(
    name: str,
    target: str,
    on_delete: str,
    says: str,
    source: str,
    *,
    null: bool = True,
    unique: bool = False,
    unindexed: str | None = None,
) -> Column[Any]:
    """Return a uuid column that refers to `target` ("table.column"); the comment names its ON DELETE action.

    `unindexed` excuses a reference that has no index of its own. Source: livvly REQ-DB-008.
    """
    effect = _ON_DELETE[on_delete].format(noun=_NOUNS[target.partition(".")[0]])
    comment = f"{says}; {effect} (ON DELETE {on_delete})"
    info = {"source": source} | ({"unindexed": unindexed} if unindexed else {})
    return Column(
        name,
        ID,
        ForeignKey(target, ondelete=on_delete),
        nullable=null,
        unique=unique or None,
        comment=comment,
        info=info,
    )


def created(*, null: bool = False, says: str = "When the row was written (UTC)") -> Column[Any]:
    """Return the audit column created_at; tables given as DDL in the specification leave it nullable."""
    return column("created_at", MOMENT, says, "REQ-DB-002", null=null, default="now()")


def updated(*, null: bool = False) -> Column[Any]:
    """Return the audit column updated_at of mutable tables."""
    return column("updated_at", MOMENT, "When the row was last changed (UTC)", "REQ-DB-002", null=null, default="now()")


def deleted() -> Column[Any]:
    """Return the soft-delete column. Source: livvly REQ-DB-009."""
    return column("deleted_at", MOMENT, "When the row was soft-deleted (UTC); NULL while it is live", "REQ-DB-009")
