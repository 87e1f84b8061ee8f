"""Turns a measured value and a rule into a verdict; knows nothing of where the value came from."""

from collections.abc import Sequence

from livvly_lab.domain.claims import (
    AllOf,
    AtLeast,
    AtMost,
    Between,
    Claim,
    Equals,
    Judgement,
    Limit,
    Measurement,
    Outcome,
    Quantity,
    ReadAs,
    Rule,
    Size,
    Unmeasured,
)
from livvly_lab.domain.results import Verdict

WORST_FIRST: tuple[Verdict, ...] = ("fails", "depends", "not measured here", "holds")
NOT_DECLARED = "no experiment is declared for it; it takes one"


def judge(claim: Claim, outcome: Outcome | None, users: int) -> Judgement:
    """Judge a claim by what its experiment found in a run of `users`; None where there is no experiment.

    A claim about more users than were reached never holds. Raises KeyError where the rule names a quantity that was
    not measured.
    """
    if outcome is None:
        return Judgement("not measured here", claim.takes or NOT_DECLARED)
    if isinstance(outcome, Unmeasured):
        return Judgement("not measured here", outcome.takes)
    if claim.rule is None:
        return Judgement("not measured here", claim.takes or f"{outcome.says}; no rule says what would be enough")
    found = judge_rule(claim.rule, outcome)
    if outcome.depends and found.verdict in ("holds", "fails"):
        why = f"it depends on {outcome.depends}"
        found = Judgement("depends", f"{found.why}; {why}" if found.why else why, found.beyond)
    reached = users if outcome.users is None else outcome.users
    return found if claim.size is None else at_size(found, claim.size, reached)


def judge_rule(rule: Rule, measured: Measurement) -> Judgement:
    """Judge a measurement by a rule."""
    if isinstance(rule, AllOf):
        return _all_of([judge_rule(each, measured) for each in rule.rules])
    if isinstance(rule, ReadAs):
        return _read_as({reading: judge_rule(each, measured) for reading, each in rule.readings.items()})
    return judge_limit(rule, measured.quantity(rule.of))


def judge_limit(rule: Limit, quantity: Quantity) -> Judgement:
    """Judge one quantity: outside the limits it fails, and where its interval straddles one it depends."""
    low, high = allowed(rule)
    interval = quantity.interval
    ends = (quantity.value, quantity.value) if interval is None else (interval.low, interval.high)
    beyond = distance(quantity.value, low, high)
    inside = (low is None or ends[0] >= low) and (high is None or ends[1] <= high)
    outside = (low is not None and ends[1] < low) or (high is not None and ends[0] > high)
    if inside:
        return Judgement("holds", "", beyond)
    if outside:
        return Judgement("fails", "", beyond)
    return Judgement("depends", "its interval straddles the limit: more repeats or a larger run would tell", beyond)


def at_size(found: Judgement, size: Size, reached: int) -> Judgement:
    """Take back what a run of `reached` users cannot know about a claim on a larger size."""
    if reached >= size.users or (found.verdict == "fails" and size.worse_with_size):
        return found
    why = f"{found.verdict} at {_users(reached)}, and the claim is about {_users(size.users)}: take a run of that size"
    return Judgement("not measured here", why, found.beyond)


def allowed(rule: Limit) -> tuple[float | None, float | None]:
    """Return the least and the greatest value a limit allows, None where that side is open."""
    match rule:
        case AtMost(limit):
            return None, limit
        case AtLeast(limit):
            return limit, None
        case Between(low, high):
            return low, high
        case Equals(value, tolerance):
            return value - tolerance, value + tolerance


def headline_limit(rule: Rule | None, measured: Measurement) -> Limit | None:
    """Return the limit that judges a measurement's first quantity, of several readings the first; None without one."""
    first = measured.quantities[0].name
    if rule is None:
        return None
    if isinstance(rule, AllOf | ReadAs):
        rules = rule.rules if isinstance(rule, AllOf) else tuple(rule.readings.values())
        limits = (headline_limit(each, measured) for each in rules)
        return next((limit for limit in limits if limit is not None), None)
    return rule if rule.of in ("", first) else None


def distance(value: float, low: float | None, high: float | None) -> float:
    """Return how far a value lies beyond the nearest limit, relative to it, in units where it is zero; negative inside.

    >>> distance(220, None, 200), distance(150, None, 200), distance(40, 50, None), distance(35, 30, 40)
    (0.1, -0.25, 0.2, -0.125)
    >>> distance(17, None, 0), distance(0, 0, 0)
    (17.0, 0.0)
    """
    beyond = [sign * (value - limit) / (abs(limit) or 1) for sign, limit in ((-1, low), (1, high)) if limit is not None]
    return max(beyond) + 0.0


def worst(verdicts: Sequence[Verdict]) -> Verdict:
    """Return the verdict of several together: one that fails outweighs all others, and all must hold."""
    return min(verdicts, key=WORST_FIRST.index)


def _all_of(found: Sequence[Judgement]) -> Judgement:
    verdict = worst([each.verdict for each in found])
    mine = [each for each in found if each.verdict == verdict]
    beyond = [each.beyond for each in mine if each.beyond is not None]
    why = "; ".join(dict.fromkeys(each.why for each in mine if each.why))
    return Judgement(verdict, why, max(beyond) if beyond else None)


def _read_as(found: dict[str, Judgement]) -> Judgement:
    if len({each.verdict for each in found.values()}) == 1:
        return _all_of(list(found.values()))
    said = ", ".join(f"{each.verdict} {reading}" for reading, each in found.items())
    beyond = [each.beyond for each in found.values() if each.beyond is not None]
    return Judgement("depends", f"how it is read: {said}", max(beyond) if beyond else None)


def _users(n: int) -> str:
    return f"{n:,} users"
