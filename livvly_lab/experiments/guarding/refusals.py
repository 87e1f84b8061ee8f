"""Statements that the database should refuse or take, tried one by one and taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

from livvly_lab.domain.claims import Measurement, Outcome, Quantity, Unmeasured
from livvly_lab.experiments.loaded import Loaded
from livvly_lab.measure.question import addressed
from livvly_lab.report import fmt

_SHOWN = 3


@dataclass(frozen=True)
class _Try:
    """SQL that should be refused, or taken: `role` runs it (the lab's own where empty).

    `before` is SQL that is taken, `settings` are pairs of a name and the SQL of its value. What is checked at commit
    is checked at the end. With `rows`, it counts as taken where the statement returns so many.
    """

    says: str
    sql: str
    refused: bool = True
    role: str = ""
    before: str = ""
    settings: tuple[tuple[str, str], ...] = ()
    rows: int | None = None


def refused_and_taken(at: Loaded, *, tries: Sequence[Mapping[str, Any]], needs: str) -> Outcome:
    """Try statements that should be refused or taken, each in a transaction that is taken back.

    A try has `says`, `sql` (tables as {table}), and where needed `refused` (False: it should be taken), `role`,
    `before`, `settings` and `rows`. `needs` returns a row where there is what the tries are about. The quantity
    counts those that were decided otherwise than they should be.
    """
    if at.connection.execute(addressed(needs, at.physical, None)).fetchone() is None:
        return Unmeasured("the rows that the tries are about: this run has none")
    found = [(each, *_decided(at, each)) for each in (_Try(**given) for given in tries)]
    wrong = [each for each, refused, _ in found if refused != each.refused]
    told = fmt.listing([each.says for each in wrong[:_SHOWN]]) or "none"
    roles = {each.role for each, _, _ in found if each.role}
    return Measurement(
        (Quantity(len(wrong), "decisions", "wrong decisions", n=len(found)),),
        f"of {fmt.plural(len(found), 'statement')} tried"
        + (f", some as {fmt.listing(sorted(roles))}" if roles else "")
        + f", {len(wrong)} were decided otherwise than they should be: {told}",
        detail=tuple(
            {
                "statement": each.says,
                "as": each.role or "superuser or owner",
                "should be": _word(refused=each.refused),
                "is": _word(refused=refused),
                "in the server's words": said,
            }
            for each, refused, said in found
        ),
    )


def _decided(at: Loaded, each: _Try) -> tuple[bool, str]:
    """Return whether a statement was refused, and the server's words."""
    with at.rolled_back(), at.refused() as errors:
        for name, value in each.settings:
            statement = "SELECT set_config(%(name)s, ({value})::text, true)"
            at.connection.execute(sql.SQL(statement).format(value=addressed(value, at.physical, None)), {"name": name})
        if each.before:
            at.connection.execute(addressed(each.before, at.physical, None))
        if each.role:
            at.connection.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(each.role)))
        cursor = at.connection.execute(addressed(each.sql, at.physical, None))
        rows = cursor.rowcount
        at.connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        if each.rows is not None and rows != each.rows:
            raise psycopg.DataError(f"{rows} rows came back, {each.rows} should")
    if not errors:
        return False, ""
    return True, str(errors[0].diag.message_primary or errors[0])


def _word(*, refused: bool) -> str:
    return "refused" if refused else "taken"
