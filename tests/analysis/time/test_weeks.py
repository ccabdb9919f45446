"""Daily counts become weekly ones: whole weeks, no gap filled."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datacell_lib.analysis.time.weeks import calculate_weekly_counts, compare_weekly_counts
from datacell_lib.schema import TableError

# Which of fourteen days there are: one absent, one twice, or one in another's stead.
GAP = [*range(5), *range(6, 14)]
TWICE = [*range(14), 5]
BOTH = [*range(5), 4, *range(6, 14)]


def make_daily(start: str, counts: list[float], *, code: str = "X") -> pd.DataFrame:
    days = pd.date_range(start, periods=len(counts), freq="D")
    return pd.DataFrame({"area_code": code, "date": days, "cases": counts})


# 1 January 2024 was a Monday.
class TestCalculateWeeklyCounts:
    def test_a_week_runs_from_monday_to_sunday(self) -> None:
        weekly = calculate_weekly_counts(make_daily("2024-01-01", [1, 2, 3, 4, 5, 6, 7, *[1] * 7]))
        assert weekly["period"].dt.strftime("%A %d").tolist() == ["Sunday 07", "Sunday 14"]
        assert weekly["numerator"].tolist() == [28, 7]
        assert list(weekly) == ["area_code", "period", "numerator", "provisional"]

    def test_weeks_that_are_not_whole_are_left_out_at_both_ends(self) -> None:
        weekly = calculate_weekly_counts(make_daily("2024-01-03", [9] * 5 + [1] * 7 + [9] * 6))
        assert weekly["numerator"].tolist() == [7]

    # The series ends on Sunday the 14th or on a later day. Of its last five days, the week to
    # the 14th holds one until the series ends on Thursday the 18th (14 to 18), not on the 19th.
    @pytest.mark.parametrize(("days", "late"), [(14, True), (18, True), (19, False)])
    def test_a_week_that_holds_one_of_the_last_days_is_provisional(
        self, days: int, late: bool
    ) -> None:
        weekly = calculate_weekly_counts(make_daily("2024-01-01", [1] * days))
        assert weekly["provisional"].tolist() == [False, late]

    def test_only_the_latest_weeks_are_kept_when_asked(self) -> None:
        daily = make_daily("2024-01-01", list(range(35)))
        every = calculate_weekly_counts(daily)
        latest = calculate_weekly_counts(daily, weeks=2)
        pd.testing.assert_frame_equal(latest, every.tail(2).reset_index(drop=True))

    @settings(max_examples=20, deadline=None)
    @given(st.lists(st.integers(0, 99), min_size=28, max_size=28), st.integers(0, 99))
    def test_nothing_is_lost_from_whole_weeks_whatever_the_order(
        self, counts: list[int], seed: int
    ) -> None:
        daily = pd.concat(
            [make_daily("2024-01-01", counts), make_daily("2024-01-01", counts, code="Y")]
        )
        weekly = calculate_weekly_counts(daily)
        assert weekly["numerator"].sum() == 2 * sum(counts)
        shuffled = daily.sample(frac=1, random_state=seed)
        pd.testing.assert_frame_equal(calculate_weekly_counts(shuffled), weekly)

    @pytest.mark.parametrize("rows", [GAP, TWICE, BOTH], ids=["gap", "twice", "both"])
    def test_a_gap_and_a_repetition_are_refused(self, rows: list[int]) -> None:
        daily = make_daily("2024-01-01", [1] * 14).iloc[rows]
        said = rf"X has {len(rows)} rows for 14 days from 01 January 2024 to 14 January 2024"
        with pytest.raises(TableError, match=said):
            calculate_weekly_counts(daily)

    def test_a_day_of_unknown_count_is_no_day_without_cases(self) -> None:
        daily = make_daily("2024-01-01", [1, 1, np.nan, 1, 1, 1, 1])
        with pytest.raises(TableError, match=r"no count for X on 03 January 2024"):
            calculate_weekly_counts(daily)

    def test_without_days_there_are_no_weeks(self) -> None:
        whole = make_daily("2024-01-01", [1.0] * 7)
        none = calculate_weekly_counts(whole.head(0), weeks=104)
        assert none.empty and list(none) == list(calculate_weekly_counts(whole))

    def test_the_table_that_came_in_is_unchanged(self) -> None:
        daily = make_daily("2024-01-01", [1] * 14)
        before = daily.copy(deep=True)
        calculate_weekly_counts(daily)
        pd.testing.assert_frame_equal(daily, before)


def make_places() -> pd.DataFrame:
    """Three neighbourhoods: two wards in authority A, one in authority B."""
    return pd.DataFrame(
        {
            "area_code": ["a", "b", "c"],
            "district_name": ["Ward 1", "Ward 2", "Ward 3"],
            "authority_code": ["A", "A", "B"],
            "authority_name": ["Aville", "Aville", "Beeton"],
            "population": [100, 200, 400],
        }
    )


def make_weekly(**counts: list[int]) -> pd.DataFrame:
    sundays = pd.date_range("2024-01-07", periods=2, freq="7D")
    return pd.concat(
        pd.DataFrame({"area_code": code, "period": sundays[: len(n)], "numerator": n})
        for code, n in counts.items()
    )


class TestCompareWeeklyCounts:
    def test_a_district_stands_before_its_area_each_with_its_residents(self) -> None:
        places = make_places().assign(district_name=["Aville", "Aville", "Beeton"])
        found = compare_weekly_counts(
            make_weekly(A=[1, 2], B=[10, 20]), here=places.head(2), around=places, title="All"
        )
        assert list(found) == ["place", "period", "numerator", "denominator"]
        assert found["place"].tolist() == ["Aville", "Aville", "All", "All"]
        assert found["numerator"].tolist() == [1, 2, 11, 22]
        assert found["denominator"].tolist() == [300, 300, 700, 700]

    def test_a_ward_has_its_authoritys_counts_and_says_so(self) -> None:
        places = make_places()
        found = compare_weekly_counts(
            make_weekly(A=[1, 2], B=[10, 20]), here=places.head(1), around=places, title="All"
        )
        assert found["place"].unique().tolist() == ["Aville as a whole", "All"]
        assert found["denominator"].unique().tolist() == [300, 700]

    def test_an_area_of_one_authority_is_not_shown_twice(self) -> None:
        places = make_places().head(2)
        found = compare_weekly_counts(
            make_weekly(A=[1, 2]), here=places.head(1), around=places, title="All"
        )
        assert found["place"].unique().tolist() == ["Aville as a whole"]

    def test_what_is_missing_is_not_known_of_the_sum(self) -> None:
        places = make_places()
        weekly = make_weekly(A=[1, np.nan], B=[10, 20])
        found = compare_weekly_counts(weekly, here=places.head(2), around=places, title="All")
        both = found.loc[found["place"] == "All", "numerator"].tolist()
        assert both[0] == 11 and np.isnan(both[1])
        gap = places.assign(population=[100.0, np.nan, 400.0])
        found = compare_weekly_counts(weekly, here=gap.tail(1), around=gap, title="All")
        assert found.groupby("place")["denominator"].first().isna()["All"]

    def test_a_week_that_one_authority_lacks_is_left_out_of_the_sum(self) -> None:
        places = make_places()
        found = compare_weekly_counts(
            make_weekly(A=[1, 2], B=[10]), here=places.head(2), around=places, title="All"
        )
        assert found.loc[found["place"] == "All", "numerator"].tolist() == [11]
