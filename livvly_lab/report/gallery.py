"""A gallery: several exhibits under headings of their own, and a list of sentences, as one value of a notebook."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from livvly_lab.report.exhibit import Exhibit
from livvly_lab.report.style import exhibit_css


@dataclass(frozen=True, repr=False)
class Gallery:
    """Exhibits one after another; `headings` stand above them where there are any, one each."""

    exhibits: Sequence[Exhibit]
    headings: Sequence[str] = ()

    def __repr__(self) -> str:
        return "\n".join(exhibit.sentence for exhibit in self.exhibits)

    def _repr_html_(self) -> str:
        """Draw them where a notebook shows its value, the style once."""
        titles = [f"<h3>{escape(heading)}</h3>" for heading in self.headings] or [""] * len(self.exhibits)
        drawn = (title + exhibit.html() for title, exhibit in zip(titles, self.exhibits, strict=True))
        return f"<style data-lab>{exhibit_css()}</style>{''.join(drawn)}"


@dataclass(frozen=True, repr=False)
class Sentences:
    """A list of sentences; `none` is said where there are none."""

    items: Sequence[str]
    none: str

    def __repr__(self) -> str:
        return "\n".join(self.items or [self.none])

    def _repr_html_(self) -> str:
        """Draw the list where a notebook shows its value."""
        if not self.items:
            return f"<p>{escape(self.none)}</p>"
        return f"<ul>{''.join(f'<li>{escape(item)}</li>' for item in self.items)}</ul>"
