"""Bars of any released table."""

import numpy as np
import pandas as pd
import pytest

from datacell_lib.presentation import charts
from datacell_lib.schema import TableError

BEDS = pd.DataFrame(
    {"area_code": ["x", "y", "z"], "area_name": ["Up", "Down", "$Out$"], "beds": [3.0, 12.0, None]}
)


class TestBar:
    def test_bars_keep_the_order_of_the_table_and_have_names_and_values(self, make_released, drawn):
        charts.bar(make_released(BEDS), title="?")
        assert [bar.get_width() for bar in drawn[0].patches] == [3, 12, 0]
        heights = [bar.get_y() for bar in drawn[0].patches]
        assert heights == sorted(heights, reverse=True)
        assert [text.get_text() for text in drawn[0].texts] == ["3", "12", "not known"]
        assert [label.get_text() for label in drawn[0].get_yticklabels()] == ["Up", "Down", "$Out$"]

    def test_alt_text_tells_how_many_the_highest_and_the_lowest(self, make_released):
        output = charts.bar(make_released(BEDS), title="Where?", measure="Beds")
        told = "Bar chart. Where? Beds, 3 bars. Highest: Down, 12; lowest: Up, 3. Not known for 1."
        assert output.alt == told

    def test_a_subtitle_stands_below_the_title_and_in_the_alt_text(self, make_released, drawn):
        output = charts.bar(make_released(BEDS), title="Down has most", subtitle="Beds · Moor")
        words = [text.get_text() for text in drawn[0].figure.texts]
        assert words[:2] == ["Down has most", "Beds · Moor"]
        assert output.alt.startswith("Bar chart. Down has most. Beds; Moor. ")

    def test_alt_text_of_ones_own_is_taken_but_not_none_at_all(self, make_released):
        assert charts.bar(make_released(BEDS), title="?", alt="Mine.").alt == "Mine."
        with pytest.raises(TableError, match="needs alt text"):
            charts.bar(make_released(BEDS), title="?", alt="")

    def test_it_says_what_it_shows_of_the_release(self, make_released):
        released = make_released(BEDS)
        (shown,) = charts.bar(released, title="?").shown
        assert (shown.release, shown.columns, shown.rows) == (
            released.id,
            ("area_name", "beds"),
            3,
        )

    def test_shares_are_written_as_percentages_and_their_interval_is_drawn(
        self, make_released, drawn
    ):
        limits = {"lower_ci": [0.1], "upper_ci": [0.4], "confidence": 0.95}
        table = pd.DataFrame({"area_name": ["a"], "value": [0.25], **limits})
        charts.bar(make_released(table), title="?", percent=True, measure="Residents")
        assert [text.get_text() for text in drawn[0].texts] == ["25%"]
        (interval,) = drawn[0].collections[0].get_segments()
        assert interval[:, 0] == pytest.approx([10, 40])
        assert drawn[0].get_xlabel() == "Residents (line: 95% interval)"

    def test_values_below_zero_stand_to_the_left_inside_the_picture(self, make_released, drawn):
        table = pd.DataFrame({"area_name": ["a", "b"], "change": [-5, 5]})
        charts.bar(make_released(table), title="?")
        left, right = drawn[0].get_xlim()
        assert left < -5 < 5 < right
        assert drawn[0].texts[0].get_ha() == "right"
        assert drawn[0].texts[0].get_text() == "−5"

    def test_columns_can_be_named_where_there_are_several(self, make_released, drawn):
        table = BEDS.assign(homes=[1, 2, 3])
        with pytest.raises(TableError, match=r"columns of numbers 'beds', 'homes'\. Say which"):
            charts.bar(make_released(table), title="?")
        charts.bar(make_released(table), title="?", value="homes", by="area_code")
        assert [bar.get_width() for bar in drawn[0].patches] == [1, 2, 3]

    @pytest.mark.parametrize(
        ("given", "told"),
        [
            ({"value": "bed"}, "no column 'bed'; it has 'area_code', 'area_name', 'beds'. Did you"),
            ({"value": "area_name"}, "'area_name' holds no numbers; those that do are 'beds'"),
            ({"by": "name"}, "has no column 'name'"),
        ],
    )
    def test_a_wrong_column_is_answered_with_those_there_are(self, make_released, given, told):
        with pytest.raises(TableError, match=told):
            charts.bar(make_released(BEDS), title="?", **given)

    def test_two_rows_of_one_name_and_too_many_rows_are_refused(self, make_released):
        with pytest.raises(TableError, match=r"more than one row of 'area_name' is Up\."):
            charts.bar(make_released(pd.concat([BEDS, BEDS.head(1)])), title="?")
        many = pd.DataFrame({"area_name": [f"p{n}" for n in range(51)], "beds": range(51)})
        with pytest.raises(TableError, match=r'51 rows, and 50 bars.*table\.nlargest\(10, "beds"'):
            charts.bar(make_released(many), title="?")

    @pytest.mark.parametrize("table", [BEDS.head(0), BEDS.tail(1)], ids=["no rows", "not known"])
    def test_nothing_to_show_is_a_sentence(self, make_released, table):
        output = charts.bar(make_released(table), title="?", absent="No beds.")
        assert (output.kind, output.content["text/plain"]) == ("sentence", "No beds.")

    def test_what_is_infinite_is_not_known(self, make_released):
        table = BEDS.assign(beds=[1.0, np.inf, 2.0])
        assert "Not known for 1." in charts.bar(make_released(table), title="?").alt
