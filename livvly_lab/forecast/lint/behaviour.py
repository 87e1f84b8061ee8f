"""Rules about what expressions depend on, and about what deleting a user meets."""

import re
from collections.abc import Iterator, Mapping

from livvly_lab.domain.catalog import Catalog, CatalogConstraint, calls
from livvly_lab.domain.lint import Hit

PEOPLE = ("users", "user", "accounts", "account", "customers", "customer", "members", "member", "people", "persons")
"""Tables of people by their usual names, for databases whose design nobody told."""

_BLOCKS = ("NO ACTION", "RESTRICT")
_TEXT = re.compile(r"'(?:[^']|'')*'")
_ZONED = re.compile(r"(?<!')::timestamp with time zone\b")
"""A cast that reads the time zone of the session; of a literal it is done when the table is made."""
_NOW_OR_WHO = re.compile(
    r"\b(CURRENT_(?:DATE|TIME|TIMESTAMP|USER|ROLE|SCHEMA|CATALOG)|LOCALTIME(?:STAMP)?|SESSION_USER|SYSTEM_USER)\b", re.I
)


def non_immutable_expressions(catalog: Catalog) -> Iterator[Hit]:
    """Find expressions that the specification wants in an index and that PostgreSQL refuses there."""
    for wanted in catalog.intent.wanted if catalog.intent else ():
        if depends := _depends_on(catalog, wanted.expression):
            built = [each for each in catalog.indexes if catalog.logical(each.name, each.table) == wanted.object]
            detail = f"{wanted.expression} depends on {depends}"
            yield from (Hit(wanted.object, each.table, detail, size_bytes=each.size_bytes) for each in built)
            if not built:
                yield Hit(wanted.object, "", detail)


def checks_on_time_or_session(catalog: Catalog) -> Iterator[Hit]:
    """Find CHECKs that were true when the row was written and need not be later, or for somebody else."""
    for check in catalog.constraints:
        if check.expression and (depends := _depends_on(catalog, check.expression)):
            yield Hit(catalog.logical(check.name, check.table), check.table, f"{check.expression} depends on {depends}")


def foreign_keys_that_block_erasure(catalog: Catalog) -> Iterator[Hit]:
    """Find foreign keys that keep a user, or what goes with a user, from being deleted."""
    people = (catalog.intent.people,) if catalog.intent else PEOPLE
    keys = [key for key in catalog.constraints if key.kind == "f"]
    going = _going(catalog, keys, people)
    for key in keys:
        target = catalog.root(str(key.target))
        if key.on_delete in _BLOCKS and target in going:
            name = f"{catalog.root(key.table)}.{', '.join(key.columns)}"
            yield Hit(name, key.table, f"{key.on_delete} to {going[target]}")


def _going(catalog: Catalog, keys: list[CatalogConstraint], people: tuple[str, ...]) -> Mapping[str, str]:
    """Return the tables whose rows go with a user, each with the way it is reached by CASCADE."""
    found = {name: name for name in people}
    while True:
        more = {
            root: f"{root}, which goes with {catalog.root(str(key.target))}"
            for key in keys
            if key.on_delete == "CASCADE"
            and catalog.root(str(key.target)) in found
            and (root := catalog.root(key.table)) not in found
        }
        if not more:
            return found
        found |= more


def _depends_on(catalog: Catalog, expression: str) -> str:
    """Say on what an expression depends beside its row: functions that are not IMMUTABLE, the clock, the session."""
    functions = sorted(f"{name}()" for name, count in calls(expression) if (name, count) in catalog.unstable)
    words = sorted({found.upper() for found in _NOW_OR_WHO.findall(_TEXT.sub("''", expression))})
    zone = ["the time zone of the session"] if _ZONED.search(expression) else []
    return ", ".join((*functions, *words, *zone))
