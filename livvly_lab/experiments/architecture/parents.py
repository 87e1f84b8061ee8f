"""Asks what an inheritance parent can stand for: inserts, uniqueness and lookups through it, against partitions."""

from typing import Any

import numpy as np
from psycopg import sql
from psycopg.types.json import Jsonb

from livvly_lab.domain.claims import Measurement, Outcome, Quantity, Unmeasured
from livvly_lab.domain.placement import SHARD_COLUMN
from livvly_lab.domain.plan import read_plan
from livvly_lab.experiments.loaded import NEEDS_SHARDS, Loaded
from livvly_lab.experiments.timing import ratio
from livvly_lab.placement.keys import KEY_KINDS
from livvly_lab.report import fmt

REPEATS = 25


def through_the_parent(at: Loaded) -> Outcome:
    """Send SQL that names the parent, not a shard: an insert, a unique value a second time, a lookup by key."""
    if not at.physical.layout.sharded:
        return Unmeasured(NEEDS_SHARDS)
    tried = {
        "insert through the parent": _insert(at),
        "unique value in a second shard": _duplicate(at),
        "lookup by key": _lookup(at),
    }
    broken = [name for name, (works, _) in tried.items() if not works]
    return Measurement(
        (Quantity(len(broken), "statements", n=len(tried)),),
        f"{len(broken)} of {len(tried)} statements written for one table do not do the same on its parent: "
        + "; ".join(f"{name}, {says}" for name, (works, says) in tried.items() if not works),
        detail=tuple(
            {"statement": name, "works as on one table": works, "what happens": says}
            for name, (works, says) in tried.items()
        ),
    )


def planning_of_layouts(at: Loaded) -> Outcome:
    """Plan a lookup by key through an inheritance parent and through a hash-partitioned table with as many children."""
    shards = at.parameters.shards if at.physical.layout.sharded else 8
    design = at.physical.design
    root = design.placement.root
    key = at.key(root)
    with at.rolled_back():
        at.ask("layout_partitioned", name=sql.Identifier("lab_partitioned"), source=at.home(root), key=key)
        at.ask("layout_parent", name=sql.Identifier("lab_parent"), source=at.home(root))
        for shard in range(shards):
            pieces: dict[str, sql.Composable] = {"shard": sql.Literal(shard), "shards": sql.Literal(shards), "key": key}
            at.ask("layout_partition", name=sql.Identifier(f"lab_partition_{shard}"), **pieces)
            at.ask("layout_child", name=sql.Identifier(f"lab_child_{shard}"), **pieces)
        plans = {
            name: [_planned(at, name, key) for _ in range(REPEATS + 1)][1:]
            for name in ("lab_parent", "lab_partitioned")
        }
    times = {name: [planned["Planning Time"] for planned in those] for name, those in plans.items()}
    visited = {name: _relations(those[-1]) for name, those in plans.items()}
    slower = ratio(times["lab_parent"], times["lab_partitioned"])
    return Measurement(
        (Quantity(slower.mid, "factor", "planning", slower, REPEATS),),
        f"planning a lookup by key over {shards} shards takes {fmt.factor(slower.mid)} the time through an inheritance "
        f"parent, whose plan visits {fmt.plural(visited['lab_parent'], 'table')}, the partitioned one "
        f"{visited['lab_partitioned']}",
        detail=tuple(
            {
                "layout": says,
                "planning, ms": sorted(times[name])[REPEATS // 2],
                "tables in the plan": visited[name],
            }
            for name, says in (("lab_parent", "inheritance"), ("lab_partitioned", "hash partitions"))
        ),
    )


def _planned(at: Loaded, name: str, key: sql.Identifier) -> dict[str, Any]:
    explained: dict[str, Any] = at.value("layout_lookup", name=sql.Identifier(name), key=key)[0]
    return explained


def _relations(explained: dict[str, Any]) -> int:
    return sum(node.relation is not None for node in read_plan(explained).walk())


def _insert(at: Loaded) -> tuple[bool, str]:
    root = at.physical.design.placement.root
    row = at.value("any_row", table=at.parent(root), key=at.key(root))
    return _accepts(at, root, {**row, at.key_name(root): _id_of(at, 0)} if row else {}, "refused")


def _duplicate(at: Loaded) -> tuple[bool, str]:
    """Copy a row of shard 0 into shard 1 under another id: a unique value it carries must be refused there."""
    root = at.physical.design.placement.root
    home = at.physical.home(root, 0).name
    unique = [each for each in at.catalog.indexes if each.table == home and each.unique and each.constraint != "p"]
    if not unique or at.parameters.shards < 2:
        return True, "no unique value, or no second shard"
    row = at.value("any_row", table=at.home(root, 0), key=at.key(root))
    if row is None:
        return True, "no row to repeat"
    name = ", ".join(unique[0].keys)
    taken, _ = _accepts(
        at, at.physical.home(root, 1).name, row | {at.key_name(root): _id_of(at, 1), SHARD_COLUMN: 1}, ""
    )
    return not taken, f"the same {name} is accepted twice" if taken else "refused"


def _lookup(at: Loaded) -> tuple[bool, str]:
    root = at.physical.design.placement.root
    with at.rolled_back():
        visited = _relations(at.value("layout_lookup", name=sql.Identifier(root), key=at.key(root))[0])
    return visited == 1, f"its plan visits {fmt.plural(visited, 'table')}"


def _accepts(at: Loaded, table: str, row: dict[str, Any], refused: str) -> tuple[bool, str]:
    with at.rolled_back(), at.refused() as errors:
        at.ask("insert_row", {"row": Jsonb(row)}, table=sql.Identifier(table))
    return not errors, refused if errors else "accepted"


def _id_of(at: Loaded, shard: int) -> str:
    """Return an id that no user has and that lives in a shard."""
    ids = KEY_KINDS["UUIDv4"].make(at.parameters.seed + 1_000_003, np.arange(64 * at.parameters.shards, dtype=np.int64))
    place = int(np.argmax(at.function.route(ids, at.parameters.shards) == shard))
    return str(ids[place].tobytes().hex())
