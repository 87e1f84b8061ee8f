"""What the capacity forecast says, in sentences: subject, value, interval, limit, verdict, size, why."""

from collections.abc import Sequence

from livvly_lab.domain.capacity import Capacity, Machine
from livvly_lab.domain.flips import PlanFlips
from livvly_lab.domain.parameters import Depth
from livvly_lab.domain.results import Interval
from livvly_lab.domain.storage import Crossing, Forecast, SizeForecast, StageForecast, TableForecast
from livvly_lab.report import fmt

NO_STAGES = "The specification of this design plans no stages of growth."
NOTEBOOK = "05_capacity_forecast"

SAID_USERS = 1_000_000
"""The size that the sentence on total bytes names."""


def too_few(users: int, least: int) -> str:
    """Say that a run is too small to be forecast from."""
    return (
        f"Not measured here: this run has {fmt.plural(users, 'user')}, and a fit on loads a tenth and less of that "
        f"would be a guess. It takes {fmt.count(least)} users or more, at least 40 in each shard."
    )


def total_sentence(forecast: Forecast, machine: Machine) -> str:
    """Say how many bytes one million users take, how sure that is, and what of it is beyond anything measured."""
    said = next(each for each in forecast.forecasts if each.users >= SAID_USERS)
    largest = largest_measured(forecast)
    beyond = (
        f"{fmt.factor(said.users / largest)} beyond the largest load measured"
        if said.users > largest
        else "within what was measured"
    )
    part = band(said, 0.95).mid / (machine.disk_bytes * machine.disk_share)
    return (
        f"{fmt.count(said.users)} users will take {fmt.size_range(band(said, 0.95))} (95 % prediction interval from "
        f"{fmt.plural(_loads(forecast), 'load')} of {fmt.listing(_sizes(forecast))} users), {beyond}: "
        f"{fmt.share(part)} of the disk of {machine.name}."
    )


def residual_sentence(forecast: Forecast) -> str:
    """Say how far the back-tests lie off on total bytes, and which table is worst."""
    if forecast.backtest_error is None:
        return "Nothing was back-tested: not measured here."
    test = forecast.backtests[0]
    times = fmt.factor(test.users / forecast.sizes[-1])
    worst = max(forecast.tables, key=lambda table: table.share * max(map(abs, table.errors), default=0))
    covered = sum(
        each.predicted_bytes.low <= each.measured_bytes <= each.predicted_bytes.high for each in forecast.backtests
    )
    tests = len(forecast.backtests)
    return (
        f"Total bytes predicted within {fmt.share(forecast.backtest_error, 2)} (worst of {fmt.plural(tests, 'seed')} "
        f"at {fmt.count(test.users)} users, {times} the largest fitted load), limit "
        f"{fmt.share(forecast.error_limit, 0)}: {forecast.verdict}; the 95 % band holds {covered} of {tests}. "
        f"Most of the error is in {worst.table} "
        f"({fmt.deviation(_worst(worst))})."
    )


def table_sentence(tables: Sequence[TableForecast]) -> str:
    """Say what a user takes in all, split by part, and which table takes most of it."""
    heap, toast, index = (
        sum(each.heap_bytes_per_user for each in tables),
        sum(each.toast_bytes_per_user for each in tables),
        sum(each.index_bytes_per_user for each in tables),
    )
    total = heap + toast + index or 1.0
    most = max(tables, key=bytes_per_user)
    fixed = sum(each.fixed_bytes for each in tables)
    return (
        f"A user takes {fmt.size(total)}: {fmt.share(heap / total)} rows, {fmt.share(toast / total)} TOAST, "
        f"{fmt.share(index / total)} indexes; {most.table} alone {fmt.share(bytes_per_user(most) / total)}. "
        f"{fmt.size(fixed)} stand there without any user."
    )


def machine_sentence(forecast: Forecast, machine: Machine) -> str:
    """Say what one server with everything outgrows first, and what one shard does."""
    said = []
    for where in dict.fromkeys(each.where for each in forecast.crossings):
        there = [each for each in forecast.crossings if each.where == where]
        first = min((each for each in there if each.users), key=lambda each: _mid(each.users), default=None)
        if first is None or first.users is None:
            said.append(f"{where} outgrows nothing of it")
        else:
            said.append(f"{where} outgrows its {first.what} at {fmt.count_range(first.users)} users")
    return (
        f"On {machine.name}, {'; '.join(said)} (95 % range; the sizes were not loaded, they follow from "
        f"{fmt.listing(_sizes(forecast))} users)."
    )


def stages_sentence(stages: Sequence[StageForecast], capacity: Capacity) -> str:
    """Say how full the machine is at the planned stages, and whether the shared tables outgrow a shard."""
    last = stages[-1]
    full = [each for each in stages if each.full_share > 1]
    fits = (
        f"every planned stage fits {capacity.machine.name}"
        if not full
        else f"{fmt.listing([each.name for each in full])} {'does' if len(full) == 1 else 'do'} not fit "
        f"{capacity.machine.name}"
    )
    alone = (
        f"; at {last.name} the tables that are not sharded take {fmt.size(last.shared_bytes)} in one place, "
        f"{fmt.factor(last.shared_bytes / last.shard_bytes)} one of {last.databases} shards"
        if last.shared_bytes and last.shard_bytes
        else ""
    )
    fullest = max(stages, key=lambda each: each.full_share)
    return (
        f"By bytes {fits} (fullest: {fullest.name}, {fmt.share(fullest.full_share)} of its {fullest.tightest}){alone}. "
        "Computed from the forecast, not measured at those sizes."
    )


def limits(depth: Depth, forecast: Forecast | None, flips: PlanFlips | None) -> list[str]:
    """Say what was not measured, and what it would take."""
    said = []
    if forecast is not None:
        said.append(
            f"Loads above {fmt.count(largest_measured(forecast))} users: everything beyond is computed. It takes such "
            "a load"
            + (", or --depth full, which back-tests at ten times the size of the run." if depth == "quick" else ".")
        )
        reserved = max(each.reserved_bytes / (each.measured_bytes + each.reserved_bytes) for each in forecast.backtests)
        said.append(
            "Bloat: tables are as they stand after a bulk load, never updated. Pages that bulk loading reserved and "
            f"left empty (up to {fmt.share(reserved)} of a back-tested load) are in no figure, since later inserts "
            "fill them. It takes months of traffic, or a replay of it."
        )
        said.append(
            "Other ratios: rows per user are those of the declared population. Another mix takes another --activity, "
            "or other ratios in the design."
        )
    said.append(
        "Connections of the promised users: they are computed from the time one client holds a connection on this "
        "machine, warm, without a network. It takes the machine of the specification and as many clients."
    )
    if flips is not None:
        largest = fmt.count(flips.users)
        said.append(
            f"Plans of more than {largest} users: the planner was asked, nothing was run; most common values, "
            "correlations and the memory of the machine stay as they are. It takes a load of that size."
        )
    return said


def largest_measured(forecast: Forecast) -> int:
    """Return the users of the largest load whose bytes were measured."""
    return max([*forecast.sizes, *(test.users for test in forecast.backtests)])


def band(each: SizeForecast, level: float) -> Interval:
    """Return the prediction interval of a level."""
    return next(band for band in each.total_bytes if band.level == level)


def bytes_per_user(table: TableForecast) -> float:
    """Return the bytes a user brings to a table, all parts together."""
    return table.heap_bytes_per_user + table.toast_bytes_per_user + table.index_bytes_per_user


def _worst(table: TableForecast) -> float:
    return max(table.errors, key=abs, default=0.0)


def _loads(forecast: Forecast) -> int:
    return len(forecast.seeds)


def _sizes(forecast: Forecast) -> list[str]:
    return [fmt.count(size) for size in forecast.sizes]


def _mid(users: Interval | None) -> float:
    return users.mid if users else float("inf")


def crossing_cell(crossing: Crossing) -> str:
    """Write where a limit is crossed, for a table."""
    return fmt.count_range(crossing.users) if crossing.users else "never"
