"""What a declared distribution expects: cumulative probabilities, the shares of values, ranks, intervals and hours."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import singledispatch
from typing import Any

import numpy as np
from scipy.special import ndtr

from livvly_lab.domain.clock import DAY_US, HOUR_US, MINUTE_US, Rhythm
from livvly_lab.domain.draw import Choice, Distribution, Floats, LogNormal, Zipf
from livvly_lab.domain.sample import Drawn

_CELL_US = 30 * MINUTE_US
_EPOCH_WEEKDAY = 3  # 1970-01-01 was a Thursday, and Monday is 0


@dataclass(frozen=True)
class History:
    """The span of time the rows cover, in microseconds since 1970 UTC."""

    start_us: int
    end_us: int


@singledispatch
def cumulative(shape: Distribution, x: Floats, history: History) -> Floats:  # noqa: ARG001 - the form of the others
    """Return the declared probability of a value up to each x. Raises TypeError for a shape without values."""
    raise TypeError(f"{type(shape).__name__} has no values on an axis")


@cumulative.register
def _(shape: LogNormal, x: Floats, history: History) -> Floats:  # noqa: ARG001 - as above
    with np.errstate(divide="ignore"):
        below = ndtr(np.log(np.maximum(x, 0.0) / shape.median) / shape.sigma)
    return np.where(x >= shape.most, 1.0, below)


@cumulative.register
def _(shape: Rhythm, x: Floats, history: History) -> Floats:
    return shape.clock(history.start_us, history.end_us).share(x.astype(np.int64))


def mean(shape: Distribution) -> float:
    """Return the mean of a log-normal, not cut off. Raises TypeError for another shape."""
    if not isinstance(shape, LogNormal):
        raise TypeError(f"{type(shape).__name__} cannot be declared relative to its mean")
    return float(shape.median * np.exp(shape.sigma**2 / 2))


def shares(drawn: Drawn, history: History) -> tuple[list[Any], Floats, Floats]:
    """Return labels, declared shares and counted rows of a sample that counts; what nobody declared has share 0."""
    sample = drawn.sample
    counted = dict(zip(drawn.labels, drawn.rows, strict=True))
    if sample.kind == "choices":
        declared = _choices(sample.shape)
    elif sample.kind == "week":
        declared = _week(sample.shape, history)
    elif sample.kind == "intervals":
        declared = _intervals(sample.shape, drawn.labels, history)
    else:
        declared = _places(sample.shape, len(drawn.labels))
    labels = [*declared, *(label for label in counted if label not in declared)]
    expected = np.array([declared.get(label, 0.0) for label in labels], dtype=np.float64)
    rows = np.array([counted.get(label, 0) for label in labels], dtype=np.float64)
    return labels, expected / (expected.sum() or 1.0), rows


def weights(shape: Distribution, n: int) -> Floats:
    """Return the declared shares of n ranks. Raises TypeError for a shape without ranks."""
    if not isinstance(shape, Zipf):
        raise TypeError(f"{type(shape).__name__} has no ranks")
    return shape.weights(n)


def describe(shape: Distribution) -> str:
    """Say what was declared in a few words."""
    if isinstance(shape, LogNormal):
        most = f", at most {shape.most:g}" if np.isfinite(shape.most) else ""
        return f"log-normal, median {shape.median:.3g}, σ {shape.sigma:g}{most}"
    if isinstance(shape, Zipf):
        return f"Zipf, exponent {shape.exponent:g}, shift {shape.shift:g}" + (
            f" + {shape.flat:g} of all" if shape.flat else ""
        )
    if isinstance(shape, Choice):
        return ", ".join(
            f"{value} {100 * weight / sum(shape.weights):.3g} %"
            for value, weight in zip(shape.values, shape.weights, strict=True)
        )
    if isinstance(shape, Rhythm):
        growth = f", ×{shape.growth_per_month:g} a month" if shape.growth_per_month != 1 else ""
        return f"weights of 24 hours and 7 weekdays{growth}"
    return type(shape).__name__


def _choices(shape: Distribution) -> dict[Any, float]:
    if not isinstance(shape, Choice):
        raise TypeError(f"{type(shape).__name__} has no values to choose from")
    return dict(zip(shape.values, shape.weights, strict=True))


def _places(shape: Distribution, n: int) -> dict[Any, float]:
    return dict(enumerate(weights(shape, n).tolist())) if n else {}


def _intervals(shape: Distribution, labels: Sequence[Any], history: History) -> dict[Any, float]:
    ends = np.array(
        [(-np.inf if low is None else low, np.inf if high is None else high) for low, high in labels], dtype=np.float64
    ).reshape(-1, 2)
    low, high = (cumulative(shape, ends[:, side], history) for side in (0, 1))
    return dict(sorted(zip(labels, (high - low).tolist(), strict=True), key=lambda pair: pair[0][0] or 0.0))


def _week(shape: Distribution, history: History) -> dict[Any, float]:
    """Return the share of each (ISO weekday, hour) of the local clock, the growth within the week included."""
    if not isinstance(shape, Rhythm):
        raise TypeError(f"{type(shape).__name__} has no hours of the week")
    mass = np.diff(shape.clock(history.start_us, history.end_us).mass)
    local = history.start_us + np.arange(len(mass)) * _CELL_US + shape.utc_offset_minutes * MINUTE_US
    weekday, hour = (local // DAY_US + _EPOCH_WEEKDAY) % 7, local // HOUR_US % 24
    by_hour = np.bincount(weekday * 24 + hour, weights=mass, minlength=168)
    return {(place // 24 + 1, place % 24): float(share) for place, share in enumerate(by_hour)}
