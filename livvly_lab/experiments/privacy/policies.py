"""Reads as a role that row-level security binds: what it may see that is not its own, and what the policies cost."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import Any
from uuid import uuid4

import psycopg
from psycopg import sql

from livvly_lab.domain.claims import Measurement, Outcome, Quantity, Unmeasured
from livvly_lab.experiments.loaded import Loaded
from livvly_lab.experiments.timing import REPEATS, median, ratio
from livvly_lab.measure.keys import Keys
from livvly_lab.measure.plans import shards_of
from livvly_lab.measure.question import addressed
from livvly_lab.report import fmt

ASKED = 3
"""Users who ask each query."""


@dataclass(frozen=True)
class _Asked:
    """A query of the workload as one user asks it, and the parameters of somebody else's rows."""

    name: str
    statement: sql.Composed
    user: Any
    own: Mapping[str, Any]
    others: Mapping[str, Any]


def policies_cost(at: Loaded, *, ask_as: str, queries: Collection[str], user: str) -> Outcome:
    """Ask queries of the workload as their owner and as a role that policies bind, in turns, and count what differs.

    `ask_as` is the statement that says which user %(id)s asks; `queries` are asked for rows of the user in their
    parameter `user`. The quantities are the time with the policies over that without, round trip and planning
    included, the tables without a policy, the rows of another user that were seen, and the own rows that were hidden.
    """
    bare = [name for (name,) in at.ask("tables_unguarded", {"tables": _tables(at)})]
    asked = list(_asked(at, queries, user))
    if not asked:
        return Unmeasured("users with rows of their own: this run has none that these queries find")
    try:
        with at.rolled_back(), _role(at) as role:
            mine = [_rows(at, each, each.own) for each in asked]
            seen = hidden = 0
            for each, rows in zip(asked, mine, strict=True):
                with _bound(at, role, ask_as, each.user):
                    hidden += rows - _rows(at, each, each.own)
                    seen += _rows(at, each, each.others)
            turns = [_turn(at, role, ask_as, asked) for _ in range(REPEATS)]
    except psycopg.errors.InsufficientPrivilege as error:
        return Unmeasured(f"a role that may create another, and be it: {error.diag.message_primary}")
    free, bound = zip(*turns, strict=True)
    slower = ratio(bound, free)
    return Measurement(
        (
            Quantity(slower.mid, "factor", "time with policies", slower, slower.n),
            Quantity(len(bare), "tables", "without a policy", n=len(_tables(at))),
            Quantity(seen, "rows", "of others seen", n=len(asked)),
            Quantity(hidden, "rows", "of their own hidden", n=sum(mine)),
        ),
        f"{fmt.plural(len(asked), 'query', 'queries')} of users for rows of their own take {fmt.factor(slower.mid)} "
        f"the time under policies, {fmt.duration(median(bound).mid)} against {fmt.duration(median(free).mid)}; asked "
        f"for somebody else's rows they return {seen or 'none'}, and {hidden or 'none'} of {fmt.count(sum(mine))} "
        f"rows of their own are hidden; {len(bare) or 'no'} tables have no policy",
        detail=tuple(
            {"query": name, "asked by users": n, "rows of their own": rows}
            for name, (n, rows) in _by_query(asked, mine).items()
        ),
    )


def _tables(at: Loaded) -> list[str]:
    """Return every physical table, parents included."""
    homes = [home.name for home in at.physical.all_homes()]
    return list(dict.fromkeys([*homes, *(table.name for table in at.physical.design.tables)]))


def _asked(at: Loaded, queries: Collection[str], user: str) -> Iterator[_Asked]:
    """Yield each query as some users ask it, in the first shard where two of them are known."""
    keys = Keys(at.connection, at.physical)
    for query in at.physical.design.workload:
        for shard in shards_of(query, at.physical) if query.name in queries else ():
            drawn = [key.parameters for key in keys.draw(query, shard) if key.kind != "absent"]
            known = list({own[user]: own for own in drawn}.values())[:ASKED]
            if len(known) > 1:
                statement = addressed(query.sql, at.physical, shard)
                for own, others in zip(known, [*known[1:], known[0]], strict=True):
                    yield _Asked(query.name, statement, own[user], own, others)
                break


@contextmanager
def _role(at: Loaded) -> Iterator[sql.Identifier]:
    """Give a role that may read every table, as far as policies let it; it goes with the transaction."""
    role = sql.Identifier(f"lab_bound_{uuid4().hex[:12]}")
    for name in ("role_made", "role_let_in", "role_may_read"):
        at.ask(name, role=role)
    yield role


@contextmanager
def _bound(at: Loaded, role: sql.Identifier, ask_as: str, user: Any) -> Iterator[None]:
    """Be that role for the block, with a user asking."""
    at.connection.execute(ask_as.encode(), {"id": user})
    at.ask("role_taken", role=role)
    yield
    at.ask("role_left")


def _rows(at: Loaded, asked: _Asked, parameters: Mapping[str, Any]) -> int:
    return len(at.connection.execute(asked.statement, parameters).fetchall())


def _turn(at: Loaded, role: sql.Identifier, ask_as: str, asked: Sequence[_Asked]) -> tuple[float, float]:
    """Return the milliseconds of all queries as the owner of the tables, and as the role that policies bind."""
    free = bound = 0.0
    for each in asked:
        free += _timed_ms(at, each)
        with _bound(at, role, ask_as, each.user):
            bound += _timed_ms(at, each)
    return free, bound


def _timed_ms(at: Loaded, asked: _Asked) -> float:
    begun = perf_counter()
    _rows(at, asked, asked.own)
    return (perf_counter() - begun) * 1_000


def _by_query(asked: Sequence[_Asked], mine: Sequence[int]) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for each, rows in zip(asked, mine, strict=True):
        n, so_far = found.get(each.name, (0, 0))
        found[each.name] = (n + 1, so_far + rows)
    return found
