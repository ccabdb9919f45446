import pandas as pd
import pytest

from datacell_lib.presentation.sentences import index_narrative


def read(output):
    return output.content["text/plain"]


class TestDescribeSteadiness:
    def test_those_that_are_sure_are_told_with_the_rest(self, make_released):
        table = pd.DataFrame(
            {"neighbourhoods": [1020], "sure": [1009], "unsure": [11], "value": [1009 / 1020]}
        ).assign(unranked=0)
        text = read(index_narrative.describe_steadiness(make_released(table), title="Essex"))
        assert "For 99% of the neighbourhoods of Essex" in text
        assert "1,009 of 1,020" in text
        assert text.endswith("For the other 11 the choice of method decides.")

    @pytest.mark.parametrize(
        ("ranked", "unranked", "told"),
        [
            (
                3,
                1,
                "decides.** 1 more neighbourhood has no rank, because too little is known of it",
            ),
            (3, 1200, "decides.** 1,200 more neighbourhoods have no rank, because too little"),
            (0, 3, "**No neighbourhood of St Mary's has a rank**: too little is known of them."),
        ],
    )
    def test_those_without_a_rank_are_told(self, make_released, ranked, unranked, told):
        row = {"neighbourhoods": ranked, "sure": 0, "unsure": ranked, "unranked": unranked}
        table = pd.DataFrame([row | {"value": 0.0 if ranked else float("nan")}])
        text = read(index_narrative.describe_steadiness(make_released(table), title="St Mary's"))
        assert told in text
        assert "all 0" not in text and "nan" not in text

    @pytest.mark.parametrize(
        ("places", "sure", "told"),
        [
            (1, 1, "**For the one neighbourhood of St Mary's nearly all methods agree.**"),
            (1, 0, "**For the one neighbourhood of St Mary's the choice of method decides.**"),
            (4, 0, "**For all 4 neighbourhoods of St Mary's the choice of method decides.**"),
            (4, 4, "For all of the neighbourhoods of St Mary's nearly all methods agree"),
            (4, 1, "1 of 4 is almost always"),
            (4, 3, "For the other one the choice"),
        ],
    )
    def test_one_none_and_all_are_told_in_words(self, make_released, places, sure, told):
        row = {"neighbourhoods": [places], "sure": [sure], "unsure": [places - sure]}
        table = pd.DataFrame(row | {"value": [sure / places], "unranked": [0]})
        text = read(index_narrative.describe_steadiness(make_released(table), title="St Mary's"))
        assert told in text
        assert "0%" not in text and "other 0" not in text


class TestDescribeLeadingChoice:
    @pytest.mark.parametrize(
        ("comparison", "moves", "said"),
        [
            ("higher", "moves", "matters more than the weights, a quarter up or down"),
            ("similar", "seems to move", "overlap: either may matter more"),
        ],
    )
    def test_it_says_how_sure_the_lead_is(self, make_released, comparison, moves, said):
        table = pd.DataFrame(
            {
                "choice": ["aggregation"],
                "total": [0.6],
                "lower_ci": [0.5],
                "upper_ci": [0.7],
                "runner_up": ["weights"],
                "comparison": [comparison],
            }
        )
        text = read(index_narrative.describe_leading_choice(make_released(table)))
        assert f"What {moves} ranks most is how parts are averaged" in text
        assert "60% of the differences between draws (95% interval 50% to 70%)" in text
        assert said in text


class TestDescribeContrary:
    def test_they_are_named(self, make_released):
        table = pd.DataFrame({"indicator": ["Age", "Income"], "contrary": [True, False]})
        text = read(index_narrative.describe_contrary(make_released(table)))
        assert "1 of 2 indicators pulls against the others" in text
        assert "“Age”" in text
        assert "Income" not in text

    def test_none_is_said(self, make_released):
        table = pd.DataFrame({"indicator": ["Age", "Noise"], "contrary": False})
        text = read(index_narrative.describe_contrary(make_released(table)))
        assert "None of the 2 indicators pulls" in text
        alone = read(index_narrative.describe_contrary(make_released(table.head(1))))
        assert alone == "**The one indicator does not pull against the index.**"


class TestDescribeConsistency:
    def test_domains_of_several_causes_are_named_and_lone_indicators_are_not(self, make_released):
        table = pd.DataFrame(
            {"title": ["A", "B", "C"], "alpha": [0.2, 0.9, None], "mixed": [True, False, False]}
        )
        text = read(index_narrative.describe_consistency(make_released(table)))
        assert "In 1 of 3 domains alpha is below 0.5: A." in text

    def test_all_consistent_is_said(self, make_released):
        table = pd.DataFrame({"title": ["B"], "alpha": [0.9], "mixed": [False]})
        text = read(index_narrative.describe_consistency(make_released(table)))
        assert "In every domain alpha is 0.5 or more" in text
