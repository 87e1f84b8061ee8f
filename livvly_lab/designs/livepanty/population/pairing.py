"""A random matching that can be read from both sides: the tips of a viewer, and the tips of a performer.

Tips are numbered twice: in the order of those who give them and in the order of those who get them. A permutation
that can be inverted leads from one number to the other, so that either side is drawn alone and both agree. It is a
Feistel network over the least even number of bits that holds all numbers, walked until it falls among them. Source:
Black, Rogaway: Ciphers with Arbitrary Finite Domains (2002).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from livvly_lab.domain.draw import Ints

_ROUNDS = 4
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))

Unsigned = NDArray[np.uint64]


@dataclass(frozen=True)
class Pairing:
    """A permutation of 0..size-1 that depends on nothing but size and seed."""

    size: int
    seed: int

    @cached_property
    def _half(self) -> int:
        return max(1, -(-max(self.size - 1, 1).bit_length() // 2))

    def there(self, numbers: Ints) -> Ints:
        """Return where each number is led to.

        >>> pairing = Pairing(10, 7)
        >>> sorted(pairing.there(np.arange(10)).tolist()) == list(range(10))
        True
        >>> pairing.back(pairing.there(np.arange(10))).tolist() == list(range(10))
        True
        """
        return self._walk(numbers, lambda values: self._feistel(values, range(_ROUNDS)))

    def back(self, numbers: Ints) -> Ints:
        """Return which number leads to each."""
        return self._walk(numbers, self._unfeistel)

    def _walk(self, numbers: Ints, step: Callable[[Unsigned], Unsigned]) -> Ints:
        found = step(numbers.astype(np.uint64))
        while len(outside := np.flatnonzero(found >= self.size)):
            found[outside] = step(found[outside])
        return found.astype(np.int64)

    def _feistel(self, values: Unsigned, rounds: Any) -> Unsigned:
        mask, half = np.uint64((1 << self._half) - 1), np.uint64(self._half)
        left, right = values >> half, values & mask
        for number in rounds:
            left, right = right, left ^ (self._mixed(right, number) & mask)
        return left << half | right

    def _unfeistel(self, values: Unsigned) -> Unsigned:
        mask, half = np.uint64((1 << self._half) - 1), np.uint64(self._half)
        left, right = values >> half, values & mask
        for number in reversed(range(_ROUNDS)):
            left, right = right ^ (self._mixed(left, number) & mask), left
        return left << half | right

    def _mixed(self, values: Unsigned, number: int) -> Unsigned:
        with np.errstate(over="ignore"):
            mixed = values + np.uint64((self.seed * _ROUNDS + number + 1) * 0x9E3779B9 % (1 << 64))
            for factor, shift in zip(_MIX, (30, 27), strict=True):
                mixed = (mixed ^ mixed >> np.uint64(shift)) * factor
        return mixed ^ mixed >> np.uint64(31)
