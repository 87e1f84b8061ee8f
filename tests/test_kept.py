"""Kept servers: they stay, they come back, and what was not built to its end is never trusted."""

import logging
import os
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from processes import becomes_true, go_on, is_running, line_of, parent_of, python, quick_directory, text_of

from livvly_lab.errors import ServerError, UsageError
from livvly_lab.scratch import state
from livvly_lab.scratch.binaries import account
from livvly_lab.scratch.kept import Parameters, keep, kept, remove_kept
from livvly_lab.scratch.server import Server

SIZES: Parameters = {"users_per_shard": 100, "design": "livvly"}

KEEPS = """
import sys
from livvly_lab.scratch.kept import keep

def build(server):
    print("builds", server.run.path, server.pid, flush=True)
    sys.stdin.readline()
    server.create_database("lab")

there = keep("lab", {"users_per_shard": 100, "design": "livvly"}, build)
print("kept", there.server.pid, there.server.dsn("lab"), flush=True)
"""

REMOVES = """
from livvly_lab.scratch.kept import kept, remove_kept
remove_kept("lab")
print(kept())
"""


@pytest.fixture(autouse=True)
def states(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give every test a state directory of its own, and stop what it kept."""
    with tempfile.TemporaryDirectory(prefix="livvly-test-", dir=quick_directory()) as name:
        Path(name).chmod(0o711)
        monkeypatch.setenv(state.VARIABLE, str(Path(name) / "state"))
        yield Path(name) / "state"
        for there in kept():
            remove_kept(there.name)


def build(server: Server) -> None:
    """Leave a database with eight rows."""
    with psycopg.connect(server.create_database("lab")) as connection:
        connection.execute("CREATE TABLE shards AS SELECT generate_series(0, 7) AS n")


def build_twice(server: Server) -> None:
    """Fail at the second of two databases of one name."""
    build(server)
    build(server)


def refuse(_: Server) -> None:
    """Fail where nothing may be built."""
    pytest.fail("built again")


def rows(server: Server) -> int:
    """Return the number of rows that were built."""
    with psycopg.connect(server.dsn("lab")) as connection:
        row = connection.execute("SELECT count(*) FROM shards").fetchone()
    assert row is not None
    return int(row[0])


def shown(server: Server, setting: str) -> str:
    """Return a setting of a server."""
    with psycopg.connect(server.dsn()) as connection:
        row = connection.execute("SELECT current_setting(%s)", [setting]).fetchone()
    assert row is not None
    return str(row[0])


def test_a_kept_server_is_built_once_survives_crashes_and_stays_until_it_is_removed(states: Path) -> None:
    first = keep("lab", SIZES, build)
    again = keep("lab", SIZES, refuse)
    assert first.server.pid == again.server.pid
    assert kept() == [again]
    assert again.parameters == SIZES
    assert rows(again.server) == 8
    durable = {"fsync": "on", "full_page_writes": "on", "wal_level": "replica", "livvly_lab.profile": "kept"}
    assert {name: shown(again.server, name) for name in durable} == durable
    pid = again.server.pid
    remove_kept("lab")
    assert kept() == []
    assert not is_running(pid)
    assert list((states / "kept").iterdir()) == list((states / "building").glob("run-*")) == []


def test_a_kept_server_that_was_killed_comes_back_with_its_data_at_the_same_place() -> None:
    before = keep("lab", SIZES, build)
    with psycopg.connect(before.server.dsn("lab")) as connection:
        connection.execute("INSERT INTO shards VALUES (8)")
    os.kill(before.server.pid, signal.SIGKILL)
    assert becomes_true(lambda: not kept()[0].running)
    after = keep("lab", SIZES, refuse)
    assert rows(after.server) == 9
    assert after.server.dsn() == before.server.dsn()
    assert after.made_at == before.made_at


def test_a_kept_server_is_not_replaced_by_another_unless_asked() -> None:
    first = keep("lab", SIZES, build)
    bigger = {**SIZES, "users_per_shard": 2500}
    with pytest.raises(UsageError, match=r"users_per_shard=2500, found users_per_shard=100; .*--replace"):
        keep("lab", bigger, refuse)
    assert rows(first.server) == 8
    second = keep("lab", bigger, build, replace=True)
    assert [there.parameters for there in kept()] == [bigger]
    assert rows(second.server) == 8


def test_several_kept_servers_run_at_once() -> None:
    one, other = keep("one", SIZES, build), keep("other", SIZES, build)
    assert [there.name for there in kept()] == ["one", "other"]
    remove_kept("one")
    assert kept() == [other]
    assert rows(other.server) == 8
    assert one.server.run.path != other.server.run.path


def test_a_build_that_fails_leaves_nothing_and_the_old_server_as_it_was(states: Path) -> None:
    old = keep("lab", SIZES, build)
    with pytest.raises(psycopg.errors.DuplicateDatabase):
        keep("lab", {"users_per_shard": 1}, build_twice, replace=True)
    assert kept() == [old]
    assert rows(old.server) == 8
    assert list((states / "building").glob("run-*")) == []


@pytest.mark.parametrize("killer", [signal.SIGKILL, signal.SIGINT])
def test_a_build_that_is_killed_leaves_nothing(states: Path, killer: signal.Signals) -> None:
    with python(KEEPS, {state.VARIABLE: str(states)}) as owner:
        _, run, pid = line_of(owner).split()
        owner.send_signal(killer)
        assert becomes_true(lambda: not Path(run).exists())
        assert not is_running(int(pid))
    assert kept() == []


def test_a_build_whose_watchdog_is_killed_too_is_swept_by_the_next(states: Path) -> None:
    with python(KEEPS, {state.VARIABLE: str(states)}) as owner:
        _, run, pid = line_of(owner).split()
        os.kill(parent_of(int(pid)), signal.SIGKILL)
        owner.kill()
        assert becomes_true(lambda: not is_running(int(pid)))
    assert kept() == []

    def swept() -> bool:
        keep("lab", SIZES, build, replace=True)
        return not Path(run).exists()

    assert becomes_true(swept)


def test_a_half_removed_server_is_not_trusted(states: Path) -> None:
    keep("lab", SIZES, build)
    (states / "kept" / "lab" / "kept.json").unlink()
    assert kept() == []
    assert rows(keep("lab", SIZES, build).server) == 8


def test_two_processes_at_once_end_with_one_server(states: Path) -> None:
    environment = {state.VARIABLE: str(states)}
    with python(KEEPS, environment) as one, python(KEEPS, environment) as other:
        for process in (one, other):
            go_on(process)
        said = [text_of(process) for process in (one, other)]
    assert sum("builds" in text for text in said) == 1
    assert len({text[text.index("kept") :] for text in said}) == 1
    assert [there.name for there in kept()] == ["lab"]


def test_data_of_another_version_is_refused(states: Path) -> None:
    there = keep("lab", SIZES, build)
    os.kill(there.server.pid, signal.SIGQUIT)
    assert becomes_true(lambda: not kept()[0].running)
    (states / "kept" / "lab" / "data" / "PG_VERSION").write_text("17\n")
    with pytest.raises(ServerError, match="expected data of PostgreSQL 18, found data of PostgreSQL 17"):
        keep("lab", SIZES, refuse)


def test_removing_a_server_that_is_not_there_names_those_that_are() -> None:
    keep("one", SIZES, build)
    with pytest.raises(UsageError, match="named 'other', found one;"):
        remove_kept("other")


@pytest.mark.parametrize("name", ["", "../lab", "Lab", "a" * 41, "lab\n"])
def test_a_name_that_is_no_file_name_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="expected a name"):
        keep(name, SIZES, refuse)


def test_state_falls_back_with_one_line_where_the_usual_place_is_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").touch()
    closed, fallback = tmp_path / "file" / "state", Path(tempfile.gettempdir()) / "livvly-test-state"
    with monkeypatch.context() as patch, caplog.at_level(logging.WARNING):
        patch.setattr(state, "candidates", lambda: (closed, fallback))
        assert state.state_directory(account()) == fallback
    fallback.rmdir()
    assert len(caplog.messages) == 1
    assert str(fallback) in caplog.messages[0]


def test_state_that_can_be_nowhere_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    with monkeypatch.context() as patch:
        patch.setenv(state.VARIABLE, str(tmp_path / "file" / "state"))
        with pytest.raises(ServerError, match=state.VARIABLE):
            kept()


def test_an_ordinary_user_keeps_a_server_with_its_socket_outside_home() -> None:
    with tempfile.TemporaryDirectory(prefix="livvly-test-", dir=quick_directory()) as home:
        os.chown(home, account().uid, account().gid)
        with python(KEEPS, {"HOME": home}, ordinary=True) as owner:
            go_on(owner)
            dsn = text_of(owner).split()[-1]
        assert (Path(home) / ".local" / "state" / "livvly_lab" / "kept" / "lab" / "kept.json").exists()
        assert home not in dsn
        with psycopg.connect(dsn) as connection:
            assert connection.execute("SELECT current_database()").fetchone() == ("lab",)
        with python(REMOVES, {"HOME": home}, ordinary=True) as remover:
            assert text_of(remover) == "[]\n"
