import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datacell_lib.analysis.space.scan_windows import (
    calculate_log_likelihood_ratio,
    draw_circles,
    find_best_window,
)


class TestDrawCircles:
    def test_a_circle_grows_until_it_holds_half_the_population(self):
        points = np.array([[0.0, 0], [1, 0], [3, 0], [9, 0]])
        circles = draw_circles(points, np.array([10.0, 20, 20, 50]), maximum_share=0.5, centre=1)
        assert circles.areas.tolist() == [1, 0, 2]
        assert circles.radii.tolist() == [0, 1, 2]
        assert circles.complete.tolist() == [True, True, True]

    def test_areas_at_one_distance_enter_together(self):
        points = np.array([[0.0, 0], [-1, 0], [1, 0], [5, 0], [9, 0]])
        circles = draw_circles(points, np.ones(5), maximum_share=0.6, centre=0)
        assert circles.complete.tolist() == [True, False, True]
        smaller = draw_circles(points, np.ones(5), maximum_share=0.5, centre=0)
        assert smaller.areas.tolist() == [0]

    def test_an_area_above_the_limit_has_no_circle(self):
        circles = draw_circles(
            np.array([[0.0, 0], [1, 0]]), np.array([9.0, 1]), maximum_share=0.5, centre=0
        )
        assert len(circles.areas) == 0


class TestCalculateLogLikelihoodRatio:
    def test_a_worked_example_by_hand(self, validate):
        # 10 ln 2 + 90 ln(90/95) = 6.931472 - 4.866050
        validate(
            method="scan, log likelihood ratio",
            source="Kulldorff 1997, Poisson model, 10 observed and 5 expected of 100, by hand",
            expected=2.065422,
            obtained=calculate_log_likelihood_ratio(np.array([10.0]), np.array([5.0]), 100),
            tolerance=5e-7,
        )

    def test_low_windows_by_hand(self, validate):
        # 4 ln(4/5) + 96 ln(96/95) = -0.892574 + 1.005245; without an event, 100 ln(100/95)
        validate(
            method="scan, log likelihood ratio of low windows",
            source="Kulldorff 1997, Poisson model, 4 and 0 observed, 5 expected of 100, by hand",
            expected=[0.112671, 5.129329],
            obtained=calculate_log_likelihood_ratio(
                np.array([4.0, 0.0]), np.array([5.0, 5.0]), 100, direction="low"
            ),
            tolerance=1e-6,
        )

    @given(st.integers(0, 50), st.integers(1, 49))
    def test_low_inside_is_high_outside_and_both_is_either(self, observed, expected):
        c, e = np.array([observed]), np.array([expected])
        low = calculate_log_likelihood_ratio(c, e, 50, direction="low")
        high = calculate_log_likelihood_ratio(c, e, 50)
        outside = calculate_log_likelihood_ratio(50 - c, 50 - e, 50)
        assert low[0] == pytest.approx(outside[0])
        both = calculate_log_likelihood_ratio(c, e, 50, direction="both")
        assert both[0] == max(low[0], high[0])
        assert (both[0] > 0) == (observed != expected)

    @pytest.mark.parametrize("direction", ["high", "low", "both"])
    def test_what_differs_by_the_rounding_of_a_sum_is_equal(self, direction):
        expected = np.array([0.1 + 0.2, 0.3]) * 10
        ratio = calculate_log_likelihood_ratio(np.array([3, 3]), expected, 30, direction=direction)
        assert ratio.tolist() == [0, 0]

    def test_every_event_inside_leaves_only_the_first_term(self):
        ratio = calculate_log_likelihood_ratio(np.array([8.0]), np.array([2.0]), 8)
        assert ratio.tolist() == pytest.approx([8 * np.log(4)])

    @given(st.integers(0, 50), st.floats(0.1, 49))
    def test_it_is_zero_unless_more_is_observed_than_expected(self, observed, expected):
        ratio = calculate_log_likelihood_ratio(np.array([observed]), np.array([expected]), 50)
        assert (ratio[0] > 0) == (observed > expected)


class TestFindBestWindow:
    @settings(max_examples=30, deadline=None)
    @given(st.integers(0, 10_000))
    def test_it_is_the_best_of_all_windows_counted_one_by_one(self, seed):
        rng = np.random.default_rng(seed)
        points = rng.integers(0, 4, size=(9, 2)).astype(float)  # many equal distances
        people = rng.integers(1, 9, size=9).astype(float)
        counts = rng.integers(0, 6, size=9).astype(float)
        counts[0] += 1
        expected = people * counts.sum() / people.sum()
        taken = rng.random(9) < 0.2
        circles = draw_circles(points, people, maximum_share=0.5, centre=4)
        window = find_best_window(circles, counts, expected, taken=taken)
        best = 0.0
        distances = np.hypot(*(points - points[4]).T)
        for radius in np.unique(distances):
            inside = distances <= radius
            if people[inside].sum() > people.sum() / 2 or taken[inside].any():
                continue
            c, e = counts[inside].sum(), expected[inside].sum()
            best = max(best, float(calculate_log_likelihood_ratio(c, e, counts.sum())))
        assert (window.log_likelihood_ratio if window else 0.0) == pytest.approx(best)
        if window:
            assert not taken[window.areas].any()
            inside = distances <= window.radius
            assert set(window.areas) == set(inside.nonzero()[0])
            assert window.observed == pytest.approx(counts[inside].sum())
