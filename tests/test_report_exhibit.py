"""Exhibits and tables: accessible, escaped, worst rows first, the same on every run."""

import re
from dataclasses import replace

import pandas as pd
import pytest

from livvly_lab.domain.results import Interval
from livvly_lab.report import charts, fmt, style, tables
from livvly_lab.report.exhibit import Exhibit
from livvly_lab.report.tables import Link, Look

FRAME = pd.DataFrame({"table": ["users", "calls"], "rows": [20_000, None], "share, %": [0.125, 0.5]})
EXHIBIT = Exhibit(
    key="skew-users",
    sentence="Users differ by <4.1 %> & more.",
    svg="<svg></svg>",
    note="n = 20.0 k",
    table=FRAME,
    formats={"share, %": fmt.fixed(1, scale=100)},
    code=("table",),
)


def drawing(title: str = "Dots") -> str:
    with charts.figure(2) as fig:
        axes = fig.add_subplot()
        axes.plot([0.0, 0.02], [1, 2], "o")
        charts.percent_axis(axes, signed=True)
        charts.limit_line(axes, 0.02, "limit 2 %")
        return charts.figure_svg(fig, title)


def test_an_exhibit_escapes_what_it_says() -> None:
    html = EXHIBIT.html()
    assert "Users differ by &lt;4.1 %&gt; &amp; more." in html
    assert "<4.1" not in html


def test_an_exhibit_has_a_permanent_id_and_says_its_sentence_as_text() -> None:
    assert 'id="fig-skew-users"' in EXHIBIT.html()
    assert repr(EXHIBIT) == EXHIBIT.sentence


def test_the_style_comes_with_an_exhibit_in_a_notebook_and_not_in_a_page() -> None:
    assert EXHIBIT._repr_html_().count("<style") == 1
    assert "<style" not in EXHIBIT.html()


def test_a_verdict_stands_before_the_sentence_with_word_and_icon() -> None:
    assert (
        '<span class="verdict fails"><span aria-hidden="true">✗</span> fails</span>Users'
        in replace(EXHIBIT, verdict="fails").html()
    )


def test_a_table_has_caption_scopes_raw_values_and_aligned_numbers() -> None:
    html = tables.table(FRAME, "Sizes", Look({"share, %": fmt.fixed(1, scale=100)}, ("table",)))
    assert "<caption>Sizes</caption>" in html
    assert html.count('<th scope="col"') == 3
    assert '<th scope="row" class="code word">users</th>' in html
    assert '<td class="num" data-sort="20000">20,000</td>' in html
    assert '<td class="num" data-sort="0.125">12.5</td>' in html
    assert '<td class="num">–</td>' in html


def test_rows_beyond_twelve_stand_in_details() -> None:
    html = tables.table(pd.DataFrame({"n": range(15)}), "Numbers")
    shown, rest = html.split("<details>")
    assert shown.count('scope="row"') == 12
    assert rest.count('scope="row"') == 3
    assert "3 more rows" in rest


@pytest.mark.parametrize(("rows", "more"), [(12, None), (13, "1 more row<")])
def test_one_row_more_is_singular_and_none_needs_no_details(rows: int, more: str | None) -> None:
    html = tables.table(pd.DataFrame({"n": range(rows)}), "Numbers")
    assert ("<details>" in html) == (more is not None)
    assert more is None or more in html


def test_cells_know_verdicts_states_levels_links_intervals_and_scripts() -> None:
    frame = pd.DataFrame(
        {
            "claim": ["p95"],
            "verdict": ["depends"],
            "state": ["chosen without rival"],
            "level": ["high"],
            "where": [Link("a<b", "x.html?a&b")],
            "value": [Interval(204.2, 212.1, 220.9, 0.95, 20)],
            "name": ["காபி"],
        }
    )
    html = tables.table(frame, "Cells")
    assert '<span aria-hidden="true">◆</span> depends' in html
    assert '<span aria-hidden="true">◐</span> chosen without rival' in html
    assert '<span class="level high">' in html
    assert '<a href="x.html?a&amp;b">a&lt;b</a>' in html
    assert 'data-sort="212.1">212 [204, 221], 95 %, n=20<' in html
    assert '<span lang="ta">காபி</span>' in html


def test_what_a_formatter_writes_is_escaped_like_everything_else() -> None:
    assert "<td>&lt;b&gt;x</td>" in tables.table(
        pd.DataFrame({"n": ["x"], "said": ["x"]}), "Formatted", Look({"said": lambda value: f"<b>{value}"})
    ).replace(' class="word"', "")


def test_a_long_name_may_break_after_its_underscores_and_keeps_its_link() -> None:
    name = "idx_ai_moderation_transcripts_reviewed_by"
    html = tables.table(pd.DataFrame({"index": [Link(name, f"{name}.html#{name}")]}), "Names", Look(code=("index",)))
    assert f'href="{name}.html#{name}"' in html
    assert "moderation_<wbr>transcripts_<wbr>" in html


def test_a_word_that_is_no_verdict_is_refused() -> None:
    with pytest.raises(KeyError):
        tables.verdict_chip("maybe")


def test_an_empty_table_is_not_drawn() -> None:
    assert "<table" not in replace(EXHIBIT, table=FRAME.iloc[:0]).html()


def test_equal_figures_give_equal_text_that_says_what_it_is() -> None:
    svg = drawing("Dots: a < b")
    assert svg == drawing("Dots: a < b")
    assert svg.startswith("<svg")
    assert 'role="img" aria-labelledby="dots-a-b-title"' in svg
    assert '<title id="dots-a-b-title">Dots: a &lt; b</title>' in svg


def test_a_figure_keeps_its_text_as_text_and_its_style_to_itself() -> None:
    svg = drawing()
    assert "limit 2 %" in svg
    assert "+2 %" in svg
    assert "<style" not in svg
    assert "<metadata" not in svg


def test_two_figures_on_one_page_share_no_id() -> None:
    first, second = (set(re.findall(r'\bid="([^"]+)"', drawing(title))) for title in ("One", "Two"))
    assert first
    assert not first & second


def _luminance(color: str) -> float:
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_text_has_enough_contrast_everywhere() -> None:
    pairs = [(verdict.text, verdict.fill) for verdict in style.VERDICTS.values()]
    pairs += [(level.text, level.fill) for level in style.LEVELS.values()]
    pairs += [(style.INK, fill) for fill in (*style.PLACEMENTS.values(), *style.SELF_TIME[:3])]
    pairs += [(style.PAPER, style.SELF_TIME[3]), (style.MUTED, style.PAPER), (style.SOFT_REFERENCE, style.PAPER)]
    assert [pair for pair in pairs if _contrast(*pair) < 4.5] == []


def test_every_verdict_and_state_has_its_own_shape() -> None:
    assert len({verdict.icon for verdict in style.VERDICTS.values()}) == len(style.VERDICTS)
    assert len(set(style.STATES.values())) == len(style.STATES) == len(style.STATES_WORST_FIRST)
