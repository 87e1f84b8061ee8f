"""What a reader must never meet in an executed notebook or on a page of a report."""

import ast
import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat

from livvly_lab.checkout import ROOT
from livvly_lab.domain.parameters import Parameters

_MARKUP = re.compile(r"<(style|script)\b.*?</\1>|<title>.*?</title>|<[^>]*>", re.DOTALL)
_BAD = {
    "a warning": re.compile(r"\b\w*Warning\b"),
    "a traceback": re.compile(r"Traceback|\w+Error: "),
    "the text of a picture": re.compile(r"<Figure size|\[Text\(|<matplotlib|<Axes|object at 0x"),
    "a number that is none": re.compile(r"(?<![\w'])(?:nan|NaN|NaT|inf)(?![\w'])"),
    "a server": re.compile(r"postgres(?:ql)?://|host=[/%]|\.s\.PGSQL"),
    "a path of this machine": re.compile(
        rf"(?<![\w:/.])/(?:tmp|root|home|dev/shm|var|usr|opt)/|{re.escape(str(ROOT))}"
    ),
}


def read_notebook(path: Path) -> Any:
    """Read a notebook."""
    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]  # nbformat is untyped


def code_cells(notebook: Any) -> list[Any]:
    """Return the cells of code."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def shows_something(source: str) -> bool:
    """Tell whether a cell ends with a value that is shown."""
    body = ast.parse(source).body
    return bool(body) and isinstance(body[-1], ast.Expr)


def values_of(path: Path, sizes: Parameters, **more: str) -> Iterator[str]:
    """Execute the cells of a notebook in this process, its parameters changed; yield what each shows, as HTML."""
    names: dict[str, Any] = {}
    for cell in code_cells(read_notebook(path)):
        body = ast.parse(cell.source).body
        last = body.pop() if shows_something(cell.source) else None
        exec(compile(ast.Module(body, []), path.name, "exec"), names)  # noqa: S102 - the notebook is ours
        if "parameters" in cell.metadata.get("tags", []):
            names |= sizes.as_dict() | more
        if isinstance(last, ast.Expr):
            shown = eval(compile(ast.Expression(last.value), path.name, "eval"), names)  # noqa: S307 - the same
            yield shown._repr_html_()


def troubles_of_notebook(path: Path) -> list[str]:
    """Return what is wrong with an executed notebook, by cell."""
    found = []
    for number, cell in enumerate(code_cells(read_notebook(path)), start=1):
        texts = [text for output in cell.outputs for text in _texts(output)]
        if cell.execution_count is None:
            found.append(f"{path.name} cell {number}: never run")
        if shows_something(cell.source) and not any(map(visible, texts)):
            found.append(f"{path.name} cell {number}: shows nothing")
        found += [f"{path.name} cell {number}: {output.output_type}" for output in cell.outputs if _is_noise(output)]
        found += [f"{path.name} cell {number}: {what}" for text in texts for what in troubles(text)]
    return found


def troubles_of_page(path: Path) -> list[str]:
    """Return what is wrong with a page of a report."""
    return [f"{path.name}: {what}" for what in troubles(path.read_text())]


def troubles(text: str) -> list[str]:
    """Return what a reader must never meet in a text; markup is looked through."""
    seen = visible(text)
    found = [f"{what}, {_around(seen, match)}" for what, bad in _BAD.items() if (match := bad.search(seen))]
    empty = re.search(r">\s*(?:None|nan|NaN)\s*<", text)
    return found + ([f"a cell that holds {empty[0]}"] if empty else [])


def visible(text: str) -> str:
    """Return what a reader sees of HTML or plain text, with the attributes that may hold addresses."""
    addresses = " ".join(re.findall(r'(?:href|src|title|aria-label)="([^"]*)"', text))
    return html.unescape(f"{_MARKUP.sub(' ', text)} {addresses}").strip()


def _texts(output: Any) -> list[str]:
    data = output.get("data", {})
    kinds = [data[kind] for kind in ("text/html", "text/plain") if kind in data]
    return ["".join(text) for text in [*kinds, output.get("text", "")] if text]


def _is_noise(output: Any) -> bool:
    return bool(output.output_type == "error" or output.get("name") == "stderr")


def _around(text: str, match: re.Match[str]) -> str:
    return " ".join(text[max(0, match.start() - 40) : match.end() + 40].split())
