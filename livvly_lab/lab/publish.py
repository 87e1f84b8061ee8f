"""Puts a finished report in place of the last one: whole or not at all, and never over something else."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from livvly_lab.errors import ReportError, UsageError

RESULTS = "results.json"
_DRAFT = ".draft-"


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
    out = out.absolute()
    refuse_foreign(out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        _sweep(out)
        folder = out.parent / f".{out.name}{_DRAFT}{os.getpid()}"
        folder.mkdir()
    except OSError as error:
        raise ReportError(
            f"a folder to write in at {out.parent}", str(error.strerror), "choose another --out"
        ) from error
    try:
        yield folder
        _swap(folder, out)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _swap(folder: Path, out: Path) -> None:
    """Move the finished folder into place; the last report goes only when the new one is there."""
    old = out.parent / f".{out.name}{_DRAFT}{os.getpid()}-old"
    if out.exists():
        out.rename(old)
    folder.rename(out)
    shutil.rmtree(old, ignore_errors=True)


def _sweep(out: Path) -> None:
    """Remove the drafts of dead processes; where one died between the two renames, its old report comes back."""
    for left in out.parent.glob(f".{out.name}{_DRAFT}*"):
        pid = left.name.rpartition(_DRAFT)[2]
        if _alive(int(pid.removesuffix("-old"))):
            continue
        if pid.endswith("-old") and not out.exists():
            left.rename(out)
        else:
            shutil.rmtree(left, ignore_errors=True)


def _alive(pid: int) -> bool:
    with suppress(PermissionError):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
    return True
