"""The report's first page: what was found, the pictures, the evidence behind links, the run."""

import re
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from livvly_lab.report import claims_page, dictionary, fmt, pages
from livvly_lab.report.pages import Site
from livvly_lab.report.style import LEVELS, STATES, STATES_WORST_FIRST, VERDICTS
from livvly_lab.report.tables import EVERY_ROW, Link, Look, table

PAGE = "index.html"
FINDINGS_SHOWN = 5

Row = Mapping[str, Any]

_MS, _MIB = fmt.fixed(3), fmt.mebibytes(1)
_EVIDENCE = re.compile(r"(?P<notebook>\d\d_\w+)(?P<anchor>#[\w-]+)?")
_FITS_WORST_FIRST = ("no index", "another index", "on some shards", "as meant", "written for none")


@dataclass(frozen=True)
class Picture:
    """A picture of the first page: SVG text, the finding it shows, and the notebook page it comes from.

    A `wide` one takes the whole width, at its own size, and scrolls.
    """

    key: str
    sentence: str
    svg: str
    alt: str
    note: str
    href: str
    wide: bool = False


@dataclass(frozen=True)
class Notebook:
    """An executed notebook of the report: its name, such as `02_shard_skew`, and the question it asks."""

    name: str
    question: str

    @property
    def page(self) -> str:
        """Its page in the report."""
        return f"{self.name}.html"


@dataclass(frozen=True)
class _Choice:
    """A checkbox of a filter."""

    value: str
    text: str


def site(results: Row) -> Site:
    """Return what every page of a run's report says around its content."""
    run = results["run"]
    users = run["shards"] * run["users_per_shard"]
    shards = [fmt.plural(run["shards"], "shard")] if run["layout"] != "single" else []
    return Site(
        title=run["design"],
        run=" · ".join([*shards, f"{fmt.count(users)} users", run["layout"]]),
        links=[
            Link("Findings", f"{PAGE}#findings"),
            *([Link("Claims", f"{PAGE}#claims")] if results.get("claims") else []),
            *([Link("Queries", f"{PAGE}#queries-and-plans")] if results["queries"] else []),
            Link("Notebooks", f"{PAGE}#notebooks"),
            Link("Dictionary", f"{dictionary.FOLDER}/index.html"),
            Link("results.json", "results.json"),
        ],
        foot=f"Made by: {command(run)}",
    )


def command(run: Row) -> str:
    """Return the command that makes this report again."""
    return (
        f"livvly-lab report --design {run['design']} --shards {run['shards']} --users-per-shard "
        f"{run['users_per_shard']} --activity {run['activity']:g} --layout {run['layout']} --seed {run['seed']} "
        f"--depth {run['depth']}"
    )


def write(folder: Path, results: Row, pictures: Sequence[Picture] = (), notebooks: Sequence[Notebook] = ()) -> Path:
    """Write index.html into a report's folder; links to plans where their files already stand there."""
    findings = sorted(results["findings"], key=lambda finding: list(LEVELS).index(finding["level"]))
    text = pages.render(
        "index.html",
        site(results),
        PAGE,
        results["run"]["design"],
        lead=lead(results),
        run=results["run"],
        tiles=_tiles(results),
        findings=[finding | {"link": _evidence(finding["evidence"], notebooks)} for finding in findings],
        levels=[_Choice(level, f"{style.icon} {level}") for level, style in LEVELS.items()],
        shown=FINDINGS_SHOWN,
        pictures=[replace(picture, svg=pages.rebased(picture.svg, results["run"]["design"])) for picture in pictures],
        claims=claims_page.ledger(results, lambda evidence: _evidence(evidence, notebooks)),
        claim_notes=claims_page.notes(results),
        verdicts=[_Choice(word, f"{style.icon} {word}") for word, style in VERDICTS.items()],
        criteria=claims_page.criteria(results),
        checks=_checks(results["checks"]),
        check_list=_check_list(results["checks"]),
        queries=_queries(results["queries"], folder),
        fits=[_Choice(fit, fit) for fit in _FITS_WORST_FIRST],
        indexes=_indexes(results["indexes"]),
        states=[_Choice(state, f"{STATES[state]} {state}") for state in STATES_WORST_FIRST],
        skew=_skew(results["skew"]),
        tables=_tables(results["tables"]),
        notebooks=notebooks,
        facts=_facts(results["run"]),
        settings=_pairs(results["run"]["settings"], "setting", "value", "Settings that decide plans and times"),
        seconds=_pairs(results["run"]["seconds"], "stage", "seconds", "Seconds per stage"),
        limits=results.get("limits", ()),
        dictionary=f"{dictionary.FOLDER}/index.html",
        lists=[Link(link.text, f"{dictionary.FOLDER}/{link.href}") for link in dictionary.LISTS],
    )
    return pages.write(folder, PAGE, text)


def lead(results: Row) -> str:
    """Return the sentence that says how the run came out: checks, findings, the worst of them."""
    checks, findings = results["checks"], results["findings"]
    rows = sum(size["rows"] for size in results["tables"])
    broken = [check for check in checks if not check["ok"]]
    told = claims_page.lead(results)
    if checks:
        hold = "All" if not broken else f"{len(checks) - len(broken)} of"
        words = [f"{hold} {fmt.plural(len(checks), 'check')} on {fmt.count(rows)} rows hold."]
    else:
        words = [f"{fmt.plural(rows, 'row')} loaded, none of them checked."]
    high = [finding for finding in findings if finding["level"] == "high"]
    if not findings:
        words.append("Nothing was found that should be changed.")
    elif high:
        words.append(f"{fmt.plural(len(findings), 'finding')}, {len(high)} of them high. Worst: {high[0]['says']}")
    else:
        words.append(f"{fmt.plural(len(findings), 'finding')}, none of them high.")
    return " ".join([told, *words] if told else words)


def evidence_link(evidence: str) -> Link | None:
    """Return the page and anchor that a finding's evidence names, None where it is words.

    >>> evidence_link("02_shard_skew#fig-skew-users")
    Link(text='02_shard_skew', href='02_shard_skew.html#fig-skew-users')
    >>> evidence_link("seen in pg_stat_user_indexes") is None
    True
    """
    found = _EVIDENCE.fullmatch(evidence)
    if found is None:
        return None
    return Link(found["notebook"], f"{found['notebook']}.html{found['anchor'] or ''}")


def _evidence(evidence: str, notebooks: Sequence[Notebook]) -> Link | None:
    link = evidence_link(evidence)
    return link if link and link.text in {notebook.name for notebook in notebooks} else None


def _tiles(results: Row) -> list[dict[str, str]]:
    """Return the counts at the top: each links to its rows, with the filter set."""
    tiles = claims_page.tiles(results)
    for level in LEVELS:
        n = sum(finding["level"] == level for finding in results["findings"])
        if n:
            what = f"{level} {'finding' if n == 1 else 'findings'}"
            tiles.append({"kind": level, "n": str(n), "what": what, "href": f"#finding-list.only={level}"})
    broken = sum(not check["ok"] for check in results["checks"])
    if results["checks"]:
        good = len(results["checks"]) - broken
        what = "check holds" if good == 1 else "checks hold"
        tiles.append({"kind": "holds", "n": str(good), "what": what, "href": "#checks"})
    if broken:
        what = "check fails" if broken == 1 else "checks fail"
        tiles.append({"kind": "fails", "n": str(broken), "what": what, "href": "#checks"})
    for state in STATES_WORST_FIRST:
        n = sum(index["state"] == state for index in results["indexes"])
        if n:
            what = f"{STATES[state]} {'index' if n == 1 else 'indexes'} {state}"
            tiles.append({"kind": "", "n": str(n), "what": what, "href": f"#index-list.only={state.replace(' ', '+')}"})
    return tiles


def _checks(checks: Sequence[Row]) -> str:
    kinds = dict.fromkeys(check["kind"] for check in checks)
    rows = []
    for kind in kinds:
        mine = [check for check in checks if check["kind"] == kind]
        broken = [check for check in mine if not check["ok"]]
        rows.append(
            {
                "kind": kind,
                "verdict": "fails" if broken else "holds",
                "checks": len(mine),
                "failing": len(broken),
                "rows that break them": sum(check["broken"] for check in mine),
                "such as": (broken or mine)[0]["says"],
            }
        )
    rows.sort(key=lambda row: -row["failing"])
    return _html(rows, "Checks of the loaded rows, by kind")


def _check_list(checks: Sequence[Row]) -> str:
    rows = [
        {
            "check": check["name"],
            "verdict": "holds" if check["ok"] else "fails",
            "statement": check["says"],
            "rows that break it": check["broken"],
            "evidence": check["evidence"],
        }
        for check in sorted(checks, key=lambda check: check["ok"])
    ]
    return _html(rows, f"All {len(checks)} checks", Look(code=("check",), shown=EVERY_ROW, row_id="check-"))


def _queries(queries: Sequence[Row], folder: Path) -> str:
    names = dict.fromkeys(query["query"] for query in queries)
    rows = [_query([query for query in queries if query["query"] == name], folder) for name in names]
    rows.sort(key=lambda row: -row["p95, ms"])
    look = Look(
        formats={"p50, ms": _MS, "p95, ms": _MS},
        code=("query", "written for", "used instead"),
        shown=EVERY_ROW,
        sortable=True,
        row_id="query-",
        group="index",
    )
    return _html(rows, f"{fmt.plural(len(rows), 'query', 'queries')}, slowest first", look)


def _query(runs: Sequence[Row], folder: Path) -> dict[str, Any]:
    """Return the row of one query over its shards: the median of the medians, the worst p95."""
    slowest = max(runs, key=lambda run: run["p95_ms"])
    plan = f"plans/{slowest['query']}.json"
    row = {
        "query": slowest["query"],
        "p50, ms": statistics.median(run["p50_ms"] for run in runs),
        "p95, ms": slowest["p95_ms"],
        "on shard": slowest["shard"],
        "index": _fit(runs),
        "written for": slowest["meant"],
        "used instead": tuple(sorted({name for run in runs for name in run["used"]} - {slowest["meant"]})),
        "rows": slowest["rows"],
        "pages": slowest["shared_hit_blocks"] + slowest["shared_read_blocks"],
        "plans": len({run["fingerprint"] for run in runs}),
    }
    return row | ({"plan": Link("JSON", plan)} if (folder / plan).is_file() else {})


def _fit(runs: Sequence[Row]) -> str:
    """Say whether the index that was used is the one that was meant."""
    meant = runs[0]["meant"]
    if meant is None:
        return "written for none"
    hits = sum(meant in run["used"] for run in runs)
    if hits:
        return "as meant" if hits == len(runs) else "on some shards"
    return "another index" if any(run["used"] for run in runs) else "no index"


def _indexes(indexes: Sequence[Row]) -> str:
    order = {state: place for place, state in enumerate(STATES_WORST_FIRST)}
    rows = [
        {
            "index": Link(index["index"], f"{_table_page(index['table'])}#index-{index['index']}"),
            "state": index["state"],
            "query": index["query"],
            "why": index["why"],
        }
        for index in sorted(indexes, key=lambda index: order[index["state"]])
    ]
    look = Look(code=("index", "query"), shown=EVERY_ROW, sortable=True, row_id="index-", group="state")
    return _html(rows, f"{fmt.plural(len(rows), 'index', 'indexes')}, those that buy nothing first", look)


def _table_page(name: str) -> str:
    return f"{dictionary.FOLDER}/{dictionary.table_page(name)}"


def _skew(skews: Sequence[Row]) -> str:
    rows = [
        {
            "of what": skew["what"],
            "total": sum(skew["per_shard"]),
            "unit": skew["unit"],
            "farthest shard": skew["worst_shard"],
            "off the mean by, %": skew["deviations"][skew["worst_shard"]],
            "noise band, ±%": skew["band"],
            "so it is": "real" if skew["real"] else "noise",
        }
        for skew in sorted(skews, key=lambda skew: -abs(skew["worst"]))
    ]
    percent = fmt.fixed(1, scale=100)
    formats = {"off the mean by, %": percent, "noise band, ±%": percent, "total": fmt.exact}
    return _html(rows, "How far the farthest shard lies off the mean, largest first", Look(formats))


def _tables(sizes: Sequence[Row]) -> str:
    rows = []
    for name in dict.fromkeys(size["table"] for size in sizes):
        mine = [size for size in sizes if size["table"] == name]
        heap, index, toast = (sum(s[part] for s in mine) for part in ("heap_bytes", "index_bytes", "toast_bytes"))
        rows.append(
            {
                "table": Link(name, _table_page(name)),
                "rows": sum(size["rows"] for size in mine),
                "in tables": len(mine),
                "heap, MiB": heap,
                "indexes, MiB": index,
                "TOAST, MiB": toast,
                "index overhead, %": index / (heap + toast) if heap + toast else None,
            }
        )
    rows.sort(key=lambda row: -(row["heap, MiB"] + row["indexes, MiB"] + row["TOAST, MiB"]))
    formats = dict.fromkeys(("heap, MiB", "indexes, MiB", "TOAST, MiB"), _MIB)
    formats |= {"index overhead, %": fmt.fixed(0, scale=100)}
    return _html(rows, "Rows and bytes, largest first", Look(formats, ("table",)))


def _facts(run: Row) -> list[tuple[str, str]]:
    users = run["shards"] * run["users_per_shard"]
    return [
        ("design", run["design"]),
        ("layout", run["layout"]),
        ("size", f"{fmt.exact(users)} users over {fmt.plural(run['shards'], 'shard')}, activity {run['activity']:g}"),
        ("seed", str(run["seed"])),
        ("shard function", run["shard_function"]),
        ("depth", run["depth"]),
        ("server", f"PostgreSQL {run['server_version']}"),
        ("again", command(run)),
    ]


def _pairs(values: Row, name: str, value: str, caption: str) -> str:
    rows = [{name: key, value: values[key]} for key in values]
    return _html(rows, caption, Look({"seconds": fmt.fixed(1)}, (name,) if name == "setting" else (), EVERY_ROW))


def _html(rows: Sequence[Row], caption: str, look: Look | None = None) -> str:
    return table(pd.DataFrame(list(rows)), caption, look) if rows else ""
