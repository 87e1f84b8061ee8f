"""Makes a report: load, run the notebooks, merge what they hand back, draw the pages, put them in place."""

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from livvly_lab.checkout import folder
from livvly_lab.domain.overview import declared_by
from livvly_lab.domain.parameters import Depth, Parameters
from livvly_lab.domain.results import Finding, IndexSize, IndexState, QueryRun, TableSize
from livvly_lab.lab.notebooks import notebook_paths, one_kernel, refuse_unknown, run_notebook, running_order
from livvly_lab.lab.parts import plain, read_part
from livvly_lab.lab.publish import RESULTS, draft, refuse_foreign
from livvly_lab.lab.run import Run, check
from livvly_lab.lab.servers import loaded
from livvly_lab.measure.server import read_settings, server_version
from livvly_lab.progress import Progress
from livvly_lab.report import dictionary, index
from livvly_lab.report import notebooks as notebook_pages
from livvly_lab.report.findings import check_findings, worst_first
from livvly_lab.report.results import SCHEMA_VERSION, validate
from livvly_lab.scratch.migrations import migrations

PICTURES = (
    "skew-users",
    "skew-load",
    "skew-hottest",
    "plans-latency",
    "economics-balance",
    "forecast-total",
    "erd-overview",
)
"""How the keys of the first page's pictures begin, in their order there."""
_LISTS = ("tables", "skew", "queries", "indexes", "index_sizes", "index_pairs", "readings", "cross_shard")


@dataclass(frozen=True)
class Report:
    """Where a finished report stands, and what it found."""

    index_path: Path
    results_path: Path
    results: Mapping[str, Any]


def report(
    parameters: Parameters,
    *,
    only: Sequence[str] = (),
    out: Path | None = None,
    server: str | None = None,
    depth: Depth = "quick",
    progress: Progress | None = None,
) -> Report:
    """Build, fill and measure a design, and write its report to `out` (by default reports/<design>).

    Raises UsageError before anything starts where a name or size is wrong, ReportError where a notebook fails; the
    last good report stays then.
    """
    progress = progress or Progress()
    check(parameters)
    out = out or folder("reports") / parameters.design
    refuse_foreign(out)
    notebooks = notebook_paths(only)
    for path in notebooks:
        refuse_unknown(path, _given(parameters, "", Path(), depth))
    with draft(out) as page_folder:
        run_dir = page_folder / "run"
        with loaded(parameters, server, progress) as run:
            given = _given(run.parameters, run.dsn, run_dir, depth)
            with one_kernel() as kernel:
                for path in running_order(notebooks):
                    with progress.stage(path.stem):
                        run_notebook(path, page_folder / path.name, given, kernel)
            results = _merge(run, depth, notebooks, run_dir, progress)
        with progress.stage("pages"):
            _write(run, results, notebooks, page_folder, run_dir)
    return Report(out / index.PAGE, out / RESULTS, results)


def _given(parameters: Parameters, dsn: str, run_dir: Path, depth: Depth) -> dict[str, Any]:
    """Return the parameters every notebook is given."""
    sizes = {name: value for name, value in parameters.as_dict().items() if name != "shard_function"}
    return {**sizes, "dsn": dsn, "run_dir": str(run_dir), "depth": depth}


def _merge(run: Run, depth: Depth, notebooks: Sequence[Path], run_dir: Path, progress: Progress) -> dict[str, Any]:
    """Merge the parts of the notebooks into what becomes results.json."""
    with run.connect() as connection:
        settings, version = read_settings(connection), server_version(connection)
    results: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "run": {
            **run.parameters.as_dict(),
            "depth": depth,
            "server_version": version,
            "settings": settings,
            "seconds": {**run.seconds, **progress.seconds},
        },
        "declared": plain(declared_by(run.physical.design)),
        **{name: [] for name in _LISTS},
        "checks": plain(run.checks),
        "findings": [],
        "limits": [],
    }
    found: list[Finding] = list(check_findings(run.checks, "checks", "the lab's own checks of the loaded rows"))
    for path in notebooks:
        part = read_part(run_dir, path.stem)
        results |= part["results"]
        results["limits"] += [{"notebook": path.stem, "says": says} for says in part["limits"]]
        found += [Finding(**finding) for finding in part["findings"]]
    results["findings"] = plain(worst_first(found))
    return results


def _write(run: Run, results: dict[str, Any], notebooks: Sequence[Path], page_folder: Path, run_dir: Path) -> None:
    """Write results.json, the plans, the notebooks' pages, the dictionary and the first page."""
    facts = replace(_facts(results), migrations=migrations(run.physical, run.function))
    _write_plans(page_folder / "plans", results["queries"])
    validate(results)
    (page_folder / RESULTS).write_text(json.dumps(results, ensure_ascii=False, indent=1), encoding="utf-8")
    site = index.site(results)
    pages = [index.Notebook(path.stem, notebook_pages.question(path)) for path in notebooks]
    for path in notebooks:
        notebook_pages.write(page_folder / path.name, page_folder, site, pages)
    dictionary.write(run.physical, page_folder, site, facts)
    index.write(page_folder, results, _pictures(notebooks, run_dir), pages)
    shutil.rmtree(run_dir)


def _write_plans(home: Path, queries: Sequence[dict[str, Any]]) -> None:
    """Take the plans out of the results; that of each query's slowest shard goes to a file, as PEV2 reads it."""
    home.mkdir()
    for query in sorted(queries, key=lambda query: float(query["p95_ms"])):
        (home / f"{query['query']}.json").write_text(json.dumps([query.pop("plan")], indent=1))


def _facts(results: Mapping[str, Any]) -> dictionary.Facts:
    """Return what the dictionary adds to the words of the design."""

    def all_of(kind: Any, key: str) -> list[Any]:
        return [kind(**row) for row in results[key]]

    return dictionary.Facts(
        sizes=all_of(TableSize, "tables"),
        index_sizes=all_of(IndexSize, "index_sizes"),
        states=all_of(IndexState, "indexes"),
        runs=all_of(QueryRun, "queries"),
        findings=all_of(Finding, "findings"),
    )


def _pictures(notebooks: Sequence[Path], run_dir: Path) -> list[index.Picture]:
    """Return the pictures of the first page in their order, as far as the notebooks of this run made them."""
    made = {
        exhibit["key"]: index.Picture(**exhibit, href=f"{path.stem}.html#fig-{exhibit['key']}")
        for path in notebooks
        for exhibit in read_part(run_dir, path.stem)["exhibits"]
    }
    found = (next((picture for key, picture in made.items() if key.startswith(first)), None) for first in PICTURES)
    return [picture for picture in found if picture is not None]
