"""Fills a database: tables, rows, keys and indexes, in that order, and a mark that says it is complete."""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack, contextmanager
from functools import partial
from queue import SimpleQueue
from typing import Any

import psycopg
from psycopg import Connection, sql

from livvly_lab.domain.parameters import Parameters
from livvly_lab.domain.physical import PhysicalDesign
from livvly_lab.domain.placement import ShardFunction
from livvly_lab.domain.results import CheckResult
from livvly_lab.errors import LoadError
from livvly_lab.lab.run import Run, lay_out
from livvly_lab.lab.workers import hired
from livvly_lab.measure.checks import run_checks
from livvly_lab.placement.functions import FUNCTIONS
from livvly_lab.progress import Progress
from livvly_lab.report import fmt
from livvly_lab.rows.load import copy_population, copy_reference, expected_rows, make_world
from livvly_lab.scratch import ddl, statements
from livvly_lab.scratch.mark import mark_complete, mark_started, only_loader, read_mark
from livvly_lab.scratch.statements import Work

CONNECTIONS = 2
_ANALYZES_CHILDREN = 180_000
_POLL_S = 0.02
_OPTIONS = "-c timezone=UTC -c client_min_messages=warning"


def fill(dsn: str, parameters: Parameters, progress: Progress, executor: str | None = None) -> Run:
    """Create the design in a database and fill it; return the run that can be asked.

    `executor` names who generates the rows, as `hired` knows them; None is a thread of this process.

    A load of the lab that was cut off there is removed first, by the mark it left; where this one does not come
    to its end, what it made is removed again. Raises LoadError where the database holds a table of the design
    that is not the lab's, or a load that is complete.
    """
    physical, function = lay_out(parameters), FUNCTIONS[parameters.shard_function]
    with psycopg.connect(dsn, autocommit=True, options=_OPTIONS) as connection, only_loader(connection):
        _make_way(connection, progress)
        with _undone_on_failure(connection, physical):
            _create(connection, physical, function, parameters, progress)
            rows = _load(dsn, physical, function, parameters, progress, executor)
            _build(dsn, physical, progress)
            checks = _check(connection, physical, function, rows, progress)
            _finish(connection, physical, rows, checks, progress)
    return Run(parameters, dsn, None, rows, dict(progress.seconds), checks)


def _make_way(connection: Connection[Any], progress: Progress) -> None:
    """Remove what a load of the lab left when it was cut off; refuse to touch one that is complete."""
    mark = read_mark(connection)
    if mark is None:
        return
    if mark.complete:
        raise LoadError(
            "a database that is not filled yet",
            f"a complete load of {mark.parameters['design']}",
            "name another database: the lab overwrites nothing",
        )
    progress.say(" a load that was cut off stands here; removing what it left")
    ddl.discard(connection, lay_out(Parameters(**mark.parameters)))


@contextmanager
def _undone_on_failure(connection: Connection[Any], physical: PhysicalDesign) -> Iterator[None]:
    """Leave nothing half-loaded: whatever stops the block, what it made is removed."""
    held = ddl.holds(connection, physical)
    try:
        yield
    except BaseException:
        if not held and not connection.closed:
            ddl.discard(connection, physical)
        raise


def _create(
    connection: Connection[Any],
    physical: PhysicalDesign,
    function: ShardFunction,
    parameters: Parameters,
    progress: Progress,
) -> None:
    with progress.stage("create") as says, connection.transaction():
        mark_started(connection, parameters.as_dict())
        ddl.create_tables(connection, physical, function)
        says.append(f"{len(physical.design.tables)} tables")


def _load(
    dsn: str,
    physical: PhysicalDesign,
    function: ShardFunction,
    parameters: Parameters,
    progress: Progress,
    executor: str | None,
) -> dict[str, int]:
    with progress.stage("load") as says:
        world = make_world(physical.design, parameters.users, parameters.activity, parameters.seed)
        reference = copy_reference(dsn, physical, world)
        total = expected_rows(physical.design, parameters.users, parameters.activity)
        with progress.bar("load", total) as bar, hired(executor, parameters) as workers:
            written_bytes = 0

            def told(table: str, rows: int, octets: int) -> None:
                nonlocal written_bytes
                written_bytes += octets
                bar.set_description(f" load {table}", refresh=False)
                bar.set_postfix_str(fmt.size(written_bytes), refresh=False)
                bar.update(rows)

            population = copy_population(dsn, physical, function, world, told, workers=workers)
        rows = {**reference, **population}
        says.append(f"{fmt.count(sum(rows.values()))} rows of {fmt.count(parameters.users)} users")
        return rows


def _build(dsn: str, physical: PhysicalDesign, progress: Progress) -> None:
    """Build keys and indexes, then the foreign keys that need them, on several connections at once."""
    keys, references = statements.keys_and_indexes(physical), statements.foreign_keys(physical)
    with progress.stage("index") as says, progress.bar("index", len(keys) + len(references), " tables") as bar:
        for works in (keys, references):
            _at_once(dsn, works, bar)
        says.append(f"{sum(map(_creations, keys))} keys and indexes, {sum(map(_creations, references))} foreign keys")


def _creations(work: Work) -> int:
    return sum(not statement.startswith("COMMENT") for statement in work.statements)


def _at_once(dsn: str, works: Sequence[Work], bar: Any) -> None:
    """Execute works on CONNECTIONS connections; when one fails, or the user stops, none is begun any more."""
    idle: SimpleQueue[Connection[Any]] = SimpleQueue()

    def do(work: Work) -> None:
        connection = idle.get()
        try:
            for statement in work.statements:
                connection.execute(statement.encode())
        finally:
            idle.put(connection)

    with ExitStack() as stack:
        pool = stack.enter_context(ThreadPoolExecutor(CONNECTIONS))
        connect = partial(psycopg.connect, dsn, autocommit=True, options=_OPTIONS)
        connections = [stack.enter_context(connect()) for _ in range(CONNECTIONS)]
        for connection in connections:
            idle.put(connection)
        stack.callback(_stop, pool, connections, idle)
        for done in as_completed([pool.submit(do, work) for work in works]):
            done.result()
            bar.update(1)


def _stop(pool: ThreadPoolExecutor, connections: Sequence[Connection[Any]], idle: SimpleQueue[Connection[Any]]) -> None:
    """Begin nothing any more and cancel what runs; again and again, for one that comes before its statement is lost."""
    pool.shutdown(wait=False, cancel_futures=True)
    while idle.qsize() < len(connections):
        for connection in connections:
            connection.cancel_safe()
        time.sleep(_POLL_S)


def _check(
    connection: Connection[Any],
    physical: PhysicalDesign,
    function: ShardFunction,
    rows: dict[str, int],
    progress: Progress,
) -> tuple[CheckResult, ...]:
    """Give the planner its statistics, then check every row."""
    with progress.stage("analyze"):
        tables = sql.SQL(", ").join(sql.Identifier(ddl.SCHEMA, name) for name in _to_analyze(connection, physical))
        connection.execute(sql.SQL("VACUUM (ANALYZE) {}").format(tables))
    with progress.stage("check") as says:
        checks = run_checks(connection, physical, function, rows)
        broken = [check.name for check in checks if not check.ok]
        says.append(f"{len(checks)} checks" + (f", broken: {', '.join(broken)}" if broken else " hold"))
    return checks


def _finish(
    connection: Connection[Any],
    physical: PhysicalDesign,
    rows: dict[str, int],
    checks: tuple[CheckResult, ...],
    progress: Progress,
) -> None:
    """Add the design's own objects and, in the same transaction, mark the load complete."""
    with connection.transaction():
        ddl.use_schema(connection, ddl.SCHEMA)
        ddl.create_objects(connection, physical)
        mark_complete(connection, rows, progress.seconds, checks)


def _to_analyze(connection: Connection[Any], physical: PhysicalDesign) -> list[str]:
    """Name the parents; a server before 18 does not reach the children through them."""
    tables = [table.name for table in physical.design.tables]
    if connection.info.server_version >= _ANALYZES_CHILDREN:
        return tables
    return tables + [home.name for home in physical.all_homes() if home.shard is not None]
