"""Disk space: ask before writing, so that a load is refused early instead of failing late."""

import shutil
from collections.abc import Callable
from pathlib import Path

from livvly_lab.errors import DiskError

RESERVE_BYTES = 256 * 1024 * 1024


def free_bytes(path: Path) -> int:
    """Return the bytes an ordinary user can still write on the file system of a path, existing or not yet."""
    there = next(parent for parent in (path, *path.parents) if parent.exists())
    return shutil.disk_usage(there).free


def require_space(path: Path, bytes_needed: int, free: Callable[[Path], int] = free_bytes) -> None:
    """Make sure that `bytes_needed` fit under a path and a reserve stays free.

    Raises DiskError naming both figures where they do not.
    """
    available = free(path)
    if available < bytes_needed + RESERVE_BYTES:
        raise DiskError(
            f"{_mib(bytes_needed + RESERVE_BYTES)} free under {path} "
            f"({_mib(bytes_needed)} of data and {_mib(RESERVE_BYTES)} in reserve)",
            _mib(available),
            "free some space, set TMPDIR to a bigger disk, or ask for fewer users",
        )


def _mib(count_bytes: int) -> str:
    """Write a number of bytes in MiB."""
    return f"{count_bytes / 2**20:,.0f} MiB"
