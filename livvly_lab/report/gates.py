"""What became of gates, in lines for a terminal and rows for machines."""

from collections.abc import Iterator, Sequence
from typing import Any

from livvly_lab.domain.gates import Bound, GateOutcome, Scalar
from livvly_lab.report import fmt

_SIGNS: dict[Bound, tuple[str, str]] = {"max": (">", "<="), "min": ("<", ">="), "equals": ("!=", "=")}
"""How a value stands to its bound: where it breaks it, and where it keeps to it."""


def outcome_line(outcome: GateOutcome) -> str:
    """Say in one line what became of a bound: where it is kept to, where it breaks, where nothing stands.

    The value has as many digits as it takes to see on which side of the limit it lies.
    """
    name, limit = outcome.gate.name, outcome.limit
    if outcome.value is None:
        return f"gate: {name} has no value in this result ({outcome.bound} {_written(limit)} asked for)"
    sign = _SIGNS[outcome.bound][0 if outcome.broken else 1]
    value = _short(outcome.value)
    if outcome.broken and value == _written(limit):
        value = _written(outcome.value)
    row = f" ({outcome.row})" if outcome.row and outcome.row not in name else ""
    return f"gate: {name} {value} {sign} {_written(limit)}{row}"


def outcome_lines(outcomes: Sequence[GateOutcome]) -> Iterator[str]:
    """Yield a line for each bound that broke, then how many gates were judged."""
    broken = [each for each in outcomes if each.broken]
    yield from map(outcome_line, broken)
    gates = len({id(each.gate) for each in outcomes})
    bad = len({id(each.gate) for each in broken})
    if bad:
        yield f"{bad} of {fmt.plural(gates, 'gate')} {'is' if bad == 1 else 'are'} broken"
    else:
        yield f"{fmt.plural(gates, 'gate')} {'holds' if gates == 1 else 'hold'}"


def outcome_document(outcome: GateOutcome) -> dict[str, Any]:
    """Return what became of a bound for machines, in full precision."""
    gate = outcome.gate
    return {
        "gate": gate.name,
        "number": gate.path.text,
        "bound": outcome.bound,
        "limit": outcome.limit,
        "value": outcome.value,
        "row": outcome.row,
        "broken": outcome.broken,
        "why": gate.why,
    }


def _short(value: Scalar) -> str:
    if not isinstance(value, float):
        return _written(value)
    return f"{value:.0f}" if abs(value) >= 10_000 else f"{value:.4g}"


def _written(value: Scalar) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, float) and float(f"{value:g}") == value else str(value)
