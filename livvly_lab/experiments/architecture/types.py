"""Weighs column types against each other: bytes, time, rounding, collisions; on temporary tables."""

from psycopg import sql

from livvly_lab.domain.claims import Measurement, Outcome, Quantity
from livvly_lab.experiments.loaded import Loaded
from livvly_lab.experiments.timing import median, ratio, take_turns
from livvly_lab.report import fmt

ROWS = {"quick": 20_000, "full": 1_000_000}
IDS = {"quick": 60_000, "full": 5_000_000}
TURNS = 51
SEED = 0.42
"""Of the server's random numbers, so that every run draws the same."""


def bytes_of_types(at: Loaded, *, type: str, than: str, value: str) -> Outcome:  # noqa: A002 - the word of the field
    """Store one value under two types and compare the bytes of the column and of a table of them."""
    rows = ROWS["quick"]
    with at.rolled_back():
        bytes_of = {name: _column(at, name, value, rows) for name in (type, than)}
    more = bytes_of[type][0] - bytes_of[than][0]
    return Measurement(
        (Quantity(more, "bytes"),),
        f"a value takes {bytes_of[type][0]} bytes as {type} and {bytes_of[than][0]} as {than}; {fmt.count(rows)} rows "
        f"of them {fmt.size(bytes_of[type][1])} and {fmt.size(bytes_of[than][1])}",
        detail=tuple(
            {"type": name, "bytes of a value": of_value, f"bytes of {fmt.count(rows)} rows": of_table}
            for name, (of_value, of_table) in bytes_of.items()
        ),
    )


def cost_of_types(at: Loaded, *, type: str, than: str, expression: str) -> Outcome:  # noqa: A002
    """Add up and update a column of random amounts under two types, taking turns, and compare time and bytes."""
    rows, a, b = ROWS[at.depth], sql.Identifier("lab_a"), sql.Identifier("lab_b")
    with at.rolled_back():
        at.ask("seed", {"seed": SEED})
        for name, kind in ((a, type), (b, than)):
            at.ask("amounts", {"rows": rows}, name=name, type=sql.SQL(kind), value=sql.SQL(expression))
        size = {name: int(at.value("relation_bytes", {"name": name})) for name in ("lab_a", "lab_b")}
        sums = take_turns(
            {"lab_a": lambda: at.ask("amounts_summed", name=a), "lab_b": lambda: at.ask("amounts_summed", name=b)},
            TURNS,
        )
        updates = take_turns(
            {"lab_a": lambda: at.ask("amounts_updated", name=a), "lab_b": lambda: at.ask("amounts_updated", name=b)}
        )
    slower, updated = ratio(sums["lab_a"], sums["lab_b"]), ratio(updates["lab_a"], updates["lab_b"])
    larger = size["lab_a"] / size["lab_b"]
    return Measurement(
        (
            Quantity(slower.mid, "factor", "adding up", slower, slower.n),
            Quantity(updated.mid, "factor", "updating", updated, updated.n),
            Quantity(larger, "factor", "bytes"),
        ),
        f"adding up {fmt.count(rows)} amounts takes {fmt.factor(slower.mid)} the time as {type}, updating them "
        f"{fmt.factor(updated.mid)}, storing them {fmt.factor(larger)} the bytes of {than}",
        users=None,
        detail=tuple(
            {
                "type": says,
                "adding up, ms": median(sums[name]).mid,
                "updating, ms": median(updates[name]).mid,
                "KiB": size[name] / 1024,
            }
            for name, says in (("lab_a", type), ("lab_b", than))
        ),
    )


def rounding_of_type(at: Loaded, *, type: str, against: str, share: float) -> Outcome:  # noqa: A002
    """Add up random amounts and take a share of each, rounded to the type, and compare with exact arithmetic."""
    rows = ROWS[at.depth]
    with at.rolled_back():
        at.ask("seed", {"seed": SEED})
        found = at.ask("rounding", {"rows": rows, "share": share}, type=sql.SQL(type), against=sql.SQL(against))[0]
    added, shared, added_other, shared_other = (abs(float(each)) for each in found)
    return Measurement(
        (Quantity(added, "rupees", "added up"), Quantity(shared, "rupees", "shared")),
        f"over {fmt.count(rows)} amounts the sum in {type} is off by {added:.2f} and in {against} by "
        f"{added_other:.2g}; {fmt.share(share)} of each, rounded to {type}, adds up to {shared:.2f} beside the share "
        "of the sum",
        detail=(
            {"type": type, "sum off by": added, "shares off by": shared},
            {"type": against, "sum off by": added_other, "shares off by": shared_other},
        ),
    )


def ids_of_types(at: Loaded, *, generator: str, sources: int) -> Outcome:
    """Draw ids in several sources that know nothing of each other, count those drawn twice, and weigh their index."""
    rows = IDS[at.depth]
    with at.rolled_back():
        drawn = sql.SQL(generator)
        at.ask("ids_drawn", {"rows": rows, "sources": sources}, value=drawn, name=sql.Identifier("lab_ids"))
        twice = int(at.value("ids_twice"))
        at.ask("ids_drawn", {"rows": rows, "sources": 1}, value=sql.SQL("n"), name=sql.Identifier("lab_numbers"))
        for name in ("lab_ids", "lab_numbers"):
            at.ask("ids_key", name=sql.Identifier(name), index=sql.Identifier(f"{name}_key"))
        size = {name: int(at.value("relation_bytes", {"name": f"{name}_key"})) for name in ("lab_ids", "lab_numbers")}
    larger = size["lab_ids"] / size["lab_numbers"]
    return Measurement(
        (Quantity(twice, "ids", n=rows), Quantity(larger, "factor", "bytes of the key")),
        f"{twice} of {fmt.count(rows)} ids from {sources} sources that know nothing of each other were drawn twice; "
        f"their key takes {fmt.factor(larger)} the bytes of one on bigint",
    )


def _column(at: Loaded, kind: str, value: str, rows: int) -> tuple[int, int]:
    pieces = {"type": sql.SQL(kind), "value": sql.SQL(value)}
    at.ask("amounts", {"rows": rows}, name=sql.Identifier("lab_column"), **pieces)
    of_table = int(at.value("relation_bytes", {"name": "lab_column"}))
    at.ask("drop_table", name=sql.Identifier("lab_column"))
    return int(at.value("value_bytes", **pieces)), of_table
