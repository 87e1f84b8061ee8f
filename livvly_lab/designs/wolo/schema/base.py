"""The metadata of wolo and the columns that many of its tables share. Source: wolo section 3."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    ForeignKey,
    Numeric,
    Time,
)
from sqlalchemy.dialects.postgresql import INET

from livvly_lab.designs.columns import ID, MOMENT, column, no_tables

METADATA = no_tables()
"""All 37 tables."""

INDEXES = "section 4"
NO_INDEX = "section 4 names no index for it"

DAY = Date()
HOUR = Time()
LARGE = BigInteger()
ADDRESS = INET()

_EFFECT = {
    "CASCADE": "the row goes with it",
    "NO ACTION": "keeps it from being deleted",
}


def number(precision: int, scale: int) -> Numeric[Any]:
    """Return the type numeric(precision, scale)."""
    return Numeric(precision, scale)


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
