"""An exhibit: one finding with its picture and its table, as it stands in a notebook and on the index page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

import pandas as pd

from livvly_lab.domain.results import Verdict
from livvly_lab.report import fmt, tables
from livvly_lab.report.fmt import Formatter
from livvly_lab.report.style import exhibit_css


@dataclass(frozen=True, repr=False)
class Exhibit:
    """One sentence that says what was found, the picture (SVG text) that shows it, the table with the numbers.

    `key` is the permanent id of the exhibit in the report; `alt` describes the picture for those who cannot
    see it; `note` says what, unit, n and band, below the picture. `verdict` stands before the sentence where the
    exhibit answers a claim. `caption` names the table, whose headers carry the units; `formats` maps a column to
    how its values are written (`fmt.fixed(2)`, `fmt.mebibytes()`), `code` names the columns of SQL names.
    `wide` pictures scroll sideways instead of being shrunk. `shown` rows of the table stand before the rest.
    `more` are paragraphs below the sentence.
    """

    key: str
    sentence: str
    svg: str = ""
    alt: str = ""
    note: str = ""
    table: pd.DataFrame | None = None
    caption: str = ""
    formats: Mapping[str, Formatter] = field(default_factory=dict)
    code: Sequence[str] = ()
    verdict: Verdict | None = None
    wide: bool = False
    shown: int = tables.ROWS_SHOWN
    more: Sequence[str] = ()

    def __repr__(self) -> str:
        return self.sentence

    def html(self) -> str:
        """Return the exhibit for a page that brings the style."""
        chip = tables.verdict_chip(self.verdict) if self.verdict else ""
        sentence = f'<p class="finding">{chip}{escape(fmt.unbroken(self.sentence))}</p>'
        more = "".join(f'<p class="more">{escape(fmt.unbroken(words))}</p>' for words in self.more)
        parts = f"{sentence}{more}{self._figure()}{self._table()}"
        return f'<section class="lab-exhibit" id="fig-{escape(self.key)}">{parts}</section>'

    def _repr_html_(self) -> str:
        """Draw the exhibit where a notebook shows its value, style included."""
        return f"<style data-lab>{exhibit_css()}</style>{self.html()}"

    def _figure(self) -> str:
        if not self.svg:
            return ""
        note = f"<figcaption>{escape(fmt.unbroken(self.note))}</figcaption>" if self.note else ""
        classes = "picture wide" if self.wide else "picture"
        label = f' role="group" aria-label="{escape(self.alt)}"' if self.alt else ""
        return f'<figure{label}><div class="{classes}">{self.svg}</div>{note}</figure>'

    def _table(self) -> str:
        if self.table is None or self.table.empty:
            return ""
        look = tables.Look(formats=self.formats, code=self.code, shown=self.shown)
        return tables.table(self.table, self.caption or self.sentence, look)
