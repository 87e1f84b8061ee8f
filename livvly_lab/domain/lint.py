"""What the lint says: rules, where they are broken, what is suppressed and why."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from livvly_lab.domain.catalog import Catalog
from livvly_lab.domain.results import Level

LEVELS: tuple[Level, ...] = ("high", "medium", "low", "info")
"""The levels, the gravest first."""


@dataclass(frozen=True)
class Hit:
    """One physical place where a rule is broken.

    `object` is the logical name, shared by the shards of a table; `detail` are the words that only this place knows.
    `level` and `size_bytes` are those of the rule and of the table where they are None; `rows` likewise.
    """

    object: str
    table: str
    detail: str = ""
    level: Level | None = None
    size_bytes: int | None = None
    rows: int | None = None


@dataclass(frozen=True)
class Rule:
    """A rule: what it finds in a catalog. `needs_design` tells that a catalog alone does not say enough."""

    id: str
    level: Level
    find: Callable[[Catalog], Iterable[Hit]]
    needs_design: bool = False


@dataclass(frozen=True)
class Breach:
    """A rule broken by an object, over all its shards: in which tables, how many rows and bytes that touches.

    `share` is the part of the bytes of the database, None where the database holds no rows.
    """

    rule: str
    object: str
    detail: str
    level: Level
    table: str
    tables: int
    rows: int | None
    size_bytes: int
    share: float | None


@dataclass(frozen=True)
class Suppression:
    """A breach that somebody has judged and accepted; `layouts` are those it is about, all where it is empty."""

    rule: str
    object: str
    why: str
    layouts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lint:
    """What the rules found: breaches, those accepted with their reason, reasons that no longer meet a breach.

    `checked` counts the breaches of each rule that was run, suppressed ones included; `left_out` are the rules
    that would have needed the design.
    """

    breaches: tuple[Breach, ...]
    suppressed: tuple[tuple[Breach, Suppression], ...]
    stale: tuple[Suppression, ...]
    checked: Mapping[str, int]
    left_out: tuple[str, ...]
    tables: int
    rows: int | None
    size_bytes: int
