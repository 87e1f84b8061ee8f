"""Designs for the tests of schema and DDL: livvly without rows, and what a test may change in it."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

from livvly_lab.designs.livvly.placement import EXTENSIONS, MONTHLY, PLACEMENT, REFERENCE_TABLES, SECTIONS
from livvly_lab.designs.livvly.schema import METADATA
from livvly_lab.domain.design import Design
from livvly_lab.domain.physical import LAYOUTS, PhysicalDesign
from livvly_lab.domain.placement import ShardFunction
from livvly_lab.domain.population import Chunk, Columns, Population, World
from livvly_lab.placement.functions import FUNCTIONS

AS_OF = datetime(2026, 11, 1, tzinfo=UTC)


def livvly_without_rows() -> Design:
    """Return livvly with its tables, placement and objects, a population of nobody and no workload."""
    folder = files("livvly_lab.designs.livvly") / "objects"
    texts = sorted(
        (file.name.removesuffix(".sql"), file.read_text()) for file in folder.iterdir() if _is_sql(file.name)
    )
    return Design(
        name="livvly",
        title="livvly",
        summary="livvly without rows",
        metadata=METADATA,
        placement=PLACEMENT,
        sections=SECTIONS,
        population=_nobody(),
        workload=(),
        extensions=EXTENSIONS,
        monthly=MONTHLY,
        reference_tables=REFERENCE_TABLES,
        objects=dict(texts),
    )


def livvly_in(layout: str, shards: int = 2) -> PhysicalDesign:
    """Return livvly laid out, with few shards so that a test builds it quickly."""
    return PhysicalDesign(livvly_without_rows(), LAYOUTS[layout], shards)


def function_in(layout: str) -> ShardFunction:
    """Return the shard function a layout has where nobody chooses another."""
    return FUNCTIONS[LAYOUTS[layout].function]


def _is_sql(name: str) -> bool:
    return name.endswith(".sql")


def _nobody() -> Population:
    def chunk(world: World, first: int, last: int) -> Chunk:
        return Chunk(tables={}, tallies={})

    def summary(world: World, tallies: Mapping[str, Any]) -> Iterator[tuple[str, Columns]]:
        return iter(())

    return Population(AS_OF, (), {}, frozenset(), {}, chunk, summary)
