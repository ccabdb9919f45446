"""What a page says of a district's own ends."""

import pandas as pd
import pytest

from datacell_lib.presentation.sections import show_gaps_inside

GAPS = pd.DataFrame(
    {
        "indicator": ["Households renting", "People aged 65 and over", "Older *people*", "Last"],
        "own_most": [0.3, 0.32, 0.5, 0.1],
        "own_least": [0.8, 0.2, 0.41, 0.1],
        "own_gap": [-0.5, 0.12, 0.09, 0.0],
        "own_most_areas": 1,
        "own_least_areas": 3,
    }
)


@pytest.fixture
def show(make_released):
    """Return a function that shows the ends of a district."""

    def show_district(gaps=GAPS):
        return show_gaps_inside(make_released(gaps), place="Moor *West*").parts

    return show_district


class TestShowGapsInside:
    def test_the_three_widest_gaps_are_told_with_how_many_neighbourhoods_they_are_of(self, show):
        assert show()[0].content["text/plain"].replace("**", "") == (
            "Inside Moor *West* the widest gap is in households renting (30% against 80%). The "
            "first is of its own most vulnerable fifth (1 neighbourhood), the second of its least "
            "vulnerable (3 neighbourhoods). Then come people aged 65 and over (32% against 20%) "
            "and older *people* (50% against 41%). Inside a neighbourhood people differ more than "
            "neighbourhoods do."
        )

    def test_all_gaps_are_in_a_table_that_readers_open(self, show):
        html = show()[1].content["text/html"]
        assert html.startswith("<details") and html.count("<tr") == 5
        assert "−50" in html and "+12" in html

    def test_one_gap_has_none_to_follow(self, show):
        assert "Then come" not in show(GAPS.head(1))[0].content["text/plain"]

    def test_where_there_are_none_a_sentence_says_so(self, show):
        (only,) = show(GAPS.head(0))
        assert "too few neighbourhoods" in only.content["text/plain"]
