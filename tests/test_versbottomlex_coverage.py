"""The checklist of VersBottomLex: every item is answered by objects that are there, and by a test that names them."""

import ast
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from claims_for_tests import loaded, measure, values

from livvly_lab.checkout import folder
from livvly_lab.designs import DESIGNS
from livvly_lab.designs.versbottomlex.claims.checklist import COVERAGE, checkboxes, items
from livvly_lab.domain.parameters import Parameters
from livvly_lab.domain.physical import LAYOUTS
from livvly_lab.lab.notebooks import notebook_paths
from livvly_lab.lab.run import Run
from livvly_lab.report import dictionary

Filled = Callable[[Parameters], Run]

TESTS = Path(__file__).parent
DOCUMENTS = {
    "erd": "01_erd",
    "dictionary": "index.html",
    "query plans": "03_query_plans",
    "index economics": "04_index_economics",
    "capacity forecast": "05_capacity_forecast",
    "layouts": "07_layouts",
    "migrations": "migrations.html",
}
"""The notebook or page of the dictionary that generates each document."""


def test_all_eighteen_checkboxes_and_eighty_items_are_mapped_once() -> None:
    assert len(checkboxes()) == len(DESIGNS["versbottomlex"].criteria) == 18
    assert len({(each["checkbox"], each["item"]) for each in COVERAGE["items"]}) == len(COVERAGE["items"]) == 80
    assert [each for each in COVERAGE["items"] if not each["objects"] or not each["tests"]] == []
    texts = {each.id: each.text for each in DESIGNS["versbottomlex"].criteria}
    assert [e for e in COVERAGE["items"] if e["item"].lower() not in texts[e["checkbox"]].lower()] == []


def test_each_placeholder_of_the_document_has_a_value_and_a_reason() -> None:
    assert len(COVERAGE["parameters"]) == 5
    assert all(each["value"] in each["placeholder"] or each["value"] == "public" for each in COVERAGE["parameters"])
    assert all(each["why"] for each in COVERAGE["parameters"])


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_object_is_in_the_catalog_and_one_that_goes_is_missed(
    layout: str, filled: Filled, copied: Callable[[Run], Run]
) -> None:
    every = {f"{key}: {item}": objects for key in checkboxes() for item, objects in items(key).items()}
    with loaded(copied(filled(Parameters("versbottomlex", 8, 40, layout=layout)))) as at:
        found = measure(at, "items_unanswered", items=every)
        assert [row for row in found.detail if row["lacking"] != "–"] == []
        at.connection.execute("DROP VIEW tips")
        at.connection.execute("DROP FUNCTION audience_of(uuid)")
        assert values(measure(at, "items_unanswered", items=every))["without an answer"] == 3


def test_every_test_that_is_named_is_there() -> None:
    defined = {
        f"tests/{path.name}::{node.name}"
        for path in TESTS.glob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef)
    }
    assert sorted({test for each in COVERAGE["items"] for test in each["tests"]} - defined) == []


def test_every_document_is_generated() -> None:
    named = {o.removeprefix("document ") for e in COVERAGE["items"] for o in e["objects"] if o.startswith("document ")}
    named |= {each["document"] for each in COVERAGE["deliverables"]}
    made = {path.stem for path in notebook_paths()} | {link.href for link in dictionary.LISTS} | {"index.html"}
    assert {name for name in named if DOCUMENTS[name] not in made} == set()
    assert len(COVERAGE["deliverables"]) == 5
    assert (folder("diagrams") / "versbottomlex" / "overview.svg").is_file()


def test_the_file_is_as_json_writes_it() -> None:
    text = (folder("data") / "versbottomlex" / "coverage.json").read_text()
    assert json.dumps(json.loads(text), indent=1, ensure_ascii=False) + "\n" == text
