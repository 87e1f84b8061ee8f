"""The metadata of VersBottomLex and the columns that many of its tables share.

The document is a checklist without one column: what is here is our answer. `source` names the checkbox answered.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    LargeBinary,
    SmallInteger,
    Time,
    text,
)
from sqlalchemy.dialects.postgresql import DATERANGE, INET
from sqlalchemy.types import TypeEngine

from livvly_lab.designs.columns import ID, JSON, MOMENT, TEXT, TEXTS, WHOLE, YES_NO, column, identity, no_tables, words

__all__ = ["ID", "JSON", "MOMENT", "TEXT", "TEXTS", "WHOLE", "YES_NO", "column", "identity", "words"]

METADATA = no_tables()
"""All 49 tables."""

OURS = "ours"

DAY = Date()
DAYS = DATERANGE()
HOUR = Time()
SMALL = SmallInteger()
MINOR = BigInteger()
"""Money: whole minor units (cents, yen) of the currency beside it, never a fraction."""
LARGE = BigInteger()
ADDRESS = INET()
OCTETS = LargeBinary()

LIVE = "deleted_at IS NULL"

FEW = "a few reference rows, never deleted; nothing is read by it alone"
BY_STAFF = "only staff decide, whose accounts are emptied, never removed; their acts are read in audit_logs"
WITH_OWNER = "read and removed with the row it belongs to, which has an index of its own"

_EFFECT = {
    "CASCADE": "the row goes with it (ON DELETE CASCADE)",
    "SET NULL": "emptied when it goes (ON DELETE SET NULL)",
    "RESTRICT": "keeps it from being removed (ON DELETE RESTRICT)",
}


def key(part: Column[Any]) -> Column[Any]:
    """Make a column a part of the primary key."""
    part.primary_key, part.nullable = True, False
    return part


def reference(
    name: str,
    target: str,
    comment: str,
    source: str,
    *,
    on_delete: str = "RESTRICT",
    kind: TypeEngine[Any] = ID,
    key: bool = False,
    null: bool = False,
    default: str | None = None,
    unindexed: str | None = None,
) -> Column[Any]:
    """Return a column that refers to `target` ("table.column"); the comment names its ON DELETE action.

    `unindexed` excuses a reference that has no index of its own.
    """
    return Column(
        name,
        kind,
        ForeignKey(target, ondelete=on_delete),
        primary_key=key,
        nullable=null and not key,
        server_default=None if default is None else text(default),
        comment=f"{comment}; {_EFFECT[on_delete]}",
        info={"source": source} | ({"unindexed": unindexed} if unindexed else {}),
    )


def created(says: str = "When the row was written (UTC)") -> Column[Any]:
    """Return the column created_at."""
    return column("created_at", MOMENT, says, OURS, null=False, default="now()")


def updated() -> Column[Any]:
    """Return the column updated_at of rows that change."""
    comment = "When the row was last changed (UTC); kept by the trigger touch"
    return column("updated_at", MOMENT, comment, OURS, null=False, default="now()")


def deleted() -> Column[Any]:
    """Return the column deleted_at of rows that are soft-deleted before they go."""
    comment = "When it was soft-deleted (UTC), NULL while it is live; follows the row it belongs to"
    return column("deleted_at", MOMENT, comment, "Data Integrity")


def one_of(name: str, *values: str) -> CheckConstraint:
    """Return the CHECK that a column holds one of these words."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{name} IN ({listed})", name=name)


def check(name: str, condition: str) -> CheckConstraint:
    """Return a named CHECK."""
    return CheckConstraint(condition, name=name)


def sealed(name: str) -> CheckConstraint:
    """Return the CHECK that octets are an envelope of the application's: version 1, key, nonce, text, tag.

    It refuses readable text: 1 octet of version, 2 of the key's number, 12 of nonce, 16 of tag, and what is sealed.
    """
    return CheckConstraint(f"octet_length({name}) > 31 AND get_byte({name}, 0) = 1", name=name)


def hashed(name: str) -> CheckConstraint:
    """Return the CHECK that octets are a SHA-256 or HMAC-SHA-256."""
    return CheckConstraint(f"octet_length({name}) = 32", name=name)


def index(
    name: str,
    *columns: ColumnElement[Any] | Column[Any],
    says: str,
    source: str,
    where: str | None = None,
    unique: bool = False,
    using: str = "btree",
    ops: dict[str, str] | None = None,
) -> Index:
    """Declare an index with its comment and the checkbox it answers; `where` makes it partial."""
    return Index(
        name,
        *columns,
        unique=unique,
        postgresql_where=None if where is None else text(where),
        postgresql_using=using,
        postgresql_ops=ops or {},
        info={"comment": says, "source": source},
    )
