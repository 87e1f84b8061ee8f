"""The metadata of livepanty and the columns that many of its tables share.

The document names tables and what they are for, but lists no columns: a column it does not mention has the source
"ours".
"""

from typing import Any, Literal

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Numeric,
    SmallInteger,
    String,
    Text,
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
"""All 16 tables; constraints carry the names PostgreSQL itself would give them."""

OURS = "ours"

TOKENS = BigInteger()
"""Whole tokens: a token is the smallest unit there is, so that no sum of them rounds."""

DOLLARS = Numeric(12, 2)
SHARE = Numeric(4, 3)
SCORE = Numeric(5, 4)
MOMENT = DateTime(timezone=True)
DAY = Date()
TEXT = Text()
WHOLE = Integer()
SMALL = SmallInteger()
YES_NO = Boolean()
JSON = JSONB()
ADDRESS = INET()
ID = UUID(as_uuid=True)
TEXTS = ARRAY(Text())

LIVE = "deleted_at IS NULL"

Action = Literal["CASCADE", "SET NULL", "RESTRICT"]

_EFFECT: dict[Action, str] = {
    "CASCADE": "the row goes with it",
    "SET NULL": "emptied when it goes",
    "RESTRICT": "keeps it from being deleted",
}


def words(length: int) -> String:
    """Return the type varchar(length)."""
    return String(length)


def column(
    name: str,
    kind: TypeEngine[Any],
    comment: str,
    source: str = OURS,
    *,
    null: bool = True,
    default: str | None = None,
    key: bool = False,
    soft: str | None = None,
) -> Column[Any]:
    """Return a column with its comment and the section that names it.

    `default` is SQL text. `soft` names the column meant where no foreign key could hold the reference.
    """
    info = {"source": source} | ({"soft_reference": soft} if soft else {})
    server_default = None if default is None else text(default)
    return Column(
        name,
        kind,
        primary_key=key,
        nullable=null and not key,
        server_default=server_default,
        comment=comment,
        info=info,
    )


def identity() -> Column[Any]:
    """Return the uuid primary key, drawn at random so that any shard can make one."""
    return column(
        "id",
        ID,
        "Primary key, a random uuid: every shard makes its own without collisions",
        key=True,
        default="gen_random_uuid()",
    )


def reference(
    name: str,
    target: str,
    says: str,
    on_delete: Action,
    source: str = OURS,
    *,
    null: bool = True,
    key: bool = False,
) -> Column[Any]:
    """Return a uuid column that refers to `target` ("table.column"); the comment names its ON DELETE action."""
    return Column(
        name,
        ID,
        ForeignKey(target, ondelete=on_delete),
        primary_key=key,
        nullable=null and not key,
        comment=f"{says}; {_EFFECT[on_delete]} (ON DELETE {on_delete})",
        info={"source": source},
    )


def created(says: str = "When the row was written (UTC)", source: str = OURS) -> Column[Any]:
    """Return the column created_at."""
    return column("created_at", MOMENT, says, source, null=False, default="now()")


def updated() -> Column[Any]:
    """Return the column updated_at, kept by a trigger."""
    return column(
        "updated_at",
        MOMENT,
        "When the row was last changed (UTC); kept by the trigger touch",
        null=False,
        default="now()",
    )


def one_of(name: str, *values: str) -> CheckConstraint:
    """Return the CHECK that a column holds one of these words. Source: Data Integrity."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{name} IN ({listed})", name=name)


def check(name: str, condition: str) -> CheckConstraint:
    """Return a CHECK; it is called `<table>_<name>_check`."""
    return CheckConstraint(condition, name=name)


def index(
    name: str,
    *columns: ColumnElement[Any] | Column[Any],
    says: str,
    source: str = OURS,
    where: str | None = None,
    unique: bool = False,
) -> Index:
    """Declare an index with its comment and the section that names it; `where` makes it partial."""
    return Index(
        name,
        *columns,
        unique=unique,
        postgresql_where=None if where is None else text(where),
        info={"comment": says, "source": source},
    )
