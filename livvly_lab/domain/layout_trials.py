"""What comparing the layouts found: times of reads and writes, pruning, what each enforces, what each can do."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from livvly_lab.domain.results import Interval, Verdict

Through = Literal["table", "child"]
"""How rows are reached: by the logical name of their table, or by the child or partition that the router names."""

Style = Literal["single rows", "bulk"]
STYLES: tuple[Style, ...] = ("single rows", "bulk")
Outcome = Literal["refused", "accepted", "not tried"]
Breaks = Literal["reference", "key in its shard", "key in another shard"]


@dataclass(frozen=True)
class Way:
    """A layout, and how rows are reached in it."""

    layout: str
    through: Through

    @property
    def says(self) -> str:
        """The way in a few words."""
        if self.layout == "single":
            return "single"
        return f"{self.layout}, {'the table' if self.through == 'table' else 'its child'}"


SINGLE = Way("single", "table")
INHERITED, ROUTED = Way("inheritance", "table"), Way("inheritance", "child")
PARTITIONED = Way("partitioned", "table")

PLANNING = "planning of a query through the table"
EXECUTION = "execution of a query through the table"
INTENDED = "a query of one shard, its child named, against partitions left out"
LOCKS = "locks of a lookup by key through the table"

BY_KEY = "key, literal"
BY_ANOTHER = "another column, literal"
"""How lookups are asked that are spoken of: by the shard key, and by a column that does not tell the shard."""


@dataclass(frozen=True)
class ReadTime:
    """One query of the workload in one way: times of the server over all repeats and keys.

    `scanned` is the median number of physical tables that were read, of those `sharded` says hold shards.
    """

    query: str
    way: Way
    planning_ms: Interval
    execution_ms: Interval
    scanned: float


@dataclass(frozen=True)
class Lookup:
    """Finding rows of one table in one layout: how it was asked, what the plan holds, what was read and locked.

    `planned` and `scanned` count children or partitions (the parent too) in the plan and among those read.
    `slow_locks` are those that went through the lock table all sessions share, of `locks` on tables and indexes.
    """

    layout: str
    asked: str
    planned: int
    scanned: int
    locks: int
    slow_locks: int
    planning_ms: Interval
    execution_ms: Interval


@dataclass(frozen=True)
class WriteRate:
    """Writing rows in one way: rows a second, and bytes of the log for each row.

    `foreign_key_share` is the part of the time that the checks of foreign keys take, None where it was not asked for.
    """

    way: Way
    style: Style
    table: str
    rows: int
    rows_per_s: Interval
    wal_bytes_per_row: Interval
    foreign_key_share: float | None = None


@dataclass(frozen=True)
class Attempt:
    """A row that breaks a rule of the design, written to see: `by` is what refused it, or why it was not tried."""

    layout: str
    breaks: Breaks
    object: str
    outcome: Outcome
    by: str


@dataclass(frozen=True)
class Ability:
    """Something an architect may want of the shards of a table, tried in a layout; `why` is the server's answer."""

    layout: str
    wish: str
    able: bool
    why: str


@dataclass(frozen=True)
class Erasure:
    """A user deleted in a layout: `named` rows named him before, `left` still do, `moved` of his history changed shard.

    `refused` is the server's answer where it did not let him go, else empty.
    """

    layout: str
    named: int
    left: int
    moved: int
    refused: str


@dataclass(frozen=True)
class LayoutSize:
    """What a layout takes on disk for the same rows, and of how many tables, indexes and foreign keys it is made."""

    layout: str
    rows: int
    heap_bytes: int
    index_bytes: int
    toast_bytes: int
    tables: int
    indexes: int
    foreign_keys: int

    @property
    def size_bytes(self) -> int:
        """All of it."""
        return self.heap_bytes + self.index_bytes + self.toast_bytes


@dataclass(frozen=True)
class Price:
    """How many times as much of something inheritance takes as partitions do, over several things compared."""

    what: str
    ratio: Interval

    @property
    def dearer(self) -> bool:
        """Whether inheritance is clearly dearer: by more than a tenth, with certainty."""
        return self.ratio.low > 1 + NOTICEABLE

    @property
    def cheaper(self) -> bool:
        """Whether inheritance is clearly cheaper."""
        return self.ratio.high < 1 - NOTICEABLE


NOTICEABLE = 0.1
"""The part of a cost from which a difference decides anything."""


@dataclass(frozen=True)
class LayoutVerdict:
    """Whether inheritance was worth choosing for its flexibility: what it alone can, what it gives up and costs."""

    verdict: Verdict
    only_inheritance: Sequence[str]
    only_partitioned: Sequence[str]
    prices: Sequence[Price]


@dataclass(frozen=True)
class LayoutTrials:
    """The layouts compared on the same rows: `users` over `shards`, each measurement repeated `repeats` times."""

    users: int
    shards: int
    repeats: int
    rows: int
    sizes: Sequence[LayoutSize]
    reads: Sequence[ReadTime]
    lookups: Sequence[Lookup]
    lookup_table: str
    writes: Sequence[WriteRate]
    attempts: Sequence[Attempt]
    abilities: Sequence[Ability]
    erasures: Sequence[Erasure]
    verdict: LayoutVerdict

    def refused(self, layout: str, breaks: Breaks) -> int:
        """Return how many rows that break such a rule a layout refused."""
        return sum(each.outcome == "refused" for each in self._of(layout, breaks))

    def tried(self, layout: str, breaks: Breaks) -> int:
        """Return how many such rows could be tried in a layout."""
        return sum(each.outcome != "not tried" for each in self._of(layout, breaks))

    def _of(self, layout: str, breaks: Breaks) -> list[Attempt]:
        return [each for each in self.attempts if each.layout == layout and each.breaks == breaks]


@dataclass(frozen=True)
class ReceiverRead:
    """A query of the second party, its rows stored once and with a copy: times, and physical tables read."""

    query: str
    once_ms: Interval
    copy_ms: Interval
    once_scanned: float
    copy_scanned: float


@dataclass(frozen=True)
class TwoPartyTrial:
    """Rows with two parties, stored once or with a copy in the second party's shard.

    `copied` of the `rows` name a living second party. Rates are of both in one transaction; `by_style` maps a style
    of writing to the rate stored once and the rate with the copy. The server plans and executes the reads.
    """

    table: str
    column: str
    says: str
    rows: int
    copied: int
    crossing: int
    once_bytes: int
    copy_bytes: int
    by_style: Mapping[Style, tuple[WriteRate, WriteRate]]
    reads: Sequence[ReceiverRead]


def pruned(reads: Sequence[ReadTime]) -> tuple[ReadTime, ...]:
    """Return the reads of queries of which partitions read no more tables than a child that is named.

    The others do not give the shard key: asked of the table they are another question.
    """
    named = {read.query: read.scanned for read in reads if read.way == ROUTED}
    few = {read.query for read in reads if read.way == PARTITIONED and read.scanned <= named.get(read.query, -1)}
    return tuple(read for read in reads if read.query in few)


def ratios(reads: Sequence[ReadTime], way: Way, other: Way, told: Callable[[ReadTime], float]) -> Mapping[str, float]:
    """Return, for each query measured in both ways, how many times as much it takes in one as in the other."""
    ones = {read.query: told(read) for read in reads if read.way == way}
    others = {read.query: told(read) for read in reads if read.way == other}
    return {query: one / others[query] for query, one in ones.items() if others.get(query)}
