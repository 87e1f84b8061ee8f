"""Connections: what a pooler's numbers come to, how long a connection is waited for, computed and measured."""

from dataclasses import dataclass

from livvly_lab.domain.results import Interval, Verdict


@dataclass(frozen=True)
class Requests:
    """What clients saw who shared a pool: waits for a connection, and how long it was held, in milliseconds."""

    pool: int
    clients: int
    think_ms: float
    seconds: float
    waits_ms: tuple[float, ...]
    held_ms: tuple[float, ...]


@dataclass(frozen=True)
class PoolPoint:
    """A pool of so many connections with real clients: the measured wait against what the model says.

    `held_ms` is the mean time a connection was held, `variation` its squared coefficient of variation, `utilisation`
    the measured part of the time in which a connection is held.
    """

    pool: int
    clients: int
    think_ms: float
    requests: int
    held_ms: float
    variation: float
    utilisation: float
    modelled_utilisation: float
    p95_wait_ms: Interval
    modelled_p95_wait_ms: float


@dataclass(frozen=True)
class PoolWait:
    """What the model says of a pool: the part of the time in which a connection is busy, and the p95 wait for one."""

    pool: int
    utilisation: float
    p95_wait_ms: float


@dataclass(frozen=True)
class PoolFact:
    """One line of a pooler's arithmetic: what the text says, what its own numbers give, whether they agree."""

    key: str
    says: str
    claimed: int
    computed: int
    how: str
    verdict: Verdict


@dataclass(frozen=True)
class Connections:
    """Everything found about connections.

    `held_limit_ms` is how long a request could keep a processor before all are busy 80 % of the time.
    `requests_per_s` and `busy` are those of the promised users, by Little's law: so many requests arrive, so many
    connections are busy. `points` are measured here, `waits` computed for the promised users on the machine's
    processors, `facts` the arithmetic of the specification.
    """

    held_ms: float
    users: int
    requests_per_s: float
    busy: float
    cpus: int
    specified_pool: int
    enough: int | None
    held_limit_ms: float
    points: tuple[PoolPoint, ...]
    waits: tuple[PoolWait, ...]
    facts: tuple[PoolFact, ...]
