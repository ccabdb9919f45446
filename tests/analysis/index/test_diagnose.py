import pandas as pd
import pytest

from datacell_lib.analysis.index.diagnose import (
    calculate_cronbachs_alpha,
    compare_weights,
    correlate_indicators,
    measure_consistency,
)
from datacell_lib.analysis.index.steps import follow_steps


@pytest.fixture
def three():
    """Two indicators that agree, and one that falls as they rise."""
    return pd.DataFrame(
        {
            "area_code": list("wxyz"),
            "a": [1.0, 2.0, 3.0, 4.0],
            "b": [1.0, 3.0, 2.0, 4.0],
            "c": [4.0, 3.0, 1.0, 2.0],
        }
    )


@pytest.fixture
def two_domains(make_spec):
    def indicator(name):
        return {
            "name": name,
            "dataset": "census",
            "column": name,
            "direction": "higher_is_more_vulnerable",
        }

    return make_spec(
        indicators=[],
        weighting={"method": "given"},
        domains=[
            {
                "name": "one",
                "weight": 0.6,
                "weighting": {"method": "equal"},
                "indicators": [indicator("a"), indicator("b")],
            },
            {
                "name": "two",
                "weight": 0.4,
                "weighting": {"method": "equal"},
                "indicators": [indicator("c")],
            },
        ],
    )


class TestCorrelateIndicators:
    def test_equals_spearman_s_formula_and_tells_domains_apart(self, three, two_domains):
        # 1 - 6 sum d^2 / (n (n^2 - 1)): d^2 2 for a and b, 18 for a and c, 14 for b and c
        result = correlate_indicators(follow_steps(three, spec=two_domains))
        pairs = dict(
            zip(
                zip(result["component"], result["other"], strict=True), result["value"], strict=True
            )
        )
        assert pairs == pytest.approx({("a", "b"): 0.8, ("a", "c"): -0.8, ("b", "c"): -0.4})
        assert result["same_domain"].tolist() == [True, False, False]

    def test_allows_for_direction(self, three, make_spec):
        spec = make_spec()
        turned = spec.model_copy(
            update={
                "indicators": (
                    spec.indicators[0],
                    spec.indicators[1].model_copy(update={"direction": "lower_is_more_vulnerable"}),
                )
            }
        )
        value = correlate_indicators(follow_steps(three, spec=turned))["value"]
        assert value.tolist() == pytest.approx([-0.8])


class TestCalculateCronbachsAlpha:
    def test_equals_the_standardised_formula(self):
        # mean of correlations .8, -.8, -.4 is -.4/3: 3 r / (1 + 2 r)
        scores = pd.DataFrame({"a": [1, 2, 3, 4], "b": [1, 3, 2, 4], "c": [4, 3, 1, 2]})
        mean = -0.4 / 3
        alpha = calculate_cronbachs_alpha(scores)
        assert alpha == pytest.approx(3 * mean / (1 + 2 * mean))

    def test_is_one_for_copies(self):
        values = [1.0, 5.0, 2.0]
        assert calculate_cronbachs_alpha(pd.DataFrame({"a": values, "b": values})) == (
            pytest.approx(1)
        )


class TestMeasureConsistency:
    def test_describes_composites_of_two_or_more(self, three, two_domains):
        result = measure_consistency(follow_steps(three, spec=two_domains))
        assert result["domain"].tolist() == ["example", "one"]
        # one: 2 r / (1 + r) with r = .8
        assert result["value"].iloc[1] == pytest.approx(1.6 / 1.8)


class TestCompareWeights:
    def test_multiplies_weights_from_the_index_down(self, three, two_domains):
        result = compare_weights(follow_steps(three, spec=two_domains)).set_index("indicator")
        assert result["nominal_weight"].to_dict() == pytest.approx({"a": 0.3, "b": 0.3, "c": 0.4})
        assert result["effective_weight"].sum() == pytest.approx(1)

    def test_shows_that_an_index_of_copies_weighs_them_equally(self, three, make_spec):
        spec = make_spec(
            weighting={"method": "given"},
            indicators=[
                {
                    "name": n,
                    "dataset": "census",
                    "column": n,
                    "weight": w,
                    "direction": "higher_is_more_vulnerable",
                }
                for n, w in (("a", 0.9), ("b", 0.1))
            ],
        )
        result = compare_weights(follow_steps(three.assign(b=three["a"]), spec=spec))
        assert result["nominal_weight"].tolist() == pytest.approx([0.9, 0.1])
        assert result["effective_weight"].tolist() == pytest.approx([0.5, 0.5])
