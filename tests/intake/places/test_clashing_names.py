import pandas as pd
import pytest

from datacell_lib.files.area import load_area
from datacell_lib.intake.places.clashing_names import tell_places_apart

BOLTON, ELSEWHERE = "E08000001", "E08000002"


@pytest.fixture
def bolton():
    return load_area("bolton")


def make_places(*rows):
    columns = ["msoa_code", "place_name", "district_name", "authority_code"]
    return pd.DataFrame(rows, columns=columns)


class TestTellPlacesApart:
    def test_a_place_in_one_ward_that_is_called_like_another_is_said_to_be_a_place(self, bolton):
        places = make_places(
            ("m1", "Farnworth South", "Farnworth North", BOLTON),
            ("m1", "Farnworth South", "Farnworth South", BOLTON),
            ("m2", "Halliwell", "Halliwell", BOLTON),
        )
        told = tell_places_apart(places, area=bolton)
        # the whole place has one name, whichever ward's page names it
        place = "the place Farnworth South"
        assert told["place_name"].tolist() == [place, place, "Halliwell"]
        assert places["place_name"].tolist()[0] == "Farnworth South"

    @pytest.mark.parametrize("ward", ["Horwich & Blackrod", "HORWICH AND BLACKROD"])
    def test_names_clash_that_are_said_alike(self, bolton, ward):
        places = make_places(
            ("m1", "Horwich and Blackrod", "Smithills", BOLTON), ("m2", "Moor", ward, BOLTON)
        )
        told = tell_places_apart(places, area=bolton)["place_name"]
        assert told.tolist() == ["the place Horwich and Blackrod", "Moor"]

    def test_a_ward_of_another_borough_is_nobodys_confusion(self, bolton):
        places = make_places(
            ("m1", "Abbey", "Smithills", BOLTON), ("m2", "Moor", "Abbey", ELSEWHERE)
        )
        assert tell_places_apart(places, area=bolton).equals(places)

    def test_what_lies_in_no_group_has_no_ward_to_clash_with(self, bolton):
        places = make_places(("m1", "Abbey", pd.NA, BOLTON), ("m2", "Moor", "Abbey", BOLTON))
        assert tell_places_apart(places, area=bolton)["place_name"].tolist() == ["Abbey", "Moor"]
