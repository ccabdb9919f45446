"""Which past periods make a baseline, and what is expected from them."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datacell_lib.analysis.time.farrington_baseline import (
    BaselineSettings,
    calculate_expectation,
    choose_past_periods,
)
from datacell_lib.schema import ParameterError

FLEXIBLE = BaselineSettings()
WINDOWS = BaselineSettings(seasons=1, excluded=3)


def expect(counts, *, column, settings=FLEXIBLE, populations=None):
    counts = np.atleast_2d(np.asarray(counts, dtype=float))
    people = np.ones_like(counts) if populations is None else populations
    columns, design = choose_past_periods(column, settings=settings)
    return calculate_expectation(
        counts[:, columns],
        populations=people[:, columns],
        populations_now=people[:, column],
        design=design,
        settings=settings,
    )


class TestBaselineSettings:
    @pytest.mark.parametrize(
        ("wrong", "message"),
        [
            ({"years": 2}, "years must be at least 3; found 2"),
            ({"half_window": -1}, "half_window must be at least 0; found -1"),
            ({"years": 3.5}, "years must be a whole number; found 3.5"),
            ({"seasons": np.nan}, "seasons must be a whole number; found nan"),
            ({"half_window": 26}, "half_window must be less than half a year; found 26"),
            ({"seasons": 0}, "seasons must be between 1 and 46; found 0"),
            ({"seasons": 47}, "seasons must be between 1 and 46; found 47"),
            ({"excluded": 52}, "excluded must be from 0 to under a year; found 52"),
            ({"reweighting_threshold": 0}, "reweighting_threshold must be above 0; found 0"),
            ({"trend_p_value": 1.1}, "trend_p_value must be between 0 and 1; found 1.1"),
        ],
    )
    def test_a_setting_out_of_range_is_refused(self, wrong, message):
        with pytest.raises(ParameterError, match=message):
            BaselineSettings(**wrong)


class TestChoosePastPeriods:
    def test_windows_alone_are_seven_weeks_in_each_of_five_years(self):
        columns, design = choose_past_periods(300, settings=WINDOWS)
        centres = 300 - 52 * np.arange(5, 0, -1)
        np.testing.assert_array_equal(
            columns, np.concatenate([np.arange(week - 3, week + 4) for week in centres])
        )
        assert design.starts.tolist() == [0]

    def test_ten_seasons_are_nine_runs_of_five_weeks_and_the_windows(self):
        columns, design = choose_past_periods(300, settings=replace(FLEXIBLE, excluded=0))
        lengths = np.diff([*design.starts, columns.size])
        assert lengths.tolist() == [25] * 9 + [38]

    def test_seasons_that_do_not_divide_have_longer_runs_first(self):
        # 45 weeks between windows in 4 runs: 12 11 11 11, as R surveillance splits them.
        columns, design = choose_past_periods(
            300, settings=replace(FLEXIBLE, seasons=5, excluded=0)
        )
        lengths = np.diff([*design.starts, columns.size])
        assert lengths.tolist() == [60, 55, 55, 55, 38]

    @given(
        column=st.integers(160, 400),
        seasons=st.integers(1, 12),
        half_window=st.integers(0, 6),
        excluded=st.integers(0, 51),
    )
    @settings(max_examples=50, deadline=None)
    def test_no_period_is_twice_in_it_or_too_recent_or_not_there(
        self, column, seasons, half_window, excluded
    ):
        chosen = replace(FLEXIBLE, seasons=seasons, half_window=half_window, excluded=excluded)
        columns, design = choose_past_periods(column, settings=chosen)
        assert len(set(columns)) == columns.size
        assert columns.min() >= 0 and columns.max() < column - excluded
        np.testing.assert_array_equal(design.times, columns - column)
        now = columns[design.starts[-1] :]
        distance = np.abs((now - column + 26) % 52 - 26)
        assert distance.max() <= half_window


class TestCalculateExpectation:
    def test_level_counts_are_expected_to_go_on(self):
        answer = expect(np.full(300, 7), column=299)
        assert answer.mean[0] == pytest.approx(7)
        assert answer.dispersion[0] == 1

    def test_a_trend_is_followed(self):
        falling = np.exp(4 - np.arange(300) / 200)
        assert expect(falling, column=299).mean[0] == pytest.approx(np.exp(4 - 299 / 200))

    def test_a_rising_trend_is_not_followed_above_the_highest_count(self):
        rising = np.exp(2 + np.arange(300) / 100)
        answer = expect(rising, column=299)
        assert answer.mean[0] < rising[: 299 - 26].max()

    def test_an_earlier_outbreak_is_weighted_down(self):
        counts = np.random.default_rng(3).poisson(20, 300).astype(float)
        with_outbreak = counts.copy()
        with_outbreak[245:250] += 150
        clean, spoilt = (
            expect(np.array([counts, with_outbreak]), column=299).mean,
            expect(
                np.array([counts, with_outbreak]),
                column=299,
                settings=replace(FLEXIBLE, reweighting_threshold=1e9),
            ).mean,
        )
        assert abs(clean[1] - clean[0]) < abs(spoilt[1] - spoilt[0]) / 3

    def test_a_population_that_doubles_doubles_what_is_expected(self):
        people = np.full((1, 300), 1000.0)
        people[0, 299] = 2000
        answer = expect(np.full(300, 7), column=299, populations=people)
        assert answer.mean[0] == pytest.approx(14)

    def test_a_missing_count_is_left_out(self):
        counts = np.full(300, 7.0)
        counts[[50, 195, 247]] = np.nan
        assert expect(counts, column=299).mean[0] == pytest.approx(7)

    def test_a_series_without_known_counts_has_no_answer(self):
        answer = expect(np.array([np.full(300, np.nan), np.full(300, 7.0)]), column=299)
        assert np.isnan(answer.mean).tolist() == [True, False]

    def test_many_series_get_what_each_gets_alone(self):
        counts = np.random.default_rng(4).poisson(np.linspace(0.05, 30, 1050)[:, None], (1050, 300))
        together = expect(counts, column=299)
        for row in (0, 1, 500, 999, 1000, 1049):
            alone = expect(counts[row], column=299)
            assert alone.mean[0] == together.mean[row]
            assert alone.variance[0] == together.variance[row]
            assert alone.dispersion[0] == together.dispersion[row]
