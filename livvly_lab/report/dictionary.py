"""The dictionary: one page per table, one per section with its ERD, and lists of keys, checks and indexes.

Everything comes from the design's metadata; a run adds rows, bytes, what became of each index, and findings.
Source: livvly REQ-DB-013.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
from sqlalchemy import Column, Index, Table

from livvly_lab.domain.design import Section
from livvly_lab.domain.migration import Migration
from livvly_lab.domain.physical import PhysicalDesign
from livvly_lab.domain.query import Query
from livvly_lab.domain.results import Finding, IndexSize, IndexState, QueryRun, TableSize
from livvly_lab.report import catalog, erd, fmt, migrations, pages
from livvly_lab.report.boxes import Links
from livvly_lab.report.pages import Site
from livvly_lab.report.tables import EVERY_ROW, Link, Look, table

FOLDER = "dictionary"

LISTS = (
    Link("Keys and references", "keys.html"),
    Link("Checks", "checks.html"),
    Link("Indexes", "indexes.html"),
    Link("Soft references", "soft-references.html"),
    Link("Triggers, functions and views", "objects.html"),
    Link("Migrations", "migrations.html"),
)

_MIB = fmt.mebibytes(2)


@dataclass(frozen=True)
class Facts:
    """What a run adds to the words of the design; all of it may be missing."""

    sizes: Sequence[TableSize] = ()
    index_sizes: Sequence[IndexSize] = ()
    states: Sequence[IndexState] = ()
    runs: Sequence[QueryRun] = ()
    findings: Sequence[Finding] = ()
    migrations: Sequence[Migration] = ()


@dataclass(frozen=True)
class _Book:
    """One dictionary while it is written: what is asked for on every page, computed once."""

    physical: PhysicalDesign
    site: Site
    facts: Facts
    lines: tuple[catalog.Line, ...]
    pictures: Mapping[str, str] = field(repr=False)

    def page(self, template: str, file: str, title: str, **values: object) -> str:
        here = f"{FOLDER}/{file}"
        return pages.render(f"dictionary_{template}.html", self.site, here, title, lists=LISTS, **values)

    def sizes_of(self, name: str) -> list[TableSize]:
        return [size for size in self.facts.sizes if size.table == name]


def links(up: str = "") -> Links:
    """Return where the boxes of an ERD lead from a page of the report; `up` is the way to the dictionary."""
    return Links(table=f"{up}{table_page('{}')}", sheet=f"{up}{section_page('{}')}")


def table_page(name: str) -> str:
    """Return the file of a table's page."""
    return f"table-{name}.html"


def section_page(key: str) -> str:
    """Return the file of a section's page."""
    return f"section-{key}.html"


def write(physical: PhysicalDesign, folder: Path, site: Site, facts: Facts | None = None) -> tuple[Path, ...]:
    """Write the dictionary of a design below a report's folder and return its pages."""
    facts = facts or Facts()
    sheets = [erd.overview(physical), *erd.sections(physical)]
    sheets += [erd.around(physical, name.name) for name in physical.design.tables]
    pictures = erd.svgs(physical, sheets, links(), facts.sizes)
    book = _Book(physical, site, facts, catalog.lines(physical), pictures)
    texts = {"index.html": _index(book), **_lists(book)}
    texts |= {section_page(section.key): _section(book, section) for section in physical.design.sections}
    texts |= {table_page(each.name): _table(book, each) for each in physical.design.tables}
    migrations.write_files(facts.migrations, folder, FOLDER)
    return tuple(pages.write(folder, f"{FOLDER}/{name}", text) for name, text in texts.items())


def _index(book: _Book) -> str:
    design = book.physical.design
    return book.page(
        "index",
        "index.html",
        "Dictionary",
        design=design,
        picture=book.pictures[erd.OVERVIEW],
        sections=[(section, section_page(section.key), _cards(book, section)) for section in design.sections],
        lead=_lead(book),
    )


def _lead(book: _Book) -> str:
    design, physical = book.physical.design, book.physical
    sharded = sum(physical.is_sharded(each.name) for each in design.tables)
    soft = sum(not line.real for line in book.lines)
    indexes = sum(len(each.indexes) for each in design.tables)
    places = f"{sharded} of them split over {physical.shards} shards" if sharded else "none of them split"
    return (
        f"{fmt.plural(len(design.tables), 'table')}, {places}; {fmt.plural(len(book.lines) - soft, 'foreign key')}, "
        f"{fmt.plural(soft, 'soft reference')}, {fmt.plural(indexes, 'named index', 'named indexes')}."
    )


def _cards(book: _Book, section: Section) -> str:
    rows = [
        {
            "table": Link(name, table_page(name)),
            "placement": catalog.badge(book.physical, name),
            "what it holds": catalog.comment(book.physical.design.table(name)),
            **_totals(book.sizes_of(name)),
        }
        for name in section.tables
    ]
    return _html(rows, f"Tables of {section.title}", code=("table",), formats={"MiB": _MIB})


def _totals(sizes: Sequence[TableSize]) -> dict[str, float]:
    if not sizes:
        return {}
    size_bytes = sum(size.heap_bytes + size.index_bytes + size.toast_bytes for size in sizes)
    return {"rows": sum(size.rows for size in sizes), "MiB": size_bytes}


def _section(book: _Book, section: Section) -> str:
    sheet = next(sheet for sheet in erd.sections(book.physical) if sheet.key == section.key)
    return book.page(
        "section",
        section_page(section.key),
        section.title,
        section=section,
        picture=book.pictures[section.key],
        tables=_cards(book, section),
        neighbours=[Link(name, table_page(name)) for name in sheet.neighbours],
    )


def _table(book: _Book, each: Table) -> str:
    physical, name = book.physical, each.name
    near = erd.around(physical, name).neighbours
    queries = _queries_on(book, each)
    return book.page(
        "table",
        table_page(name),
        name,
        name=name,
        comment=catalog.comment(each),
        badge=catalog.badge(physical, name),
        kind=catalog.kind(physical, name),
        section=Link(physical.design.section_of(name).title, section_page(physical.design.section_of(name).key)),
        facts=_facts(book, name),
        picture=book.pictures[f"table-{name}"],
        near=[Link(other, table_page(other)) for other in near],
        columns=_html(
            [_column(book, column) for column in each.columns],
            f"Columns of {name}, in declared order",
            code=("column", "type", "default", "refers to"),
            row_id="column-",
        ),
        outward=_outward([line for line in book.lines if line.table == name]),
        inward=_inward([line for line in book.lines if line.target == name]),
        constraints=_html(_constraints(each), f"Constraints of {name}", code=("constraint", "on"), row_id="index-"),
        indexes=_html(
            [_index_row(book, index) for index in catalog.indexes(each)],
            f"Indexes of {name}" + (", one on each shard" if physical.is_sharded(name) else ""),
            code=("index", "on"),
            formats={"MiB": _MIB},
            row_id="index-",
        ),
        queries=queries,
        sizes=_sizes(book.sizes_of(name), name),
        findings=[finding for finding in book.facts.findings if _is_about(finding, book, each)],
    )


def _facts(book: _Book, name: str) -> list[tuple[str, str]]:
    physical = book.physical
    facts = [("placement", _capital(catalog.placement_reason(physical, name)) + ".")]
    monthly = physical.design.monthly_of(name)
    if monthly:
        ahead = fmt.plural(monthly.ahead, "month")
        facts.append(("partitions", f"One for each month of {monthly.column}; {ahead} exist ahead of need."))
    sizes = book.sizes_of(name)
    if sizes:
        spread = [size.rows for size in sizes]
        each = f", {fmt.exact(min(spread))} to {fmt.exact(max(spread))} a shard" if len(spread) > 1 else ""
        facts.append(("rows", f"{fmt.exact(sum(spread))}{each}"))
        facts.append(("size", _size_words(sizes)))
    return facts


def _size_words(sizes: Sequence[TableSize]) -> str:
    heap, index = sum(size.heap_bytes for size in sizes), sum(size.index_bytes for size in sizes)
    toast = sum(size.toast_bytes for size in sizes)
    words = f"{fmt.size(heap + index + toast)}: "
    words += f"heap {fmt.size(heap)}, indexes {fmt.size(index)}, TOAST {fmt.size(toast)}"
    return words + (f"; index overhead {fmt.share(index / (heap + toast), 0)}" if heap + toast else "")


def _column(book: _Book, column: Column[Any]) -> dict[str, object]:
    mine = [line for line in book.lines if (line.table, line.column) == (column.table.name, column.name)]
    return {
        "column": column.name,
        "key": " ".join(catalog.markers(book.physical, column, book.lines)),
        "type": catalog.type_name(column),
        "null": "yes" if column.nullable else "no",
        "default": catalog.default_sql(column),
        "meaning": catalog.comment(column),
        "refers to": tuple(_to(line) for line in mine) or "",
        "source": catalog.source(column),
    }


def _outward(lines: Sequence[catalog.Line]) -> str:
    rows = [{"column": line.column, "refers to": _to(line)} | _kind(line) for line in lines]
    return _html(rows, "What its columns refer to", code=("column", "refers to"))


def _inward(lines: Sequence[catalog.Line]) -> str:
    rows = [{"column": _from(line)} | _kind(line) for line in lines]
    return _html(rows, "What refers to it", code=("column",))


def _kind(line: catalog.Line) -> dict[str, object]:
    kind = "foreign key" if line.real else "soft reference"
    return {"kind": kind, "on delete": line.on_delete if line.real else "", "why": line.why}


def _from(line: catalog.Line) -> Link:
    return Link(f"{line.table}.{line.column}", f"{table_page(line.table)}#column-{line.column}")


def _to(line: catalog.Line) -> Link:
    return Link(f"{line.target}.{line.target_column}", f"{table_page(line.target)}#column-{line.target_column}")


def _constraints(each: Table) -> list[dict[str, object]]:
    key = each.primary_key
    rows: list[dict[str, object]] = [
        {"constraint": str(key.name), "kind": "primary key", "on": ", ".join(c.name for c in key.columns)}
    ]
    rows += [
        {"constraint": str(unique.name), "kind": "unique", "on": ", ".join(c.name for c in unique.columns)}
        for unique in catalog.uniques(each)
    ]
    rows += [
        {"constraint": str(check.name), "kind": "check", "on": catalog.check_sql(check)}
        for check in catalog.checks(each)
    ]
    return rows


def _index_row(book: _Book, index: Index) -> dict[str, object]:
    name = str(index.name)
    state = next((state for state in book.facts.states if state.index == name), None)
    size_bytes = sum(size.index_bytes for size in book.facts.index_sizes if size.index == name)
    row: dict[str, object] = {"index": name, "on": catalog.index_sql(index), "meaning": catalog.comment(index)}
    row["written for"] = ", ".join(query.name for query in book.physical.design.workload if query.index == name)
    if book.facts.runs:
        used = {run.query for run in book.facts.runs if name in run.used}
        row["chosen by"] = ", ".join(sorted(used))
    if book.facts.states:
        row["state"] = state.state if state else ""
    if book.facts.index_sizes:
        row["MiB"] = size_bytes
    return row | {"source": catalog.source(index)}


def _queries_on(book: _Book, each: Table) -> list[Query]:
    names = {str(index.name) for index in each.indexes}
    used = {run.query for run in book.facts.runs if names & set(run.used)}
    return [query for query in book.physical.design.workload if query.index in names or query.name in used]


def _sizes(sizes: Sequence[TableSize], name: str) -> str:
    rows = [
        {
            "table": size.name,
            "rows": size.rows,
            "heap, MiB": size.heap_bytes,
            "indexes, MiB": size.index_bytes,
            "TOAST, MiB": size.toast_bytes,
        }
        for size in sizes
    ]
    formats = {"heap, MiB": _MIB, "indexes, MiB": _MIB, "TOAST, MiB": _MIB}
    return _html(rows, f"Rows and bytes of {name}", code=("table",), formats=formats)


def _is_about(finding: Finding, book: _Book, each: Table) -> bool:
    """Tell whether a finding names the table, one of its indexes or one of its shards."""
    named = set(re.findall(r"\w+", f"{finding.id} {finding.says} {finding.where}"))
    parts = {str(index.name) for index in each.indexes} | {home.name for home in book.physical.homes(each.name)}
    parts -= {each.name}  # a table's name is often a plain word of the sentence, such as users
    words = set(re.findall(r"\w+", finding.id)) | set(re.findall(r"\bon (\w+)", finding.where))
    return bool(parts & named) or each.name in words


def _lists(book: _Book) -> dict[str, str]:
    every = list(book.physical.design.tables)
    keys = [{"table": _home(each)} | row for each in every for row in _constraints(each) if row["kind"] != "check"]
    checks = [{"table": _home(each)} | row for each in every for row in _constraints(each) if row["kind"] == "check"]
    indexes = [_listed(each, _index_row(book, index)) for each in every for index in catalog.indexes(each)]
    real = [line for line in book.lines if line.real]
    soft = [line for line in book.lines if not line.real]
    return {
        "keys.html": _list(
            book,
            LISTS[0],
            "What identifies a row, and which references PostgreSQL enforces.",
            {
                "keys": _wide(keys, "Primary keys and unique constraints", ("table", "constraint", "on")),
                "references": _wide(_reference_rows(real), "Foreign keys", ("column", "refers to")),
            },
        ),
        "checks.html": _list(
            book,
            LISTS[1],
            "What a value must be. A child table of a shard also checks that its rows are at home there.",
            {"checks": _wide(checks, "Check constraints", ("table", "constraint", "on"))},
        ),
        "indexes.html": _list(
            book,
            LISTS[2],
            "Every named index, the queries it is written for and what became of it.",
            {"indexes": _wide(indexes, "Named indexes", ("index", "on"))},
        ),
        "soft-references.html": _list(
            book,
            LISTS[3],
            "References that no foreign key holds in this layout; a scan for orphans checks them after the load.",
            {"references": _wide(_reference_rows(soft), "Soft references", ("column", "refers to"))},
        ),
        "objects.html": book.page("objects", LISTS[4].href, LISTS[4].text, objects=book.physical.design.objects),
        "migrations.html": book.page(
            "migrations",
            LISTS[5].href,
            LISTS[5].text,
            lead=migrations.lead(book.facts.migrations),
            strategy=tuple(migrations.strategy(book.physical)),
            listed=migrations.listed(book.facts.migrations),
            check=f"{migrations.FOLDER}/{migrations.CHECK}",
        ),
    }


def _list(book: _Book, link: Link, lead: str, blocks: Mapping[str, str]) -> str:
    return book.page("list", link.href, link.text, lead=lead, blocks=blocks)


def _reference_rows(lines: Iterable[catalog.Line]) -> list[dict[str, object]]:
    return [{"column": _from(line), "refers to": _to(line)} | _kind(line) for line in lines]


def _listed(each: Table, row: dict[str, object]) -> dict[str, object]:
    """Return the row of an index as it stands in the list of all: its name leads to its table, which is named."""
    home = Link(str(row["index"]), f"{table_page(each.name)}#index-{row['index']}")
    shown = {name: value for name, value in row.items() if name != "source"}  # the table's page has it
    return shown | {"index": home, "on": f"{each.name}: {row['on']}"}


def _home(each: Table) -> Link:
    return Link(each.name, table_page(each.name))


def _wide(rows: Sequence[Mapping[str, object]], caption: str, code: Sequence[str]) -> str:
    return _html(rows, f"{caption} ({len(rows)})", code=code, formats={"MiB": _MIB}, sortable=True)


def _html(
    rows: Sequence[Mapping[str, object]],
    caption: str,
    *,
    code: Sequence[str] = (),
    formats: Mapping[str, fmt.Formatter] | None = None,
    row_id: str = "",
    sortable: bool = False,
) -> str:
    if not rows:
        return ""
    look = Look(formats or {}, code, shown=EVERY_ROW, sortable=sortable, row_id=row_id)
    return table(pd.DataFrame(list(rows)), caption, look)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
