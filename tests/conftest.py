"""One scratch server for the whole test session, and cheap databases on it."""

from collections.abc import Iterator
from itertools import count

import pytest
from processes import quick_directory

from livvly_lab.scratch.server import Server, scratch

_numbers = count()


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
