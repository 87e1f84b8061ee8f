"""Gates: paths into results.json, what a file may declare, what breaks, and how a report says so."""

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_sample import sample_results

from livvly_lab.checkout import folder
from livvly_lab.cli import run as call
from livvly_lab.designs import DESIGNS
from livvly_lab.domain.gates import AGGREGATES, Gate
from livvly_lab.domain.parameters import Parameters
from livvly_lab.errors import LabError, UsageError
from livvly_lab.forecast import gates as arithmetic
from livvly_lab.forecast.paths import follow, read_path
from livvly_lab.lab import gating, reporting
from livvly_lab.lab.run import Run
from livvly_lab.report.gates import outcome_line, outcome_lines
from livvly_lab.report.junit import junit_xml
from livvly_lab.report.results import schema

Filled = Callable[[Parameters], Run]

TINY = Parameters(shards=2, users_per_shard=20)
RESULTS = sample_results()


def values(path: str, results: dict[str, Any] = RESULTS) -> list[Any]:
    """Return what stands at a path of the sample."""
    return [each.value for each in follow(read_path(path, schema())[0], results)]


def gates(text: str) -> tuple[Gate, ...]:
    """Read gates from TOML."""
    return arithmetic.read_gates(tomllib.loads(text), schema(), "gate.toml", {"tables": {"users", "calls"}})


def said(text: str, results: dict[str, Any] = RESULTS) -> list[str]:
    """Return what is said of gates that break."""
    return [outcome_line(each) for each in arithmetic.judge_gates(gates(text), results) if each.broken]


def gate(number: str, *bounds: str) -> str:
    """Return one gate as TOML."""
    return "\n".join(["[[gate]]", f'number = "{number}"', *bounds])


# paths


def test_a_path_takes_fields_names_rows_and_filters_them() -> None:
    calls = [row for row in RESULTS["tables"] if row["table"] == "calls"]
    assert values("run.shards") == [8]
    assert values("run.seconds.load") == [7.4]
    assert values("skew.users.worst") == [RESULTS["skew"][0]["worst"]]
    assert values("tables.calls.rows") == [row["rows"] for row in calls]
    assert values("tables[table=calls][shard=3].rows") == [calls[3]["rows"]]
    assert values("checks[ok=false].broken") == [3]
    assert values("tables[shard=null].rows.count") == [sum(row["shard"] is None for row in RESULTS["tables"])]


def test_many_values_become_one_as_the_last_word_says() -> None:
    rows = values("tables.calls.rows")
    assert values("tables.calls.rows.max") == [max(rows)]
    assert values("tables.calls.rows.min") == [min(rows)]
    assert values("tables.calls.rows.sum") == [sum(rows)]
    assert values("tables.calls.rows.mean") == [sum(rows) / len(rows)]
    assert values("tables.calls.rows.median") == [sum(sorted(rows)[3:5]) / 2]
    assert values("tables.calls.count") == [8]
    deviations = RESULTS["skew"][0]["deviations"]
    assert values("skew.users.deviations.worst") == [min(deviations)]  # the farthest from 0 lies below it here
    assert abs(min(deviations)) > max(deviations)


def test_of_nothing_the_count_and_the_sum_are_0_and_the_rest_is_nothing() -> None:
    without = {**RESULTS, "queries": []}
    assert [values(f"queries.p95_ms.{each}", without) for each in AGGREGATES] == [[], [], [], [], [0], [0], []]


def test_a_field_called_like_an_aggregate_is_the_field() -> None:
    assert values("skew.worst") == [row["worst"] for row in RESULTS["skew"]]


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("skew.users.wrost", "skew.users.worst"),
        ("skw.users.worst", "skew"),
        ("queries.p59_ms", "queries.p95_ms"),
        ("tables[tabel=calls].rows", "tables[table=calls]"),
        ("indexes[state=unusble].count", "indexes[state=unusable]"),
        ("tables.cals.rows", "tables.calls"),
        ("run.shard", "run.shards"),
        ("skew.users", "skew.users.what"),
        ("skew.users.worst.maximum", "skew.users.worst.max"),
        ("queries.p95_ms.max.more", "end it at queries.p95_ms.max"),
        ("queries.query.max", "queries.query.count"),
        ("", "did you mean schema_version"),
        ("tables[table", "tables"),
    ],
)
def test_a_path_that_leads_nowhere_is_refused_with_those_that_are_near(path: str, near: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_path(path, schema(), {"tables": {"users", "calls"}})
    assert refused.value.expected == "a path of results.json"
    assert near in refused.value.do


@given(st.text(alphabet="abkw.[]=_ tq", max_size=24))
def test_whatever_is_written_as_a_path_is_read_or_refused(text: str) -> None:
    try:
        path, _ = read_path(text, schema())
    except UsageError:
        return
    follow(path, RESULTS)


# what a file declares


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "expected tables [[gate]] in gate.toml, and nothing else, found nothing"),
        ("gate = 3", "expected tables [[gate]] in gate.toml"),
        (gate("run.shards", "max = 8") + "\n[more]", "found the keys gate, more"),
        (gate("run.shards"), "expected max, min or equals in gate 1 of gate.toml, found none"),
        (gate("run.shards", "maximum = 8"), "in gate 1 of gate.toml, found 'maximum'; did you mean max?"),
        ("[[gate]]\nmax = 1", "expected number, the path of what is limited, in gate 1"),
        ("[[gate]]\nnumber = 3\nmax = 1", "expected number to be a text in gate 1"),
        (gate("run.shards", 'max = "8"'), "expected max to be a number in gate 1 of gate.toml, found '8'"),
        (gate("run.shards", "max = true"), "expected max to be a number"),
        (
            gate("run.shards", "min = 9", "max = 8"),
            "expected min up to max in gate 1 of gate.toml, found min 9 and max 8",
        ),
        (gate("run.layout", "max = 8"), "expected equals in gate 1 of gate.toml, since run.layout is no number"),
        (gate("run.layout", "equals = 8"), "expected equals to be a text, true or false"),
        (gate("run.shards", "max = 8", "optional = 1"), "expected optional to be true or false"),
        (
            gate("run.shards", "max = 8") + "\n" + gate("run.shrads", "max = 8"),
            "in gate 2 of gate.toml, found 'run.shrads'",
        ),
    ],
)
def test_a_file_that_declares_what_cannot_be_is_refused(text: str, what: str) -> None:
    with pytest.raises(UsageError) as refused:
        gates(text)
    assert what in str(refused.value)


@pytest.mark.parametrize("content", [None, b"[[gate]\n", b"\xff\xfe"])
def test_a_file_that_is_none_or_no_toml_is_refused(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "gate.toml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(UsageError, match=r"a file of gates at|to be TOML"):
        gating.read_gates(file, "livvly")


@pytest.mark.parametrize("design", DESIGNS)
def test_every_gate_file_that_ships_can_be_read(design: str) -> None:
    for file in (folder("data") / design).glob("gate*.toml"):
        assert gating.read_gates(file, design)


def test_a_table_or_query_the_design_does_not_have_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "gate.toml"
    file.write_text(gate("queries.wallet_histori.p95_ms", "max = 200"))
    with pytest.raises(UsageError, match=r"found .queries.wallet_histori.; did you mean queries.wallet_history "):
        gating.read_gates(file, "livvly")


# what breaks


def test_a_gate_that_breaks_is_named_with_the_value_and_the_limit() -> None:
    skewed = json.loads(json.dumps(RESULTS))
    skewed["skew"][0]["worst"] = 0.0412345
    limit = '[[gate]]\nname = "skew.users.max"\nnumber = "skew.users.worst"\nmax = 0.02'
    assert said(limit, skewed) == ["gate: skew.users.max 0.04123 > 0.02"]
    skewed["skew"][0]["worst"] = 0.02
    assert said(limit, skewed) == []


@pytest.mark.parametrize(
    ("number", "bound", "says"),
    [
        ("run.shards", "max = 7", "gate: run.shards 8 > 7"),
        ("run.shards", "min = 9", "gate: run.shards 8 < 9"),
        ("run.shards", "equals = 7", "gate: run.shards 8 != 7"),
        ("run.layout", 'equals = "single"', "gate: run.layout inheritance != single"),
        ("checks.ok", "equals = true", "gate: checks.ok false != true (wallets_add_up)"),
        ("checks.broken", "max = 2", "gate: checks.broken 3 > 2 (wallets_add_up)"),
        ("findings[level=high].count", "max = 0", "gate: findings[level=high].count 1 > 0"),
        ("hashes.crc32.seconds_per_million.mid", "max = 9", "gate: hashes.crc32.seconds_per_million.mid has no value"),
    ],
)
def test_each_bound_breaks_on_its_side(number: str, bound: str, says: str) -> None:
    (line,) = said(gate(number, bound))
    assert line.startswith(says)


@pytest.mark.parametrize("bound", ["max = 8", "min = 8", "equals = 8", "max = 9", "min = 7"])
def test_a_value_at_the_limit_keeps_to_it(bound: str) -> None:
    assert said(gate("run.shards", bound)) == []


def test_without_an_aggregate_every_row_must_keep_to_the_limit_and_the_worst_is_named() -> None:
    slowest = max(RESULTS["queries"], key=lambda row: float(row["p95_ms"]))
    (line,) = said(gate("queries.p95_ms", "max = 0.0001"))
    assert f"({slowest['query']}, shard {slowest['shard']})" in line
    assert said(gate("queries.p95_ms", f"max = {slowest['p95_ms']}")) == []


def test_a_value_that_rounds_to_its_limit_is_written_out() -> None:
    close = json.loads(json.dumps(RESULTS))
    close["skew"][0]["worst"] = 0.020000001
    assert said(gate("skew.users.worst", "max = 0.02"), close) == ["gate: skew.users.worst 0.020000001 > 0.02"]


def test_a_gate_on_nothing_breaks_unless_it_is_optional() -> None:
    number = gate("hashes.places_rows", "equals = true")
    assert said(number) == ["gate: hashes.places_rows has no value in this result (equals true asked for)"]
    assert said(f"{number}\noptional = true") == []


@pytest.mark.parametrize(("limit", "last"), [(8, "2 gates hold"), (7, "1 of 2 gates is broken")])
def test_how_many_gates_there_were_is_said_last(limit: int, last: str) -> None:
    two = gates(gate("run.shards", f"max = {limit}", "min = 1") + "\n" + gate("run.seed", "min = 0"))
    assert list(outcome_lines(arithmetic.judge_gates(two, RESULTS)))[-1] == last


# JUnit


def test_junit_holds_checks_gates_and_claims_with_what_failed() -> None:
    claims = [
        {"id": f"lv-{place}", "text": "p95 < 200 ms", "verdict": verdict, "why": "n=20 \x00 & <more>"}
        for place, verdict in enumerate(("holds", "fails", "depends", "not measured here"))
    ]
    judged = arithmetic.judge_gates(gates(gate("run.shards", "max = 7", "min = 1")), RESULTS)
    root = ET.fromstring(junit_xml({**RESULTS, "claims": claims}, judged))  # noqa: S314 - ours
    counts = {
        suite.get("name"): tuple(int(suite.get(each, "-1")) for each in ("tests", "failures", "skipped", "errors"))
        for suite in root
    }
    assert counts == {"livvly.checks": (2, 1, 0, 0), "livvly.gates": (2, 1, 0, 0), "livvly.claims": (4, 1, 2, 0)}
    failures = [each.get("message", "") for each in root.iter("failure")]
    assert failures[0].startswith("a balance is the sum of its transactions")
    assert failures[1] == "run.shards 8 > 7"
    assert "fails; n=20 \N{REPLACEMENT CHARACTER} & <more>" in failures[2]
    assert [len(list(suite)) for suite in root] == [2, 2, 4]


# the command line


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """Return the folder of a report that holds the sample."""
    report = tmp_path / "report"
    report.mkdir()
    (report / "results.json").write_text(json.dumps(RESULTS))
    return report


def write(path: Path, text: str) -> str:
    """Write a file and return where it is."""
    path.write_text(text)
    return str(path)


@pytest.mark.parametrize(("limit", "code"), [(8, 0), (7, 3)])
@pytest.mark.parametrize("where", ["report", "report/results.json"])
def test_gate_judges_a_result_that_is_there(
    made: Path, capsys: pytest.CaptureFixture[str], limit: int, code: int, where: str
) -> None:
    file = write(made.parent / "gate.toml", gate("run.shards", f"max = {limit}"))
    assert call(["gate", str(made.parent / where), file]) == code
    printed = capsys.readouterr().out
    assert ("gate: run.shards 8 > 7\n" in printed) == (code == 3)
    assert call(["gate", str(made), file, "--json", "--junit", str(made.parent / "junit.xml")]) == code
    document = json.loads(capsys.readouterr().out)
    assert document["broken"] == (code == 3)
    assert document["gates"][0] | {"why": ""} == {
        "gate": "run.shards",
        "number": "run.shards",
        "bound": "max",
        "limit": limit,
        "value": 8,
        "row": "",
        "broken": code == 3,
        "why": "",
    }
    assert "livvly.gates" in (made.parent / "junit.xml").read_text()


def test_a_report_is_published_though_a_gate_breaks(
    filled: Filled, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path / "gate.toml", gate("run.shards", "max = 1") + "\n" + gate("checks.ok", "equals = true"))
    server, out, junit = filled(TINY).dsn, tmp_path / "report", tmp_path / "junit.xml"
    sizes = ["--shards", "2", "--users-per-shard", "20", "--only", "08_findings", "--server", server]
    assert call(["--quiet", "report", *sizes, "--out", str(out), "--gate", file, "--junit", str(junit)]) == 3
    spoken = capsys.readouterr()
    assert spoken.err == "gate: run.shards 2 > 1\n1 of 2 gates is broken\n"
    assert spoken.out.startswith("Report: ")
    assert (out / "index.html").is_file()
    assert len(ET.fromstring(junit.read_text())) == 2  # noqa: S314 - ours


@pytest.mark.parametrize(
    ("option", "says"),
    [
        (["--gate", "{there}/none.toml"], "expected a file of gates at"),
        (["--gate", "{there}/wrong.toml"], "found 'skew.users.wrost'; did you mean skew.users.worst"),
        (["--junit", "{there}"], "expected --junit to be a file, found the folder"),
        (["--junit", "{there}/no/junit.xml"], "expected --junit in a folder that is there"),
    ],
)
def test_a_wrong_gate_or_junit_file_is_refused_before_anything_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], option: list[str], says: str
) -> None:
    write(tmp_path / "wrong.toml", gate("skew.users.wrost", "max = 0.02"))

    def never(*_: Any, **__: Any) -> None:
        pytest.fail("started")

    monkeypatch.setattr(reporting, "report", never)
    assert call(["report", "--out", str(tmp_path / "report"), *(each.format(there=tmp_path) for each in option)]) == 2
    assert says in capsys.readouterr().err
    assert not (tmp_path / "report").exists()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "found No such file or directory"),
        ("{", "found no JSON"),
        ("[]", "found another document"),
        ('{"cells": []}', "found another document"),
        (json.dumps({**RESULTS, "schema_version": 2}), "expected schema_version 1 in"),
        (json.dumps({**RESULTS, "run": {}}), "expected $.run of results.json to follow"),
    ],
)
def test_what_is_no_result_is_refused(tmp_path: Path, content: str | None, says: str) -> None:
    if content is not None:
        write(tmp_path / "results.json", content)
    with pytest.raises(LabError) as refused:
        gating.read_results(tmp_path)
    assert says in str(refused.value)
    assert refused.value.exit_code == 2
