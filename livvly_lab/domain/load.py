"""Load: what users bring to the shards they live in, as a design declares it and as it was measured."""

from dataclasses import dataclass


@dataclass(frozen=True)
class LoadPart:
    """Rows of one table as load: `key` is the column with the user who brings them, `amount` an SQL aggregate."""

    table: str
    key: str
    amount: str = "count(*)"


@dataclass(frozen=True)
class LoadMeasure:
    """Something that counts as load on a shard, carried there by the users who live in it.

    A user brings the sum of the `parts` whose key names him, wherever those rows are stored: calls received
    are load of the receiver's shard, although their rows live in the caller's. `who` is one of those that
    bring it (user, creator) and `among` the SQL condition on the root table that says who could; they stand
    in the Lorenz curve even with nothing. `at` is the time column of the first part, shown by hour and weekday
    in `zone`.
    """

    name: str
    unit: str
    parts: tuple[LoadPart, ...]
    who: str = "user"
    among: str = "true"
    at: str | None = None
    zone: str = "UTC"


@dataclass(frozen=True)
class TwoParty:
    """A sharded table whose rows name a second party: `column` refers to a row of `target`, itself sharded.

    The row lives with its own shard key, the second party in the shard of `target`'s, possibly another one.
    `says` names both parties, such as "caller and receiver".
    """

    table: str
    column: str
    says: str
    target: str = "users"


@dataclass(frozen=True)
class BalanceClaim:
    """A specification's promise that the shards are even, as far as its own numbers agree.

    `tolerance` is the printed "±2 %" (0.02); `low_users` to `high_users` per shard is the range printed beside
    it for `users` over `shards`.
    """

    tolerance: float
    users: int
    shards: int
    low_users: int
    high_users: int
    source: str


@dataclass(frozen=True)
class ShardLoad:
    """What one shard carries: `users` who bring anything, the sum of what they bring and of its squares.

    `shard` is None in a layout without shards. The squares tell in which lumps the load comes.
    """

    shard: int | None
    users: int
    amount: float
    squares: float


@dataclass(frozen=True)
class HotUser:
    """One of those who bring most, with the shard he lives in."""

    user: str
    shard: int | None
    amount: float


@dataclass(frozen=True)
class LoadGroup:
    """A slice of the users ordered by what they bring: how many they are and what they bring together."""

    users: int
    amount: float


@dataclass(frozen=True)
class Load:
    """One load measure over all shards.

    `hottest` come hottest first, `groups` from those who bring least to those who bring most; both are empty
    where only the totals were asked for. `unowned` is what no living user brings: rows whose user was erased.
    """

    measure: LoadMeasure
    shards: tuple[ShardLoad, ...]
    unowned: float = 0.0
    hottest: tuple[HotUser, ...] = ()
    groups: tuple[LoadGroup, ...] = ()

    @property
    def per_shard(self) -> tuple[float, ...]:
        """What each shard carries, in shard order."""
        return tuple(shard.amount for shard in self.shards)

    @property
    def total(self) -> float:
        """What all shards carry together."""
        return sum(self.per_shard)

    @property
    def squares(self) -> float:
        """The sum of the squares of what each user brings."""
        return sum(shard.squares for shard in self.shards)

    @property
    def users(self) -> int:
        """How many users bring anything."""
        return sum(shard.users for shard in self.shards)


@dataclass(frozen=True)
class HourCounts:
    """When a load comes: its rows by weekday (Monday first) and hour of the day in a time zone."""

    measure: LoadMeasure
    counts: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class PairCount:
    """Where the two parties of a relation's rows live.

    `rows` have two different parties, `crossing` of them in two different shards; `same_user` rows have one
    user on both sides and are not among `rows`; `absent` rows name no living second party. `squares` is the
    sum, over all pairs of users, of the square of their rows: it tells in which lumps the rows come.
    """

    relation: TwoParty
    rows: int
    crossing: int
    same_user: int
    absent: int
    squares: float
