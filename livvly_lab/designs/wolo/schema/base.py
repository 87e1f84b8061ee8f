"""The metadata of wolo and the columns that many of its tables share. Source: wolo section 3."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Integer,
    MetaData,
    Numeric,
    String,
    Text,
    Time,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, INET, JSONB, UUID
from sqlalchemy.types import TypeEngine

METADATA = MetaData(
    naming_convention={
        "pk": "%(table_name)s_pkey",
        "uq": "%(table_name)s_%(column_0_N_name)s_key",
        "ck": "%(table_name)s_%(constraint_name)s_check",
        "fk": "%(table_name)s_%(column_0_name)s_fkey",
    }
)
"""All 37 tables; constraints carry the names PostgreSQL itself would give them, or those of the specification."""

INDEXES = "section 4"
NO_INDEX = "section 4 names no index for it"

MOMENT = DateTime(timezone=True)
DAY = Date()
HOUR = Time()
TEXT = Text()
TEXTS = ARRAY(Text())
WHOLE = Integer()
LARGE = BigInteger()
YES_NO = Boolean()
JSON = JSONB()
ADDRESS = INET()
ID = UUID(as_uuid=True)

_EFFECT = {
    "CASCADE": "the row goes with it",
    "NO ACTION": "keeps it from being deleted",
}


def words(length: int) -> String:
    """Return the type varchar(length)."""
    return String(length)


def word_list(length: int) -> ARRAY[str]:
    """Return the type varchar(length)[]."""
    return ARRAY(String(length))


def number(precision: int, scale: int) -> Numeric[Any]:
    """Return the type numeric(precision, scale)."""
    return Numeric(precision, scale)


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
    """Return a column with its comment and the section that names it.

    `default` is SQL text. `soft` names the column meant where the specification only says so in a comment.
    """
    info = {"source": source} | ({"soft_reference": soft} if soft else {})
    server_default = None if default is None else text(default)
    return Column(
        name, kind, nullable=null, server_default=server_default, unique=unique or None, comment=comment, info=info
    )


def identity(source: str) -> Column[Any]:
    """Return the uuid primary key, drawn at random so that any shard can make one."""
    return Column(
        "id",
        ID,
        primary_key=True,
        server_default=text("gen_random_uuid()"),
        comment="Primary key, a random uuid: every shard makes its own without collisions",
        info={"source": source},
    )


def reference(
    name: str,
    target: str,
    comment: str,
    source: str,
    *,
    key: bool = False,
    null: bool = True,
    on_delete: str = "NO ACTION",
    unindexed: str | None = None,
) -> Column[Any]:
    """Return a uuid column that refers to `target` ("table.column"); the comment names its ON DELETE action.

    `key` makes it the primary key. `unindexed` excuses a reference that has no index of its own.
    """
    info = {"source": source} | ({"unindexed": unindexed} if unindexed else {})
    return Column(
        name,
        ID,
        ForeignKey(target, ondelete=None if on_delete == "NO ACTION" else on_delete),
        primary_key=key,
        nullable=null and not key,
        comment=f"{comment}; {_EFFECT[on_delete]} (ON DELETE {on_delete})",
        info=info,
    )


def created(source: str) -> Column[Any]:
    """Return the audit column created_at; the specification leaves it nullable."""
    return column("created_at", MOMENT, "When the row was written (UTC)", source, default="now()")


def updated(source: str) -> Column[Any]:
    """Return the audit column updated_at of tables that change."""
    return column("updated_at", MOMENT, "When the row was last changed (UTC)", source, default="now()")
