"""The claims and acceptance criteria on the report's first page, from the rows of results.json."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from livvly_lab.report import claims, fmt
from livvly_lab.report import claims_says as says
from livvly_lab.report.style import VERDICTS
from livvly_lab.report.tables import EVERY_ROW, Link, Look, table

Row = Mapping[str, Any]


def lead(results: Row) -> str:
    """Return the sentence that says how the claims came out; empty where there are none."""
    rows = results.get("claims", ())
    if not rows:
        return ""
    users = results["run"]["shards"] * results["run"]["users_per_shard"]
    return says.ledger_sentence([row["verdict"] for row in rows], users)


def tiles(results: Row) -> list[dict[str, str]]:
    """Return the counts by verdict: each links to its claims, with the filter set."""
    counts = Counter(row["verdict"] for row in results.get("claims", ()))
    return [
        {
            "kind": style.slug,
            "n": str(counts[verdict]),
            "what": f"{style.icon} {says.claims_that(verdict, counts[verdict])}",
            "href": f"#claim-list.only={verdict.replace(' ', '+')}",
        }
        for verdict, style in VERDICTS.items()
        if counts[verdict]
    ]


def ledger(results: Row, linked: Callable[[str], Link | None]) -> str:
    """Return the ledger as HTML; `linked` finds the page of a row's evidence, None where it is words."""
    rows = results.get("claims", ())
    if not rows:
        return ""
    frame = claims.ledger_frame(rows)
    frame["evidence"] = pd.Series([_evidence(row, linked) for row in rows], dtype=object)
    look = Look(code=("id",), shown=EVERY_ROW, sortable=True, row_id="claim-", group="verdict")
    return table(frame, f"{fmt.plural(len(rows), 'claim')}, what fails first", look)


def criteria(results: Row) -> str:
    """Return the acceptance criteria as HTML, empty where there are none."""
    rows = results.get("criteria", ())
    return claims.criteria_table(rows) if rows else ""


def notes(results: Row) -> Sequence[str]:
    """Return what stands above the ledger: of what kind the evidence is, how the criteria came out."""
    rows, wanted = results.get("claims", ()), results.get("criteria", ())
    kinds = [f"{says.kinds_sentence(rows)}."] if rows else []
    return [*kinds, *([says.criteria_sentence([row["verdict"] for row in wanted])] if wanted else [])]


def _evidence(row: Row, linked: Callable[[str], Link | None]) -> tuple[Link, ...] | str:
    """Return where a claim's reason stands, and where its number was measured if that is another page."""
    why, seen = linked(claims.anchor(row["id"])), linked(row["evidence"])
    links = [replace(why, text="why")] if why else []
    links += [seen] if seen and (why is None or seen.href != why.href) else []
    return tuple(links) or row["evidence"]
