"""Comparing two results: what was asked for, what reads differently, what moved beyond noise, what came and went."""

import json
from pathlib import Path
from typing import Any

import pytest
from report_sample import sample_results

from livvly_lab.cli import run as call
from livvly_lab.domain.comparing import Comparison
from livvly_lab.domain.results import Interval
from livvly_lab.forecast.comparing import compare, moved
from livvly_lab.report.comparing import comparison_lines


@pytest.fixture
def before() -> dict[str, Any]:
    """Return a result, with repeats of each query."""
    results = sample_results()
    for row in results["queries"]:
        row["times_ms"] = {"typical": [row["p50_ms"] * (1 + repeat / 100) for repeat in range(-5, 6)]}
    results["hashes"] = [hash_trial("crc32", 0.010, 0.011, 0.012), hash_trial("ring", 0.05, 0.06, 0.07)]
    return results


@pytest.fixture
def after(before: dict[str, Any]) -> dict[str, Any]:
    """Return an equal result."""
    copied: dict[str, Any] = json.loads(json.dumps(before))
    return copied


def hash_trial(function: str, low: float, mid: float, high: float) -> dict[str, Any]:
    """Return one row of `hashes` with the interval of its cost."""
    cost = {"low": low, "mid": mid, "high": high, "level": 0.95, "n": 30}
    return {"function": function, "says": "", "places_rows": True, "why": "", "ids": 9, "spreads": [], "moves": []} | {
        "seconds_per_million": cost
    }


def places(found: Comparison) -> list[str]:
    """Return what moved, in the order in which it is said."""
    return [each.where for each in found.moved]


def test_equal_results_are_the_same(before: dict[str, Any], after: dict[str, Any]) -> None:
    found = compare(before, after)
    assert found.same
    assert found.compared > 100
    assert list(comparison_lines(found, before, after))[-1].startswith("nothing changed: ")


def test_what_was_asked_for_comes_first_the_settings_of_the_server_included(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    after["run"] |= {"shards": 16, "seed": 8, "settings": {"work_mem": "64MB"}, "seconds": {"load": 99.0}}
    found = compare(before, after)
    asked = [(each.where, each.before, each.after) for each in found.sizes]
    assert asked == [("shards", 8, 16), ("seed", 7, 8), ("settings.work_mem", "16MB", "64MB")]
    lines = list(comparison_lines(found, before, after))
    assert lines[2:6] == ["asked for: 3", "  shards: 8 → 16", "  seed: 7 → 8", "  settings.work_mem: 16MB → 64MB"]


def test_verdicts_checks_findings_states_and_plans_that_read_differently_are_named(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    after["checks"][1]["ok"] = True
    after["findings"][0]["level"] = "high"
    after["indexes"][0]["state"] = "unusable"
    query = next(row for row in after["queries"] if row["fingerprint"] != "Seq Scan on users")
    for row in (row for row in after["queries"] if row["query"] == query["query"]):
        row["fingerprint"] = "Seq Scan on users"
    changed = {each.where: (each.before, each.after) for each in compare(before, after).changed}
    assert changed["checks.wallets_add_up.ok"] == (False, True)
    assert changed["findings.finding-0.level"] == ("low", "high")
    assert changed[f"indexes.{after['indexes'][0]['index']}.state"][1] == "unusable"
    assert changed[f"queries.{query['query']}.plan"][1] == "all of users"
    assert len(changed) == 4


def test_intervals_that_touch_are_noise_and_those_that_do_not_moved() -> None:
    old = Interval(1.0, 2.0, 3.0, 0.95, 20)
    assert moved("x", old, Interval(3.0, 4.0, 5.0, 0.95, 20)) is None
    assert moved("x", Interval(3.0, 4.0, 5.0, 0.95, 20), old) is None
    gone = moved("x", old, Interval(3.1, 4.0, 5.0, 0.95, 20))
    assert gone is not None
    assert gone.factor == 2.0
    assert moved("x", Interval(3.1, 4.0, 5.0, 0.95, 20), old) is not None


def test_a_number_with_an_interval_moved_where_the_two_do_not_touch(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    after["hashes"][0] = hash_trial("crc32", 0.0119, 0.013, 0.014)
    assert compare(before, after).same
    after["hashes"][0] = hash_trial("crc32", 0.0121, 0.013, 0.014)
    assert places(compare(before, after)) == ["hashes.crc32.seconds_per_million"]
    after["hashes"][0]["seconds_per_million"]["level"] = 0.5
    assert compare(before, after).same


def test_one_query_that_became_slower_moved_and_all_of_them_are_the_machine(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    slower(after, 2.0)
    found = compare(before, after)
    assert found.shift == pytest.approx(2.0)
    assert found.moved == ()
    name = after["queries"][0]["query"]
    slower(after, 3.0, name)
    found = compare(before, after)
    assert places(found) == [f"queries.{name}.p50_ms, typical keys"]
    assert found.moved[0].factor == pytest.approx(6.0)


def slower(results: dict[str, Any], factor: float, query: str | None = None) -> None:
    """Multiply the times of one query, or of all."""
    for row in results["queries"]:
        if query in (None, row["query"]):
            row["times_ms"] = {kind: [time * factor for time in times] for kind, times in row["times_ms"].items()}


def test_counted_numbers_move_by_more_than_pages_the_farthest_first(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    for row in after["tables"]:
        row["heap_bytes"] = round(row["heap_bytes"] * 1.005)
        row["index_bytes"] *= 2 if row["table"] == "calls" else 3 if row["table"] == "users" else 1
    assert places(compare(before, after)) == ["tables.users.index_bytes", "tables.calls.index_bytes"]


def test_with_another_seed_a_count_may_differ_by_chance(before: dict[str, Any], after: dict[str, Any]) -> None:
    before["checks"][1]["broken"], after["checks"][1]["broken"] = 100, 120
    assert places(compare(before, after)) == ["checks.wallets_add_up.broken"]
    after["run"]["seed"] = 8
    assert places(compare(before, after)) == []


def test_skew_moves_beyond_its_noise_band(before: dict[str, Any], after: dict[str, Any]) -> None:
    after["skew"][0]["worst"] = before["skew"][0]["worst"] + 0.050
    assert compare(before, after).same
    after["skew"][0]["worst"] = before["skew"][0]["worst"] + 0.052
    assert places(compare(before, after)) == ["skew.users.worst"]


def test_tables_indexes_and_queries_that_came_or_went_are_named(before: dict[str, Any], after: dict[str, Any]) -> None:
    gone = after["queries"][0]["query"]
    after["queries"] = [row for row in after["queries"] if row["query"] != gone]
    after["tables"].append({**after["tables"][0], "table": "ledger", "name": "ledger"})
    index = after["indexes"].pop()
    after["hashes"] = []
    found = compare(before, after)
    assert found.added == ("tables.ledger",)
    assert set(found.removed) == {f"queries.{gone}", f"indexes.{index['index']}", "hashes (2 rows)"}


def test_compare_prints_lines_or_one_document(
    before: dict[str, Any], after: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    after["run"]["shards"] = 4
    slower(after, 0.25, after["queries"][0]["query"])
    del before["hashes"], after["hashes"]
    a, b = tmp_path / "a", tmp_path / "b.json"
    a.mkdir()
    (a / "results.json").write_text(json.dumps(before))
    b.write_text(json.dumps(after))
    assert call(["compare", str(a), str(b)]) == 0
    printed = capsys.readouterr().out
    assert "B  livvly · 4 shards · 10.0 k users · inheritance · seed 7\n" in printed
    assert "moved beyond noise, the farthest first: 1\n" in printed
    assert "ms [" in printed
    assert call(["compare", str(a), str(b), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["sizes"] == [{"where": "shards", "before": 8, "after": 4}]
    assert document["moved"][0]["factor"] == pytest.approx(0.25)
    assert (document["runs"]["a"]["shards"], document["runs"]["b"]["shards"]) == (8, 4)


def test_compare_refuses_what_is_no_result(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["compare", str(tmp_path), str(tmp_path)]) == 2
    assert (
        "found No such file or directory; name the folder of a report, or its results.json" in capsys.readouterr().err
    )
