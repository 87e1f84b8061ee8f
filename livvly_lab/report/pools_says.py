"""What was found about connections, in sentences."""

from livvly_lab.domain.capacity import Pooling
from livvly_lab.domain.connections import Connections
from livvly_lab.domain.results import Interval
from livvly_lab.report import fmt


def check_sentence(connections: Connections) -> str:
    """Say how far the queue model lies from the waits of real clients."""
    points = connections.points
    least = min(points, key=lambda point: point.pool)
    off = max(abs(point.utilisation - point.modelled_utilisation) for point in points)
    within = sum(_near(point.p95_wait_ms, point.modelled_p95_wait_ms) for point in points)
    return (
        f"With {fmt.plural(least.clients, 'real client')} on this machine the model's utilisation is at most "
        f"{fmt.number(off * 100, 2)} points off, and its p95 wait lies within a factor of two of the measured one for "
        f"{within} of {fmt.plural(len(points), 'pool')}; with {fmt.plural(least.pool, 'connection')} the p95 wait is "
        f"{interval(least.p95_wait_ms)}, the model says {fmt.duration(least.modelled_p95_wait_ms)}."
    )


def waits_sentence(connections: Connections, pooling: Pooling) -> str:
    """Say how many connections the promised users keep busy, and what the specified pool buys."""
    need = (
        f"{fmt.plural(connections.enough, 'connection')} {'is' if connections.enough == 1 else 'are'} enough to stay "
        "below 80 % utilisation"
        if connections.enough
        else f"no pool is enough on {fmt.plural(connections.cpus, 'processor')}"
    )
    return (
        f"{fmt.plural(connections.users, 'user')} who ask every {fmt.number(pooling.think_s)} s send "
        f"{fmt.count(round(connections.requests_per_s))} requests a second; by Little's law they keep "
        f"{fmt.number(connections.busy)} connections busy ({fmt.duration(connections.held_ms)} each, measured here "
        f"with one client), so {need}; the specification has {connections.specified_pool}. "
        f"A request could take {fmt.duration(connections.held_limit_ms)} before {connections.cpus} processors are 80 % "
        "busy. Computed, not measured with so many clients."
    )


def facts_sentence(connections: Connections) -> str:
    """Say which of the printed numbers do not follow from the others."""
    wrong = [fact for fact in connections.facts if fact.verdict == "fails"]
    if not wrong:
        return f"All {len(connections.facts)} numbers of the connection pool follow from each other."
    told = [f"{fact.says}: {fact.computed}, not {fact.claimed}" for fact in wrong]
    return f"{len(wrong)} of {len(connections.facts)} numbers of the connection pool do not add up: {'; '.join(told)}."


def busy_part(connections: Connections) -> str:
    """Say how much of the processors the promised users keep busy."""
    return (
        f"their requests keep {fmt.number(connections.busy)} of {fmt.plural(connections.cpus, 'processor')} busy "
        "(computed from warm single-client times)"
    )


def interval(value: Interval) -> str:
    """Write a wait with its interval."""
    return fmt.interval(value, "ms")


def _near(measured: Interval, modelled: float) -> bool:
    return measured.low / 2 <= modelled <= measured.high * 2
