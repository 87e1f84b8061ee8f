"""What several of these declarations need: the scenarios and questions of this folder as parts of a claim."""

from typing import Any

from livvly_lab.designs.samples import read_sql
from livvly_lab.designs.scenarios import read_scenario

_PACKAGE = __package__ or ""

Part = tuple[str, dict[str, Any]]
"""The key of an experiment and its arguments."""


def walked(name: str) -> Part:
    """Return the experiment that walks through a scenario of this folder on the loaded rows."""
    return "scenario_walked", {"scenario": read_scenario(_PACKAGE, f"scenarios/{name}.sql")}


def at_once(name: str) -> Part:
    """Return the experiment that walks through a scenario with steps of several sessions."""
    return "sessions_at_once", {"scenario": read_scenario(_PACKAGE, f"scenarios/{name}.sql")}


def facts(name: str) -> Part:
    """Return the experiment that reads facts out of rows, with a question of this folder."""
    says, query = read_sql(_PACKAGE, f"queries/{name}.sql")
    return "facts_in_rows", {"says": says, "query": query}


def together(*parts: Part) -> dict[str, Any]:
    """Return experiment and arguments of a claim that asks several."""
    return {"experiment": "together", "arguments": {"parts": parts}}
