"""Compares samples with what was declared: Kolmogorov-Smirnov, chi-square, and simulation where ranks are not known.

Millions of rows make a tiny deviation significant, so a verdict comes from the size of the effect and its interval;
p stands beside it. Sources: Massart 1990 (the band of Dvoretzky, Kiefer and Wolfowitz); Cohen, Statistical Power
Analysis for the Behavioral Sciences, 1988 (w, 0.1 is small).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, sqrt

import numpy as np
from scipy import special, stats
from scipy.optimize import brentq

from livvly_lab.domain.draw import Floats
from livvly_lab.domain.results import Interval, Verdict
from livvly_lab.domain.sample import Comparison, Curve, DistributionTest, Drawn, TableRatio, Test
from livvly_lab.forecast.shapes import History, cumulative, describe, mean, shares, weights

LEVEL = 0.95
LARGEST_D = 0.05
LARGEST_W = 0.1
"""Up to these an effect counts as none: five in a hundred rows on the wrong side of a value; small, as Cohen says."""

LEAST_EXPECTED = 5
"""Cells of a chi-square test that expect fewer rows are pooled."""

_RUNS = 400
_KS_95 = 1.3581  # the 95 % point of Kolmogorov's distribution
_Z = 1.96
_CURVE_POINTS = 240


@dataclass(frozen=True)
class _Outcome:
    """What one kind of test found, before it is judged."""

    test: Test
    statistic: float | None
    p_value: float | None
    effect: Interval | None
    noise: float | None
    needed: int


def compare(drawn: Drawn, history: History) -> Comparison:
    """Compare a sample with its declared distribution; a sample too small to tell says how many rows it takes."""
    kinds = {"values": _values, "ranks": _ranks}
    outcome, curve = kinds.get(drawn.sample.kind, _counts)(drawn, history)
    limit = LARGEST_W if outcome.test == "chi-square" else LARGEST_D
    sample = drawn.sample
    test = DistributionTest(
        name=sample.name,
        says=sample.says,
        unit=sample.unit,
        distribution=sample.distribution,
        declared=describe(sample.shape),
        test=outcome.test,
        n=drawn.n,
        statistic=outcome.statistic,
        p_value=outcome.p_value,
        effect=outcome.effect,
        limit=limit,
        noise=outcome.noise,
        needed=outcome.needed,
        departs=sample.departs,
        verdict=_verdict(outcome, limit, drawn.n, departs=bool(sample.departs)),
    )
    return Comparison(sample, test, curve)


def ratios(declared: Mapping[str, float], rows: Mapping[str, int], users: int) -> tuple[TableRatio, ...]:
    """Compare rows per user with what was declared, for every table that grows with the users."""
    return tuple(
        TableRatio(
            table=table,
            rows=rows.get(table, 0),
            declared=ratio,
            measured=rows.get(table, 0) / users,
            band=_Z / sqrt(ratio * users) if ratio else None,
        )
        for table, ratio in declared.items()
    )


def _verdict(outcome: _Outcome, limit: float, n: int, *, departs: bool) -> Verdict:
    effect = outcome.effect
    if effect is not None and effect.low > limit:
        return "depends" if departs else "fails"
    if effect is None or n < outcome.needed:
        return "not measured here"
    return "holds" if effect.high <= limit else "depends"


def _values(drawn: Drawn, history: History) -> tuple[_Outcome, Curve]:
    """Test values by Kolmogorov and Smirnov, on both sides of every step of the sample."""
    needed = ceil((_KS_95 / LARGEST_D) ** 2)
    if not drawn.n:
        return _Outcome("Kolmogorov-Smirnov", None, None, None, None, needed), Curve((), (), ())
    sample, n = drawn.sample, drawn.n
    x, upto, rows = (np.asarray(part, dtype=np.float64) for part in (drawn.labels, drawn.upto, drawn.rows))
    scale = mean(sample.shape) / _mean(x, upto) if sample.relative else 1.0
    above, below = (cumulative(sample.shape, (x + side) * scale, history) for side in _sides(x, sample.step))
    d = float(max(np.abs(upto / n - above).max(), np.abs((upto - rows) / n - below).max()))
    noise = float(stats.kstwo.ppf(LEVEL, n))
    effect = Interval(max(0.0, d - noise), d, min(1.0, d + noise), LEVEL, n)
    outcome = _Outcome("Kolmogorov-Smirnov", d, float(stats.kstwo.sf(d, n)), effect, noise, needed)
    few = np.unique(np.linspace(0, len(x) - 1, min(len(x), _CURVE_POINTS)).astype(np.int64))
    return outcome, Curve(((x + sample.step / 2) * scale)[few].tolist(), above[few].tolist(), (upto / n)[few].tolist())


def _sides(x: Floats, step: float) -> tuple[Floats, Floats]:
    """Return how far above and below each value to look: half a step, or next to nothing."""
    tiny: Floats = np.abs(x) * 1e-12
    return (tiny * 0 + step / 2, tiny * 0 - step / 2) if step else (tiny * 0, -tiny)


def _mean(x: Floats, upto: Floats) -> float:
    """Return the mean of a sample; a value stands for those below it that did not come."""
    total = float((x * np.diff(upto, prepend=0.0)).sum() / upto[-1])
    return total or 1.0


def _counts(drawn: Drawn, history: History) -> tuple[_Outcome, Curve]:
    """Test counts by chi-square, cells that expect few pooled."""
    labels, declared, rows = shares(drawn, history)
    n = drawn.n
    needed = _rows_needed(int(np.count_nonzero(declared)) - 1)
    curve = Curve(labels, declared.tolist(), (rows / max(n, 1)).tolist())
    expected, counted = _cells(declared * n, rows)
    degrees = len(expected) - 1
    if degrees < 1:
        return _Outcome("chi-square", None, None, None, None, needed), curve
    chi2 = float(((counted - expected) ** 2 / expected).sum())
    low, high = (sqrt(ends / n) for ends in _noncentral(chi2, degrees))
    effect = Interval(low, sqrt(max(0.0, chi2 - degrees) / n), high, LEVEL, n)
    noise = sqrt((stats.chi2.ppf(LEVEL, degrees) - degrees) / n)
    return _Outcome("chi-square", chi2, float(stats.chi2.sf(chi2, degrees)), effect, noise, needed), curve


def _rows_needed(degrees: int) -> int:
    return ceil((stats.chi2.ppf(LEVEL, degrees) - degrees) / LARGEST_W**2) if degrees > 0 else 0


def _cells(expected: Floats, counted: Floats) -> tuple[Floats, Floats]:
    """Return the cells of a test: those expected, some pooled, and one of rows nobody declared, where there are any.

    Rows that nobody declared are not pooled with others, which would hide them: one of them is let pass.
    """
    declared = expected > 0
    cells, rows = _pooled(expected[declared], counted[declared])
    strange = counted[~declared].sum()
    return (np.append(cells, 1.0), np.append(rows, strange)) if strange else (cells, rows)


def _pooled(expected: Floats, counted: Floats) -> tuple[Floats, Floats]:
    """Pool the cells that expect least into one until each expects enough; none are left where all do not."""
    if expected.sum() < LEAST_EXPECTED:
        return expected[:0], counted[:0]
    order = np.argsort(expected)
    expected, counted = expected[order], counted[order]
    few = int(np.searchsorted(expected, LEAST_EXPECTED))
    if few and expected[:few].sum() < LEAST_EXPECTED:
        few += 1
    if not few:
        return expected, counted
    first = slice(0, few)
    return (
        np.concatenate([[expected[first].sum()], expected[few:]]),
        np.concatenate([[counted[first].sum()], counted[few:]]),
    )


def _noncentral(chi2: float, degrees: int) -> tuple[float, float]:
    """Return the ends of the interval of n * w^2, from the noncentral chi-square distribution."""

    def end(probability: float) -> float:
        def off(noncentrality: float) -> float:
            return float(special.chndtr(chi2, degrees, noncentrality)) - probability

        if off(0.0) <= 0:
            return 0.0
        return float(brentq(off, 0.0, 2 * chi2 + 60 + 20 * sqrt(chi2 + degrees)))

    return end((1 + LEVEL) / 2), end((1 - LEVEL) / 2)


def _ranks(drawn: Drawn, history: History) -> tuple[_Outcome, Curve]:  # noqa: ARG001 - the form of the others
    """Compare the rows of owners, most first, with draws from the declared shares, sorted in the same way."""
    owners, n = len(drawn.rows), drawn.n
    needed = ceil((_KS_95 / LARGEST_D) ** 2)
    if not n or owners < 2:
        return _Outcome("simulation", None, None, None, None, needed), Curve((), (), ())
    draws = np.random.default_rng(0).multinomial(n, weights(drawn.sample.shape, owners), size=_RUNS)
    declared = _from_the_top(draws)
    typical = declared.mean(axis=0)
    gaps = np.abs(declared - typical).max(axis=1)
    measured = _from_the_top(np.array([drawn.rows]))[0]
    d = float(np.abs(measured - typical).max())
    noise = float(np.quantile(gaps, LEVEL))
    effect = Interval(max(0.0, d - noise), d, min(1.0, d + noise), LEVEL, n)
    p_value = float((1 + np.count_nonzero(gaps >= d)) / (1 + _RUNS))
    places = np.unique(np.linspace(0, owners - 1, min(owners, _CURVE_POINTS)).astype(np.int64))
    down = (places + 1) / owners
    curve = Curve(down.tolist(), typical[places].tolist(), measured[places].tolist())
    return _Outcome("simulation", d, p_value, effect, noise, needed), curve


def _from_the_top(rows: np.typing.NDArray[np.int64]) -> Floats:
    """Return the cumulative share of the owners with most rows, draw by draw."""
    ordered = -np.sort(-rows, axis=1)
    shared: Floats = np.cumsum(ordered, axis=1) / ordered.sum(axis=1, keepdims=True)
    return shared
