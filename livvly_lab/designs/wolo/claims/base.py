"""What several of these declarations need: the scenarios and questions of this folder as parts of a claim."""

from livvly_lab.designs.parts import Parts
from livvly_lab.designs.samples import read_sql

_PACKAGE = __package__ or ""
_PARTS = Parts(_PACKAGE)
walked, at_once, facts = _PARTS.walked, _PARTS.at_once, _PARTS.facts


def asked(name: str) -> str:
    """Return a query of this folder."""
    return read_sql(_PACKAGE, f"queries/{name}.sql")[1]
