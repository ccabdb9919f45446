"""Pictures of surveillance: shapes beside colours, alt text that counts, sentences for nothing."""

import geopandas as gpd
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import box

from datacell_lib.analysis.time import surveillance
from datacell_lib.presentation.charts import funnel_plot, surveillance_charts
from datacell_lib.presentation.maps import hot_spot_map

WEEKS = pd.date_range("2021-01-03", periods=3, freq="W")


@pytest.fixture
def ax():
    figure, ax = plt.subplots(layout="constrained")
    yield ax
    plt.close(figure)


def make_detected():
    return pd.DataFrame(
        {
            "area_code": ["E07000073"] * 3 + ["E07000076"] * 3,
            "area_name": ["Harlow"] * 3 + ["Tendring"] * 3,
            "period": [*WEEKS, *WEEKS],
            "numerator": [5.0, 40.0, 7.0, 6.0, 5.0, 4.0],
            "expected": 5.0,
            "upper_bound": 10.0,
            "alarm": pd.array([False, True, None, False, False, None], dtype="boolean"),
            "method": "EARS C2",
        }
    )


def make_funnel():
    codes = ["E07000073", "E07000074", "E07000075"]
    names = ["Harlow", "Maldon", "Rochford"]
    counts = pd.DataFrame({"area_code": codes, "area_name": names, "numerator": [10, 20, 60]})
    return surveillance.calculate_funnel_with_curve(counts.assign(denominator=[9e3, 1e4, 11e3]))


def list_markers(ax):
    return {line.get_marker(): len(line.get_xdata()) for line in ax.lines}


class TestPlotFunnel:
    def plot(self, released, **more):
        return funnel_plot.plot_funnel(
            released, title="Who?", measure="Cases per 100,000", absent="Nothing here.", **more
        )

    def test_high_and_low_differ_by_shape_not_only_by_colour(self, make_released, ax):
        self.plot(make_released(make_funnel()), ax=ax)
        markers = list_markers(ax)
        # 30 to be expected: the exact interval of 10 is 4.8 to 18.4, of 20 12.2 to 30.9 and of 60
        # 45.8 to 77.2 (Garwood 1936)
        assert (markers["^"], markers["v"], markers["o"]) == (1, 1, 1)

    def test_alt_text_counts_and_names_who_is_outside(self, make_released):
        alt = self.plot(make_released(make_funnel())).alt
        assert "Of 3 places 1 lie above and 1 below" in alt
        assert "Rochford 545" in alt

    def test_names_that_would_lie_on_one_another_are_left_to_the_alt_text(self, make_released, ax):
        crowded = make_funnel()
        extra = crowded.head(3).assign(area_name=["Harlow B", "Maldon B", "Rochford B"])
        output = self.plot(make_released(pd.concat([crowded, extra], ignore_index=True)), ax=ax)
        assert len(ax.texts) == 2
        assert "Rochford B" in output.alt

    def test_nothing_is_a_sentence(self, make_released):
        output = self.plot(make_released(make_funnel().head(0)))
        assert output.kind == "sentence"
        assert output.content["text/plain"] == "Nothing here."


class TestPlotDetection:
    def test_alarms_are_triangles_and_weeks_not_judged_are_hatched(self, make_released, ax):
        table = make_detected().head(3)
        output = surveillance_charts.plot_detection(make_released(table), title="More?", ax=ax)
        assert list_markers(ax)["^"] == 1
        assert [bar.get_hatch() for bar in ax.patches].count("////") == 1
        assert "Of 2 weeks judged by EARS C2, 1 were above their bounds" in output.alt
        assert "10 January 2021" in output.alt

    def test_no_weeks_are_a_sentence(self, make_released):
        table = make_detected().head(0)
        output = surveillance_charts.plot_detection(make_released(table), title="More?")
        assert output.kind == "sentence"


class TestPlotAlarmGrid:
    def test_each_week_of_a_district_is_drawn_once(self, make_released, ax):
        surveillance_charts.plot_alarm_grid(make_released(make_detected()), title="When?", ax=ax)
        assert list_markers(ax) == {"^": 1, ".": 3, "o": 2}
        assert [label.get_text() for label in ax.get_yticklabels()] == ["Tendring", "Harlow"]

    def test_alt_text_names_districts_with_alarms(self, make_released):
        output = surveillance_charts.plot_alarm_grid(make_released(make_detected()), title="When?")
        assert "by district: Harlow 1." in output.alt

    def test_no_weeks_are_a_sentence(self, make_released):
        table = make_released(make_detected().head(0))
        assert surveillance_charts.plot_alarm_grid(table, title="When?").kind == "sentence"


class TestPlotAlarmWeeks:
    TABLE = pd.DataFrame({"period": WEEKS, "alarms": [0, 5, 2], "judged": [7, 8, 9], "places": 9})

    def test_alt_text_gives_the_week_with_most(self, make_released):
        output = surveillance_charts.plot_alarm_weeks(
            make_released(self.TABLE), title="How many?", absent="None."
        )
        assert "in the week to 10 January 2021: 5 of 8 that could be judged" in output.alt

    def test_nothing_is_a_sentence(self, make_released):
        output = surveillance_charts.plot_alarm_weeks(
            make_released(self.TABLE.head(0)), title="How many?", absent="None."
        )
        assert output.content["text/plain"] == "None."


class TestPlotHotSpots:
    def make_places(self, labels, clusters):
        return gpd.GeoDataFrame(
            {"area_name": [f"Place {n}" for n in range(len(labels))], "label": labels}
            | {"cluster": clusters},
            geometry=[box(k, 0, k + 1000, 1000) for k in range(0, 1000 * len(labels), 1000)],
            crs="EPSG:27700",
        )

    def test_low_neighbours_are_hatched_and_circles_have_their_numbers(self, make_released, ax):
        places = self.make_places(["low-low", "not significant", "high-high"], [np.nan, np.nan, 2])
        output = hot_spot_map.plot_hot_spots(
            make_released(places), title="Where?", absent="None.", ax=ax
        )
        assert "\\\\\\\\" in [drawn.get_hatch() for drawn in ax.collections]
        assert [text.get_text() for text in ax.texts] == ["2"]
        assert "Of 3 places 1 lie in 1 circles" in output.alt
        assert "low among low neighbours: 1" in output.alt

    def test_a_map_without_any_still_says_so(self, make_released):
        places = self.make_places(["not significant"] * 2, [np.nan] * 2)
        output = hot_spot_map.plot_hot_spots(make_released(places), title="Where?", absent="None.")
        assert "0 lie in 0 circles" in output.alt
        assert "none that chance would not make" in output.alt

    def test_nothing_is_a_sentence(self, make_released):
        places = self.make_places(["low-low"], [np.nan]).head(0)
        output = hot_spot_map.plot_hot_spots(make_released(places), title="Where?", absent="None.")
        assert output.content["text/plain"] == "None."
