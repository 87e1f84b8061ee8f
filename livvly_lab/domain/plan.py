"""A plan as EXPLAIN tells it: a tree of nodes with their own time, what they estimated and what they threw away.

Thresholds are those of PEV2 (dalibo/pev2, src/node.ts).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

SELF_SHARES = (0.10, 0.40, 0.90)
"""Shares of the execution time above which a node's own time counts as noticeable, slow, the whole plan."""

ESTIMATE_FACTORS = (10.0, 100.0, 1000.0)
REMOVED_SHARES = (0.50, 0.90)

_CONDITIONS = (
    "Index Cond",
    "Recheck Cond",
    "Order By",
    "Hash Cond",
    "Merge Cond",
    "Join Filter",
    "Filter",
    "One-Time Filter",
    "TID Cond",
    "Sort Key",
    "Presorted Key",
    "Group Key",
)
_REMOVED = ("Rows Removed by Filter", "Rows Removed by Join Filter", "Rows Removed by Index Recheck")
_ROUNDING_MS = 0.0005
"""EXPLAIN gives the time of one loop in thousandths of a millisecond: the most that rounding takes from a loop."""


@dataclass(frozen=True)
class PlanNode:
    """One node of a plan.

    `relation` and `index` are physical names. `estimated_rows`, `rows` and `rows_removed` are those of one loop,
    as EXPLAIN gives them. `total_ms` covers all loops with the children, `self_ms` without them; `approximate`
    tells that it could only be estimated (parallel workers, InitPlans, rounding over many loops). Blocks are the
    node's own, 8 KiB each. A plan that was not executed (EXPLAIN without ANALYZE) has no loops, rows and times.
    """

    kind: str
    relation: str | None
    alias: str | None
    index: str | None
    join: str | None
    subplan: str | None
    conditions: Mapping[str, str]
    cost: float
    estimated_rows: float
    rows: float
    loops: int
    rows_removed: float
    heap_fetches: int | None
    total_ms: float
    self_ms: float
    approximate: bool
    hit_blocks: int
    read_blocks: int
    children: tuple["PlanNode", ...] = field(repr=False)

    @property
    def never_executed(self) -> bool:
        """Tell whether the executor never came here."""
        return self.loops == 0

    @property
    def estimate_factor(self) -> float:
        """How many times more or fewer rows came than the planner expected; 1 is a perfect estimate."""
        if self.never_executed:
            return 1.0
        expected, came = max(self.estimated_rows, 1.0), max(self.rows, 1.0)
        return max(expected, came) / min(expected, came)

    @property
    def underestimated(self) -> bool:
        """Tell whether more rows came than were expected."""
        return self.rows > self.estimated_rows

    @property
    def removed_share(self) -> float:
        """The part of the rows read that a filter or a recheck threw away, 0 to 1."""
        return self.rows_removed / (self.rows_removed + self.rows) if self.rows_removed else 0.0

    def walk(self) -> Iterator["PlanNode"]:
        """Yield this node and all below it, as EXPLAIN prints them."""
        yield self
        for child in self.children:
            yield from child.walk()


def read_plan(explained: Mapping[str, Any]) -> PlanNode:
    """Read one element of what EXPLAIN (FORMAT JSON) returns, with or without ANALYZE."""
    return _read(explained["Plan"], processes=1)


def jit_ms(explained: Mapping[str, Any]) -> float | None:
    """Return the time that just-in-time compilation took of an executed plan; None where the plan used none."""
    jit = explained.get("JIT")
    return None if jit is None else float(jit.get("Timing", {}).get("Total", 0.0))


def self_share(node: PlanNode, execution_ms: float) -> float:
    """Return a node's own time as a part of the execution time, 0 to 1."""
    return min(node.self_ms / execution_ms, 1.0) if execution_ms > 0 else 0.0


def level(value: float, thresholds: tuple[float, ...]) -> int:
    """Return how many thresholds a value exceeds.

    >>> [level(share, SELF_SHARES) for share in (0.1, 0.11, 0.5, 0.95)]
    [0, 1, 2, 3]
    """
    return sum(value > threshold for threshold in thresholds)


def badges(node: PlanNode, execution_ms: float) -> tuple[str, ...]:
    """Return the words that a node deserves: `slow`, `estimate ×39`, `filter drops 94 %`, `never executed`."""
    if node.never_executed:
        return ("never executed",)
    found = []
    if level(self_share(node, execution_ms), SELF_SHARES) >= 2:
        found.append("slow")
    if level(node.estimate_factor, ESTIMATE_FACTORS):
        found.append(f"estimate ×{node.estimate_factor:,.0f}")
    if level(node.removed_share, REMOVED_SHARES):
        found.append(f"filter drops {node.removed_share * 100:.0f} %")
    return tuple(found)


def fingerprint(root: PlanNode, tables: Mapping[str, str], indexes: Mapping[str, str]) -> str:
    """Return the shape of a plan, one line a node: kinds, logical names and conditions, no numbers or constants.

    `tables` and `indexes` map physical names to logical ones; a name that is missing stands for itself. Equal
    children of an Append (the shards, the months) are told once, in the order of their text.
    """
    names = {**tables, **indexes, **_numbered_aliases(root, tables)}
    return "\n".join(_shape(root, tables, indexes, names))


def without_constants(condition: str, names: Mapping[str, str]) -> str:
    """Return a condition with `…` for every constant and logical names for physical ones.

    >>> without_constants("((calls_shard_3.status)::text = 'it''s'::text)", {"calls_shard_3": "calls"})
    '((calls.status)::text = …::text)'
    >>> without_constants("((total_30d > 12.50) AND (n = ANY ('{1,2}'::integer[])))", {})
    '((total_30d > …) AND (n = ANY (…::integer[])))'
    """
    text = re.sub(r"'(?:[^']|'')*'", "…", condition)
    text = re.sub(r"(?<![\w.…])-?\d+(?:\.\d+)?", "…", text)
    return re.sub(r"[A-Za-z_]\w*", lambda word: names.get(word[0], word[0]), text)


def _read(raw: Mapping[str, Any], processes: int) -> PlanNode:
    """Read a node whose time is shared by a number of processes."""
    below = raw.get("Workers Launched", 0) + 1 if raw["Node Type"].startswith("Gather") else processes
    children = tuple(_read(child, below) for child in raw.get("Plans", ()))
    loops = int(raw.get("Actual Loops", 0))
    total_ms = raw.get("Actual Total Time", 0.0) * loops / min(processes, max(loops, 1))
    self_ms = total_ms - sum(child.total_ms for child in children)
    return PlanNode(
        kind=_kind(raw),
        relation=raw.get("Relation Name"),
        alias=raw.get("Alias"),
        index=raw.get("Index Name"),
        join=raw.get("Join Type"),
        subplan=raw.get("Subplan Name"),
        conditions={name: _text(raw[name]) for name in _CONDITIONS if name in raw},
        cost=raw["Total Cost"],
        estimated_rows=raw["Plan Rows"],
        rows=raw.get("Actual Rows", 0),
        loops=loops,
        rows_removed=sum(raw.get(name, 0) for name in _REMOVED),
        heap_fetches=raw.get("Heap Fetches"),
        total_ms=total_ms,
        self_ms=max(self_ms, 0.0),
        approximate=_is_approximate(raw, processes, self_ms, total_ms, loops),
        hit_blocks=_own_blocks(raw, "Shared Hit Blocks"),
        read_blocks=_own_blocks(raw, "Shared Read Blocks"),
        children=children,
    )


def _kind(raw: Mapping[str, Any]) -> str:
    """Return the node's kind as the text form of EXPLAIN says it."""
    kind = str(raw["Node Type"])
    if kind == "Aggregate":
        return {"Hashed": "HashAggregate", "Sorted": "GroupAggregate"}.get(raw.get("Strategy", ""), kind)
    return f"{kind} Backward" if raw.get("Scan Direction") == "Backward" else kind


def _text(condition: str | list[str]) -> str:
    return condition if isinstance(condition, str) else ", ".join(condition)


def _own_blocks(raw: Mapping[str, Any], name: str) -> int:
    """Take the children's blocks from a node's: EXPLAIN counts them in."""
    return max(int(raw.get(name, 0)) - sum(int(child.get(name, 0)) for child in raw.get("Plans", ())), 0)


def _is_approximate(raw: Mapping[str, Any], processes: int, self_ms: float, total_ms: float, loops: int) -> bool:
    """Tell whether a node's own time is an estimate: no clock ran for it alone."""
    initplans = any(child.get("Parent Relationship") == "InitPlan" for child in raw.get("Plans", ()))
    rounded = _ROUNDING_MS * loops > 0.05 * total_ms and loops > 1
    return processes > 1 or self_ms < 0 or initplans or rounded or raw["Node Type"] in ("CTE Scan", "Gather Merge")


def _numbered_aliases(root: PlanNode, tables: Mapping[str, str]) -> dict[str, str]:
    """Map the aliases that the planner numbers (calls_1, calls_2 ...) to the table they stand for."""
    found = {}
    for node in root.walk():
        if node.alias and node.relation:
            table = tables.get(node.relation, node.relation)
            if re.fullmatch(rf"{re.escape(table)}_\d+", node.alias):
                found[node.alias] = table
    return found


def _shape(
    node: PlanNode, tables: Mapping[str, str], indexes: Mapping[str, str], names: Mapping[str, str]
) -> list[str]:
    """Return the lines of a node and of what is below it, indented by two spaces a level."""
    words = [node.kind]
    if node.join and node.join != "Inner":
        words.append(node.join)
    if node.index:
        words.append(f"using {indexes.get(node.index, node.index)}")
    if node.relation:
        words.append(f"on {tables.get(node.relation, node.relation)}")
    words += [f"[{name}: {without_constants(text, names)}]" for name, text in node.conditions.items()]
    children = [_shape(child, tables, indexes, names) for child in node.children]
    if node.kind in ("Append", "Merge Append"):
        children = [list(lines) for lines in sorted(set(map(tuple, children)))]
    return [" ".join(words), *(f"  {line}" for lines in children for line in lines)]
