"""Where the boxes of an overview stand: the root in the middle, the sections left and right of it.

Nearly every table refers to the root, so in one row of ranks its lines lie on top of each other. With the
sections on both sides each line is short; references within a side bend outward, where nothing else is.
"""

from collections.abc import Mapping, Sequence

from livvly_lab.domain.physical import PhysicalDesign
from livvly_lab.report.catalog import Line

LEFT, MIDDLE, RIGHT = -1, 0, 1

_CROSSING_COST_PT = 60
"""How much difference in height a line from one side to the other is worth."""


def sides(physical: PhysicalDesign, lines: Sequence[Line], heights: Mapping[str, int]) -> dict[str, int]:
    """Return the side of each table, so that both sides are as high and few lines cross the middle.

    `heights` are those of the boxes in points. Tries every division of the sections, of which there are few.
    """
    design = physical.design
    home = design.section_of(design.placement.root).key
    sections = [section for section in design.sections if section.key != home]
    section_of = {table: section.key for section in design.sections for table in section.tables}
    tall = {section.key: sum(heights[table] for table in section.tables) for section in sections}
    pairs = [(section_of[line.table], section_of[line.target]) for line in lines]
    between = [pair for pair in pairs if home not in pair]

    def cost(right: frozenset[str]) -> tuple[int, list[str]]:
        difference = sum(height if key in right else -height for key, height in tall.items())
        crossing = sum((a in right) != (b in right) for a, b in between)
        return abs(difference) + _CROSSING_COST_PT * crossing, sorted(right)

    divisions = (_chosen([s.key for s in sections], number) for number in range(2 ** max(0, len(sections) - 1)))
    right = min(divisions, key=cost)
    side = {home: MIDDLE} | {key: RIGHT if key in right else LEFT for key in tall}
    return {table: side[key] for table, key in section_of.items()}


def flanks(hub: str, heights: Mapping[str, int]) -> dict[str, int]:
    """Return the side of each table of a sheet whose boxes nearly all refer to one: that in the middle.

    The others go where there is more room, the highest first.

    >>> flanks("users", {"users": 300, "calls": 90, "rooms": 40, "gifts": 40})
    {'users': 0, 'calls': -1, 'rooms': 1, 'gifts': 1}
    """
    filled = {LEFT: 0, RIGHT: 0}
    side = {hub: MIDDLE}
    for table in sorted(heights, key=lambda table: -heights[table]):
        if table != hub:
            side[table] = min(filled, key=lambda place: filled[place])
            filled[side[table]] += heights[table]
    return side


def ranks(side: Mapping[str, int], root: str) -> list[str]:
    """Return the DOT that puts each side into one column, next to a table in the middle (`root`)."""
    pulls = [
        f'"{table}" -> "{root}" [style=invis, weight=0];'
        if place == LEFT
        else f'"{root}" -> "{table}" [style=invis, weight=0];'
        for table, place in side.items()
        if place != MIDDLE
    ]
    columns = [[table for table, place in side.items() if place == column] for column in (LEFT, MIDDLE, RIGHT)]
    return pulls + ["{rank=same; " + " ".join(f'"{table}";' for table in column) + "}" for column in columns if column]


def _chosen(keys: Sequence[str], number: int) -> frozenset[str]:
    return frozenset(key for place, key in enumerate(keys) if number >> place & 1)
