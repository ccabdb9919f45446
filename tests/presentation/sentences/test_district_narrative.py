import pandas as pd
import pytest

from datacell_lib.files.area import load_area
from datacell_lib.presentation.sentences.district_narrative import describe_area, describe_headline

DISTRICTS = pd.DataFrame(
    {
        "district_code": ["E07000076", "E06000033", "E07000077"],
        "district_name": ["Tendring", "Southend-on-Sea", "Uttlesford"],
        "neighbourhoods": [89, 108, 49],
        "population": [100_000.0, 200_000.0, 100_000.0],
        "in_tenth": [39, 1, 0],
        "in_fifth": [57, 26, 0],
        "unranked": [0, 0, 0],
        "value": [0.64, 0.2, 0.0],
        "lower_ci": [0.54, 0.14, 0.0],
        "upper_ci": [0.73, 0.28, 0.07],
        "nation": [0.2, 0.2, 0.2],
        "comparison": ["higher", "similar", "lower"],
    }
)
FIRST = pd.DataFrame({"place_name": ["Jaywick", "Clacton"], "area_name": ["T 018A", "T 016B"]})


def tell(make_released, district, first=FIRST, districts=DISTRICTS):
    output = describe_headline(
        make_released(districts), district=district, nation="England", first=make_released(first)
    )
    return output.content["text/plain"]


class TestDescribeHeadline:
    def test_it_says_where_the_district_stands_and_where_to_look(self, make_released):
        text = tell(make_released, "E07000076")
        assert "64% of residents of Tendring live" in text
        assert "more than in England as a whole (20%)" in text
        assert "39 are among the most vulnerable 10%" in text
        assert text.endswith("Look first at Jaywick (T 018A) and Clacton (T 016B).")

    def test_a_unitary_authority_is_named_as_one(self, make_released):
        text = tell(make_released, "E06000033")
        assert "Southend-on-Sea, a unitary authority, live" in text
        assert "not clearly more or fewer than in England" in text
        assert "one is among the most vulnerable 10%" in text

    def test_none_is_said_in_words(self, make_released):
        text = tell(make_released, "E07000077", first=FIRST.head(1))
        assert "None of the residents of Uttlesford" in text
        assert "None of its 49 neighbourhoods is among the most vulnerable 20% in England." in text
        assert text.endswith("Look first at Jaywick (T 018A).")

    @pytest.mark.parametrize(
        ("tenth", "fifth", "unranked", "told"),
        [
            (1, 1, 0, "is among the most vulnerable 10% in England."),
            (0, 1, 0, "is among the most vulnerable 20% in England, but not the 10%."),
            (0, 0, 0, "is not among the most vulnerable 20% in England."),
            (0, 0, 1, "has no rank."),
        ],
    )
    def test_one_neighbourhood_is_told_as_one(self, make_released, tenth, fifth, unranked, told):
        alone = DISTRICTS.assign(neighbourhoods=1, in_tenth=tenth, in_fifth=fifth)
        text = tell(make_released, "E07000076", districts=alone.assign(unranked=unranked))
        assert f"Its one neighbourhood {told} Look first at" in text
        assert "neighbourhoods," not in text and "left out" not in text

    @pytest.mark.parametrize(
        ("share", "told"),
        [
            (0.002, "Fewer than 1% of the residents of Tendring"),
            (0.998, "More than 99% of the residents of Tendring"),
            (1.0, "All residents of Tendring"),
        ],
    )
    def test_no_share_is_rounded_to_none_or_all(self, make_released, share, told):
        assert told in tell(make_released, "E07000076", districts=DISTRICTS.assign(value=share))

    def test_nowhere_to_look_first_is_not_named(self, make_released):
        assert "Look first" not in tell(make_released, "E07000076", first=FIRST.head(0))

    def test_what_the_analysis_found_is_said_whatever_the_shares(self, make_released):
        output = describe_headline(
            make_released(DISTRICTS.assign(comparison="similar")),
            district="E07000076",
            nation="England",
            first=make_released(FIRST),
        )
        text = output.content["text/plain"]
        assert (
            "64% of residents of Tendring" in text
            and "not clearly more or fewer than in England" in text
        )

    def test_neighbourhoods_without_a_rank_are_told(self, make_released):
        assert "rank" not in tell(make_released, "E07000076")
        some = DISTRICTS.assign(unranked=[3, 1, 0])
        text = tell(make_released, "E07000076", districts=some)
        left_out = "3 of its 89 neighbourhoods have no rank and are left out of that share."
        assert f"{left_out} Look first" in text
        text = tell(make_released, "E06000033", districts=some)
        assert "1 of its 108 neighbourhoods has no rank and is left out" in text

    def test_a_share_that_is_not_known_is_said_not_to_be(self, make_released):
        unknown = DISTRICTS.assign(value=float("nan"), comparison="not compared")
        assert (
            "How many residents of Tendring live in neighbourhoods among the most vulnerable fifth "
            "in England is not known."
        ) in tell(make_released, "E07000076", districts=unknown)

    def test_a_nation_that_is_not_known_is_not_compared_with(self, make_released):
        alone = DISTRICTS.assign(nation=float("nan"), comparison="not compared")
        text = tell(make_released, "E07000076", districts=alone)
        assert "64% of residents" in text
        assert "; the share in England as a whole is not known." in text

    def test_it_shows_both_tables(self, make_released):
        output = describe_headline(
            make_released(DISTRICTS),
            district="E07000076",
            nation="England",
            first=make_released(FIRST),
        )
        assert len(output.shown) == 2


WHOLE = pd.DataFrame(
    {
        "area_name": ["Essex & more"],
        "neighbourhoods": [1100],
        "population": [1_800_000.0],
        "in_tenth": [40],
        "in_fifth": [83],
        "unranked": [0],
        "value": [0.26],
        "nation": [0.2],
        "comparison": ["higher"],
    }
)


def tell_area(make_released, name="essex", whole=WHOLE, districts=DISTRICTS):
    output = describe_area(
        make_released(whole), districts=make_released(districts), area=load_area(name)
    )
    return output.content["text/plain"]


class TestDescribeArea:
    def test_it_says_the_areas_share_and_where_it_is_highest(self, make_released):
        text = tell_area(make_released)
        assert "26% of residents of Essex & more live" in text
        assert "more than in England as a whole (20%)" in text
        assert "1,800,000 people lived in its 1,100 neighbourhoods" in text
        assert "highest in Tendring, 64% of residents" in text

    def test_the_highest_of_one_or_of_none_is_not_told(self, make_released):
        assert "highest" not in tell_area(make_released, districts=DISTRICTS.head(1))
        assert "highest" not in tell_area(make_released, districts=DISTRICTS.assign(value=0.0))
        all_of_them = tell_area(make_released, districts=DISTRICTS.assign(value=1.0))
        assert "highest in Tendring, where all residents live in such neighb" in all_of_them

    def test_one_neighbourhood_is_told_as_one(self, make_released):
        text = tell_area(make_released, whole=WHOLE.assign(neighbourhoods=1))
        assert "lived in its 1 neighbourhood on" in text

    def test_neighbourhoods_without_a_rank_are_told(self, make_released):
        assert tell_area(make_released, whole=WHOLE.assign(unranked=2)).endswith(
            "2 of its 1,100 neighbourhoods have no rank and are left out of that share."
        )

    @pytest.mark.parametrize(
        ("name", "day"), [("essex", "21 March 2021"), ("essex-2020", "30 June 2020")]
    )
    def test_residents_are_of_the_day_that_the_area_counts_them_for(self, make_released, name, day):
        assert f"neighbourhoods on {day};" in tell_area(make_released, name)
