"""DOT in, SVG out: Graphviz through pygraphviz, measuring text in one font on every machine.

Graphviz asks fontconfig how wide a text is, so its pictures depend on the fonts of the machine, and fontconfig
writes about its files to the standard error of whoever loaded it. So the layout runs in a process of its own,
which knows one font: the DejaVu Sans that matplotlib ships.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import matplotlib as mpl

from livvly_lab.errors import ReportError

_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""
_TIMEOUT_S = 120


@cache
def svgs(dots: tuple[str, ...]) -> tuple[str, ...]:
    """Lay out graphs with dot and return their SVG, in the same order.

    Raises ReportError with Graphviz's words where a graph is not DOT or something does not fit.
    """
    with tempfile.TemporaryDirectory(prefix="livvly_lab_fonts_") as folder:
        fonts = Path(folder, "fonts.conf")
        fonts.write_text(_FONTS.format(fonts=Path(mpl.get_data_path(), "fonts", "ttf"), cache=folder))
        done = subprocess.run(
            [sys.executable, "-m", __name__],
            input=json.dumps(dots),
            capture_output=True,
            text=True,
            check=False,
            timeout=_TIMEOUT_S,
            env={**os.environ, "FONTCONFIG_FILE": str(fonts)},
        )
    said = [line for line in done.stderr.splitlines() if not line.startswith("Fontconfig")]
    if done.returncode or said:
        raise ReportError("a diagram that Graphviz lays out", " ".join(said) or "no answer", "look at its DOT")
    return tuple(json.loads(done.stdout))


def _lay_out(dots: Sequence[str]) -> list[str]:
    from pygraphviz import AGraph

    return [AGraph(string=dot).draw(format="svg", prog="dot").decode() for dot in dots]


if __name__ == "__main__":
    json.dump(_lay_out(json.load(sys.stdin)), sys.stdout)
