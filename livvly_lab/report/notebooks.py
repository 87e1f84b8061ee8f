"""Executed notebooks as pages of the report: code folded, outputs standing, no script from anywhere else.

nbconvert's own pages load require.js and MathJax from a CDN and put Mermaid into the head; the template here has
none of it and stands in the report's own skeleton.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nbformat
from nbconvert import HTMLExporter

from livvly_lab.errors import ReportError
from livvly_lab.report import pages
from livvly_lab.report.index import Notebook
from livvly_lab.report.pages import Site
from livvly_lab.report.style import TEMPLATES

PRIVATE_PARAMETERS = ("dsn", "run_dir")
"""Parameters that name a server and a folder of the machine that made the report; their values stay there."""

_STYLE = re.compile(r"<style data-lab[^>]*>.*?</style>", re.DOTALL)
_PRIVATE = re.compile(rf"^({'|'.join(PRIVATE_PARAMETERS)}) = .*$", re.MULTILINE)


def question(path: Path) -> str:
    """Return the question a notebook asks: the heading of its first cell.

    Raises ReportError where the notebook does not begin with one.
    """
    first = _read(path).cells[0]
    heading = re.match(r"# (.+)", first.source)
    if first.cell_type != "markdown" or heading is None:
        raise ReportError(f"{path.name} to begin with its question", "no '# ' heading", "add one as its first cell")
    return heading[1].strip()


def write(executed: Path, folder: Path, site: Site, notebooks: Sequence[Notebook]) -> Path:
    """Write the page of an executed notebook into a report's folder.

    `notebooks` are all of the report in order, so that the page leads to the one before and the one after.
    Raises ReportError where a cell holds an error, or wrote to the standard error.
    """
    notebook = _read(executed)
    _refuse_trouble(notebook, executed.name)
    notebook.metadata.pop("widgets", None)
    here = next(place for place, other in enumerate(notebooks) if other.name == executed.stem)
    text = pages.render(
        "notebook.html",
        site,
        notebooks[here].page,
        notebooks[here].question,
        body=_body(notebook, site.title),
        before=notebooks[here - 1] if here else None,
        after=notebooks[here + 1] if here + 1 < len(notebooks) else None,
    )
    return pages.write(folder, notebooks[here].page, text)


def _read(path: Path) -> Any:
    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]  # nbformat leaves it untyped


def _refuse_trouble(notebook: Any, name: str) -> None:
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for number, cell in enumerate(code, start=1):
        for output in cell.outputs:
            if output.output_type == "error":
                raise _trouble(name, number, f"{output.ename}: {output.evalue}")
            if output.output_type == "stream" and output.name == "stderr":
                raise _trouble(name, number, output.text.strip())


def _trouble(name: str, number: int, said: str) -> ReportError:
    return ReportError(
        f"no error and nothing on stderr in {name}", f"in code cell {number}: {said[:300]}", "run that cell by hand"
    )


def _body(notebook: Any, design: str) -> str:
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.source = _PRIVATE.sub(r'\1 = ""', cell.source)
    exporter = HTMLExporter(  # type: ignore[no-untyped-call]  # nbconvert leaves it untyped
        template_name="cells", extra_template_basedirs=[str(TEMPLATES / "nbconvert")], exclude_anchor_links=True
    )
    text, _ = exporter.from_notebook_node(notebook)
    text = _STYLE.sub("", text)
    text = re.sub(r'(href="\d\d_\w+)\.ipynb', r"\1.html", text)
    return pages.rebased(text, design)
