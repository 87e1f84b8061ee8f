"""The walk of notebook 05: how the bytes grow, when a machine is outgrown, connections, and where plans change."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from psycopg import Connection

from livvly_lab.domain.capacity import DEFAULT_CAPACITY, Capacity
from livvly_lab.domain.flips import PlanFlips
from livvly_lab.domain.parameters import Parameters
from livvly_lab.domain.physical import PhysicalDesign
from livvly_lab.domain.storage import Forecast
from livvly_lab.experiments import growth as experiment
from livvly_lab.forecast import flips as changes
from livvly_lab.forecast import growth as arithmetic
from livvly_lab.forecast import storage
from livvly_lab.lab.fill import fill
from livvly_lab.lab.parts import Part
from livvly_lab.lab.pools import PoolWalk, pool_walk
from livvly_lab.lab.run import Run
from livvly_lab.lab.servers import require_room
from livvly_lab.progress import Progress
from livvly_lab.report import capacity as draw
from livvly_lab.report import capacity_findings as find
from livvly_lab.report import capacity_says as says
from livvly_lab.report import flips as draw_flips
from livvly_lab.report.exhibit import Exhibit
from livvly_lab.report.findings import worst_first
from livvly_lab.report.gallery import Gallery, Sentences
from livvly_lab.scratch.enlarge import enlarge
from livvly_lab.scratch.server import Server, scratch

NOTEBOOK = "05_capacity_forecast"
SIZES = (10_000, 200_000, 1_000_000, 10_000_000)
"""Users of every forecast, beside those of the planned stages."""

SHOWN_BEYOND = 10
"""How many times the largest load the picture reaches at least."""


@dataclass(frozen=True)
class _Grown:
    """What the loads showed, and what follows from it."""

    shown: experiment.Grown
    forecast: Forecast


@dataclass(frozen=True, repr=False)
class CapacityWalk:
    """The exhibits of the notebook, in its order."""

    total: Exhibit | Sentences
    residuals: Exhibit | Sentences
    tables: Exhibit | Sentences
    machine: Exhibit | Sentences
    stages: Exhibit | Sentences
    connections: Gallery | Sentences
    pool_facts: Exhibit | Sentences
    flips: Exhibit | Sentences
    limits: Sentences


def capacity_forecast(run: Run) -> CapacityWalk:
    """Load the design at several sizes beside the run, fit how it grows, back-test it, and re-plan its workload.

    The loads stand on a scratch server of their own, which is gone afterwards; the run's own database is only read.
    """
    capacity = run.physical.design.capacity or DEFAULT_CAPACITY
    loads = experiment.series(run.parameters, run.depth)
    grown = _grow(run, capacity, loads) if loads else None
    pools = pool_walk(run, capacity)
    flips = _judge_flips(grown.shown) if grown else None
    walk = _walk(run, capacity, grown, pools, flips)
    if run.run_dir is not None:
        _hand_back(run, capacity, walk, grown, pools, flips)
    return walk


def _grow(run: Run, capacity: Capacity, loads: experiment.Series) -> _Grown:
    """Make the loads, fit the small ones, predict and compare the large ones."""
    with scratch() as server:
        for test in loads.tests[:1]:
            require_room(test, server.data_directory)
        shown = experiment.grow(loads, _opener(run, server), partial(enlarge, server))
    return _Grown(shown, _forecast(run, capacity, shown, _hot(shown)))


def _opener(run: Run, server: Server) -> experiment.Opened:
    """Return what gives a load: the run's own database where it is that one, else a database made for it."""

    @contextmanager
    def own() -> Iterator[tuple[Connection[Any], PhysicalDesign]]:
        with run.connect() as connection:
            yield connection, run.physical

    @contextmanager
    def made(parameters: Parameters) -> Iterator[tuple[Connection[Any], PhysicalDesign]]:
        name = f"{parameters.design}_{parameters.users}_{parameters.seed}"
        loaded = fill(server.create_database(name), parameters, Progress(quiet=True))
        with loaded.connect() as connection:
            yield connection, loaded.physical
        server.drop_database(name)

    def opened(parameters: Parameters) -> AbstractContextManager[tuple[Connection[Any], PhysicalDesign]]:
        return own() if parameters == run.parameters else made(parameters)

    return opened


def _forecast(run: Run, capacity: Capacity, shown: experiment.Grown, hot: arithmetic.Hot) -> Forecast:
    model = shown.model
    tests = tuple(arithmetic.backtest(model, load) for load in shown.tests)
    error, sizes = arithmetic.worst_error(tests), _sizes(capacity)
    sharded = frozenset(run.physical.design.placement.keys)
    shards = run.physical.shards if run.physical.layout.sharded else 1
    return Forecast(
        sizes=tuple(sorted({load.users for load in shown.fits})),
        seeds=tuple(load.seed for load in shown.fits),
        forecasts=tuple(storage.predict(model, users) for users in sizes),
        backtests=tests,
        backtest_error=error,
        error_limit=arithmetic.ERROR_LIMIT,
        verdict=arithmetic.judge(error),
        tables=arithmetic.forecast_tables(model, shown.tests, sizes[-1]),
        crossings=arithmetic.crossings(model, capacity.machine, sharded, shards, hot),
        stages=tuple(
            arithmetic.stage_forecast(model, capacity.machine, stage, sharded, hot) for stage in capacity.stages
        ),
    )


def _sizes(capacity: Capacity) -> list[int]:
    return sorted({*SIZES, *(stage.users for stage in capacity.stages)})


def _hot(shown: experiment.Grown) -> arithmetic.Hot:
    """Return the indexes that a query of the workload reads, as it is planned on a back-tested load."""
    read = {index for plans in shown.ahead for index in changes.indexes_of(plans[0].shape)}
    return frozenset(
        (each.table, each.name)
        for table in shown.model.tables
        for each in table.relations
        if each.part == "index" and each.name in read
    )


def _judge_flips(shown: experiment.Grown) -> PlanFlips:
    validation = changes.Validation(shown.fits[-1].users, shown.foreseen, shown.raised)
    return changes.judge(shown.ahead, shown.tests[-1].users, validation)


def _walk(run: Run, capacity: Capacity, grown: _Grown | None, pools: PoolWalk, flips: PlanFlips | None) -> CapacityWalk:
    few = Sentences([], says.too_few(run.parameters.users, experiment.LEAST_USERS))
    stages: Exhibit | Sentences = few
    if grown is not None:
        stages = draw.stages(grown.forecast, capacity) if capacity.stages else Sentences([], says.NO_STAGES)
    return CapacityWalk(
        total=_total(grown, capacity) if grown else few,
        residuals=draw.residuals(grown.forecast) if grown else few,
        tables=draw.tables(grown.forecast) if grown else few,
        machine=draw.machine(grown.forecast, capacity) if grown else few,
        stages=stages,
        connections=pools.connections,
        pool_facts=pools.facts,
        flips=draw_flips.flips(flips) if flips else few,
        limits=Sentences(says.limits(run.depth, grown.forecast if grown else None, flips), ""),
    )


def _total(grown: _Grown, capacity: Capacity) -> Exhibit:
    model, forecast = grown.shown.model, grown.forecast
    fitted = [(load.users, load.bytes_in_use) for load in grown.shown.fits]
    most = max(forecast.forecasts[-1].users, *(SHOWN_BEYOND * test.users for test in forecast.backtests))
    return draw.total(forecast, storage.curve(model, model.least_users / 2, most), fitted, capacity.machine)


def _hand_back(
    run: Run,
    capacity: Capacity,
    walk: CapacityWalk,
    grown: _Grown | None,
    pools: PoolWalk,
    flips: PlanFlips | None,
) -> None:
    results = {
        "forecast": grown.forecast if grown else None,
        "plan_flips": flips,
        "connections": pools.result,
    }
    found = worst_first(
        find.forecast_findings(grown.forecast, capacity) if grown else (),
        find.pool_findings(pools.result, capacity),
        find.flip_findings(flips, capacity.stages_source or capacity.machine.source) if flips else (),
    )
    shown = (walk.total, walk.residuals, walk.flips)
    exhibits = [exhibit for exhibit in shown if isinstance(exhibit, Exhibit)]
    if run.run_dir is not None:
        Part(NOTEBOOK, results, found, exhibits, walk.limits.items).write(run.run_dir)
