"""Plans the workload as if the tables were larger, and looks whose cost grows with them."""

import statistics

import psycopg

from livvly_lab.domain.claims import Measurement, Outcome, Quantity, Unmeasured
from livvly_lab.experiments.loaded import Loaded
from livvly_lab.measure.replan import raised, replan
from livvly_lab.report import fmt

_SHOWN = 5


def costs_grown(at: Loaded, *, factors: tuple[int, ...]) -> Outcome:
    """Plan every query that is written for an index with statistics raised step by step, and compare expected costs.

    Rows and distinct values are raised, pages stay. The quantity counts the queries whose expected cost grows, in the
    last step, at least as the root of the rows does: an index lookup grows by a level of its tree, reading everything
    by all rows. Earlier steps leave behind what is read whole because it is small.
    """
    indexed = {query.name for query in at.physical.design.workload if query.index is not None}
    if not indexed:
        return Unmeasured("a workload with queries that are written for an index")
    try:
        plans = replan(at.connection, at.physical, (1, *factors), raised(at.connection, at.physical))
    except psycopg.errors.UndefinedFunction:
        return Unmeasured("pg_restore_relation_stats(), from PostgreSQL 18 on")
    costs = {
        each[0].query: [statistics.median(step.costs) for step in each] for each in plans if each[0].query in indexed
    }
    step = factors[-1] / (1, *factors)[-2]
    grown = {query: each[-1] / each[-2] for query, each in costs.items()}
    growing = sorted((query for query in grown if grown[query] >= step**0.5), key=lambda query: -grown[query])
    told = fmt.listing([f"{query} {fmt.factor(grown[query])}" for query in growing[:_SHOWN]])
    return Measurement(
        (
            Quantity(len(growing), "queries", "whose cost grows with the rows", n=len(costs)),
            Quantity(statistics.median(grown.values()), "factor", "cost of the query in the middle"),
        ),
        f"from {fmt.factor((1, *factors)[-2])} to {fmt.factor(factors[-1])} the rows of this run, "
        f"{len(growing) or 'none'} of {fmt.plural(len(costs), 'query', 'queries')} written for an index are expected "
        f"to cost {fmt.factor(step**0.5)} as much or more{': ' + told if told else ''}; the one in the middle costs "
        f"{fmt.factor(statistics.median(grown.values()))}",
        kind="computed",
        detail=tuple(
            {"query": query} | {f"cost at ×{factor}": cost for factor, cost in zip((1, *factors), each, strict=True)}
            for query, each in sorted(costs.items(), key=lambda item: -grown[item[0]])
        ),
    )
