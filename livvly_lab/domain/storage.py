"""Where the bytes of a load lie: every physical relation with its pages, and what the fitted model says of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from livvly_lab.domain.results import Interval, Verdict

PAGE_BYTES = 8_192

Part = Literal["heap", "toast", "index"]
PARTS: tuple[Part, ...] = ("heap", "toast", "index")
RowsFrom = Literal["declared", "measured", "fixed"]


@dataclass(frozen=True)
class StoredRelation:
    """One physical relation: a table, its TOAST, the TOAST's index, or an index.

    `table` and `name` are logical; `home` is the physical table its rows stand in, a partition included, and
    `rows` how many they are. `pages` is the main fork without the `empty_pages` that hold nothing, `map_pages` are
    the maps of free space and visibility. `filled_bytes` is what entries take within the pages (None where nobody
    looked, or where the access method does not tell).
    """

    table: str
    name: str
    part: Part
    method: str
    home: str
    rows: float
    pages: int
    empty_pages: int
    map_pages: int
    filled_bytes: float | None = None

    @property
    def bytes_in_use(self) -> int:
        """What it takes on disk without the pages that bulk loading reserved and left empty."""
        return (self.pages + self.map_pages) * PAGE_BYTES


@dataclass(frozen=True)
class StoredLoad:
    """All relations of one load, with the rows of each logical table."""

    users: int
    seed: int
    rows: Mapping[str, int]
    relations: tuple[StoredRelation, ...]

    @cached_property
    def by_part(self) -> Mapping[tuple[str, Part], int]:
        """Bytes in use by (table, part)."""
        return _sum(((each.table, each.part), each.bytes_in_use) for each in self.relations)

    @property
    def bytes_in_use(self) -> int:
        """Bytes of all relations without the empty pages."""
        return sum(each.bytes_in_use for each in self.relations)

    @property
    def reserved_bytes(self) -> int:
        """Bytes of the pages that bulk loading reserved and left empty; later inserts fill them."""
        return sum(each.empty_pages for each in self.relations) * PAGE_BYTES

    def table_bytes(self, table: str) -> int:
        """Bytes in use of one logical table with its TOAST and indexes."""
        return sum(self.by_part.get((table, part), 0) for part in PARTS)


@dataclass(frozen=True)
class RelationModel:
    """How one logical relation grows: pages as a function of the rows in each of its physical homes.

    A home with n rows holds `bytes_per_home + bytes_per_row * n` of entries, packed into pages; where the access
    method does not tell entries, it takes `fixed_pages + pages_per_root * sqrt(n) + pages_per_row * n`. `shares`
    are the parts of the table's rows that lie in each of its `homes`; `steepest_pages_per_row` is the growth at
    the end of the fitted range, an upper end where entries are not told.
    """

    table: str
    name: str
    part: Part
    method: str
    homes: tuple[str, ...]
    shares: tuple[float, ...]
    bytes_per_row: float = 0.0
    bytes_per_home: float = 0.0
    fixed_pages: float = 0.0
    pages_per_root: float = 0.0
    pages_per_row: float = 0.0
    steepest_pages_per_row: float = 0.0


@dataclass(frozen=True)
class TableModel:
    """How the rows of a logical table grow, and its relations.

    `rows_per_user` are those the design declares where the loads agree with them, else measured; a table that does
    not grow with the users has `fixed_rows`. `measured` is the rows a user brought in the loads, with an interval.
    """

    table: str
    rows_per_user: float
    fixed_rows: float
    rows_from: RowsFrom
    measured: Interval
    relations: tuple[RelationModel, ...]

    def rows(self, users: float) -> float:
        """Return the rows expected of so many users."""
        return self.fixed_rows + self.rows_per_user * users


@dataclass(frozen=True)
class StorageModel:
    """All tables, and how far loads lie off: the variance of a load's bytes is `noise` for each of its users.

    `fitted_users` are the users of all `loads` together, `least_users` and `most_users` the smallest and the largest
    of them.
    """

    tables: tuple[TableModel, ...]
    noise: float
    loads: int
    fitted_users: int
    least_users: int
    most_users: int


@dataclass(frozen=True)
class SizeForecast:
    """Bytes in use expected of so many users: by part, and in all with prediction intervals (50, 80, 95 %)."""

    users: int
    heap_bytes: float
    toast_bytes: float
    index_bytes: float
    total_bytes: tuple[Interval, ...]


@dataclass(frozen=True)
class Backtest:
    """A load that was never part of the fit, predicted and then measured; `error` is (predicted - measured) / measured.

    `reserved_bytes` are pages that bulk loading left empty; they are in neither figure.
    """

    seed: int
    users: int
    predicted_bytes: Interval
    measured_bytes: int
    reserved_bytes: int
    error: float


@dataclass(frozen=True)
class TableForecast:
    """Bytes a user brings to a table at the largest forecast size, by part, and the errors of the back-test by seed.

    `share` is the table's part of the back-tested bytes; `fixed_bytes` stand there without any user.
    """

    table: str
    rows_per_user: float
    rows_from: RowsFrom
    heap_bytes_per_user: float
    toast_bytes_per_user: float
    index_bytes_per_user: float
    fixed_bytes: float
    share: float
    errors: tuple[float, ...]


@dataclass(frozen=True)
class Crossing:
    """Where something outgrows a limit of the machine: users as a 95 % range, None where no size compared does.

    `what` is the limit in words, `where` on what it falls (one server, one shard), `limit_bytes` what fits.
    """

    what: str
    where: str
    limit_bytes: float
    users: Interval | None


@dataclass(frozen=True)
class StageForecast:
    """A planned stage against the machine: bytes of one shard's database and of the shared tables, at so many users.

    `full_share` is the fullest of memory, disk and restore time, 1 being the limit; `tightest` names it.
    """

    name: str
    users: int
    databases: int
    shard_bytes: float
    shared_bytes: float
    tightest: str
    full_share: float


@dataclass(frozen=True)
class Forecast:
    """Everything the capacity forecast found about bytes.

    `sizes` are the users of the fitted loads, `backtest_error` is the worst relative error of the back-tests, on
    total bytes, None where there was none.
    """

    sizes: tuple[int, ...]
    seeds: tuple[int, ...]
    forecasts: tuple[SizeForecast, ...]
    backtests: tuple[Backtest, ...]
    backtest_error: float | None
    error_limit: float
    verdict: Verdict
    tables: tuple[TableForecast, ...]
    crossings: tuple[Crossing, ...]
    stages: tuple[StageForecast, ...]


def _sum(pairs: Iterable[tuple[tuple[str, Part], int]]) -> dict[tuple[str, Part], int]:
    found: dict[tuple[str, Part], int] = {}
    for key, value in pairs:
        found[key] = found.get(key, 0) + value
    return found
