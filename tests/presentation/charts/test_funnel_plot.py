"""The funnel: shapes beside colours, alt text that counts, a sentence for nothing."""

import pandas as pd

from datacell_lib.analysis.time import surveillance
from datacell_lib.presentation.charts import funnel_plot


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

    def test_high_and_low_differ_by_shape_not_only_by_colour(self, make_released, drawn):
        self.plot(make_released(make_funnel()))
        markers = list_markers(drawn[0])
        # 30 to be expected: the exact interval of 10 is 4.8 to 18.4, of 20 12.2 to 30.9 and of 60
        # 45.8 to 77.2 (Garwood 1936)
        assert (markers["^"], markers["v"], markers["o"]) == (1, 1, 1)

    def test_alt_text_counts_and_names_who_is_outside(self, make_released):
        alt = self.plot(make_released(make_funnel())).alt
        assert "Of 3 places 1 lies above and 1 below" in alt
        assert "Rochford 545" in alt

    def test_names_that_would_lie_on_one_another_are_in_the_alt_text_only(
        self, make_released, drawn
    ):
        crowded = make_funnel()
        extra = crowded.head(3).assign(area_name=["Harlow B", "Maldon B", "Rochford B"])
        output = self.plot(make_released(pd.concat([crowded, extra], ignore_index=True)))
        assert len(drawn[0].texts) == 2
        assert "Rochford B" in output.alt

    def test_nothing_is_a_sentence(self, make_released):
        output = self.plot(make_released(make_funnel().head(0)))
        assert output.kind == "sentence"
        assert output.content["text/plain"] == "Nothing here."
