"""Counts what a design consists of, in the live catalog."""

from livvly_lab.domain.claims import Measurement, Outcome, Quantity
from livvly_lab.experiments.loaded import Loaded


def tables_counted(at: Loaded) -> Outcome:
    """Count the logical tables in the catalog: the shards of a table are one."""
    catalog = at.catalog
    roots = {catalog.root(table.name) for table in catalog.tables}
    n, named = len(roots & {table.name for table in at.physical.design.tables}), len(at.physical.design.tables)
    return Measurement(
        (Quantity(n, "tables"), Quantity(len(catalog.tables), "tables", "physical")),
        f"{n} of the {named} tables the design declares stand in the catalog, as {len(catalog.tables)} physical ones",
    )
