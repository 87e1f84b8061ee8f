"""Asks the loaded rows for the samples of a design, for rows in each table, and for examples to show."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from psycopg import Connection, sql

from livvly_lab.domain.clock import microseconds
from livvly_lab.domain.population import Population
from livvly_lab.domain.sample import Distinct, Drawn, Example, Portrait, Sample
from livvly_lab.measure.question import question

POINTS = 5_000
"""Of a sample of values so many come at most, each with its rank: a cumulative curve to a five-thousandth."""


def measure_sample(connection: Connection[Any], population: Population, sample: Sample) -> Drawn:
    """Return a sample; times come as microseconds since 1970 UTC, ends of intervals as floats."""
    if sample.kind == "values":
        return _values(connection, population, sample)
    found = connection.execute(sql.SQL(sample.sql), _ends(population)).fetchall()
    counts = [int(row[-1]) for row in found]
    return Drawn(sample, _labels(sample, found), counts, sum(counts))


def measure_example(connection: Connection[Any], population: Population, portrait: Portrait) -> Example:
    """Return the rows of a portrait."""
    cursor = connection.execute(sql.SQL(portrait.sql), _ends(population))
    return Example(tuple(column.name for column in cursor.description or ()), tuple(cursor.fetchall()))


def measure_different(connection: Connection[Any], portrait: Portrait) -> tuple[Distinct, ...]:
    """Return for each column that must not repeat how many values it has, and how many different ones."""
    return tuple(_different(connection, *each) for each in portrait.different)


def _different(connection: Connection[Any], what: str, table: str, column: str) -> Distinct:
    query = question("different").format(column=sql.Identifier(column), table=sql.Identifier(table))
    values, different = connection.execute(query).fetchone() or (0, 0)
    return Distinct(what, values, different)


def _values(connection: Connection[Any], population: Population, sample: Sample) -> Drawn:
    query = question("sample_values").format(sample=sql.SQL(sample.sql))
    found = connection.execute(query, {**_ends(population), "points": POINTS}).fetchall()
    return Drawn(
        sample,
        labels=[_number(value) for value, *_ in found],
        rows=[rows for _, rows, *_ in found],
        n=found[0][3] if found else 0,
        upto=[upto for *_, upto, _ in found],
    )


def _labels(sample: Sample, found: Sequence[tuple[Any, ...]]) -> list[Any]:
    if sample.kind == "intervals":
        return [tuple(None if end is None else float(end) for end in row[:-1]) for row in found]
    if sample.kind == "week":
        return [(int(weekday), int(hour)) for weekday, hour, _ in found]
    return [row[0] for row in found]


def _number(value: Any) -> float:
    return float(microseconds(value)) if isinstance(value, datetime) else float(value)


def _ends(population: Population) -> Mapping[str, datetime]:
    return {"since": population.since, "as_of": population.as_of}
