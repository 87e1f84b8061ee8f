"""The checklist of VersBottomLex: data/versbottomlex/coverage.json says what answers each of its items."""

import json
from typing import Any

from livvly_lab.checkout import folder
from livvly_lab.domain.claims import ByExperiment, Decider, Equals

COVERAGE: dict[str, Any] = json.loads((folder("data") / "versbottomlex" / "coverage.json").read_text(encoding="utf-8"))
"""Its placeholders with the values chosen, its items with the objects and tests that answer them, its deliverables."""


def items(checkbox: str) -> dict[str, tuple[str, ...]]:
    """Return the items of a checkbox, each with the objects that answer it."""
    return {each["item"]: tuple(each["objects"]) for each in COVERAGE["items"] if each["checkbox"] == checkbox}


def checkboxes() -> tuple[str, ...]:
    """Return the checkboxes in the order of the document."""
    return tuple(dict.fromkeys(each["checkbox"] for each in COVERAGE["items"]))


CRITERIA: dict[str, Decider] = {
    key: ByExperiment("items_unanswered", Equals(0), {"items": items(key)}) for key in checkboxes()
}
