from html.parser import HTMLParser

import pandas as pd
import pytest

from datacell_lib.files.nouns import Noun
from datacell_lib.presentation.tables.column import Column
from datacell_lib.presentation.tables.html_tables import show_table
from datacell_lib.presentation.tables.layouts import LAYOUTS
from datacell_lib.schema import TableError

DISTRICTS = pd.DataFrame(
    {
        "district_name": ["Bread & Butter", "<b>Odd</b>"],
        "population": [12345.0, None],
        "neighbourhoods": [8, 3],
        "in_tenth": [1, 0],
        "in_fifth": [2, 0],
        "unranked": [0, 0],
        "people_in_fifth": [3000.0, 0.0],
        "value": [0.243, None],
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
        assert cells.rows[1] == ["Bread & Butter", "3,000 of 12,345", "24%", "2 of 8"]
        assert cells.rows[2] == ["<b>Odd</b>", "0 of not known", "not known", "0 of 3"]

    def test_a_column_of_what_is_left_out_is_there_where_anything_is(self, make_released):
        table = DISTRICTS.assign(unranked=[0, 2])
        output = show_table(make_released(table), caption="Which?", kind="districts")
        cells = Cells(output.content["text/html"])
        assert [row[-1] for row in cells.rows] == ["Not ranked", "0", "2"]

    def test_it_has_a_caption_and_every_heading_a_scope(self, make_released):
        output = show_table(make_released(DISTRICTS), caption="Which?", kind="districts")
        cells = Cells(output.content["text/html"])
        assert cells.caption == "Which?"
        assert cells.scopes == ["col"] * 4 + ["row"] * 2

    def test_a_folded_table_opens_from_its_caption(self, make_released):
        output = show_table(
            make_released(DISTRICTS), caption="A & B?", kind="districts", folded=True
        )
        html = output.content["text/html"]
        assert html.startswith("<details>\n<summary>A &amp; B?</summary>")
        assert html.rstrip().endswith("</details>")
        assert Cells(html).rows[1][1] == "3,000 of 12,345"

    def test_its_frame_can_be_scrolled_from_the_keyboard(self, make_released):
        html = show_table(make_released(DISTRICTS), caption="Which?", kind="districts").content[
            "text/html"
        ]
        assert 'role="region" tabindex="0" aria-label="Which?"' in html

    def test_plain_text_holds_the_same_values(self, make_released):
        output = show_table(make_released(DISTRICTS), caption="Which?", kind="districts")
        assert "12,345" in output.content["text/plain"]

    def test_an_unknown_kind_is_refused(self, make_released):
        with pytest.raises(
            TableError, match="not a kind of table; known are key-figures, neighbourhoods"
        ):
            show_table(make_released(DISTRICTS), caption="?", kind="distrcts")

    def test_a_table_without_a_column_is_refused(self, make_released):
        lacking = DISTRICTS.drop(columns="in_fifth")
        with pytest.raises(TableError, match="has no column in_fifth"):
            show_table(make_released(lacking), caption="?", kind="districts")

    def test_a_table_without_rows_is_a_sentence_of_the_callers(self, make_released):
        none = make_released(DISTRICTS.head(0))
        output = show_table(none, caption="?", kind="districts", absent="None of *these*.")
        assert output.kind == "sentence"
        assert output.content["text/plain"] == "None of *these*."


class TestKeyFigures:
    def test_each_figure_is_shown_in_its_own_unit(self, make_released):
        figures = pd.DataFrame(
            {
                "indicator": ["Residents", "Aged 65 and over"],
                "unit": ["people", "%"],
                "Here": [1500.0, 20.04],
                "There": [99999.0, None],
            }
        )
        output = show_table(make_released(figures), caption="?", kind="key-figures")
        assert Cells(output.content["text/html"]).rows == [
            ["Key figure", "Here", "There"],
            ["Residents", "1,500", "99,999"],
            ["Aged 65 and over", "20%", "not known"],
        ]
        assert set(output.shown[0].columns) == {"indicator", "unit", "Here", "There"}


WEEK = pd.Timestamp("2021-01-10")
GROWTH = pd.DataFrame(
    {
        "area_name": ["Harlow", "Maldon"],
        "numerator": [1200.0, 5.0],
        "value": [50.4, 8.0],
        "lower_ci": [40.0, 3.0],
        "upper_ci": [61.0, 20.0],
        "growth": [10.0, float("nan")],
        "growth_lower": [-8.0, float("nan")],
        "growth_upper": [14.0, float("nan")],
        "doubling_time": [7.3, float("nan")],
        "arrow": ["↑", ""],
        "trend": ["growing", "cannot be calculated"],
    }
)


class TestGrowth:
    def test_intervals_stand_in_brackets_and_change_has_true_signs(self, make_released):
        output = show_table(make_released(GROWTH), caption="How?", kind="growth")
        harlow, maldon = Cells(output.content["text/html"]).rows[1:]
        assert harlow == [
            *("Harlow", "1,200", "50 (40 to 61)"),
            "↑\xa0growing: +10 (−8 to +14)",
        ]
        assert maldon[3:] == ["cannot be calculated"]


class TestCircles:
    def test_deaths_stand_beside_what_was_to_be_expected(self, make_released):
        circles = pd.DataFrame(
            {
                "cluster": [1.0],
                "area_name": "Canvey",
                "places": 14.0,
                "observed": 518.0,
                "expected": 323.8,
                "relative_risk": 1.6685,
                "p_value": 0.001,
            }
        )
        output = show_table(make_released(circles), caption="Which?", kind="circles")
        row = Cells(output.content["text/html"]).rows[1]
        assert row == ["1. Around Canvey (14 places)", "518 of 324", "1.67", "0.001"]


class TestUnusualWeeks:
    def test_days_are_written_out(self, make_released):
        weeks = pd.DataFrame(
            {
                "area_name": ["Canvey"],
                "period": WEEK,
                "numerator": 35.0,
                "upper_bound": 4.4,
                "times_bound": 7.95454,
            }
        )
        output = show_table(make_released(weeks), caption="Which?", kind="unusual-weeks")
        row = Cells(output.content["text/html"]).rows[1]
        assert row == ["Canvey", "10 January 2021", "35 over 4.4", "8.0"]


class TestNouns:
    def test_headings_call_the_parts_of_an_area_what_it_calls_them(self, make_released):
        table = pd.DataFrame(
            {
                "district_name": ["North District"],
                "population": 5,
                "neighbourhoods": 1,
                "in_tenth": 0,
                "in_fifth": 0,
                "unranked": [0],
                "people_in_fifth": 0,
                "value": 0.0,
            }
        )
        output = show_table(
            make_released(table), caption="?", kind="districts", noun=Noun("hub patch")
        )
        headings, row = Cells(output.content["text/html"]).rows
        assert (headings[0], row[0]) == ("Hub patch", "North District")


class TestEveryKind:
    @pytest.mark.parametrize("kind", sorted(set(LAYOUTS) - {"key-figures"}))
    def test_what_is_missing_is_said_and_never_nan(self, make_released, kind):
        columns = {name for column in LAYOUTS[kind] for name in column.list_sources()}
        table = pd.DataFrame({name: [float("nan")] for name in sorted(columns)})
        output = show_table(make_released(table), caption="?", kind=kind)
        (cells,) = Cells(output.content["text/html"]).rows[1:]
        assert set(cells) <= {"not known", "no clear change"}

    @pytest.mark.parametrize("kind", LAYOUTS)
    def test_headings_of_a_kind_differ(self, kind):
        headings = [column.heading for column in LAYOUTS[kind] if isinstance(column, Column)]
        assert len(set(headings)) == len(headings)
