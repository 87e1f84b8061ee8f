"""The shapes of an ERD: eralchemy2 reads the metadata, these drawables write it as DOT and as Mermaid.

Its own drawables sort columns by name, leave out time zones and element types and dash every line; ours keep the
declared order, PostgreSQL's type names, markers for the keys, the placement as a colour and a badge, and dashes
for soft references only.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from html import escape
from typing import Literal

from eralchemy2 import models
from eralchemy2.sqla import table_to_intermediary
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextToPath
from sqlalchemy import Table

from livvly_lab.domain.physical import PhysicalDesign
from livvly_lab.report import arrange, catalog, fmt
from livvly_lab.report.style import CONTEXT, INK, MUTED, PAPER, PLACEMENTS, SOFT_REFERENCE

FONT = "DejaVu Sans"
"""The font the boxes are measured in: wide, and shipped with matplotlib, so that every machine measures the same."""

TEXT_PT, HEAD_PT, BADGE_PT = 12, 13, 10.5
ROW_HEIGHT, HEAD_HEIGHT, NULL_WIDTH, LEGEND_WIDTH, PADDING, GAP = 19, 24, 16, 76, 10, 16

Density = Literal["all", "keys", "name"]
"""What a box shows: all columns, the keys without their types, or its name alone, in grey."""

_SPACE = "\N{NO-BREAK SPACE}"
_PLACED = {
    "sharded": "one table per shard",
    "shared": "one table for all shards",
    "partitioned": "one table, partitioned by month",
    "reference": "reference data, one table",
}


@dataclass(frozen=True)
class Links:
    """Where boxes lead: patterns with `{}` for the name of a table and the key of a sheet; empty leads nowhere."""

    table: str = ""
    sheet: str = ""
    target: str = ""

    def to_table(self, name: str, column: str = "") -> str:
        """Return the address of a table's dictionary page, or of one of its columns."""
        return self.table.format(name) + (f"#column-{column}" if column else "")


@dataclass(frozen=True)
class Look:
    """How a box is drawn: where it leads, how much it shows, and a last line such as its rows."""

    links: Links = Links()
    density: Density = "all"
    footer: str = ""


@dataclass(frozen=True)
class Row:
    """A column in a box: markers, name, type, and `?` where it may be empty."""

    name: str
    type: str
    null: bool
    markers: tuple[str, ...]
    comment: str

    def to_dot(self, grid: "Grid", href: str) -> str:
        """Return the row of the HTML-like label, one port over its whole width."""
        link = f' HREF="{escape(href)}" TOOLTIP="{escape(self.comment or self.name)}"'
        marks = _font(" ".join(self.markers) or " ", BADGE_PT, SOFT_REFERENCE if "soft" in self.markers else MUTED)
        cells = _cell(grid.marks, marks) + _cell(grid.name, _font(self.name), link)
        if grid.kind:
            cells += _cell(grid.kind, _font(self.type, TEXT_PT, MUTED), link)
            cells += _cell(NULL_WIDTH, _font("?" if self.null else " ", TEXT_PT, MUTED), align="RIGHT")
        return f'<TR><TD PORT="{self.name}" ALIGN="LEFT" CELLPADDING="0">{_strip(cells)}</TD></TR>'

    def to_mermaid_er(self) -> str:
        """Return the attribute of a Mermaid erDiagram; its types know letters, digits and brackets only."""
        kind = re.sub(r"[^\w()\[\]]+", "_", self.type)
        keys = ", ".join({"UQ": "UK"}.get(m, m) for m in self.markers if m in ("PK", "FK", "UQ"))
        words = self.comment.replace('"', "'")
        return "        " + " ".join(part for part in (kind, self.name, keys, f'"{words}"') if part)


class Box(models.Table):
    """A table in a sheet: a header with its name and its placement, then its columns.

    A box that shows its name alone leads to the sheet where the table is at home, the others to its page in the
    dictionary.
    """

    def __init__(
        self, physical: PhysicalDesign, table: Table, lines: tuple[catalog.Line, ...], look: Look = Look()
    ) -> None:
        read = table_to_intermediary(table)
        super().__init__(name=read.name, columns=read.columns)
        nullable = {column.name: bool(column.is_null) for column in read.columns}  # it reads them in no order
        every = tuple(
            Row(c.name, catalog.type_name(c), nullable[c.name], catalog.markers(physical, c, lines), catalog.comment(c))
            for c in table.columns
        )
        self.look, self.every = look, every
        self.rows = _shown(every, look.density)
        self.kind, self.badge = catalog.kind(physical, table.name), catalog.badge(physical, table.name)
        self.comment = catalog.comment(table)
        self.home = physical.design.section_of(table.name).key
        self.grid = Grid.of(self)

    @property
    def width(self) -> int:
        """How wide the box is in points."""
        return self.grid.width

    @property
    def height(self) -> int:
        """How high the box is in points, with the gap to the next one."""
        return HEAD_HEIGHT + ROW_HEIGHT * len(self.rows) + GAP

    def widen(self, width: int) -> None:
        """Make the box at least so many points wide, such as the widest in its column."""
        self.grid = self.grid.at_least(width)

    def to_dot(self) -> str:
        """Return the node: its HTML-like label, its link and its tooltip."""
        own, links = self.look.density != "name", self.look.links
        href = links.to_table(self.name) if own else links.sheet.format(self.home)
        body = "".join(row.to_dot(self.grid, links.to_table(self.name, row.name)) for row in self.rows)
        if self.look.footer:
            body += f"<TR>{_cell(self.width, _font(self.look.footer, BADGE_PT, MUTED))}</TR>"
        label = (
            f'<TABLE BORDER="1" COLOR="{MUTED if own else CONTEXT}" BGCOLOR="{PAPER}" CELLBORDER="0" CELLSPACING="0" '
            f'CELLPADDING="0">{self._header(own=own)}{body}</TABLE>'
        )
        target = f', target="{links.target}"' if links.target else ""
        tip = escape(self.comment, quote=True)
        return f'"{self.name}" [id="box-{self.name}", URL="{escape(href)}"{target}, tooltip="{tip}", label=<{label}>];'

    def to_mermaid_er(self) -> str:
        """Return the entity of a Mermaid erDiagram."""
        return f"    {self.name} {{\n" + "\n".join(row.to_mermaid_er() for row in self.rows) + "\n    }"

    def _header(self, *, own: bool) -> str:
        fill = PLACEMENTS[self.kind] if own else PLACEMENTS["shared"]
        name = f"<B>{_font(self.name, HEAD_PT, INK)}</B>" if own else _font(self.name, HEAD_PT, MUTED)
        badge = _font(self.badge, BADGE_PT, INK if own else MUTED)
        badge_width = _width(self.badge, BADGE_PT)
        cells = _cell(self.width - badge_width, name, height=HEAD_HEIGHT)
        cells += _cell(badge_width, badge, align="RIGHT", height=HEAD_HEIGHT)
        return f'<TR><TD BGCOLOR="{fill}" CELLPADDING="0">{_strip(cells)}</TD></TR>'


@dataclass(frozen=True)
class Grid:
    """The widths of a box in points, measured here so that every machine draws the same; `kind` 0: no types."""

    marks: int
    name: int
    kind: int
    width: int

    @classmethod
    def of(cls, box: Box) -> "Grid":
        """Measure a box: as wide as its widest row, its header or its footer."""
        rows, typed = box.rows, box.look.density == "all"
        marks = max((_width(" ".join(row.markers), BADGE_PT) for row in rows), default=0)
        name = max((_width(row.name, TEXT_PT) for row in rows), default=0)
        kind = max((_width(row.type, TEXT_PT) for row in rows), default=0) if typed else 0
        header = _width(box.name, HEAD_PT, bold=True) + _width(box.badge, BADGE_PT)
        grid = cls(marks, name, kind, marks + name + (kind + NULL_WIDTH if kind else 0))
        return grid.at_least(max(header, _width(box.look.footer, BADGE_PT)))

    def at_least(self, width: int) -> "Grid":
        """Return the grid widened to `width` points, in its last column of text."""
        spare = max(0, width - self.width)
        if self.kind:
            return replace(self, kind=self.kind + spare, width=self.width + spare)
        return replace(self, name=self.name + spare, width=self.width + spare)


class Edge(models.Relation):
    """A reference as a line with crow's feet: solid for a foreign key, dashed for a soft reference.

    It ends at the row of its column where the box of that end shows rows (`ported`). Lines run from the target
    to the right. With a `side` for each table they run between the sides, and those within one side bend outward.
    """

    def __init__(
        self, line: catalog.Line, ported: frozenset[str] = frozenset(), side: Mapping[str, int] | None = None
    ) -> None:
        super().__init__(  # type: ignore[no-untyped-call]  # eralchemy2 leaves this constructor untyped
            right_col=line.table,
            left_col=line.target,
            right_cardinality="?" if line.single else "*",
            left_cardinality="?" if line.optional else "1",
        )
        self.line, self.ported, self.side = line, ported, side or {}

    def to_dot(self) -> str:
        """Return the edge with its ends, its dashes and its tooltip."""
        line = self.line
        one = (line.target, line.target_column, "teeodot" if line.optional else "teetee")
        many = (line.table, line.column, "teeodot" if line.single else "crowodot")
        here, there = self.side.get(line.target, arrange.LEFT), self.side.get(line.table, arrange.RIGHT)
        left, right = (one, many) if here <= there else (many, one)
        outward = ("w", "w") if here == arrange.LEFT else ("e", "e")
        west, east = ("e", "w") if here != there else outward
        more = "" if here != there else ", constraint=false"
        more += "" if line.real else f', style=dashed, color="{SOFT_REFERENCE}"'
        name = f"line-{line.table}-{line.column}-{line.target}"
        return (
            f"{self._end(left, west)} -> {self._end(right, east)} "
            f'[id="{name}", arrowtail={left[2]}, arrowhead={right[2]}, tooltip="{escape(self.tip())}"{more}];'
        )

    def tip(self) -> str:
        """Return what the line says when the reader points at it."""
        line = self.line
        where = f"{line.table}.{line.column} → {line.target}.{line.target_column}"
        return f"{where}: ON DELETE {line.on_delete}" if line.real else f"{where}: soft reference, {line.why}"

    def to_mermaid_er(self) -> str:
        """Return the relationship of a Mermaid erDiagram; dots instead of dashes mark a soft reference."""
        line = self.line
        left = "|o" if line.optional else "||"
        right = "o|" if line.single else "o{"
        stroke, label = ("--", line.column) if line.real else ("..", f"{line.column} (soft)")
        return f'    {line.target} {left}{stroke}{right} {line.table} : "{label}"'

    def _end(self, end: tuple[str, str, str], compass: str) -> str:
        table, column, _ = end
        port = f':"{column}"' if table in self.ported else ""
        return f'"{table}"{port}:{compass}'


def legend(title: str, boxes: Sequence[Box], lines: Sequence[catalog.Line]) -> str:
    """Return the HTML-like label that explains what a sheet uses: placements and lines, then markers."""
    blocks = [_placements(boxes, lines), _markers(boxes)]
    rows = max(map(len, blocks))
    blank = _swatch(" ", " ")
    cells = "".join(
        f'<TD VALIGN="TOP" ALIGN="LEFT"><TABLE BORDER="0" CELLBORDER="0" CELLSPACING="1" CELLPADDING="0">'
        f"{''.join([*block, *[blank] * (rows - len(block))])}</TABLE></TD>"
        for block in blocks
    )
    return (
        f'<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="6"><TR><TD COLSPAN="2" ALIGN="LEFT">'
        f"<B>{_font(title)}</B></TD></TR><TR>{cells}</TR></TABLE>"
    )


def rows_footer(counts: Sequence[int]) -> str:
    """Return the last line of a box: its rows, and their range over the shards.

    >>> rows_footer([2400, 2600]), rows_footer([12]), rows_footer([1])
    ('5.00 k rows, 2.40 k to 2.60 k a shard', '12 rows', '1 row')
    """
    total = fmt.plural(sum(counts), "row")
    return f"{total}, {fmt.count(min(counts))} to {fmt.count(max(counts))} a shard" if len(counts) > 1 else total


def _shown(rows: tuple[Row, ...], density: Density) -> tuple[Row, ...]:
    if density == "all":
        return rows
    return tuple(row for row in rows if row.markers) if density == "keys" else ()


def _placements(boxes: Sequence[Box], lines: Sequence[catalog.Line]) -> list[str]:
    kinds = [kind for kind in PLACEMENTS if any(box.kind == kind for box in boxes)]
    found = [_swatch(kind, _PLACED[kind], PLACEMENTS[kind]) for kind in kinds]
    if any(line.real for line in lines):
        found.append(_swatch("───", "foreign key"))
    if any(not line.real for line in lines):
        found.append(_swatch("- - -", "soft reference: no foreign key", color=SOFT_REFERENCE))
    if lines:
        ends = (("─○<", "none or many rows"), ("─○|", "none or one"), ("─||", "exactly one"))
        found += [_swatch(mark, says) for mark, says in ends]
    return found


def _markers(boxes: Sequence[Box]) -> list[str]:
    used = [m for m in catalog.MARKERS if any(m in row.markers for box in boxes for row in box.rows)]
    found = [_swatch(m, catalog.MARKERS[m], color=SOFT_REFERENCE if m == "soft" else INK) for m in used]
    nullable = any(row.null and box.look.density == "all" for box in boxes for row in box.rows)
    return [*found, _swatch("?", "may be NULL")] if nullable else found


def _swatch(mark: str, says: str, fill: str = "", color: str = INK) -> str:
    box = f' BGCOLOR="{fill}"' if fill else ""
    shown, meaning = _font(mark, BADGE_PT, color), _font(says, BADGE_PT, MUTED)
    return f"<TR>{_cell(LEGEND_WIDTH, shown, box)}{_cell(_width(says, BADGE_PT) + PADDING, meaning)}</TR>"


def _strip(cells: str) -> str:
    return f'<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0"><TR>{cells}</TR></TABLE>'


def _cell(width: int, text: str, more: str = "", *, align: str = "LEFT", height: int = ROW_HEIGHT) -> str:
    # CELLPADDING does not count in a cell of fixed size: a space keeps the text off the frame.
    size = f'FIXEDSIZE="TRUE" WIDTH="{width}" HEIGHT="{height}"'
    padded = f"{_SPACE}{text}" if align == "LEFT" else f"{text}{_SPACE}"
    return f'<TD {size} ALIGN="{align}"{more}>{padded}</TD>'


@cache
def _width(text: str, size: float, *, bold: bool = False) -> int:
    """Return how wide a text is in points, with its padding."""
    font = FontProperties(family=FONT, weight="bold" if bold else "normal", size=size)
    width, _, _ = TextToPath().get_text_width_height_descent(text, font, ismath=False)
    return math.ceil(width) + PADDING if text else 0


def _font(text: str, size: float = TEXT_PT, color: str = INK) -> str:
    return f'<FONT POINT-SIZE="{size:g}" COLOR="{color}">{escape(text)}</FONT>'
