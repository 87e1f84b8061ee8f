"""Create a laid-out design in a database, in one go or split around the rows, and look before touching anything."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from importlib.resources import files
from typing import Any

from psycopg import Connection, errors, sql

from livvly_lab.domain.physical import PhysicalDesign
from livvly_lab.domain.placement import ShardFunction
from livvly_lab.errors import LoadError, ServerError
from livvly_lab.scratch import statements
from livvly_lab.scratch.statements import Work

SCHEMA = "public"

_WELCOME_EXTENSIONS = ("pg_stat_statements",)
_QUERIES = files("livvly_lab.scratch") / "queries"


def create(connection: Connection[Any], physical: PhysicalDesign, function: ShardFunction) -> None:
    """Create everything the design declares, all or nothing.

    Raises LoadError where one of its tables exists, ServerError where the server lacks what it needs.
    """
    with connection.transaction():
        create_tables(connection, physical, function)
        create_keys_and_indexes(connection, physical)


def create_tables(connection: Connection[Any], physical: PhysicalDesign, function: ShardFunction) -> None:
    """Create the extensions and tables (with CHECKs, partitions and comments), ready for COPY; all or nothing.

    Raises LoadError where one of its tables exists, ServerError where the server lacks what it needs.
    """
    with explained(connection), connection.transaction():
        physical.layout.check_function(function.name)
        _refuse_what_exists(connection, physical)
        _refuse_missing_function(connection, physical, function)
        use_schema(connection, SCHEMA)
        _create_extensions(connection, physical.design.extensions)
        execute(connection, statements.tables(physical, function))


def create_keys_and_indexes(connection: Connection[Any], physical: PhysicalDesign) -> None:
    """Create what is quicker after the rows: keys, indexes, foreign keys, and the design's own objects.

    `statements.keys_and_indexes`, `statements.spanning` and `statements.foreign_keys` give the same for several
    connections at once.
    """
    with explained(connection), connection.transaction():
        use_schema(connection, SCHEMA)
        execute(connection, statements.keys_and_indexes(physical))
        execute(connection, statements.spanning(physical))
        execute(connection, statements.foreign_keys(physical))
        create_objects(connection, physical)


def create_objects(connection: Connection[Any], physical: PhysicalDesign) -> None:
    """Execute the design's own SQL files (functions, views, procedures), in the order it lists them."""
    for text in physical.design.objects.values():
        connection.execute(text.encode())


def set_utc(connection: Connection[Any]) -> None:
    """Set the time zone of the database to UTC, for this session and all later ones.

    Raises ServerError where the database belongs to somebody else. Source: livvly REQ-DB-002.
    """
    name = connection.info.dbname
    try:
        connection.execute(sql.SQL("ALTER DATABASE {} SET timezone TO 'UTC'").format(sql.Identifier(name)))
    except errors.InsufficientPrivilege as error:
        raise ServerError(
            f"to own the database {name}",
            f"the role {connection.info.user}, which does not",
            f"have its owner run ALTER DATABASE {name} SET timezone TO 'UTC'",
        ) from error
    connection.execute("SET timezone TO 'UTC'")


def holds(connection: Connection[Any], physical: PhysicalDesign) -> tuple[str, ...]:
    """Return the tables of the design, parents and children, that this database already holds."""
    names = {table.name for table in physical.design.tables} | {home.name for home in physical.all_homes()}
    found = connection.execute(_query("tables_held.sql"), {"schema": SCHEMA, "names": sorted(names)})
    return tuple(name for (name,) in found)


def discard(connection: Connection[Any], physical: PhysicalDesign) -> None:
    """Remove the tables of an incomplete load and its mark: only what the lab itself has just made, by its mark."""
    with explained(connection), connection.transaction():
        for name in holds(connection, physical):
            connection.execute(sql.SQL("DROP TABLE IF EXISTS {} CASCADE").format(sql.Identifier(SCHEMA, name)))
        connection.execute("DROP SCHEMA IF EXISTS livvly_lab CASCADE")


def is_empty(connection: Connection[Any], physical: PhysicalDesign) -> bool:
    """Tell whether no table of the design holds a row here; a table that does not exist holds none."""
    held = set(holds(connection, physical))
    return not any(_has_rows(connection, table.name) for table in physical.design.tables if table.name in held)


def use_schema(connection: Connection[Any], *schemas: str) -> None:
    """Let unqualified names mean these schemas until the transaction ends."""
    path = ", ".join(sql.Identifier(schema).as_string(connection) for schema in schemas)
    connection.execute(_query("use_schema.sql"), {"path": path})


def execute(connection: Connection[Any], works: Iterable[Work]) -> None:
    """Execute statements in order, one table's worth at a time."""
    for work in works:
        connection.execute(";\n".join(work.statements).encode())


@contextmanager
def explained(connection: Connection[Any]) -> Iterator[None]:
    """Say what to change where the server refuses to create: the role may not, or a transaction has too many locks."""
    try:
        yield
    except errors.InsufficientPrivilege as error:
        raise ServerError(
            f"a role that may create tables, functions and extensions in {connection.info.dbname}",
            f"the role {connection.info.user} ({error.diag.message_primary})",
            "connect as the owner of the database",
        ) from error
    except errors.OutOfMemory as error:
        raise ServerError(
            "room for the locks of all tables in one transaction",
            str(error.diag.message_primary),
            "raise max_locks_per_transaction on the server, or take fewer shards",
        ) from error


def _has_rows(connection: Connection[Any], table: str) -> bool:
    query = sql.SQL(_query("has_rows.sql").decode()).format(table=sql.Identifier(SCHEMA, table))
    row = connection.execute(query).fetchone()
    return bool(row and row[0])


def _refuse_what_exists(connection: Connection[Any], physical: PhysicalDesign) -> None:
    if held := holds(connection, physical):
        some = ", ".join(held[:3]) + (f" and {len(held) - 3} more" if len(held) > 3 else "")
        raise LoadError(
            f"a database without the tables of {physical.design.name}",
            f"{some} in {connection.info.dbname}",
            "name an empty database: the lab never overwrites or drops what it finds",
        )


def _refuse_missing_function(connection: Connection[Any], physical: PhysicalDesign, function: ShardFunction) -> None:
    if not physical.layout.sharded or function.needs is None:
        return
    row = connection.execute(_query("has_function.sql"), {"function": function.needs}).fetchone()
    if not (row and row[0]):
        raise ServerError(
            f"a server with {function.needs}, on which the shard function {function.name} stands",
            f"PostgreSQL {connection.info.server_version // 10_000} without it",
            "take a shard function that every server has, such as sha256",
        )


def _create_extensions(connection: Connection[Any], needed: tuple[str, ...]) -> None:
    found = connection.execute(_query("extensions_available.sql"))
    available = {name for (name,) in found}
    for name in needed:
        if name not in available:
            raise ServerError(
                f"the extension {name}",
                "a server that does not have it installed",
                "install the contrib package of this PostgreSQL, or use the lab's own server",
            )
        _create_extension(connection, name)
    for name in available.intersection(_WELCOME_EXTENSIONS):
        with suppress(errors.InsufficientPrivilege), connection.transaction():  # welcome, but nothing stands on it
            _create_extension(connection, name)


def _create_extension(connection: Connection[Any], name: str) -> None:
    connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(name)))


def _query(name: str) -> bytes:
    return (_QUERIES / name).read_bytes()
