"""A whole report of all notebooks at tiny size: what the command line says of it, its pages, notebooks and results."""

import json
import re
from collections.abc import Iterator

import pytest
from executed import read_notebook, troubles, troubles_of_notebook, troubles_of_page
from html_for_tests import broken_links, read_page
from lab_processes import Reported, new_place

from livvly_lab.domain.parameters import Parameters
from livvly_lab.lab.notebooks import notebook_paths
from livvly_lab.lab.run import lay_out
from livvly_lab.measure.plans import shards_of
from livvly_lab.report.results import validate

PATHS = notebook_paths()


@pytest.fixture(scope="module")
def reported() -> Iterator[Reported]:
    """Yield a report that the command line made on a scratch server."""
    sizes = Parameters(shards=3, users_per_shard=60)
    call = ("report", "--shards", str(sizes.shards), "--users-per-shard", str(sizes.users_per_shard), "--json")
    with new_place() as empty, empty.lab(*call, "--out", str(empty.out)) as process:
        printed, said = process.communicate()
        assert process.returncode == 0, said
        yield Reported(empty, sizes, printed, said)


# the command


def test_a_report_is_one_document_on_stdout_and_its_stages_on_stderr(reported: Reported) -> None:
    assert json.loads(reported.printed) == reported.results
    stages = re.findall(r"^ (\S+) .* \d+\.\d s$", reported.said, re.MULTILINE)
    assert stages == [*reported.results["run"]["seconds"], "pages"]
    others = [line for line in reported.said.splitlines() if not line.endswith(" s")]
    assert [line.split()[0] for line in others] == ["disk"]


def test_a_report_leaves_no_server_no_process_and_no_file_behind(reported: Reported) -> None:
    assert (reported.place.processes(), reported.place.servers(), reported.place.left()) == ([], [], set())


# notebooks, pages and results


def test_no_notebook_of_a_report_shows_what_a_reader_must_not_meet(reported: Reported) -> None:
    executed = sorted(reported.out.glob("*.ipynb"))
    assert [path.name for path in executed] == [path.name for path in PATHS]
    assert [trouble for path in executed for trouble in troubles_of_notebook(path)] == []
    assert [trouble for path in executed for trouble in troubles(path.read_text())] == []


def test_the_page_of_the_explorer_shows_six_settings_and_keeps_no_widget(reported: Reported) -> None:
    notebook = read_notebook(reported.out / "10_explorer.ipynb")
    assert "widgets" not in notebook.metadata
    page = (reported.out / "10_explorer.html").read_text()
    assert "widget" not in page
    assert len(re.findall(r'id="fig-explorer-\w+"', page)) == 6
    assert len(re.findall(r"<figcaption>Simulated, not measured", page)) == 6


def test_no_page_of_a_report_shows_what_a_reader_must_not_meet_or_leads_nowhere(reported: Reported) -> None:
    paths = sorted(reported.out.rglob("*.html"))
    pages = [read_page(path) for path in paths]
    assert [trouble for path in paths for trouble in troubles_of_page(path)] == []
    assert broken_links(pages) == []
    assert {page.path.name: page.outside for page in pages if page.outside} == {}
    assert {page.path.name: page.repeated_ids for page in pages if page.repeated_ids} == {}


def test_a_report_is_its_pages_and_nothing_of_how_they_were_made(reported: Reported) -> None:
    tables = [table.name for table in lay_out(reported.parameters).design.tables]
    assert {path.name for path in reported.out.iterdir()} == {
        "index.html",
        "results.json",
        "dictionary",
        "plans",
        *(path.name for path in PATHS),
        *(f"{path.stem}.html" for path in PATHS),
    }
    assert {f"table-{name}.html" for name in tables} <= {path.name for path in (reported.out / "dictionary").iterdir()}
    assert reported.place.drafts() == []


def test_the_results_say_what_was_run_on_what_and_how_long(reported: Reported) -> None:
    results = reported.results
    validate(results)
    run = results["run"]
    assert {name: run[name] for name in reported.parameters.as_dict()} == reported.parameters.as_dict()
    assert run["server_version"].startswith("18.")
    assert {"work_mem", "random_page_cost"} <= set(run["settings"])
    assert results["declared"]["tables"] == len(lay_out(reported.parameters).design.tables)
    stages = {"start", "create", "load", "index", "analyze", "check", *(path.stem for path in PATHS)}
    assert stages <= set(run["seconds"])
    assert min(run["seconds"].values()) > 0


def test_the_results_hold_every_table_query_index_and_check(reported: Reported) -> None:
    results, physical = reported.results, lay_out(reported.parameters)
    homes = {(home.table, home.shard) for home in physical.all_homes()}
    assert {(row["table"], row["shard"]) for row in results["tables"]} == homes
    assert len(results["tables"]) == len(homes)
    for column in ("rows", "heap_bytes", "index_bytes", "toast_bytes"):
        assert min(row[column] for row in results["tables"]) >= 0
    runs = {(query.name, shard) for query in physical.design.workload for shard in shards_of(query, physical)}
    assert {(row["query"], row["shard"]) for row in results["queries"]} == runs
    assert all(0 < row["p50_ms"] <= row["p95_ms"] and row["shared_hit_blocks"] >= 0 for row in results["queries"])
    assert all({"meant", "used"} <= set(row) and "plan" not in row for row in results["queries"])
    assert {path.stem for path in (reported.out / "plans").iterdir()} == {name for name, _ in runs}
    declared = {(str(index.name), table.name) for table in physical.design.tables for index in table.indexes}
    assert {(row["index"], row["table"]) for row in results["indexes"]} >= declared
    assert all(check["ok"] for check in results["checks"])
    assert {"rows", "home", "orphan", "duplicate"} <= {check["kind"] for check in results["checks"]}
    assert {row["what"] for row in results["skew"]} >= {"users"}
    assert results["findings"]
