"""The conductor: the flow from a design to its report, in order; the only room that knows the others."""

from livvly_lab.lab.catalogue import designs, draw_erd
from livvly_lab.lab.erd import erd_walk
from livvly_lab.lab.opening import open_run
from livvly_lab.lab.plans import query_plans
from livvly_lab.lab.reporting import report
from livvly_lab.lab.run import check
from livvly_lab.lab.servers import down, load, status, up
from livvly_lab.lab.skew import shard_skew

__all__ = [
    "check",
    "designs",
    "down",
    "draw_erd",
    "erd_walk",
    "load",
    "open_run",
    "query_plans",
    "report",
    "shard_skew",
    "status",
    "up",
]
