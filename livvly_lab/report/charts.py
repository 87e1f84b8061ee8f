"""Primitives of the pictures: a figure in the lab's style, and its text as deterministic, accessible SVG."""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from livvly_lab.report.style import CONTEXT, GRID, MATPLOTLIB, SANS, WIDTH_IN

_NO_METADATA = {"Date": None, "Creator": None, "Format": None, "Type": None}


@contextmanager
def figure(height_in: float = 3.0, width_in: float = WIDTH_IN) -> Iterator[Figure]:
    """Give an empty figure; what is drawn and saved within the block has the lab's style.

    Needs no pyplot, so nothing stays open and nothing is shown twice in a notebook.
    """
    with mpl.rc_context(MATPLOTLIB):
        yield Figure(figsize=(width_in, height_in))


def figure_svg(fig: Figure, title: str, key: str = "") -> str:
    """Return a figure as SVG text: equal figures give equal text; `title` says it to those who cannot see it.

    `key` keeps the ids of two pictures on one page apart; without it they come from the title.
    """
    with mpl.rc_context(MATPLOTLIB):
        text = io.StringIO()
        fig.savefig(text, format="svg", metadata=_NO_METADATA)
    return accessible(text.getvalue(), title, key or slug(title))


def accessible(svg: str, title: str, key: str) -> str:
    """Return SVG text ready to stand inline: no prologue, a role and a title, ids that are unique by `key`.

    Groups lose their ids, which nothing refers to; the rest get the key as a prefix. A style that would reach
    beyond the picture moves to its root.
    """
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<defs>\s*<style[^>]*>.*?</style>\s*</defs>\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r'<g id="[^"]*"', "<g", svg)
    svg = re.sub(r'\bid="([^"]+)"', rf'id="{key}-\1"', svg)
    svg = re.sub(r'href="#([^"]+)"', rf'href="#{key}-\1"', svg)
    svg = re.sub(r"url\(#([^)]+)\)", rf"url(#{key}-\1)", svg)
    svg = re.sub(r"'DejaVu Sans'(, [^;\"]*)?", SANS.replace('"', "'"), svg)
    head, body = svg.split(">", 1)
    title_id = f"{key}-title"
    head = f'{head} role="img" aria-labelledby="{title_id}" style="stroke-linejoin:round;stroke-linecap:butt"'
    return f'{head}>\n <title id="{title_id}">{escape(title)}</title>{body}'.rstrip() + "\n"


def slug(text: str) -> str:
    """Return a text as an id: lower case, words joined by hyphens.

    >>> slug("Shard 5 carries 18 % of calls"), slug("idx_users_phone")
    ('shard-5-carries-18-of-calls', 'idx_users_phone')
    """
    return re.sub(r"[^a-z0-9_]+", "-", text.lower()).strip("-")


def limit_line(axes: Axes, value: float, label: str, *, vertical: bool = True) -> None:
    """Draw a limit as a thin labelled line; the label stands at the line's end, outside the data."""
    if vertical:
        axes.axvline(value, color=CONTEXT, linewidth=1, zorder=1)
        place = {"xy": (value, 1.0), "xycoords": ("data", "axes fraction"), "xytext": (0, 3), "ha": "center"}
        axes.annotate(label, textcoords="offset points", va="bottom", color=CONTEXT, fontsize=9, **place)  # type: ignore[arg-type]  # matplotlib's stubs know no mixed coordinates
        return
    axes.axhline(value, color=CONTEXT, linewidth=1, zorder=1)
    place = {"xy": (1.0, value), "xycoords": ("axes fraction", "data"), "xytext": (4, 0), "ha": "left"}
    axes.annotate(label, textcoords="offset points", va="center", color=CONTEXT, fontsize=9, **place)  # type: ignore[arg-type]  # as above


def percent_axis(axes: Axes, *, signed: bool = False, which: str = "x") -> None:
    """Write the ticks of an axis of shares as percent; `signed` for deviations from a mean."""
    axis = axes.xaxis if which == "x" else axes.yaxis
    axis.set_major_formatter(FuncFormatter(lambda value, _: _percent(value, signed=signed)))


def light_grid(axes: Axes, which: str = "x") -> None:
    """Draw the light grid of one axis."""
    axes.grid(visible=True, axis="x" if which == "x" else "y", color=GRID, linewidth=0.6)


def _percent(value: float, *, signed: bool) -> str:
    percent = round(value * 100, 6)
    text = f"{percent:+g}" if signed and percent else f"{percent:g}"
    return f"{text} %".replace("-", "−")
