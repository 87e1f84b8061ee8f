"""Kept servers: scratch servers that stay, by name, until they are removed.

Under the state directory, `building/` holds what is being built and `kept/<name>/` what is complete: a server is
moved there when all of it, its marker last, is on the disk. Whatever changes a kept server holds the lock of its
name.
"""

import json
import os
import re
import shlex
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from dataclasses import replace as replaced
from datetime import UTC, datetime
from pathlib import Path

from livvly_lab.errors import ServerError, UsageError
from livvly_lab.scratch.binaries import Account, Installation, installation
from livvly_lab.scratch.directories import RunDirectory, is_alive, locked, new_run, socket_directory, take_lock
from livvly_lab.scratch.disk import require_space
from livvly_lab.scratch.guard import end_of_log, guarded
from livvly_lab.scratch.profiles import KEPT, LOAD, THROW_AWAY, place, render
from livvly_lab.scratch.server import DEFAULT_PORT, EMPTY_SERVER_BYTES, Server
from livvly_lab.scratch.state import state_directory
from livvly_lab.scratch.watchdog import SOCKET, remove

Parameters = Mapping[str, str | int | float]

_MARKER = "kept.json"
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_NOBODYS_PID = 2**31 - 1
_RECOVERY_LIMIT_S = 600
_STOP_LIMIT_S = 60.0
_POLL_S = 0.02


@dataclass(frozen=True)
class Kept:
    """A kept server: what it was built with, when, how it is reached, and whether it runs now."""

    name: str
    parameters: Parameters
    made_at: datetime
    server: Server
    running: bool


def keep(name: str, parameters: Parameters, build: Callable[[Server], None], *, replace: bool = False) -> Kept:
    """Return the running kept server of that name, started or built where need be.

    `build` fills a fresh server under the load profile; what it leaves is then flushed to the disk and served
    under the kept profile, which survives crashes. With `replace` it is built again, and the old one makes way
    only when the new one is complete. Raises UsageError where the name is taken with other parameters.
    """
    programs = installation()
    with _claimed(name, programs.account) as (building, home):
        there = _read(home)
        if there is not None and not replace:
            _refuse_others(there, parameters)
            return there if there.running else _restarted(there, programs)
        run, lock_fd = new_run(building, programs.account)
        with guarded(run, lock_fd) as guard:
            require_space(run.path, EMPTY_SERVER_BYTES)
            startup = (*place(run.socket, DEFAULT_PORT, ""), *THROW_AWAY)
            run.configure(render(startup, LOAD))
            guard.start(programs)
            build(Server(run, DEFAULT_PORT, programs.version, startup))
            guard.keep()
            programs.account.run([programs.program("initdb"), "--sync-only", "-D", run.data])
            _mark(run.path, name, parameters, programs.version)
            _discard(home, programs.account)
            run.path.rename(home)
            _flush(home.parent)
            return _served(home, programs, lock_fd)


def remove_kept(name: str) -> None:
    """Stop a kept server and remove its data. Raises UsageError where there is none of that name."""
    who = installation().account
    with _claimed(name, who) as (_, home):
        if not home.exists():
            names = ", ".join(sorted(path.name for path in home.parent.iterdir())) or "none at all"
            raise UsageError(f"a kept server named {name!r}", names, "see livvly-lab status")
        _discard(home, who)


def kept() -> list[Kept]:
    """Return the kept servers by name, running or not."""
    homes = sorted((state_directory(installation().account) / "kept").glob("*"))
    return [there for there in map(_read, homes) if there is not None]


@contextmanager
def _claimed(name: str, who: Account) -> Iterator[tuple[Path, Path]]:
    """Hold the lock of a name; yield the directory to build in and the home of that server."""
    if not _NAME.fullmatch(name):
        raise UsageError("a name of at most 40 letters a-z, digits, - and _", repr(name), "choose another")
    state = state_directory(who)
    building, homes, locks = (state / part for part in ("building", "kept", "locks"))
    for directory in (building, homes, locks):
        directory.mkdir(mode=0o711, exist_ok=True)
    with locked(locks / name, busy=f"another process is at work on the server {name!r}; waiting for it"):
        yield building, homes / name


def _read(home: Path) -> Kept | None:
    """Read a kept server, or None where it is not complete."""
    return _load(home) if (home / _MARKER).exists() else None


def _load(home: Path) -> Kept:
    """Read a complete kept server."""
    told = json.loads((home / _MARKER).read_text())
    link = home / SOCKET
    run = RunDirectory(home, link.readlink() if link.is_symlink() else link)
    server = Server(run, DEFAULT_PORT, told["version"], place(run.socket, DEFAULT_PORT, ""))
    return Kept(told["name"], told["parameters"], datetime.fromisoformat(told["made_at"]), server, is_alive(home))


def _mark(path: Path, name: str, parameters: Parameters, version: str, made_at: datetime | None = None) -> None:
    """Write the marker that says a server is complete: all of it or nothing, and on the disk when this returns."""
    made_at = made_at or datetime.now(UTC)
    told = {"name": name, "parameters": dict(parameters), "made_at": made_at.isoformat(), "version": version}
    fresh = path / f"{_MARKER}.new"
    with fresh.open("w") as file:
        json.dump(told, file)
        file.flush()
        os.fsync(file.fileno())
    fresh.rename(path / _MARKER)
    _flush(path)


def _flush(directory: Path) -> None:
    """Put on the disk which files a directory holds."""
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _refuse_others(there: Kept, parameters: Parameters) -> None:
    """Raise UsageError where a kept server was built with other parameters."""
    differing = sorted(
        key for key in {*there.parameters, *parameters} if there.parameters.get(key) != parameters.get(key)
    )
    if differing:
        wanted, found = (
            ", ".join(f"{key}={source.get(key, 'nothing')}" for key in differing)
            for source in (parameters, there.parameters)
        )
        raise UsageError(f"the server {there.name!r} with {wanted}", found, "choose another --name, or --replace it")


def _restarted(there: Kept, programs: Installation) -> Kept:
    """Start a kept server that was killed or stopped. Raises ServerError where its data is of another version."""
    home = there.server.run.path
    ours, its = programs.version.split(".")[0], (there.server.run.data / "PG_VERSION").read_text().strip()
    if its != ours:
        raise ServerError(f"data of PostgreSQL {ours}", f"data of PostgreSQL {its} in {home}", "build it: --replace")
    lock_fd = take_lock(home)
    try:
        _mark(home, there.name, there.parameters, programs.version, there.made_at)
        return _served(home, programs, lock_fd)
    finally:
        os.close(lock_fd)


def _served(home: Path, programs: Installation, lock_fd: int) -> Kept:
    """Start a server that outlives this process and holds the lock of its home. Raises ServerError where it fails."""
    who = programs.account
    run = RunDirectory(home, socket_directory(home, who))
    run.configure(render(place(run.socket, DEFAULT_PORT, ""), KEPT))
    _forget_the_dead(run)
    options = shlex.join(["-c", f"config_file={run.configuration}"])
    start: list[str | Path] = [programs.program("pg_ctl"), "start", "-w", "-s", "-t", str(_RECOVERY_LIMIT_S)]
    try:
        who.run([*start, "-D", run.data, "-l", run.log, "-o", options], pass_fds=[lock_fd])
    except subprocess.CalledProcessError as error:
        raise ServerError(
            "a kept server that starts", end_of_log(run.log) or error.stderr.strip(), f"read its log: {run.log}"
        ) from None
    except BaseException:
        os.close(lock_fd)
        _stop(run, who)
        raise
    return replaced(_load(home), running=True)


def _forget_the_dead(run: RunDirectory) -> None:
    """Let a server start where one was killed, even if another process, or a zombie, has its number by now.

    Whoever holds the lock knows that nobody of it is alive. Only the number is taken out of the pid file: from the
    rest the server finds the shared memory to be cleared away.
    """
    for stale in run.socket.glob(".s.PGSQL.*"):
        stale.unlink()
    pid_file = run.data / "postmaster.pid"
    if pid_file.exists():
        _, *rest = pid_file.read_text().splitlines(keepends=True)
        pid_file.write_text("".join([f"{_NOBODYS_PID}\n", *rest]))


def _discard(home: Path, who: Account) -> None:
    """Stop a server and remove its home, its marker first, so that what is left of it is never trusted."""
    (home / _MARKER).unlink(missing_ok=True)
    _stop(RunDirectory(home, home / SOCKET), who)
    remove(home)


def _stop(run: RunDirectory, who: Account) -> None:
    """Stop whatever runs in a directory: politely, then at once, then by force.

    The signal is sent as the account that runs the server, so that it can hit nothing else.
    Raises ServerError where all of that is of no use.
    """
    for signal in ("INT", "QUIT", "KILL"):
        deadline = time.monotonic() + _STOP_LIMIT_S
        with suppress(OSError, IndexError, subprocess.CalledProcessError):
            pid = (run.data / "postmaster.pid").read_text().splitlines()[0]
            who.run(["/bin/sh", "-c", 'kill -s "$0" "$1"', signal, str(int(pid))])
        while time.monotonic() < deadline:
            if not is_alive(run.path):
                return
            time.sleep(_POLL_S)
    raise ServerError("a server that stops", f"one that still runs in {run.path}", "stop it by hand")
