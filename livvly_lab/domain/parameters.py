"""What a run of the lab is asked for: the design, its sizes, its layout, the seed."""

import math
from collections.abc import Collection
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from typing import Literal, get_args

from livvly_lab.domain.layouts import DEFAULT_FUNCTION, LAYOUTS
from livvly_lab.errors import UsageError

Depth = Literal["quick", "full"]
"""How far experiments go: quick, so that a report with all of them takes minutes, or full, to bigger sizes."""

DEPTHS: tuple[Depth, ...] = get_args(Depth)
MOST_SHARDS = 1024
MOST_SEED = 2**31 - 1


@dataclass(frozen=True)
class Parameters:
    """The sizes and choices that decide which rows stand in the database; equal parameters give equal rows.

    Without a `shard_function`, it is that of the layout.
    """

    design: str = "livvly"
    shards: int = 8
    users_per_shard: int = 2_500
    activity: float = 1.0
    layout: str = "inheritance"
    seed: int = 7
    shard_function: str = ""

    def __post_init__(self) -> None:
        """Name the layout's shard function where none was asked for."""
        if not self.shard_function:
            function = LAYOUTS[self.layout].function if self.layout in LAYOUTS else DEFAULT_FUNCTION
            object.__setattr__(self, "shard_function", function)

    @property
    def users(self) -> int:
        """All users over all shards."""
        return self.shards * self.users_per_shard

    def as_dict(self) -> dict[str, str | int | float]:
        """Return the parameters by name, as they are kept beside a server."""
        return asdict(self)

    def check_names(self, designs: Collection[str], layouts: Collection[str], functions: Collection[str]) -> None:
        """Refuse a name the lab does not have; raises UsageError with the nearest one."""
        known("--design", self.design, designs)
        known("--layout", self.layout, layouts)
        known("--shard-function", self.shard_function, functions)
        LAYOUTS[self.layout].check_function(self.shard_function)

    def check_sizes(self) -> None:
        """Refuse a size that cannot be; raises UsageError naming the option, the value and an example."""
        _between("--shards", self.shards, 1, MOST_SHARDS, "livvly-lab report --shards 8")
        _between("--users-per-shard", self.users_per_shard, 1, None, "livvly-lab report --users-per-shard 2500")
        _between("--seed", self.seed, 0, MOST_SEED, "livvly-lab report --seed 7")
        if not (math.isfinite(self.activity) and 0 < self.activity <= 100):
            raise UsageError(
                "--activity above 0 and at most 100",
                f"{self.activity:g}",
                "for example: livvly-lab report --activity 1",
            )


def known(option: str, value: str, names: Collection[str]) -> None:
    """Refuse a name that is not in the list; the nearest spelling is suggested."""
    if value in names:
        return
    near = get_close_matches(value, names, n=1)
    do = f"did you mean {near[0]}?" if near else f"for example: {option} {next(iter(names))}"
    raise UsageError(f"{option} to be one of {', '.join(names)}", repr(value), do)


def depth_of(name: str) -> Depth:
    """Return the depth of that name. Raises UsageError where there is none."""
    known("--depth", name, DEPTHS)
    return next(each for each in DEPTHS if each == name)


def _between(option: str, value: int, least: int, most: int | None, example: str) -> None:
    if value < least or (most is not None and value > most):
        limits = f">= {least}" if most is None else f"from {least} to {most}"
        raise UsageError(f"{option} {limits}", str(value), f"for example: {example}")
