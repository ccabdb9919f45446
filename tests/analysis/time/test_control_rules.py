import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datacell_lib.analysis.time.control_rules import RULES, mark_signals

AWAY = st.lists(st.floats(-4, 4), min_size=1, max_size=40)


def mark(values, rule):
    """Give the places that break a rule, on a chart centred on 0 with a sigma of 1."""
    values = np.array(values, dtype=float)
    marked = mark_signals(values, np.zeros(len(values)), np.ones(len(values)))[rule]
    return np.flatnonzero(marked).tolist()


class TestOutsideLimits:
    def test_marks_each_point_beyond_a_limit(self):
        assert mark([0, 3.1, 0, -3.1], "outside_limits") == [1, 3]

    def test_leaves_a_point_on_the_limit(self):
        assert mark([3, -3], "outside_limits") == []


class TestShift:
    def test_marks_seven_in_a_row_on_one_side(self):
        assert mark([-1, *[0.5, 1] * 3, 0.5, -1], "shift") == [1, 2, 3, 4, 5, 6, 7]

    def test_leaves_six_in_a_row(self):
        assert mark([-1, *[0.5, 1] * 3, -1], "shift") == []

    @pytest.mark.parametrize("middle", [0, np.nan, -0.1])
    def test_is_broken_by_a_point_on_the_line_a_gap_or_the_other_side(self, middle):
        assert mark([1, 1, 1, 1, middle, 1, 1, 1, 1], "shift") == []

    def test_sees_a_shift_down(self):
        assert mark([-1] * 8, "shift") == list(range(8))


class TestRiseOrFall:
    def test_marks_seven_points_each_above_the_one_before(self):
        rise = [-1.5, -1, -0.5, 0, 0.5, 1, 1.5]
        assert mark([0, *rise, 1], "rise_or_fall") == [1, 2, 3, 4, 5, 6, 7]

    def test_leaves_six_points(self):
        assert mark([0, -1, -0.5, 0, 0.5, 1, 1.5, 1], "rise_or_fall") == []

    def test_sees_a_fall(self):
        assert mark([3 - 0.5 * i for i in range(8)], "rise_or_fall") == list(range(8))

    @pytest.mark.parametrize("middle", [0.0, np.nan])
    def test_is_broken_by_a_repeated_value_or_a_gap(self, middle):
        assert mark([-1.5, -1, -0.5, 0, middle, 0.5, 1, 1.5], "rise_or_fall") == []

    def test_joins_a_rise_and_a_fall_at_their_peak(self):
        up = list(range(7))
        assert mark(np.array(up + up[-2::-1]) / 3, "rise_or_fall") == list(range(13))


class TestNearLimit:
    def test_marks_two_of_three_in_the_outer_third(self):
        assert mark([0, 2.5, 0, 2.9, 0, 0], "near_limit") == [1, 3]

    def test_leaves_two_that_are_further_apart(self):
        assert mark([2.5, 0, 0, 2.5], "near_limit") == []

    def test_leaves_two_on_different_sides(self):
        assert mark([2.5, -2.5], "near_limit") == []

    def test_leaves_points_beyond_the_limit_to_the_first_rule(self):
        assert mark([2.5, 3.5], "near_limit") == []

    def test_leaves_points_at_two_thirds_of_the_way(self):
        assert mark([2, 2, 2], "near_limit") == []


class TestMarkSignals:
    @settings(max_examples=50)
    @given(AWAY)
    def test_marks_the_same_when_the_chart_is_turned_over(self, values):
        for rule in RULES:
            assert mark(values, rule) == mark([-v for v in values], rule)

    @settings(max_examples=50)
    @given(AWAY)
    def test_marks_the_same_when_time_runs_backwards(self, values):
        last = len(values) - 1
        for rule in RULES:
            assert mark(values, rule) == sorted(last - i for i in mark(values[::-1], rule))

    def test_says_nothing_of_missing_points(self):
        assert all(mark([np.nan] * 10, rule) == [] for rule in RULES)
