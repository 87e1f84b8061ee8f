"""What a notebook hands back to the conductor: one JSON file of results, findings and exhibits."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, is_dataclass
from pathlib import Path
from typing import Any

import numpy as np

from livvly_lab.domain.results import Finding
from livvly_lab.report.exhibit import Exhibit


@dataclass(frozen=True)
class Part:
    """The results of one notebook: keys of results.json, findings, and the exhibits the index page may show.

    `limits` says what the notebook could not measure in this run, and what it would take.
    """

    notebook: str
    results: Mapping[str, Any]
    findings: Sequence[Finding]
    exhibits: Sequence[Exhibit]
    limits: Sequence[str]

    def write(self, run_dir: Path) -> None:
        """Write the part below a run directory, whole or not at all."""
        folder = run_dir / "parts"
        folder.mkdir(parents=True, exist_ok=True)
        pictures = [
            {"key": e.key, "sentence": e.sentence, "svg": e.svg, "alt": e.alt, "note": e.note, "wide": e.wide}
            for e in self.exhibits
        ]
        document = {
            "results": plain(self.results),
            "findings": plain(self.findings),
            "exhibits": pictures,
            "limits": list(self.limits),
        }
        path = folder / f"{self.notebook}.json"
        draft = path.with_suffix(".draft")
        draft.write_text(json.dumps(document, ensure_ascii=False))
        draft.replace(path)


def read_part(run_dir: Path, notebook: str) -> dict[str, Any]:
    """Read what a notebook handed back; an empty part where it handed nothing."""
    path = run_dir / "parts" / f"{notebook}.json"
    if not path.exists():
        return {"results": {}, "findings": [], "exhibits": [], "limits": []}
    document: dict[str, Any] = json.loads(path.read_text())
    return document


def plain(value: Any) -> Any:
    """Turn frozen results and NumPy numbers into what JSON can hold."""
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (str, bool, int, float)) or value is None:
        return value
    if isinstance(value, (np.generic, np.ndarray)):
        return value.tolist()
    if isinstance(value, Path):
        return str(value)
    return [plain(item) for item in value]
