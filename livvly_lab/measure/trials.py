"""Gives an index that was not chosen another chance, in transactions that are rolled back whatever happens."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from psycopg import sql

from livvly_lab.domain.physical import PhysicalDesign
from livvly_lab.domain.plan import PlanNode, without_constants
from livvly_lab.domain.query import Query
from livvly_lab.domain.results import State
from livvly_lab.errors import LabError
from livvly_lab.measure.facts import IndexFacts, Root, why_unusable
from livvly_lab.measure.keys import Key
from livvly_lab.measure.planner import Planner
from livvly_lab.measure.plans import used_indexes
from livvly_lab.measure.question import question

LOCK_TIMEOUT_MS = 2_000
STATEMENT_TIMEOUT_MS = 30_000
KEYS_TRIED = 3
"""Keys with which an index gets its chance: one typical, one hot, one absent."""

SAME_COST = 0.005
"""EXPLAIN gives costs in hundredths."""

BEST_FIRST: tuple[State, ...] = ("chosen", "chosen without rival", "only without seqscan", "not tried", "unusable")


@dataclass(frozen=True)
class Target:
    """An index under trial, with the query it is written for and the shard."""

    index: str
    table: str
    query: Query
    shard: int | None


@dataclass(frozen=True)
class Outcome:
    """What a trial showed: the state, the rivals that were dropped, and the reason in a few words."""

    state: State
    rivals: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class Replacement:
    """What the planner takes instead of an index: another one or "seq scan", and how many times the cost."""

    instead: str
    cost_ratio: float
    says: str


class Trials:
    """Drops rivals of an index and switches sequential scans off, to see what it takes until it is chosen."""

    def __init__(self, planner: Planner, facts: Mapping[str, IndexFacts], *, may_drop: bool) -> None:
        self._planner, self._facts, self._may_drop = planner, facts, may_drop

    @property
    def physical(self) -> PhysicalDesign:
        """The laid-out design whose indexes are tried."""
        return self._planner.physical

    def outcome(self, target: Target) -> Outcome:
        """Return the best state that an index reaches with one of a few keys of its query."""
        outcomes = []
        for key in self._planner.keys.draw(target.query, target.shard)[:KEYS_TRIED]:
            outcomes.append(self._with_key(target, key))
            if outcomes[-1].state == "chosen without rival":
                break
        return min(outcomes, key=lambda outcome: BEST_FIRST.index(outcome.state))

    def replacement(self, target: Target, key: Key) -> Replacement | None:
        """Return what the planner would do without an index that it chose; None where dropping is not allowed."""
        if not self._may_drop:
            return None
        with self._rolled_back():
            first = self._planner.plan(target.query, target.shard, key)
            self._drop(target.index, target)
            plan = self._planner.plan(target.query, target.shard, key)
        instead = self._rival(plan, target)
        says = f"without it {instead or f'reading all of {target.table}'}, {_costs(first.cost, plan.cost)}"
        return Replacement(instead or "seq scan", plan.cost / first.cost, says)

    @contextmanager
    def _rolled_back(self) -> Iterator[None]:
        """Run a block in a transaction that waits for no lock and leaves the schema as it was."""
        with self._planner.connection.transaction(force_rollback=True):
            self._planner.set("lock_timeout", f"{LOCK_TIMEOUT_MS}ms")
            self._planner.set("statement_timeout", f"{STATEMENT_TIMEOUT_MS}ms")
            yield

    def _with_key(self, target: Target, key: Key) -> Outcome:
        """Try once, in a transaction that leaves the schema as it was."""
        rivals: list[str] = []
        with self._rolled_back():
            first = self._planner.plan(target.query, target.shard, key)
            plan = self._drop_rivals(target, key, first, rivals)
            seqscan = self._uses(plan, target)
            if not seqscan:
                self._planner.set("enable_seqscan", "off")
                plan = self._drop_rivals(target, key, self._planner.plan(target.query, target.shard, key), rivals)
        if self._uses(plan, target):
            state: State = "chosen without rival" if seqscan else "only without seqscan"
            preferred = [*rivals, *(() if seqscan else (f"reading all of {target.table}",))]
            why = f"the planner prefers {' and '.join(preferred)}; with it {_costs(first.cost, plan.cost)}"
            return Outcome(state, tuple(rivals), why)
        if self._rival(plan, target):
            return Outcome("not tried", (), "another index is preferred, and dropping it is not allowed on this server")
        conditions = [without_constants(text, self._planner.names.tables) for text in self._conditions(plan, target)]
        return Outcome("unusable", (), why_unusable(self._facts[self._homes_of(target.index, target)[0]], conditions))

    def _drop_rivals(self, target: Target, key: Key, plan: PlanNode, rivals: list[str]) -> PlanNode:
        """Drop what the planner prefers to the index, until it is in the plan or nothing is preferred to it."""
        while self._may_drop and not self._uses(plan, target) and (rival := self._rival(plan, target)):
            self._drop(rival, target)
            rivals.append(rival)
            plan = self._planner.plan(target.query, target.shard, key)
        return plan

    def _uses(self, plan: PlanNode, target: Target) -> bool:
        return target.index in used_indexes(plan, self._planner.names)

    def _rival(self, plan: PlanNode, target: Target) -> str | None:
        """Return the first index in a plan that stands on the same table, by its logical name."""
        return next((index for index in used_indexes(plan, self._planner.names) if self._homes_of(index, target)), None)

    def _homes_of(self, index: str, target: Target) -> tuple[str, ...]:
        """Return the physical indexes of a logical one on the target's table: in its shard, or in all of them."""
        homes = self.physical.homes(target.table)
        tables = {home.name for home in homes if home.shard in (None, target.shard) or target.shard is None}
        return tuple(facts.name for facts in self._facts.values() if facts.index == index and facts.table in tables)

    def _conditions(self, plan: PlanNode, target: Target) -> Iterator[str]:
        """Yield each condition that a plan sets on the target's table, once."""
        nodes = (node for node in plan.walk() if self._planner.names.table(node.relation or "") == target.table)
        yield from dict.fromkeys(text for node in nodes for text in node.conditions.values())

    def _drop(self, index: str, target: Target) -> None:
        """Drop an index of the target's table, with the constraint that stands on it, until the rollback.

        One that is part of a partitioned index goes with all the other parts.
        """
        facts = map(self._facts.__getitem__, self._homes_of(index, target))
        for root in dict.fromkeys(each.root for each in facts):
            try:
                self._planner.connection.execute(_drop_statement(root))
            except psycopg.Error as error:
                raise LabError(
                    f"to drop {root.name} for a moment, in a transaction that is rolled back",
                    f"the server's error {error.diag.message_primary or str(error)!r}",
                    "run it where nobody else uses the tables, or without dropping",
                ) from error


def _drop_statement(root: Root) -> sql.Composed:
    if root.key_name:
        return question("drop_key").format(table=sql.Identifier(root.table), key=sql.Identifier(root.key_name))
    return question("drop_index").format(index=sql.Identifier(root.name))


def _costs(before: float, after: float) -> str:
    """Compare two expected costs in the planner's units."""
    if abs(after - before) < SAME_COST:
        return "at the same expected cost"
    return f"at an expected cost of {after:.2f} instead of {before:.2f}"
