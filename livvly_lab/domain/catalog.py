"""What a database says about itself: tables, columns, constraints and indexes as facts that rules can be run on."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

ON_DELETE: Mapping[str, str] = {
    "a": "NO ACTION",
    "r": "RESTRICT",
    "c": "CASCADE",
    "n": "SET NULL",
    "d": "SET DEFAULT",
}
"""Actions of a foreign key by the letter under which the catalog keeps them."""

_TEXT = re.compile(r"'(?:[^']|'')*'")
_CALL = re.compile(r"(\w+)\s*\(")
_SHARD_SUFFIX = re.compile(r"\d+$")


@dataclass(frozen=True)
class CatalogTable:
    """A table; its partitions count with it, the children of an inheritance parent are tables of their own.

    `parent` is the name of what it inherits from. `rows` is the planner's count, None where nobody counted;
    `size_bytes` holds indexes and TOAST. `partition_key` names the columns that decide the partition. `holds_rows`
    tells of an inheritance parent whether rows stand in itself, None where the role may not look.
    """

    oid: int
    schema: str
    relation: str
    parent: str | None
    partition_key: tuple[str, ...]
    commented: bool
    rows: int | None
    size_bytes: int
    readable: bool = True
    holds_rows: bool | None = None

    @property
    def name(self) -> str:
        """The table's name, with its schema where that is not public."""
        return self.relation if self.schema == "public" else f"{self.schema}.{self.relation}"


@dataclass(frozen=True)
class CatalogColumn:
    """A column: `type` is the base type's own name (int4, numeric), `type_says` what a reader writes."""

    table: str
    name: str
    type: str
    type_says: str
    precision: int | None
    scale: int | None
    default: str | None
    commented: bool


@dataclass(frozen=True)
class CatalogConstraint:
    """A constraint: `kind` is p, u, f, c or x as in the catalog; `target` is where a foreign key leads.

    `expression` is that of a CHECK. `own` tells that it was not inherited.
    """

    table: str
    name: str
    kind: str
    columns: tuple[str, ...]
    target: str | None
    on_delete: str | None
    expression: str | None
    own: bool
    validated: bool


@dataclass(frozen=True)
class CatalogIndex:
    """An index: `keys` are columns and expressions, `signatures` add operator class, collation and order to each.

    `columns` are the names of the keys that are plain columns. `constraint` is the kind of the key that stands on
    it (p, u, x), None where none does.
    """

    table: str
    name: str
    method: str
    unique: bool
    constraint: str | None
    keys: tuple[str, ...]
    columns: tuple[str, ...]
    signatures: tuple[str, ...]
    included: tuple[str, ...]
    predicate: str | None
    size_bytes: int


@dataclass(frozen=True)
class PartitionKey:
    """A unique key of a single partition that is part of no key of its whole table; `table` is the whole one's name.

    `columns` are the names of the keys that are plain columns.
    """

    table: str
    partition: str
    name: str
    columns: tuple[str, ...]

    @property
    def logical(self) -> str:
        """The name it shares with those of the other partitions."""
        return _shared_name(self.name, self.partition, self.table.rpartition(".")[2])


@dataclass(frozen=True)
class CatalogTrigger:
    """What an enabled row trigger BEFORE UPDATE runs: the source of its function, its language, its arguments."""

    table: str
    source: str
    language: str
    arguments: str


@dataclass(frozen=True)
class SoftReference:
    """A reference of the design that no foreign key holds in this layout, and why."""

    table: str
    column: str
    target: str
    why: str


@dataclass(frozen=True)
class Wanted:
    """An expression that the specification wants at an object and the design had to leave out."""

    object: str
    expression: str


@dataclass(frozen=True)
class Intent:
    """What only the design knows: its users, the references without a foreign key, what had to be left out."""

    people: str
    soft_references: tuple[SoftReference, ...]
    wanted: tuple[Wanted, ...]


@dataclass(frozen=True)
class Misrouted:
    """Rows of a table that do not belong there, and by what they were told."""

    table: str
    by: str
    rows: int


@dataclass(frozen=True)
class Catalog:
    """All facts of a database, and the intent of its design where it is known.

    `unstable` are the functions, by name and number of arguments, of which no variant is IMMUTABLE.
    """

    tables: tuple[CatalogTable, ...]
    columns: tuple[CatalogColumn, ...]
    constraints: tuple[CatalogConstraint, ...]
    indexes: tuple[CatalogIndex, ...]
    triggers: tuple[CatalogTrigger, ...]
    unstable: frozenset[tuple[str, int]] = frozenset()
    misrouted: tuple[Misrouted, ...] = ()
    intent: Intent | None = None
    partition_keys: tuple[PartitionKey, ...] = ()

    @cached_property
    def by_name(self) -> Mapping[str, CatalogTable]:
        """The tables by their name."""
        return {table.name: table for table in self.tables}

    @cached_property
    def families(self) -> Mapping[str, tuple[str, ...]]:
        """Parent -> its children, for every table that others inherit from."""
        found: dict[str, list[str]] = {}
        for table in self.tables:
            if table.parent is not None:
                found.setdefault(table.parent, []).append(table.name)
        return {parent: tuple(sorted(children)) for parent, children in found.items()}

    def root(self, table: str) -> str:
        """Return the table at the top of the inheritance, the table itself where it inherits from none."""
        above = self.by_name[table].parent if table in self.by_name else None
        return table if above is None else self.root(above)

    def logical(self, name: str, table: str) -> str:
        """Return the name that an index or constraint of a child shares with those of its siblings."""
        root = self.root(table)
        if root == table:
            return name
        return _shared_name(name, table.rpartition(".")[2], root.rpartition(".")[2])


def _shared_name(name: str, child: str, parent: str) -> str:
    """Return what is left of a child's name for something when what only this child has is taken out."""
    if child in name:
        return name.replace(child, parent)
    number = _SHARD_SUFFIX.search(child)
    return re.sub(rf"_s?{number[0]}$", "", name) if number else name


def calls(expression: str) -> frozenset[tuple[str, int]]:
    """Return the functions that an SQL expression calls: names in lower case, with their number of arguments.

    >>> sorted(calls("DATE_PART('year, (', AGE(dob)) > now()"))
    [('age', 1), ('date_part', 2), ('now', 0)]
    """
    plain = _TEXT.sub("''", expression)
    return frozenset((found[1].lower(), _arguments(plain[found.end() :])) for found in _CALL.finditer(plain))


def _arguments(rest: str) -> int:
    """Count the arguments up to the parenthesis that closes a call."""
    depth, commas, seen = 0, 0, False
    for letter in rest:
        if letter == ")" and depth == 0:
            break
        depth += (letter in "([") - (letter in ")]")
        commas += letter == "," and depth == 0
        seen = seen or not letter.isspace()
    return commas + seen
