"""Asks whether more shards spread a load more evenly, by routing those who bring it again and again."""

import numpy as np
from numpy.typing import NDArray
from psycopg import sql

from livvly_lab.domain.claims import Measurement, Outcome, Quantity, Unmeasured
from livvly_lab.domain.load import LoadMeasure
from livvly_lab.experiments.loaded import Loaded
from livvly_lab.forecast.plans import quantile_interval
from livvly_lab.report import fmt

DRAWS = 400
"""Assignments of users to shards, each as likely under a fair hash."""


def hottest_shard(at: Loaded, *, load: str, few: int, many: int) -> Outcome:
    """Put those who bring a load on fewer and on more shards, at random many times, and compare the hottest shard."""
    measure = next((each for each in at.physical.design.load if each.name == load), None)
    amounts = None if measure is None else _amounts(at, measure)
    if amounts is None or len(amounts) < many:
        return Unmeasured(f"a load with {load} of at least {many} users")
    rng = np.random.default_rng(at.parameters.seed)
    hot = {shards: _hottest(amounts, shards, rng) for shards in (few, many)}
    mean = amounts.sum() / np.array([few, many])
    relative = (hot[many] / mean[1]) / (hot[few] / mean[0])
    carried = hot[many] / hot[few]
    unit = measure.unit if measure else ""
    return Measurement(
        (
            Quantity(
                float(np.median(relative)),
                "factor",
                "against the mean",
                quantile_interval(relative.tolist(), 0.5),
                DRAWS,
            ),
            Quantity(
                float(np.median(carried)),
                "factor",
                "in absolute terms",
                quantile_interval(carried.tolist(), 0.5),
                DRAWS,
            ),
        ),
        f"the hottest of {many} shards carries {fmt.factor(float(np.median(hot[many])) / mean[1])} the mean, of {few} "
        f"shards {fmt.factor(float(np.median(hot[few])) / mean[0])}, and {fmt.factor(float(np.median(carried)))} as "
        f"much in absolute terms ({load} of {fmt.plural(len(amounts), 'user')}, median of {DRAWS} assignments)",
        detail=tuple(
            {
                "shards": shards,
                f"mean, {unit}": float(amounts.sum() / shards),
                f"hottest, {unit}": float(np.median(hot[shards])),
                "times the mean": float(np.median(hot[shards]) * shards / amounts.sum()),
            }
            for shards in (few, many)
        ),
    )


def _amounts(at: Loaded, measure: LoadMeasure) -> NDArray[np.float64]:
    """Return what each user brings of a load."""
    parts = sql.SQL(" UNION ALL ").join(
        [
            sql.SQL("SELECT {key} AS id, ({amount})::float8 AS amount FROM {table} GROUP BY 1").format(
                key=sql.Identifier(part.key), amount=sql.SQL(part.amount), table=sql.Identifier(part.table)
            )
            for part in measure.parts
        ]
    )
    rows = at.ask("load_by_user", parts=parts)
    return np.array([amount for (amount,) in rows], dtype=np.float64)


def _hottest(amounts: NDArray[np.float64], shards: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return the load of the hottest shard in each of many random assignments."""
    homes = rng.integers(0, shards, size=(DRAWS, len(amounts)))
    return np.array([np.bincount(home, weights=amounts, minlength=shards).max() for home in homes])
