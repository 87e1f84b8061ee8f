"""The front page of several reports: one row for each design, with the way into its report."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import numpy as np
import pandas as pd

from livvly_lab.domain.overview import Entry, Overview, Summary
from livvly_lab.report import fmt, pages
from livvly_lab.report import overview_says as says
from livvly_lab.report.charts import figure, figure_svg, light_grid
from livvly_lab.report.pages import Site
from livvly_lab.report.style import CONTEXT, GRID, HIGHLIGHT, INK, LEVELS, VERDICTS
from livvly_lab.report.tables import EVERY_ROW, Link, Look, table

PAGE = "index.html"
DOCUMENT = "overview.json"
SCHEMA_VERSION = 1
TITLE = "How do the designs compare?"
CAPTION = "What each design declares, what it weighs at the size of its run, and what was found"

_KIB = fmt.fixed(2, scale=2.0**-10)
_PARTS = (("heap_bytes", "rows", INK), ("toast_bytes", "TOAST", GRID), ("index_bytes", "indexes", HIGHLIGHT))


@dataclass(frozen=True)
class _Cell:
    """A number of the table: as it is read, as it sorts, and where it leads; `label` says it to those who hear it."""

    text: str
    raw: float | None = None
    href: str = ""
    label: str = ""


@dataclass(frozen=True)
class _Group:
    """Columns under one heading; `cells` returns those of a design whose report lies at `href`."""

    name: str
    heads: Sequence[str]
    cells: Callable[[Summary, str], list[_Cell]]


def write(folder: Path, overview: Overview, command: str) -> Path:
    """Write the front page and its JSON document into a folder, each whole or not at all; return the page's path."""
    document = json.dumps(as_document(overview), ensure_ascii=False, indent=1)
    for name, text in ((DOCUMENT, document), (PAGE, page(overview, command))):
        draft = folder / f".{name}.draft"
        draft.write_text(text, encoding="utf-8")
        draft.replace(folder / name)
    return folder / PAGE


def as_document(overview: Overview) -> dict[str, Any]:
    """Return everything as one JSON document; what was derived stands beside what it was derived from."""
    return {"schema_version": SCHEMA_VERSION, "designs": [_entry(entry) for entry in overview.entries]}


def page(overview: Overview, command: str) -> str:
    """Return the front page as HTML; `command` makes it again."""
    summaries = overview.summaries
    return pages.render(
        "overview.html",
        _site(overview, command),
        PAGE,
        TITLE,
        lead=says.lead(overview),
        differences=says.differences(summaries),
        caption=CAPTION,
        groups=_GROUPS,
        width=sum(len(group.heads) for group in _GROUPS),
        rows=[_row(entry) for entry in overview.entries],
        picture=_picture(summaries),
        runs=_runs(overview.entries),
        document=DOCUMENT,
    )


def lines(overview: Overview) -> list[str]:
    """Return what a terminal shows: a line for each design."""
    width = max((len(entry.design) for entry in overview.entries), default=0)
    return [f"{entry.design:{width}}  {_line(entry)}" for entry in overview.entries]


def _line(entry: Entry) -> str:
    told = entry.summary
    if told is None:
        return says.missing(entry)
    claims = f", {told.claims.get('holds', 0)} of {sum(told.claims.values())} claims hold" if told.claims else ""
    return (
        f"{says.sizes(told)}: {fmt.size(told.bytes_per_user)} a user, overhead {fmt.share(told.overhead, 0)}, "
        f"{fmt.plural(sum(told.findings.values()), 'finding')}{claims}"
    )


def _site(overview: Overview, command: str) -> Site:
    there = [entry for entry in overview.entries if entry.summary]
    return Site(
        title="livvly_lab",
        run=f"{len(there)} of {fmt.plural(len(overview.entries), 'design')} reported",
        links=[*(Link(entry.design, entry.href) for entry in there if entry.href), Link(DOCUMENT, DOCUMENT)],
        foot=f"Made by: {command}",
    )


def _row(entry: Entry) -> dict[str, Any]:
    summary = entry.summary
    return {
        "design": entry.design,
        "href": entry.href,
        "sizes": says.sizes(summary) if summary else "",
        "groups": [group.cells(summary, entry.href) for group in _GROUPS] if summary else [],
        "missing": "" if summary else says.missing(entry),
    }


def _declared(summary: Summary, _: str) -> list[_Cell]:
    there = summary.declared
    if there is None:
        return [_number(None, fmt.exact)] * 5
    numbers = (there.tables, there.columns, there.indexes, there.foreign_keys, there.soft_references)
    return [_number(number, fmt.exact) for number in numbers]


def _a_user(summary: Summary, _: str) -> list[_Cell]:
    return [
        _number(summary.rows_per_user, fmt.fixed(1)),
        _number(summary.bytes_per_user, _KIB),
        _number(summary.overhead, fmt.fixed(0, scale=100)),
    ]


def _queries(summary: Summary, _: str) -> list[_Cell]:
    n = summary.queries or None
    percent = fmt.fixed(0, scale=100)
    shares = (part / n if n else None for part in (summary.by_index, summary.as_meant))
    return [_number(n, fmt.exact), *(_number(share, percent) for share in shares)]


def _findings(summary: Summary, href: str) -> list[_Cell]:
    return [
        _counted(summary.findings.get(level, 0), f"{href}#finding-list.only={level}", f"{level} findings of", summary)
        for level in LEVELS
    ]


def _claims(summary: Summary, href: str) -> list[_Cell]:
    if not summary.claims:
        return [_number(None, fmt.exact)] * len(VERDICTS)
    return [
        _counted(
            summary.claims.get(word, 0),
            f"{href}#claim-list.only={quote_plus(word)}",
            f"claims, {word}, of",
            summary,
        )
        for word in VERDICTS
    ]


_GROUPS = (
    _Group("declared", ("tables", "columns", "indexes", "foreign keys", "soft refe\u00adrences"), _declared),
    _Group("loaded", ("rows a user", "KiB a user", "over\u00adhead, %"), _a_user),
    _Group("queries", ("all", "by an index, %", "as meant, %"), _queries),
    _Group("findings", tuple(says.LEVEL_HEADS.values()), _findings),
    _Group("claims", tuple(says.VERDICT_HEADS.values()), _claims),
)


def _number(value: float | None, write: fmt.Formatter) -> _Cell:
    return _Cell(write(value), None if value is None else float(value))


def _counted(n: int, href: str, label: str, summary: Summary) -> _Cell:
    """Return a count that leads to what it counts, unless that is nothing, or stands on no page."""
    leads = n > 0 and not href.startswith("#")
    return _Cell(fmt.exact(n), float(n), href if leads else "", f"{n} {label} {summary.design}")


@dataclass(frozen=True)
class _Picture:
    sentence: str
    svg: str


def _picture(summaries: Sequence[Summary]) -> _Picture | None:
    if not summaries:
        return None
    sentence = f"{says.weight(summaries)} {says.overhead(summaries)}"
    return _Picture(sentence, bytes_svg(summaries, sentence))


def bytes_svg(summaries: Sequence[Summary], title: str) -> str:
    """Draw the bytes a user takes in each design: rows, TOAST and indexes, one after another from zero."""
    shown = sorted(summaries, key=lambda each: each.bytes_per_user, reverse=True)
    with figure(0.9 + 0.34 * len(shown)) as fig:
        axes = fig.add_subplot()
        left = np.zeros(len(shown))
        for name, label, colour in _PARTS:
            widths = np.array([getattr(each, name) / each.sizes.users / 1024 for each in shown])
            axes.barh(range(len(shown)), widths, left=left, color=colour, height=0.62, label=label)
            left += widths
        for place, each in enumerate(shown):
            axes.annotate(
                f"{fmt.size(each.bytes_per_user)} at {fmt.count(each.sizes.users)} users",
                (left[place], place),
                xytext=(4, 0),
                textcoords="offset points",
                va="center",
                color=CONTEXT,
                fontsize=9,
            )
        axes.set_ylim(len(shown) - 0.45, -0.55)
        axes.set_yticks(range(len(shown)), [each.design for each in shown])
        axes.set_xlim(0, max(left.max() * 1.45, 1 / 1024))
        axes.set_xlabel("KiB for each user, the whole database over its users")
        light_grid(axes)
        fig.legend(loc="outside upper left", ncols=3, frameon=False, fontsize=9)
        return figure_svg(fig, title, "bytes-per-user")


def _runs(entries: Sequence[Entry]) -> str:
    rows = [
        {
            "design": Link(entry.design, entry.href) if entry.href else entry.design,
            "users": told.sizes.users,
            "shards": told.sizes.shards,
            "layout": told.sizes.layout,
            "activity": told.sizes.activity,
            "depth": told.sizes.depth,
            "PostgreSQL": told.server_version,
            "checks of rows": told.checks,
            "broken": told.broken_checks,
        }
        for entry in entries
        if (told := entry.summary)
    ]
    look = Look({"activity": lambda value: f"{value:g}"}, shown=EVERY_ROW)
    return table(pd.DataFrame(rows), "What was asked for, and whether the loaded rows are what they should be", look)


def _entry(entry: Entry) -> Mapping[str, Any]:
    told = entry.summary
    if told is None:
        state = "wrong" if entry.wrong else "not reported"
        return {"design": entry.design, "state": state, "found": entry.found, "do": entry.do}
    derived = {
        "rows_per_user": told.rows_per_user,
        "bytes_per_user": told.bytes_per_user,
        "overhead": told.overhead,
        "by_index_share": told.by_index / told.queries if told.queries else None,
        "as_meant_share": told.as_meant / told.queries if told.queries else None,
    }
    counted = {
        "findings": {level: told.findings.get(level, 0) for level in LEVELS},
        "claims": {word: told.claims.get(word, 0) for word in VERDICTS} if told.claims else None,
    }
    return {"design": entry.design, "state": "reported", "href": entry.href, **asdict(told), **counted, **derived}
