"""Compares ways to keep a tree: an adjacency list, a closure table, and paths."""

from collections.abc import Callable, Mapping

from psycopg import sql

from livvly_lab.domain.claims import Measurement, Outcome, Quantity
from livvly_lab.experiments.loaded import Loaded
from livvly_lab.experiments.timing import median, ratio, take_turns
from livvly_lab.report import fmt

NODES = {"quick": 4_000, "full": 200_000}
CHILDREN = 6
_WAYS = ("adjacency", "closure", "paths")


def hierarchies_compared(at: Loaded, *, node: int) -> Outcome:
    """Keep one tree as an adjacency list, a closure table and paths (ltree), and read below and above nodes of each.

    The tree is made up, with six children a node, larger than the design's. The quantities are the time of the
    adjacency list over that of the fastest other way, below a node near the top and above one at the bottom, and the
    rows that moving a branch writes in each way. Everything is undone.
    """
    nodes = NODES[at.depth]
    with at.rolled_back():
        at.ask("tree_nodes", nodes=sql.Literal(nodes), children=sql.Literal(CHILDREN))
        at.ask("tree_closure")
        at.ask("tree_indexes")
        with at.refused() as lacking:
            at.ask("tree_ltree")
            at.ask("tree_paths")
            at.ask("tree_path_indexes")
        ways = _WAYS[:2] if lacking else _WAYS
        below = take_turns(_reads(at, "below", ways, node))
        above = take_turns(_reads(at, "above", ways, nodes))
        ((rows, pairs, levels),) = at.ask("tree_rows", {"node": node})
    moved = {"adjacency": 1, "closure": int(pairs) * 2, "paths": int(rows)}
    slower = {
        end: ratio(times["adjacency"], min((times[way] for way in ways[1:]), key=lambda each: median(each).mid))
        for end, times in (("below", below), ("above", above))
    }
    return Measurement(
        (
            Quantity(slower["below"].mid, "factor", "reading below a node", slower["below"], slower["below"].n),
            Quantity(slower["above"].mid, "factor", "reading above a node", slower["above"], slower["above"].n),
            *(Quantity(moved[way], "rows", f"written by a move, {way}") for way in ways),
        ),
        f"in a tree of {fmt.count(nodes)} nodes and {levels} levels the adjacency list takes "
        f"{fmt.factor(slower['below'].mid)} the time of the fastest other way to read the {fmt.count(int(rows))} nodes "
        f"below one, {fmt.factor(slower['above'].mid)} to read those above one; moving that branch writes "
        + fmt.listing(f"{fmt.plural(moved[way], 'row')} of the {_called(way)}" for way in ways)
        + ("" if not lacking else "; ltree cannot be created here"),
        detail=tuple(
            {
                "kept as": _called(way),
                "below, median ms": median(below[way]).mid,
                "above, median ms": median(above[way]).mid,
                "a move writes, rows": moved[way],
            }
            for way in ways
        ),
    )


def _reads(at: Loaded, end: str, ways: tuple[str, ...], node: int) -> Mapping[str, Callable[[], object]]:
    def read(way: str) -> Callable[[], object]:
        return lambda: at.ask(f"tree_{end}_{way}", {"node": node})

    return {way: read(way) for way in ways}


def _called(way: str) -> str:
    return {"adjacency": "adjacency list", "closure": "closure table", "paths": "paths"}[way]
