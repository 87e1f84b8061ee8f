"""What changed between two results, in lines for a terminal and as a document for machines."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from livvly_lab.domain.comparing import Change, Comparison, Moved
from livvly_lab.domain.results import Interval
from livvly_lab.report import fmt

SHOWN = 12
"""Lines of one kind that a terminal shows; the rest are counted."""

_SERIOUS = (".verdict", "checks.", "findings.", "claims.", ".claimed_verdict")


def comparison_lines(found: Comparison, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a terminal shows: what was asked for, what reads differently, what moved, what came and went."""
    yield f"A  {_asked(before['run'])}"
    yield f"B  {_asked(after['run'])}"
    if found.same:
        yield f"nothing changed: {_numbers(found)}"
        return
    yield from _part("asked for", [_change(each) for each in found.sizes], len(found.sizes))
    yield from _part("changed", [_change(each) for each in sorted(found.changed, key=_gravity)])
    yield from _part("moved beyond noise, the farthest first", [_move(each) for each in found.moved])
    yield from _part("only in A", found.removed)
    yield from _part("only in B", found.added)
    if found.shift is not None:
        yield (
            f"times of all queries: {fmt.factor(found.shift)} in the middle, most within {fmt.factor(found.spread)} of "
            "that; only what lies beyond counts as moved"
        )
    yield _numbers(found)


def comparison_document(found: Comparison) -> dict[str, Any]:
    """Return the comparison for machines, in full precision."""
    return {
        "sizes": [asdict(each) for each in found.sizes],
        "changed": [asdict(each) for each in found.changed],
        "moved": [asdict(each) for each in found.moved],
        "added": list(found.added),
        "removed": list(found.removed),
        "compared": found.compared,
        "without_noise": found.without_noise,
        "shift": found.shift,
        "spread": found.spread,
    }


def _asked(run: Mapping[str, Any]) -> str:
    users = run["shards"] * run["users_per_shard"]
    return (
        f"{run['design']} · {fmt.plural(run['shards'], 'shard')} · {fmt.plural(users, 'user')} · {run['layout']} · "
        f"seed {run['seed']}"
    )


def _part(title: str, lines: Sequence[str], most: int = SHOWN) -> Iterator[str]:
    if not lines:
        return
    yield f"{title}: {fmt.count(len(lines))}"
    yield from (f"  {line}" for line in lines[:most])
    if len(lines) > most:
        yield f"  and {fmt.count(len(lines) - most)} more: --json has them all"


def _change(each: Change) -> str:
    return f"{each.where}: {_word(each.before)} → {_word(each.after)}"


def _move(each: Moved) -> str:
    factor = f"  {fmt.factor(each.factor)}" if each.factor is not None else ""
    return f"{each.where}: {_number(each.where, each.before)} → {_number(each.where, each.after)}{factor}"


def _number(where: str, value: Interval | float) -> str:
    """Write a number in the unit that its name says."""
    if isinstance(value, Interval):
        return fmt.interval(value, "ms" if "_ms" in where else "s" if "seconds" in where else "")
    if where.endswith("_bytes"):
        return fmt.size(value)
    if where.endswith(".worst"):
        return fmt.share(value)
    return fmt.count(value) if isinstance(value, int) else fmt.number(value)


def _word(value: Any) -> str:
    return fmt.ABSENT if value is None else fmt.cell(value) if isinstance(value, bool) else str(value)


def _gravity(each: Change) -> bool:
    """Sort verdicts, checks and findings before the rest."""
    return not any(sign in each.where for sign in _SERIOUS)


def _numbers(found: Comparison) -> str:
    alone = f"; {fmt.count(found.without_noise)} stand without an interval and were not" if found.without_noise else ""
    return f"{fmt.plural(found.compared, 'number')} compared{alone}"
