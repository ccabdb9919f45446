from datetime import date

import pandas as pd
import pytest

from datacell_lib.presentation.sentences.quality_narrative import describe_ratings

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
