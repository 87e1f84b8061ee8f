"""The samples of a design, read from its package: one .sql file for each distribution that is measured."""

import re
from collections.abc import Collection, Mapping
from importlib.resources import files
from typing import get_args

from livvly_lab.domain.draw import Distribution
from livvly_lab.domain.sample import Sample, SampleKind
from livvly_lab.errors import LabError

_FORM = re.compile(r"-- (?P<says>\S.*)\n(?P<header>(?:-- [a-z]+: .+\n)+)(?P<sql>(?!--)(?s:.+))")
_LINE = re.compile(r"-- (?P<key>[a-z]+): (?P<value>.+)")
_NUMBER = re.compile(r"\d+(\.\d+)?")
_REQUIRED = frozenset({"distribution", "kind", "unit"})
_KNOWN = _REQUIRED | {"axis", "step", "relative", "departs"}


def read_samples(package: str, shapes: Mapping[str, Distribution]) -> tuple[Sample, ...]:
    """Read every sample under `<package>/samples`, ordered by name. Raises LabError naming a file it cannot read."""
    found = [file for file in (files(package) / "samples").iterdir() if file.name.endswith(".sql")]
    return tuple(
        parse_sample(file.name.removesuffix(".sql"), file.read_text(encoding="utf-8"), shapes)
        for file in sorted(found, key=lambda file: file.name)
    )


def parse_sample(name: str, text: str, shapes: Mapping[str, Distribution]) -> Sample:
    """Read one sample: a line `-- <what is measured>`, lines `-- key: value`, the SQL below.

    Keys: distribution (one of `shapes`), kind, unit; where needed axis, step, relative (mean) and departs. Raises
    LabError where the text has another form, or names a key, kind or distribution there is none of.
    """
    form = _FORM.fullmatch(text.strip())
    if form is None:
        raise _refusal(name, "-- <what is measured>, then lines -- key: value, then SQL", repr(text[:60]))
    header = dict(_LINE.findall(form["header"]))
    if not _REQUIRED <= header.keys() <= _KNOWN:
        keys = f"the keys {', '.join(sorted(_REQUIRED))} and none but {', '.join(sorted(_KNOWN - _REQUIRED))} more"
        raise _refusal(name, keys, ", ".join(header))
    kinds: dict[str, SampleKind] = {kind: kind for kind in get_args(SampleKind)}
    _known(name, "kind", header["kind"], kinds)
    _known(name, "distribution", header["distribution"], shapes)
    _known(name, "relative", header.get("relative", "mean"), ("mean",))
    if _NUMBER.fullmatch(header.get("step", "0")) is None:
        raise _refusal(name, "a number after step:", header["step"])
    return Sample(
        name=name,
        says=form["says"],
        distribution=header["distribution"],
        shape=shapes[header["distribution"]],
        kind=kinds[header["kind"]],
        unit=header["unit"],
        sql=form["sql"].removesuffix(";"),
        axis=header.get("axis", ""),
        step=float(header.get("step", "0")),
        relative="relative" in header,
        departs=header.get("departs", ""),
    )


def read_sql(package: str, path: str) -> tuple[str, str]:
    """Read one .sql file of a design: the sentence of its first line, and the SQL below."""
    first, sql = (files(package) / path).read_text(encoding="utf-8").split("\n", 1)
    return first.removeprefix("-- "), sql.strip().removesuffix(";")


def _known(name: str, key: str, value: str, there: Collection[str]) -> None:
    if value not in there:
        raise _refusal(name, f"a {key} of {', '.join(there)}", value)


def _refusal(name: str, expected: str, found: str) -> LabError:
    return LabError(f"samples/{name}.sql with {expected}", found or "nothing", "correct the lines above the SQL")
