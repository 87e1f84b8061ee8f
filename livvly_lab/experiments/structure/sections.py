"""Takes the sections of a design for services: what leads from one to another, and what parting them breaks."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from psycopg import sql
from sqlalchemy import Boolean, DateTime, Table

from livvly_lab.domain.claims import Measurement, Outcome, Quantity, Unmeasured
from livvly_lab.domain.design import Section
from livvly_lab.domain.physical import Reference
from livvly_lab.errors import LabError
from livvly_lab.experiments.loaded import Loaded, question
from livvly_lab.measure.keys import Keys
from livvly_lab.measure.plans import shards_of
from livvly_lab.measure.question import addressed
from livvly_lab.report import fmt

SEVERAL = 2
"""Sections, the least that can be parted."""

_Statement = tuple[sql.Composed, Mapping[str, Any]]
_PREFIX = "lab_section_"


def sections_parted(at: Loaded) -> Outcome:
    """Count the foreign keys, and the queries of the workload, that lead from one section of the design to another.

    A foreign key counts where it stands, or where only this layout cannot hold it. The quantities are the foreign
    keys, the queries that join tables of several sections, and the sections that refer to no other.
    """
    design = at.physical.design
    if len(design.sections) < SEVERAL:
        return Unmeasured("a design of several sections")
    crossing = _crossing(at)
    joins = [
        query.name for query in design.workload if len({design.section_of(table).key for table in query.tables}) > 1
    ]
    leaving = {design.section_of(each.table).key for each in crossing}
    alone = [section.title for section in design.sections if section.key not in leaving]
    return Measurement(
        (
            Quantity(len(crossing), "foreign keys", "foreign keys to another section", n=len(at.physical.references)),
            Quantity(len(joins), "queries", "queries that join sections", n=len(design.workload)),
            Quantity(len(alone), "sections", "sections that refer to no other", n=len(design.sections)),
        ),
        f"{len(crossing)} of {fmt.plural(len(at.physical.references), 'declared foreign key')} and "
        f"{len(joins) or 'none'} of {fmt.plural(len(design.workload), 'query', 'queries')} lead from one of "
        f"{len(design.sections)} sections to another; without a foreign key to others: "
        f"{fmt.listing(alone) or 'none'}",
        detail=tuple(_pairs(at, crossing)),
    )


def sections_moved(at: Loaded) -> Outcome:
    """Move each section of the design into a schema of its own, ask the workload, change a row of every table, undo it.

    All the schemas are on the search path then. The quantities are the schemas in which the tables stand now, the
    queries that the move breaks, and the tables of which no row can be changed any more.
    """
    design = at.physical.design
    if len(design.sections) < SEVERAL:
        return Unmeasured("a design of several sections")
    schemas = {each.schema for each in at.catalog.tables if at.catalog.root(each.name) in design.metadata.tables}
    with at.rolled_back():
        with at.rolled_back(), at.refused() as errors:
            _move(at, design.sections[:1])
        if errors:
            return Unmeasured(f"a role that may create schemas and move tables: {errors[0].diag.message_primary}")
        changes, questions = _changes(at), _questions(at)
        before, asked = _refused(at, changes), _refused(at, questions)
        _move(at, design.sections)
        queries = {query: why for query, why in _refused(at, questions).items() if query not in asked}
        writes = {table: why for table, why in _refused(at, changes).items() if table not in before}
    return Measurement(
        (
            Quantity(len(schemas), "schemas", "schemas now", n=len(design.sections)),
            Quantity(len(queries), "queries", "queries that the move breaks", n=len(questions)),
            Quantity(len(writes), "tables", "tables whose writes the move breaks", n=len(changes)),
        ),
        f"the tables of {len(design.sections)} sections stand in {fmt.plural(len(schemas), 'schema')}; moved into "
        f"one for each, {len(queries) or 'none'} of {fmt.plural(len(questions), 'query', 'queries')} and the "
        f"writes of {len(writes) or 'none'} of {fmt.plural(len(changes), 'table')} break{_first(queries | writes)}",
        detail=tuple(
            {"query or table": name, "section": section, "breaks": why}
            for name, why in (queries | writes).items()
            for section in [design.section_of(name).title if name in writes else fmt.ABSENT]
        ),
    )


def _pairs(at: Loaded, crossing: Sequence[Reference]) -> Iterator[dict[str, object]]:
    """Yield the references from each section to each other, the most first."""
    found: dict[tuple[str, str], list[str]] = {}
    for each in crossing:
        ends = (at.physical.design.section_of(each.table).title, at.physical.design.section_of(each.target).title)
        found.setdefault(ends, []).append(f"{each.table}.{each.column}")
    for (source, target), names in sorted(found.items(), key=lambda item: (-len(item[1]), item[0])):
        yield {"from": source, "to": target, "references": len(names), "which": ", ".join(names)}


def _crossing(at: Loaded) -> list[Reference]:
    """Return the references between sections: those that a foreign key holds, and those that this layout cannot."""
    catalog, section_of = at.catalog, at.physical.design.section_of
    held = {(catalog.root(each.table), each.columns[0]) for each in catalog.constraints if each.kind == "f"}
    return [
        each
        for each in at.physical.references
        if section_of(each.table) != section_of(each.target) and (not each.real or (each.table, each.column) in held)
    ]


def _move(at: Loaded, sections: Sequence[Section]) -> None:
    """Move every table of a section, parent and shards, into a schema of its own, and put all on the search path."""
    schemas = []
    for section in sections:
        schema = sql.Identifier(f"{_PREFIX}{section.key}")
        schemas.append(f"{_PREFIX}{section.key}")
        at.ask("schema_made", schema=schema)
        for table in section.tables:
            for name in dict.fromkeys((table, *(home.name for home in at.physical.homes(table)))):
                at.ask("table_moved", table=sql.Identifier(name), schema=schema)
    at.ask("for_this_transaction", {"name": "search_path", "value": ", ".join((*schemas, "public"))})


def _questions(at: Loaded) -> dict[str, _Statement]:
    """Return each query of the workload with one of its keys, where this role sees a row to draw it from."""
    keys, found = Keys(at.connection, at.physical), {}
    for query in at.physical.design.workload:
        shard = shards_of(query, at.physical)[0]
        with suppress(LabError):
            found[query.name] = addressed(query.sql, at.physical, shard), keys.draw(query, shard)[0].parameters
    return found


def _changes(at: Loaded) -> dict[str, _Statement]:
    """Return a statement for each table that changes one of its rows, where there is a row and a column that may."""
    changes: dict[str, _Statement] = {}
    for table in at.physical.design.tables:
        for home in at.physical.homes(table.name):
            name, key = sql.Identifier(home.name), at.key(table.name)
            row = at.value("first_key", table=name, key=key)
            changed = next(_changed(table), None)
            if row is not None and changed is not None:
                column, value = changed
                pieces = {"table": name, "key": key, "column": column, "value": value}
                changes[table.name] = question("row_changed").format(**pieces), {"id": row}
                break
    return changes


def _changed(table: Table) -> Iterator[tuple[sql.Identifier, sql.Composed]]:
    """Yield columns that can take another value whatever they hold, with that value."""
    for column in table.columns:
        name = sql.Identifier(column.name)
        if isinstance(column.type, Boolean):
            yield name, sql.SQL("{} IS NOT TRUE").format(name)
        if isinstance(column.type, DateTime):
            yield name, sql.SQL("{} + interval '1 microsecond'").format(name)


def _refused(at: Loaded, tried: Mapping[str, _Statement]) -> dict[str, str]:
    """Return the statements that the server refuses, with its reason."""
    refused = {}
    for name, (statement, parameters) in tried.items():
        with at.refused() as errors:
            at.connection.execute(statement, parameters)
        if errors:
            refused[name] = str(errors[0].diag.message_primary)
    return refused


def _first(broken: dict[str, str]) -> str:
    """Name the first thing that broke."""
    return next((f", {name} with “{why}”" for name, why in broken.items()), "")
