"""Kinds of ids that applications give their users, each as uuid bytes and a function of (seed, ordinal)."""

import numpy as np

from livvly_lab.domain.draw import Ordinals, uuids
from livvly_lab.domain.placement import KeyKind, UuidArray

_FIRST_MS = 1_730_419_200_000
"""Unix time of the first version-7 id: 1 November 2024."""
_STEP_MS = 63
"""Milliseconds between two version-7 ids: 16 new users a second, as a launch may bring."""


def _version_4(seed: int, ordinals: Ordinals) -> UuidArray:
    return uuids(seed, "users", ordinals)


def _version_7(seed: int, ordinals: Ordinals) -> UuidArray:
    """Return ids that begin with their time in milliseconds; the rest is random. Source: RFC 9562 section 5.7."""
    ids = uuids(seed, "users/7", ordinals)
    times = (_FIRST_MS + _STEP_MS * ordinals.astype(np.int64)).astype(">u8")
    ids[:, :6] = times.view(np.uint8).reshape(-1, 8)[:, 2:]
    ids[:, 6] = ids[:, 6] & 0x0F | 0x70
    return ids


def _sequential(seed: int, ordinals: Ordinals) -> UuidArray:  # noqa: ARG001 - numbers of a sequence know no seed
    """Return 1, 2, 3 … as the low eight bytes of an id."""
    ids = np.zeros((len(ordinals), 16), dtype=np.uint8)
    ids[:, 8:] = (ordinals.astype(np.int64) + 1).astype(">u8").view(np.uint8).reshape(-1, 8)
    return ids


KEY_KINDS = {
    "UUIDv4": KeyKind("UUIDv4", "random", _version_4),
    "UUIDv7": KeyKind("UUIDv7", "time first, then random", _version_7),
    "sequential": KeyKind("sequential", "1, 2, 3 …", _sequential),
}
