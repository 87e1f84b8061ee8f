"""Weighs indexes: their bytes against the tables, what they cost a write, GIN against B-tree on JSON."""

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import sql

from livvly_lab.domain.claims import Measurement, Outcome, Quantity, Unmeasured
from livvly_lab.domain.results import Interval, TableSize
from livvly_lab.experiments.loaded import Loaded
from livvly_lab.experiments.timing import median, ratio, take_turns
from livvly_lab.measure.sizes import measure_sizes
from livvly_lab.report import fmt

ROWS = {"quick": 1_000, "full": 20_000}
FEWEST = 500
"""Rows below which writing them says more of the statement than of the indexes."""
_SHOWN = 8


def index_overhead(at: Loaded) -> Outcome:
    """Add up the bytes of all indexes, keys included, and divide them by heap and TOAST."""
    sizes = [size for size in _sizes(at) if size.rows]
    if not sizes:
        return Unmeasured("a loaded table")
    by_table = {
        name: _overhead([size for size in sizes if size.table == name]) for name in {size.table for size in sizes}
    }
    total = _overhead(sizes)
    index_bytes = {name: sum(size.index_bytes for size in sizes if size.table == name) for name in by_table}
    largest = sorted(by_table, key=lambda name: (-index_bytes[name], name))
    worst = max(largest[:_SHOWN], key=lambda name: by_table[name])
    return Measurement(
        (Quantity(total, "share", "all tables", n=len(sizes)), Quantity(by_table[worst], "share", f"of {worst}")),
        f"indexes take {fmt.share(total, 0)} of the bytes of heap and TOAST over all tables, "
        f"{fmt.share(by_table[worst], 0)} on {worst}",
        evidence="03_query_plans#fig-plans-states" if "index_sizes" in at.known else "",
        detail=tuple(
            {
                "table": name,
                "index bytes / table bytes, %": 100 * by_table[name],
                "indexes, MiB": index_bytes[name] / 2**20,
            }
            for name in largest[:_SHOWN]
        ),
    )


def write_rate_lost(at: Loaded, *, tables: Sequence[str]) -> Outcome:
    """Insert the same rows into copies of tables, with all their indexes and with the primary key alone, in turns."""
    found = {table: each for table in tables if (each := _write_cost(at, table)) is not None}
    if not found:
        return Unmeasured(f"at least {FEWEST} rows of a shard in {fmt.listing(tables, 'or')}")
    every = [sum(turn) for turn in zip(*(each.every for each in found.values()), strict=True)]
    alone = [sum(turn) for turn in zip(*(each.alone for each in found.values()), strict=True)]
    slower = ratio(every, alone)
    lost = Interval(1 - 1 / slower.low, 1 - 1 / slower.mid, 1 - 1 / slower.high, slower.level, slower.n)
    return Measurement(
        (Quantity(lost.mid, "share", "rows a second lost", lost, lost.n),),
        f"with all indexes {fmt.listing(found)} take {fmt.share(lost.mid, 0)} fewer rows a second than with their "
        f"primary keys alone; new tables, {fmt.plural(sum(each.rows for each in found.values()), 'row')}, no foreign "
        "keys",
        detail=tuple(
            {
                "table": table,
                "rows": each.rows,
                "with all indexes, ms": median(each.every).mid,
                "primary key alone, ms": median(each.alone).mid,
                "rows a second lost, %": 100 * (1 - 1 / ratio(each.every, each.alone).mid),
            }
            for table, each in found.items()
        ),
    )


def gin_against_btree(at: Loaded, *, table: str, column: str, key: str) -> Outcome:
    """Search a JSON column by GIN and one of its keys by a B-tree, taking turns: time, bytes, questions they answer."""
    pieces: dict[str, sql.Composable] = {"column": sql.Identifier(column), "key": sql.Literal(key)}
    with at.rolled_back():
        at.ask("json_copy", {"most": 30 * ROWS[at.depth]}, table=at.parent(table), **pieces)
        value = at.value("json_value", **pieces)
        if value is None:
            return Unmeasured(f"rows of {table} with {key!r} in their {column}")
        at.ask("json_gin", **pieces)
        at.ask("json_btree", **pieces)
        at.ask("analyzed", name=sql.Identifier("lab_json"))
        asked = {"value": value, "document": f'{{"{key}": "{value}"}}', "key": key}
        size = {name: int(at.value("relation_bytes", {"name": name})) for name in ("lab_gin", "lab_btree")}
        served = {name: _served(at, name, asked, pieces) for name in size}
        times = take_turns(
            {
                "lab_gin": lambda: at.ask("json_contains", asked, **pieces),
                "lab_btree": lambda: at.ask("json_equals", asked, **pieces),
            },
            repeats=31,
        )
    slower = ratio(times["lab_gin"], times["lab_btree"])
    return Measurement(
        (
            Quantity(slower.mid, "factor", "one known key", slower, slower.n),
            Quantity(served["lab_gin"] - served["lab_btree"], "kinds of questions", "any key"),
            Quantity(size["lab_gin"] / size["lab_btree"], "factor", "bytes"),
        ),
        f"for one known key GIN takes {fmt.factor(slower.mid)} the time and "
        f"{fmt.factor(size['lab_gin'] / size['lab_btree'])} the bytes of a B-tree on that key; of three kinds of "
        f"questions (contains, has key, key equals) GIN serves {served['lab_gin']} on any key, the B-tree "
        f"{served['lab_btree']}",
        detail=tuple(
            {"index": says, "median, ms": median(times[name]).mid, "KiB": size[name] / 1024, "serves": served[name]}
            for name, says in (("lab_gin", f"GIN ({column})"), ("lab_btree", f"B-tree ({column} ->> '{key}')"))
        ),
    )


def _sizes(at: Loaded) -> Sequence[TableSize]:
    known = at.known.get("tables")
    if known is not None:
        return [TableSize(**row) for row in known]
    return at.once("sizes", lambda: measure_sizes(at.connection, at.physical))


def _overhead(sizes: Sequence[TableSize]) -> float:
    table = sum(size.heap_bytes + size.toast_bytes for size in sizes)
    return sum(size.index_bytes for size in sizes) / table if table else 0.0


@dataclass(frozen=True)
class _Written:
    """How long the rows of a table took, turn by turn: with all indexes, and with the primary key alone."""

    rows: int
    every: tuple[float, ...]
    alone: tuple[float, ...]


def _write_cost(at: Loaded, table: str) -> _Written | None:
    """Time the writing of some rows of one shard; None where there are too few."""
    home = at.home(table)
    every, alone = sql.Identifier("lab_every_index"), sql.Identifier("lab_key_alone")
    with at.rolled_back():
        at.ask("rows_copied", {"most": ROWS[at.depth]}, table=home)
        rows = int(at.value("rows_where", table=sql.Identifier("lab_rows"), condition=sql.SQL("true")))
        if rows < FEWEST:
            return None
        at.ask("like_all", name=every, table=home)
        at.ask("like_key", name=alone, table=home, key=at.key(table))
        times = take_turns(
            {"every": lambda: at.ask("rows_into", name=every), "alone": lambda: at.ask("rows_into", name=alone)},
            before=lambda: [at.ask("emptied", name=name) for name in (every, alone)],
        )
    return _Written(rows, times["every"], times["alone"])


def _served(at: Loaded, index: str, asked: dict[str, str], pieces: dict[str, sql.Composable]) -> int:
    """Return how many kinds of questions the planner can answer with an index when it may not read the table."""
    at.ask("for_this_transaction", {"name": "enable_seqscan", "value": "off"})
    questions = ("json_contains", "json_has_key", "json_equals")
    return sum(index in str(at.explain(name, asked, **pieces)) for name in questions)
