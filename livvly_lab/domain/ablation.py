"""What an ablation saw: single measurements with an index and without it, before any arithmetic."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from livvly_lab.domain.parameters import Depth
from livvly_lab.domain.results import IndexMatrix, IndexSize, TableSize

SetKey = Literal["declared", "steady", "limit"]
"""Sets of indexes: all, those without which some query pays, those without which some query breaks its limit."""


@dataclass(frozen=True)
class Effort:
    """How far an ablation goes.

    `shards` is on how many shards each index is tried, the largest first (None: on all); bytes and build times are
    those of all shards in any case. `keys` is with how many keys each query is run. `read_repeats`, `write_rounds`,
    `build_repeats` and `set_repeats` count repeats; in a set each query runs at least `set_runs` times. What noise
    leaves open is read again up to `more_reads` times. `batch_rows` and `single_rows` are the most rows of a write,
    `updates` the updates of each column, `timeout_ms` what a query without its index may take, `copy_bytes` the
    largest database that is copied (None: any). `keys_too` tells whether the write cost of keys is measured as well.
    """

    shards: int | None
    keys: int
    read_repeats: int
    write_rounds: int
    build_repeats: int
    set_repeats: int
    set_runs: int
    more_reads: int
    batch_rows: int
    single_rows: int
    updates: int
    timeout_ms: int
    copy_bytes: int | None
    keys_too: bool


EFFORTS: Mapping[Depth, Effort] = {
    "quick": Effort(
        shards=1,
        keys=3,
        read_repeats=5,
        write_rounds=9,
        build_repeats=3,
        set_repeats=5,
        set_runs=20,
        more_reads=3,
        batch_rows=500,
        single_rows=150,
        updates=20,
        timeout_ms=2_000,
        copy_bytes=2 * 1024**3,
        keys_too=False,
    ),
    "full": Effort(
        shards=None,
        keys=9,
        read_repeats=15,
        write_rounds=25,
        build_repeats=15,
        set_repeats=20,
        set_runs=60,
        more_reads=3,
        batch_rows=10_000,
        single_rows=1_000,
        updates=100,
        timeout_ms=30_000,
        copy_bytes=None,
        keys_too=True,
    ),
}

FEW_USERS = 1_000
"""Users below which a quick ablation repeats hardly anything: there no time says much, and pages decide alone."""

_HARDLY = replace(
    EFFORTS["quick"], read_repeats=2, write_rounds=3, build_repeats=1, set_repeats=1, set_runs=3, more_reads=0
)


def effort_of(depth: Depth, users: int) -> Effort:
    """Return how far an ablation goes with a database of so many users."""
    return _HARDLY if depth == "quick" and users < FEW_USERS else EFFORTS[depth]


LEAST_ROWS = 200
"""Rows a table must hold in a shard before writes into it are timed: below, a run is over before it can be timed."""


@dataclass(frozen=True)
class Build:
    """One rebuild of a logical index over all shards: how long its physical indexes took together."""

    index: str
    repeat: int
    total_ms: float


@dataclass(frozen=True)
class Read:
    """One run of a query with an index and one without it, for one key on one shard.

    Times are the server's, blocks are shared ones (8 KiB). `without_ms` is None where the query was stopped after
    `timeout_ms`. `whole_tables` are those that it reads sequentially only without the index. Where there are any,
    `by_index` is the index with the same leading key that the planner takes when it may not read sequentially, as it
    would in a larger table, and `by_index_blocks` what it reads then; None where there is no such index.
    """

    index: str
    table: str
    query: str
    shard: int | None
    kind: str
    repeat: int
    with_ms: float
    without_ms: float | None
    timeout_ms: int
    with_blocks: int
    without_blocks: int
    whole_tables: tuple[str, ...]
    by_index: str | None
    by_index_blocks: int | None


@dataclass(frozen=True)
class Write:
    """One round of writes into a table of one shard, the indexes `dropped` being away.

    `bulk_ms` is what one COPY of `rows` rows took, `single_ms` what `single_rows` INSERTs of one row each took; the
    pending lists of GIN are emptied within these times. WAL is what the server wrote meanwhile, in bytes.
    """

    table: str
    shard: int | None
    dropped: tuple[str, ...]
    round: int
    rows: int
    bulk_ms: float
    bulk_wal_bytes: int
    single_rows: int
    single_ms: float
    single_wal_bytes: int


@dataclass(frozen=True)
class Update:
    """Updates of one column of a table, an index being away or none: how many of them were HOT."""

    table: str
    shard: int | None
    dropped: str | None
    column: str
    updates: int
    hot: int


@dataclass(frozen=True)
class Entries:
    """What an index tells apart: its entries and how many of them differ, in the largest shard."""

    index: str
    table: str
    entries: int
    distinct: int


@dataclass(frozen=True)
class TooLong:
    """A column whose longest value an index refuses: writing `tried_bytes` bytes into it failed."""

    index: str
    table: str
    column: str
    tried_bytes: int


@dataclass(frozen=True)
class TriedGin:
    """A GIN index that was built for a moment on every home of a jsonb column.

    `askable` are the queries whose plan takes it when it may not read sequentially. In `writes` it is there where
    nothing is dropped.
    """

    index_bytes: int
    build_ms: float
    askable: tuple[str, ...]
    writes: tuple[Write, ...] = ()


@dataclass(frozen=True)
class Documents:
    """A jsonb column: the rows of its table, those in which it is not NULL, and its GIN index.

    `index` is the logical name of the one it has; where it has none, `tried` is what one was like.
    """

    table: str
    column: str
    rows: int
    documents: int
    index: str | None
    tried: TriedGin | None = None


@dataclass(frozen=True)
class Ablation:
    """Everything that was seen of the indexes of a design.

    `unique` are the logical indexes that let a value stand once, `methods` the access method of each, `alike` the
    other indexes of its table that begin with the same key. `covered` says, by index, how the catalog alone shows
    that another makes it superfluous; `unindexed` are the foreign keys whose columns lead no index, `documents` the
    jsonb columns. `unwritten` says why the writes of a table were not measured, `not_copied` why the database was not
    copied, nothing where it was: without a copy no writes were measured.
    """

    matrix: IndexMatrix
    sizes: tuple[TableSize, ...]
    index_sizes: tuple[IndexSize, ...]
    unique: frozenset[str]
    methods: Mapping[str, str]
    alike: Mapping[str, frozenset[str]]
    covered: Mapping[str, str]
    unindexed: tuple[str, ...]
    builds: tuple[Build, ...]
    reads: tuple[Read, ...]
    entries: tuple[Entries, ...]
    not_copied: str
    documents: tuple[Documents, ...] = ()
    writes: tuple[Write, ...] = ()
    updates: tuple[Update, ...] = ()
    too_long: tuple[TooLong, ...] = ()
    unwritten: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Seen:
    """What a query did for one key: the longest of its runs, the blocks it read, the tables it read sequentially.

    `large_blocks`, `large_whole_tables` and the indexes `large_indexes` are those of the plan in which nothing is read
    sequentially that need not be, as in tables that have grown.
    """

    took_ms: float
    blocks: int
    whole_tables: tuple[str, ...]
    large_blocks: int
    large_whole_tables: tuple[str, ...]
    large_indexes: tuple[str, ...]


@dataclass(frozen=True)
class SetRead:
    """One run of a query in a set of indexes: the server's time in milliseconds.

    `number` is that of its key: equal numbers in two sets are the same key.
    """

    key: SetKey
    query: str
    shard: int | None
    number: int
    round: int
    took_ms: float


@dataclass(frozen=True)
class SetWrite:
    """One round of writes into a table in a set of indexes."""

    key: SetKey
    write: Write


@dataclass(frozen=True)
class BuiltSet:
    """A set of indexes as it was built on a copy: what was dropped, what had to come back, and its bytes."""

    key: SetKey
    dropped: tuple[str, ...]
    restored: tuple[str, ...]
    index_bytes: int


@dataclass(frozen=True)
class SetRun:
    """The sets that were built, and what was measured in them side by side; `not_built` says why there are none."""

    sets: tuple[BuiltSet, ...]
    reads: tuple[SetRead, ...]
    writes: tuple[SetWrite, ...]
    not_built: str = ""
