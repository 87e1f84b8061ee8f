"""The capacity forecast on a real server: what is measured, the experiment end to end, what is said of it."""

import json
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from typing import Any, get_args

import pytest
from executed import troubles
from loads_for_tests import fitted, load
from report_sample import sample_results

from livvly_lab.designs import DESIGNS
from livvly_lab.domain.capacity import DEFAULT_CAPACITY
from livvly_lab.domain.parameters import Depth, Parameters
from livvly_lab.domain.results import Interval
from livvly_lab.domain.storage import Backtest, Forecast, StageForecast
from livvly_lab.experiments import growth as experiment
from livvly_lab.experiments.growth import LEAST_USERS, series
from livvly_lab.forecast import growth, storage
from livvly_lab.lab import capacity as walking
from livvly_lab.lab import pools
from livvly_lab.lab.run import Run
from livvly_lab.measure.storage import measure_storage
from livvly_lab.report import capacity as draw
from livvly_lab.report import capacity_findings as find
from livvly_lab.report import capacity_says as says
from livvly_lab.report.exhibit import Exhibit
from livvly_lab.report.results import validate
from livvly_lab.scratch.server import Server

Filled = Callable[[Parameters], Run]
TINY = Parameters(shards=2, users_per_shard=20)
SMALL = Parameters(shards=1, users_per_shard=LEAST_USERS, layout="single")


# what is measured


@pytest.mark.parametrize("parameters", [TINY, Parameters(shards=1, users_per_shard=80, layout="single")])
def test_bytes_in_use_and_those_left_empty_are_all_that_stands_on_disk(filled: Filled, parameters: Parameters) -> None:
    run = filled(parameters)
    with run.connect() as connection:
        found = measure_storage(connection, run.physical, parameters.users, parameters.seed)
        total = connection.execute(
            "SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class c WHERE c.relkind = 'r' "
            "AND c.relnamespace = 'public'::regnamespace AND c.relname = ANY(%s)",
            [list({each.home for each in found.relations})],
        ).fetchone()
    assert total == (found.bytes_in_use + found.reserved_bytes,)
    assert found.rows["users"] == parameters.users
    assert set(found.rows) == {table.name for table in run.physical.design.tables}


def test_entries_fill_their_pages_and_no_more(filled: Filled, copied: Callable[[Run], Run]) -> None:
    run = copied(filled(TINY))
    with run.connect() as connection:
        found = measure_storage(connection, run.physical, TINY.users, TINY.seed, filled=True)
    told = [each for each in found.relations if each.filled_bytes is not None]
    assert {each.method for each in told} == {"heap", "btree"}
    assert all(0 <= (each.filled_bytes or 0) <= each.pages * 8_192 for each in told)
    users = [each for each in told if each.table == "users" and each.part == "heap"]
    assert 150 < sum(each.filled_bytes or 0 for each in users) / TINY.users < 500


# the loads of the experiment


def test_no_back_tested_load_shares_a_seed_with_the_fit_and_each_is_ten_times_as_large() -> None:
    for depth, times in zip(get_args(Depth), (1, 10), strict=True):
        loads = series(Parameters(), depth)
        assert loads is not None
        assert len(loads.tests) >= 3
        assert {each.users for each in loads.tests} == {20_000 * times}
        assert max(each.users for each in loads.fits) * 10 <= loads.tests[0].users
        assert len({each.seed for each in (*loads.fits, *loads.tests)}) == len(loads.fits) + len(loads.tests)
        assert loads.tests[0].seed == Parameters().seed
    assert series(TINY, "quick") is None
    assert series(Parameters(shards=100, users_per_shard=20), "quick") is None


# end to end


@pytest.fixture(scope="module")
def walked(
    filled: Filled, server: Server, tmp_path_factory: pytest.TempPathFactory
) -> tuple[walking.CapacityWalk, dict[str, Any]]:
    """Return the walk of a small run with one fitted load of each size, and what it handed back."""
    run_dir = tmp_path_factory.mktemp("run")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pools, "SECONDS", {"quick": 0.1, "full": 0.1})
        patch.setattr(experiment, "FITS_EACH", 1)
        patch.setattr(experiment, "FACTORS", (1.0, 3.0, 100.0))
        patch.setattr(walking, "scratch", lambda: nullcontext(server))
        walk = walking.capacity_forecast(replace(filled(SMALL), run_dir=run_dir))
    return walk, json.loads((run_dir / "parts" / f"{walking.NOTEBOOK}.json").read_text())


def test_a_small_back_test_is_predicted_well(walked: tuple[walking.CapacityWalk, dict[str, Any]]) -> None:
    _, part = walked
    results = part["results"]
    found = results["forecast"]
    assert found["sizes"] == [25, 50, 100]
    assert [test["users"] for test in found["backtests"]] == [LEAST_USERS] * 3
    assert found["backtest_error"] == max(abs(test["error"]) for test in found["backtests"])
    assert found["backtest_error"] < 0.15
    assert {each["table"] for each in found["tables"]} == {table.name for table in DESIGNS["livvly"].tables}
    assert results["plan_flips"]["hit_rate"] > 0.5
    assert results["plan_flips"]["loaded_to"] == LEAST_USERS
    assert results["connections"]["points"]
    validate(sample_results() | results)


def test_nothing_a_reader_must_not_meet_is_shown(walked: tuple[walking.CapacityWalk, dict[str, Any]]) -> None:
    walk, _ = walked
    shown = [getattr(walk, name)._repr_html_() for name in walk.__dataclass_fields__]
    assert [trouble for html in shown for trouble in troubles(html)] == []
    assert isinstance(walk.total, Exhibit)
    assert "not measured: ×" in walk.total.svg


def test_a_run_that_is_too_small_says_so_in_one_sentence(filled: Filled, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools, "SECONDS", {"quick": 0.05, "full": 0.05})
    walk = walking.capacity_forecast(filled(TINY))
    assert repr(walk.total) == repr(walk.machine)
    assert repr(walk.total).startswith("Not measured here: this run has 40 users")
    assert repr(walk.flips) == repr(walk.total)


# what is said


def forecast(error: float = 0.01, full: float = 0.1, shared: float = 100.0) -> Forecast:
    model = fitted()
    tests = [load(20_000, seed) for seed in (1, 2, 3)]
    found = tuple(replace(growth.backtest(model, test), error=error) for test in tests)
    return Forecast(
        sizes=(500, 1_000, 2_000),
        seeds=tuple(range(9)),
        forecasts=tuple(storage.predict(model, users) for users in (10_000, 1_000_000, 10_000_000)),
        backtests=found,
        backtest_error=growth.worst_error(found),
        error_limit=0.05,
        verdict=growth.judge(growth.worst_error(found)),
        tables=growth.forecast_tables(model, tests, 10**7),
        crossings=growth.crossings(model, DEFAULT_CAPACITY.machine, frozenset({"users"}), 4, frozenset()),
        stages=(StageForecast("year 2", 10**6, 8, 1_000.0, shared, "disk", full),),
    )


def test_sentences_turn_with_the_numbers() -> None:
    good, bad = forecast(0.01), forecast(-0.2)
    assert says.residual_sentence(good).startswith("Total bytes predicted within 1.00 % (worst of 3 seeds at 20.0 k")
    assert "limit 5 %: holds" in says.residual_sentence(good)
    assert "predicted within 20.00 %" in says.residual_sentence(bad)
    assert "limit 5 %: fails" in says.residual_sentence(bad)
    assert "×50 beyond the largest load measured" in says.total_sentence(good, DEFAULT_CAPACITY.machine)
    capacity = DESIGNS["livvly"].capacity or DEFAULT_CAPACITY
    assert "every planned stage fits" in says.stages_sentence(good.stages, capacity)
    assert "year 2 does not fit" in says.stages_sentence(forecast(full=1.5).stages, capacity)
    assert "--depth full" in " ".join(says.limits("quick", good, None))
    assert "--depth full" not in " ".join(says.limits("full", good, None))


def test_findings_come_where_something_is_wrong_and_only_there() -> None:
    capacity = DESIGNS["livvly"].capacity or DEFAULT_CAPACITY
    assert find.forecast_findings(forecast(), capacity) == ()
    wrong = find.forecast_findings(forecast(0.2, full=1.5, shared=9_000.0), capacity)
    assert [each.id for each in wrong] == ["finding-forecast-error", "finding-stage-8", "finding-shared-tables"]


def test_a_crossing_that_never_comes_is_said_and_drawn() -> None:
    never = replace(forecast(), crossings=tuple(replace(each, users=None) for each in forecast().crossings), stages=())
    shown = draw.machine(never, DEFAULT_CAPACITY)
    assert "outgrows nothing of it" in shown.sentence
    assert troubles(shown.html()) == []


def test_a_back_test_outside_its_band_is_counted() -> None:
    test = Backtest(1, 20_000, Interval(1, 2, 3, 0.95, 9), 10, 0, -0.8)
    assert "the 95 % band holds 0 of 1" in says.residual_sentence(replace(forecast(), backtests=(test,)))


def test_the_schema_takes_a_run_that_could_not_say() -> None:
    validate(sample_results() | {"forecast": None, "plan_flips": None, "connections": None})
