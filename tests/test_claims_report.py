"""Claims as a reader meets them: sentences, bullets, the ledger in notebook, page and terminal."""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from browser import after
from html_for_tests import read_page
from report_sample import sample_results

from livvly_lab.cli import run
from livvly_lab.domain.claims import Claim, CriterionRow, LedgerRow
from livvly_lab.domain.results import Interval, Verdict
from livvly_lab.errors import UsageError
from livvly_lab.lab.ledger import Ledger, of_verdicts
from livvly_lab.report import claims as draw
from livvly_lab.report import claims_says as says
from livvly_lab.report import index
from livvly_lab.report.bullets import EDGE, WIDTH, bullet
from livvly_lab.report.results import validate

MIDDLE = WIDTH / 2


def row(
    key: str,
    verdict: Verdict,
    value: float | None = 212.0,
    *,
    low: float | None = None,
    high: float | None = 200.0,
    beyond: float | None = None,
    interval: Interval | None = None,
) -> LedgerRow:
    """Return a row of the ledger about a latency."""
    kind: Any = "document" if value is None else "measured"
    return LedgerRow(
        key,
        "REQ-1",
        f"text of {key}",
        "e",
        kind,
        value,
        "ms",
        interval,
        20,
        20_000,
        "quick",
        verdict,
        f"Why {key}",
        f"06_claims#fig-claim-{key.lower()}",
        low,
        high,
        beyond,
    )


ROWS = (
    row("C1", "holds", 150.0, beyond=-0.25),
    row("C2", "fails", 220.0, beyond=0.1),
    row("C3", "not measured here", None, high=None),
    row("C4", "depends", 201.0, beyond=0.005, interval=Interval(190, 201, 212, 0.95, 20)),
    row("C5", "fails", 800.0, beyond=3.0),
)
CRITERIA = (
    CriterionRow("AC1", "REQ-1", "is there", "tables_missing", "measured", "holds", "None of 1 tables are missing", ""),
    CriterionRow("AC2", "REQ-1", "is shown", "nothing here", "document", "not measured here", "a wall", ""),
)


def page(tmp_path: Path, rows: Sequence[LedgerRow] = ROWS) -> Path:
    """Write a first page with claims and criteria."""
    results = sample_results()
    results |= {"claims": [asdict(each) for each in rows], "criteria": [asdict(each) for each in CRITERIA]}
    validate(results)
    return index.write(tmp_path, results, (), [index.Notebook("06_claims", "Is it true?")])


# sentences


def test_the_ledger_is_counted_with_the_right_verbs() -> None:
    assert says.ledger_sentence([row.verdict for row in ROWS], 20_000) == (
        "1 of 5 claims holds at 20.0 k users; 2 fail, 1 depends and 1 is not measured here."
    )
    assert says.ledger_sentence(["holds", "holds"], 40) == "2 of 2 claims hold at 40 users."


def test_criteria_are_counted() -> None:
    verdicts: list[Verdict] = ["holds", "fails", "depends", "not measured here"]
    assert says.criteria_sentence(verdicts) == (
        "1 of 4 acceptance criteria is met; 1 not met, 1 open and 1 not decided here."
    )


def test_a_claim_is_said_with_value_limit_verdict_and_size() -> None:
    assert says.claim_sentence(ROWS[3]) == (
        "text of C4: 201 ms [190, 212], 95 %, n=20 (limit: at most 200 ms), depends at 20.0 k users"
    )
    assert says.claim_sentence(ROWS[2]) == "text of C3: not measured here. Why C3"


def test_only_a_claim_that_fails_and_matters_is_a_finding() -> None:
    grave = Claim("C2", level="high", remedy="mend it")
    found = says.claim_findings(
        [(grave, ROWS[1], "220 ms were seen"), (Claim("C5"), ROWS[4], ""), (Claim("C1", level="high"), ROWS[0], "")]
    )
    assert [(each.id, each.level, each.says, each.remedy) for each in found] == [
        ("finding-claim-c2", "high", "“text of C2” fails: 220 ms were seen.", "mend it")
    ]


def test_what_was_not_measured_is_a_limit_of_the_run() -> None:
    assert says.limits(ROWS) == ("text of C3 (C3): Why C3.",)


# order and bullets


def test_the_ledger_begins_with_what_fails_by_far() -> None:
    assert [each.id for each in draw.worst_first(ROWS)] == ["C5", "C2", "C4", "C3", "C1"]


def _dot(svg: str) -> float:
    (x,) = re.findall(r'<circle cx="([\d.]+)"', svg)
    return float(x)


def test_a_bullet_puts_the_limit_into_the_middle_whatever_it_is() -> None:
    assert _dot(bullet(200, None, 200)) == _dot(bullet(3, 3, None)) == _dot(bullet(0.4, 0.3, 0.4)) == MIDDLE
    assert _dot(bullet(100, None, 200)) < MIDDLE < _dot(bullet(300, None, 200))
    assert _dot(bullet(0, None, 200)) == EDGE
    assert _dot(bullet(0, 0, 0)) == MIDDLE


def test_a_bullet_far_beyond_is_an_arrow_and_one_without_a_value_an_empty_frame() -> None:
    assert "<circle" not in bullet(900, None, 200)
    assert "stroke-dasharray" in bullet(None, None, 200)
    assert "stroke-dasharray" in bullet(5, None, None)
    assert all('aria-hidden="true"' in each for each in (bullet(1, None, 2), bullet(None, None, None)))


def test_the_evidence_names_the_method_and_shows_the_rows_behind_a_claim() -> None:
    gallery = draw.evidence([draw.Evidence(ROWS[1], "Run it.", ({"query": "calls", "p95, ms": 220.0},))])
    text = gallery._repr_html_()
    assert all(part in text for part in ("How: Run it.", "Why C2", 'id="fig-claim-c2"', "p95, ms", "calls"))


# the first page


def test_the_first_page_counts_the_claims_lists_them_and_links_the_reasons(tmp_path: Path) -> None:
    text = page(tmp_path).read_text()
    assert "1 of 5 claims holds at 20.0 k users; 2 fail" in text.replace("\u00a0", " ")
    assert re.search(r'href="#claim-list.only=fails"><strong>2</strong><span>✗ claims fail<', text)
    assert re.findall(r'<tr id="claim-(\w+)" data-group="([\w ]+)"', text) == [(each.id, each.verdict) for each in ROWS]
    assert '<a href="06_claims.html#fig-claim-c2">why</a>' in text
    assert 'id="criterion-AC1"' in text
    assert read_page(tmp_path / "index.html").repeated_ids == []


def test_a_verdict_filters_the_claims_by_the_address_of_the_page(tmp_path: Path) -> None:
    script = """
    location.hash = "claim-list.only=fails";
    setTimeout(() => {
      const shown = [...document.querySelectorAll("#claim-list tbody tr")].filter((line) => !line.hidden);
      document.title = shown.map((line) => line.id).join(" ");
    }, 100);
    """
    assert set(after(page(tmp_path), tmp_path, script).split()) == {"claim-C2", "claim-C5"}


def test_a_report_without_claims_has_no_place_for_them(tmp_path: Path) -> None:
    text = index.write(tmp_path, sample_results()).read_text()
    assert 'id="claims"' not in text
    assert "claim-list" not in text


# the terminal


def _report(tmp_path: Path) -> str:
    results = sample_results()
    results |= {"claims": [asdict(each) for each in ROWS], "criteria": [asdict(each) for each in CRITERIA]}
    (tmp_path / "results.json").write_text(json.dumps(results))
    return str(tmp_path)


def test_the_claims_of_a_report_are_printed_with_their_reasons_and_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["claims", "--report", _report(tmp_path), "--verdict", "fails"]) == 0
    printed = capsys.readouterr().out
    assert [line.split()[2] for line in printed.splitlines() if line.startswith("✗ fails")] == ["C2", "C5"]
    assert "C1" not in printed
    assert "    Why C2" in printed
    assert "1 of 5 claims holds at 20.0 k users; 2 fail, 1 depends and 1 is not measured here." in printed
    assert max(map(len, printed.splitlines()[:-2])) <= draw.TERMINAL_WIDTH


def test_the_claims_are_one_document_for_programs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["claims", "--report", _report(tmp_path), "--verdict", "holds", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [each["id"] for each in document["claims"]] == ["C1"]
    assert len(document["criteria"]) == len(CRITERIA)
    assert document["run"]["design"] == "livvly"


@pytest.mark.parametrize(
    ("arguments", "says", "code"),
    [
        ("--report {empty}", "a report with claims at", 1),
        ("--report {empty} --run", "--report or --run", 2),
        ("--shards 3", "--run with --shards", 2),
        ("--design livly", "did you mean livvly?", 2),
        ("--report {report} --verdict fail", "did you mean fails?", 2),
        ("--run --depth deep", "--depth to be one of quick, full", 2),
    ],
)
def test_a_wrong_call_for_claims_says_what_to_do(
    arguments: str, says: str, code: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "made").mkdir()
    places = {"empty": str(tmp_path / "none"), "report": _report(tmp_path / "made")}
    assert run(["claims", *arguments.format(**places).split()]) == code
    assert says in capsys.readouterr().err


def test_a_verdict_that_is_none_is_refused() -> None:
    with pytest.raises(UsageError):
        of_verdicts(Ledger({}, (), (), ()), ["perhaps"])
