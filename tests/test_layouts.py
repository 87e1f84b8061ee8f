"""The layouts compared on real rows: what each plans, reads, refuses and can, and that nothing of it stays."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
from jsonschema import Draft202012Validator
from psycopg import sql

from livvly_lab import lab
from livvly_lab.domain.layout_trials import (
    BY_ANOTHER,
    BY_KEY,
    EXECUTION,
    INHERITED,
    INTENDED,
    LOCKS,
    PARTITIONED,
    PLANNING,
    ROUTED,
    SINGLE,
    Ability,
    Erasure,
    LayoutTrials,
    Lookup,
    Price,
    ReadTime,
    TwoPartyTrial,
    Way,
    WriteRate,
    pruned,
)
from livvly_lab.domain.parameters import Parameters
from livvly_lab.domain.physical import LAYOUTS
from livvly_lab.domain.results import Interval
from livvly_lab.experiments.layouts import Effort, Site, compare
from livvly_lab.experiments.two_party import compare_copies
from livvly_lab.forecast.layouts import judge, prices
from livvly_lab.lab.parts import plain, read_part
from livvly_lab.lab.run import Run
from livvly_lab.measure import abilities
from livvly_lab.measure.attempts import measure_attempts
from livvly_lab.measure.copies import Inboxes, receiver_queries
from livvly_lab.measure.keys import Keys
from livvly_lab.report import layouts as draw
from livvly_lab.report import layouts_says, two_party
from livvly_lab.report.exhibit import Exhibit
from livvly_lab.report.gallery import Gallery, Sentences
from livvly_lab.report.results import schema
from livvly_lab.scratch.server import Server
from livvly_lab.scratch.spare import spare_databases

Filled = Callable[[Parameters], Run]

SHARDS, USERS_PER_SHARD = 8, 40
LEAST = Effort(repeats=1, keys=1, rows=50)


@pytest.fixture(scope="module")
def sites(server: Server, filled: Filled) -> Iterator[dict[str, Site]]:
    """livvly in each layout with the same users, in databases of this file."""
    with ExitStack() as stack:
        made = {}
        for layout in LAYOUTS:
            run = filled(Parameters("livvly", SHARDS, USERS_PER_SHARD, layout=layout))
            stack.callback(server.drop_database, f"layouts_{layout}")
            dsn = server.create_database(f"layouts_{layout}", template=name_of(run))
            connection = stack.enter_context(psycopg.connect(dsn, autocommit=True, prepare_threshold=None))
            made[layout] = Site(run.physical, run.function, connection)
        yield made


def name_of(run: Run) -> str:
    with run.connect() as connection:
        return connection.info.dbname


STATE = """
SELECT 'relation', relname, relkind::text, relnatts::text FROM pg_class WHERE relnamespace = 'public'::regnamespace
UNION ALL
SELECT 'constraint', conname, conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint
ORDER BY 1, 2, 3, 4
"""


def state(site: Site) -> tuple[list[Any], list[Any]]:
    """Return the catalog and a sum over the rows of every table."""
    ask = sql.SQL("SELECT count(*), sum(hashtextextended(t::text, 0)) FROM {} AS t")
    tables = [sql.Identifier(table.name) for table in site.physical.design.tables]
    rows = [site.connection.execute(ask.format(table)).fetchone() for table in tables]
    return site.connection.execute(STATE.encode()).fetchall(), rows


@pytest.fixture(scope="module")
def trials(sites: dict[str, Site]) -> LayoutTrials:
    """Compare the layouts once, and see that it leaves everything as it was."""
    before = {name: state(site) for name, site in sites.items()}
    found = compare(sites, SHARDS * USERS_PER_SHARD, LEAST)
    assert {name: state(site) for name, site in sites.items()} == before
    return found


# what each layout reads and locks


def lookup(trials: LayoutTrials, layout: str, asked: str) -> Lookup:
    return next(each for each in trials.lookups if (each.layout, each.asked) == (layout, asked))


def test_inheritance_reads_every_child_for_one_key_however_it_is_asked(trials: LayoutTrials) -> None:
    by_key = [each for each in trials.lookups if each.layout == "inheritance" and each.asked.startswith("key, ")]
    assert len(by_key) == 4
    assert {(each.planned, each.scanned) for each in by_key} == {(SHARDS + 1, SHARDS + 1)}


def test_a_literal_shard_number_leaves_children_out(trials: LayoutTrials) -> None:
    assert lookup(trials, "inheritance", "key and shard number, literal").scanned <= 2


def test_partitions_are_left_out_by_the_planner_or_while_the_query_runs(trials: LayoutTrials) -> None:
    for asked in (BY_KEY, "key, parameter, planned each time", "key, parameter, one plan for all"):
        assert lookup(trials, "partitioned", asked).scanned == 1
    joined = lookup(trials, "partitioned", "key, from a join")
    assert (joined.planned, joined.scanned) == (SHARDS, 1)
    assert lookup(trials, "partitioned", BY_ANOTHER).scanned == SHARDS


def test_a_lookup_locks_what_it_plans(trials: LayoutTrials) -> None:
    locks = {layout: lookup(trials, layout, BY_KEY).locks for layout in LAYOUTS}
    assert locks["single"] < locks["partitioned"] < locks["inheritance"]
    assert lookup(trials, "partitioned", BY_ANOTHER).locks > locks["inheritance"] - SHARDS


def test_a_child_that_is_named_is_read_alone_and_through_the_table_all_are(trials: LayoutTrials) -> None:
    scanned = {(each.query, each.way): each.scanned for each in trials.reads}
    assert scanned["wallet_history", ROUTED] == scanned["wallet_history", PARTITIONED] == 1
    assert scanned["wallet_history", INHERITED] == SHARDS
    assert ("login_by_phone_all_shards", ROUTED) not in scanned
    assert {each.query for each in pruned(trials.reads)} >= {"wallet_history", "user_profile"}


# what each layout refuses


def test_a_row_that_names_nobody_is_refused_just_where_the_foreign_key_is_real(
    trials: LayoutTrials, sites: dict[str, Site]
) -> None:
    for layout, site in sites.items():
        outcomes = {
            each.object: each.outcome
            for each in trials.attempts
            if each.layout == layout and each.breaks == "reference" and each.outcome != "not tried"
        }
        real = {f"{each.table}.{each.column}": each.real for each in site.physical.references}
        assert len(outcomes) > 25
        assert outcomes == {name: "refused" if real[name] else "accepted" for name in outcomes}


def test_a_unique_key_holds_in_its_shard_and_in_another_only_without_shards(trials: LayoutTrials) -> None:
    for layout in LAYOUTS:
        inside, across = ("key in its shard", "key in another shard")
        assert trials.refused(layout, inside) == trials.tried(layout, inside) > 10  # type: ignore[arg-type]
        assert trials.tried(layout, across) > 5  # type: ignore[arg-type]
        expected = trials.tried(layout, across) if layout == "single" else 0  # type: ignore[arg-type]
        assert trials.refused(layout, across) == expected  # type: ignore[arg-type]
    assert {each.object for each in trials.attempts if each.breaks == "key in another shard"} >= {"idx_users_phone"}


def test_what_refused_a_row_is_named(trials: LayoutTrials) -> None:
    by = {each.by for each in trials.attempts if each.object == "calls.receiver_id" and each.outcome == "refused"}
    assert by == {"calls_receiver_id_fkey"}


def test_a_rule_that_comes_first_is_not_mistaken_for_the_one_that_was_tried(
    filled: Filled, copied: Callable[[Run], Run]
) -> None:
    run = copied(filled(Parameters("livvly", SHARDS, USERS_PER_SHARD, layout="single")))
    with run.connect() as connection:
        connection.execute("CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''stop''; END'")
        connection.execute("CREATE TRIGGER no BEFORE UPDATE ON calls FOR EACH ROW EXECUTE FUNCTION no()")
        attempts = measure_attempts(connection, run.physical, run.function)
    (found,) = (each for each in attempts if each.object == "calls.receiver_id")
    assert (found.outcome, found.by) == ("not tried", "another rule came first: stop")


def test_a_deleted_user_stays_named_in_children_and_his_history_moves_between_partitions(trials: LayoutTrials) -> None:
    by_layout = {each.layout: each for each in trials.erasures}
    assert len({each.named for each in trials.erasures}) == 1
    assert {name: each.left > 0 for name, each in by_layout.items()} == {
        "single": False,
        "inheritance": True,
        "partitioned": False,
    }
    assert by_layout["inheritance"].moved == by_layout["single"].moved == 0


def test_wishes_are_granted_and_refused_by_the_server(trials: LayoutTrials) -> None:
    able = {(each.layout, each.wish): each.able for each in trials.abilities}
    only_inheritance = {abilities.OWN_COLUMN, abilities.ONE_MORE, abilities.DIRECTORY}
    only_partitioned = {abilities.UNROUTED, abilities.REFERRED}
    for wish in only_inheritance | only_partitioned | {abilities.TAKEN_OUT}:
        assert able["inheritance", wish] == (wish not in only_partitioned), wish
        assert able["partitioned", wish] == (wish not in only_inheritance), wish
    assert set(trials.verdict.only_inheritance) == only_inheritance
    assert all(each.why for each in trials.abilities if not each.able)


def test_every_way_writes_the_same_rows_and_the_log_grows(trials: LayoutTrials) -> None:
    assert {(each.way, each.style) for each in trials.writes} == {
        (way, style)
        for way in (SINGLE, ROUTED, PARTITIONED, Way("partitioned", "child"))
        for style in ("single rows", "bulk")
    }
    assert {each.rows for each in trials.writes} == {50}
    assert min(each.wal_bytes_per_row.mid for each in trials.writes) > 100
    shares = [each.foreign_key_share for each in trials.writes if each.style == "bulk"]
    assert all(share is not None and 0 < share < 1 for share in shares)


def test_the_same_rows_take_more_in_shards(trials: LayoutTrials) -> None:
    sizes = {each.layout: each for each in trials.sizes}
    assert len({each.rows for each in trials.sizes}) == 1
    assert sizes["single"].size_bytes < min(sizes["inheritance"].size_bytes, sizes["partitioned"].size_bytes)
    assert sizes["inheritance"].foreign_keys > sizes["partitioned"].foreign_keys == sizes["single"].foreign_keys - 1


# rows with two parties


@pytest.fixture(scope="module")
def parted(sites: dict[str, Site], trials: LayoutTrials) -> Site:
    """livvly in children, where copies may be built once the layouts were compared."""
    return sites["inheritance"]


@pytest.fixture(scope="module")
def copies(parted: Site) -> dict[str, TwoPartyTrial]:
    return {trial.table: trial for trial in compare_copies(parted, LEAST)}


def test_every_row_with_a_second_party_is_copied_into_his_shard(copies: dict[str, TwoPartyTrial], parted: Site) -> None:
    call = copies["calls"]
    assert call.copied == call.rows > call.crossing > 0.7 * call.rows
    inboxes = Inboxes(parted.connection, parted.physical, parted.physical.design.two_party[0])
    count = "SELECT count(*), count(*) FILTER (WHERE {} <> %s) FROM {}"
    copied = 0
    for shard in range(SHARDS):
        home = sql.SQL(parted.function.sql("receiver_id", SHARDS))
        query = sql.SQL(count).format(home, sql.Identifier(inboxes.tables[shard]))
        row = parted.connection.execute(query, [shard]).fetchone()
        assert row is not None
        assert row[1] == 0
        copied += row[0]
    assert copied == call.copied


def test_a_query_of_the_second_party_gives_the_same_rows_from_one_table(
    copies: dict[str, TwoPartyTrial], parted: Site
) -> None:
    keys, design = Keys(parted.connection, parted.physical), parted.physical.design
    asked = 0
    for relation in design.two_party:
        inboxes = Inboxes(parted.connection, parted.physical, relation)
        for each in receiver_queries(design.workload, relation):
            for key in keys.draw(each.query, None)[:4]:
                copy = inboxes.addressed(each.query, inboxes.shard_of(key.parameters[each.who]))
                once = parted.connection.execute(inboxes.once(each.query), key.parameters).fetchall()
                assert sorted(map(str, once)) == sorted(
                    map(str, parted.connection.execute(copy, key.parameters).fetchall())
                )
                asked += bool(once)
    assert asked > 5
    reads = [read for trial in copies.values() for read in trial.reads]
    assert {read.query for read in reads} >= {"calls_received_all_shards", "gifts_received", "room_members"}
    assert max(read.copy_scanned for read in reads) == 1 < min(read.once_scanned for read in reads)


def test_a_copy_doubles_the_log_and_about_the_bytes(copies: dict[str, TwoPartyTrial]) -> None:
    once, both = copies["calls"].by_style["single rows"]
    assert 1.6 < both.wal_bytes_per_row.mid / once.wal_bytes_per_row.mid < 2.4
    assert 0.7 < copies["calls"].copy_bytes / copies["calls"].once_bytes < 1.3


# arithmetic and verdict

EVEN = Interval(0.95, 1.0, 1.05, 0.95, 9)
DEAR = Interval(1.2, 1.5, 2.0, 0.95, 9)
MAYBE = Interval(0.9, 1.5, 2.0, 0.95, 9)


def wish(name: str, inheritance: bool, partitioned: bool) -> list[Ability]:
    able = {"inheritance": inheritance, "partitioned": partitioned}
    return [Ability(layout, name, able=can, why="") for layout, can in able.items()]


MORE, LESS, BOTH = wish("more", True, False), wish("less", False, True), wish("both", True, True)


@pytest.mark.parametrize(
    ("tried", "costs", "verdict"),
    [
        ([*MORE, *BOTH], [EVEN], "holds"),
        ([*MORE, *BOTH], [MAYBE], "holds"),
        ([*MORE, *BOTH], [EVEN, DEAR], "depends"),
        ([*MORE, *LESS], [EVEN], "depends"),
        ([*BOTH], [EVEN], "fails"),
        ([*LESS, *BOTH], [], "fails"),
        ([], [EVEN], "not measured here"),
    ],
)
def test_inheritance_was_worth_choosing_where_it_can_more_and_costs_no_more(
    tried: Sequence[Ability], costs: Sequence[Interval], verdict: str
) -> None:
    assert judge(tried, [Price("something", ratio) for ratio in costs]).verdict == verdict


def sure(value: float) -> Interval:
    return Interval(value, value, value, 0.95, 9)


def read(query: str, way: Way, planning: float, execution: float, scanned: float) -> ReadTime:
    return ReadTime(query, way, sure(planning), sure(execution), scanned)


READS = [
    read("a", SINGLE, 1, 1, 1),
    read("a", INHERITED, 8, 3, 8),
    read("a", ROUTED, 1, 1, 1),
    read("a", PARTITIONED, 2, 2, 1),
    read("b", INHERITED, 4, 4, 8),
    read("b", ROUTED, 1, 1, 1),
    read("b", PARTITIONED, 4, 4, 8),
]


def test_prices_are_ratios_query_by_query_and_a_named_child_is_compared_with_pruned_partitions_alone() -> None:
    lookups = [
        Lookup(name, BY_KEY, 1, 1, locks, 0, EVEN, EVEN) for name, locks in (("inheritance", 40), ("partitioned", 10))
    ]
    rates = [
        WriteRate(way, "bulk", "t", 10, Interval(low, mid, high, 0.95, 9), EVEN)
        for way, low, mid, high in ((ROUTED, 80, 100, 125), (PARTITIONED, 40, 50, 60))
    ]
    found = {price.what: price.ratio for price in prices(READS, lookups, rates)}
    assert (found[PLANNING].mid, found[EXECUTION].mid) == (2.5, 1.25)
    assert (found[INTENDED].mid, found[INTENDED].n) == (0.5, 1)
    assert found[LOCKS].low == found[LOCKS].high == 4
    assert (found["writing bulk"].low, found["writing bulk"].mid, found["writing bulk"].high) == (0.32, 0.5, 0.75)
    assert prices([], [], []) == ()


@pytest.mark.parametrize(
    ("ratio", "dearer", "cheaper"),
    [(EVEN, False, False), (DEAR, True, False), (MAYBE, False, False), (Interval(0.5, 0.6, 0.8, 0.95, 9), False, True)],
)
def test_a_price_decides_only_where_its_interval_is_clear_of_one(ratio: Interval, dearer: bool, cheaper: bool) -> None:
    price = Price("something", ratio)
    assert (price.dearer, price.cheaper) == (dearer, cheaper)


# words, pictures, results


def test_the_sentences_say_what_was_found(trials: LayoutTrials) -> None:
    verdict = layouts_says.verdict_sentence(trials)
    assert "of 6 wishes it alone grants 3 and partitions alone 2" in verdict
    assert verdict.endswith("(320 users on 8 shards).")
    assert "locks for a lookup by key through the table (×" in verdict
    assert "inheritance 9 of 9" not in layouts_says.enforced_sentence(trials)
    assert "9 of 9 tables under inheritance" in layouts_says.pruning_sentence(trials)
    assert "1 of 8 tables under partitioned" in layouts_says.pruning_sentence(trials)
    assert "by another column inheritance and partitioned read all" in layouts_says.pruning_sentence(trials)
    assert "single leaves none, inheritance leaves " in layouts_says.erasure_sentence(trials)
    bare = replace(trials, lookups=(), writes=(), reads=(), erasures=(), abilities=(), verdict=judge((), ()))
    assert "nothing could be tried" in layouts_says.verdict_sentence(bare)
    assert "has no row to look up" in layouts_says.pruning_sentence(bare)
    assert "writes were not measured" in layouts_says.writes_sentence(bare)
    assert "no query on a sharded table" in layouts_says.reads_sentence(bare)
    assert "nothing to learn" in layouts_says.erasure_sentence(bare)
    refused = Erasure("single", 3, 3, 0, "he may not go")
    assert "single does not let him go" in layouts_says.erasure_sentence(replace(trials, erasures=(refused,)))


def test_only_a_smaller_comparison_says_that_it_was_smaller(trials: LayoutTrials) -> None:
    smaller = layouts_says.limit_sentences(trials, 20_000, "It takes more.")
    assert smaller[0].startswith("The layouts at the size of this run")
    assert smaller[0].endswith("not 20.0 k. It takes more.")
    assert layouts_says.limit_sentences(trials, trials.users, "It takes more.") == smaller[1:]


def test_a_layout_that_refuses_every_orphan_is_no_finding(trials: LayoutTrials) -> None:
    found = {
        layout: [each for each in draw.findings(trials, layout, "no promise") if each.id == "finding-layout-references"]
        for layout in LAYOUTS
    }
    assert found["single"] == []
    assert found["inheritance"][0].level == "high"
    assert "partitioned refuses" in found["inheritance"][0].says
    assert found["partitioned"][0].level == "medium"
    assert "single refuses" in found["partitioned"][0].says


def test_results_keep_their_schema(trials: LayoutTrials, copies: dict[str, TwoPartyTrial]) -> None:
    found = schema()
    for name, value in (("layouts", trials), ("two_party", list(copies.values()))):
        check = Draft202012Validator({**found["properties"][name], "$defs": found["$defs"]})
        assert [error.message for error in check.iter_errors(plain(value))] == []


def test_every_exhibit_has_its_picture_or_its_table(trials: LayoutTrials, copies: dict[str, TwoPartyTrial]) -> None:
    makers = (
        draw.verdict,
        draw.abilities,
        draw.enforced,
        draw.erasure,
        draw.pruning,
        draw.reads,
        draw.writes,
        draw.sizes,
    )
    exhibits = [make(trials) for make in makers] + list(two_party.copies(list(copies.values()), 320).exhibits)
    for exhibit in exhibits:
        assert exhibit.table is not None
        assert not exhibit.table.empty
        assert exhibit.svg.startswith("<svg") or exhibit.key in ("layouts-abilities", "layouts-erasure")
        assert "nan" not in exhibit.html().replace("finance", "")
    assert "clearly faster" in two_party.saves_sentence(list(copies.values()), 320)


# where the comparison takes place


def databases(server: Server) -> set[str]:
    with psycopg.connect(server.dsn(), autocommit=True) as connection:
        return {name for (name,) in connection.execute("SELECT datname FROM pg_database")}


def test_spare_databases_go_with_the_block_and_those_a_killed_one_left_go_too(server: Server, database: str) -> None:
    before = databases(server)
    server.create_database("livvly_lab_spare_left")
    with pytest.raises(ZeroDivisionError), spare_databases(database, 2) as dsns:  # noqa: PT012 - what the block sees counts
        assert len(databases(server) - before) == len(dsns) == 2
        assert "livvly_lab_spare_left" not in databases(server)
        with psycopg.connect(dsns[0]) as connection:
            connection.execute("CREATE TABLE t (n int)")
        with spare_databases(database, 1):
            assert len(databases(server) - before) == 3
        raise ZeroDivisionError
    assert databases(server) == before


def test_a_role_that_may_not_create_databases_gets_a_sentence_instead(filled: Filled, tmp_path: Path) -> None:
    run = filled(Parameters("livvly", 2, 20))
    with run.connect() as connection:
        connection.execute("CREATE ROLE guest LOGIN")
    try:
        guest = replace(run, dsn=run.dsn.replace("postgres@", "guest@"), run_dir=tmp_path)
        walk = lab.layouts(guest)
    finally:
        with run.connect() as connection:
            connection.execute("DROP ROLE guest")
    assert isinstance(walk.verdict, Sentences)
    assert "ALTER ROLE guest CREATEDB" in walk.limits.items[0]
    part = read_part(tmp_path, "07_layouts")
    assert part["results"] == {"two_party": []}
    assert part["findings"] == []
    assert part["limits"] == list(walk.limits.items)


def test_one_shard_is_not_compared(filled: Filled) -> None:
    walk = lab.layouts(filled(Parameters("livvly", 1, 80, layout="single")))
    assert isinstance(walk.copies, Sentences)
    assert "differ in nothing" in walk.limits.items[0]


def test_a_run_in_partitions_is_walked_like_any_other(filled: Filled, tmp_path: Path) -> None:
    run = replace(filled(Parameters("livvly", 2, 20, layout="partitioned")), run_dir=tmp_path)
    skew = lab.shard_skew(run)
    assert isinstance(skew.users, Exhibit)
    assert isinstance(lab.erd_walk(run).overview, Exhibit | Gallery)
    assert len(read_part(tmp_path, "02_shard_skew")["results"]["skew"][0]["per_shard"]) == 2
