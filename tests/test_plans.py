"""Plans: what is measured of each query, how a plan is read, and what the runs come to in numbers and sentences."""

import doctest
import hashlib
import uuid
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from designs_for_tests import livvly_in
from hypothesis import given
from hypothesis import strategies as st
from psycopg import Connection
from visits_for_tests import WORKLOAD, build_visits, named, query

from livvly_lab.designs.workload import read_workload
from livvly_lab.domain import plan as plan_module
from livvly_lab.domain.physical import PhysicalDesign
from livvly_lab.domain.plan import (
    ESTIMATE_FACTORS,
    PlanNode,
    badges,
    fingerprint,
    jit_ms,
    level,
    read_plan,
    self_share,
)
from livvly_lab.domain.results import IndexMatrix, IndexState, QueryRun, State
from livvly_lab.errors import LabError
from livvly_lab.forecast.plans import (
    differing,
    judge_latency,
    key_dependent,
    quantile_interval,
    redundant,
    share_by_index,
)
from livvly_lab.measure.keys import Keys
from livvly_lab.measure.plans import measure_plans
from livvly_lab.placement.functions import FUNCTIONS
from livvly_lab.report import plan_says
from livvly_lab.scratch.ddl import create
from livvly_lab.scratch.server import Server

House = tuple[Connection[Any], PhysicalDesign]


@pytest.fixture(scope="module")
def house(server: Server) -> Iterator[House]:
    """Yield the visits design with its rows on two shards."""
    dsn = server.create_database("visits_plans")
    with psycopg.connect(dsn, autocommit=True) as connection:
        yield connection, build_visits(connection, "inheritance")
    server.drop_database("visits_plans")


@pytest.fixture(scope="module")
def runs(house: House) -> tuple[QueryRun, ...]:
    return measure_plans(*house, WORKLOAD, repeats=6)


def one(runs: tuple[QueryRun, ...], name: str, shard: int | None) -> QueryRun:
    return next(run for run in runs if (run.query, run.shard) == (name, shard))


# ------------------------------------------------------------------------------------------------ measuring


def test_each_query_has_one_run_for_each_shard_it_runs_on(runs: tuple[QueryRun, ...]) -> None:
    expected = [
        (wanted.name, shard) for wanted in WORKLOAD for shard in ((0, 1) if wanted.runs == "shard" else (None,))
    ]
    assert [(run.query, run.shard) for run in runs] == expected


def test_a_run_says_what_was_measured(runs: tuple[QueryRun, ...]) -> None:
    run = one(runs, "live_visits", 1)
    assert (run.meant, run.used, run.seq_scans, run.n) == ("idx_visits_live", ("idx_visits_live",), (), 6)
    assert 0 < run.p50_ms <= run.p95_ms
    assert run.planning_ms > 0
    assert run.rows == 5
    assert run.shared_hit_blocks > 0
    assert run.shared_read_blocks == 0
    assert run.plan["Plan"]["Shared Hit Blocks"] == run.shared_hit_blocks


def test_the_index_of_a_key_and_a_table_read_whole_have_their_logical_names(runs: tuple[QueryRun, ...]) -> None:
    assert one(runs, "latest_visits", 0).used == ("visits_guest_id_at_key",)
    assert one(runs, "guest_by_name", 0).used == ()
    assert one(runs, "guest_by_name", 0).seq_scans == ("guests",)


def test_a_query_over_all_shards_reads_the_children_and_not_the_empty_parent(runs: tuple[QueryRun, ...]) -> None:
    run = one(runs, "visits_everywhere", None)
    assert run.seq_scans == ("visits",)
    assert run.fingerprint.count("Seq Scan on visits") == 1
    assert run.rows == 1


def test_the_kinds_of_keys_take_turns_and_the_times_of_all_are_kept(house: House, runs: tuple[QueryRun, ...]) -> None:
    run = one(runs, "latest_visits", 0)
    assert {kind: len(times) for kind, times in run.times_ms.items()} == {"typical": 5, "absent": 1}
    kinds = [key.kind for key in Keys(*house).draw(named("latest_visits")[0], 0)]
    assert kinds == ["typical", "absent", "typical", "typical", "typical"]
    short = measure_plans(*house, named("latest_visits"), repeats=2)
    assert {kind: len(times) for kind, times in short[0].times_ms.items()} == {"typical": 1, "absent": 1}


def test_the_plan_kept_is_the_median_of_the_typical_keys(runs: tuple[QueryRun, ...]) -> None:
    for run in runs:
        typical = sorted(run.times_ms["typical"])
        assert sum(run.plans.values()) == run.n == sum(map(len, run.times_ms.values()))
        assert run.fingerprint in run.plans
        assert run.plan["Execution Time"] in typical
        if len(run.plans) == 1:
            assert run.plan["Execution Time"] == typical[(len(typical) - 1) // 2]


def test_a_plan_that_comes_to_an_absent_key_is_counted_and_not_kept(house: House) -> None:
    draws = "-- draw typical: SELECT 4 AS least\n-- draw absent: SELECT 49 AS least\n"
    wanted = query("visits_from", "idx_visits_place", draws, "SELECT count(*) FROM {visits} WHERE place >= %(least)s")
    for run in measure_plans(*house, [wanted], repeats=4):
        assert run.seq_scans == ("visits",)
        assert sorted(run.plans.values()) == [2, 2]
        assert "Seq Scan on visits" in run.fingerprint


def test_keys_are_drawn_from_the_shard_that_is_asked(house: House) -> None:
    keys = Keys(*house)
    drawn = [{key.parameters["guest_id"] for key in keys.draw(named("latest_visits")[0], s)} for s in (0, 1)]
    (nobody,) = drawn[0] & drawn[1]
    assert nobody == uuid.UUID(hashlib.md5(b"nobody", usedforsecurity=False).hexdigest())


def test_equal_shards_have_equal_plans_and_a_missing_index_shows(house: House, runs: tuple[QueryRun, ...]) -> None:
    assert one(runs, "live_visits", 0).fingerprint == one(runs, "live_visits", 1).fingerprint
    connection, physical = house
    with connection.transaction(force_rollback=True):
        connection.execute("DROP INDEX idx_visits_live_s1")
        found = measure_plans(connection, physical, named("live_visits"), repeats=3)
    assert found[0].used == ("idx_visits_live",)
    assert found[1].used == ("idx_visits_at",)
    (each,) = differing(found)
    assert [(group.shards, group.says) for group in each.groups] == [
        ((0,), "Index Only Scan using idx_visits_live on visits"),
        ((1,), "Index Scan using idx_visits_at on visits"),
    ]


def test_partitions_and_their_indexes_have_the_names_of_their_table(database: str) -> None:
    physical = livvly_in("single")
    wanted = [each for each in read_workload("livvly_lab.designs.livvly") if each.name.startswith("transcripts_of_")]
    with psycopg.connect(database, autocommit=True) as connection:
        create(connection, physical, FUNCTIONS["crc32"])
        connection.execute("SET enable_seqscan = off")
        runs = measure_plans(connection, physical, wanted, repeats=1)
    assert {run.query: run.used for run in runs} == {
        "transcripts_of_moderator": ("idx_ai_moderation_transcripts_reviewed_by",),
        "transcripts_of_source": ("idx_ai_transcripts_source",),
        "transcripts_of_user": ("idx_ai_transcripts_user",),
    }
    assert all("_2026_" not in run.fingerprint for run in runs)


def test_each_run_is_told_when_it_is_done(house: House) -> None:
    seen: list[tuple[str, int | None]] = []
    measure_plans(*house, named("live_visits", "kind_by_name"), 1, lambda name, shard: seen.append((name, shard)))
    assert seen == [("live_visits", 0), ("live_visits", 1), ("kind_by_name", None)]


# --------------------------------------------------------------------------------------------- refusing


@pytest.mark.parametrize(
    ("draws", "text", "says"),
    [
        (
            "",
            "SELECT nothing FROM {visits}",
            r"workload/bad\.sql to run on shard 0, .*column \"nothing\" does not exist",
        ),
        ("", "WITH gone AS (DELETE FROM {visits}) SELECT 1", r"bad\.sql to run on shard 0, .*read-only transaction"),
        (
            "-- draw typical: SELECT 1 AS other\n",
            "SELECT 1 FROM {visits} WHERE place = %(place)s",
            r"the typical draw of workload/bad\.sql to return place, found other",
        ),
        (
            "-- draw typical: SELECT nothing\n",
            "SELECT 1 FROM {visits} WHERE place = %(place)s",
            r"the typical draw of workload/bad\.sql to run, found the server's error 'column",
        ),
        (
            "-- draw typical: SELECT place FROM {visits} WHERE false\n",
            "SELECT 1 FROM {visits} WHERE place = %(place)s",
            r"a key for workload/bad\.sql, found no row from any draw",
        ),
    ],
)
def test_a_query_that_cannot_be_run_names_its_file(house: House, draws: str, text: str, says: str) -> None:
    with pytest.raises(LabError, match=says):
        measure_plans(*house, [query("bad", "none", draws, text)], repeats=1)
    assert house[0].info.transaction_status == psycopg.pq.TransactionStatus.IDLE


def test_a_query_that_takes_too_long_is_stopped(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("livvly_lab.measure.plans.TIMEOUT_MS", 50)
    with pytest.raises(LabError, match=r"workload/slow\.sql to run on shard 0.*statement timeout"):
        measure_plans(*house, [query("slow", "none", "", "SELECT pg_sleep(20) FROM {visits}")], repeats=1)


# ------------------------------------------------------------------------------------------- reading a plan


def raw(kind: str, total_ms: float, *children: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return a node as EXPLAIN (ANALYZE, FORMAT JSON) gives it."""
    told = {"Total Cost": 1.0, "Plan Rows": 1, "Actual Rows": 1, "Actual Loops": 1, "Actual Total Time": total_ms}
    return {"Node Type": kind, **told, "Plans": list(children), **more}


def read(node: dict[str, Any]) -> PlanNode:
    return read_plan({"Plan": node})


def test_own_time_is_all_loops_without_the_children() -> None:
    scan = raw("Index Scan", 0.5, **{"Actual Loops": 10, "Relation Name": "calls_shard_3", "Index Name": "idx_s3"})
    root = read(raw("Nested Loop", 8.0, raw("Seq Scan", 1.0), scan))
    assert root.self_ms == pytest.approx(2.0)
    assert [child.self_ms for child in root.children] == [1.0, 5.0]
    assert not any(node.approximate for node in root.walk())
    assert self_share(root.children[1], 10.0) == pytest.approx(0.5)
    assert self_share(root, 0.0) == 0.0


def test_own_time_is_never_negative_and_then_marked_as_approximate() -> None:
    root = read(raw("Result", 1.0, raw("Seq Scan", 1.5)))
    assert (root.self_ms, root.approximate) == (0.0, True)


def test_workers_share_the_time_of_what_is_below_a_gather() -> None:
    scan = raw("Seq Scan", 4.0, **{"Actual Loops": 3})
    root = read(raw("Gather", 5.0, scan, **{"Workers Launched": 2}))
    assert root.children[0].total_ms == pytest.approx(4.0)
    assert root.self_ms == pytest.approx(1.0)
    assert root.children[0].approximate


@pytest.mark.parametrize(
    ("node", "approximate"),
    [
        (raw("Result", 5.0, raw("Seq Scan", 1.0, **{"Parent Relationship": "InitPlan"})), True),
        (raw("Result", 5.0, raw("Seq Scan", 1.0, **{"Parent Relationship": "SubPlan"})), False),
        (raw("CTE Scan", 5.0), True),
        (raw("Index Scan", 0.001, **{"Actual Loops": 900}), True),
        (raw("Index Scan", 0.2, **{"Actual Loops": 900}), False),
    ],
)
def test_times_that_no_clock_took_alone_are_marked(node: dict[str, Any], *, approximate: bool) -> None:
    assert read(node).approximate is approximate


@given(
    st.recursive(
        st.builds(lambda own: raw("Seq Scan", own), st.floats(0, 100)),
        lambda inner: st.builds(
            lambda own, below: raw("Append", own + sum(child["Actual Total Time"] for child in below), *below),
            st.floats(0, 100),
            st.lists(inner, min_size=1, max_size=3),
        ),
        max_leaves=8,
    )
)
def test_own_times_add_up_to_the_whole(node: dict[str, Any]) -> None:
    root = read(node)
    assert sum(each.self_ms for each in root.walk()) == pytest.approx(root.total_ms, abs=1e-6)
    assert all(each.self_ms >= 0 for each in root.walk())


def test_blocks_are_those_of_the_node_alone() -> None:
    below = raw("Seq Scan", 1.0, **{"Shared Hit Blocks": 7, "Shared Read Blocks": 2})
    root = read(raw("Sort", 2.0, below, **{"Shared Hit Blocks": 10, "Shared Read Blocks": 2}))
    assert (root.hit_blocks, root.read_blocks) == (3, 0)
    assert (root.children[0].hit_blocks, root.children[0].read_blocks) == (7, 2)


def test_estimates_and_removed_rows_are_told_by_how_much_they_are_off() -> None:
    under = read(raw("Seq Scan", 9.0, **{"Plan Rows": 8, "Actual Rows": 312, "Rows Removed by Filter": 4888}))
    assert under.estimate_factor == pytest.approx(39)
    assert under.underestimated
    assert under.removed_share == pytest.approx(0.94)
    assert badges(under, 10.0) == ("slow", "estimate ×39", "filter drops 94 %")
    over = read(raw("Seq Scan", 1.0, **{"Plan Rows": 2000, "Actual Rows": 0}))
    assert (over.estimate_factor, over.underestimated, over.removed_share) == (2000.0, False, 0.0)
    assert level(over.estimate_factor, ESTIMATE_FACTORS) == 3
    assert badges(over, 10.0) == ("estimate ×2,000",)


def test_a_node_that_never_ran_says_so() -> None:
    node = read(raw("Index Scan", 0.0, **{"Actual Loops": 0, "Plan Rows": 5000, "Actual Rows": 0}))
    assert node.never_executed
    assert badges(node, 1.0) == ("never executed",)
    planned = read_plan({"Plan": {"Node Type": "Seq Scan", "Total Cost": 3.5, "Plan Rows": 2}})
    assert (planned.cost, planned.estimated_rows, planned.self_ms) == (3.5, 2, 0.0)


def test_compilation_is_told_where_there_was_any() -> None:
    assert jit_ms({"Plan": {}}) is None
    assert jit_ms({"Plan": {}, "JIT": {"Timing": {"Total": 12.5}}}) == 12.5


# --------------------------------------------------------------------------------------------- fingerprints


def test_a_fingerprint_knows_no_shard_no_constant_and_no_number() -> None:
    def plan_on(shard: int, value: str, rows: int) -> PlanNode:
        return read(
            raw(
                "Index Scan",
                1.0,
                **{
                    "Relation Name": f"calls_shard_{shard}",
                    "Alias": f"calls_shard_{shard}",
                    "Index Name": f"idx_calls_s{shard}",
                    "Index Cond": f"((calls_shard_{shard}.caller_id)::text = '{value}'::text)",
                    "Filter": f"(duration_30d > {rows}.5)",
                    "Plan Rows": rows,
                },
            )
        )

    tables = {"calls_shard_0": "calls", "calls_shard_3": "calls"}
    indexes = {"idx_calls_s0": "idx_calls", "idx_calls_s3": "idx_calls"}
    first, second = plan_on(0, "x", 1), plan_on(3, "it''s", 70)
    assert fingerprint(first, tables, indexes) == fingerprint(second, tables, indexes)
    assert fingerprint(first, tables, indexes) == (
        "Index Scan using idx_calls on calls "
        "[Index Cond: ((calls.caller_id)::text = …::text)] [Filter: (duration_30d > …)]"
    )


@pytest.mark.parametrize(
    "change",
    [
        {"Node Type": "Seq Scan"},
        {"Index Name": "idx_other"},
        {"Relation Name": "rooms"},
        {"Filter": "(b = 1)"},
        {"Scan Direction": "Backward"},
    ],
)
def test_a_fingerprint_changes_with_the_plan(change: dict[str, str]) -> None:
    node = raw("Index Scan", 1.0, **{"Relation Name": "calls", "Index Name": "idx", "Filter": "(a = 1)"})
    assert fingerprint(read(node), {}, {}) != fingerprint(read({**node, **change}), {}, {})


def test_equal_children_of_an_append_are_told_once_and_numbered_aliases_are_one() -> None:
    def child(shard: int, kind: str = "Seq Scan") -> dict[str, Any]:
        names = {"Relation Name": f"calls_shard_{shard}", "Alias": f"calls_{shard + 1}"}
        return raw(kind, 1.0, **names, Filter=f"(calls_{shard + 1}.rating = 5)")

    tables = {f"calls_shard_{shard}": "calls" for shard in range(3)}
    same = fingerprint(read(raw("Append", 3.0, *map(child, range(3)))), tables, {})
    assert same == "Append\n  Seq Scan on calls [Filter: (calls.rating = …)]"
    scans = [child(0), child(1, "Index Scan"), child(2)]
    orders = {fingerprint(read(raw("Append", 3.0, *order)), tables, {}) for order in (scans, scans[::-1], scans[1:])}
    assert len(orders) == 1
    assert [line.split(" [")[0] for line in orders.pop().splitlines()[1:]] == [
        "  Index Scan on calls",
        "  Seq Scan on calls",
    ]


def test_the_examples_in_the_docstrings_are_true() -> None:
    assert doctest.testmod(plan_module).failed == 0


# ------------------------------------------------------------------------------------- arithmetic, sentences


def made(
    name: str,
    shard: int | None = 0,
    times_ms: tuple[float, ...] = (1.0,) * 20,
    used: tuple[str, ...] = ("idx",),
    seq_scans: tuple[str, ...] = (),
    shape: str = "Index Scan using idx on calls [Index Cond: (a = …)]",
    plans: int = 1,
) -> QueryRun:
    p95 = sorted(times_ms)[-1]
    shapes = {shape if n == 0 else f"{shape} {n}": 1 for n in range(plans)}
    plan = {"Plan": raw("Index Scan", times_ms[0]), "Execution Time": times_ms[0] * 2}
    return QueryRun(
        name, shard, "idx", used, seq_scans, len(times_ms), times_ms[0], p95, 0.3, 1, 3, 0, shape, plan, shapes,
        {"typical": times_ms},
    )  # fmt: skip


def test_latency_holds_where_the_slowest_query_stays_under_the_limit() -> None:
    latency = judge_latency([made("quick"), made("slow", 0, (5.0,) * 20), made("slow", 1, (9.0,) * 20)], 200)
    assert [each.query for each in latency.queries] == ["slow", "quick"]
    assert (latency.verdict, latency.claimed_verdict, latency.too_slow) == ("holds", "not measured here", ())
    assert latency.queries[0].p95_ms.n == 40
    assert (latency.queries[0].slowest_shard, latency.queries[0].slowest_p95_ms) == (1, 9.0)
    assert plan_says.latency_sentence(latency, 20_000) == (
        "The slowest of 2 queries stays under 200 ms: slow has a p95 of 9.00 ms [9.00, 9.00], 86 %, n=40, slowest on "
        "shard 1; holds at 20.0 k users with one client on warm data. With many clients at once: not measured here; it "
        "takes clients that ask all at once."
    )


def test_latency_fails_where_even_the_low_end_is_over_the_limit() -> None:
    latency = judge_latency([made("slow", None, (300.0,) * 20), made("quick")], 200)
    assert (latency.verdict, latency.claimed_verdict) == ("fails", "fails")
    assert [each.query for each in latency.too_slow] == ["slow"]
    assert plan_says.latency_sentence(latency, 1) == (
        "1 of 2 queries takes more than 200 ms: slow has a p95 of 300 ms [300, 300], 63 %, n=20; fails at 1 user with "
        "one client on warm data. With many clients at once: fails."
    )
    both = judge_latency([made("slow", None, (300.0,) * 20), made("slower", None, (400.0,) * 20)], 200)
    assert plan_says.latency_sentence(both, 1).startswith("2 of 2 queries take more than 200 ms: slower has")


def test_latency_depends_where_the_interval_straddles_the_limit() -> None:
    latency = judge_latency([made("unsure", None, tuple(range(183, 203)))], 200)
    assert (latency.verdict, latency.claimed_verdict) == ("depends", "not measured here")
    assert plan_says.latency_sentence(latency, 5).startswith("1 of 1 query cannot be told from 200 ms: unsure has")


def test_nothing_measured_is_no_verdict() -> None:
    latency, share = judge_latency([], 200), share_by_index([], 0.7, 0.9)
    assert (latency.verdict, latency.claimed_verdict, share.verdict) == ("not measured here",) * 3
    assert plan_says.latency_sentence(latency, 5) == "No query was measured."
    assert plan_says.share_sentence(share, 5) == "No query was measured."


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=60), st.sampled_from([0.5, 0.95]))
def test_a_quantile_lies_in_its_interval_and_the_interval_in_the_values(values: list[float], quantile: float) -> None:
    found = quantile_interval(values, quantile)
    assert min(values) <= found.low <= found.mid <= found.high <= max(values)
    assert 0 <= found.level <= 1
    assert found.n == len(values)


def test_the_level_of_an_interval_is_the_one_reached() -> None:
    assert quantile_interval(range(1, 21), 0.95).level == 0.63  # 1 - 0.95^20 - P(at most 16 of 20 below)
    assert quantile_interval(range(1, 201), 0.95).level >= 0.95
    assert quantile_interval(range(1, 101), 0.5).low == 40


@pytest.mark.parametrize(
    ("alone", "mixed", "none", "verdict"),
    [(7, 0, 3, "holds"), (10, 0, 0, "holds"), (6, 1, 3, "depends"), (6, 0, 4, "fails"), (0, 6, 4, "fails")],
)
def test_the_share_of_index_scans_is_judged_by_both_its_readings(
    alone: int, mixed: int, none: int, verdict: str
) -> None:
    runs = [
        *(made(f"alone{n}") for n in range(alone)),
        *(made(f"mixed{n}", used=("idx",), seq_scans=("gifts",)) for n in range(mixed)),
        *(made(f"none{n}", used=(), seq_scans=("gifts",)) for n in range(none)),
    ]
    share = share_by_index(runs, 0.7, 0.9)
    assert (share.verdict, share.low, share.high) == (verdict, alone / 10, (alone + mixed) / 10)
    assert share.whole_tables == ({"gifts": mixed + none} if mixed + none else {})


def test_a_query_counts_as_read_by_indexes_alone_if_it_is_on_every_shard() -> None:
    share = share_by_index([made("a", 0), made("a", 1, used=(), seq_scans=("calls",))], 0.7, 0.9)
    assert (share.index_alone, share.mixed, share.no_index) == ((), ("a",), ())


def test_the_share_is_told_with_the_tables_read_whole() -> None:
    runs = [made("a"), made("b", used=(), seq_scans=("gifts", "rooms")), made("c", used=(), seq_scans=("gifts",))]
    assert plan_says.share_sentence(share_by_index(runs, 0.7, 0.9), 20_000) == (
        "1 of 3 queries (33.3 %) runs on indexes alone, 1 (33.3 %) uses one somewhere; promised are 70 to 90 %: fails "
        "at 20.0 k users. Read as a whole: gifts (2 queries) and rooms (1 query)."
    )
    assert plan_says.share_sentence(share_by_index([made("a"), made("b")], 0.7, 0.9), 1) == (
        "2 of 2 queries (100 %) run on indexes alone, 2 (100 %) use one somewhere; promised are 70 to 90 %: holds at "
        "1 user (above what is promised)."
    )


def test_without_a_promise_the_share_is_told_and_not_judged() -> None:
    share = share_by_index([made("a"), made("b", used=(), seq_scans=("gifts",))], None, None)
    assert (share.verdict, share.low, share.high) == (None, 0.5, 0.5)
    assert plan_says.share_sentence(share, 40) == (
        "1 of 2 queries (50.0 %) runs on indexes alone, 1 (50.0 %) uses one somewhere at 40 users; the specification "
        "promises no share. Read as a whole: gifts (1 query)."
    )


def test_plans_that_differ_are_told_by_the_scans_that_differ() -> None:
    seq = "Limit\n  Seq Scan on calls [Filter: (a = …)]"
    index = "Limit\n  Index Scan using idx on calls [Index Cond: (a = …)]"
    runs = [made("history", n, (2.0,) * 4, shape=seq if n == 5 else index) for n in range(8)]
    (each,) = differing([*runs, *(made("same", n) for n in range(8))])
    assert [(group.shards, group.says) for group in each.groups] == [
        ((0, 1, 2, 3, 4, 6, 7), "Index Scan using idx on calls"),
        ((5,), "Seq Scan on calls"),
    ]
    assert plan_says.differing_sentence(each) == (
        "history runs with 2 plans. 7 shards: Index Scan using idx on calls, 2.00 ms; shard 5: Seq Scan on calls, "
        "2.00 ms."
    )
    assert plan_says.differing_summary([each], 2) == "1 of 2 queries runs with different plans on different shards."
    assert plan_says.differing_summary([each, each], 2).startswith("2 of 2 queries run with")
    assert plan_says.differing_summary([], 1) == "Each of 1 query runs with the same plan on all shards."


def test_shards_do_not_differ_where_one_plan_came_on_all_of_them() -> None:
    shared = "Index Scan using idx on calls [Index Cond: (a = …)]"
    other = f"{shared} 1"
    runs = [made("history", 0, shape=shared, plans=2), made("history", 1, shape=other)]
    assert differing(runs) == ()
    assert key_dependent(runs) == ("history",)


def test_plans_that_differ_in_conditions_alone_say_so() -> None:
    first, second = "Seq Scan on calls [Filter: (a = …)]", "Seq Scan on calls [Filter: (b = …)]"
    (each,) = differing([made("q", 0, shape=first), made("q", 1, shape=second)])
    assert {group.says for group in each.groups} == {"the same nodes under other conditions"}


def test_a_query_whose_plan_depends_on_the_key_is_found() -> None:
    found = key_dependent([made("one"), made("two", 0), made("two", 1, plans=2)])
    assert found == ("two",)
    assert (
        plan_says.key_dependent_sentence(found, 2) == "1 of 2 queries changes its plan with the key, on one shard: two."
    )
    assert plan_says.key_dependent_sentence(("a", "b"), 2).startswith("2 of 2 queries change their plan with the key")
    assert plan_says.key_dependent_sentence((), 1) == "Each of 1 query keeps its plan whatever the key."


def pair(index: str, instead: str | None, ratio: float | None, state: State = "chosen") -> IndexState:
    return IndexState(index, "calls", "q", state, (), "", on_shards=1, of_shards=1, instead=instead, cost_ratio=ratio)


def test_an_index_is_redundant_if_every_query_could_do_without_it_at_the_same_cost() -> None:
    pairs = (
        pair("twin", "key", 1.0),
        pair("twin", "other", 1.0001),
        pair("half", "key", 1.0),
        pair("half", "key", 1.2),
        pair("lonely", "seq scan", 1.0),
        pair("unknown", None, None),
        pair("loser", None, None, "unusable"),
        pair("undeclared_key", "twin", 1.0),
    )
    states = tuple(found for found in pairs if found.index != "undeclared_key")
    found = redundant(IndexMatrix(states, pairs))
    assert [(each.index, each.instead) for each in found] == [("twin", ("key", "other"))]
    assert plan_says.redundant_sentence(found, 5) == (
        "1 of 5 indexes is chosen, yet without it every plan has the same expected cost: twin (key or other instead)."
    )
    assert plan_says.redundant_sentence(found * 2, 5).startswith("2 of 5 indexes are chosen, yet without them")
    assert plan_says.redundant_sentence((), 1) == (
        "No query that chose one of 1 index could do without it at the same expected cost."
    )


def test_the_states_are_counted_in_a_sentence() -> None:
    states = [
        *(pair(f"chosen{n}", None, None) for n in range(3)),
        pair("rival", None, None, "chosen without rival"),
        pair("seq", None, None, "only without seqscan"),
        pair("no", None, None, "unusable"),
        pair("unknown", None, None, "not tried"),
    ]
    assert plan_says.states_sentence(states) == (
        "Of 7 indexes 3 are chosen, 1 is chosen only once a rival is dropped, 1 is used only with sequential scans "
        "off, 1 is unusable for the queries they are written for and 1 is not chosen, and nothing more was tried."
    )
    assert plan_says.states_sentence(states[:1]) == "Of 1 index 1 is chosen."
    assert plan_says.states_sentence([]) == "The design declares no index."


def test_a_plan_has_a_title_that_says_where_its_time_goes(runs: tuple[QueryRun, ...]) -> None:
    assert plan_says.plan_title(made("history", 3, (2.6,))) == (
        "history on shard 3: 5.20 ms, 50 % in one index scan; index used = meant"
    )
    assert plan_says.plan_title(made("history", None, (2.6,), used=(), seq_scans=("calls",))).endswith(
        "history: 5.20 ms, 50 % in one index scan; uses no index, meant is idx"
    )
    assert plan_says.plan_note(made("history")) == "median run of 20, warm, planning 0.300 ms, no JIT"
    assert plan_says.plan_title(one(runs, "live_visits", 0)).endswith("index used = meant")
    assert "; uses idx_visits_note_gin" in plan_says.plan_title(one(runs, "visits_with_note", 0))
