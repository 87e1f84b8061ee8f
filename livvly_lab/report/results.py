"""results.json: its schema, and the check that what a run hands over follows it."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from livvly_lab.errors import ReportError

SCHEMA_VERSION = 1
SCHEMA_PATH = Path(__file__).with_name("results.schema.json")


def validate(results: Mapping[str, Any]) -> None:
    """Check results against the schema.

    Raises ReportError with the path of the field that is wrong, what was expected there and what was found.
    """
    wrong = best_match(_validator().iter_errors(results))
    if wrong is None:
        return
    place = "$" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in wrong.absolute_path)
    expected = json.dumps({wrong.validator: wrong.validator_value}, ensure_ascii=False)
    raise ReportError(
        f"{place} of results.json to follow {expected}", wrong.message, f"compare it with {SCHEMA_PATH.name}"
    )


@cache
def schema() -> dict[str, Any]:
    """Return the JSON Schema of results.json."""
    loaded: dict[str, Any] = json.loads(SCHEMA_PATH.read_text(encoding="utf-8"))
    return loaded


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(schema())
