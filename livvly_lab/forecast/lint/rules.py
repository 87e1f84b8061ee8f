"""The rules of the lint in their order, and what becomes of what they find: folded, weighed, suppressed."""

from collections.abc import Iterable, Mapping, Sequence

from livvly_lab.domain.catalog import Catalog, CatalogTable
from livvly_lab.domain.lint import LEVELS, Breach, Hit, Lint, Rule, Suppression
from livvly_lab.domain.results import Level
from livvly_lab.forecast.lint import behaviour, columns, indexes, shards

NOTABLE_SHARE = 0.05
"""The part of all bytes of a database from which a breach weighs one level more than its rule says."""

_RULES = (
    Rule("misrouted-rows", "high", shards.misrouted_rows),
    Rule("fk-to-parent", "high", shards.foreign_keys_to_parents),
    Rule("uniqueness-per-shard", "high", shards.uniqueness_per_shard),
    Rule("child-unlike-siblings", "high", shards.children_unlike_siblings),
    Rule("set-null-on-shard-key", "high", shards.set_null_on_shard_keys),
    Rule("parent-accepts-rows", "medium", shards.parents_that_accept_rows),
    Rule("cross-shard-reference", "low", shards.cross_shard_references, needs_design=True),
    Rule("fk-without-index", "medium", indexes.foreign_keys_without_index),
    Rule("redundant-index", "medium", indexes.redundant_indexes),
    Rule("jsonb-in-unique-key", "medium", indexes.jsonb_in_unique_keys),
    Rule("soft-delete-unique", "medium", indexes.soft_delete_with_plain_unique),
    Rule("fk-blocks-erasure", "medium", behaviour.foreign_keys_that_block_erasure),
    Rule("non-immutable-expression", "low", behaviour.non_immutable_expressions, needs_design=True),
    Rule("check-on-time-or-session", "medium", behaviour.checks_on_time_or_session),
    Rule("timestamp-without-zone", "medium", columns.timestamps_without_zone),
    Rule("money-type", "medium", columns.money_types),
    Rule("numeric-unlike-unit", "low", columns.numerics_unlike_their_unit),
    Rule("status-without-check", "low", columns.status_without_check),
    Rule("updated-at-untouched", "low", columns.updated_at_untouched),
    Rule("missing-comment", "info", columns.missing_comments),
)

RULES: Mapping[str, Rule] = {rule.id: rule for rule in _RULES}
"""Every rule by its id, those about lost rows first."""


def lint(catalog: Catalog, suppressions: Sequence[Suppression] = (), layout: str = "") -> Lint:
    """Run every rule on a catalog; those that need the design are left out where it has none.

    A suppression for other layouts is passed over; one for this layout that meets no breach is stale.
    """
    run = [rule for rule in RULES.values() if catalog.intent is not None or not rule.needs_design]
    accepted = {(each.rule, each.object): each for each in suppressions if not each.layouts or layout in each.layouts}
    found = [breach for rule in run for breach in _breaches(catalog, rule)]
    met = {(breach.rule, breach.object) for breach in found}
    known = [table.rows for table in catalog.tables if table.rows is not None]
    return Lint(
        breaches=_worst_first(each for each in found if (each.rule, each.object) not in accepted),
        suppressed=tuple(
            (each, accepted[each.rule, each.object]) for each in found if (each.rule, each.object) in accepted
        ),
        stale=tuple(each for key, each in accepted.items() if key not in met),
        checked={rule.id: sum(breach.rule == rule.id for breach in found) for rule in run},
        left_out=tuple(rule for rule in RULES if rule not in {each.id for each in run}),
        tables=len({catalog.root(table.name) for table in catalog.tables}),
        rows=sum(known) if len(known) == len(catalog.tables) else None,
        size_bytes=_all_bytes(catalog),
    )


def at_least(breaches: Iterable[Breach], level: Level) -> tuple[Breach, ...]:
    """Return the breaches of a level and those above it."""
    return tuple(breach for breach in breaches if LEVELS.index(breach.level) <= LEVELS.index(level))


def weighed(level: Level, share: float | None, rows: int | None) -> Level:
    """Return a level after a look at the data: one up for a notable share of the bytes, one down for empty tables.

    Without data (`share` is None) the level stays; info stays info.

    >>> weighed("medium", 0.2, 1000), weighed("medium", 0.001, 0), weighed("medium", None, 0), weighed("low", 0.01, 9)
    ('high', 'low', 'medium', 'low')
    """
    if share is None or level == "info":
        return level
    step = -1 if share >= NOTABLE_SHARE else int(rows == 0)
    return LEVELS[min(max(LEVELS.index(level) + step, 0), LEVELS.index("low"))]


def _breaches(catalog: Catalog, rule: Rule) -> Iterable[Breach]:
    """Fold what a rule finds on the shards of one table into one breach."""
    by_object: dict[str, list[Hit]] = {}
    for hit in rule.find(catalog):
        by_object.setdefault(hit.object, []).append(hit)
    return [_breach(catalog, rule, hits) for hits in by_object.values()]


def _breach(catalog: Catalog, rule: Rule, hits: Sequence[Hit]) -> Breach:
    tables = {hit.table: catalog.by_name.get(hit.table) for hit in hits}
    rows = _rows(hits, tables)
    size_bytes = sum(_size_bytes(hit, tables[hit.table]) for hit in hits)
    everything = _all_bytes(catalog) if any(table.rows for table in catalog.tables) else 0
    share = size_bytes / everything if everything else None
    level = min((hit.level or rule.level for hit in hits), key=LEVELS.index)
    first = hits[0]
    holding = [name for name in tables if name not in catalog.families]
    return Breach(
        rule=rule.id,
        object=first.object,
        detail=first.detail,
        level=weighed(level, share, rows),
        table=catalog.root(first.table),
        tables=len(holding) or len(tables),
        rows=rows,
        size_bytes=size_bytes,
        share=share,
    )


def _rows(hits: Sequence[Hit], tables: Mapping[str, CatalogTable | None]) -> int | None:
    """Add up the rows touched, None where somewhere nobody counted."""
    told = [hit.rows for hit in hits if hit.rows is not None]
    if told:
        return sum(told)
    counted = [table.rows for table in tables.values() if table is not None]
    known = [rows for rows in counted if rows is not None]
    return sum(known) if len(known) == len(counted) else None


def _size_bytes(hit: Hit, table: CatalogTable | None) -> int:
    if hit.size_bytes is not None:
        return hit.size_bytes
    return table.size_bytes if table else 0


def _all_bytes(catalog: Catalog) -> int:
    return sum(table.size_bytes for table in catalog.tables)


def _worst_first(breaches: Iterable[Breach]) -> tuple[Breach, ...]:
    """Sort by level, then by the bytes touched within a rule; rules keep their order."""
    order = list(RULES)
    return tuple(
        sorted(
            breaches,
            key=lambda each: (LEVELS.index(each.level), order.index(each.rule), -each.size_bytes, each.object),
        )
    )
