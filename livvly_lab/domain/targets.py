"""What a specification promises about speed and cost, in numbers that a run can be held against."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Targets:
    """The promised latency, share of queries by index, and overhead of the indexes, with their source.

    `latency_ms` is for the 95th percentile. Shares and overheads are ranges from low to high, 1 being everything;
    overhead is index bytes over heap bytes including TOAST. Both ends are None where nothing is promised.
    """

    latency_ms: float
    index_share_low: float | None
    index_share_high: float | None
    overhead_low: float | None
    overhead_high: float | None
    source: str
