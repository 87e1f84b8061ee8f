"""What the lab found: frozen results with units in their names, written to results.json."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Verdict = Literal["holds", "fails", "depends", "not measured here"]
Level = Literal["high", "medium", "low", "info"]


@dataclass(frozen=True)
class Interval:
    """An uncertain number: the middle and the ends at a level of confidence, over n observations."""

    low: float
    mid: float
    high: float
    level: float
    n: int


@dataclass(frozen=True)
class TableSize:
    """Rows and bytes of one physical table: `table` is the logical name, `shard` None where it is not sharded."""

    table: str
    name: str
    shard: int | None
    rows: int
    heap_bytes: int
    index_bytes: int
    toast_bytes: int


@dataclass(frozen=True)
class IndexSize:
    """Bytes of one physical index: `index` and `table` are logical names, `name` is the physical one.

    `is_key` tells that a PRIMARY KEY or UNIQUE constraint stands on it.
    """

    index: str
    table: str
    name: str
    shard: int | None
    index_bytes: int
    is_key: bool


@dataclass(frozen=True)
class CheckResult:
    """Whether a statement about the loaded rows is true; `broken` counts the rows that break it."""

    name: str
    says: str
    kind: str
    ok: bool
    broken: int
    evidence: str


@dataclass(frozen=True)
class QueryRun:
    """One query on one shard, repeated: server execution times of the repeats and what its plan used.

    `plan` is what EXPLAIN told of the median run of a typical key, among those with the plan that came most often;
    `used` are the logical names of its indexes, `seq_scans` those of the tables it reads sequentially, rows and
    blocks are its own. `fingerprint` is the plan's shape without numbers; equal shapes on two shards are equal
    plans. `plans` counts the runs of every shape that came; `times_ms` keeps every run's time by kind of key
    (typical, hot, absent), in the order of the runs.
    """

    query: str
    shard: int | None
    meant: str | None
    used: tuple[str, ...]
    seq_scans: tuple[str, ...]
    n: int
    p50_ms: float
    p95_ms: float
    planning_ms: float
    rows: int
    shared_hit_blocks: int
    shared_read_blocks: int
    fingerprint: str
    plan: Mapping[str, Any]
    plans: Mapping[str, int] = field(default_factory=dict)
    times_ms: Mapping[str, tuple[float, ...]] = field(default_factory=dict)


State = Literal["chosen", "chosen without rival", "only without seqscan", "unusable", "not tried"]


@dataclass(frozen=True)
class IndexState:
    """What became of an index with a query, in most cases the one it is written for (`meant`).

    `rivals` are the indexes that had to be dropped (and came back by rollback) before it was chosen. The state
    is the best over the shards: it was seen on `on_shards` of the `of_shards` on which the query runs. Of a chosen
    index, `instead` is what the planner would take without it (an index, or "seq scan"), and `cost_ratio` what it
    expects that to cost, relative to the plan with the index; both None where dropping was not allowed.
    """

    index: str
    table: str
    query: str | None
    state: State
    rivals: tuple[str, ...]
    why: str
    meant: bool = True
    on_shards: int = 0
    of_shards: int = 0
    instead: str | None = None
    cost_ratio: float | None = None


@dataclass(frozen=True)
class IndexMatrix:
    """Index by query: `states` has one entry for each index, `pairs` one for each pair of which something is known.

    A pair is known where the query is written for the index, or chose it.
    """

    states: tuple[IndexState, ...]
    pairs: tuple[IndexState, ...]


@dataclass(frozen=True)
class Skew:
    """How unevenly something is spread over the shards, and whether a fair hash would do the same.

    `what` says of what (users, calls, bytes of users ...). `deviations` are relative to the mean. `band` is the
    relative deviation a fair hash stays under for the worst shard in 95 of 100 runs. `p_value` is that of the
    chi-square test on users (None where what is counted comes in lumps).
    """

    what: str
    unit: str
    per_shard: tuple[float, ...]
    mean: float
    deviations: tuple[float, ...]
    worst: float
    worst_shard: int
    band: float
    p_value: float | None
    real: bool


@dataclass(frozen=True)
class Finding:
    """Something the architect should know: level, one sentence with a number, the size touched, the remedy."""

    id: str
    level: Level
    says: str
    where: str
    evidence: str
    remedy: str
    source: str


@dataclass(frozen=True)
class Run:
    """One run of the lab: what was asked for, on which server, and how long each stage took."""

    design: str
    layout: str
    shards: int
    users_per_shard: int
    activity: float
    seed: int
    shard_function: str
    depth: str
    server_version: str
    settings: Mapping[str, str] = field(default_factory=dict)
    seconds: Mapping[str, float] = field(default_factory=dict)
