"""What a query of the workload gains: by its index, and by copies of its rows kept for each reader."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from psycopg import sql

from livvly_lab.domain.claims import Measurement, Outcome, Quantity, Unmeasured
from livvly_lab.domain.query import Query
from livvly_lab.experiments.loaded import Loaded
from livvly_lab.experiments.operation.reading import server_ms
from livvly_lab.experiments.timing import median, ratio, take_turns
from livvly_lab.measure.keys import Keys
from livvly_lab.measure.question import addressed
from livvly_lab.report import fmt

TURNS, TURNS_OF_KEY = 15, 4
FEWEST = 500
"""Rows of a shard below which reading all of them is as quick as an index."""

_Key = Mapping[str, Any]


@dataclass(frozen=True)
class _Indexed:
    """A query on one shard, the physical names of its table and index, and keys to ask it with."""

    text: sql.Composed
    table: str
    index: str
    keys: Sequence[_Key]

    def key(self, turn: int) -> _Key:
        return self.keys[turn % len(self.keys)]


def index_bought(at: Loaded, *, query: str, index: str, table: str, unserved: str = "") -> Outcome:
    """Run a query of the workload with an index, and after dropping it in a transaction that is taken back, in turns.

    The quantities are the server's time with the index over that without, the index's bytes over the table's, and
    whether the planner takes it. `unserved` is SQL that asks the same in words the index should not serve: whether
    that is so is a quantity too.
    """
    found = _indexed(at, query, index, table)
    rows = int(at.value("count_rows", table=sql.Identifier(found.table)))
    if rows < FEWEST or not found.keys:
        return Unmeasured(f"{FEWEST} rows of {table} in a shard: this run has {rows}")
    with at.rolled_back():
        taken = found.index in str(at.value("explain", found.key(0), query=found.text))
        missed = bool(unserved) and _misses(at, found, unserved)
        size = {name: int(at.value("relation_bytes", {"name": name})) for name in (found.table, found.index)}
        with_index, without = _in_turns(at, found)
    faster, share = ratio(with_index, without), size[found.index] / size[found.table]
    otherwise = f"; written otherwise, the query {'misses' if missed else 'uses'} it" if unserved else ""
    return Measurement(
        (
            Quantity(faster.mid, "factor", "with the index over without", faster, faster.n),
            Quantity(share, "share", "index over table"),
            Quantity(float(taken), "plans", "by the index"),
            Quantity(float(missed), "plans", "otherwise written, without it"),
        ),
        f"{query} takes {fmt.duration(float(np.median(with_index)))} with {index} and "
        f"{fmt.duration(float(np.median(without)))} without, over {fmt.count(rows)} rows of {table}; the index takes "
        f"{fmt.size(size[found.index])}, {fmt.share(share, 0)} of the table{otherwise}",
    )


def copied_reads(at: Loaded, *, query: str, key: str, copy: str, read: str, fanned: str) -> Outcome:
    """Answer a query of the workload for some keys, and by reading copies of the rows kept for each key, in turns.

    `copy` selects the rows that would be kept for %(keys)s, `read` reads them from lab_read by the parameter `key`,
    `fanned` counts how many copies one new row makes, on average. The first quantity is the query's time over that of
    the copies.
    """
    asked = _query(at, query)
    keys = [drawn for drawn in Keys(at.connection, at.physical).draw(asked, None) if drawn.kind != "absent"]
    if not keys:
        return Unmeasured(f"rows for {query} to answer")
    texts = {"query": addressed(asked.sql, at.physical, None), "copy": sql.Composed([sql.SQL(read)])}
    times: dict[str, list[float]] = {way: [] for way in texts}
    with at.rolled_back():
        values = [drawn.parameters[key] for drawn in keys]
        at.ask("copied_for_keys", {"keys": values}, copy=addressed(copy, at.physical, None))
        at.ask("copies_indexed", key=sql.Identifier(key))
        for value in values:
            ways = {way: _asking(at, text, {key: value}) for way, text in texts.items()}
            for way, taken in take_turns(ways, TURNS_OF_KEY).items():
                times[way] += taken
        row = at.connection.execute(addressed(fanned, at.physical, None)).fetchone()
    copies = float(row[0] or 0) if row else 0.0
    slower = ratio(times["query"], times["copy"])
    return Measurement(
        (
            Quantity(slower.mid, "factor", "of the query over its copies", slower, slower.n),
            Quantity(copies, "copies", "copies of one row"),
        ),
        f"{query} takes {fmt.factor(slower.mid)} the time of reading copies kept for each {key}, "
        f"{fmt.duration(median(times['query']).mid)} against {fmt.duration(median(times['copy']).mid)}, client and "
        f"round trip included; a new row would be copied {fmt.number(copies)} times",
    )


def _query(at: Loaded, name: str) -> Query:
    return next(query for query in at.physical.design.workload if query.name == name)


def _indexed(at: Loaded, query: str, index: str, table: str) -> _Indexed:
    asked, home = _query(at, query), at.physical.home(table, 0)
    keys = Keys(at.connection, at.physical).draw(asked, 0 if asked.runs == "shard" else None)
    return _Indexed(
        addressed(asked.sql, at.physical, 0),
        home.name,
        at.physical.index_name(index, home.shard),
        [key.parameters for key in keys if key.kind != "absent"],
    )


def _misses(at: Loaded, found: _Indexed, unserved: str) -> bool:
    other = addressed(unserved, at.physical, 0)
    return found.index not in str(at.value("explain", found.key(0), query=other))


def _in_turns(at: Loaded, found: _Indexed) -> tuple[list[float], list[float]]:
    """Return the server's milliseconds of the query with and without the index; the first turn only warms."""
    times: tuple[list[float], list[float]] = ([], [])
    for turn in range(TURNS + 1):
        with_index = server_ms(at, found.text, found.key(turn))
        with at.connection.transaction(force_rollback=True):
            at.ask("drop_index", index=sql.Identifier(found.index))
            without = server_ms(at, found.text, found.key(turn))
        if turn:
            times[0].append(with_index)
            times[1].append(without)
    return times


def _asking(at: Loaded, text: sql.Composed, parameters: _Key) -> Callable[[], object]:
    return lambda: at.connection.execute(text, parameters).fetchall()
