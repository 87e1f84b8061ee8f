"""Findings from results: each rule finds what it is about, keeps quiet otherwise, and says size, remedy and place."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from livvly_lab.domain.load import BalanceClaim, HotUser, Load, LoadMeasure, LoadPart, PairCount, ShardLoad, TwoParty
from livvly_lab.domain.results import (
    CheckResult,
    Finding,
    IndexMatrix,
    IndexSize,
    IndexState,
    Interval,
    State,
    TableSize,
    Verdict,
)
from livvly_lab.domain.skew import HotEffect
from livvly_lab.domain.speed import Differing, Latency, PlanGroup, QueryLatency, Redundant
from livvly_lab.domain.targets import Targets
from livvly_lab.forecast.skew import cross_shard, hot_effects, judge_reading, readings, skew
from livvly_lab.report.findings import (
    check_findings,
    cross_findings,
    hot_findings,
    reading_findings,
    skew_findings,
    worst_first,
)
from livvly_lab.report.plan_findings import (
    index_findings,
    overhead_findings,
    plan_findings,
    redundant_findings,
    slow_findings,
    unused_findings,
)

SOURCE = "livvly REQ-DB-003"
TARGETS = Targets(200.0, 0.7, 0.9, 0.3, 0.4, SOURCE)
CLAIM = BalanceClaim(0.02, 1_500_000, 8, 175_000, 200_000, "livvly REQ-DB-001")
CALLS = LoadMeasure("calls received", "calls", (LoadPart("calls", "receiver_id"),), who="creator")
MIB = 2**20


def latency(*queries: QueryLatency) -> Latency:
    return Latency(200.0, queries, "fails", "fails")


def matrix(*states: IndexState) -> IndexMatrix:
    return IndexMatrix(states, states)


def state(index: str, what: State, rivals: tuple[str, ...] = (), why: str = "") -> IndexState:
    return IndexState(index, "calls", "call_history", what, rivals, why)


def size(index: str, index_bytes: int, *, is_key: bool = False) -> list[IndexSize]:
    return [IndexSize(index, "calls", f"{index}_s{n}", n, index_bytes // 2, is_key) for n in range(2)]


def table(name: str, heap_bytes: int, index_bytes: int) -> TableSize:
    return TableSize(name, name, None, 10, heap_bytes, index_bytes, 0)


def hot(amount: float) -> tuple[Load, Sequence[HotEffect]]:
    load = Load(
        CALLS, (ShardLoad(0, 5, 100 + amount, 1.0), ShardLoad(1, 5, 100.0, 1.0)), 0.0, (HotUser("ada", 0, 80.0),)
    )
    return load, hot_effects(load)


def crossing(rows: int, cross: int, shards: int = 8) -> list[Finding]:
    relation = TwoParty("calls", "receiver_id", "caller and receiver")
    return list(cross_findings([cross_shard(PairCount(relation, rows, cross, 0, 0, float(rows)), shards)], "s"))


def only(findings: Sequence[Finding]) -> Finding:
    (found,) = findings
    assert found.id.startswith("finding-")
    assert "#" in found.evidence
    assert all((found.says, found.where, found.remedy, found.source))
    return found


def test_a_shard_far_beyond_the_band_is_found_and_one_within_it_or_just_beyond_is_not() -> None:
    found = only(skew_findings([skew("users", "users", [2_800.0, *[2_500.0] * 7])], SOURCE))
    assert found.level == "high"
    assert found.says.startswith("Shard 0 lies +10.3 % off the mean in users; a fair hash would stay under 5.1 %")
    assert found.where == "20.3 k users on 8 shards"
    assert skew_findings([skew("users", "users", [2_550.0, *[2_500.0] * 7])], SOURCE) == ()
    beyond = skew("users", "users", [2_660.0, *[2_500.0] * 7])
    assert beyond.real
    assert skew_findings([beyond], SOURCE) == ()


def test_the_strictest_reading_that_fails_is_found_with_the_users_it_takes() -> None:
    users = skew("users", "users", [2_600.0, 2_400.0, *[2_500.0] * 6])
    found = only(reading_findings([judge_reading(users, reading, CLAIM) for reading in readings(CLAIM, 8)]))
    assert found.id == "finding-even-relative"
    assert found.level == "medium"
    assert found.says == (
        "±2 % of the mean fails at 20.0 k users: shard 0 lies +4.0 % off the mean; a fair hash keeps it only from "
        "130 k users on."
    )
    even = skew("users", "users", [2_500.0] * 8)
    assert reading_findings([judge_reading(even, reading, CLAIM) for reading in readings(CLAIM, 8)]) == ()


def test_a_reading_that_fails_beyond_the_band_is_no_noise() -> None:
    users = skew("users", "users", [3_600.0, 1_400.0, *[2_500.0] * 6])
    found = only(reading_findings([judge_reading(users, readings(CLAIM, 8)[0], CLAIM)]))
    assert found.level == "high"
    assert found.says.endswith("a fair hash would stay under 5.1 %, so this is no noise.")


@pytest.mark.parametrize(("amount", "level"), [(500.0, "high"), (60.0, "medium"), (30.0, "low")])
def test_a_hot_shard_is_found_by_how_many_times_its_part_it_carries(amount: float, level: str) -> None:
    load, effects = hot(amount)
    found = only(hot_findings([(load, effects)], "livvly REQ-DB-001"))
    assert found.level == level
    assert found.id == "finding-hot-calls-received"
    assert "of calls received (fair 50.0 %): one creator brings" in found.says
    assert found.evidence == "02_shard_skew#fig-skew-hottest-calls-received"


def test_an_even_load_and_one_on_one_shard_are_not_hot() -> None:
    load, _ = hot(10.0)
    alone = Load(CALLS, load.shards[:1])
    assert hot_findings([(load, ()), (alone, ())], SOURCE) == ()


def test_rows_whose_parties_live_apart_are_one_finding_and_on_one_shard_none() -> None:
    found = only(crossing(8_000, 7_000))
    assert found.says.startswith("87.5 % of the rows with two parties have them in two shards, most of them in calls")
    assert found.where == "7.00 k rows of 1 relation"
    assert crossing(8_000, 0, shards=1) == []


@pytest.mark.parametrize(
    ("low", "mid", "verdict", "level"), [(204, 212, "fails", "high"), (190, 212, "depends", "medium")]
)
def test_a_query_over_its_limit_is_found_with_its_interval(
    low: float, mid: float, verdict: Verdict, level: str
) -> None:
    slow = QueryLatency("call_history", 90.0, Interval(low, mid, 221, 0.95, 160), 3, 250.0, verdict)
    found = only(slow_findings(latency(slow), SOURCE))
    assert found.level == level
    assert found.says == (
        f"call_history has a p95 of 212 ms [{low}, 221], 95 %, n=160, with one client on warm data; the limit is "
        f"200 ms: {verdict}."
    )
    assert found.where == "slowest on shard 3: p95 250 ms"
    assert only(slow_findings(latency(replace(slow, slowest_shard=None)), SOURCE)).where == "median 90.0 ms"


def test_a_query_that_holds_is_no_finding() -> None:
    quick = QueryLatency("call_history", 1.0, Interval(2, 3, 4, 0.95, 160), 3, 5.0, "holds")
    assert slow_findings(latency(quick), SOURCE) == ()


def test_a_plan_that_differs_on_a_shard_is_found_with_what_it_costs() -> None:
    usual = PlanGroup((0, 1, 2), "Index Scan calls", 5.0, "a")
    odd = PlanGroup((3,), "Seq Scan calls", 15.0, "b")
    found = only(plan_findings([Differing("call_history", (usual, odd))], SOURCE))
    assert found.level == "medium"
    assert found.where == "4 shards"
    assert found.says == (
        "call_history runs with 2 plans: Index Scan calls on 3 shards, Seq Scan calls on shard 3, at ×3.00 the median "
        "time."
    )
    alike = replace(odd, shards=(3, 4), p50_ms=6.0)
    again = only(plan_findings([Differing("call_history", (usual, alike))], SOURCE))
    assert again.level == "low"
    assert "Seq Scan calls on shards 3 and 4, at ×1.20" in again.says
    unmeasured = only(plan_findings([Differing("call_history", (replace(usual, p50_ms=0.0), odd))], SOURCE))
    assert unmeasured.says.endswith("at – the median time.")


def test_an_index_that_is_chosen_or_was_not_tried_is_no_finding() -> None:
    states = matrix(state("idx_a", "chosen"), state("idx_b", "not tried"))
    assert index_findings(states, size("idx_a", MIB), SOURCE) == ()
    assert unused_findings(states, size("idx_a", MIB), SOURCE) == ()


def test_an_index_that_loses_says_to_whom_and_what_it_takes_over_all_shards() -> None:
    lost = matrix(state("idx_a", "chosen without rival", ("idx_b",)))
    found = only(index_findings(lost, size("idx_a", MIB), SOURCE))
    assert (found.level, found.where) == ("low", "2 indexes on calls")
    assert found.says == "idx_a (1.00 MiB) is chosen by call_history only once idx_b is dropped."
    both = matrix(state("idx_a", "chosen without rival", ("idx_b", "idx_c")))
    assert "only once idx_b and idx_c are dropped" in only(index_findings(both, [], SOURCE)).says


def test_an_index_that_another_query_chooses_is_told_but_not_counted_as_unused() -> None:
    lost = state("idx_a", "unusable", why="no condition is on its columns (x)")
    one = IndexMatrix((lost,), (lost, replace(state("idx_a", "chosen"), query="feed", meant=False)))
    found = only(index_findings(one, size("idx_a", MIB), SOURCE))
    assert found.level == "info"
    assert found.says.endswith("columns (x); feed chooses it.")
    assert unused_findings(one, size("idx_a", MIB), SOURCE) == ()
    two = replace(one, pairs=(*one.pairs, replace(one.pairs[1], query="search")))
    assert only(index_findings(two, [], SOURCE)).says.endswith("; feed and search choose it.")


def test_an_unusable_index_is_worse_the_more_of_all_index_bytes_it_takes() -> None:
    states = matrix(state("idx_a", "unusable", why="no condition is on its columns (x)"))
    small = only(index_findings(states, [*size("idx_a", MIB), *size("idx_b", 99 * MIB)], SOURCE))
    large = only(index_findings(states, [*size("idx_a", MIB), *size("idx_b", MIB)], SOURCE))
    assert (small.level, large.level) == ("medium", "high")
    assert small.says == "idx_a (1.00 MiB) cannot be used by call_history: no condition is on its columns (x)."
    seqscan = matrix(state("idx_a", "only without seqscan", why="small table"))
    found = only(index_findings(seqscan, [], SOURCE))
    assert (found.level, found.says) == (
        "low",
        "idx_a (0 B) is used by call_history only with sequential scans off: small table.",
    )


def test_unused_indexes_are_summed_but_keys_are_not_among_them() -> None:
    states = [state(name, "chosen without rival", ("idx_z",)) for name in ("idx_a", "idx_b", "calls_pkey")]
    sizes = [
        *size("idx_a", MIB),
        *size("idx_b", 2 * MIB),
        *size("calls_pkey", MIB, is_key=True),
        *size("idx_z", 96 * MIB),
    ]
    found = only(unused_findings(matrix(*states), sizes, SOURCE))
    assert found.level == "medium"
    assert found.says == (
        "2 indexes are chosen by no query of the workload: 3.00 MiB, 3.0 % of all index bytes; the largest is idx_b."
    )
    one = only(unused_findings(matrix(states[0]), size("idx_a", MIB), SOURCE))
    assert one.level == "high"
    assert one.says.startswith("1 index is chosen by no query of the workload: 1.00 MiB, 100 %")
    assert unused_findings(matrix(states[2]), sizes, SOURCE) == ()


def test_indexes_that_another_could_replace_are_summed() -> None:
    sizes = [*size("idx_a", MIB), *size("idx_b", 2 * MIB)]
    redundant = [Redundant("idx_a", "calls", ("idx_b",)), Redundant("idx_b", "calls", ("idx_a",))]
    assert only(redundant_findings(redundant, sizes, SOURCE)).says.startswith(
        "2 indexes could each go, one at a time, at no expected cost: 3.00 MiB"
    )
    assert only(redundant_findings(redundant[:1], sizes, SOURCE)).says.startswith(
        "1 index alone could go at no expected cost: 1.00 MiB, 33.3 % of all index bytes; the largest is idx_a."
    )
    assert redundant_findings([], sizes, SOURCE) == ()


def test_index_bytes_outside_the_claim_are_found_with_the_worst_table_that_counts() -> None:
    sizes = [table("calls", 100 * MIB, 150 * MIB), table("users", 100 * MIB, 35 * MIB), table("gifts", 8192, 81920)]
    found = only(overhead_findings(sizes, TARGETS))
    assert found.level == "high"
    assert found.says == (
        "Indexes take 93 % of the bytes of the tables, claimed 30 % to 40 %: 1 of 2 tables lies outside, most calls, "
        "at 150 %."
    )
    assert overhead_findings([table("calls", 100, 35)], TARGETS) == ()
    assert only(overhead_findings([table("calls", 100, 10)], TARGETS)).level == "info"
    assert overhead_findings([table("calls", 0, 0)], TARGETS) == ()
    unpromised = replace(TARGETS, overhead_low=None, overhead_high=None)
    assert overhead_findings([table("calls", 100, 70)], unpromised) == ()


def test_a_failed_check_is_of_high_level_and_a_passed_one_is_none() -> None:
    failed = CheckResult("calls.home", "every call lives in its caller's shard", "home", False, 1, "calls_shard_3: 1")
    passed = CheckResult("users.rows", "all users are there", "rows", True, 0, "")
    found = only(check_findings([passed, failed], "index.html#checks", SOURCE))
    assert found.level == "high"
    assert found.says == "1 row breaks a check: every call lives in its caller's shard."
    assert check_findings([passed], "index.html#checks", SOURCE) == ()


def test_findings_come_worst_first_and_keep_the_order_of_their_group_within_a_level() -> None:
    states = matrix(*(state(name, "only without seqscan") for name in ("idx_a", "idx_b")))
    low = index_findings(states, size("idx_b", 2), SOURCE)
    high = skew_findings([skew("users", "users", [2_900.0, *[2_500.0] * 7])], SOURCE)
    ordered = worst_first(low, high)
    assert [found.level for found in ordered] == ["high", "low", "low"]
    assert [found.id for found in ordered[1:]] == ["finding-index-idx_b", "finding-index-idx_a"]
