"""The metadata of livvly and the columns that many of its tables share."""

from typing import Any

from sqlalchemy import Column, ForeignKey, Numeric

from livvly_lab.designs.columns import ID, MOMENT, column, no_tables

METADATA = no_tables()
"""All 27 tables."""

OURS = "ours"

MONEY = Numeric(12, 2)
PERCENT = Numeric(5, 2)

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
