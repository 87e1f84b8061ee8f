"""Looks in the catalog for the objects that answer the items of a checklist."""

from collections.abc import Mapping, Sequence

from livvly_lab.domain.claims import Measurement, Outcome, Quantity
from livvly_lab.experiments.loaded import Loaded
from livvly_lab.report import fmt
from livvly_lab.scratch import ddl

DOCUMENT = "document"


def items_unanswered(at: Loaded, *, items: Mapping[str, Sequence[str]]) -> Outcome:
    """Look for every object that an item of a checklist is said to be answered by, and count the items that lack one.

    An object is named by its kind and its name: table, column, index, constraint, view, function, policy or trigger
    ("policy reads on users"). A `document` is what the lab generates, and is not looked for in the catalog.
    """
    here = {f"{kind} {name}" for kind, name in at.ask("objects_here", {"schema": ddl.SCHEMA})}
    lacking = {
        item: [each for each in objects if each not in here and not each.startswith(f"{DOCUMENT} ")]
        for item, objects in items.items()
    }
    open_items = [item for item, gone in lacking.items() if gone]
    objects = {each for named in items.values() for each in named if not each.startswith(f"{DOCUMENT} ")}
    gone = sorted({each for each in objects if each not in here})
    return Measurement(
        (
            Quantity(len(open_items), "items", "without an answer", n=len(items)),
            Quantity(len(objects) - len(gone), "objects", "that answer", n=len(objects)),
        ),
        f"{len(items) - len(open_items)} of {fmt.plural(len(items), 'item')} are answered by "
        f"{fmt.plural(len(objects) - len(gone), 'object')} of the catalog"
        + (f"; {fmt.listing(gone)} lack" if gone else ""),
        detail=tuple(
            {"item": item, "answered by": ", ".join(objects), "lacking": ", ".join(lacking[item]) or fmt.ABSENT}
            for item, objects in items.items()
        ),
    )
