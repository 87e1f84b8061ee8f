"""The row engine: what is encoded comes back from the server unchanged, goes where it lives, or not at all."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import numpy as np
import psycopg
import pyarrow as pa
import pytest
import sqlalchemy as sa
from designs_for_tests import function_in
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import Connection, sql
from psycopg.types.range import Range
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.schema import CreateTable

from livvly_lab.designs import DESIGNS
from livvly_lab.domain.clock import DAY_US, EPOCH, microseconds
from livvly_lab.domain.design import Design, MonthlyPartitions
from livvly_lab.domain.draw import uuids
from livvly_lab.domain.physical import LAYOUTS, PhysicalDesign
from livvly_lab.domain.placement import Placement
from livvly_lab.domain.population import NO_END, Chunk, Columns, Nullable, Pool, Population, World
from livvly_lab.errors import LoadError
from livvly_lab.placement.functions import FUNCTIONS
from livvly_lab.rows.copy import Writer
from livvly_lab.rows.encode import Rows, encode
from livvly_lab.rows.estimate import estimate_bytes
from livvly_lab.rows.load import copy_population, copy_reference, generate, make_world
from livvly_lab.rows.octets import copy_octets, write
from livvly_lab.rows.pools import pool
from livvly_lab.rows.produce import expected_rows, packet, portions, ranges
from livvly_lab.rows.reference import reference_columns
from livvly_lab.rows.split import Partition, Partitions, pieces
from livvly_lab.scratch import ddl

CRC32 = FUNCTIONS["crc32"]
AS_OF = datetime(2026, 11, 1, tzinfo=UTC)

SAMPLES = sa.Table(
    "samples",
    sa.MetaData(),
    sa.Column("id", pg.UUID(as_uuid=True)),
    sa.Column("money", sa.Numeric(12, 2)),
    sa.Column("ratio", sa.Numeric(3, 2)),
    sa.Column("units", sa.Numeric(18, 0)),
    sa.Column("small", sa.SmallInteger()),
    sa.Column("whole", sa.Integer()),
    sa.Column("big", sa.BigInteger()),
    sa.Column("single", sa.REAL()),
    sa.Column("double", sa.Double()),
    sa.Column("flag", sa.Boolean()),
    sa.Column("born", sa.Date()),
    sa.Column("at_noon", sa.Time()),
    sa.Column("at", sa.DateTime(timezone=True)),
    sa.Column("body", sa.Text()),
    sa.Column("name", sa.String(50)),
    sa.Column("data", pg.JSONB()),
    sa.Column("words", pg.ARRAY(sa.String(50))),
    sa.Column("texts", pg.ARRAY(sa.Text())),
    sa.Column("ids", pg.ARRAY(pg.UUID(as_uuid=True))),
    sa.Column("address", pg.INET()),
    sa.Column("picture", sa.LargeBinary()),
    sa.Column("validity", pg.DATERANGE()),
)
"""One column of each type the lab writes."""

texts = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=50)
lists_of_texts = st.lists(texts, max_size=4)
STRATEGIES: Mapping[str, st.SearchStrategy[Any]] = {
    "id": st.uuids(),
    "money": st.decimals(-9_999_999_999, 9_999_999_999, places=2),
    "ratio": st.decimals(-9, 9, places=2),
    "units": st.decimals(-(10**17), 10**17, places=0),
    "small": st.integers(-(2**15), 2**15 - 1),
    "whole": st.integers(-(2**31), 2**31 - 1),
    "big": st.integers(-(2**63), 2**63 - 1),
    "single": st.floats(width=32, allow_nan=False, allow_subnormal=False),
    "double": st.floats(allow_nan=False),
    "flag": st.booleans(),
    "born": st.dates(date(1, 1, 1), date(9999, 12, 31)),
    "at_noon": st.times(),
    "at": st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - given its zone
    "body": texts,
    "name": texts,
    "data": st.dictionaries(texts, st.integers(-1_000, 1_000) | texts, max_size=3),
    "words": lists_of_texts,
    "texts": lists_of_texts,
    "ids": st.lists(st.uuids(), max_size=4),
    "address": st.ip_addresses(v=4),
    "picture": st.binary(max_size=40),
    "validity": st.builds(
        lambda first, days: Range(first, None if days is None else first + timedelta(days)),
        st.dates(date(1, 1, 1), date(9000, 1, 1)),
        st.none() | st.integers(1, 300_000),
    ),
}
rows_of_samples = st.lists(
    st.fixed_dictionaries({name: st.none() | strategy for name, strategy in STRATEGIES.items()}), min_size=1, max_size=8
)


def sample_columns(rows: Sequence[Mapping[str, Any]]) -> Columns:
    """Put Python values into the shapes that recipes give."""

    def numbers(name: str, convert: Any, empty: Any, kind: Any = None) -> Nullable:
        values = [empty if row[name] is None else convert(row[name]) for row in rows]
        return Nullable(np.array(values, dtype=kind), np.array([row[name] is not None for row in rows]))

    def arrow(name: str, kind: pa.DataType, convert: Any = lambda value: value) -> pa.Array:
        return pa.array([None if row[name] is None else convert(row[name]) for row in rows], kind)

    def days(value: date | None) -> int:
        return NO_END if value is None else (value - EPOCH.date()).days

    def since_midnight(value: time) -> int:
        return ((value.hour * 60 + value.minute) * 60 + value.second) * 1_000_000 + value.microsecond

    return {
        "id": numbers("id", lambda value: list(value.bytes), [0] * 16, np.uint8),
        "money": numbers("money", lambda value: int(value * 100), 0, np.int64),
        "ratio": numbers("ratio", lambda value: int(value * 100), 0, np.int64),
        "units": numbers("units", int, 0, np.int64),
        **{name: numbers(name, int, 0, np.int64) for name in ("small", "whole", "big")},
        **{name: numbers(name, float, 0.0) for name in ("single", "double")},
        "flag": numbers("flag", bool, False),
        "born": numbers("born", days, 0, np.int32),
        "at_noon": numbers("at_noon", since_midnight, 0, np.int64),
        "at": numbers("at", microseconds, 0, np.int64),
        "body": arrow("body", pa.string()),
        "name": arrow("name", pa.large_string()),
        "data": arrow("data", pa.string(), json.dumps),
        "words": arrow("words", pa.list_(pa.string())),
        "texts": arrow("texts", pa.list_(pa.string())),
        "ids": arrow("ids", pa.list_(pa.binary(16)), lambda values: [value.bytes for value in values]),
        "address": numbers("address", lambda value: list(value.packed), [0] * 4, np.uint8),
        "picture": arrow("picture", pa.binary()),
        "validity": numbers("validity", lambda value: [days(value.lower), days(value.upper)], [0, 1], np.int32),
    }


def copied(rows: Rows) -> bytes:
    """Return the whole binary COPY of rows, in the order in which they stand."""
    return b"".join(map(bytes, copy_octets(write(rows, np.arange(rows.count)).octets)))


def written(
    connection: Connection[Any], table: sa.Table, rows: Rows, order: Sequence[int] | None = None, cut: int = 0
) -> list[dict[str, Any]]:
    """Copy rows into the emptied table, in two parts, and read everything back in the order it was written."""
    places = np.arange(rows.count) if order is None else np.array(order, dtype=np.int64)
    whole = write(rows, places)
    with connection.transaction(force_rollback=True):
        connection.execute(sql.SQL("TRUNCATE {}").format(sql.Identifier(table.name)))
        names = sql.SQL(", ").join(map(sql.Identifier, rows.columns))
        for body in (whole.part(0, cut), whole.part(cut, rows.count)):
            statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT binary)").format(sql.Identifier(table.name), names)
            with connection.cursor().copy(statement) as copy:
                for octets in copy_octets(body):
                    copy.write(memoryview(octets))
        cursor = connection.cursor(row_factory=psycopg.rows.dict_row, binary=True)
        query = sql.SQL("SELECT {} FROM {}").format(names, sql.Identifier(table.name))
        return cursor.execute(query).fetchall()


@pytest.fixture
def connection(database: str) -> Iterator[Connection[Any]]:
    with psycopg.connect(database, options="-c timezone=UTC", autocommit=True) as opened:
        opened.execute(str(CreateTable(SAMPLES).compile(dialect=pg.dialect())).encode())  # type: ignore[no-untyped-call]
        yield opened


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows_of_samples)
def test_every_type_comes_back_as_it_was_given_and_null_as_null(
    connection: Connection[Any], rows: list[dict[str, Any]]
) -> None:
    assert written(connection, SAMPLES, encode(SAMPLES, sample_columns(rows))) == rows


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows_of_samples, st.data())
def test_slices_and_reordered_rows_hold_the_same_values(
    connection: Connection[Any], rows: list[dict[str, Any]], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(range(len(rows))))
    cut = data.draw(st.integers(0, len(rows)))
    found = written(connection, SAMPLES, encode(SAMPLES, sample_columns(rows)), order, cut)
    assert found == [rows[place] for place in order]


@given(st.lists(st.none() | lists_of_texts, min_size=1, max_size=6), st.data())
def test_a_slice_of_lists_is_encoded_like_its_own_rows(values: list[Any], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(values) - 1))
    table = sa.Table("t", sa.MetaData(), sa.Column("words", pg.ARRAY(sa.String(50))))
    kind = pa.list_(pa.string())
    whole = encode(table, {"words": pa.array(values, kind).slice(first)})
    assert copied(whole) == copied(encode(table, {"words": pa.array(values[first:], kind)}))


@pytest.mark.parametrize("days", [[[5, 5]], [[6, 5]], [1, 2], [[1, 2, 3]]])
def test_a_range_of_days_that_has_none_or_no_two_ends_is_refused(days: list[Any]) -> None:
    table = sa.Table("t", sa.MetaData(), sa.Column("validity", pg.DATERANGE()))
    with pytest.raises(LoadError, match="DATERANGE"):
        encode(table, {"validity": np.array(days, dtype=np.int32)})


def test_reference_rows_give_ranges_by_their_days_and_null_for_no_end() -> None:
    table = sa.Table("t", sa.MetaData(), sa.Column("validity", pg.DATERANGE()))
    rows: list[dict[str, Any]] = [
        {"validity": ["1970-01-02", "1970-01-05"]},
        {"validity": ["1970-01-03", None]},
        {"validity": None},
    ]
    found = reference_columns(table, rows, AS_OF)["validity"]
    assert found.values.tolist()[:2] == [[1, 4], [2, NO_END]]
    assert found.present.tolist() == [True, True, False]
    with pytest.raises(LoadError, match="validity"):
        reference_columns(table, [{"validity": ["today", None]}], AS_OF)


def test_dictionary_arrays_are_written_as_their_values(connection: Connection[Any]) -> None:
    rows = [dict.fromkeys(STRATEGIES, None) | {"name": name} for name in ("Anu", "Ravi", "Anu")]
    columns = {**sample_columns(rows), "name": pa.array(["Anu", "Ravi", "Anu"]).dictionary_encode()}
    assert written(connection, SAMPLES, encode(SAMPLES, columns)) == rows


ORDERS = sa.Table(
    "orders",
    sa.MetaData(),
    sa.Column("id", sa.Uuid(), primary_key=True),
    sa.Column("amount", sa.Numeric(12, 2), nullable=False),
    sa.Column("status", sa.String(10), nullable=False, server_default="new"),
    sa.Column("quantity", sa.SmallInteger(), server_default="1"),
)


def orders(rows: int = 3, **changed: Any) -> dict[str, Any]:
    return {"id": uuids(1, "orders", np.arange(rows)), "amount": np.arange(rows)} | changed


def test_a_column_that_is_not_given_keeps_its_server_default() -> None:
    assert list(encode(ORDERS, orders()).columns) == ["id", "amount"]


@pytest.mark.parametrize(
    ("columns", "named"),
    [
        (orders(price=np.arange(3)), "price"),
        ({"id": uuids(1, "orders", np.arange(3))}, "orders.amount"),
        (orders(amount=np.arange(2)), "amount 2"),
        (orders(quantity=np.array([1, 2, 40_000])), "orders.quantity"),
        (orders(id=np.zeros((3, 15), dtype=np.uint8)), "orders.id"),
        (orders(status=Nullable(pa.array(["a", "b", "c"]), np.array([True]))), "orders.status"),
    ],
)
def test_a_recipe_that_does_not_fit_its_table_is_refused_by_name(columns: dict[str, Any], named: str) -> None:
    with pytest.raises(LoadError, match=named):
        encode(ORDERS, columns)


def test_null_inside_an_array_is_refused_by_name() -> None:
    table = sa.Table("t", sa.MetaData(), sa.Column("words", pg.ARRAY(sa.String(50))))
    with pytest.raises(LoadError, match=r"t\.words"):
        encode(table, {"words": pa.array([["a", None]])})


def test_a_type_without_a_codec_is_refused_by_name() -> None:
    table = sa.Table("t", sa.MetaData(), sa.Column("span", pg.INTERVAL()))
    with pytest.raises(LoadError, match=r"t\.span"):
        encode(table, {"span": np.arange(1)})


@dataclass(frozen=True)
class Shop:
    """A design of two tables, one sharded, one by month, with rows a test can choose."""

    chunk: Columns = field(default_factory=dict)

    @property
    def design(self) -> Design:
        metadata = sa.MetaData()
        people = sa.Table(
            "people",
            metadata,
            sa.Column("id", sa.Uuid(), primary_key=True),
            sa.Column("name", sa.String(10), nullable=False),
            sa.Column("age", sa.Integer()),
            sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
            sa.CheckConstraint("age >= 18", name="adults"),
        )
        sa.Table(
            "visits",
            metadata,
            sa.Column("id", sa.Uuid(), primary_key=True),
            sa.Column("created_at", sa.DateTime(timezone=True), primary_key=True),
        )
        for column in people.columns:
            column.comment = column.name
        return Design(
            name="shop",
            title="shop",
            summary="",
            metadata=metadata,
            placement=Placement("people", {"people": "id"}, {"visits": "by month"}),
            sections=(),
            population=self.population,
            workload=(),
            monthly=(MonthlyPartitions("visits", "created_at"),),
        )

    @property
    def population(self) -> Population:
        def chunk(world: World, first: int, last: int) -> Chunk:
            numbers = np.arange(first, last)
            people = {
                "id": uuids(world.seed, "people", numbers),
                "name": pa.repeat("Anu", len(numbers)),
                "age": np.full(len(numbers), 18),
                "created_at": microseconds(AS_OF) - numbers * DAY_US,
            }
            visits = {"id": people["id"], "created_at": people["created_at"]}
            return Chunk({"people": people | dict(self.chunk), "visits": visits}, {"users": np.array([len(numbers)])})

        ratios = {"people": 1.0, "visits": 1.0}
        return Population(AS_OF, (), ratios, frozenset(), {}, chunk, lambda *_: iter(()))

    def world(self, users: int) -> World:
        return make_world(self.design, users, 1.0, 7)


def created(dsn: str, physical: PhysicalDesign) -> None:
    with psycopg.connect(dsn) as connection:
        ddl.create_tables(connection, physical, function_in(physical.layout.name))


def count_of(dsn: str, table: str) -> int:
    with psycopg.connect(dsn) as connection:
        row = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()
    return int(row[0]) if row else 0


@pytest.mark.parametrize("layout", LAYOUTS)
def test_rows_go_to_their_shards_and_months_and_are_counted_there(layout: str, database: str) -> None:
    shop = Shop()
    physical = PhysicalDesign(shop.design, LAYOUTS[layout], 3)
    created(database, physical)
    rows = copy_population(database, physical, function_in(layout), shop.world(500))
    assert {name: count_of(database, name) for name in rows} == rows
    assert sum(rows[home.name] for home in physical.homes("people")) == 500
    assert sum(count for name, count in rows.items() if name.startswith("visits_")) == 500
    assert rows["visits_2026_10"] == 31


def test_rows_older_than_every_partition_go_to_the_default_one(database: str) -> None:
    shop = Shop()
    physical = PhysicalDesign(shop.design, LAYOUTS["single"], 1)
    created(database, physical)
    rows = copy_population(database, physical, None, shop.world(800))
    assert rows["visits_default"] == count_of(database, "visits_default") > 0


def test_rows_stand_in_the_order_in_which_they_came_to_be() -> None:
    shop, users = Shop(), 300
    physical = PhysicalDesign(shop.design, LAYOUTS["inheritance"], 4)
    people = shop.population.chunk(shop.world(users), 0, users).tables["people"]
    for piece in pieces(physical, CRC32, {}, "people", people):
        times = piece.arrow().column("created_at").to_pylist()
        assert times == sorted(times)


def test_a_row_without_a_partition_is_refused() -> None:
    shop = Shop()
    physical = PhysicalDesign(shop.design, LAYOUTS["single"], 1)
    visits = shop.population.chunk(shop.world(40), 0, 40).tables["visits"]
    october = Partition("visits_2026_10", microseconds(AS_OF) - 31 * DAY_US, microseconds(AS_OF))
    with pytest.raises(LoadError, match="partition of visits"):
        list(pieces(physical, None, {"visits": Partitions([october], None)}, "visits", visits))


def test_a_sharded_table_without_its_shard_key_is_refused() -> None:
    shop = Shop()
    physical = PhysicalDesign(shop.design, LAYOUTS["inheritance"], 2)
    with pytest.raises(LoadError, match=r"people\.id"):
        list(pieces(physical, None, {}, "people", shop.population.chunk(shop.world(2), 0, 2).tables["people"]))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": pa.array(["Anu", "Lakshminarayanan", "Ravi"])}, r"name = 'Lakshminarayanan'"),
        ({"age": np.array([20, 30, 17])}, r"people_adults_check|adults"),
        ({"name": pa.array(["Anu", None, "Ravi"])}, r'null value in column "name"'),
    ],
)
def test_what_postgresql_refuses_is_named_and_leaves_no_row(changed: dict[str, Any], said: str, database: str) -> None:
    shop = Shop(changed)
    physical = PhysicalDesign(shop.design, LAYOUTS["inheritance"], 2)
    created(database, physical)
    with pytest.raises(LoadError, match="people_shard_") as refused:
        copy_population(database, physical, CRC32, shop.world(3))
    assert refused.match(said)
    assert count_of(database, "people") == count_of(database, "visits") == 0


def test_a_generator_that_fails_midway_leaves_no_row(database: str) -> None:
    shop = Shop()
    physical = PhysicalDesign(shop.design, LAYOUTS["inheritance"], 2)
    created(database, physical)

    def stop(*_: Any) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        copy_population(database, physical, CRC32, shop.world(30), stop)
    assert count_of(database, "people") == 0


def test_a_table_with_rows_is_never_emptied(database: str) -> None:
    shop = Shop()
    physical = PhysicalDesign(shop.design, LAYOUTS["inheritance"], 2)
    created(database, physical)
    copy_population(database, physical, CRC32, shop.world(30))
    with pytest.raises(LoadError, match="an empty table"):
        copy_population(database, physical, CRC32, shop.world(30))
    assert count_of(database, "people") == 30


def test_rows_are_frozen_as_they_are_written(database: str) -> None:
    """Transactions pass after the load; a row that is not frozen would hold back the age of its table."""
    shop, passed = Shop(), 50
    physical = PhysicalDesign(shop.design, LAYOUTS["single"], 1)
    created(database, physical)
    copy_population(database, physical, None, shop.world(2_000))
    with psycopg.connect(database, autocommit=True) as connection:
        for _ in range(passed):
            connection.execute("SELECT pg_current_xact_id()")
        connection.execute("VACUUM people")
        row = connection.execute("SELECT age(relfrozenxid) FROM pg_class WHERE relname = 'people'").fetchone()
    assert row is not None
    assert row[0] < passed


def test_progress_is_told_every_row_once(database: str) -> None:
    shop, told = Shop(), list[tuple[str, int, int]]()
    physical = PhysicalDesign(shop.design, LAYOUTS["inheritance"], 2)
    created(database, physical)
    rows = copy_population(database, physical, CRC32, shop.world(50), lambda *packet: told.append(packet))
    assert sum(count for _, count, _ in told) == sum(rows.values()) == expected_rows(shop.design, 50, 1.0)
    assert {table for table, _, _ in told} == {"people", "visits"}
    assert all(octets > 16 * count for _, count, octets in told), "every row has a uuid"


@settings(deadline=None)  # some are many ranges, and a machine may be busy
@given(st.integers(1, 3_000_000), st.floats(0.01, 100))
def test_ranges_cover_all_users_once_and_their_rows_fit_in_memory(users: int, activity: float) -> None:
    design = DESIGNS["livvly"]
    world = World(7, users, activity, AS_OF, AS_OF, {}, {})
    cut = list(ranges(design, world))
    assert [first for first, _ in cut] == [0, *(last for _, last in cut[:-1])]
    assert cut[-1][1] == users
    assert all(expected_rows(design, last - first, activity) <= 600_000 or last - first == 1 for first, last in cut)
    inside = [portion for span in cut for portion in portions(design, world, span)]
    assert [first for first, _ in inside] == [0, *(last for _, last in inside[:-1])]
    assert all(expected_rows(design, last - first, activity) <= 300_000 or last - first == 1 for first, last in inside)


def test_the_first_and_the_last_ranges_are_small() -> None:
    design = DESIGNS["livvly"]
    users = [last - first for first, last in ranges(design, World(7, 2_000_000, 1.0, AS_OF, AS_OF, {}, {}))]
    assert max(users[0], users[-1]) * 4 < max(users)
    assert users.count(max(users)) > len(users) / 2


SUMS_OF_POOLS_AND_ROWS = """
import sys, zlib
import numpy as np
from livvly_lab.designs import DESIGNS
from livvly_lab.rows.encode import encode
from livvly_lab.rows.load import generate, make_world
from livvly_lab.rows.octets import write

for design in DESIGNS.values():
    world = make_world(design, 120, 1.0, 7)
    pools = {name: zlib.crc32("|".join(values.to_pylist()).encode()) for name, values in world.pools.items()}
    print(design.name, "pools", pools)
    for name, columns in generate(design, world):
        rows = encode(design.table(name), columns)
        print(design.name, name, zlib.crc32(write(rows, np.arange(rows.count)).octets))
"""


def test_pools_and_rows_are_the_same_in_every_process() -> None:
    first, second = (sums_of_pools_and_rows(salt) for salt in ("1", "2"))
    assert first == second
    filled = {(design, table) for design, table, _ in (line.split(" ", 2) for line in first.splitlines())}
    assert filled >= {(design.name, table) for design in DESIGNS.values() for table in ("pools", "users")}


def sums_of_pools_and_rows(salt: str) -> str:
    """Return what a process prints whose sets and dictionaries of strings are salted so."""
    return subprocess.run(
        [sys.executable, "-c", SUMS_OF_POOLS_AND_ROWS],
        env=os.environ | {"PYTHONHASHSEED": salt},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


@pytest.mark.parametrize(
    ("declared", "said"),
    [
        (Pool("none", file="nowhere.csv", column="name"), "nowhere.csv"),
        (Pool("none", file="cities.csv", column="planet"), "a column planet"),
        (Pool("none", locale="en_IN", provider="first_name_martian", size=3), "first_name_martian"),
    ],
)
def test_a_pool_that_cannot_be_drawn_says_what_lacks(declared: Pool, said: str) -> None:
    with pytest.raises(LoadError, match=said):
        pool("livvly", declared)


@pytest.mark.parametrize("name", DESIGNS)
def test_reference_rows_come_back_as_their_files_say(name: str, database: str) -> None:
    design = DESIGNS[name]
    physical = PhysicalDesign(design, LAYOUTS["inheritance"], 2)
    created(database, physical)
    world = make_world(design, 1, 1.0, 7)
    counted = copy_reference(database, physical, world)
    assert counted == {table: len(rows) for table, rows in world.reference.items()}
    with psycopg.connect(database, row_factory=psycopg.rows.dict_row) as connection:
        for table, rows in world.reference.items():
            keys = [column.name for column in design.table(table).primary_key.columns]
            query = sql.SQL("SELECT * FROM {}").format(sql.Identifier(table))
            found = {_named(row, keys): row for row in connection.execute(query)}
            assert len(found) == len(rows)
            for row in rows:
                assert {column: _as_json(found[_named(row, keys)][column]) for column in row} == {
                    column: _as_json(value) for column, value in row.items()
                }


def _named(row: Mapping[str, Any], keys: Sequence[str]) -> str:
    """Return what tells a row from the others of its table."""
    return str([_as_json(row[key]) for key in keys])


def _as_json(value: Any) -> Any:
    """Return a value so that what JSON and PostgreSQL say of it can be compared."""
    if isinstance(value, Range):
        return [_as_json(value.lower), _as_json(value.upper)]
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return float(value)
    return value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, UUID) else value


def test_reference_rows_leave_nothing_to_the_clock_of_the_server() -> None:
    table = sa.Table(
        "t",
        sa.MetaData(),
        sa.Column("name", sa.String(10)),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()")),
    )
    columns = reference_columns(table, [{"name": "Rose"}, {"name": "Cake"}], AS_OF)
    assert columns["at"].tolist() == [microseconds(AS_OF)] * 2


@pytest.mark.parametrize(
    ("column", "value"),
    [("coins", 1.005), ("coins", "many"), ("born", "yesterday"), ("id", "1-2-3"), ("planet", "Mars")],
)
def test_a_reference_value_that_does_not_fit_its_column_is_named(column: str, value: Any) -> None:
    table = sa.Table(
        "t",
        sa.MetaData(),
        sa.Column("id", sa.Uuid()),
        sa.Column("coins", sa.Numeric(12, 2)),
        sa.Column("born", sa.Date()),
    )
    with pytest.raises(LoadError, match=column):
        reference_columns(table, [{column: value}], AS_OF)


def test_the_estimate_is_near_what_a_load_takes(database: str) -> None:
    design, users = DESIGNS["livvly"], 4_000
    physical = PhysicalDesign(design, LAYOUTS["single"], 1)
    created(database, physical)
    size = "SELECT pg_database_size(current_database())"
    with psycopg.connect(database, autocommit=True) as connection:
        before = connection.execute(size).fetchone()
        world = make_world(design, users, 1.0, 7)
        copy_reference(database, physical, world)
        copy_population(database, physical, None, world)
        ddl.create_keys_and_indexes(connection, physical)
        after = connection.execute(size).fetchone()
    assert before is not None
    assert after is not None
    taken = after[0] - before[0]
    log = estimate_bytes(design, users, 1.0) // 2
    assert 0.7 < log / taken < 1.4


def test_a_writer_appends_to_a_table_it_has_begun(database: str) -> None:
    shop = Shop()
    physical = PhysicalDesign(shop.design, LAYOUTS["single"], 1)
    created(database, physical)
    world = shop.world(20)
    with Writer.open(database, shop.design) as writer:
        partitions = writer.partitions()
        for first in (0, 10):
            people = shop.population.chunk(world, first, first + 10).tables["people"]
            for piece in pieces(physical, None, partitions, "people", people):
                writer.write(packet([piece], None))
    assert count_of(database, "people") == 20


def test_tallies_of_all_chunks_reach_the_summary() -> None:
    seen: list[Any] = []
    shop = Shop()

    def summary(world: World, tallies: Mapping[str, Any]) -> Iterator[tuple[str, Columns]]:
        seen.append(tallies["users"].tolist())
        return iter(())

    design = replace(shop.design, population=replace(shop.population, summary=summary))
    rows = list(generate(design, shop.world(600_000)))
    assert seen == [[600_000]]
    assert len(rows) > 2
