"""Weekly cases of districts: arranged, added up, and judged by the detector that fits."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
import yaml

from datacell_lib.analysis.time import alarms, surveillance
from datacell_lib.config import ROOT
from datacell_lib.files.area import load_area
from datacell_lib.intake.link import linkage

PLACES = pd.DataFrame(
    {
        "authority_code": ["E07000073", "E07000076", "E07000076"],
        "authority_name": ["Harlow", "Tendring", "Tendring"],
        "population": [1000.0, 2000.0, 3000.0],
    }
)


def make_daily(weeks, *, code="E07000073", start="2021-03-01", cases=2.0):
    days = pd.date_range(start, periods=7 * weeks)
    return pd.DataFrame({"area_code": code, "date": days, "cases": cases})


def make_weekly(counts, *, code="E07000073", name="Harlow", people=10_000.0):
    return pd.DataFrame(
        {
            "area_code": code,
            "area_name": name,
            "period": pd.date_range("2018-01-07", periods=len(counts), freq="W"),
            "numerator": np.array(counts, dtype=float),
            "denominator": people,
            "provisional": False,
        }
    )


class TestArrangeWeeks:
    def test_residents_are_those_of_all_neighbourhoods_of_a_district(self):
        daily = pd.concat([make_daily(2), make_daily(2, code="E07000076", cases=1.0)])
        weekly = surveillance.arrange_weeks(daily, neighbourhoods=PLACES)
        assert weekly["area_name"].tolist() == ["Harlow", "Harlow", "Tendring", "Tendring"]
        assert weekly["denominator"].tolist() == [1000, 1000, 5000, 5000]
        assert weekly["numerator"].tolist() == [14, 14, 7, 7]

    def test_residents_are_not_known_where_those_of_one_neighbourhood_are_not(self):
        daily = pd.concat([make_daily(1), make_daily(1, code="E07000076")])
        gap = PLACES.assign(population=[1000.0, 2000.0, np.nan])
        weekly = surveillance.arrange_weeks(daily, neighbourhoods=gap)
        assert weekly["denominator"].isna().tolist() == [False, True]

    def test_it_begins_with_the_first_week_that_every_district_has(self):
        daily = pd.concat([make_daily(3), make_daily(2, code="E07000076", start="2021-03-08")])
        weekly = surveillance.arrange_weeks(daily, neighbourhoods=PLACES)
        assert weekly["period"].min() == pd.Timestamp("2021-03-14")
        assert weekly.groupby("area_code").size().tolist() == [2, 2]

    def test_weeks_after_the_last_day_wanted_are_left_out(self):
        weekly = surveillance.arrange_weeks(
            make_daily(4), neighbourhoods=PLACES, until=date(2021, 3, 20)
        )
        assert weekly["period"].tolist() == pd.to_datetime(["2021-03-07", "2021-03-14"]).tolist()
        assert not weekly["provisional"].any()

    def test_the_last_week_is_provisional_where_nothing_came_after_it(self):
        weekly = surveillance.arrange_weeks(
            make_daily(2), neighbourhoods=PLACES, until=date(2022, 1, 1)
        )
        assert weekly["provisional"].tolist() == [False, True]

    def test_no_cases_are_no_weeks_all_the_way(self):
        weekly = surveillance.arrange_weeks(make_daily(2).head(0), neighbourhoods=PLACES)
        total = surveillance.add_up_districts(weekly, title="Both")
        for table in (
            weekly,
            total,
            surveillance.summarise_latest_weeks(weekly),
            surveillance.calculate_latest_funnel(weekly),
            alarms.detect_in_districts(weekly),
            alarms.detect_by_history(total),
        ):
            assert table.empty

    def test_the_inputs_stay_as_they_are(self):
        daily, places = make_daily(2), PLACES.copy()
        surveillance.arrange_weeks(daily, neighbourhoods=places, until=date(2021, 3, 10))
        pd.testing.assert_frame_equal(daily, make_daily(2))
        pd.testing.assert_frame_equal(places, PLACES)


class TestAddUpDistricts:
    def test_a_week_that_a_district_does_not_know_is_not_known_of_the_whole(self):
        one, two = (
            make_weekly([3, np.nan]),
            make_weekly([10, 20], code="E07000076", name="Tendring"),
        )
        both = pd.concat([one, two])
        whole = surveillance.add_up_districts(both, title="Both")["numerator"]
        assert whole[0] == 13 and np.isnan(whole[1])
        latest = surveillance.total_latest_week(both, title="Both")
        assert latest["numerator"].isna().all()

    def test_cases_and_people_are_added_and_a_provisional_part_marks_the_whole(self):
        one, two = make_weekly([3, 4]), make_weekly([10, 20], code="E07000076", name="Tendring")
        two.loc[1, "provisional"] = True
        total = surveillance.add_up_districts(pd.concat([one, two]), title="Both")
        assert total["numerator"].tolist() == [13, 24]
        assert total["denominator"].tolist() == [20_000, 20_000]
        assert total["provisional"].tolist() == [False, True]
        assert set(total["place"]) == {"Both"}

    def test_what_one_district_lacks_the_whole_lacks(self):
        one, two = make_weekly([3, np.nan]), make_weekly([10, 20], code="E07000076")
        total = surveillance.add_up_districts(pd.concat([one, two]), title="Both")
        assert total["numerator"].tolist()[0] == 13
        assert np.isnan(total["numerator"].tolist()[1])

    def test_counts_of_small_types_add_up(self):
        one, two = make_weekly([100, 100]), make_weekly([100, 100], code="E07000076")
        small = pd.concat([one, two]).astype({"numerator": "int8", "denominator": "int16"})
        total = surveillance.add_up_districts(small.assign(denominator=np.int16(30_000)), title="B")
        assert total["numerator"].tolist() == [200, 200]
        assert total["denominator"].tolist() == [60_000, 60_000]


class TestSummariseLatestWeeks:
    def test_cases_that_double_each_week_grow_by_a_hundred_per_cent(self):
        weekly = make_weekly([10 * 2**week for week in range(8)])
        row = surveillance.summarise_latest_weeks(weekly).iloc[0]
        assert row["growth"] == pytest.approx(100, abs=0.5)
        assert row["doubling_time"] == pytest.approx(1, abs=0.01)
        assert row["trend"] == "growing"
        # 1,280 cases of 10,000 people
        assert row["value"] == pytest.approx(12_800)

    def test_a_provisional_week_is_neither_shown_nor_fitted(self):
        weekly = make_weekly([20] * 8 + [0])
        weekly.loc[8, "provisional"] = True
        row = surveillance.summarise_latest_weeks(weekly).iloc[0]
        assert row["numerator"] == 20
        assert row["period"] == weekly["period"].iloc[7]
        assert row["growth"] == pytest.approx(0, abs=1e-3)
        assert pd.isna(row["doubling_time"])

    def test_the_highest_rate_comes_first(self):
        tables = [make_weekly([5] * 8), make_weekly([9] * 8, code="E07000076", name="Tendring")]
        names = surveillance.summarise_latest_weeks(pd.concat(tables))["area_name"]
        assert names.tolist() == ["Tendring", "Harlow"]


class TestTotalLatestWeek:
    def test_the_latest_settled_week_of_all_districts_is_added_up(self):
        both = pd.concat(
            [make_weekly([1.0, 20.0, 9.0]), make_weekly([2.0, 30.0, 9.0], code="E07000076")]
        )
        last = both["period"].max()
        weekly = both.assign(provisional=both["period"] == last)
        row = surveillance.total_latest_week(weekly, title="Essex")
        assert row["numerator"].tolist() == [50.0]
        assert row["place"].tolist() == ["Essex"]
        assert row["period"].tolist() == [last - pd.Timedelta(weeks=1)]

    def test_no_weeks_are_no_row(self):
        none = make_weekly([1.0]).head(0).astype({"provisional": bool})
        assert surveillance.total_latest_week(none, title="Essex").empty


class TestFunnels:
    def make_places(self, counts):
        codes = [f"E0700007{number}" for number in range(len(counts))]
        return pd.DataFrame(
            {"area_code": codes, "area_name": codes, "numerator": counts, "denominator": 10_000}
        )

    def test_the_curves_are_around_the_places_own_common_rate(self):
        funnel = surveillance.calculate_funnel_with_curve(self.make_places([10, 20, 60]))
        places, curve = funnel[funnel["value"].notna()], funnel[funnel["value"].isna()]
        # 90 events among 30,000 people
        assert places["benchmark"].tolist() == pytest.approx([300] * 3)
        assert curve["benchmark"].unique() == pytest.approx([300])
        assert places["comparison"].tolist()[0].startswith("low")
        assert places["comparison"].tolist()[2] == "high, beyond 99.8%"

    def test_a_place_of_unknown_count_is_not_one_without_events(self):
        funnel = surveillance.calculate_funnel_with_curve(self.make_places([10, 20, 60, np.nan]))
        # 90 events among the 30,000 people of the three places that are known
        assert funnel["benchmark"].unique() == pytest.approx([300])

    def test_a_missing_week_is_not_a_week_without_cases(self):
        tables = []
        for number in range(3):
            tables.append(make_weekly([1, 2, 3, 4], code=f"E0700007{number}", name=f"{number}"))
        tables[2].loc[1, "numerator"] = np.nan
        funnel = surveillance.calculate_latest_funnel(pd.concat(tables), weeks=4)
        known = funnel["area_name"].isin(["0", "1"])
        assert funnel.loc[known, "value"].tolist() == pytest.approx([100, 100])
        assert funnel.loc[funnel["area_name"] == "2", "value"].isna().all()

    @pytest.mark.parametrize("counts", [[0, 0, 0], [0, 0, np.nan], [np.nan] * 3])
    def test_places_without_an_event_make_no_funnel(self, counts):
        assert surveillance.calculate_funnel_with_curve(self.make_places(counts)).empty

    def test_two_places_make_no_funnel(self):
        assert surveillance.calculate_funnel_with_curve(self.make_places([10, 20])).empty

    def test_the_latest_settled_weeks_alone_are_added_up(self):
        tables = []
        for number in range(3):
            weekly = make_weekly([100, 1, 2, 3, 4, 50], code=f"E0700007{number}", name=f"{number}")
            weekly.loc[5, "provisional"] = True
            tables.append(weekly)
        funnel = surveillance.calculate_latest_funnel(pd.concat(tables), weeks=4)
        # 10 events among 10,000 people each
        assert funnel["value"].dropna().tolist() == pytest.approx([100] * 3)


class TestInventedCounty:
    def test_the_planted_outbreak_is_what_stands_out_most(self):
        truth = yaml.safe_load((ROOT / "data" / "sample" / "TRUTHS.yml").read_text())["outbreak"]
        linked = linkage.link_area(load_area("sample"))
        weekly = surveillance.arrange_weeks(linked.cases, neighbourhoods=linked.neighbourhoods)
        found = alarms.detect_in_districts(weekly)
        most = found.loc[found["exceedance_score"].idxmax()]
        assert most["area_code"] == truth["district_code"]
        assert most["period"].date() in truth["weeks_ending"]
        latest = surveillance.summarise_latest_weeks(weekly)
        assert latest["area_code"].iloc[0] == truth["district_code"]
        assert latest.loc[latest["growth"].idxmax(), "area_code"] == truth["district_code"]
