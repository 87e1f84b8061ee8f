"""Claims: what a specification asserts, the experiment that asks, the rule that judges, the row of the ledger."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from livvly_lab.domain.results import Interval, Level, Verdict

Kind = Literal["measured", "computed", "document"]
"""From this run; from measured values by arithmetic; only counted in the document or argued."""


@dataclass(frozen=True)
class AtMost:
    """The measured value is at most `limit`. `of` names the quantity that is judged, the first one where empty."""

    limit: float
    of: str = ""


@dataclass(frozen=True)
class AtLeast:
    """The measured value is at least `limit`."""

    limit: float
    of: str = ""


@dataclass(frozen=True)
class Between:
    """The measured value is from `low` to `high`, both included."""

    low: float
    high: float
    of: str = ""


@dataclass(frozen=True)
class Equals:
    """The measured value is `value`, give or take `tolerance`."""

    value: float
    tolerance: float = 0.0
    of: str = ""


@dataclass(frozen=True)
class AllOf:
    """Every one of several rules is kept; each names the quantity it judges."""

    rules: tuple["Rule", ...]


@dataclass(frozen=True)
class ReadAs:
    """A claim that can be read in several ways: reading -> rule. Where the readings differ, it depends on them."""

    readings: Mapping[str, "Rule"]


Limit = AtMost | AtLeast | Between | Equals
Rule = Limit | AllOf | ReadAs


@dataclass(frozen=True)
class Size:
    """The size a claim speaks of: it cannot hold where fewer users were measured.

    `worse_with_size` tells that what breaks the limit at a smaller size breaks it at this one too.
    """

    users: int
    worse_with_size: bool = False


@dataclass(frozen=True)
class Claim:
    """Something a specification asserts, and how this lab asks whether it is true.

    Source and text are the specification's, from `data/<design>/claims.json`; a declaration leaves them out.
    `experiment` is a key of EXPERIMENTS, empty where none can be made here: then `takes` says what it would take.
    `arguments` are its keyword arguments. `yardstick` says where the rule's limit comes from when the text has no
    number. `size` is the size it speaks of, None where it speaks of any. `level` and `remedy` make a finding of a
    claim that fails; one without a level makes none.
    """

    id: str
    source: str = ""
    text: str = ""
    experiment: str = ""
    arguments: Mapping[str, Any] = field(default_factory=dict)
    rule: Rule | None = None
    yardstick: str = ""
    size: Size | None = None
    takes: str = ""
    level: Level | None = None
    remedy: str = ""


@dataclass(frozen=True)
class Quantity:
    """One number an experiment found. `interval` is None where it was counted, not sampled; `n` observations.

    `unit` is share, deviation, factor, ms, bytes, or the plural noun of what is counted; shares and deviations are
    fractions of 1.
    """

    value: float
    unit: str
    name: str = ""
    interval: Interval | None = None
    n: int = 1


@dataclass(frozen=True)
class Measurement:
    """What an experiment found: the quantities, the first of which stands in the ledger.

    `says` is one sentence with the numbers, `evidence` where they can be seen ("02_shard_skew#fig-skew-users",
    or words; empty: the claim's own exhibit). `users` is the size it reached, None: that of the run. `depends`, where
    not empty, says on what the outcome depends although each number is sure. `detail` are the rows behind the
    numbers; the keys are the headers and carry the units.
    """

    quantities: tuple[Quantity, ...]
    says: str
    kind: Kind = "measured"
    evidence: str = ""
    users: int | None = None
    depends: str = ""
    detail: tuple[Mapping[str, Any], ...] = ()

    def quantity(self, name: str) -> Quantity:
        """Return the quantity of that name, the first where the name is empty. Raises KeyError for an unknown one."""
        if not name:
            return self.quantities[0]
        found = {quantity.name: quantity for quantity in self.quantities}
        return found[name]


@dataclass(frozen=True)
class Unmeasured:
    """What an experiment could not find out in this run: why, and what it would take."""

    takes: str


Outcome = Measurement | Unmeasured


@dataclass(frozen=True)
class Judgement:
    """A verdict with its reason; `beyond` is how far the value lies outside the limit, relative to the limit.

    It is negative inside, None where nothing was judged.
    """

    verdict: Verdict
    why: str
    beyond: float | None = None


@dataclass(frozen=True)
class LedgerRow:
    """One claim in results.json: what was measured and what follows from it.

    `allowed_low` and `allowed_high` are the limits of `measured`, None where that side is open. `users` is the size
    that was reached. `beyond` is negative inside the limit, and relative to it.
    """

    id: str
    source: str
    text: str
    experiment: str
    kind: Kind
    measured: float | None
    unit: str
    interval: Interval | None
    n: int
    users: int
    depth: str
    verdict: Verdict
    why: str
    evidence: str
    allowed_low: float | None = None
    allowed_high: float | None = None
    beyond: float | None = None
    values: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class ByClaims:
    """A criterion decided by the verdicts of claims: the worst of them."""

    ids: tuple[str, ...]


@dataclass(frozen=True)
class ByLint:
    """A criterion that is met where lint rules find nothing, in `tables` or anywhere where that is empty.

    A breach that somebody accepted with a reason does not count.
    """

    rules: tuple[str, ...]
    tables: tuple[str, ...] = ()


@dataclass(frozen=True)
class ByChecks:
    """A criterion that is met where the checks of these kinds hold on the loaded rows."""

    kinds: tuple[str, ...]


@dataclass(frozen=True)
class ByExperiment:
    """A criterion decided by an experiment and a rule of its own."""

    experiment: str
    rule: Rule
    arguments: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ByNothingHere:
    """A criterion about something outside the database and the lab: what it would take to decide it."""

    takes: str


Decider = ByClaims | ByLint | ByChecks | ByExperiment | ByNothingHere


@dataclass(frozen=True)
class Criterion:
    """An acceptance criterion of the specification and what decides whether it is met."""

    id: str
    source: str
    text: str
    by: Decider


@dataclass(frozen=True)
class CriterionRow:
    """One acceptance criterion in results.json: `decided_by` names the claims, lint rules, checks or experiment."""

    id: str
    source: str
    text: str
    decided_by: str
    kind: Kind
    verdict: Verdict
    why: str
    evidence: str
