"""The conductor: the flow from a design to its report, in order; the only room that knows the others.

Each name is imported when it is first asked for: a wrong call is answered before the heavy rooms are there, and a
notebook does not wait for what makes reports.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from livvly_lab.lab.capacity import capacity_forecast
    from livvly_lab.lab.catalogue import designs, draw_erd
    from livvly_lab.lab.claims import claims_walk
    from livvly_lab.lab.comparing import compare
    from livvly_lab.lab.economics import index_economics
    from livvly_lab.lab.erd import erd_walk
    from livvly_lab.lab.exploring import explorer
    from livvly_lab.lab.front_page import overview
    from livvly_lab.lab.gating import judge_gates, read_gates, read_results, refuse_junit, write_junit
    from livvly_lab.lab.hashing import hashes
    from livvly_lab.lab.layout_walk import layouts
    from livvly_lab.lab.ledger import measured_claims, reported_claims
    from livvly_lab.lab.linting import findings, lint
    from livvly_lab.lab.notebooks import notebook_paths
    from livvly_lab.lab.opening import open_run
    from livvly_lab.lab.plans import query_plans
    from livvly_lab.lab.population import population_walk
    from livvly_lab.lab.reporting import report
    from livvly_lab.lab.run import check
    from livvly_lab.lab.servers import down, load, status, up
    from livvly_lab.lab.skew import shard_skew
else:
    _HOMES = {
        "capacity_forecast": "capacity",
        "check": "run",
        "claims_walk": "claims",
        "compare": "comparing",
        "designs": "catalogue",
        "down": "servers",
        "draw_erd": "catalogue",
        "erd_walk": "erd",
        "explorer": "exploring",
        "findings": "linting",
        "hashes": "hashing",
        "judge_gates": "gating",
        "index_economics": "economics",
        "layouts": "layout_walk",
        "lint": "linting",
        "load": "servers",
        "measured_claims": "ledger",
        "notebook_paths": "notebooks",
        "open_run": "opening",
        "overview": "front_page",
        "population_walk": "population",
        "query_plans": "plans",
        "read_gates": "gating",
        "read_results": "gating",
        "refuse_junit": "gating",
        "report": "reporting",
        "reported_claims": "ledger",
        "shard_skew": "skew",
        "status": "servers",
        "up": "servers",
        "write_junit": "gating",
    }

    def __getattr__(name: str) -> Any:
        """Import the module that has the name, and return what it means."""
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


__all__ = [
    "capacity_forecast",
    "check",
    "claims_walk",
    "compare",
    "designs",
    "down",
    "draw_erd",
    "erd_walk",
    "explorer",
    "findings",
    "hashes",
    "index_economics",
    "judge_gates",
    "layouts",
    "lint",
    "load",
    "measured_claims",
    "notebook_paths",
    "open_run",
    "overview",
    "population_walk",
    "query_plans",
    "read_gates",
    "read_results",
    "refuse_junit",
    "report",
    "reported_claims",
    "shard_skew",
    "status",
    "up",
    "write_junit",
]
