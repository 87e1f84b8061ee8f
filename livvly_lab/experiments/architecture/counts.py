"""Counts what a design consists of, in the live catalog."""

from livvly_lab.domain.catalog import Catalog
from livvly_lab.domain.claims import Measurement, Outcome, Quantity
from livvly_lab.experiments.loaded import Loaded
from livvly_lab.report import fmt


def tables_counted(at: Loaded) -> Outcome:
    """Count the logical tables in the catalog: the shards of a table are one."""
    catalog = at.catalog
    n = len(_roots(at, catalog))
    return Measurement(
        (Quantity(n, "tables"), Quantity(len(catalog.tables), "tables", "physical")),
        f"{fmt.plural(n, 'table')} of the design stand in the catalog, as {len(catalog.tables)} physical ones",
    )


def indexes_counted(at: Loaded, *, own: str) -> Outcome:
    """Count the indexes in the catalog: those the specification names, those declared, and those with keys."""
    catalog = at.catalog
    roots = _roots(at, catalog)
    standing = {
        (catalog.root(each.table), catalog.logical(each.name, each.table))
        for each in catalog.indexes
        if catalog.root(each.table) in roots
    }
    physical = sum(catalog.root(each.table) in roots for each in catalog.indexes)
    declared = {
        (table.name, str(index.name)): index.info.get("source") != own
        for table in at.physical.design.tables
        for index in table.indexes
    }
    here = {key: named for key, named in declared.items() if key in standing}
    return Measurement(
        (
            Quantity(sum(here.values()), "indexes", "named"),
            Quantity(len(here), "indexes", "declared"),
            Quantity(len(standing), "indexes", "with keys"),
            Quantity(physical, "indexes", "physical"),
        ),
        f"{sum(here.values())} indexes that the specification names stand in the catalog, {len(here)} with those that "
        f"its rules ask for, {len(standing)} with those of keys, {physical} physical ones over all shards",
    )


def _roots(at: Loaded, catalog: Catalog) -> set[str]:
    return {catalog.root(table.name) for table in catalog.tables} & {table.name for table in at.physical.design.tables}
