"""Looks for what a specification wants to be there: tables, columns, indexes, extensions, settings, rows, sheets."""

from collections.abc import Iterable, Sequence

from psycopg import sql

from livvly_lab.checkout import folder
from livvly_lab.domain.claims import Measurement, Outcome, Quantity, Unmeasured
from livvly_lab.experiments.loaded import NEEDS_SHARDS, Loaded
from livvly_lab.report import fmt

_SHOWN = 4


def tables_missing(at: Loaded, *, tables: Sequence[str]) -> Outcome:
    """Count the tables that do not stand in the catalog."""
    there = {at.catalog.root(table.name) for table in at.catalog.tables}
    return missing([table for table in tables if table not in there], len(tables), "tables", "are missing")


def children_missing(at: Loaded) -> Outcome:
    """Count the shards of sharded tables that are no child of their parent."""
    if not at.physical.layout.sharded:
        return Unmeasured(NEEDS_SHARDS)
    homes = [home for table in at.physical.design.placement.keys for home in at.physical.homes(table)]
    families = at.catalog.families
    gone = [home.name for home in homes if home.name not in families.get(home.table, ())]
    return missing(gone, len(homes), "children", "are missing below their parent")


def tables_empty(at: Loaded, *, tables: Sequence[str]) -> Outcome:
    """Count the tables without a row."""
    empty = [table for table in tables if not at.value("rows_there", table=at.parent(table))]
    return missing(empty, len(tables), "tables", "are empty")


def columns_missing(at: Loaded, *, columns: Sequence[str], type: str) -> Outcome:  # noqa: A002 - the word of the field
    """Count the columns that do not stand in the catalog with their type."""
    there = {f"{each.table}.{each.name}" for each in at.catalog.columns if each.type == type}
    gone = [name for name in columns if name not in there]
    return missing(gone, len(columns), "columns", f"are missing or not {type}")


def columns_not_on_all(at: Loaded, *, columns: Sequence[str]) -> Outcome:
    """Count the tables of the design that lack a column which all should have."""
    there = {(each.table, each.name) for each in at.catalog.columns}
    wanted = [(table.name, column) for table in at.physical.design.tables for column in columns]
    gone = [f"{table}.{column}" for table, column in wanted if (table, column) not in there]
    return missing(gone, len(wanted), "columns", "are missing")


def columns_unindexed(at: Loaded, *, type: str, method: str) -> Outcome:  # noqa: A002
    """Count the columns of a type that no index of a method leads with."""
    catalog = at.catalog
    roots = {table.name for table in at.physical.design.tables}
    indexed = {
        (catalog.root(each.table), each.columns[0])
        for each in catalog.indexes
        if each.method == method and each.columns
    }
    wanted = [(each.table, each.name) for each in catalog.columns if each.type == type and each.table in roots]
    gone = [f"{table}.{name}" for table, name in wanted if (table, name) not in indexed]
    return missing(gone, len(wanted), f"{type} columns", f"have no {method} index")


def partial_indexes_missing(at: Loaded, *, tables: Sequence[str], column: str) -> Outcome:
    """Count the tables without an index whose condition is on a column."""
    catalog = at.catalog
    there = {catalog.root(each.table) for each in catalog.indexes if column in (each.predicate or "")}
    gone = [table for table in tables if table not in there]
    return missing(gone, len(tables), "tables", f"have no partial index on {column}")


def extension_missing(at: Loaded, *, extension: str) -> Outcome:
    """Ask whether an extension is installed in the database."""
    found = at.ask("extension", {"name": extension})
    if not found:
        return Unmeasured(f"a server that offers the extension {extension}")
    return missing([] if found[0][0] else [extension], 1, "extensions", "are missing")


def setting_unset(at: Loaded, *, setting: str, value: str) -> Outcome:
    """Ask whether a setting was given to the database itself, not to a session of it."""
    found = at.value("database_setting", {"prefix": f"{setting}="})
    gone = [] if found is not None and found.lower() == f"{setting}={value}".lower() else [f"{setting} = {value}"]
    return missing(gone, 1, "settings", "are missing on the database")


def references_soft(at: Loaded, *, tables: Sequence[str] = ()) -> Outcome:
    """Count the references of the design that no foreign key holds in this layout."""
    mine = [each for each in at.physical.references if not tables or each.table in tables]
    held = {
        (at.catalog.root(each.table), each.columns[0])
        for each in at.catalog.constraints
        if each.kind == "f" and each.columns
    }
    gone = [f"{each.table}.{each.column}" for each in mine if (each.table, each.column) not in held]
    return missing(gone, len(mine), "references", "have no foreign key in this layout")


def comments_silent(at: Loaded, *, words: Sequence[str]) -> Outcome:
    """Count the references whose column has no comment with one of some words, such as what a deletion does to it."""
    mine = [
        (f"{each.table}.{each.column}", at.physical.design.table(each.table).columns[each.column].comment or "")
        for each in at.physical.references
    ]
    gone = [name for name, comment in mine if not any(word in comment.lower() for word in words)]
    return missing(gone, len(mine), "references", "have a comment that is silent about it", document=True)


def keys_missing(at: Loaded, *, columns: Sequence[str], keys: Sequence[str]) -> Outcome:
    """Count the rows whose JSON column lacks one of some keys."""
    gone = {}
    for name in columns:
        table, column = name.split(".")
        gone[name] = at.ask(
            "keys_missing", {"keys": list(keys)}, table=at.parent(table), column=sql.Identifier(column)
        )[0]
    rows, lacking = sum(rows for rows, _ in gone.values()), sum(lacking for _, lacking in gone.values())
    worst = [f"{lacking} of {name}" for name, (_, lacking) in gone.items() if lacking]
    return Measurement(
        (Quantity(lacking, "rows", n=rows),),
        f"{lacking or 'none'} of {fmt.plural(rows, 'row')} lack one of the keys {', '.join(keys)}"
        + (f": {fmt.listing(worst[:_SHOWN])}" if worst else ""),
    )


def rows_counted(at: Loaded, *, table: str) -> Outcome:
    """Count the rows of a table over all its homes."""
    n = int(at.value("rows_where", table=at.parent(table), condition=sql.SQL("true")))
    return Measurement((Quantity(n, "rows"),), f"the table {table} holds {fmt.plural(n, 'row')}")


def sheets_missing(at: Loaded) -> Outcome:
    """Count the tables that stand on no committed sheet of the ERD."""
    path = folder("diagrams") / at.physical.design.name / "overview.mmd"
    drawn = path.read_text(encoding="utf-8") if path.exists() else ""
    tables = [table.name for table in at.physical.design.tables]
    gone = [table for table in tables if f" {table} " not in drawn.replace("\n", " ")]
    return missing(gone, len(tables), "tables", "stand on no sheet", document=True)


def missing(gone: Iterable[str], of: int, what: str, says: str, *, document: bool = False) -> Measurement:
    """Return how many of some things are missing, and name the first of them."""
    names = list(gone)
    some = fmt.listing([*names[:_SHOWN], *([f"{len(names) - _SHOWN} more"] if len(names) > _SHOWN else [])])
    return Measurement(
        (Quantity(len(names), what, n=of),),
        f"{len(names) or 'none'} of {of} {what} {says}" + (f": {some}" if names else ""),
        kind="document" if document else "measured",
        detail=tuple({what: name} for name in names) if len(names) > _SHOWN else (),
    )
