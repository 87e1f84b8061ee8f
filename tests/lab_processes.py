"""The command line as a process of its own, in a place of its own: what it says, and what it leaves behind."""

import json
import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from processes import PATIENCE_S, python, quick_directory

from livvly_lab.domain.parameters import Parameters

_CALL = "from livvly_lab.cli import main\nmain({arguments!r})"


@dataclass(frozen=True)
class Place:
    """A home, temporary directory and state directory in one, empty at first."""

    root: Path

    @property
    def out(self) -> Path:
        """Where a report goes."""
        return self.root / "reports" / "livvly"

    def lab(self, *arguments: str) -> AbstractContextManager[subprocess.Popen[str]]:
        """Call livvly-lab here; what still runs of it after the block is killed."""
        names = {"HOME": "home", "TMPDIR": "tmp", "LIVVLY_LAB_STATE": "state"}
        environment = {name: str(self.root / folder) for name, folder in names.items()}
        (self.root / "tmp").mkdir(mode=0o711, exist_ok=True)
        return python(_CALL.format(arguments=list(arguments)), environment)

    def processes(self, word: str = "") -> list[str]:
        """Return the command lines of the processes that run from here: those with a word, such as `watchdog`."""
        found = []
        for entry in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                command = entry.read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
            except OSError:
                continue
            if str(self.root) in command and word in command and entry.parent.name != str(os.getpid()):
                found.append(command)
        return found

    def servers(self) -> list[Path]:
        """Return the directories of scratch servers, running or not."""
        return list(self.root.glob("tmp/livvly_lab-*/run-*"))

    def left(self) -> set[str]:
        """Return what a command left in the temporary directory, but for the lock that is kept there."""
        paths = (path.relative_to(self.root / "tmp") for path in (self.root / "tmp").rglob("*"))
        return {str(path) for path in paths if not re.fullmatch(r"livvly_lab-\d+(/lock)?", str(path))}

    def drafts(self) -> list[Path]:
        """Return the drafts of reports."""
        return list(self.out.parent.glob(".*"))


@contextmanager
def new_place() -> Iterator[Place]:
    """Yield a place that every user can enter, and remove it."""
    with tempfile.TemporaryDirectory(prefix="livvly-test-", dir=quick_directory()) as name:
        Path(name).chmod(0o711)
        yield Place(Path(name))


def read_until(process: subprocess.Popen[str], beginning: str) -> str:
    """Read the lines a command says about its work up to the one that begins so; return all of them."""
    assert process.stderr is not None
    said = ""
    for line in process.stderr:
        said += line
        if line.strip().startswith(beginning):
            return said
    raise AssertionError(f"the command ended before it said {beginning!r}: {said}")


def end_of(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """Wait for the end of a command; return its exit code and the rest of what it printed and said."""
    printed, said = process.communicate(timeout=PATIENCE_S)
    return process.returncode, printed, said


@dataclass(frozen=True)
class Reported:
    """A report that the command line made with --json: where it lies, what was printed and said."""

    place: Place
    parameters: Parameters
    printed: str
    said: str

    @property
    def out(self) -> Path:
        """The folder of the report."""
        return self.place.out

    @property
    def results(self) -> dict[str, Any]:
        """What its results.json holds."""
        found: dict[str, Any] = json.loads((self.out / "results.json").read_text())
        return found
