"""Helper processes: a module of the bench that runs beside it and talks to it in lines of JSON."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO, Any

import psutil

from livvly_lab.errors import LoadError

LOADER = "livvly_lab.bench.loader"
REPLAYER = "livvly_lab.bench.replayer"


class Helper:
    """A running helper: `tell` it something, wait for its `answer`."""

    def __init__(self, process: subprocess.Popen[str], errors: IO[str]) -> None:
        self._process = process
        self._errors = errors

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    def tell(self, order: Any) -> None:
        """Send it a line."""
        if self._process.stdin is not None:
            with suppress(BrokenPipeError):  # the answer, or that there is none, says why
                print(json.dumps(order), file=self._process.stdin, flush=True)

    def answer(self) -> Any:
        """Wait for its next line. Raises LoadError with the last thing it said where it ended instead."""
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line:
            self._process.wait()
            self._errors.seek(0)
            said = self._errors.read().strip().rpartition("\n")[2] or f"status {self._process.returncode}"
            raise LoadError("a process of the bench to come to its end", said, "see its own message")
        return json.loads(line)


@contextmanager
def started(module: str) -> Iterator[Helper]:
    """Run a module in a process of its own; after the block neither it nor what it started is left."""
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8") as errors,
        subprocess.Popen(
            [sys.executable, "-m", module], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True
        ) as process,
    ):
        try:
            yield Helper(process, errors)
        except BaseException:
            _kill_family(process.pid)
            raise


def _kill_family(pid: int) -> None:
    """Kill a process and all it has started."""
    with suppress(psutil.NoSuchProcess):
        parent = psutil.Process(pid)
        for process in (*parent.children(recursive=True), parent):
            with suppress(psutil.NoSuchProcess):
                process.kill()
