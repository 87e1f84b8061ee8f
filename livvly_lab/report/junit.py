"""JUnit XML: checks, gates and claims as test cases, for what shows the outcome of CI.

A case fails where a check is broken, a gate breaks or a claim fails; a claim that depends, or was not measured here,
is skipped with its reason.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree import ElementTree as ET

from livvly_lab.domain.gates import GateOutcome
from livvly_lab.report.gates import outcome_line

_NOT_XML = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
"""Characters that no XML document may hold."""


def junit_xml(results: Mapping[str, Any], outcomes: Sequence[GateOutcome]) -> str:
    """Return a JUnit document: a suite of checks, one of gates and one of claims, as far as there are any."""
    root = ET.Element("testsuites", name="livvly-lab")
    design = results["run"]["design"]
    _suite(root, f"{design}.checks", [_check(each) for each in results["checks"]])
    _suite(root, f"{design}.gates", [_gate(each) for each in outcomes])
    _suite(root, f"{design}.claims", [_claim(each) for each in results.get("claims", ())])
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


Case = tuple[str, str, str]
"""Name, what came of it ("", "failure" or "skipped"), and what is said about it."""


def _check(check: Mapping[str, Any]) -> Case:
    return check["name"], "" if check["ok"] else "failure", f"{check['says']}: {check['evidence']}".removesuffix(": ")


def _gate(outcome: GateOutcome) -> Case:
    why = f" ({outcome.gate.why})" if outcome.gate.why else ""
    result = "failure" if outcome.broken else "skipped" if outcome.value is None else ""
    return f"{outcome.gate.name} {outcome.bound}", result, outcome_line(outcome).removeprefix("gate: ") + why


def _claim(claim: Mapping[str, Any]) -> Case:
    result = {"holds": "", "fails": "failure"}.get(claim["verdict"], "skipped")
    return claim["id"], result, f"{claim['text']}: {claim['verdict']}; {claim['why']}"


def _suite(root: ET.Element, name: str, cases: Sequence[Case]) -> None:
    if not cases:
        return
    counts = Counter(result for _, result, _ in cases)
    numbers = {"tests": len(cases), "failures": counts["failure"], "errors": 0, "skipped": counts["skipped"]}
    suite = ET.SubElement(root, "testsuite", {"name": name} | {kind: str(number) for kind, number in numbers.items()})
    for case, result, says in cases:
        element = ET.SubElement(suite, "testcase", classname=name, name=_allowed(case))
        if result:
            ET.SubElement(element, result, message=_allowed(says))
        else:
            ET.SubElement(element, "system-out").text = _allowed(says)


def _allowed(text: str) -> str:
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
