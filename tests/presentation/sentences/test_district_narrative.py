import pandas as pd
import pytest

from datacell_lib.files.area import load_area
from datacell_lib.presentation.sentences.district_narrative import describe_area, describe_headline
from datacell_lib.presentation.sentences.standing_titles import title_ranked_bars

DISTRICTS = pd.DataFrame(
    {
        "district_code": ["E07000076", "E06000033", "E07000077"],
        "district_name": ["Tendring", "Southend-on-Sea", "Uttlesford"],
        "neighbourhoods": [89, 108, 49],
        "population": [100_000.0, 200_000.0, 100_000.0],
        "in_tenth": [39, 1, 0],
        "in_fifth": [57, 26, 0],
        "unranked": [0, 0, 0],
        "people_in_fifth": [64_000.0, 40_000.0, 0.0],
        "value": [0.64, 0.2, 0.0],
        "lower_ci": [0.54, 0.14, 0.0],
        "upper_ci": [0.73, 0.28, 0.07],
        "nation": [0.2, 0.2, 0.2],
        "comparison": ["higher", "similar", "lower"],
    }
)
FIRST = pd.DataFrame(
    {"place_name": ["Jaywick", "Clacton"], "neighbourhoods": [4, 1], "population": [7211.0, 1500.0]}
)
MOST = pd.DataFrame({"place_name": ["Frinton", "Kirby", "Harwich", "Weeley"]})
TITLES = {"older": "People aged 65 and over"}


def describe(make_released, district, first=FIRST, districts=DISTRICTS, most=MOST, titles=TITLES):
    return describe_headline(
        make_released(districts),
        district=district,
        nation="England",
        first=make_released(first),
        most=make_released(most),
        titles=titles,
    )


def tell(make_released, district, **tables):
    return describe(make_released, district, **tables).content["text/plain"]


class TestDescribeHeadline:
    def test_it_says_how_many_people_live_where_and_where_to_start(self, make_released):
        text = tell(make_released, "E07000076")
        assert text.startswith(
            "**64,000 people live in the 57 neighbourhoods of Tendring that are among the most "
            "vulnerable fifth in England**: 64% of residents, more than in England as a whole "
            "(20%)."
        )
        assert text.endswith(
            "Start at Jaywick (4 neighbourhoods, 7,211 people) and Clacton (1 neighbourhood, "
            "1,500 people)."
        )

    def test_a_unitary_authority_is_named_as_one(self, make_released):
        text = tell(make_released, "E06000033")
        assert "neighbourhoods of Southend-on-Sea, a unitary authority, that are" in text
        assert (
            "20% of residents, not clearly more or fewer than in England as a whole (20%), because "
            "with 108 neighbourhoods chance leaves it open between 14% and 28%." in text
        )

    def test_where_there_is_none_it_says_so_and_where_most_people_are(self, make_released):
        text = tell(make_released, "E07000077", first=FIRST.head(0))
        assert text == (
            "**None of the 49 neighbourhoods of Uttlesford is among the most vulnerable fifth in "
            "England.** The places with most people aged 65 and over are Frinton, Kirby and "
            "Harwich."
        )
        one = tell(make_released, "E07000077", first=FIRST.head(0), most=MOST.head(1))
        assert one.endswith("The place with most people aged 65 and over is Frinton.")
        nobody = tell(make_released, "E07000077", first=FIRST.head(0), titles={})
        assert nobody.endswith("The places with most residents are Frinton, Kirby and Harwich.")

    @pytest.mark.parametrize(
        ("fifth", "people", "told"),
        [
            (1, 1500.0, "1,500 people live in the one neighbourhood of Tendring that is among"),
            (1, 1.0, "1 person lives in the one neighbourhood of Tendring that is among"),
            (0, 0.0, "The one neighbourhood of Tendring is not among the most vulnerable fifth"),
        ],
    )
    def test_one_neighbourhood_is_told_as_one(self, make_released, fifth, people, told):
        alone = DISTRICTS.assign(neighbourhoods=1, in_fifth=fifth, people_in_fifth=people)
        text = tell(make_released, "E07000076", districts=alone)
        assert told in text
        assert "left out" not in text

    @pytest.mark.parametrize(
        ("share", "told"),
        [
            (0.002, "fewer than 1% of the residents"),
            (0.998, "more than 99% of the residents"),
            (1.0, ": all of the residents (100%), more than in England"),
        ],
    )
    def test_no_share_is_rounded_to_none_or_all(self, make_released, share, told):
        assert told in tell(make_released, "E07000076", districts=DISTRICTS.assign(value=share))

    def test_what_the_analysis_found_is_said_whatever_the_shares(self, make_released):
        same = DISTRICTS.assign(comparison="similar")
        text = tell(make_released, "E07000076", districts=same)
        assert "64% of residents, not clearly more or fewer than in England" in text
        some = same.assign(unranked=3)
        assert "with 86 neighbourhoods" in tell(make_released, "E07000076", districts=some)

    def test_neighbourhoods_without_a_rank_are_told(self, make_released):
        assert "rank" not in tell(make_released, "E07000076")
        some = DISTRICTS.assign(unranked=[3, 1, 0])
        text = tell(make_released, "E07000076", districts=some)
        assert "3 of its 89 neighbourhoods have no rank and are left out of that. Start" in text
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
        assert "64% of residents. Start at" in text

    def test_people_who_are_not_known_are_not_a_number(self, make_released):
        unknown = DISTRICTS.assign(people_in_fifth=float("nan"))
        text = tell(make_released, "E07000076", districts=unknown)
        assert text.startswith("**An unknown number of people live in the 57 neighbourhoods")

    def test_it_shows_all_tables(self, make_released):
        assert len(describe(make_released, "E07000076").shown) == 3

    def test_names_are_text(self, make_released):
        odd = FIRST.assign(place_name=["*Jay*", "[C](d)"])
        markdown = describe(make_released, "E07000076", first=odd).content["text/markdown"]
        assert r"\*Jay\*" in markdown and r"\[C\](d)" in markdown


WHOLE = pd.DataFrame(
    {
        "area_name": ["Essex & more"],
        "neighbourhoods": [1100],
        "population": [1_800_000.0],
        "in_tenth": [40],
        "in_fifth": [83],
        "unranked": [0],
        "people_in_fifth": [470_000.0],
        "value": [0.26],
        "nation": [0.2],
        "comparison": ["higher"],
    }
)


def tell_area(make_released, name="essex", whole=WHOLE, districts=DISTRICTS, first=FIRST):
    output = describe_area(
        make_released(whole),
        districts=make_released(districts),
        area=load_area(name),
        first=make_released(first),
    )
    return output.content["text/plain"]


class TestDescribeArea:
    def test_it_says_how_many_people_live_where_by_number_and_by_share(self, make_released):
        other_way_round = DISTRICTS.assign(people_in_fifth=[40_000.0, 64_000.0, 0.0])
        text = tell_area(make_released, districts=other_way_round)
        assert text.startswith("**470,000 people live in the 83 neighbourhoods of Essex & more")
        assert "26% of residents, more than in England as a whole (20%)." in text
        assert (
            "More of them live in Southend-on-Sea (64,000) and Tendring (40,000) than in any "
            "other; their share is highest in Tendring, 64% of residents." in text
        )
        assert "Start at Jaywick (4 neighbourhoods, 7,211 people)" in text

    @pytest.mark.parametrize(
        ("whole", "said"),
        [
            (104_000, "All of them live in Tendring (64,000) and Southend-on-Sea (40,000); their"),
            (207_999, "Most of them live in Tendring (64,000) and Southend-on-Sea (40,000); their"),
            (
                208_000,
                "More of them live in Tendring (64,000) and Southend-on-Sea (40,000) than in",
            ),
        ],
    )
    def test_all_most_and_more_of_them_are_told_apart(self, make_released, whole, said):
        two = DISTRICTS.assign(people_in_fifth=[64_000.0, 40_000.0, 0.0])
        assert said in tell_area(
            make_released, whole=WHOLE.assign(people_in_fifth=float(whole)), districts=two
        )

    def test_where_all_live_in_one_district_no_highest_share_is_told(self, make_released):
        one = DISTRICTS.assign(people_in_fifth=[64_000.0, 0.0, 0.0])
        text = tell_area(make_released, whole=WHOLE.assign(people_in_fifth=64_000.0), districts=one)
        assert "All of them live in Tendring (64,000): 64% of residents there." in text
        assert "highest" not in text

    def test_the_highest_share_is_hedged_as_in_the_title_of_its_bars(self, make_released):
        near = DISTRICTS.assign(upper_ci=[0.73, 0.6, 0.07])
        for table, said in ((DISTRICTS, "is highest in Tendring"), (near, "seems highest in Ten")):
            assert f"their share {said}" in tell_area(make_released, districts=table)
            bars = title_ranked_bars(make_released(table), place="Essex", nation="England")
            assert f"The share {said}" in bars.finding

    def test_districts_are_not_told_where_there_is_one_or_none_has_any(self, make_released):
        assert "highest" not in tell_area(make_released, districts=DISTRICTS.head(1))
        none = DISTRICTS.assign(people_in_fifth=0.0, value=0.0)
        assert "highest" not in tell_area(make_released, districts=none)

    def test_neighbourhoods_without_a_rank_are_told(self, make_released):
        told = "2 of its 1,100 neighbourhoods have no rank and are left out of that."
        assert told in tell_area(make_released, whole=WHOLE.assign(unranked=2))

    def test_nowhere_to_start_is_not_named(self, make_released):
        assert "Start" not in tell_area(make_released, first=FIRST.head(0))

    @pytest.mark.parametrize(
        ("name", "day"), [("essex", "21 March 2021"), ("essex-2020", "30 June 2020")]
    )
    def test_residents_are_of_the_day_that_the_area_counts_them_for(self, make_released, name, day):
        assert f"Residents are those of {day}." in tell_area(make_released, name)
