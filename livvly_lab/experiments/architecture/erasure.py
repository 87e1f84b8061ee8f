"""Deletes users, in a transaction that is taken back, and sees what refuses and what is left pointing at nothing."""

from psycopg import sql

from livvly_lab.domain.claims import Measurement, Outcome, Quantity, Unmeasured
from livvly_lab.experiments.loaded import Loaded
from livvly_lab.report import fmt

USERS = {"quick": 20, "full": 200}


def users_deleted(at: Loaded) -> Outcome:
    """Delete users one by one and count refusals, then the rows whose reference to them leads nowhere."""
    design = at.physical.design
    root = design.placement.root
    key = at.key(root)
    users = [user for (user,) in at.ask("some_keys", {"most": USERS[at.depth]}, table=at.parent(root), key=key)]
    references = [each for each in at.physical.references if each.target == root]
    if not users or not references:
        return Unmeasured(f"rows of {root}, and tables that refer to it")
    refusals: dict[str, int] = {}
    with at.rolled_back():
        gone = []
        for user in users:
            with at.refused() as errors:
                at.ask("row_deleted", {"id": user}, table=at.parent(root), key=key)
            if errors:
                table = errors[0].diag.table_name or "?"
                refusals[table] = refusals.get(table, 0) + 1
            else:
                gone.append(user)
        left = {
            each: int(
                at.value(
                    "rows_pointing", {"ids": gone}, table=at.parent(each.table), column=sql.Identifier(each.column)
                )
            )
            for each in references
        }
    dangling = {each: n for each, n in left.items() if n}
    refused = sum(refusals.values())
    return Measurement(
        (
            Quantity(len(dangling), "references", "left dangling", n=len(references)),
            Quantity(refused, "deletions", "refused", n=len(users)),
            Quantity(sum(dangling.values()), "rows", "pointing at nothing"),
        ),
        f"{refused} of {fmt.plural(len(users), 'deletion')} of {root} were refused, and {len(dangling)} of "
        f"{len(references)} references still name users who are gone, in {fmt.plural(sum(dangling.values()), 'row')}: "
        f"{fmt.listing([f'{each.table}.{each.column}' for each in list(dangling)[:4]]) or 'none'}",
        detail=tuple(
            {
                "reference": f"{each.table}.{each.column}",
                "declared": f"ON DELETE {each.on_delete}",
                "foreign key here": each.real,
                "rows left dangling": n,
                "why": each.why,
            }
            for each, n in sorted(left.items(), key=lambda item: -item[1])
        ),
    )
