"""The checks of foreign keys as queries: what PostgreSQL asks of a table when a row that others refer to is deleted."""

from collections.abc import Iterator

from psycopg import sql

from livvly_lab.domain.physical import PhysicalDesign, Reference
from livvly_lab.domain.query import Query


def reference_checks(physical: PhysicalDesign) -> tuple[Query, ...]:
    """Return one query for each foreign key that this layout enforces, named as its constraint.

    PostgreSQL runs the like for each deleted row (RI_FKey_noaction_del and its kin): it finds the rows that refer
    to it. Keys are drawn from the table referred to (typical), from the rows that refer most often (hot).
    """
    return tuple(_check(physical, reference) for reference in physical.references if reference.real)


def _check(physical: PhysicalDesign, reference: Reference) -> Query:
    return Query(
        name=reference.name,
        says=f"Which {reference.table} refer to this row of {reference.target}?",
        endpoint=f"a row of {reference.target} is deleted",
        index=None,
        runs="shard" if physical.is_sharded(reference.table) else "shared",
        sql=_text("SELECT 1 FROM {table} WHERE {column} = {parameter}", reference),
        draws=dict(_draws(reference)),
    )


def _draws(reference: Reference) -> Iterator[tuple[str, str]]:
    yield "typical", _text("SELECT {key} AS key FROM {target} ORDER BY md5({key}::text) LIMIT 6", reference)
    yield (
        "hot",
        _text(
            "SELECT {column} AS key FROM {table} WHERE {column} IS NOT NULL "
            "GROUP BY {column} ORDER BY count(*) DESC, {column} LIMIT 3",
            reference,
        ),
    )
    yield "absent", _text("SELECT NULL AS key", reference)


def _text(template: str, reference: Reference) -> str:
    """Fill a template; tables stay as the `{table}` that a query is addressed by."""
    names = {"column": reference.column, "key": reference.target_column}
    quoted = {name: sql.Identifier(column).as_string() for name, column in names.items()}
    tables = {"table": f"{{{reference.table}}}", "target": f"{{{reference.target}}}"}
    return template.format(parameter="%(key)s", **tables, **quoted)
