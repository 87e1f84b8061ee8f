"""Jobs: what a design does to rows when their time has come."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Job:
    """A job that takes rows of a table away: its name, and its `statement`, with %(as_of)s.

    `due` is the condition on the rows that are due at %(as_of)s; `moment` is SQL over the table's rows for a moment
    at which some are. `archive` names the table they move to, empty where they are deleted.
    """

    name: str
    table: str
    statement: str
    due: str
    moment: str
    archive: str = ""
