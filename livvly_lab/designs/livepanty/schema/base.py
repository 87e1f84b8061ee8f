"""The metadata of livepanty and the columns that many of its tables share.

The document names tables and what they are for, but lists no columns: a column it does not mention has the source
"ours".
"""

from typing import Any, Literal

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Numeric,
    SmallInteger,
    text,
)
from sqlalchemy.dialects.postgresql import INET
from sqlalchemy.types import TypeEngine

from livvly_lab.designs import columns
from livvly_lab.designs.columns import ID, MOMENT, no_tables

METADATA = no_tables()
"""All 16 tables."""

OURS = "ours"

TOKENS = BigInteger()
"""Whole tokens: a token is the smallest unit there is, so that no sum of them rounds."""

DOLLARS = Numeric(12, 2)
SHARE = Numeric(4, 3)
SCORE = Numeric(5, 4)
DAY = Date()
SMALL = SmallInteger()
ADDRESS = INET()

LIVE = "deleted_at IS NULL"

Action = Literal["CASCADE", "SET NULL", "RESTRICT"]

_EFFECT: dict[Action, str] = {
    "CASCADE": "the row goes with it",
    "SET NULL": "emptied when it goes",
    "RESTRICT": "keeps it from being deleted",
}


def column(
    name: str,
    kind: TypeEngine[Any],
    comment: str,
    source: str = OURS,
    *,
    null: bool = True,
    default: str | None = None,
    soft: str | None = None,
) -> Column[Any]:
    """Return a column with its comment and the section that names it; ours where none does."""
    return columns.column(name, kind, comment, source, null=null, default=default, soft=soft)


def identity() -> Column[Any]:
    """Return the uuid primary key."""
    return columns.identity(OURS)


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
    *on: ColumnElement[Any] | Column[Any],
    says: str,
    source: str = OURS,
    where: str | None = None,
    unique: bool = False,
) -> Index:
    """Declare an index with its comment and the section that names it; `where` makes it partial."""
    return Index(
        name,
        *on,
        unique=unique,
        postgresql_where=None if where is None else text(where),
        info={"comment": says, "source": source},
    )
