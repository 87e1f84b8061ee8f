"""Rules about columns: types that lie about time, money or units, values nothing checks, comments that are missing."""

import re
from collections.abc import Iterator, Mapping

from livvly_lab.domain.catalog import Catalog, CatalogColumn, CatalogTrigger
from livvly_lab.domain.lint import Hit
from livvly_lab.domain.results import Level

UPDATED = ("updated_at", "modified_at", "last_modified", "changed_at")
"""Columns that say when a row was last changed."""

_MONEY = re.compile(
    r"(^|_)(amount|price|cost|fee|balance|revenue|salary|payout|earnings|reward|coins|credits|tokens|tax|discount|refund)(_|$)"
)
_NO_MONEY = re.compile(
    r"(_id|_at|_on|_count|_percent|_pct|_rate|_cents|_paise|_pence|_minor|_micros)$|^(is|has|num|n)_"
)
_MONEY_TYPES: Mapping[str, tuple[Level, str]] = {
    "float4": ("high", "sums of it round"),
    "float8": ("high", "sums of it round"),
    "money": ("medium", "its currency is a setting of the server"),
    "int2": ("medium", "its unit is not said, fractions are lost, and it ends early"),
    "int4": ("low", "its unit is not said, and fractions are lost"),
    "int8": ("low", "its unit is not said, and fractions are lost"),
}
_PERCENT = re.compile(r"(^|_)(percent|percentage|pct|confidence)(_|$)")
_RATE = re.compile(r"(^|_)rate(_|$)")
_PRICE = re.compile(r"(^|_)(per|base|audio|video|hourly|daily|exchange|interest)(_|$)")
_RATING = re.compile(r"(^|_)(rating|stars)(_|$)")
_STATUS = re.compile(r"(^|_)status$")
_WORDS = ("text", "varchar", "bpchar")


def timestamps_without_zone(catalog: Catalog) -> Iterator[Hit]:
    """Find timestamps that name no moment: each session reads its own time zone into them."""
    for column in catalog.columns:
        if column.type in ("timestamp", "_timestamp"):
            yield _hit(catalog, column)


def money_types(catalog: Catalog) -> Iterator[Hit]:
    """Find amounts of money in types that round them or leave their unit open."""
    for column in catalog.columns:
        if column.type in _MONEY_TYPES and _MONEY.search(column.name) and not _NO_MONEY.search(column.name):
            level, why = _MONEY_TYPES[column.type]
            yield _hit(catalog, column, f"{column.type_says}: {why}", level)


def numerics_unlike_their_unit(catalog: Catalog) -> Iterator[Hit]:
    """Find percentages, rates and ratings that end too early, or that take values their unit does not have."""
    checked = _checked(catalog)
    for column in catalog.columns:
        top = _top(column)
        if top is None or column.precision is None or column.scale is None:
            continue
        step = 10.0**-column.scale
        largest = 10.0 ** (column.precision - column.scale) - step
        ends = f"{column.type_says} ends at {largest:.{max(column.scale, 0)}f}"
        if largest < top:
            yield _hit(catalog, column, f"{ends}, its unit at {top}", "high")
        elif (column.table, column.name) not in checked:
            yield _hit(catalog, column, f"{ends}, its unit at {top}, and no CHECK says so")


def missing_comments(catalog: Catalog) -> Iterator[Hit]:
    """Find tables that say nothing about themselves or about some of their columns; shards need not repeat it."""
    for table in catalog.tables:
        if table.parent is not None:
            continue
        silent = [column.name for column in catalog.columns if column.table == table.name and not column.commented]
        whole = () if table.commented else ("the table itself",)
        if silent or whole:
            yield Hit(table.name, table.name, ", ".join((*whole, *silent)))


def status_without_check(catalog: Catalog) -> Iterator[Hit]:
    """Find states kept as free text: nothing refuses a misspelt one."""
    checked = _checked(catalog)
    for column in catalog.columns:
        if column.type in _WORDS and _STATUS.search(column.name) and (column.table, column.name) not in checked:
            yield _hit(catalog, column)


def updated_at_untouched(catalog: Catalog) -> Iterator[Hit]:
    """Find times of the last change that no trigger keeps, in tables that hold rows."""
    triggers: dict[str, list[CatalogTrigger]] = {}
    for trigger in catalog.triggers:
        triggers.setdefault(trigger.table, []).append(trigger)
    for column in catalog.columns:
        if column.name not in UPDATED or column.table in catalog.families:
            continue
        if not any(_touches(trigger, column.name) for trigger in triggers.get(column.table, ())):
            yield _hit(catalog, column)


def _touches(trigger: CatalogTrigger, column: str) -> bool:
    """Tell whether a trigger sets a column: its function names it, or gets it as an argument."""
    return re.search(rf"\b{column}\b", f"{trigger.source} {trigger.arguments}") is not None


def _top(column: CatalogColumn) -> int | None:
    """Return the largest value of the unit that a column's name stands for, None where it names none.

    A rate with no more than one digit before the point is a fraction, and one that names what it is per is a price.
    """
    if _PERCENT.search(column.name):
        return 100
    if _RATING.search(column.name):
        return 5
    if not _RATE.search(column.name) or _PRICE.search(column.name):
        return None
    whole = (column.precision or 0) - (column.scale or 0)
    return 1 if whole <= 1 else 100


def _checked(catalog: Catalog) -> frozenset[tuple[str, str]]:
    """Return the columns whose values a CHECK or a foreign key limits."""
    limiting = (each for each in catalog.constraints if each.kind in ("c", "f"))
    return frozenset((each.table, name) for each in limiting for name in each.columns)


def _hit(catalog: Catalog, column: CatalogColumn, detail: str = "", level: Level | None = None) -> Hit:
    return Hit(f"{catalog.root(column.table)}.{column.name}", column.table, detail or column.type_says, level)
