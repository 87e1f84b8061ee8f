"""Measures what each query loses without an index that it chose: run with it and without it, in turns."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from psycopg import errors

from livvly_lab.domain.ablation import Effort, Read
from livvly_lab.domain.plan import PlanNode, read_plan
from livvly_lab.domain.query import Query
from livvly_lab.domain.results import IndexState
from livvly_lab.measure.dropping import Dropper
from livvly_lab.measure.keys import Key
from livvly_lab.measure.planner import Planner
from livvly_lab.measure.plans import seq_scanned, shards_of, used_indexes

Explained = Mapping[str, Any]


@dataclass(frozen=True)
class _ByIndex:
    """What a query takes where it may not read sequentially: an index of a table and the blocks read, or None."""

    index: str | None = None
    blocks: int | None = None


def measure_losses(
    planner: Planner, dropper: Dropper, pairs: Iterable[IndexState], workload: Sequence[Query], effort: Effort
) -> tuple[Read, ...]:
    """Return runs with and without each index, for each pair with a query that chose it, with the keys that did.

    Each index is dropped in a transaction that is rolled back whatever happens; half of the repeats begin with the
    index, half without. Every run is warm: one that is not counted comes before. A query that takes longer than the
    effort allows is stopped and not repeated.
    """
    queries = {query.name: query for query in workload}
    return tuple(
        read
        for pair in pairs
        if pair.state == "chosen" and pair.query is not None
        for read in _of_pair(planner, dropper, pair.index, pair.table, queries[pair.query], effort)
    )


def blocks(root: PlanNode) -> int:
    """Return the shared blocks that an executed plan read, from the cache or not."""
    return sum(node.hit_blocks + node.read_blocks for node in root.walk())


def leading_alike(dropper: Dropper, index: str) -> frozenset[str]:
    """Return the other indexes of an index's table that begin with the same key: in a large table they find as well.

    In a small one the planner takes any index, which it then walks from end to end.
    """
    mine = next(facts for facts in dropper.facts.values() if facts.index == index)
    same = (each.index for each in dropper.facts.values() if (each.table, each.keys[0]) == (mine.table, mine.keys[0]))
    return frozenset(same) - {index}


def _of_pair(
    planner: Planner, dropper: Dropper, index: str, table: str, query: Query, effort: Effort
) -> Iterator[Read]:
    """Yield the runs of one query on the first shards where it chose an index."""
    tried = 0
    for shard in shards_of(query, planner.physical):
        keys = planner.choice(query, shard).by_index.get(index, ())[: effort.keys]
        if not keys or tried == effort.shards:
            continue
        tried += 1
        with dropper.rolled_back(effort.timeout_ms):
            yield from _Trial(planner, dropper, index, table, query, shard, keys).reads(effort)


@dataclass(frozen=True)
class _Trial:
    """One index and one query that chose it, on one shard, with the keys that chose it."""

    planner: Planner
    dropper: Dropper
    index: str
    table: str
    query: Query
    shard: int | None
    keys: Sequence[Key]

    def reads(self, effort: Effort) -> Iterator[Read]:
        """Yield runs with and without the index, in turns."""
        others: list[_ByIndex] = []
        for repeat in range(effort.read_repeats):
            if repeat % 2:
                without, having = self._without(others), self._having()
            else:
                having, without = self._having(), self._without(others)
            for key, one, other, by_index in zip(self.keys, having, without, others, strict=True):
                yield self._read(key, repeat, effort.timeout_ms, one, other, by_index)
            if None in without:
                return

    def _having(self) -> list[Explained]:
        """Run the query for each key, once more for the first, which warms what the others need too."""
        self._run(self.keys[0])
        return [self._run(key) for key in self.keys]

    def _without(self, others: list[_ByIndex]) -> list[Explained | None]:
        """Run the query for each key while the index is away; None from the key on where it takes too long.

        The first time, `others` gets what it would take in a larger table, by key.
        """
        found: list[Explained | None] = []
        with suppress(errors.QueryCanceled), self.planner.connection.transaction(force_rollback=True):
            self.dropper.drop(self.index, self.table, self.shard)
            self._run(self.keys[0])
            for key in self.keys:
                found.append(self._run(key))  # noqa: PERF401 - what was run before a stop is kept
            if not others:
                self.planner.set("enable_seqscan", "off")
                others += [self._by_index(key) for key in self.keys]
        others += [_ByIndex()] * (len(self.keys) - len(others))
        return found + [None] * (len(self.keys) - len(found))

    def _by_index(self, key: Key) -> _ByIndex:
        root = read_plan(self._run(key))
        if self.table in seq_scanned(root, self.planner.names):
            return _ByIndex()
        alike = leading_alike(self.dropper, self.index)
        used = [index for index in used_indexes(root, self.planner.names) if index in alike]
        return _ByIndex(used[0], blocks(root)) if used else _ByIndex()

    def _run(self, key: Key) -> Explained:
        return self.planner.run(self.query, self.shard, key)

    def _read(
        self, key: Key, repeat: int, timeout_ms: int, having: Explained, without: Explained | None, by_index: _ByIndex
    ) -> Read:
        root, other = read_plan(having), read_plan(without) if without else None
        whole = self._comes_to_read(root, other) if other else (self.table,)
        return Read(
            index=self.index,
            table=self.table,
            query=self.query.name,
            shard=self.shard,
            kind=key.kind,
            repeat=repeat,
            with_ms=float(having["Execution Time"]),
            without_ms=float(without["Execution Time"]) if without else None,
            timeout_ms=timeout_ms,
            with_blocks=blocks(root),
            without_blocks=blocks(other) if other else 0,
            whole_tables=whole,
            by_index=by_index.index if whole else None,
            by_index_blocks=by_index.blocks if whole else None,
        )

    def _comes_to_read(self, before: PlanNode, after: PlanNode) -> tuple[str, ...]:
        """Return the tables that only the second plan reads sequentially."""
        had = seq_scanned(before, self.planner.names)
        return tuple(table for table in seq_scanned(after, self.planner.names) if table not in had)
