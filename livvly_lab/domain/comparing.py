"""What changed between two results of the lab."""

from dataclasses import dataclass
from typing import Any

from livvly_lab.domain.results import Interval


@dataclass(frozen=True)
class Change:
    """Something that reads differently: a size asked for, a verdict, a state. `where` is a path of results.json."""

    where: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Moved:
    """A number that moved further than noise explains.

    `before` and `after` are intervals where the results have them, and counted numbers, which have no noise, where
    they have not. `factor` is after / before, None where one of them is 0.
    """

    where: str
    before: Interval | float
    after: Interval | float
    factor: float | None


@dataclass(frozen=True)
class Comparison:
    """Two results compared: what was asked for, what reads differently, what moved (the farthest first).

    `added` and `removed` are paths of rows that only the second or the first result has. `compared` counts the
    numbers that were held against each other, `without_noise` those of which nobody knows how noisy they are: times
    measured once, which say nothing here. `shift` is the factor by which the times of queries changed in the middle,
    and `spread` that within which those of most queries lie around it, both None where there are none. What all
    queries share is the machine or the server as much as the design, so a single query moved only where it did so
    beyond both.
    """

    sizes: tuple[Change, ...]
    changed: tuple[Change, ...]
    moved: tuple[Moved, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    compared: int
    without_noise: int
    shift: float | None
    spread: float | None

    @property
    def same(self) -> bool:
        """Tell whether nothing is different."""
        return not (self.sizes or self.changed or self.moved or self.added or self.removed)
