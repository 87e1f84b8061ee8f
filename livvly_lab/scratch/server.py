"""Scratch PostgreSQL servers: made in a temporary directory, gone with the process that made them."""

import dataclasses
import secrets
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from livvly_lab.errors import ServerError
from livvly_lab.scratch.binaries import installation
from livvly_lab.scratch.directories import RunDirectory, new_run, run_root, temporary_directories
from livvly_lab.scratch.disk import require_space
from livvly_lab.scratch.guard import SUPERUSER, guarded
from livvly_lab.scratch.profiles import LOAD, PROFILE_SETTING, THROW_AWAY, Profile, Setting, place, render

DEFAULT_PORT = 5432
LOCALHOST = "127.0.0.1"
EMPTY_SERVER_BYTES = 160 * 1024 * 1024
"""What an empty data directory, its first log files and a template database take."""

_RELOAD_LIMIT_S = 30.0
_POLL_S = 0.01
_SHOW_PROFILE = sql.SQL("SHOW {}").format(sql.SQL(PROFILE_SETTING))


@dataclass(frozen=True)
class Tcp:
    """The door to a server through TCP."""

    host: str
    port: int
    password: str = field(repr=False)

    @property
    def says(self) -> str:
        """Who listens, and how one proves who one is."""
        return f"PostgreSQL listens on {self.host}, port {self.port}, with scram-sha-256; no other machine can reach it"


@dataclass(frozen=True)
class Server:
    """A running server: where it lives and how to reach it."""

    run: RunDirectory
    port: int
    version: str
    startup: tuple[Setting, ...] = field(repr=False)
    tcp: Tcp | None = None

    @property
    def pid(self) -> int:
        """The process id of the postmaster."""
        return int((self.run.data / "postmaster.pid").read_text().split("\n", 1)[0])

    @property
    def data_directory(self) -> Path:
        """Where its data lies."""
        return self.run.data

    def dsn(self, database: str = "postgres") -> str:
        """Return a libpq URI for a database of this server, through its Unix socket."""
        where = quote(str(self.run.socket), safe="")
        return f"postgresql://{SUPERUSER}@/{quote(database, safe='')}?host={where}&port={self.port}"

    def tcp_dsn(self, database: str = "postgres") -> str:
        """Return a libpq URI through TCP, password included. Raises ServerError where nobody listens."""
        if self.tcp is None:
            raise ServerError(
                "a server that listens on TCP", "one with a Unix socket only", "start it with listen=True"
            )
        password, name = quote(self.tcp.password, safe=""), quote(database, safe="")
        return f"postgresql://{SUPERUSER}:{password}@{self.tcp.host}:{self.tcp.port}/{name}"

    def create_database(self, name: str, template: str | None = None) -> str:
        """Create a database, empty or as a copy of another to which nobody is connected; return its DSN."""
        statement = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
        if template is not None:
            statement += sql.SQL(" TEMPLATE {} STRATEGY FILE_COPY").format(sql.Identifier(template))
        self._execute(statement)
        return self.dsn(name)

    def drop_database(self, name: str) -> None:
        """Drop a database with whoever is connected to it; nothing happens where there is none."""
        self._execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def apply(self, profile: Profile) -> None:
        """Switch the running server to another profile by a reload, no restart; return when it is in force.

        Connections that are open take it over with their next statement.
        Raises ServerError where the server does not take it over.
        """
        self.run.configure(render(self.startup, profile))
        with psycopg.connect(self.dsn(), autocommit=True) as connection:
            connection.execute("SELECT pg_reload_conf()")
            deadline = time.monotonic() + _RELOAD_LIMIT_S
            while connection.execute(_SHOW_PROFILE).fetchone() != (profile.name,):
                if time.monotonic() > deadline:
                    raise ServerError(
                        f"the profile {profile.name!r} in force after a reload",
                        "the one before still",
                        f"read the server's log: {self.run.log}",
                    )
                time.sleep(_POLL_S)

    def _execute(self, statement: sql.Composed) -> None:
        """Execute a statement that cannot stand in a transaction."""
        with psycopg.connect(self.dsn(), autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def scratch(profile: Profile = LOAD, directory: Path | None = None, *, listen: bool = False) -> Iterator[Server]:
    """Run a throw-away server and remove it, however the block or this process ends.

    `directory` is where its data lies, by default TMPDIR. With `listen` it can also be reached through
    127.0.0.1, with a password. Raises ServerError where it does not start, DiskError where it would not fit.
    """
    programs = installation()
    root = run_root((directory,) if directory else temporary_directories(), programs.account)
    run, lock_fd = new_run(root, programs.account)
    with guarded(run, lock_fd) as guard:
        require_space(run.path, EMPTY_SERVER_BYTES)
        port = _free_port() if listen else DEFAULT_PORT
        startup = (*place(run.socket, port, LOCALHOST if listen else ""), *THROW_AWAY)
        run.configure(render(startup, profile))
        guard.start(programs)
        server = Server(run, port, programs.version, startup)
        yield dataclasses.replace(server, tcp=_open_tcp(server)) if listen else server


def _free_port() -> int:
    """Return a TCP port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((LOCALHOST, 0))
        return int(probe.getsockname()[1])


def _open_tcp(server: Server) -> Tcp:
    """Give the superuser a password, without which nobody comes in through TCP."""
    tcp = Tcp(LOCALHOST, server.port, secrets.token_urlsafe(18))
    with psycopg.connect(server.dsn(), autocommit=True) as connection:
        hashed = connection.pgconn.encrypt_password(tcp.password.encode(), SUPERUSER.encode(), b"scram-sha-256")
        connection.execute(
            sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(SUPERUSER), sql.Literal(hashed.decode()))
        )
    return tcp
