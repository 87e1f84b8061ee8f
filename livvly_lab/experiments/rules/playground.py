"""A database of its own with the design and no rows, where several sessions may commit; and ids to write there."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any
from uuid import UUID

import numpy as np
import psycopg
from psycopg import Connection

from livvly_lab.domain.physical import PhysicalDesign
from livvly_lab.domain.placement import ShardFunction
from livvly_lab.experiments.loaded import Loaded
from livvly_lab.scratch import ddl

_OPTIONS = "-c timezone=UTC -c client_min_messages=warning"
NO_DATABASE = "a role that may create a database, in which several sessions may commit"


@dataclass(frozen=True)
class Playground:
    """The design in its layout with one shard: rules are the same in each, and any id is at home."""

    connection: Connection[Any]
    dsn: str
    physical: PhysicalDesign

    def session(self) -> Connection[Any]:
        """Open one more session, which commits each statement."""
        return psycopg.connect(self.dsn, autocommit=True, options=_OPTIONS)


@contextmanager
def playground(at: Loaded) -> Iterator[Playground]:
    """Create the design in a database of its own for the block. Raises InsufficientPrivilege where that is refused."""
    physical = PhysicalDesign(at.physical.design, at.physical.layout, 1)
    with at.elsewhere() as dsn, psycopg.connect(dsn, autocommit=True, options=_OPTIONS) as connection:
        ddl.create(connection, physical, at.function)
        yield Playground(connection, dsn, physical)


def ids_at_home(names: Iterable[str], function: ShardFunction, shards: int) -> dict[str, UUID]:
    """Return an id for each name, always the same, whose home is the first shard."""
    return {name: next(_at_home(name, function, shards)) for name in names}


def _at_home(name: str, function: ShardFunction, shards: int) -> Iterator[UUID]:
    for number in count():
        drawn = hashlib.sha256(f"{name} {number}".encode()).digest()[:16]
        if int(function.route(np.frombuffer(drawn, dtype=np.uint8).reshape(1, 16), shards)[0]) == 0:
            yield UUID(bytes=drawn)
