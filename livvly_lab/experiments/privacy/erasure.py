"""Erases users as a design does it, in a transaction that is taken back, and searches every table for what is left."""

from collections.abc import Mapping, Sequence
from typing import Any

from psycopg import sql

from livvly_lab.domain.claims import Measurement, Outcome, Quantity, Unmeasured
from livvly_lab.experiments.loaded import Loaded
from livvly_lab.measure.question import addressed
from livvly_lab.report import fmt

USERS = {"quick": 4, "full": 40}
_SHOWN = 4
_TEXTUAL = ("text", "varchar", "bpchar", "jsonb", "json", "inet", "_text", "_varchar")


def users_forgotten(at: Loaded, *, erase: str, marks: str, held: str = "") -> Outcome:
    """Delete some users, then erase them as the design does it, and search every text of every table for their marks.

    `erase` takes %(id)s. `marks` selects user and a text by which only this user is known, of the users %(ids)s.
    `held` selects users whom something holds back for a while, who are not asked. The quantities are the share of
    plain deletions that are refused, the share of erasures that are refused, and the rows in which a mark of an erased
    user still stands. Everything is taken back.
    """
    root = at.physical.design.placement.root
    key = at.key(root)
    back = {user for (user,) in at.connection.execute(addressed(held, at.physical, None))} if held else set()
    drawn = at.ask("some_keys", {"most": len(back) + USERS[at.depth]}, table=at.parent(root), key=key)
    users = [user for (user,) in drawn if user not in back][: USERS[at.depth]]
    known = at.connection.execute(addressed(marks, at.physical, None), {"ids": users}).fetchall()
    if not known:
        return Unmeasured(f"rows of {root} with something by which they are known")
    columns = _textual(at)
    with at.rolled_back():
        before = _found(at, columns, [mark for _, mark in known])
        kept = [user for user in users if not _goes(at, root, user)]
        stopped = [user for user in users if not _erased(at, erase, user)]
        left = _found(at, columns, [mark for user, mark in known if user not in stopped])
    rows, left_rows = sum(before.values()), sum(left.values())
    where = [f"{n} of {name}" for name, n in sorted(left.items(), key=lambda item: -item[1])]
    return Measurement(
        (
            Quantity(len(kept) / len(users), "share", "deletions refused", n=len(users)),
            Quantity(len(stopped) / len(users), "share", "erasures refused", n=len(users)),
            Quantity(left_rows, "rows", "left with a mark", n=rows),
        ),
        f"{len(kept)} of {fmt.plural(len(users), 'deletion')} of {root} and {len(stopped) or 'none'} of as many "
        f"erasures by the design's own procedure were refused; {fmt.plural(rows, 'row')} held one of {len(known)} "
        f"marks of these users before, {left_rows or 'none'} after{': ' if left else ''}{fmt.listing(where[:_SHOWN])}",
        detail=tuple(
            {"column": name, "rows with a mark before": n, "left": left.get(name, 0)}
            for name, n in sorted(before.items(), key=lambda item: (-left.get(item[0], 0), -item[1], item[0]))
        ),
    )


def _goes(at: Loaded, root: str, user: Any) -> bool:
    """Tell whether a plain DELETE of a user is allowed; it is taken back."""
    with at.rolled_back(), at.refused() as errors:
        at.ask("row_deleted", {"id": user}, table=at.parent(root), key=at.key(root))
    return not errors


def _erased(at: Loaded, erase: str, user: Any) -> bool:
    """Erase a user; tell whether the design let it happen."""
    with at.refused() as errors:
        at.connection.execute(sql.SQL(erase), {"id": user})
    return not errors


def _textual(at: Loaded) -> dict[str, list[str]]:
    """Return the columns of every table of the design that can hold a text."""
    columns: dict[str, list[str]] = {}
    for each in at.catalog.columns:
        if each.type in _TEXTUAL and each.table in at.physical.design.metadata.tables:
            columns.setdefault(each.table, []).append(each.name)
    return columns


def _found(at: Loaded, columns: Mapping[str, Sequence[str]], marks: Sequence[str]) -> Mapping[str, int]:
    """Search textual columns of every table for some marks; return the rows that hold one, by column."""
    patterns = [f"%{_literal(mark)}%" for mark in marks]
    found: dict[str, int] = {}
    for table, names in columns.items():
        counts = sql.SQL(", ").join(
            sql.SQL("count(*) FILTER (WHERE {}::text LIKE ANY (%(patterns)s))").format(sql.Identifier(name))
            for name in names
        )
        ((*rows,),) = at.ask("marks_found", {"patterns": patterns}, table=at.parent(table), counts=counts)
        found |= {f"{table}.{name}": n for name, n in zip(names, rows, strict=True) if n}
    return found


def _literal(mark: str) -> str:
    """Return a text in which LIKE finds nothing but itself."""
    return mark.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
