"""Looks in the catalog for columns that name a row of another table and are mapped to none."""

from collections.abc import Collection

from livvly_lab.domain.claims import Measurement, Outcome, Quantity, Unmeasured
from livvly_lab.experiments.loaded import Loaded
from livvly_lab.report import fmt


def columns_unmapped(at: Loaded, *, apart: Collection[str] = ()) -> Outcome:
    """Count the uuid columns named …_id that no foreign key maps to a table, and that no declaration does either.

    A reference that only this layout cannot hold counts as mapped, but not as held. `apart` are columns
    ("table.column") whose rows name several tables, so that no foreign key could.
    """
    catalog = at.catalog
    tables = {table.name for table in at.physical.design.tables}
    ids = {
        (catalog.root(each.table), each.name)
        for each in catalog.columns
        if each.type == "uuid" and each.name.endswith("_id") and catalog.root(each.table) in tables
    }
    ids = {(table, column) for table, column in ids if f"{table}.{column}" not in apart}
    if not ids:
        return Unmeasured("uuid columns named …_id: the tables of this design have none")
    held = {(catalog.root(each.table), each.columns[0]) for each in catalog.constraints if each.kind == "f"} & ids
    soft = {(each.table, each.column): each for each in at.physical.references if not each.real}
    unmapped = sorted(ids - held - soft.keys())
    names = [".".join(each) for each in unmapped]
    return Measurement(
        (
            Quantity(len(unmapped), "columns", "mapped nowhere", n=len(ids)),
            Quantity(len(ids - held), "columns", "held by no foreign key here", n=len(ids)),
        ),
        f"of {fmt.plural(len(ids), 'uuid column')} named …_id, {len(ids - held)} have no foreign key in the layout "
        f"{at.physical.layout.name}, and {len(unmapped) or 'none'} have none in any: {fmt.listing(names) or 'none'}",
        detail=tuple(
            {
                "column": f"{table}.{column}",
                "why": soft[table, column].why if (table, column) in soft else "declared nowhere",
            }
            for table, column in sorted(ids - held, key=lambda each: (each in soft, each))
        ),
    )
