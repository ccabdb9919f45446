import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datacell_lib.analysis.index.outliers import measure_shape, treat_outliers, winsorise
from datacell_lib.files.index_methods import OutlierTreatment

# COINr's worked example of an indicator past both limits.
COINR = pd.Series([*range(1, 10), 100], name="coinr", dtype=float)
SKEWED_LEFT = -COINR.rename("left")
EVEN = pd.Series(range(10), name="even", dtype=float)


class TestMeasureShape:
    def test_equals_coinr_s_skew_and_kurtosis(self, validate):
        validate(
            method="skew and excess kurtosis of 1 to 9 and 100",
            source="COINr, skew and kurt",
            expected=[3.118896, 9.799245],
            obtained=measure_shape(COINR),
            tolerance=1e-6,
        )


class TestWinsorise:
    def test_sets_the_highest_value_to_the_next(self):
        treated, points = winsorise(COINR)
        assert treated.tolist() == [1, 2, 3, 4, 5, 6, 7, 8, 9, 9]
        assert points == 1

    def test_sets_the_lowest_value_where_the_tail_is_low(self):
        treated, points = winsorise(SKEWED_LEFT)
        assert treated.tolist() == [-1, -2, -3, -4, -5, -6, -7, -8, -9, -9]
        assert points == 1

    def test_stops_at_the_most_points_allowed(self):
        values = pd.Series([*range(40), 900, 1000, 1100], dtype=float)
        treated, points = winsorise(values, max_points=2)
        assert points == 2
        assert treated.iloc[-3:].tolist() == [900, 900, 900]

    def test_leaves_its_input_unchanged(self):
        values = COINR.copy()
        winsorise(values)
        pd.testing.assert_series_equal(values, COINR)


class TestTreatOutliers:
    def test_leaves_indicators_below_the_limits_alone(self):
        treated, report = treat_outliers(
            EVEN.to_frame(), treatment=OutlierTreatment(treatment="winsorise")
        )
        pd.testing.assert_frame_equal(treated, EVEN.to_frame())
        assert report["method"].tolist() == ["none"]

    def test_treats_only_what_is_past_both_limits(self):
        # skew 3.12 reaches 2, but excess kurtosis 9.8 stays below 12
        treatment = OutlierTreatment(treatment="winsorise", kurtosis=12)
        treated, _ = treat_outliers(COINR.to_frame(), treatment=treatment)
        pd.testing.assert_frame_equal(treated, COINR.to_frame())

    def test_takes_the_logarithm_of_the_distance_from_the_least_value(self):
        # COINr's log_CT: ln(x - min + 0.01 (max - min)); min 1, range 99.
        treated, report = treat_outliers(
            COINR.to_frame(), treatment=OutlierTreatment(treatment="log")
        )
        assert treated["coinr"].tolist() == pytest.approx(np.log(COINR - 1 + 0.99).tolist())
        assert report.loc[0, "method"] == "log"
        assert report.loc[0, "winsorised_values"] == 0

    def test_turns_to_the_logarithm_where_winsorising_is_not_enough(self):
        values = pd.DataFrame({"heavy": [*range(40), 900.0, 1000.0, 1100.0]})
        treatment = OutlierTreatment(treatment="winsorise_then_log", max_points=2)
        treated, report = treat_outliers(values, treatment=treatment)
        assert report.loc[0, "method"] == "log"
        assert treated["heavy"].is_monotonic_increasing
        assert report.loc[0, "treated_skew"] < report.loc[0, "skew"]

    @pytest.mark.parametrize("treatment", ["winsorise", "log", "winsorise_then_log"])
    @given(values=st.lists(st.integers(-50, 5000), min_size=5, max_size=25, unique=True))
    @settings(max_examples=20, deadline=None)
    def test_never_turns_the_order_of_two_areas(self, treatment, values):
        table = pd.DataFrame({"a": sorted(values)}, dtype=float)
        treated, _ = treat_outliers(table, treatment=OutlierTreatment(treatment=treatment))
        assert treated["a"].is_monotonic_increasing
