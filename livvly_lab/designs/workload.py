"""The workload of a design: one query per .sql file, read from the design's package."""

from importlib.resources import files

from livvly_lab.domain.query import Query, parse_query
from livvly_lab.errors import LabError


def read_workload(package: str) -> tuple[Query, ...]:
    """Read every query under `<package>/workload`, ordered by name.

    Raises LabError where there is none, or where a file does not follow the form of `parse_query`.
    """
    folder = files(package) / "workload"
    found = sorted(file.name for file in folder.iterdir() if file.name.endswith(".sql"))
    if not found:
        raise LabError(f"query files (*.sql) in {package}/workload", "none", "add one file per query")
    return tuple(parse_query(name.removesuffix(".sql"), (folder / name).read_text(encoding="utf-8")) for name in found)
