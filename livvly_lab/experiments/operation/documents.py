"""Documents: comments in the catalog, the time the ERD and the dictionary take, the requirements that are there."""

import json
import tempfile
from collections import Counter
from pathlib import Path
from time import perf_counter

from livvly_lab.checkout import folder
from livvly_lab.domain.claims import Measurement, Outcome, Quantity, Unmeasured
from livvly_lab.experiments.loaded import Loaded
from livvly_lab.experiments.operation.reading import extremes
from livvly_lab.experiments.timing import widened
from livvly_lab.report import dictionary, erd, fmt
from livvly_lab.report.pages import Site

REPEATS = {"quick": 2, "full": 15}


def documentation_time(at: Loaded) -> Outcome:
    """Draw the ERD of every subsystem and write the dictionary, from the design's tables to files, and time it.

    The interval is no narrower than one run differs from the next.
    """
    times_ms, written = [], 0
    for _ in range(REPEATS[at.depth]):
        with tempfile.TemporaryDirectory(prefix="livvly_lab_") as place:
            begun = perf_counter()
            erd.draw_all(at.physical, Path(place))
            site = Site(at.physical.design.title, "", [], "")
            dictionary.write(at.physical, Path(place), site)
            times_ms.append((perf_counter() - begun) * 1_000)
            written = sum(path.is_file() for path in Path(place).rglob("*"))
    taken = widened(extremes(times_ms))
    return Measurement(
        (Quantity(taken.mid, "ms", "documents", taken, taken.n),),
        f"the ERD and the dictionary of {fmt.plural(len(at.physical.design.tables), 'table')} are written in "
        f"{fmt.duration(taken.mid)}, as {fmt.plural(written, 'file')}",
    )


def comments_counted(at: Loaded) -> Outcome:
    """Count the tables, columns and indexes in the catalog that have a comment, each shard by itself."""
    physical = at.physical
    names = {table.name for table in physical.design.tables} | {home.name for home in physical.all_homes()}
    tables = {each.name: each.commented for each in at.catalog.tables if each.name in names}
    columns = {f"{each.table}.{each.name}": each.commented for each in at.catalog.columns if each.table in names}
    indexes: dict[str, bool] = dict(at.ask("indexes_commented", {"names": sorted(names)}))
    kinds = {"tables": tables, "columns": columns, "indexes": indexes}
    if not all(kinds.values()):
        return Unmeasured("tables of the design in this database")
    shares = {kind: sum(found.values()) / len(found) for kind, found in kinds.items()}
    bare = [name for each in (tables, columns) for name, commented in each.items() if not commented]
    told = f"; without: {fmt.listing(bare[:3])}" if bare else ""
    has = fmt.listing(f"{fmt.share(share)} of {fmt.exact(len(kinds[kind]))} {kind}" for kind, share in shares.items())
    return Measurement(
        tuple(Quantity(share, "share", kind, n=len(kinds[kind])) for kind, share in shares.items()),
        f"{has} have a comment{told}",
        detail=tuple(
            {"kind": kind, "there": len(found), "with a comment": sum(found.values())} for kind, found in kinds.items()
        ),
    )


def requirements_counted(at: Loaded) -> Outcome:
    """Count the requirements that the document holds, by priority.

    They are listed in data/<design>/requirements.json with the priority that stands at each.
    """
    path = folder("data") / at.physical.design.name / "requirements.json"
    if not path.exists():
        return Unmeasured("a list of the document's requirements")
    found = Counter(row["priority"] for row in json.loads(path.read_text(encoding="utf-8")))
    return Measurement(
        (
            Quantity(found.total(), "requirements"),
            *(Quantity(n, "requirements", priority) for priority, n in sorted(found.items())),
        ),
        f"the document holds {found.total()} requirements: "
        + fmt.listing(f"{n} of {priority}" for priority, n in sorted(found.items())),
        kind="document",
        evidence=f"data/{at.physical.design.name}/requirements.json",
        detail=tuple({"priority": priority, "requirements": n} for priority, n in sorted(found.items())),
    )
