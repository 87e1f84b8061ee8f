"""One scratch server for the whole test session, and cheap databases on it."""

import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from itertools import count

import pytest
from lab_processes import Place, new_place
from processes import quick_directory

from livvly_lab.domain.parameters import Parameters
from livvly_lab.lab.fill import fill
from livvly_lab.lab.run import Run
from livvly_lab.progress import Progress
from livvly_lab.scratch.server import Server, scratch

_numbers = count()


# A shell that starts the tests in the background lets them ignore Ctrl-C, and their children with them.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


_LONGEST = ("test_report.py", "test_notebooks.py", "test_cli.py", "test_bench.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the files that take longest begin: workers take files in this order, and should end together."""
    items.sort(key=lambda item: _LONGEST.index(item.path.name) if item.path.name in _LONGEST else len(_LONGEST))


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """Yield the scratch server of this test session, with the load profile."""
    with scratch(directory=quick_directory()) as running:
        yield running


@pytest.fixture
def database(server: Server) -> Iterator[str]:
    """Yield the DSN of an empty database, dropped afterwards."""
    name = f"test_{next(_numbers)}"
    yield server.create_database(name)
    server.drop_database(name)


@pytest.fixture(scope="session")
def filled(server: Server) -> Callable[[Parameters], Run]:
    """Return what fills a database with these parameters, once in a session; nobody may change what is in it."""

    @cache
    def make(parameters: Parameters) -> Run:
        return fill(server.create_database(f"filled_{next(_numbers)}"), parameters, Progress(quiet=True))

    return make


@pytest.fixture
def copied(server: Server) -> Iterator[Callable[[Run], Run]]:
    """Return what copies a filled database, so that a test may change it."""
    names = []

    def copy(run: Run) -> Run:
        names.append(f"copy_{next(_numbers)}")
        with run.connect() as connection:
            template = connection.info.dbname
        return replace(run, dsn=server.create_database(names[-1], template=template))

    yield copy
    for name in names:
        server.drop_database(name)


@pytest.fixture
def place() -> Iterator[Place]:
    """Yield a home, temporary directory and state directory of its own for commands."""
    with new_place() as empty:
        yield empty
