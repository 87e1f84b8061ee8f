"""A laid-out design as numbered migrations: the same statements that create it, in files that can be told apart."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from psycopg import sql

from livvly_lab.domain.design import Section
from livvly_lab.domain.migration import VERSIONS_TABLE, Migration
from livvly_lab.domain.physical import PhysicalDesign
from livvly_lab.domain.placement import ShardFunction
from livvly_lab.scratch import statements
from livvly_lab.scratch.statements import Work

_NOTHING = "nothing that exists"
_VERSIONS = (
    (
        f"CREATE TABLE {VERSIONS_TABLE} (\n"
        "    number integer PRIMARY KEY,\n    name text NOT NULL,\n    checksum text NOT NULL,\n"
        "    applied_at timestamptz NOT NULL DEFAULT now(),\n    applied_by text NOT NULL DEFAULT current_user\n)"
    ),
    f"COMMENT ON TABLE {VERSIONS_TABLE} IS 'Versions of this schema, one row for each migration applied'",
)


@dataclass(frozen=True)
class _Step:
    name: str
    says: str
    statements: tuple[str, ...]
    locks: str = _NOTHING
    online: str = "as it is"


def migrations(physical: PhysicalDesign, function: ShardFunction | None) -> tuple[Migration, ...]:
    """Return what takes an empty database to the whole design, a step at a time: tables, then indexes, then references.

    References come last, so that sections may refer to each other, and rows can be loaded before them. Raises
    UsageError where the layout has shards and no function is given.
    """
    steps = (step for step in _steps(physical, function) if step.statements)
    return tuple(
        Migration(number, step.name, step.says, step.statements, step.locks, step.online)
        for number, step in enumerate(steps, start=1)
    )


def _steps(physical: PhysicalDesign, function: ShardFunction | None) -> Iterator[_Step]:
    design = physical.design
    yield _Step("versions", "where versions are recorded", _VERSIONS)
    made = tuple(
        sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(name)).as_string()
        for name in design.extensions
    )
    yield _Step("extensions", ", ".join(design.extensions), made, online="by an administrator, once for each database")
    for section in design.sections:
        yield _Step(
            f"tables_{section.key}",
            f"tables of {section.title}: {', '.join(section.tables)}",
            _of(physical, section, statements.tables(physical, function)),
        )
    for section in design.sections:
        yield _Step(
            f"indexes_{section.key}",
            f"keys and indexes of {section.title}",
            _of(physical, section, statements.keys_and_indexes(physical)),
            locks="writes to the table, while each index is built",
            online="CREATE INDEX CONCURRENTLY outside a transaction, one table at a time; a key then by USING INDEX",
        )
    yield _Step(
        "spanning",
        "keys and indexes of partitioned tables, which take in those of their partitions",
        _all(statements.spanning(physical)),
        locks="the table and its partitions, for a moment",
    )
    yield _Step(
        "references",
        "foreign keys",
        _all(statements.foreign_keys(physical)),
        locks="writes to both tables, while the rows are checked",
        online="ADD CONSTRAINT … NOT VALID in one migration, VALIDATE CONSTRAINT in the next: writes go on",
    )
    for name, text in design.objects.items():
        yield _Step(f"objects_{name}", _first_comment(text), (text,), locks="tables that get a trigger, for a moment")


def _of(physical: PhysicalDesign, section: Section, works: Iterable[Work]) -> tuple[str, ...]:
    """Return the statements about the tables of a section and their homes."""
    names = set(section.tables) | {home.name for table in section.tables for home in physical.homes(table)}
    return _all(work for work in works if work.table in names)


def _all(works: Iterable[Work]) -> tuple[str, ...]:
    return tuple(statement for work in works for statement in work.statements)


def _first_comment(text: str) -> str:
    """Return the first sentence of the comment that a file of objects begins with."""
    lines = []
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        lines.append(line.removeprefix("--").strip())
    return " ".join(lines).split(". ")[0].rstrip(".") or "functions, triggers and views"
