"""Charts and maps: what they draw, said by matplotlib's own objects and by their alt text."""

import geopandas as gpd
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import box

from datacell_lib.presentation.charts import district_charts
from datacell_lib.presentation.maps import index_map
from datacell_lib.presentation.style import BANDS
from datacell_lib.schema import TableError


@pytest.fixture
def ax():
    figure, ax = plt.subplots(layout="constrained")
    yield ax
    plt.close(figure)


def make_neighbourhoods(shares, positions=None):
    shapes = gpd.GeoDataFrame(
        {"most_vulnerable_share": shares},
        geometry=[box(k, k, k + 1000, k + 1000) for k in range(0, 1000 * len(shares), 1000)],
        crs="EPSG:27700",
    )
    return shapes if positions is None else shapes.assign(position=positions)


class TestPlotIndexMap:
    def test_bands_are_coloured_by_standing_and_ends_belong_to_the_worse_band(
        self, make_released, ax
    ):
        shapes = make_neighbourhoods([0.05, 0.1, 0.100001, 0.2, 0.9])
        index_map.plot_index_map(make_released(shapes), title="Where?", nation="England", ax=ax)
        drawn = [tuple(colour) for colour in ax.collections[0].get_facecolor()]
        wanted = [BANDS[i] for i in (0, 0, 1, 1, 4)]
        assert [plt.matplotlib.colors.to_hex(colour) for colour in drawn] == wanted

    def test_alt_text_counts_what_is_shown(self, make_released):
        shapes = make_neighbourhoods([0.05, 0.15, 0.5])
        output = index_map.plot_index_map(make_released(shapes), title="Where?", nation="England")
        assert (
            "Of 3 neighbourhoods 1 are among the most vulnerable 10% in England and 2" in output.alt
        )

    def test_listed_neighbourhoods_carry_their_numbers(self, make_released, ax):
        shapes = make_neighbourhoods([0.05, 0.15, 0.5], positions=[1, np.nan, 2])
        index_map.plot_index_map(make_released(shapes), title="Where?", nation="England", ax=ax)
        assert [text.get_text() for text in ax.texts] == ["1", "2"]

    def test_a_crowd_of_numbers_is_drawn_again_close_up(self, make_released):
        shapes = make_neighbourhoods([0.05] * 10, positions=[1, 2] + [np.nan] * 8)
        wide = make_neighbourhoods([0.05] * 10, positions=[1] + [np.nan] * 8 + [2])
        close = index_map.plot_index_map(make_released(shapes), title="Where?", nation="England")
        plain = index_map.plot_index_map(make_released(wide), title="Where?", nation="England")
        assert _height(close) > _height(plain)

    def test_it_says_which_rows_it_shows_of_both_tables(self, make_released):
        shapes = make_neighbourhoods([0.05])
        outlines = shapes[["geometry"]].assign(district_name="A")
        output = index_map.plot_index_map(
            make_released(shapes), title="?", nation="E", outlines=make_released(outlines)
        )
        assert [shown.columns for shown in output.shown] == [
            ("most_vulnerable_share", "geometry"),
            ("district_name", "geometry"),
        ]


def _height(output):
    return int.from_bytes(output.content["image/png"][20:24])


EXTENT = pd.DataFrame({"domain": ["Economic", "Access"], "here": [0.5, 0.0], "around": [0.2, 0.3]})


class TestPlotExtent:
    def test_bars_are_the_districts_shares(self, make_released, ax):
        district_charts.plot_extent(
            make_released(EXTENT), title="?", here="A", around="B", nation="C", ax=ax
        )
        assert [bar.get_width() for bar in ax.patches] == [50.0, 0.0]

    def test_alt_text_gives_every_value(self, make_released):
        output = district_charts.plot_extent(
            make_released(EXTENT), title="?", here="A", around="B", nation="C"
        )
        assert "Economic 50% (B 20%); Access 0% (B 30%)" in output.alt


WEEKS = pd.DataFrame(
    {
        "place": ["Harlow"] * 3 + ["Essex"] * 3,
        "period": list(pd.date_range("2023-11-26", periods=3, freq="7D")) * 2,
        "value": [5.0, 40.0, 9.0, 6.0, 7.0, 8.0],
        "lower_ci": [4.0, 30.0, 8.0, 5.0, 6.0, 7.0],
        "upper_ci": [6.0, 50.0, 10.0, 7.0, 8.0, 9.0],
    }
)


class TestPlotWeeklyRates:
    def test_alt_text_names_the_peak_and_the_last_week(self, make_released):
        output = district_charts.plot_weekly_rates(make_released(WEEKS), title="?")
        assert "week to 3 December 2023, 40 per 100,000, and 9 in the last" in output.alt

    def test_the_band_is_the_interval_of_the_first_place(self, make_released, ax):
        district_charts.plot_weekly_rates(make_released(WEEKS), title="?", ax=ax)
        band = ax.collections[0].get_paths()[0].vertices[:, 1]
        assert band.min() == 4.0
        assert band.max() == 50.0

    def test_an_area_without_cases_gets_a_sentence(self, make_released):
        output = district_charts.plot_weekly_rates(make_released(WEEKS.head(0)), title="?")
        assert output.kind == "sentence"
        assert "No cases are published" in output.content["text/plain"]


class TestPlotRankedBars:
    def test_bars_keep_the_order_of_the_table(self, make_released, ax):
        table = pd.DataFrame({"district_name": ["B", "A"], "value": [0.6, 0.1], "nation": 0.19})
        output = district_charts.plot_ranked_bars(
            make_released(table), title="?", nation="E", ax=ax
        )
        assert [bar.get_width() for bar in ax.patches] == pytest.approx([60.0, 10.0])
        assert "B 60%; A 10%" in output.alt

    def test_the_nation_stands_where_it_is_not_at_a_round_number(self, make_released, ax):
        table = pd.DataFrame({"district_name": ["B"], "value": [0.6], "nation": [0.19]})
        district_charts.plot_ranked_bars(make_released(table), title="?", nation="E", ax=ax)
        (line,) = ax.lines
        assert list(line.get_xdata()) == pytest.approx([19, 19])
        assert line.get_label() == "E (19%)"

    def test_a_table_without_values_is_refused(self, make_released):
        with pytest.raises(TableError, match="has no column value"):
            district_charts.plot_ranked_bars(
                make_released(pd.DataFrame({"district_name": ["B"], "nation": [0.2]})),
                title="?",
                nation="E",
            )
