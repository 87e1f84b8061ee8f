"""Arithmetic on who carries a load: Zipf's law with an exponent for the unevenness that was measured."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from livvly_lab.domain.draw import Floats, Zipf
from livvly_lab.domain.exploring import MOST_EXPONENT, Carriers
from livvly_lab.domain.load import Load, LoadGroup
from livvly_lab.forecast.skew import lorenz

STAND_IN = 1.0
"""The exponent where none can be measured: Zipf's own."""
SLICES = 400
"""Slices of a simulated Lorenz curve."""

_FEWEST = 5
"""Carriers below which no exponent is fitted."""
_STEPS = 40


def zipf_gini(exponent: float, n: int) -> float:
    """Return the Gini coefficient of n who bring 1/rank^exponent each.

    >>> round(zipf_gini(0, 100), 3), round(zipf_gini(1, 100), 3), round(zipf_gini(1.5, 1000), 3)
    (0.0, 0.624, 0.953)
    """
    weights = Zipf(exponent).weights(n)[::-1]
    places = 2 * np.arange(1, n + 1) - n - 1
    return abs(float((places * weights).sum() / (n * weights.sum())))


def fitted_exponent(gini: float, n: int) -> float:
    """Return the exponent at which n are as uneven as a Gini coefficient says, by halving; at most the largest.

    >>> round(fitted_exponent(zipf_gini(0.8, 400), 400), 6), fitted_exponent(0.0, 400)
    (0.8, 0.0)
    """
    low, high = 0.0, MOST_EXPONENT
    if gini <= 0:
        return low
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if zipf_gini(middle, n) < gini else (low, middle)
    return high


def carriers_of(load: Load, users: int) -> Carriers:
    """Return who carries a measured load among a number of users, with the exponent that is as uneven."""
    able = sum(group.users for group in load.groups)
    share, who = min(1.0, max(1, able) / max(1, users)), load.measure.who
    if able < _FEWEST or not load.total:
        return Carriers(who, share, STAND_IN, load.measure.name, None)
    gini = lorenz(load).gini
    return Carriers(who, share, round(fitted_exponent(gini, able), 2), load.measure.name, gini)


def nobody_measured() -> Carriers:
    """Return who carries a load that nothing is known of: all users, as Zipf's law has it."""
    return Carriers("user", 1.0, STAND_IN, "", None)


def slices(weights: Floats) -> tuple[LoadGroup, ...]:
    """Return falling weights as slices from those who bring least to those who bring most."""
    rising = weights[::-1]
    edges: Sequence[int] = np.unique(np.linspace(0, len(rising), SLICES + 1).astype(np.int64)).tolist()
    sums = np.concatenate([[0.0], np.cumsum(rising)])
    return tuple(LoadGroup(right - left, float(sums[right] - sums[left])) for left, right in pairwise(edges))
