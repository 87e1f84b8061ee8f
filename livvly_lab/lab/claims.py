"""The walk of notebook 06: every claim asked its experiment, judged, and put in the ledger."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from livvly_lab.domain.claims import CriterionRow, LedgerRow, Measurement
from livvly_lab.experiments.ledger import Answer, Grounds, ask_claims, decide
from livvly_lab.experiments.loaded import Loaded
from livvly_lab.lab.linting import found_in
from livvly_lab.lab.parts import Part
from livvly_lab.lab.run import Run
from livvly_lab.report import claims as draw
from livvly_lab.report.claims_says import claim_findings, limits
from livvly_lab.report.exhibit import Exhibit
from livvly_lab.report.findings import worst_first
from livvly_lab.report.gallery import Gallery, Sentences

_NO_CLAIMS = "This design declares no claims."
_NO_CRITERIA = "This design declares no acceptance criteria."
_ALL_MEASURED = "Every claim was measured at this size."


@dataclass(frozen=True, repr=False)
class ClaimsWalk:
    """The exhibits of the notebook, in its order; `rows` and `criteria` are what goes to results.json."""

    ledger: Exhibit | Sentences
    evidence: Gallery | Sentences
    criteria: Exhibit | Sentences
    limits: Sentences
    rows: tuple[LedgerRow, ...]
    criterion_rows: tuple[CriterionRow, ...]


def claims_walk(run: Run) -> ClaimsWalk:
    """Ask every claim of the design, decide every acceptance criterion, and hand back the ledger."""
    design = run.physical.design
    with run.connect() as connection:
        at = Loaded(
            connection, run.dsn, run.physical, run.function, run.parameters, run.depth, known=_known(run.run_dir)
        )
        answers = ask_claims(at, design.claims)
        rows = tuple(answer.row for answer in answers)
        decided = decide(at, design.criteria, Grounds(rows, found_in(run), run.checks)) if design.criteria else ()
    walk = _walk(answers, decided, run.parameters.users)
    if run.run_dir is not None:
        exhibits = [walk.ledger] if isinstance(walk.ledger, Exhibit) else []
        results = {"claims": draw.worst_first(rows), "criteria": decided}
        found = worst_first(claim_findings((each.claim, each.row, _says(each)) for each in answers))
        Part(draw.NOTEBOOK, results, found, exhibits, walk.limits.items).write(run.run_dir)
    return walk


def _walk(answers: Sequence[Answer], decided: Sequence[CriterionRow], users: int) -> ClaimsWalk:
    rows = draw.worst_first(answer.row for answer in answers)
    found = [
        draw.Evidence(each.row, each.method, each.outcome.detail if isinstance(each.outcome, Measurement) else ())
        for each in answers
    ]
    return ClaimsWalk(
        ledger=draw.ledger(rows, users) if rows else Sentences([], _NO_CLAIMS),
        evidence=draw.evidence(found) if rows else Sentences([], _NO_CLAIMS),
        criteria=draw.criteria(decided) if decided else Sentences([], _NO_CRITERIA),
        limits=Sentences(limits(rows), _ALL_MEASURED if rows else _NO_CLAIMS),
        rows=rows,
        criterion_rows=tuple(decided),
    )


def _says(answer: Answer) -> str:
    return answer.outcome.says if isinstance(answer.outcome, Measurement) else ""


def _known(run_dir: Path | None) -> Mapping[str, Any]:
    """Return what the notebooks that ran before handed back, by key of results.json."""
    known: dict[str, Any] = {}
    for path in sorted((run_dir / "parts").glob("*.json")) if run_dir is not None else ():
        known |= json.loads(path.read_text())["results"]
    return known
