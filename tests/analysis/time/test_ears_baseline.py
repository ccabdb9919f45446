"""The periods that EARS looks back at."""

import numpy as np
import pandas as pd
import pytest

from datacell_lib.analysis.time.ears_baseline import calculate_baselines, limit_suppressed_baselines
from datacell_lib.analysis.time.series import arrange_series


class TestCalculateBaselines:
    def test_means_and_deviations_are_those_worked_by_hand(self):
        # Baseline 1 2 6 has mean 3 and variance (4 + 1 + 9) / 2 = 7.
        counts = np.array([[1.0, 2.0, 6.0, 9.0, 9.0]])
        means, deviations = calculate_baselines(counts, baseline=3, guard=1, minimum_sd=0.0)
        np.testing.assert_allclose(means, [[np.nan] * 4 + [3]])
        np.testing.assert_allclose(deviations, [[np.nan] * 4 + [np.sqrt(7)]])

    def test_a_missing_count_leaves_its_baselines_missing(self):
        counts = np.array([[1.0, np.nan, 6.0, 9.0, 9.0, 1.0]])
        means, _ = calculate_baselines(counts, baseline=3, guard=0, minimum_sd=0.0)
        assert np.isnan(means).tolist() == [[True, True, True, True, True, False]]

    def test_too_short_a_series_has_none(self):
        means, deviations = calculate_baselines(
            np.ones((1, 4)), baseline=3, guard=1, minimum_sd=0.5
        )
        assert np.isnan(means).all() and np.isnan(deviations).all()


class TestLimitSuppressedBaselines:
    def limit(self, **columns):
        table = pd.DataFrame({"area_code": "A", "period": range(5), **columns})
        return limit_suppressed_baselines(
            arrange_series(table), baseline=3, guard=0, z=2.0, minimum_sd=0.0
        )

    def test_only_baselines_with_a_suppressed_count_have_limits(self):
        least, highest = self.limit(
            numerator=[np.nan, 2, 2, 2, 9], numerator_lower=0.0, numerator_upper=2.0
        )
        assert np.isnan(least).tolist() == [[True, True, True, False, True]]
        # By hand: 2 2 2 gives 2 with no spread; 0 2 2 gives 4/3 + 2 × √(4/3).
        assert least[0, 3] == pytest.approx(2)
        assert highest[0, 3] == pytest.approx(4 / 3 + 2 * np.sqrt(4 / 3))

    def test_a_provisional_count_leaves_no_limits(self):
        least, _ = self.limit(
            numerator=[np.nan, 2, 2, 2, 9],
            numerator_lower=0.0,
            numerator_upper=2.0,
            provisional=[True, False, False, False, False],
        )
        assert np.isnan(least).all()

    def test_without_suppressed_counts_there_are_none(self):
        least, highest = self.limit(numerator=[1, 2, 2, 2, 9])
        assert np.isnan(least).all() and np.isnan(highest).all()
