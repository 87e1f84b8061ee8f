"""Rules about indexes: those a foreign key lacks, those another index makes superfluous, keys that surprise."""

from collections.abc import Iterator

from livvly_lab.domain.catalog import Catalog, CatalogConstraint, CatalogIndex
from livvly_lab.domain.lint import Hit

SOFT_DELETE = ("deleted_at", "is_deleted", "deleted", "removed_at", "archived_at")
"""Columns by which a row is taken for deleted while it stays."""

_ORDERED = "btree"
_EQUALITY = ("btree", "hash")


def foreign_keys_without_index(catalog: Catalog) -> Iterator[Hit]:
    """Find foreign keys whose columns lead no whole index: each delete of what they refer to reads the table."""
    for key in catalog.constraints:
        if key.kind == "f" and not any(_leads(index, key) for index in catalog.indexes if index.table == key.table):
            columns, target = ", ".join(key.columns), catalog.root(key.target or "")
            yield Hit(f"{catalog.root(key.table)}.{columns}", key.table, f"{target}, on delete {key.on_delete}")


def redundant_indexes(catalog: Catalog) -> Iterator[Hit]:
    """Find indexes that another one on the same table could stand in for, with its bytes as what they cost."""
    by_table: dict[str, list[CatalogIndex]] = {}
    for index in catalog.indexes:
        by_table.setdefault(index.table, []).append(index)
    for index in catalog.indexes:
        for other in by_table[index.table]:
            why = _why_redundant(index, other) if other is not index else ""
            if why:
                name, stand_in = (catalog.logical(each.name, each.table) for each in (index, other))
                yield Hit(name, index.table, f"{why} {stand_in}", size_bytes=index.size_bytes)
                break


def jsonb_in_unique_keys(catalog: Catalog) -> Iterator[Hit]:
    """Find unique keys over JSONB: equal documents are few, and a large one does not fit into an index entry."""
    documents = {(column.table, column.name) for column in catalog.columns if column.type == "jsonb"}
    for index in catalog.indexes:
        held = [name for name in index.columns if (index.table, name) in documents]
        if index.unique and held:
            yield Hit(catalog.logical(index.name, index.table), index.table, ", ".join(held))


def soft_delete_with_plain_unique(catalog: Catalog) -> Iterator[Hit]:
    """Find unique keys that rows taken for deleted still occupy; primary keys are meant to."""
    marks = {column.table: column.name for column in catalog.columns if column.name in SOFT_DELETE}
    for index in catalog.indexes:
        mark = marks.get(index.table)
        if mark is None or not index.unique or index.constraint == "p":
            continue
        if mark not in index.columns and mark not in (index.predicate or ""):
            yield Hit(catalog.logical(index.name, index.table), index.table, mark)


def _leads(index: CatalogIndex, key: CatalogConstraint) -> bool:
    """Tell whether an index finds the rows of a foreign key: all of them, by its columns in any order."""
    number = len(key.columns)
    whole = index.predicate is None or index.predicate.strip("()") in {f"{name} IS NOT NULL" for name in key.columns}
    return (
        whole
        and index.method in _EQUALITY
        and len(index.columns) >= number
        and set(index.keys[:number]) == set(index.columns[:number]) == set(key.columns)
    )


def _why_redundant(index: CatalogIndex, other: CatalogIndex) -> str:
    """Say how `other` covers `index`, nothing where it does not, or where it is the one that should go."""
    if (index.method, index.predicate) != (other.method, other.predicate) or index.constraint in ("p", "x"):
        return ""
    if not set(index.included) <= {*other.keys, *other.included}:
        return ""
    if index.signatures == other.signatures:
        return _why_same_keys(index, other)
    number = len(index.signatures)
    is_prefix = index.method == _ORDERED and other.signatures[:number] == index.signatures
    return "is a prefix of" if is_prefix and not index.unique else ""


def _why_same_keys(index: CatalogIndex, other: CatalogIndex) -> str:
    """Say which of two indexes with the same keys is the superfluous one: the weaker, else the later by name."""
    if index.unique and not other.unique:
        return ""
    if other.unique and not index.unique:
        return "repeats the unique"
    if _worth(index) > _worth(other):
        return ""
    return "repeats" if _worth(index) < _worth(other) or index.name > other.name else ""


def _worth(index: CatalogIndex) -> tuple[bool, bool, int]:
    """Rank indexes with the same keys: one that is a key stays, then the one that answers more."""
    return index.constraint == "p", index.constraint is not None, len(index.included)
