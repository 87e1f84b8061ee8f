"""What the arithmetic says about plans and times: latency against a limit, share of index scans, plans that differ."""

from collections.abc import Mapping
from dataclasses import dataclass

from livvly_lab.domain.results import Interval, Verdict


@dataclass(frozen=True)
class QueryLatency:
    """How long a query takes over all shards on which it runs: milliseconds, every run of every key counted once.

    `slowest_shard` and `slowest_p95_ms` are those of the shard that takes longest (None where it has no shard).
    """

    query: str
    p50_ms: float
    p95_ms: Interval
    slowest_shard: int | None
    slowest_p95_ms: float
    verdict: Verdict


@dataclass(frozen=True)
class Latency:
    """All queries against a limit on their 95th percentile, the slowest first.

    `verdict` is that of one client on warm data, the way it was measured; `claimed_verdict` that of the promise,
    which is about many clients at once: "fails" where one client alone is too slow, else "not measured here".
    """

    limit_ms: float
    queries: tuple[QueryLatency, ...]
    verdict: Verdict
    claimed_verdict: Verdict

    @property
    def too_slow(self) -> tuple[QueryLatency, ...]:
        """The queries that break the limit even with one client."""
        return tuple(query for query in self.queries if query.verdict == "fails")


@dataclass(frozen=True)
class IndexShare:
    """The queries by how they read: with indexes alone, with an index and a whole table, without any index.

    A query counts as read by indexes alone if it is on every shard. `whole_tables` counts, by table, the queries
    that read it sequentially. The share lies between `low` (indexes alone) and `high` (an index somewhere);
    promised is one between `claimed_low` and `claimed_high`, both None where nothing is, and no verdict either.
    """

    claimed_low: float | None
    claimed_high: float | None
    index_alone: tuple[str, ...]
    mixed: tuple[str, ...]
    no_index: tuple[str, ...]
    whole_tables: Mapping[str, int]
    low: float
    high: float
    verdict: Verdict | None

    @property
    def queries(self) -> int:
        """How many queries were counted."""
        return len(self.index_alone) + len(self.mixed) + len(self.no_index)


@dataclass(frozen=True)
class PlanGroup:
    """The shards on which a query runs with one plan: `says` is what that plan does that the others do not."""

    shards: tuple[int | None, ...]
    says: str
    p50_ms: float
    fingerprint: str


@dataclass(frozen=True)
class Differing:
    """A query whose plan is not the same on all shards, the plan of most shards first."""

    query: str
    groups: tuple[PlanGroup, ...]


@dataclass(frozen=True)
class Redundant:
    """An index that every query which chose it could do without, at the same expected cost, by `instead`."""

    index: str
    table: str
    instead: tuple[str, ...]
