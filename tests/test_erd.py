"""The ERD: what it shows of the design, how large it gets, and that the committed diagrams are those of today."""

import re
from functools import cache
from pathlib import Path

import pytest
from report_sample import sample_facts, sample_physical
from sqlalchemy import Column, Computed, Integer, MetaData, Table, Text, text

from livvly_lab.checkout import folder
from livvly_lab.designs import DESIGNS
from livvly_lab.domain.physical import LAYOUTS, PhysicalDesign
from livvly_lab.errors import ReportError
from livvly_lab.report import arrange, catalog, erd, layout
from livvly_lab.report.boxes import BADGE_PT, Box, Edge, Links

PAGE_PX, LEAST_PX, WIDEST_PT, MOST_OWN = 1100, 11, 1600, 12
LINKS = Links("{}.html", "section-{}.html")


@cache
def sheets() -> tuple[erd.Sheet, ...]:
    physical = sample_physical()
    return (erd.overview(physical), *erd.sections(physical))


@cache
def every_sheet() -> tuple[erd.Sheet, ...]:
    physical = sample_physical()
    return (*sheets(), *(erd.around(physical, table.name) for table in physical.design.tables))


@cache
def pictures() -> dict[str, str]:
    return erd.svgs(sample_physical(), every_sheet(), LINKS)


def dot_of(key: str, physical: PhysicalDesign | None = None) -> str:
    physical = physical or sample_physical()
    return erd.dot(physical, next(sheet for sheet in every_sheet() if sheet.key == key), LINKS)


def node(dot: str, table: str) -> str:
    return next(line for line in dot.splitlines() if line.startswith(f'"{table}" ['))


def edges(dot: str) -> list[str]:
    return [line for line in dot.splitlines() if " -> " in line and "invis" not in line]


def structure(svg: str) -> tuple[list[str], list[str], list[str]]:
    """Return what a picture shows, whatever the fonts: its boxes, its lines and its texts."""
    boxes = re.findall(r'id="[^"]*-(box-[^"]+)"', svg)
    lines = re.findall(r'id="[^"]*-(line-[^"]+)"', svg)
    assert boxes
    return sorted(boxes), sorted(lines), sorted(re.findall(r"<text[^>]*>([^<]*)</text>", svg))


@pytest.mark.parametrize("design", DESIGNS)
def test_the_committed_diagrams_are_those_of_the_design(design: str, tmp_path: Path) -> None:
    home = folder("diagrams") / design
    drawn = erd.draw_all(PhysicalDesign(DESIGNS[design], LAYOUTS["inheritance"], 8), tmp_path)
    assert {path.name for path in drawn} == {path.name for path in home.iterdir()}, "run: livvly-lab erd"
    for path in drawn:
        committed = (home / path.name).read_text()
        if path.suffix == ".svg":
            assert structure(path.read_text()) == structure(committed), f"{path.name}: run: livvly-lab erd"
        else:
            assert path.read_text() == committed, f"{path.name}: run: livvly-lab erd"


def test_a_committed_diagram_tells_when_it_is_stale(tmp_path: Path) -> None:
    erd.draw_all(sample_physical(shards=4), tmp_path)
    old, new = (structure((place / "wallets.svg").read_text()) for place in (folder("diagrams") / "livvly", tmp_path))
    assert old != new


def test_committed_diagrams_hold_no_row_counts() -> None:
    for path in folder("diagrams").rglob("*.*"):
        assert not re.search(r"\d rows?\b", path.read_text()), path.name


@pytest.mark.parametrize("design", DESIGNS)
def test_no_committed_sheet_is_wider_than_a_reader_can_fit(design: str) -> None:
    home = folder("diagrams") / design
    wide = {path.name: int(re.findall(r'width="(\d+)pt"', path.read_text())[0]) for path in home.glob("*.svg")}
    assert {name: width_pt for name, width_pt in wide.items() if width_pt > WIDEST_PT} == {}


@pytest.mark.parametrize("sheet", every_sheet(), ids=lambda sheet: str(sheet.key))
def test_a_sheet_stays_legible_when_fitted_to_a_page(sheet: erd.Sheet) -> None:
    found = re.search(r'width="(\d+)pt"', pictures()[sheet.key])
    assert found
    width_pt = int(found[1])
    smallest_px = BADGE_PT * min(PAGE_PX / width_pt, 96 / 72)
    assert width_pt <= WIDEST_PT
    assert smallest_px >= LEAST_PX, f"{smallest_px:.1f} px"
    assert sheet.key == erd.OVERVIEW or len(sheet.own) <= MOST_OWN


def test_the_overview_shows_every_table_once_and_sections_share_them_out() -> None:
    tables = [table.name for table in sample_physical().design.tables]
    assert sorted(sheets()[0].own) == sorted(tables)
    assert sorted(name for sheet in sheets()[1:] for name in sheet.own) == sorted(tables)
    assert len(sheets()) == 11


def test_shards_are_folded_into_one_box() -> None:
    for sheet in sheets():
        assert "_shard_" not in erd.dot(sample_physical(), sheet, LINKS)
    assert "×8 by user_id" in node(dot_of("wallets"), "transactions")


def test_columns_stand_in_declared_order_with_the_types_of_postgresql() -> None:
    transactions = node(dot_of("wallets"), "transactions")
    declared = [column.name for column in sample_physical().design.table("transactions").columns]
    assert re.findall(r'PORT="(\w+)"', transactions) == declared
    for kind in ("uuid", "numeric(12,2)", "varchar(20)", "timestamptz", "jsonb"):
        assert f">{kind}<" in transactions
    assert ">varchar(50)[]<" in node(dot_of("features"), "matching_preferences")


def test_an_overview_shows_keys_without_types_and_no_audit_columns() -> None:
    calls = node(dot_of("overview"), "calls")
    assert re.findall(r'PORT="(\w+)"', calls) == ["id", "caller_id", "receiver_id"]
    assert "uuid<" not in calls


def test_markers_say_primary_foreign_unique_shard_key_and_soft() -> None:
    physical = sample_physical()
    lines = catalog.lines(physical)

    def marks(table: str, column: str) -> tuple[str, ...]:
        return catalog.markers(physical, physical.design.table(table).columns[column], lines)

    assert marks("users", "id") == ("PK", "SK")
    assert marks("coin_wallets", "user_id") == ("SK", "FK", "UQ")
    assert marks("calls", "receiver_id") == ("soft",)
    assert marks("transactions", "coin_package_id") == ("FK",)
    assert marks("referrals", "referral_code") == ("UQ",)
    assert marks("users", "phone") == (), "unique among live users only"


def test_dashes_mean_soft_references_and_nothing_else() -> None:
    for sheet in sheets():
        for edge in edges(erd.dot(sample_physical(), sheet, LINKS)):
            assert ("style=dashed" in edge) == ("soft reference" in edge), edge


def test_every_reference_is_drawn_on_the_overview_once() -> None:
    drawn = re.findall(r'id="(line-[^"]+)"', dot_of("overview"))
    lines = catalog.lines(sample_physical())
    assert sorted(drawn) == sorted(f"line-{line.table}-{line.column}-{line.target}" for line in lines)
    assert {line.real for line in lines} == {True, False}


def test_without_shards_nothing_is_soft_but_what_no_layout_can_hold() -> None:
    single = PhysicalDesign(sample_physical().design, LAYOUTS["single"], 1)
    soft = [line for line in catalog.lines(single) if not line.real]
    assert soft
    assert all("any layout" in line.why for line in soft)
    assert "×" not in erd.dot(single, erd.overview(single), LINKS)


def test_crows_feet_follow_null_and_unique() -> None:
    dot = dot_of("overview")
    by_id = {re.findall(r'id="([^"]+)"', edge)[0]: edge for edge in edges(dot)}
    assert "teeodot" in by_id["line-calls-caller_id-users"], "the caller may be gone"
    assert "crowodot" in by_id["line-calls-caller_id-users"], "a user makes many calls"
    assert "teetee" in by_id["line-gift_transactions-gift_id-gifts"], "a gift sent has exactly one gift"
    assert "crow" not in by_id["line-coin_wallets-user_id-users"], "a user has one wallet"


def test_boxes_rows_and_lines_lead_and_tell() -> None:
    svg = pictures()["wallets"]
    assert 'href="transactions.html"' in svg
    assert 'href="transactions.html#column-amount"' in svg
    assert 'href="section-users.html"' in svg, "a neighbour leads to its home"
    comment = sample_physical().design.table("transactions").columns["amount"].comment
    assert f"<title>{comment}</title>" in svg
    assert "soft reference, " in svg
    assert "xlink:title" not in svg


def test_an_overview_puts_the_root_in_the_middle_and_balances_the_sides() -> None:
    physical = sample_physical()
    lines = catalog.lines(physical)
    heights = {table.name: Box(physical, table, lines).height for table in physical.design.tables}
    side = arrange.sides(physical, lines, heights)
    assert side["users"] == arrange.MIDDLE
    left, right = (sum(heights[t] for t in side if side[t] == place) for place in (arrange.LEFT, arrange.RIGHT))
    assert abs(left - right) < 0.25 * (left + right)
    for section in physical.design.sections:
        assert len({side[table] for table in section.tables}) == 1


def test_a_box_with_its_rows_says_them_at_its_foot() -> None:
    physical = sample_physical()
    dot = erd.dot(physical, sheets()[0], LINKS, sample_facts().sizes)
    assert re.search(r"\d k rows, 2\.4\d k to 2\.\d\d k a shard", node(dot, "users"))
    assert re.search(r"2\.\d\d k rows<", node(dot, "gifts"))


def test_svg_says_what_it_is_and_carries_nothing_of_the_machine() -> None:
    for key, svg in pictures().items():
        assert svg.startswith("<svg")
        assert f'role="img" aria-labelledby="erd-{key}-title"' in svg
        assert "<!--" not in svg
        assert svg.count("font-family") == 1


def test_a_picture_has_a_box_for_each_table_and_a_line_for_each_reference() -> None:
    boxes, lines, texts = structure(pictures()["overview"])
    assert boxes == sorted(f"box-{table.name}" for table in sample_physical().design.tables)
    assert len(lines) == len(catalog.lines(sample_physical()))
    assert {"users", "×8 by id", "Wallet System"} <= {text.replace("\xa0", "") for text in texts}


def test_two_sheets_on_one_page_share_no_id() -> None:
    ids = [set(re.findall(r'\bid="([^"]+)"', pictures()[key])) for key in ("overview", "wallets", "calls")]
    assert all(ids)
    assert len(set.union(*ids)) == sum(map(len, ids))


def test_a_graph_that_is_no_dot_is_an_error_with_its_words() -> None:
    with pytest.raises(ReportError, match="Graphviz"):
        layout.svgs(("digraph {",))


_ATTRIBUTE = r'        [A-Za-z_][\w()\[\]]* \w+(?: (?:PK|FK|UK)(?:, (?:PK|FK|UK))*)?(?: "[^"]*")?'
_MERMAID = (
    r"erDiagram",
    r"    \w+ \{",
    _ATTRIBUTE,
    r"    \}",
    r'    \w+ (?:\|o|\|\|)(?:--|\.\.)(?:o\||o\{) \w+ : "[^"]+"',
)


@pytest.mark.parametrize("sheet", sheets(), ids=lambda sheet: str(sheet.key))
def test_mermaid_follows_the_grammar_of_an_er_diagram(sheet: erd.Sheet) -> None:
    text = erd.mermaid(sample_physical(), sheet)
    assert text.startswith("erDiagram\n")
    for line in text.splitlines():
        assert any(re.fullmatch(pattern, line) for pattern in _MERMAID), line


def test_mermaid_dots_a_soft_reference() -> None:
    lines = {(line.table, line.column): line for line in catalog.lines(sample_physical())}
    assert Edge(lines["calls", "receiver_id"]).to_mermaid_er() == '    users |o..o{ calls : "receiver_id (soft)"'
    assert Edge(lines["calls", "caller_id"]).to_mermaid_er() == '    users |o--o{ calls : "caller_id"'


def test_a_column_tells_its_default_or_what_it_is_generated_from() -> None:
    table = Table(
        "links",
        MetaData(),
        Column("clicks", Integer, server_default=text("0")),
        Column("double", Integer, Computed("clicks * 2", persisted=True)),
        Column("note", Text),
    )
    assert [catalog.default_sql(column) for column in table.columns] == ["0", "generated: clicks * 2", ""]
