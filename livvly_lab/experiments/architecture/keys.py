"""Compares kinds of keys: those drawn by several sources that know nothing of each other, their time and bytes."""

from collections.abc import Mapping
from dataclasses import dataclass
from time import perf_counter

from psycopg import sql

from livvly_lab.domain.claims import Measurement, Outcome, Quantity, Unmeasured
from livvly_lab.experiments.loaded import Loaded
from livvly_lab.experiments.timing import median, ratio
from livvly_lab.report import fmt

ROWS = {"quick": 24_000, "full": 2_000_000}
ROUNDS = 5


@dataclass(frozen=True)
class _Kind:
    """Keys of one kind: how many were drawn twice, the time to write them into a primary key, its bytes."""

    name: str
    twice: int
    written_ms: tuple[float, ...]
    key_bytes: int


def keys_compared(at: Loaded, *, kinds: Mapping[str, tuple[str, str]], sources: int) -> Outcome:
    """Draw keys of several kinds in several sources that know nothing of each other, and write them into a primary key.

    `kinds` maps a name to a type and SQL for the nth key of a source; a kind the server has no function for is left
    out. Time and bytes are of the keys of one source. The quantities are the keys that were drawn twice, and the first
    kind's time and bytes over those of each other kind.
    """
    rows = ROWS[at.depth]
    found = [kind for name, (type_, value) in kinds.items() if (kind := _kind(at, name, type_, value, rows, sources))]
    if len(found) < 2:
        return Unmeasured("a server with functions for several kinds of keys")
    first, others = found[0], found[1:]
    quantities = [Quantity(first.twice, "keys", f"{first.name} drawn twice", n=rows)]
    for each in others:
        time, size = ratio(first.written_ms, each.written_ms), first.key_bytes / each.key_bytes
        quantities += [
            Quantity(each.twice, "keys", f"{each.name} drawn twice", n=rows),
            Quantity(time.mid, "factor", f"time of {first.name} over {each.name}", time, time.n),
            Quantity(size, "factor", f"bytes of {first.name} over {each.name}"),
        ]
    compared = fmt.listing(
        f"{fmt.factor(first.key_bytes / each.key_bytes)} the bytes and "
        f"{fmt.factor(ratio(first.written_ms, each.written_ms).mid)} the time of {each.name} "
        f"({fmt.count(each.twice)} drawn twice)"
        for each in others
    )
    return Measurement(
        tuple(quantities),
        f"{first.twice or 'none'} of {fmt.count(rows)} keys of kind {first.name} from {sources} sources that know "
        f"nothing of each other were drawn twice; a primary key on them takes {compared}",
        detail=tuple(
            {
                "key": each.name,
                "rows": rows,
                "drawn twice": each.twice,
                "written into a primary key, ms": median(each.written_ms).mid,
                "primary key, KiB": each.key_bytes / 1024,
            }
            for each in found
        ),
    )


def _kind(at: Loaded, name: str, type_: str, value: str, rows: int, sources: int) -> _Kind | None:
    """Weigh one kind of keys; None where the server cannot draw them."""
    pieces: dict[str, sql.Composable] = {"type": sql.SQL(type_), "value": sql.SQL(value)}
    with at.rolled_back():
        with at.refused() as errors:
            at.ask("keys_drawn", {"rows": rows, "sources": sources}, name=sql.Identifier("lab_drawn"), **pieces)
        if errors:
            return None
        twice = int(at.value("keys_twice", name=sql.Identifier("lab_drawn")))
        at.ask("keys_drawn", {"rows": rows, "sources": 1}, name=sql.Identifier("lab_keys"), **pieces)
        times = []
        for _ in range(ROUNDS):
            at.ask("keys_emptied", type=sql.SQL(type_))
            begun = perf_counter()
            at.ask("keys_written")
            times.append((perf_counter() - begun) * 1_000)
        size = int(at.value("relation_bytes", {"name": "lab_written_pkey"}))
    return _Kind(name, twice, tuple(times), size)
