import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datacell_lib.analysis.index.aggregate import (
    aggregate,
    calculate_copeland_score,
    calculate_generalised_mean,
    calculate_weighted_sum,
)
from datacell_lib.files.index_methods import GeneralisedMean, SimpleAggregation
from datacell_lib.schema import TableError

COINR = pd.DataFrame({"a": [1.0], "b": [2.0], "c": [4.0]})
COINR_WEIGHTS = pd.Series({"a": 1.0, "b": 1.0, "c": 2.0})
positive = st.floats(0.01, 100)
grade = st.integers(0, 5).map(lambda number: number / 7)


class TestCalculateWeightedSum:
    def test_does_not_rescale_weights(self):
        assert calculate_weighted_sum(COINR, weights=COINR_WEIGHTS).tolist() == [11.0]

    def test_misses_a_score_where_a_component_is_missing(self):
        scores = COINR.assign(b=np.nan)
        assert calculate_weighted_sum(scores, weights=COINR_WEIGHTS).isna().all()


class TestCalculateGeneralisedMean:
    @pytest.mark.parametrize(("power", "expected"), [(1, 2.75), (0, 2.378414), (-1, 2.0)])
    def test_equals_coinr_s_means(self, power, expected, validate):
        validate(
            method=f"generalised mean of 1, 2, 4 with weights 1, 1, 2; power {power}",
            source="COINr, a_amean, a_gmean and a_hmean",
            expected=expected,
            obtained=calculate_generalised_mean(COINR, weights=COINR_WEIGHTS, power=power),
            tolerance=1e-6,
        )

    def test_equals_the_quadratic_mean_for_power_2(self):
        # sqrt((1 + 4 + 2 * 16) / 4)
        mean = calculate_generalised_mean(COINR, weights=COINR_WEIGHTS, power=2)
        assert mean.iloc[0] == pytest.approx(9.25**0.5)

    @given(
        values=st.lists(positive, min_size=2, max_size=5), powers=st.tuples(*[st.floats(-5, 5)] * 2)
    )
    @settings(max_examples=40, deadline=None)
    def test_lies_between_its_components_and_rises_with_its_power(self, values, powers):
        scores = pd.DataFrame([values], columns=[f"c{i}" for i in range(len(values))])
        weights = pd.Series(1.0, index=scores.columns)
        low, high = (
            calculate_generalised_mean(scores, weights=weights, power=round(power, 1)).iloc[0]
            for power in sorted(powers)
        )
        assert min(values) * (1 - 1e-9) <= low <= high * (1 + 1e-9) <= max(values) * (1 + 1e-8)

    @pytest.mark.parametrize("power", [0, -1, 2])
    def test_refuses_scores_that_are_not_above_zero(self, power):
        with pytest.raises(TableError, match=r"needs scores above zero; found 0 in 'b'"):
            calculate_generalised_mean(COINR.assign(b=0.0), weights=COINR_WEIGHTS, power=power)


class TestCalculateCopelandScore:
    def test_equals_wins_minus_losses_counted_by_hand(self):
        # w beats x (2 of 3 components), x beats y (2 of 3), y beats w (2 of 3): a cycle; z loses
        # to all three in every component.
        scores = pd.DataFrame(
            {"a": [3, 2, 1, 0], "b": [1, 3, 2, 0], "c": [2, 1, 3, 0]}, index=list("wxyz")
        )
        weights = pd.Series(1.0, index=list("abc"))
        scored = calculate_copeland_score(scores.astype(float), weights=weights)
        assert scored.to_dict() == {"w": 1, "x": 1, "y": 1, "z": -3}

    def test_lets_one_heavy_component_outvote_two(self):
        scores = pd.DataFrame({"a": [2.0, 1.0], "b": [1.0, 2.0], "c": [1.0, 2.0]})
        weights = pd.Series({"a": 3.0, "b": 1.0, "c": 1.0})
        assert calculate_copeland_score(scores, weights=weights).tolist() == [1, -1]

    @given(values=st.lists(st.tuples(grade, grade), min_size=2, max_size=12))
    @settings(max_examples=25, deadline=None)
    def test_adds_up_to_zero_and_depends_on_order_alone(self, values):
        scores = pd.DataFrame(values, columns=["a", "b"])
        weights = pd.Series({"a": 0.4, "b": 0.6})
        scored = calculate_copeland_score(scores, weights=weights)
        assert scored.sum() == 0
        pd.testing.assert_series_equal(
            calculate_copeland_score(scores.rank(method="dense") * 10, weights=weights), scored
        )

    def test_refuses_missing_components(self):
        with pytest.raises(TableError, match=r"needs every component of every area"):
            calculate_copeland_score(COINR.assign(b=np.nan), weights=COINR_WEIGHTS)


class TestAggregate:
    @pytest.mark.parametrize(
        ("method", "expected"),
        [
            (SimpleAggregation(method="sum"), 11.0),
            (SimpleAggregation(method="arithmetic_mean"), 2.75),
            (SimpleAggregation(method="geometric_mean"), 2.378414),
            (SimpleAggregation(method="harmonic_mean"), 2.0),
            (SimpleAggregation(method="copeland"), 0.0),
            (GeneralisedMean(method="generalised_mean", power=-1), 2.0),
        ],
        ids=lambda value: getattr(value, "method", ""),
    )
    def test_uses_the_method_named(self, method, expected):
        scored = aggregate(COINR, weights=COINR_WEIGHTS, method=method)
        assert scored.iloc[0] == pytest.approx(expected, abs=1e-6)

    def test_leaves_its_input_unchanged(self):
        scores, weights = COINR.copy(), COINR_WEIGHTS.copy()
        aggregate(scores, weights=weights, method=SimpleAggregation(method="geometric_mean"))
        pd.testing.assert_frame_equal(scores, COINR)
        pd.testing.assert_series_equal(weights, COINR_WEIGHTS)
