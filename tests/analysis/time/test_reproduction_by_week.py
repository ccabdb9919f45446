import pandas as pd
import pytest

from datacell_lib.analysis.time import (
    SerialInterval,
    follow_reproduction_number,
)
from datacell_lib.schema import TableError
from datacell_lib.table_sources import list_sources, mark_sources

INTERVAL = SerialInterval(mean=2.6, sd=1.5, source="Ferguson and others 2005")
# Daily incidence and answers of EpiEstim: see the oracle in test_reproduction.
CASES = [2, 1, 3, 4, 3, 6, 9, 8, 14, 17, 15, 24, 28, 33, 30, 41, 38, 45, 40, 37, 42, 33, 29]


def follow(daily, **settings):
    return follow_reproduction_number(daily, title="Here", serial_interval=INTERVAL, **settings)


def make_daily(cases, *, begins, code="E1"):
    days = pd.date_range(begins, periods=len(cases))
    return pd.DataFrame({"area_code": code, "date": days, "cases": [float(one) for one in cases]})


class TestFollowReproductionNumber:
    def test_a_week_that_ends_on_a_sunday_has_the_answer_of_epiestim(self):
        # begun on a Sunday, so that the days 2 to 8 are the first whole week
        found = follow(make_daily(CASES, begins="2020-03-01"))
        assert found["period"].dt.day_name().unique().tolist() == ["Sunday"]
        week = found.set_index("period").loc["2020-03-08"]
        assert week["value"] == pytest.approx(1.991394527, abs=1e-9)
        assert week["lower_ci"] == pytest.approx(1.387079253, abs=1e-9)
        assert week["upper_ci"] == pytest.approx(2.703266413, abs=1e-9)

    def test_districts_are_added_up_day_by_day(self):
        halves = [
            make_daily([one * share for one in CASES], begins="2020-03-01", code=code)
            for code, share in (("E1", 0.25), ("E2", 0.75))
        ]
        together = follow(pd.concat(halves))
        pd.testing.assert_frame_equal(together, follow(make_daily(CASES, begins="2020-03-01")))

    def test_only_the_latest_weeks_are_given(self):
        found = follow(make_daily(CASES, begins="2020-03-01"), weeks=2)
        assert found["period"].dt.strftime("%d %B").tolist() == ["15 March", "22 March"]

    def test_a_day_that_one_district_lacks_is_not_a_day_without_cases(self):
        north = make_daily(CASES, begins="2020-03-01")
        south = make_daily(CASES[:-1], begins="2020-03-02", code="E2")
        south.loc[8, "cases"] = float("nan")  # 10 March
        found = follow(pd.concat([north, south])).set_index("period")
        assert pd.isna(found.loc["2020-03-15", "value"])

    def test_days_before_every_district_counts_are_left_out(self):
        early = make_daily([99] * 7, begins="2020-02-23")
        one = make_daily(CASES, begins="2020-03-01")
        both = pd.concat([early, one, make_daily(CASES, begins="2020-03-01", code="E2")])
        doubled = follow(make_daily([2 * number for number in CASES], begins="2020-03-01"))
        pd.testing.assert_frame_equal(follow(both), doubled)

    def test_a_day_that_one_district_lacks_in_between_is_refused(self):
        south = make_daily(CASES, begins="2020-03-01", code="E2").drop(index=9)
        with pytest.raises(TableError):
            follow(pd.concat([make_daily(CASES, begins="2020-03-01"), south]))

    def test_the_datasets_stay_behind_it(self):
        daily = mark_sources(make_daily(CASES, begins="2020-03-01"), ["covid-cases-daily"])
        assert list_sources(follow(daily)) == ("covid-cases-daily",)
