"""Judges samples: ratios between contestants of one round, their medians and intervals, and a noisy floor."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from livvly_lab.bench.samples import Sample
from livvly_lab.bench.sizes import LEAST_COPY_S
from livvly_lab.domain.results import Interval, Verdict

NEXT_CORE_BRINGS = 0.5
"""What one more connection adds at least to the floor of one, where a core is idle."""


@dataclass(frozen=True)
class Ratio:
    """How many rows per second `ours` writes for each of `other`, and the limit that it is held against.

    `at_most` marks a limit from above.
    """

    key: str
    says: str
    group: str
    ours: str
    other: str
    limit: float
    at_most: bool = False


RATIOS = (
    Ratio("users_vs_floor", "users table: pipeline / floor", "users", "users_pipeline", "users_floor_2", 0.75),
    Ratio("graph_vs_floor", "27 tables: pipeline / floor", "graph", "graph_pipeline", "graph_floor", 0.65),
    Ratio("users_vs_faker_copy", "users table: pipeline / Faker + COPY", "peers", "users_pipeline", "faker_copy", 45),
    Ratio(
        "load_and_index_vs_sql",
        "load, indexes, keys: pipeline / floor + SQL",
        "graph",
        "load_and_index_pipeline",
        "load_and_index_sql",
        0.90,
    ),
    Ratio(
        "cost_growth",
        "seconds per row: 1 M users per shard / 50 k",
        "growth",
        "growth_small",
        "growth_large",
        1.15,
        at_most=True,
    ),
)
"""Growth of the cost per row is a ratio of rates as well: the small load's over the large one's."""

PEAK_MEMORY_LIMIT_BYTES = 2**30


@dataclass(frozen=True)
class Judged:
    """A ratio with its value over the rounds; `level` of the interval is that of the range of so few values."""

    ratio: Ratio
    value: Interval
    verdict: Verdict


@dataclass(frozen=True)
class Floor:
    """How fast the floor is on one and on several connections, and whether the machine was too busy to tell."""

    connections: int
    cores: int
    rows_per_s_on_one: float
    rows_per_s: float

    @property
    def scaling(self) -> float:
        """How many times as fast the floor is on all its connections."""
        return self.rows_per_s / self.rows_per_s_on_one

    @property
    def expected_scaling(self) -> float:
        """What idle cores bring at least."""
        return 1 + (min(self.connections, self.cores) - 1) * NEXT_CORE_BRINGS

    @property
    def is_noisy(self) -> bool:
        """Tell whether something else used the cores, so that no ratio of this run can be trusted."""
        return self.scaling < self.expected_scaling


def judge(samples: Sequence[Sample]) -> tuple[Judged, ...]:
    """Return every ratio of RATIOS."""
    return tuple(_judged(ratio, _by_round(ratio, samples)) for ratio in RATIOS)


def spread(values: Sequence[float]) -> Interval:
    """Return the median within its range, whose confidence follows from how many values there are.

    The median of the population lies outside the range of n values only if all of them fall on one side of it.

    >>> spread([3, 1, 2])
    Interval(low=1, mid=2, high=3, level=0.75, n=3)
    """
    return Interval(min(values), median(values), max(values), 1 - 2 ** (1 - len(values)), len(values))


def rates(samples: Sequence[Sample], contestant: str) -> list[float]:
    """Return the rows per second of every run of a contestant."""
    return [sample.rows_per_s for sample in samples if sample.contestant == contestant]


def floor_of(samples: Sequence[Sample], connections: int, cores: int) -> Floor:
    """Return the floor of the users table on one and on several connections."""
    one, several = (median(rates(samples, f"users_floor_{number}")) for number in (1, connections))
    return Floor(connections, cores, one, several)


def too_short(samples: Sequence[Sample]) -> list[Sample]:
    """Return the timed COPYs that were over too soon to be trusted."""
    return [s for s in samples if s.timed.copies and s.timed.seconds < LEAST_COPY_S]


def _by_round(ratio: Ratio, samples: Sequence[Sample]) -> list[float]:
    """Return the ratio of every round: neighbours in time share the mood of the machine."""
    ours, other = (
        {s.round: s.rows_per_s for s in samples if s.group == ratio.group and s.contestant == key}
        for key in (ratio.ours, ratio.other)
    )
    return [ours[number] / other[number] for number in sorted(ours)]


def _judged(ratio: Ratio, values: Sequence[float]) -> Judged:
    value = spread(values)
    good, bad = (value.high <= ratio.limit, value.low > ratio.limit)
    if not ratio.at_most:
        good, bad = value.low >= ratio.limit, value.high < ratio.limit
    return Judged(ratio, value, "holds" if good else "fails" if bad else "depends")
