"""The ledger on real databases: every claim of the design asked, nothing left changed, every change seen."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
import pytest
from executed import troubles, values_of

from livvly_lab.checkout import folder
from livvly_lab.designs import DESIGNS
from livvly_lab.domain.claims import (
    ByChecks,
    ByClaims,
    ByLint,
    Claim,
    Criterion,
    Equals,
    LedgerRow,
    Measurement,
)
from livvly_lab.domain.lint import Breach, Lint
from livvly_lab.domain.parameters import Parameters
from livvly_lab.domain.results import CheckResult, Verdict
from livvly_lab.errors import LabError
from livvly_lab.experiments import ledger
from livvly_lab.experiments.ledger import Answer, Grounds, ask_claims, decide
from livvly_lab.experiments.loaded import STATEMENT_LIMIT_MS, Loaded
from livvly_lab.experiments.timing import ratio, take_turns, widened
from livvly_lab.forecast.lint.rules import RULES
from livvly_lab.forecast.plans import quantile_interval
from livvly_lab.lab.claims import claims_walk
from livvly_lab.lab.notebooks import notebook_paths, running_order
from livvly_lab.lab.parts import read_part
from livvly_lab.lab.run import Run
from livvly_lab.rows.checksum import checksums

Filled = Callable[[Parameters], Run]
Copied = Callable[[Run], Run]

TINY = Parameters(shards=2, users_per_shard=20)
CLAIMS = {"livvly": 61, "wolo": 34, "analyst_marketplace": 32, "livepanty": 17, "versbottomlex": 12}
"""How many claims the specification of each design makes."""

CATALOG = """
SELECT relname, relkind::text, relpersistence::text, pg_get_indexdef(oid)
FROM pg_class
WHERE relkind IN ('r', 'p', 'i', 'I', 'v')
UNION ALL
SELECT conname, contype::text, conrelid::regclass::text, pg_get_constraintdef(oid)
FROM pg_constraint
WHERE connamespace <> 11
ORDER BY 1, 2, 3
"""


def ask(run: Run, *numbers: int, known: Mapping[str, Any] | None = None) -> dict[str, Answer]:
    """Ask some claims of the run's design their experiments, all where none is named."""
    claims = [claim for claim in run.physical.design.claims if not numbers or int(claim.id[-3:]) in numbers]
    with run.connect() as connection:
        at = Loaded(connection, run.dsn, run.physical, run.function, run.parameters, "quick", known or {})
        return {answer.claim.id: answer for answer in ask_claims(at, claims)}


@pytest.fixture(scope="module")
def answers_of(filled: Filled) -> Callable[[str], dict[str, Answer]]:
    """Return what asks every claim of a design on a filled database, once, and sees that it is the same afterwards."""

    @cache
    def of(design: str) -> dict[str, Answer]:
        run = filled(replace(TINY, design=design))
        before = state(run)
        answers = ask(run)
        assert state(run) == before
        return answers

    return of


@pytest.fixture
def asked(answers_of: Callable[[str], dict[str, Answer]]) -> dict[str, Answer]:
    return answers_of("livvly")


def state(run: Run) -> dict[str, Any]:
    """Return what a database is: its rows, its catalog, its settings, and which databases stand beside it."""
    with run.connect() as connection:
        return {
            "rows": checksums(connection, run.physical),
            "catalog": connection.execute(CATALOG).fetchall(),
            "settings": connection.execute("SELECT * FROM pg_db_role_setting").fetchall(),
            "databases": {
                name for (name,) in connection.execute("SELECT datname FROM pg_database") if name.startswith("claims_")
            },
        }


# the ledger of each design


@pytest.mark.parametrize("design", CLAIMS)
def test_every_claim_of_the_specification_has_its_row_and_the_database_is_left_as_it_was(
    answers_of: Callable[[str], dict[str, Answer]], design: str
) -> None:
    asked, texts = answers_of(design), json.loads((folder("data") / design / "claims.json").read_text())
    assert [(each["id"], each["source"], each["text"]) for each in texts] == [
        (answer.row.id, answer.row.source, answer.row.text) for answer in asked.values()
    ]
    assert len(asked) == CLAIMS[design]
    assert all(answer.row.why and answer.row.evidence for answer in asked.values())


@pytest.mark.parametrize("design", CLAIMS)
def test_a_row_that_was_measured_says_how_much_of_what_at_which_size(
    answers_of: Callable[[str], dict[str, Answer]], design: str
) -> None:
    rows = [answer.row for answer in answers_of(design).values() if isinstance(answer.outcome, Measurement)]
    assert rows
    assert all(row.measured is not None and row.unit and row.n >= 1 and row.users >= 1 for row in rows)
    assert all(row.interval is None or row.interval.low <= row.interval.mid <= row.interval.high for row in rows)
    assert {"measured"} <= {row.kind for row in rows} <= {"measured", "computed", "document"}


@pytest.mark.parametrize(
    ("design", "ids"),
    [("livvly", {"LIVVLY-C004", "LIVVLY-C016", "LIVVLY-C026"}), ("analyst_marketplace", {"AM-C001", "AM-C031"})],
)
def test_no_claim_about_a_size_that_was_not_reached_holds(
    answers_of: Callable[[str], dict[str, Answer]], design: str, ids: set[str]
) -> None:
    asked = answers_of(design).values()
    larger = [each for each in asked if each.claim.size and each.row.users < each.claim.size.users]
    assert {each.claim.id for each in larger} >= ids
    assert {each.row.verdict for each in larger} <= {"not measured here", "fails"}


@pytest.mark.parametrize("time", ["second", "third"])
@pytest.mark.parametrize(
    ("design", "timed"), [("livvly", [8, 12, 20, 22, 23, 26, 27, 30]), ("analyst_marketplace", [3, 14, 19, 21, 30])]
)
def test_asking_again_gives_the_same_verdicts(
    time: str, filled: Filled, answers_of: Callable[[str], dict[str, Answer]], design: str, timed: list[int]
) -> None:
    asked, again = answers_of(design), ask(filled(replace(TINY, design=design)), *timed)
    verdicts = {key: each.row.verdict for key, each in again.items()}
    assert verdicts == {key: asked[key].row.verdict for key in again}, f"asked for the {time} time"


def test_a_statement_that_takes_too_long_leaves_its_claim_unmeasured(
    filled: Filled, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(STATEMENT_LIMIT_MS, "quick", 1)
    row = ask(filled(TINY), 26)["LIVVLY-C026"].row
    assert row.verdict == "not measured here"
    assert "a statement of the experiment took longer than 0.001 s" in row.why


@pytest.mark.parametrize("design", [name for name in CLAIMS if name != "livvly"])
def test_the_notebook_shows_the_ledger_of_every_design(
    filled: Filled, answers_of: Callable[[str], dict[str, Answer]], design: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answers are those that were asked above; livvly's are asked again by its report."""
    monkeypatch.setattr("livvly_lab.lab.claims.ask_claims", lambda *_: tuple(answers_of(design).values()))
    sizes = replace(TINY, design=design)
    path = next(path for path in notebook_paths() if path.stem == "06_claims")
    shown = list(values_of(path, sizes, dsn=filled(sizes).dsn))
    assert any(answer.row.id in shown[0] for answer in answers_of(design).values())
    assert [trouble for each in shown for trouble in troubles(each)] == []


# the database disturbed


def test_a_check_on_a_range_turns_the_claim_that_it_is_enforced(
    filled: Filled, copied: Copied, asked: dict[str, Answer]
) -> None:
    before = asked["LIVVLY-C029"].row
    run = copied(filled(TINY))
    with run.connect() as connection:
        connection.execute("ALTER TABLE creator_performance ADD CHECK (avg_rating_30d BETWEEN 0 AND 5)")
        half = ask(run, 29)["LIVVLY-C029"].row
        connection.execute("ALTER TABLE ai_moderation_transcripts ADD CHECK (confidence BETWEEN 0 AND 100)")
        all_of_it = ask(run, 29)["LIVVLY-C029"].row
    assert [row.measured for row in (before, half, all_of_it)] == [4, 2, 0]
    assert [row.verdict for row in (before, half, all_of_it)] == ["fails", "fails", "holds"]


def test_indexes_rows_and_users_that_go_or_lie_are_seen(
    filled: Filled, copied: Copied, asked: dict[str, Answer]
) -> None:
    run = copied(filled(TINY))
    with run.connect() as connection:
        for shard in range(TINY.shards):
            connection.execute(f"DROP INDEX idx_calls_composite_s{shard}")
        connection.execute("UPDATE creator_performance SET revenue_share_percent = 99")
        connection.execute("DELETE FROM users WHERE shard_id = 0")
        lies = connection.execute("SELECT count(*) FROM creator_performance").fetchone()
    now = {key: each.row for key, each in ask(run, 2, 17, 28).items()}
    assert now["LIVVLY-C017"].measured == 35 == (asked["LIVVLY-C017"].row.measured or 0) - 1
    assert lies is not None
    assert now["LIVVLY-C028"].measured == lies[0] > (asked["LIVVLY-C028"].row.measured or 0)
    assert now["LIVVLY-C002"].measured == 1 != asked["LIVVLY-C002"].row.measured


def test_a_unique_value_over_all_shards_makes_the_parent_work_a_little_more(filled: Filled) -> None:
    broken = ask(filled(TINY), 7)["LIVVLY-C007"]
    assert isinstance(broken.outcome, Measurement)
    assert {row["statement"]: row["works as on one table"] for row in broken.outcome.detail} == {
        "insert through the parent": False,
        "unique value in a second shard": False,
        "lookup by key": False,
    }


def test_a_deletion_that_is_refused_counts_and_one_that_leaves_references_too(filled: Filled, copied: Copied) -> None:
    run = copied(filled(TINY))
    with run.connect() as connection:
        connection.execute("CREATE TABLE keeper (id uuid REFERENCES users_shard_0 (id))")
        connection.execute("INSERT INTO keeper SELECT id FROM users_shard_0")
        kept = connection.execute("SELECT count(*) FROM keeper").fetchone()
    outcome = ask(run, 15)["LIVVLY-C015"].outcome
    assert isinstance(outcome, Measurement)
    assert kept is not None
    assert 0 < outcome.quantity("refused").value <= min(20, kept[0])
    assert outcome.quantity("left dangling").value > 0


def test_tables_that_were_written_to_are_read_by_index_alone_again(filled: Filled, copied: Copied) -> None:
    run = copied(filled(TINY))
    with run.connect() as connection:
        connection.execute("VACUUM")
        assert _heap_fetches(connection) == 0
        at = Loaded(connection, run.dsn, run.physical, run.function, run.parameters)
        with at.rolled_back():
            connection.execute("DELETE FROM users")
        assert _heap_fetches(connection) > 0
        at.tidy()
        assert _heap_fetches(connection) == 0


def _heap_fetches(connection: psycopg.Connection[Any]) -> int:
    with connection.transaction():
        connection.execute("SET LOCAL enable_seqscan = off")
        connection.execute("SET LOCAL enable_bitmapscan = off")
        query = "EXPLAIN (ANALYZE, FORMAT JSON) SELECT id FROM users_shard_0 WHERE id IS NOT NULL ORDER BY id"
        found = connection.execute(query).fetchone()
    assert found is not None
    return int(found[0][0]["Plan"]["Heap Fetches"])


# what other notebooks measured


def test_what_an_earlier_notebook_measured_is_taken_from_it(filled: Filled) -> None:
    skew = {
        "what": "users",
        "unit": "users",
        "per_shard": [30_000.0, 10_000.0],
        "mean": 20_000.0,
        "deviations": [0.5, -0.5],
        "worst": 0.5,
        "worst_shard": 0,
        "band": 0.01,
        "p_value": 0.0,
        "real": True,
    }
    row = ask(filled(TINY), 2, known={"skew": [skew]})["LIVVLY-C002"].row
    assert (row.measured, row.evidence) == (0.5, "02_shard_skew#fig-skew-users")


def test_the_notebook_of_claims_runs_last_and_stays_in_its_place_among_the_pages() -> None:
    paths = notebook_paths()
    assert [path.stem for path in running_order(paths)][-1] == "06_claims"
    assert sorted(running_order(paths)) == list(paths)


# errors and designs without claims


def test_an_experiment_that_the_server_stops_names_its_claim(filled: Filled, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(at: Loaded) -> Measurement:
        at.connection.execute("SELECT nothing FROM nowhere")
        return Measurement((), "")

    monkeypatch.setattr(ledger, "EXPERIMENTS", {"broken": broken})
    run = filled(TINY)
    with run.connect() as connection:
        at = Loaded(connection, run.dsn, run.physical, run.function, run.parameters)
        with pytest.raises(LabError, match="the experiment broken of X-1 to run"):
            ask_claims(at, [Claim("X-1", experiment="broken", rule=Equals(0))])


def test_what_an_experiment_writes_is_taken_back_even_when_it_fails(filled: Filled) -> None:
    run = filled(TINY)
    before = state(run)
    with run.connect() as connection:
        at = Loaded(connection, run.dsn, run.physical, run.function, run.parameters)
        with pytest.raises(psycopg.errors.DivisionByZero), at.rolled_back():
            connection.execute("WITH gone AS (DELETE FROM notifications RETURNING 1) SELECT 1 / 0 FROM gone")
        with at.rolled_back(), at.refused() as errors:
            connection.execute("DELETE FROM no_such_table")
        assert len(errors) == 1
    assert state(run) == before


def test_a_design_without_claims_says_so(filled: Filled, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    run = replace(filled(TINY), run_dir=tmp_path)
    monkeypatch.setitem(DESIGNS, "livvly", replace(DESIGNS["livvly"], claims=(), criteria=()))
    walk = claims_walk(run)
    assert repr(walk.ledger) == "This design declares no claims."
    assert repr(walk.criteria) == "This design declares no acceptance criteria."
    assert read_part(tmp_path, "06_claims")["results"] == {"claims": [], "criteria": []}


# criteria


def row(key: str, verdict: Verdict) -> LedgerRow:
    return LedgerRow(key, "", "", "e", "measured", 1, "ms", None, 1, 1, "quick", verdict, f"why {key}", "06_claims")


def decided(by: Any, *, breaches: tuple[Breach, ...] = (), ok: bool = True) -> tuple[Verdict, str]:
    """Decide one criterion on made-up grounds that need no server."""
    lint = Lint(breaches, (), (), {}, (), 1, None, 0)
    checks = (CheckResult("orphans", "", "orphan", ok, int(not ok), ""),)
    rows = (row("A", "holds"), row("B", "fails"), row("C", "not measured here"))
    at: Any = None
    (found,) = decide(at, [Criterion("X-AC1", "X", "", by)], Grounds(rows, lint, checks))
    return found.verdict, found.why


def test_a_criterion_of_several_claims_is_as_good_as_the_worst_of_them() -> None:
    assert decided(ByClaims(("A",)))[0] == "holds"
    assert decided(ByClaims(("A", "C"))) == ("not measured here", "C: why C")
    assert decided(ByClaims(("A", "B", "C"))) == ("fails", "B: why B")


def test_a_criterion_of_a_lint_rule_is_met_where_nothing_breaks_it_in_its_tables() -> None:
    breach = Breach("money-type", "t.amount", "", "medium", "t", 1, None, 0, None)
    assert decided(ByLint(("money-type",)))[0] == "holds"
    assert decided(ByLint(("money-type",)), breaches=(breach,)) == ("fails", "1 objects break it: t.amount")
    assert decided(ByLint(("money-type",), ("other",)), breaches=(breach,))[0] == "holds"
    assert decided(ByLint(("missing-comment",)), breaches=(breach,))[0] == "holds"


def test_a_criterion_of_checks_is_met_where_they_hold_and_open_where_there_are_none() -> None:
    assert decided(ByChecks(("orphan",)))[0] == "holds"
    assert decided(ByChecks(("orphan",)), ok=False)[0] == "fails"
    assert decided(ByChecks(("price",)))[0] == "not measured here"


def test_every_criterion_of_livvly_is_decided_by_something_that_exists() -> None:
    criteria, claims = DESIGNS["livvly"].criteria, {claim.id for claim in DESIGNS["livvly"].claims}
    assert len(criteria) == 84
    for criterion in criteria:
        if isinstance(criterion.by, ByClaims):
            assert set(criterion.by.ids) <= claims, criterion.id
        if isinstance(criterion.by, ByLint):
            assert set(criterion.by.rules) <= set(RULES), criterion.id


# timing


def test_a_ratio_of_times_that_take_turns_has_an_interval_no_narrower_than_runs_differ() -> None:
    found = ratio([2.0] * 15, [1.0] * 15)
    assert (found.low, found.mid, found.high, found.n) == (1.8, 2.0, 2.2, 15)
    wide = quantile_interval([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0], 0.5)
    assert widened(wide) == wide


def test_things_take_turns_each_warmed_before_it_is_timed() -> None:
    calls: list[str] = []
    times = take_turns({"a": lambda: calls.append("a"), "b": lambda: calls.append("b")}, 2, lambda: calls.append("|"))
    assert "".join(calls) == "|ab|ab|ab"
    assert {name: len(values) for name, values in times.items()} == {"a": 2, "b": 2}
