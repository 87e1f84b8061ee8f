"""Tries what an architect may want of the shards of a table, never to stay: the server says whether it can be had."""

from collections.abc import Callable, Sequence
from typing import Any

import psycopg
from psycopg import Connection, sql

from livvly_lab.domain.layout_trials import Ability, Erasure
from livvly_lab.domain.physical import PhysicalDesign, Reference
from livvly_lab.domain.placement import SHARD_COLUMN
from livvly_lab.measure.layout_writes import columns_of
from livvly_lab.measure.question import question
from livvly_lab.measure.rows_by_key import key_columns, key_list

OWN_COLUMN = "a shard has a column of its own"
ONE_MORE = "a shard is added and the others stay as they are"
TAKEN_OUT = "a shard leaves with its rows and becomes a table of its own"
DIRECTORY = "one user's rows move to a shard of choice"
UNROUTED = "a row is written without knowing its shard"
REFERRED = "a shared table has a foreign key to the users"

MOST_VICTIMS = 20
"""How many users are tried until one may be taken away."""

Statements = list[sql.Composed]


def measure_abilities(connection: Connection[Any], physical: PhysicalDesign, table: str) -> tuple[Ability, ...]:
    """Try each wish on a sharded table, in transactions that are rolled back; none where it is not sharded here."""
    if not physical.is_sharded(table):
        return ()
    wishes: dict[str, Callable[[PhysicalDesign, str], Sequence[Statements]]] = {
        OWN_COLUMN: _own_column,
        ONE_MORE: _one_more,
        TAKEN_OUT: _taken_out,
        DIRECTORY: _moved,
        UNROUTED: _unrouted,
        REFERRED: _referred,
    }
    return tuple(
        _try(connection, physical.layout.name, wish, ways)
        for wish, compose in wishes.items()
        if (ways := compose(physical, table))
    )


def erase_user(connection: Connection[Any], physical: PhysicalDesign, user: Any) -> Erasure:
    """Delete one user for a moment, and count the rows that still name him and those that changed their shard."""
    root = physical.design.placement.root
    naming = [each for each in physical.references if each.target == root]
    keys = physical.design.placement.keys
    history = [each for each in naming if keys.get(each.table) == each.column and each.on_delete != "CASCADE"]
    named = sum(len(_named_by(connection, physical, each, user)) for each in naming)
    before = {each.table: dict(_named_by(connection, physical, each, user)) for each in history}
    delete = question("layouts/delete_user").format(
        root=sql.Identifier(root), id=sql.Identifier(keys[root]), user=sql.Literal(user)
    )
    try:
        with connection.transaction(force_rollback=True):
            connection.execute(delete)
            left = sum(len(_named_by(connection, physical, each, user)) for each in naming)
            moved = sum(_moved_rows(connection, physical, table, rows) for table, rows in before.items())
    except psycopg.errors.IntegrityError as error:
        return Erasure(physical.layout.name, named, named, 0, str(error.diag.message_primary))
    return Erasure(physical.layout.name, named, left, moved, "")


def most_named(connection: Connection[Any], references: Sequence[Reference]) -> list[Any]:
    """Return users in the order in which they are named in the first reference that names any."""
    for each in references:
        query = question("layouts/most_named").format(
            table=sql.Identifier(each.table),
            column=sql.Identifier(each.column),
            target=sql.Identifier(each.target),
            key=sql.Identifier(each.target_column),
            most=sql.Literal(MOST_VICTIMS),
        )
        if found := [user for (user,) in connection.execute(query)]:
            return found
    return []


def _named_by(
    connection: Connection[Any], physical: PhysicalDesign, reference: Reference, user: Any
) -> list[tuple[str, str]]:
    query = question("layouts/named_by").format(
        keys=_key_texts(physical, reference.table),
        table=sql.Identifier(reference.table),
        column=sql.Identifier(reference.column),
        user=sql.Literal(user),
    )
    return [(row, place) for row, place in connection.execute(query)]


def _moved_rows(connection: Connection[Any], physical: PhysicalDesign, table: str, before: dict[str, str]) -> int:
    query = question("layouts/whereabouts").format(
        keys=_key_texts(physical, table), table=sql.Identifier(table), rows=sql.Literal(list(before))
    )
    return sum(before[row] != place for row, place in connection.execute(query))


def _try(connection: Connection[Any], layout: str, wish: str, ways: Sequence[Statements]) -> Ability:
    """Try the ways to fulfil a wish until one works; the server's answer to the last of them is the reason."""
    why = ""
    for statements in ways:
        try:
            with connection.transaction(force_rollback=True):
                for statement in statements:
                    connection.execute(statement)
        except psycopg.Error as error:
            why = str(error.diag.message_primary)
        else:
            return Ability(layout, wish, able=True, why="")
    return Ability(layout, wish, able=False, why=why)


def _child(physical: PhysicalDesign, table: str, shard: int) -> sql.Identifier:
    return sql.Identifier(physical.home(table, shard).name)


def _own_column(physical: PhysicalDesign, table: str) -> list[Statements]:
    return [[question("layouts/add_column").format(child=_child(physical, table, 0))]]


def _one_more(physical: PhysicalDesign, table: str) -> list[Statements]:
    names = {"child": _child(physical, table, physical.shards), "table": sql.Identifier(table)}
    if not physical.layout.partitioned:
        return [[question("layouts/add_child").format(**names)]]
    numbers = {"modulus": sql.Literal(physical.shards + 1), "remainder": sql.Literal(physical.shards)}
    return [[question("layouts/add_partition").format(**names, **numbers)]]


def _taken_out(physical: PhysicalDesign, table: str) -> list[Statements]:
    part = question("layouts/part_partition" if physical.layout.partitioned else "layouts/part_child")
    return [[part.format(child=_child(physical, table, 0), table=sql.Identifier(table))]]


def _moved(physical: PhysicalDesign, table: str) -> list[Statements]:  # noqa: ARG001 - the form of the others
    """Move a user to the next shard; the CHECK that proves users at home goes first where there is one.

    Several users are tried: what refers to one of them may forbid to take him away.
    """
    root, there = physical.design.placement.root, physical.home(physical.design.placement.root, 1)
    checks = (f"{root}_home_check", f"{root}_{SHARD_COLUMN}_check") if physical.layout.has_shard_column else ()
    drops = [
        question("layouts/home_check_drop").format(
            child=sql.Identifier(there.name), check=sql.Identifier(physical.index_name(check, there.shard))
        )
        for check in checks
    ]
    return [[*drops, _move(physical, root, there.name, place)] for place in range(MOST_VICTIMS)]


def _unrouted(physical: PhysicalDesign, table: str) -> list[Statements]:
    return [[_move(physical, table, table, 0)]]


def _move(physical: PhysicalDesign, table: str, there: str, place: int) -> sql.Composed:
    return question("layouts/move_row").format(
        here=_child(physical, table, 0),
        there=sql.Identifier(there),
        keys=key_list(physical, table),
        columns=_columns(physical, table),
        place=sql.Literal(place),
    )


def _referred(physical: PhysicalDesign, table: str) -> list[Statements]:  # noqa: ARG001 - the form of the others
    """Let a shared table refer to the users; nothing to try where the design has no such reference."""
    root = physical.design.placement.root
    return [
        [
            question("layouts/references_add").format(
                table=sql.Identifier(reference.table),
                column=sql.Identifier(reference.column),
                target=sql.Identifier(root),
                key=sql.Identifier(reference.target_column),
            )
        ]
        for reference in physical.references
        if reference.target == root and not physical.is_sharded(reference.table)
    ][:1]


def _columns(physical: PhysicalDesign, table: str) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, columns_of(physical, table)))


def _key_texts(physical: PhysicalDesign, table: str) -> sql.Composed:
    """Return the primary key of an alias t as a list of texts."""
    parts = (sql.SQL("{}::text").format(sql.Identifier("t", name)) for name in key_columns(physical, table))
    return sql.SQL(", ").join(parts)
