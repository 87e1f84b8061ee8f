"""What came out of a bench, as a value and as the JSON document that is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

from livvly_lab import __version__
from livvly_lab.bench.peers import PEERS
from livvly_lab.bench.ratios import PEAK_MEMORY_LIMIT_BYTES, Floor, Judged, rates, too_short
from livvly_lab.bench.samples import Sample
from livvly_lab.bench.sizes import CONNECTIONS, LEAST_COPY_S, Sizes
from livvly_lab.report import fmt

SCHEMA_VERSION = 1

_FLOOR = "the same bytes replayed from memory, one process per connection"
_PIPELINE = "generate, encode and COPY into the shards"


@dataclass(frozen=True)
class Contestant:
    """Who ran, as a reader knows it."""

    title: str
    says: str


CONTESTANTS = {
    "users_floor_1": Contestant("floor, 1 connection", _FLOOR),
    f"users_floor_{CONNECTIONS}": Contestant(f"floor, {CONNECTIONS} connections", _FLOOR),
    "users_pipeline": Contestant("livvly-lab", _PIPELINE),
    **{peer.key: Contestant(peer.title, peer.says) for peer in PEERS},
    "graph_floor": Contestant(f"floor, {CONNECTIONS} connections", _FLOOR),
    "graph_pipeline": Contestant("livvly-lab", _PIPELINE),
    "load_and_index_sql": Contestant("floor, then SQL by hand", "keys and indexes as a script in two sessions"),
    "load_and_index_pipeline": Contestant("livvly-lab with indexes", "load, then keys, indexes and foreign keys"),
    "growth_small": Contestant("livvly-lab, small shards", "the users table, after a load that is not timed"),
    "growth_large": Contestant("livvly-lab, large shards", "the users table, after a load that is not timed"),
}


@dataclass(frozen=True)
class Standing:
    """A contestant over all its runs: medians, and the bytes of its tables."""

    key: str
    title: str
    says: str
    runs: int
    rows: int
    seconds: float
    rows_per_s: float
    table_bytes: int

    @property
    def bytes_per_s(self) -> float:
        """Bytes of tables written per second."""
        return self.table_bytes / self.rows * self.rows_per_s


@dataclass(frozen=True)
class Outcome:
    """Everything a bench of loading found; `memory` is the peak in bytes by what was loaded."""

    sizes: Sizes
    samples: Sequence[Sample]
    judged: Sequence[Judged]
    floor: Floor
    memory: Mapping[str, int]
    machine: Mapping[str, Any]
    seconds: float

    @property
    def peak_memory_bytes(self) -> int:
        """The most memory that any load held."""
        return max(self.memory.values())

    def standing(self, key: str) -> Standing:
        """Return how a contestant did over its runs."""
        runs = [sample.timed for sample in self.samples if sample.contestant == key]
        return Standing(
            key,
            CONTESTANTS[key].title,
            CONTESTANTS[key].says,
            len(runs),
            runs[0].rows,
            median(run.seconds for run in runs),
            median(rates(self.samples, key)),
            runs[0].table_bytes,
        )

    def warnings(self) -> list[str]:
        """Return what makes this run less than it should be, one sentence each, with what to do."""
        found = []
        if self.floor.cores < self.floor.connections:
            found.append(
                f"This machine gives {self.floor.cores} core, so {self.floor.connections} connections share it."
            )
        elif self.floor.is_noisy:
            found.append(
                f"Noisy run: on {self.floor.connections} connections the floor is ×{self.floor.scaling:.2f} as fast "
                f"as on one, and idle cores give ×{self.floor.expected_scaling:.2f} at least; repeat it on a quiet "
                "machine, no ratio of this one counts."
            )
        if short := too_short(self.samples):
            names = fmt.listing(sorted({sample.contestant for sample in short}))
            found.append(f"Timed COPYs took less than {LEAST_COPY_S:g} s: {names}; load more rows to trust them.")
        return found

    def as_dict(self) -> dict[str, Any]:
        """Return the document that is kept: ratios first, every raw sample last."""
        return {
            "schema_version": SCHEMA_VERSION,
            "bench": "load",
            "version": __version__,
            "quick": self.sizes.quick,
            "ratios": {each.ratio.key: each.value.mid for each in self.judged},
            "peak_memory_bytes": self.peak_memory_bytes,
            "warnings": self.warnings(),
            "floor": {
                **asdict(self.floor),
                "scaling": self.floor.scaling,
                "expected_scaling": self.floor.expected_scaling,
                "is_noisy": self.floor.is_noisy,
            },
            "judged": {
                each.ratio.key: {
                    "says": each.ratio.says,
                    **asdict(each.value),
                    "limit": each.ratio.limit,
                    "limit_is": "at most" if each.ratio.at_most else "at least",
                    "verdict": each.verdict,
                }
                for each in self.judged
            },
            "memory": {"limit_bytes": PEAK_MEMORY_LIMIT_BYTES, "peak_bytes": dict(self.memory)},
            "contestants": [asdict(self.standing(key)) for key in CONTESTANTS],
            "sizes": asdict(self.sizes),
            "machine": dict(self.machine),
            "seconds": self.seconds,
            "samples": [sample.as_dict() for sample in self.samples],
        }
