"""Rows made ready for COPY: pure functions of a range of users, so that any executor may run them anywhere."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from livvly_lab.domain.physical import PhysicalDesign
from livvly_lab.domain.placement import ShardFunction
from livvly_lab.domain.population import Columns, World
from livvly_lab.rows.octets import copy_octets
from livvly_lab.rows.split import Partitions, Piece, pieces

Span = tuple[int, int]
"""A range of users: the first, and the one after the last."""


@dataclass(frozen=True, eq=False)
class Subject:
    """What is loaded: a population in a world, into a layout. Called, it returns itself, as a Source does."""

    physical: PhysicalDesign
    function: ShardFunction | None
    world: World

    def __call__(self) -> "Subject":
        """Return itself."""
        return self

    def pieces(self, partitions: Mapping[str, Partitions], tables: Iterable[tuple[str, Columns]]) -> Iterator[Piece]:
        """Yield the rows of tables by the physical table that holds them."""
        for table, columns in tables:
            yield from pieces(self.physical, self.function, partitions, table, columns)


Source = Callable[[], Subject]
"""Makes a subject where it is called. Hashable, so that a worker makes it once; to reach another process it must be
picklable, which a subject itself is not: it holds functions and tables."""


@dataclass(frozen=True)
class Packet:
    """Rows of one physical table as one binary COPY; `span` is the range of users they came from, None for all.

    `octets` are its parts, each bytes or an array of them.
    """

    name: str
    table: str
    columns: tuple[str, ...]
    rows: int
    octets: tuple[Any, ...]
    span: Span | None

    @property
    def bytes(self) -> int:
        """How many bytes go to the server."""
        return sum(map(len, self.octets))


@dataclass(frozen=True)
class Made:
    """All rows of a range of users, and their tallies."""

    packets: tuple[Packet, ...]
    tallies: Mapping[str, Any]


def make(source: Source, partitions: Mapping[str, Partitions], span: Span) -> Made:
    """Generate, place and encode the rows of a range of users; the same wherever and however often it is done."""
    subject = _subject(source)
    chunk = subject.physical.design.population.chunk(subject.world, *span)
    packets = tuple(packet(piece, span) for piece in subject.pieces(partitions, chunk.tables.items()))
    return Made(packets, chunk.tallies)


def packet(piece: Piece, span: Span | None) -> Packet:
    """Write the rows of a piece."""
    octets = tuple(copy_octets(piece.octets))
    return Packet(piece.name, piece.table, tuple(piece.rows.columns), len(piece.places), octets, span)


@lru_cache(maxsize=1)
def _subject(source: Source) -> Subject:
    return source()
