"""An exhibit: one finding with its picture and its table, as it stands in a notebook and on the index page."""

from dataclasses import dataclass
from html import escape

import pandas as pd


@dataclass(frozen=True)
class Exhibit:
    """One sentence that says what was found, the picture (SVG text) that shows it, the table with the numbers.

    `key` is the permanent id of the exhibit in the report; `alt` describes the picture for those who cannot
    see it; `note` says what, unit, n and band, below the picture.
    """

    key: str
    sentence: str
    svg: str = ""
    alt: str = ""
    note: str = ""
    table: pd.DataFrame | None = None

    def _repr_html_(self) -> str:
        """Draw the exhibit where a notebook shows its value."""
        return f'<section class="exhibit" id="{escape(self.key)}"><p>{escape(self.sentence)}</p>{self.svg}</section>'
