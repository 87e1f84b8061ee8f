"""What the lab ships: its designs and their diagrams."""

from pathlib import Path
from typing import Any

from livvly_lab.checkout import folder
from livvly_lab.designs import DESIGNS
from livvly_lab.domain.parameters import Parameters, known
from livvly_lab.lab.run import lay_out
from livvly_lab.report.erd import draw_all


def designs() -> list[dict[str, Any]]:
    """Return the designs: name, title, and how many tables, sharded tables, indexes and queries they have."""
    return [
        {
            "name": design.name,
            "title": design.title,
            "summary": design.summary,
            "tables": len(design.tables),
            "sharded": len(design.placement.keys),
            "indexes": sum(len(table.indexes) for table in design.tables),
            "queries": len(design.workload),
        }
        for design in DESIGNS.values()
    ]


def draw_erd(design: str, out: Path | None = None) -> tuple[Path, ...]:
    """Draw the ERD sheets of a design into `out`, by default diagrams/<design>; return the files.

    Raises UsageError for a design there is not.
    """
    known("--design", design, DESIGNS)
    return draw_all(lay_out(Parameters(design=design)), out or folder("diagrams") / design)
