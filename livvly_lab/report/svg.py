"""SVG by hand, for pictures that neither a plotting library nor Graphviz lays out well: plans and matrices."""

from collections.abc import Iterable
from functools import cache
from html import escape
from typing import Literal

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextToPath

from livvly_lab.report.style import INK, MONO, PAPER, SANS

Anchor = Literal["start", "middle", "end"]


def document(width: float, height: float, title: str, key: str, shapes: Iterable[str]) -> str:
    """Return a whole picture: its shapes on white, with a role and a title for those who cannot see it."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}" role="img" aria-labelledby="{key}-title" '
        f'font-family=\'{_family(SANS)}\' font-size="12" fill="{INK}">\n'
        f'<title id="{key}-title">{escape(title)}</title>\n'
        f'<rect width="{width:g}" height="{height:g}" fill="{PAPER}"/>\n' + "\n".join(shapes) + "\n</svg>\n"
    )


def text(
    x: float,
    y: float,
    words: str,
    *,
    size: float = 12,
    fill: str = INK,
    anchor: Anchor = "start",
    bold: bool = False,
    mono: bool = False,
    turn: float = 0,
) -> str:
    """Return a line of text whose baseline starts, ends or has its middle at x, y, turned by degrees."""
    more = f' text-anchor="{anchor}"' if anchor != "start" else ""
    more += ' font-weight="600"' if bold else ""
    more += f" font-family='{_family(MONO)}'" if mono else ""
    more += f' transform="rotate({turn:g} {x:g} {y:g})"' if turn else ""
    return f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" fill="{fill}"{more}>{escape(words)}</text>'


def rect(
    x: float,
    y: float,
    width: float,
    height: float,
    fill: str,
    *,
    stroke: str = "none",
    line: float = 1,
    radius: float = 0,
) -> str:
    """Return a rectangle."""
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="{radius:g}" fill="{fill}" '
        f'stroke="{stroke}" stroke-width="{line:g}"/>'
    )


def path(d: str, *, stroke: str = INK, line: float = 1, fill: str = "none") -> str:
    """Return a path."""
    return f'<path d="{d}" fill="{fill}" stroke="{stroke}" stroke-width="{line:g}"/>'


def group(shapes: Iterable[str], tip: str = "") -> str:
    """Return shapes as one, with what they say when the reader points at them."""
    return f"<g>{f'<title>{escape(tip)}</title>' if tip else ''}{''.join(shapes)}</g>"


@cache
def width(words: str, size: float = 12, *, bold: bool = False) -> float:
    """Return how wide a text is at most: measured in DejaVu Sans, wider than what readers have."""
    font = FontProperties(family="DejaVu Sans", weight="bold" if bold else "normal", size=size)
    measured, _, _ = TextToPath().get_text_width_height_descent(words, font, ismath=False)
    return float(measured)


def _family(fonts: str) -> str:
    return fonts.replace('"', "").replace("'", "")
