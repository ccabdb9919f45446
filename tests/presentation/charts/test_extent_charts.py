"""Charts of the most vulnerable fifth, said by matplotlib's own objects and by their alt text."""

import matplotlib.colors as mcolors
import pandas as pd
import pytest

from datacell_lib.presentation.charts import extent_charts
from datacell_lib.schema import TableError

EXTENT = pd.DataFrame(
    {"domain": ["Economic", "Access"], "A": [0.5, 0.0], "B": [0.2, 0.3], "C": [0.19, 0.21]}
)


class TestPlotExtent:
    def test_bars_are_the_districts_shares(self, make_released, drawn):
        extent_charts.plot_extent(make_released(EXTENT), title="?")
        assert [bar.get_width() for bar in drawn[0].patches] == [50.0, 0.0]

    def test_the_nation_stands_at_its_own_share_of_each_domain(self, make_released, drawn):
        extent_charts.plot_extent(make_released(EXTENT), title="?")
        strokes = {line.get_label(): list(line.get_xdata()) for line in drawn[0].lines}
        assert strokes["C"] == pytest.approx([19, 21])
        assert strokes["B"] == pytest.approx([20, 30])

    def test_alt_text_gives_every_value(self, make_released):
        output = extent_charts.plot_extent(make_released(EXTENT), title="?")
        assert "Economic 50% (B 20%, C 19%); Access 0% (B 30%, C 21%)" in output.alt

    def test_a_district_that_is_the_whole_area_stands_beside_the_nation_alone(
        self, make_released, drawn
    ):
        output = extent_charts.plot_extent(make_released(EXTENT.drop(columns="B")), title="?")
        assert [line.get_label() for line in drawn[0].lines] == ["C"]
        assert "Economic 50% (C 19%); Access 0% (C 21%)" in output.alt


class TestPlotRankedBars:
    def test_bars_keep_the_order_of_the_table(self, make_released, drawn):
        table = pd.DataFrame({"district_name": ["B", "A"], "value": [0.6, 0.1], "nation": 0.19})
        table["unranked"] = [0, 0]
        output = extent_charts.plot_ranked_bars(make_released(table), title="?", nation="E")
        assert [bar.get_width() for bar in drawn[0].patches] == pytest.approx([60.0, 10.0])
        assert "B 60%; A 10%" in output.alt

    def test_the_nation_stands_where_it_is_not_at_a_round_number(self, make_released, drawn):
        table = pd.DataFrame({"district_name": ["B"], "value": [0.6], "nation": [0.19]})
        table["unranked"] = 0
        extent_charts.plot_ranked_bars(make_released(table), title="?", nation="E")
        (line,) = drawn[0].lines
        assert list(line.get_xdata()) == pytest.approx([19, 19])
        assert line.get_label() == "E (19%)"

    def test_no_line_strikes_through_a_number(self, make_released, drawn):
        table = pd.DataFrame({"district_name": ["B"], "value": [0.18], "nation": [0.19]})
        table["unranked"] = 0
        extent_charts.plot_ranked_bars(make_released(table), title="?", nation="E")
        (line,), (number,) = drawn[0].lines, drawn[0].texts
        behind = number.get_bbox_patch()
        assert mcolors.to_hex(behind.get_facecolor()) == "#ffffff"
        assert number.get_zorder() > line.get_zorder()

    def test_neighbourhoods_without_a_rank_stand_beside_the_name(self, make_released, drawn):
        table = pd.DataFrame({"district_name": ["B", "A"], "value": [0.6, float("nan")]})
        table = table.assign(nation=0.19, unranked=[0, 3])
        output = extent_charts.plot_ranked_bars(make_released(table), title="?", nation="E")
        assert [label.get_text() for label in drawn[0].get_yticklabels()] == [
            *("B", "A (3 not ranked)")
        ]
        assert "B 60%; A (3 not ranked) not known" in output.alt

    def test_a_table_without_values_is_refused(self, make_released):
        with pytest.raises(TableError, match="has no column value"):
            extent_charts.plot_ranked_bars(
                make_released(pd.DataFrame({"district_name": ["B"], "nation": [0.2]})),
                title="?",
                nation="E",
            )
