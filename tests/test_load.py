"""Load per shard, asked of a real server about a party so small that every number is computed by hand."""

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from designs_for_tests import function_in, livvly_in
from psycopg import Connection, sql
from sqlalchemy import Column, MetaData, Table, Uuid

from livvly_lab.designs.livvly.load import LOAD, TWO_PARTY
from livvly_lab.designs.livvly.placement import PLACEMENT
from livvly_lab.domain.design import Design
from livvly_lab.domain.load import Load, LoadMeasure, LoadPart, TwoParty
from livvly_lab.domain.physical import LAYOUTS, PhysicalDesign
from livvly_lab.domain.placement import Placement
from livvly_lab.domain.population import Chunk, Population
from livvly_lab.domain.results import TableSize
from livvly_lab.forecast.skew import hot_effects, skew_of_load
from livvly_lab.measure.load import (
    all_bytes_measure,
    all_rows_measure,
    measure_hours,
    measure_load,
    measure_pairs,
    measure_shards,
    rows_measure,
)
from livvly_lab.scratch.ddl import create_tables

SHARDS = 3
HOMES = {"ann": 0, "bob": 0, "cem": 1, "dia": 2}
HOSTS = {"cem", "dia"}
VISITS = [
    ("ann", "cem", 5, "2026-10-05 20:00Z"),
    ("ann", "cem", 5, "2026-10-05 20:10Z"),
    ("bob", "cem", 7, "2026-10-06 10:00Z"),
    ("cem", "dia", 1, "2026-10-06 10:00Z"),
    ("ann", "bob", 2, "2026-10-07 10:00Z"),
    ("bob", "ann", 2, "2026-10-07 10:00Z"),
    ("dia", "dia", 1, "2026-10-11 23:59Z"),
    ("ann", None, 3, "2026-10-07 10:00Z"),
    (None, "cem", 4, "2026-10-07 10:00Z"),
]
PARTIES = {"p1": "cem", "p2": "ann"}
GUESTS = [("ann", "p1"), ("bob", "p1"), ("cem", "p1"), ("bob", "p2")]
TABLES = {
    "members": "id uuid PRIMARY KEY, is_host boolean",
    "visits": "visitor_id uuid, host_id uuid, coins numeric(12,2), at timestamptz",
    "parties": "id uuid PRIMARY KEY, host_id uuid",
    "guests": "member_id uuid, party_id uuid",
}

MADE = LoadMeasure("visits made", "visits", (LoadPart("visits", "visitor_id"),), at="at", zone="Asia/Kolkata")
RECEIVED = LoadMeasure("visits received", "visits", (LoadPart("visits", "host_id"),), who="host", among="is_host")
COINS = LoadMeasure(
    "coins moved",
    "coins",
    (LoadPart("visits", "visitor_id", "sum(coins)"), LoadPart("visits", "host_id", "sum(coins)")),
)


def member(name: str | None) -> uuid.UUID | None:
    return uuid.uuid5(uuid.NAMESPACE_URL, name) if name else None


def party_design() -> Design:
    metadata = MetaData()
    for name in ("members", "visits", "parties", "guests"):
        Table(name, metadata, Column("id", Uuid, primary_key=True))
    keys = {"members": "id", "visits": "visitor_id", "parties": "host_id", "guests": "member_id"}
    as_of = datetime(2026, 11, 1, tzinfo=UTC)
    nothing = Population(as_of, (), {}, frozenset(), {}, lambda *_: Chunk({}, {}), lambda *_: iter(()))
    return Design("party", "", "", metadata, Placement("members", keys, {}), (), nothing, ())


def create(connection: Connection[Any], physical: PhysicalDesign) -> None:
    for name, columns in TABLES.items():
        body = columns + (", shard_id smallint" if physical.layout.has_shard_column else "")
        connection.execute(sql.SQL("CREATE TABLE {} ({})").format(sql.Identifier(name), sql.SQL(body)))
        for home in physical.homes(name) if physical.layout.sharded else ():  # whoever passes for a partition
            statement = sql.SQL("CREATE TABLE {} () INHERITS ({})")
            connection.execute(statement.format(sql.Identifier(home.name), sql.Identifier(name)))


def put(connection: Connection[Any], physical: PhysicalDesign, table: str, home: int, row: list[Any]) -> None:
    values = [*row, home] if physical.layout.has_shard_column else row
    statement = sql.SQL("INSERT INTO {} VALUES ({})").format(
        sql.Identifier(physical.home(table, home).name), sql.SQL(", ").join([sql.Placeholder()] * len(values))
    )
    connection.execute(statement, values)


@pytest.fixture(params=LAYOUTS)
def party(request: pytest.FixtureRequest, database: str) -> Iterator[tuple[Connection[Any], PhysicalDesign]]:
    physical = PhysicalDesign(party_design(), LAYOUTS[request.param], SHARDS)
    with psycopg.connect(database) as connection:
        create(connection, replace(physical, shards=SHARDS + 1))
        for name, home in HOMES.items():
            put(connection, physical, "members", home, [member(name), name in HOSTS])
        for visitor, host, coins, at in VISITS:
            put(connection, physical, "visits", HOMES.get(visitor or "", 1), [member(visitor), member(host), coins, at])
        for name, host in PARTIES.items():
            put(connection, physical, "parties", HOMES[host], [member(name), member(host)])
        for guest, visited in GUESTS:
            put(connection, physical, "guests", HOMES[guest], [member(guest), member(visited)])
        yield connection, physical


def by_shard(load: Load, physical: PhysicalDesign, expected: tuple[float, ...]) -> None:
    """Compare with what each shard should carry: all of it on the one None where the layout has no shards."""
    if physical.layout.sharded:
        assert load.per_shard == expected
    else:
        assert [shard.shard for shard in load.shards] == [None]
        assert load.per_shard == (sum(expected),)


def test_what_users_make_is_counted_in_their_shard_and_erased_users_apart(
    party: tuple[Connection[Any], PhysicalDesign],
) -> None:
    load = measure_shards(*party, MADE)
    by_shard(load, party[1], (6, 1, 1))
    assert (load.squares, load.users, load.unowned) == (16 + 4 + 1 + 1, 4, 1)


def test_what_users_receive_is_load_of_their_own_shard_wherever_the_row_lives(
    party: tuple[Connection[Any], PhysicalDesign],
) -> None:
    load = measure_shards(*party, RECEIVED)
    by_shard(load, party[1], (2, 4, 2))
    assert (load.squares, load.unowned) == (1 + 1 + 16 + 4, 1)


def test_parts_of_a_measure_add_up_per_user_before_they_are_squared(
    party: tuple[Connection[Any], PhysicalDesign],
) -> None:
    load = measure_shards(*party, COINS)
    ann, bob, cem, dia = 15 + 2, 9 + 2, 1 + 21, 1 + 2
    by_shard(load, party[1], (ann + bob, cem, dia))
    assert load.squares == ann**2 + bob**2 + cem**2 + dia**2


def test_the_hottest_are_named_with_their_shard_and_those_who_could_bring_load_stand_in_the_curve(
    party: tuple[Connection[Any], PhysicalDesign],
) -> None:
    connection, physical = party
    put(connection, physical, "members", 2, [member("eve"), True])
    load = measure_load(connection, physical, RECEIVED, hottest=2)
    homes = (1, 2) if physical.layout.sharded else (None, None)
    assert [(hot.user, hot.shard, hot.amount) for hot in load.hottest] == [
        (str(member("cem")), homes[0], 4),
        (str(member("dia")), homes[1], 2),
    ]
    assert [(group.users, group.amount) for group in load.groups] == [(1, 0), (1, 1), (1, 1), (1, 2), (1, 4)]


def test_a_planted_hot_host_is_found_to_be_what_makes_his_shard_deviate(
    party: tuple[Connection[Any], PhysicalDesign],
) -> None:
    connection, physical = party
    for _ in range(500):
        put(connection, physical, "visits", 0, [member("ann"), member("dia"), 1, "2026-10-07 10:00Z"])
    load = measure_load(connection, physical, RECEIVED, hottest=1)
    (hot,) = hot_effects(load)
    assert hot.user == str(member("dia"))
    assert hot.share == pytest.approx(502 / 508)
    if physical.layout.sharded:
        assert hot.shard == 2
        assert skew_of_load(load).worst_shard == 2
        assert hot.deviation == pytest.approx(502 * 3 / 508 - 1)
        assert hot.deviation_without == pytest.approx(-1)


def test_hours_are_those_of_the_declared_zone(party: tuple[Connection[Any], PhysicalDesign]) -> None:
    hours = measure_hours(party[0], MADE)
    assert hours.counts[1][1] == 2, "Monday 20:00 UTC is Tuesday 01:30 in India"
    assert hours.counts[0][5] == 1, "Sunday 23:59 UTC is Monday 05:29 in India"
    assert sum(map(sum, hours.counts)) == len(VISITS)


def test_rows_of_two_parties_cross_where_the_parties_live_in_two_shards(
    party: tuple[Connection[Any], PhysicalDesign],
) -> None:
    pairs = measure_pairs(*party, TwoParty("visits", "host_id", "visitor and host", target="members"))
    assert (pairs.rows, pairs.same_user, pairs.absent) == (6, 1, 2)
    assert pairs.crossing == (4 if party[1].layout.sharded else 0)
    assert pairs.squares == 4 + 1 + 1 + 4, "ann and cem twice, ann and bob twice whoever visits whom"


def test_the_second_party_of_a_guest_is_the_host_of_the_party(
    party: tuple[Connection[Any], PhysicalDesign],
) -> None:
    pairs = measure_pairs(*party, TwoParty("guests", "party_id", "guest and host", target="parties"))
    assert (pairs.rows, pairs.same_user, pairs.squares) == (3, 1, 3)
    assert pairs.crossing == (2 if party[1].layout.sharded else 0)


def test_rows_and_bytes_of_all_sharded_tables_are_carried_by_the_owners_of_their_keys(
    party: tuple[Connection[Any], PhysicalDesign],
) -> None:
    design = party[1].design
    by_shard(measure_shards(*party, rows_measure(design, "guests")), party[1], (3, 1, 0))
    by_shard(measure_shards(*party, all_rows_measure(design)), party[1], (2 + 6 + 1 + 3, 1 + 1 + 1 + 1, 1 + 1))
    sizes = [
        TableSize("members", "members", None, 4, 300, 80, 20),
        TableSize("visits", "visits", None, 9, 90, 0, 0),
        TableSize("guests", "guests", None, 0, 8192, 0, 0),
    ]
    by_shard(measure_shards(*party, all_bytes_measure(design, sizes)), party[1], (260, 110, 110))


def test_rows_that_follow_something_else_than_a_user_are_carried_where_it_lives(
    party: tuple[Connection[Any], PhysicalDesign],
) -> None:
    connection, physical = party
    keys = {**physical.design.placement.keys, "parties": "id", "guests": "party_id"}
    placement = replace(physical.design.placement, keys=keys)
    apart = replace(physical, design=replace(physical.design, placement=placement))
    assert apart.design.anchors == ("members", "parties")
    by_shard(measure_shards(connection, apart, rows_measure(apart.design, "guests")), apart, (1, 3, 0))
    by_shard(measure_shards(connection, apart, rows_measure(apart.design, "parties")), apart, (1, 1, 0))
    by_shard(measure_shards(connection, apart, MADE), apart, (6, 1, 1))
    everybody = measure_load(connection, apart, MADE)
    assert sum(group.users for group in everybody.groups) == len(HOMES)


def test_a_shard_where_nobody_lives_carries_nothing(party: tuple[Connection[Any], PhysicalDesign]) -> None:
    connection, physical = party
    wider = PhysicalDesign(physical.design, physical.layout, SHARDS + 1)
    load = measure_shards(connection, wider, MADE)
    assert len(load.shards) == (SHARDS + 1 if physical.layout.sharded else 1)
    assert load.total == 8


@pytest.mark.parametrize("layout", LAYOUTS)
def test_everything_livvly_declares_can_be_asked_of_its_tables(layout: str, database: str) -> None:
    physical = livvly_in(layout)
    with psycopg.connect(database, autocommit=True) as connection:
        create_tables(connection, physical, function_in(layout))
        measured = [measure_load(connection, physical, measure) for measure in LOAD]
        measured += [measure_shards(connection, physical, rows_measure(physical.design, t)) for t in PLACEMENT.keys]
        pairs = [measure_pairs(connection, physical, relation) for relation in TWO_PARTY]
        hours = [measure_hours(connection, measure) for measure in LOAD if measure.at]
    assert {len(load.shards) for load in measured} == {len(physical.shard_numbers)}
    assert [load.total for load in measured] == [0] * len(measured)
    assert [pair.rows for pair in pairs] == [0] * len(TWO_PARTY)
    assert hours


def test_two_party_relations_are_the_references_that_may_lead_to_another_shard() -> None:
    physical = livvly_in("inheritance")
    apart = {
        (reference.table, reference.column)
        for reference in physical.references
        if not reference.real and physical.is_sharded(reference.table)
    }
    moderators = {("reports", "reviewed_by")}
    assert {(relation.table, relation.column) for relation in TWO_PARTY} == apart - moderators


def test_hours_need_a_time_of_the_first_part_and_every_load_has_a_name_of_its_own() -> None:
    assert len({measure.name for measure in LOAD}) == len(LOAD)
    for measure in LOAD:
        table = livvly_in("single").design.table(measure.parts[0].table)
        assert measure.at is None or measure.at in table.columns
