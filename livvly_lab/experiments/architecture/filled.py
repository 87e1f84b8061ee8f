"""How much room a whole number's type leaves: the fullest value that is there, and what would fill it."""

from collections.abc import Sequence
from dataclasses import dataclass

from livvly_lab.domain.claims import Measurement, Outcome, Quantity, Unmeasured
from livvly_lab.experiments.loaded import Loaded
from livvly_lab.experiments.operation.reading import split
from livvly_lab.report import fmt

GREATEST = {"int2": 2**15 - 1, "int4": 2**31 - 1, "int8": 2**63 - 1}


@dataclass(frozen=True)
class _Fill:
    """The greatest value of a column, and the greatest its type holds."""

    column: str
    value: int
    greatest: int

    @property
    def share(self) -> float:
        return self.value / self.greatest


def room_in_types(at: Loaded, *, columns: Sequence[str], each: int, things: str, users: int) -> Outcome:
    """Compare the greatest value of columns with the greatest their type holds, and compute what would fill it.

    `each` is what one of `things` adds. Which of them fill a column is a share of so many users; the outcome depends
    on whether that many meet in one row. The quantity is the fullest column.
    """
    found = [fill for column in columns if (fill := _fill(at, column)) is not None]
    if not found:
        return Unmeasured(f"rows with a value in {fmt.listing(columns)}")
    fullest = max(found, key=lambda fill: fill.share)
    needed = fullest.greatest // each + 1
    return Measurement(
        (
            Quantity(fullest.share, "share", "fullest", n=len(found)),
            Quantity(needed, things, "that overflow it"),
            Quantity(needed / users, "share", "of the users wanted"),
        ),
        f"the fullest value, in {fullest.column}, takes {fmt.share(fullest.share)} of what its type holds; "
        f"{fmt.exact(needed)} {things} at "
        f"{fmt.exact(each)} overflow it, {fmt.share(needed / users)} of {fmt.exact(users)} users",
        kind="computed",
        depends=f"how many {things} meet in one row: {fmt.exact(needed)} at {fmt.exact(each)} are too many",
        detail=tuple(
            {
                "column": fill.column,
                "greatest value": fill.value,
                "greatest its type holds": fill.greatest,
                "filled, %": fill.share * 100,
            }
            for fill in found
        ),
    )


def _fill(at: Loaded, name: str) -> _Fill | None:
    table, column = split(name)
    type_ = next(each.type for each in at.catalog.columns if f"{each.table}.{each.name}" == name)
    value = at.value("greatest_value", table=at.parent(table), column=column)
    return None if value is None or type_ not in GREATEST else _Fill(name, int(value), GREATEST[type_])
