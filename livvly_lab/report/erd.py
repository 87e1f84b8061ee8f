"""The ERD in sheets: an overview, one sheet per section, one per table; as DOT, SVG and Mermaid.

A sheet that would have to be shrunk until its text is too small is split instead: the overview shows names and
keys, a section shows its own columns with its neighbours as grey headers, a table's sheet shows one degree.
Source: livvly REQ-DB-013.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from livvly_lab.domain.physical import PhysicalDesign
from livvly_lab.domain.results import TableSize
from livvly_lab.report import arrange, catalog, layout
from livvly_lab.report.boxes import BADGE_PT, FONT, TEXT_PT, Box, Density, Edge, Links, Look, legend, rows_footer
from livvly_lab.report.style import CONTEXT, GRID, MUTED, SANS

OVERVIEW = "overview"
MOST_IN_A_COLUMN = 10

DIAGRAM_LINKS = Links(table="../../reports/{design}/dictionary/{{}}.html", sheet="{}.svg", target="_top")
"""From the committed diagrams to the report that `livvly-lab report` writes beside them, and to each other."""


@dataclass(frozen=True)
class Sheet:
    """One picture: `own` tables with their columns, `neighbours` as grey headers.

    `density` is how much of its own tables a sheet shows: "keys" or "all".
    """

    key: str
    title: str
    own: tuple[str, ...]
    neighbours: tuple[str, ...] = ()
    density: Density = "all"


def overview(physical: PhysicalDesign) -> Sheet:
    """Return the sheet with every table of the design, names and keys only."""
    names = tuple(name for section in physical.design.sections for name in section.tables)
    return Sheet(OVERVIEW, f"{physical.design.title}, all {len(names)} tables", names, density="keys")


def sections(physical: PhysicalDesign) -> tuple[Sheet, ...]:
    """Return one sheet for each section of the design."""
    return tuple(
        Sheet(section.key, section.title, section.tables, _neighbours(physical, section.tables))
        for section in physical.design.sections
    )


def around(physical: PhysicalDesign, table: str) -> Sheet:
    """Return the sheet of one table: its columns, and whatever is one reference away."""
    return Sheet(f"table-{table}", f"{table} and its neighbours", (table,), _neighbours(physical, (table,)))


def dot(physical: PhysicalDesign, sheet: Sheet, links: Links, sizes: Iterable[TableSize] = ()) -> str:
    """Return a sheet as DOT; `sizes` put the rows of each table at the foot of its box."""
    lines = catalog.lines(physical)
    drawn = _drawn(sheet, lines)
    feet = _feet(sizes)
    looks = {name: Look(links, sheet.density, feet.get(name, "")) for name in sheet.own}
    looks |= {name: Look(links, "name") for name in sheet.neighbours}
    boxes = {name: Box(physical, physical.design.table(name), lines, look) for name, look in looks.items()}
    side = _sides(physical, sheet, boxes, drawn)
    for name, place in side.items():
        boxes[name].widen(max(boxes[other].width for other in side if side[other] == place))
    nodes = {name: box.to_dot() for name, box in boxes.items()}
    frames = [_frame(physical, key, [nodes[n] for n in names], links) for key, names in _clusters(physical, sheet)]
    around_it = [nodes[name] for name in sheet.neighbours]
    columns = arrange.ranks(side, _hub(sheet, drawn)) if side else []
    edges = [Edge(line, frozenset(sheet.own), side).to_dot() for line in drawn]
    shards = f", {physical.shards} shards" if physical.layout.sharded else ""
    explained = legend(f"{sheet.title} · {physical.layout.name}{shards}", [boxes[name] for name in sheet.own], drawn)
    return "\n".join([_HEAD.format(legend=explained), *frames, *around_it, *columns, *edges, "}"]) + "\n"


def mermaid(physical: PhysicalDesign, sheet: Sheet) -> str:
    """Return a sheet as a Mermaid erDiagram, soft references dotted; neighbours stand without columns."""
    lines = catalog.lines(physical)
    boxes = [Box(physical, physical.design.table(name), lines) for name in sheet.own]
    edges = [Edge(line).to_mermaid_er() for line in _drawn(sheet, lines)]
    return "\n".join(["erDiagram", *(box.to_mermaid_er() for box in boxes), *edges]) + "\n"


def svgs(
    physical: PhysicalDesign, sheets: Sequence[Sheet], links: Links, sizes: Iterable[TableSize] = ()
) -> dict[str, str]:
    """Return sheets as SVG text by their key, ready to stand inline or in a file of their own."""
    sizes = tuple(sizes)
    drawn = layout.svgs(tuple(dot(physical, sheet, links, sizes) for sheet in sheets))
    return {
        sheet.key: finished(svg, f"erd-{sheet.key}", _says(physical, sheet))
        for sheet, svg in zip(sheets, drawn, strict=True)
    }


def draw_all(physical: PhysicalDesign, folder: Path) -> tuple[Path, ...]:
    """Write the overview and the sections of a design into `folder` as .svg, .dot and .mmd.

    Returns the files written. Row counts are left out, so that the files change only with the design.
    """
    folder.mkdir(parents=True, exist_ok=True)
    sheets = (overview(physical), *sections(physical))
    links = diagram_links(physical.design.name)
    pictures = svgs(physical, sheets, links)
    texts = {f"{sheet.key}.dot": dot(physical, sheet, links) for sheet in sheets}
    texts |= {f"{sheet.key}.mmd": mermaid(physical, sheet) for sheet in sheets}
    texts |= {f"{key}.svg": '<?xml version="1.0" encoding="UTF-8"?>\n' + svg for key, svg in pictures.items()}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return tuple(sorted(folder / name for name in texts))


def diagram_links(design: str) -> Links:
    """Return where the boxes of the committed diagrams lead."""
    return Links(DIAGRAM_LINKS.table.format(design=design), DIAGRAM_LINKS.sheet, DIAGRAM_LINKS.target)


def finished(svg: str, key: str, title: str) -> str:
    """Return Graphviz's SVG without its prologue and comments, with a role, a title, tooltips and ids of its own."""
    svg = svg[svg.index("<svg") :].replace("&#45;", "-")
    svg = re.sub(r"<!--.*?-->\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<title>.*?</title>\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r'<g id="(a_[^"]*|graph0|clust\d+)"', "<g", svg)
    svg = re.sub(r'id="((?:box|line|frame)-[^"]+)"', rf'id="{key}-\1"', svg)
    svg = re.sub(r'<a xlink:title="([^"]*)">(.*?)</a>', r"<g><title>\1</title>\2</g>", svg, flags=re.DOTALL)
    svg = re.sub(r'<a xlink:href="([^"]*)" xlink:title="([^"]*)"([^>]*)>', r'<a href="\1"\3><title>\2</title>', svg)
    svg = svg.replace("<title></title>", "").replace(f' font-family="{FONT}"', "")
    head, body = svg.split(">", 1)
    head = f'{head} role="img" aria-labelledby="{key}-title" font-family="{_FAMILY}"'
    return f'{head}>\n<title id="{key}-title">{escape(title)}</title>{body}'.rstrip() + "\n"


_FAMILY = SANS.replace('"', "")

_HEAD = (
    "digraph {{\n"
    "graph [rankdir=LR, newrank=true, ranksep=0.9, nodesep=0.22, pad=0.2, bgcolor=white, "
    f'fontname="{FONT}", fontsize={TEXT_PT}, '
    "labelloc=b, labeljust=l, label=<{legend}>];\n"
    f'node [shape=plain, fontname="{FONT}", fontsize={TEXT_PT}];\n'
    f'edge [dir=both, color="{MUTED}", arrowsize=0.8, penwidth=1, fontname="{FONT}", fontsize={BADGE_PT}];'
)


def _says(physical: PhysicalDesign, sheet: Sheet) -> str:
    lines = _drawn(sheet, catalog.lines(physical))
    soft = sum(not line.real for line in lines)
    return f"ERD of {sheet.title}: {len(sheet.own)} tables, {len(lines) - soft} foreign keys, {soft} soft references"


def _neighbours(physical: PhysicalDesign, own: Sequence[str]) -> tuple[str, ...]:
    near = {end for line in catalog.lines(physical) for end in _other_ends(line, own)}
    return tuple(table.name for table in physical.design.tables if table.name in near)


def _other_ends(line: catalog.Line, own: Sequence[str]) -> set[str]:
    ends = {line.table, line.target}
    return ends - set(own) if ends & set(own) else set()


def _drawn(sheet: Sheet, lines: Iterable[catalog.Line]) -> list[catalog.Line]:
    shown, own = {*sheet.own, *sheet.neighbours}, set(sheet.own)
    return [line for line in lines if {line.table, line.target} <= shown and {line.table, line.target} & own]


def _clusters(physical: PhysicalDesign, sheet: Sheet) -> list[tuple[str, list[str]]]:
    if sheet.key != OVERVIEW:
        return [("", list(sheet.own))]
    return [(section.key, [n for n in section.tables if n in sheet.own]) for section in physical.design.sections]


def _frame(physical: PhysicalDesign, key: str, nodes: Sequence[str], links: Links) -> str:
    if not key:
        return "\n".join(nodes)
    title = next(section.title for section in physical.design.sections if section.key == key)
    target = f' target="{links.target}";' if links.target else ""
    href = escape(links.sheet.format(key))
    return (
        f'subgraph "cluster_{key}" {{\nid="frame-{key}"; label=<<B>{escape(title)}</B>>; labeljust=l; labelloc=t; '
        f'style=rounded; color="{GRID}"; fontcolor="{CONTEXT}"; margin=10; URL="{href}";{target} '
        f'tooltip="{escape(title)}: its own sheet with every column";\n' + "\n".join(nodes) + "\n}"
    )


def _sides(
    physical: PhysicalDesign, sheet: Sheet, boxes: Mapping[str, Box], drawn: Sequence[catalog.Line]
) -> dict[str, int]:
    heights = {name: box.height for name, box in boxes.items()}
    if sheet.key == OVERVIEW:
        return arrange.sides(physical, drawn, heights)
    return arrange.flanks(_hub(sheet, drawn), heights) if len(sheet.neighbours) > MOST_IN_A_COLUMN else {}


def _hub(sheet: Sheet, drawn: Sequence[catalog.Line]) -> str:
    """Return the table that most lines of a sheet touch."""
    ends = Counter(end for line in drawn for end in (line.table, line.target))
    return max(sheet.own, key=lambda name: ends[name])


def _feet(sizes: Iterable[TableSize]) -> Mapping[str, str]:
    counts: dict[str, list[int]] = {}
    for size in sizes:
        counts.setdefault(size.table, []).append(size.rows)
    return {table: rows_footer(rows) for table, rows in counts.items()}
