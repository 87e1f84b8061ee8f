"""Which hash, and how many logical shards: arithmetic, trials, what the catalogs take, what is said and drawn."""

import json
import math
import re
import tracemalloc
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np
import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_sample import sample_results

from livvly_lab.cli import run
from livvly_lab.designs import DESIGNS
from livvly_lab.domain.hashing import Catalog, CatalogPart, HashTrial, Move, ShardCount, Spread
from livvly_lab.domain.physical import LAYOUTS, PhysicalDesign
from livvly_lab.domain.results import Interval
from livvly_lab.forecast import hashing as arithmetic
from livvly_lab.lab import hashing as trying
from livvly_lab.lab.hashing import compare_hashes
from livvly_lab.lab.parts import plain
from livvly_lab.measure.catalog_cost import measure_catalog
from livvly_lab.placement.functions import FUNCTIONS
from livvly_lab.placement.keys import KEY_KINDS
from livvly_lab.placement.routers import ROUTERS
from livvly_lab.report import hashing as draw
from livvly_lab.report import hashing_says as says
from livvly_lab.report.results import validate
from livvly_lab.scratch.ddl import create

FEW = 12_000
LIMIT = arithmetic.EVEN_ENOUGH
CATALOG = Catalog(8, CatalogPart(104, 424, 608, 3_029_368), CatalogPart(56, 186, 320, 1_375_961))


@cache
def tried(shards: int = 8) -> tuple[HashTrial, ...]:
    return compare_hashes(shards, seed=7, ids=FEW)


def by_name(trials: Sequence[HashTrial]) -> dict[str, HashTrial]:
    return {trial.function: trial for trial in trials}


def trial(name: str, per_shard: list[int], moved: float = 0.5, seconds: float = 0.01) -> HashTrial:
    spread = arithmetic.spread("UUIDv4", per_shard)
    least = arithmetic.least_moved(2, 4)
    cost = Interval(seconds * 0.9, seconds, seconds * 1.1, 0.95, 30)
    moves = (Move("UUIDv4", 2, 4, sum(per_shard), moved, least),)
    return HashTrial(name, "a hash", True, "", sum(per_shard), (spread,), moves, cost)


EVEN = trial("even", [5_010, 4_990])
LEANING = trial("leaning", [6_000, 4_000], moved=0.9, seconds=0.1)


# The arithmetic


@given(st.integers(1, 1_000), st.integers(1, 1_000))
def test_the_least_that_moves_is_what_the_shards_that_come_or_go_hold(before: int, after: int) -> None:
    few, many = sorted((before, after))
    assert arithmetic.least_moved(before, after) == pytest.approx((many - few) / many)


@given(st.integers(1, 600), st.integers(1, 40))
def test_the_fullest_server_is_that_of_shards_dealt_out_one_by_one(shards: int, servers: int) -> None:
    dealt = np.bincount(np.arange(shards) % servers, minlength=servers)
    off_mean = arithmetic.off_mean(shards, servers)
    if dealt.min() == 0:
        assert off_mean is None
    else:
        assert off_mean == pytest.approx(dealt.max() / dealt.mean() - 1)
        assert (off_mean == 0) == (shards % servers == 0)


@pytest.mark.parametrize(
    ("shards", "even", "worst", "servers", "all_servers"),
    [
        (1, (1,), 0, 1, False),
        (8, (1, 2, 4, 8), 0.75, 7, False),
        (64, (1, 2, 4, 8, 16, 32), 29 / 64, 31, False),
        (256, (1, 2, 4, 8, 16, 32), 24 / 256, 28, True),
        (480, (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 16, 20, 24, 30, 32), 24 / 480, 28, True),
    ],
)
def test_a_number_of_shards_is_judged_by_the_servers_it_fills(
    shards: int, even: tuple[int, ...], worst: float, servers: int, all_servers: bool
) -> None:
    judged = arithmetic.shard_count(shards, CATALOG)
    assert judged.even_servers == even
    assert judged.worst == pytest.approx(worst)
    assert judged.worst_servers == servers
    assert arithmetic.reaches_all(judged) is all_servers


def test_the_numbers_compared_hold_the_one_that_was_measured() -> None:
    assert [each.shards for each in arithmetic.shard_counts(CATALOG)] == [8, 32, 64, 256, 480]
    assert [each.shards for each in arithmetic.shard_counts(replace(CATALOG, shards=48))] == [8, 32, 48, 64, 256, 480]


def test_the_catalog_grows_by_its_shards_and_not_by_the_rest() -> None:
    own, fourfold = (arithmetic.shard_count(shards, CATALOG) for shards in (8, 32))
    assert (own.tables, own.indexes, own.relations) == (160, 610, 928)
    assert own.catalog_bytes == CATALOG.sharded.catalog_bytes + CATALOG.rest.catalog_bytes
    assert fourfold.tables == 4 * 104 + 56


def test_shards_grow_by_one_twofold_and_fourfold() -> None:
    assert arithmetic.growths(8) == (9, 16, 32)
    assert arithmetic.growths(1) == (2, 4)


# The trials


def test_every_function_is_tried_on_every_kind_of_ids_and_every_id_lands() -> None:
    trials = by_name(tried())
    assert trials.keys() == FUNCTIONS.keys() | ROUTERS.keys()
    for each in trials.values():
        assert {(spread.keys, spread.shards) for spread in each.spreads} == {
            (keys, shards) for keys in KEY_KINDS for shards in (8, 9, 16, 32)
        }
        assert {sum(spread.skew.per_shard) for spread in each.spreads} == {each.ids}
    assert {name for name, each in trials.items() if not each.places_rows} == set(ROUTERS)
    assert all(bool(each.why) is not each.places_rows for each in trials.values())


def test_a_function_that_takes_one_id_at_a_time_is_tried_on_a_part() -> None:
    assert by_name(tried())["sha256"].ids == FEW // 5
    assert by_name(tried())["crc32"].ids == FEW


@pytest.mark.parametrize("name", ["crc32", "sha256", "partition", "jump"])
def test_a_hash_is_even_on_every_kind_of_ids(name: str) -> None:
    assert not [spread for spread in by_name(tried())[name].spreads if says.uneven(spread)]


def test_high_bits_put_all_ids_that_begin_with_their_time_on_one_shard() -> None:
    skew = by_name(tried())["high_bits"].spread("UUIDv7", 8).skew
    assert skew.per_shard == (FEW, *[0] * 7)
    assert says.uneven(by_name(tried())["high_bits"].spread("UUIDv7", 8))
    assert not says.uneven(by_name(tried())["high_bits"].spread("UUIDv4", 8))


@pytest.mark.parametrize("name", ["crc32", "sha256", "low_bits", "partition"])
def test_a_rest_of_a_division_moves_the_least_when_shards_double_and_almost_all_for_one_more(name: str) -> None:
    found = by_name(tried())[name]
    sd = 0.5 / math.sqrt(found.ids)
    assert found.move("UUIDv4", 9).moved == pytest.approx(8 / 9, abs=4 * sd)
    assert found.move("UUIDv4", 16).moved == pytest.approx(1 / 2, abs=4 * sd)
    assert found.move("UUIDv4", 32).moved == pytest.approx(3 / 4, abs=4 * sd)


def test_jump_moves_the_least_for_every_growth() -> None:
    for move in by_name(tried())["jump"].moves:
        assert move.moved == pytest.approx(move.least, abs=2 / math.sqrt(move.ids))


def test_the_pieces_in_which_ids_are_made_change_nothing_but_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = [(each.spreads, each.moves) for each in tried()]
    monkeypatch.setattr(trying, "PIECE", 5_000)
    assert [(each.spreads, each.moves) for each in compare_hashes(8, seed=7, ids=FEW)] == whole
    assert [(each.spreads, each.moves) for each in compare_hashes(8, seed=8, ids=FEW)] != whole


def test_the_cost_is_counted_in_seconds_a_million(monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = iter(range(1_000_000))
    monkeypatch.setattr(trying, "perf_counter", lambda: float(next(ticks)))
    cost = by_name(compare_hashes(2, seed=7, ids=50))["crc32"].seconds_per_million
    assert (cost.low, cost.mid, cost.high, cost.n) == (20_000, 20_000, 20_000, len(KEY_KINDS))


def test_a_trial_takes_less_memory_than_its_ids_would(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trying, "PIECE", 2_000)
    compare_hashes(8, seed=7, ids=2_000)  # builds the tables that functions keep
    tracemalloc.start()
    compare_hashes(8, seed=7, ids=60_000)
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak_bytes < 60_000 * 16


# The catalogs


def test_the_catalog_of_twice_the_shards_is_foretold(database: str) -> None:
    found = {}
    for shards in (2, 4):
        physical = PhysicalDesign(DESIGNS["livvly"], LAYOUTS["inheritance"], shards)
        with psycopg.connect(database) as connection, connection.transaction(force_rollback=True):
            create(connection, physical, FUNCTIONS["crc32"])
            found[shards] = measure_catalog(connection, physical)
    foretold, measured = (arithmetic.shard_count(4, found[shards]) for shards in (2, 4))
    assert found[2].sharded.tables == 2 * 13
    assert (foretold.tables, foretold.indexes, foretold.relations) == (
        measured.tables,
        measured.indexes,
        measured.relations,
    )
    assert foretold.catalog_bytes == pytest.approx(measured.catalog_bytes, rel=0.01)


def test_statistics_and_toast_count_in_the_catalog_and_other_schemas_do_not(database: str) -> None:
    physical = PhysicalDesign(DESIGNS["livvly"], LAYOUTS["inheritance"], 1)
    with psycopg.connect(database) as connection:
        connection.execute("CREATE TABLE users_shard_0 (id int PRIMARY KEY, t text)")
        connection.execute("CREATE SCHEMA other; CREATE TABLE other.users_shard_0 (id int)")
        bare = measure_catalog(connection, physical)
        connection.execute("INSERT INTO users_shard_0 SELECT n, n FROM generate_series(1, 1000) AS n")
        connection.execute("ANALYZE users_shard_0")
        analysed = measure_catalog(connection, physical)
    assert (bare.sharded.tables, bare.sharded.indexes, bare.sharded.relations) == (1, 1, 4)
    assert bare.rest == CatalogPart(0, 0, 0, 0)
    assert analysed.sharded.catalog_bytes > bare.sharded.catalog_bytes


# What is said


def test_functions_that_are_even_are_listed_and_the_others_say_how_far_off_they_are() -> None:
    assert says.spread_sentence([EVEN, LEANING], 2) == (
        "Over 2 shards even spreads 1 kind of ids as evenly as a fair hash does; leaning lies up to 20.0 % off the "
        "mean (UUIDv4 ids). n = 10.0 k ids of each kind; of 2 spreads chance alone puts 0.10 at most beyond its noise "
        "band."
    )
    assert "no function is as even as a fair hash; leaning" in says.spread_sentence([LEANING], 2)
    assert "even and also spread 1 kind" in says.spread_sentence([EVEN, replace(EVEN, function="also")], 2)
    assert "(2.50 k for sampled)" in says.spread_sentence([EVEN, replace(EVEN, function="sampled", ids=2_500)], 2)


@pytest.mark.parametrize(
    ("trials", "words"),
    [
        ([EVEN, LEANING], "50.0 % must move: even moves about that, leaning 90.0 %."),
        ([EVEN, replace(EVEN, function="leaning")], "50.0 % must move: all move about that."),
        ([LEANING], "50.0 % must move: none moves so few, leaning 90.0 %."),
        (
            [EVEN, replace(EVEN, function="also"), LEANING],
            "50.0 % must move: all but leaning move about that, leaning 90.0 %.",
        ),
    ],
)
def test_the_functions_that_move_no_more_than_they_must_are_named(trials: list[HashTrial], words: str) -> None:
    assert words in says.moves_sentence(trials, "UUIDv4", "leaning")


def test_the_function_in_use_says_its_cost_beside_the_dearest() -> None:
    assert says.cost_sentence([EVEN, LEANING], "even") == (
        "A million ids cost even 10.0 ms [9.0, 11.0], 95 %, n=30, on one core; leaning is the dearest (×10). At this "
        "pace 100 M ids would cost even 1.00 s (computed, not measured at that size)."
    )
    assert "; nothing is dearer. " in says.cost_sentence([EVEN, LEANING], "leaning")


def counts_of(here: int, limit: float = LIMIT) -> tuple[tuple[ShardCount, ...], ShardCount | None]:
    counts = arithmetic.shard_counts(replace(CATALOG, shards=here))
    fitting = (each for each in counts if arithmetic.reaches_all(each) and each.worst <= limit)
    return counts, next(fitting, None)


def test_the_shards_of_the_run_say_which_servers_they_fill_and_which_number_fills_all() -> None:
    counts, chosen = counts_of(8)
    assert says.counts_sentence(counts, 8, chosen, LIMIT) == (
        "8 logical shards lie evenly on 1, 2, 4 and 8 servers and cannot fill more than 8: 32 servers take splitting "
        "shards. Of 8, 32, 64, 256 and 480, 256 is the smallest whose fullest server stays within 10 % of the mean on "
        "any number of servers up to 32 (worst +9.4 % on 28); it takes 19.8 k relations and 93.8 MiB of catalog rows, "
        "8 take 928 and 4.20 MiB."
    )
    counts, chosen = counts_of(64)
    assert "64 logical shards lie evenly on 1, 2, 4, 8, 16 and 32 servers and fill up to 32. Of" in (
        says.counts_sentence(counts, 64, chosen, LIMIT)
    )
    counts, chosen = counts_of(1)
    assert says.counts_sentence(counts, 1, chosen, LIMIT).startswith("1 logical shard lies evenly on 1 server and")
    counts, chosen = counts_of(8, limit=0.01)
    assert "none keeps the fullest server within 1 % of the mean" in says.counts_sentence(counts, 8, chosen, 0.01)


def test_too_few_shards_are_a_finding_and_enough_are_none() -> None:
    counts, chosen = counts_of(8)
    (found,) = draw.count_findings(counts, 8, chosen, "livvly REQ-DB-001")
    assert (
        "8 logical shards cannot fill more than 8 servers: on 32, at least 75.0 % of the rows must change" in found.says
    )
    assert "Start with 256 logical shards" in found.remedy
    assert found.evidence == "02_shard_skew#fig-shard-counts"
    assert draw.count_findings(counts, 8, None, "") == ()
    counts, chosen = counts_of(64)
    assert draw.count_findings(counts, 64, chosen, "") == ()


# What is drawn


@pytest.mark.parametrize("shards", [2, 8, 64])
def test_the_small_multiples_name_functions_kinds_and_what_lies_beyond_the_axis(shards: int) -> None:
    exhibit = draw.spreads(tried(shards), shards, "crc32")
    for name in (*FUNCTIONS, *ROUTERS, *KEY_KINDS):
        assert f">{name}<" in exhibit.svg
    assert f"{shards - 1} of {shards} shards empty ▸" in exhibit.svg
    assert exhibit.table is not None
    assert len(exhibit.table) == (len(FUNCTIONS) + len(ROUTERS)) * len(KEY_KINDS) * 4


def test_one_axis_below_each_column_serves_all_small_multiples() -> None:
    svg = draw.spreads(tried(), 8, "crc32").svg
    assert svg.count(">0 %<") == len(KEY_KINDS)
    assert not re.search(r">−?\d+\.\d+<", svg)
    assert "empty" not in draw.spreads([EVEN, LEANING], 2, "even").svg


def test_moves_costs_and_counts_are_drawn_with_their_numbers() -> None:
    moves = draw.moves(tried(), "crc32")
    assert all(f"8 → {after} shards" in moves.svg for after in (9, 16, 32))
    assert moves.table is not None
    assert moves.table.iloc[0]["moved, %"] / moves.table.iloc[0]["must move, %"] > 7
    cost = draw.cost(tried(), "crc32")
    assert "ms of one core for a million ids" in cost.svg
    counts, chosen = counts_of(8)
    exhibit = draw.counts(counts, 8, chosen, LIMIT)
    assert ">12.5<" in exhibit.svg
    assert ">–<" in exhibit.svg
    assert "36.8 k, 175 MiB" in exhibit.svg


def test_what_is_found_follows_the_schema_of_the_results() -> None:
    results = sample_results() | plain({"hashes": tried(), "shard_counts": arithmetic.shard_counts(CATALOG)})
    validate(results)


def test_a_spread_beyond_its_band_by_little_is_not_called_uneven() -> None:
    barely = Spread("UUIDv4", 2, replace(LEANING.spreads[0].skew, worst=0.2, band=0.19, real=True))
    assert not says.uneven(barely)
    assert says.uneven(LEANING.spreads[0])


# The command


def test_the_command_prints_a_line_for_each_function_and_one_document_as_json(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["hashes", "--ids", "2000", "--shards", "4"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split("  ")[0] == "function"
    assert [line.split()[0] for line in lines[1:]] == [*FUNCTIONS, *ROUTERS]
    assert max(map(len, lines)) <= 80
    assert run(["hashes", "--ids", "2000", "--json"]) == 0
    validate(sample_results() | {"hashes": json.loads(capsys.readouterr().out)})


@pytest.mark.parametrize(
    ("arguments", "words"), [(["--ids", "0"], "--ids >= 1"), (["--shards", "0"], "--shards from 1 to 1024")]
)
def test_the_command_refuses_sizes_that_cannot_be(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["hashes", *arguments]) == 2
    assert words in capsys.readouterr().err
