"""How our pipeline is called: the one module of the bench that changes when the pipeline does.

The loader process runs what stands here, so imports are those that a load needs.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa
from sqlalchemy import MetaData

from livvly_lab.designs import DESIGNS
from livvly_lab.designs.livvly.population.crowd import crowd_of
from livvly_lab.designs.livvly.population.profiles import profiles
from livvly_lab.domain.parameters import Parameters
from livvly_lab.domain.physical import LAYOUTS, PhysicalDesign
from livvly_lab.domain.placement import ShardFunction
from livvly_lab.domain.population import Chunk, Columns, World
from livvly_lab.placement.functions import FUNCTIONS
from livvly_lab.rows.encode import encode
from livvly_lab.rows.load import copy_population, make_world

USERS = "users"
DESIGN = DESIGNS["livvly"]
FUNCTION: ShardFunction = FUNCTIONS[Parameters().shard_function]


@dataclass(frozen=True)
class Loaded:
    """What a load did: the rows it wrote and the seconds of its stages, `load` and for the graph also `index`."""

    rows: int
    seconds: Mapping[str, float]


def users_alone(shards: int | None) -> PhysicalDesign:
    """Return livvly's users table as a design of its own, in one table where `shards` is None."""
    metadata = MetaData()
    DESIGN.table(USERS).to_metadata(metadata)
    design = replace(
        DESIGN,
        metadata=metadata,
        population=replace(DESIGN.population, chunk=_users, summary=_nothing_more, ratios={USERS: 1.0}),
        extensions=(),
        monthly=(),
        reference_tables=(),
        objects={},
    )
    return PhysicalDesign(design, LAYOUTS["single" if shards is None else "inheritance"], shards or 1)


def whole_graph(parameters: Parameters) -> PhysicalDesign:
    """Return livvly with all its tables, as `load_graph` lays them out."""
    return PhysicalDesign(DESIGN, LAYOUTS[parameters.layout], parameters.shards)


def load_users(shards: int, loads: Sequence[tuple[str, int]], seed: int, untimed: int = 0) -> Loaded:
    """Generate users and write them into empty tables, database after database: (DSN, users per shard) for each.

    The vocabulary is drawn before the clock starts, the population is not: every load has a seed of its own. The
    first `untimed` loads only warm the process up.
    """
    physical, rows, seconds = users_alone(shards), 0, 0.0
    for number, (dsn, users_per_shard) in enumerate(loads):
        world = make_world(physical.design, shards * users_per_shard, 1.0, seed + number)
        start = time.perf_counter()
        written = copy_population(dsn, physical, FUNCTION, world)
        if number >= untimed:
            seconds += time.perf_counter() - start
            rows += sum(written.values())
    return Loaded(rows, {"load": seconds})


def load_graph(dsn: str, parameters: Mapping[str, Any]) -> Loaded:
    """Create, fill and index the whole design in an empty database, as `livvly-lab load` does."""
    # The conductor brings all of the lab along; users alone do without it.
    from livvly_lab.lab.fill import load_and_index
    from livvly_lab.progress import Progress

    progress = Progress(quiet=True)
    rows = load_and_index(dsn, Parameters(**parameters), progress)
    return Loaded(sum(rows.values()), {stage: progress.seconds[stage] for stage in ("load", "index")})


def users_as_arrow(users: int, seed: int) -> pa.Table:
    """Return users as an Arrow table whose columns are those of the users table."""
    physical = users_alone(None)
    chunk = physical.design.population.chunk(make_world(physical.design, users, 1.0, seed), 0, users)
    return pa.Table.from_batches([encode(physical.design.table(USERS), chunk.tables[USERS]).arrow()])


def _users(world: World, first: int, last: int) -> Chunk:
    """Return users first..last-1 without what they do."""
    return Chunk(dict([next(profiles(crowd_of(world, first, last)))]), {})


def _nothing_more(_: World, __: Mapping[str, Any]) -> Iterator[tuple[str, Columns]]:
    return iter(())
