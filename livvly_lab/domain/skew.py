"""What the arithmetic says about skew: readings of a claim, the hottest, the curve of who carries, cross-shard rows."""

from collections.abc import Mapping
from dataclasses import dataclass

from livvly_lab.domain.results import Interval, Verdict


@dataclass(frozen=True)
class Reading:
    """One way to read a claim that shards are even: the deviations from the mean it allows, low and high."""

    key: str
    says: str
    low: float
    high: float

    @property
    def limit(self) -> float:
        """The deviation that breaks the reading first, whichever side it lies on."""
        return min(-self.low, self.high)


@dataclass(frozen=True)
class ReadingVerdict:
    """A reading judged at the size of the run, and at the size the claim is about.

    `users` were counted over `shards`; `worst` is the deviation farthest from the mean, with its sign. A fair hash
    breaks the reading in at most `break_probability` of runs of this size, and keeps it in 95 of 100 from
    `users_needed` on. At `claimed_users` over `claimed_shards` a fair hash stays under `claimed_band`.
    """

    reading: Reading
    users: int
    shards: int
    worst: float
    worst_shard: int
    band: float
    verdict: Verdict
    break_probability: float
    users_needed: int
    claimed_users: int
    claimed_shards: int
    claimed_band: float
    claimed_verdict: Verdict
    source: str


@dataclass(frozen=True)
class BandCurve:
    """The noise band of users against their number, for one number of shards, and where it meets a limit.

    `bands` holds, by confidence, the relative deviation that no shard exceeds at each of the numbers in `users`;
    from `users_needed` on the limit can be promised at the highest of them.
    """

    shards: int
    users: tuple[float, ...]
    bands: Mapping[float, tuple[float, ...]]
    limit: float
    users_needed: int


@dataclass(frozen=True)
class HotEffect:
    """What one hot user does to his shard: his shares, and the shard's deviation with and without him."""

    user: str
    shard: int | None
    amount: float
    share: float
    shard_share: float
    deviation: float
    deviation_without: float


@dataclass(frozen=True)
class Lorenz:
    """Who carries a load: users from least to most (`x`, a share) against what they bring together (`y`, a share).

    `top_share` is what the top `top` of the users bring. A Gini coefficient of 0 means all bring the same.
    """

    x: tuple[float, ...]
    y: tuple[float, ...]
    gini: float
    top: float
    top_share: float
    users: int


@dataclass(frozen=True)
class CrossShard:
    """How many rows of a two-party relation have their parties in two shards, and what a fair hash would give."""

    table: str
    says: str
    rows: int
    crossing: int
    share: float
    fair: Interval
    same_user: int
    absent: int

    @property
    def as_fair(self) -> bool:
        """Tell whether a fair hash would give such a share in 95 of 100 runs."""
        return self.fair.low <= self.share <= self.fair.high
