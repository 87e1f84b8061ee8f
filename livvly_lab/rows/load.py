"""Fills the tables of a laid-out design: reference rows, then users in chunks, then what needs all of them."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from livvly_lab.domain.design import Design
from livvly_lab.domain.physical import PhysicalDesign
from livvly_lab.domain.placement import ShardFunction
from livvly_lab.domain.population import Chunk, Columns, World
from livvly_lab.rows.copy import Writer
from livvly_lab.rows.pools import pool
from livvly_lab.rows.reference import read_reference, reference_columns
from livvly_lab.rows.split import pieces

ROWS_PER_CHUNK = 250_000

Told = Callable[[str, int], None]
"""Called with a logical table and the rows just written to it."""


def make_world(design: Design, users: int, activity: float, seed: int) -> World:
    """Return what the recipes of a design may look at. Raises LoadError where vocabulary or reference rows lack."""
    population = design.population
    return World(
        seed=seed,
        users=users,
        activity=activity,
        as_of=population.as_of,
        since=population.since,
        pools={declared.name: pool(design.name, declared) for declared in population.pools},
        reference=read_reference(design),
    )


def expected_rows(design: Design, users: int, activity: float) -> int:
    """Return about how many rows the population of so many users has, for a progress bar."""
    population = design.population
    return round(users * sum(population.rows_per_user(table, activity) for table in population.ratios))


def ranges(design: Design, world: World) -> Iterator[tuple[int, int]]:
    """Cut the users into ranges whose rows fit in memory at any activity: first user, and the one after the last."""
    rows = expected_rows(design, world.users, world.activity) + 1
    users = max(1, min(world.users, ROWS_PER_CHUNK * world.users // rows))
    for first in range(0, world.users, users):
        yield first, min(first + users, world.users)


def generate(design: Design, world: World) -> Iterator[tuple[str, Columns]]:
    """Yield the rows of the population table by table: those of each range of users, then the summary."""
    tallies: dict[str, Any] = {}
    for first, last in ranges(design, world):
        chunk = design.population.chunk(world, first, last)
        _add(tallies, chunk)
        yield from chunk.tables.items()
    yield from design.population.summary(world, tallies)


def copy_reference(dsn: str, physical: PhysicalDesign, world: World, told: Told | None = None) -> Mapping[str, int]:
    """Write the reference rows; returns rows by physical table. Raises LoadError and leaves nothing behind."""
    tables = (
        (name, reference_columns(physical.design.table(name), rows, world.since))
        for name, rows in world.reference.items()
    )
    return _copy(dsn, physical, None, tables, told)


def copy_population(
    dsn: str, physical: PhysicalDesign, function: ShardFunction | None, world: World, told: Told | None = None
) -> Mapping[str, int]:
    """Write the whole population in one transaction; returns rows by physical table.

    The tables must be there and empty. Raises LoadError and leaves nothing behind. `function` may be None in a
    layout without shards.
    """
    return _copy(dsn, physical, function, generate(physical.design, world), told)


def _copy(
    dsn: str,
    physical: PhysicalDesign,
    function: ShardFunction | None,
    tables: Iterator[tuple[str, Columns]],
    told: Told | None,
) -> Mapping[str, int]:
    with Writer.open(dsn, physical.design) as writer:
        partitions = writer.partitions()
        for table, columns in tables:
            for piece in pieces(physical, function, partitions, table, columns):
                writer.write(piece)
                if told:
                    told(table, piece.batch.num_rows)
        return writer.rows


def _add(tallies: dict[str, Any], chunk: Chunk) -> None:
    for name, sums in chunk.tallies.items():
        tallies[name] = tallies[name] + sums if name in tallies else sums
