from html.parser import HTMLParser

import pandas as pd
import pytest

from datacell_lib.presentation.formats import round_up_percent
from datacell_lib.presentation.tables.html_tables import show_key_figures, show_table
from datacell_lib.schema import TableError

DISTRICTS = pd.DataFrame(
    {
        "district_name": ["Bread & Butter", "<b>Odd</b>"],
        "population": [12345.0, None],
        "neighbourhoods": [8, 3],
        "in_tenth": [1, 0],
        "in_fifth": [2, 0],
    }
)


class Cells(HTMLParser):
    """Collects a table's cells and headings as a screen reader meets them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.scopes: list[str | None] = []
        self.caption = ""
        self._in: str | None = None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag == "tr":
            self.rows.append([])
        if tag in {"th", "td"}:
            self.rows[-1].append("")
            self.scopes += [dict(attrs).get("scope")] if tag == "th" else []
        if tag in {"th", "td", "caption"}:
            self._in = tag

    def handle_endtag(self, tag):
        self._in = None if tag == self._in else self._in

    def handle_data(self, data):
        if self._in == "caption":
            self.caption += data
        elif self._in:
            self.rows[-1][-1] += data


class TestShowTable:
    def test_every_value_stands_in_its_cell_and_missing_is_not_known(self, make_released):
        output = show_table(make_released(DISTRICTS), caption="Which?", kind="districts")
        cells = Cells(output.content["text/html"])
        assert cells.rows[1] == ["Bread & Butter", "12,345", "8", "1", "2"]
        assert cells.rows[2] == ["<b>Odd</b>", "not known", "3", "0", "0"]

    def test_it_has_a_caption_and_every_heading_a_scope(self, make_released):
        output = show_table(make_released(DISTRICTS), caption="Which?", kind="districts")
        cells = Cells(output.content["text/html"])
        assert cells.caption == "Which?"
        assert cells.scopes == ["col"] * 5 + ["row"] * 2

    def test_a_folded_table_opens_from_its_caption(self, make_released):
        output = show_table(
            make_released(DISTRICTS), caption="A & B?", kind="districts", folded=True
        )
        html = output.content["text/html"]
        assert html.startswith("<details>\n<summary>A &amp; B?</summary>")
        assert html.endswith("</details>")
        assert Cells(html).rows[1][1] == "12,345"

    def test_its_frame_can_be_scrolled_from_the_keyboard(self, make_released):
        html = show_table(make_released(DISTRICTS), caption="Which?", kind="districts").content[
            "text/html"
        ]
        assert 'role="region" tabindex="0" aria-label="Which?"' in html

    def test_plain_text_holds_the_same_values(self, make_released):
        output = show_table(make_released(DISTRICTS), caption="Which?", kind="districts")
        assert "12,345" in output.content["text/plain"]

    def test_an_unknown_kind_is_refused(self, make_released):
        with pytest.raises(TableError, match="not a kind of table; known are priorities"):
            show_table(make_released(DISTRICTS), caption="?", kind="distrcts")

    def test_a_table_without_a_column_is_refused(self, make_released):
        lacking = DISTRICTS.drop(columns="in_fifth")
        with pytest.raises(TableError, match="has no column in_fifth"):
            show_table(make_released(lacking), caption="?", kind="districts")


class TestShowKeyFigures:
    def test_each_figure_is_shown_in_its_own_unit(self, make_released):
        figures = pd.DataFrame(
            {
                "indicator": ["Residents", "Aged 65 and over"],
                "unit": ["people", "%"],
                "Here": [1500.0, 20.04],
                "There": [99999.0, 18.0],
            }
        )
        cells = Cells(show_key_figures(make_released(figures), caption="?").content["text/html"])
        assert cells.rows == [
            ["Key figure", "Here", "There"],
            ["Residents", "1,500", "99,999"],
            ["Aged 65 and over", "20.0%", "18.0%"],
        ]


class TestRoundUpPercent:
    @pytest.mark.parametrize(
        ("share", "percent"), [(1 / 33755, 1), (0.1, 10), (0.1 + 1e-6, 11), (0.2, 20), (1.0, 100)]
    )
    def test_no_area_is_said_to_be_more_vulnerable_than_it_is(self, share, percent):
        assert round_up_percent(share) == percent
        assert share <= round_up_percent(share) / 100 + 1e-9
