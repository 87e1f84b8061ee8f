"""The layouts compared on the same rows: reads and writes take turns between them, so that none has the quiet hour."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from statistics import median
from typing import Any

from psycopg import Connection

from livvly_lab.domain.layout_trials import (
    INHERITED,
    PARTITIONED,
    ROUTED,
    STYLES,
    Ability,
    Attempt,
    Erasure,
    LayoutSize,
    LayoutTrials,
    Lookup,
    ReadTime,
    Style,
    Way,
    WriteRate,
)
from livvly_lab.domain.layout_trials import SINGLE as UNSHARDED
from livvly_lab.domain.physical import PhysicalDesign
from livvly_lab.domain.placement import ShardFunction
from livvly_lab.domain.query import Query
from livvly_lab.forecast import layouts as arithmetic
from livvly_lab.measure.abilities import erase_user, measure_abilities, most_named
from livvly_lab.measure.attempts import measure_attempts
from livvly_lab.measure.keys import Key, Keys
from livvly_lab.measure.layout_writes import WriteRun, Writes
from livvly_lab.measure.lookups import busiest_key, measure_lookups
from livvly_lab.measure.question import addressed, question
from livvly_lab.measure.reads import Reader, ReadRun
from livvly_lab.measure.sizes import measure_sizes

SINGLE, INHERITANCE = "single", "inheritance"

READ_WAYS = (UNSHARDED, INHERITED, ROUTED, PARTITIONED)
WRITE_WAYS = (UNSHARDED, ROUTED, PARTITIONED, Way("partitioned", "child"))


@dataclass(frozen=True)
class Effort:
    """How far the comparison goes: repeats of each measurement, keys of each query, rows that are written."""

    repeats: int
    keys: int
    rows: int


TINY = Effort(repeats=3, keys=2, rows=1_000)
QUICK = Effort(repeats=9, keys=3, rows=1_000)
FULL = Effort(repeats=20, keys=6, rows=5_000)
"""For a comparison of very few users, of a usual one, and of one that may take its time."""


@dataclass(frozen=True)
class Site:
    """A layout that stands filled in a database of its own, and a connection to it.

    The connection commits each statement and prepares none by itself: kept queries are part of what is measured.
    """

    physical: PhysicalDesign
    function: ShardFunction
    connection: Connection[Any]


Sites = Mapping[str, Site]


def compare(sites: Sites, users: int, effort: Effort) -> LayoutTrials:
    """Compare the layouts of one design, filled with the same users, one site for each.

    Nothing stays changed: what writes is rolled back.
    """
    busiest = _busiest(sites[SINGLE])
    sizes = tuple(_size(name, site) for name, site in sites.items())  # before anything is written and rolled back
    abilities = _abilities(sites, busiest[0])
    reads, lookups = tuple(_reads(sites, effort)), tuple(_lookups(sites, busiest[0], effort.repeats))
    writes, attempts = tuple(_writes(sites, busiest, effort)), _attempts(sites)
    erasures = _erasures(sites)
    return LayoutTrials(
        users=users,
        shards=sites[INHERITANCE].physical.shards,
        repeats=effort.repeats,
        rows=sizes[0].rows,
        sizes=sizes,
        reads=reads,
        lookups=lookups,
        lookup_table=busiest[0],
        writes=writes,
        attempts=attempts,
        abilities=abilities,
        erasures=erasures,
        verdict=arithmetic.judge(abilities, arithmetic.prices(reads, lookups, writes)),
    )


def _busiest(single: Site) -> list[str]:
    """Return the sharded tables that nothing refers to, those with most rows first; all of them where there is none."""
    placement, referred = single.physical.design.placement, {each.target for each in single.physical.references}
    sizes = sorted(measure_sizes(single.connection, single.physical), key=lambda size: -size.rows)
    sharded = [size.table for size in sizes if placement.is_sharded(size.table) and size.table != placement.root]
    return [table for table in sharded if table not in referred] or sharded or [placement.root]


def _reads(sites: Sites, effort: Effort) -> Sequence[ReadTime]:
    """Run the queries on sharded tables in every way, with the same keys, the ways taking turns.

    Queries of one shard take keys of its users, so that the child holds what the table would give.
    """
    readers = {name: Reader(site.connection, site.physical) for name, site in sites.items()}
    routed = sites[INHERITANCE]
    keys, shard = Keys(routed.connection, routed.physical), _fullest(routed)
    found: list[ReadTime] = []
    for query in _once_each(routed.physical.design.workload):
        drawn = keys.draw(query, shard if query.runs == "shard" else None)[: effort.keys]
        ways = [way for way in READ_WAYS if way.through == "table" or query.runs == "shard"]
        runs = _take_turns(readers, query, ways, drawn, effort.repeats, shard)
        found += [
            ReadTime(
                query.name,
                way,
                arithmetic.middle([run.planning_ms for run in runs[way]]),
                arithmetic.middle([run.execution_ms for run in runs[way]]),
                float(median(run.scanned for run in runs[way])),
            )
            for way in ways
        ]
    return found


def _once_each(workload: Sequence[Query]) -> Sequence[Query]:
    """Return the queries on sharded tables; of those with one text, the one that is asked of a shard."""
    asked = sorted((query for query in workload if query.runs != "shared"), key=lambda query: query.runs == "shard")
    return list({query.sql: query for query in asked}.values())


def _fullest(site: Site) -> int:
    root = site.physical.design.placement.root
    sizes = [size for size in measure_sizes(site.connection, site.physical) if size.table == root]
    return max(sizes, key=lambda size: size.rows).shard or 0


def _take_turns(
    readers: Mapping[str, Reader],
    query: Query,
    ways: Sequence[Way],
    keys: Sequence[Key],
    repeats: int,
    shard: int,
) -> Mapping[Way, list[ReadRun]]:
    """Run a query with each key in each way, once untimed and then so many times."""
    runs = defaultdict[Way, list[ReadRun]](list)
    places = {way: shard if way.through == "child" else None for way in ways}
    statements = {way: addressed(query.sql, readers[way.layout].physical, place) for way, place in places.items()}
    for turn, key, way in product(range(repeats + 1), keys, ways):
        run = readers[way.layout].run(query, statements[way], key, places[way])
        if turn:
            runs[way].append(run)
    return runs


def _lookups(sites: Sites, table: str, repeats: int) -> Sequence[Lookup]:
    """Look up the same rows in every layout, in every way of asking."""
    single = sites[SINGLE]
    found = busiest_key(single.connection, single.physical, table)
    if found is None:
        return ()
    return [
        Lookup(
            name,
            each.asked,
            each.planned,
            each.scanned,
            each.locks,
            each.slow_locks,
            arithmetic.middle(each.planning_ms),
            arithmetic.middle(each.execution_ms),
        )
        for name, site in sites.items()
        for each in measure_lookups(site.connection, site.physical, site.function, table, found, 4 * repeats)
    ]


def _writes(sites: Sites, tables: Sequence[str], effort: Effort) -> Sequence[WriteRate]:
    """Write the same rows in every way, the ways taking turns; none where no table lets its rows go and come back."""
    first = Writes.of_first(sites[SINGLE].connection, sites[SINGLE].physical, tables, effort.rows)
    if first is None or not first.rows:
        return ()
    others = {
        name: Writes(site.connection, site.physical, first.table, effort.rows)
        for name, site in sites.items()
        if name != SINGLE
    }
    samples = {SINGLE: first, **others}
    runs = defaultdict[tuple[Way, Style], list[WriteRun]](list)
    for turn, way, style in product(range(effort.repeats + 1), WRITE_WAYS, STYLES):
        run = samples[way.layout].run(samples[way.layout].targets(way.through), style)
        if turn:
            runs[way, style].append(run)
    shares = {
        way: samples[way.layout].foreign_key_share(samples[way.layout].targets(way.through)) for way in WRITE_WAYS
    }
    for sample in samples.values():
        sample.forget()
    return [
        arithmetic.rate(way, style, first.table, each, shares[way] if style == "bulk" else None)
        for (way, style), each in runs.items()
    ]


def _attempts(sites: Sites) -> tuple[Attempt, ...]:
    return tuple(
        attempt
        for site in sites.values()
        for attempt in measure_attempts(site.connection, site.physical, site.function)
    )


def _abilities(sites: Sites, table: str) -> tuple[Ability, ...]:
    return tuple(
        ability for site in sites.values() for ability in measure_abilities(site.connection, site.physical, table)
    )


def _erasures(sites: Sites) -> tuple[Erasure, ...]:
    """Delete one user in every layout: of those named most often, the first whom the layout without shards lets go."""
    single = sites[SINGLE].physical
    naming = [each for each in single.references if each.target == single.design.placement.root]
    users = most_named(sites[SINGLE].connection, naming)
    for user in users:
        alone = erase_user(sites[SINGLE].connection, single, user)
        if not alone.refused or user == users[-1]:
            others = (site for name, site in sites.items() if name != SINGLE)
            return (alone, *(erase_user(site.connection, site.physical, user) for site in others))
    return ()


def _size(name: str, site: Site) -> LayoutSize:
    sizes = measure_sizes(site.connection, site.physical)
    row = site.connection.execute(question("layouts/parts")).fetchone()
    tables, indexes, foreign_keys = row or (0, 0, 0)
    return LayoutSize(
        name,
        rows=sum(size.rows for size in sizes),
        heap_bytes=sum(size.heap_bytes for size in sizes),
        index_bytes=sum(size.index_bytes for size in sizes),
        toast_bytes=sum(size.toast_bytes for size in sizes),
        tables=tables,
        indexes=indexes,
        foreign_keys=foreign_keys,
    )
