"""Makes, runs and removes one scratch server on behalf of its owner, and outlives the owner to do so.

Run as a script on nothing but the standard library, because it has to start at once. It says `ready` or `failed`
on its standard output, then waits until its owner is gone (the pipe on its standard input ends, or the process
dies), stops the server and removes its directory. A line `keep` on the pipe stops the server in good order and
leaves the directory.

The watchdog and every process of the server hold the file lock of the run directory: who can take that lock knows
that nobody of this run is alive. If the watchdog itself is killed, the kernel (Linux) stops the server.
"""

import contextlib
import ctypes
import json
import os
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

READY, FAILED, KEEP = "ready", "failed", "keep"
SOCKET = "socket"
"""The socket directory of a run, or a link to it where the run directory's own path is too long."""

_PR_SET_PDEATHSIG = 1
_POLL_S = 0.01
_STOP_LIMIT_S = 60.0
_KEEP_LIMIT_S = 600.0


@dataclass(frozen=True)
class Order:
    """What the owner asks for: programs to make and to serve, the user they run as, the lock they inherit."""

    directory: str
    init: tuple[str, ...]
    serve: tuple[str, ...]
    environment: dict[str, str]
    owner: int
    lock_fd: int
    user: int | None
    group: int | None


def main() -> int:
    """Carry out the order in the first argument, a JSON document, until the owner is gone."""
    order = Order(**json.loads(sys.argv[1]))
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGPIPE):
        signal.signal(number, signal.SIG_IGN)
    directory = Path(order.directory)
    said = ""
    stopped = True
    try:
        with Owner(order.owner) as owner:
            said, stopped = _live(order, directory, owner)
    except FileNotFoundError:
        if directory.exists():
            raise
        # The owner was stopped while it started this process, and has removed the directory already.
    finally:
        if said != KEEP or not stopped:
            remove(directory)
    return 0 if stopped else 1


class Owner:
    """The process this server is for, heard through a pipe and watched through its process id."""

    def __init__(self, pid: int) -> None:
        self._files: list[int] = [sys.stdin.fileno()]
        self._process: int | None = None
        self._gone = False
        try:
            self._process = os.pidfd_open(pid)
            self._files.append(self._process)
        except ProcessLookupError:
            self._gone = True
        except (AttributeError, OSError):
            self._process = None

    def __enter__(self) -> "Owner":
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            os.close(self._process)

    def says(self, patience_s: float | None) -> str | None:
        """Wait for the owner's word: `keep`, "" when the owner is gone, None when nothing came in time."""
        if self._gone:
            return ""
        ready, _, _ = select.select(self._files, [], [], patience_s)
        if not ready:
            return None
        return os.read(sys.stdin.fileno(), 64).decode().strip() if sys.stdin.fileno() in ready else ""


def _live(order: Order, directory: Path, owner: Owner) -> tuple[str, bool]:
    """Make and serve until the owner's word comes; return the word and whether the server stopped in good order."""
    said = _make(order, directory, owner)
    if said is not None:
        return said, True
    with _start(order, directory, order.serve) as server:
        said = _wait(server, owner, until=lambda: _is_ready(directory))
        if said is None:
            _tell(READY if server.poll() is None else FAILED)
            said = owner.says(None) or ""
        return said, _stop(server, gently=said == KEEP)


def _make(order: Order, directory: Path, owner: Owner) -> str | None:
    """Run the program that makes the data directory; return the owner's word where there is nothing to serve."""
    if not order.init:
        return None
    with _start(order, directory, order.init) as program:
        said = _wait(program, owner, until=lambda: False)
        if said is not None:
            program.kill()
            return said
    if program.returncode == 0:
        return None
    _tell(FAILED)
    return owner.says(None) or ""


def _start(order: Order, directory: Path, command: tuple[str, ...]) -> subprocess.Popen[bytes]:
    """Start a program of the server: its output goes to the log, and it dies with the watchdog."""
    with (directory / "log").open("ab") as log:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            env=order.environment,
            user=order.user,
            group=order.group,
            extra_groups=None if order.user is None else [],
            pass_fds=[order.lock_fd],
            preexec_fn=_die_with_parent(),  # noqa: PLW1509 - the watchdog has one thread
        )


def _die_with_parent() -> Callable[[], None]:
    """Return what makes the kernel send a child SIGQUIT, an immediate shutdown, when the watchdog is killed."""
    if not sys.platform.startswith("linux"):
        return lambda: None
    libc = ctypes.CDLL(None)
    return lambda: libc.prctl(_PR_SET_PDEATHSIG, signal.SIGQUIT)


def _wait(program: subprocess.Popen[bytes], owner: Owner, until: Callable[[], bool]) -> str | None:
    """Wait until a program has ended or a condition is true, or return the word the owner says before."""
    while program.poll() is None and not until():
        said = owner.says(_POLL_S)
        if said is not None:
            return said
    return None


def _is_ready(directory: Path) -> bool:
    """Tell whether the server accepts connections: it says so in the last line of its pid file."""
    try:
        return "ready" in (directory / "data" / "postmaster.pid").read_text().splitlines()[7]
    except (OSError, IndexError):
        return False


def _stop(server: subprocess.Popen[bytes], *, gently: bool) -> bool:
    """Stop the server, with a checkpoint if gently; return whether it ended in good order."""
    if server.poll() is None:
        server.send_signal(signal.SIGINT if gently else signal.SIGQUIT)
    try:
        server.wait(_KEEP_LIMIT_S if gently else _STOP_LIMIT_S)
    except subprocess.TimeoutExpired:
        server.kill()
    return server.wait() == 0 or not gently


def _tell(word: str) -> None:
    """Say a word to the owner, who may be gone by now."""
    with contextlib.suppress(OSError):
        os.write(sys.stdout.fileno(), f"{word}\n".encode())


def remove(directory: Path) -> None:
    """Remove a run directory and the socket directory it links to."""
    socket = directory / SOCKET
    if socket.is_symlink():
        shutil.rmtree(socket.readlink(), ignore_errors=True)
    shutil.rmtree(directory, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
