"""The checks of a design, read from its package: one .sql file each, selecting the rows that break it."""

import re
from importlib.resources import files
from typing import get_args

from livvly_lab.domain.population import Check, CheckKind
from livvly_lab.errors import LabError

_FORM = re.compile(r"-- (?P<says>\S.*)\n-- kind: (?P<kind>\w+)\n(?P<sql>(?!--).+)", re.DOTALL)


def read_checks(package: str) -> tuple[Check, ...]:
    """Read every check under `<package>/checks`, ordered by name. Raises LabError naming a file that cannot be read."""
    found = [file for file in (files(package) / "checks").iterdir() if file.name.endswith(".sql")]
    return tuple(
        parse_check(file.name.removesuffix(".sql"), file.read_text(encoding="utf-8"))
        for file in sorted(found, key=lambda file: file.name)
    )


def parse_check(name: str, text: str) -> Check:
    """Read one check: a line `-- <sentence that is true>`, a line `-- kind: <kind>`, the SQL below.

    Raises LabError where the text has another form or the kind is unknown.
    """
    form = _FORM.fullmatch(text.strip())
    kinds: dict[str, CheckKind] = {kind: kind for kind in get_args(CheckKind)}
    if form is None or form["kind"] not in kinds:
        raise LabError(
            f"checks/{name}.sql to begin with '-- <sentence>' and '-- kind: <one of {', '.join(kinds)}>'",
            repr(text[:60]),
            "write the two lines above the SQL",
        )
    return Check(name, form["says"], kinds[form["kind"]], form["sql"].removesuffix(";"))
