"""The contract of a design: each function returns what breaks one of its articles, one line each."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Table, UniqueConstraint

from livvly_lab.checkout import folder
from livvly_lab.domain.design import Design
from livvly_lab.domain.physical import LAYOUTS, PhysicalDesign
from livvly_lab.domain.query import Query, tables_in
from livvly_lab.measure.names import index_names

WORDS = ("object", "spec", "here", "why")


def keyless(design: Design) -> list[str]:
    """Tables without a primary key."""
    return [table.name for table in design.tables if not table.primary_key.columns]


def uncommented(design: Design) -> list[str]:
    """Tables, columns and indexes that do not say what they are."""
    tables = [table.name for table in design.tables if not table.comment]
    columns = [str(column) for table in design.tables for column in table.columns if not column.comment]
    indexes = [str(index.name) for table in design.tables for index in table.indexes if not index.info.get("comment")]
    return tables + columns + indexes


def unindexed(design: Design) -> list[str]:
    """Foreign keys that no index serves and nothing excuses, and excuses that nobody needs."""
    return [
        str(column)
        for table in design.tables
        for key in table.foreign_key_constraints
        for column in key.columns
        if (column.name in _leading(table)) == bool(column.info.get("unindexed"))
    ]


def _leading(table: Table) -> set[str]:
    """Return the columns with which a key or index begins that leaves out no row where the column is given."""
    keys = [table.primary_key, *(key for key in table.constraints if isinstance(key, UniqueConstraint))]
    found = {key.columns.keys()[0] for key in keys}
    for index in table.indexes:
        first, where = index.columns.keys()[0], index.dialect_options["postgresql"]["where"]
        if where is None or str(where) == f"{first} IS NOT NULL":
            found.add(first)
    return found


def leading_nowhere(design: Design) -> list[str]:
    """Soft references to columns there are not."""
    columns = {str(column) for table in design.tables for column in table.columns}
    return [
        f"{column} to {target.strip()}"
        for table in design.tables
        for column in table.columns
        for target in str(column.info.get("soft_reference", "")).split(",")
        if target and target.strip() not in columns
    ]


def not_once(design: Design, named: Iterable[str]) -> list[str]:
    """Tables of the design that are not named exactly once, and names of no table."""
    times = Counter(named)
    names = {table.name for table in design.tables}
    return sorted(f"{name}: {times[name]} times" for name in names | set(times) if times[name] != (name in names))


def misplaced(design: Design) -> list[str]:
    """Tables that are not placed once, shard keys that cannot decide, shared tables without a reason."""
    placement = design.placement
    wrong = not_once(design, [*placement.keys, *placement.shared])
    for name, key in placement.keys.items():
        if name in design.metadata.tables and key not in design.table(name).columns:
            wrong.append(f"{name} has no {key}")
    if placement.keys.get(placement.root, "") not in design.table(placement.root).primary_key.columns:
        wrong.append(f"{placement.root} is not sharded by its primary key")
    wrong += [f"{name} is no reference between sharded tables" for name in placement.together - _sharded(design)]
    return wrong + [f"{name} is shared without a reason" for name, why in placement.shared.items() if not why]


def _sharded(design: Design) -> set[str]:
    """Return the foreign keys of the design that lead from one sharded table to another, by table and column."""
    physical = PhysicalDesign(design, LAYOUTS["inheritance"], 8)
    return {
        f"{reference.table}.{reference.column}"
        for reference in physical.references
        if physical.is_sharded(reference.table) and physical.is_sharded(reference.target)
    }


def unserved(design: Design) -> list[str]:
    """Indexes no query is written for, and queries for an index that their tables do not have."""
    wanted = {query.index for query in design.workload}
    idle = [str(index.name) for table in design.tables for index in table.indexes if index.name not in wanted]
    return idle + [
        f"{query.name} is written for {query.index}" for query in design.workload if not _has_index(design, query)
    ]


def _has_index(design: Design, query: Query) -> bool:
    known = [design.table(name) for name in query.tables if name in design.metadata.tables]
    return query.index is None or query.index in {index for table in known for index in index_names(table)}


def homeless(design: Design) -> list[str]:
    """Queries about tables there are not, and those that do not run where their tables live."""
    wrong = []
    for query in design.workload:
        named = {*query.tables, *(table for text in query.draws.values() for table in tables_in(text))}
        wrong += [f"{query.name} reads {name}" for name in named - design.metadata.tables.keys()]
        if any(design.placement.is_sharded(name) for name in query.tables) == (query.runs == "shared"):
            wrong.append(f"{query.name} runs {query.runs}")
    return wrong


def unwritten(design: Design) -> list[str]:
    """Reference tables without their file of rows."""
    places = {name: folder("data") / design.name / f"{name}.json" for name in design.reference_tables}
    return [name for name, path in places.items() if not (path.is_file() and json.loads(path.read_text()))]


def undeclared(design: Design, deviations: list[dict[str, Any]]) -> list[str]:
    """Deviations that explain nothing, stand twice or are of no layout, and soft references that are not declared."""
    wrong = [f"{number}: no {word}" for number, each in enumerate(deviations) for word in WORDS if not each.get(word)]
    wrong += [
        f"{name} stands {n} times" for name, n in Counter(each.get("object") for each in deviations).items() if n > 1
    ]
    wrong += [f"layout {name}" for each in deviations for name in each.get("layouts", ()) if name not in LAYOUTS]
    for layout in LAYOUTS.values():
        here = {each.get("object") for each in deviations if layout.name in each.get("layouts", LAYOUTS)}
        wrong += [f"{name} in {layout.name}" for name in _soft(design, layout.name) if name not in here]
    return wrong


def _soft(design: Design, layout: str) -> Iterator[str]:
    for reference in PhysicalDesign(design, LAYOUTS[layout], 8).references:
        if not reference.real:
            yield f"foreign key {reference.table}.{reference.column}"


def deviations_of(design: Design) -> list[dict[str, Any]]:
    """Return the declared deviations of a design, none where it has no file of them."""
    path = folder("data") / design.name / "deviations.json"
    found: list[dict[str, Any]] = json.loads(path.read_text()) if path.exists() else []
    return found
