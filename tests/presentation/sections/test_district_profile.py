"""What a page says of the districts that are most like its own."""

import pandas as pd
import pytest

from datacell_lib.files.area import Groups, load_area
from datacell_lib.presentation.sections import show_profile

PROFILE = pd.DataFrame(
    {
        "indicator": ["People aged 65 and over", "Households renting"],
        "value": [0.31, 0.2],
        "similar_value": [0.2, 0.21],
        "spreads_apart": [1.5, -0.1],
        "Shire": [0.2, 0.2],
        "England": [0.19, 0.2],
        "similar_districts": "Castle (Norwich); Moor *West*",
        "districts_compared": 6904,
    }
)


AREA = load_area("bolton").model_copy(update={"title": "Shire"})


@pytest.fixture
def show(make_released):
    """Return a function that shows a ward beside similar ones."""

    def show_ward(profile=PROFILE, area=AREA):
        return show_profile(make_released(profile), place="Hill", area=area).parts

    return show_ward


class TestShowProfile:
    def test_they_are_named_with_how_they_were_found(self, show):
        words = show()[0].content["text/plain"]
        assert "Most like Hill: Castle (Norwich) and Moor *West*." in words
        assert "the nearest of 6,903 other wards of which the 2 shares below are known" in words
        assert "Euclidean" in words

    def test_the_nations_are_said_to_be_compared_and_of_own_groups_only_the_areas(self, show):
        words = show()[0].content["text/plain"]
        assert "Elsewhere somebody may" in words and "Below are the wards of England whose" in words
        own = Groups(noun="hub patch", file="patches.csv", fit="exact")
        patches = AREA.model_copy(update={"report_by": "group", "groups": own})
        words = show(PROFILE.assign(districts_compared=5), area=patches)[0].content["text/plain"]
        assert "Elsewhere" not in words and "England" not in words
        assert "Hub patches are known in Shire alone, so no others are compared." in words
        assert "the nearest of 4 other hub patches of which" in words
        lookup = Groups(noun="care network", dataset="n", code="c", name="d", fit="best")
        networks = AREA.model_copy(update={"report_by": "group", "groups": lookup})
        assert "the care networks of England" in show(area=networks)[0].content["text/plain"]

    def test_the_largest_difference_is_told(self, show):
        words = show()[0].content["text/plain"]
        assert words.endswith(
            "It differs most in people aged 65 and over: 31%, against 20% in them together."
        )

    def test_a_difference_that_is_none_to_speak_of_is_not_told(self, show):
        words = show(PROFILE.assign(spreads_apart=[0.2, -0.1]))[0].content["text/plain"]
        assert words.endswith("It is like them in every one of these.")

    def test_a_difference_that_whole_percentages_hide_is_not_told(self, show):
        first = PROFILE.assign(value=[0.204, 0.25], spreads_apart=[1.5, 1.0])
        assert "most in households renting: 25%" in show(first)[0].content["text/plain"]

    def test_the_table_has_four_columns(self, show):
        html = show()[1].content["text/html"]
        assert html.count('scope="col"') == 4
        assert "Similar wards together" in html and "20%; 19%" in html

    def test_where_a_share_is_not_known_it_says_that_nobody_can_tell(self, show):
        (words,) = show(PROFILE.head(0))
        assert "Nobody can say which wards are like Hill" in words.content["text/plain"]
