"""What a plan of calls is worth, and whom services leave out, in words."""

import pandas as pd
import pytest

from datacell_lib.files.nouns import Noun
from datacell_lib.files.purposes import load_purposes
from datacell_lib.presentation.sentences import describe_left_out, describe_sharing

PURPOSES = load_purposes()
SUMMARY = {
    "contacts": 1000,
    "expected_helped": 161.6,
    "gap": 0.0,
    "without_rules": 170.2,
    "evenly": 51.6,
    "mean_regret": 12.3,
    "worst_helped": 53.7,
    "robust_helped": 158.1,
    "robust_worst": 58.8,
    "neighbourhoods_not_known": 0,
}


@pytest.fixture
def tell(make_released):
    def tell(noun=None, **changes):
        released = make_released(pd.DataFrame([SUMMARY | changes]))
        told = describe_sharing(released, purpose=PURPOSES.find("calls"), noun=noun)
        return told.content["text/plain"]

    return tell


@pytest.fixture
def reach(make_released):
    def tell(kind="pharmacy", rows=1, **changes):
        row = {"minutes_in_time": 15.0, "expected_need": 2555.0, "left_out": 377.1} | changes
        released = make_released(pd.DataFrame([row]).head(rows))
        told = describe_left_out(released, kind=kind, purpose=PURPOSES.find("food"))
        return told.content["text/plain"]

    return tell


class TestDescribeSharing:
    def test_it_says_whom_the_plan_finds_and_what_it_would_be_otherwise(self, tell):
        assert tell() == (
            "With 1,000 calls or visits, 162 people who feel lonely often or always are expected "
            "to be found; spread evenly over residents, they would find 52. It is proven that no "
            "plan with the same promise is expected to find more. Without the promise to each "
            "district it would be 9 more.\n\nNobody knows exactly how many people need it: a plan "
            "that did would find 12 more on average. In the least favourable tenth of what need "
            "could be, this plan finds 54; one made for that finds 59 there, and 158 as a rule."
        )

    @pytest.mark.parametrize(
        ("gap", "told"),
        [
            (0.00001, "to find more. "),  # of 161.6 people
            (0.003, "to find even one person more. "),
            (0.01, "to find over 2 more. "),
        ],
    )
    def test_what_the_best_plan_could_find_more_is_told_in_people(self, tell, gap, told):
        assert f"no plan with the same promise is expected {told}" in tell(gap=gap)

    def test_a_promise_that_costs_nobody_costs_nothing(self, tell):
        assert "The promise to each ward costs nothing." in tell(
            noun=Noun("ward"), without_rules=161.7
        )
        assert "it would be fewer than 1 more" in tell(without_rules=162.4)

    @pytest.mark.parametrize("robust", [53.7, 50.0, 53.9])
    def test_a_plan_made_for_few_that_finds_no_more_is_told_so(self, tell, robust):
        assert tell(robust_worst=robust).endswith("one made for that finds no more.")

    def test_neighbourhoods_that_are_left_out_are_counted(self, tell):
        told = "It leaves out 1 neighbourhood whose need is not known."
        assert told in tell(neighbourhoods_not_known=1)

    def test_without_a_row_it_says_why(self, make_released):
        none = make_released(pd.DataFrame({"contacts": []}))
        told = describe_sharing(none, purpose=PURPOSES.find("calls")).content["text/plain"]
        assert told == "Need is not known here, so nothing can be shared by it."


class TestDescribeLeftOut:
    def test_it_says_how_many_are_too_far(self, reach):
        assert reach() == (
            "Of the 2,555 people expected to need a delivery, 377 (15%) live more than 15 "
            "minutes by car from every pharmacy."
        )

    def test_nobody_left_out_is_said_plainly(self, reach):
        assert reach(left_out=0.2) == (
            "All of the 2,555 people expected to need a delivery live within 15 minutes by car of "
            "a pharmacy."
        )

    @pytest.mark.parametrize("given", [{"rows": 0}, {"kind": None}])
    def test_without_services_it_says_so(self, reach, given):
        assert reach(**given) == "No list of services of this kind is at hand for the area."
