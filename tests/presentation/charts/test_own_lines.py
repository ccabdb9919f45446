"""Lines of any released table."""

import pandas as pd
import pytest

from datacell_lib.presentation import charts
from datacell_lib.schema import TableError

WEEKS = pd.DataFrame(
    {
        "place": ["a", "b"] * 2,
        "period": pd.to_datetime(["2024-01-14", "2024-01-14", "2024-01-07", "2024-01-07"]),
        "value": [4.0, 1.0, 9.0, 2.0],
        "lower_ci": [3.0, 0.5, 8.0, 1.5],
        "upper_ci": [5.0, 1.5, 10.0, 2.5],
    }
)
ONE = WEEKS[WEEKS["place"] == "a"]


class TestLine:
    def test_a_line_runs_along_time_whatever_the_order_of_rows(self, make_released, drawn):
        charts.line(make_released(ONE), title="?")
        (line,) = drawn[0].lines
        assert list(line.get_ydata()) == [9, 4]
        assert len(drawn[0].collections) == 1  # its band

    def test_alt_text_tells_highest_lowest_and_last(self, make_released):
        alt = charts.line(make_released(ONE), title="How?", measure="Cases").alt
        assert alt == (
            "Line chart. How? Cases. 2 points. Highest: 7 January 2024, 9; lowest: 14 January "
            "2024, 4. Last: 14 January 2024, 4."
        )

    def test_lines_of_several_places_differ_without_colour(self, make_released, drawn):
        output = charts.line(make_released(WEEKS), title="?", by="place")
        styles = [line.get_linestyle() for line in drawn[0].lines]
        assert [line.get_label() for line in drawn[0].lines] == ["a", "b"]
        assert len(set(styles)) == 2
        assert "a, 2 points. Highest: 7 January 2024, 9" in output.alt
        assert output.shown[0].columns == ("period", "place", "value")

    def test_two_points_at_one_place_are_answered_with_the_column_to_name(self, make_released):
        with pytest.raises(TableError, match=r'than one point at 7 January 2024.*by="place"'):
            charts.line(make_released(WEEKS), title="?")

    def test_more_lines_than_can_be_told_apart_are_refused(self, make_released):
        table = pd.DataFrame({"place": list("abcdefg"), "period": 1, "value": 1.0})
        with pytest.raises(TableError, match="has 7 lines, by 'place', and 6 can be told apart"):
            charts.line(make_released(table), title="?", by="place")

    def test_a_value_that_is_not_known_leaves_a_gap(self, make_released, drawn):
        table = pd.DataFrame({"year": [2020, 2021, 2022], "beds": [1.0, None, 3.0]})
        output = charts.line(make_released(table), title="?", along="year")
        assert pd.isna(drawn[0].lines[0].get_ydata()[1])
        assert "Highest: 2022, 3; lowest: 2020, 1. Not known for 1." in output.alt

    def test_words_stand_in_the_order_of_the_table(self, make_released, drawn):
        table = pd.DataFrame({"age_band": ["65+", "0-64"], "value": [3, 2]})
        charts.line(make_released(table), title="?", along="age_band")
        assert [label.get_text() for label in drawn[0].get_xticklabels()] == ["65+", "0-64"]

    def test_a_column_to_run_along_that_is_not_there_is_named(self, make_released):
        with pytest.raises(TableError, match="has no column 'period'; it has 'area_name', 'value'"):
            charts.line(make_released(pd.DataFrame({"area_name": ["a"], "value": [1]})), title="?")

    def test_nothing_to_show_is_a_sentence(self, make_released):
        assert charts.line(make_released(WEEKS.head(0)), title="?").kind == "sentence"
