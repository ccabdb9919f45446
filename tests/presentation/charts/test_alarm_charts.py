"""Charts of weeks that stood out: shapes beside colours, alt text that counts."""

import pandas as pd

from datacell_lib.presentation.charts import alarm_charts

WEEKS = pd.date_range("2021-01-03", periods=3, freq="W")


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


def list_markers(ax):
    return {line.get_marker(): len(line.get_xdata()) for line in ax.lines}


class TestPlotDetection:
    def test_alarms_are_triangles_and_weeks_not_judged_are_hatched(self, make_released, drawn):
        table = make_detected().head(3)
        output = alarm_charts.plot_detection(make_released(table), title="More?")
        assert list_markers(drawn[0])["^"] == 1
        assert [bar.get_hatch() for bar in drawn[0].patches].count("////") == 1
        assert "Of 2 weeks judged by EARS C2, 1 was above its bound" in output.alt
        assert "10 January 2021" in output.alt

    def test_a_bound_far_above_the_cases_lies_beyond_the_picture_and_says_so(
        self, make_released, drawn
    ):
        table = make_detected().head(3).assign(upper_bound=2400.0)
        output = alarm_charts.plot_detection(make_released(table), title="More?")
        assert drawn[0].get_ylim()[1] == 120  # three times the 40 cases of the worst week
        assert output.alt.endswith("The bound is beyond the picture, at up to 2,400.")

    def test_a_bound_that_can_be_seen_is_seen(self, make_released, drawn):
        output = alarm_charts.plot_detection(make_released(make_detected().head(3)), title="More?")
        assert drawn[0].get_ylim()[1] >= 40
        assert "beyond" not in output.alt

    def test_no_weeks_are_a_sentence(self, make_released):
        table = make_detected().head(0)
        output = alarm_charts.plot_detection(make_released(table), title="More?")
        assert output.kind == "sentence"


class TestPlotAlarmGrid:
    def test_each_week_of_a_district_is_drawn_once(self, make_released, drawn):
        alarm_charts.plot_alarm_grid(make_released(make_detected()), title="When?")
        assert list_markers(drawn[0]) == {"^": 1, ".": 3, "o": 2}
        assert [label.get_text() for label in drawn[0].get_yticklabels()] == ["Tendring", "Harlow"]

    def test_alt_text_names_districts_with_alarms(self, make_released):
        output = alarm_charts.plot_alarm_grid(make_released(make_detected()), title="When?")
        assert "by district: Harlow 1." in output.alt

    def test_no_weeks_are_a_sentence(self, make_released):
        table = make_released(make_detected().head(0))
        assert alarm_charts.plot_alarm_grid(table, title="When?").kind == "sentence"


class TestPlotAlarmWeeks:
    TABLE = pd.DataFrame({"period": WEEKS, "alarms": [0, 5, 2], "judged": [7, 8, 9], "places": 9})

    def test_alt_text_gives_the_week_with_most(self, make_released):
        output = alarm_charts.plot_alarm_weeks(
            make_released(self.TABLE), title="How many?", absent="None."
        )
        assert "in the week to 10 January 2021: 5 of 8 that could be judged" in output.alt

    def test_nothing_is_a_sentence(self, make_released):
        output = alarm_charts.plot_alarm_weeks(
            make_released(self.TABLE.head(0)), title="How many?", absent="None."
        )
        assert output.content["text/plain"] == "None."
