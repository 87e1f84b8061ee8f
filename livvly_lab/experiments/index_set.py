"""Smaller sets of indexes: proposed by elimination, really built on copies of the database, measured side by side."""

import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg import Connection

from livvly_lab.domain.ablation import (
    LEAST_ROWS,
    BuiltSet,
    Effort,
    Seen,
    SetKey,
    SetRead,
    SetRun,
    SetWrite,
)
from livvly_lab.domain.economics import IndexEconomics
from livvly_lab.domain.physical import PhysicalDesign, PhysicalTable
from livvly_lab.domain.query import Query
from livvly_lab.experiments.ablation import as_write, asked_of, connected, homes_tried
from livvly_lab.forecast.index_set import Proposal, over_limit, proposals, slower_queries
from livvly_lab.measure.dropping import Dropper
from livvly_lab.measure.facts import read_facts
from livvly_lab.measure.losses import leading_alike
from livvly_lab.measure.planner import Planner
from livvly_lab.measure.plans import shards_of, used_indexes
from livvly_lab.measure.sets import definitions, look, restore
from livvly_lab.measure.sizes import measure_index_sizes, measure_sizes
from livvly_lab.measure.writes import WriteBench, batch_of
from livvly_lab.scratch.copies import CopyError, copies

_REPAIRS = 3
_SEED = 7


def build_sets(
    dsn: str, physical: PhysicalDesign, effort: Effort, rows: Sequence[IndexEconomics], limit_ms: float
) -> SetRun:
    """Propose, build and measure smaller sets of indexes beside the declared one; the database itself stays as it is.

    Where a set that was built breaks its rule after all, the indexes that its queries had chosen are made again.
    """
    with ExitStack() as stack:
        try:
            copied = stack.enter_context(copies(dsn, 3, effort.copy_bytes))
        except CopyError as error:
            return SetRun((), (), (), f"{error.found}; {error.do}")
        sites = [stack.enter_context(_Site.at(where, physical, effort)) for where in copied]
        return _Building(sites, physical, effort, rows, limit_ms).run()


@dataclass
class _Site:
    """One copy of the database, with the set of indexes that stands there."""

    connection: Connection[Any]
    planner: Planner
    dropper: Dropper
    effort: Effort
    key: SetKey = "declared"
    dropped: list[str] = field(default_factory=list)
    restored: list[str] = field(default_factory=list)
    made_by: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def at(cls, dsn: str, physical: PhysicalDesign, effort: Effort) -> "_Site":
        """Connect to a copy, on which all indexes stand so far."""
        connection = connected(dsn)
        planner = Planner(connection, physical)
        facts = read_facts(connection, physical, planner.names)
        return cls(connection, planner, Dropper(connection, physical, facts), effort)

    def __enter__(self) -> "_Site":
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()

    def shards(self, query: Query) -> tuple[int | None, ...]:
        """Return the shards on which a query is tried."""
        return shards_of(query, self.planner.physical)[: self.effort.shards]

    def drop(self, index: str, table: str) -> None:
        """Drop an index for good, but remember how it was made."""
        self.made_by[index] = definitions(self.connection, self.dropper, index, table)
        self.dropper.drop(index, table, None)
        self.dropped.append(index)

    def bring_back(self, index: str) -> None:
        """Make an index again that was dropped."""
        restore(self.connection, self.made_by[index])
        self.dropped.remove(index)
        self.restored.append(index)


class _Building:
    """The building of the sets: the first site keeps all indexes, each other gets one of the proposals."""

    def __init__(
        self,
        sites: Sequence[_Site],
        physical: PhysicalDesign,
        effort: Effort,
        rows: Sequence[IndexEconomics],
        limit_ms: float,
    ) -> None:
        self._sites, self._physical, self._effort, self._limit_ms = sites, physical, effort, limit_ms
        self._rows = rows
        alike = {row.index: leading_alike(sites[0].dropper, row.index) for row in rows}
        self._proposals = proposals(rows, limit_ms, physical.design.reference_tables, alike)
        self._workload = asked_of(physical)
        self._keys = {
            (query.name, shard): sites[0].planner.keys.draw(query, shard)[: effort.keys]
            for query in self._workload
            for shard in sites[0].shards(query)
        }

    def run(self) -> SetRun:
        """Propose the sets, build them, and measure them."""
        tables = {row.index: row.table for row in self._rows}
        for site, proposal in zip(self._sites[1:], self._proposals, strict=True):
            site.key = proposal.key
            for index in self._eliminated(site, proposal):
                site.drop(index, tables[index])
        reads = self._repaired(self._read(self._workload))
        return SetRun(
            sets=tuple(
                BuiltSet(
                    site.key,
                    tuple(sorted(site.dropped)),
                    tuple(sorted(site.restored)),
                    sum(size.index_bytes for size in measure_index_sizes(site.connection, self._physical)),
                )
                for site in self._sites
            ),
            reads=tuple(reads),
            writes=tuple(self._write(tables)),
        )

    def _eliminated(self, site: _Site, proposal: Proposal) -> list[str]:
        """Return the indexes that may go together, found in a transaction that is rolled back."""
        gone: list[str] = []
        with site.dropper.rolled_back(self._effort.timeout_ms):
            tables = {row.table for row in proposal.candidates}
            touching = [query for query in self._workload if tables.intersection(query.tables)]
            before = {place: seen for query in touching for place, seen in self._looks(site, query)}
            for row in proposal.candidates:
                queries = [query for query in touching if row.table in query.tables]
                affected = [query for query in queries if self._uses(site, query, row.index)]
                with site.connection.transaction():
                    site.dropper.drop(row.index, row.table, None)
                    after = {place: seen for query in affected for place, seen in self._looks(site, query)}
                    if not all(proposal.allows(row.index, before[place], seen) for place, seen in after.items()):
                        raise psycopg.Rollback
                    gone.append(row.index)
        return gone

    def _looks(self, site: _Site, query: Query) -> Iterator[tuple[tuple[str, int | None], tuple[Seen, ...]]]:
        for shard in site.shards(query):
            yield (query.name, shard), look(site.planner, query, shard, self._keys[query.name, shard])

    def _uses(self, site: _Site, query: Query, index: str) -> bool:
        """Tell whether a query chooses an index as the schema stands, for any of the keys that are looked at."""
        return any(
            index in used_indexes(site.planner.plan(query, shard, key), site.planner.names)
            for shard in site.shards(query)
            for key in self._keys[query.name, shard]
        )

    def _read(self, workload: Sequence[Query]) -> list[SetRead]:
        """Run queries on all sites in turns, once more before that is counted."""
        order = random.Random(_SEED)  # noqa: S311 - an order, no secret
        return [
            read
            for query in workload
            for shard in self._sites[0].shards(query)
            for number in range(-1, self._repeats(query, shard))
            for site in order.sample(list(self._sites), len(self._sites))
            for read in self._of_site(site, query, shard, number)
            if number >= 0
        ]

    def _repeats(self, query: Query, shard: int | None) -> int:
        """Return how often a query is run with each key: more often where there are few keys."""
        return max(self._effort.set_repeats, -(-self._effort.set_runs // len(self._keys[query.name, shard])))

    def _of_site(self, site: _Site, query: Query, shard: int | None, number: int) -> Iterator[SetRead]:
        for place, key in enumerate(self._keys[query.name, shard]):
            took_ms = float(site.planner.run(query, shard, key)["Execution Time"])
            yield SetRead(site.key, query.name, shard, place, number, took_ms)

    def _repaired(self, reads: list[SetRead]) -> list[SetRead]:
        """Bring back what a set cannot do without, and measure again what that concerns."""
        for _ in range(_REPAIRS):
            broken = {query for site in self._sites[1:] for query in self._mend(site, reads)}
            if not broken:
                break
            again = self._read([query for query in self._workload if query.name in broken])
            reads = [*(read for read in reads if read.query not in broken), *again]
        return reads

    def _mend(self, site: _Site, reads: Sequence[SetRead]) -> list[str]:
        """Bring back the dropped indexes that broken queries had chosen; return those queries that got one."""
        if site.key == "steady":
            broken: Sequence[str] = [slower.query for slower in slower_queries(reads, site.key)]
        else:
            fine = set(over_limit(reads, "declared", self._limit_ms))
            broken = [query for query in over_limit(reads, site.key, self._limit_ms) if query not in fine]
        chosen = {
            query: [row.index for row in self._rows if any(read.query == query for read in row.reads)]
            for query in broken
        }
        mended = []
        for query, indexes in chosen.items():
            missing = [index for index in indexes if index in site.dropped]
            for index in missing:
                site.bring_back(index)
            if missing:
                mended.append(query)
        return mended

    def _write(self, tables: Mapping[str, str]) -> Iterator[SetWrite]:
        """Write into the tables whose indexes are not the same in all sets, on all sites in turns.

        A table that lets no row go, such as an append-only one, or that refuses rows that were there before, is left
        out: the ablation has said so.
        """
        changed = {tables[index] for site in self._sites for index in site.dropped}
        sizes = measure_sizes(self._sites[0].connection, self._physical)
        rows = {size.name: size.rows for size in sizes}
        for table in sorted(changed):
            for home in homes_tried(self._physical, table, sizes, self._effort.shards):
                if rows[home.name] < LEAST_ROWS:
                    continue
                with suppress(psycopg.Error):
                    yield from self._of_home(home, batch_of(rows[home.name], self._effort.batch_rows))

    def _of_home(self, home: PhysicalTable, batch: int) -> list[SetWrite]:
        """Write into one physical table on all sites."""
        with ExitStack() as stack:
            benches = {
                site.key: stack.enter_context(
                    WriteBench(site.connection, home, batch, self._effort.single_rows).taken()
                )
                for site in self._sites
            }
            return list(_side_by_side(benches, home, self._effort.write_rounds))


def _side_by_side(benches: Mapping[SetKey, WriteBench], home: PhysicalTable, number: int) -> Iterator[SetWrite]:
    """Yield so many rounds of writes, each on all benches in an order of its own; one before is not counted."""
    order = random.Random(_SEED)  # noqa: S311 - an order, no secret
    for each in range(-1, number):
        for key in order.sample(list(benches), len(benches)):
            took = benches[key].write()
            if each >= 0:
                yield SetWrite(key, as_write(benches[key], home, (), each, took))
