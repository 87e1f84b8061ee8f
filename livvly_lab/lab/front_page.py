"""Puts the reports of several designs side by side: reads what each found, and writes one front page for them."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from textwrap import shorten
from typing import Any

from livvly_lab.checkout import folder
from livvly_lab.designs import DESIGNS
from livvly_lab.domain.overview import Entry, Overview
from livvly_lab.errors import LabError, ReportError, UsageError
from livvly_lab.forecast.overview import summary
from livvly_lab.lab.gating import read_results
from livvly_lab.lab.publish import RESULTS
from livvly_lab.report import index
from livvly_lab.report import overview as front

_LONGEST = 160  # of what is said of a result that does not follow the schema: it may quote all of it


@dataclass(frozen=True)
class Front:
    """A front page that stands, and what it says."""

    index_path: Path
    found: Overview

    def lines(self) -> list[str]:
        """Return what a terminal shows: a line for each design."""
        return front.lines(self.found)

    def document(self) -> dict[str, Any]:
        """Return everything as one JSON document."""
        return front.as_document(self.found)

    @property
    def errors(self) -> list[LabError]:
        """The results that stand in their place and cannot be read."""
        return [
            LabError(f"a result of {entry.design} that can be compared", entry.found, entry.do)
            for entry in self.found.wrong
        ]


def overview(runs: Sequence[Path] = (), out: Path | None = None) -> Front:
    """Write the front page of reports: of those named, else of all designs of the catalogue under reports/.

    A design without a report, or with one that cannot be read, is a row that says so. Raises UsageError where a run
    that was named cannot be read, or where there is no report at all; ReportError where `out` cannot be written.
    """
    home = folder("reports")
    command = ["livvly-lab overview", *map(os.path.relpath, runs), *(["--out", os.path.relpath(out)] if out else [])]
    out = (out or home).resolve()
    entries = [_named(run, out) for run in runs] or [_of_design(name, home / name, out) for name in DESIGNS]
    _refuse_twice(entries, runs)
    found = Overview(entries)
    if not found.summaries and not found.wrong:
        raise UsageError(f"a report of a design under {home}", "none", "make them all: make reports")
    try:
        out.mkdir(parents=True, exist_ok=True)
        path = front.write(out, found, " ".join(command))
    except OSError as error:
        raise ReportError(f"a folder to write in at {out}", str(error.strerror), "choose another --out") from error
    return Front(path, found)


def _named(run: Path, out: Path) -> Entry:
    """Return the entry of a report that was asked for: the folder of it, or its results.json."""
    return _entry(read_results(run), run if run.is_dir() else run.parent, out)


def _refuse_twice(entries: Sequence[Entry], runs: Sequence[Path]) -> None:
    """Raise UsageError where two reports are of one design: side by side stand designs, not runs."""
    names = [entry.design for entry in entries]
    for name in names:
        those = [str(run) for run, other in zip(runs, names, strict=False) if other == name]
        if len(those) > 1:
            raise UsageError(
                "one report of each design", f"{len(those)} of {name}", f"livvly-lab compare {those[0]} {those[1]}"
            )


def _of_design(name: str, report: Path, out: Path) -> Entry:
    """Return the entry of a design whose report may be there."""
    again = f"livvly-lab report --design {name}"
    if not (report / RESULTS).exists():
        return Entry(name, found="not reported here", do=f"make it: {again}")
    try:
        results = read_results(report)
    except UsageError as error:
        return Entry(
            name, found=shorten(error.found, _LONGEST, placeholder=" …"), do=f"make it again: {again}", wrong=True
        )
    if results["run"]["design"] != name:
        return Entry(name, found=f"a report of {results['run']['design']}", do=f"make it again: {again}", wrong=True)
    return _entry(results, report, out)


def _entry(results: Mapping[str, Any], report: Path, out: Path) -> Entry:
    page = report.resolve() / index.PAGE
    href = Path(os.path.relpath(page, out)).as_posix() if page.is_file() else ""
    return Entry(results["run"]["design"], href, summary(results))
