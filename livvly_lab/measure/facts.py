"""Knows what the catalog says about the indexes of a laid-out design, and why a query cannot use one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import Connection

from livvly_lab.domain.physical import PhysicalDesign
from livvly_lab.measure.names import Names
from livvly_lab.measure.question import question


@dataclass(frozen=True)
class Root:
    """An index that is part of no other: its name, its table, and the constraint that stands on it."""

    name: str
    table: str
    key_name: str | None


@dataclass(frozen=True)
class IndexFacts:
    """What the catalog says about one physical index.

    `index` is its logical name, `name` and `table` are physical. `root` is the index that can be dropped: the
    partitioned one it is part of, itself where it is part of none. `keys` are its columns and expressions,
    `operators` those its first key can serve.
    """

    index: str
    name: str
    table: str
    root: Root
    method: str
    keys: Sequence[str]
    is_expression: bool
    predicate: str | None
    operators: Sequence[str]


def read_facts(connection: Connection[Any], physical: PhysicalDesign, names: Names) -> Mapping[str, IndexFacts]:
    """Return the facts of every index on a table that holds rows, by physical name."""
    homes = [home.name for home in physical.all_homes()]
    return {
        name: IndexFacts(names.index(name), name, table, Root(*root), *rest)
        for table, name, root, *rest in connection.execute(question("index_facts"), {"names": homes})
    }


def why_unusable(index: IndexFacts, conditions: Sequence[str]) -> str:
    """Say why no plan of a query can use an index, given the conditions that the query sets on its table.

    The planner can always walk through a partial index whose predicate follows from the query, and through a
    B-tree that has a condition or the order on any of its keys; so what it cannot use lacks just that.
    """
    if index.predicate:
        reason = f"its predicate {_bracketed(index.predicate)} does not follow from the query"
    elif index.is_expression:
        reason = f"no condition is on its expression {', '.join(index.keys)}"
    elif index.method == "btree":
        reason = f"no condition and no order is on its columns ({', '.join(index.keys)})"
    else:
        operators = ", ".join(index.operators)
        reason = f"no condition uses an operator that {index.method} serves on {index.keys[0]}: {operators}"
    asked = " and ".join(conditions)
    return f"{reason}; the query asks {asked}" if asked else f"{reason}; the query sets no condition"


def _bracketed(text: str) -> str:
    return text if text.startswith("(") else f"({text})"
