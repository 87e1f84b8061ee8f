"""Puts a finished report in place of the last one: whole or not at all, and never over something else.

A report is made in a draft folder beside its place. Whoever makes it holds the lock of that folder, which ends with
the process however that ends: a draft that nobody holds was left by a run that was killed.
"""

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from livvly_lab.errors import ReportError, UsageError

RESULTS = "results.json"
_DRAFT = ".draft-"
_OLD = "-old"
_LOCK = ".lock"


def refuse_foreign(out: Path) -> None:
    """Raise UsageError where `out` exists and is neither empty nor a report: it would be replaced."""
    if out.is_file():
        raise UsageError("--out to be a folder", f"the file {out}", "choose another folder")
    if out.is_dir() and any(out.iterdir()) and not (out / RESULTS).is_file():
        raise UsageError(
            "--out to be empty, new, or an earlier report", f"other files in {out}", "choose another folder"
        )


@contextmanager
def draft(out: Path) -> Iterator[Path]:
    """Give a new folder beside `out`; it takes the place of `out` when the block ends well, else it vanishes.

    Drafts of runs that were killed are removed first. Raises ReportError where the folder cannot be written.
    """
    out = out.resolve()
    refuse_foreign(out)
    folder = out.parent / f".{out.name}{_DRAFT}{secrets.token_hex(4)}"
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        _sweep(out)
        lock = _new(folder)
    except OSError as error:
        found = str(error.strerror)
        raise ReportError(f"a folder to write in at {out.parent}", found, "choose another --out") from error
    try:
        yield folder
        _swap(folder, out)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def _swap(folder: Path, out: Path) -> None:
    """Move the finished folder into place; the last report goes only when the new one is there."""
    old = folder.with_name(folder.name + _OLD)
    if out.exists():
        out.rename(old)
    folder.rename(out)
    (out / _LOCK).unlink()
    shutil.rmtree(old, ignore_errors=True)


def _sweep(out: Path) -> None:
    """Remove the drafts nobody holds; where one was left between the two renames, its old report comes back."""
    prefix = f".{out.name}{_DRAFT}"
    for left in [path for path in out.parent.iterdir() if path.name.startswith(prefix)]:
        if _is_held(left.with_name(left.name.removesuffix(_OLD))):
            continue
        if left.name.endswith(_OLD) and not out.exists():
            left.rename(out)
        shutil.rmtree(left, ignore_errors=True)


def _new(folder: Path) -> int:
    """Make a folder and return the file descriptor that holds its lock; it has its name only when it is held."""
    fresh = folder.with_name(f".new{folder.name}")
    fresh.mkdir()
    descriptor = os.open(fresh / _LOCK, os.O_RDWR | os.O_CREAT)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    fresh.rename(folder)
    return descriptor


def _is_held(folder: Path) -> bool:
    """Tell whether a living process holds a folder; nobody holds one that is gone."""
    try:
        descriptor = os.open(folder / _LOCK, os.O_RDWR)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False
