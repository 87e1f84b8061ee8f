"""Declared beside measured: each test turned both ways, what is said of it, and the loaded rows in both layouts."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from report_sample import sample_results
from scipy import stats

from livvly_lab.designs import DESIGNS
from livvly_lab.designs.samples import parse_sample
from livvly_lab.domain.clock import HOUR_US, Rhythm, microseconds
from livvly_lab.domain.draw import Choice, Distribution, Floats, LogNormal, Poisson, Zipf, choice
from livvly_lab.domain.parameters import Parameters
from livvly_lab.domain.results import Interval, Verdict
from livvly_lab.domain.sample import (
    Comparison,
    Curve,
    Distinct,
    DistributionTest,
    Drawn,
    Example,
    Sample,
    SampleKind,
    TableRatio,
)
from livvly_lab.errors import LabError
from livvly_lab.forecast import samples as arithmetic
from livvly_lab.forecast.samples import compare, ratios
from livvly_lab.forecast.shapes import History, describe
from livvly_lab.lab.population import PopulationWalk, population_walk
from livvly_lab.lab.run import Run
from livvly_lab.measure import samples as ask
from livvly_lab.report import population as draw
from livvly_lab.report import population_says as says
from livvly_lab.report.exhibit import Exhibit
from livvly_lab.report.gallery import Sentences
from livvly_lab.report.results import validate

Filled = Callable[[Parameters], Run]
Copied = Callable[[Run], Run]

HISTORY = History(microseconds(datetime(2024, 11, 1, tzinfo=UTC)), microseconds(datetime(2026, 11, 1, tzinfo=UTC)))
N = 8_000

TALL = LogNormal(median=50.0, sigma=0.7)
CAPPED = LogNormal(median=50.0, sigma=0.7, most=80.0)
COLOURS = choice({"red": 0.6, "green": 0.3, "blue": 0.1})
PLACES = Zipf(exponent=1.9)
FEW_TAKE_MOST = Zipf(exponent=1.0, flat=0.02)
EVENINGS = Rhythm(
    hours=(*[1.0] * 18, *[4.0] * 6), weekdays=(1, 1, 1, 1, 1, 2, 2), utc_offset_minutes=330, growth_per_month=1.06
)


def uniform(n: int = N, seed: int = 1) -> Floats:
    return np.random.default_rng(seed).uniform(size=n)


def sample(shape: Distribution, kind: SampleKind, **more: Any) -> Sample:
    return Sample("size", "how large they are", "sizes", shape, kind, "things", "", **more)


def values(of: Sample, x: Floats) -> Drawn:
    """Return values as the server does: the different ones in order, with rows up to each."""
    different, rows = np.unique(x, return_counts=True)
    return Drawn(of, different.tolist(), rows.tolist(), len(x), np.cumsum(rows).tolist())


def counted(of: Sample, labels: list[Any], places: Any) -> Drawn:
    rows = np.bincount(np.asarray(places, dtype=np.int64), minlength=len(labels)).tolist()
    return Drawn(of, labels, rows, sum(rows))


def verdict(drawn: Drawn) -> Verdict:
    return compare(drawn, HISTORY).test.verdict


# each test, both ways


@pytest.mark.parametrize(
    ("shape", "drawn_from", "expected"),
    [
        (TALL, TALL, "holds"),
        (CAPPED, CAPPED, "holds"),
        (TALL, LogNormal(median=60.0, sigma=0.7), "fails"),
        (TALL, LogNormal(median=50.0, sigma=1.0), "fails"),
        (TALL, CAPPED, "fails"),
        (CAPPED, TALL, "fails"),
    ],
)
def test_values_hold_when_drawn_from_what_was_declared(
    shape: Distribution, drawn_from: LogNormal, expected: Verdict
) -> None:
    assert verdict(values(sample(shape, "values"), drawn_from.quantile(uniform()))) == expected


@pytest.mark.parametrize(("drawn_from", "expected"), [(TALL, "holds"), (replace(TALL, sigma=1.0), "fails")])
@pytest.mark.parametrize("scale", [0.1, 3.0])
def test_of_a_relative_sample_only_the_shape_counts(scale: float, drawn_from: LogNormal, expected: Verdict) -> None:
    whole = np.floor(scale * drawn_from.quantile(uniform()) + uniform(seed=2))
    assert verdict(values(sample(TALL, "values", relative=True, step=1.0), whole)) == expected


def test_values_made_whole_hold_only_when_their_step_is_told() -> None:
    whole = np.floor(0.1 * TALL.quantile(uniform()) + uniform(seed=2))
    fine = replace(TALL, median=5.0)
    assert verdict(values(sample(fine, "values", step=1.0), whole)) == "holds"
    assert verdict(values(sample(fine, "values"), whole)) == "fails"


@pytest.mark.parametrize(
    ("shares", "expected"), [((0.6, 0.3, 0.1), "holds"), ((0.5, 0.4, 0.1), "fails"), ((0.3, 0.3, 0.4), "fails")]
)
def test_choices_hold_when_drawn_with_the_declared_weights(shares: tuple[float, ...], expected: Verdict) -> None:
    drawn_from = Choice(COLOURS.values, shares)
    assert (
        verdict(counted(sample(COLOURS, "choices"), list(COLOURS.values), drawn_from.quantile(uniform()))) == expected
    )


def test_a_value_nobody_declared_fails() -> None:
    found = Drawn(sample(COLOURS, "choices"), ["red", "green", "blue", "mauve"], [4_800, 2_400, 700, 100], 8_000)
    compared = compare(found, HISTORY)
    assert compared.test.verdict == "fails"
    assert dict(zip(compared.curve.labels, compared.curve.declared, strict=True))["mauve"] == 0


@pytest.mark.parametrize(("drawn_from", "expected"), [(PLACES, "holds"), (Zipf(exponent=1.4), "fails")])
def test_places_hold_when_drawn_by_the_declared_exponent(drawn_from: Zipf, expected: Verdict) -> None:
    assert verdict(counted(sample(PLACES, "places"), list(range(10)), drawn_from.ranks(uniform(), 10))) == expected


@pytest.mark.parametrize(("exponent", "expected"), [(1.0, "holds"), (0.5, "fails"), (1.5, "fails")])
def test_rows_of_owners_hold_when_few_take_as_much_as_declared(exponent: float, expected: Verdict) -> None:
    owners = np.random.default_rng(3).permutation(300)
    drawn_from = replace(FEW_TAKE_MOST, exponent=exponent)
    found = owners[drawn_from.ranks(uniform(), 300)]
    rows = np.bincount(found, minlength=300).tolist()
    assert verdict(Drawn(sample(FEW_TAKE_MOST, "ranks"), rows, rows, N)) == expected


@pytest.mark.parametrize(("median", "expected"), [(50.0, "holds"), (65.0, "fails")])
def test_intervals_hold_when_values_fall_in_them_as_declared(median: float, expected: Verdict) -> None:
    edges = [30.0, 60.0, 90.0]
    labels = [(None, 30.0), (30.0, 60.0), (60.0, 90.0), (90.0, None)]
    fell = np.searchsorted(edges, replace(TALL, median=median).quantile(uniform()))
    assert verdict(counted(sample(TALL, "intervals"), labels, fell)) == expected


@pytest.mark.parametrize(("rhythm", "expected"), [(EVENINGS, "holds"), (replace(EVENINGS, hours=(1.0,) * 24), "fails")])
def test_hours_of_the_week_hold_when_drawn_from_the_declared_rhythm(rhythm: Rhythm, expected: Verdict) -> None:
    hours = rhythm.quantile(uniform())
    labels = [(weekday, hour) for weekday in range(1, 8) for hour in range(24)]
    assert verdict(counted(sample(EVENINGS, "week"), labels, hours)) == expected


@pytest.mark.parametrize(("growth", "expected"), [(1.06, "holds"), (1.0, "fails")])
def test_times_hold_when_they_grow_as_declared(growth: float, expected: Verdict) -> None:
    clock = replace(EVENINGS, growth_per_month=growth).clock(HISTORY.start_us, HISTORY.end_us)
    assert verdict(values(sample(EVENINGS, "values"), clock.at(uniform()).astype(np.float64))) == expected


def test_hours_are_those_of_the_local_clock() -> None:
    midnight_in_india = datetime(2025, 1, 6, tzinfo=UTC)  # a Monday
    day = History(
        microseconds(midnight_in_india) - HOUR_US * 11 // 2, microseconds(midnight_in_india) - HOUR_US * 9 // 2
    )
    compared = compare(Drawn(sample(EVENINGS, "week"), [(1, 0)], [100], 100), day)
    assert dict(zip(compared.curve.labels, compared.curve.declared, strict=True))[1, 0] == pytest.approx(1)


# size decides


def test_many_rows_make_a_tiny_deviation_significant_and_it_still_holds() -> None:
    n = 1_000_000
    test = compare(Drawn(sample(COLOURS, "choices"), list(COLOURS.values), [604_000, 297_000, 99_000], n), HISTORY).test
    assert test.p_value is not None
    assert test.p_value < 0.001
    assert test.verdict == "holds"


def test_few_rows_are_not_judged_and_the_number_needed_is_said() -> None:
    test = compare(values(sample(TALL, "values"), TALL.quantile(uniform(40))), HISTORY).test
    assert (test.verdict, test.n, test.needed) == ("not measured here", 40, 738)
    assert verdict(values(sample(TALL, "values"), TALL.quantile(uniform(test.needed * 8)))) == "holds"


def test_few_rows_that_are_far_off_fail_all_the_same() -> None:
    assert verdict(values(sample(TALL, "values"), TALL.quantile(uniform(40)) * 20)) == "fails"


def test_an_interval_across_the_limit_depends() -> None:
    test = compare(values(sample(TALL, "values"), TALL.quantile(uniform(1_000)) * 1.1), HISTORY).test
    assert test.effect is not None
    assert test.effect.low < test.limit < test.effect.high
    assert test.verdict == "depends"


def test_a_departure_that_was_declared_depends_instead_of_failing() -> None:
    of = sample(TALL, "values", departs="they are cut short")
    assert verdict(values(of, TALL.quantile(uniform()) * 2)) == "depends"
    assert verdict(values(of, TALL.quantile(uniform()))) == "holds"


@pytest.mark.parametrize(
    ("shape", "kind"),
    [
        (TALL, "values"),
        (COLOURS, "choices"),
        (PLACES, "places"),
        (FEW_TAKE_MOST, "ranks"),
        (TALL, "intervals"),
        (EVENINGS, "week"),
    ],
)
def test_no_rows_at_all_are_not_judged(shape: Distribution, kind: SampleKind) -> None:
    test = compare(Drawn(sample(shape, kind), [], [], 0), HISTORY).test
    assert (test.verdict, test.effect, test.p_value, test.n) == ("not measured here", None, None, 0)


@pytest.mark.parametrize("kind", ["values", "choices", "places", "ranks", "week"])
def test_a_shape_that_cannot_be_measured_so_is_refused(kind: SampleKind) -> None:
    with pytest.raises(TypeError, match="Poisson"):
        compare(Drawn(sample(Poisson(2.0), kind), [1, 2], [1, 2], 3, [1, 3]), HISTORY)


@pytest.mark.parametrize("seed", range(6))
def test_d_and_p_are_those_of_kolmogorov_and_smirnov(seed: int) -> None:
    x = TALL.quantile(uniform(100, seed))
    test = compare(values(sample(TALL, "values"), x), HISTORY).test
    known = stats.kstest(x, stats.lognorm(0.7, scale=50.0).cdf)
    assert test.statistic == pytest.approx(known.statistic)
    assert test.p_value == pytest.approx(known.pvalue, rel=1e-3)


def test_chi_square_and_p_are_the_known_ones() -> None:
    rows = [4_700, 2_470, 830]
    test = compare(Drawn(sample(COLOURS, "choices"), list(COLOURS.values), rows, N), HISTORY).test
    known = stats.chisquare(rows, [4_800, 2_400, 800])
    assert test.statistic == pytest.approx(known.statistic)
    assert test.p_value == pytest.approx(known.pvalue)
    assert test.effect is not None
    assert test.effect.mid == pytest.approx(((known.statistic - 2) / N) ** 0.5)


def test_the_interval_of_w_covers_the_true_one_in_most_draws() -> None:
    w = float(np.sqrt(sum((a - b) ** 2 / b for a, b in zip((0.55, 0.35, 0.1), COLOURS.weights, strict=True))))
    drawn_from = Choice(COLOURS.values, (0.55, 0.35, 0.1))
    effects = [
        compare(
            counted(sample(COLOURS, "choices"), list(COLOURS.values), drawn_from.quantile(uniform(2_000, seed))),
            HISTORY,
        ).test.effect
        for seed in range(200)
    ]
    covered = sum(effect is not None and effect.low <= w <= effect.high for effect in effects)
    assert 180 <= covered <= 200


def test_cells_that_expect_few_rows_are_pooled() -> None:
    rare = choice({"often": 0.998, "seldom": 0.001, "never": 0.001})
    drawn = Drawn(sample(rare, "choices"), ["often", "seldom", "never"], [2_994, 6, 0], 3_000)
    assert compare(drawn, HISTORY).test.p_value == pytest.approx(stats.chi2.sf(0, 1))


def test_cells_that_expect_few_rows_even_together_take_another_one_in() -> None:
    rare = choice({"often": 0.899, "sometimes": 0.1, "seldom": 0.0005, "never": 0.0005})
    drawn = Drawn(sample(rare, "choices"), ["often", "sometimes", "seldom", "never"], [2_697, 297, 6, 0], 3_000)
    assert compare(drawn, HISTORY).test.p_value == pytest.approx(stats.chi2.sf(0, 1))


def test_ratios_are_rows_for_each_user_beside_what_was_declared() -> None:
    calls, none = ratios({"calls": 4.0, "rooms": 0.0}, {"calls": 8_800}, 2_000)
    assert calls.measured == 4.4
    assert calls.deviation == pytest.approx(0.1)
    assert calls.band == pytest.approx(1.96 / 8_000**0.5)
    assert (none.deviation, none.band) == (None, None)


def test_a_declared_shape_is_said_in_a_few_words() -> None:
    assert describe(CAPPED) == "log-normal, median 50, σ 0.7, at most 80"
    assert describe(COLOURS) == "red 60 %, green 30 %, blue 10 %"
    assert describe(FEW_TAKE_MOST) == "Zipf, exponent 1, shift 1 + 0.02 of all"
    assert describe(EVENINGS) == "weights of 24 hours and 7 weekdays, ×1.06 a month"


# as a design declares it

FORM = """-- how large
-- distribution: sizes
-- kind: values
-- unit: things
-- axis: cm
-- step: 0.5
SELECT 1 AS value;
"""


def test_a_sample_is_read_from_its_file() -> None:
    read = parse_sample("size", FORM, {"sizes": TALL})
    assert (read.says, read.shape, read.axis, read.step, read.sql) == (
        "how large",
        TALL,
        "cm",
        0.5,
        "SELECT 1 AS value",
    )
    assert not read.relative
    assert parse_sample("size", FORM.replace("step: 0.5", "relative: mean"), {"sizes": TALL}).relative


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("-- how large\n", "", "the keys"),
        ("SELECT 1 AS value;\n", "", "then SQL"),
        ("kind: values", "kind: guesses", "a kind of"),
        ("distribution: sizes", "distribution: weights", "a distribution of sizes"),
        ("unit: things", "colour: red", "the keys"),
        ("step: 0.5", "step: half", "a number after step"),
        ("step: 0.5", "relative: median", "a relative of mean"),
    ],
)
def test_a_file_of_another_form_is_refused_by_name(old: str, new: str, said: str) -> None:
    with pytest.raises(LabError, match=rf"samples/size\.sql.*{said}"):
        parse_sample("size", FORM.replace(old, new), {"sizes": TALL})


@pytest.mark.parametrize("design", DESIGNS)
def test_every_declared_distribution_is_measured(design: str) -> None:
    measured = {each.distribution for each in DESIGNS[design].samples}
    assert set(DESIGNS[design].population.distributions) - measured == set()


# what is said


def outcome(said: Verdict = "holds", mid: float = 0.02, p_value: float | None = 0.4, **more: Any) -> DistributionTest:
    test = DistributionTest(
        name="room_minutes",
        says="the minutes rooms were open",
        unit="rooms",
        distribution="room minutes",
        declared="log-normal",
        test="Kolmogorov-Smirnov",
        n=2_000,
        statistic=mid,
        p_value=p_value,
        effect=Interval(mid / 2, mid, 2 * mid, 0.95, 2_000),
        limit=0.05,
        noise=0.03,
        needed=738,
        departs="",
        verdict=said,
    )
    return replace(test, **more)


def test_the_sentence_of_all_tests_says_verdicts_the_furthest_off_and_what_p_is_worth() -> None:
    assert says.tests_sentence([outcome(), outcome(p_value=0.0001, mid=0.03)], 20_000) == (
        "At 20.0 k users 2 of 2 distributions hold. Furthest off is room minutes: D = 0.0300 [0.0150, 0.0600], 95 %, "
        "n=2000, limit 0.05, p < 0.001: holds. p is below 0.05 in 1 of 2, by chance alone in about 0.10; 1 of them "
        "holds: many rows make a tiny deviation significant."
    )


def test_what_fails_depends_and_cannot_be_told_is_counted_in_its_own_words() -> None:
    tests = [outcome("fails", mid=0.3), outcome("depends"), outcome("depends"), outcome("not measured here", mid=0.9)]
    sentence = says.group_sentence(tests, "continuous")
    assert sentence.startswith(
        "None of 4 continuous distributions holds, 2 depend, 1 fails and 1 has too few rows to tell; furthest off is "
        "room minutes: D = 0.300"
    )
    assert sentence.endswith("fails.")


def test_tests_come_by_verdict_and_within_it_furthest_off_first() -> None:
    tests = [outcome(mid=0.01), outcome("fails", mid=0.2), outcome(mid=0.03), outcome("not measured here", mid=0.9)]
    ordered = [(test.verdict, test.effect.mid) for test in says.worst_first(tests) if test.effect]
    assert ordered == [("fails", 0.2), ("not measured here", 0.9), ("holds", 0.03), ("holds", 0.01)]


def test_a_reason_to_depart_is_said_and_none_is_not() -> None:
    assert says.group_sentence([outcome("depends", departs="cut short")], "one").endswith("depends; cut short.")
    assert says.group_sentence([outcome("depends")], "one").endswith("depends.")


def test_without_an_effect_nothing_is_furthest_off() -> None:
    nothing = outcome("not measured here", effect=None, p_value=None)
    assert (
        says.tests_sentence([nothing], 40) == "At 40 users none of 1 distribution holds and 1 has too few rows to tell."
    )


def test_ratios_are_said_near_and_far_within_chance_and_beyond() -> None:
    near, far = TableRatio("calls", 8_100, 4.0, 4.05, 0.02), TableRatio("reports", 60, 0.02, 0.03, 0.3)
    assert says.ratios_sentence([near]) == (
        "1 of 1 table has the declared rows for each user to within 10 %; furthest off is calls, +1.2 % (8.10 k rows, "
        "4.05 a user for 4.00), which chance may do."
    )
    assert says.ratios_sentence([near, far]).startswith("1 of 2 tables has the declared rows")
    assert says.ratios_sentence([far]).endswith("reports, +50.0 % (60 rows, 0.0300 a user for 0.0200).")
    assert says.ratios_sentence([replace(near, measured=4.0)]).endswith("to within 10 %.")


def test_what_repeats_is_said_and_what_does_not() -> None:
    assert says.people_sentence(10, [Distinct("phone number", 20, 20)]) == (
        "20 phone numbers, all different; 10 examples below."
    )
    assert says.people_sentence(0, [Distinct("phone number", 20, 19)]) == (
        "20 phone numbers, 1 repeat; no example was found."
    )
    assert says.people_sentence(1, []) == "1 example below."


def test_limits_name_what_has_too_few_rows_and_what_it_takes() -> None:
    first, *rest = says.limits([outcome("not measured here", n=40), outcome()])
    assert first == "Too few rows for a verdict on room minutes (40 of 738). It takes more users: --users-per-shard."
    assert len(rest) == 1
    assert says.limits([outcome()]) == rest
    assert says.limits([]) == []


def test_findings_name_what_fails_and_what_repeats_only() -> None:
    assert draw.findings([outcome(), outcome("depends")], [Distinct("phone number", 20, 20)]) == ()
    repeats, departs = draw.findings([outcome("fails", mid=0.3)], [Distinct("phone number", 20, 19)])
    assert (repeats.level, repeats.says) == ("high", "20 phone numbers, 1 repeat.")
    assert (departs.id, departs.where) == ("finding-population-room-minutes", "2.00 k rooms")
    assert departs.says.startswith("None of 1 declared distribution holds and 1 fails")


def test_people_stand_in_a_table_with_the_language_of_their_script() -> None:
    rows = (("ஜெய் குமார்", "காபி"), ("Asha Rao", "coffee"))
    shown = draw.people(Example(("name", "bio"), rows), [Distinct("phone number", 2, 2)], "two users").html()
    assert '<span lang="ta">ஜெய் குமார்</span>' in shown
    assert "Asha Rao" in shown


def test_pictures_draw_each_sample_declared_and_measured() -> None:
    compared = compare(values(sample(TALL, "values", axis="minutes"), TALL.quantile(uniform())), HISTORY)
    exhibit = draw.values([compared])
    assert "minutes" in exhibit.svg
    assert "✓ size" in exhibit.svg
    empty = Comparison(compared.sample, outcome("not measured here", n=0, effect=None), Curve((), (), ()))
    assert "no rows" in draw.values([empty]).svg


# in the loaded rows

TINY = Parameters(shards=2, users_per_shard=20)
SMALL = Parameters(shards=2, users_per_shard=1_500)


def exhibits(walk: PopulationWalk) -> list[Exhibit]:
    shown = [getattr(walk, name) for name in PopulationWalk.__dataclass_fields__]
    return [each for each in shown if isinstance(each, Exhibit)]


@pytest.mark.parametrize("parameters", [SMALL, replace(SMALL, layout="single", shards=1, users_per_shard=3_000)])
def test_the_loaded_population_is_what_was_declared(filled: Filled, parameters: Parameters, tmp_path: Path) -> None:
    walk = population_walk(replace(filled(parameters), run_dir=tmp_path))
    part = json.loads((tmp_path / "parts" / "09_population.json").read_text())
    verdicts = {test["name"]: test["verdict"] for test in part["results"]["distributions"]}
    assert [name for name, said in verdicts.items() if said == "fails"] == []
    assert sum(said == "holds" for said in verdicts.values()) >= 15
    assert part["findings"] == []
    assert all(abs(ratio["measured"] / ratio["declared"] - 1) < 0.5 for ratio in part["results"]["ratios"])
    assert len(exhibits(walk)) == 7
    assert isinstance(walk.people, Exhibit)
    assert walk.people.sentence == "3.00 k phone numbers, all different; 10 examples below."
    assert {lang for lang in ("hi", "kn", "ta", "te") if f'lang="{lang}"' in walk.people.html()} == {
        "hi",
        "kn",
        "ta",
        "te",
    }
    validate(sample_results() | part["results"])


@pytest.mark.parametrize("parameters", [TINY, replace(TINY, layout="single", shards=1, users_per_shard=40)])
def test_forty_users_are_too_few_to_judge_and_say_so(filled: Filled, parameters: Parameters) -> None:
    walk = population_walk(filled(parameters))
    assert isinstance(walk.tests, Exhibit)
    assert walk.tests.sentence.startswith("At 40 users none of 30 distributions holds")
    assert "fail" not in walk.tests.sentence
    assert "Too few rows for a verdict on" in repr(walk.limits)
    assert len(exhibits(walk)) == 7


def test_rows_that_are_not_what_was_declared_fail_and_repeating_phones_are_found(
    filled: Filled, copied: Copied, tmp_path: Path
) -> None:
    run = replace(copied(filled(SMALL)), run_dir=tmp_path)
    with run.connect() as connection:
        connection.execute("UPDATE users SET language = 'en' WHERE language = 'ta'")
        connection.execute("UPDATE rooms SET ended_at = started_at + (ended_at - started_at) / 3")
        connection.execute(
            "UPDATE users_shard_1 SET phone = (SELECT phone FROM users_shard_0 ORDER BY id LIMIT 1) "
            "WHERE id = (SELECT id FROM users_shard_1 ORDER BY id LIMIT 1)"
        )
    population_walk(run)
    part = json.loads((tmp_path / "parts" / "09_population.json").read_text())
    failed = {test["name"] for test in part["results"]["distributions"] if test["verdict"] == "fails"}
    assert failed == {"language", "room_minutes"}
    assert [finding["id"] for finding in part["findings"]] == [
        "finding-population-phone-number",
        "finding-population-language",
        "finding-population-room-minutes",
    ]


def test_a_design_without_samples_says_so(filled: Filled, monkeypatch: pytest.MonkeyPatch) -> None:
    run = filled(TINY)
    silent = replace(run.physical.design, samples=(), portrait=None)
    monkeypatch.setitem(DESIGNS, "livvly", silent)
    walk = population_walk(run)
    assert isinstance(walk.tests, Sentences)
    assert "does not declare" in repr(walk.tests)
    assert "does not declare" in repr(walk.people)


def test_of_many_values_only_some_come_and_the_verdict_stays(filled: Filled, monkeypatch: pytest.MonkeyPatch) -> None:
    run = filled(SMALL)
    population = run.physical.design.population
    seconds = next(each for each in run.physical.design.samples if each.name == "call_seconds")
    with run.connect() as connection:
        every = ask.measure_sample(connection, population, seconds)
        monkeypatch.setattr(ask, "POINTS", 100)
        some = ask.measure_sample(connection, population, seconds)
    assert len(some.labels) <= 101 < len(every.labels)
    assert some.n == every.n == some.upto[-1]
    effects = [compare(drawn, HISTORY).test.effect for drawn in (every, some)]
    assert all(effect is not None for effect in effects)
    mids = [effect.mid for effect in effects if effect]
    assert mids[1] == pytest.approx(mids[0], abs=1 / 100)
    assert arithmetic.LARGEST_D == 0.05
