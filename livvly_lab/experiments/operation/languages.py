"""Translations in jsonb columns: their bytes, their speed against a table of their own, new and missing languages."""

from collections import defaultdict
from collections.abc import Sequence
from math import ceil
from typing import Any

import numpy as np
from psycopg import sql

from livvly_lab.domain.claims import Measurement, Outcome, Quantity, Unmeasured
from livvly_lab.experiments.loaded import Loaded, question
from livvly_lab.experiments.operation.reading import server_ms, split
from livvly_lab.experiments.timing import ratio
from livvly_lab.forecast.plans import quantile_interval
from livvly_lab.report import fmt

DOCUMENTS = 5_000
PAGE = 50
REPEATS = 40
GIN_ROWS = {"quick": 20_000, "full": 400_000}
NO_ROWS = "rows with translations: the tables of this run hold none"


def translation_bytes(at: Loaded, *, columns: Sequence[str]) -> Outcome:
    """Weigh the translations of each row as they are stored: those of all its columns, and those of each.

    `columns` are spelled "table.column". The quantities are medians over rows.
    """
    sizes: dict[str, list[int]] = {}
    by_row: dict[tuple[str, str], int] = defaultdict(int)
    for text in columns:
        table, column = split(text)
        for home in at.physical.homes(table):
            for row, size in at.ask("translation_bytes", table=sql.Identifier(home.name), column=column):
                sizes.setdefault(text, []).append(size)
                by_row[home.name, row] += size
    if not by_row:
        return Unmeasured(NO_ROWS)
    whole = quantile_interval(list(by_row.values()), 0.5)
    each_column = {text: quantile_interval(found, 0.5) for text, found in sizes.items()}
    return Measurement(
        (
            Quantity(whole.mid, "bytes", "a row", whole, whole.n),
            *(Quantity(each.mid, "bytes", text, each, each.n) for text, each in each_column.items()),
        ),
        f"translations add {fmt.size(whole.mid)} to a row, from {fmt.size(min(by_row.values()))} to "
        f"{fmt.size(max(by_row.values()))} over {fmt.exact(whole.n)} rows of "
        f"{fmt.plural(len({table for table, _ in by_row}), 'table')}",
        detail=tuple(
            {
                "column": text,
                "rows": len(found),
                "least, bytes": min(found),
                "median, bytes": float(np.median(found)),
                "most, bytes": max(found),
            }
            for text, found in sizes.items()
        ),
    )


def translations_compared(at: Loaded, *, column: str, fallback: str = "en") -> Outcome:
    """Read pages of a catalogue in a language from its jsonb column, and from a table with a row for each language.

    Both are copies of the rows of `column` ("table.column"), enlarged alike, in a transaction that is undone. The
    quantity is the server's time with jsonb over that with the table; the two take turns.
    """
    table, name = split(column)
    home = sql.Identifier(at.physical.homes(table)[0].name)
    with at.rolled_back():
        languages: dict[str, int] = dict(at.ask("translation_languages", table=home, column=name))
        rows = languages.get(fallback, 0)
        if not rows:
            return Unmeasured(NO_ROWS)
        at.ask("translation_documents", {"copies": ceil(DOCUMENTS / rows)}, table=home, column=name)
        at.ask("translation_rows")
        documents = int(at.value("count_rows", table=sql.Identifier("lab_documents")))
        jsonb, joined = _read_both(at, documents, list(languages), fallback)
    factor, jsonb_ms, joined_ms = ratio(jsonb, joined), float(np.median(jsonb)), float(np.median(joined))
    return Measurement(
        (Quantity(factor.mid, "factor", "jsonb over a table", factor, factor.n),),
        f"a page of {PAGE} of {fmt.count(documents)} items takes {fmt.duration(jsonb_ms)} from jsonb and "
        f"{fmt.duration(joined_ms)} from a table of translations",
        detail=tuple(
            {"translations in": says, "pages": REPEATS, "median, ms": median_ms}
            for says, median_ms in (("one jsonb column", jsonb_ms), ("a table, a row for each language", joined_ms))
        ),
    )


def gin_overhead(at: Loaded, *, columns: Sequence[str]) -> Outcome:
    """Build a GIN index on a jsonb column of a copy of its rows, and weigh it against the copy.

    `columns` are spelled "table.column". Where a table has few rows, its copy is enlarged to thousands, with texts
    that differ. Each column is a quantity: bytes of the index over those of the table. Everything is undone.
    """
    found = [each for text in columns if (each := _gin(at, text))]
    if len(found) < len(columns):
        return Unmeasured("rows with jsonb to index in each of the columns: this run has none in some")
    told = fmt.listing(f"{fmt.share(each['index over table'], 0)} of the table for {each['column']}" for each in found)
    return Measurement(
        tuple(Quantity(each["index over table"], "share", each["column"], n=each["rows"]) for each in found),
        f"a GIN index takes {told}",
        detail=tuple({**each, "index over table": fmt.share(each["index over table"])} for each in found),
    )


def new_language(at: Loaded, *, columns: Sequence[str], language: str, fallback: str = "en") -> Outcome:
    """Add a language to every row by UPDATE, read it, compare the schema before and after, and undo it.

    The quantity counts the `columns` ("table.column") that refuse it, do not return it, or whose table changed.
    """
    detail = [
        {"column": text} | _add_language(at, home.name, split(text)[1], language, fallback)
        for text in columns
        for home in at.physical.homes(split(text)[0])
    ]
    written = sum(row["rows written"] for row in detail)
    refused = len({row["column"] for row in detail if row["obstacle"]})
    if not written and not refused:
        return Unmeasured(NO_ROWS)
    return Measurement(
        (
            Quantity(refused, "columns", "columns that refuse it", n=len(columns)),
            Quantity(written, "rows", "rows written"),
        ),
        f"{fmt.plural(refused, 'column')} of {len(columns)} refused the language {language!r}; "
        f"{fmt.plural(written, 'row')} had to be written",
        detail=tuple(detail),
    )


def fallback_reads(at: Loaded, *, columns: Sequence[str], fallback: str = "en", function: str = "") -> Outcome:
    """Read each text as if its language were missing or empty, and compare what comes with the fallback.

    `columns` are spelled "table.column". `function` is the design's own way to read (texts, language); without one,
    coalesce() reads.
    """
    detail = []
    for text in columns:
        table, column = split(text)
        for home in (sql.Identifier(each.name) for each in at.physical.homes(table)):
            for language, _ in at.ask("translation_languages", table=home, column=column):
                if language != fallback:
                    read = _fallback(at, home, column, {"language": language, "fallback": fallback}, function)
                    detail.append({"column": text, "language": language} | read)
    reads = 2 * sum(row["rows"] for row in detail)
    if not reads:
        return Unmeasured(NO_ROWS)
    right = sum(row["fallback when missing"] + row["fallback when empty"] for row in detail)
    missing = sum(row["missing now"] for row in detail)
    return Measurement(
        (Quantity(right / reads, "share", "reads that fall back", n=reads), Quantity(missing, "texts", "missing now")),
        f"{fmt.share(right / reads)} of {fmt.exact(reads)} reads of a missing or empty text give that in "
        f"{fallback!r}; {fmt.plural(missing, 'text')} {'is' if missing == 1 else 'are'} missing now",
        detail=tuple(detail),
    )


def _read_both(
    at: Loaded, documents: int, languages: Sequence[str], fallback: str
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Time the same pages both ways in turns, after one of each that warms up."""
    random = np.random.default_rng(documents)
    times: tuple[list[float], list[float]] = ([], [])
    for page in range(REPEATS + 1):
        ids = random.choice(np.arange(1, documents + 1), min(PAGE, documents), replace=False).tolist()
        asked = {"ids": ids, "language": languages[page % len(languages)], "fallback": fallback}
        for kept, name in zip(times, ("read_documents", "read_translations"), strict=True):
            kept.append(server_ms(at, question(name), asked))
    return tuple(times[0][1:]), tuple(times[1][1:])


def _gin(at: Loaded, text: str) -> dict[str, Any]:
    """Weigh a GIN index on a copy of a column's rows; nothing where it holds none."""
    table, column = split(text)
    with at.rolled_back():
        rows = int(at.value("rows_with", table=at.parent(table), column=column))
        if not rows:
            return {}
        sizes = {"copies": sql.Literal(ceil(DOCUMENTS / rows)), "rows": sql.Literal(GIN_ROWS[at.depth])}
        others = (sql.Identifier(each.name) for each in at.physical.design.table(table).columns)
        kept = sql.SQL(", ").join(each for each in others if each != column)
        at.ask("gin_copy", None, table=at.parent(table), column=column, others=kept, **sizes)
        ((copied, table_bytes, index_bytes),) = at.ask("gin_sizes")
    return {
        "column": text,
        "rows": copied,
        "rows in the table": rows,
        "table, bytes": table_bytes,
        "index, bytes": index_bytes,
        "index over table": index_bytes / table_bytes,
    }


def _add_language(at: Loaded, name: str, column: sql.Identifier, language: str, fallback: str) -> dict[str, Any]:
    home, asked = sql.Identifier(name), {"language": language, "fallback": fallback}
    written, changed, read = 0, False, 0
    with at.rolled_back():
        before = at.value("schema_of", {"name": name})
        with at.refused() as errors:
            written = at.connection.execute(question("add_language").format(table=home, column=column), asked).rowcount
            read = int(at.value("count_language", asked, table=home, column=column))
            changed = before != at.value("schema_of", {"name": name})
    if errors:
        return {"rows written": 0, "obstacle": str(errors[0].diag.message_primary)}
    obstacle = "the schema changed" if changed else "not every row returns it" if read < written else ""
    return {"rows written": written, "obstacle": obstacle}


def _fallback(
    at: Loaded, home: sql.Identifier, column: sql.Identifier, asked: dict[str, str], function: str
) -> dict[str, int]:
    def read(texts: str) -> sql.Composable:
        with_texts = {"texts": question(texts).format(column=column)}
        if function:
            return question("read_function").format(function=sql.Identifier(function), **with_texts)
        return question("read_coalesced").format(**with_texts)

    missing, empty = read("without_language"), read("with_empty_language")
    ((rows, when_missing, when_empty, now),) = at.ask(
        "fallback_reads", asked, table=home, column=column, read_missing=missing, read_empty=empty
    )
    return {
        "rows": rows,
        "fallback when missing": when_missing,
        "fallback when empty": when_empty,
        "missing now": now,
    }
