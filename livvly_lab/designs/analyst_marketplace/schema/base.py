"""The metadata of the analyst marketplace and the columns that many of its tables share."""

from typing import Any

from sqlalchemy import Boolean as YesNo
from sqlalchemy import (
    CheckConstraint,
    Column,
    ColumnElement,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Numeric,
    String,
    Text,
    text,
)
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
"""All 16 tables; constraints carry the names PostgreSQL itself would give them."""

OURS = "ours"

PAISE = Integer()
"""Money, as the document has it: whole paise, so that no sum of it rounds; 2,147,483,647 is 21,474,836.47 rupees."""

PRICE = Numeric(12, 2)
MOMENT = DateTime(timezone=True)
TEXT = Text()
WHOLE = Integer()
YES_NO = YesNo()
JSON = JSONB()
ID = UUID(as_uuid=True)
TEXTS = ARRAY(Text())
IDS = ARRAY(UUID(as_uuid=True))

LIVE = "deleted_at IS NULL"

_KEEPS = "no ON DELETE action: what is named here is soft-deleted, never removed"


def words(length: int) -> String:
    """Return the type varchar(length)."""
    return String(length)


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

    `default` is SQL text. `soft` names the column(s) meant where the document declares no foreign key.
    """
    info = {"source": source} | ({"soft_reference": soft} if soft else {})
    server_default = None if default is None else text(default)
    return Column(
        name, kind, nullable=null, server_default=server_default, unique=unique or None, comment=comment, info=info
    )


def identity(source: str) -> Column[Any]:
    """Return the uuid primary key of principle 2, drawn at random so that any shard can make one."""
    return Column(
        "id",
        ID,
        primary_key=True,
        server_default=text("gen_random_uuid()"),
        comment="Primary key, a random uuid: every shard makes its own without collisions",
        info={"source": source},
    )


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
