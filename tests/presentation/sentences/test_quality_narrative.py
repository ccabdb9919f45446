from datetime import date

import pandas as pd
import pytest

from datacell_lib.presentation.sentences.quality_narrative import (
    describe_local_gaps,
    describe_ratings,
)

COUNTS = pd.DataFrame({"rating": ["red", "amber", "green"], "sources": [0, 3, 5]})
AMBER = pd.DataFrame({"title": ["Homes"], "rating": ["amber"], "reasons": ["1 area has no row."]})
RED = pd.DataFrame({"title": ["Cases"], "rating": ["red"], "reasons": ["Overdue."]})


class TestDescribeRatings:
    @pytest.mark.parametrize(
        ("day", "said"),
        [
            (date(2025, 10, 30), "Age is counted to 30 October 2025."),
            (None, "Invented data never came out, so no age is given."),
        ],
    )
    def test_every_colour_is_counted_even_where_there_is_none(self, make_released, day, said):
        output = describe_ratings(make_released(COUNTS), concerns=make_released(AMBER), day=day)
        assert output.content["text/plain"] == (
            "**Nothing here should stop you from using this report.** "
            f"Of 8 sources 0 are red, 3 amber and 5 green. {said}"
        )

    def test_what_should_stop_a_reader_comes_first_with_its_reason(self, make_released):
        counts = COUNTS.assign(sources=[1, 1, 6])
        concerns = make_released(pd.concat([RED, AMBER]))
        text = describe_ratings(make_released(counts), concerns=concerns, day=None).content
        first, _, red, *_, last = text["text/plain"].splitlines()
        assert first.startswith("**Don't use what rests on these")
        assert red == "- Cases: Overdue."
        assert last.startswith("Of 8 sources 1 is red, 1 amber and 6 green.")
        assert "Homes" not in text["text/plain"]


GAPS = {"title": "Referrals", "neighbourhoods": 192, "treatment": "left without a rank"}


class TestDescribeLocalGaps:
    @pytest.mark.parametrize(
        ("hidden", "unknown", "said"),
        [
            (
                17,
                9,
                "26 neighbourhoods of 192 lack a value, 17 because the publisher hides it and 9 "
                "because it is not known. They are left without a rank.",
            ),
            (0, 1, "1 neighbourhood of 192 lacks a value, 1 because it is not known. It is left"),
            (0, 0, "every value is known."),
        ],
    )
    def test_values_that_are_hidden_and_not_known_are_counted_apart(
        self, make_released, hidden, unknown, said
    ):
        table = pd.DataFrame([GAPS | {"hidden": hidden, "unknown": unknown}])
        text = describe_local_gaps(make_released(table)).content["text/plain"]
        assert text.startswith(f"- Referrals: {said}")

    def test_an_area_without_an_index_of_its_own_is_told_so(self, make_released):
        text = describe_local_gaps(make_released(pd.DataFrame({"title": []}))).content
        assert text["text/plain"] == "No index of the area's own is on these pages."
