"""Measures what each index is worth to the workload: is it chosen, what must go before it is, or why it cannot be."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from psycopg import Connection

from livvly_lab.domain.physical import PhysicalDesign
from livvly_lab.domain.query import Query
from livvly_lab.domain.results import IndexMatrix, IndexState
from livvly_lab.measure.facts import read_facts
from livvly_lab.measure.names import index_names
from livvly_lab.measure.planner import Choice, Planner
from livvly_lab.measure.plans import shards_of
from livvly_lab.measure.trials import BEST_FIRST, Outcome, Replacement, Target, Trials

Choices = Mapping[tuple[str, int | None], Choice]
"""(query, shard) -> what the planner chose there."""


def measure_indexes(
    connection: Connection[Any], physical: PhysicalDesign, workload: Sequence[Query], *, may_drop: bool = False
) -> IndexMatrix:
    """Return the state of every index of the design, and the matrix of index by query, over all shards.

    Plans are asked for, never executed, with every key a query draws. An index that the query it is written for
    does not choose is tried again while its rivals are dropped one after the other, then without sequential
    scans. Each trial is one transaction that is rolled back whatever happens, with timeouts for locks and
    statements; dropping the index of a constraint takes the foreign keys on it along. Without `may_drop` such an
    index is "not tried": a dropped index locks its table, so never give it on a server that others use.
    Raises LabError naming the file of a query that fails, or an index that cannot be dropped.
    """
    planner = Planner(connection, physical)
    trials = Trials(planner, read_facts(connection, physical, planner.names), may_drop=may_drop)
    choices = {
        (query.name, shard): planner.choice(query, shard) for query in workload for shard in shards_of(query, physical)
    }
    pairs = tuple(
        pair
        for table in physical.design.tables
        for index in index_names(table)
        for query in workload
        if table.name in query.tables
        for pair in _pair(trials, choices, query, index, table.name)
    )
    states = (_state(pairs, str(index.name), table.name) for table in physical.design.tables for index in table.indexes)
    return IndexMatrix(tuple(sorted(states, key=lambda state: (state.table, state.index))), pairs)


def _pair(trials: Trials, choices: Choices, query: Query, index: str, table: str) -> Iterator[IndexState]:
    """Yield what became of an index with a query: something if the query chose it or is written for it."""
    shards, meant = shards_of(query, trials.physical), query.index == index
    here = {shard: choices[query.name, shard] for shard in shards}
    keys = {shard: choice.by_index[index] for shard, choice in here.items() if index in choice.by_index}
    if keys:
        first = next(iter(keys))
        why = f"chosen with {sum(map(len, keys.values()))} of {sum(choice.keys for choice in here.values())} keys"
        pair = IndexState(index, table, query.name, "chosen", (), why, meant, len(keys), len(shards))
        without = trials.replacement(Target(index, table, query, first), keys[first][0])
        yield pair if without is None else _with_replacement(pair, without)
    elif meant:
        outcome, agreeing = _best([trials.outcome(Target(index, table, query, shard)) for shard in shards])
        state, rivals, why = outcome.state, outcome.rivals, outcome.why
        yield IndexState(index, table, query.name, state, rivals, why, meant, agreeing, len(shards))


def _with_replacement(pair: IndexState, without: Replacement) -> IndexState:
    why = f"{pair.why}; {without.says}"
    return replace(pair, why=why, instead=without.instead, cost_ratio=without.cost_ratio)


def _best(outcomes: Sequence[Outcome]) -> tuple[Outcome, int]:
    """Return the best outcome over the shards, with the rivals that most of them had, and how many share its state."""
    state = min((outcome.state for outcome in outcomes), key=BEST_FIRST.index)
    same = [outcome for outcome in outcomes if outcome.state == state]
    rivals, _ = Counter(outcome.rivals for outcome in same).most_common(1)[0]
    return next(outcome for outcome in same if outcome.rivals == rivals), len(same)


def _state(pairs: Sequence[IndexState], index: str, table: str) -> IndexState:
    """Return the best that became of an index: with the query it is written for, or with one that chose it anyway."""
    mine = [pair for pair in pairs if pair.index == index]
    if not mine:
        return IndexState(index, table, None, "not tried", (), "no query is written for it, and none chose it")
    best = min(mine, key=lambda pair: (BEST_FIRST.index(pair.state), not pair.meant, -pair.on_shards))
    if best.meant:
        return best
    meant = ", ".join(pair.query or "" for pair in mine if pair.meant)
    others = f"{meant}, which it is written for, does not" if meant else "no query is written for it"
    return replace(best, why=f"{best.query} chooses it, {others}; {best.why}")
