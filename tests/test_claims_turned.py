"""The rule of every claim turned both ways: measurements on which it holds, and on which it fails.

`claims_turned/<design>.json` maps each claim with a rule to two maps from a quantity's name to its value.
"""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from livvly_lab.designs import DESIGNS
from livvly_lab.domain.claims import Measurement, Quantity
from livvly_lab.forecast.verdicts import judge

Values = Mapping[str, float]

FOLDER = Path(__file__).with_name("claims_turned")
TURNED: Mapping[str, Mapping[str, tuple[Values, Values]]] = {
    path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))
}


EACH = [(design, claim) for design, claims in TURNED.items() for claim in claims]


@pytest.mark.parametrize(("design", "key"), EACH, ids=[key for _, key in EACH])
def test_the_rule_of_a_claim_turns_both_ways(design: str, key: str) -> None:
    claim = next(claim for claim in DESIGNS[design].claims if claim.id == key)
    reached = claim.size.users if claim.size else 1
    good, bad = (
        Measurement(tuple(Quantity(value, "x", name) for name, value in values.items()), "found")
        for values in TURNED[design][key]
    )
    assert judge(claim, good, reached).verdict == "holds"
    assert judge(claim, bad, reached).verdict == "fails"


@pytest.mark.parametrize("design", TURNED)
def test_every_claim_with_a_rule_is_among_those_turned(design: str) -> None:
    assert {claim.id for claim in DESIGNS[design].claims if claim.rule} == TURNED[design].keys()
