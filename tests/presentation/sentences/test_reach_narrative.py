import pandas as pd

from datacell_lib.presentation.sentences.reach_narrative import describe_facts, describe_reach

REACHED = pd.DataFrame(
    {
        "indicator": ["People aged 65 and over", "People with diabetes, modelled"],
        "everywhere": [14_960, 4_138],
        "value": [8_574, 2_332],
        "not_counted": [0, 2],
        "unranked": [0, 0],
    }
)
FACTS = pd.DataFrame(
    {
        "authority_name": ["Tendring"],
        "says": ["people were advised to shield"],
        "lower": [7455.0],
        "upper": [7455.0],
    }
)


def tell(make_released, *, reached=REACHED):
    return describe_reach(make_released(reached), place="Sandrigby").content["text/plain"]


def tell_facts(make_released, facts):
    return describe_facts(make_released(facts)).content["text/plain"]


class TestDescribeReach:
    def test_the_first_count_is_told_beside_what_it_is_of(self, make_released):
        assert tell(make_released) == (
            "**8,574 people aged 65 and over** live in the neighbourhoods of Sandrigby that are "
            "among the most vulnerable fifth, of 14,960 in Sandrigby in all."
        )

    def test_nobody_is_told_in_words(self, make_released):
        assert tell(make_released, reached=REACHED.assign(value=0)) == (
            "**None of the 14,960 people aged 65 and over** in Sandrigby live in a neighbourhood "
            "that is among the most vulnerable fifth."
        )

    def test_neighbourhoods_that_are_left_out_are_told(self, make_released):
        text = tell(make_released, reached=REACHED.assign(not_counted=2, unranked=3))
        assert (
            " in all. Neighbourhoods that could not be counted there: 2 without a number and "
            "3 without a rank." in text
        )

    def test_a_number_that_is_not_known_is_said_not_to_be(self, make_released):
        text = tell(make_released, reached=REACHED.assign(value=float("nan"), not_counted=4))
        assert text.startswith("How many people aged 65 and over live in the neighbourhoods of ")
        assert "fifth is not known. Neighbourhoods that could not be counted there: 4" in text

    def test_an_index_that_names_nobody_says_so(self, make_released):
        text = tell(make_released, reached=REACHED.head(0))
        assert text == "The index names nobody to be counted."


class TestDescribeFacts:
    def test_what_is_known_for_the_whole_is_told_with_what_it_cannot_say(self, make_released):
        text = tell_facts(make_released, FACTS)
        assert "In Tendring 7,455 people were advised to shield." in text
        assert text.endswith("cannot say in which neighbourhoods they lived.")

    def test_a_hidden_count_is_told_by_its_bounds(self, make_released):
        text = tell_facts(make_released, FACTS.assign(lower=1.0, upper=7.0))
        assert "In Tendring between 1 and 7 people" in text

    def test_nothing_known_is_said_to_be_nothing(self, make_released):
        text = tell_facts(make_released, FACTS.head(0))
        assert text == "Nothing is known for the whole district only."
