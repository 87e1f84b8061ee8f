"""Which tables are sharded, and by which of their columns."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

UuidArray = NDArray[np.uint8]
ShardArray = NDArray[np.int16]
NumberArray = NDArray[Any]
"""Unsigned numbers that ids were hashed to: uint32 or uint64, as the function has them."""

SHARD_COLUMN = "shard_id"


@dataclass(frozen=True)
class Placement:
    """A design's placement: sharded tables with their shard key, shared tables with the reason.

    `keys` maps each sharded table to the column whose value decides the shard; the root table (the users)
    is sharded by its primary key. `shared` maps every other table to the reason why it is not sharded.
    """

    root: str
    keys: Mapping[str, str]
    shared: Mapping[str, str]

    def is_sharded(self, table: str) -> bool:
        """Tell whether a table is split over the shards."""
        return table in self.keys


@dataclass(frozen=True)
class ShardFunction:
    """One function from a uuid to a shard, the same in Python and in SQL.

    `hash(ids)` takes ids as an (n, 16) uint8 array and returns n unsigned numbers, whatever the number of shards;
    `place(numbers, shards)` returns their shards (int16). `sql(expression, shards)` returns an immutable SQL
    expression that gives the same shard. `needs` is the server function it stands on (as `to_regprocedure` spells
    it), None where every server has it.
    """

    name: str
    says: str
    hash: Callable[[UuidArray], NumberArray]
    place: Callable[[NumberArray, int], ShardArray]
    sql: Callable[[str, int], str]
    needs: str | None = None

    def route(self, ids: UuidArray, shards: int) -> ShardArray:
        """Return the shard of each id."""
        return self.place(self.hash(ids), shards)


@dataclass(frozen=True)
class Router:
    """A way from ids to shards that is compared but places no rows; `why` says what keeps it out of a CHECK.

    `hash` and `place` are those of a ShardFunction.
    """

    name: str
    says: str
    hash: Callable[[UuidArray], NumberArray]
    place: Callable[[NumberArray, int], ShardArray]
    why: str

    def route(self, ids: UuidArray, shards: int) -> ShardArray:
        """Return the shard of each id."""
        return self.place(self.hash(ids), shards)


@dataclass(frozen=True)
class KeyKind:
    """A kind of ids: `make(seed, ordinals)` returns them as an (n, 16) uint8 array."""

    name: str
    says: str
    make: Callable[[int, NDArray[np.int64]], UuidArray]
