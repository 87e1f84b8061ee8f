"""References: how many are enforced, which have an index, and what a deleted user leaves behind."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import sql

from livvly_lab.domain.claims import Measurement, Outcome, Quantity, Unmeasured
from livvly_lab.domain.physical import Reference
from livvly_lab.experiments.loaded import Loaded, question
from livvly_lab.report import fmt

PROCEDURE = "by the design's procedure"


@dataclass(frozen=True)
class _Named:
    """Rows of one reference that name the users about to be deleted, by the first column of their primary key."""

    reference: Reference
    rows: tuple[Any, ...]

    @property
    def name(self) -> str:
        return f"{self.reference.table}.{self.reference.column}"


def reference_indexes(at: Loaded) -> Outcome:
    """Count the references whose column leads no index, and the indexes that adding a foreign key makes.

    A reference counts as indexed where every table that holds its rows has such an index, of all rows or of all that
    refer to something: a search for what they name can use either.
    """
    references = at.physical.references
    if not references:
        return Unmeasured("a design with references")
    leading = set(at.ask("leading_columns", {"names": [home.name for home in at.physical.all_homes()]}))
    with at.rolled_back():
        at.ask("add_foreign_key")
        made = at.value("indexes_on_referrer")
    detail = []
    for each in references:
        without = [home.name for home in at.physical.homes(each.table) if (home.name, each.column) not in leading]
        if without:
            detail.append(
                {
                    "reference": f"{each.table}.{each.column}",
                    "to": each.target,
                    "enforced": "yes" if each.real else "no",
                    "tables without the index": len(without),
                }
            )
    return Measurement(
        (
            Quantity(len(detail), "references", "references without an index", n=len(references)),
            Quantity(made, "indexes", "indexes made by adding a foreign key"),
        ),
        f"{len(detail)} of {fmt.plural(len(references), 'reference')} "
        f"{'leads' if len(detail) == 1 else 'lead'} no index; "
        f"adding a foreign key made {fmt.plural(made, 'index', 'indexes')}",
        detail=tuple(detail),
    )


def references_counted(at: Loaded) -> Outcome:
    """Count the references that the server enforces, by logical table and column, and those the design declares."""
    references, homes = at.physical.references, {home.name: home.table for home in at.physical.all_homes()}
    enforced = {(homes[table], column) for table, column in at.ask("foreign_key_columns", {"names": list(homes)})}
    return Measurement(
        (
            Quantity(len(enforced), "foreign keys", "enforced here", n=len(references)),
            Quantity(len(references), "references", "declared"),
        ),
        f"the server enforces {fmt.plural(len(enforced), 'foreign key')} of the "
        f"{fmt.plural(len(references), 'reference')} declared, in the layout {at.physical.layout.name}",
        detail=tuple(
            {
                "reference": f"{each.table}.{each.column}",
                "to": each.target,
                "on delete": each.on_delete,
                "enforced": "yes" if (each.table, each.column) in enforced else "no",
            }
            for each in references
        ),
    )


def rows_after_deletion(at: Loaded, *, erase: str = "") -> Outcome:
    """Delete the users that each reference names most often, see what became of the rows that name them, and undo it.

    A row is treated as declared where it is gone under CASCADE, and stands with an empty column under SET NULL.
    `erase` is the design's own statement for the same, with the parameter %(ids)s; its quantity comes first.
    """
    root = at.physical.design.placement.root
    target = (root, at.key_name(root))
    references = [each for each in at.physical.references if (each.target, each.target_column) == target]
    hot = (at.value("most_named", table=at.parent(each.table), column=_column(each)) for each in references)
    ids = sorted({each for each in hot if each is not None})
    named = [_named(at, each, ids) for each in references]
    rows = sum(len(each.rows) for each in named)
    if not rows:
        return Unmeasured("rows that refer to users: this run has none")
    delete = question("delete_rows").format(table=at.parent(root), key=at.key(root))
    ways = {PROCEDURE: _treated(at, sql.SQL(erase), ids, named)} if erase else {}
    ways["by DELETE"] = _treated(at, delete, ids, named)
    quantities = [Quantity(sum(way.values()) / rows, "share", name, n=rows) for name, way in ways.items()]
    told = fmt.listing(f"{fmt.share(each.value)} {each.name}" for each in quantities)
    return Measurement(
        tuple(quantities),
        f"of {fmt.exact(rows)} rows that name {fmt.plural(len(ids), 'deleted user')}, {told} became what is declared",
        detail=tuple(
            {"reference": each.name, "declared": each.reference.on_delete, "rows": len(each.rows)}
            | {f"as declared {name}": way.get(each.name, 0) for name, way in ways.items()}
            for each in named
            if each.rows
        ),
    )


def _column(reference: Reference) -> sql.Identifier:
    return sql.Identifier(reference.column)


def _named(at: Loaded, reference: Reference, ids: Sequence[Any]) -> _Named:
    found = at.ask(
        "rows_naming",
        {"ids": list(ids)},
        table=at.parent(reference.table),
        column=_column(reference),
        key=at.key(reference.table),
    )
    return _Named(reference, tuple(row for (row,) in found))


def _treated(
    at: Loaded, statement: sql.SQL | sql.Composed, ids: Sequence[Any], named: Sequence[_Named]
) -> dict[str, int]:
    """Execute a statement, count by reference the rows treated as declared, and undo it; none where it is refused."""
    with at.rolled_back():
        with at.refused() as errors:
            at.connection.execute(statement, {"ids": list(ids)})
        return {} if errors else {each.name: _as_declared(at, each) for each in named}


def _as_declared(at: Loaded, named: _Named) -> int:
    reference = named.reference
    ((left, emptied),) = at.ask(
        "rows_left",
        {"rows": list(named.rows)},
        table=at.parent(reference.table),
        column=_column(reference),
        key=at.key(reference.table),
    )
    if reference.on_delete == "CASCADE":
        return len(named.rows) - int(left)
    return int(emptied) if reference.on_delete == "SET NULL" else 0
