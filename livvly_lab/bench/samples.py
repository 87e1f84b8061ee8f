"""What a bench measures: contestants that take turns, and a sample for every run of each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from livvly_lab.progress import Progress


@dataclass(frozen=True)
class Timed:
    """One run: the rows it wrote, the seconds that took, the bytes its tables then have on disk, indexes left out.

    `copies` is how many loads of equal size the seconds are the sum of, 0 where they hold more than COPY.
    """

    rows: int
    seconds: float
    table_bytes: int
    copies: int = 1


@dataclass(frozen=True)
class Sample:
    """A run with its place in the bench: who ran, in which group, in which round (from 0)."""

    contestant: str
    group: str
    round: int
    timed: Timed

    @property
    def rows_per_s(self) -> float:
        """Rows written per second."""
        return self.timed.rows / self.timed.seconds

    def as_dict(self) -> dict[str, Any]:
        """Return the sample as JSON knows it."""
        return {"contestant": self.contestant, "group": self.group, "round": self.round, **asdict(self.timed)}


Turn = Callable[[], Mapping[str, Timed]]
"""Runs one contestant once; one that passes several finishing lines returns a time for each."""


@dataclass(frozen=True)
class Group:
    """Contestants that are compared with each other, and how often they take turns."""

    name: str
    rounds: int
    turns: Sequence[Turn]


def take_turns(group: Group, progress: Progress) -> list[Sample]:
    """Let the contestants of a group run in turn, every other round in reverse, so that drift cancels."""
    samples: list[Sample] = []
    with progress.stage(group.name) as says, progress.bar(group.name, group.rounds * len(group.turns), " runs") as bar:
        for number in range(group.rounds):
            for turn in group.turns if number % 2 == 0 else reversed(group.turns):
                samples += [Sample(key, group.name, number, timed) for key, timed in turn().items()]
                bar.update(1)
        says.append(f"{group.rounds} rounds of {len(group.turns)} runs")
    return samples
