"""Exports users as a design does it, and compares the export with every row that names them."""

from collections.abc import Sequence
from typing import Any

from psycopg import sql

from livvly_lab.domain.claims import Measurement, Outcome, Quantity, Unmeasured
from livvly_lab.domain.physical import Reference
from livvly_lab.experiments.loaded import Loaded
from livvly_lab.experiments.timing import median, take_turns
from livvly_lab.report import fmt

_SHOWN = 4


def users_exported(at: Loaded, *, export: str, acts: tuple[str, ...] = ()) -> Outcome:
    """Export the users whom each reference names most often, time it, and look for every row that names one of them.

    `export` selects one JSON object of lists of rows by table, of the user %(id)s. `acts` are the references
    ("table.column") by which a row names who did something to it, such as staff. The quantities are the rows that the
    export leaves out, those about the user and those of acts, and the time of the largest export.
    """
    root = at.physical.design.placement.root
    target = (root, at.key_name(root))
    references = [each for each in at.physical.references if (each.target, each.target_column) == target]
    hot = {at.value("most_named", table=at.parent(each.table), column=_column(each)) for each in references}
    users = sorted(user for user in hot if user is not None)
    if not users:
        return Unmeasured("rows that name users: this run has none")
    given = {user: _exported(at, export, user) for user in users}
    exported = sum(len(rows) for tables in given.values() for rows in tables.values())
    wanted, missed = {}, {}
    for each in references:
        there = _naming(at, each, users)
        wanted[_name(each)] = len(there)
        missed[_name(each)] = sum(key not in given[user].get(each.table, ()) for user, key in there)
    largest = max(users, key=lambda user: sum(map(len, given[user].values())))
    times = median(take_turns({"export": lambda: _exported(at, export, largest)})["export"])
    about, done = (sum(n for name, n in missed.items() if (name in acts) is of_acts) for of_acts in (False, True))
    out = [f"{n} of {name}" for name, n in missed.items() if n]
    return Measurement(
        (
            Quantity(about, "rows", "about the user, left out", n=sum(wanted.values())),
            Quantity(done, "rows", "of acts, left out", n=sum(n for name, n in wanted.items() if name in acts)),
            Quantity(times.mid, "ms", "time of the largest", times, times.n),
        ),
        f"the exports of {fmt.plural(len(users), 'user')} hold {fmt.count(exported)} rows and leave out "
        f"{about + done or 'none'} of {fmt.count(sum(wanted.values()))} rows that name them "
        f"({fmt.listing(out[:_SHOWN]) or 'nothing'}); the largest takes {fmt.duration(times.mid)} with its round trip",
        detail=tuple(
            {
                "reference": name,
                "rows that name them": n,
                "left out": missed[name],
                "of an act": name in acts,
            }
            for name, n in sorted(wanted.items(), key=lambda item: (-missed[item[0]], -item[1]))
        ),
    )


def _name(reference: Reference) -> str:
    return f"{reference.table}.{reference.column}"


def _column(reference: Reference) -> sql.Identifier:
    return sql.Identifier(reference.column)


def _exported(at: Loaded, export: str, user: Any) -> dict[str, set[str]]:
    """Return the keys of the rows in a user's export, by table."""
    found = at.connection.execute(sql.SQL(export), {"id": user}).fetchone()
    tables = found[0] if found and found[0] else {}
    return {
        table: {str(row[at.key_name(table)]) for row in rows}
        for table, rows in tables.items()
        if table in at.physical.design.metadata.tables
    }


def _naming(at: Loaded, reference: Reference, users: Sequence[Any]) -> list[tuple[Any, str]]:
    """Return each of some users with the key of every row that names them."""
    found = at.ask(
        "keys_by_value",
        {"ids": list(users)},
        table=at.parent(reference.table),
        column=_column(reference),
        key=at.key(reference.table),
    )
    return [(user, str(key)) for user, key in found]
