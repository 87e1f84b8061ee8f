"""What several of these declarations need: the sizes the document names, its scenarios and its questions on rows."""

from importlib.resources import files

from livvly_lab.designs.parts import Part, Parts
from livvly_lab.designs.samples import read_sql
from livvly_lab.designs.scenarios import read_scenario
from livvly_lab.domain.scenario import Scenario

MILLION, ANALYSTS = 1_000_000, 10_000
"""Users and analysts that the Overview names."""

SMALL = 10_000
"""Users below which the planner rightly reads whole tables."""

LIMIT_MS = 2_000
"""Source: analyst_marketplace Overview, sub-2-second query performance."""

OPTIMIZED = (
    "optimized has no number: read by the index written for it, and within the Overview's 2 s at the size of this run"
)

_PACKAGE = __package__ or ""
_PARTS = Parts(_PACKAGE)
walked, at_once, facts = _PARTS.walked, _PARTS.at_once, _PARTS.facts


def scenario(name: str) -> Scenario:
    """Read a scenario of this folder."""
    return read_scenario(_PACKAGE, f"scenarios/{name}.sql")


def served(*queries: str) -> Part:
    """Return the experiment on whether some queries of the workload are served."""
    return "queries_served", {"queries": queries, "limit_ms": LIMIT_MS}


def writers() -> dict[str, str]:
    """Return the statements that write one row each, by what they write."""
    return dict(read_sql(_PACKAGE, f"writers/{file}") for file in _files("writers"))


def values(folder: str) -> tuple[tuple[str, str, str], ...]:
    """Return table, column and SQL for the value of each column that a folder derives."""
    found = []
    for file in _files(folder):
        table, column, _ = file.split(".")
        found.append((table, column, read_sql(_PACKAGE, f"{folder}/{file}")[1]))
    return tuple(found)


def _files(folder: str) -> list[str]:
    return sorted(file.name for file in (files(_PACKAGE) / folder).iterdir() if file.name.endswith(".sql"))
