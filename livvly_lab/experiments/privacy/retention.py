"""Ages rows, in a transaction that is taken back, and sees what a design's jobs delete, what they keep."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from psycopg import sql

from livvly_lab.domain.claims import Measurement, Outcome, Quantity, Unmeasured
from livvly_lab.domain.retention import Aged
from livvly_lab.experiments.loaded import Loaded
from livvly_lab.experiments.operation.reading import split
from livvly_lab.measure.question import addressed
from livvly_lab.report import fmt

ROWS = {"quick": 40, "full": 2_000}
"""Of each table, aged to a day beyond the time they are kept for, and as many to a day before it."""

ACCOUNTS = {"quick": 5, "full": 200}
LOCKED = 5
"""Rows of each table that somebody tries to delete too early."""


@dataclass(frozen=True)
class _Made:
    """The rows of a table that were aged, by key, and how many there are that may not go yet, before the job."""

    aged: Aged
    due: tuple[Any, ...]
    young: tuple[Any, ...]
    kept: int = 0


def kept_and_gone(at: Loaded, *, tables: Sequence[Aged], kept: str, job: str) -> Outcome:
    """Make some rows a day older than they are kept and some a day younger, run the design's job, and count both.

    `kept` is an interval of SQL, `job` the statement that deletes what is due. Rows that follow others, such as the
    refund of a payment, are aged with them. The quantities are the share of due rows that are gone, the rows that
    went too early, and the share of early deletions by hand that the tables refuse. Everything is taken back.
    """
    with at.rolled_back():
        made = _aged(at, tables, kept)
        bare = [each.aged.table for each in made if not each.aged.follows and not (each.due and each.young)]
        if bare:
            return Unmeasured(f"two rows of {fmt.listing(bare)}")
        refused, tried = _deleted_early(at, made)
        with at.refused() as errors:
            at.connection.execute(sql.SQL(job))
        left = [len(each.due) if errors else _there(at, each.aged.table, each.due) for each in made]
        early = [0 if errors else each.kept - _young(at, each.aged, kept) for each in made]
    due = sum(len(each.due) for each in made)
    why = f", refused: {errors[0].diag.message_primary}" if errors else ""
    return Measurement(
        (
            Quantity(1 - sum(left) / due, "share", "due rows gone", n=due),
            Quantity(sum(early), "rows", "gone too early", n=sum(each.kept for each in made)),
            Quantity(refused / tried, "share", "early deletions refused", n=tried),
        ),
        f"of {fmt.plural(due, 'row')} a day older than {kept} the job deletes {due - sum(left)}{why}, of "
        f"{fmt.count(sum(each.kept for each in made))} younger ones {sum(early) or 'none'}; of {tried} deletions by "
        f"hand a day too early the tables refuse {refused or 'none'}",
        detail=tuple(
            {
                "table": each.aged.table,
                "age by": each.aged.column,
                "due, rows": len(each.due),
                "left, rows": rows,
                "younger, rows": each.kept,
                "gone too early, rows": gone,
            }
            for each, rows, gone in zip(made, left, early, strict=True)
        ),
    )


def accounts_left(
    at: Loaded, *, wish: str, job: str, days: int, personal: Sequence[str], held: str = "", held_says: str = "held"
) -> Outcome:
    """Let users wish to be deleted, run the design's job the day before and after the days are over, and count rows.

    `wish` takes %(id)s, `job` %(days)s, the days that have passed. `personal` are the columns ("table.column") whose
    rows tell who a user is. `held` selects users whom something holds back, who are asked apart. The quantities are
    the shares of users of whom no such row is left in the end, and the users with rows gone too early.
    """
    root = at.physical.design.placement.root
    back = {user for (user,) in at.connection.execute(addressed(held, at.physical, None))} if held else set()
    drawn = at.ask("some_keys", {"most": len(back) + ACCOUNTS[at.depth]}, table=at.parent(root), key=at.key(root))
    groups = {
        "users free to go": [user for (user,) in drawn if user not in back][: ACCOUNTS[at.depth]],
    } | ({held_says: sorted(back)[: ACCOUNTS[at.depth]]} if held else {})
    everybody = [user for ids in groups.values() for user in ids]
    nobody = [name for name, ids in groups.items() if not ids]
    if nobody:
        return Unmeasured(f"more {root}: this run has no {fmt.listing(nobody)}")
    with at.rolled_back():
        before = _named(at, personal, everybody)
        for user in everybody:
            at.connection.execute(sql.SQL(wish), {"id": user})
        at.connection.execute(sql.SQL(job), {"days": days - 1})
        early = _named(at, personal, everybody)
        at.connection.execute(sql.SQL(job), {"days": days + 1})
        after = _named(at, personal, everybody)
    too_early = [user for user in everybody if early.get(user, 0) < before.get(user, 0)]
    gone = {name: sum(not after.get(user) for user in ids) for name, ids in groups.items()}
    shares = [Quantity(gone[name] / len(ids), "share", f"gone, {name}", n=len(ids)) for name, ids in groups.items()]
    return Measurement(
        (*shares, Quantity(len(too_early), "users", "gone too early", n=len(everybody))),
        f"{len(everybody)} users wish to go, with {sum(before.values())} rows that tell who they are; the day before "
        f"{days} days are over {len(too_early) or 'none'} of them lack one, the day after "
        + fmt.listing(f"{gone[name]} of {len(ids)} {name} have none left" for name, ids in groups.items()),
    )


def _aged(at: Loaded, tables: Sequence[Aged], kept: str) -> tuple[_Made, ...]:
    """Age the rows: of tables that follow no other some spread ones, of the others those that go with them."""
    made: dict[str, _Made] = {}
    for each in tables:
        if each.follows:
            due, young = (_followers(at, each, keys) for keys in (made[each.follows].due, made[each.follows].young))
        else:
            most = {"most": 2 * ROWS[at.depth]}
            keys = [key for (key,) in at.ask("some_keys", most, table=at.parent(each.table), key=at.key(each.table))]
            due, young = tuple(keys[::2]), tuple(keys[1::2])
        for rows, days in ((due, 1), (young, -1)):
            pieces = {"table": at.parent(each.table), "column": sql.Identifier(each.column), "key": at.key(each.table)}
            at.ask("rows_aged", {"ids": list(rows), "kept": kept, "days": days}, **pieces)
        made[each.table] = _Made(each, due, young)
    return tuple(replace(each, kept=_young(at, each.aged, kept)) for each in made.values())


def _followers(at: Loaded, aged: Aged, keys: Sequence[Any]) -> tuple[Any, ...]:
    found = at.ask(
        "rows_naming",
        {"ids": list(keys)},
        table=at.parent(aged.table),
        column=sql.Identifier(aged.by),
        key=at.key(aged.table),
    )
    return tuple(key for (key,) in found)


def _young(at: Loaded, aged: Aged, kept: str) -> int:
    """Count the rows of a table that may not go yet."""
    pieces = {"table": at.parent(aged.table), "column": sql.Identifier(aged.column)}
    return int(at.value("rows_younger", {"kept": kept}, **pieces))


def _there(at: Loaded, table: str, keys: Sequence[Any]) -> int:
    return int(at.value("rows_pointing", {"ids": list(keys)}, table=at.parent(table), column=at.key(table)))


def _deleted_early(at: Loaded, made: Sequence[_Made]) -> tuple[int, int]:
    """Try to delete rows that may not go yet; return how many tries were refused, of how many. All are taken back."""
    refused = tried = 0
    for each in made:
        for key in each.young[:LOCKED]:
            with at.rolled_back(), at.refused() as errors:
                at.ask("row_deleted", {"id": key}, table=at.parent(each.aged.table), key=at.key(each.aged.table))
            refused, tried = refused + bool(errors), tried + 1
    return refused, tried


def _named(at: Loaded, columns: Sequence[str], users: Sequence[Any]) -> dict[Any, int]:
    """Count the rows that name each user in some columns."""
    found: dict[Any, int] = {}
    for column in columns:
        table, name = split(column)
        for user, rows in at.ask("rows_by_value", {"ids": list(users)}, table=at.parent(table), column=name):
            found[user] = found.get(user, 0) + int(rows)
    return found
