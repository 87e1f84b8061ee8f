"""A population: what fills a design's tables, declared once and drawn in chunks of users."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, TypeVar

import pyarrow as pa

from livvly_lab.domain.draw import Distribution

Columns = Mapping[str, Any]
"""Column name -> one array of equal length. By PostgreSQL type: uuid an (n, 16) uint8 array; numeric int64 in
units of its last decimal (hundredths for numeric(12,2)); timestamptz int64 microseconds since 1970 UTC; date
int32 days since 1970; time int64 microseconds since midnight; text and jsonb a pyarrow string array; text[] and
varchar[] a pyarrow list array, uuid[] one of 16-byte binaries; inet an (n, 4) uint8 array (IPv4); bytea a pyarrow
binary array; daterange an (n, 2) int32 array of days, the first one and the one after the last (`NO_END`: it has
none); the rest NumPy.
NULLs: a `Nullable`, or a pyarrow array's own."""

NO_END = 2**31 - 1
"""The day after the last one of a range of days that goes on."""

Thing = TypeVar("Thing")

Reference = Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True)
class Nullable:
    """Values of which only those where `present` is True are there; the rest are NULL."""

    values: Any
    present: Any


@dataclass(frozen=True)
class Pool:
    """A vocabulary drawn once: from Faker, or from a column of a CSV file under data/<design>/.

    Faker gives up to `size` different values of `provider` in `locale`. A file gives every row of `column`, so
    that pools of one file stay in step.
    """

    name: str
    locale: str | None = None
    provider: str | None = None
    size: int = 0
    file: str | None = None
    column: str | None = None


@dataclass(frozen=True)
class World:
    """What a recipe may look at: the sizes, the seed, the pools and the reference rows, never the database."""

    seed: int
    users: int
    activity: float
    as_of: datetime
    since: datetime
    pools: Mapping[str, pa.StringArray]
    reference: Reference
    _known: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, name: str, make: Callable[[], Thing]) -> Thing:
        """Return what is the same for all rows, such as a pool made of others: it is made once."""
        if name not in self._known:
            self._known[name] = make()
        known: Thing = self._known[name]
        return known


@dataclass(frozen=True)
class Chunk:
    """All rows of a range of users: table -> columns, and tallies (name -> array) that add up over the chunks."""

    tables: Mapping[str, Columns]
    tallies: Mapping[str, Any]


@dataclass(frozen=True)
class Population:
    """How a design is filled.

    `chunk(world, first, last)` returns the rows of users first..last-1; any split into ranges gives the same
    rows. `summary(world, tallies)` yields (table, columns) that need the sums over all users, such as a
    creator's earnings. `ratios` declares rows per user at activity 1; `scales_with_activity` names the tables
    whose ratio is multiplied by it. `distributions` are the declared shapes, to be drawn beside the outcome.
    History runs for `months` up to `as_of`. `checks` are what must be true of the rows of this design alone.
    """

    as_of: datetime
    pools: tuple[Pool, ...]
    ratios: Mapping[str, float]
    scales_with_activity: frozenset[str]
    distributions: Mapping[str, Distribution]
    chunk: Callable[[World, int, int], Chunk]
    summary: Callable[[World, Mapping[str, Any]], Iterator[tuple[str, Columns]]]
    months: int = 24
    checks: tuple["Check", ...] = ()

    @property
    def since(self) -> datetime:
        """The moment at which history begins."""
        months = self.as_of.year * 12 + self.as_of.month - 1 - self.months
        return self.as_of.replace(year=months // 12, month=months % 12 + 1)

    def rows_per_user(self, table: str, activity: float) -> float:
        """Return how many rows of a table a user brings; 0 for a table that does not grow with the users."""
        return self.ratios.get(table, 0.0) * (activity if table in self.scales_with_activity else 1.0)


CheckKind = Literal["rows", "home", "orphan", "duplicate", "balance", "price", "time", "partition", "rule"]


@dataclass(frozen=True)
class Check:
    """A statement about the loaded rows: `sql` selects the rows that break it, so it holds when none come back."""

    name: str
    says: str
    kind: CheckKind
    sql: str
