"""Dots and histograms of any released table."""

import pandas as pd
import pytest

from datacell_lib.presentation import charts
from datacell_lib.schema import TableError

TABLE = pd.DataFrame(
    {"area_name": list("abcd"), "people": [10.0, 20.0, 30.0, None], "beds": [4.0, 1.0, 1.0, 2.0]}
)


class TestDots:
    def test_a_dot_is_drawn_for_each_row_that_has_both_values(self, make_released, drawn):
        output = charts.dots(make_released(TABLE), title="?", x="people", y="beds")
        (dots,) = drawn[0].lines
        assert list(dots.get_xdata()) == [10, 20, 30]
        assert list(dots.get_ydata()) == [4, 1, 1]
        assert output.shown[0].columns == ("area_name", "people", "beds")

    def test_alt_text_tells_the_ends_of_both(self, make_released):
        alt = charts.dots(make_released(TABLE), title="?", x="people", y="beds").alt
        assert "3 dots. Across, People: Highest: c, 30; lowest: a, 10." in alt
        assert "Up, Beds: Highest: a, 4; lowest: b and c, 1." in alt

    def test_a_wrong_column_is_named(self, make_released):
        with pytest.raises(TableError, match=r"no column 'peple'.*Did you mean 'people'\?"):
            charts.dots(make_released(TABLE), title="?", x="peple", y="beds")

    def test_nothing_to_show_is_a_sentence(self, make_released):
        none = make_released(TABLE.tail(1))
        assert charts.dots(none, title="?", x="people", y="beds").kind == "sentence"


class TestHistogram:
    def test_every_known_value_is_in_one_bar(self, make_released, drawn):
        charts.histogram(make_released(TABLE), title="?", value="people")
        assert sum(bar.get_height() for bar in drawn[0].patches) == 3

    def test_alt_text_tells_where_most_values_lie(self, make_released):
        table = pd.DataFrame({"beds": [1] * 8 + [9] * 2})
        alt = charts.histogram(make_released(table), title="?").alt
        assert "Beds, 10 values. Highest: 9; lowest: 1. Most, 8 of them, lie between 1 and" in alt

    def test_values_that_are_all_the_same_can_be_drawn(self, make_released):
        alt = charts.histogram(make_released(pd.DataFrame({"beds": [5, 5]})), title="?").alt
        assert "All the same: 5." in alt

    def test_there_are_never_too_many_bars_to_see(self, make_released, drawn):
        values = [float(number % 7) for number in range(5000)] + [900.0]
        charts.histogram(make_released(pd.DataFrame({"beds": values})), title="?")
        assert len(drawn[0].patches) <= 24

    def test_nothing_to_show_is_a_sentence(self, make_released):
        none = make_released(TABLE.head(0))
        assert charts.histogram(none, title="?", value="beds").kind == "sentence"
