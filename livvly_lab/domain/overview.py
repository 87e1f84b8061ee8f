"""What a front page says of each design: its report in a few numbers, or why there is none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from livvly_lab.domain.design import Design
from livvly_lab.domain.results import Level, Verdict


@dataclass(frozen=True)
class Declared:
    """What a design declares, each table once however many shards it has.

    `indexes` are those beside primary and unique keys; `soft_references` are the columns that refer to a row where no
    foreign key is declared.
    """

    tables: int
    columns: int
    indexes: int
    foreign_keys: int
    soft_references: int


@dataclass(frozen=True)
class Sizes:
    """What was asked for: two reports with the same sizes differ by their designs alone."""

    users: int
    shards: int
    layout: str
    activity: float
    depth: str


@dataclass(frozen=True)
class Summary:
    """The report of a design in a few numbers.

    `declared` is None where the result does not say it. Of `queries`, `by_index` are answered through an index on
    every shard, `as_meant` through the one they are written for. `findings` and `claims` count by level and verdict;
    `claims` is empty where the design has no ledger, or its notebook did not run.
    """

    design: str
    sizes: Sizes
    server_version: str
    declared: Declared | None
    rows: int
    heap_bytes: int
    toast_bytes: int
    index_bytes: int
    queries: int
    by_index: int
    as_meant: int
    findings: Mapping[Level, int]
    claims: Mapping[Verdict, int]
    checks: int
    broken_checks: int

    @property
    def rows_per_user(self) -> float:
        """Rows of all tables for each user."""
        return self.rows / self.sizes.users

    @property
    def bytes_per_user(self) -> float:
        """Heap, TOAST and indexes for each user, in bytes."""
        return (self.heap_bytes + self.toast_bytes + self.index_bytes) / self.sizes.users

    @property
    def overhead(self) -> float | None:
        """Index bytes / heap bytes including TOAST; None where nothing is loaded."""
        rows_bytes = self.heap_bytes + self.toast_bytes
        return self.index_bytes / rows_bytes if rows_bytes else None


@dataclass(frozen=True)
class Entry:
    """A design of the front page: the way to its report and what that says, or what was found instead, and what to do.

    `wrong` where a result stands there that cannot be read, not where nobody has made one.
    """

    design: str
    href: str = ""
    summary: Summary | None = None
    found: str = ""
    do: str = ""
    wrong: bool = False


@dataclass(frozen=True)
class Overview:
    """All designs side by side, in the order of the catalogue."""

    entries: Sequence[Entry] = field(default=())

    @property
    def summaries(self) -> tuple[Summary, ...]:
        """What the reports say that there are."""
        return tuple(entry.summary for entry in self.entries if entry.summary is not None)

    @property
    def wrong(self) -> tuple[Entry, ...]:
        """The results that cannot be read."""
        return tuple(entry for entry in self.entries if entry.wrong)


def declared_by(design: Design) -> Declared:
    """Count what a design declares."""
    columns = [column for table in design.tables for column in table.columns]
    return Declared(
        tables=len(design.tables),
        columns=len(columns),
        indexes=sum(len(table.indexes) for table in design.tables),
        foreign_keys=sum(len(table.foreign_key_constraints) for table in design.tables),
        soft_references=sum("soft_reference" in column.info for column in columns),
    )
