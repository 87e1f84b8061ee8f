"""What comparing shard functions and numbers of logical shards found: spreads, moves, costs, servers, catalogs."""

from dataclasses import dataclass

from livvly_lab.domain.results import Interval, Skew


@dataclass(frozen=True)
class Spread:
    """How evenly one kind of ids (`keys`) falls on a number of shards."""

    keys: str
    shards: int
    skew: Skew


@dataclass(frozen=True)
class Move:
    """The share of `ids` that change their shard when `before` shards become `after`.

    `least` is what must move for the new shards to be as full as the others.
    """

    keys: str
    before: int
    after: int
    ids: int
    moved: float
    least: float


@dataclass(frozen=True)
class HashTrial:
    """One way from an id to a shard, tried on several kinds of ids and numbers of shards.

    `places_rows` tells whether a layout can use it, `why` why not. `seconds_per_million` is the time of the vectorised
    Python on one core, the median over pieces of the ids.
    """

    function: str
    says: str
    places_rows: bool
    why: str
    ids: int
    spreads: tuple[Spread, ...]
    moves: tuple[Move, ...]
    seconds_per_million: Interval

    def spread(self, keys: str, shards: int) -> Spread:
        """Return the spread of one kind of ids over a number of shards."""
        return next(each for each in self.spreads if (each.keys, each.shards) == (keys, shards))

    def move(self, keys: str, after: int) -> Move:
        """Return the move of one kind of ids to a number of shards."""
        return next(each for each in self.moves if (each.keys, each.after) == (keys, after))


@dataclass(frozen=True)
class CatalogPart:
    """What some tables bring to the system catalogs: themselves, their indexes, all relations (TOAST included), bytes.

    `catalog_bytes` are those of the rows in the catalogs, planner statistics included; the catalogs' own indexes and
    free space come on top.
    """

    tables: int
    indexes: int
    relations: int
    catalog_bytes: int


@dataclass(frozen=True)
class Catalog:
    """The catalogs of a laid-out design: the part of all its `shards` together, and that of everything else."""

    shards: int
    sharded: CatalogPart
    rest: CatalogPart


@dataclass(frozen=True)
class ShardCount:
    """A number of logical shards, judged by the servers it can be laid on and by what it costs on one of them.

    `off_mean` is how far the fullest of 1, 2, 3 … servers lies above the mean, None where there are more servers than
    shards; `worst` the largest of them, on `worst_servers`. Tables, relations and bytes are computed from the shards
    this run measured.
    """

    shards: int
    even_servers: tuple[int, ...]
    off_mean: tuple[float | None, ...]
    worst: float
    worst_servers: int
    tables: int
    indexes: int
    relations: int
    catalog_bytes: int
