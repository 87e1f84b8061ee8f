"""Fills a database: tables, rows, keys and indexes, in that order, and a mark that says it is complete."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack, contextmanager
from queue import SimpleQueue
from typing import Any, TypeVar

import psycopg
from psycopg import Connection, sql
from psycopg.conninfo import make_conninfo
from psycopg.pq import TransactionStatus

from livvly_lab.domain.parameters import Parameters
from livvly_lab.domain.physical import PhysicalDesign
from livvly_lab.domain.placement import ShardFunction
from livvly_lab.domain.results import CheckResult
from livvly_lab.errors import LoadError
from livvly_lab.lab.run import Run, lay_out
from livvly_lab.lab.workers import hired
from livvly_lab.measure.checks import checks_of, run_check
from livvly_lab.placement.functions import FUNCTIONS
from livvly_lab.progress import Progress
from livvly_lab.report import fmt
from livvly_lab.rows.estimate import estimate_bytes, expected_bytes
from livvly_lab.rows.load import copy_population, copy_reference, make_world
from livvly_lab.rows.produce import expected_rows
from livvly_lab.scratch import ddl, statements
from livvly_lab.scratch.mark import (
    LOADER,
    mark_complete,
    mark_copied,
    mark_started,
    only_loader,
    read_mark,
    still_to_build,
)
from livvly_lab.scratch.statements import Work

CONNECTIONS = 2
_ANALYZES_CHILDREN = 180_000
_POLL_S = 0.02
_Task = TypeVar("_Task")
_Done = TypeVar("_Done")
_OPTIONS = "-c timezone=UTC -c client_min_messages=warning"


def fill(dsn: str, parameters: Parameters, progress: Progress, executor: str | None = None) -> Run:
    """Create the design in a database and fill it; return the run that can be asked.

    `executor` names who generates the rows, as `hired` knows them; None is a thread of this process.

    A load of the lab that was killed there is taken up where it has all its rows and these parameters, else
    removed, by the mark it left. Where this one does not come to its end, what it made is removed again, unless the
    server went away. Raises LoadError where the database holds a table of the design that is not the lab's, or a load
    that is complete, and where the server goes away.
    """
    physical, function = lay_out(parameters), FUNCTIONS[parameters.shard_function]
    named = make_conninfo(dsn, application_name=LOADER)
    with _server_stays(), _connected(named) as connection, only_loader(connection):
        rows = _what_stands(connection, parameters, progress)
        with _undone_on_failure(named, connection, physical):
            if rows is None:
                _create(connection, physical, function, parameters, progress)
                rows = _load(named, physical, function, parameters, progress, executor)
                mark_copied(connection, rows, progress.seconds)
            _build(named, connection, physical, parameters, progress)
            checks = _check(named, connection, physical, function, rows, progress)
            _finish(connection, physical, parameters, rows, checks, progress)
    return Run(parameters, dsn, None, rows, dict(progress.seconds), checks)


def load_and_index(dsn: str, parameters: Parameters, progress: Progress) -> dict[str, int]:
    """Create the tables in an empty database, fill them, build keys and indexes; return rows by physical table.

    The part of `fill` that is measured: statistics, checks and the mark of a complete load are left out.
    """
    physical, function = lay_out(parameters), FUNCTIONS[parameters.shard_function]
    with _connected(dsn) as connection:
        _create(connection, physical, function, parameters, progress)
        rows = _load(dsn, physical, function, parameters, progress, None)
        _build(dsn, connection, physical, parameters, progress)
    return rows


def _connected(dsn: str) -> Connection[Any]:
    return psycopg.connect(dsn, autocommit=True, options=_OPTIONS)


@contextmanager
def _server_stays() -> Iterator[None]:
    """Say what to do where the server goes away in the middle."""
    try:
        yield
    except psycopg.OperationalError as error:
        raise LoadError(
            "a PostgreSQL server that stays until the load is complete",
            str(error).strip().splitlines()[0],
            "see the log of the server, start it, and load again: what stands there is taken up or removed",
        ) from error


def _what_stands(connection: Connection[Any], parameters: Parameters, progress: Progress) -> dict[str, int] | None:
    """Return the rows of a load that was cut off and lacks no row; remove any other, refuse to touch a complete one."""
    mark = read_mark(connection)
    if mark is None:
        return None
    if mark.complete:
        raise LoadError(
            "a database that is not filled yet",
            f"a complete load of {mark.parameters['design']}",
            "name another database: the lab overwrites nothing",
        )
    if mark.copied and Parameters(**mark.parameters) == parameters:
        progress.say(" a load that was cut off stands here with all its rows; going on with keys and indexes")
        progress.seconds.update(mark.seconds)
        return dict(mark.rows)
    progress.say(" a load that was cut off stands here; removing what it left")
    ddl.discard(connection, lay_out(Parameters(**mark.parameters)))
    return None


@contextmanager
def _undone_on_failure(dsn: str, connection: Connection[Any], physical: PhysicalDesign) -> Iterator[None]:
    """Leave nothing half-loaded: whatever stops the block, what it made is removed."""
    held = ddl.holds(connection, physical)
    try:
        yield
    except BaseException:
        if not held and not connection.closed:
            _undo(dsn, connection, physical)
        raise


def _undo(dsn: str, connection: Connection[Any], physical: PhysicalDesign) -> None:
    """Remove what a load has made; a connection that was stopped in the middle of a statement makes way for another."""
    if connection.info.transaction_status == TransactionStatus.IDLE:
        ddl.discard(connection, physical)
        return
    connection.cancel_safe()
    connection.close()
    with _connected(dsn) as another:
        ddl.discard(another, physical)


def _create(
    connection: Connection[Any],
    physical: PhysicalDesign,
    function: ShardFunction,
    parameters: Parameters,
    progress: Progress,
) -> None:
    with progress.stage("create") as says, connection.transaction():
        estimated_bytes = estimate_bytes(physical.design, parameters.users, parameters.activity)
        mark_started(connection, parameters.as_dict(), estimated_bytes)
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


def _build(
    dsn: str, connection: Connection[Any], physical: PhysicalDesign, parameters: Parameters, progress: Progress
) -> None:
    """Build keys and indexes, then the foreign keys that need them, on several connections at once, big tables first.

    What stands already is left out. The bar counts the bytes of tables that have been read for it; between the two,
    partitioned tables take in what their partitions have, which reads none.
    """
    keys, references = statements.keys_and_indexes(physical), statements.foreign_keys(physical)

    def table_bytes(work: Work) -> int:
        return int(sizes[work.table]) * _creations(work)

    def build(works: Sequence[Work]) -> None:
        todo = sorted(still_to_build(connection, works), key=table_bytes, reverse=True)
        bar.update(sum(map(table_bytes, works)) - sum(map(table_bytes, todo)))
        _at_once(dsn, todo, _execute, lambda work: bar.update(table_bytes(work)))

    sizes = expected_bytes(physical, parameters.users, parameters.activity)
    total = sum(map(table_bytes, (*keys, *references)))
    with progress.stage("index") as says, progress.bar("index", total, "B") as bar:
        build(keys)
        if spanning := still_to_build(connection, statements.spanning(physical)):
            _at_once(dsn, spanning, _execute, lambda _: None)
        build(references)
        says.append(f"{sum(map(_creations, keys))} keys and indexes, {sum(map(_creations, references))} foreign keys")


def _creations(work: Work) -> int:
    return sum(not statement.startswith("COMMENT") for statement in work.statements)


def _at_once(
    dsn: str, tasks: Sequence[_Task], do: Callable[[Connection[Any], _Task], _Done], told: Callable[[_Task], Any]
) -> list[_Done]:
    """Do tasks on CONNECTIONS connections; when one fails, or the user stops, none is begun any more.

    Returns what each came to, in the order of the tasks.
    """
    idle: SimpleQueue[Connection[Any]] = SimpleQueue()

    def on_a_connection(task: _Task) -> _Done:
        connection = idle.get()
        try:
            return do(connection, task)
        finally:
            idle.put(connection)

    with ExitStack() as stack:
        pool = stack.enter_context(ThreadPoolExecutor(CONNECTIONS))
        connections = [stack.enter_context(_connected(dsn)) for _ in range(CONNECTIONS)]
        for connection in connections:
            idle.put(connection)
        stack.callback(_stop, pool, connections, idle)
        at_work = {pool.submit(on_a_connection, task): task for task in tasks}
        for done in as_completed(at_work):
            done.result()
            told(at_work[done])
        return [done.result() for done in at_work]


def _execute(connection: Connection[Any], work: Work) -> None:
    for statement in work.statements:
        connection.execute(statement.encode())


def _stop(pool: ThreadPoolExecutor, connections: Sequence[Connection[Any]], idle: SimpleQueue[Connection[Any]]) -> None:
    """Begin nothing any more and cancel what runs; again and again, for one that comes before its statement is lost."""
    pool.shutdown(wait=False, cancel_futures=True)
    while idle.qsize() < len(connections):
        for connection in connections:
            connection.cancel_safe()
        time.sleep(_POLL_S)


def _check(
    dsn: str,
    connection: Connection[Any],
    physical: PhysicalDesign,
    function: ShardFunction,
    rows: dict[str, int],
    progress: Progress,
) -> tuple[CheckResult, ...]:
    """Give the planner its statistics, then check every row, on several connections at once."""
    with progress.stage("analyze"):
        tables = sql.SQL(", ").join(sql.Identifier(ddl.SCHEMA, name) for name in _to_analyze(connection, physical))
        connection.execute(sql.SQL("VACUUM (ANALYZE) {}").format(tables))
    checks = list(checks_of(connection, physical, function, rows))
    with progress.stage("check") as says, progress.bar("check", len(checks), " checks") as bar:
        results = _at_once(dsn, checks, run_check, lambda _: bar.update(1))
        broken = [check.name for check in results if not check.ok]
        says.append(f"{len(checks)} checks" + (f", broken: {', '.join(broken)}" if broken else " hold"))
    return tuple(results)


def _finish(
    connection: Connection[Any],
    physical: PhysicalDesign,
    parameters: Parameters,
    rows: dict[str, int],
    checks: tuple[CheckResult, ...],
    progress: Progress,
) -> None:
    """Add the design's own objects and, in the same transaction, mark the load complete."""
    with ddl.explained(connection), connection.transaction():
        ddl.use_schema(connection, ddl.SCHEMA)
        ddl.create_objects(connection, physical)
        taken_bytes = mark_complete(connection, rows, progress.seconds, checks)
    estimated_bytes = estimate_bytes(physical.design, parameters.users, parameters.activity)
    progress.say(f" {'disk':<15} {fmt.size(taken_bytes)}, {fmt.size(estimated_bytes)} estimated with the log")


def _to_analyze(connection: Connection[Any], physical: PhysicalDesign) -> list[str]:
    """Name the parents; a server before 18 does not reach the children through them."""
    tables = [table.name for table in physical.design.tables]
    if connection.info.server_version >= _ANALYZES_CHILDREN:
        return tables
    return tables + [home.name for home in physical.all_homes() if home.shard is not None]
