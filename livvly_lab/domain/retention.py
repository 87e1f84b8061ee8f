"""Retention: which rows are kept for how long, by which column, and which of them go together."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Aged:
    """A table whose rows are kept for a time from the moment in `column` on.

    `follows` names the table whose rows they go with, by the column `by`; empty where they stand alone.
    """

    table: str
    column: str
    follows: str = ""
    by: str = ""
