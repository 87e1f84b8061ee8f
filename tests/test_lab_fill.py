"""Filling a database: whole or not at all, marked when it is complete, and nothing of anybody else's touched."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from psycopg.types.json import Jsonb

from livvly_lab.domain.layouts import LAYOUTS
from livvly_lab.domain.parameters import Parameters
from livvly_lab.domain.results import CheckResult
from livvly_lab.errors import DiskError, LoadError, ServerError, UsageError
from livvly_lab.lab import fill as filling
from livvly_lab.lab import servers
from livvly_lab.lab.fill import fill
from livvly_lab.lab.opening import open_run
from livvly_lab.lab.run import Run, attach
from livvly_lab.measure.checks import run_check
from livvly_lab.progress import Progress
from livvly_lab.scratch import foreign
from livvly_lab.scratch.foreign import Disk, disk_of
from livvly_lab.scratch.mark import read_mark
from livvly_lab.scratch.server import Server
from livvly_lab.scratch.statements import Work

TINY = Parameters(shards=2, users_per_shard=20)
RELATIONS = """
SELECT relname FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname IN ('public', 'livvly_lab')
  AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.objid = c.oid AND d.deptype = 'e')
"""

Copied = Callable[[Run], Run]


@pytest.fixture
def tiny(filled: Callable[[Parameters], Run]) -> Run:
    """Return a tiny load, to be read only."""
    return filled(TINY)


@pytest.fixture(scope="module")
def half(server: Server) -> Run:
    """Return a load that was killed after its indexes were built, to be read only."""
    dsn = server.create_database("half_a_load")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(filling, "run_check", raising(KeyboardInterrupt))
        patch.setattr("livvly_lab.scratch.ddl.discard", lambda *_: None)
        with pytest.raises(KeyboardInterrupt):
            fill(dsn, TINY, Progress(quiet=True))
    return Run(TINY, dsn)


@pytest.fixture
def cut_off(half: Run, copied: Copied) -> Run:
    """Return a copy of a load that was killed."""
    return copied(half)


def raising(trouble: type[BaseException] | BaseException) -> Callable[..., None]:
    """Return a function that does nothing but raise."""

    def fails(*_: Any, **__: Any) -> None:
        raise trouble

    return fails


def execute(dsn: str, statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
    """Execute a statement and return what it answers."""
    with psycopg.connect(dsn) as connection:
        cursor = connection.execute(statement.encode(), parameters)
        return cursor.fetchall() if cursor.description else []


def relations(dsn: str) -> set[str]:
    """Return the tables, views and indexes of a database that no extension brought."""
    return {name for (name,) in execute(dsn, RELATIONS)}


def test_a_complete_load_is_marked_with_what_it_was(tiny: Run) -> None:
    with tiny.connect() as connection:
        mark = read_mark(connection)
    assert mark is not None
    assert mark.complete
    assert Parameters(**mark.parameters) == TINY
    assert mark.rows == tiny.rows
    assert {"create", "load", "index", "analyze", "check"} == set(tiny.seconds) == set(mark.seconds)
    assert tuple(CheckResult(**check) for check in mark.checks) == tiny.checks
    assert attach(TINY, tiny.dsn) == tiny


def test_a_complete_load_is_not_overwritten(tiny: Run, copied: Copied) -> None:
    run = copied(tiny)
    with pytest.raises(LoadError, match=r"found a complete load of livvly; .*overwrites nothing"):
        fill(run.dsn, TINY, Progress(quiet=True))
    assert attach(TINY, run.dsn).rows == tiny.rows


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_load_that_was_cut_off_makes_way_for_the_next(
    cut_off: Run, layout: str, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = replace(TINY, shards=1, layout=layout, shard_function="")
    run = fill(cut_off.dsn, wanted, Progress())
    assert "a load that was cut off stands here; removing what it left" in capsys.readouterr().err
    assert attach(wanted, run.dsn).rows == run.rows
    assert not {name for name in relations(run.dsn) if name.endswith("_shard_1")}


def test_a_load_that_was_cut_off_is_not_trusted(cut_off: Run) -> None:
    with pytest.raises(LoadError, match="expected a complete load, found one that was cut off"):
        attach(TINY, cut_off.dsn)


@pytest.mark.parametrize(
    ("stage", "trouble"),
    [
        ("make_world", KeyboardInterrupt),
        ("copy_population", KeyboardInterrupt),
        ("copy_population", LoadError("rows", "none", "write some")),
        ("_at_once", KeyboardInterrupt),
        ("run_check", KeyboardInterrupt),
        ("mark_complete", KeyboardInterrupt),
    ],
)
def test_a_load_that_fails_or_is_stopped_in_any_stage_leaves_nothing(
    database: str, stage: str, trouble: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filling, stage, raising(trouble))
    with pytest.raises(trouble if isinstance(trouble, type) else type(trouble)):
        fill(database, replace(TINY, layout="single"), Progress(quiet=True))
    assert relations(database) == set()


def test_a_load_that_is_stopped_in_the_middle_of_a_statement_leaves_nothing_too(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stops(connection: psycopg.Connection[Any], *_: Any) -> None:
        connection.pgconn.send_query(b"LOCK users; SELECT pg_sleep(60)")
        raise KeyboardInterrupt

    monkeypatch.setattr(filling, "checks_of", stops)
    with pytest.raises(KeyboardInterrupt):
        fill(database, replace(TINY, layout="single"), Progress(quiet=True))
    assert relations(database) == set()


def test_a_table_of_somebody_elses_is_refused_and_left_with_what_stands_beside_it(database: str) -> None:
    execute(database, "CREATE TABLE users AS SELECT 1 AS mine")
    execute(database, "CREATE TABLE orders AS SELECT 2 AS mine")
    before = relations(database)
    with pytest.raises(LoadError, match=r"without the tables of livvly, found users in test_.*never overwrites"):
        fill(database, TINY, Progress(quiet=True))
    assert relations(database) == before
    assert execute(database, "SELECT mine FROM users") == [(1,)]


def test_a_database_that_somebody_else_is_loading_is_left_alone(database: str) -> None:
    with psycopg.connect(database) as other:
        other.execute("SELECT pg_advisory_lock(x'6c697676'::int)")
        with pytest.raises(LoadError, match="another load of the lab at work in it; wait for it to end"):
            fill(database, TINY, Progress(quiet=True))
    assert relations(database) == set()


def test_an_index_that_cannot_be_built_stops_the_others_at_once(database: str) -> None:
    execute(database, "CREATE TABLE begun (n int)")
    waits = Work("begun", ("SELECT pg_advisory_lock(1)", "INSERT INTO begun VALUES (1)"))
    works = [Work("begun", ("SELECT 1/0",)), *(waits for _ in range(20))]
    with psycopg.connect(database) as other:
        other.execute("SELECT pg_advisory_lock(1)")
        with pytest.raises(psycopg.errors.DivisionByZero):
            filling._at_once(database, works, filling._execute, lambda _: None)
    assert execute(database, "SELECT n FROM begun") == []


# a database that stands


def test_a_database_without_the_mark_is_not_measured(database: str) -> None:
    with pytest.raises(LoadError, match="expected a database that the lab has filled, found one without its mark"):
        attach(TINY, database)


def test_other_sizes_than_those_loaded_are_named(tiny: Run) -> None:
    with pytest.raises(LoadError, match=r"expected shards=3, seed=8, found shards=2, seed=7 in that database"):
        attach(replace(TINY, shards=3, seed=8), tiny.dsn)


def test_the_shard_function_is_the_one_the_rows_were_placed_with(tiny: Run, copied: Copied) -> None:
    run = copied(tiny)
    told = Jsonb({**TINY.as_dict(), "shard_function": "sha256"})
    execute(run.dsn, "UPDATE livvly_lab.load SET parameters = %s", told)
    assert attach(TINY, run.dsn).function.name == "sha256"


def test_a_notebook_opens_what_stands_and_says_where_nothing_can_be_reached(tiny: Run) -> None:
    sizes = ("livvly", TINY.shards, TINY.users_per_shard, TINY.activity, TINY.layout, TINY.seed)
    assert open_run(*sizes, dsn=tiny.dsn) == tiny
    with pytest.raises(ServerError, match=r"expected a PostgreSQL server at 127\.0\.0\.1, port 1, database lab"):
        open_run(*sizes, dsn="postgresql://127.0.0.1:1/lab")
    with pytest.raises(UsageError, match="--shards from 1 to 1024, found 0"):
        open_run("livvly", 0, *sizes[2:], dsn=tiny.dsn)


# a server of somebody else's


@pytest.fixture
def lacking(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return what makes the server look as if it lacked something."""
    ask = foreign.ask

    def lack(**changes: Any) -> None:
        monkeypatch.setattr(foreign, "ask", lambda connection: replace(ask(connection), **changes))

    return lack


def test_an_empty_database_of_somebody_elses_is_filled_and_a_filled_one_taken_as_it_stands(
    database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with servers.loaded(TINY, database, Progress()) as run:
        first = execute(database, "SELECT started_at FROM livvly_lab.load")
    assert sum(run.rows.values()) > TINY.users
    capsys.readouterr()
    with servers.loaded(TINY, database, Progress()) as again:
        assert again == run
        assert execute(database, "SELECT started_at FROM livvly_lab.load") == first
    assert "measuring what stands at" in capsys.readouterr().err
    with (
        pytest.raises(LoadError, match="found shards=2 in that database"),
        servers.loaded(replace(TINY, shards=1), database, Progress()),
    ):
        pytest.fail("measured another load")


def test_a_load_that_was_cut_off_on_a_server_of_somebody_elses_is_made_again(cut_off: Run) -> None:
    with servers.loaded(TINY, cut_off.dsn, Progress(quiet=True)) as run:
        assert attach(TINY, cut_off.dsn) == run


def test_what_a_server_lacks_is_said_and_what_cannot_be_done_without_is_refused(
    database: str, lacking: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    lacking(has_pgstattuple=False, counts_statements=False)
    servers.load(TINY, database, Progress())
    said = capsys.readouterr().err
    assert " There is no pgstattuple: bloat is estimated, not counted.\n" in said
    assert " pg_stat_statements is not loaded" in said
    lacking(version_num=140_012, version="14.12")
    with pytest.raises(ServerError, match=r"expected PostgreSQL 15 or later at .*, found version 14\.12"):
        servers.load(TINY, database, Progress())


def test_a_load_whose_checks_do_not_hold_is_not_sound(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = CheckResult("rows.users", "users holds the rows", "rows", ok=False, broken=1, evidence="users_shard_0")
    monkeypatch.setattr(filling, "run_check", lambda *given: bad if given[1].name == bad.name else run_check(*given))
    with pytest.raises(LoadError, match=r"expected all 1\d\d checks .*, found 1 broken; rows\.users: users_shard_0"):
        servers.load(TINY, database, Progress(quiet=True))


def test_a_disk_that_would_not_hold_the_rows_is_refused_with_both_figures(tmp_path: Any) -> None:
    with pytest.raises(DiskError, match=r"expected [\d,]{9,} MiB free under .*, found [\d,]+ MiB; free some space"):
        servers.require_room(replace(TINY, users_per_shard=10**9), tmp_path)
    servers.require_room(TINY, tmp_path)


@pytest.mark.parametrize("fills", [servers.load, lambda *given: servers.loaded(*given).__enter__()])
def test_a_server_whose_disk_would_not_hold_the_rows_is_refused_before_anything_is_made(
    fills: Callable[..., Any], database: str
) -> None:
    with pytest.raises(DiskError, match="free under"):
        fills(replace(TINY, users_per_shard=10**9), database, Progress(quiet=True))
    assert execute(database, "SELECT count(*) FROM pg_tables WHERE schemaname IN ('public', 'livvly_lab')") == [(0,)]


def test_a_disk_that_cannot_be_seen_is_said_with_what_is_needed(
    database: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(servers, "disk_of", lambda _: Disk(None, 0))
    servers.load(TINY, database, Progress())
    assert " MiB are needed there; how much is free cannot be seen from here" in capsys.readouterr().err


def test_the_disk_of_a_server_is_that_of_its_data(server: Server, database: str) -> None:
    assert disk_of(database).place == server.data_directory
    assert disk_of(database).database_bytes > 2**20
