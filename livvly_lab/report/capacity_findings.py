"""What an architect should know of growth, connections and plan flips, as findings."""

from collections.abc import Sequence

from livvly_lab.domain.capacity import Capacity
from livvly_lab.domain.connections import Connections
from livvly_lab.domain.flips import PlanFlips
from livvly_lab.domain.results import Finding
from livvly_lab.domain.storage import Forecast
from livvly_lab.report import fmt
from livvly_lab.report.capacity_says import NOTEBOOK, bytes_per_user
from livvly_lab.report.flips_says import lost_indexes
from livvly_lab.report.pools_says import busy_part

SHARED_TIMES = 2.0
"""From this many times a shard's bytes on, the tables that are not sharded are what has to be split next."""


def forecast_findings(forecast: Forecast, capacity: Capacity) -> tuple[Finding, ...]:
    """Return findings where the forecast misses its limit, a planned stage does not fit, or shared tables outgrow."""
    return (*_missed(forecast), *_full(forecast, capacity), *_shared(forecast, capacity))


def pool_findings(connections: Connections | None, capacity: Capacity) -> tuple[Finding, ...]:
    """Return findings where the numbers of a pooler do not agree with each other, or the pool is far from the need."""
    if connections is None or capacity.pooling is None:
        return ()
    source, wrong = capacity.pooling.source, [fact for fact in connections.facts if fact.verdict == "fails"]
    found = []
    if wrong:
        told = [f"{fact.says} are {fact.computed}, not {fact.claimed} ({fact.how})" for fact in wrong]
        found.append(
            Finding(
                id="finding-pool-arithmetic",
                level="medium",
                says=f"The numbers of the connection pool do not add up: {fmt.listing(told)}.",
                where=f"{fmt.plural(len(wrong), 'number')} of {len(connections.facts)}",
                evidence=f"{NOTEBOOK}#fig-pool-facts",
                remedy=(
                    "Count the overflow; set default_pool_size with the reserve to what is meant, and max_connections "
                    "of PostgreSQL above it."
                ),
                source=source,
            )
        )
    if connections.specified_pool > connections.cpus:
        found.append(
            Finding(
                id="finding-pool-size",
                level="info",
                says=(
                    f"A pool of {connections.specified_pool} serves {fmt.plural(connections.users, 'user')} no faster "
                    f"than one of {connections.cpus}: {busy_part(connections)}."
                ),
                where=f"{fmt.plural(connections.specified_pool, 'connection')} on {connections.cpus} processors",
                evidence=f"{NOTEBOOK}#fig-pool-waits",
                remedy="Size the pool by the processors, and test it with transactions that hold a connection longer.",
                source=source,
            )
        )
    return tuple(found)


def flip_findings(flips: PlanFlips, source: str) -> tuple[Finding, ...]:
    """Return a finding where a query is expected to turn from an index to reading a whole table."""
    lost = lost_indexes(flips)
    if not lost:
        return ()
    first = min((flip.users, each.query, flip) for each, flip in lost)
    return (
        Finding(
            id="finding-plan-flips",
            level="low",
            says=(
                f"{fmt.plural(len(lost), 'query', 'queries')} {'is' if len(lost) == 1 else 'are'} expected to read a "
                f"whole table where {'it' if len(lost) == 1 else 'they'} used an index: {first[1]} from "
                f"{fmt.count(first[0])} users on."
            ),
            where=f"{fmt.plural(len(flips.queries), 'query', 'queries')}, up to {fmt.factor(flips.largest_factor)}",
            evidence=f"{NOTEBOOK}#fig-plan-flips",
            remedy="Bound what the query reads, by time or by a limit, or keep its result in a table of its own.",
            source=source,
        ),
    )


def _missed(forecast: Forecast) -> Sequence[Finding]:
    if forecast.verdict != "fails" or forecast.backtest_error is None:
        return ()
    return (
        Finding(
            id="finding-forecast-error",
            level="medium",
            says=(
                f"The forecast of total bytes is {fmt.share(forecast.backtest_error)} off on a load it never saw; "
                f"{fmt.share(forecast.error_limit, 0)} was the limit: trust none of its sizes closer than that."
            ),
            where=f"{fmt.count(forecast.backtests[0].users)} users, {fmt.plural(len(forecast.backtests), 'seed')}",
            evidence=f"{NOTEBOOK}#fig-forecast-residuals",
            remedy="Fit larger loads: --depth full, or more users per shard.",
            source="the lab's own check of its forecast",
        ),
    )


def _full(forecast: Forecast, capacity: Capacity) -> Sequence[Finding]:
    full = [stage for stage in forecast.stages if stage.full_share > 1]
    return [
        Finding(
            id=f"finding-stage-{stage.databases}",
            level="high",
            says=(
                f"The stage {stage.name} ({fmt.count(stage.users)} users on {fmt.plural(stage.databases, 'database')}) "
                f"takes {fmt.factor(stage.full_share)} the {stage.tightest} of {capacity.machine.name}."
            ),
            where=f"{fmt.size(stage.shard_bytes)} in one database, {fmt.size(stage.shared_bytes)} shared",
            evidence=f"{NOTEBOOK}#fig-forecast-stages",
            remedy="Split earlier, or take a larger machine for this stage.",
            source=capacity.stages_source,
        )
        for stage in full
    ]


def _shared(forecast: Forecast, capacity: Capacity) -> Sequence[Finding]:
    split = [stage for stage in forecast.stages if stage.databases > 1 and stage.shard_bytes]
    if not split or split[-1].shared_bytes < SHARED_TIMES * split[-1].shard_bytes:
        return ()
    last = split[-1]
    most = max(forecast.tables, key=bytes_per_user)
    return (
        Finding(
            id="finding-shared-tables",
            level="medium",
            says=(
                f"At {fmt.count(last.users)} users the tables that are not sharded take {fmt.size(last.shared_bytes)} "
                f"in one database, {fmt.factor(last.shared_bytes / last.shard_bytes)} each of the {last.databases} "
                f"shards ({fmt.size(last.shard_bytes)}); {most.table} takes most bytes of all tables."
            ),
            where=f"{last.name}: {fmt.plural(last.databases, 'database')}",
            evidence=f"{NOTEBOOK}#fig-forecast-stages",
            remedy="Shard the largest of them by user as well, or give them a server of their own size.",
            source=capacity.stages_source,
        ),
    )
