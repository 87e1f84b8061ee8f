"""Migrations: whether a downgrade takes back what an upgrade made."""

from collections import Counter

import psycopg
from psycopg import sql

from livvly_lab.domain.claims import Measurement, Outcome, Quantity, Unmeasured
from livvly_lab.domain.physical import PhysicalDesign
from livvly_lab.experiments.loaded import Loaded, question
from livvly_lab.report import fmt
from livvly_lab.scratch import ddl

MOST_SHARDS = 1
"""Shards of the design that is created and dropped: more of them repeat the same statements."""


def downgraded(at: Loaded) -> Outcome:
    """Create the whole design in an empty database, drop its tables in reverse, and compare the catalog with before.

    The downgrade is what a migration written from the tables does: DROP TABLE for each, the last one first. Functions
    and views are the design's own SQL files, of which the tables know nothing. The quantity counts what is left;
    the second one tells whether the upgrade runs again.
    """
    shards = min(at.physical.shards, MOST_SHARDS)
    physical = PhysicalDesign(at.physical.design, at.physical.layout, shards)
    try:
        with at.elsewhere() as dsn, psycopg.connect(dsn, autocommit=True) as connection:
            connection.execute("SET client_min_messages = warning")
            before = _catalog(connection)
            ddl.create(connection, physical, at.function)
            made = _catalog(connection) - before
            forced = _drop(connection, physical)
            left = _catalog(connection) - before
            again = _upgrade_again(connection, physical, at)
    except psycopg.errors.InsufficientPrivilege:
        return Unmeasured("a role that may create a database, to migrate up and down in it")
    kinds, all_kinds = Counter(kind for kind, _ in left), Counter(kind for kind, _ in made)
    dependent = f"; {fmt.plural(forced, 'table')} went only with CASCADE" if forced else ""
    return Measurement(
        (
            Quantity(len(left), "objects", "objects left", n=len(made)),
            Quantity(float(not again), "upgrades", "upgrades that run again"),
        ),
        f"of {fmt.plural(len(made), 'object')} the upgrade made, {len(left)} are left after the downgrade{dependent}; "
        + (f"the next upgrade stops: {again}" if again else "the next upgrade runs"),
        detail=tuple({"kind": kind, "made": n, "left": kinds[kind]} for kind, n in sorted(all_kinds.items())),
    )


def _catalog(connection: psycopg.Connection[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return kind and identity of everything that is no part of PostgreSQL itself."""
    return set(connection.execute(question("own_objects")).fetchall())


def _drop(connection: psycopg.Connection[tuple[str, str]], physical: PhysicalDesign) -> int:
    """Drop the tables, the last one first; return how many others of the design depend on."""
    parents = [table.name for table in physical.design.tables if physical.is_sharded(table.name)]
    homes = [home.name for home in reversed(list(physical.all_homes()))]
    return sum(_drop_one(connection, name) for name in (*homes, *reversed(parents)))


def _drop_one(connection: psycopg.Connection[tuple[str, str]], name: str) -> bool:
    """Drop a table; tell whether it took CASCADE."""
    table = sql.Identifier(ddl.SCHEMA, name)
    try:
        connection.execute(question("downgrade_table").format(table=table))
    except psycopg.errors.DependentObjectsStillExist:
        connection.execute(question("downgrade_table_cascade").format(table=table))
        return True
    return False


def _upgrade_again(connection: psycopg.Connection[tuple[str, str]], physical: PhysicalDesign, at: Loaded) -> str:
    """Create the design once more; return why it stops, empty where it does not."""
    try:
        with connection.transaction(force_rollback=True):
            ddl.create(connection, physical, at.function)
    except psycopg.Error as error:
        return str(error.diag.message_primary)
    return ""
