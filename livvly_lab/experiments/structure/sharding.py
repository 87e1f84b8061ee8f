"""Compares ways to share rows out to shards: by the id of a user, or by what whole groups of users have in common."""

import heapq
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import numpy as np

from livvly_lab.domain.claims import Measurement, Outcome, Quantity, Unmeasured
from livvly_lab.experiments.loaded import Loaded
from livvly_lab.measure.question import addressed
from livvly_lab.report import fmt

_SHOWN = 5


def shard_keys(at: Loaded, *, shards: int, ways: Mapping[str, str]) -> Outcome:
    """Share the rows of this run out to shards by several keys, and take the fullest shard of each against the mean.

    `ways` maps how to a query that returns each value of the key with its rows. A uuid goes where the shard function
    sends it; other values, such as regions, are dealt out to even the shards as well as a value that stays whole
    allows. Nothing is moved.
    """
    found = {
        name: at.connection.execute(addressed(query, at.physical, None)).fetchall() for name, query in ways.items()
    }
    if not all(found.values()):
        return Unmeasured(f"rows to share out {fmt.listing(name for name, rows in found.items() if not rows)}")
    dealt = {name: dealt_out(at, rows, shards) for name, rows in found.items()}
    fullest = {name: max(loads) / (sum(loads) / shards) for name, loads in dealt.items()}
    largest = {name: max(rows, key=lambda row: row[1]) for name, rows in found.items()}
    return Measurement(
        tuple(Quantity(value, "factor", name, n=len(found[name])) for name, value in fullest.items()),
        f"of {shards} shards the fullest holds "
        + fmt.listing(f"{fmt.factor(value)} the mean {name}" for name, value in fullest.items())
        + "".join(
            f"; {value} alone brings {fmt.share(n / sum(dealt[name]))} of the rows {name}"
            for name, (value, n) in largest.items()
            if not isinstance(value, UUID)
        ),
        detail=tuple(
            {"way": name, "value": str(value), "rows": int(n), "of all rows, %": 100 * n / sum(dealt[name])}
            for name, rows in found.items()
            for value, n in sorted(rows, key=lambda row: -row[1])[:_SHOWN]
            if not isinstance(value, UUID)
        ),
        kind="computed",
    )


def dealt_out(at: Loaded, rows: Sequence[tuple[Any, int]], shards: int) -> list[float]:
    """Return the rows each shard gets: by the shard function for uuids, the largest value first to the emptiest else.

    Source: Graham, Bounds on multiprocessing timing anomalies (1969), for the second.
    """
    if isinstance(rows[0][0], UUID):
        ids = np.frombuffer(b"".join(value.bytes for value, _ in rows), dtype=np.uint8).reshape(-1, 16)
        weights = np.array([n for _, n in rows], dtype=np.float64)
        return list(np.bincount(at.function.route(ids, shards), weights=weights, minlength=shards))
    emptiest = [0.0] * shards
    for _, n in sorted(rows, key=lambda row: -row[1]):
        heapq.heapreplace(emptiest, emptiest[0] + n)
    return emptiest
