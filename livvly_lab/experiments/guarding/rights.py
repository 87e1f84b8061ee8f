"""Row-level security: what its policies cost a query, and what a pooled connection does to the setting they read."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from psycopg import sql

from livvly_lab.domain.claims import Measurement, Outcome, Quantity, Unmeasured
from livvly_lab.experiments.guarding.refusals import refused_and_taken
from livvly_lab.experiments.loaded import Loaded, question
from livvly_lab.experiments.operation.reading import server_ms
from livvly_lab.experiments.timing import REPEATS, median, ratio
from livvly_lab.measure.question import addressed
from livvly_lab.report import fmt

_USERS = 2


def policies_tried(
    at: Loaded,
    *,
    tries: Sequence[Mapping[str, Any]],
    needs: str,
    role: str,
    setting: str,
    users: str,
    reads: Mapping[str, str],
) -> Outcome:
    """Try what policies should let through or not, and run the same queries with policies and without, in turns.

    `tries` and `needs` are those of `refused_and_taken`. `users` selects whom `setting` names; `reads` are queries
    with %(user)s that return rows of that user alone, so that `role` and the lab's own role read the same. The
    quantities are the wrong decisions, the server's time with policies over that without, of the query that loses
    most, and the reads that returned other rows.
    """
    tried = refused_and_taken(at, tries=tries, needs=needs)
    chosen = [user for (user,) in at.connection.execute(addressed(users, at.physical, None))][:_USERS]
    if isinstance(tried, Unmeasured) or not chosen:
        return Unmeasured("users with rows to read: this run has none")
    found = {name: _compared(at, role, setting, text, chosen) for name, text in reads.items()}
    factors = {name: ratio(bound, free) for name, (bound, free, _) in found.items()}
    worst = max(factors, key=lambda name: factors[name].mid)
    differing = sum(rows for _, _, rows in found.values())
    return Measurement(
        (
            *tried.quantities,
            Quantity(factors[worst].mid, "factor", "with policies", factors[worst], factors[worst].n),
            Quantity(differing, "reads", "with other rows"),
        ),
        f"{tried.says}; of {fmt.plural(len(found), 'query', 'queries')} the policies cost {worst} most, "
        f"{fmt.factor(factors[worst].mid)} the time, {fmt.duration(median(found[worst][0]).mid)} against "
        f"{fmt.duration(median(found[worst][1]).mid)}; {fmt.plural(differing, 'read')} returned other rows",
        detail=tried.detail,
    )


def _compared(
    at: Loaded, role: str, setting: str, text: str, users: list[object]
) -> tuple[tuple[float, ...], tuple[float, ...], int]:
    """Return the milliseconds of a query bound and free, and how many users got other rows."""
    query = addressed(text, at.physical, None)
    bound, free, differing = list[float](), list[float](), 0
    for turn in range(REPEATS + 1):
        for user in users:
            asked = {"user": user}
            with at.rolled_back():
                alone = server_ms(at, query, asked)
                rows = len(at.connection.execute(query, asked).fetchall())
                at.ask("for_this_transaction", {"name": setting, "value": str(user)})
                at.connection.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(role)))
                seen = len(at.connection.execute(query, asked).fetchall())
                with_policies = server_ms(at, query, asked)
                at.connection.execute("RESET ROLE")
            if turn:
                bound.append(with_policies)
                free.append(alone)
            else:
                differing += rows != seen
    return tuple(bound), tuple(free), differing


def setting_under_pooling(at: Loaded, *, role: str, setting: str, users: str, read: str) -> Outcome:
    """Let two clients share one server session, as a pooler that gives it away after each transaction lets them.

    The first client names itself in `setting`, once for its session (SET) and once for its transaction alone (SET
    LOCAL); the second forgets to, and reads. The quantities are the rows of the first that the second sees.
    """
    row = at.connection.execute(addressed(users, at.physical, None)).fetchone()
    if row is None:
        return Unmeasured("users with rows to read: this run has none")
    query = addressed(read, at.physical, None)
    seen = {
        "after SET": _seen(at, role, query, lambda: _named(at, setting, str(row[0]), "for_this_session")),
        "after SET LOCAL": _seen(at, role, query, lambda: _named(at, setting, str(row[0]), "for_this_transaction")),
    }
    return Measurement(
        tuple(Quantity(rows, "rows", name) for name, rows in seen.items()),
        "a client that names nobody sees, on a session another client of the pool has had, "
        + fmt.listing(f"{fmt.plural(rows, 'row')} of that one {name}" for name, rows in seen.items())
        + "; one session given from client to client stands for the pooler",
    )


def _seen(at: Loaded, role: str, query: sql.Composed, name: Callable[[], None]) -> int:
    """Let one client name itself in a transaction, then another read in the next one; return the rows it sees."""
    try:
        with at.connection.transaction():
            name()
        with at.rolled_back():
            at.connection.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(role)))
            return len(at.connection.execute(query).fetchall())
    finally:
        at.connection.execute("RESET ALL")
        at.connection.execute("SET timezone = 'UTC'")


def _named(at: Loaded, setting: str, user: str, how: str) -> None:
    at.connection.execute(question(how), {"name": setting, "value": user})
