"""Gives an index that was not chosen another chance, in transactions that are rolled back whatever happens."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from livvly_lab.domain.physical import PhysicalDesign
from livvly_lab.domain.plan import PlanNode, without_constants
from livvly_lab.domain.query import Query
from livvly_lab.domain.results import State
from livvly_lab.measure.dropping import Dropper
from livvly_lab.measure.facts import IndexFacts, why_unusable
from livvly_lab.measure.keys import Key
from livvly_lab.measure.planner import Planner
from livvly_lab.measure.plans import used_indexes

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
        self._dropper = Dropper(planner.connection, planner.physical, facts)

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
        with self._dropper.rolled_back():
            first = self._planner.plan(target.query, target.shard, key)
            self._drop(target.index, target)
            plan = self._planner.plan(target.query, target.shard, key)
        instead = self._rival(plan, target)
        says = f"without it {instead or f'reading all of {target.table}'}, {_costs(first.cost, plan.cost)}"
        return Replacement(instead or "seq scan", plan.cost / first.cost, says)

    def _with_key(self, target: Target, key: Key) -> Outcome:
        """Try once, in a transaction that leaves the schema as it was."""
        rivals: list[str] = []
        with self._dropper.rolled_back():
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
        return self._dropper.homes_of(index, target.table, target.shard)

    def _conditions(self, plan: PlanNode, target: Target) -> Iterator[str]:
        """Yield each condition that a plan sets on the target's table, once."""
        nodes = (node for node in plan.walk() if self._planner.names.table(node.relation or "") == target.table)
        yield from dict.fromkeys(text for node in nodes for text in node.conditions.values())

    def _drop(self, index: str, target: Target) -> None:
        self._dropper.drop(index, target.table, target.shard)


def _costs(before: float, after: float) -> str:
    """Compare two expected costs in the planner's units."""
    if abs(after - before) < SAME_COST:
        return "at the same expected cost"
    return f"at an expected cost of {after:.2f} instead of {before:.2f}"
