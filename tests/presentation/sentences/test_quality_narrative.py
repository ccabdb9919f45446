from datetime import date

import pandas as pd
import pytest

from datacell_lib.presentation.sentences.quality_narrative import describe_ratings

COUNTS = pd.DataFrame({"rating": ["red", "amber", "green"], "sources": [0, 3, 5]})


class TestDescribeRatings:
    @pytest.mark.parametrize(
        ("day", "said"),
        [
            (date(2025, 10, 30), "Age is counted to 30 October 2025."),
            (None, "Invented data never came out, so no age is given."),
        ],
    )
    def test_every_colour_is_counted_even_where_there_is_none(self, make_released, day, said):
        output = describe_ratings(make_released(COUNTS), day=day)
        assert output.content["text/plain"] == f"**Of 8 sources 0 red, 3 amber, 5 green.** {said}"
