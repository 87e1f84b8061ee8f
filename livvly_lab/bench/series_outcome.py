"""What came out of a series of loads of growing size: a point for each size, and what was left out and why."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from livvly_lab import __version__
from livvly_lab.report import fmt

SCHEMA_VERSION = 1
_COLUMNS = 80

SUBJECTS = {"users": "users table", "graph": "27 tables"}


@dataclass(frozen=True)
class Point:
    """A load of one size: medians over its runs, the most memory of any, bytes on disk.

    `seconds` are those of the COPY stage; `index_seconds` those of indexes, keys and foreign keys after it (0 for
    the users table alone, which is loaded without).
    """

    subject: str
    users_per_shard: int
    runs: int
    rows: int
    seconds: float
    index_seconds: float
    peak_memory_bytes: int
    table_bytes: int
    index_bytes: int

    @property
    def rows_per_s(self) -> float:
        """Rows written per second of the COPY stage."""
        return self.rows / self.seconds


@dataclass(frozen=True)
class Series:
    """A whole series: the points by subject and size, and the sizes that were not loaded, one sentence each."""

    shards: int
    activity: float
    points: Sequence[Point]
    left_out: Sequence[str]
    machine: Mapping[str, Any]
    seconds: float

    def of(self, subject: str) -> list[Point]:
        """Return the points of one subject, small to large."""
        return sorted((p for p in self.points if p.subject == subject), key=lambda point: point.users_per_shard)

    def as_dict(self) -> dict[str, Any]:
        """Return the document that is kept."""
        return {
            "schema_version": SCHEMA_VERSION,
            "bench": "load --series",
            "version": __version__,
            "shards": self.shards,
            "activity": self.activity,
            "points": [{**asdict(point), "rows_per_s": point.rows_per_s} for point in self.points],
            "left_out": list(self.left_out),
            "machine": dict(self.machine),
            "seconds": self.seconds,
        }

    def text(self) -> str:
        """Return the series as text for a terminal, at most 80 columns wide."""
        left_out = (textwrap.fill(sentence, _COLUMNS) for sentence in self.left_out)
        return "\n".join([self._settings(), *self._lines(), *left_out])

    def _settings(self) -> str:
        return (
            f"livvly · {self.shards} shards · activity {self.activity:g} · "
            f"PostgreSQL {self.machine['postgresql']} · {fmt.plural(self.machine['cores'], 'core')}"
        )

    def _lines(self) -> Iterator[str]:
        for subject, title in SUBJECTS.items():
            yield ""
            yield (
                f"{title:<14}{'rows':>8}{'COPY':>10}{'rows/s':>9}{'index':>10}{'memory':>10}{'tables':>10}{'runs':>5}"
            )
            for p in self.of(subject):
                yield (
                    f" {fmt.count(p.users_per_shard):<13}{fmt.count(p.rows):>8}"
                    f"{fmt.duration(p.seconds * 1000):>10}{fmt.count(p.rows_per_s):>9}"
                    f"{fmt.duration(p.index_seconds * 1000 or None):>10}{fmt.size(p.peak_memory_bytes):>10}"
                    f"{fmt.size(p.table_bytes + p.index_bytes):>10}{p.runs:>5}"
                )
