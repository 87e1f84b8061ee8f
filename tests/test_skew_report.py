"""What is said and drawn about skew: each wording both ways, and pictures that hold what their sentence says."""

from dataclasses import replace
from functools import cache

import pytest

from livvly_lab.domain.load import BalanceClaim, HotUser, HourCounts, Load, LoadGroup, LoadMeasure, LoadPart, ShardLoad
from livvly_lab.domain.results import Interval, Skew, TableSize
from livvly_lab.domain.skew import CrossShard, ReadingVerdict
from livvly_lab.forecast.skew import (
    band_curve,
    hot_effects,
    judge_reading,
    lorenz,
    readings,
    skew,
)
from livvly_lab.report import skew as draw
from livvly_lab.report import skew_says as says
from livvly_lab.report.exhibit import Exhibit

CLAIM = BalanceClaim(0.02, 1_500_000, 8, 175_000, 200_000, "livvly REQ-DB-001")
NOISE = skew("users", "users", [2_560, 2_440, *[2_500] * 6])
REAL = skew("users", "users", [2_700, 2_300, *[2_500] * 6])
TIGHT = skew("users", "users", [250_500, 249_500, *[250_000] * 6])
ALONE = skew("users", "users", [1_000])
CALLS = LoadMeasure("calls received", "calls", (LoadPart("calls", "receiver_id"),), who="creator", zone="Asia/Kolkata")


def judged(users: Skew) -> list[ReadingVerdict]:
    return [judge_reading(users, reading, CLAIM) for reading in readings(CLAIM, len(users.per_shard))]


def hot_load(shards: int = 2) -> Load:
    carried = [ShardLoad(0, 3, 80.0, 3_700.0), ShardLoad(1, 2, 20.0, 300.0)][:shards]
    groups = tuple(LoadGroup(1, amount) for amount in (5.0, 10.0, 10.0, 15.0, 60.0))
    return Load(CALLS, tuple(carried), 0.0, (HotUser("3f2a0000-aaaa", 0, 60.0),), groups)


def crossing(table: str, rows: int, crossing_rows: int, low: float = 0.86, high: float = 0.89) -> CrossShard:
    share = crossing_rows / rows if rows else 0.0
    return CrossShard(
        table, "caller and receiver", rows, crossing_rows, share, Interval(low, 0.875, high, 0.95, rows), 0, 0
    )


def hours(peak: int) -> HourCounts:
    counts = [[1] * 24 for _ in range(7)]
    counts[5][21] = peak
    counts[0][4] = 0
    return HourCounts(CALLS, tuple(map(tuple, counts)))


def test_users_that_fail_by_noise_say_limit_verdict_size_and_band() -> None:
    assert says.users_sentence(NOISE, judged(NOISE)[0]) == (
        "Users differ by at most 2.4 % from the mean over 8 shards (shard 0; all 20.0 k counted, so no interval; limit "
        "2.0 %): fails at 20.0 k users; a fair hash stays under 5.1 % in 95 of 100 runs, so this is noise "
        "(chi-square p = 0.896)."
    )


def test_users_beyond_the_band_are_called_real() -> None:
    sentence = says.users_sentence(REAL, judged(REAL)[0])
    assert "at most 8.0 % from the mean" in sentence
    assert sentence.endswith("so this is real (chi-square p < 0.001).")


def test_users_within_the_limit_hold_and_without_a_promise_there_is_no_verdict() -> None:
    assert "limit 2.0 %): holds at 2.00 M users" in says.users_sentence(TIGHT, judged(TIGHT)[0])
    assert "limit" not in says.users_sentence(TIGHT)
    assert "counted, so no interval); a fair hash" in says.users_sentence(TIGHT)


def test_values_that_would_print_alike_get_another_decimal() -> None:
    close = replace(NOISE, worst=0.02004)
    assert "at most 2.004 %" in says.users_sentence(close, judged(NOISE)[0])
    assert "limit 2.000 %" in says.users_sentence(close, judged(NOISE)[0])


def test_one_shard_has_sentences_that_say_that_skew_is_not_defined() -> None:
    assert says.users_sentence(ALONE, judged(ALONE)[0]) == (
        "All 1.00 k users live on one shard, where skew is not defined; ±2 % of the mean is not measured here, "
        "which takes two shards at least."
    )
    assert says.users_sentence(ALONE) == "All 1.00 k users live on one shard, where skew is not defined."
    assert says.reading_sentence(judged(ALONE)[0]).endswith("not measured here, since one shard has no skew.")
    assert says.readings_sentence(judged(ALONE)).startswith("On one shard no reading")
    assert "no limit to promise" in says.promise_sentence(band_curve(1, 0.02, 1_000), ALONE)
    assert says.loads_sentence([ALONE]) == "On one shard nothing is uneven: the skew of users is not defined."
    assert says.tables_sentence([ALONE]) == "On one shard the skew of 1 table is not defined."
    assert says.sizes_sentence(ALONE, 500).startswith("The one shard takes 1,000 B")
    assert says.cross_sentence([replace(crossing("calls", 9, 0), fair=Interval(0, 0, 0, 0.95, 9))]) == (
        "On one shard none of the 9 rows of 1 relation with two parties crosses shards."
    )


def test_a_reading_says_what_it_allows_what_came_and_what_chance_does() -> None:
    relative, points, _ = judged(NOISE)
    assert says.reading_sentence(relative) == (
        "Read as ±2 % of the mean (−2.0 % to +2.0 %): fails at 20.0 k users over 8 shards, where shard 0 lies farthest "
        "off, at +2.4 %; a fair hash breaks this reading in up to 93 of 100 runs of that size and keeps it in 95 of "
        "100 runs from 130 k users on. At the 1.50 M users over 8 shards of the text: not measured here; a fair hash "
        "would stay under 0.59 % there in 95 of 100 runs."
    )
    assert "holds at 20.0 k users" in says.reading_sentence(points)
    assert "in fewer than 1 of 100 runs" in says.reading_sentence(points)
    assert "This run reached the 1.50 M users over 8 shards of the text: holds there." in says.reading_sentence(
        judged(TIGHT)[0]
    )


def test_the_readings_together_name_each_verdict() -> None:
    assert says.readings_sentence(judged(NOISE)).startswith(
        "The promised limit can be read in 3 ways; at 20.0 k users over 8 shards ±2 % of the mean fails, ±2 percentage "
        "points of the 12.5 % share holds and 175,000 to 200,000 of 1,500,000 users holds."
    )


@pytest.mark.parametrize(("users", "words"), [(NOISE, "20.0 k, which is too few"), (TIGHT, "2.00 M, which is enough")])
def test_the_promise_says_whether_this_run_has_the_users_it_takes(users: Skew, words: str) -> None:
    sentence = says.promise_sentence(band_curve(8, 0.02, 20_000), users)
    assert "for each of 8 shards, in 95 of 100 runs, from 130 k users on" in sentence
    assert words in sentence


def test_the_least_even_load_is_named_with_its_cause() -> None:
    lumpy = replace(NOISE, what="calls received", worst=0.4, deviations=(0.4, *NOISE.deviations[1:]), band=0.5)
    lumpy = replace(lumpy, p_value=None)
    sentence = says.loads_sentence([NOISE, lumpy])
    assert "calls received differ most: shard 0 lies 40.0 % above the mean" in sentence
    assert "so this comes from who brings much, not from the hash. All lie within their noise bands." in sentence
    below = replace(lumpy, deviations=(-0.4, *NOISE.deviations[1:]))
    assert "40.0 % below the mean" in says.loads_sentence([NOISE, below])
    assert "so this is noise. All" in says.loads_sentence([NOISE])
    real = says.loads_sentence([REAL, NOISE])
    assert "this is real: the hash does not spread them fairly. Beyond the noise band: users." in real


def test_tables_beyond_their_band_are_counted_in_singular_and_plural() -> None:
    tables = [replace(NOISE, what="rows of calls"), replace(REAL, what="rows of rooms")]
    assert says.tables_sentence(tables).startswith("1 of 2 sharded tables is spread less evenly")
    assert "+8.0 % of the mean, rows of rooms on shard 0, where the band is ±5.1 %." in says.tables_sentence(tables)
    assert says.tables_sentence(tables[:1]).startswith("0 of 1 sharded table are spread")


def test_the_fullest_shard_and_the_part_of_the_indexes_are_named() -> None:
    size = skew("bytes", "bytes", [2**20, 3 * 2**20])
    assert says.sizes_sentence(size, 2**20) == (
        "The sharded tables take 4.00 MiB, and indexes take 25.0 % of it; shard 1 takes most, 3.00 MiB, "
        "+50.0 % off the mean."
    )


def test_the_hottest_creator_is_said_with_his_shard_with_and_without_him() -> None:
    load = hot_load()
    assert says.hottest_sentence(load, lorenz(load), hot_effects(load)) == (
        "The top 20 % of 5 creators take 60.0 % of 100 calls received (Gini 0.46); the hottest creator alone takes "
        "60.0 %, 75.0 % of what shard 0 carries: that shard lies +60.0 % off the mean with this creator and 0 % "
        "without."
    )


def test_without_shards_the_hottest_has_a_share_and_without_load_there_is_none() -> None:
    alone = hot_load(shards=1)
    assert says.hottest_sentence(alone, lorenz(alone), hot_effects(alone)).endswith(
        "the hottest creator alone takes 75.0 %."
    )
    assert says.hottest_sentence(alone, lorenz(alone), []) == "Nobody brought any calls: there is no hottest creator."


def test_crossing_rows_are_said_beside_what_a_fair_hash_gives() -> None:
    as_fair = says.cross_sentence([crossing("calls", 8_000, 7_000), crossing("gifts", 800, 700)])
    assert as_fair == (
        "87.5 % of the 8.80 k rows of 2 relations with two parties have their parties in two shards; a fair hash gives "
        "87.5 %, and 0 of 2 lie outside what it gives in 95 of 100 runs."
    )
    kept = says.cross_sentence([crossing("calls", 8_000, 4_000), crossing("gifts", 800, 700)])
    assert "and 1 of 2 lies outside what it gives in 95 of 100 runs (calls)." in kept
    assert says.cross_sentence([crossing("calls", 0, 0)]) == "There are no 0 rows of 1 relation with two parties."


def test_the_busiest_and_the_quietest_hour_are_named() -> None:
    sentence = says.hours_sentence(hours(peak=50))
    assert "Calls received peak on Saturday at 21:00 with 50 (Asia/Kolkata)" in sentence
    assert "the quietest is Monday at 4:00 with 0: ×0." in sentence
    nothing = HourCounts(CALLS, tuple(tuple([0] * 24) for _ in range(7)))
    assert says.hours_sentence(nothing) == "Calls received: there are none, so no hour is busier than another."


def test_what_was_not_measured_says_what_it_would_take() -> None:
    first, *rest = says.limits(judged(NOISE), NOISE, 20_000 * 1024 * 50)
    assert first == (
        "Even shards at 1.50 M users over 8 shards: this run has 20.0 k users over 8 shards. It takes --shards 8 "
        "--users-per-shard 187500 and about 71.5 GiB of disk."
    )
    assert says.limits(judged(TIGHT), TIGHT, 1.0) == tuple(rest)


@cache
def exhibits() -> list[Exhibit]:
    load = hot_load()
    sizes = [TableSize("calls", f"calls_shard_{shard}", shard, 10, 8_192, 4_096, 0) for shard in range(8)]
    return [
        draw.users(NOISE, judged(NOISE)[0]),
        draw.users(NOISE),
        draw.readings(NOISE, judged(NOISE)),
        draw.promise(band_curve(8, 0.02, 20_000), NOISE),
        draw.load([NOISE, REAL]),
        draw.tables([replace(NOISE, what="rows of calls"), replace(REAL, what="rows of rooms")]),
        draw.sizes(sizes, skew("bytes", "bytes", [12_288] * 8)),
        draw.hottest(load, lorenz(load), hot_effects(load)),
        draw.cross_shard([crossing("calls", 8_000, 7_000)]),
        draw.rhythm(hours(peak=50)),
    ]


@pytest.mark.parametrize("number", range(10))
def test_an_exhibit_has_a_picture_that_does_not_repeat_its_title_and_a_table(number: int) -> None:
    exhibit = exhibits()[number]
    assert exhibit.svg.count(exhibit.sentence.split(";")[0]) <= 1, "the sentence stands in <title> only"
    assert exhibit.svg.startswith("<svg")
    assert exhibit.alt.endswith(exhibit.sentence)
    assert exhibit.note
    assert exhibit.table is not None
    assert len(exhibit.table)
    around = exhibit.html().replace(exhibit.svg, "")
    assert ">nan<" not in around
    assert ">None<" not in around


def test_equal_values_give_equal_pictures() -> None:
    assert draw.users(NOISE, judged(NOISE)[0]).svg == exhibits()[0].svg


def test_keys_of_the_exhibits_are_distinct_and_the_users_carry_their_verdict() -> None:
    first, second, *rest = exhibits()
    assert len({exhibit.key for exhibit in (first, *rest)}) == 1 + len(rest)
    assert (first.verdict, second.verdict) == ("fails", None)


@pytest.mark.parametrize("shards", [1, 2, 64])
def test_any_number_of_shards_can_be_drawn(shards: int) -> None:
    users = skew("users", "users", [100.0 + shard for shard in range(shards)])
    drawn = [
        draw.users(users, judged(users)[0]),
        draw.readings(users, judged(users)),
        draw.promise(band_curve(shards, 0.02, 100 * shards), users),
        draw.load([users, users]),
        draw.tables([users]),
    ]
    assert [bool(exhibit.svg) for exhibit in drawn] == [shards > 1] * 5


def test_a_hollow_dot_is_noise_and_a_filled_one_is_real() -> None:
    filled = "fill: #1a1a1a; stroke: #1a1a1a"
    assert draw.users(NOISE).svg.lower().count(filled) == 0
    assert draw.users(REAL).svg.lower().count(filled) == 2


def test_nobody_hot_and_nothing_crossing_can_be_drawn() -> None:
    empty = Load(CALLS, (ShardLoad(0, 0, 0.0, 0.0), ShardLoad(1, 0, 0.0, 0.0)), groups=(LoadGroup(3, 0.0),))
    assert draw.hottest(empty, lorenz(empty), hot_effects(empty)).svg
    assert draw.cross_shard([crossing("calls", 0, 0)]).svg
