"""Tables and sentences of surveillance: figures with intervals, words for change, nothing said."""

import numpy as np
import pandas as pd

from datacell_lib.presentation.sentences import surveillance_words
from datacell_lib.presentation.tables import surveillance_tables

WEEK = pd.Timestamp("2021-01-10")


def make_latest(trends=("growing", "no clear change")):
    arrows = {"growing": "↑", "shrinking": "↓", "no clear change": "→"}
    number = len(trends)
    return pd.DataFrame(
        {
            "area_code": [f"E0700007{place}" for place in range(number)],
            "area_name": [f"District {place}" for place in range(number)],
            "period": WEEK,
            "numerator": 1200.0,
            "value": 50.4,
            "lower_ci": 40.0,
            "upper_ci": 61.0,
            "growth": np.linspace(10, -5, number),
            "growth_lower": -8.0,
            "growth_upper": 14.0,
            "doubling_time": [7.3, *[np.nan] * (number - 1)],
            "trend": trends,
            "arrow": [arrows[trend] for trend in trends],
        }
    )


class TestShowGrowth:
    def test_intervals_stand_in_brackets_with_true_minus_signs(self, make_released):
        html = surveillance_tables.show_growth(
            make_released(make_latest()), caption="How?"
        ).content["text/html"]
        assert "50 (40 to 61)" in html
        assert "+10 (−8 to +14)" in html
        assert "double in 7.3" in html
        assert "no clear change" in html

    def test_no_weeks_are_a_sentence(self, make_released):
        output = surveillance_tables.show_growth(
            make_released(make_latest().head(0)), caption="How?"
        )
        assert output.content["text/plain"] == "No cases are published for this area."


class TestShowHotSpots:
    TABLE = pd.DataFrame(
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

    def test_deaths_stand_beside_what_was_to_be_expected(self, make_released):
        output = surveillance_tables.show_hot_spots(
            make_released(self.TABLE), caption="Which?", absent="None."
        )
        plain = output.content["text/plain"].split()
        assert {"518", "324", "1.67", "0.001"} <= set(plain)

    def test_none_is_a_sentence(self, make_released):
        output = surveillance_tables.show_hot_spots(
            make_released(self.TABLE.head(0)), caption="Which?", absent="None."
        )
        assert output.content["text/plain"] == "None."


class TestShowUnusualWeeks:
    TABLE = pd.DataFrame(
        {
            "area_name": ["Canvey"],
            "period": WEEK,
            "numerator": 35.0,
            "upper_bound": 4.4,
            "times_bound": 7.95,
        }
    )

    def test_days_are_written_out(self, make_released):
        output = surveillance_tables.show_unusual_weeks(
            make_released(self.TABLE), caption="Which?", absent="None."
        )
        assert "10 January 2021" in output.content["text/html"]

    def test_none_is_a_sentence(self, make_released):
        output = surveillance_tables.show_unusual_weeks(
            make_released(self.TABLE.head(0)), caption="Which?", absent="None."
        )
        assert output.content["text/plain"] == "None."


class TestDescribeLatestWeeks:
    def describe(self, make_released, latest, alarm=True):
        alarms = latest[["area_name", "period"]].assign(
            alarm=pd.array([alarm, *[False] * (len(latest) - 1)], dtype="boolean")
        )
        return surveillance_words.describe_latest_weeks(
            make_released(latest), alarms=make_released(alarms), title="Essex"
        ).content["text/plain"]

    def test_it_names_who_grows_who_shrinks_and_who_stood_out(self, make_released):
        text = self.describe(make_released, make_latest(("growing", "shrinking", "growing")))
        assert "week to 10 January 2021 Essex had 3,600 cases" in text
        assert "growing in District 0 and District 2 and shrinking in District 1." in text
        assert "In that week District 0 stood out" in text

    def test_many_are_counted_and_none_is_said(self, make_released):
        text = self.describe(make_released, make_latest(("growing",) * 5 + ("shrinking",)), False)
        assert "growing in 5 of 6 districts" in text
        assert "no district stood out" in text

    def test_a_single_district_has_no_highest(self, make_released):
        text = self.describe(make_released, make_latest(("shrinking",)))
        assert "highest" not in text
        assert "Over the latest weeks: shrinking." in text
        assert "50 per 100,000" in text

    def test_no_weeks_are_a_sentence(self, make_released):
        latest = make_released(make_latest().head(0))
        output = surveillance_words.describe_latest_weeks(latest, alarms=latest, title="Essex")
        assert output.content["text/plain"] == "No cases are published for this area."
