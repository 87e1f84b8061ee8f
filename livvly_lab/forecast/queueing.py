"""Queues for connections: Little's law, M/M/c with a finite number of clients, and the arithmetic of a pooler.

Clients think, then ask for a connection, hold it for a while and give it back: the machine repair model. Sources:
Kleinrock, Queueing Systems, volume 1 (1975), section 3.8 (M/M/m//M); Lavenberg and Reiser (1980) for what an arriving
client sees.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special, stats

from livvly_lab.domain.capacity import Pooling
from livvly_lab.domain.connections import PoolFact, PoolPoint, PoolWait, Requests
from livvly_lab.domain.results import Verdict
from livvly_lab.forecast.plans import quantile_interval

QUANTILE = 0.95
BUSY_LIMIT = 0.8
"""From this utilisation on, waits grow fast with every further request."""

_HALVINGS = 60


@dataclass(frozen=True)
class Queue:
    """So many clients who think for a while and then hold one of so many connections, all times in milliseconds."""

    clients: int
    think_ms: float
    held_ms: float
    connections: int

    def states(self, clients: int | None = None) -> NDArray[np.float64]:
        """Return the probability that 0, 1, ... clients hold a connection or wait for one."""
        n = np.arange((self.clients if clients is None else clients) + 1)
        most = n[-1]
        ways = special.gammaln(most + 1) - special.gammaln(most - n + 1)
        busy = np.minimum(n, self.connections)
        served = special.gammaln(busy + 1) + (n - busy) * np.log(self.connections)
        logs = ways - served + n * np.log(self.held_ms / self.think_ms)
        weights = np.exp(logs - logs.max())
        return np.asarray(weights / weights.sum())

    @property
    def utilisation(self) -> float:
        """The part of the time in which a connection is held, 0 to 1."""
        states = self.states()
        busy = np.minimum(np.arange(len(states)), self.connections)
        return float((states * busy).sum() / self.connections)

    @property
    def requests_per_s(self) -> float:
        """Requests served in a second: by Little's law, the busy connections over the time one is held."""
        return self.utilisation * self.connections / self.held_ms * 1000

    def waits_longer(self, wait_ms: float) -> float:
        """Return the part of the requests that wait longer than so long for a connection.

        An arriving client sees the others as if it were not there.
        """
        seen = self.states(self.clients - 1)
        queued = np.arange(self.connections, len(seen))
        if not len(queued):
            return 0.0
        ahead = queued - self.connections + 1
        longer = stats.gamma.sf(wait_ms, ahead, scale=self.held_ms / self.connections)
        return float((seen[queued] * longer).sum())

    def wait_ms(self, quantile: float = QUANTILE) -> float:
        """Return the wait that so many of the requests stay under."""
        if self.waits_longer(0.0) <= 1 - quantile:
            return 0.0
        low, high = 0.0, self.held_ms * self.clients / self.connections * 4
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            low, high = (middle, high) if self.waits_longer(middle) > 1 - quantile else (low, middle)
        return high


def busy_connections(requests_per_s: float, held_ms: float) -> float:
    """Return how many connections are busy on average: what arrives, times how long it stays (Little's law).

    >>> busy_connections(750, 4)
    3.0
    """
    return requests_per_s * held_ms / 1000


def pool_waits(pooling: Pooling, held_ms: float, cpus: int, pools: Sequence[int]) -> tuple[PoolWait, ...]:
    """Return the wait of the promised users for pools of several sizes.

    Queries on warm data keep a processor busy: connections beyond the processors do not serve more at once, they
    wait in the server instead of in the pooler.
    """
    found = []
    for pool in pools:
        queue = Queue(pooling.concurrent_users, pooling.think_s * 1000, held_ms, min(pool, cpus))
        found.append(PoolWait(pool, queue.utilisation, queue.wait_ms()))
    return tuple(found)


def enough(waits: Sequence[PoolWait]) -> int | None:
    """Return the smallest pool whose connections are busy less than BUSY_LIMIT of the time; None where none is."""
    return next((wait.pool for wait in waits if wait.utilisation < BUSY_LIMIT), None)


def judge_pool(requests: Requests) -> PoolPoint:
    """Compare the measured waits of a pool with those of the model, which is given the measured means of both times."""
    held = np.asarray(requests.held_ms)
    variation = float(held.var() / held.mean() ** 2)
    queue = Queue(requests.clients, requests.think_ms, float(held.mean()), requests.pool)
    return PoolPoint(
        pool=requests.pool,
        clients=requests.clients,
        think_ms=requests.think_ms,
        requests=len(held),
        held_ms=float(held.mean()),
        variation=variation,
        utilisation=min(float(held.sum()) / 1000 / (requests.seconds * requests.pool), 1.0),
        modelled_utilisation=queue.utilisation,
        p95_wait_ms=quantile_interval(requests.waits_ms, QUANTILE),
        modelled_p95_wait_ms=queue.wait_ms(),
    )


def pool_facts(pooling: Pooling) -> tuple[PoolFact, ...]:
    """Return what the numbers of a pooler come to, each beside what its text says."""
    opened = pooling.api_servers * (pooling.pool_size + pooling.max_overflow)
    pairs = pooling.databases * pooling.roles
    reach = min(pairs * (pooling.default_pool_size + pooling.reserve_pool_size), pooling.max_db_connections)
    free = pooling.server_max_connections - pooling.server_reserved
    wanted = pooling.max_db_connections
    return (
        PoolFact(
            "clients",
            "connections the application servers open",
            pooling.claimed_connections,
            opened,
            f"{pooling.api_servers} servers × ({pooling.pool_size} + {pooling.max_overflow} overflow)",
            _agrees(opened == pooling.claimed_connections),
        ),
        PoolFact(
            "server",
            "connections the pooler can open to PostgreSQL",
            wanted,
            reach,
            f"{pairs} database and role × ({pooling.default_pool_size} + {pooling.reserve_pool_size} in reserve)",
            _agrees(reach >= wanted),
        ),
        PoolFact(
            "postgresql",
            "connections PostgreSQL accepts",
            wanted,
            free,
            f"max_connections {pooling.server_max_connections} − {pooling.server_reserved} for superusers",
            _agrees(free >= wanted),
        ),
    )


def _agrees(same: bool) -> Verdict:  # noqa: FBT001 - a truth value is what it judges
    return "holds" if same else "fails"
