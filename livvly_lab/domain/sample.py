"""Samples: how a declared distribution is measured in the rows, and what comparing the two gave."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from livvly_lab.domain.draw import Distribution
from livvly_lab.domain.results import Interval, Verdict

SampleKind = Literal["values", "choices", "places", "ranks", "intervals", "week"]
Test = Literal["Kolmogorov-Smirnov", "chi-square", "simulation"]


@dataclass(frozen=True)
class Sample:
    """A question to the loaded rows whose answer should follow a declared distribution.

    `sql` has the parameters `%(since)s` and `%(as_of)s`, the ends of history, and returns by `kind`: "values" one
    value a row (of a Rhythm: a time); "choices" a value and its rows; "places" a rank from 0 and its rows; "ranks"
    the rows of each owner, whose rank nobody knows; "intervals" two ends (NULL: none) and the rows between them;
    "week" ISO weekday, hour and rows. `distribution` is the name of the declared `shape`, `axis` what its values are,
    `step` the grain of values that were made whole. Of a `relative` sample only the shape is declared, and both sides
    are divided by their mean. `departs` says why the rows are meant to follow something else than the shape they
    start from.
    """

    name: str
    says: str
    distribution: str
    shape: Distribution
    kind: SampleKind
    unit: str
    sql: str
    axis: str = ""
    step: float = 0.0
    relative: bool = False
    departs: str = ""


@dataclass(frozen=True)
class Drawn:
    """What a sample returned: by kind the values or what the rows are counted by, and the rows.

    `upto` are, for "values" alone, the rows with this value or a lower one: of millions of values only some come,
    `n` counts all of them.
    """

    sample: Sample
    labels: Sequence[Any]
    rows: Sequence[int]
    n: int
    upto: Sequence[int] = ()


@dataclass(frozen=True)
class Curve:
    """Declared and measured beside each other: shares at `labels`, cumulative where the sample is continuous."""

    labels: Sequence[Any]
    declared: Sequence[float]
    measured: Sequence[float]


@dataclass(frozen=True)
class DistributionTest:
    """What comparing a sample with its distribution gave.

    `effect` is D (Kolmogorov-Smirnov, simulation: the largest distance between two cumulative curves) or Cohen's w
    (chi-square), `limit` the effect up to which it counts as none, `noise` what a perfect sample of `n` stays under
    in 95 of 100 draws. The verdict compares the interval of the effect with the limit; `p_value` only says whether
    the deviation is chance. `needed` is the n from which noise is below the limit.
    """

    name: str
    says: str
    unit: str
    distribution: str
    declared: str
    test: Test
    n: int
    statistic: float | None
    p_value: float | None
    effect: Interval | None
    limit: float
    noise: float | None
    needed: int
    departs: str
    verdict: Verdict


@dataclass(frozen=True)
class Comparison:
    """A sample, what testing it gave, and the two curves to draw."""

    sample: Sample
    test: DistributionTest
    curve: Curve


@dataclass(frozen=True)
class TableRatio:
    """Rows of a table for each user, declared and measured; `band` is what chance makes of them, were each row alone.

    `band` is relative to the declared, in 95 of 100 populations; None where no row is expected.
    """

    table: str
    rows: int
    declared: float
    measured: float
    band: float | None

    @property
    def deviation(self) -> float | None:
        """How far the measured is off the declared, relative to it."""
        return self.measured / self.declared - 1 if self.declared else None


@dataclass(frozen=True)
class Portrait:
    """What shows the population to a reader: `sql` returns examples, `different` are columns that never repeat.

    Each of `different` is (what it is, table, column).
    """

    says: str
    sql: str
    different: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class Example:
    """The rows a portrait returned, and its column names."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True)
class Distinct:
    """How many values a column has, and how many different ones."""

    what: str
    values: int
    different: int
