"""Holds a result to the gates of a file, and writes what became of them where CI reads it."""

import json
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from livvly_lab.designs import DESIGNS
from livvly_lab.domain.gates import Gate, GateOutcome
from livvly_lab.errors import ReportError, UsageError
from livvly_lab.forecast import gates as arithmetic
from livvly_lab.lab.publish import RESULTS
from livvly_lab.report import gates as says
from livvly_lab.report.junit import junit_xml
from livvly_lab.report.results import SCHEMA_VERSION, schema, validate

SCHEMA_VERSION_OF_GATES = 1


@dataclass(frozen=True)
class Judged:
    """What became of the gates of a result."""

    outcomes: tuple[GateOutcome, ...]

    @property
    def broken(self) -> bool:
        """Tell whether any gate broke."""
        return any(each.broken for each in self.outcomes)

    def lines(self) -> Iterator[str]:
        """Yield what a terminal shows: each bound that broke, then how many gates there were."""
        return says.outcome_lines(self.outcomes)

    def document(self) -> dict[str, Any]:
        """Return everything as one JSON document."""
        return {
            "schema_version": SCHEMA_VERSION_OF_GATES,
            "broken": self.broken,
            "gates": [says.outcome_document(each) for each in self.outcomes],
        }


def read_gates(file: Path, design: str) -> tuple[Gate, ...]:
    """Read the gates of a TOML file, for a result of a design that need not be there yet.

    Raises UsageError where the file cannot be read, or says what no result can answer: an unknown path, table, query
    or index, a bound of another kind.
    """
    try:
        declared = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"a file of gates at {file}", str(error.strerror), "name another file") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{file} to be TOML", str(error), f"for example: {arithmetic.EXAMPLE}") from None
    return arithmetic.read_gates(declared, schema(), str(file), _names(design))


def judge_gates(gates: Sequence[Gate], results: Mapping[str, Any]) -> Judged:
    """Judge gates by a result."""
    return Judged(arithmetic.judge_gates(gates, results))


def read_results(where: Path) -> dict[str, Any]:
    """Read a result: results.json, or the folder of a report.

    Raises UsageError where there is none, where its schema_version is another, or where it does not follow the schema.
    """
    path = where / RESULTS if where.is_dir() else where
    what = f"a results.json of a report at {path}"
    do = "name the folder of a report, or its results.json"
    try:
        results = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(what, str(error.strerror), do) from None
    except ValueError as error:
        raise UsageError(what, f"no JSON ({error})", do) from None
    if not isinstance(results, dict) or "schema_version" not in results:
        raise UsageError(what, "another document", do)
    version = results["schema_version"]
    if version != SCHEMA_VERSION:
        raise UsageError(
            f"schema_version {SCHEMA_VERSION} in {path}",
            f"schema_version {version}",
            "make that report again with this version of the lab",
        )
    try:
        validate(results)
    except ReportError as error:
        raise UsageError(f"{error.expected} at {path}", error.found, do) from None
    return results


def refuse_junit(path: Path) -> None:
    """Raise UsageError where a JUnit file cannot be written: where a folder is, or where the folder for it is not."""
    if path.is_dir():
        raise UsageError("--junit to be a file", f"the folder {path}", f"for example: --junit {path / 'junit.xml'}")
    if not path.parent.is_dir():
        raise UsageError("--junit in a folder that is there", str(path.parent), f"make it: mkdir -p {path.parent}")


def write_junit(path: Path, results: Mapping[str, Any], judged: Judged) -> None:
    """Write checks, gates and claims as JUnit XML, whole or not at all. Raises ReportError."""
    draft = path.with_name(f".{path.name}.draft")
    try:
        draft.write_text(junit_xml(results, judged.outcomes), encoding="utf-8")
        draft.replace(path)
    except OSError as error:
        raise ReportError(f"a file to write at {path}", str(error.strerror), "choose another --junit") from error


def _names(design: str) -> Mapping[str, Collection[str]]:
    """Return the rows that a result of a design can have, of the lists in which the design decides that."""
    declared = DESIGNS.get(design)
    if declared is None:
        return {}
    tables = {table.name for table in declared.tables}
    return {"tables": tables, "queries": {query.name for query in declared.workload}}
