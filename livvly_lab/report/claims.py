"""Exhibits of the ledger: the claims by verdict with their bullets, the evidence of each, the acceptance criteria."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from textwrap import wrap
from typing import Any

import pandas as pd

from livvly_lab.domain.claims import CriterionRow, LedgerRow
from livvly_lab.domain.results import Interval, Verdict
from livvly_lab.report import claims_says as says
from livvly_lab.report import fmt
from livvly_lab.report.bullets import bullet, position
from livvly_lab.report.exhibit import Exhibit
from livvly_lab.report.gallery import Gallery
from livvly_lab.report.style import VERDICTS
from livvly_lab.report.svg import document, rect, text
from livvly_lab.report.tables import EVERY_ROW, Drawing, Look, table

NOTEBOOK = "06_claims"
TERMINAL_WIDTH = 80
_ORDER = list(VERDICTS)
_TILE, _GAP = 165, 12
_NBSP = "\u00a0"
_CRITERIA_CODE = ("criterion", "decided by")


def anchor(claim: str) -> str:
    """Return the place in the notebook's page where a claim's reason stands."""
    return f"{NOTEBOOK}#fig-claim-{claim.lower()}"


@dataclass(frozen=True)
class Evidence:
    """What stands behind a row of the ledger: how it was asked, and the rows that were found."""

    row: LedgerRow
    method: str
    detail: Sequence[Mapping[str, Any]]


def worst_first(rows: Iterable[LedgerRow]) -> tuple[LedgerRow, ...]:
    """Order claims as a reader needs them: by verdict, those farthest beyond their limit first."""
    return tuple(sorted(rows, key=_place))


def ledger(rows: Sequence[LedgerRow], users: int) -> Exhibit:
    """Show how many claims came out how, and the ledger with a bullet for each."""
    sentence = says.ledger_sentence([row.verdict for row in rows], users)
    return Exhibit(
        key="claims-ledger",
        sentence=sentence,
        svg=_tiles(Counter(row.verdict for row in rows), sentence),
        alt=f"Counts of claims by verdict. {sentence}",
        note=f"{says.kinds_sentence([{'kind': row.kind} for row in rows])}. A claim about more users than were "
        "measured never holds.",
        table=ledger_frame([asdict(row) for row in worst_first(rows)]),
        caption="Every claim; in each bullet the line in the middle is the limit, what is allowed is grey",
        code=("id",),
        shown=EVERY_ROW,
    )


def ledger_frame(rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Return the ledger as a table, from rows as results.json has them."""
    return pd.DataFrame(
        [
            {
                "id": row["id"],
                "verdict": row["verdict"],
                "claim": f"{row['text']} ({row['source']})",
                "measured": _two_lines(says.measured(row["measured"], row["unit"], interval_of(row))),
                "limit": says.limit(row["allowed_low"], row["allowed_high"], row["unit"]),
                "0 ┊ limit ┊ 2×": _bullet(row),
                "kind": row["kind"],
            }
            for row in rows
        ]
    )


def interval_of(row: Mapping[str, Any]) -> Interval | None:
    """Return the interval of a row of results.json, None where it was counted."""
    found = row["interval"]
    return None if found is None else found if isinstance(found, Interval) else Interval(**found)


def evidence(found: Sequence[Evidence]) -> Gallery:
    """Show for each claim how it was asked, what was found and why the verdict is what it is."""
    ordered = sorted(found, key=lambda each: _place(each.row))
    return Gallery([_evidence(each) for each in ordered], [f"{each.row.id} ({each.row.source})" for each in ordered])


def criteria(rows: Sequence[CriterionRow]) -> Exhibit:
    """Show the acceptance criteria with what decides each, those that are not met first."""
    return Exhibit(
        key="claims-criteria",
        sentence=says.criteria_sentence([row.verdict for row in rows]),
        table=criteria_frame([asdict(row) for row in rows]),
        caption="Acceptance criteria",
        code=_CRITERIA_CODE,
        shown=EVERY_ROW,
    )


def criteria_frame(rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Return the acceptance criteria as a table, from rows as results.json has them."""
    columns = {"criterion": "id", "verdict": "verdict", "text": "text", "decided by": "decided_by", "why": "why"}
    ordered = sorted(rows, key=lambda row: _ORDER.index(row["verdict"]))
    return pd.DataFrame([{name: row[key] for name, key in columns.items()} for row in ordered])


def criteria_table(rows: Iterable[Mapping[str, Any]]) -> str:
    """Return the acceptance criteria as HTML, each with a permanent id."""
    look = Look(code=_CRITERIA_CODE, shown=EVERY_ROW, row_id="criterion-")
    return table(criteria_frame(rows), "Acceptance criteria", look)


def lines(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield what a terminal shows of rows of results.json: a line for each claim, its reason below."""
    for row in rows:
        style = VERDICTS[row["verdict"]]
        value = says.measured(row["measured"], row["unit"], interval_of(row))
        against = says.limit(row["allowed_low"], row["allowed_high"], row["unit"])
        limits = f", limit {against}" if against != fmt.ABSENT else ""
        found = f"   {value}{limits}" if row["measured"] is not None else ""
        yield from _wrapped(f"{style.icon} {style.word:<17} {row['id']}  {row['text']}{found}", "    ")
        yield from _wrapped(f"    {row['why']}", "    ")


def _wrapped(text: str, indent: str) -> list[str]:
    return wrap(text, TERMINAL_WIDTH, subsequent_indent=indent, drop_whitespace=True, break_on_hyphens=False)


def _place(row: LedgerRow) -> tuple[int, float, str]:
    return _ORDER.index(row.verdict), -(row.beyond if row.beyond is not None else -1e9), row.id


def _two_lines(measured: str) -> str:
    """Let a value with its interval break before its level only."""
    value, comma, level = measured.partition("], ")
    return f"{value.replace(' ', _NBSP)}{comma}{level.replace(' ', _NBSP)}" if comma else measured


def _bullet(row: Mapping[str, Any]) -> Drawing:
    interval = interval_of(row)
    ends = (interval.low, interval.high) if interval else None
    low, high = row["allowed_low"], row["allowed_high"]
    limit = high if high is not None else low
    place = -1.0 if limit is None or row["measured"] is None else position(row["measured"], limit)
    if row["kind"] == "document" and row["measured"] is not None:
        return Drawing("", place)
    return Drawing(bullet(row["measured"], low, high, ends), place)


def _evidence(found: Evidence) -> Exhibit:
    row = found.row
    asked = f"How: {found.method}" if found.method else ""
    return Exhibit(
        key=f"claim-{row.id.lower()}",
        sentence=says.claim_sentence(row),
        verdict=row.verdict,
        more=tuple(each for each in (f"{row.why}." if row.measured is not None else "", asked) if each),
        table=pd.DataFrame(list(found.detail)) if found.detail else None,
        caption=f"What stands behind {row.id}",
    )


def _tiles(counts: Mapping[Verdict, int], title: str) -> str:
    shapes = []
    for place, style in enumerate(VERDICTS.values()):
        x = place * (_TILE + _GAP)
        shapes += [
            rect(x, 0, _TILE, 56, style.fill),
            rect(x, 0, 4, 56, style.accent),
            text(x + 16, 28, str(counts.get(style.word, 0)), size=22, fill=style.text, bold=True),
            text(x + 16, 46, f"{style.icon} {style.word}", size=12, fill=style.text),
        ]
    return document(4 * _TILE + 3 * _GAP, 56, title, "claims-ledger", shapes)
