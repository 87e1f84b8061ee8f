"""What an index costs and what it buys, and what becomes of a set of indexes."""

from dataclasses import dataclass
from typing import Literal

from livvly_lab.domain.ablation import SetKey
from livvly_lab.domain.parameters import Depth
from livvly_lab.domain.results import Interval, State, Verdict

Decision = Literal["keep", "merge", "drop", "depends"]
Loss = Literal["pays", "free", "depends"]
Rule = Literal["key", "unique", "none"]


@dataclass(frozen=True)
class Rate:
    """How fast rows are written with an index and without it, and the WAL that each row takes.

    `gain` is how many times as many rows a second are written without it, round by round: 1.1 is a tenth more.
    `saved_wal_bytes` is per row, round by round.
    """

    with_rows_per_s: Interval
    without_rows_per_s: Interval
    gain: Interval
    with_wal_bytes: Interval
    without_wal_bytes: Interval
    saved_wal_bytes: Interval


@dataclass(frozen=True)
class WriteCost:
    """What an index costs those who write: by COPY of `rows` rows, and by `single_rows` INSERTs of one row each."""

    rows: int
    single_rows: int
    shards: tuple[int | None, ...]
    bulk: Rate
    single: Rate


@dataclass(frozen=True)
class TableWrites:
    """What all `indexes` that a table's design declares cost those who write into it, keys not among them."""

    table: str
    indexes: int
    cost: WriteCost
    users: int
    depth: Depth


@dataclass(frozen=True)
class HotLoss:
    """Updates that are not HOT because of an index: of `updates`, each of one column, the shares that were.

    `columns` are those whose updates become HOT when the index goes. All columns of the table that may change
    are updated equally often.
    """

    columns: tuple[str, ...]
    updates: int
    with_share: float
    without_share: float
    lost_share: float


@dataclass(frozen=True)
class ReadLoss:
    """What a query loses without an index that it chose.

    `kind` tells whether it is a query of the workload or the check of a foreign key. `slower` is the time without
    the index over the time with it, run by run, `lost_ms` the difference. `loss` is "pays" where the query reads
    noticeably more pages, or takes surely longer; "free" where it surely does not. Blocks are medians, of the kind
    of key that loses most. `whole_tables` are those that grow and that it comes to read sequentially, though not
    where another index would serve as well in a larger table. `instead` is what the planner takes. `stopped` tells
    that some run was cut off: the times are then lower bounds.
    """

    query: str
    kind: Literal["query", "foreign key"]
    shards: int
    with_ms: Interval
    without_ms: Interval
    slower: Interval
    lost_ms: Interval
    with_blocks: float
    without_blocks: float
    whole_tables: tuple[str, ...]
    instead: str | None
    stopped: bool
    loss: Loss


@dataclass(frozen=True)
class IndexEconomics:
    """One logical index over all shards: what it costs, what it buys, what to do with it and why.

    `rule` says what it enforces: "key" (a PRIMARY KEY or UNIQUE constraint stands on it), "unique", or nothing.
    `heap_share` is its bytes over those of its table's heap with TOAST, None where that is empty. `build_ms` is
    the time to build it on all shards. `writes` is None where they were not measured, `why_no_writes` then says
    why; `hot` likewise. `into` is the index that would serve its queries. `covered` is how the catalog alone says
    that another index makes it superfluous; `defects` are other reasons against it, in words.
    """

    index: str
    table: str
    method: str
    rule: Rule
    state: State
    shards: int
    index_bytes: int
    heap_share: float | None
    build_ms: Interval
    writes: WriteCost | None
    why_no_writes: str
    hot: HotLoss | None
    reads: tuple[ReadLoss, ...]
    covered: str
    defects: tuple[str, ...]
    decision: Decision
    into: str | None
    why: str
    users: int
    depth: Depth


@dataclass(frozen=True)
class DocumentIndex:
    """A jsonb column and its GIN index: the one it has (`index`), or the one it would have.

    `index_bytes` and `build_ms` are those of the index over all shards, `heap_share` its bytes over those of its
    table's heap with TOAST, None where that is empty. `queries` are those that take it, or could where it was built
    for a moment. `writes` is None where they were not measured.
    """

    table: str
    column: str
    index: str | None
    rows: int
    documents: int
    index_bytes: int
    heap_share: float | None
    build_ms: float
    queries: tuple[str, ...]
    writes: WriteCost | None
    users: int
    depth: Depth


@dataclass(frozen=True)
class WriteRate:
    """How fast the rows of all measured tables are written in a set, mixed as they stand in the database.

    `gain` is relative to the set as declared, round by round; None for that set itself.
    """

    rows_per_s: Interval
    wal_bytes: Interval
    gain: Interval | None


@dataclass(frozen=True)
class SlowerQuery:
    """A query that takes noticeably longer in a set than in the one as declared: medians, and the times as long."""

    query: str
    before_ms: float
    after_ms: float
    slower: Interval


@dataclass(frozen=True)
class IndexSet:
    """A set of indexes, really built on a copy of the database, and what it costs and buys.

    `dropped` are the logical indexes it does without, `restored`
    those that were proposed to go and had to come back when the set was measured. `overhead` is index bytes over
    heap bytes with TOAST. `p95_ms` is that of the `slowest` query, `verdict` says whether every query stays under
    `limit_ms`. Rates are None where writes were not measured.
    """

    key: SetKey
    indexes: int
    dropped: tuple[str, ...]
    restored: tuple[str, ...]
    index_bytes: int
    overhead: float | None
    limit_ms: float
    slowest: str
    p95_ms: Interval
    verdict: Verdict
    slower: tuple[SlowerQuery, ...]
    bulk: WriteRate | None
    single: WriteRate | None
    users: int
    depth: Depth
