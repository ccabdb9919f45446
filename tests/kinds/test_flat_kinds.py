"""What loses all variation on the way to an index is refused by name, never left silent."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datacell_lib.analysis.index.calculate import calculate_index
from datacell_lib.analysis.index.normalise import normalise
from datacell_lib.equal_values import is_constant
from datacell_lib.files.index_methods import (
    Exponential,
    MinMax,
    PercentileRanks,
    Ranks,
    RankZScores,
    ZScores,
)
from datacell_lib.files.index_spec import IndexSpec
from datacell_lib.schema import TableError
from tests.example_index import content, indicator

TREATMENTS = ["none", "winsorise", "log", "winsorise_then_log"]
TRANSFORMATIONS = ["none", "log_plus_one", "square_root"]
NORMALISATIONS = [
    {"method": "none"},
    {"method": "rank"},
    {"method": "percentile_rank"},
    {"method": "percentile_rank", "decimals": 1},
    {"method": "z_score"},
    {"method": "rank_z_score"},
    {"method": "min_max"},
    {"method": "distance_to_target", "target": 100.0},
    {"method": "distance_to_target", "target": 0.0, "capped": True},
    {"method": "goalposts", "low": 0.0, "high": 20.0},
    {"method": "goalposts", "low": 1e6, "high": 2e6},
    {"method": "exponential"},
]
ALMOST_ALL_ZERO = [0.0] * 96 + [1.0, 2.0, 3.0, 10.0]
few = st.lists(st.sampled_from([1.0, 2.0, 10.0, 1e3, 1e200]), min_size=1, max_size=6)


def build(normalisation, *, treatment="none", transformation="none"):
    made_of = content(
        indicators=[indicator("beds", transformation=transformation), indicator("other")],
        outliers={"treatment": treatment},
    )
    made_of["normalisation"] = {
        "indicators": normalisation,
        "domains": {"method": "percentile_rank"},
    }
    return IndexSpec.model_validate(made_of)


def score(values, spec):
    table = pd.DataFrame({"beds": values, "other": np.arange(len(values), dtype=float)})
    table["area_code"] = [f"E{place:08}" for place in range(len(values))]
    return calculate_index(table, spec=spec)


class TestWinsorisingToNothing:
    @pytest.mark.parametrize("normalisation", NORMALISATIONS)
    @pytest.mark.parametrize("treatment", ["winsorise", "winsorise_then_log"])
    def test_names_the_indicator_and_the_treatment(self, normalisation, treatment) -> None:
        spec = build(normalisation, treatment=treatment)
        with pytest.raises(TableError, match=r"'winsorise' of 'beds' leaves it constant: only 0"):
            score(ALMOST_ALL_ZERO, spec)


class TestEveryTreatmentAndNormalisation:
    @pytest.mark.parametrize(
        ("treatment", "transformation", "normalisation"),
        list(itertools.product(TREATMENTS, TRANSFORMATIONS, NORMALISATIONS)),
    )
    @settings(max_examples=4)
    @given(zeros=st.integers(2, 60), others=few)
    def test_scores_every_area_or_says_why_not(
        self, treatment, transformation, normalisation, zeros, others
    ) -> None:
        spec = build(normalisation, treatment=treatment, transformation=transformation)
        try:
            result = score([0.0] * zeros + others, spec)
        except TableError as error:
            assert "beds" in str(error) or "goalposts" in str(error) or "target" in str(error)
            return
        scores = result.pivot(index="area_code", columns="component", values="score")
        assert np.isfinite(scores).all(axis=None)
        assert not is_constant(scores["beds"])

    @pytest.mark.parametrize("low", [1e6, -2e6])
    def test_names_goalposts_that_no_value_lies_between(self, low) -> None:
        spec = build({"method": "goalposts", "low": low, "high": low + 1e5})
        with pytest.raises(TableError, match=r"'goalposts' of 'beds' leaves it constant: only"):
            score([1.0, 2.0, 3.0], spec)


class TestFlatColumns:
    @pytest.mark.parametrize(
        "method",
        [
            ZScores(method="z_score"),
            RankZScores(method="rank_z_score"),
            MinMax(method="min_max"),
        ],
    )
    @pytest.mark.parametrize("sign", [1, -1])
    def test_takes_rounding_noise_for_no_variation(self, method, sign) -> None:
        noise = pd.Series([0.1 + 0.2, 0.3, 0.3], name="housing")
        with pytest.raises(TableError, match=rf"'{method.method}' of 'housing'.*is constant \("):
            normalise(noise, method=method, sign=sign)

    @pytest.mark.parametrize(
        "method",
        [
            Ranks(method="rank"),
            PercentileRanks(method="percentile_rank"),
            Exponential(method="exponential"),
            ZScores(method="z_score"),
        ],
    )
    def test_refuses_a_column_without_a_value(self, method) -> None:
        with pytest.raises(TableError, match=r"of 'housing' is not possible: it is constant \(no"):
            normalise(pd.Series([np.nan, np.nan], name="housing"), method=method)

    def test_says_that_a_domain_of_opposites_is_constant(self) -> None:
        up_and_down = {"name": "balanced", "indicators": [indicator("a"), indicator("b")]}
        other = {"name": "other", "indicators": [indicator("c")]}
        made_of = content(domains=[up_and_down, other])
        made_of["normalisation"]["domains"] = {"method": "z_score"}
        table = pd.DataFrame(
            {"area_code": list("xyz"), "a": [1, 2, 3], "b": [3, 2, 1], "c": [1, 2, 3]}
        )
        with pytest.raises(TableError, match=r"'z_score' of 'balanced' is not possible.*constant"):
            calculate_index(table, spec=IndexSpec.model_validate(made_of))

    def test_refuses_an_index_that_no_area_has(self) -> None:
        made_of = content(
            indicators=[indicator("a"), indicator("b")], missing={"rule": "leave_unranked"}
        )
        table = pd.DataFrame(
            {"area_code": list("wxyz"), "a": [1, 2, None, None], "b": [None, None, 1, 2]}
        )
        with pytest.raises(TableError, match=r"no area has a score in 'example'"):
            calculate_index(table, spec=IndexSpec.model_validate(made_of))
