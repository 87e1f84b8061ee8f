"""The compiled loops of the domain: random bits by ordinal, and places among rising edges."""

from typing import Any

import numpy as np
from numba import njit, types

from livvly_lab.domain.compiled import FLOATS, INTS, NEW_FLOATS, NEW_INTS, NEW_OCTETS, NEW_WORDS, OCTETS, compiled

_GAMMA = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_VERSION_MASK, _VERSION_4 = np.uint64(0xFF0F_FFFF_FFFF_FFFF), np.uint64(0x0040_0000_0000_0000)
_VARIANT_MASK, _VARIANT = np.uint64(0xFFFF_FFFF_FFFF_FF3F), np.uint64(0x80)
_STEP = 2.0**-53


@njit(inline="always")  # type: ignore[untyped-decorator]
def _mix(z: Any) -> Any:
    """Finalise SplitMix64."""
    z = (z ^ (z >> np.uint64(30))) * _MIX_1
    z = (z ^ (z >> np.uint64(27))) * _MIX_2
    return z ^ (z >> np.uint64(31))


@njit(inline="always")  # type: ignore[untyped-decorator]
def _begin(start: Any) -> Any:
    return _mix(start * _GAMMA + _GAMMA)


@compiled(types.uint64, INTS, NEW_WORDS)
def bits(start: Any, ordinals: Any, out: Any) -> None:
    """Write 64 random bits for each ordinal of the stream that starts there."""
    begin = _begin(start)
    for i in range(len(ordinals)):
        out[i] = _mix(begin + (np.uint64(ordinals[i]) + np.uint64(1)) * _GAMMA)


@compiled(types.uint64, INTS, NEW_FLOATS)
def uniform(start: Any, ordinals: Any, out: Any) -> None:
    """Write a value in (0, 1) for each ordinal of the stream that starts there."""
    begin = _begin(start)
    for i in range(len(ordinals)):
        word = _mix(begin + (np.uint64(ordinals[i]) + np.uint64(1)) * _GAMMA)
        out[i] = (np.float64(word >> np.uint64(11)) + 0.5) * _STEP


@compiled(types.uint64, types.uint64, INTS, NEW_WORDS)
def uuids(high: Any, low: Any, ordinals: Any, out: Any) -> None:
    """Write the two words of a version-4 uuid for each ordinal, as they lie in a little-endian memory."""
    high, low = _begin(high), _begin(low)
    for i in range(len(ordinals)):
        step = (np.uint64(ordinals[i]) + np.uint64(1)) * _GAMMA
        out[2 * i] = _mix(high + step) & _VERSION_MASK | _VERSION_4
        out[2 * i + 1] = _mix(low + step) & _VARIANT_MASK | _VARIANT


@compiled(FLOATS, FLOATS, INTS, INTS, types.int64, types.float64, NEW_INTS)
def find(values: Any, edges: Any, begin: Any, ladder: Any, width: int, cells_per_unit: float, out: Any) -> None:
    """Write how many edges of its ladder lie below each value; `ladder` empty means that there is one."""
    cells = len(begin) if len(ladder) == 0 else len(begin) * width // len(edges)
    for i in range(len(values)):
        which = 0 if len(ladder) == 0 else ladder[i]
        cell = np.int64(values[i] * cells_per_unit)
        found = begin[which * cells + (cell if cell < cells else cells - 1)]
        while edges[found] < values[i]:
            found += 1
        out[i] = found - which * width


@compiled(FLOATS, FLOATS, INTS, NEW_FLOATS)
def between(values: Any, edges: Any, below: Any, out: Any) -> None:
    """Write where each value lies among the edges, in steps of one: 2.5 is the middle of the third step.

    `below` has how many edges lie below each value.
    """
    for i in range(len(values)):
        step = min(max(below[i] - 1, 0), len(edges) - 2)
        out[i] = step + (values[i] - edges[step]) / (edges[step + 1] - edges[step])


@compiled(OCTETS, OCTETS, NEW_OCTETS)
def hexadecimal(octets: Any, letters: Any, out: Any) -> None:
    """Write the two hexadecimal letters of each octet."""
    for i in range(len(octets)):
        out[2 * i] = letters[octets[i] >> 4]
        out[2 * i + 1] = letters[octets[i] & 15]
