"""Loops over rows that NumPy cannot express, compiled by Numba: in C's speed, and without Python's lock."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit, types

Function = TypeVar("Function", bound=Callable[..., Any])

OCTETS = types.Array(types.uint8, 1, "C", readonly=True)
WORDS32 = types.Array(types.uint32, 1, "C", readonly=True)
INTS = types.Array(types.int64, 1, "C", readonly=True)
FLOATS = types.Array(types.float64, 1, "C", readonly=True)
NEW_OCTETS = types.uint8[::1]
NEW_SHORTS = types.int32[::1]
NEW_WORDS32 = types.uint32[::1]
NEW_INTS = types.int64[::1]
NEW_WORDS = types.uint64[::1]
NEW_FLOATS = types.float64[::1]
"""One-dimensional arrays: to read from, and NEW ones to write to."""


def compiled(*signature: Any) -> Callable[[Function], Function]:
    """Compile a function of these types of arguments that returns nothing.

    What was compiled is kept beside the source, or in the user's cache; where neither can be written, every process
    compiles again.
    """

    def decorate(function: Function) -> Function:
        try:
            fast = njit(types.void(*signature), nogil=True, cache=True)(function)
        except RuntimeError:  # no folder for the cache
            fast = njit(types.void(*signature), nogil=True)(function)
        return cast("Function", fast)

    return decorate
