"""Asks every claim of a design its experiment, and decides every acceptance criterion."""

import inspect
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import psycopg

from livvly_lab.domain.claims import (
    ByChecks,
    ByClaims,
    ByExperiment,
    ByLint,
    Claim,
    Criterion,
    CriterionRow,
    Decider,
    Judgement,
    Kind,
    LedgerRow,
    Measurement,
    Outcome,
    Unmeasured,
)
from livvly_lab.domain.lint import Lint
from livvly_lab.domain.results import CheckResult, Verdict
from livvly_lab.errors import LabError
from livvly_lab.experiments import EXPERIMENTS
from livvly_lab.experiments.loaded import STATEMENT_LIMIT_MS, Experiment, Loaded
from livvly_lab.forecast.verdicts import WORST_FIRST, allowed, headline_limit, judge, worst
from livvly_lab.report.claims import anchor


@dataclass(frozen=True)
class Answer:
    """A claim, what its experiment found (None where there is none), and the row of the ledger."""

    claim: Claim
    outcome: Outcome | None
    row: LedgerRow

    @property
    def method(self) -> str:
        """How it was measured, in the words of its experiments; empty where there is none."""
        parts = [key for key, _ in self.claim.arguments.get("parts", ())]
        keys = dict.fromkeys(parts or [self.claim.experiment])
        return " ".join(method_of(EXPERIMENTS[key]) for key in keys if key)


@dataclass(frozen=True)
class Grounds:
    """What criteria are decided on: the rows of the ledger, what the lint found, the checks of the loaded rows."""

    rows: Sequence[LedgerRow]
    lint: Lint
    checks: Sequence[CheckResult]


def method_of(experiment: Experiment) -> str:
    """Return the first sentence of an experiment's docstring."""
    return (inspect.getdoc(experiment) or "").split("\n\n")[0].replace("\n", " ")


def ask_claims(at: Loaded, claims: Iterable[Claim]) -> tuple[Answer, ...]:
    """Ask every claim its experiment, in the order of the claims.

    Raises LabError naming the claim whose experiment the server refused.
    """
    try:
        return tuple(_ask(at, claim) for claim in claims)
    finally:
        at.tidy()


def decide(at: Loaded, criteria: Iterable[Criterion], grounds: Grounds) -> tuple[CriterionRow, ...]:
    """Decide every acceptance criterion."""
    return tuple(_decide(at, criterion, grounds) for criterion in criteria)


def _ask(at: Loaded, claim: Claim) -> Answer:
    outcome = run_experiment(at, claim.experiment, claim.arguments, claim.id) if claim.experiment else None
    return Answer(claim, outcome, _row(at, claim, outcome, judge(claim, outcome, at.parameters.users)))


def run_experiment(at: Loaded, key: str, arguments: Mapping[str, object], asker: str) -> Outcome:
    """Run an experiment for a claim or criterion; a statement that takes too long leaves it unmeasured.

    Raises LabError naming the experiment where the server refused it for another reason.
    """
    try:
        return EXPERIMENTS[key](at, **arguments)
    except psycopg.errors.QueryCanceled:
        limit_s = STATEMENT_LIMIT_MS[at.depth] / 1000
        return Unmeasured(f"a faster server: a statement of the experiment took longer than {limit_s:g} s")
    except psycopg.Error as error:
        said = str(error.diag.message_primary or error)
        raise LabError(f"the experiment {key} of {asker} to run", repr(said), "correct the experiment") from error


def _row(at: Loaded, claim: Claim, outcome: Outcome | None, found: Judgement) -> LedgerRow:
    measured = outcome if isinstance(outcome, Measurement) else None
    first = measured.quantities[0] if measured else None
    limit = headline_limit(claim.rule, measured) if measured else None
    low, high = allowed(limit) if limit else (None, None)
    return LedgerRow(
        id=claim.id,
        source=claim.source,
        text=claim.text,
        experiment=claim.experiment,
        kind=measured.kind if measured else "document",
        measured=first.value if first else None,
        unit=first.unit if first else "",
        interval=first.interval if first else None,
        n=first.n if first else 0,
        users=measured.users if measured and measured.users is not None else at.parameters.users,
        depth=at.depth,
        verdict=found.verdict,
        why=_why(claim, measured, found),
        evidence=(measured.evidence if measured else "") or anchor(claim.id),
        allowed_low=low,
        allowed_high=high,
        beyond=found.beyond,
        values={quantity.name: quantity.value for quantity in measured.quantities[1:]} if measured else {},
    )


def _why(claim: Claim, measured: Measurement | None, found: Judgement) -> str:
    """Say what was found, then what the verdict turns on, then whose the limit is."""
    parts = [measured.says if measured else "", found.why, claim.yardstick if measured else ""]
    return ". ".join(part[:1].upper() + part[1:] for part in parts if part)


def _decide(at: Loaded, criterion: Criterion, grounds: Grounds) -> CriterionRow:
    by = criterion.by
    decided = _by(at, criterion, by, grounds)
    return CriterionRow(criterion.id, criterion.source, criterion.text, *decided)


_Decided = tuple[str, Kind, Verdict, str, str]
"""By what, kind, verdict, why, evidence."""


def _by(at: Loaded, criterion: Criterion, by: Decider, grounds: Grounds) -> _Decided:
    match by:
        case ByClaims(ids):
            return _by_claims(ids, grounds.rows)
        case ByLint():
            return _by_lint(by, grounds.lint)
        case ByChecks(kinds):
            return _by_checks(kinds, grounds.checks)
        case ByExperiment(experiment, rule, arguments):
            claim = Claim(criterion.id, criterion.source, criterion.text, experiment, arguments, rule)
            row = _ask(at, claim).row
            return experiment, row.kind, row.verdict, row.why, "" if row.evidence == anchor(row.id) else row.evidence
        case _:
            return "nothing here", "document", "not measured here", by.takes, ""


def _by_claims(ids: Sequence[str], rows: Sequence[LedgerRow]) -> _Decided:
    mine = [row for row in rows if row.id in ids]
    verdict = worst([row.verdict for row in mine])
    first = min(mine, key=lambda row: WORST_FIRST.index(row.verdict))
    said = "; ".join(f"{row.id}: {row.why}" for row in mine if row.verdict == verdict)
    return ", ".join(ids), first.kind, verdict, said, first.evidence


def _by_lint(by: ByLint, lint: Lint) -> _Decided:
    mine = [each for each in lint.breaches if each.rule in by.rules and (not by.tables or each.table in by.tables)]
    objects = sorted({breach.object for breach in mine})
    some = ", ".join(objects[:3]) + (f" and {len(objects) - 3} more" if len(objects) > 3 else "")
    why = f"{len(objects)} objects break it: {some}" if objects else "no object breaks it"
    return (
        ", ".join(by.rules),
        "measured",
        "fails" if objects else "holds",
        why,
        f"08_findings#fig-lint-{mine[0].rule}" if mine else "08_findings#fig-lint-overview",
    )


def _by_checks(kinds: Sequence[str], checks: Sequence[CheckResult]) -> _Decided:
    mine = [check for check in checks if check.kind in kinds]
    by = f"checks of {', '.join(kinds)}"
    if not mine:
        return by, "document", "not measured here", "a load with checks of this kind", ""
    broken = [check for check in mine if not check.ok]
    why = f"{len(broken)} of {len(mine)} checks broken" if broken else f"all {len(mine)} checks hold on the loaded rows"
    return by, "measured", "fails" if broken else "holds", why, ""
