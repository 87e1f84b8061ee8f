"""A laid-out design in a real PostgreSQL: what each constraint does, and what is noticed when one is missing."""

import json
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from itertools import pairwise

import psycopg
import pytest
from designs_for_tests import AS_OF, function_in, livvly_in, livvly_without_rows
from hypothesis import given, strategies
from psycopg import Connection, errors
from psycopg.types.json import Jsonb
from rows_for_tests import CRC32, Garden

from livvly_lab.checkout import folder
from livvly_lab.domain.design import MonthlyPartitions
from livvly_lab.domain.physical import LAYOUTS, PhysicalDesign, Reference
from livvly_lab.domain.placement import SHARD_COLUMN
from livvly_lab.errors import LoadError, ServerError, UsageError
from livvly_lab.scratch import ddl, statements
from livvly_lab.scratch.drift import Difference, drift, refuse_drift
from livvly_lab.scratch.server import Server

SHARDED = sorted(livvly_in("inheritance").design.placement.keys)
REAL = [(layout, reference) for layout in LAYOUTS for reference in livvly_in(layout).references if reference.real]
SOFT_DELETED = ("users", "transactions", "calls", "gift_transactions", "rooms", "reports")


@dataclass(frozen=True)
class Built:
    physical: PhysicalDesign
    dsn: str


@pytest.fixture(scope="module")
def built(server: Server) -> Iterator[Mapping[str, Built]]:
    """livvly in each layout, created once for all tests of this file; each test rolls back what it does."""
    made: dict[str, Built] = {}
    for layout in LAYOUTS:
        made[layout] = Built(livvly_in(layout), server.create_database(f"ddl_{layout}"))
        with psycopg.connect(made[layout].dsn) as connection:
            ddl.create(connection, made[layout].physical, function_in(layout))
            ddl.set_utc(connection)
    yield made
    for layout in made:
        server.drop_database(f"ddl_{layout}")


@pytest.fixture
def layout(request: pytest.FixtureRequest) -> str:
    """The layout of the test: what it is parametrised with, inheritance where it is not."""
    return str(getattr(request, "param", "inheritance"))


@pytest.fixture
def garden(built: Mapping[str, Built], layout: str) -> Iterator[Garden]:
    """Plants rows in livvly in the layout of the test; everything is rolled back afterwards."""
    with psycopg.connect(built[layout].dsn) as connection:
        yield Garden(connection, built[layout].physical)
        connection.rollback()


both_layouts = pytest.mark.parametrize("layout", LAYOUTS, indirect=True)


def one(connection: Connection, query: bytes, *parameters: object) -> object:
    row = connection.execute(query, parameters).fetchone()
    assert row
    return row[0]


def named(difference: Difference) -> str:
    return f"{difference.state} {difference.kind} {difference.name}"


# Foreign keys (REQ-DB-008)


@pytest.mark.parametrize(
    ("layout", "reference"), REAL, indirect=["layout"], ids=[f"{layout}-{r.table}.{r.column}" for layout, r in REAL]
)
def test_a_foreign_key_acts_as_declared_when_its_target_is_deleted(garden: Garden, reference: Reference) -> None:
    shard = 1
    target = garden.plant(reference.target, shard)
    row = garden.plant(reference.table, shard, **{reference.column: target})
    if reference.on_delete == "RESTRICT":
        with pytest.raises(errors.IntegrityError, match=reference.name), garden.connection.transaction():
            garden.delete(reference.target, target, shard)
        assert garden.fetch(reference.table, row, reference.column) == (target,)
        return
    garden.delete(reference.target, target, shard)
    left = {"CASCADE": None, "SET NULL": (None,)}[reference.on_delete]
    assert garden.fetch(reference.table, row, reference.column) == left


@pytest.mark.parametrize(
    ("layout", "reference"), REAL, indirect=["layout"], ids=[f"{layout}-{r.table}.{r.column}" for layout, r in REAL]
)
def test_a_foreign_key_refuses_a_row_whose_target_does_not_exist(garden: Garden, reference: Reference) -> None:
    nobody = garden.id_in(1)
    with pytest.raises(errors.ForeignKeyViolation, match=reference.name):
        garden.plant(reference.table, 1, **{reference.column: nobody})


@pytest.mark.parametrize(("layout", "shard"), [("inheritance", 1), ("partitioned", 0)], indirect=["layout"])
def test_history_keeps_its_shard_when_its_user_is_deleted_where_it_has_a_number(garden: Garden, shard: int) -> None:
    """A row without its shard key belongs to the first partition, wherever it was."""
    caller = garden.plant("users", 1)
    call = garden.plant("calls", 1, caller_id=caller)
    garden.delete("users", caller, 1)
    assert garden.fetch("calls", call, "caller_id") == (None,)
    assert garden.shard_of("calls", call) == shard


# Shards (REQ-DB-001)


@pytest.mark.parametrize("table", SHARDED)
def test_a_parent_refuses_rows(garden: Garden, table: str) -> None:
    row = garden.row(table, 0) | {SHARD_COLUMN: 0}
    with pytest.raises(errors.CheckViolation, match=f"{table}_abstract_check"):
        garden.insert(table, row)


@pytest.mark.parametrize("table", SHARDED)
def test_a_child_refuses_a_row_whose_home_is_another_shard(garden: Garden, table: str) -> None:
    row = garden.row(table, 0)
    with pytest.raises(errors.CheckViolation, match=f"{table}_home_check_s1"):
        garden.insert(f"{table}_shard_1", row)


@pytest.mark.parametrize("table", SHARDED)
def test_a_child_refuses_another_shard_number_and_fills_in_its_own(garden: Garden, table: str) -> None:
    row = garden.plant(table, 1)
    assert garden.shard_of(table, row) == 1
    with pytest.raises(errors.CheckViolation, match=f"{table}_shard_id_check_s1"):
        garden.insert(f"{table}_shard_1", garden.row(table, 1) | {SHARD_COLUMN: 0})


def test_a_literal_shard_number_leaves_the_other_children_out(garden: Garden) -> None:
    plan = garden.connection.execute(b"EXPLAIN SELECT * FROM calls WHERE shard_id = 1").fetchall()
    text = "\n".join(line for (line,) in plan)
    assert "calls_shard_1" in text
    assert "calls_shard_0" not in text


@pytest.mark.parametrize(("layout", "shards"), [("inheritance", 1), ("inheritance", 5), ("partitioned", 3)])
def test_any_number_of_shards_can_be_built(database: str, layout: str, shards: int) -> None:
    physical = livvly_in(layout, shards)
    with psycopg.connect(database) as connection:
        ddl.create(connection, physical, function_in(layout))
        assert len(ddl.holds(connection, physical)) == 27 + 13 * shards
        assert drift(connection, physical, function_in(layout)) == ()


# Partitions: what a partitioned table can enforce, and what it leaves to each partition

partitioned = pytest.mark.parametrize("layout", ["partitioned"], indirect=True)


@partitioned
@pytest.mark.parametrize("table", SHARDED)
def test_a_row_given_to_the_table_finds_its_partition(garden: Garden, table: str) -> None:
    row = garden.row(table, 1)
    garden.insert(table, row)
    assert garden.shard_of(table, row["id"]) == 1


@partitioned
@pytest.mark.parametrize("table", SHARDED)
def test_a_partition_refuses_a_row_whose_home_is_another(garden: Garden, table: str) -> None:
    with pytest.raises(errors.CheckViolation, match=f'"{table}_p1" violates partition constraint'):
        garden.insert(f"{table}_p1", garden.row(table, 0))


@partitioned
def test_a_condition_on_the_shard_key_leaves_the_other_partitions_out(garden: Garden) -> None:
    plan = garden.connection.execute("EXPLAIN SELECT * FROM calls WHERE caller_id = %s", [garden.id_in(1)]).fetchall()
    text = "\n".join(line for (line,) in plan)
    assert "calls_p1" in text
    assert "calls_p0" not in text


@partitioned
def test_a_key_with_the_shard_key_spans_the_partitions_and_one_without_holds_in_each(garden: Garden) -> None:
    wallet, phone = garden.row("coin_wallets", 1), "+919876543210"
    garden.insert("coin_wallets", wallet)
    with pytest.raises(errors.UniqueViolation, match="coin_wallets_user_id_key_s1"), garden.connection.transaction():
        garden.insert("coin_wallets", {**wallet, "id": garden.id_in(0)})
    call = garden.plant("calls", 1)
    with pytest.raises(errors.UniqueViolation, match="calls_pkey_s1"), garden.connection.transaction():
        garden.plant("calls", 1, id=call)
    garden.plant("calls", 0, id=call)
    garden.plant("users", 0, phone=phone)
    garden.plant("users", 1, phone=phone)


@partitioned
def test_what_spans_the_partitions_has_taken_in_what_each_of_them_has(garden: Garden) -> None:
    query = """
        SELECT i.relname, root.relname FROM pg_index AS x JOIN pg_class AS i ON i.oid = x.indexrelid
        LEFT JOIN pg_class AS root ON root.oid = pg_partition_root(i.oid)
        WHERE x.indrelid = %s::regclass
    """
    for table in SHARDED:
        key = garden.physical.design.placement.keys[table]
        logical = garden.physical.design.table(table)
        unique = {str(index.name): index.columns.keys() for index in logical.indexes if index.unique}
        named = (each for each in logical.constraints if str(each.name).endswith(("_pkey", "_key")))
        unique |= {str(each.name): each.columns.keys() for each in named}  # type: ignore[attr-defined]
        for home in garden.physical.homes(table):
            for name, root in garden.connection.execute(query, [home.name]):
                alone = key not in unique.get(name.removesuffix(f"_s{home.shard}"), [key])
                assert name == (name if alone else f"{root}_s{home.shard}")
                assert (root is None) == alone, name


def test_another_shard_function_than_its_own_is_refused_before_anything_is_made(database: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        with pytest.raises(UsageError, match=r"expected the shard function partition.*found 'crc32'"):
            ddl.create(connection, livvly_in("partitioned"), CRC32)
        assert ddl.holds(connection, livvly_in("partitioned")) == ()


# Types (REQ-DB-002)


@both_layouts
def test_money_is_exact_to_the_paisa_and_refuses_what_it_cannot_hold(garden: Garden) -> None:
    wallet = garden.plant("coin_wallets", balance=Decimal("0.10"))
    garden.connection.execute("UPDATE coin_wallets SET balance = balance + 0.20")
    assert garden.fetch("coin_wallets", wallet, "balance") == (Decimal("0.30"),)
    garden.connection.execute("UPDATE coin_wallets SET balance = 9999999999.99")
    assert garden.fetch("coin_wallets", wallet, "balance") == (Decimal("9999999999.99"),)
    with pytest.raises(errors.NumericValueOutOfRange):
        garden.connection.execute("UPDATE coin_wallets SET balance = balance + 0.01")


@both_layouts
def test_moments_are_stored_in_utc_and_shown_in_indian_time_on_request(garden: Garden) -> None:
    user = garden.plant("users", created_at="2026-01-25 02:00:00+05:30")
    assert one(garden.connection, b"SHOW timezone") == "UTC"
    assert one(garden.connection, b"SELECT created_at::text FROM users WHERE id = %s", user) == "2026-01-24 20:30:00+00"
    shown = one(garden.connection, b"SELECT created_at AT TIME ZONE 'Asia/Kolkata' FROM users WHERE id = %s", user)
    assert shown == datetime(2026, 1, 25, 2, 0)  # noqa: DTZ001 - the server gives a wall clock without a zone


@both_layouts
def test_no_column_holds_a_moment_without_its_time_zone(garden: Garden) -> None:
    query = b"SELECT count(*) FROM information_schema.columns WHERE table_schema = 'public' AND data_type = %s"
    assert one(garden.connection, query, "timestamp without time zone") == 0
    assert one(garden.connection, query, "timestamp with time zone") != 0


def test_the_time_zone_of_a_database_is_its_owners_to_set(database: str) -> None:
    with psycopg.connect(database) as connection:
        connection.execute("CREATE ROLE livvly_guest")
        connection.execute("SET ROLE livvly_guest")
        with pytest.raises(ServerError, match="to own the database"):
            ddl.set_utc(connection)
        connection.rollback()


# Soft delete (REQ-DB-009)


@both_layouts
@pytest.mark.parametrize("table", SOFT_DELETED)
def test_a_soft_deleted_row_leaves_the_live_view_and_comes_back(garden: Garden, table: str) -> None:
    row = garden.plant(table)
    live = f"live_{table}"
    assert garden.fetch(live, row) == (row,)
    assert one(garden.connection, b"SELECT soft_delete(%s::regclass, %s)", table, row) is True
    assert garden.fetch(live, row) is None
    assert garden.fetch(table, row) == (row,)
    assert one(garden.connection, b"SELECT soft_delete(%s::regclass, %s)", table, row) is False
    assert one(garden.connection, b"SELECT restore(%s::regclass, %s)", table, row) is True
    assert garden.fetch(live, row) == (row,)
    assert one(garden.connection, b"SELECT restore(%s::regclass, %s)", table, row) is False


def test_the_router_soft_deletes_in_one_shard(garden: Garden) -> None:
    call = garden.plant("calls", 1)
    assert one(garden.connection, b"SELECT soft_delete('calls_shard_0', %s)", call) is False
    assert one(garden.connection, b"SELECT soft_delete('calls_shard_1', %s)", call) is True


@both_layouts
def test_somebody_who_left_can_register_again_and_then_not_be_restored(garden: Garden) -> None:
    phone = "+919876543210"
    left = garden.plant("users", phone=phone)
    with pytest.raises(errors.UniqueViolation, match="idx_users_phone"), garden.connection.transaction():
        garden.plant("users", phone=phone)
    garden.connection.execute("SELECT soft_delete('users', %s)", [left])
    garden.plant("users", phone=phone)
    with pytest.raises(errors.UniqueViolation, match="idx_users_phone"):
        garden.connection.execute("SELECT restore('users', %s)", [left])


def purge(garden: Garden) -> dict[str, int]:
    return dict(garden.connection.execute("SELECT * FROM purge_deleted(%s)", [AS_OF]).fetchall())


@both_layouts
def test_the_purge_takes_what_is_90_days_old_and_leaves_what_is_younger(garden: Garden) -> None:
    old, young = datetime(2026, 8, 2, tzinfo=UTC), datetime(2026, 8, 4, tzinfo=UTC)
    gone = {table: garden.plant(table, deleted_at=old) for table in ("users", "calls", "rooms", "reports")}
    kept = {table: garden.plant(table, 1, deleted_at=young) for table in gone}
    assert purge(garden) == {"users": 1, "calls": 1, "rooms": 1, "reports": 1}
    assert {table: garden.fetch(table, row) for table, row in gone.items()} == dict.fromkeys(gone)
    assert all(garden.fetch(table, row) for table, row in kept.items())


@both_layouts
def test_the_purge_keeps_what_money_depends_on(garden: Garden) -> None:
    old = datetime(2026, 1, 1, tzinfo=UTC)
    rich, earning, awaiting = (garden.plant("users", deleted_at=old) for _ in range(3))
    garden.plant("coin_wallets", user_id=rich, balance=1)
    garden.plant("diamond_wallets", user_id=earning, pending_balance=1)
    garden.plant("withdrawals", user_id=awaiting, status="approved")
    kept = {
        "transactions": garden.plant("transactions", deleted_at=old),
        "gift_transactions": garden.plant("gift_transactions", deleted_at=old),
        "calls": garden.plant("calls", coins_charged=8, deleted_at=old),
    }
    assert purge(garden) == {"users": 0, "calls": 0, "rooms": 0, "reports": 0}
    assert all(garden.fetch("users", user) for user in (rich, earning, awaiting))
    assert all(garden.fetch(table, row) for table, row in kept.items())


@both_layouts
def test_an_erased_user_leaves_no_reference_behind_in_any_shard(garden: Garden) -> None:
    user = garden.plant("users", 1)
    to_users = [reference for reference in garden.physical.references if reference.target == "users"]
    assert len(to_users) == 27
    for reference in to_users:
        key = garden.physical.design.placement.keys.get(reference.table)
        garden.plant(reference.table, 1 if reference.column == key else 0, **{reference.column: user})
    garden.connection.execute("CALL erase_users(%s)", [[user]])
    for reference in to_users:
        used = f"SELECT count(*) FROM {reference.table} WHERE {reference.column} = %s"  # noqa: S608 - names of the design
        assert one(garden.connection, used.encode(), user) == 0, reference.name
    assert one(garden.connection, b"SELECT count(*) FROM calls") == 2


@both_layouts
def test_a_purged_room_takes_its_participants_along_and_is_forgotten_by_gifts_reports_and_transcripts(
    garden: Garden,
) -> None:
    room = garden.plant("rooms", 0, deleted_at=datetime(2026, 1, 1, tzinfo=UTC))
    seat = garden.plant("room_participants", 0, room_id=room)
    gift = garden.plant("gift_transactions", 1, context="room", context_id=room)
    report = garden.plant("reports", 1, source_type="room", source_id=room)
    transcript = garden.plant("ai_moderation_transcripts", source_type="room", source_id=room)
    assert purge(garden)["rooms"] == 1
    assert garden.fetch("room_participants", seat) is None
    assert garden.fetch("gift_transactions", gift, "context_id") == (None,)
    assert garden.fetch("reports", report, "source_id") == (None,)
    assert garden.fetch("ai_moderation_transcripts", transcript, "source_id") == (None,)


# Languages and reference data (REQ-DB-005, 006)


@pytest.mark.parametrize(
    ("names", "language", "text"),
    [
        ({"en": "Rose", "ta": "ரோஜா"}, "ta", "ரோஜா"),
        ({"en": "Rose", "ta": "ரோஜா"}, "kn", "Rose"),
        ({"en": "Rose", "ta": ""}, "ta", "Rose"),
        ({"en": "Rose", "ta": None}, "ta", "Rose"),
        ({"ta": "ரோஜா"}, "kn", None),
    ],
)
def test_a_missing_translation_falls_back_to_english(
    garden: Garden, names: dict[str, str | None], language: str, text: str | None
) -> None:
    assert one(garden.connection, b"SELECT translated(%s, %s)", Jsonb(names), language) == text


@both_layouts
def test_the_reference_data_passes_every_check_and_its_language_names_can_be_put_right(garden: Garden) -> None:
    for table in garden.physical.design.reference_tables:
        rows = json.loads((folder("data") / "livvly" / f"{table}.json").read_text())
        for row in rows:
            garden.insert(table, {k: Jsonb(v) if isinstance(v, dict) else v for k, v in row.items()})
    names = garden.connection.execute("SELECT display_name, native_name FROM language_names ORDER BY sort_order")
    assert names.fetchall()[:2] == [("English", "English"), ("Tamil", "தமிழ்")]
    tamil = b"SELECT translated(descriptions, 'ta') FROM gifts WHERE name = 'Rose'"
    assert one(garden.connection, tamil) == "வணக்கம் சொல்ல ஒரு ரோஜா"


# Months (REQ-DB-010)


def test_a_transcript_goes_to_the_partition_of_its_month_in_utc(garden: Garden) -> None:
    for at, partition in (
        ("2024-11-01 00:00:00+00", "ai_moderation_transcripts_2024_11"),
        ("2026-12-01 05:29:59+05:30", "ai_moderation_transcripts_2026_11"),
        ("2027-02-28 23:59:59+00", "ai_moderation_transcripts_2027_02"),
        ("2027-03-01 00:00:00+00", "ai_moderation_transcripts_default"),
        ("2024-10-31 23:59:59+00", "ai_moderation_transcripts_default"),
    ):
        row = garden.plant("ai_moderation_transcripts", created_at=at)
        home = b"SELECT tableoid::regclass::text FROM ai_moderation_transcripts WHERE id = %s"
        assert one(garden.connection, home, row) == partition


def test_the_next_months_are_created_once_with_all_that_a_month_needs(
    built: Mapping[str, Built], garden: Garden
) -> None:
    ahead = "SELECT create_months_ahead('ai_moderation_transcripts', 3, %s)"
    assert garden.connection.execute(ahead, [AS_OF]).fetchall() == []
    made = garden.connection.execute(ahead, [datetime(2027, 1, 31, tzinfo=UTC)]).fetchall()
    assert made == [("ai_moderation_transcripts_2027_03",), ("ai_moderation_transcripts_2027_04",)]
    garden.plant("ai_moderation_transcripts", created_at="2027-03-01 00:00:00+00")
    assert one(garden.connection, b"SELECT count(*) FROM ai_moderation_transcripts_2027_03") == 1
    indexes = b"SELECT count(*) FROM pg_indexes WHERE tablename = %s"
    for month in ("2026_11", "2027_03"):
        assert one(garden.connection, indexes, f"ai_moderation_transcripts_{month}") == 5
    comment = b"SELECT obj_description('ai_moderation_transcripts_2027_03'::regclass)"
    assert one(garden.connection, comment) == "ai_moderation_transcripts of March 2027"
    assert drift(garden.connection, garden.physical, CRC32) == ()


def test_months_reach_from_24_before_the_population_ends_to_those_ahead() -> None:
    monthly = livvly_without_rows().monthly[0]
    found = list(statements.months(monthly, AS_OF))
    assert found[0] == datetime(2024, 11, 1, tzinfo=UTC)
    assert found[-1] == datetime(2027, 2, 1, tzinfo=UTC)
    still_october = datetime(2026, 11, 1, 5, 29, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    assert list(statements.months(monthly, still_october))[-1] == datetime(2027, 1, 1, tzinfo=UTC)


@given(
    seconds=strategies.integers(0, 2**32),
    east_min=strategies.integers(-14 * 60, 14 * 60),
    ahead=strategies.integers(0, 60),
)
def test_months_follow_each_other_without_a_gap_around_any_moment(seconds: int, east_min: int, ahead: int) -> None:
    as_of = datetime.fromtimestamp(seconds, timezone(timedelta(minutes=east_min)))
    found = list(statements.months(MonthlyPartitions("any", "created_at", ahead), as_of))
    assert len(found) == statements.MONTHS_OF_HISTORY + 1 + ahead
    for first, following in pairwise(found):
        assert following == (first + timedelta(days=31)).replace(day=1)
    here = found[statements.MONTHS_OF_HISTORY]
    assert here <= as_of < (here + timedelta(days=31)).replace(day=1)


# Comments (REQ-DB-013)


@both_layouts
def test_everything_that_stands_in_the_database_has_a_comment(garden: Garden) -> None:
    silent = garden.connection.execute(
        """
        SELECT c.relname || coalesce('.' || a.attname, '')
        FROM pg_class AS c
        LEFT JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND c.relkind IN ('r', 'p')
        WHERE c.relnamespace = 'public'::regnamespace
            AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.objid = c.oid AND d.deptype = 'e')
            AND (
                obj_description(c.oid, 'pg_class') IS NULL
                OR a.attnum IS NOT NULL AND col_description(c.oid, a.attnum) IS NULL
            )
        UNION ALL
        SELECT p.proname
        FROM pg_proc AS p
        WHERE p.pronamespace = 'public'::regnamespace
            AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.objid = p.oid AND d.deptype = 'e')
            AND obj_description(p.oid, 'pg_proc') IS NULL
        """
    )
    assert silent.fetchall() == []


def test_each_child_has_every_index_of_its_table_and_its_parent_has_none(garden: Garden) -> None:
    for table in SHARDED:
        logical = garden.physical.design.table(table)
        keys = {str(k.name) for k in logical.constraints if str(k.name).endswith(("_pkey", "_key"))}
        wanted = {str(index.name) for index in logical.indexes} | keys
        query = "SELECT indexname FROM pg_indexes WHERE tablename = %s"
        for home in garden.physical.homes(table):
            found = {name for (name,) in garden.connection.execute(query, [home.name])}
            assert found == {f"{name}_s{home.shard}" for name in wanted}
        assert garden.connection.execute(query, [table]).fetchall() == []


# Creating: all or nothing, split, refused


def test_creating_twice_is_refused_and_changes_nothing(built: Mapping[str, Built], garden: Garden) -> None:
    user = garden.plant("users")
    with pytest.raises(LoadError, match="expected a database without the tables of livvly, found ai_moderation"):
        ddl.create(garden.connection, garden.physical, CRC32)
    assert garden.fetch("users", user) == (user,)


def test_one_table_of_the_design_is_enough_to_refuse_and_stays(database: str) -> None:
    with psycopg.connect(database) as connection:
        connection.execute("CREATE TABLE users (mine text)")
        connection.execute("INSERT INTO users VALUES ('keep')")
        with pytest.raises(LoadError, match="found users in"):
            ddl.create(connection, livvly_in("single"), CRC32)
        assert one(connection, b"SELECT mine FROM users") == "keep"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"extensions": ("pg_trgm", "no_such_extension")}, "expected the extension no_such_extension"),
        ({"objects": {"broken": "SELECT no_such_column FROM users"}}, "no_such_column"),
    ],
)
def test_a_failure_leaves_nothing_behind(database: str, change: dict[str, object], expected: str) -> None:
    physical = PhysicalDesign(replace(livvly_without_rows(), **change), LAYOUTS["inheritance"], 2)  # type: ignore[arg-type]
    with psycopg.connect(database, autocommit=True) as connection:
        with pytest.raises((ServerError, errors.UndefinedColumn), match=expected):
            ddl.create(connection, physical, CRC32)
        assert ddl.holds(connection, physical) == ()


def test_a_server_without_the_shard_function_is_refused_before_anything_is_made(database: str) -> None:
    physical = livvly_in("inheritance", 2)
    absent = replace(CRC32, name="newer", needs="no_such_function(bytea)")
    with psycopg.connect(database, autocommit=True) as connection:
        with pytest.raises(ServerError, match="shard function newer stands"):
            ddl.create(connection, physical, absent)
        assert ddl.holds(connection, physical) == ()
        ddl.create(connection, livvly_in("single"), absent)


def test_too_few_locks_are_explained(garden: Garden) -> None:
    with pytest.raises(ServerError, match="max_locks_per_transaction"), ddl.explained(garden.connection):
        raise errors.OutOfMemory


def test_a_role_that_may_not_create_is_told_and_one_that_may_needs_no_superuser(database: str) -> None:
    physical = livvly_in("single")
    with psycopg.connect(database) as connection:
        connection.execute("CREATE ROLE livvly_builder")
        connection.execute("SET ROLE livvly_builder")
        with pytest.raises(ServerError, match="a role that may create tables"):
            ddl.create(connection, physical, CRC32)
        connection.execute("RESET ROLE")
        connection.execute(f"GRANT CREATE ON DATABASE {connection.info.dbname} TO livvly_builder".encode())
        connection.execute("GRANT CREATE ON SCHEMA public TO livvly_builder")
        connection.execute("SET ROLE livvly_builder")
        ddl.create(connection, physical, CRC32)
        assert drift(connection, physical, CRC32) == ()
        connection.rollback()


@pytest.mark.parametrize("layout", ["inheritance", "partitioned"])
def test_split_around_frozen_rows_and_over_connections_it_is_the_same_design(database: str, layout: str) -> None:
    physical, function = livvly_in(layout, 2), function_in(layout)
    child = physical.home("users", 1).name

    def run(work: statements.Work) -> None:
        with psycopg.connect(database, autocommit=True) as connection:
            for statement in work.statements:
                connection.execute(statement.encode())

    with psycopg.connect(database) as connection:
        ddl.create_tables(connection, physical, function)
        connection.commit()
        row = Garden(connection, physical).row("users", 1)
        with connection.transaction():
            connection.execute(f"TRUNCATE {child}".encode())
            columns = ", ".join(row)
            with connection.cursor().copy(f"COPY {child} ({columns}) FROM STDIN (FREEZE)".encode()) as copy:
                copy.write_row(list(row.values()))
        connection.commit()
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(run, statements.keys_and_indexes(physical)))
            list(pool.map(run, statements.spanning(physical)))
            list(pool.map(run, statements.foreign_keys(physical)))
        ddl.create_objects(connection, physical)
        assert drift(connection, physical, function) == ()
        assert not ddl.is_empty(connection, physical)


@both_layouts
def test_a_database_tells_what_it_holds_and_whether_it_is_empty(garden: Garden) -> None:
    names = {home.name for home in garden.physical.all_homes()} | set(garden.physical.design.metadata.tables)
    assert set(ddl.holds(garden.connection, garden.physical)) == names
    assert ddl.is_empty(garden.connection, garden.physical)
    garden.plant("notifications")
    assert not ddl.is_empty(garden.connection, garden.physical)


@both_layouts
def test_discarding_removes_the_tables_of_the_design_and_nothing_else(garden: Garden) -> None:
    garden.plant("users")
    garden.connection.execute("CREATE TABLE mine (id int)")
    ddl.discard(garden.connection, garden.physical)
    left = garden.connection.execute(
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relname !~ '^(pg|sql)_'"
    )
    assert left.fetchall() == [("mine",)]


def test_an_empty_database_holds_nothing(database: str) -> None:
    with psycopg.connect(database) as connection:
        assert ddl.holds(connection, livvly_in("single")) == ()
        assert ddl.is_empty(connection, livvly_in("single"))


# Drift: what is noticed when the database is not the design's

MUTATIONS = {
    "keys and indexes": {
        "DROP INDEX idx_calls_composite_s1": {"missing index idx_calls_composite_s1"},
        "DROP INDEX idx_referrals_status": {"different index idx_referrals_status"},
        "CREATE INDEX idx_referrals_status ON referrals (status)": {"missing comment on index idx_referrals_status"},
        "CREATE INDEX mine ON gifts (name)": {"unexpected index mine"},
        "ALTER TABLE user_blocks_shard_0 DROP CONSTRAINT user_blocks_blocker_id_blocked_id_key_s0": {
            "missing index user_blocks_blocker_id_blocked_id_key_s0",
            "missing constraint user_blocks_blocker_id_blocked_id_key_s0 of user_blocks_shard_0",
        },
        "ALTER TABLE withdrawals DROP CONSTRAINT withdrawals_bank_account_id_fkey": {
            "missing constraint withdrawals_bank_account_id_fkey of withdrawals"
        },
    },
    "checks": {
        "ALTER TABLE calls DROP CONSTRAINT calls_rating_check": {
            "missing constraint calls_rating_check of calls",
            "missing constraint calls_rating_check of calls_shard_0",
            "missing constraint calls_rating_check of calls_shard_1",
        },
        "ALTER TABLE users_shard_0 DROP CONSTRAINT users_home_check_s0": {
            "missing constraint users_home_check_s0 of users_shard_0"
        },
        "ALTER TABLE users DROP CONSTRAINT users_abstract_check": {"missing constraint users_abstract_check of users"},
        "ALTER TABLE gifts DROP CONSTRAINT gifts_coin_price_check": {
            "different constraint gifts_coin_price_check of gifts"
        },
        "ALTER TABLE gifts ADD CONSTRAINT gifts_coin_price_check CHECK (coin_price >= 0)": set(),
    },
    "columns": {
        "ALTER TABLE gifts ALTER icon_url TYPE text": {"different column gifts.icon_url"},
        "ALTER TABLE gifts ALTER name DROP NOT NULL": {"different column gifts.name"},
        "ALTER TABLE gifts ALTER is_active DROP DEFAULT": {"different column gifts.is_active"},
        "ALTER TABLE gifts DROP COLUMN sort_order": {"missing column gifts.sort_order"},
        "ALTER TABLE gifts ADD COLUMN colour text": {"unexpected column gifts.colour"},
        "COMMENT ON COLUMN gifts.names IS 'x'": {"different comment on column gifts.names"},
    },
    "tables": {
        "ALTER TABLE users_shard_1 NO INHERIT users": {"different table users_shard_1"},
        "DROP TABLE user_interests": {"missing table user_interests"},
        "DROP TABLE ai_moderation_transcripts_2026_11": {"missing table ai_moderation_transcripts_2026_11"},
        "CREATE TABLE mine (id int)": set(),
    },
    "objects": {
        "DROP VIEW live_calls": {"missing view live_calls"},
        "CREATE OR REPLACE VIEW live_rooms AS SELECT * FROM rooms": {"different view live_rooms"},
        "DROP FUNCTION purge_deleted": {"missing function purge_deleted(timestamp with time zone,interval)"},
        "CREATE OR REPLACE FUNCTION translated(translations jsonb, language text) RETURNS text"
        " LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN 'x'": {"different function translated(jsonb,text)"},
    },
    "extensions": {"DROP EXTENSION pg_trgm CASCADE": {"missing extension pg_trgm"}},
}


@both_layouts
def test_what_was_just_created_has_not_drifted(garden: Garden) -> None:
    assert drift(garden.connection, garden.physical, garden.function) == ()
    refuse_drift(garden.connection, garden.physical, garden.function)


@pytest.mark.parametrize("kind", MUTATIONS)
def test_every_mutation_of_the_schema_is_named(garden: Garden, kind: str) -> None:
    for statement in MUTATIONS[kind]:
        garden.connection.execute(statement.encode())
    found = {named(difference) for difference in drift(garden.connection, garden.physical, CRC32)}
    assert found == set().union(*MUTATIONS[kind].values())


def test_another_layout_number_of_shards_or_shard_function_is_refused(garden: Garden) -> None:
    connection, design = garden.connection, garden.physical.design
    with pytest.raises(LoadError, match=r"unexpected column calls\.shard_id"):
        refuse_drift(connection, PhysicalDesign(design, LAYOUTS["single"], 1), CRC32)
    with pytest.raises(LoadError, match="with 4 shards, found"):
        refuse_drift(connection, PhysicalDesign(design, LAYOUTS["inheritance"], 4), CRC32)
    other = replace(CRC32, sql=lambda expression, shards: f"get_byte(uuid_send({expression}), 15) % {shards}")
    with pytest.raises(LoadError, match="different constraint calls_home_check_s0"):
        refuse_drift(connection, garden.physical, other)


def test_a_comment_reworded_by_hand_is_named_but_no_reason_to_refuse(garden: Garden) -> None:
    garden.connection.execute("COMMENT ON TABLE gifts IS 'presents'")
    (difference,) = drift(garden.connection, garden.physical, CRC32)
    assert str(difference).endswith("expected Catalogue of virtual gifts. Reference data., found presents")
    refuse_drift(garden.connection, garden.physical, CRC32)


def test_looking_for_drift_changes_nothing(garden: Garden) -> None:
    counted = b"SELECT count(*) FROM pg_class WHERE relpersistence = 'p'"
    before = one(garden.connection, counted)
    drift(garden.connection, garden.physical, CRC32)
    assert one(garden.connection, counted) == before
    assert one(garden.connection, b"SELECT to_regnamespace('livvly_lab_expected') IS NULL") is True


def test_a_role_that_may_not_create_a_schema_is_told_what_to_grant(garden: Garden) -> None:
    garden.connection.execute("CREATE ROLE livvly_reader")
    garden.connection.execute("SET ROLE livvly_reader")
    with pytest.raises(ServerError, match="GRANT CREATE ON DATABASE ddl_inheritance TO"):
        drift(garden.connection, garden.physical, CRC32)
