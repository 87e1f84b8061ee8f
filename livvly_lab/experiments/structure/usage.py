"""Asks whether queries choose the indexes a specification names, and what statistics tell of response times."""

import re
from collections.abc import Sequence

import numpy as np
from scipy import stats

from livvly_lab.domain.claims import Measurement, Outcome, Quantity, Unmeasured
from livvly_lab.experiments.architecture.workload import NO_WORKLOAD, plans_page, runs_of
from livvly_lab.experiments.loaded import Loaded
from livvly_lab.report import fmt

_SHOWN = 4
_USING = re.compile(r"\busing (\w+)")
"""An index in the shape of a plan: a query may have several, by its keys."""

LEAST_RUNS = 59
"""Of a query, before the greatest of them bounds the 95th percentile with 95 % confidence."""


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
    used = {index for run in runs for plan in run.plans for index in _USING.findall(plan)}
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


def percentiles_told(at: Loaded, *, percentiles: Sequence[float]) -> Outcome:
    """Look in the server's statistics for percentiles of response times, and reckon what their means suggest instead.

    Views of statistics count where a column is named for a percentile, a quantile or a histogram: what counts as kept
    are the percentiles asked for, all of them by a histogram. The second quantity is, for the query where it is worst,
    the first percentile of its runs over mean plus so many standard deviations, which is what pg_stat_statements keeps.
    """
    runs = runs_of(at)
    times: dict[str, list[float]] = {}
    for run in runs:
        times.setdefault(run.query, []).extend(ms for each in run.times_ms.values() for ms in each)
    if not times:
        return Unmeasured(NO_WORKLOAD)
    kept = [tuple(row) for row in at.ask("percentile_columns")]
    names = {column for _, column in kept}
    told = [each for each in percentiles if any(_tells(name, each) for name in names)]
    every = np.concatenate([np.asarray(each) for each in times.values()])
    many = {query: each for query, each in times.items() if len(each) >= LEAST_RUNS and min(each) > 0}
    suggested = {query: _suggested(each, percentiles[0]) for query, each in many.items()}
    worst = max(suggested, key=lambda query: abs(np.log(suggested[query])), default="")
    off = (Quantity(suggested[worst], "factor", "over what the mean suggests", n=len(times[worst])),) if worst else ()
    return Measurement(
        (Quantity(len(told), "percentiles", "kept by the server", n=len(percentiles)), *off),
        f"the statistics of this server keep {len(told) or 'none'} of {len(percentiles)} percentiles: "
        f"{fmt.listing(f'{view}.{column}' for view, column in kept[:_SHOWN]) or 'mean, deviation and extremes only'}; "
        f"over {fmt.count(len(every))} runs of {fmt.plural(len(times), 'query', 'queries')} "
        + fmt.listing(f"P{100 * each:g} is {fmt.duration(float(np.quantile(every, each)))}" for each in percentiles)
        + (f", and P{100 * percentiles[0]:g} of {worst} is {fmt.factor(suggested[worst])} " if worst else "")
        + ("what its mean and deviation suggest" if worst else ""),
        evidence=plans_page(at, "plans-latency"),
    )


def _suggested(times_ms: Sequence[float], percentile: float) -> float:
    """Return a percentile over what mean and deviation suggest where times are taken for normally distributed."""
    normal = float(np.mean(times_ms) + stats.norm.ppf(percentile) * np.std(times_ms))
    return float(np.quantile(times_ms, percentile)) / normal


def _tells(column: str, percentile: float) -> bool:
    """Tell whether a column of that name keeps a percentile.

    >>> _tells("p95_ms", 0.95), _tells("p99_ms", 0.95), _tells("resp_calls", 0.99), _tells("latency_histogram", 0.95)
    (True, False, True, True)
    """
    return f"{100 * percentile:g}" in column or "histogram" in column or column == "resp_calls"


def _some(names: list[str]) -> str:
    more = [f"{len(names) - _SHOWN} more"] if len(names) > _SHOWN else []
    return fmt.listing([*names[:_SHOWN], *more]) or "none"
