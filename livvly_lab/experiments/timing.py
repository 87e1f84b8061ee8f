"""Times things that take turns, so that a busy moment of the machine meets all of them."""

from collections.abc import Callable, Mapping, Sequence
from time import perf_counter

from livvly_lab.domain.results import Interval
from livvly_lab.forecast.plans import quantile_interval

REPEATS = 15
BETWEEN_RUNS = 0.10
"""How far the median of one run differs from the next one's on a machine that others use; intervals are no narrower."""


def take_turns(
    things: Mapping[str, Callable[[], object]],
    repeats: int = REPEATS,
    before: Callable[[], object] = lambda: None,
) -> dict[str, tuple[float, ...]]:
    """Call things in turns and return the milliseconds of each call; every one is called once before, untimed.

    `before` is called before each turn, untimed.
    """
    before()
    for call in things.values():
        call()
    times: dict[str, list[float]] = {name: [] for name in things}
    for _ in range(repeats):
        before()
        for name, call in things.items():
            start = perf_counter()
            call()
            times[name].append((perf_counter() - start) * 1000)
    return {name: tuple(values) for name, values in times.items()}


def median(times_ms: Sequence[float]) -> Interval:
    """Return the median with its interval, no narrower than runs differ from each other."""
    return widened(quantile_interval(times_ms, 0.5))


def ratio(times_ms: Sequence[float], to_ms: Sequence[float]) -> Interval:
    """Return how many times as long one took as the other: the median over the turns, with its interval."""
    return widened(quantile_interval([a / b for a, b in zip(times_ms, to_ms, strict=True)], 0.5))


def widened(interval: Interval, by: float = BETWEEN_RUNS) -> Interval:
    """Return an interval whose ends are at least a share of the middle away from it."""
    off = abs(interval.mid) * by
    low, high = min(interval.low, interval.mid - off), max(interval.high, interval.mid + off)
    return Interval(low, interval.mid, high, interval.level, interval.n)


def scaled(interval: Interval, by: float) -> Interval:
    """Return an interval in another unit."""
    return Interval(interval.low * by, interval.mid * by, interval.high * by, interval.level, interval.n)
