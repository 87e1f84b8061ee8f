"""The tokens of everything the lab shows: verdicts, colours, the type scale, matplotlib's settings, the CSS.

Page, picture, diagram and terminal read the same names from here. Accents are Okabe-Ito with a grey of our own:
under simulated deuteranopia, protanopia and tritanopia no two verdicts come closer than ΔE 18. Text never takes
an accent, since two of them have less than 3:1 on white. Source: Okabe and Ito, Color Universal Design (2008).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from cycler import cycler

from livvly_lab.domain.results import Level, State, Verdict

STATIC = Path(__file__).parent / "static"
TEMPLATES = Path(__file__).parent / "templates"

INK = "#1A1A1A"
CONTEXT = "#767676"
MUTED = "#595959"
GRID = "#D9D9D9"
NOISE = "#E8E8E8"
PAPER = "#FFFFFF"
HIGHLIGHT = "#0072B2"
SOFT_REFERENCE = "#8F3B00"
MAGNITUDE = "Blues"
DEVIATION = "PuOr"


@dataclass(frozen=True)
class VerdictStyle:
    """How a verdict looks: always word, icon and colour together, so that no reader needs the colour."""

    word: Verdict
    icon: str
    ascii_icon: str
    accent: str
    text: str
    fill: str
    terminal: str

    @property
    def slug(self) -> str:
        """The verdict as a CSS class."""
        return self.word.replace(" ", "-")


VERDICTS: Mapping[Verdict, VerdictStyle] = {
    style.word: style
    for style in (
        VerdictStyle("fails", "✗", "x", "#D55E00", "#8F3B00", "#FCEBDF", "red"),
        VerdictStyle("depends", "◆", "*", "#E69F00", "#6B4A00", "#FFF4D6", "yellow"),
        VerdictStyle("not measured here", "○", "o", "#595959", "#4A4A4A", "#EFEFEF", "bright_black"),
        VerdictStyle("holds", "✓", "+", "#009E73", "#00573F", "#E5F4EF", "green"),
    )
}
"""In the order in which a reader needs them: what fails first."""


@dataclass(frozen=True)
class LevelStyle:
    """How the level of a finding looks: weight, not hue, because hues mean verdicts."""

    word: Level
    icon: str
    text: str
    fill: str


LEVELS: Mapping[Level, LevelStyle] = {
    style.word: style
    for style in (
        LevelStyle("high", "▲", PAPER, INK),
        LevelStyle("medium", "△", INK, GRID),
        LevelStyle("low", "▽", INK, "#F2F2F2"),
        LevelStyle("info", "·", MUTED, PAPER),
    )
}

STATES: Mapping[State, str] = {
    "chosen": "●",
    "chosen without rival": "◐",
    "only without seqscan": "○",
    "unusable": "✕",
    "not tried": "–",
}
"""State of an index by shape, so that the matrix reads without colour."""

STATES_WORST_FIRST: tuple[State, ...] = (
    "unusable",
    "only without seqscan",
    "chosen without rival",
    "not tried",
    "chosen",
)

PLACEMENTS: Mapping[str, str] = {
    "sharded": "#D6EAF8",
    "shared": "#F2F2F2",
    "partitioned": "#FBE8C8",
    "reference": "#DFF3EA",
}
"""Header fill of a table by its placement; dark text on each has at least 14:1."""

SELF_TIME = ("#FFFFD4", "#FED98E", "#FE9929", "#CC4C02")
"""Fill of a plan node by its share of the execution time: below 10, 40, 90 % and above (ColorBrewer YlOrBr)."""

SANS = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif'
MONO = 'ui-monospace, "SF Mono", Menlo, Consolas, "Noto Sans Mono", "DejaVu Sans Mono", monospace'

WIDTH_IN = 7.2
"""Width of a picture in a page's column."""

MATPLOTLIB: dict[Any, Any] = {
    "svg.hashsalt": "livvly_lab",
    "svg.fonttype": "none",
    "figure.figsize": (WIDTH_IN, 3.0),
    "figure.dpi": 100,
    "figure.facecolor": PAPER,
    "figure.constrained_layout.use": True,
    "font.family": ["DejaVu Sans"],
    "font.size": 10,
    "text.color": INK,
    "axes.edgecolor": CONTEXT,
    "axes.labelcolor": MUTED,
    "axes.labelsize": 10,
    "axes.titlesize": 10,
    "axes.titlelocation": "left",
    "axes.titleweight": "bold",
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.axisbelow": True,
    "axes.unicode_minus": True,
    "axes.prop_cycle": cycler(color=[INK, HIGHLIGHT, CONTEXT]),
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelsize": 10,
    "ytick.labelsize": 10,
    "xtick.major.size": 3,
    "ytick.major.size": 0,
    "grid.color": GRID,
    "grid.linewidth": 0.6,
    "legend.frameon": False,
    "lines.linewidth": 1.6,
}
"""matplotlib's settings. The text stays text; it is measured in a wide font and shown in the page's own."""


def _variables() -> dict[str, str]:
    variables = {
        "ink": INK,
        "context": CONTEXT,
        "muted": MUTED,
        "grid": GRID,
        "noise": NOISE,
        "paper": PAPER,
        "highlight": HIGHLIGHT,
        "sans": SANS,
        "mono": MONO,
    }
    for verdict in VERDICTS.values():
        variables[f"{verdict.slug}-accent"] = verdict.accent
        variables[f"{verdict.slug}-text"] = verdict.text
        variables[f"{verdict.slug}-fill"] = verdict.fill
    for level in LEVELS.values():
        variables[f"{level.word}-text"] = level.text
        variables[f"{level.word}-fill"] = level.fill
    return variables | {f"placement-{name}": fill for name, fill in PLACEMENTS.items()}


def css_variables(selector: str = ":root") -> str:
    """Return the tokens as CSS custom properties (`--lab-…`) of a selector."""
    body = "".join(f"--lab-{name}:{value};" for name, value in _variables().items())
    return f"{selector}{{{body}}}"


@cache
def exhibit_css() -> str:
    """Return the style of exhibits and tables, which also stands inside a notebook that has no page around it."""
    return css_variables(".lab-exhibit, .lab-page") + (STATIC / "exhibit.css").read_text()


@cache
def page_css() -> str:
    """Return the style of a whole page, exhibits and tables included."""
    return exhibit_css() + (STATIC / "page.css").read_text()
