"""Findings from results: each rule finds what it is about, keeps quiet otherwise, and says size, remedy and place."""

from collections.abc import Sequence

import pytest

from livvly_lab.domain.load import BalanceClaim, HotUser, Load, LoadMeasure, LoadPart, PairCount, ShardLoad, TwoParty
from livvly_lab.domain.results import CheckResult, Finding, IndexSize, IndexState, QueryRun, State, TableSize
from livvly_lab.domain.skew import HotEffect
from livvly_lab.forecast.skew import cross_shard, hot_effects, judge_reading, readings, skew
from livvly_lab.report.findings import (
    check_findings,
    cross_findings,
    hot_findings,
    index_findings,
    overhead_findings,
    plan_findings,
    reading_findings,
    redundant_findings,
    skew_findings,
    slow_findings,
    worst_first,
)

SOURCE = "livvly REQ-DB-003"
CLAIM = BalanceClaim(0.02, 1_500_000, 8, 175_000, 200_000, "livvly REQ-DB-001")
CALLS = LoadMeasure("calls received", "calls", (LoadPart("calls", "receiver_id"),), who="creator")
MIB = 2**20


def run(
    query: str = "call_history",
    shard: int | None = 0,
    p95_ms: float = 10.0,
    p50_ms: float = 5.0,
    used: tuple[str, ...] = ("idx_calls_caller",),
    seq_scans: tuple[str, ...] = (),
) -> QueryRun:
    shape = "/".join((*used, *seq_scans))
    return QueryRun(query, shard, None, used, seq_scans, 20, p50_ms, p95_ms, 0.1, 12, 3, 0, shape, {})


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


def test_a_query_over_its_target_is_found_on_its_slowest_shard() -> None:
    runs = [run(shard=0, p95_ms=10), run(shard=3, p95_ms=250, p50_ms=90), run("slower", None, 900, 800)]
    slower, slow = slow_findings(runs, 200, SOURCE)
    assert (slower.id, slower.level) == ("finding-slow-slower", "high")
    assert slow.level == "medium"
    assert slow.says == ("call_history takes 250 ms (p95 on shard 3, n=20; median 90.0 ms); the target is 200 ms.")
    assert slower.says.startswith("slower takes 900 ms (p95, n=20;")
    assert slow_findings([run(p95_ms=200)], 200, SOURCE) == ()


def test_a_plan_that_differs_on_a_shard_is_found_and_equal_plans_are_not() -> None:
    usual = [run(shard=n) for n in range(7)]
    odd = run(shard=7, p50_ms=15, used=(), seq_scans=("calls",))
    found = only(plan_findings([*usual, odd], SOURCE))
    assert found.level == "medium"
    assert found.says == (
        "call_history runs with 2 plans: 7 shards use idx_calls_caller, shard 7 reads all of calls and takes ×3.00 the "
        "median time."
    )
    assert only(plan_findings([*usual[:1], odd], SOURCE)).says.startswith(
        "call_history runs with 2 plans: 1 shard uses idx_calls_caller, shard 7 reads"
    )
    assert plan_findings(usual, SOURCE) == ()


def test_an_index_that_is_chosen_or_was_not_tried_is_no_finding() -> None:
    assert index_findings([state("idx_a", "chosen"), state("idx_b", "not tried")], size("idx_a", MIB), SOURCE) == ()


def test_an_index_that_loses_says_to_whom_and_what_it_takes_over_all_shards() -> None:
    found = only(index_findings([state("idx_a", "chosen without rival", ("idx_b",))], size("idx_a", MIB), SOURCE))
    assert found.says == "idx_a (1.00 MiB) is chosen by call_history only once idx_b is dropped."
    assert found.where == "1.00 MiB in 2 indexes on calls"
    both = index_findings([state("idx_a", "chosen without rival", ("idx_b", "idx_c"))], [], SOURCE)
    assert "only once idx_b and idx_c are dropped" in only(both).says


def test_an_unusable_index_is_worse_the_more_of_all_index_bytes_it_takes() -> None:
    states = [state("idx_a", "unusable", why="no condition is on its columns (x)")]
    small = only(index_findings(states, [*size("idx_a", MIB), *size("idx_b", 99 * MIB)], SOURCE))
    large = only(index_findings(states, [*size("idx_a", MIB), *size("idx_b", MIB)], SOURCE))
    assert (small.level, large.level) == ("medium", "high")
    assert small.says == "idx_a (1.00 MiB) cannot be used by call_history: no condition is on its columns (x)."
    seqscan = only(index_findings([state("idx_a", "only without seqscan", why="small table")], [], SOURCE))
    assert (seqscan.level, seqscan.says) == (
        "low",
        "idx_a (0 B) is chosen by call_history only with sequential scans off: small table.",
    )


def test_redundant_indexes_are_summed_but_keys_are_not_among_them() -> None:
    states = [state(name, "chosen without rival", ("idx_z",)) for name in ("idx_a", "idx_b", "calls_pkey")]
    sizes = [
        *size("idx_a", MIB),
        *size("idx_b", 2 * MIB),
        *size("calls_pkey", MIB, is_key=True),
        *size("idx_z", 96 * MIB),
    ]
    found = only(redundant_findings(states, sizes, SOURCE))
    assert found.level == "medium"
    assert found.says == (
        "2 indexes lose to a rival that serves the same query: 3.00 MiB, 3.0 % of all index bytes; the largest "
        "is idx_b."
    )
    one = only(redundant_findings(states[:1], size("idx_a", MIB), SOURCE))
    assert one.level == "high"
    assert one.says.startswith("1 index loses to a rival")
    assert redundant_findings([state("idx_a", "chosen")], size("idx_a", MIB), SOURCE) == ()
    assert redundant_findings(states[2:], sizes, SOURCE) == ()


def test_index_bytes_outside_the_claim_are_found_with_the_worst_table_that_counts() -> None:
    sizes = [table("calls", 100 * MIB, 150 * MIB), table("users", 100 * MIB, 35 * MIB), table("gifts", 8192, 81920)]
    found = only(overhead_findings(sizes, 0.3, 0.4, SOURCE))
    assert found.level == "high"
    assert found.says == (
        "Indexes take 93 % of the bytes of the tables, claimed 30 % to 40 %: 1 of 2 tables lies outside, most calls, "
        "at 150 %."
    )
    assert overhead_findings([table("calls", 100, 35)], 0.3, 0.4, SOURCE) == ()
    assert only(overhead_findings([table("calls", 100, 10)], 0.3, 0.4, SOURCE)).level == "info"
    assert overhead_findings([table("calls", 0, 0)], 0.3, 0.4, SOURCE) == ()


def test_a_failed_check_is_of_high_level_and_a_passed_one_is_none() -> None:
    failed = CheckResult("calls.home", "every call lives in its caller's shard", "home", False, 1, "calls_shard_3: 1")
    passed = CheckResult("users.rows", "all users are there", "rows", True, 0, "")
    found = only(check_findings([passed, failed], "index.html#checks", SOURCE))
    assert found.level == "high"
    assert found.says == "1 row breaks a check: every call lives in its caller's shard."
    assert check_findings([passed], "index.html#checks", SOURCE) == ()


def test_findings_come_worst_first_and_keep_the_order_of_their_group_within_a_level() -> None:
    low = index_findings([state(name, "only without seqscan") for name in ("idx_a", "idx_b")], size("idx_b", 2), SOURCE)
    high = skew_findings([skew("users", "users", [2_900.0, *[2_500.0] * 7])], SOURCE)
    ordered = worst_first(low, high)
    assert [found.level for found in ordered] == ["high", "low", "low"]
    assert [found.id for found in ordered[1:]] == ["finding-index-idx_b", "finding-index-idx_a"]
