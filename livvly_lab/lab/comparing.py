"""Compares two results: which of the designs' numbers changed, and by more than noise."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from livvly_lab.domain.comparing import Comparison
from livvly_lab.forecast.comparing import compare as run_comparison
from livvly_lab.lab.gating import read_results
from livvly_lab.report import comparing as says

SCHEMA_VERSION = 1


@dataclass(frozen=True)
class Compared:
    """Two results, A and B, and what changed from the first to the second."""

    before: Mapping[str, Any] = field(repr=False)
    after: Mapping[str, Any] = field(repr=False)
    found: Comparison

    def lines(self) -> Iterator[str]:
        """Yield what a terminal shows."""
        return says.comparison_lines(self.found, self.before, self.after)

    def document(self) -> dict[str, Any]:
        """Return everything as one JSON document."""
        runs = {"a": self.before["run"], "b": self.after["run"]}
        return {"schema_version": SCHEMA_VERSION, "runs": runs, **says.comparison_document(self.found)}


def compare(before: Path, after: Path) -> Compared:
    """Compare two results, each the folder of a report or its results.json.

    Raises UsageError where one is none, or has another schema_version.
    """
    old, new = read_results(before), read_results(after)
    return Compared(old, new, run_comparison(old, new))
