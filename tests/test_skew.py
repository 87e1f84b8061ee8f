"""The arithmetic on load per shard, against simulation, hand-computed values and rules that hold for all inputs."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from livvly_lab.domain.draw import uuids
from livvly_lab.domain.load import (
    BalanceClaim,
    HotUser,
    Load,
    LoadGroup,
    LoadMeasure,
    LoadPart,
    PairCount,
    ShardLoad,
    TwoParty,
)
from livvly_lab.domain.results import TableSize
from livvly_lab.forecast.skew import (
    band_curve,
    break_probability,
    cross_shard,
    fair_band,
    hot_effects,
    judge_reading,
    lorenz,
    readings,
    skew,
    skew_of_bytes,
    skew_of_load,
    users_needed,
    worst_z,
)
from livvly_lab.placement.functions import FUNCTIONS

CLAIM = BalanceClaim(0.02, 1_500_000, 8, 175_000, 200_000, "livvly REQ-DB-001")
CALLS = LoadMeasure("calls received", "calls", (LoadPart("calls", "receiver_id"),), who="creator")
PAIR = TwoParty("calls", "receiver_id", "caller and receiver")
RUNS = 4_000


def worst_of_fair_runs(users: int, shards: int) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    rng = np.random.default_rng(1)
    counts = rng.multinomial(users, [1 / shards] * shards, size=RUNS)
    worst: np.ndarray[tuple[int], np.dtype[np.float64]] = np.abs(counts * shards / users - 1).max(axis=1)
    return worst


def load_of(*per_shard: list[float], hottest: tuple[HotUser, ...] = ()) -> Load:
    """Build a load from what each user of each shard brings."""
    return Load(
        CALLS,
        tuple(
            ShardLoad(shard, sum(w > 0 for w in weights), sum(weights), sum(w * w for w in weights))
            for shard, weights in enumerate(per_shard)
        ),
        hottest=hottest,
    )


def test_the_band_for_the_worst_of_eight_is_2_73_standard_deviations() -> None:
    assert worst_z(8) == pytest.approx(2.727, abs=0.001)
    assert worst_z(1) == pytest.approx(1.960, abs=0.001)


def test_the_band_at_20_000_users_and_8_shards_is_the_published_5_1_percent() -> None:
    assert fair_band(8, 20_000, 20_000) == pytest.approx(0.051, abs=0.0005)


@pytest.mark.parametrize(("users", "shards"), [(20_000, 8), (5_000, 3), (40_000, 32), (2_000, 2)])
def test_a_fair_hash_stays_within_the_band_in_at_least_95_of_100_runs(users: int, shards: int) -> None:
    within = (worst_of_fair_runs(users, shards) <= fair_band(shards, users, users)).mean()
    assert 0.94 <= within <= 0.985


def test_the_band_covers_load_that_comes_in_lumps_and_the_band_of_users_would_not() -> None:
    rng = np.random.default_rng(2)
    weights = rng.zipf(2.2, size=3_000).clip(max=200).astype(np.float64)
    homes = rng.integers(0, 8, size=(1_500, weights.size))
    carried = np.stack([np.where(homes == shard, weights, 0).sum(axis=1) for shard in range(8)], axis=1)
    worst = np.abs(carried * 8 / weights.sum() - 1).max(axis=1)
    band = fair_band(8, float(weights.sum()), float((weights**2).sum()))
    assert 0.94 <= (worst <= band).mean() <= 0.99
    assert (worst <= fair_band(8, weights.size, weights.size)).mean() < 0.5


def test_two_percent_can_be_promised_from_130_thousand_users_on_and_not_from_half_of_them() -> None:
    needed = users_needed(0.02, 8)
    assert needed == pytest.approx(130_140, abs=10)
    assert (worst_of_fair_runs(needed, 8) <= 0.02).mean() >= 0.945
    assert (worst_of_fair_runs(needed // 2, 8) <= 0.02).mean() < 0.8


def test_a_fair_hash_of_20_000_users_breaks_two_percent_about_as_often_as_simulated() -> None:
    simulated = (worst_of_fair_runs(20_000, 8) > 0.02).mean()
    assert break_probability(0.02, 8, 20_000) == pytest.approx(simulated, abs=0.02)
    assert break_probability(0.02, 8, 1_500_000) < 1e-6
    assert break_probability(0.02, 1, 20_000) == 0


def test_a_fair_spread_is_noise_by_band_and_by_chi_square() -> None:
    counts = np.random.default_rng(3).multinomial(20_000, [1 / 8] * 8)
    found = skew("users", "users", counts.tolist())
    assert not found.real
    assert found.p_value is not None
    assert found.p_value > 0.05


def test_the_default_shard_function_is_as_fair_as_the_band_supposes() -> None:
    route, ordinals = FUNCTIONS["crc32"].route, np.arange(10_000)
    spread = [np.bincount(route(uuids(seed, "users", ordinals), 8), minlength=8).tolist() for seed in range(100)]
    assert 90 <= sum(not skew("users", "users", counts).real for counts in spread) <= 99


def test_a_shard_that_takes_too_many_is_real_by_band_and_by_chi_square() -> None:
    found = skew("users", "users", [2_500.0] * 7 + [2_800.0])
    assert found.worst_shard == 7
    assert found.worst == pytest.approx(2_800 / 2_537.5 - 1)
    assert found.real
    assert found.p_value is not None
    assert found.p_value < 0.001


def test_load_in_lumps_has_no_chi_square_and_a_wider_band() -> None:
    lumpy = skew_of_load(load_of([100.0, 1.0], [1.0, 1.0], [1.0], [1.0]))
    assert lumpy.p_value is None
    assert lumpy.band > fair_band(4, lumpy.mean * 4, lumpy.mean * 4)
    assert not lumpy.real


def test_one_shard_has_no_skew() -> None:
    alone = skew("users", "users", [500.0])
    assert (alone.worst, alone.band, alone.real, alone.p_value) == (0.0, 0.0, False, None)


def test_nothing_at_all_does_not_deviate() -> None:
    assert skew("rooms", "rooms", [0.0, 0.0]).deviations == (0.0, 0.0)


def test_bytes_are_summed_by_shard_and_take_their_lumps_from_the_rows() -> None:
    sizes = [TableSize("calls", f"calls_shard_{n}", n, 10, 800 + 100 * n, 100, 0) for n in range(2)]
    sizes.append(TableSize("gifts", "gifts", None, 10, 10**6, 10**6, 0))
    load = load_of([3.0, 1.0], [2.0, 2.0])
    found = skew_of_bytes("bytes", sizes, load)
    assert found.per_shard == (900.0, 1000.0)
    assert found.band == pytest.approx(fair_band(2, 8, 18))


def test_the_three_readings_allow_what_the_specification_can_mean() -> None:
    relative, points, printed = readings(CLAIM, 8)
    assert (relative.low, relative.high) == (-0.02, 0.02)
    assert (points.low, points.high) == (-0.16, 0.16)
    assert printed.limit == pytest.approx(1 / 15)
    assert points.says == "±2 percentage points of the 12.5 % share"
    assert printed.says == "175,000 to 200,000 of 1,500,000 users"
    assert readings(CLAIM, 4)[1].high == pytest.approx(0.08)


@pytest.mark.parametrize(
    ("per_shard", "verdict"),
    [
        ([2_500.0] * 6 + [2_600.0, 2_400.0], "fails"),
        ([2_500.0] * 6 + [2_510.0, 2_490.0], "depends"),
        ([50_000.0] * 6 + [50_500.0, 49_500.0], "holds"),
        ([20_000.0], "not measured here"),
    ],
)
def test_a_reading_fails_beyond_the_limit_and_holds_within_it_only_where_chance_could_not_break_it(
    per_shard: list[float], verdict: str
) -> None:
    judged = judge_reading(skew("users", "users", per_shard), readings(CLAIM, len(per_shard))[0], CLAIM)
    assert judged.verdict == verdict
    assert judged.claimed_verdict == "not measured here"
    assert judged.worst == pytest.approx(max(per_shard) / (sum(per_shard) / len(per_shard)) - 1)


@pytest.mark.parametrize("side", [-1, 1])
def test_a_reading_breaks_on_either_side(side: int) -> None:
    counts = [200_000.0] * 8
    counts[0] += side * 10_000.0
    assert judge_reading(skew("users", "users", counts), readings(CLAIM, 8)[0], CLAIM).verdict == "fails"


def test_only_a_run_of_the_claimed_size_on_as_many_shards_judges_the_claim() -> None:
    full = skew("users", "users", [187_500.0] * 8)
    assert judge_reading(full, readings(CLAIM, 8)[0], CLAIM).claimed_verdict == "holds"
    short = skew("users", "users", [187_499.0] * 8)
    assert judge_reading(short, readings(CLAIM, 8)[0], CLAIM).claimed_verdict == "not measured here"
    other = skew("users", "users", [46_875.0] * 32)
    assert judge_reading(other, readings(CLAIM, 32)[0], CLAIM).claimed_verdict == "not measured here"


def test_the_band_curve_meets_the_limit_where_it_can_be_promised() -> None:
    curve = band_curve(8, 0.02, 20_000)
    assert np.interp(curve.users_needed, curve.users, curve.bands[0.95]) == pytest.approx(0.02, rel=0.01)
    assert all(half < most for half, most in zip(curve.bands[0.5], curve.bands[0.95], strict=True))
    assert band_curve(8, 0.02, 80).users[0] == pytest.approx(10)


def test_equal_parts_have_a_gini_of_zero_and_one_who_takes_all_comes_near_one() -> None:
    equal = lorenz(Load(CALLS, (), groups=tuple(LoadGroup(1, 5.0) for _ in range(100))))
    assert equal.gini == pytest.approx(0, abs=1e-12)
    assert equal.top_share == pytest.approx(0.01)
    alone = lorenz(Load(CALLS, (), groups=(*(LoadGroup(1, 0.0) for _ in range(99)), LoadGroup(1, 70.0))))
    assert alone.gini == pytest.approx(0.99)
    assert alone.top_share == pytest.approx(1.0)


def test_the_gini_of_one_to_four_is_the_one_computed_by_hand() -> None:
    assert lorenz(Load(CALLS, (), groups=tuple(LoadGroup(1, w) for w in (1.0, 2.0, 3.0, 4.0)))).gini == pytest.approx(
        0.25
    )


def test_a_load_that_nobody_brings_has_a_curve_without_inequality() -> None:
    assert lorenz(Load(CALLS, (), groups=(LoadGroup(5, 0.0),))).gini == 0


def test_the_hottest_creator_is_what_makes_his_shard_deviate() -> None:
    load = load_of([10.0, 60.0], [10.0], [10.0], [10.0], hottest=(HotUser("ada", 0, 60.0),))
    (hot,) = hot_effects(load)
    assert hot.share == pytest.approx(0.6)
    assert hot.shard_share == pytest.approx(60 / 70)
    assert hot.deviation == pytest.approx(1.8)
    assert hot.deviation_without == pytest.approx(0)


def test_seven_of_eight_pairs_cross_shards_under_a_fair_hash_and_the_interval_covers_them() -> None:
    rng = np.random.default_rng(4)
    rows_of_pair = rng.zipf(2.0, size=2_000).clip(max=60)
    callers, creators = rng.integers(0, 900, 2_000), 900 + rng.zipf(1.5, size=2_000).clip(max=90)
    pairs = np.unique(np.stack([callers, creators], axis=1), axis=0)
    rows = rows_of_pair[: len(pairs)]
    shares = []
    for _ in range(800):
        homes = rng.integers(0, 8, 1_000)
        shares.append(float((rows * (homes[pairs[:, 0]] != homes[pairs[:, 1]])).sum() / rows.sum()))
    found = cross_shard(PairCount(PAIR, int(rows.sum()), 0, 0, 0, float((rows.astype(float) ** 2).sum())), 8)
    assert found.fair.mid == 7 / 8
    assert np.mean(shares) == pytest.approx(7 / 8, abs=0.002)
    within = np.mean([found.fair.low <= share <= found.fair.high for share in shares])
    assert 0.92 <= within <= 0.98


def test_rows_that_keep_to_their_shard_are_not_as_a_fair_hash_spreads_them() -> None:
    assert cross_shard(PairCount(PAIR, 1_000, 875, 0, 0, 1_000.0), 8).as_fair
    assert not cross_shard(PairCount(PAIR, 1_000, 700, 0, 0, 1_000.0), 8).as_fair


def test_on_one_shard_no_row_crosses() -> None:
    alone = cross_shard(PairCount(PAIR, 1_000, 0, 3, 0, 1_000.0), 1)
    assert (alone.share, alone.fair.low, alone.fair.high) == (0, 0, 0)
    assert cross_shard(PairCount(PAIR, 0, 0, 0, 0, 0.0), 8).share == 0


@given(st.lists(st.floats(0, 1e12), min_size=1, max_size=64))
def test_deviations_sum_to_nothing_and_the_worst_is_the_largest(per_shard: list[float]) -> None:
    found = skew("load", "calls", per_shard)
    assert math.isclose(sum(found.deviations), 0, abs_tol=1e-6)
    assert found.worst == max(abs(deviation) for deviation in found.deviations)
    assert abs(found.deviations[found.worst_shard]) == found.worst


@given(st.integers(2, 512), st.integers(1, 10**8), st.integers(1, 10**8))
def test_the_band_narrows_with_users_and_widens_with_shards(shards: int, fewer: int, more: int) -> None:
    fewer, more = sorted((fewer, more))
    assert fair_band(shards, more, more) <= fair_band(shards, fewer, fewer)
    assert fair_band(shards + 1, more, more) > fair_band(shards, more, more)


@given(st.floats(0.001, 0.5), st.integers(2, 256))
def test_at_the_size_needed_the_band_is_just_within_the_limit(limit: float, shards: int) -> None:
    needed = users_needed(limit, shards)
    assert fair_band(shards, needed, needed) <= limit * (1 + 1e-12)
    assert needed == 1 or fair_band(shards, needed - 1, needed - 1) > limit * (1 - 1e-12)


@settings(max_examples=50)
@given(st.lists(st.floats(0, 1e9), min_size=1, max_size=200))
def test_the_curve_lies_below_equality_and_its_gini_between_none_and_all(amounts: list[float]) -> None:
    curve = lorenz(Load(CALLS, (), groups=tuple(LoadGroup(1, amount) for amount in sorted(amounts))))
    assert 0 <= curve.gini <= 1
    assert all(y <= x + 1e-9 for x, y in zip(curve.x, curve.y, strict=True))
    assert 0 < curve.top_share <= 1 + 1e-9


@given(st.integers(2, 64), st.integers(1, 10**7), st.floats(1, 1e3))
def test_the_fair_share_of_crossing_rows_lies_within_its_interval(shards: int, rows: int, lump: float) -> None:
    found = cross_shard(PairCount(PAIR, rows, rows // 2, 0, 0, rows * lump), shards)
    assert 0 <= found.fair.low <= found.fair.mid <= found.fair.high <= 1
