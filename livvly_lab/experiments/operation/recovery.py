"""Recovery: how long a dump and its restore take at several sizes, and what that says of a larger one."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import numpy as np
import psycopg
from numpy.typing import NDArray
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict
from scipy import stats

from livvly_lab.domain.claims import Measurement, Outcome, Quantity, Unmeasured
from livvly_lab.domain.physical import PhysicalTable
from livvly_lab.domain.results import Interval
from livvly_lab.experiments.loaded import Loaded, question
from livvly_lab.experiments.operation.programs import run_program
from livvly_lab.report import fmt

FRACTIONS = (0.1, 0.4, 1.0)
MOST_BYTES = {"quick": 40 * 2**20, "full": 2**40}
LEAST_BYTES = 16 * 2**20
"""Of the largest part: below it a restore is made of creating tables, and says nothing of more rows."""

SHARDS = {"quick": 1, "full": 8}
"""Shards whose tables are dumped at most: more of them repeat the same statements."""

TURNS = {"quick": 2, "full": 4}
"""How often the smallest and the largest part are restored; those between are restored once."""

CONFIDENCE = 0.95
MARK_SCHEMA = "livvly_lab"
_MS_AN_HOUR = 3_600_000


@dataclass(frozen=True)
class _Part:
    """Tables whose rows are dumped, with their bytes on the server (indexes and TOAST included)."""

    tables: tuple[str, ...]
    size_bytes: int


@dataclass(frozen=True)
class _Restore:
    """One dump of a part and its restore."""

    size_bytes: int
    dump_ms: float
    restore_ms: float
    dump_bytes: int


def restore_time(at: Loaded, *, users: int) -> Outcome:
    """Dump and restore growing parts of the database, fit time to bytes, and reckon what so many users would take.

    Parts are tables in the order of their references, with everything they refer to; a restore goes into a database
    of its own, in one transaction, keys and indexes included. The quantities are the hours of dump and restore, and
    the rows of the largest part that are not there after the restore.
    """
    sizes: dict[str, int] = dict(at.ask("home_bytes", {"names": [home.name for home in at.physical.all_homes()]}))
    excluded = [home.name for home in at.physical.all_homes() if (home.shard or 0) >= SHARDS[at.depth]]
    parts = _parts(at, sizes, excluded)
    if len(parts) < len(FRACTIONS) or parts[-1].size_bytes < LEAST_BYTES:
        return Unmeasured(f"tables of {fmt.size(LEAST_BYTES)} and more to dump and restore: this run has fewer bytes")
    restores, missing = [], 0
    try:
        for turn in range(TURNS[at.depth]):
            for part in parts if turn == 0 else (parts[0], parts[-1]):
                restored, lost = _restore(at, part, excluded, compare=turn == 0 and part == parts[-1])
                restores.append(restored)
                missing += lost
    except psycopg.errors.InsufficientPrivilege:
        return Unmeasured("a role that may create a database, to restore into it")
    wanted_bytes = sum(sizes.values()) / at.parameters.users * users
    hours = {
        name: reckoned([r.size_bytes for r in restores], [getattr(r, f"{name}_ms") for r in restores], wanted_bytes)
        for name in ("restore", "dump")
    }
    told = {name: fmt.duration(each.mid * _MS_AN_HOUR) for name, each in hours.items()}
    largest = max(each.size_bytes for each in restores)
    return Measurement(
        (
            *(Quantity(each.mid, "hours", f"to {name}", each, each.n) for name, each in hours.items()),
            Quantity(missing, "rows", "missing after the restore"),
        ),
        f"{fmt.count(users)} users would take {fmt.size(wanted_bytes)}, {told['restore']} to restore and "
        f"{told['dump']} to dump, reckoned from {len(restores)} restores of up to "
        f"{fmt.size(largest)}; {fmt.plural(missing, 'row')} of the largest part did not arrive",
        kind="computed",
        depends=f"the machine's disks and network, at {fmt.factor(wanted_bytes / largest)} the size restored here",
        detail=tuple(
            {
                "part, bytes": each.size_bytes,
                "dump, bytes": each.dump_bytes,
                "dump, ms": each.dump_ms,
                "restore, ms": each.restore_ms,
            }
            for each in sorted(restores, key=lambda each: each.size_bytes)
        ),
    )


def reckoned(sizes_bytes: Sequence[float], times_ms: Sequence[float], wanted_bytes: float) -> Interval:
    """Return the hours that a straight line through times expects at a size, with its prediction interval.

    Source: Draper, Smith: Applied Regression Analysis (1998), section 3.1.
    """
    x: NDArray[np.float64] = np.asarray(sizes_bytes, dtype=np.float64)
    y: NDArray[np.float64] = np.asarray(times_ms, dtype=np.float64)
    fit = stats.linregress(x, y)
    freedom = len(x) - 2
    rest = y - (fit.intercept + fit.slope * x)
    spread = np.sqrt(np.sum(rest**2) / freedom)
    off = spread * np.sqrt(1 + 1 / len(x) + (wanted_bytes - x.mean()) ** 2 / np.sum((x - x.mean()) ** 2))
    margin = float(stats.t.ppf((1 + CONFIDENCE) / 2, freedom) * off)
    middle = float(fit.intercept + fit.slope * wanted_bytes)
    low, mid, high = (max(0.0, each) / _MS_AN_HOUR for each in (middle - margin, middle, middle + margin))
    return Interval(low, mid, high, CONFIDENCE, len(x))


def _parts(at: Loaded, sizes: Mapping[str, int], excluded: Sequence[str]) -> tuple[_Part, ...]:
    """Return parts of about the wanted fractions of all bytes, the smallest first, equal ones once."""
    homes = [home for home in at.physical.all_homes() if home.name not in excluded]
    most_bytes = min(sum(sizes[home.name] for home in homes), MOST_BYTES[at.depth])
    parts = {_part(at, homes, sizes, fraction * most_bytes) for fraction in FRACTIONS}
    return tuple(sorted((part for part in parts if part.tables), key=lambda part: part.size_bytes))


def _part(at: Loaded, homes: Sequence[PhysicalTable], sizes: Mapping[str, int], most_bytes: float) -> _Part:
    """Take tables in the order of their references as long as they fit, each only where what it refers to is taken."""
    taken: dict[str, int] = {}
    for home in homes:
        targets = {
            at.physical.home(each.target, home.shard).name
            for each in at.physical.references
            if each.table == home.table and each.real and each.target != home.table
        }
        if targets <= taken.keys() and sum(taken.values()) + sizes[home.name] <= most_bytes:
            taken[home.name] = sizes[home.name]
    return _Part(tuple(taken), sum(taken.values()))


def _restore(at: Loaded, part: _Part, excluded: Sequence[str], *, compare: bool) -> tuple[_Restore, int]:
    """Dump a part, restore it elsewhere, and count the rows that did not arrive if they are to be compared."""
    kept = set(part.tables)
    without = [home.name for home in at.physical.all_homes() if home.name not in kept and home.name not in excluded]
    with tempfile.TemporaryDirectory(prefix="livvly_lab_") as folder, at.elsewhere() as dsn:
        archive = Path(folder) / "part.dump"
        begun = perf_counter()
        run_program(
            "pg_dump",
            at.dsn,
            [
                *("--format=custom", "--compress=gzip:1", f"--file={archive}", f"--exclude-schema={MARK_SCHEMA}"),
                *(f'--exclude-table="{name}"' for name in excluded),
                *(f'--exclude-table-data-and-children="{name}"' for name in without),
            ],
        )
        dumped = perf_counter()
        run_program(
            "pg_restore",
            dsn,
            [
                *("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", "--no-comments"),
                *(f"--dbname={conninfo_to_dict(dsn)['dbname']}", archive),
            ],
        )
        restored = perf_counter()
        lost = sum(_lost(at, dsn, part.tables)) if compare else 0
        size = archive.stat().st_size
    return _Restore(part.size_bytes, (dumped - begun) * 1_000, (restored - dumped) * 1_000, size), lost


def _lost(at: Loaded, dsn: str, tables: Sequence[str]) -> Iterator[int]:
    """Yield for each table how many rows the restored one differs from its origin."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        for name in tables:
            there = connection.execute(question("count_rows").format(table=sql.Identifier(name))).fetchone()
            here = int(at.value("count_rows", table=sql.Identifier(name)))
            yield abs(here - (int(there[0]) if there else 0))
