import pandas as pd
import pytest

from datacell_lib.files.area import load_area
from datacell_lib.presentation.sentences.caveats import describe_caveats

VINTAGES = pd.DataFrame({"title": ["t"], "published": ["p"]})


def tell_caveats(vintages, name, later=()):
    output = describe_caveats(vintages, area=load_area(name), reconstructed_from=later)
    return output.content["text/plain"]


class TestDescribeCaveats:
    @pytest.mark.parametrize(("number", "told"), [(1, "1 dataset is"), (6, "6 datasets are")])
    def test_it_counts_the_datasets(self, make_released, number, told):
        table = pd.DataFrame({"title": ["t"] * number, "published": ["p"] * number})
        assert told in tell_caveats(make_released(table), "sample")

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
        assert ("put in wards by best fit" in text) == said
