"""Asks of the declared workload what a specification wants written down of its queries."""

from collections.abc import Sequence

from livvly_lab.domain.claims import Measurement, Outcome, Quantity, Unmeasured
from livvly_lab.experiments.architecture.presence import missing
from livvly_lab.experiments.architecture.workload import NO_WORKLOAD, runs_of
from livvly_lab.experiments.loaded import Loaded
from livvly_lab.report import fmt


def queries_across_shards(at: Loaded) -> Outcome:
    """Count the queries of the workload that are declared to ask every shard."""
    queries = at.physical.design.workload
    across = [query.name for query in queries if query.runs == "scatter"]
    return Measurement(
        (Quantity(len(across), "queries", n=len(queries)),),
        f"{len(across)} of {fmt.plural(len(queries), 'query', 'queries')} are written down as asking every shard, "
        f"such as {fmt.listing(across[:3]) or 'none'}",
        kind="document",
    )


def queries_undocumented(at: Loaded) -> Outcome:
    """Count the queries of the workload that do not say which endpoint sends them."""
    queries = at.physical.design.workload
    gone = [query.name for query in queries if not query.endpoint]
    return missing(gone, len(queries), "queries", "name no endpoint", document=True)


def tables_unqueried(at: Loaded, *, tables: Sequence[str]) -> Outcome:
    """Count the tables that no query of the workload reads."""
    read = {table for query in at.physical.design.workload for table in query.tables}
    return missing(
        [table for table in tables if table not in read], len(tables), "tables", "are read by no query", document=True
    )


def queries_with_deleted(at: Loaded, *, column: str) -> Outcome:
    """Count the queries that read a table with soft deletes, do not leave deleted rows out and give no reason."""
    soft = {table.name for table in at.physical.design.tables if column in table.columns}
    mine = [query for query in at.physical.design.workload if soft & set(query.tables)]
    gone = [query.name for query in mine if column not in query.sql and query.keeps_deleted is None]
    return missing(gone, len(mine), "queries", "show deleted rows without a reason", document=True)


def queries_not_as_meant(at: Loaded, *, tables: Sequence[str] = ()) -> Outcome:
    """Count the queries written for an index whose plans use no index on any shard."""
    mine = {query.name for query in at.physical.design.workload if not tables or set(tables) & set(query.tables)}
    runs = [run for run in runs_of(at) if run.meant is not None and run.query in mine]
    if not runs:
        return Unmeasured(NO_WORKLOAD)
    used: dict[str, bool] = {}
    for run in runs:
        used[run.query] = used.get(run.query, False) or bool(run.used)
    return missing([query for query, uses in used.items() if not uses], len(used), "queries", "use no index")
