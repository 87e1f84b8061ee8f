"""Claims: the rule turned both ways, the ledger, what an experiment may do to a database."""

import inspect

import pytest

from livvly_lab.designs import DESIGNS
from livvly_lab.domain.claims import (
    AllOf,
    AtLeast,
    AtMost,
    Between,
    ByExperiment,
    Claim,
    Equals,
    Limit,
    Measurement,
    Quantity,
    ReadAs,
    Rule,
    Size,
    Unmeasured,
)
from livvly_lab.domain.results import Interval, Verdict
from livvly_lab.experiments import EXPERIMENTS
from livvly_lab.forecast.verdicts import allowed, judge, judge_limit

RUN = 20_000


def found(*values: float, spread: float = 0, users: int | None = None, depends: str = "") -> Measurement:
    """Return a measurement of quantities named a, b, …, each with an interval of this spread where it is not 0."""
    quantities = tuple(
        Quantity(value, "ms", name, Interval(value - spread, value, value + spread, 0.95, 20) if spread else None)
        for name, value in zip("abc", values, strict=False)
    )
    return Measurement(quantities, "found", users=users, depends=depends)


def verdict(rule: Rule | None, measured: Measurement | Unmeasured | None, size: Size | None = None) -> Verdict:
    return judge(Claim("X", "e", rule=rule, size=size), measured, RUN).verdict


@pytest.mark.parametrize(
    ("rule", "good", "bad"),
    [
        (AtMost(10), 10, 10.1),
        (AtLeast(10), 10, 9.9),
        (Between(10, 20), 20, 20.1),
        (Between(10, 20), 10, 9.9),
        (Equals(10), 10, 11),
        (Equals(10, tolerance=1), 11, 11.1),
        (AtMost(0), 0, 1),
    ],
)
def test_a_limit_is_kept_and_broken(rule: Rule, good: float, bad: float) -> None:
    assert (verdict(rule, found(good)), verdict(rule, found(bad))) == ("holds", "fails")


@pytest.mark.parametrize("rule", [AtMost(10), AtLeast(10), Between(10, 30), Between(-10, 10), Equals(10)])
def test_an_interval_that_straddles_a_limit_depends(rule: Rule) -> None:
    assert verdict(rule, found(10, spread=1)) == "depends"


def test_an_interval_wholly_beyond_the_limit_fails_and_one_wholly_inside_holds() -> None:
    assert verdict(AtMost(10), found(12, spread=1)) == "fails"
    assert verdict(AtMost(10), found(8, spread=1)) == "holds"


def test_all_of_several_rules_must_be_kept_and_the_worst_of_them_is_said() -> None:
    rule = AllOf((AtMost(10, of="a"), AtLeast(5, of="b")))
    assert verdict(rule, found(10, 5)) == "holds"
    assert verdict(rule, found(10, 4)) == "fails"
    assert verdict(rule, found(9.5, 4.5, spread=1)) == "depends"
    assert verdict(rule, found(12, 5, spread=1)) == "fails"


def test_a_claim_of_two_readings_depends_on_them_only_where_they_differ() -> None:
    rule = ReadAs({"relative": AtMost(2, of="a"), "in points": AtMost(2, of="b")})
    assert verdict(rule, found(1, 1)) == "holds"
    assert verdict(rule, found(3, 3)) == "fails"
    judged = judge(Claim("X", "e", rule=rule), found(3, 1), RUN)
    assert judged.verdict == "depends"
    assert "fails relative" in judged.why
    assert "holds in points" in judged.why


def test_a_claim_about_a_size_this_run_did_not_reach_never_holds() -> None:
    larger, reached = Size(RUN + 1), Size(RUN)
    assert verdict(AtMost(10), found(5), larger) == "not measured here"
    assert verdict(AtMost(10), found(5), reached) == "holds"
    assert verdict(AtMost(10), found(5, users=RUN + 1), larger) == "holds"
    assert verdict(AtMost(10), found(10, spread=1), larger) == "not measured here"


def test_what_fails_small_fails_large_only_where_size_makes_it_worse() -> None:
    assert verdict(AtMost(10), found(20), Size(10**6)) == "not measured here"
    assert verdict(AtMost(10), found(20), Size(10**6, worse_with_size=True)) == "fails"
    assert verdict(AtMost(10), found(5), Size(10**6, worse_with_size=True)) == "not measured here"


def test_what_depends_on_a_condition_is_no_plain_verdict() -> None:
    judged = judge(Claim("X", "e", rule=AtMost(10)), found(5, depends="the collation"), RUN)
    assert judged.verdict == "depends"
    assert "the collation" in judged.why


def test_without_experiment_rule_or_outcome_nothing_is_claimed_to_be_known() -> None:
    assert verdict(AtMost(10), None) == "not measured here"
    assert verdict(None, found(5)) == "not measured here"
    assert judge(Claim("X", takes="a second machine"), None, RUN).why == "a second machine"
    assert judge(Claim("X", "e", rule=AtMost(1)), Unmeasured("a replica"), RUN).why == "a replica"


def test_the_distance_beyond_the_limit_is_relative_to_it_and_negative_inside() -> None:
    claim = Claim("X", "e", rule=AtMost(200))
    assert judge(claim, found(220), RUN).beyond == pytest.approx(0.1)
    assert judge(claim, found(150), RUN).beyond == pytest.approx(-0.25)


# every rule of every design


def _limits(rule: Rule) -> list[Limit]:
    if isinstance(rule, AllOf | ReadAs):
        parts = rule.rules if isinstance(rule, AllOf) else tuple(rule.readings.values())
        return [limit for part in parts for limit in _limits(part)]
    return [rule]


def _value(limits: list[Limit], *, inside: bool) -> float:
    """Return a value that all limits on one quantity allow, or none of them does."""
    ends = [end for limit in limits for end in allowed(limit) if end is not None]
    tried = [end + off for end in ends for off in (0, -1e-3, 1e-3, -1e9, 1e9)]
    return next(value for value in tried if all(_allows(limit, value) is inside for limit in limits))


def _allows(limit: Limit, value: float) -> bool:
    return judge_limit(limit, Quantity(value, "x")).verdict == "holds"


def _measured(limits: list[Limit], broken: list[Limit]) -> Measurement:
    """Return a measurement of the quantities that limits name: beyond the broken ones, within all others."""
    names = dict.fromkeys(limit.of for limit in limits)
    of = {name: [limit for limit in limits if limit.of == name] for name in names}
    bad = {limit.of for limit in broken}
    found = [Quantity(_value(each, inside=name not in bad), "x", name) for name, each in of.items()]
    return Measurement(tuple(sorted(found, key=lambda each: each.name != "")), "found")


@pytest.mark.parametrize(
    "claim", [claim for design in DESIGNS.values() for claim in design.claims if claim.rule], ids=lambda claim: claim.id
)
def test_a_declared_rule_holds_within_its_limits_and_each_of_them_breaks_it(claim: Claim) -> None:
    assert claim.rule is not None
    limits, users = _limits(claim.rule), claim.size.users if claim.size else RUN
    assert judge(claim, _measured(limits, []), users).verdict == "holds"
    assert judge(claim, _measured(limits, limits), users).verdict == "fails"
    for limit in limits:
        assert judge(claim, _measured(limits, [limit]), users).verdict in ("fails", "depends"), limit


# declared


def _declared() -> list[Claim]:
    """Return every claim with an experiment, and those criteria that have one, of every design."""
    claims = [claim for design in DESIGNS.values() for claim in design.claims if claim.experiment]
    own = [
        Claim(each.id, each.source, each.text, each.by.experiment, each.by.arguments, each.by.rule)
        for design in DESIGNS.values()
        for each in design.criteria
        if isinstance(each.by, ByExperiment)
    ]
    return claims + own


@pytest.mark.parametrize("claim", _declared(), ids=lambda claim: claim.id)
def test_a_claim_names_an_experiment_that_takes_its_arguments_and_a_rule(claim: Claim) -> None:
    asked = [(claim.experiment, claim.arguments), *claim.arguments.get("parts", ())]
    for key, arguments in asked:
        inspect.signature(EXPERIMENTS[key]).bind(None, **arguments)
        assert (inspect.getdoc(EXPERIMENTS[key]) or "").split("\n")[0].endswith(".")
    assert claim.rule is not None or claim.takes
