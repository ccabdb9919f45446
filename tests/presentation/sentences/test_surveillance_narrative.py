"""Sentences of surveillance: who grows, who shrinks, who stood out, and nothing said."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from datacell_lib.analysis.time.surveillance import GROWTH_WEEKS
from datacell_lib.files.area_surveillance import AreaSerialInterval
from datacell_lib.presentation.sentences import surveillance_narrative

WEEK = pd.Timestamp("2021-01-10")
TOTAL = pd.DataFrame({"place": ["Essex"], "period": WEEK, "numerator": [3600.0]})


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


class TestDescribeLatestWeeks:
    def describe(self, make_released, latest, alarm=True):
        alarms = latest[["area_name", "period"]].assign(
            alarm=pd.array([alarm, *[False] * (len(latest) - 1)], dtype="boolean")
        )
        return surveillance_narrative.describe_latest_weeks(
            make_released(TOTAL), latest=make_released(latest), alarms=make_released(alarms)
        ).content["text/plain"]

    def test_it_names_who_grows_who_shrinks_and_who_stood_out(self, make_released):
        text = self.describe(make_released, make_latest(("growing", "shrinking", "growing")))
        assert "week to 10 January 2021 Essex had 3,600 cases" in text
        assert "growing in District 0 and District 2 and shrinking in District 1." in text
        assert "In that week District 0 stood out" in text

    def test_growth_and_infections_say_which_weeks_each_is_of(self, make_released):
        # a wave that turned: eight weeks shrink on the whole, the last one may have grown
        assert GROWTH_WEEKS == 8
        text = self.describe(make_released, make_latest(("shrinking", "shrinking")))
        assert "Over the latest eight weeks together cases were growing in no district and" in text
        table = pd.DataFrame({"place": ["Essex"], "period": WEEK, "value": 1.0, "note": ""})
        table = table.assign(lower_ci=0.8, upper_ci=1.2)
        infected = TestDescribeReproduction().describe(make_released, table)
        assert "may have grown or shrunk. This is of that week alone" in infected.replace("*", "")
        assert "growth above is of eight weeks together" in infected

    def test_many_are_counted_and_none_is_said(self, make_released):
        text = self.describe(make_released, make_latest(("growing",) * 5 + ("shrinking",)), False)
        assert "growing in 5 of 6 districts" in text
        assert "no district stood out" in text

    def test_a_single_district_has_no_highest(self, make_released):
        text = self.describe(make_released, make_latest(("shrinking",)))
        assert "highest" not in text
        assert "Over the latest eight weeks together: shrinking." in text
        assert "That week stood out from those before it." in text
        assert "district" not in text  # an area that reports by ward has none
        assert "50 per 100,000" in text

    def test_an_alarm_of_another_week_is_not_told(self, make_released):
        latest = make_latest(("growing", "growing"))
        alarms = latest[["area_name", "period"]].assign(
            period=WEEK - pd.Timedelta(weeks=1), alarm=pd.array([True] * 2, dtype="boolean")
        )
        output = surveillance_narrative.describe_latest_weeks(
            make_released(TOTAL), latest=make_released(latest), alarms=make_released(alarms)
        )
        assert "no district stood out" in output.content["text/plain"]

    def test_that_a_series_has_ended_comes_first(self, make_released):
        latest = make_latest(("growing", "growing"))
        alarms = latest[["area_name", "period"]].assign(alarm=pd.array([True] * 2, dtype="boolean"))
        text = surveillance_narrative.describe_latest_weeks(
            make_released(TOTAL),
            latest=make_released(latest),
            alarms=make_released(alarms),
            ended=date(2023, 12, 12),
        ).content["text/plain"]
        begins = "The series ended on 12 December 2023: it says nothing about today. In the last"
        assert text.replace("*", "").startswith(begins)

    def test_no_weeks_are_a_sentence(self, make_released):
        latest = make_released(make_latest().head(0).assign(alarm=[]))
        output = surveillance_narrative.describe_latest_weeks(
            make_released(TOTAL.head(0)), latest=latest, alarms=latest
        )
        assert output.content["text/plain"] == "No cases are published for this area."


class TestDescribeReproduction:
    @pytest.mark.parametrize(
        ("value", "lower", "upper", "says"),
        [
            (1.2, 1.1, 1.3, "infected 1.2 (1.1 to 1.3) others, so cases were growing.**"),
            (0.8, 0.7, 0.94, "infected 0.8 (0.7 to 0.9) others, so cases were shrinking.**"),
            (
                1.0,
                0.8,
                1.2,
                "infected 1.0 (0.8 to 1.2) others, so cases may have grown or shrunk.**",
            ),
            (np.nan, np.nan, np.nan, "there were too few cases to say."),
        ],
    )
    def test_the_last_week_is_judged_by_its_interval(
        self, make_released, value, lower, upper, says
    ):
        last = {"place": "Essex", "period": WEEK, "value": value, "note": ""}
        table = pd.DataFrame([last | {"lower_ci": lower, "upper_ci": upper}])
        text = self.describe(make_released, table)
        assert says in text
        assert text.startswith(("**In the week to 10 January 2021", "In the week to 10 January"))
        assert "4.7 days from case to case" in text
        assert "A study" in text

    def test_no_case_at_all_is_said(self, make_released):
        columns = ["place", "period", "value", "lower_ci", "upper_ci"]
        assert "No cases" in self.describe(make_released, pd.DataFrame(columns=columns))

    def test_without_a_serial_interval_nothing_is_estimated(self, make_released):
        columns = ["place", "period", "value", "lower_ci", "upper_ci"]
        told = surveillance_narrative.describe_reproduction(
            make_released(pd.DataFrame(columns=columns)), interval=None
        )
        assert told.content["text/plain"] == "This area's file names no serial interval."

    def describe(self, make_released, table):
        interval = AreaSerialInterval(mean=4.7, sd=2.9, source="A study")
        return surveillance_narrative.describe_reproduction(
            make_released(table), interval=interval
        ).content["text/plain"]
