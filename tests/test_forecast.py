"""The arithmetic of growth: pages, the fit, intervals that cover, crossings, stages; no server."""

import doctest
import math
from dataclasses import replace
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loads_for_tests import HOMES, fitted, load, small_loads

from livvly_lab.domain.capacity import DEFAULT_CAPACITY, Stage
from livvly_lab.domain.storage import PAGE_BYTES
from livvly_lab.experiments import growth as growing
from livvly_lab.forecast import flips, growth, pages, queueing, storage
from livvly_lab.report import capacity_pictures
from livvly_lab.report import flips as flips_report

MODEL = fitted()
HOT = frozenset({("users", "users_pkey")})
SHARDED = frozenset({"users"})

rows = st.floats(0, 1e9)
widths = st.floats(8, 4_000)


@pytest.mark.parametrize("module", [pages, flips, queueing, growing, capacity_pictures, flips_report])
def test_examples_in_the_words_of_a_module_come_true(module: ModuleType) -> None:
    found = doctest.testmod(module)
    assert (found.failed, found.attempted > 0) == (0, True)


# pages


@given(rows, rows, widths)
def test_more_bytes_never_take_fewer_pages(one: float, other: float, width: float) -> None:
    few, many = sorted((one, other))
    assert pages.heap_pages(few, width) <= pages.heap_pages(many, width)
    assert pages.btree_pages(few, width) <= pages.btree_pages(many, width)
    assert pages.map_pages(few) <= pages.map_pages(many)


@given(st.integers(1, 200_000), st.integers(30, 2_000))
def test_a_heap_of_equal_rows_takes_about_the_pages_it_takes(n: int, width: int) -> None:
    exact = math.ceil(n / (pages.HEAP_ROOM_BYTES // width))
    lost_at_most = width / pages.HEAP_ROOM_BYTES
    assert abs(pages.heap_pages(n * width, width) - exact) <= 1 + exact * lost_at_most


def test_an_empty_relation_takes_what_postgresql_gives_an_empty_one() -> None:
    assert (pages.heap_pages(0, 100), pages.btree_pages(0, 28), pages.map_pages(0)) == (0, 1, 0)


# the fit


def test_a_load_ten_and_a_hundred_times_larger_is_predicted_within_two_percent() -> None:
    model = fitted()
    for users in (20_000, 200_000):
        assert abs(growth.backtest(model, load(users)).error) < 0.02


def test_rows_per_user_are_the_declared_ones_where_the_loads_agree_and_measured_where_they_do_not() -> None:
    by_name = [{table.table: table for table in fitted(declared).tables} for declared in (3.0, 4.0, 2.0)]
    assert (by_name[0]["events"].rows_from, by_name[0]["events"].rows_per_user) == ("declared", 3.0)
    for contradicted in by_name[1:]:
        assert contradicted["events"].rows_from == "measured"
        assert contradicted["events"].rows_per_user == pytest.approx(3.0, rel=0.05)
    assert (by_name[0]["plans"].rows_from, by_name[0]["plans"].rows(10**6)) == ("fixed", 7)


def test_an_index_of_a_vocabulary_is_told_from_one_that_grows_with_the_rows() -> None:
    words = fitted(loads=small_loads(vocabulary=True))
    (index,) = (each for table in words.tables for each in table.relations if each.name == "idx_words")
    assert index.pages_per_root == pytest.approx(4.0, rel=0.15)
    assert index.pages_per_row == pytest.approx(1 / 400, rel=0.3)


@given(st.integers(0, 10**8), st.integers(0, 10**8))
def test_more_users_never_take_fewer_bytes(one: int, other: int) -> None:
    few, many = sorted((one, other))
    assert storage.total_bytes(MODEL, few) <= storage.total_bytes(MODEL, many)


@given(st.integers(1, 10**8))
def test_parts_and_tables_add_up_to_the_total_and_bands_lie_in_each_other(users: int) -> None:
    found = storage.predict(MODEL, users)
    parts = found.heap_bytes + found.toast_bytes + found.index_bytes
    assert parts == pytest.approx(found.total_bytes[0].mid)
    tables = sum(storage.total_bytes(MODEL, users, frozenset({name})) for name in ("users", "events", "plans"))
    assert tables == pytest.approx(parts)
    for inner, outer in zip(found.total_bytes, found.total_bytes[1:], strict=False):
        assert outer.low <= inner.low <= inner.mid <= inner.high <= outer.high


def test_the_band_of_a_new_load_holds_about_as_many_loads_as_it_says() -> None:
    held = total = 0
    for trial in range(60):
        model = fitted(loads=small_loads(first=10_000 + 20 * trial))
        found = growth.backtest(model, load(20_000, seed=trial))
        held += found.predicted_bytes.low <= found.measured_bytes <= found.predicted_bytes.high
        total += 1
    assert held / total >= 0.9


def test_loads_that_differ_more_give_a_wider_band() -> None:
    steady = fitted()
    restless = fitted(loads=[load(each.users, each.seed, 3.0 + (-1) ** each.seed) for each in small_loads()])
    wide, narrow = (storage.interval(model, 10**6, 0.95) for model in (restless, steady))
    assert wide.high - wide.low > 2 * (narrow.high - narrow.low)


def test_far_beyond_the_loads_a_band_stays_as_wide_as_the_slope_is_uncertain() -> None:
    near, far = (storage.interval(MODEL, users, 0.95) for users in (10**5, 10**9))
    widths = [(band.high - band.low) / band.mid for band in (near, far)]
    assert 0.8 * widths[0] < widths[1] <= widths[0]
    more = fitted(loads=[*small_loads(), *small_loads(first=500), *small_loads(first=900)])
    surer = storage.interval(more, 10**9, 0.95)
    assert (surer.high - surer.low) / surer.mid < 0.9 * widths[1]


def test_pages_that_loading_left_empty_are_in_no_figure() -> None:
    whole = load(20_000)
    gaps = replace(whole, relations=tuple(replace(each, empty_pages=50) for each in whole.relations))
    assert gaps.bytes_in_use == whole.bytes_in_use
    assert gaps.reserved_bytes == 50 * PAGE_BYTES * len(whole.relations)
    assert growth.backtest(MODEL, gaps).error == growth.backtest(MODEL, whole).error


# what the model says


@pytest.mark.parametrize(("error", "verdict"), [(0.05, "holds"), (0.051, "fails"), (None, "not measured here")])
def test_the_verdict_turns_at_the_limit(error: float | None, verdict: str) -> None:
    assert growth.judge(error) == verdict


def test_the_worst_error_is_the_largest_of_either_sign() -> None:
    found = [replace(growth.backtest(MODEL, load(20_000)), error=each) for each in (0.01, -0.04, 0.03)]
    assert growth.worst_error(found) == 0.04
    assert growth.worst_error([]) is None


@given(st.integers(2**28, 2**42))
def test_at_the_crossing_the_bytes_are_the_limit(limit: int) -> None:
    found = growth.crossing(MODEL, "disk", "here", limit, lambda users: storage.total_bytes(MODEL, users))
    assert found.users is not None
    assert storage.total_bytes(MODEL, found.users.mid) == pytest.approx(limit, rel=0.02)
    assert found.users.low <= found.users.mid <= found.users.high


def test_what_never_grows_is_never_outgrown() -> None:
    assert growth.crossing(MODEL, "memory", "here", 2**30, lambda _users: 0.0).users is None


def test_a_shard_outgrows_its_server_later_and_the_shared_tables_when_they_are_large() -> None:
    machine = replace(DEFAULT_CAPACITY.machine, disk_bytes=2**34, ram_bytes=2**32)
    found = growth.crossings(MODEL, machine, SHARDED, HOMES, HOT)
    at = {(each.where, each.what): each.users.mid for each in found if each.users}
    assert at["one of 4 shards", "disk"] > at["one server for all", "disk"]
    assert at["one server for shared tables", "disk"] > at["one server for all", "disk"]
    assert ("one server for shared tables", "memory for hot indexes") not in at
    single = growth.crossings(MODEL, DEFAULT_CAPACITY.machine, SHARDED, 1, HOT)
    assert {each.where for each in single} == {"one server for all"}


def test_a_stage_on_several_databases_is_as_full_as_the_fullest_of_them() -> None:
    machine = DEFAULT_CAPACITY.machine
    one, eight = (
        growth.stage_forecast(MODEL, machine, Stage("s", 10_000_000, databases), SHARDED, HOT) for databases in (1, 8)
    )
    assert eight.shared_bytes + 8 * eight.shard_bytes == pytest.approx(one.shard_bytes)
    assert one.shared_bytes == 0
    assert eight.full_share < one.full_share
    small = replace(machine, disk_bytes=2**20)
    assert growth.stage_forecast(MODEL, small, Stage("s", 10_000_000, 8), SHARDED, HOT).tightest == "disk"


def test_a_user_takes_in_all_tables_what_the_total_grows_by() -> None:
    tables = growth.forecast_tables(MODEL, [load(20_000)], 10**7)
    each = sum(t.heap_bytes_per_user + t.toast_bytes_per_user + t.index_bytes_per_user for t in tables)
    assert each * 10**7 == pytest.approx(storage.total_bytes(MODEL, 10**7) - storage.total_bytes(MODEL, 0))
    assert sum(t.share for t in tables) == pytest.approx(1)
    assert [t.table for t in tables][-1] == "plans"
