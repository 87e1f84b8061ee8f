"""Lints a design or any database: the catalog is read, the rules are run, what they found is told and shown."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from typing import Any

import psycopg
from psycopg import Connection
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from livvly_lab.checkout import folder
from livvly_lab.domain.catalog import Catalog, Intent, SoftReference, Wanted
from livvly_lab.domain.lint import LEVELS, Lint, Suppression
from livvly_lab.domain.parameters import Parameters, known
from livvly_lab.domain.physical import PhysicalDesign
from livvly_lab.domain.results import Finding, Level
from livvly_lab.errors import LabError, ServerError
from livvly_lab.forecast.lint.rules import RULES, at_least
from livvly_lab.forecast.lint.rules import lint as run_rules
from livvly_lab.lab.parts import Part
from livvly_lab.lab.run import Run, check, lay_out
from livvly_lab.measure.lint.catalog import misrouted, read_catalog, reading
from livvly_lab.placement.functions import FUNCTIONS
from livvly_lab.progress import Progress
from livvly_lab.report import lint as draw
from livvly_lab.report.exhibit import Exhibit
from livvly_lab.report.findings import worst_first
from livvly_lab.report.gallery import Gallery, Sentences
from livvly_lab.report.lint_findings import finding, lint_findings
from livvly_lab.scratch import ddl
from livvly_lab.scratch.foreign import CONNECT_LIMIT_S, MINIMUM_VERSION, describe
from livvly_lab.scratch.server import scratch

NOTEBOOK = "08_findings"
DEFAULT_LEVEL: Level = "low"
SCHEMA_VERSION = 1

_WANTED = re.compile(r"index on (?P<expression>\w+\s*\(.+\)) \(")
_DEFINITION = "definition of "
_LIMITS = (
    (
        "What the application does: a trigger that is missing may be replaced by code, an orphan be prevented by it. "
        "It takes the application's source to say so."
    ),
    "Indexes as the workload sees them: which of them no query chooses is said by the notebook of query plans.",
    "How much a remedy costs: each takes an experiment that builds the table both ways.",
)


@dataclass(frozen=True)
class Linted:
    """What the lint says of a design or a database: `target` names it, `level` is the one asked for.

    `findings` are those of the level and above; `broken` tells that there are any, stale suppressions included.
    """

    target: str
    level: Level
    lint: Lint
    findings: tuple[Finding, ...]

    @property
    def broken(self) -> bool:
        """Tell whether anything of the level asked for was found."""
        return bool(self.findings)

    def lines(self) -> Iterator[str]:
        """Yield what a terminal shows."""
        yield self.target
        yield from draw.lines(self.lint, at_least(self.lint.breaches, self.level), self._stale())

    def document(self) -> dict[str, Any]:
        """Return everything as one JSON document."""
        breaches = at_least(self.lint.breaches, self.level)
        return {
            "schema_version": SCHEMA_VERSION,
            "target": self.target,
            "level": self.level,
            "findings": [
                asdict(finding(each))
                | {"rule": each.rule, "object": each.object, "rows": each.rows}
                | {"size_bytes": each.size_bytes}
                for each in breaches
            ],
            "suppressed": [asdict(each) for _, each in self.lint.suppressed],
            "stale_suppressions": [asdict(each) for each in self.lint.stale],
            "checked": dict(self.lint.checked),
            "left_out": list(self.lint.left_out),
        }

    def _stale(self) -> Sequence[Suppression]:
        return self.lint.stale if LEVELS.index(self.level) >= LEVELS.index("low") else ()


@dataclass(frozen=True, repr=False)
class FindingsWalk:
    """The exhibits of the notebook, in its order."""

    overview: Exhibit
    rules: Gallery
    suppressed: Exhibit
    limits: Sentences


def findings(run: Run) -> FindingsWalk:
    """Run every rule on a loaded design, its rows included, and show what they found."""
    found = found_in(run)
    walk = FindingsWalk(
        overview=draw.overview(found),
        rules=draw.broken_rules(found),
        suppressed=draw.suppressed(found),
        limits=Sentences(_LIMITS, ""),
    )
    if run.run_dir is not None:
        Part(NOTEBOOK, {}, worst_first(lint_findings(found)), [walk.overview], walk.limits.items).write(run.run_dir)
    return walk


def found_in(run: Run) -> Lint:
    """Run every rule on a loaded design, its rows included."""
    with run.connect() as connection, reading(connection):
        catalog = read_catalog(connection, intent_of(run.physical))
        strays = misrouted(connection, run.physical, run.function)
    return judged(replace(catalog, misrouted=catalog.misrouted + strays), run.physical)


def lint(
    parameters: Parameters,
    *,
    server: str | None = None,
    level: str = DEFAULT_LEVEL,
    progress: Progress | None = None,
) -> Linted:
    """Lint a design, built without rows on a scratch server, or the database of a DSN, whoever made it.

    A database is only read, in one transaction; rules that need a design are left out and named. Raises UsageError
    for a level or design there is not, ServerError where the server cannot be reached or is older than 15.
    """
    progress = progress or Progress()
    known("--level", level, LEVELS)
    if server is not None:
        with _foreign(server) as connection, progress.stage("lint"), reading(connection):
            found = run_rules(read_catalog(connection))
        return told(describe(server), level, found)
    check(parameters)
    physical = lay_out(parameters)
    with progress.stage("build") as says, scratch() as own:
        with psycopg.connect(own.create_database(parameters.design), autocommit=True) as connection:
            ddl.create(connection, physical, FUNCTIONS[parameters.shard_function])
            with reading(connection):
                catalog = read_catalog(connection, intent_of(physical))
        says.append(f"PostgreSQL {own.version}, {len(catalog.tables)} tables without rows")
    shards = f", {parameters.shards} shards" if physical.layout.sharded else ""
    target = f"{parameters.design}, {parameters.layout}{shards}, without rows"
    return told(target, level, judged(catalog, physical))


def told(target: str, level: str, found: Lint) -> Linted:
    """Return what is said of a target from a level on."""
    asked = next(each for each in LEVELS if each == level)
    said = tuple(each for each in lint_findings(found) if LEVELS.index(each.level) <= LEVELS.index(asked))
    return Linted(target, asked, found, said)


def judged(catalog: Catalog, physical: PhysicalDesign) -> Lint:
    """Run the rules on the catalog of a laid-out design, with what the design suppresses."""
    return run_rules(catalog, suppressions(physical.design.name), physical.layout.name)


def suppressions(design: str) -> tuple[Suppression, ...]:
    """Read what a design has judged and accepted. Raises LabError naming an entry that is not whole."""
    return tuple(_suppression(design, each) for each in _declared(design, "suppressions"))


def _suppression(design: str, entry: Mapping[str, Any]) -> Suppression:
    file = f"data/{design}/suppressions.json"
    for name in ("rule", "object", "why"):
        if not entry.get(name):
            raise LabError(f"{name!r} in each entry of {file}", json.dumps(entry, ensure_ascii=False), "add it")
    if entry["rule"] not in RULES:
        raise LabError(f"a rule of the lint in {file}", repr(entry["rule"]), f"name one of {', '.join(RULES)}")
    return Suppression(entry["rule"], entry["object"], entry["why"], tuple(entry.get("layouts", ())))


def intent_of(physical: PhysicalDesign) -> Intent:
    """Return what the rules cannot read from a catalog: soft references, what had to be left out, who the users are."""
    soft = (
        SoftReference(each.table, each.column, each.target, each.why) for each in physical.references if not each.real
    )
    wanted = (
        Wanted(each["object"].removeprefix(_DEFINITION), found["expression"])
        for each in _declared(physical.design.name, "deviations")
        if each["object"].startswith(_DEFINITION) and (found := _WANTED.match(each["spec"]))
    )
    return Intent(physical.design.placement.root, tuple(soft), tuple(wanted))


def _declared(design: str, what: str) -> list[dict[str, Any]]:
    path = folder("data") / design / f"{what}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else []


@contextmanager
def _foreign(server: str) -> Iterator[Connection[Any]]:
    """Connect to a server the lab did not start, standbys included; no message shows the password."""
    where = describe(server)
    limit = conninfo_to_dict(server).get("connect_timeout", CONNECT_LIMIT_S)
    try:
        connection = psycopg.connect(make_conninfo(server, connect_timeout=limit), autocommit=True)
    except psycopg.Error as error:
        password = str(conninfo_to_dict(server).get("password") or "")
        said = " ".join(str(error).split())
        raise ServerError(
            f"a PostgreSQL server at {where}",
            said.replace(password, "***") if password else said,
            "see that it runs, that this machine may connect, and that role and password are right",
        ) from None
    with connection:
        version = connection.info.server_version // 10_000
        if version < MINIMUM_VERSION:
            raise ServerError(
                f"PostgreSQL {MINIMUM_VERSION} or later at {where}", f"version {version}", "use a newer server"
            )
        try:
            yield connection
        except psycopg.Error as error:
            raise ServerError(
                f"{where} to answer the questions of the lint",
                str(error.diag.message_primary or type(error).__name__),
                "try again when nobody changes its tables; nothing there was touched",
            ) from error
