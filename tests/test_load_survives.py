"""Loads that are killed: the next one says what stands, takes it up or removes it, and ends with the same rows."""

import os
import signal
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from typing import Any

import psycopg
import pytest
from processes import becomes_true, python, quick_directory

from livvly_lab.domain.parameters import Parameters
from livvly_lab.errors import LoadError
from livvly_lab.lab import fill as filling
from livvly_lab.lab.fill import fill
from livvly_lab.lab.run import Run
from livvly_lab.progress import Progress
from livvly_lab.rows.checksum import Checksum, checksums
from livvly_lab.scratch.mark import LOADER, Mark, read_mark
from livvly_lab.scratch.server import Server, scratch

SMALL = Parameters(shards=2, users_per_shard=100)
REMOVED = "a load that was cut off stands here; removing what it left"
TAKEN_UP = "a load that was cut off stands here with all its rows; going on with keys and indexes"
SESSIONS = "SELECT pid FROM pg_stat_activity WHERE application_name = %s AND pid <> pg_backend_pid()"
INDEXES = "SELECT count(*) FROM pg_indexes WHERE schemaname = 'public'"

KILLED = """
import os, signal, sys
from livvly_lab.domain.parameters import Parameters
from livvly_lab.lab import fill as filling
from livvly_lab.progress import Progress

stage, calls = {stage!r}, {calls}

def dies(*_):
    global calls
    calls -= 1
    if calls < 0:
        os.kill(os.getpid(), signal.SIGKILL)

def telling(real, place):
    def called(*arguments, **named):
        arguments = list(arguments)
        told = arguments[place]
        arguments[place] = lambda *told_of: (told(*told_of), dies())
        return real(*arguments, **named)
    return called

if stage == "copy":
    filling.copy_population = telling(filling.copy_population, 4)
elif stage == "index":
    filling._at_once = telling(filling._at_once, 3)
else:
    setattr(filling, stage, dies)
filling.fill({dsn!r}, Parameters(shards=2, users_per_shard=100), Progress(quiet=True))
"""


@pytest.fixture(scope="module")
def expected(filled: Callable[[Parameters], Run]) -> Mapping[str, Checksum]:
    """Return the checksums of a load that nobody disturbed."""
    return checksums_of(filled(SMALL))


def checksums_of(run: Run) -> Mapping[str, Checksum]:
    with run.connect() as connection:
        return checksums(connection, run.physical)


def ask(dsn: str, question: str, *values: Any) -> list[tuple[Any, ...]]:
    with psycopg.connect(dsn, autocommit=True) as connection:
        return connection.execute(question.encode(), values).fetchall()


def mark_of(dsn: str) -> Mark:
    with psycopg.connect(dsn, autocommit=True) as connection:
        mark = read_mark(connection)
    assert mark is not None
    return mark


@pytest.mark.parametrize(
    ("stage", "calls", "says"),
    [
        ("copy", 20, REMOVED),
        ("mark_copied", 0, REMOVED),
        ("index", 8, TAKEN_UP),
        ("run_check", 20, TAKEN_UP),
        ("mark_complete", 0, TAKEN_UP),
    ],
)
def test_the_load_after_one_that_was_killed_says_what_stands_and_ends_with_the_same_rows(
    stage: str,
    calls: int,
    says: str,
    database: str,
    expected: Mapping[str, Checksum],
    filled: Callable[[Parameters], Run],
    capsys: pytest.CaptureFixture[str],
) -> None:
    with python(KILLED.format(stage=stage, calls=calls, dsn=database), {}) as loader:
        assert loader.wait() == -signal.SIGKILL, loader.communicate()[1]
    assert not mark_of(database).complete
    run = fill(database, SMALL, Progress())
    assert says in capsys.readouterr().err
    assert checksums_of(run) == expected
    assert ask(database, INDEXES) == ask(filled(SMALL).dsn, INDEXES)
    assert run.rows == mark_of(database).rows
    assert set(run.seconds) == {"create", "load", "index", "analyze", "check"}
    assert all(check.ok for check in run.checks)


def test_what_was_built_before_the_kill_is_not_built_again(database: str) -> None:
    with python(KILLED.format(stage="index", calls=8, dsn=database), {}) as loader:
        loader.wait()
    before = ask(database, "SELECT oid FROM pg_class WHERE relkind = 'i' AND relnamespace = 'public'::regnamespace")
    fill(database, SMALL, Progress(quiet=True))
    after = ask(database, "SELECT oid FROM pg_class WHERE relkind = 'i' AND relnamespace = 'public'::regnamespace")
    assert len(before) > 8
    assert set(before) < set(after)


def test_rows_of_other_parameters_are_not_taken_up(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    with python(KILLED.format(stage="_build", calls=0, dsn=database), {}) as loader:
        loader.wait()
    run = fill(database, Parameters(shards=2, users_per_shard=50), Progress())
    assert REMOVED in capsys.readouterr().err
    assert sum(rows for name, rows in run.rows.items() if name.startswith("users_")) == 100


def test_sessions_of_a_loader_that_is_gone_are_ended(database: str) -> None:
    with psycopg.connect(database, application_name=LOADER) as left:
        left.execute("CREATE TABLE public.users ()")
        fill(database, SMALL, Progress(quiet=True))
        with pytest.raises(psycopg.OperationalError):
            left.execute("SELECT 1")


@pytest.fixture(scope="module")
def mortal() -> Iterator[Server]:
    """Yield a server of its own, for those that die with all their sessions."""
    with scratch(directory=quick_directory()) as running:
        yield running


def reachable(dsn: str) -> bool:
    try:
        ask(dsn, "SELECT 1")
    except psycopg.OperationalError:
        return False
    return True


@pytest.mark.parametrize(("stage", "place", "says"), [("copy_population", 4, REMOVED), ("_at_once", 3, TAKEN_UP)])
def test_the_load_after_one_whose_server_crashed_ends_with_the_same_rows(
    stage: str,
    place: int,
    says: str,
    mortal: Server,
    expected: Mapping[str, Checksum],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A session that is killed makes PostgreSQL end all others and recover from its log."""
    dsn, real, calls = mortal.create_database(stage), getattr(filling, stage), count()

    def crashing(*arguments: Any, **named: Any) -> Any:
        given = list(arguments)

        def told(*_: Any) -> None:
            if next(calls) == 20:
                os.kill(ask(dsn, SESSIONS, LOADER)[0][0], signal.SIGKILL)

        given[place] = told
        return real(*given, **named)

    with monkeypatch.context() as patch:
        patch.setattr(filling, stage, crashing)
        with pytest.raises(LoadError, match=r"see (its log|the log of the server)"):
            fill(dsn, SMALL, Progress(quiet=True))
    assert becomes_true(lambda: reachable(dsn))
    run = fill(dsn, SMALL, Progress())
    assert says in capsys.readouterr().err
    assert checksums_of(run) == expected


def test_the_mark_keeps_what_a_load_takes_on_disk_beside_what_was_expected(filled: Callable[[Parameters], Run]) -> None:
    mark = mark_of(filled(Parameters(shards=2, users_per_shard=2_000)).dsn)
    assert mark.bytes is not None
    assert mark.estimated_bytes is not None
    assert mark.bytes * 0.9 < mark.estimated_bytes < mark.bytes * 3, "the estimate has room for the log"
