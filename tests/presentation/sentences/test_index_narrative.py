import pandas as pd
import pytest

from datacell_lib.presentation.sentences import index_narrative
from datacell_lib.schema import LABELS


def read(output):
    return output.content["text/plain"]


class TestDescribeSteadiness:
    def test_those_at_both_ends_are_sure_and_the_rest_depend(self, make_released):
        table = pd.DataFrame({"stability": LABELS, "neighbourhoods": [1000, 2, 3, 4, 5, 6]})
        text = read(index_narrative.describe_steadiness(make_released(table), title="Essex"))
        # the first, the third and the last label: 1000 + 3 + 6 of 1020
        assert "For 99% of the neighbourhoods of Essex" in text
        assert "1,009 of 1,020" in text
        assert "For the other 11 the choice of method decides" in text


@pytest.fixture
def make_effects():
    def make(first_margin, second_margin):
        return pd.DataFrame(
            {
                "choice": ["aggregation", "weights"],
                "total": [0.6, 0.3],
                "total_margin": [first_margin, second_margin],
            }
        )

    return make


class TestDescribeLeadingChoice:
    def test_intervals_that_are_apart_make_it_sure(self, make_released, make_effects):
        text = read(index_narrative.describe_leading_choice(make_released(make_effects(0.1, 0.1))))
        assert "What moves ranks most is how parts are averaged" in text
        assert "60% of the differences between draws (95% interval 50% to 70%)" in text
        assert "matters more than the weights, a quarter up or down" in text

    def test_intervals_that_overlap_leave_it_open(self, make_released, make_effects):
        text = read(index_narrative.describe_leading_choice(make_released(make_effects(0.2, 0.2))))
        assert "overlap: either may matter more" in text

    def test_an_interval_never_starts_below_zero(self, make_released, make_effects):
        text = read(index_narrative.describe_leading_choice(make_released(make_effects(0.7, 0.2))))
        assert "interval 0% to" in text


class TestDescribeContrary:
    def test_they_are_named(self, make_released):
        table = pd.DataFrame({"indicator": ["Age", "Income"], "contrary": [True, False]})
        text = read(index_narrative.describe_contrary(make_released(table)))
        assert "1 of 2 indicators pulls against the others" in text
        assert "“Age”" in text
        assert "Income" not in text

    def test_none_is_said(self, make_released):
        table = pd.DataFrame({"indicator": ["Age"], "contrary": [False]})
        text = read(index_narrative.describe_contrary(make_released(table)))
        assert "None of the 1 indicators pulls" in text


class TestDescribeConsistency:
    def test_domains_of_several_causes_are_named_and_lone_indicators_are_not(self, make_released):
        table = pd.DataFrame({"title": ["A", "B", "C"], "alpha": [0.2, 0.9, None]})
        text = read(index_narrative.describe_consistency(make_released(table)))
        assert "In 1 of 3 domains alpha is below 0.5: A." in text

    def test_all_consistent_is_said(self, make_released):
        table = pd.DataFrame({"title": ["B"], "alpha": [0.9]})
        text = read(index_narrative.describe_consistency(make_released(table)))
        assert "In every domain alpha is 0.5 or more" in text
