"""Asks of the indexes a specification names whether queries choose them, and of response times what statistics tell."""

from livvly_lab.domain.claims import Measurement, Outcome, Quantity, Unmeasured
from livvly_lab.experiments.architecture.workload import NO_WORKLOAD, plans_page, runs_of
from livvly_lab.experiments.loaded import Loaded
from livvly_lab.report import fmt

_SHOWN = 4


def indexes_wanted(at: Loaded, *, source: str) -> Outcome:
    """Count the indexes a specification names: those that stand, that repeat a unique key, that no query chooses.

    `source` is where it names them, as the declared indexes say. An index repeats a key where its only column is the
    first of a unique index of the same table, whatever rows it leaves out.
    """
    runs = runs_of(at)
    if not runs:
        return Unmeasured(NO_WORKLOAD)
    catalog = at.catalog
    named = {
        str(index.name): table.name
        for table in at.physical.design.tables
        for index in table.indexes
        if index.info.get("source") == source
    }
    there = {
        catalog.logical(each.name, each.table): each
        for each in catalog.indexes
        if catalog.root(each.table) in at.physical.design.metadata.tables
    }
    keys = {
        (catalog.root(each.table), each.columns[0]): catalog.logical(each.name, each.table)
        for each in catalog.indexes
        if each.unique and each.columns
    }
    standing = [name for name in named if name in there]
    repeating = {
        name: keys[named[name], there[name].columns[0]]
        for name in standing
        if len(there[name].keys) == 1 and there[name].columns and (named[name], there[name].columns[0]) in keys
    }
    used = {index for run in runs for index in run.used}
    unused = [name for name in standing if name not in used]
    return Measurement(
        (
            Quantity(len(repeating), "indexes", "that repeat a key", n=len(named)),
            Quantity(len(standing), "indexes", "that stand", n=len(named)),
            Quantity(len(unused), "indexes", "that no query chooses", n=len(named)),
        ),
        f"{len(standing)} of {fmt.plural(len(named), 'index', 'indexes')} named stand in the catalog; {len(repeating)} "
        f"of them repeat a unique key ({_some(list(repeating))}), and {len(unused)} are chosen by no plan of "
        f"{len({run.query for run in runs})} queries ({_some(unused)})",
        evidence=plans_page(at, "plans-states"),
        detail=tuple(
            {
                "index": name,
                "table": named[name],
                "repeats": repeating.get(name, fmt.ABSENT),
                "chosen by a query": name in used,
            }
            for name in sorted(standing, key=lambda name: (name in used, name not in repeating, name))
            if name in repeating or name not in used
        ),
    )


def _some(names: list[str]) -> str:
    more = [f"{len(names) - _SHOWN} more"] if len(names) > _SHOWN else []
    return fmt.listing([*names[:_SHOWN], *more]) or "none"
