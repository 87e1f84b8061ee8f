"""Servers the lab did not start: whether it can work on one, and what the server lacks."""

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.rows import class_row

from livvly_lab.errors import ServerError, UsageError

MINIMUM_VERSION = 15
CONNECT_LIMIT_S = 10
_QUESTION = (files("livvly_lab.scratch") / "queries" / "capabilities.sql").read_bytes()
_DISK = (files("livvly_lab.scratch") / "queries" / "disk.sql").read_bytes()
_LOOPBACK = ("127.0.0.1", "::1")


@dataclass(frozen=True)
class Capabilities:
    """What a server is and has, as seen from one database with the rights of one role."""

    version: str
    version_num: int
    encoding: str
    read_only: bool
    superuser: bool
    knows_letters: bool
    has_pg_trgm: bool
    may_create_pg_trgm: bool
    counts_statements: bool
    has_pgstattuple: bool
    has_crc32: bool
    restores_statistics: bool

    @property
    def lacks(self) -> tuple[str, ...]:
        """What cannot be done or seen on this server, one sentence each."""
        present = (
            (self.superuser, "The role is no superuser: no page is read, no cache emptied, no setting changed."),
            (self.counts_statements, "pg_stat_statements is not loaded: the server does not time statements itself."),
            (self.has_crc32, "There is no crc32(): the shard function crc32 cannot be used."),
            (self.has_pgstattuple, "There is no pgstattuple: bloat is estimated, not counted."),
            (self.restores_statistics, "There is no pg_restore_relation_stats(): no table is re-planned as if larger."),
            (self.knows_letters, "The database has lc_ctype C: no Indian script has trigrams."),
        )
        return tuple(says for has, says in present if not has)


def connect_foreign(dsn: str, minimum_version: int = MINIMUM_VERSION) -> Capabilities:
    """Connect to a server the lab did not start and return what it has.

    Raises UsageError for something that is no DSN, ServerError where the server cannot be reached or used. No
    message shows the password.
    """
    where = describe(dsn)
    try:
        with psycopg.connect(_patient(dsn), autocommit=True) as connection:
            found = ask(connection)
    except psycopg.Error as error:
        raise ServerError(
            f"a PostgreSQL server at {where}",
            _one_line(error, dsn),
            "see that it runs, that this machine may connect, and that role and password are right",
        ) from None
    return _usable(found, where, minimum_version)


def ask(connection: psycopg.Connection[object]) -> Capabilities:
    """Ask a server what it is and has."""
    with connection.cursor(row_factory=class_row(Capabilities)) as cursor:
        found = cursor.execute(_QUESTION).fetchone()
    if found is None:
        raise ServerError("a server that says what it has", "silence", "connect to PostgreSQL itself")
    return found


@dataclass(frozen=True)
class Disk:
    """Where a server keeps its data, None where that cannot be seen from here; and what the database has there."""

    place: Path | None
    database_bytes: int


def disk_of(dsn: str) -> Disk:
    """Return the disk of a server: its place, where the server runs on this machine and the role may know."""
    with psycopg.connect(_patient(dsn), autocommit=True) as connection:
        row = connection.execute(_DISK).fetchone()
        is_here = connection.info.host.startswith("/") or connection.info.hostaddr in _LOOPBACK
    directory, database_bytes = row or (None, 0)
    return Disk(Path(directory) if directory and is_here and _is_there(Path(directory)) else None, database_bytes)


def _is_there(place: Path) -> bool:
    """Tell whether a folder can be seen: that of a server in a container has another name here, or none."""
    try:
        return place.is_dir()
    except OSError:
        return False


def describe(dsn: str) -> str:
    """Return who connects to where, without the password. Raises UsageError for something that is no DSN."""
    try:
        parts = conninfo_to_dict(dsn)
    except psycopg.ProgrammingError:
        parts = {"host": "@"}
    host = str(parts.get("host") or parts.get("hostaddr") or "the default host")
    if "@" in host:
        # Half of a password that has an @ in it would be taken for the host, and shown.
        raise UsageError(
            "a libpq DSN such as postgresql://user:password@host:5432/database",
            "something else",
            "write an @ in a password as %40, a : as %3A and a / as %2F",
        )
    return f"{host}, port {parts.get('port', 5432)}, database {parts.get('dbname', '(default)')}"


def _usable(found: Capabilities, where: str, minimum_version: int) -> Capabilities:
    """Return what was found. Raises ServerError where the lab cannot work on it."""
    refusals = (
        (
            found.version_num // 10_000 < minimum_version,
            f"PostgreSQL {minimum_version} or later at {where}",
            f"version {found.version}",
            "use a newer server, or none: the lab then starts its own",
        ),
        (
            found.read_only,
            f"a server at {where} that takes writes",
            "a standby in recovery",
            "connect to its primary",
        ),
        (
            found.encoding != "UTF8",
            f"a database in UTF8 at {where}",
            f"one in {found.encoding}",
            "create a database WITH ENCODING 'UTF8' TEMPLATE template0",
        ),
        (
            not (found.has_pg_trgm or found.may_create_pg_trgm),
            f"the extension pg_trgm at {where}",
            "none that is installed or that this role may create",
            "install PostgreSQL's contrib package there, or have an administrator CREATE EXTENSION pg_trgm",
        ),
    )
    for refused, expected, saw, do in refusals:
        if refused:
            raise ServerError(expected, saw, do)
    return found


def _patient(dsn: str) -> str:
    """Return the DSN with a limit on how long to wait for the server, unless it has one."""
    return make_conninfo(dsn, connect_timeout=conninfo_to_dict(dsn).get("connect_timeout", CONNECT_LIMIT_S))


def _one_line(error: psycopg.Error, dsn: str) -> str:
    """Return an error's text in one line and without the password."""
    password = str(conninfo_to_dict(dsn).get("password") or "")
    text = " ".join(str(error).split())
    return text.replace(password, "***") if password else text
