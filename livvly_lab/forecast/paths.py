"""Paths to numbers of results.json: read against its schema, and followed in a result.

A path is words with dots between: `queries.call_history.p95_ms.max`. In a list a word is a field of its rows, or
else the name of a row, which is its first field. `[field=value]` keeps the rows that have it, whatever the value
holds: `indexes[state=unusable].count`. The last word may say how many values become one.
"""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from livvly_lab.domain.gates import AGGREGATES, Aggregate, Choose, NumberPath, Take
from livvly_lab.errors import UsageError

Names = Mapping[str, Collection[str]]
"""Names of the rows of a list, where they are known before there is a result."""

_WORD = re.compile(r"\.?(?P<word>[^.\[\]]+)|\[(?P<field>[^\[\]=]+)=(?P<value>[^\[\]]*)\]")
_ROW_NAMES = {"string", "integer"}
_NUMBERS = {"number", "integer"}


@dataclass(frozen=True)
class Found:
    """A value at a path, and the row it stands in, empty where it stands in none."""

    value: Any
    row: str


class PathError(UsageError):
    """A path leads nowhere: what was looked for, what was found, which paths are near."""


def read_path(text: str, schema: Mapping[str, Any], names: Names | None = None) -> tuple[NumberPath, bool]:
    """Return the path a text means, and whether numbers stand there (else words or truth values).

    Raises PathError where the schema has no such path, or a row is not among the names known of its list.
    """
    return _Reader(text, schema, names or {}).read()


def follow(path: NumberPath, results: Mapping[str, Any]) -> list[Found]:
    """Return what stands at a path, null left out; one value where the path has an aggregate and values to take."""
    found: list[Found] = [Found(results, "")]
    for step in path.steps:
        rows = list(_each(found))
        if isinstance(step, Take):
            found = [Found(each.value[step.name], each.row) for each in rows if step.name in each.value]
        else:
            found = [each for each in rows if as_text(each.value.get(step.name)) == step.value]
    values = [each for each in _each(found) if each.value is not None]
    return _aggregated(values, path.aggregate) if path.aggregate else values


def as_text(value: Any) -> str:
    """Write a value of a result as a path does.

    >>> as_text(True), as_text(None), as_text(3), as_text("users")
    ('true', 'null', '3', 'users')
    """
    return value if isinstance(value, str) else json.dumps(value)


def row_name(schema: Mapping[str, Any], item: Mapping[str, Any]) -> str | None:
    """Return the field that names the rows of a list: the first that is required, where it is a word or a number."""
    first = next(iter(item.get("required", ())), None)
    return first if first and _types(_seen(schema, item["properties"][first])) <= _ROW_NAMES else None


class _Reader:
    """Reads one path word by word, keeping the part of the schema it has come to."""

    def __init__(self, text: str, schema: Mapping[str, Any], names: Names) -> None:
        self._text, self._schema, self._names = text, schema, names
        self._node = dict(schema)
        self._said = ""
        self._steps: list[Take | Choose] = []
        self._aggregate: Aggregate | None = None
        self._misspelt: PathError | None = None

    def read(self) -> tuple[NumberPath, bool]:
        """Return the path and whether it ends in numbers; raise PathError at the first word that leads nowhere."""
        at = 0
        while at < len(self._text):
            word = _WORD.match(self._text, at)
            if word is None or self._aggregate is not None:
                raise self._lost(self._text[at:].lstrip("."), ())
            if word["word"] is not None:
                self._take(word["word"])
            else:
                self._choose(word["field"], word["value"])
            self._said, at = self._text[: word.end()], word.end()
        return NumberPath(self._text, tuple(self._steps), self._aggregate), self._ends_in_numbers()

    def _take(self, word: str) -> None:
        rows = self._rows()
        fields = (rows or self._node).get("properties", {})
        if word in fields:
            self._steps.append(Take(word))
            self._node = _seen(self._schema, fields[word])
        elif rows is None and isinstance(self._node.get("additionalProperties"), dict):
            self._steps.append(Take(word))
            self._node = _seen(self._schema, self._node["additionalProperties"])
        elif word in AGGREGATES and self._may_become_one(word):
            self._aggregate = next(each for each in AGGREGATES if each == word)
        elif rows is not None and (key := row_name(self._schema, rows)) is not None:
            self._choose_by_name(key, word, fields)
        else:
            raise self._lost(word, fields)

    def _choose_by_name(self, key: str, word: str, fields: Mapping[str, Any]) -> None:
        known = self._names.get(self._said)
        already = any(isinstance(step, Choose) for step in self._steps[-1:])
        if already or (known is not None and word not in known):
            raise self._lost(word, [*fields, *(known or ())])
        if known is None and get_close_matches(word, fields, n=1, cutoff=0.8):
            self._misspelt = self._lost(word, fields)  # to be said if this row leads nowhere
        self._steps.append(Choose(key, word))

    def _choose(self, field: str, value: str) -> None:
        rows = self._rows()
        if rows is None or field not in rows["properties"]:
            raise self._lost(f"[{field}={value}]", [f"[{name}={value}]" for name in (rows or {}).get("properties", ())])
        allowed = _seen(self._schema, rows["properties"][field]).get("enum")
        if allowed is not None and value not in map(as_text, allowed):
            raise self._lost(f"[{field}={value}]", [f"[{field}={as_text(each)}]" for each in allowed])
        self._steps.append(Choose(field, value))

    def _rows(self) -> dict[str, Any] | None:
        """Return the schema of the rows, where the path has come to a list of them."""
        items = _seen(self._schema, self._node["items"]) if "items" in self._node else {}
        return items if "properties" in items else None

    def _may_become_one(self, word: str) -> bool:
        return word == "count" or self._holds_numbers()

    def _holds_numbers(self) -> bool:
        node = self._node
        while "items" in node:
            node = _seen(self._schema, node["items"])
        return bool(_types(node) & _NUMBERS)

    def _ends_in_numbers(self) -> bool:
        node = self._node
        while "items" in node:
            node = _seen(self._schema, node["items"])
        if "properties" in node and self._aggregate is None:
            raise self._misspelt or self._lost("", [*node["properties"], *(["count"] if self._rows() else [])])
        return self._aggregate is not None or self._holds_numbers()

    def _lost(self, word: str, options: Collection[str]) -> PathError:
        """Return the error: what stands where the path still was right, and which paths are near."""
        before = f"{self._said}{'' if not self._said or word.startswith('[') else '.'}"
        options = options or self._continuations()
        near = get_close_matches(word, options, n=3, cutoff=0.5) or list(options)[:12]
        dotted = [f"{self._said}{'' if each.startswith('[') or not self._said else '.'}{each}" for each in near]
        do = f"did you mean {' or '.join(dotted)}?" if near else f"end it at {self._said}"
        return PathError("a path of results.json", repr(f"{before}{word}" if word else self._said), do)

    def _continuations(self) -> list[str]:
        """Return the words that may follow."""
        fields = list((self._rows() or self._node).get("properties", ()))
        return fields + [each for each in AGGREGATES if self._aggregate is None and self._may_become_one(each)]


def _seen(schema: Mapping[str, Any], node: Mapping[str, Any]) -> dict[str, Any]:
    """Return a part of the schema with its reference followed; of what may be null, the part that is not."""
    if "$ref" in node:
        target: Any = schema
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        return _seen(schema, target)
    if "anyOf" in node:
        return next(seen for each in node["anyOf"] if _types(seen := _seen(schema, each)) != {"null"})
    return dict(node)


def _types(node: Mapping[str, Any]) -> set[str]:
    """Return the JSON types a part of the schema allows, null left out where there are others."""
    if "const" in node:
        return {"integer" if isinstance(node["const"], int) else "string"}
    if "enum" in node:
        return {"string"}
    types = node.get("type", ())
    return {types} if isinstance(types, str) else set(types) - {"null"}


def _each(found: Collection[Found]) -> Iterator[Found]:
    """Yield values with the rows of lists one by one."""
    for each in found:
        if isinstance(each.value, list):
            yield from _each([Found(item, _named(item) or each.row) for item in each.value])
        else:
            yield each


def _named(item: Any) -> str:
    """Return how a row is told from the others: its first field, and its shard if it has one."""
    if not isinstance(item, dict) or not item:
        return ""
    first = next(iter(item.values()))
    shard = item.get("shard")
    name = first if isinstance(first, str) else ""
    return f"{name}, shard {shard}" if name and shard is not None else name


def _aggregated(found: list[Found], aggregate: Aggregate) -> list[Found]:
    values = [each.value for each in found]
    match aggregate:
        case "count":
            return [Found(len(values), "")]
        case "sum":
            return [Found(sum(values), "")]
    if not values:
        return []
    match aggregate:
        case "mean":
            return [Found(sum(values) / len(values), "")]
        case "median":
            ordered, half = sorted(values), len(values) // 2
            return [Found(ordered[half] if len(values) % 2 else (ordered[half - 1] + ordered[half]) / 2, "")]
        case "min":
            return [min(found, key=lambda each: each.value)]
        case "worst":
            return [max(found, key=lambda each: abs(each.value))]
    return [max(found, key=lambda each: each.value)]
