"""Tables as accessible HTML: caption, scopes, numbers to the right, raw values for sorting."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

import pandas as pd

from livvly_lab.domain.results import Interval
from livvly_lab.report import fmt
from livvly_lab.report.style import LEVELS, STATES, VERDICTS

ROWS_SHOWN = 12
LONGEST_LABEL, LONGEST_WORD = 20, 24

_LONG_NAME = re.compile(rf"(?<![\w./#=-])\w{{{LONGEST_WORD + 1},}}(?![^<]*>)")

_SCRIPTS = (
    ("\u0900", "\u097f", "hi"),
    ("\u0b80", "\u0bff", "ta"),
    ("\u0c00", "\u0c7f", "te"),
    ("\u0c80", "\u0cff", "kn"),
)


@dataclass(frozen=True)
class Link:
    """The text of a cell and where it leads."""

    text: str
    href: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Drawing:
    """A small picture in a cell (SVG text), sorted by `place`. The cells beside it say the same in words."""

    svg: str
    place: float

    def __str__(self) -> str:
        return ""


@dataclass(frozen=True)
class Look:
    """How a table is written: `formats` by column, `code` the columns in monospace, `shown` rows before the rest.

    A column named `level` holds levels of findings. Text that is a verdict or a state of an index gets its icon.
    `row_id` gives each row a permanent id of this prefix and its first cell. `group` names the column by which a
    page filters rows.
    """

    formats: Mapping[str, fmt.Formatter] = field(default_factory=dict)
    code: Sequence[str] = ()
    shown: int = ROWS_SHOWN
    sortable: bool = False
    row_id: str = ""
    group: str = ""


EVERY_ROW = 1_000_000


def language(text: str) -> str | None:
    """Return the language whose script a text is written in, None for Latin script.

    >>> language("காபி"), language("coffee"), language("नमस्ते")
    ('ta', None, 'hi')
    """
    for letter in text:
        for first, last, code in _SCRIPTS:
            if first <= letter <= last:
                return code
    return None


def table(frame: pd.DataFrame, caption: str, look: Look | None = None) -> str:
    """Return a table as HTML; rows beyond `look.shown` stand in a <details> below it."""
    look = look or Look()
    numeric = {str(name): _is_numeric(frame[name], look.formats.get(str(name))) for name in frame.columns}
    rows = list(frame.itertuples(index=False, name=None))
    first, rest = rows[: look.shown], rows[look.shown :]
    html = _table(frame, first, caption, numeric, look)
    if rest:
        more = fmt.plural(len(rest), "more row")
        html += (
            f"<details><summary>{more}</summary>{_table(frame, rest, f'{caption}, {more}', numeric, look)}</details>"
        )
    return html


def verdict_chip(word: str) -> str:
    """Return a verdict with its icon and colours."""
    style = VERDICTS[word]  # type: ignore[index]  # a KeyError is the answer to a word that is no verdict
    return f'<span class="verdict {style.slug}"><span aria-hidden="true">{style.icon}</span> {style.word}</span>'


def level_chip(word: str) -> str:
    """Return the level of a finding with its icon."""
    style = LEVELS[word]  # type: ignore[index]  # a KeyError is the answer to a word that is no level
    return f'<span class="level {style.word}"><span aria-hidden="true">{style.icon}</span> {style.word}</span>'


def _table(
    frame: pd.DataFrame,
    rows: Iterable[tuple[Any, ...]],
    caption: str,
    numeric: Mapping[str, bool],
    look: Look,
) -> str:
    names = [str(name) for name in frame.columns]
    head = "".join(_head(name, look, numeric=numeric[name]) for name in names)
    body = "".join(f"<tr{_marks(names, row, look)}>{_row(names, row, numeric, look)}</tr>" for row in rows)
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(caption)}"><table class="lab">'
        f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _head(name: str, look: Look, *, numeric: bool) -> str:
    text = f'<button type="button">{escape(name)}</button>' if look.sortable else escape(name)
    return f'<th scope="col"{_classes(num=numeric)}>{text}</th>'


def _marks(names: Sequence[str], row: Sequence[Any], look: Look) -> str:
    marks = f' id="{escape(look.row_id + str(row[0]))}"' if look.row_id else ""
    return marks + (f' data-group="{escape(str(row[names.index(look.group)]))}"' if look.group else "")


def _row(names: Sequence[str], row: Sequence[Any], numeric: Mapping[str, bool], look: Look) -> str:
    cells = []
    for place, (name, value) in enumerate(zip(names, row, strict=True)):
        tag, scope = ("th", ' scope="row"') if place == 0 else ("td", "")
        text = _cell(name, value, look)
        if name in look.code:
            text = _breakable(text)
        classes = _classes(num=numeric[name], code=name in look.code, word=_is_word(value))
        cells.append(f"<{tag}{scope}{classes}{_raw(value)}>{text}</{tag}>")
    return "".join(cells)


def _breakable(html: str) -> str:
    """Let a long name break after its underscores, and nowhere else; what stands in a tag stays as it is."""
    return _LONG_NAME.sub(lambda name: name[0].replace("_", "_<wbr>"), html)


def _is_word(value: Any) -> bool:
    """Tell whether a text must not break over lines: a short label, or one name."""
    if not isinstance(value, (str, Link)):
        return False
    text = str(value)
    return len(text) <= LONGEST_LABEL or (len(text) <= LONGEST_WORD and not set(text) & {" ", ","})


def _classes(**those: bool) -> str:
    names = " ".join(name for name, on in those.items() if on)
    return f' class="{names}"' if names else ""


def _raw(value: Any) -> str:
    if isinstance(value, Interval):
        return f' data-sort="{value.mid!r}"'
    if isinstance(value, Drawing):
        return f' data-sort="{value.place!r}"'
    return f' data-sort="{float(value):.17g}"' if fmt.is_number(value) and not fmt.is_absent(value) else ""


def _cell(name: str, value: Any, look: Look) -> str:
    if isinstance(value, Drawing):
        return value.svg
    if isinstance(value, Link):
        return f'<a href="{escape(value.href)}">{escape(value.text)}</a>'
    if isinstance(value, tuple) and value and all(isinstance(item, Link) for item in value):
        return ", ".join(_cell(name, item, look) for item in value)
    if isinstance(value, Interval):
        return escape(fmt.interval(value))
    if name in look.formats:
        return escape(look.formats[name](value))
    return _word(name, value) if isinstance(value, str) else escape(fmt.cell(value))


def _word(name: str, value: str) -> str:
    if name == "level" and value in LEVELS:
        return level_chip(value)
    if value in VERDICTS:
        return verdict_chip(value)
    if value in STATES:
        return f'<span aria-hidden="true">{STATES[value]}</span> {escape(value)}'  # type: ignore[index]  # tested above
    lang = language(value)
    return f'<span lang="{lang}">{escape(value)}</span>' if lang else escape(value)


def _is_numeric(values: "pd.Series[Any]", formatter: fmt.Formatter | None) -> bool:
    there = [value for value in values if not fmt.is_absent(value)]
    return (bool(there) and all(fmt.is_number(value) or isinstance(value, Interval) for value in there)) or (
        formatter is not None and not there
    )
