"""Where servers live: run directories with a lock, short socket directories, and the removal of dead ones."""

import fcntl
import os
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from livvly_lab.errors import ServerError
from livvly_lab.scratch.binaries import Account
from livvly_lab.scratch.watchdog import SOCKET, remove

SOCKET_PATH_BYTES = 107
_LONGEST_SOCKET_NAME = "/.s.PGSQL.65535"
_SHORT_BASE = Path("/tmp")  # noqa: S108 - what is made there has a random name and is private
_LOCK = "lock"


@dataclass(frozen=True)
class RunDirectory:
    """The directory of one server: configuration, data, log, lock, and the socket or a link to it."""

    path: Path
    socket: Path

    @property
    def data(self) -> Path:
        """PostgreSQL's data directory."""
        return self.path / "data"

    @property
    def log(self) -> Path:
        """The server's log."""
        return self.path / "log"

    @property
    def configuration(self) -> Path:
        """The server's postgresql.conf."""
        return self.path / "postgresql.conf"

    def configure(self, text: str) -> None:
        """Write the configuration, readable to the server whatever the umask."""
        self.configuration.write_text(text)
        self.configuration.chmod(0o644)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a file lock: processes that ask for the same one wait for each other."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def take_lock(run: Path) -> int | None:
    """Take the lock of a run directory and return its file descriptor, or None while a process of it lives.

    The lock is held by every process that inherits the descriptor, until the last of them is gone.
    """
    descriptor = os.open(run / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


def is_alive(run: Path) -> bool:
    """Tell whether any process of a run directory lives."""
    if not (run / _LOCK).exists():
        return False
    descriptor = take_lock(run)
    if descriptor is not None:
        os.close(descriptor)
    return descriptor is None


def new_run(base: Path | None, who: Account) -> tuple[RunDirectory, int]:
    """Make a run directory and take its lock, after removing those of dead owners beside it.

    `base` is the directory to make it in; by default the first temporary directory the server can reach.
    Returns the run directory and the descriptor of its lock. Raises ServerError where nothing can be made there.
    """
    root = run_root((base,) if base else temporary_directories(), who)
    with locked(root / _LOCK):
        sweep(root)
        path = Path(tempfile.mkdtemp(prefix="run-", dir=root))
        descriptor = take_lock(path)
        if descriptor is None:
            raise ServerError("a new directory of our own", f"{path} in use", "try again")
        return furnish(path, who), descriptor


def furnish(path: Path, who: Account) -> RunDirectory:
    """Give a run directory to the account that runs the server, and make its socket directory."""
    os.chown(path, who.uid, who.gid)
    return RunDirectory(path, socket_directory(path, who))


def temporary_directories() -> tuple[Path, ...]:
    """Return where throw-away servers may live: TMPDIR first."""
    return (Path(tempfile.gettempdir()), _SHORT_BASE, Path("/var/tmp"))  # noqa: S108 - as above


def run_root(bases: tuple[Path, ...], who: Account) -> Path:
    """Return the directory that holds this user's runs, in the first base where the server can reach one.

    Raises ServerError naming why the last base was refused.
    """
    refused = ""
    for base in bases:
        try:
            return _private_root(base.resolve(), who)
        except (OSError, subprocess.CalledProcessError) as error:
            refused = f"{base} refused it ({error})"
    raise ServerError(
        f"a directory that user {who.uid}, who runs the server, can reach", refused, "choose another, or set TMPDIR"
    )


def sweep(root: Path) -> None:
    """Remove the run directories whose processes are all gone."""
    for path in root.glob("run-*"):
        if not is_alive(path):
            remove(path)


def socket_directory(run: Path, who: Account) -> Path:
    """Return a directory for the server's socket: in the run directory unless that is too long or under HOME."""
    inside = run / SOCKET
    if inside.is_symlink():
        remove_link(inside)
    if _fits(inside):
        inside.mkdir(mode=0o700, exist_ok=True)
        os.chown(inside, who.uid, who.gid)
        return inside
    outside = Path(tempfile.mkdtemp(prefix="livvly_lab-", dir=_SHORT_BASE))
    inside.symlink_to(outside)
    os.chown(outside, who.uid, who.gid)
    return outside


def remove_link(link: Path) -> None:
    """Remove a link to a socket directory and the directory itself."""
    shutil.rmtree(link.readlink(), ignore_errors=True)
    link.unlink()


def _fits(directory: Path) -> bool:
    """Tell whether a socket in the directory has a short enough path, and is not under HOME."""
    short = len(os.fsencode(directory)) + len(_LONGEST_SOCKET_NAME) <= SOCKET_PATH_BYTES
    home = os.environ.get("HOME")
    return short and not (home and directory.is_relative_to(Path(home).resolve()) and Path(home) != Path("/"))


def _private_root(base: Path, who: Account) -> Path:
    """Make `base`/livvly_lab-<uid> and make sure that it is ours and that the server's account can enter it."""
    root = base / f"livvly_lab-{os.geteuid()}"
    root.mkdir(mode=0o700, exist_ok=True)
    status = root.stat(follow_symlinks=False)
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.geteuid():
        raise PermissionError(f"{root} belongs to another user")
    root.chmod(0o711 if who.is_other else 0o700)
    who.run(["/bin/sh", "-c", 'test -x "$0"', root])
    return root
