"""What a database has, compared with what the design would create: the object that is missing or not the same.

The design is built once more, without rows, in a schema of its own inside a transaction that is rolled back, and
the two catalogs are compared as PostgreSQL prints them. So nothing is parsed, and nothing of the database changes.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Literal

from psycopg import Connection, errors, sql

from livvly_lab.domain.physical import PhysicalDesign
from livvly_lab.domain.placement import ShardFunction
from livvly_lab.errors import LoadError, ServerError
from livvly_lab.scratch import ddl, statements

_EXPECTED_SCHEMA = "livvly_lab_expected"
_QUERIES = files("livvly_lab.scratch") / "queries"

_Key = tuple[str, str]


@dataclass(frozen=True)
class Difference:
    """One object that is not as designed: its kind, its name, and its definition in the design and in the database."""

    state: Literal["missing", "different", "unexpected"]
    kind: str
    name: str
    expected: str = ""
    found: str = ""

    def __str__(self) -> str:
        """Say it in one line."""
        line = f"{self.state} {self.kind} {self.name}"
        return f"{line}: expected {self.expected}, found {self.found}" if self.state == "different" else line


@dataclass(frozen=True)
class _Object:
    owner: str | None
    definition: str


_Catalog = Mapping[_Key, _Object]


def drift(connection: Connection[Any], physical: PhysicalDesign, function: ShardFunction) -> tuple[Difference, ...]:
    """Return every difference between the database and the design, none where it is the design's own.

    Unexpected are only columns, constraints, indexes and triggers of the design's tables: other tables, and monthly
    partitions added later, do not matter to it. Raises ServerError where the role may not create a schema.
    """
    lacking = _missing_extensions(connection, physical)
    if lacking:
        return lacking
    expected = _designed(connection, physical, function)
    with connection.transaction():
        ddl.use_schema(connection, ddl.SCHEMA)
        found = _catalog(connection, ddl.SCHEMA)
    return tuple(sorted(_compare(expected, found), key=lambda d: (d.kind == "comment", d.kind, d.name)))


def refuse_drift(connection: Connection[Any], physical: PhysicalDesign, function: ShardFunction) -> None:
    """Raise LoadError, naming the first difference, where what is here is not the design's; comments may differ."""
    differences = [found for found in drift(connection, physical, function) if found.kind != "comment"]
    if differences:
        more = f" and {len(differences) - 1} more differences" if len(differences) > 1 else ""
        raise LoadError(
            f"the tables of {physical.design.name} in the layout {physical.layout.name} with {physical.shards} shards",
            f"{differences[0]}{more}",
            "name an empty database, or one that the lab created with the same parameters",
        )


def _missing_extensions(connection: Connection[Any], physical: PhysicalDesign) -> tuple[Difference, ...]:
    present = {name for (name,) in connection.execute(_query("extensions_present.sql"))}
    return tuple(Difference("missing", "extension", name) for name in physical.design.extensions if name not in present)


def _designed(connection: Connection[Any], physical: PhysicalDesign, function: ShardFunction) -> _Catalog:
    """Build the design beside the real one, read its catalog, and take it all back."""
    with ddl.explained(connection), connection.transaction(force_rollback=True):
        try:
            connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(_EXPECTED_SCHEMA)))
        except errors.InsufficientPrivilege as error:
            raise ServerError(
                f"a role that may create a schema in {connection.info.dbname}, to compare it with the design",
                f"the role {connection.info.user}, which may not",
                f"GRANT CREATE ON DATABASE {connection.info.dbname} TO {connection.info.user}",
            ) from error
        ddl.use_schema(connection, _EXPECTED_SCHEMA, ddl.SCHEMA)
        ddl.execute(connection, statements.tables(physical, function))
        ddl.execute(connection, statements.keys_and_indexes(physical))
        ddl.execute(connection, statements.spanning(physical))
        ddl.execute(connection, statements.foreign_keys(physical))
        ddl.create_objects(connection, physical)
        return _catalog(connection, _EXPECTED_SCHEMA)


def _catalog(connection: Connection[Any], schema: str) -> _Catalog:
    rows = connection.execute(_query("catalog.sql"), {"schema": schema})
    return {(kind, name): _Object(owner, definition) for kind, name, owner, definition in rows}


def _compare(expected: _Catalog, found: _Catalog) -> Iterator[Difference]:
    designed = {name for kind, name in expected if kind == "table"}
    absent = {name for kind, name in expected if kind != "comment" and (kind, name) not in found}
    for (kind, name), want in expected.items():
        here = found.get((kind, name))
        if here is None and (kind == "table" or want.owner not in absent):  # what went with its owner is not repeated
            yield Difference("missing", kind, name, expected=want.definition)
        elif here is not None and here.definition != want.definition:
            yield Difference("different", kind, name, want.definition, here.definition)
    for (kind, name), here in found.items():
        if (kind, name) not in expected and here.owner in designed:
            yield Difference("unexpected", kind, name, found=here.definition)


def _query(name: str) -> bytes:
    return (_QUERIES / name).read_bytes()
