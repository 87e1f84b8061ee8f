"""Exhibits of the capacity forecast: each a sentence, its picture and its table."""

from collections.abc import Sequence

import pandas as pd

from livvly_lab.domain.capacity import Capacity, Machine
from livvly_lab.domain.results import Interval
from livvly_lab.domain.storage import Forecast
from livvly_lab.report import capacity_pictures as pictures
from livvly_lab.report import capacity_says as says
from livvly_lab.report import fmt
from livvly_lab.report.exhibit import Exhibit

_KIB = fmt.fixed(2, scale=1 / 1024)
_PERCENT = fmt.fixed(1, scale=100)


def total(forecast: Forecast, curve: pictures.Curve, fitted: Sequence[tuple[int, int]], machine: Machine) -> Exhibit:
    """Show total bytes by users; `fitted` are users and bytes of the fitted loads."""
    key, sentence = "forecast-total", says.total_sentence(forecast, machine)
    rows = [
        (each.users, each.heap_bytes, each.toast_bytes, each.index_bytes, *_ends(says.band(each, 0.95)))
        for each in forecast.forecasts
    ]
    return Exhibit(
        key=key,
        sentence=sentence,
        svg=pictures.total_svg(forecast, curve, fitted, machine, sentence, key),
        alt=f"Total bytes by users on two logarithmic axes, with prediction bands. {sentence}",
        note=(
            "● loads of the fit, ◇ back-tests that the fit never saw. Bands: 50, 80 and 95 % prediction intervals for "
            "a new load, not confidence in the line. Dashed beyond the fitted range. Below: the same relative to "
            "the line. Without pages that bulk loading "
            f"left empty. Machine: {machine.source}; assumed: {fmt.listing(machine.assumed)}."
        ),
        table=pd.DataFrame(
            rows, columns=["users", "rows, MiB", "TOAST, MiB", "indexes, MiB", "total, MiB", "95 % low", "95 % high"]
        ),
        caption="Bytes forecast by users",
        formats={
            "users": fmt.exact,
            **{
                name: fmt.mebibytes(0)
                for name in ("rows, MiB", "TOAST, MiB", "indexes, MiB", "total, MiB", "95 % low", "95 % high")
            },
        },
    )


def residuals(forecast: Forecast) -> Exhibit:
    """Show how far the back-tests lie off, by table."""
    key, sentence = "forecast-residuals", says.residual_sentence(forecast)
    seeds = [f"seed {test.seed}, %" for test in forecast.backtests]
    rows = [
        (table.table, table.share, table.rows_per_user, table.rows_from, *table.errors) for table in forecast.tables
    ]
    return Exhibit(
        key=key,
        sentence=sentence,
        svg=pictures.residuals_svg(forecast, sentence, key),
        alt=f"A dot per seed for each table. {sentence}",
        note=(
            "Tables by their part of the bytes, which stands behind the name. One dot for each seed; lines: the limit, "
            "which is promised for the total only."
        ),
        table=pd.DataFrame(rows, columns=["table", "share, %", "rows per user", "rows are", *seeds]),
        caption="Errors of the back-test by table",
        formats={"share, %": _PERCENT, "rows per user": fmt.fixed(3), **dict.fromkeys(seeds, _PERCENT)},
        code=("table",),
        verdict=forecast.verdict,
    )


def tables(forecast: Forecast) -> Exhibit:
    """Show the bytes a user takes by table and part."""
    key, sentence = "forecast-tables", says.table_sentence(forecast.tables)
    ordered = sorted(forecast.tables, key=says.bytes_per_user, reverse=True)
    rows = [
        (
            each.table,
            each.heap_bytes_per_user,
            each.toast_bytes_per_user,
            each.index_bytes_per_user,
            says.bytes_per_user(each),
            each.fixed_bytes,
        )
        for each in ordered
    ]
    columns = ["table", "rows, KiB", "TOAST, KiB", "indexes, KiB", "a user, KiB", "without users, KiB"]
    return Exhibit(
        key=key,
        sentence=sentence,
        svg=pictures.tables_svg(forecast.tables, sentence, key),
        alt=f"Stacked bars, a table each. {sentence}",
        note=(
            f"At {fmt.count(forecast.forecasts[-1].users)} users, where pages that are not full count for nothing. "
            f"Rows and entries fitted on {fmt.plural(len(forecast.seeds), 'load')}."
        ),
        table=pd.DataFrame(rows, columns=columns),
        caption="Bytes for each user by table",
        formats=dict.fromkeys(columns[1:], _KIB),
        code=("table",),
    )


def machine(forecast: Forecast, capacity: Capacity) -> Exhibit:
    """Show when the machine is outgrown, as ranges of users."""
    key, sentence = "forecast-machine", says.machine_sentence(forecast, capacity.machine)
    rows = [
        (each.where, each.what, each.limit_bytes, *(_ends(each.users) if each.users else (None, None, None)))
        for each in forecast.crossings
    ]
    columns = ["where", "what is outgrown", "what fits, GiB", "at users", "95 % from", "95 % to"]
    return Exhibit(
        key=key,
        sentence=sentence,
        svg=pictures.crossings_svg(forecast, sentence, key),
        alt=f"A range of users for each limit, on a logarithmic axis. {sentence}",
        note=(
            f"{capacity.machine.name}: {capacity.machine.cpus} processors, {fmt.size(capacity.machine.ram_bytes)} of "
            f"memory. Source: {capacity.machine.source}; assumed: {fmt.listing(capacity.machine.assumed)}. Hot indexes "
            "are those a query of the workload reads. A shard's limit is in users of the whole system."
        ),
        table=pd.DataFrame(rows, columns=columns),
        caption="When the machine is outgrown",
        formats={
            "what fits, GiB": fmt.fixed(0, scale=2.0**-30),
            **dict.fromkeys(("at users", "95 % from", "95 % to"), fmt.count),
        },
    )


def stages(forecast: Forecast, capacity: Capacity) -> Exhibit:
    """Show the planned stages: bytes of a shard, of the shared tables, and how full the machine is."""
    rows = [
        (
            each.name,
            each.users,
            each.databases,
            each.shard_bytes,
            each.shared_bytes or None,
            each.full_share,
            each.tightest,
            "holds" if each.full_share <= 1 else "fails",
        )
        for each in forecast.stages
    ]
    columns = [
        "stage",
        "users",
        "databases",
        "one database, GiB",
        "shared tables, GiB",
        "fullest, %",
        "of",
        "it fits",
    ]
    return Exhibit(
        key="forecast-stages",
        sentence=says.stages_sentence(forecast.stages, capacity),
        table=pd.DataFrame(rows, columns=columns),
        caption=f"Planned stages on {capacity.machine.name} ({capacity.stages_source})",
        formats={
            "users": fmt.exact,
            "one database, GiB": fmt.fixed(2, scale=2.0**-30),
            "shared tables, GiB": fmt.fixed(2, scale=2.0**-30),
            "fullest, %": _PERCENT,
        },
    )


def _ends(value: Interval) -> tuple[float, float, float]:
    return value.mid, value.low, value.high
