"""Rules about shards and inheritance: what does not span them, what is not inherited, what leads across."""

from collections.abc import Iterator, Mapping

from livvly_lab.domain.catalog import Catalog, CatalogConstraint, CatalogIndex
from livvly_lab.domain.lint import Hit

Thing = tuple[str, str]
"""What a child has: its kind and how a reader names it."""

_RANDOM = ("uuid", "random")
_LOST = ("SET NULL", "SET DEFAULT")


def foreign_keys_to_parents(catalog: Catalog) -> Iterator[Hit]:
    """Find foreign keys to a table others inherit from: rows of the children do not count as referenced."""
    for key in catalog.constraints:
        if key.kind == "f" and key.target in catalog.families:
            yield Hit(f"{catalog.root(key.table)}.{', '.join(key.columns)}", key.table, str(key.target))


def children_unlike_siblings(catalog: Catalog) -> Iterator[Hit]:
    """Find keys, indexes and foreign keys that a parent or most children have and a child lacks.

    What all children lack is said once, of the parent; what fewer than half of them have is theirs alone.
    """
    for parent, children in catalog.families.items():
        have = {child: _things(catalog, child) for child in children}
        of_parent = _things(catalog, parent)
        for kind, what in sorted(of_parent.union(*have.values())):
            lacking = [child for child in children if (kind, what) not in have[child]]
            if not lacking or ((kind, what) not in of_parent and 2 * len(lacking) > len(children)):
                continue
            everyone = len(lacking) == len(children)
            for child in lacking:
                yield Hit(f"{parent if everyone else child} {kind} {what}", child, f"{kind} {what}")


def parents_that_accept_rows(catalog: Catalog) -> Iterator[Hit]:
    """Find inheritance parents without CHECK (false): a row without a shard is welcome there."""
    closed = {check.table for check in catalog.constraints if check.expression == "false"}
    for parent in catalog.families:
        if parent not in closed:
            holds = catalog.by_name[parent].holds_rows if parent in catalog.by_name else None
            yield Hit(parent, parent, "and holds rows" if holds else "", level="high" if holds else None)


def uniqueness_per_shard(catalog: Catalog) -> Iterator[Hit]:
    """Find unique keys that only hold within each child or partition: they lack the column that decides which one."""
    random = {
        (column.table, column.name)
        for column in catalog.columns
        if column.default and any(word in column.default for word in _RANDOM)
    }
    for parent, children in catalog.families.items():
        deciding = shard_columns(catalog, parent)
        for index in catalog.indexes:
            if index.table not in children or len(children) < 2 or not index.unique:
                continue
            if any(columns <= set(index.columns) for columns in deciding):
                continue
            drawn = any((index.table, name) in random for name in index.columns)
            name = catalog.logical(index.name, index.table)
            yield Hit(name, index.table, ", ".join(index.keys), level="info" if drawn else None)
    for (name, table), columns in {(key.logical, key.table): key.columns for key in catalog.partition_keys}.items():
        if not set(catalog.by_name[table].partition_key) <= set(columns):
            drawn = any((table, column) in random for column in columns)
            yield Hit(name, table, ", ".join(columns), level="info" if drawn else None)


def set_null_on_shard_keys(catalog: Catalog) -> Iterator[Hit]:
    """Find foreign keys that empty the column by which a row finds its shard or partition."""
    for key in catalog.constraints:
        if key.kind != "f" or key.on_delete not in _LOST or key.table not in catalog.by_name:
            continue
        table = catalog.by_name[key.table]
        deciding = shard_columns(catalog, table.parent) if table.parent else ()
        lost = [columns for columns in (*deciding, frozenset(table.partition_key)) if columns & set(key.columns)]
        if lost:
            kept = [name for columns in deciding if columns not in lost for name in columns]
            told = f"{kept[0]} still tells the shard" if kept else "nothing else tells the shard"
            name = f"{catalog.root(key.table)}.{', '.join(key.columns)}"
            yield Hit(name, key.table, told, level="low" if kept else None)


def cross_shard_references(catalog: Catalog) -> Iterator[Hit]:
    """Find references of the design that no foreign key can hold in this layout."""
    for reference in catalog.intent.soft_references if catalog.intent else ():
        homes = catalog.families.get(reference.table, (reference.table,))
        for home in homes:
            yield Hit(f"{reference.table}.{reference.column}", home, f"{reference.target}: {reference.why}")


def misrouted_rows(catalog: Catalog) -> Iterator[Hit]:
    """Find rows that do not belong into the table they stand in."""
    for found in catalog.misrouted:
        yield Hit(found.table, found.table, found.by, rows=found.rows)


def shard_columns(catalog: Catalog, parent: str) -> tuple[frozenset[str], ...]:
    """Return the sets of columns that decide to which child of a parent a row belongs.

    They are those on which every child has a CHECK of its own, not the same for all of them.
    """
    children = catalog.families.get(parent, ())
    told: dict[frozenset[str], dict[str, str]] = {}
    for check in catalog.constraints:
        if check.expression and check.own and check.table in children:
            told.setdefault(frozenset(check.columns), {})[check.table] = check.expression
    return tuple(
        columns
        for columns, by_child in told.items()
        if columns and len(by_child) == len(children) and len(set(by_child.values())) == len(children) > 1
    )


def _things(catalog: Catalog, table: str) -> frozenset[Thing]:
    if table not in catalog.by_name:
        return frozenset()
    keys = (_constraint(catalog, each) for each in catalog.constraints if each.table == table and each.kind != "c")
    indexes = (_index(each) for each in catalog.indexes if each.table == table and each.constraint is None)
    return frozenset((*keys, *indexes))


def _constraint(catalog: Catalog, key: CatalogConstraint) -> Thing:
    kinds: Mapping[str, str] = {"p": "primary key", "u": "unique key", "x": "exclusion", "f": "foreign key"}
    columns = f"({', '.join(key.columns)})"
    return kinds[key.kind], f"{columns} to {catalog.root(key.target)}" if key.target else columns


def _index(index: CatalogIndex) -> Thing:
    kind = "unique index" if index.unique else f"{index.method} index"
    where = f" where {index.predicate}" if index.predicate else ""
    return kind, f"({', '.join(index.keys)}){where}"
