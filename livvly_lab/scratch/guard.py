"""The owner's side of the watchdog: start a server under it, keep its data or let it go."""

import json
import os
import select
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path

from livvly_lab.errors import ServerError
from livvly_lab.scratch import watchdog
from livvly_lab.scratch.binaries import ENVIRONMENT, Installation
from livvly_lab.scratch.directories import RunDirectory

SUPERUSER = "postgres"
START_LIMIT_S = 180.0
_LOG_LINES = 3


class Guard:
    """A run directory and, once started, the watchdog that runs a server in it."""

    def __init__(self, run: RunDirectory, lock_fd: int) -> None:
        self._run = run
        self._lock_fd = lock_fd
        self._watchdog: subprocess.Popen[bytes] | None = None

    def start(self, programs: Installation) -> None:
        """Make and start the server; return when it accepts connections.

        Raises ServerError with the end of its log where it does not start.
        """
        reads, writes = os.pipe()
        with os.fdopen(reads, "rb", buffering=0) as answers:
            try:
                self._watchdog = subprocess.Popen(
                    [sys.executable, "-I", "-S", watchdog.__file__, self._order(programs)],
                    stdin=subprocess.PIPE,
                    stdout=writes,
                    cwd="/",
                    pass_fds=[self._lock_fd],
                    start_new_session=True,
                )
            finally:
                os.close(writes)
            answered, _, _ = select.select([answers], [], [], START_LIMIT_S)
            said = answers.read(64).decode().strip() if answered else f"no answer within {START_LIMIT_S:.0f} s"
        if said != watchdog.READY:
            raise self._failure(said)

    def keep(self) -> None:
        """Stop the server in good order and leave its directory until this guard is released.

        Raises ServerError where it does not stop.
        """
        if self._watchdog is None or self._watchdog.poll() is not None:
            raise ServerError("a server that runs until it is kept", "none", f"read its log: {self._run.log}")
        self._watchdog.communicate(watchdog.KEEP.encode())
        if self._watchdog.returncode != 0:
            raise ServerError("a server that stops in good order", "one that did not", "build it again")

    def release(self) -> None:
        """Stop the server if it still runs, and remove its directory unless it was moved away meanwhile."""
        if self._watchdog is not None and self._watchdog.poll() is None:
            self._watchdog.communicate()
        watchdog.remove(self._run.path)
        os.close(self._lock_fd)

    def _order(self, programs: Installation) -> str:
        """Write down what the watchdog shall do."""
        who = programs.account
        order = watchdog.Order(
            directory=str(self._run.path),
            init=init_command(programs, self._run.data),
            serve=serve_command(programs, self._run),
            environment=ENVIRONMENT,
            owner=os.getpid(),
            lock_fd=self._lock_fd,
            user=who.uid if who.is_other else None,
            group=who.gid if who.is_other else None,
        )
        return json.dumps(asdict(order))

    def _failure(self, said: str) -> ServerError:
        """Return the error for a server that did not start, and save its log from being removed with it."""
        saved = self._run.path.parent / "last-failure.log"
        with suppress(OSError):
            shutil.copyfile(self._run.log, saved)
        found = end_of_log(saved) or said or "one that ended without a word"
        return ServerError("a scratch PostgreSQL that starts", found, f"read its log: {saved}")


@contextmanager
def guarded(run: RunDirectory, lock_fd: int) -> Iterator[Guard]:
    """Hold a run directory; it is gone after the block, with its server, unless it was moved away in it."""
    guard = Guard(run, lock_fd)
    try:
        yield guard
    finally:
        guard.release()


def init_command(programs: Installation, data: Path) -> tuple[str, ...]:
    """Return the command that makes a data directory: UTF-8, sorted by code point, letters as Unicode has them.

    `lc-ctype` is not C, because pg_trgm takes from it what a letter is: with C, no Indian script has trigrams.
    """
    return (
        str(programs.program("initdb")),
        f"--pgdata={data}",
        f"--username={SUPERUSER}",
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
        "--lc-ctype=C.UTF-8",
        "--auth-local=trust",
        "--auth-host=scram-sha-256",
        "--no-data-checksums",
        "--no-sync",
        "--no-instructions",
    )


def serve_command(programs: Installation, run: RunDirectory) -> tuple[str, ...]:
    """Return the command that serves a data directory with the run's own configuration."""
    return (str(programs.program("postgres")), "-D", str(run.data), "-c", f"config_file={run.configuration}")


def end_of_log(log: Path) -> str:
    """Return the last lines of a server's log as one, "" where there is no log."""
    try:
        lines = log.read_text(errors="replace").splitlines()
    except OSError:
        return ""
    return " | ".join(line for line in lines[-_LOG_LINES:] if line.strip())
