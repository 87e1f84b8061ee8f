"""What a fitted model says: errors on loads it never saw, bytes per user, where a machine is outgrown, and when."""

import math
from collections.abc import Callable, Sequence

from livvly_lab.domain.capacity import Machine, Stage
from livvly_lab.domain.results import Interval, Verdict
from livvly_lab.domain.storage import (
    Backtest,
    Crossing,
    Part,
    StageForecast,
    StorageModel,
    StoredLoad,
    TableForecast,
    TableModel,
)
from livvly_lab.forecast.storage import interval, relation_bytes, table_bytes, total_bytes

ERROR_LIMIT = 0.05
LEVEL = 0.95
MOST_USERS = 10**10
"""No crossing is looked for beyond: more users than people."""

Hot = frozenset[tuple[str, str]]
"""Indexes that must stay in memory, by table and name."""


def backtest(model: StorageModel, load: StoredLoad) -> Backtest:
    """Predict a load that was not part of the fit, and compare."""
    predicted, measured = interval(model, load.users, LEVEL), load.bytes_in_use
    error = predicted.mid / measured - 1
    return Backtest(load.seed, load.users, predicted, measured, load.reserved_bytes, error)


def worst_error(backtests: Sequence[Backtest]) -> float | None:
    """Return the greatest relative error, without its sign; None where nothing was back-tested."""
    return max((abs(each.error) for each in backtests), default=None)


def judge(error: float | None, limit: float = ERROR_LIMIT) -> Verdict:
    """Return whether the worst error of the back-tests is within the limit."""
    if error is None:
        return "not measured here"
    return "holds" if error <= limit else "fails"


def forecast_tables(model: StorageModel, tests: Sequence[StoredLoad], users: int) -> tuple[TableForecast, ...]:
    """Return each table at so many users with its errors on the back-tested loads, the largest first."""
    whole = sum(load.bytes_in_use for load in tests) or 1
    found = [_forecast_table(table, tests, users, whole) for table in model.tables]
    return tuple(sorted(found, key=lambda each: (-each.share, each.table)))


def crossing(
    model: StorageModel, what: str, where: str, limit_bytes: float, size: Callable[[float], float]
) -> Crossing:
    """Return the users from which a part of the bytes is beyond a limit; the part is as sure as the total is.

    `size` is the bytes of the part at so many users. The range holds the users at which the 95 % band of the
    forecast crosses the limit; there is none where no number of users up to MOST_USERS does.
    """

    def beyond(end: Callable[[Interval], float]) -> float | None:
        def over(users: float) -> bool:
            band = interval(model, users, LEVEL)
            return size(users) * end(band) / band.mid > limit_bytes

        return _first(over)

    low, mid, high = (beyond(end) for end in (lambda b: b.high, lambda b: b.mid, lambda b: b.low))
    if low is None or mid is None or high is None:
        return Crossing(what, where, limit_bytes, None)
    return Crossing(what, where, limit_bytes, Interval(low, mid, high, LEVEL, model.loads))


def crossings(
    model: StorageModel, machine: Machine, sharded: frozenset[str], shards: int, hot: Hot
) -> tuple[Crossing, ...]:
    """Return when memory, disk and restore time of a machine are outgrown, by one server and by several.

    One server holds all tables. Of several, each has its part of the sharded ones, and one more has those that are
    not sharded.
    """
    places: list[tuple[str, frozenset[str] | None, int]] = [("one server for all", None, 1)]
    if shards > 1 and sharded:
        shared = frozenset(table.table for table in model.tables) - sharded
        places += [(f"one of {shards} shards", sharded, shards), ("one server for shared tables", shared, 1)]
    found = []
    for where, tables, parts in places:
        for what, limit_bytes, size in _limits(model, machine, tables, hot):
            found.append(crossing(model, what, where, limit_bytes * parts, size))
    return tuple(found)


def stage_forecast(
    model: StorageModel, machine: Machine, stage: Stage, sharded: frozenset[str], hot: Hot
) -> StageForecast:
    """Return how full the machine is at a planned stage, on the fullest of its databases.

    With several databases the sharded tables are spread over all of them, and the shared ones stand on one more.
    """
    shared = frozenset(table.table for table in model.tables) - sharded
    split = stage.databases > 1
    groups = [(sharded, stage.databases), (shared, 1)] if split else [(sharded | shared, 1)]
    fullest = max(
        (size(stage.users) / parts / limit_bytes, what)
        for tables, parts in groups
        for what, limit_bytes, size in _limits(model, machine, tables, hot)
    )
    shard_bytes = total_bytes(model, stage.users, groups[0][0]) / groups[0][1]
    shared_bytes = total_bytes(model, stage.users, shared) if split else 0.0
    return StageForecast(stage.name, stage.users, stage.databases, shard_bytes, shared_bytes, fullest[1], fullest[0])


def hot_bytes(model: StorageModel, users: float, tables: frozenset[str] | None, hot: Hot) -> float:
    """Return the bytes of the hot indexes of all tables, or of those named."""
    return sum(
        relation_bytes(each, table.rows(users))
        for table in model.tables
        if tables is None or table.table in tables
        for each in table.relations
        if (each.table, each.name) in hot
    )


def _limits(
    model: StorageModel, machine: Machine, tables: frozenset[str] | None, hot: Hot
) -> tuple[tuple[str, float, Callable[[float], float]], ...]:
    """Return what a machine limits: its words, the bytes that fit, and the bytes at so many users."""

    def everything(users: float) -> float:
        return total_bytes(model, users, tables)

    def in_memory(users: float) -> float:
        return hot_bytes(model, users, tables, hot)

    return (
        ("memory for hot indexes", machine.ram_bytes * machine.cache_share, in_memory),
        ("disk", machine.disk_bytes * machine.disk_share, everything),
        ("restore time", machine.restore_bytes_per_s * machine.restore_limit_s, everything),
    )


def _first(over: Callable[[float], bool]) -> float | None:
    """Return the least number of users for which something is over, by halving; None where nothing is."""
    low, high = 1.0, float(MOST_USERS)
    if not over(high):
        return None
    while high / low > 1.0005:
        middle = math.sqrt(low * high)
        low, high = (low, middle) if over(middle) else (middle, high)
    return high


def _forecast_table(table: TableModel, tests: Sequence[StoredLoad], users: int, whole: int) -> TableForecast:
    def each_user(part: Part) -> float:
        return (table_bytes(table, users, part) - table_bytes(table, 0, part)) / users

    return TableForecast(
        table=table.table,
        rows_per_user=table.rows_per_user,
        rows_from=table.rows_from,
        heap_bytes_per_user=each_user("heap"),
        toast_bytes_per_user=each_user("toast"),
        index_bytes_per_user=each_user("index"),
        fixed_bytes=table_bytes(table, 0),
        share=sum(load.table_bytes(table.table) for load in tests) / whole,
        errors=tuple(table_bytes(table, load.users) / max(load.table_bytes(table.table), 1) - 1 for load in tests),
    )
