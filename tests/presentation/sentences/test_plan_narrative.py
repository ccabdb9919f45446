"""What the first screen says to do."""

import pandas as pd
import pytest

from datacell_lib.presentation.sentences import describe_first_steps

STEPS = {
    "title": ["Visits in a heatwave", "Wellbeing calls"],
    "help": ["a visit", "a call"],
    "places": ["Moor; North; East*", "Moor"],
    "people_concerned": [5712.0, 900.0],
    "expected_need": [1677.4, 40.0],
    "lower_ci": [1430.8, 30.0],
    "upper_ci": [2237.8, 51.0],
}


@pytest.fixture
def describe(make_released):
    return lambda table: describe_first_steps(make_released(table))


class TestDescribeFirstSteps:
    def test_each_purpose_says_where_to_start_and_how_many_need_it(self, describe):
        first, second = describe(pd.DataFrame(STEPS)).content["text/plain"].splitlines()
        assert first == (
            "- **Visits in a heatwave: start in Moor**, then in North and East*. Of 5,712 people "
            "there whom it is for, 1,677 (1,431 to 2,238) are expected to need a visit."
        )
        assert "start in Moor**. Of 900 people" in second

    def test_names_are_no_markup(self, describe):
        assert r"East\*" in describe(pd.DataFrame(STEPS)).content["text/markdown"]

    def test_without_rows_it_says_what_to_write_where(self, describe):
        told = describe(pd.DataFrame({"title": pd.Series([], dtype="str")})).content["text/plain"]
        assert "purposes.yml" in told and "Write them there." in told
