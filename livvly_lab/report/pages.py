"""Pages of the report: one skeleton, its style and script inline, so that each works from a file without a network."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from livvly_lab.report import fmt, tables
from livvly_lab.report.style import STATIC, TEMPLATES, page_css
from livvly_lab.report.tables import Link


@dataclass(frozen=True)
class Site:
    """What every page of a report says around its content: the design, the run, and where else to go.

    `links` lead from the report's own folder; a page below it puts its way up in front.
    """

    title: str
    run: str
    links: Sequence[Link]
    foot: str


def render(template: str, site: Site, here: str, title: str, **values: object) -> str:
    """Return a page; `here` is its path in the report, such as `dictionary/index.html`.

    Values are escaped, except those a template marks as safe: HTML and SVG that the report itself has made.
    """
    return (
        _environment()
        .get_template(template)
        .render(
            site=site,
            here=here,
            title=title,
            root="../" * here.count("/"),
            css=page_css(),
            js=_script(),
            **values,
        )
    )


def write(folder: Path, here: str, text: str) -> Path:
    """Write a page below the report's folder and return its path."""
    path = folder / here
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def from_notebooks(design: str) -> str:
    """Return the way from the folder `notebooks/` to a design's report, where a notebook's own links lead."""
    return f"../reports/{design}/"


def rebased(text: str, design: str) -> str:
    """Return HTML or SVG made in a notebook with its links as they are from a page of the report."""
    return text.replace(f'href="{from_notebooks(design)}', 'href="')


@cache
def _script() -> str:
    return (STATIC / "page.js").read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "count": fmt.count,
        "exact": fmt.exact,
        "size": fmt.size,
        "duration": fmt.duration,
        "listing": fmt.listing,
        "unbroken": fmt.unbroken,
        "level": tables.level_chip,
        "verdict": tables.verdict_chip,
    }
    environment.globals["plural"] = fmt.plural
    return environment
