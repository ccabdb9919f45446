"""What can be expected of a series, given its history."""

import numpy as np
import pandas as pd
import pytest

from datacell_lib.analysis.time.farrington_baseline import BaselineSettings
from datacell_lib.analysis.time.farrington_history import check_history, expect_now
from datacell_lib.analysis.time.series import arrange_series
from datacell_lib.schema import TableError

FLEXIBLE = BaselineSettings()


def weekly(length, *, area="E06000001", end="2024-01-01", **columns):
    weeks = pd.date_range(end=end, periods=length, freq="7D")
    return pd.DataFrame({"area_code": area, "period": weeks, "numerator": 7, **columns})


class TestExpectNow:
    def test_a_shorter_series_beside_a_longer_one_uses_what_it_has(self):
        both = pd.concat([weekly(300), weekly(160, area="E06000002")], ignore_index=True)
        answer, reason = expect_now(arrange_series(both), column=299, baseline=FLEXIBLE)
        assert answer.mean == pytest.approx([7, 7])
        assert reason.tolist() == ["", ""]

    def test_each_reason_is_given_to_the_series_it_belongs_to(self):
        table = pd.concat(
            [weekly(300, area=f"E0600000{number}") for number in range(3)], ignore_index=True
        ).astype({"numerator": float})
        table["denominator"] = 1000.0
        table["numerator_lower"], table["numerator_upper"] = 0, 2
        table.loc[299, "denominator"] = np.nan
        table.loc[300 + 200, "numerator"] = np.nan
        answer, reason = expect_now(arrange_series(table), column=299, baseline=FLEXIBLE)
        assert reason.tolist() == [
            "denominator missing",
            "suppressed counts in the baseline: its bound is not known",
            "",
        ]
        assert np.isnan(answer.mean).tolist() == [True, True, False]

    def test_no_series_has_an_answer_before_its_fourth_year(self):
        answer, reason = expect_now(arrange_series(weekly(300)), column=155, baseline=FLEXIBLE)
        assert np.isnan(answer.mean).all()
        assert reason.tolist() == ["fewer than 3 years before this period"]


class TestCheckHistory:
    def test_only_the_short_series_are_named(self):
        both = pd.concat([weekly(300), weekly(100, area="E06000002")], ignore_index=True)
        with pytest.raises(TableError, match=r"\(157 periods\); found 100 for E06000002\. Use"):
            check_history(arrange_series(both), periods_per_year=52)

    def test_months_need_three_years_of_months(self):
        months = weekly(36).assign(period=pd.date_range("2020-01-01", periods=36, freq="MS"))
        with pytest.raises(TableError, match=r"\(37 periods\); found 36"):
            check_history(arrange_series(months), periods_per_year=12)

    def test_weeks_are_not_taken_for_months(self):
        with pytest.raises(TableError, match=r"12 to the year; found one each 7\.0 days"):
            check_history(arrange_series(weekly(300)), periods_per_year=12)

    def test_pandas_periods_are_judged_by_their_dates(self):
        weeks = weekly(300).assign(period=pd.period_range("2018-01-01", periods=300, freq="W"))
        check_history(arrange_series(weeks), periods_per_year=52)
        with pytest.raises(TableError, match="12 to the year"):
            check_history(arrange_series(weeks), periods_per_year=12)
