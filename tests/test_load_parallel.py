"""Loading with any number of workers and connections: the same rows, bounded memory, all of them or nothing."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path
from typing import Any

import psycopg
import pytest
from processes import PATIENCE_S, becomes_true

from livvly_lab.domain.parameters import Parameters
from livvly_lab.errors import LoadError, UsageError
from livvly_lab.lab.run import lay_out
from livvly_lab.lab.workers import ByParameters, hired
from livvly_lab.placement.functions import FUNCTIONS
from livvly_lab.rows import load as loading
from livvly_lab.rows import produce
from livvly_lab.rows.checksum import Checksum, checksums
from livvly_lab.rows.load import Workers, copy_population
from livvly_lab.rows.produce import make, ranges
from livvly_lab.scratch import ddl
from livvly_lab.scratch.server import Server

SMALL = Parameters(shards=2, users_per_shard=200)
ROWS_PER_CHUNK = 2_000


@pytest.fixture(autouse=True)
def many_ranges(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut even few users into several ranges."""
    monkeypatch.setattr(produce, "ROWS_PER_CHUNK", ROWS_PER_CHUNK)
    monkeypatch.setattr(produce, "ROWS_AT_ONCE", ROWS_PER_CHUNK // 2)


@pytest.fixture(scope="module")
def laid_out(server: Server) -> Iterator[Callable[[], str]]:
    """Return what makes a database with the empty tables of livvly and returns its DSN."""
    names: list[str] = []
    physical = lay_out(SMALL)
    with psycopg.connect(server.create_database("parallel"), autocommit=True) as connection:
        ddl.create_tables(connection, physical, FUNCTIONS["crc32"])

    def make_one() -> str:
        names.append(f"parallel_{len(names)}")
        return server.create_database(names[-1], template="parallel")

    yield make_one
    for name in (*names, "parallel"):
        server.drop_database(name)


@pytest.fixture(scope="module")
def expected(laid_out: Callable[[], str]) -> Mapping[str, Checksum]:
    """Return the checksums of a load in one go, with one connection."""
    return loaded(laid_out(), None, connections=1)


def loaded(
    dsn: str, workers: Workers | None, connections: int = 2, told: Callable[[str, int, int], None] | None = None
) -> Mapping[str, Checksum]:
    subject = ByParameters(SMALL)()
    what = subject.physical, subject.function, subject.world
    copy_population(dsn, *what, told, workers=workers, connections=connections)
    with psycopg.connect(dsn) as connection:
        return checksums(connection, subject.physical)


def rows_in(dsn: str) -> int:
    with psycopg.connect(dsn) as connection:
        return sum(found.rows for found in checksums(connection, lay_out(SMALL)).values())


@pytest.mark.parametrize(("threads", "connections"), [(1, 1), (1, 3), (3, 2)])
def test_any_number_of_threads_and_connections_gives_the_same_rows(
    threads: int, connections: int, laid_out: Callable[[], str], expected: Mapping[str, Checksum]
) -> None:
    with ThreadPoolExecutor(threads) as executor:
        workers = Workers(executor, ByParameters(SMALL), threads)
        assert loaded(laid_out(), workers, connections) == expected
    assert sum(found.rows for found in expected.values()) > 20 * SMALL.users


def test_any_cut_into_ranges_gives_the_same_rows(
    laid_out: Callable[[], str], expected: Mapping[str, Checksum], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(produce, "ROWS_PER_CHUNK", 10**9)
    monkeypatch.setattr(produce, "ROWS_AT_ONCE", 10**9)
    assert loaded(laid_out(), None) == expected


def test_a_checksum_changes_with_any_value_and_not_with_the_order(
    laid_out: Callable[[], str], expected: Mapping[str, Checksum]
) -> None:
    dsn = laid_out()
    loaded(dsn, None)
    with psycopg.connect(dsn) as connection:
        connection.execute("CREATE TEMP TABLE others AS TABLE rooms_shard_0 ORDER BY title")
        connection.execute("TRUNCATE rooms_shard_0")
        connection.execute("INSERT INTO rooms_shard_0 SELECT * FROM others")
        assert checksums(connection, lay_out(SMALL)) == expected
        connection.execute("UPDATE rooms_shard_0 SET title = title || '!' WHERE ctid = '(0,1)'")
        changed = {name for name, found in checksums(connection, lay_out(SMALL)).items() if found != expected[name]}
    assert changed == {"rooms_shard_0"}


def test_worker_processes_give_the_same_rows(laid_out: Callable[[], str], expected: Mapping[str, Checksum]) -> None:
    with hired("processes:2", SMALL) as workers:
        assert workers is not None
        assert loaded(laid_out(), workers) == expected


class Hoard(Executor):
    """Makes ranges at once and notes how many of them are asked for before earlier ones are written."""

    def __init__(self) -> None:
        self.submitted = 0
        self.most_at_hand = 0
        self.written: Callable[[], int] = lambda: 0

    def submit(self, call: Callable[..., Any], /, *arguments: Any, **_: Any) -> "Future[Any]":
        self.submitted += 1
        self.most_at_hand = max(self.most_at_hand, self.submitted - self.written())
        future: Future[Any] = Future()
        future.set_result(call(*arguments))
        return future


def test_no_more_ranges_are_at_hand_than_memory_is_meant_for(laid_out: Callable[[], str]) -> None:
    subject, hoard, rows = ByParameters(SMALL)(), Hoard(), 0
    spans = list(ranges(subject.physical.design, subject.world))
    ends = {last: sum(p.rows for s in spans if s[1] <= last for p in make(subject, {}, s).packets) for _, last in spans}

    def told(_: str, count: int, __: int) -> None:
        nonlocal rows
        rows += count

    hoard.written = lambda: sum(rows >= end for end in ends.values())
    workers = Workers(hoard, subject, 1)
    copy_population(laid_out(), subject.physical, subject.function, subject.world, told, workers=workers)
    assert hoard.submitted == len(spans) > 4
    assert 1 < hoard.most_at_hand <= 1 + loading._AHEAD


def killed(_: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_worker_that_is_killed_stops_the_load_and_leaves_nothing(laid_out: Callable[[], str]) -> None:
    dsn = laid_out()
    with hired("processes:1", SMALL) as workers:
        assert workers is not None
        workers.executor.submit(killed, None)
        with pytest.raises(LoadError, match=r"one that ended abruptly.*nothing was written"):
            loaded(dsn, workers)
    assert rows_in(dsn) == 0


@pytest.mark.parametrize("name", ["process", "processes:0", "processes:x", "dusk://localhost:1"])
def test_an_executor_nobody_knows_is_refused_with_an_example(name: str) -> None:
    with pytest.raises(UsageError, match=r"--executor to be .*processes:4"), hired(name, SMALL):
        pass


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[str]:
    """Yield the address of the scheduler of a Dask cluster of two worker processes."""
    facts = tmp_path / "scheduler.json"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": tmp_path}
    with ExitStack() as stack:

        def start(module: str, *options: str) -> None:
            command = [sys.executable, "-m", f"distributed.cli.{module}", *options]
            process = stack.enter_context(subprocess.Popen(command, **quiet))  # type: ignore[call-overload]
            stack.callback(process.kill)

        local = ("--host", "127.0.0.1", "--no-dashboard")
        start("dask_scheduler", *local, "--port", "0", "--scheduler-file", str(facts))
        assert becomes_true(lambda: facts.exists() and facts.read_text().endswith("}"))
        address = json.loads(facts.read_text())["address"]
        for _ in range(2):
            start("dask_worker", address, *local, "--nthreads", "1", "--no-nanny", "--local-directory", str(tmp_path))
        distributed: Any = import_module("distributed")
        with distributed.Client(address, timeout=PATIENCE_S) as client:
            client.wait_for_workers(2, timeout=PATIENCE_S)
        yield address.removeprefix("tcp://")


def test_the_workers_of_a_dask_cluster_give_the_same_rows(
    cluster: str, laid_out: Callable[[], str], expected: Mapping[str, Checksum]
) -> None:
    with hired(f"dask://{cluster}", SMALL) as workers:
        assert workers is not None
        assert workers.count == 2
        assert loaded(laid_out(), workers) == expected


def test_the_rows_are_the_same_though_a_worker_of_the_cluster_is_killed_in_the_middle(
    cluster: str, laid_out: Callable[[], str], expected: Mapping[str, Checksum]
) -> None:
    distributed: Any = import_module("distributed")
    with distributed.Client(f"tcp://{cluster}", timeout=PATIENCE_S) as client:
        alive = list(client.run(os.getpid).values())

    def kill_one(*_: Any) -> None:
        if len(alive) == 2:
            os.kill(alive.pop(), signal.SIGKILL)

    with hired(f"dask://{cluster}", SMALL) as workers:
        assert loaded(laid_out(), workers, told=kill_one) == expected
    assert len(alive) == 1


def test_a_scheduler_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("livvly_lab.lab.workers._CONNECT_S", 0.5)
    with (
        pytest.raises(LoadError, match=r"expected a Dask scheduler at 127\.0\.0\.1:1"),
        hired("dask://127.0.0.1:1", SMALL),
    ):
        pass
