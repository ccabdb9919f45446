"""Plans of the invented county: every purpose and its places."""

import re

import pytest

from datacell_lib.config import ROOT
from datacell_lib.files.purposes import load_purposes
from datacell_lib.schema import ConfigError
from datacell_lib.table_sources import list_sources


def test_the_page_has_a_section_for_every_purpose_in_their_order():
    page = (ROOT / "notebooks" / "plans.ipynb").read_text(encoding="utf-8")
    asked = re.findall(r'plans\.find\(\\"(\w+)\\"\)', page)
    assert asked == [purpose.id for purpose in load_purposes().purposes]


class TestWorkedPlans:
    def test_every_purpose_lists_every_place(self, plans):
        number = plans.residents["msoa_code"].nunique()
        for purpose in plans.purposes:
            assert len(plans.list_places(purpose.id)) == number

    def test_places_and_neighbourhoods_add_up_to_the_same(self, plans):
        for purpose in plans.purposes:
            every = plans.neighbourhoods
            own = every[every["title"] == purpose.title]["expected_need"].sum()
            assert plans.list_places(purpose.id)["expected_need"].sum() == pytest.approx(own)

    def test_the_nearest_service_is_of_the_first_kind_at_hand(self, plans):
        food = plans.find("food")
        assert plans.find_kind(food) == "pharmacy"
        assert plans.list_places("food")["nearest"].str.contains("PHARMACY|CHEMIST").all()

    def test_a_list_carries_residents_deprivation_and_services(self, plans):
        behind = list_sources(plans.list_places("food"))
        assert {"census2021-age", "iod2025-scores", "dispensaries-2025"} <= set(behind)

    def test_an_unknown_purpose_is_told_with_the_one_that_was_meant(self, plans):
        with pytest.raises(ConfigError, match="Did you mean 'food'"):
            plans.list_places("foods")

    def test_an_area_without_residents_by_age_has_nothing_to_list(self, without_ages):
        assert without_ages.purposes == ()
        assert without_ages.first_steps.empty and without_ages.neighbourhoods.empty
        assert without_ages.list_places("food").empty and without_ages.risks.empty
