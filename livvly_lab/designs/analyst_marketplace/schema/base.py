"""The metadata of the analyst marketplace and the columns that many of its tables share."""

from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    Numeric,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, UUID

from livvly_lab.designs.columns import ID, MOMENT, column, no_tables

METADATA = no_tables()
"""All 16 tables."""

OURS = "ours"

PAISE = Integer()
"""Money, as the document has it: whole paise, so that no sum of it rounds; 2,147,483,647 is 21,474,836.47 rupees."""

PRICE = Numeric(12, 2)
IDS = ARRAY(UUID(as_uuid=True))

LIVE = "deleted_at IS NULL"

_KEEPS = "no ON DELETE action: what is named here is soft-deleted, never removed"


def reference(
    name: str, target: str, says: str, source: str, *, null: bool = True, unique: bool = False
) -> Column[Any]:
    """Return a uuid column that refers to `target` ("table.column") without an ON DELETE action: none is named."""
    return Column(
        name,
        ID,
        ForeignKey(target),
        nullable=null,
        unique=unique or None,
        comment=f"{says}; {_KEEPS}",
        info={"source": source},
    )


def created(source: str, says: str = "When the row was written") -> Column[Any]:
    """Return the audit column created_at of principle 4."""
    return column("created_at", MOMENT, says, source, null=False, default="now()")


def updated(source: str) -> Column[Any]:
    """Return the audit column updated_at of principle 4, kept by a trigger."""
    return column(
        "updated_at",
        MOMENT,
        "When the row was last changed; kept by the trigger update_updated_at_column",
        source,
        null=False,
        default="now()",
    )


def deleted(source: str) -> Column[Any]:
    """Return the soft-delete column of principle 3."""
    return column("deleted_at", MOMENT, "When the row was soft-deleted; NULL while it is live", source)


def one_of(name: str, *values: str) -> CheckConstraint:
    """Return the CHECK that a column holds one of these words."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{name} IN ({listed})", name=name)


def at_least(least: int, *names: str) -> tuple[CheckConstraint, ...]:
    """Return the CHECKs that numbers are not below `least`."""
    return tuple(CheckConstraint(f"{name} >= {least}", name=name) for name in names)


def index(
    name: str,
    *columns: ColumnElement[Any] | Column[Any],
    says: str,
    source: str,
    where: str | None = None,
    unique: bool = False,
    using: str = "btree",
) -> Index:
    """Declare an index with its comment and the section that names it; `where` makes it partial."""
    return Index(
        name,
        *columns,
        unique=unique,
        postgresql_where=None if where is None else text(where),
        postgresql_using=using,
        info={"comment": says, "source": source},
    )
