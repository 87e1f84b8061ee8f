"""Builds the design in an empty database, statement by statement, and counts what the server refuses."""

from collections.abc import Iterator

import psycopg
from psycopg import sql

from livvly_lab.domain.claims import Measurement, Outcome, Quantity, Unmeasured
from livvly_lab.domain.physical import LAYOUTS, PhysicalDesign
from livvly_lab.experiments.loaded import Loaded, question
from livvly_lab.report import fmt
from livvly_lab.scratch import statements

_SHOWN = 3


def statements_run(at: Loaded) -> Outcome:
    """Create extensions, tables, keys and indexes in an empty database, without shards, and count what is refused.

    The quantities are the statements that the server refuses, and the tables that stand in the end.
    """
    try:
        with at.elsewhere() as dsn, psycopg.connect(dsn, autocommit=True) as connection:
            tried = [(text, _refusal(connection, text)) for text in _statements(at.physical)]
            tables = connection.execute(question("tables_made")).fetchall()
    except psycopg.errors.InsufficientPrivilege:
        return Unmeasured("a role that may create a database, to build the design in it")
    refused = [(text, why) for text, why in tried if why]
    some = fmt.listing([f"“{why}”" for _, why in refused[:_SHOWN]])
    return Measurement(
        (
            Quantity(len(refused), "statements", "refused", n=len(tried)),
            Quantity(len(tables), "tables", "that stand"),
        ),
        f"an empty database refuses {len(refused) or 'none'} of {fmt.plural(len(tried), 'statement')}"
        f"{': ' if some else ''}{some}; {fmt.plural(len(tables), 'table')} stand in the end",
        detail=tuple({"statement": text, "refused": why} for text, why in refused),
    )


def _statements(physical: PhysicalDesign) -> Iterator[str]:
    """Yield every statement of the design, in an order in which they can run."""
    whole = PhysicalDesign(physical.design, LAYOUTS["single"], 1)
    yield from (f'CREATE EXTENSION "{name}"' for name in physical.design.extensions)
    for works in (
        statements.tables(whole, None),
        statements.keys_and_indexes(whole),
        statements.foreign_keys(whole),
    ):
        for work in works:
            yield from work.statements


def _refusal(connection: psycopg.Connection[tuple[str]], text: str) -> str:
    """Execute a statement; return why the server refuses it, empty where it does not."""
    try:
        connection.execute(sql.SQL(text))
    except psycopg.errors.InsufficientPrivilege:
        raise
    except psycopg.Error as error:
        return str(error.diag.message_primary)
    return ""
