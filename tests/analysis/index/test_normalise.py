import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datacell_lib.analysis.index.normalise import (
    calculate_percentile_ranks,
    calculate_ranks,
    calculate_z_scores,
    normalise,
    rescale_between,
    transform_exponentially,
)
from datacell_lib.files.index_methods import (
    DistanceToTarget,
    Exponential,
    Goalposts,
    MinMax,
    NoNormalisation,
    PercentileRanks,
    Ranks,
    RankZScores,
    ZScores,
)
from datacell_lib.schema import TableError

METHODS = [
    NoNormalisation(method="none"),
    Ranks(method="rank"),
    PercentileRanks(method="percentile_rank"),
    Exponential(method="exponential"),
    ZScores(method="z_score"),
    RankZScores(method="rank_z_score"),
    MinMax(method="min_max"),
    DistanceToTarget(method="distance_to_target", target=2000),
    Goalposts(method="goalposts", low=-1000, high=1000),
]
whole_numbers = st.lists(st.integers(-1000, 1000), min_size=3, max_size=30, unique=True)


class TestCalculateRanks:
    @pytest.mark.parametrize(
        ("ties", "expected"),
        [("minimum", [1, 3, 1]), ("average", [1.5, 3, 1.5]), ("maximum", [2, 3, 2])],
    )
    def test_gives_equal_values_the_rank_asked_for(self, ties, expected):
        assert calculate_ranks(pd.Series([5.0, 9.0, 5.0]), ties=ties).tolist() == expected

    def test_leaves_missing_values_missing(self):
        ranks = calculate_ranks(pd.Series([5.0, np.nan, 1.0]))
        assert ranks[[0, 2]].tolist() == [2, 1]
        assert math.isnan(ranks[1])


class TestCalculatePercentileRanks:
    def test_equals_the_social_vulnerability_index_s_example(self, validate):
        options = {"scaling": "rank_minus_one_over_n_minus_one", "ties": "minimum"}
        first = calculate_percentile_ranks(pd.Series([10, 20, 30, 30, 50]), **options)
        second = calculate_percentile_ranks(pd.Series([20, 20, 5, 40, 60]), **options)
        validate(
            method="percentile ranks (rank - 1) / (N - 1), ties at their minimum",
            source="CDC/ATSDR SVI documentation's rule, worked by hand",
            expected=[0, 0.25, 0.5, 0.5, 1, 0.25, 0.25, 0, 0.75, 1],
            obtained=[*first, *second],
        )

    def test_does_not_count_missing_values_among_the_areas(self):
        shares = calculate_percentile_ranks(pd.Series([5.0, np.nan, 1.0]))
        assert shares[[0, 2]].tolist() == [1.0, 0.5]

    def test_refuses_one_area_where_there_is_no_scale(self):
        with pytest.raises(TableError, match=r"needs at least two areas with a value; found 1"):
            calculate_percentile_ranks(pd.Series([5.0]), scaling="rank_minus_one_over_n_minus_one")


class TestTransformExponentially:
    def test_equals_values_worked_from_the_published_formula(self, validate):
        validate(
            method="exponential transformation, -23 ln(1 - R (1 - exp(-100/23)))",
            source="the English Indices of Deprivation's technical report, worked by hand",
            expected=[2.39026, 15.64679, 50.42665],
            obtained=transform_exponentially(pd.Series([0.1, 0.5, 0.9])),
            tolerance=5e-6,
        )

    def test_runs_from_0_to_100(self):
        assert transform_exponentially(pd.Series([0.0, 1.0])).tolist() == pytest.approx([0, 100])

    @pytest.mark.parametrize("share", [-0.1, 1.5])
    def test_refuses_shares_that_are_none(self, share):
        with pytest.raises(TableError, match=f"shares from 0 to 1; found {share} for E01000009"):
            transform_exponentially(pd.Series([0.5, share], index=["E01000001", "E01000009"]))


class TestCalculateZScores:
    def test_uses_the_sample_standard_deviation(self):
        # mean 5, sample sd 4 (deviations -4, 0, 4: sqrt(32 / 2))
        assert calculate_z_scores(pd.Series([1.0, 5.0, 9.0])).tolist() == [-1, 0, 1]


class TestRescaleBetween:
    def test_equals_the_published_distance_to_a_target(self, validate):
        validate(
            method="distance of 0, 5 and 11 to a target of 10",
            source="COINr, documentation of its normalisations",
            expected=[0, 0.5, 1.1],
            obtained=rescale_between(pd.Series([0.0, 5.0, 11.0]), low=0, high=10),
        )

    def test_holds_scores_between_goalposts(self):
        scores = rescale_between(pd.Series([-5.0, 5.0, 15.0]), low=0, high=10, held=True)
        assert scores.tolist() == [0, 0.5, 1]

    def test_refuses_a_scale_without_length(self):
        with pytest.raises(TableError, match=r"cannot rescale between 3 and 3"):
            rescale_between(pd.Series([3.0, 4.0]), low=3, high=3)


class TestNormalise:
    @pytest.mark.parametrize("method", METHODS, ids=lambda method: method.method)
    @given(values=whole_numbers)
    @settings(max_examples=20, deadline=None)
    def test_orders_areas_by_vulnerability(self, method, values):
        series = pd.Series(values, dtype=float)
        order = series.sort_values().index
        assert normalise(series, method=method)[order].is_monotonic_increasing
        falling = normalise(series, method=_mirror(method), sign=-1)[order]
        assert falling.is_monotonic_decreasing

    @pytest.mark.parametrize("method", METHODS, ids=lambda method: method.method)
    @given(values=whole_numbers)
    @settings(max_examples=20, deadline=None)
    def test_lower_is_more_vulnerable_equals_the_values_turned_about(self, method, values):
        series = pd.Series(values, dtype=float)
        turned = normalise(-series, method=_mirror(method), sign=-1)
        pd.testing.assert_series_equal(turned, normalise(series, method=method))

    @pytest.mark.parametrize("method", METHODS, ids=lambda method: method.method)
    def test_leaves_its_input_unchanged(self, method):
        series = pd.Series([3.0, 1.0, 2.0])
        normalise(series, method=method, sign=-1)
        assert series.tolist() == [3, 1, 2]

    def test_rounds_percentile_ranks_where_asked(self):
        method = PercentileRanks(method="percentile_rank", decimals=4)
        assert normalise(pd.Series([1.0, 2.0, 3.0]), method=method).tolist() == [0.3333, 0.6667, 1]

    def test_caps_the_distance_to_a_target_where_asked(self):
        method = DistanceToTarget(method="distance_to_target", target=10, capped=True)
        assert normalise(pd.Series([0.0, 5.0, 11.0]), method=method).tolist() == [0, 0.5, 1]


def _mirror(method):
    """The same method with its targets and goalposts turned about zero."""
    if isinstance(method, DistanceToTarget):
        return method.model_copy(update={"target": -method.target})
    if isinstance(method, Goalposts):
        return method.model_copy(update={"low": -method.high, "high": -method.low})
    return method
