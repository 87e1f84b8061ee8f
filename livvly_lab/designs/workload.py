"""The .sql files of a design, read from its package: the workload, one query per file, and the objects."""

from importlib.resources import files

from livvly_lab.domain.query import Query, parse_query
from livvly_lab.errors import LabError


def read_workload(package: str) -> tuple[Query, ...]:
    """Read every query under `<package>/workload`, ordered by name.

    Raises LabError where there is none, or where a file does not follow the form of `parse_query`.
    """
    folder = files(package) / "workload"
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".sql")) if folder.is_dir() else []
    if not names:
        raise LabError(f"query files (*.sql) in {package}/workload", "none", "add one file per query")
    return tuple(parse_query(name.removesuffix(".sql"), (folder / name).read_text(encoding="utf-8")) for name in names)


def read_objects(package: str) -> dict[str, str]:
    """Read the SQL files under `<package>/objects` by name, in the order of their names."""
    found = [file for file in (files(package) / "objects").iterdir() if file.name.endswith(".sql")]
    return {
        file.name.removesuffix(".sql"): file.read_text(encoding="utf-8") for file in sorted(found, key=lambda f: f.name)
    }
