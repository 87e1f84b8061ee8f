"""Sentences about claims: how the ledger came out, what was measured against which limit, what a failure means."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from livvly_lab.domain.claims import Claim, LedgerRow
from livvly_lab.domain.results import Finding, Interval, Verdict
from livvly_lab.report import fmt
from livvly_lab.report.style import VERDICTS

_WRITTEN = {
    "share": fmt.share,
    "deviation": fmt.deviation,
    "factor": fmt.factor,
    "ms": fmt.duration,
    "bytes": fmt.size,
}
_SCALES = {"share": ("%", 100.0), "deviation": ("%", 100.0), "bytes": ("B", 1.0)}
_ONES: Mapping[Verdict, tuple[str, str]] = {
    "fails": ("fails", "fail"),
    "depends": ("depends", "depend"),
    "not measured here": ("is not measured here", "are not measured here"),
    "holds": ("holds", "hold"),
}
_UNMET: Mapping[Verdict, str] = {
    "fails": "not met",
    "depends": "open",
    "not measured here": "not decided here",
}


def amount(value: float | None, unit: str) -> str:
    """Write a value in its unit; a noun stands after the number.

    >>> amount(0.125, "share"), amount(27, "tables"), amount(1, "tables"), amount(None, "ms"), amount(1.46, "factor")
    ('12.5 %', '27 tables', '1 table', '–', '×1.46')
    """
    if value is None or fmt.is_absent(value):
        return fmt.ABSENT
    if unit in _WRITTEN:
        return _WRITTEN[unit](value)
    noun = unit.removesuffix("s") if value == 1 and not unit.endswith("ss") else unit
    return f"{fmt.count(value)} {noun}".strip()


def measured(value: float | None, unit: str, interval: Interval | None) -> str:
    """Write what was measured, with its interval where it has one.

    >>> measured(212.1, "ms", Interval(204.2, 212.1, 220.9, 0.95, 20))
    '212 ms [204, 221], 95 %, n=20'
    >>> measured(27, "tables", None)
    '27 tables'
    """
    if value is None or interval is None:
        return amount(value, unit)
    said, scale = _SCALES.get(unit, (unit, 1.0))
    if unit == "factor":
        return f"×{fmt.interval(interval)}"
    return fmt.interval(interval, said, scale)


def limit(low: float | None, high: float | None, unit: str) -> str:
    """Write what a limit allows.

    >>> limit(None, 200, "ms"), limit(50, None, "indexes"), limit(0.3, 0.4, "share"), limit(22, 22, "tables")
    ('at most 200 ms', 'at least 50 indexes', '30.0 % to 40.0 %', '22 tables')
    >>> limit(None, None, "")
    '–'
    """
    if low is None and high is None:
        return fmt.ABSENT
    if low is None:
        return f"at most {amount(high, unit)}"
    if high is None:
        return f"at least {amount(low, unit)}"
    return amount(low, unit) if low == high else f"{amount(low, unit)} to {amount(high, unit)}"


def ledger_sentence(verdicts: Iterable[Verdict], users: int) -> str:
    """Say how many claims came out how, at which size.

    >>> ledger_sentence(["holds", "fails", "fails"], 20_000)
    '1 of 3 claims holds at 20.0 k users; 2 fail.'
    """
    counts = Counter(verdicts)
    others = [f"{counts[each]} {_verb(each, counts[each])}" for each in VERDICTS if each != "holds" and counts[each]]
    head = f"{counts['holds']} of {fmt.plural(counts.total(), 'claim')} {_verb('holds', counts['holds'])}"
    return f"{head} at {fmt.count(users)} users{'; ' if others else ''}{fmt.listing(others)}."


def claims_that(verdict: Verdict, n: int) -> str:
    """Write the words after a count of claims.

    >>> claims_that("fails", 1), claims_that("depends", 2), claims_that("not measured here", 2)
    ('claim fails', 'claims depend', 'claims are not measured here')
    """
    return f"{'claim' if n == 1 else 'claims'} {_verb(verdict, n)}"


def criteria_sentence(verdicts: Sequence[Verdict]) -> str:
    """Say how many acceptance criteria are met."""
    counts = Counter(verdicts)
    head = f"{counts['holds']} of {fmt.plural(len(verdicts), 'acceptance criterion', 'acceptance criteria')}"
    others = [f"{counts[each]} {word}" for each, word in _UNMET.items() if counts[each]]
    return f"{head} {'is' if counts['holds'] == 1 else 'are'} met{'; ' if others else ''}{fmt.listing(others)}."


def claim_sentence(row: LedgerRow) -> str:
    """Say what was found of a claim: value, interval, limit, verdict, size."""
    if row.verdict == "not measured here" and row.measured is None:
        return f"{row.text}: not measured here. {row.why}"
    against = limit(row.allowed_low, row.allowed_high, row.unit)
    limits = f" (limit: {against})" if against != fmt.ABSENT else ""
    value = measured(row.measured, row.unit, row.interval)
    return f"{row.text}: {value}{limits}, {row.verdict} at {fmt.count(row.users)} users"


def kinds_sentence(rows: Sequence[Mapping[str, Any]]) -> str:
    """Say how many claims were measured, computed, or only read in the document."""
    counts = Counter(row["kind"] for row in rows)
    return " · ".join(f"{counts[kind]} {kind}" for kind in ("measured", "computed", "document") if counts[kind])


def claim_findings(claims: Iterable[tuple[Claim, LedgerRow, str]]) -> tuple[Finding, ...]:
    """Return a finding for each claim that fails and matters; with each comes what its experiment found, in words."""
    return tuple(
        Finding(
            id=f"finding-claim-{row.id.lower()}",
            level=claim.level,
            says=f"“{row.text}” fails: {says}.",
            where=f"claim {row.id}",
            evidence=row.evidence,
            remedy=claim.remedy,
            source=row.source,
        )
        for claim, row, says in claims
        if row.verdict == "fails" and claim.level is not None
    )


def limits(rows: Iterable[LedgerRow]) -> tuple[str, ...]:
    """Return what the run could not measure of the claims, and what it would take."""
    return tuple(f"{row.text} ({row.id}): {row.why}." for row in rows if row.verdict == "not measured here")


def _verb(verdict: Verdict, n: int) -> str:
    return _ONES[verdict][n != 1]
