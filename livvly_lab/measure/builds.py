"""Measures how long each index takes to build: rebuilt in a transaction that is rolled back."""

import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from psycopg import Connection, sql

from livvly_lab.domain.ablation import Build
from livvly_lab.domain.physical import PhysicalDesign
from livvly_lab.measure.dropping import Dropper
from livvly_lab.measure.names import read_names
from livvly_lab.measure.question import question


def measure_builds(connection: Connection[Any], dropper: Dropper, repeats: int) -> tuple[Build, ...]:
    """Return how long it took to rebuild all physical indexes of each logical one, so many times, in turns.

    Each rebuild is a transaction of its own. Milliseconds by the client's clock, through the socket.
    """
    leaves = _leaves(connection, dropper.physical)
    return tuple(
        Build(index, repeat, _rebuild(dropper, names)) for repeat in range(repeats) for index, names in leaves.items()
    )


def _leaves(connection: Connection[Any], physical: PhysicalDesign) -> Mapping[str, list[str]]:
    """Return the physical indexes of each logical one; of a partitioned table those of its partitions."""
    found = defaultdict[str, list[str]](list)
    homes = {"names": [home.name for home in physical.all_homes()]}
    names = read_names(connection, physical)
    for index, leaf in connection.execute(question("index_leaves"), homes):
        found[names.index(index)].append(leaf)
    return found


def _rebuild(dropper: Dropper, names: list[str]) -> float:
    return sum(_timed(dropper, names))


def _timed(dropper: Dropper, names: list[str]) -> Iterator[float]:
    for name in names:
        statement = question("rebuild_index").format(index=sql.Identifier(name))
        with dropper.rolled_back():
            start = time.perf_counter()
            dropper.connection.execute(statement)
            yield (time.perf_counter() - start) * 1000
