import pandas as pd
import pytest

from datacell_lib.files.area import load_area
from datacell_lib.presentation.sentences.narrative import (
    describe_area,
    describe_caveats,
    describe_headline,
)

DISTRICTS = pd.DataFrame(
    {
        "district_code": ["E07000076", "E06000033", "E07000077"],
        "district_name": ["Tendring", "Southend-on-Sea", "Uttlesford"],
        "neighbourhoods": [89, 108, 49],
        "population": [100_000.0, 200_000.0, 100_000.0],
        "in_tenth": [39, 1, 0],
        "in_fifth": [57, 26, 0],
        "value": [0.64, 0.2, 0.0],
        "nation": [0.2, 0.2, 0.2],
    }
)
FIRST = pd.DataFrame({"place_name": ["Jaywick", "Clacton"], "area_name": ["T 018A", "T 016B"]})


def tell(make_released, district, first=FIRST):
    output = describe_headline(
        make_released(DISTRICTS), district=district, nation="England", first=make_released(first)
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
        assert "about as many as in England" in text
        assert "one is among the most vulnerable 10%" in text

    def test_none_is_said_in_words(self, make_released):
        text = tell(make_released, "E07000077", first=FIRST.head(1))
        assert "None of the residents of Uttlesford" in text
        assert "none is among the most vulnerable 10%" in text
        assert text.endswith("Look first at Jaywick (T 018A).")

    def test_it_shows_both_tables(self, make_released):
        output = describe_headline(
            make_released(DISTRICTS),
            district="E07000076",
            nation="England",
            first=make_released(FIRST),
        )
        assert len(output.shown) == 2


class TestDescribeArea:
    def test_shares_are_weighted_by_residents(self, make_released):
        # (0.64 × 100,000 + 0.2 × 200,000) / 400,000 = 26%
        output = describe_area(make_released(DISTRICTS), area=load_area("essex"))
        text = output.content["text/plain"]
        assert "26% of residents of Essex, Southend-on-Sea and Thurrock live" in text
        assert "highest in Tendring, 64% of residents" in text

    @pytest.mark.parametrize(
        ("name", "day"), [("essex", "21 March 2021"), ("essex-2020", "30 June 2020")]
    )
    def test_residents_are_of_the_day_that_the_area_counts_them_for(self, make_released, name, day):
        output = describe_area(make_released(DISTRICTS), area=load_area(name))
        assert f"neighbourhoods on {day};" in output.content["text/plain"]


VINTAGES = pd.DataFrame({"title": ["t"], "published": ["p"]})


def tell_caveats(vintages, name, later=()):
    output = describe_caveats(vintages, area=load_area(name), reconstructed_from=later)
    return output.content["text/plain"]


class TestDescribeCaveats:
    @pytest.mark.parametrize("number", [1, 6])
    def test_it_counts_the_datasets(self, make_released, number):
        table = pd.DataFrame({"title": ["t"] * number, "published": ["p"] * number})
        assert f"{number} datasets" in tell_caveats(make_released(table), "sample")

    def test_later_inputs_are_named_with_the_day_they_came_out(self, make_released):
        later = ("population-2020-lsoa2011",)
        text = tell_caveats(make_released(VINTAGES), "essex-2020", later)
        assert "**Reconstructed from later data.** This page looks at 31 July 2020" in text
        assert "Population by single year of age, mid-2020 (SAPE23DT2) (16 September 2021)." in text
        assert "as they were on 30 June 2020" in text

    def test_a_later_input_that_is_not_behind_the_page_is_not_named(self, make_released):
        later = ("gp-registrations-2022", "population-2020-lsoa2011")
        text = tell_caveats(make_released(VINTAGES), "essex-2020", later)
        assert "mid-2020" in text and "Patients registered" not in text

    def test_an_area_of_a_past_day_without_later_inputs_says_so(self, make_released):
        text = tell_caveats(make_released(VINTAGES), "essex-2020")
        assert "knows of nothing that came out after 31 July 2020" in text
        assert "Reconstructed" not in text

    @pytest.mark.parametrize(("name", "said"), [("bolton", True), ("bolton-2020", False)])
    def test_best_fit_is_said_where_it_is_one(self, make_released, name, said):
        text = tell_caveats(make_released(VINTAGES), name)
        assert ("put in a ward by best fit" in text) == said
