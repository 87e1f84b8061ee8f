"""What several of these declarations need: the scenarios and questions of this folder as parts of a claim."""

from typing import Any

from livvly_lab.designs.parts import Part, Parts

_PACKAGE = __package__ or ""
_PARTS = Parts(_PACKAGE)
walked, at_once, facts = _PARTS.walked, _PARTS.at_once, _PARTS.facts


def together(*parts: Part) -> dict[str, Any]:
    """Return experiment and arguments of a claim that asks several."""
    return {"experiment": "together", "arguments": {"parts": parts}}
