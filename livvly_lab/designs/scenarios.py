"""The scenarios of a design, read from its package: one .sql file each."""

from importlib.resources import files

from livvly_lab.domain.scenario import Scenario, parse_scenario


def read_scenario(package: str, path: str) -> Scenario:
    """Read one scenario of a design. Raises LabError where the file has another form."""
    return parse_scenario(path, (files(package) / path).read_text(encoding="utf-8"))
