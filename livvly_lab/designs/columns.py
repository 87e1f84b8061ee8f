"""How designs declare their tables: names of constraints, types, and columns with a comment and a source."""

from typing import Any

from sqlalchemy import Boolean, Column, DateTime, Integer, MetaData, String, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID
from sqlalchemy.types import TypeEngine

MOMENT = DateTime(timezone=True)
TEXT = Text()
TEXTS = ARRAY(Text())
WHOLE = Integer()
YES_NO = Boolean()
JSON = JSONB()
ID = UUID(as_uuid=True)


def no_tables() -> MetaData:
    """Return metadata without tables, whose constraints will carry the names PostgreSQL itself would give them."""
    return MetaData(
        naming_convention={
            "pk": "%(table_name)s_pkey",
            "uq": "%(table_name)s_%(column_0_N_name)s_key",
            "ck": "%(table_name)s_%(constraint_name)s_check",
            "fk": "%(table_name)s_%(column_0_name)s_fkey",
        }
    )


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
    """Return a column with its comment and the part of the specification that names it.

    `default` is SQL text. `soft` names the column(s) meant where there is no foreign key.
    """
    info = {"source": source} | ({"soft_reference": soft} if soft else {})
    server_default = None if default is None else text(default)
    return Column(
        name, kind, nullable=null, server_default=server_default, unique=unique or None, comment=comment, info=info
    )


def identity(source: str) -> Column[Any]:
    """Return the uuid primary key `id`, drawn at random so that any shard can make one."""
    return Column(
        "id",
        ID,
        primary_key=True,
        server_default=text("gen_random_uuid()"),
        comment="Primary key, a random uuid: every shard makes its own without collisions",
        info={"source": source},
    )
