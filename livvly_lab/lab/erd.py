"""The walk of notebook 01: the tables of a design, subsystem by subsystem, for someone new."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from livvly_lab.checkout import folder
from livvly_lab.domain.design import Section
from livvly_lab.domain.physical import PhysicalDesign
from livvly_lab.domain.results import CheckResult, TableSize
from livvly_lab.lab.parts import Part
from livvly_lab.lab.run import Run
from livvly_lab.measure.sizes import measure_sizes
from livvly_lab.report import catalog, dictionary, erd, fmt, pages
from livvly_lab.report.exhibit import Exhibit
from livvly_lab.report.gallery import Gallery, Sentences

NOTEBOOK = "01_erd"


@dataclass(frozen=True, repr=False)
class ErdWalk:
    """The exhibits of the notebook, in its order."""

    overview: Exhibit
    placement: Exhibit
    sections: Gallery
    soft_references: Exhibit | Sentences
    deviations: Exhibit | Sentences
    limits: Sentences


def erd_walk(run: Run) -> ErdWalk:
    """Draw the design as it stands on the server: sheets with their rows counted, placement, soft references."""
    with run.connect() as connection:
        sizes = measure_sizes(connection, run.physical)
    physical = run.physical
    sheets = (erd.overview(physical), *erd.sections(physical))
    pictures = erd.svgs(
        physical, sheets, dictionary.links(f"{pages.from_notebooks(physical.design.name)}{dictionary.FOLDER}/"), sizes
    )
    walk = ErdWalk(
        overview=_overview(physical, pictures[erd.OVERVIEW], sizes),
        placement=_placement(physical, sizes),
        sections=Gallery(
            [_section(physical, section, pictures[section.key], sizes) for section in physical.design.sections],
            [f"{number}. {section.title}" for number, section in enumerate(physical.design.sections, start=1)],
        ),
        soft_references=_soft_references(physical, run.checks),
        deviations=_deviations(physical),
        limits=Sentences(
            [], "Nothing here is estimated: rows were counted and references scanned on the server of this run."
        ),
    )
    if run.run_dir is not None:
        Part(NOTEBOOK, {"tables": sizes}, [], [walk.overview], walk.limits.items).write(run.run_dir)
    return walk


def _overview(physical: PhysicalDesign, svg: str, sizes: Sequence[TableSize]) -> Exhibit:
    tables, split = len(physical.design.tables), sum(physical.is_sharded(t.name) for t in physical.design.tables)
    lines = catalog.lines(physical)
    soft, sections = sum(not line.real for line in lines), physical.design.section_of
    crossing = sum(sections(line.table) != sections(line.target) for line in lines)
    spread = f"{split} are split over {fmt.plural(physical.shards, 'shard')}" if split else "none is split over shards"
    sentence = (
        f"{physical.design.title} has {fmt.plural(tables, 'table')}, of which {spread}; they hold "
        f"{fmt.count(sum(size.rows for size in sizes))} rows, and {fmt.plural(soft, 'reference')} "
        f"{'is' if soft == 1 else 'are'} soft. Of {fmt.plural(len(lines), 'reference')} {crossing} "
        f"{'leads' if crossing == 1 else 'lead'} from one section to another."
    )
    return Exhibit(
        "erd-overview", sentence, svg, alt=f"The whole ERD. {sentence}", note="Names and keys only.", wide=True
    )


def _placement(physical: PhysicalDesign, sizes: Sequence[TableSize]) -> Exhibit:
    total = _totals(sizes)
    table = pd.DataFrame(
        [
            (
                each.name,
                catalog.badge(physical, each.name),
                catalog.placement_reason(physical, each.name),
                total[each.name].rows,
                total[each.name].heap_bytes + total[each.name].index_bytes + total[each.name].toast_bytes,
            )
            for each in physical.design.tables
        ],
        columns=["table", "placement", "why", "rows", "MiB"],
    ).sort_values("MiB", ascending=False, ignore_index=True)
    split = [each.name for each in physical.design.tables if physical.is_sharded(each.name)]
    share = table.loc[table["table"].isin(split), "MiB"].sum() / max(table["MiB"].sum(), 1)
    sentence = (
        f"{fmt.plural(len(split), 'table')} of {len(table)} {'is' if len(split) == 1 else 'are'} sharded and "
        f"{'holds' if len(split) == 1 else 'hold'} {fmt.share(share)} of the bytes."
    )
    return Exhibit(
        "erd-placement",
        sentence,
        table=table,
        caption="Placement of every table, largest first",
        formats={"rows": fmt.exact, "MiB": fmt.mebibytes()},
        code=("table",),
    )


def _section(physical: PhysicalDesign, section: Section, svg: str, sizes: Sequence[TableSize]) -> Exhibit:
    total = _totals(sizes)
    table = pd.DataFrame(
        [
            (name, catalog.badge(physical, name), total[name].rows, catalog.comment(physical.design.table(name)))
            for name in section.tables
        ],
        columns=["table", "placement", "rows", "what it holds"],
    )
    sentence = f"{section.title}: {fmt.listing(section.tables)}."
    return Exhibit(
        f"erd-{section.key}",
        sentence,
        svg,
        alt=f"The ERD of one subsystem. {sentence}",
        table=table,
        caption=f"Tables of {section.title}",
        formats={"rows": fmt.exact},
        code=("table",),
        wide=True,
    )


def _soft_references(physical: PhysicalDesign, checks: Sequence[CheckResult]) -> Exhibit | Sentences:
    soft = [line for line in catalog.lines(physical) if not line.real]
    if not soft:
        return Sentences([], "Every reference of this design is a foreign key in this layout.")
    orphans = sum(check.broken for check in checks if check.kind == "orphan")
    table = pd.DataFrame(
        [(f"{line.table}.{line.column}", f"{line.target}.{line.target_column}", line.why) for line in soft],
        columns=["column", "refers to", "why no foreign key"],
    )
    scanned = f"a scan of all of them found {fmt.plural(orphans, 'orphan')}" if checks else "they were not scanned"
    sentence = f"{fmt.plural(len(soft), 'reference')} {'is' if len(soft) == 1 else 'are'} soft; {scanned}."
    return Exhibit("erd-soft", sentence, table=table, caption="Soft references", code=("column", "refers to"))


def _deviations(physical: PhysicalDesign) -> Exhibit | Sentences:
    path = folder("data") / physical.design.name / "deviations.json"
    declared = json.loads(path.read_text()) if path.exists() else []
    here = [each for each in declared if physical.layout.name in each.get("layouts", [physical.layout.name])]
    if not here:
        return Sentences([], "None is declared for this layout.")
    table = pd.DataFrame(
        [(each["object"], each["spec"], each["here"], each["why"]) for each in here],
        columns=["object", "the text", "here", "why"],
    )
    declared_here = f"{fmt.plural(len(here), 'deviation')} from the text {'is' if len(here) == 1 else 'are'} declared"
    sentence = f"{declared_here} for this layout."
    return Exhibit("erd-deviations", sentence, table=table, caption="Declared deviations", code=("object",))


def _totals(sizes: Sequence[TableSize]) -> Mapping[str, TableSize]:
    """Add up the sizes of each logical table over its shards."""
    groups = defaultdict[str, list[TableSize]](list)
    for size in sizes:
        groups[size.table].append(size)
    return {
        table: TableSize(
            table,
            table,
            None,
            sum(size.rows for size in those),
            sum(size.heap_bytes for size in those),
            sum(size.index_bytes for size in those),
            sum(size.toast_bytes for size in those),
        )
        for table, those in groups.items()
    }
