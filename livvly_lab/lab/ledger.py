"""The ledger of claims for the command line: from a report that stands, or measured now."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from livvly_lab.checkout import folder
from livvly_lab.designs import DESIGNS
from livvly_lab.domain.parameters import Depth, Parameters, known
from livvly_lab.domain.results import Verdict
from livvly_lab.errors import ReportError
from livvly_lab.lab.claims import claims_walk
from livvly_lab.lab.parts import plain
from livvly_lab.lab.publish import RESULTS
from livvly_lab.lab.run import check
from livvly_lab.lab.servers import loaded
from livvly_lab.progress import Progress
from livvly_lab.report import claims as draw
from livvly_lab.report import claims_says as says
from livvly_lab.report.style import VERDICTS

SCHEMA_VERSION = 1


@dataclass(frozen=True)
class Ledger:
    """The claims of a run as rows of results.json: `shown` are those that were asked for, `criteria` all of them."""

    run: Mapping[str, Any]
    claims: Sequence[Mapping[str, Any]]
    shown: Sequence[Mapping[str, Any]]
    criteria: Sequence[Mapping[str, Any]]

    def lines(self) -> Iterator[str]:
        """Yield what a terminal shows: each claim with its reason, the counts last."""
        yield from draw.lines(self.shown)
        yield says.ledger_sentence([row["verdict"] for row in self.claims], self.users)
        if self.criteria:
            yield says.criteria_sentence([row["verdict"] for row in self.criteria])

    def document(self) -> dict[str, Any]:
        """Return everything as one JSON document."""
        return {
            "schema_version": SCHEMA_VERSION,
            "run": dict(self.run),
            "claims": list(self.shown),
            "criteria": list(self.criteria),
        }

    @property
    def users(self) -> int:
        """All users of the run."""
        return int(self.run["shards"] * self.run["users_per_shard"])


def reported_claims(design: str, report: Path | None, verdicts: Sequence[str] = ()) -> Ledger:
    """Return the ledger of a design's last report, or of the report in a folder.

    Raises UsageError for a design or verdict there is not, ReportError where there is no report with claims.
    """
    known("--design", design, DESIGNS)
    path = (report or folder("reports") / design) / RESULTS
    try:
        results = json.loads(path.read_text(encoding="utf-8"))
    except OSError:
        results = {}
    except ValueError as error:
        raise ReportError(f"JSON in {path}", str(error), "make the report again") from error
    if "claims" not in results:
        found = "none" if not results else "one without claims"
        do = f"make one: livvly-lab report --design {design}; or measure the claims alone with --run"
        raise ReportError(f"a report with claims at {path.parent}", found, do)
    return of_verdicts(Ledger(results["run"], results["claims"], results["claims"], results["criteria"]), verdicts)


def measured_claims(
    parameters: Parameters, *, verdicts: Sequence[str] = (), depth: Depth = "quick", progress: Progress | None = None
) -> Ledger:
    """Build and fill a design on a scratch server, measure its claims there, and return the ledger."""
    progress = progress or Progress()
    check(parameters)
    with loaded(parameters, None, progress) as run, progress.stage("claims"):
        walk = claims_walk(replace(run, depth=depth))
    rows, criteria = plain(draw.worst_first(walk.rows)), plain(walk.criterion_rows)
    return of_verdicts(Ledger({**parameters.as_dict(), "depth": depth}, rows, rows, criteria), verdicts)


def of_verdicts(ledger: Ledger, verdicts: Sequence[str]) -> Ledger:
    """Show only the claims of some verdicts, all where none is named. Raises UsageError for a word that is none."""
    for word in verdicts:
        known("--verdict", word, tuple(VERDICTS))
    wanted: set[Verdict] = {each for each in VERDICTS if each in verdicts}
    return replace(ledger, shown=[row for row in ledger.claims if not wanted or row["verdict"] in wanted])
