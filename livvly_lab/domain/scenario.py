"""Scenarios: what is done to a database step by step, and what each step should come to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from livvly_lab.errors import LabError

TAKEN, REFUSED = "taken", "refused"
AS_TOLD = "steps that went otherwise"
"""The quantity that counts the steps of a scenario which name none of their own."""

REASONS = {
    "check": "23514",
    "unique": "23505",
    "foreign key": "23503",
    "not null": "23502",
    "overflow": "22003",
    "division by zero": "22012",
}
"""Why a server may refuse a statement, and its SQLSTATE."""

_KEYS = ("wants", "of", "counts", "sessions")
_HEADER = re.compile(rf"-- (?P<key>{'|'.join(_KEYS)}): (?P<value>\S.*)")
_REFUSAL = re.compile(rf"{REFUSED}(?: by (?P<reason>{'|'.join(REASONS)}))?")
_PARAMETER = re.compile(r"%\(([a-z_][a-z0-9_]*)\)s")


@dataclass(frozen=True)
class Step:
    """One statement of a scenario: its tables as `{users}`, ids that the experiment draws as `%(reader)s`.

    `wants` is "taken", "refused", "refused by" a reason of REASONS, or the values of the row it returns, joined by
    commas; of a statement without rows, how many it concerned. Empty: it prepares the others. `of` names the
    quantity that counts it where it goes otherwise. `counts` names a quantity that is the number it returns, in
    place of a want. `sessions` above 1 execute it at once, each in a transaction of its own.
    """

    says: str
    sql: str
    wants: str = ""
    of: str = AS_TOLD
    counts: str = ""
    sessions: int = 1

    @property
    def ids(self) -> frozenset[str]:
        """The names of the ids it needs."""
        return frozenset(_PARAMETER.findall(self.sql))

    @property
    def refusal(self) -> str | None:
        """The SQLSTATE with which it should be refused, empty for any; None where it should not be."""
        found = _REFUSAL.fullmatch(self.wants)
        return REASONS.get(found["reason"] or "", "") if found else None


@dataclass(frozen=True)
class Scenario:
    """Steps that build on each other, and what they tell together, as a clause for a sentence."""

    says: str
    steps: Sequence[Step] = field(repr=False)

    @property
    def ids(self) -> frozenset[str]:
        """The names of all ids its steps need."""
        return frozenset().union(*(step.ids for step in self.steps))


def parse_scenario(name: str, text: str) -> Scenario:
    """Read a scenario: a line `-- <what it tells>`, then steps, an empty line between any two.

    A step is a line `-- <what is done>`, lines `-- key: value` with the keys wants, of, counts and sessions, and one
    statement below. Raises LabError naming the step that has another form.
    """
    blocks = [block for block in re.split(r"\n\s*\n", text.strip()) if block]
    first, steps = blocks[0].splitlines(), [_step(name, block) for block in blocks[1:]]
    if len(first) != 1 or not first[0].startswith("-- ") or not steps:
        raise _refusal(name, "a line '-- <what it tells>' and steps below an empty line", blocks[0][:60])
    return Scenario(first[0].removeprefix("-- "), tuple(steps))


def _step(name: str, block: str) -> Step:
    comments = [line for line in block.splitlines() if line.startswith("--")]
    statement = block.splitlines()[len(comments) :]
    headers = {found["key"]: found["value"] for line in comments[1:] if (found := _HEADER.fullmatch(line))}
    if not statement or not comments or len(headers) != len(comments) - 1 or "--" in "".join(statement):
        raise _refusal(name, f"-- <what is done>, lines -- {'|'.join(_KEYS)}: …, one statement", block[:60])
    if headers.get("wants", "").startswith(REFUSED) and not _REFUSAL.fullmatch(headers["wants"]):
        raise _refusal(name, f"{REFUSED}, or {REFUSED} by {', '.join(REASONS)}", headers["wants"])
    return Step(
        says=comments[0].removeprefix("-- "),
        sql="\n".join(statement).removesuffix(";"),
        wants=headers.get("wants", ""),
        of=headers.get("of", AS_TOLD),
        counts=headers.get("counts", ""),
        sessions=int(headers.get("sessions", "1")),
    )


def _refusal(name: str, expected: str, found: str) -> LabError:
    return LabError(f"{expected} in the scenario {name}", repr(found), "correct its lines")
