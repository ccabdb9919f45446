import math

import numpy as np
import pandas as pd
import pytest

from datacell_lib.analysis.index.steps import follow_steps
from datacell_lib.analysis.index.weigh import (
    weigh_by_factor,
    weigh_by_first_component,
    weigh_by_outcome,
    weigh_equally,
)
from datacell_lib.files.index_methods import SimpleAggregation
from datacell_lib.schema import TableError

# The worked example of domain weighting by factors: z-scores of ranks, and answers from R.
VALUES = pd.DataFrame(
    {
        "a": [10, 20, 30, 40, 50, 60, 70, 80],
        "b": [3, 1, 4, 1, 5, 9, 2, 6],
        "c": [2, 7, 1, 8, 2, 8, 1, 8],
    },
    dtype=float,
)
RANKS = VALUES.rank()


class TestWeighEqually:
    @pytest.mark.parametrize(("method", "weight"), [("sum", 1.0), ("arithmetic_mean", 0.25)])
    def test_shares_a_mean_and_counts_fully_in_a_sum(self, method, weight):
        weights = weigh_equally(list("abcd"), aggregation=SimpleAggregation(method=method))
        assert weights.to_dict() == dict.fromkeys("abcd", weight)


class TestWeighByFirstComponent:
    def test_equals_the_squared_loadings_of_the_worked_example(self, validate):
        validate(
            method="weights by the first principal component",
            source="R prcomp, on the z-scores of ranks",
            expected=[0.4172305153, 0.394193325, 0.1885761596],
            obtained=weigh_by_first_component(RANKS),
            tolerance=1e-9,
        )


class TestWeighByFactor:
    def test_equals_the_exact_solution_of_the_worked_example(self, validate):
        # One factor on three variables is just identified: loading 1 squared = r12 r13 / r23.
        validate(
            method="weights by one factor of three components",
            source="the exact solution, r12 r13 / r23",
            expected=[0.454516982, 0.365797470, 0.179685548],
            obtained=weigh_by_factor(RANKS),
            tolerance=1e-6,
        )

    def test_refuses_two_components(self):
        with pytest.raises(TableError, match=r"a factor needs at least 3 components; found a, b"):
            weigh_by_factor(RANKS[["a", "b"]])


class TestWeighByOutcome:
    def test_equals_the_log_rate_ratios_of_a_table_of_two_by_two(self):
        # Independent log-linear model, by hand: events 10, 31 / 19, 62, so that the rate ratios
        # are 81/41 for a and 93/29 for b; both are standardised by the same deviation.
        scores = pd.DataFrame({"a": [0.0, 0.0, 1.0, 1.0], "b": [0.0, 1.0, 0.0, 1.0]})
        first, second = math.log(81 / 41), math.log(93 / 29)
        weights = weigh_by_outcome(
            scores, events=pd.Series([10, 31, 19, 62]), exposure=pd.Series([2.0] * 4)
        )
        assert weights["a"] == pytest.approx(first / (first + second), rel=1e-6)
        assert weights.sum() == pytest.approx(1)

    def test_refuses_a_component_that_predicts_fewer_events(self):
        scores = pd.DataFrame({"a": [0.0, 0.0, 1.0, 1.0], "b": [0.0, 1.0, 0.0, 1.0]})
        events, exposure = pd.Series([19, 62, 10, 31]), pd.Series([1.0] * 4)
        with pytest.raises(TableError, match=r"'a' predicts fewer events .* Review its direction"):
            weigh_by_outcome(scores, events=events, exposure=exposure)
        kept = weigh_by_outcome(scores, events=events, exposure=exposure, zero_negative=True)
        assert kept.to_dict() == pytest.approx({"a": 0, "b": 1})

    def test_refuses_an_exposure_of_nobody(self):
        with pytest.raises(TableError, match=r"exposure 'people' must be above zero"):
            weigh_by_outcome(
                VALUES, events=VALUES["b"], exposure=pd.Series([0.0] * 8, name="people")
            )


class TestWeigh:
    def test_scores_the_worked_example_by_its_first_component(self, make_spec):
        # R: z-scores of ranks times squared loadings.
        expected = [
            -0.7570074,
            -0.8715740,
            -0.4142289,
            -0.3711226,
            0.2481177,
            1.0218641,
            -0.0566850,
            1.2006361,
        ]
        spec = make_spec(
            names=("a", "b", "c"),
            normalisation={
                "indicators": {"method": "rank_z_score"},
                "domains": {"method": "none"},
            },
            weighting={"method": "first_principal_component"},
        )
        table = VALUES.assign(area_code=[f"E0100000{i}" for i in range(8)])
        scores = follow_steps(table, spec=spec).scores["example"]
        assert scores.tolist() == pytest.approx(expected, abs=1e-7)

    def test_averages_the_experts(self, make_spec, areas):
        sets = {"one": {"a": 0.2, "b": 0.8}, "two": {"a": 0.4, "b": 0.6}}
        spec = make_spec(weighting={"method": "experts", "sets": sets})
        weights = follow_steps(areas, spec=spec).weights["example"]
        assert weights.to_dict() == pytest.approx({"a": 0.3, "b": 0.7})

    def test_takes_the_outcome_from_the_table(self, make_spec, areas):
        outcome = {
            "method": "outcome_regression",
            "outcome": "deaths",
            "exposure": "expected",
            "negative_coefficients": "zero",
        }
        table = areas.assign(deaths=[1, 2, 2, 4, 6], expected=2.0)
        weights = follow_steps(table, spec=make_spec(weighting=outcome)).weights["example"]
        assert weights.sum() == pytest.approx(1)
        assert weights["a"] > weights["b"]

    def test_names_an_outcome_that_the_table_lacks(self, make_spec, areas):
        outcome = {"method": "outcome_regression", "outcome": "deaths", "exposure": "expected"}
        with pytest.raises(TableError, match=r"weighting of 'example' needs the column 'deaths'"):
            follow_steps(areas, spec=make_spec(weighting=outcome))

    def test_weighs_by_the_areas_that_are_complete(self, make_spec):
        spec = make_spec(
            names=("a", "b", "c"),
            missing={"rule": "leave_unranked"},
            weighting={"method": "maximum_likelihood_factor"},
        )
        codes = [f"E0100000{i}" for i in range(8)]
        table = VALUES.assign(area_code=codes)
        gap = pd.DataFrame({"area_code": ["E01000009"], "a": [90.0], "b": [np.nan], "c": [0.0]})
        weights = follow_steps(pd.concat([table, gap]), spec=spec).weights["example"]
        complete = make_spec(
            names=("a", "b", "c"), weighting={"method": "maximum_likelihood_factor"}
        )
        expected = follow_steps(table, spec=complete).weights["example"]
        assert weights.sum() == pytest.approx(1)
        assert weights.tolist() == pytest.approx(expected.tolist(), abs=1e-6)
