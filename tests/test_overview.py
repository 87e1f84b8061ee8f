"""The front page of several reports: what a row says, where it leads, what it says where a report is none."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from executed import troubles_of_page
from html_for_tests import broken_links, read_page
from report_sample import sample_results

from livvly_lab.cli import run as call
from livvly_lab.designs import DESIGNS
from livvly_lab.domain.overview import Declared, Entry, Overview, Sizes, Summary
from livvly_lab.forecast.overview import summary
from livvly_lab.lab import front_page as making
from livvly_lab.report import overview as front
from livvly_lab.report import overview_says as says

NAMES = list(DESIGNS)
LIGHT = Summary(
    design="light",
    sizes=Sizes(users=1_000, shards=2, layout="inheritance", activity=1.0, depth="quick"),
    server_version="18.6",
    declared=Declared(tables=3, columns=20, indexes=4, foreign_keys=2, soft_references=1),
    rows=5_000,
    heap_bytes=1_000_000,
    toast_bytes=24_000,
    index_bytes=512_000,
    queries=10,
    by_index=9,
    as_meant=6,
    findings={"high": 1, "low": 2},
    claims={"fails": 1, "holds": 3},
    checks=7,
    broken_checks=0,
)
HEAVY = replace(LIGHT, design="heavy", heap_bytes=9_000_000, index_bytes=9_024_000, claims={}, findings={})

Reports = Callable[..., Path]


@pytest.fixture
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reports:
    """Return what writes reports of designs into a folder that stands for reports/, and returns it."""
    home = tmp_path / "reports"
    home.mkdir()
    monkeypatch.setattr(making, "folder", lambda _name: home)

    def make(**changes: dict[str, Any]) -> Path:
        for name, changed in changes.items():
            results = sample_results() | changed
            results["run"] = results["run"] | {"design": name}
            (home / name).mkdir()
            (home / name / "results.json").write_text(json.dumps(results))
            (home / name / "index.html").write_text("<h1>a report</h1>")
        return home

    return make


def test_a_summary_counts_what_a_result_holds() -> None:
    results = sample_results()
    told = summary(results)
    parts = ("heap_bytes", "toast_bytes", "index_bytes")
    assert told.sizes == Sizes(20_000, 8, "inheritance", 1.0, "quick")
    assert told.rows_per_user == sum(row["rows"] for row in results["tables"]) / 20_000
    assert told.bytes_per_user == sum(row[part] for row in results["tables"] for part in parts) / 20_000
    assert sum(told.findings.values()) == len(results["findings"])
    assert (told.checks, told.broken_checks) == (2, 1)
    assert told.queries == len({row["query"] for row in results["queries"]})


@pytest.mark.parametrize(
    ("used", "expected"),
    [
        ([["a"], ["a"]], (1, 1)),
        ([["a"], ["b"]], (1, 0)),
        ([["b"], ["a", "b"]], (1, 0)),
        ([["a"], []], (0, 0)),
        ([[], []], (0, 0)),
    ],
)
def test_a_query_goes_through_an_index_where_it_does_on_every_shard(
    used: list[list[str]], expected: tuple[int, int]
) -> None:
    results = sample_results()
    template = results["queries"][0]
    runs = [{**template, "query": "q", "shard": n, "meant": "a", "used": names} for n, names in enumerate(used)]
    told = summary({**results, "queries": runs})
    assert (told.queries, told.by_index, told.as_meant) == (1, *expected)


def test_overhead_is_index_bytes_over_bytes_of_rows_with_toast() -> None:
    assert LIGHT.overhead == 0.5
    assert replace(LIGHT, heap_bytes=0, toast_bytes=0).overhead is None


# the page


def test_every_design_of_the_catalogue_has_its_row_reported_or_not(reports: Reports) -> None:
    home = reports(**{NAMES[0]: {}})
    made = making.overview()
    assert made.index_path == home / "index.html"
    page = made.index_path.read_text()
    assert [each for each in NAMES if f'id="design-{each}"' not in page] == []
    assert f'href="{NAMES[0]}/index.html"' in page
    assert f"not reported here; make it: livvly-lab report --design {NAMES[1]}" in page
    assert page.count("not reported here") == len(NAMES) - 1
    assert f"1 of {len(NAMES)} designs is reported." in page


def test_the_page_has_one_heading_leads_only_to_what_is_there_and_shows_nothing_it_must_not(reports: Reports) -> None:
    home = reports(**{name: {} for name in NAMES})
    claims = [{"verdict": "fails"}, {"verdict": "not measured here"}]
    entries = [Entry("livvly", "livvly/index.html", summary(sample_results() | {"claims": claims}))]
    path = front.write(home, Overview(entries), "livvly-lab overview")
    page = read_page(path)
    pages = [page, *(read_page(home / name / "index.html") for name in NAMES)]
    assert (page.h1, page.outside, page.unlabelled, page.repeated_ids) == (1, [], [], [])
    assert troubles_of_page(path) == []
    assert broken_links(pages) == []
    assert "livvly/index.html#claim-list.only=not+measured+here" in page.links
    assert sorted(each.name for each in home.iterdir() if each.is_file()) == ["index.html", "overview.json"]


def test_numbers_stand_under_their_headings() -> None:
    html = front.page(Overview([Entry("light", "light/index.html", LIGHT)]), "livvly-lab overview")
    _, heads, row = re.findall(r"<tr.*?</tr>", html.split('<table class="lab wide">')[1], re.DOTALL)[:3]
    names = re.findall(r"<th[^>]*>([^<]*)</th>", heads)[1:]
    cells = [re.sub(r"<[^>]*>", "", cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row)]
    shown = dict(zip((name.replace("\u00ad", "") for name in names), cells, strict=True))
    assert shown == {
        "tables": "3",
        "columns": "20",
        "indexes": "4",
        "foreign keys": "2",
        "soft references": "1",
        "rows a user": "5.0",
        "KiB a user": "1.50",
        "overhead, %": "50",
        "all": "10",
        "by an index, %": "90",
        "as meant, %": "60",
        "▲ high": "1",
        "△ medium": "0",
        "▽ low": "2",
        "· info": "0",
        "✗ fails": "1",
        "◆ depends": "0",
        "○ not measured here": "0",
        "✓ holds": "3",
    }


def test_what_a_result_does_not_say_is_a_dash_and_not_a_zero() -> None:
    silent = replace(LIGHT, declared=None, queries=0, by_index=0, as_meant=0, claims={})
    html = front.page(Overview([Entry("light", "", silent)]), "livvly-lab overview")
    body = html.split("<tbody>")[1].split("</tbody>")[0]
    assert body.count(">–<") == 5 + 3 + 4
    assert "<a " not in body


def test_the_document_beside_the_page_holds_every_number_of_it(reports: Reports) -> None:
    home = reports(**{NAMES[0]: {}})
    (home / NAMES[1]).mkdir()
    (home / NAMES[1] / "results.json").write_text('{"schema_version": 0}')
    made = making.overview()
    document = json.loads((home / "overview.json").read_text())
    assert document == made.document()
    first, second, *others = document["designs"]
    assert (first["state"], first["href"]) == ("reported", f"{NAMES[0]}/index.html")
    assert first["rows"] == sum(row["rows"] for row in sample_results()["tables"])
    assert first["bytes_per_user"] == pytest.approx(summary(sample_results()).bytes_per_user)
    assert (second["state"], second["found"]) == ("wrong", "schema_version 0")
    assert {each["state"] for each in others} <= {"not reported"}


# sentences


def entries_of(*summaries: Summary, missing: int = 0) -> Overview:
    found = [Entry(each.design, f"{each.design}/index.html", each) for each in summaries]
    return Overview([*found, *(Entry(f"m{n}", found="not reported here", do="make it") for n in range(missing))])


@pytest.mark.parametrize(
    ("overview", "sentence"),
    [
        (
            entries_of(LIGHT, HEAVY),
            "All 2 designs are reported. 3 findings, 1 of them high. Of 4 claims 1 fails and 3 hold.",
        ),
        (
            entries_of(HEAVY, missing=1),
            "1 of 2 designs is reported. They found nothing that should be changed. No claim was measured.",
        ),
        (entries_of(missing=2), "0 of 2 designs are reported."),
        (
            entries_of(LIGHT, LIGHT, missing=2),
            "2 of 4 designs are reported. 6 findings, 2 of them high. Of 8 claims 2 fail and 6 hold.",
        ),
    ],
)
def test_the_first_sentence_says_how_many_are_reported_and_what_holds(overview: Overview, sentence: str) -> None:
    assert says.lead(overview) == sentence


def test_the_lightest_and_the_heaviest_are_named() -> None:
    both = (HEAVY, LIGHT)
    assert says.weight(both) == "A user takes from 1.50 KiB (light) to 17.6 KiB (heavy)."
    assert says.overhead(both) == "Index overhead is from 50 % (light) to 100 % (heavy)."
    assert says.weight((LIGHT,)) == "A user takes 1.50 KiB (light)."
    middle = replace(LIGHT, design="middle", heap_bytes=2_000_000)
    assert says.weight((middle, *both)).endswith("17.6 KiB (heavy).")
    assert says.overhead((replace(LIGHT, heap_bytes=0, toast_bytes=0),)) == ""


def test_runs_of_different_sizes_are_said_to_be_so_and_alike_ones_are_not() -> None:
    larger = replace(HEAVY, sizes=replace(LIGHT.sizes, users=2_000, depth="full"))
    assert says.differences((LIGHT, HEAVY)) == ""
    assert says.differences((LIGHT, larger)).startswith("The runs differ in users and depth:")


# the command


def test_the_command_prints_a_line_for_each_design_and_the_path(
    reports: Reports, capsys: pytest.CaptureFixture[str]
) -> None:
    home = reports(**{NAMES[0]: {}})
    assert call(["overview"]) == 0
    printed = capsys.readouterr()
    first, *others, last = printed.out.splitlines()
    assert re.match(rf"{NAMES[0]} +20.0 k users, 8 shards, inheritance: .* a user, overhead \d+ %, ", first)
    assert all("not reported here; make it: livvly-lab report --design" in line for line in others)
    assert last == f"Overview: {home / 'index.html'}"
    assert printed.err == ""


def test_with_json_it_prints_one_document(reports: Reports, capsys: pytest.CaptureFixture[str]) -> None:
    home = reports(**{NAMES[0]: {}})
    assert call(["overview", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads((home / "overview.json").read_text())


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ('{"schema_version": 7}', "schema_version 7"),
        ("{", "no JSON"),
        ('{"schema_version": 1}', "'run' is a required property"),
    ],
)
def test_a_result_that_cannot_be_read_is_a_row_and_one_line_and_exit_code_1(
    reports: Reports, capsys: pytest.CaptureFixture[str], content: str, found: str
) -> None:
    home = reports(**{NAMES[0]: {}, NAMES[1]: {}})
    (home / NAMES[1] / "results.json").write_text(content)
    assert call(["overview"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"error: expected a result of {NAMES[1]} that can be compared, found {found}")
    assert line.endswith(f"; make it again: livvly-lab report --design {NAMES[1]}")
    page = (home / "index.html").read_text()
    assert f'href="{NAMES[0]}/index.html"' in page
    assert f'href="{NAMES[1]}/index.html"' not in page
    assert f"cannot be compared: {found}" in unescape(page)
    assert str(home) not in page


def test_a_result_in_the_place_of_another_design_is_not_taken_for_it(
    reports: Reports, capsys: pytest.CaptureFixture[str]
) -> None:
    home = reports(**{NAMES[0]: {}})
    (home / NAMES[0]).rename(home / NAMES[1])
    assert call(["overview"]) == 1
    assert f"that can be compared, found a report of {NAMES[0]}; make it again" in capsys.readouterr().err


def test_reports_that_are_named_are_compared_wherever_they_lie(
    reports: Reports, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = reports(**{NAMES[0]: {}, NAMES[1]: {}})
    out = tmp_path / "front" / "page"
    assert call(["overview", str(home / NAMES[0]), str(home / NAMES[1] / "results.json"), "--out", str(out)]) == 0
    page = read_page(out / "index.html")
    assert f"../../reports/{NAMES[0]}/index.html" in page.links
    assert broken_links([page, *(read_page(home / name / "index.html") for name in NAMES[:2])]) == []
    assert not (home / "index.html").exists()


@pytest.mark.parametrize(
    ("named", "says"),
    [
        (["old"], "found schema_version 7; make that report again"),
        (["nowhere"], "found No such file or directory"),
        (["first", "first"], "expected one report of each design, found 2 of livvly; livvly-lab compare"),
        ([], "found none; make them all: make reports"),
    ],
)
def test_what_cannot_be_compared_is_refused_and_nothing_is_written(
    reports: Reports, tmp_path: Path, capsys: pytest.CaptureFixture[str], named: list[str], says: str
) -> None:
    home = reports(**({"livvly": {}} if named else {}))
    if named:
        (home / "livvly").rename(tmp_path / "first")
    (tmp_path / "old.json").write_text('{"schema_version": 7}')
    paths = {"old": "old.json", "nowhere": "nowhere", "first": "first"}
    assert call(["overview", *(str(tmp_path / paths[name]) for name in named)]) == 2
    printed = capsys.readouterr()
    assert (printed.out, printed.err.count("\n")) == ("", 1)
    assert says in printed.err
    assert list(home.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_named(reports: Reports, capsys: pytest.CaptureFixture[str]) -> None:
    reports(**{NAMES[0]: {}})
    assert call(["overview", "--out", "/proc/livvly"]) == 1
    assert "expected a folder to write in at /proc/livvly, found " in capsys.readouterr().err
