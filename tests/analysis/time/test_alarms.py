"""The detector that a series' length allows, with the settings that reports state."""

import numpy as np
import pandas as pd

from datacell_lib.analysis.time import alarms, detect_ears_c2, detect_farrington_flexible


def make_weekly(counts, *, code="E07000073", name="Harlow"):
    return pd.DataFrame(
        {
            "area_code": code,
            "area_name": name,
            "period": pd.date_range("2018-01-07", periods=len(counts), freq="W"),
            "numerator": np.array(counts, dtype=float),
            "denominator": 10_000.0,
            "provisional": False,
        }
    )


class TestDetectors:
    def test_three_years_before_the_weeks_judged_call_for_farrington(self):
        found = alarms.detect_by_history(make_weekly([9] * (156 + 26)))
        assert set(found["method"]) == {"Farrington flexible, negative binomial quantile"}
        assert len(found) == 26

    def test_a_week_less_calls_for_ears(self):
        found = alarms.detect_by_history(make_weekly([9] * (155 + 26)))
        assert set(found["method"]) == {"EARS C2"}

    def test_reports_state_their_alphas_and_do_not_take_the_detectors_own(self):
        counts = np.resize([4, 6, 9, 5, 7, 8, 3], 156 + 26)
        table = make_weekly(counts)
        pd.testing.assert_frame_equal(
            alarms.detect_by_history(table),
            detect_farrington_flexible(table, alpha=0.005, assess_last=26),
        )
        pd.testing.assert_frame_equal(
            alarms.detect_in_districts(table).drop(columns="area_name"),
            detect_ears_c2(table, alpha=0.001, assess_last=26),
        )

    def test_districts_keep_their_names(self):
        tables = [make_weekly([5] * 12), make_weekly([9] * 12, code="E07000076", name="Tendring")]
        found = alarms.detect_in_districts(pd.concat(tables))
        assert found["area_name"].tolist() == ["Harlow"] * 12 + ["Tendring"] * 12
