"""Pictures of plans: the tree of a plan by its own time, the matrix of indexes and queries, latency by query."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from livvly_lab.domain.plan import ESTIMATE_FACTORS, SELF_SHARES, PlanNode, badges, level, self_share
from livvly_lab.domain.results import IndexState, State
from livvly_lab.domain.speed import IndexShare, Latency
from livvly_lab.report import fmt, svg
from livvly_lab.report.charts import figure, figure_svg, light_grid, limit_line
from livvly_lab.report.style import CONTEXT, GRID, HIGHLIGHT, INK, MUTED, NOISE, PAPER, SELF_TIME, STATES

PAGE_BYTES = 8192
_MONO_PT = 7.3
"""How wide a letter is at 12 points in the widest monospace a reader may have."""
_OWN_MS = fmt.fixed(3)

TREE_WIDTH, NODE_HEIGHT, GAP, STEP = 920.0, 74.0, 12.0, 26.0

_CELL, _LINE, _BLOCK_GAP, _COLUMNS = 20.0, 18.0, 30.0, 3


@dataclass(frozen=True)
class _Placed:
    """A node in the outline of a tree: its depth, its row, the row of its parent, and how many others are like it."""

    node: PlanNode
    depth: int
    row: int
    parent: int | None
    alike: tuple[PlanNode, ...]


def tree_svg(root: PlanNode, execution_ms: float, title: str, key: str, changed: Collection[str] = ()) -> str:
    """Draw a plan as an outline: a box for each node, darker the more of the execution time is its own.

    Lines are thicker the more rows come up along them. Of children of one shape, such as the scans of the shards,
    the slowest is drawn and the others are counted. Nodes whose `trait` is in `changed` get a bold outline.
    """
    placed = list(_place(root))
    most_ms = max((node.self_ms for node in root.walk()), default=0.0)
    shapes = [_connector(each, placed) for each in placed if each.parent is not None]
    shapes += [_node(each, execution_ms, most_ms, bold=trait(each.node) in changed) for each in placed]
    bottom = len(placed) * (NODE_HEIGHT + GAP)
    return svg.document(TREE_WIDTH, bottom + 22, title, key, [*shapes, *_tree_legend(bottom + 8)])


def label(node: PlanNode) -> str:
    """Return what a node reads and by which index, as its box says it."""
    words = [word for word in (node.relation, f"using {node.index}" if node.index else None) if word]
    return " ".join(words) or node.alias or ""


def trait(node: PlanNode) -> str:
    """Return what a node does, on whatever shard: equal traits on two shards do the same."""
    return re.sub(r"_(shard_|s)\d+\b", "", f"{node.kind} {label(node)}")


def rows_words(node: PlanNode) -> str:
    """Return the rows of a node and how far the planner was off, such as `rows 312, est. 8: ×39 under`."""
    if node.never_executed:
        return f"never executed, est. {fmt.count(node.estimated_rows)} rows"
    words = f"rows {fmt.count(node.rows)}, est. {fmt.count(node.estimated_rows)}"
    if level(node.estimate_factor, ESTIMATE_FACTORS):
        words += f": {fmt.factor(node.estimate_factor)} {'under' if node.underestimated else 'over'}"
    return words


def matrix_svg(pairs: Sequence[IndexState], title: str, key: str) -> str:
    """Draw which index serves which query: a block for each table, a row for each query, a column for each index.

    The shape tells the state; blue is a query that chose an index written for another one.
    """
    tables: dict[str, list[IndexState]] = {}
    for pair in sorted(pairs, key=lambda pair: pair.table):
        if pair.query is not None:
            tables.setdefault(pair.table, []).append(pair)
    blocks = [_block(table, mine) for table, mine in tables.items()]
    wide = max((block.width for block in blocks), default=300.0) + _BLOCK_GAP
    columns = _packed([block.height for block in blocks])
    shapes, bottom = [], 0.0
    for place, column in enumerate(columns):
        y = 0.0
        for number in column:
            shapes.append(f'<g transform="translate({place * wide:g} {y:g})">{blocks[number].shapes}</g>')
            y += blocks[number].height + _BLOCK_GAP
        bottom = max(bottom, y)
    return svg.document(wide * len(columns), bottom + 26, title, key, [*shapes, *_matrix_legend(bottom + 8)])


def latency_svg(latency: Latency, title: str, shown: int = 15) -> str:
    """Draw the slowest queries: median hollow, 95th percentile filled with its interval, the limit as a line."""
    queries = latency.queries[:shown][::-1]
    with figure(height_in=0.9 + 0.24 * len(queries)) as fig:
        axes = fig.add_subplot()
        places = range(len(queries))
        middle = [query.p95_ms.mid for query in queries]
        off = [
            [query.p95_ms.mid - query.p95_ms.low for query in queries],
            [query.p95_ms.high - query.p95_ms.mid for query in queries],
        ]
        axes.errorbar(middle, places, xerr=off, fmt="o", color=INK, elinewidth=1.4, markersize=5, zorder=3)
        axes.plot(
            [query.p50_ms for query in queries],
            places,
            "o",
            markersize=5,
            markerfacecolor=PAPER,
            markeredgecolor=INK,
            zorder=3,
        )
        axes.set_yticks(places, [query.query for query in queries])
        axes.set_xscale("log")
        axes.xaxis.set_major_formatter(lambda value, _: fmt.duration(value) if value >= 1 else f"{value:g} ms")
        axes.set_xlabel("server execution time, log scale: ○ median, ● 95th percentile with its interval")
        axes.set_ylim(-0.7, len(queries) - 0.3)
        limit_line(axes, latency.limit_ms, f"limit {fmt.duration(latency.limit_ms)}")
        light_grid(axes)
        return figure_svg(fig, title, "plans-latency")


def share_svg(share: IndexShare, title: str) -> str:
    """Draw the queries as one bar by how they read, above it the range that is promised, where one is."""
    parts = (
        ("indexes alone", len(share.index_alone), HIGHLIGHT, PAPER),
        ("an index and a whole table", len(share.mixed), GRID, INK),
        ("no index", len(share.no_index), NOISE, INK),
    )
    wide, left, top, high = 760.0, 0.0, 46.0, 34.0
    shapes, x = [], left
    for says, count, fill, ink in parts:
        part = wide * count / share.queries if share.queries else 0.0
        if count:
            shapes.append(svg.rect(x, top, part, high, fill))
            words = f"{count}: {says}"
            inside = svg.width(words) + 12 < part
            shapes.append(
                svg.text(
                    x + 6 if inside else x, top + (22 if inside else high + 16), words, fill=ink if inside else MUTED
                )
            )
        x += part
    if share.claimed_low is not None and share.claimed_high is not None:
        low, top_end = share.claimed_low * wide, share.claimed_high * wide
        promised = f"promised {fmt.share(share.claimed_low, 0)} to {fmt.share(share.claimed_high, 0)}"
        shapes += [
            svg.path(f"M{low:g} {top - 14:g}V{top - 8:g}H{top_end:g}V{top - 14:g}"),
            svg.text((low + top_end) / 2, top - 20, promised, anchor="middle", fill=MUTED),
        ]
    return svg.document(wide, 112, title, "plans-share", shapes)


def state_shape(x: float, y: float, state: State, color: str) -> str:
    """Draw the state of an index around a point, the same shapes as in text."""
    radius = 5.0
    circle = f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="{PAPER}" stroke="{color}" stroke-width="1.5"/>'
    if state == "chosen":
        return f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="{color}" stroke="{color}" stroke-width="1.5"/>'
    if state == "chosen without rival":
        return circle + svg.path(
            f"M{x:g} {y - radius:g}A{radius:g} {radius:g} 0 0 0 {x:g} {y + radius:g}Z", fill=color, stroke=color
        )
    if state == "only without seqscan":
        return circle
    if state == "unusable":
        arm = radius - 1
        return svg.path(
            f"M{x - arm:g} {y - arm:g}L{x + arm:g} {y + arm:g}M{x - arm:g} {y + arm:g}L{x + arm:g} {y - arm:g}",
            stroke=color,
            line=2,
        )
    return svg.path(f"M{x - 4:g} {y:g}H{x + 4:g}", stroke=color, line=1.5)


def _place(root: PlanNode) -> Iterator[_Placed]:
    """Yield the nodes that are drawn, as EXPLAIN prints them."""
    rows = iter(range(10_000))

    def below(node: PlanNode, depth: int, parent: int | None, alike: tuple[PlanNode, ...]) -> Iterator[_Placed]:
        row = next(rows)
        yield _Placed(node, depth, row, parent, alike)
        kinds = defaultdict[tuple[str, ...], list[PlanNode]](list)
        for child in node.children:
            kinds[tuple(each.kind for each in child.walk())].append(child)
        for same in kinds.values():
            shown = max(same, key=lambda child: child.total_ms)
            yield from below(shown, depth + 1, row, tuple(child for child in same if child is not shown))

    yield from below(root, 0, None, ())


def _connector(each: _Placed, placed: Sequence[_Placed]) -> str:
    parent = placed[each.parent or 0]
    x, top = parent.depth * STEP + STEP / 2, (parent.row + 1) * (NODE_HEIGHT + GAP) - GAP
    middle = each.row * (NODE_HEIGHT + GAP) + NODE_HEIGHT / 2
    rows = each.node.rows * max(each.node.loops, 1)
    line = 1.0 if rows < 100 else 2.0 if rows < 10_000 else 4.0
    return svg.path(f"M{x:g} {top:g}V{middle:g}H{each.depth * STEP:g}", stroke=CONTEXT, line=line)


def _node(each: _Placed, execution_ms: float, most_ms: float, *, bold: bool) -> str:
    node = each.node
    x, y = each.depth * STEP + 1, each.row * (NODE_HEIGHT + GAP) + 1
    wide = TREE_WIDTH - x - 1
    step = level(self_share(node, execution_ms), SELF_SHARES)
    ink = PAPER if step == len(SELF_SHARES) else INK
    words = " · ".join((node.kind, *badges(node, execution_ms)))
    shapes = [
        svg.rect(
            x, y, wide, NODE_HEIGHT, SELF_TIME[step], stroke=INK if bold else CONTEXT, line=2 if bold else 0.8, radius=3
        ),
        svg.text(x + 10, y + 19, words, size=13, bold=True, fill=ink),
        svg.text(x + wide - 10, y + 19, _time_words(node, execution_ms), size=13, bold=True, fill=ink, anchor="end"),
        svg.text(x + 10, y + 37, _does(node, wide - 20), mono=True, fill=ink),
        svg.text(x + 10, y + 54, _below_words(each), fill=ink),
    ]
    if most_ms and node.self_ms:
        shapes.append(svg.rect(x + 10, y + NODE_HEIGHT - 11, (wide - 20) * node.self_ms / most_ms, 4, ink))
    conditions = "; ".join(f"{name}: {condition}" for name, condition in node.conditions.items())
    return svg.group(shapes, conditions or node.kind)


def _time_words(node: PlanNode, execution_ms: float) -> str:
    if node.never_executed:
        return "never executed"
    about = "≈ " if node.approximate else ""
    own = fmt.duration(node.self_ms) if node.self_ms >= 1 else f"{_OWN_MS(node.self_ms)} ms"
    return f"{about}{own} · {fmt.share(self_share(node, execution_ms), 0)}"


def _does(node: PlanNode, room: float) -> str:
    """Return what a node reads, or the first of its conditions, as far as there is room for it."""
    words = label(node) or next((f"{name}: {text}" for name, text in node.conditions.items()), "")
    most = int(room / _MONO_PT)
    return words if len(words) <= most else f"{words[: most - 1]}…"


def _below_words(each: _Placed) -> str:
    node = each.node
    words = [rows_words(node)]
    if not node.never_executed:
        read = f"read {fmt.size(node.read_blocks * PAGE_BYTES)}" if node.read_blocks else "read 0"
        words.append(f"hit {fmt.size(node.hit_blocks * PAGE_BYTES)}, {read}")
        words.append(fmt.plural(node.loops, "loop"))
    if each.alike:
        together = sum(other.total_ms for other in each.alike)
        words.append(f"and {len(each.alike)} more like it, {fmt.duration(together)} together")
    return " · ".join(words)


def _tree_legend(y: float) -> list[str]:
    shapes, x = [], 0.0
    for fill, says in zip(SELF_TIME, ("own time below 10 %", "10 to 40 %", "40 to 90 %", "above 90 %"), strict=True):
        shapes += [
            svg.rect(x, y, 14, 12, fill, stroke=CONTEXT, line=0.6),
            svg.text(x + 19, y + 10, says, size=11, fill=MUTED),
        ]
        x += svg.width(says, 11) + 40
    shapes.append(
        svg.text(
            x,
            y + 10,
            "of the execution time; bar: own time against the largest; rows are per loop",
            size=11,
            fill=MUTED,
        )
    )
    return shapes


@dataclass(frozen=True)
class _Block:
    """The matrix of one table, drawn from its own corner."""

    width: float
    height: float
    shapes: str


def _block(table: str, pairs: Sequence[IndexState]) -> _Block:
    indexes = sorted({pair.index for pair in pairs})
    queries = sorted({str(pair.query) for pair in pairs})
    short = {index: _short(index, table) for index in indexes}
    left = max(svg.width(query, 11.5) for query in queries) + 14
    head = max(svg.width(name, 11) for name in short.values()) * 0.77 + 34
    tip = max(svg.width(name, 11) for name in short.values()) * 0.64
    shapes = [svg.text(0, 14, table, size=13, bold=True)]
    for place, index in enumerate(indexes):
        x = left + place * _CELL + _CELL / 2
        shapes.append(svg.text(x, head - 6, short[index], size=11, fill=MUTED, turn=-50))
        shapes.append(svg.path(f"M{x:g} {head:g}V{head + len(queries) * _LINE:g}", stroke=GRID, line=0.6))
    for row, query in enumerate(queries):
        y = head + row * _LINE + _LINE / 2
        shapes.append(svg.text(left - 10, y + 4, query, size=11.5, anchor="end"))
        shapes.append(svg.path(f"M{left:g} {y:g}H{left + len(indexes) * _CELL:g}", stroke=GRID, line=0.6))
    for pair in pairs:
        x = left + indexes.index(pair.index) * _CELL + _CELL / 2
        y = head + queries.index(str(pair.query)) * _LINE + _LINE / 2
        mark = state_shape(x, y, pair.state, INK if pair.meant else HIGHLIGHT)
        shapes.append(svg.group([mark], f"{pair.query} and {pair.index}: {pair.state}. {pair.why}"))
    return _Block(left + len(indexes) * _CELL + tip, head + len(queries) * _LINE, "".join(shapes))


def _short(index: str, table: str) -> str:
    """Return an index's name without the table in front: `idx_users_phone` is `phone` in the block of users."""
    name = index.removeprefix("idx_")
    return name.removeprefix(f"{table}_") or name


def _packed(heights: Sequence[float]) -> list[list[int]]:
    """Distribute blocks over columns in order, each into the lowest column so far."""
    columns: list[list[int]] = [[] for _ in range(min(_COLUMNS, max(1, len(heights))))]
    filled = [0.0] * len(columns)
    for number in sorted(range(len(heights)), key=lambda number: -heights[number]):
        lowest = filled.index(min(filled))
        columns[lowest].append(number)
        filled[lowest] += heights[number] + _BLOCK_GAP
    return columns


def _matrix_legend(y: float) -> list[str]:
    shapes, x = [], 0.0
    for state in STATES:
        says = {"chosen without rival": "chosen once a rival is dropped"}.get(state, str(state))
        shapes += [state_shape(x + 6, y + 6, state, INK), svg.text(x + 17, y + 10, says, size=11, fill=MUTED)]
        x += svg.width(says, 11) + 36
    shapes += [
        state_shape(x + 6, y + 6, "chosen", HIGHLIGHT),
        svg.text(x + 17, y + 10, "chosen by a query written for another index", size=11, fill=MUTED),
    ]
    return shapes
