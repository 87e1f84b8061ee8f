"""The claims and criteria of a design: texts from data/<design>/, and what a declaration says of how to ask."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from livvly_lab.checkout import folder
from livvly_lab.domain.claims import ByNothingHere, Claim, Criterion, Decider
from livvly_lab.errors import LabError

UNDECIDED = ByNothingHere("a declaration of what decides it")


def read_claims(design: str, declared: Iterable[Claim]) -> tuple[Claim, ...]:
    """Read `data/<design>/claims.json` and join what was declared for each id; one without has no experiment.

    The texts are the specification's: a declaration leaves source and text empty. Raises LabError where a
    declaration names an id there is none of, or two declarations one id.
    """
    declarations = list(declared)
    rows = {row["id"]: row for row in _rows(design, "claims")}
    by_id = {claim.id: claim for claim in declarations}
    _refuse_strays(design, "claims", [claim.id for claim in declarations], rows)
    return tuple(
        replace(by_id.get(key, Claim(key)), source=row["source"], text=row["text"]) for key, row in rows.items()
    )


def read_criteria(design: str, declared: Mapping[str, Decider]) -> tuple[Criterion, ...]:
    """Read `data/<design>/criteria.json` and join what decides each; one without is not decided here."""
    rows = {row["id"]: row for row in _rows(design, "criteria")}
    _refuse_strays(design, "criteria", list(declared), rows)
    return tuple(Criterion(**row, by=declared.get(key, UNDECIDED)) for key, row in rows.items())


def _rows(design: str, what: str) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = json.loads((folder("data") / design / f"{what}.json").read_text(encoding="utf-8"))
    return rows


def _refuse_strays(design: str, what: str, declared: list[str], rows: Mapping[str, Any]) -> None:
    for key in declared:
        if key not in rows:
            raise LabError(f"an id of data/{design}/{what}.json", repr(key), "correct the declaration")
        if declared.count(key) > 1:
            raise LabError(f"one declaration of {key}", f"{declared.count(key)}", "remove one")
