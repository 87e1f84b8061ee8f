"""The pages of a report: every link resolves, nothing comes from elsewhere, filters and sorting work from a file."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import browser
import pytest
from html_for_tests import Page, broken_links, read_page
from notebooks_for_tests import code, markdown, notebook_of, output, save
from report_sample import sample_facts, sample_physical, sample_results

from livvly_lab.domain.results import Finding
from livvly_lab.errors import ReportError
from livvly_lab.report import dictionary, erd, index, notebooks, pages
from livvly_lab.report.exhibit import Exhibit
from livvly_lab.report.index import Notebook, Picture
from livvly_lab.report.tables import Link

NOTEBOOKS = (Notebook("01_erd", "What does this design look like?"), Notebook("02_shard_skew", "Where do users land?"))
EVIL = "<script>alert('x')</script>"


def executed(question: str, *outputs: Any) -> Any:
    """Return a notebook as papermill leaves it."""
    given = 'design = "livvly"\ndsn = "postgresql:///secret"\nrun_dir = "/srv/somebody"'
    notebook = notebook_of(
        markdown(f"# {question}\n\nMore in [the next](02_shard_skew.ipynb)."),
        code(given, tags=["injected-parameters"]),
        markdown('<h2 id="users">Are they even?</h2>'),
        code("skew.users", *outputs),
    )
    notebook.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": {}}}
    return notebook


def shown(exhibit: Exhibit) -> Any:
    """Return the output of a cell whose value is an exhibit."""
    data = {"text/html": exhibit._repr_html_(), "text/plain": repr(exhibit)}
    return output("execute_result", data=data, execution_count=1)


def overview(up: str) -> str:
    physical = sample_physical()
    return erd.svgs(physical, [erd.overview(physical)], dictionary.links(up))[erd.OVERVIEW]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the sample report: first page, dictionary, two notebooks, results and one plan."""
    folder = tmp_path_factory.mktemp("report")
    results, physical = sample_results(), sample_physical()
    (folder / "results.json").write_text(json.dumps(results))
    (folder / "plans").mkdir()
    for query in physical.design.workload:
        (folder / "plans" / f"{query.name}.json").write_text("[]")
    site = index.site(results)
    dictionary.write(physical, folder, site, sample_facts())
    from_notebooks = pages.from_notebooks("livvly")
    exhibit = Exhibit("erd-overview", "27 tables.", overview(f"{from_notebooks}{dictionary.FOLDER}/"))
    skew = Exhibit("skew-users", "Users are even.", "", note="n = 20.0 k")
    for notebook, value in zip(NOTEBOOKS, (exhibit, skew), strict=True):
        path = folder / f"{notebook.name}.ipynb"
        save(executed(notebook.question, shown(value)), path)
        notebooks.write(path, folder, site, NOTEBOOKS)
    picture = Picture("erd-overview", "27 tables.", exhibit.svg, "the ERD", "", "01_erd.html#fig-erd-overview")
    index.write(folder, results, [picture], NOTEBOOKS)
    return folder


@pytest.fixture(scope="module")
def read(report: Path) -> list[Page]:
    return [read_page(path) for path in sorted(report.rglob("*.html"))]


@pytest.fixture
def first_page(tmp_path: Path) -> Path:
    return index.write(tmp_path, sample_results(), notebooks=NOTEBOOKS)


def test_there_is_a_page_for_each_table_and_section_and_the_lists(report: Path) -> None:
    design = sample_physical().design
    expected = {f"table-{table.name}.html" for table in design.tables}
    expected |= {f"section-{section.key}.html" for section in design.sections}
    expected |= {"index.html", "keys.html", "checks.html", "indexes.html", "soft-references.html", "objects.html"}
    expected |= {"migrations.html"}
    assert {path.name for path in (report / "dictionary").iterdir()} == expected


def test_every_link_leads_to_a_file_and_an_id_in_it(read: list[Page]) -> None:
    assert len(read) > 40
    assert sum(len(page.links) for page in read) > 2000
    assert broken_links(read) == []


def test_a_broken_link_would_be_seen(report: Path, read: list[Page]) -> None:
    page = Page(report / "other.html", links=["index.html#run", "index.html#nowhere", "missing.html"])
    assert broken_links([*read, page]) == ["other.html: index.html#nowhere", "other.html: missing.html"]


def test_nothing_comes_from_the_network(read: list[Page]) -> None:
    assert {page.path.name: page.outside for page in read if page.outside} == {}


def test_every_page_has_one_heading_no_id_twice_and_labelled_pictures(read: list[Page]) -> None:
    for page in read:
        assert page.h1 == 1, page.path.name
        assert page.repeated_ids == [], page.path.name
        assert page.unlabelled == [], page.path.name


def test_a_table_page_tells_columns_references_constraints_indexes_queries_and_sizes(report: Path) -> None:
    text = (report / "dictionary" / "table-calls.html").read_text()
    for words in (
        "Audio and video calls",
        "Split over 8 shards: a row lives in the shard of the users row that caller_id names.",
        'id="column-receiver_id"',
        'href="table-users.html#column-id"',
        'href="table-reports.html#column-source_id"',
        "soft reference",
        "calls_pkey",
        "duration_seconds &gt;= 0",
        'id="index-idx_calls_live"',
        "btree (caller_id, created_at DESC) WHERE deleted_at IS NULL",
        'id="query-calls_made"',
        "calls_shard_7",
        "erd-table-calls-title",
    ):
        assert words in text, words


def test_a_finding_stands_on_the_pages_of_what_it_names(report: Path, tmp_path: Path) -> None:
    finding = Finding("f-1", "high", "idx_calls_live is never chosen.", "2 MiB", "words", "Drop it.", "REQ")
    facts = replace(sample_facts(), findings=[finding])
    dictionary.write(sample_physical(), tmp_path, index.site(sample_results()), facts)
    assert finding.says in (tmp_path / "dictionary" / "table-calls.html").read_text()
    assert finding.says not in (tmp_path / "dictionary" / "table-users.html").read_text()


def test_a_dictionary_without_a_run_has_no_empty_parts(tmp_path: Path) -> None:
    site = pages.Site("livvly", "", [Link("Dictionary", "dictionary/index.html")], "")
    dictionary.write(sample_physical(), tmp_path, site)
    text = (tmp_path / "dictionary" / "table-users.html").read_text()
    assert 'id="columns"' in text
    assert 'id="sizes"' not in text
    assert 'id="findings"' not in text


@pytest.mark.parametrize(
    ("checks", "findings", "says"),
    [
        ((True, True), (), "All 2 checks on 12 rows hold. Nothing was found that should be changed."),
        ((True,), ("low",), "All 1 check on 12 rows hold. 1 finding, none of them high."),
        ((True, False), ("high", "low"), "1 of 2 checks on 12 rows hold. 2 findings, 1 of them high. Worst: Bad high."),
        ((), (), "12 rows loaded, none of them checked. Nothing was found that should be changed."),
    ],
)
def test_the_first_sentence_says_how_the_run_came_out(
    checks: tuple[bool, ...], findings: tuple[str, ...], says: str
) -> None:
    results = {
        "tables": [{"rows": 12}],
        "checks": [{"ok": ok} for ok in checks],
        "findings": [{"level": level, "says": f"Bad {level}."} for level in findings],
    }
    assert index.lead(results) == says


def test_the_first_page_shows_the_gravest_findings_first_and_escapes_them(first_page: Path) -> None:
    text = first_page.read_text()
    order = [text.index(f'id="finding-{number}"') for number in (1, 2, 3, 0, 5)]
    assert order == sorted(order)
    assert "k &lt;rows&gt; &amp; more" in text
    assert "<rows>" not in text
    assert "2 more findings" in text


def test_evidence_is_a_link_only_where_its_notebook_was_run(first_page: Path, tmp_path: Path) -> None:
    assert "03_query_plans#states" in first_page.read_text()
    assert 'href="03_query_plans.html' not in first_page.read_text()
    with_plans = index.write(tmp_path, sample_results(), notebooks=[Notebook("03_query_plans", "Which index?")])
    assert 'href="03_query_plans.html#states"' in with_plans.read_text()


def test_parts_without_results_are_left_out(tmp_path: Path) -> None:
    results = sample_results() | {"queries": [], "indexes": [], "skew": [], "findings": [], "checks": [], "limits": []}
    text = index.write(tmp_path, results).read_text()
    for part in ("queries-and-plans", "indexes", "skew", "checks", "pictures", "claims", "limits"):
        assert f'id="{part}"' not in text
    assert "#queries-and-plans" not in text, "nothing leads to what is not there"
    assert "<table" in text, "the sizes are still there"
    assert "Nothing was found that should be changed." in text


def test_a_plan_is_linked_only_where_its_file_stands(report: Path, first_page: Path) -> None:
    assert 'href="plans/calls_made.json"' in (report / "index.html").read_text()
    assert "plans/" not in first_page.read_text()


def test_a_query_says_whether_it_used_the_index_it_was_written_for(first_page: Path) -> None:
    text = first_page.read_text()
    for fit in ("as meant", "no index", "on some shards", "written for none"):
        assert f'data-group="{fit}"' in text


def test_a_name_with_markup_stays_text(tmp_path: Path) -> None:
    results = sample_results()
    results["run"]["server_version"] = EVIL
    results["checks"][0]["says"] = EVIL
    results["limits"][0]["says"] = EVIL
    text = index.write(tmp_path, results, [Picture("k", EVIL, "<svg role='img' aria-label='x'></svg>", "", EVIL, "#")])
    assert "<script>alert" not in text.read_text()
    assert text.read_text().count("&lt;script&gt;alert") >= 4


def test_a_notebook_page_folds_code_hides_where_it_ran_and_leads_on(report: Path) -> None:
    text = (report / "01_erd.html").read_text()
    assert '<details class="code"><summary>parameters of this run</summary>' in text
    assert "skew.users" in text, "the code is folded, not removed"
    assert "secret" not in text
    assert "/srv/somebody" not in text
    assert "widget-state" not in text
    assert text.count("<style") == 1
    assert 'href="02_shard_skew.html"' in text
    assert 'href="dictionary/table-users.html"' in text, "links of a notebook lead into the report"
    assert "../reports" not in text


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        (output("stream", name="stderr", text="FutureWarning: soon"), "code cell 2: FutureWarning: soon"),
        (output("error", ename="KeyError", evalue="'x'", traceback=[]), "code cell 2: KeyError: 'x'"),
    ],
)
def test_a_notebook_with_an_error_or_a_warning_is_refused(tmp_path: Path, trouble: Any, said: str) -> None:
    path = tmp_path / "01_erd.ipynb"
    save(executed("Q?", trouble), path)
    with pytest.raises(ReportError, match=said):
        notebooks.write(path, tmp_path, index.site(sample_results()), NOTEBOOKS)


def test_a_notebook_begins_with_its_question(tmp_path: Path) -> None:
    path = tmp_path / "x.ipynb"
    save(executed("Does it hold?"), path)
    assert notebooks.question(path) == "Does it hold?"
    save(notebook_of(code("1")), path)
    with pytest.raises(ReportError, match="question"):
        notebooks.question(path)


def _visible(text: str, part: str) -> list[str]:
    """Return the ids of the rows of a part that a reader sees."""
    rows = text.split(f'id="{part}"', 1)[1].split("</table>", 1)[0].split("<tr")[2:]
    return [row.split('id="', 1)[1].split('"', 1)[0] for row in rows if " hidden" not in row.split(">", 1)[0]]


def test_a_filter_and_an_order_in_the_address_are_restored(report: Path, tmp_path: Path) -> None:
    fragment = "query-list.words=wallet&query-list.sort=0.descending&index-list.only=unusable"
    text = browser.dom(report / "index.html", tmp_path, fragment)
    names = [name.removeprefix("query-") for name in _visible(text, "query-list")]
    assert len(names) > 3
    assert names == sorted(names, reverse=True)
    assert 'aria-sort="descending"' in text
    unusable = [index["index"] for index in sample_results()["indexes"] if index["state"] == "unusable"]
    assert _visible(text, "index-list") == [f"index-{name}" for name in unusable]


def test_clicking_sorts_by_raw_values_and_keeps_it_in_the_address(report: Path, tmp_path: Path) -> None:
    title = browser.after(
        report / "index.html",
        tmp_path,
        "const at = document.querySelectorAll('#query-list thead button')[1]; at.click(); at.click();"
        "const cells = [...document.querySelectorAll('#query-list tbody tr')].map(r => +r.children[1].dataset.sort);"
        "document.title = JSON.stringify([cells, location.hash]);",
    )
    values, address = json.loads(title)
    assert values == sorted(values, reverse=True)
    assert values[0] > values[-1]
    assert address == "#query-list.sort=1.descending"


def test_a_search_that_finds_nothing_says_so_and_can_be_undone(report: Path, tmp_path: Path) -> None:
    title = browser.after(
        report / "index.html",
        tmp_path,
        "const form = document.querySelector('form[data-for=finding-list]');"
        "form.elements.words.value = 'zebra'; form.dispatchEvent(new Event('input'));"
        "const none = form.querySelector('output').textContent; form.querySelector('button').click();"
        "setTimeout(() => { document.title = JSON.stringify([none, form.querySelector('output').textContent]); }, 50);",
    )
    assert json.loads(title) == ["nothing matches", "7 of 7 shown"]


def test_a_link_to_a_folded_finding_opens_it(report: Path, tmp_path: Path) -> None:
    text = browser.dom(report / "index.html", tmp_path, "finding-4")
    before = text.split('id="finding-4"', 1)[0]
    assert before.rindex('<details open="">') > before.rindex("</ol>")


@pytest.mark.parametrize(
    "name", ["index.html", "01_erd.html", "dictionary/indexes.html", "dictionary/table-users.html"]
)
def test_nothing_sticks_out_of_a_page(report: Path, tmp_path: Path, name: str) -> None:
    root = "document.documentElement"
    wider = browser.after(report / name, tmp_path, f"document.title = {root}.scrollWidth - {root}.clientWidth;")
    assert int(wider) <= 0, f"{wider} px"


def test_without_a_script_every_row_is_there(report: Path) -> None:
    text = (report / "index.html").read_text()
    assert len(_visible(text, "query-list")) == len(sample_physical().design.workload)
    assert len(_visible(text, "index-list")) == len(sample_results()["indexes"])
