import pandas as pd
import pytest

from datacell_lib.analysis.index.consistency import summarise_agreement
from datacell_lib.analysis.index.diagnose import describe_directions
from datacell_lib.analysis.index.steps import follow_steps

# Spearman's rho by hand, 1 - 6 sum d^2 / (n (n^2 - 1)): a and b 0.8, a and c -0.8, b and c -0.4
TABLE = pd.DataFrame(
    {
        "area_code": list("wxyz"),
        "a": [1.0, 2.0, 3.0, 4.0],
        "b": [1.0, 3.0, 2.0, 4.0],
        "c": [4.0, 3.0, 1.0, 2.0],
    }
)


@pytest.fixture
def spec(make_spec):
    def indicator(name):
        return {
            "name": name,
            "title": name.upper(),
            "dataset": "census",
            "column": name,
            "direction": "higher_is_more_vulnerable",
        }

    return make_spec(
        indicators=[],
        domains=[
            {"name": "one", "title": "First", "indicators": [indicator("a"), indicator("b")]},
            {"name": "two", "title": "Second", "indicators": [indicator("c")]},
        ],
    )


class TestSummariseAgreement:
    def test_correlations_are_averaged_within_and_between_domains(self, spec):
        result = summarise_agreement(follow_steps(TABLE, spec=spec)).set_index("domain")
        assert result.loc["one", "correlation_within"] == pytest.approx(0.8)
        assert result["correlation_between"].tolist() == pytest.approx([-0.6, -0.6])
        assert result["title"].tolist() == ["First", "Second"]
        assert result["indicators"].tolist() == [2, 1]

    def test_alpha_is_cronbachs_and_a_lone_indicator_has_none(self, spec):
        # two components with r = 0.8: 2 r / (1 + r)
        result = summarise_agreement(follow_steps(TABLE, spec=spec))
        assert result["alpha"].iloc[0] == pytest.approx(1.6 / 1.8)
        assert result.iloc[1][["alpha", "correlation_within"]].isna().all()

    def test_a_domain_whose_parts_do_not_go_together_is_mixed_and_a_lone_indicator_is_not(
        self, spec
    ):
        # a and b with r = 0.8 give alpha 0.89; with b turned round r = -0.8 and alpha is below 0
        together = summarise_agreement(follow_steps(TABLE, spec=spec))
        apart = summarise_agreement(follow_steps(TABLE.assign(b=-TABLE["b"]), spec=spec))
        assert together["mixed"].tolist() == [False, False]
        assert apart["mixed"].tolist() == [True, False]

    def test_an_index_without_domains_is_one_row(self, make_spec):
        result = summarise_agreement(follow_steps(TABLE, spec=make_spec()))
        assert result["title"].tolist() == ["An example"]
        assert result["correlation_between"].isna().all()


class TestDescribeDirections:
    def test_indicators_and_domains_go_by_their_titles(self, spec):
        result = describe_directions(follow_steps(TABLE, spec=spec))
        assert result["indicator"].tolist() == ["A", "B", "C"]
        assert result["domain"].tolist() == ["First", "First", "Second"]
        apart = result["correlation_with_rest_of_domain"]
        assert apart.tolist()[:2] == pytest.approx([0.8, 0.8])
        assert pd.isna(apart.iloc[2])  # alone in its domain

    def test_the_indicator_that_falls_as_the_others_of_its_domain_rise_is_found(self, make_spec):
        # rho with the mean of the other two: a 1 / sqrt(5 x 4.5), b 3 / sqrt(5 x 4.5), c negative
        result = describe_directions(follow_steps(TABLE, spec=make_spec("abc")))
        apart = result["correlation_with_rest_of_domain"]
        assert apart.tolist()[:2] == pytest.approx([1 / 22.5**0.5, 3 / 22.5**0.5])
        assert result["contrary"].tolist() == [False, False, True]

    def test_leaves_its_input_unchanged(self, spec):
        before = TABLE.copy()
        describe_directions(follow_steps(TABLE, spec=spec))
        summarise_agreement(follow_steps(TABLE, spec=spec))
        pd.testing.assert_frame_equal(TABLE, before)
