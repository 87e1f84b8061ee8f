"""The ablation of indexes: each is taken away, and reads and writes are measured with it and without it.

It works on a copy of the database, made on the same server and dropped afterwards, so that neither the schema nor
the pages of the database change. Where it may not be copied, indexes are dropped in transactions of the database
itself, which are rolled back whatever happens, and no writes are measured.
"""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

import psycopg
from psycopg import Connection, errors

from livvly_lab.domain.ablation import LEAST_ROWS, Ablation, Documents, Effort, Read, TooLong, Update, Write
from livvly_lab.domain.catalog import Catalog
from livvly_lab.domain.physical import PhysicalDesign, PhysicalTable
from livvly_lab.domain.query import Query
from livvly_lab.domain.results import IndexMatrix, IndexState, TableSize
from livvly_lab.forecast.lint.indexes import foreign_keys_without_index, redundant_indexes
from livvly_lab.forecast.losses import open_losses
from livvly_lab.measure.builds import measure_builds
from livvly_lab.measure.documents import measure_documents, standing_gin
from livvly_lab.measure.dropping import Dropper
from livvly_lab.measure.entries import measure_entries
from livvly_lab.measure.facts import read_facts
from livvly_lab.measure.indexes import measure_indexes
from livvly_lab.measure.lint.catalog import read_catalog, reading
from livvly_lab.measure.losses import leading_alike, measure_losses
from livvly_lab.measure.names import index_names
from livvly_lab.measure.planner import Planner
from livvly_lab.measure.references import reference_checks
from livvly_lab.measure.sizes import measure_index_sizes, measure_sizes
from livvly_lab.measure.updates import Updates, index_columns, unbounded
from livvly_lab.measure.writes import WriteBench, Written, batch_of
from livvly_lab.scratch.copies import CopyError, copies

_SEED = 7
_FEW = f"fewer than {LEAST_ROWS} rows in a shard"


def ablate(dsn: str, physical: PhysicalDesign, effort: Effort) -> Ablation:
    """Measure what every index of a filled database costs and buys; the database is as it was afterwards."""
    not_copied = ""
    with ExitStack() as stack:
        try:
            (where,) = stack.enter_context(copies(dsn, 1, effort.copy_bytes))
        except CopyError as error:
            where, not_copied = dsn, f"{error.found}; {error.do}"
        with connected(where) as connection:
            return _Ablating(connection, physical, effort).everything(not_copied)


def connected(dsn: str) -> Connection[Any]:
    """Open a connection in UTC that commits each statement."""
    return psycopg.connect(dsn, autocommit=True, options="-c timezone=UTC")


def asked_of(physical: PhysicalDesign) -> tuple[Query, ...]:
    """Return all that the tables are asked: the queries of the workload and the checks of foreign keys."""
    return (*physical.design.workload, *reference_checks(physical))


def homes_tried(
    physical: PhysicalDesign, table: str, sizes: Sequence[TableSize], shards: int | None
) -> tuple[PhysicalTable, ...]:
    """Return the physical tables of a logical one in which writes are measured: those with most rows."""
    rows = {size.name: size.rows for size in sizes}
    largest = sorted(physical.homes(table), key=lambda home: (-rows[home.name], home.name))
    return tuple(largest[:shards])


class _Ablating:
    """One ablation on one connection."""

    def __init__(self, connection: Connection[Any], physical: PhysicalDesign, effort: Effort) -> None:
        self._connection, self._physical, self._effort = connection, physical, effort
        self._planner = Planner(connection, physical)
        facts = read_facts(connection, physical, self._planner.names)
        self._dropper = Dropper(connection, physical, facts)
        self._sizes = measure_sizes(connection, physical)
        self._rows = {size.name: size.rows for size in self._sizes}
        self._unwritten: dict[str, str] = {}

    def everything(self, not_copied: str) -> Ablation:
        """Measure all there is; no writes where the database was not copied."""
        connection, physical, facts = self._connection, self._physical, self._dropper.facts
        workload, catalog = asked_of(physical), self._catalog()
        matrix = measure_indexes(connection, physical, workload, may_drop=True)
        before = Ablation(
            matrix=matrix,
            sizes=self._sizes,
            index_sizes=measure_index_sizes(connection, physical),
            unique=frozenset(
                str(each.name) for table in physical.design.tables for each in table.indexes if each.unique
            ),
            methods={each.index: each.method for each in facts.values()},
            alike={each.index: leading_alike(self._dropper, each.index) for each in facts.values()},
            covered={hit.object: hit.detail for hit in redundant_indexes(catalog)},
            unindexed=tuple(sorted({hit.object for hit in foreign_keys_without_index(catalog)})),
            builds=measure_builds(connection, self._dropper, self._effort.build_repeats),
            reads=self._reads(matrix, workload),
            entries=tuple(measure_entries(connection, self._dropper, self._largest())),
            not_copied=not_copied,
        )
        documents = tuple(measure_documents(self._planner, self._dropper, workload))
        # Writes come last: they leave pages less dense.
        documents = documents if not_copied else tuple(map(self._written_documents, documents))
        writes, updates, too_long = self._writes(self._columns(), not_copied)
        return replace(
            before, documents=documents, writes=writes, updates=updates, too_long=too_long, unwritten=self._unwritten
        )

    def _largest(self) -> dict[str, str]:
        """Return the physical table with most rows of each logical one, with the name of that."""
        tables = [table.name for table in self._physical.design.tables]
        return {homes_tried(self._physical, table, self._sizes, 1)[0].name: table for table in tables}

    def _columns(self) -> Mapping[str, tuple[str, ...]]:
        homes = list(self._largest())
        return {
            self._planner.names.index(index): columns
            for index, columns in index_columns(self._connection, homes).items()
        }

    def _reads(self, matrix: IndexMatrix, workload: Sequence[Query]) -> tuple[Read, ...]:
        """Measure what queries lose without an index; what noise leaves open is run again, and counts together."""
        reads: tuple[Read, ...] = ()
        pairs: Sequence[IndexState] = matrix.pairs
        for _ in range(1 + self._effort.more_reads):
            reads += measure_losses(self._planner, self._dropper, pairs, workload, self._effort)
            still_open = open_losses(reads)
            pairs = [pair for pair in pairs if (pair.index, pair.query) in still_open]
        return reads

    def _catalog(self) -> Catalog:
        with reading(self._connection):
            return read_catalog(self._connection)

    def _writes(
        self, columns: Mapping[str, tuple[str, ...]], not_copied: str
    ) -> tuple[tuple[Write, ...], tuple[Update, ...], tuple[TooLong, ...]]:
        """Measure writes table by table; note why those of a table were not."""
        writes, updates, too_long = list[Write](), list[Update](), list[TooLong]()
        for table in self._physical.design.tables:
            declared = tuple(sorted(str(index.name) for index in table.indexes))
            if not declared and not self._effort.keys_too:
                continue
            for home in homes_tried(self._physical, table.name, self._sizes, self._effort.shards):
                if not_copied or self._rows[home.name] < LEAST_ROWS:
                    self._unwritten[table.name] = "the database was not copied" if not_copied else _FEW
                    continue
                try:
                    self._of_home(home, declared, columns, (writes, updates, too_long))
                except psycopg.Error as error:
                    self._unwritten[table.name] = _refusal(error)
        return tuple(writes), tuple(updates), tuple(too_long)

    def _of_home(
        self,
        home: PhysicalTable,
        declared: tuple[str, ...],
        columns: Mapping[str, tuple[str, ...]],
        into: tuple[list[Write], list[Update], list[TooLong]],
    ) -> None:
        """Measure the writes into one physical table: no index dropped, each of them, all declared ones."""
        writes, updates, too_long = into
        alone = index_names(self._physical.design.table(home.table)) if self._effort.keys_too else declared
        variants: list[tuple[str, ...]] = [(), *((index,) for index in alone)]
        variants += [declared] if len(declared) > 1 else []
        rows = batch_of(self._rows[home.name], self._effort.batch_rows)
        with WriteBench(self._connection, home, rows, self._effort.single_rows).taken() as bench:
            updates += self._updates(home, declared, columns)
            too_long += self._too_long(home, declared, columns)
            writes += rounds(bench, home, variants, self._effort.write_rounds, self._drop_from)

    def _written_documents(self, found: Documents) -> Documents:
        """Measure the writes of a jsonb column that has no GIN index, with one and without; not where rows are few."""
        (home,) = homes_tried(self._physical, found.table, self._sizes, 1)
        if found.tried is None or self._rows[home.name] < LEAST_ROWS:
            return found

        rows = batch_of(self._rows[home.name], self._effort.batch_rows)
        # It stands before the rounds: what a transaction writes into an index of its own needs no WAL.
        with standing_gin(self._planner, home, found.column) as drop:
            try:
                with WriteBench(self._connection, home, rows, self._effort.single_rows).taken() as bench:
                    variants = [(), (found.column,)]
                    writes = tuple(rounds(bench, home, variants, self._effort.write_rounds, lambda _, gone: drop(gone)))
            except psycopg.Error:  # what refuses these writes refuses those of the table, which say why
                return found
        return replace(found, tried=replace(found.tried, writes=writes))

    def _drop_from(self, home: PhysicalTable, dropped: tuple[str, ...]) -> None:
        for index in dropped:
            self._dropper.drop(index, home.table, home.shard)

    def _updates(
        self, home: PhysicalTable, declared: tuple[str, ...], columns: Mapping[str, tuple[str, ...]]
    ) -> Iterator[Update]:
        """Yield the updates of each column with all indexes, then without each index those of its own columns."""
        trial = Updates(self._connection, self._physical, home, self._effort.updates)
        may_change = trial.changeable()
        for index in (None, *declared):
            own = may_change if index is None else columns[index]
            for column in own:
                if column in may_change:
                    updated, hot = trial.hot(column, lambda gone=index: self._drop_from(home, (gone,) if gone else ()))  # type: ignore[misc]  # a default binds the index of this turn
                    yield Update(home.table, home.shard, index, column, updated, hot)

    def _too_long(
        self, home: PhysicalTable, declared: tuple[str, ...], columns: Mapping[str, tuple[str, ...]]
    ) -> Iterator[TooLong]:
        """Yield the columns whose longest text a B-tree refuses."""
        trial = Updates(self._connection, self._physical, home, 1)
        methods = {facts.index: facts.method for facts in self._dropper.facts.values()}
        for index in declared:
            if methods[index] == "btree":
                for column in unbounded(self._physical.design.table(home.table), columns[index]):
                    if found := trial.too_long(index, column):
                        yield found


def rounds(
    bench: WriteBench,
    home: PhysicalTable,
    variants: Sequence[tuple[str, ...]],
    number: int,
    drop: Callable[[PhysicalTable, tuple[str, ...]], None],
) -> Iterator[Write]:
    """Yield so many rounds of writes, each with all variants in an order of its own; one before them is not counted."""
    order = random.Random(_SEED)  # noqa: S311 - an order, no secret
    for each in range(-1, number):
        for dropped in order.sample(list(variants), len(variants)):
            took = bench.write(lambda gone=dropped: drop(home, gone))  # type: ignore[misc]  # a default binds this turn
            if each >= 0:
                yield as_write(bench, home, dropped, each, took)


def as_write(bench: WriteBench, home: PhysicalTable, dropped: tuple[str, ...], number: int, took: Written) -> Write:
    """Return a round of writes with what it was about."""
    return Write(
        table=home.table,
        shard=home.shard,
        dropped=dropped,
        round=number,
        rows=bench.rows,
        bulk_ms=took.bulk_ms,
        bulk_wal_bytes=took.bulk_wal_bytes,
        single_rows=bench.single_rows,
        single_ms=took.single_ms,
        single_wal_bytes=took.single_wal_bytes,
    )


def _refusal(error: psycopg.Error) -> str:
    if isinstance(error, errors.InsufficientPrivilege):
        return "the role may not move rows without their triggers"
    return f"the server refused them: {error.diag.message_primary or type(error).__name__}"
