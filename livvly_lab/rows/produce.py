"""Rows made ready for COPY: pure functions of a range of users, so that any executor may run them anywhere."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from livvly_lab.domain.design import Design
from livvly_lab.domain.physical import PhysicalDesign
from livvly_lab.domain.placement import ShardFunction
from livvly_lab.domain.population import Columns, World
from livvly_lab.rows.octets import copy_octets
from livvly_lab.rows.split import Partitions, Piece, pieces

ROWS_PER_CHUNK, ROWS_AT_ONCE = 500_000, 250_000
USERS_PER_CHUNK, USERS_AT_ONCE = 262_144, 65_536
"""What one COPY of each table writes, and what is generated at once, as the caches like it."""

_MANY, _SMALLER = 4, 8

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
    """Generate, place and encode the rows of a range of users; the same wherever and however often it is done.

    Rows are made for some thousand users at a time, which the caches hold, and put together by their table, so that
    few COPYs write them.
    """
    subject = _subject(source)
    tallies: dict[str, Any] = {}
    found: dict[str, list[Piece]] = {}
    design, world = subject.physical.design, subject.world
    for portion in portions(design, world, span):
        chunk = design.population.chunk(world, *portion)
        add(tallies, chunk.tallies)
        for piece in subject.pieces(partitions, chunk.tables.items()):
            found.setdefault(piece.name, []).append(piece)
    return Made(tuple(packet(those, span) for those in found.values()), tallies)


def expected_rows(design: Design, users: int, activity: float) -> int:
    """Return about how many rows the population of so many users has."""
    population = design.population
    return round(users * sum(population.rows_per_user(table, activity) for table in population.ratios))


def ranges(design: Design, world: World) -> Iterator[Span]:
    """Cut the users into ranges whose rows fit in memory at any activity: first user, and the one after the last.

    Of many ranges the first are small, so that writing begins soon, and the last, so that all writers end together.
    Few are as long as can be: a COPY leaves up to 64 pages behind that it took for itself and did not fill.
    """
    most = _users_of(design, world, ROWS_PER_CHUNK, USERS_PER_CHUNK)
    least = -(-most // _SMALLER) if world.users > _MANY * most else most
    users, first = least, 0
    while first < world.users:
        last = first + min(users, max(least, (world.users - first) // 2))
        yield first, min(last, world.users)
        first, users = last, min(2 * users, most)


def portions(design: Design, world: World, span: Span) -> Iterator[Span]:
    """Cut a range of users into portions that are generated at once."""
    users = _users_of(design, world, ROWS_AT_ONCE, USERS_AT_ONCE)
    for first in range(*span, users):
        yield first, min(first + users, span[1])


def _users_of(design: Design, world: World, rows: int, users: int) -> int:
    """Return how many users have so many rows: one at least, and at most `users`."""
    return max(1, min(users, rows * world.users // (expected_rows(design, world.users, world.activity) + 1)))


def add(tallies: dict[str, Any], more: Mapping[str, Any]) -> None:
    """Add tallies of other users, in place: some are as long as the users are many."""
    for name, sums in more.items():
        if name in tallies:
            tallies[name] += sums
        else:
            tallies[name] = sums


def packet(pieces: Sequence[Piece], span: Span | None) -> Packet:
    """Put the rows of pieces of one table into one COPY."""
    first, rows = pieces[0], sum(len(piece.places) for piece in pieces)
    octets = copy_octets(*(piece.octets for piece in pieces))
    return Packet(first.name, first.table, tuple(first.rows.columns), rows, octets, span)


@lru_cache(maxsize=1)
def _subject(source: Source) -> Subject:
    return source()
