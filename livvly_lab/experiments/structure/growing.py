"""Reads one table at several sizes, as its users grow."""

from collections.abc import Sequence

from psycopg import sql

from livvly_lab.domain.claims import Measurement, Outcome, Quantity, Unmeasured
from livvly_lab.experiments.loaded import Loaded, question
from livvly_lab.experiments.operation.reading import server_ms
from livvly_lab.experiments.timing import median, ratio
from livvly_lab.report import fmt

ROWS = {"quick": (1_500, 6_000, 24_000), "full": (20_000, 200_000, 2_000_000)}
KEYS, REPEATS = 12, 5
_COPY = sql.Identifier("lab_grown")


def reads_by_size(at: Loaded, *, table: str, key: str, newest: str) -> Outcome:
    """Read the newest rows of single keys, by an index, from copies of a table at three sizes, and compare the times.

    A larger copy has more keys and as many rows of each, as more users bring them; rows are as wide as those of the
    table. The quantity is the server's time at the largest size over that at the smallest. Everything is undone.
    """
    pieces: dict[str, sql.Composable] = {
        "copy": _COPY,
        "table": at.parent(table),
        "key": sql.Identifier(key),
        "newest": sql.Identifier(newest),
    }
    if not at.value("rows_there", table=at.parent(table)):
        return Unmeasured(f"rows of {table} to copy")
    sizes, times, made = ROWS[at.depth], list[tuple[float, ...]](), list[int]()
    for rows in sizes:
        with at.rolled_back():
            at.ask("grown_copy", {"rows": rows}, **pieces)
            at.ask("grown_index", **pieces)
            made.append(int(at.value("count_rows", table=_COPY)))
            times.append(_read(at, pieces))
    slower = ratio(times[-1], times[0])
    each = [median(taken).mid for taken in times]
    return Measurement(
        (Quantity(slower.mid, "factor", "of a read as the rows grow", slower, slower.n),),
        f"reading the newest rows of one {key} of {table} takes {fmt.factor(slower.mid)} the time among "
        f"{fmt.factor(made[-1] / made[0])} the rows: "
        + fmt.listing(f"{fmt.duration(ms)} among {fmt.count(rows)}" for ms, rows in zip(each, made, strict=True)),
        detail=tuple(
            {"rows": rows, "reads": len(taken), "median, ms": ms, "slowest, ms": max(taken)}
            for rows, taken, ms in zip(made, times, each, strict=True)
        ),
    )


def _read(at: Loaded, pieces: dict[str, sql.Composable]) -> tuple[float, ...]:
    """Return the server's time of reads of some keys, each read once before."""
    read = question("grown_read").format(**pieces)
    keys: Sequence[object] = [key for (key,) in at.ask("grown_keys", {"keys": KEYS}, **pieces)]
    taken = [server_ms(at, read, {"key": key}) for _ in range(REPEATS + 1) for key in keys]
    return tuple(taken[len(keys) :])
