"""The bullet of a claim: where the value lies against the limit, which stands in the same place in each row."""

from livvly_lab.report.style import CONTEXT, INK, NOISE, PAPER
from livvly_lab.report.svg import path, rect

WIDTH, HEIGHT = 180, 18
EDGE = 10
"""Room at both ends for the arrow of a value off the scale."""


def position(value: float, limit: float) -> float:
    """Return where a value lies: 1 is the limit, 0 and 2 are as far below and above it as the limit is large.

    >>> position(220, 200), position(-3, 0), position(0, 0)
    (1.1, -2.0, 1.0)
    """
    return 1 + (value - limit) / (abs(limit) or 1)


def bullet(
    value: float | None, low: float | None, high: float | None, interval: tuple[float, float] | None = None
) -> str:
    """Return the bullet of a value against the least and greatest allowed, as inline SVG hidden from screen readers.

    The greatest allowed, or the least where that side is open, stands in the middle. Without a value or a limit the
    frame is dashed and empty.
    """
    limit = high if high is not None else low
    if value is None or limit is None:
        frame = f'<rect x="{EDGE}" y="3" width="{WIDTH - 2 * EDGE}" height="12" fill="none" stroke="{CONTEXT}" '
        return _svg(frame + 'stroke-dasharray="3 3"/>')
    least = 0.0 if low is None else position(low, limit)
    most = 2.0 if high is None else 1.0
    shapes = [
        rect(EDGE, 3, WIDTH - 2 * EDGE, 12, PAPER, stroke=NOISE),
        rect(_x(least), 3, max(_x(most) - _x(least), 2), 12, NOISE),
        path(f"M{_x(1):g} 0V{HEIGHT}", stroke=CONTEXT, line=1.5),
    ]
    if interval is not None:
        ends = [_x(position(end, limit)) for end in interval]
        shapes.append(path(f"M{ends[0]:g} 9H{ends[1]:g}", line=2))
    return _svg("".join([*shapes, _mark(position(value, limit))]))


def _mark(place: float) -> str:
    if place > 2:
        return path(f"M{WIDTH - EDGE} 4L{WIDTH - 1} 9L{WIDTH - EDGE} 14Z", stroke=INK, fill=INK)
    if place < 0:
        return path(f"M{EDGE} 4L1 9L{EDGE} 14Z", stroke=INK, fill=INK)
    return f'<circle cx="{_x(place):g}" cy="9" r="4" fill="{INK}"/>'


def _x(place: float) -> float:
    """Return the x of a position on the scale from 0 to 2; what lies beyond stays at the edge."""
    return EDGE + min(max(place, 0.0), 2.0) / 2 * (WIDTH - 2 * EDGE)


def _svg(shapes: str) -> str:
    return (
        f'<svg class="bullet" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'aria-hidden="true">{shapes}</svg>'
    )
