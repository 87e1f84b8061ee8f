"""Small notebooks for tests, in typed words."""

from pathlib import Path
from typing import Any

import nbformat


def notebook_of(*cells: Any) -> Any:
    """Return a notebook with these cells."""
    return nbformat.v4.new_notebook(cells=list(cells))  # type: ignore[no-untyped-call]  # nbformat is untyped


def markdown(text: str) -> Any:
    """Return a cell of text."""
    return nbformat.v4.new_markdown_cell(text)  # type: ignore[no-untyped-call]  # nbformat is untyped


def code(source: str, *outputs: Any, tags: list[str] | None = None) -> Any:
    """Return a cell of code that has run and left these outputs."""
    metadata = {"tags": tags} if tags else {}
    return nbformat.v4.new_code_cell(source, outputs=list(outputs), metadata=metadata)  # type: ignore[no-untyped-call]  # nbformat is untyped


def output(kind: str, **fields: Any) -> Any:
    """Return what a cell has left, such as `execute_result` or `stream`."""
    return nbformat.v4.new_output(kind, **fields)  # type: ignore[no-untyped-call]  # nbformat is untyped


def save(notebook: Any, path: Path) -> None:
    """Write a notebook to a file."""
    nbformat.write(notebook, path)  # type: ignore[no-untyped-call]  # nbformat is untyped
