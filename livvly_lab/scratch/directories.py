"""Where servers live: run directories with a lock, short socket directories, and the removal of dead ones."""

import fcntl
import logging
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
_SHORT_BASES = (Path("/tmp"), Path("/var/tmp"))  # noqa: S108 - what is made there is private, its name random
_LOCK = "lock"
_log = logging.getLogger(__name__)


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
def locked(path: Path, busy: str = "") -> Iterator[None]:
    """Hold a file lock: processes that ask for the same one wait for each other, and say so if `busy` is given."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if busy:
                _log.warning(busy)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def take_lock(run: Path) -> int:
    """Take the lock of a run directory and return its file descriptor.

    The lock is held by every process that inherits the descriptor, until the last of them is gone.
    """
    descriptor = os.open(run / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    return descriptor


def is_alive(run: Path) -> bool:
    """Tell whether any process of a run directory lives: its lock cannot be shared then."""
    try:
        descriptor = os.open(run / _LOCK, os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def new_run(root: Path, who: Account) -> tuple[RunDirectory, int]:
    """Make a run directory under `root` and take its lock, after removing those of dead owners beside it.

    Only its data, its log and its socket belong to the server's account: what is removed later is not for that account
    to say. Returns the run directory and the descriptor of its lock.
    """
    with locked(root / _LOCK):
        sweep(root)
        path = Path(tempfile.mkdtemp(prefix="run-", dir=root))
        descriptor = take_lock(path)
    path.chmod(0o711 if who.is_other else 0o700)
    run = RunDirectory(path, socket_directory(path, who))
    run.data.mkdir(mode=0o700)
    run.log.touch(mode=0o600)
    for given in (run.data, run.log):
        os.chown(given, who.uid, who.gid)
    return run, descriptor


def temporary_directories() -> tuple[Path, ...]:
    """Return where throw-away servers may live: TMPDIR first."""
    return (Path(tempfile.gettempdir()), *_SHORT_BASES)


def run_root(bases: tuple[Path, ...], who: Account) -> Path:
    """Return the directory that holds this user's runs, in the first base where the server can reach one.

    Raises ServerError naming why the last base was refused.
    """
    refused = ""
    for base in bases:
        try:
            return _private_root(base.resolve(), who)
        except OSError as error:
            refused = str(error)
    raise ServerError("a directory for a server", refused, "choose another, or set TMPDIR")


def sweep(root: Path) -> None:
    """Remove the run directories whose processes are all gone."""
    for path in root.glob("run-*"):
        if not is_alive(path):
            remove(path)


def socket_directory(run: Path, who: Account) -> Path:
    """Return a directory for the server's socket: in the run directory unless that is too long or under HOME.

    Elsewhere it is a private directory that the run directory links to, made anew under the same name where it
    is gone, so that a server that is started again is found where it was.
    """
    inside = run / SOCKET
    if inside.is_symlink():
        return _linked_again(inside, who)
    if _fits(inside):
        inside.mkdir(mode=0o700, exist_ok=True)
        os.chown(inside, who.uid, who.gid)
        return inside
    shutil.rmtree(inside, ignore_errors=True)
    return _linked(inside, who)


def _linked(link: Path, who: Account) -> Path:
    """Make a private directory with a short path and link to it. Raises ServerError where none can be made."""
    for base in _SHORT_BASES:
        try:
            outside = Path(tempfile.mkdtemp(prefix="livvly_lab-", dir=base))
        except OSError:
            continue
        link.symlink_to(outside)
        os.chown(outside, who.uid, who.gid)
        return outside
    bases = " or ".join(map(str, _SHORT_BASES))
    raise ServerError(f"a directory for the server's socket under {bases}", "none that can be written", "make one")


def _linked_again(link: Path, who: Account) -> Path:
    """Return the directory a link names, made again where it is gone; another one where someone took its name."""
    outside = link.readlink()
    try:
        outside.mkdir(mode=0o700)
        os.chown(outside, who.uid, who.gid)
    except FileExistsError:
        if outside.stat(follow_symlinks=False).st_uid != who.uid:
            link.unlink()
            return _linked(link, who)
    return outside


def _fits(directory: Path) -> bool:
    """Tell whether a socket in the directory has a short enough path, and is not under HOME."""
    short = len(os.fsencode(directory)) + len(_LONGEST_SOCKET_NAME) <= SOCKET_PATH_BYTES
    home = os.environ.get("HOME")
    return short and not (home and directory.is_relative_to(Path(home).resolve()) and Path(home) != Path("/"))


def _private_root(base: Path, who: Account) -> Path:
    """Make `base`/livvly_lab-<uid>, which holds this user's runs."""
    root = base / f"livvly_lab-{os.geteuid()}"
    make_private(root, who)
    return root


def make_private(directory: Path, who: Account) -> None:
    """Make a directory that only this user and the server's account can enter, or see that it is one.

    Raises OSError where it cannot be made, belongs to someone else, or the server's account cannot enter it.
    """
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    status = directory.stat(follow_symlinks=False)
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.geteuid():
        raise PermissionError(f"{directory} belongs to another user")
    directory.chmod(0o711 if who.is_other else 0o700)
    try:
        who.run(["/bin/sh", "-c", 'test -x "$0"', directory])
    except subprocess.CalledProcessError:
        raise PermissionError(f"user {who.uid}, who runs the server, cannot enter {directory}") from None
