"""A query of the workload: what it answers, which index it is written for, how its parameters are drawn."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from livvly_lab.errors import LabError

Routing = Literal["shard", "scatter", "shared"]
ROUTINGS: tuple[Routing, ...] = ("shard", "scatter", "shared")
KINDS = ("typical", "hot", "absent")

_REQUIRED = ("endpoint", "index", "runs")
_KNOWN = (*_REQUIRED, "keeps deleted", *(f"draw {kind}" for kind in KINDS))
_SENTENCE = re.compile(r"-- (?P<value>\S.*)")
_HEADER = re.compile(r"-- (?P<key>[a-z][a-z ]*):(?: (?P<value>\S.*))?")
_MORE = re.compile(r"--  +(?P<value>\S.*)")
_NAME = re.compile(r"[a-z_][a-z0-9_]*")
_TABLE = re.compile(r"\{([a-z_][a-z0-9_]*)\}")
_PARAMETER = re.compile(r"%\(([a-z_][a-z0-9_]*)\)s")
_PERCENT = re.compile(r"(?<!%)(?:%%)*%(?!%|\([a-z_][a-z0-9_]*\)s)")


@dataclass(frozen=True)
class Query:
    """One query of a design's workload, read from its own .sql file.

    `sql` names tables as `{calls}` and parameters as `%(user_id)s`. `index` is the index it is written for
    (None for a scatter-gather dashboard that is not written for one). `runs`: "shard" against the children of
    one shard, "scatter" through the parents over all shards, "shared" on shared tables only.
    `draws` maps a kind of key (typical, hot, absent) to SQL whose result columns are the parameters.
    `keeps_deleted` says why soft-deleted rows are not left out; None where they are.
    """

    name: str
    says: str
    endpoint: str
    index: str | None
    runs: Routing
    sql: str
    draws: Mapping[str, str]
    keeps_deleted: str | None = None

    @property
    def file(self) -> str:
        """The file it was read from, as a message names it."""
        return _file(self.name)

    @property
    def tables(self) -> tuple[str, ...]:
        """The logical tables it reads, each once, in the order of the text."""
        return tables_in(self.sql)

    @property
    def parameters(self) -> frozenset[str]:
        """The names of its parameters."""
        return frozenset(_PARAMETER.findall(self.sql))


def tables_in(text: str) -> tuple[str, ...]:
    """Return the logical tables that SQL text names as `{table}`, each once, in order.

    >>> tables_in("SELECT 1 FROM {calls} JOIN {users} ON true, {calls}")
    ('calls', 'users')
    """
    return tuple(dict.fromkeys(_TABLE.findall(text)))


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Cut SQL text at its tables: yield (piece, whether it is the name of a logical table).

    >>> list(pieces("FROM {calls} c"))
    [('FROM ', False), ('calls', True), (' c', False)]
    """
    for number, piece in enumerate(_TABLE.split(text)):
        if piece:
            yield piece, number % 2 == 1


def parse_query(name: str, text: str) -> Query:
    """Read one query file.

    The file begins with `-- <sentence>`, then one header a line: `-- endpoint:`, `-- index:` (a name or none),
    `-- runs:` (shard, scatter or shared), `-- keeps deleted:` (optional, a reason), `-- draw typical:`,
    `-- draw hot:`, `-- draw absent:`. A line that begins with `--` and two spaces or more continues the one
    above. The SQL follows. Raises LabError naming file and line, what was expected and what was found.
    """
    headers, sql, first = _split(name, text)
    _check_headers(name, headers)
    runs, index = headers["runs"], headers["index"]
    if runs.value not in ROUTINGS:
        raise _error(name, runs.line, "runs: shard, scatter or shared", repr(runs.value), "choose one of the three")
    query = Query(
        name,
        says=headers["says"].value,
        endpoint=headers["endpoint"].value,
        index=None if index.value == "none" else index.value,
        runs=runs.value,
        sql=sql,
        draws={kind: headers[f"draw {kind}"].value for kind in KINDS if f"draw {kind}" in headers},
        keeps_deleted=headers["keeps deleted"].value if "keeps deleted" in headers else None,
    )
    _check_sql(query, first)
    return query


@dataclass(frozen=True)
class _Header:
    line: int
    value: str


def _check_headers(name: str, headers: Mapping[str, _Header]) -> None:
    """Refuse a file that lacks a header, leaves one empty, or names several indexes."""
    for key in _REQUIRED:
        if key not in headers:
            raise _error(name, 1, f"a header '-- {key}:'", "none", "add it below the sentence")
    for key, header in headers.items():
        if not header.value:
            raise _error(name, header.line, f"a value after '-- {key}:'", "nothing", "write it there or continue below")
    index = headers["index"]
    if not _NAME.fullmatch(index.value):
        raise _error(name, index.line, "index: one name, or none", repr(index.value), "name what the query is for")


def _error(name: str, line: int, expected: str, found: str, do: str) -> LabError:
    return LabError(f"{expected} in {_file(name)} line {line}", found, do)


def _file(name: str) -> str:
    return f"workload/{name}.sql"


def _split(name: str, text: str) -> tuple[dict[str, _Header], str, int]:
    """Return the headers by key, the SQL below them, and the number of the SQL's first line."""
    headers: dict[str, _Header] = {}
    lines, key = text.splitlines(), ""
    for number, line in enumerate(lines, start=1):
        if number > 1 and not line.startswith("--"):
            return headers, "\n".join(lines[number - 1 :]).strip().removesuffix(";"), number
        more = _MORE.fullmatch(line)
        if more and key:
            headers[key] = _continued(headers[key], more["value"], "\n" if key.startswith("draw ") else " ")
        else:
            key, value = _read_sentence(name, line) if number == 1 else _read_header(name, number, line)
            if key in headers:
                raise _error(name, number, f"one header '-- {key}:'", "a second one", "remove one of them")
            headers[key] = _Header(number, value)
    return headers, "", len(lines)


def _continued(header: _Header, value: str, join: str) -> _Header:
    return _Header(header.line, f"{header.value}{join}{value}" if header.value else value)


def _read_sentence(name: str, line: str) -> tuple[str, str]:
    """Return the first line as the header "says"."""
    found = _SENTENCE.fullmatch(line)
    if not found:
        raise _error(name, 1, "'-- ' and a sentence that says what it answers", repr(line), "begin the file with it")
    return "says", found["value"]


def _read_header(name: str, number: int, line: str) -> tuple[str, str]:
    """Return key and value of a header line; the value may stand on the lines that continue it."""
    found = _HEADER.fullmatch(line)
    if not found:
        raise _error(name, number, "'-- key: value'", repr(line), "write it so; two spaces continue the line above")
    if found["key"] not in _KNOWN:
        raise _error(
            name, number, f"one of the headers {', '.join(_KNOWN)}", repr(found["key"]), "correct its spelling"
        )
    return found["key"], found["value"] or ""


def _check_sql(query: Query, line: int) -> None:
    """Refuse SQL that could not be run: none, several statements, a lone percent sign, parameters never drawn."""
    if not query.sql:
        raise _error(query.name, line, "SQL below the headers", "none", "add the query")
    if ";" in query.sql:
        raise _error(query.name, line, "one statement", "a semicolon inside it", "put each query into its own file")
    if _PERCENT.search(query.sql):
        raise _error(query.name, line, "%% or a parameter %(name)s", "a single %", "double the percent sign")
    if query.parameters and "typical" not in query.draws:
        names = ", ".join(sorted(query.parameters))
        raise _error(query.name, line, "a header '-- draw typical:'", f"parameters {names}", "say how they are drawn")
    if query.draws and not query.parameters:
        raise _error(query.name, line, "a parameter %(name)s", "only draws", "use what is drawn, or drop the draws")
