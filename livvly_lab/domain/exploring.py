"""What is tried in the explorer: a setting of users, shards and skew, and what a simulation of it gives."""

import math
from collections.abc import Collection
from dataclasses import dataclass

from livvly_lab.domain.parameters import MOST_SHARDS, known
from livvly_lab.domain.results import Skew
from livvly_lab.domain.skew import HotEffect, Lorenz
from livvly_lab.errors import UsageError

MOST_USERS = 50_000_000
MOST_EXPONENT = 5.0


@dataclass(frozen=True)
class Setting:
    """What an architect turns: `function` takes ids of a kind (`keys`) to shards.

    `exponent` is the skew among those who bring the load: rank r brings 1/r^exponent, so that at 0 all bring the same.
    """

    users: int
    shards: int
    function: str
    keys: str
    exponent: float

    def check(self, functions: Collection[str], kinds: Collection[str]) -> None:
        """Refuse a setting that cannot be. Raises UsageError saying which part of it, and what could be."""
        _within("users", self.users, 1, MOST_USERS)
        _within("shards", self.shards, 1, MOST_SHARDS)
        known("the hash", self.function, functions)
        known("the kind of ids", self.keys, kinds)
        _within("skew", self.exponent, 0, MOST_EXPONENT)


@dataclass(frozen=True)
class Carriers:
    """Who brings the load of a design: `who` they are, their `share` of the users, how uneven they are (`exponent`).

    The exponent is the one whose Gini coefficient was measured, as `gini`, in the load called `load`; None where too
    few brought anything, and the exponent then stands in for it.
    """

    who: str
    share: float
    exponent: float
    load: str
    gini: float | None


@dataclass(frozen=True)
class Explored:
    """What a simulation of a setting gave: users and load over the shards, who carries it, what the hottest does.

    `hot` is the effect of the one who brings most in the shard that carries most; `carriers` bring the load, and
    `empty` shards hold no user.
    """

    setting: Setting
    users: Skew
    load: Skew
    curve: Lorenz
    hot: HotEffect
    carriers: int
    empty: int


def _within(what: str, value: float, least: float, most: float) -> None:
    if not (math.isfinite(value) and least <= value <= most):
        raise UsageError(f"{what} from {least:,g} to {most:,.0f}", f"{value:,g}", "move it back, or press Reset")
