"""Upkeep: what monitoring sees of caches, slow statements and bloat, and what a daily VACUUM prevents."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

from livvly_lab.domain.claims import Measurement, Outcome, Quantity, Unmeasured
from livvly_lab.experiments.loaded import Loaded
from livvly_lab.experiments.operation.reading import extremes
from livvly_lab.measure.keys import Keys
from livvly_lab.measure.plans import shards_of
from livvly_lab.measure.question import addressed
from livvly_lab.report import fmt

ROWS = {"quick": 10_000, "full": 200_000}
LEAST_ROWS = 500
KEYS = 2
MOMENTS = (("fresh", 0.0), ("updated by a third", 1 / 3), ("updated four times", 4.0))
"""A moment of the copy, and how many times its rows were updated on the way to it."""

SLOW_CALLS, QUICK_CALLS = 2, 28
NOT_ALLOWED = (psycopg.errors.InsufficientPrivilege, psycopg.errors.FeatureNotSupported)
NO_PGSTATTUPLE = "a server with the extension pgstattuple, and a role that may create it"


@dataclass(frozen=True)
class _Bloat:
    """A table at one moment: bytes that hold no live row over all bytes, and the dead rows the statistics know of."""

    wasted: float
    dead: float
    table_bytes: int


def hit_ratios(at: Loaded) -> Outcome:
    """Run every query of the workload with a few keys, and again, when the blocks found in shared buffers are counted.

    The first quantity is that of index blocks, the second that of all blocks. Where the database is smaller than the
    buffers, the outcome depends on the memory, whatever it is.
    """
    design = at.physical.design
    if not design.workload:
        return Unmeasured("a workload: the design has no queries")
    runs = _runs(at)
    _execute(at, runs)
    before = _blocks(at)
    _execute(at, runs)
    taken = {name: count - before[name] for name, count in _blocks(at).items()}
    index, every = (taken[f"{kind}_hit"] + taken[f"{kind}_read"] for kind in ("index", "block"))
    if not index:
        return Unmeasured("queries that read an index: the workload of this run read none")
    ((database_bytes, buffer_bytes),) = at.ask("database_and_buffers")
    depends = (
        f"memory: {fmt.size(database_bytes)} of data fit into {fmt.size(buffer_bytes)} of shared buffers here"
        if database_bytes < buffer_bytes
        else ""
    )
    shares = (taken["index_hit"] / index, taken["block_hit"] / every)
    return Measurement(
        (
            Quantity(shares[0], "share", "of index blocks", n=index),
            Quantity(shares[1], "share", "of all blocks", n=every),
        ),
        f"{fmt.share(shares[0])} of {fmt.count(index)} index blocks and {fmt.share(shares[1])} of {fmt.count(every)} "
        f"blocks were found in shared buffers by {fmt.plural(len(runs), 'query run')} on warm data",
        depends=depends,
        detail=tuple(
            {"blocks of": name, "found": taken[f"{kind}_hit"], "read": taken[f"{kind}_read"]}
            for name, kind in (("indexes", "index"), ("tables, indexes and TOAST", "block"))
        ),
    )


def slow_statements(at: Loaded, *, limit_ms: float) -> Outcome:
    """Call one statement a few times slowly among many quick calls, and see what the statistics tell of the slow ones.

    The quantity is the share of slow calls that a mean above the limit reports, the second the share that the
    greatest time reports.
    """
    if not at.value("counts_statements"):
        return Unmeasured("a server that loads pg_stat_statements when it starts, and a role that may read it")
    slow_s = limit_ms * 1.005 / 1_000
    before = _statement(at)
    for call in range(SLOW_CALLS + QUICK_CALLS):
        at.ask("sleep", {"seconds": slow_s if call < SLOW_CALLS else 0.0})
    after = _statement(at)
    calls = after["calls"] - before["calls"]
    if not calls:
        return Unmeasured("statistics of this session's statements: pg_stat_statements.track is off")
    mean_ms = (after["total_ms"] - before["total_ms"]) / calls
    by_mean, by_greatest = (float(value > limit_ms) for value in (mean_ms, after["greatest_ms"]))
    return Measurement(
        (
            Quantity(by_mean, "share", "reported by the mean", n=SLOW_CALLS),
            Quantity(by_greatest * (1 / SLOW_CALLS), "share", "reported by the greatest time", n=SLOW_CALLS),
        ),
        f"{SLOW_CALLS} calls of {fmt.duration(slow_s * 1_000)} among {QUICK_CALLS} quick ones have a mean of "
        f"{fmt.duration(mean_ms)}: mean_exec_time above {fmt.duration(limit_ms)} reports "
        f"{'them' if by_mean else 'none'}, and how many were slow in a minute is counted nowhere",
        detail=(
            {"what": "calls", "value": calls},
            {"what": "slow calls", "value": SLOW_CALLS},
            {"what": "mean, ms", "value": mean_ms},
            {"what": "greatest, ms", "value": after["greatest_ms"]},
        ),
    )


def bloat_seen(at: Loaded, *, table: str, column: str, limit: float) -> Outcome:
    """Bloat a copy by updates, VACUUM it, and compare what an alert sees with what pgstattuple finds.

    The alert sees dead rows over all rows, as the statistics have them. The quantity is the share of moments at which
    it fires exactly where more than `limit` of the bytes hold no live row.
    """
    seen: list[tuple[str, _Bloat]] = []
    try:
        with _churning(at, table) as rows:
            for name, share in MOMENTS:
                _churn(at, column, share)
                seen.append((name, _bloat(at)))
            at.ask("vacuum_churned")
            seen.append(("vacuumed", _bloat(at)))
    except NOT_ALLOWED:
        return Unmeasured(NO_PGSTATTUPLE)
    if rows < LEAST_ROWS:
        return Unmeasured(f"{LEAST_ROWS} rows in {table}: this run has {rows}, in a page or two")
    right = sum((each.dead > limit) == (each.wasted > limit) for _, each in seen)
    missed = [name for name, each in seen if each.wasted > limit >= each.dead]
    told = f"; it is silent where the table is bloated and {fmt.listing(missed)}" if missed else ""
    return Measurement(
        (Quantity(right / len(seen), "share", "moments judged rightly", n=len(seen)),),
        f"an alert on dead rows above {fmt.share(limit, 0)} is right at {right} of {len(seen)} moments of a copy of "
        f"{fmt.plural(rows, 'row')} of {table}{told}",
        detail=tuple(
            {
                "moment": name,
                "dead rows, %": each.dead * 100,
                "bytes without a live row, %": each.wasted * 100,
                "table, bytes": each.table_bytes,
            }
            for name, each in seen
        ),
    )


def daily_vacuum(at: Loaded, *, table: str, column: str, updated_a_day: float, days: int) -> Outcome:
    """Update a share of the rows of a copy every day, without and with a VACUUM each night, and weigh the waste.

    Waste is the bytes that hold no live row over all bytes, at the end of a day, before the VACUUM. The quantity is
    the waste with a daily VACUUM, over the days after the first; the second one that of the last day without any.
    """
    ends: dict[str, list[_Bloat]] = {}
    try:
        for policy in ("never", "every night"):
            with _churning(at, table) as rows:
                ends[policy] = []
                for day in range(days):
                    if day and policy == "every night":
                        at.ask("vacuum_churned")
                    _churn(at, column, updated_a_day)
                    ends[policy].append(_bloat(at))
    except NOT_ALLOWED:
        return Unmeasured(NO_PGSTATTUPLE)
    if rows < LEAST_ROWS:
        return Unmeasured(f"{LEAST_ROWS} rows in {table}: this run has {rows}, in a page or two")
    waste = extremes([each.wasted for each in ends["every night"][1:]])
    never = ends["never"][-1].wasted
    return Measurement(
        (
            Quantity(waste.mid, "share", "with a daily VACUUM", waste, waste.n),
            Quantity(never, "share", "without", n=days),
        ),
        f"with {fmt.share(updated_a_day, 0)} of {fmt.plural(rows, 'row')} of {table} updated a day, "
        f"{fmt.share(waste.mid)} of the bytes hold no live row with a VACUUM every night, {fmt.share(never)} after "
        f"{days} days without",
        detail=tuple(
            {
                "VACUUM": policy,
                "day": day,
                "bytes without a live row, %": each.wasted * 100,
                "table, bytes": each.table_bytes,
            }
            for policy, days_of in ends.items()
            for day, each in enumerate(days_of, start=1)
        ),
    )


def _runs(at: Loaded) -> list[tuple[sql.Composed, Mapping[str, Any]]]:
    """Return each query of the workload on one of its shards with a few keys: typical, hot, absent."""
    keys, runs = Keys(at.connection, at.physical), []
    for place, query in enumerate(at.physical.design.workload):
        shards = shards_of(query, at.physical)
        shard = shards[place % len(shards)]
        runs += [(addressed(query.sql, at.physical, shard), key.parameters) for key in keys.draw(query, shard)[:KEYS]]
    return runs


def _execute(at: Loaded, runs: Sequence[tuple[sql.Composed, Mapping[str, Any]]]) -> None:
    with at.rolled_back():
        at.ask("for_this_transaction", {"name": "transaction_read_only", "value": "on"})
        for query, parameters in runs:
            at.connection.execute(query, parameters)


def _blocks(at: Loaded) -> dict[str, int]:
    at.ask("flush_statistics")
    ((index_hit, index_read, block_hit, block_read),) = at.ask("blocks")
    return {"index_hit": index_hit, "index_read": index_read, "block_hit": block_hit, "block_read": block_read}


def _statement(at: Loaded) -> dict[str, Any]:
    ((calls, total_ms, greatest_ms),) = at.ask("slow_statement")
    return {"calls": calls, "total_ms": total_ms, "greatest_ms": greatest_ms}


@contextmanager
def _churning(at: Loaded, table: str) -> Iterator[int]:
    """Make a temporary copy of rows with the table's keys and indexes for the block; yield how many rows it has."""
    columns = [each.name for each in at.physical.design.table(table).columns if each.computed is None]
    at.ask("drop_churned")
    at.ask("churned", table=at.home(table))
    try:
        at.ask(
            "fill_churned",
            table=at.parent(table),
            columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
            rows=sql.Literal(ROWS[at.depth]),
        )
        at.ask("vacuum_churned")
        yield int(at.value("count_rows", table=sql.Identifier("lab_churned")))
    finally:
        at.ask("drop_churned")


def _churn(at: Loaded, column: str, share: float) -> None:
    """Update a share of the rows, whole rounds first, a third of the rows in each statement."""
    parts = round(share * 3)
    for part in range(parts):
        at.ask("update_churned", column=sql.Identifier(column), part=sql.Literal(part % 3))


def _bloat(at: Loaded) -> _Bloat:
    """Weigh the copy; the extension that does it comes and goes with a transaction."""
    at.ask("flush_statistics")
    with at.rolled_back():
        dead = float(at.value("dead_rows"))
        at.ask("create_pgstattuple")
        ((table_bytes, wasted),) = at.ask("wasted_bytes")
    return _Bloat(wasted / table_bytes if table_bytes else 0.0, dead, table_bytes)
