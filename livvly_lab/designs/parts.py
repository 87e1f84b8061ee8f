"""Parts of a claim that stand in files beside its declaration: scenarios to walk, questions on rows."""

from dataclasses import dataclass
from typing import Any

from livvly_lab.designs.samples import read_sql
from livvly_lab.designs.scenarios import read_scenario

Part = tuple[str, dict[str, Any]]
"""The key of an experiment and its arguments."""


@dataclass(frozen=True)
class Parts:
    """The scenarios and queries of one package of claims, as parts; each raises LabError where its file is not well."""

    package: str

    def walked(self, name: str) -> Part:
        """Return the experiment that walks through a scenario on the loaded rows."""
        return "scenario_walked", {"scenario": read_scenario(self.package, f"scenarios/{name}.sql")}

    def at_once(self, name: str) -> Part:
        """Return the experiment that walks through a scenario with steps of several sessions."""
        return "sessions_at_once", {"scenario": read_scenario(self.package, f"scenarios/{name}.sql")}

    def facts(self, name: str) -> Part:
        """Return the experiment that reads facts out of rows with a question."""
        says, query = read_sql(self.package, f"queries/{name}.sql")
        return "facts_in_rows", {"says": says, "query": query}
