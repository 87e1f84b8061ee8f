"""Looks for columns that the rows say twice: copies, what follows from other columns, counts of other rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import sql

from livvly_lab.domain.claims import Measurement, Outcome, Quantity, Unmeasured
from livvly_lab.experiments.loaded import Loaded
from livvly_lab.measure.question import addressed
from livvly_lab.report import fmt

_SHOWN = 4
COPIED, COMPUTED, COUNTED = "copied", "computed from the same row", "counted from other rows"

Copied = tuple[str, str, str]
"""A table, the column that decides, and the column it decides."""

Computed = tuple[str, str, str]
"""A table, a column, and SQL for its value from the row `item`; other tables as {posts}."""


@dataclass(frozen=True)
class _Column:
    """A column, how it might be derived, the rows that can tell, and those that contradict it."""

    name: str
    way: str
    rows: int
    against: int

    @property
    def derivable(self) -> bool:
        return self.rows > 0 and not self.against


def derivable_columns(
    at: Loaded, *, copied: Sequence[Copied], computed: Sequence[Computed], counted: Sequence[Computed]
) -> Outcome:
    """Count the columns whose every value follows from other columns, of the same row or of others, on all rows.

    A copied column has one value wherever another column, not a key of its table, has one value; rows of which at
    least two have that value can tell. The quantities are the columns that follow from others of their row, and all.
    """
    found = [_copied(at, each) for each in copied]
    found += [_computed(at, each, COMPUTED) for each in computed]
    found += [_computed(at, each, COUNTED) for each in counted]
    if not any(each.rows for each in found):
        return Unmeasured("rows that tell which columns follow from others")
    derivable = [each for each in found if each.derivable]
    within = [each for each in derivable if each.way != COUNTED]
    names = [each.name for each in within]
    some = [*names[:_SHOWN], *([f"{len(names) - _SHOWN} more"] if len(names) > _SHOWN else [])]
    return Measurement(
        (
            Quantity(len(within), "columns", "of their own row", n=len(copied) + len(computed)),
            Quantity(len(derivable), "columns", "of any rows", n=len(found)),
        ),
        f"{fmt.plural(len(within), 'column')} that {'is' if len(within) == 1 else 'are'} no key follow from other "
        f"columns of their row on every row: {fmt.listing(some) or 'none'}; {len(derivable) - len(within)} more are "
        "counted from other rows",
        detail=tuple(
            {
                "column": each.name,
                "how it follows": each.way,
                "rows that tell": each.rows,
                "rows against it": each.against,
                "follows": each.derivable,
            }
            for each in found
        ),
    )


def _copied(at: Loaded, column: Copied) -> _Column:
    table, decides, decided = column
    pieces = {"table": at.parent(table), "decides": sql.Identifier(decides), "decided": sql.Identifier(decided)}
    ((rows, against),) = at.ask("values_decided", **pieces)
    return _Column(f"{table}.{decided}", f"{COPIED} with {decides}", int(rows), int(against))


def _computed(at: Loaded, column: Computed, way: str) -> _Column:
    table, name, value = column
    pieces = {"table": at.parent(table), "column": sql.Identifier(name), "value": addressed(value, at.physical, None)}
    ((rows, against),) = at.ask("values_computed", **pieces)
    return _Column(f"{table}.{name}", way, int(rows), int(against))
