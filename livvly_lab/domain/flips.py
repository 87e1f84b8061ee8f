"""Plan flips: at which size the plan of a query changes, predicted without the rows, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from livvly_lab.domain.results import Verdict

Cause = Literal["another key", "same indexes", "row estimates", "near tie", "other statistics"]
Outcome = Literal["hit", "missed", "not loaded"]


@dataclass(frozen=True)
class Replanned:
    """A query planned at a factor of size: the shape that came most often over its keys.

    `shapes` are those of all keys, `costs` the expected cost of each, `estimates` the rows expected of each logical
    relation under the first key.
    """

    query: str
    shard: int | None
    factor: float
    shape: str
    shapes: tuple[str, ...]
    costs: tuple[float, ...]
    estimates: Mapping[str, float]


@dataclass(frozen=True)
class Flip:
    """A change of plan: from which factor and users on, what the plan does then and did before."""

    factor: float
    users: float
    before: str
    after: str


@dataclass(frozen=True)
class QueryFlips:
    """All changes of one query's plan between the size predictions start from and the largest factor.

    `loaded` tells what came of the prediction at the size that was really loaded, `cause` why it was missed;
    `loaded_flip` the change that was predicted or came on the way there, with the users of its size.
    """

    query: str
    shard: int | None
    plan: str
    flips: tuple[Flip, ...]
    loaded: Outcome
    predicted_change: bool
    real_change: bool
    cause: Cause | None
    loaded_flip: Flip | None


@dataclass(frozen=True)
class PlanFlips:
    """The flips of a workload from `users` on.

    `hit_rate` is None where there was nothing to compare; `raised_hit_rate` is what raising statistics alone comes
    to, pages left as they are.
    Predictions for the loaded size start from `loaded_from` users and are compared at `loaded_to`; `changed` and
    `changed_hit` count the queries whose plan really changed on the way, and those of them foreseen.
    """

    users: int
    largest_factor: float
    loaded_from: int
    loaded_to: int
    hit_rate: float | None
    raised_hit_rate: float | None
    changed: int
    changed_hit: int
    causes: Mapping[str, int]
    queries: tuple[QueryFlips, ...]
    verdict: Verdict
