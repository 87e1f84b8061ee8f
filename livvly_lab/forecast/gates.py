"""Gates read from what a file declares, and judged by a result."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from livvly_lab.domain.gates import BOUNDS, Bound, Gate, GateOutcome, Scalar
from livvly_lab.errors import UsageError
from livvly_lab.forecast.paths import Found, Names, PathError, follow, read_path

EXAMPLE = '[[gate]] number = "skew.users.worst" max = 0.06'
_WORDS = {"number", "name", "why", "optional", *BOUNDS}


def read_gates(
    declared: Mapping[str, Any], schema: Mapping[str, Any], file: str, names: Names | None = None
) -> tuple[Gate, ...]:
    """Return the gates that a file declares as tables `gate`.

    Raises UsageError naming the file, the gate and what is wrong with it: a path the schema or `names` do not know,
    an unknown word, no bound, a bound of another kind than what stands there.
    """
    tables = declared.get("gate")
    if set(declared) != {"gate"} or not isinstance(tables, list) or not all(isinstance(t, dict) for t in tables):
        found = f"the keys {', '.join(declared)}" if declared else "nothing"
        raise UsageError(f"tables [[gate]] in {file}, and nothing else", found, f"for example: {EXAMPLE}")
    return tuple(_gate(table, schema, f"gate {place} of {file}", names) for place, table in enumerate(tables, start=1))


def judge_gates(gates: Iterable[Gate], results: Mapping[str, Any]) -> tuple[GateOutcome, ...]:
    """Judge every bound of every gate, in their order."""
    return tuple(
        _judge(gate, bound, limit, follow(gate.path, results)) for gate in gates for bound, limit in gate.bounds.items()
    )


def _gate(table: Mapping[str, Any], schema: Mapping[str, Any], where: str, names: Names | None) -> Gate:
    for word in table:
        if word not in _WORDS:
            near = get_close_matches(word, sorted(_WORDS), n=1)
            do = f"did you mean {near[0]}?" if near else "leave it out"
            raise UsageError(f"one of {', '.join(sorted(_WORDS))} in {where}", repr(word), do)
    text = _word(table, "number", where)
    if not text:
        raise UsageError(f"number, the path of what is limited, in {where}", "none", f"for example: {EXAMPLE}")
    try:
        path, numbers = read_path(text, schema, names)
    except PathError as error:
        raise UsageError(f"{error.expected} in {where}", error.found, error.do) from None
    optional = table.get("optional", False)
    if not isinstance(optional, bool):
        raise UsageError(f"optional to be true or false in {where}", repr(optional), "leave it out for false")
    bounds = _bounds(table, where, text, numbers=numbers)
    return Gate(_word(table, "name", where) or text, path, bounds, optional, _word(table, "why", where))


def _word(table: Mapping[str, Any], name: str, where: str) -> str:
    value = table.get(name, "")
    if not isinstance(value, str):
        raise UsageError(f"{name} to be a text in {where}", repr(value), "put it in quotation marks")
    return value


def _bounds(table: Mapping[str, Any], where: str, text: str, *, numbers: bool) -> dict[Bound, Scalar]:
    """Return the bounds of a gate: numbers for what is a number, texts or truth values for what is not."""
    bounds: dict[Bound, Scalar] = {bound: table[bound] for bound in BOUNDS if bound in table}
    if not bounds:
        raise UsageError(f"max, min or equals in {where}", "none of them", f"for example: {EXAMPLE}")
    for bound, limit in bounds.items():
        is_number = isinstance(limit, (int, float)) and not isinstance(limit, bool)
        if not numbers and bound != "equals":
            raise UsageError(f"equals in {where}, since {text} is no number", bound, "write equals, or count rows")
        if is_number != numbers or not isinstance(limit, (str, int, float)):
            kind = "a number" if numbers else "a text, true or false"
            raise UsageError(f"{bound} to be {kind} in {where}", repr(limit), f"{text} holds such a value")
    low, high = bounds.get("min"), bounds.get("max")
    if isinstance(low, (int, float)) and isinstance(high, (int, float)) and low > high:
        raise UsageError(f"min up to max in {where}", f"min {low} and max {high}", "exchange them")
    return bounds


def _judge(gate: Gate, bound: Bound, limit: Scalar, found: Sequence[Found]) -> GateOutcome:
    if not found:
        return GateOutcome(gate, bound, limit, None, "", broken=not gate.optional)
    out = _farthest(bound, limit, found)
    return GateOutcome(gate, bound, limit, out.value, out.row, broken=_breaks(bound, limit, out.value))


def _farthest(bound: Bound, limit: Scalar, found: Sequence[Found]) -> Found:
    """Return the value that breaks a bound the most, or comes nearest to it."""
    if bound == "max":
        return max(found, key=lambda each: each.value)
    if bound == "min":
        return min(found, key=lambda each: each.value)
    return next((each for each in found if each.value != limit), found[0])


def _breaks(bound: Bound, limit: Any, value: Any) -> bool:
    return bool(value > limit if bound == "max" else value < limit if bound == "min" else value != limit)
