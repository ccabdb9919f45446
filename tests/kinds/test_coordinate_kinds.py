"""A place of which no coordinates are known has none, however its publisher writes that."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datacell_lib.intake.read.cells import blank_coordinates
from datacell_lib.schema import SourceError

DEGREES = {"type": "number", "quantity": "label", "meaning": "Degrees."}
COLUMNS = {"area_code": "code", "longitude": "long", "latitude": "lat"}
COPY = {"layout": "official", "path": "office/things.csv", "columns": COLUMNS}
NOWHERE = ["0.000000,99.999999", "0,99.999999", "0,0", ",", ",51.5", "-1.5,", "0.0,99.99999"]


@pytest.fixture
def places(catalogue):
    """A dataset of points, of which some may have no coordinates."""
    degrees = DEGREES | {"may_be_missing": True}
    catalogue(columns={"longitude": degrees, "latitude": degrees}, copies=[COPY])


class TestCoordinates:
    @pytest.mark.parametrize("cells", NOWHERE)
    @given(long=st.floats(-6, 2), lat=st.floats(49.9, 55.8))
    def test_those_of_a_place_without_any_are_missing(self, places, read, cells, long, lat):
        text = f"code,long,lat\nE01000001,{long},{lat}\nE01000002,{cells}\n"
        table = read(text)[["longitude", "latitude"]]
        assert table.loc[0].tolist() == [long, lat]
        assert table.loc[1].isna().all()

    def test_one_on_the_meridian_of_greenwich_is_somewhere(self, places, read):
        table = read("code,long,lat\nE01000001,0,51.5\n")
        assert table.loc[0, ["longitude", "latitude"]].tolist() == [0, 51.5]

    def test_where_all_must_have_some_one_without_is_refused(self, catalogue, read):
        catalogue(columns={"longitude": DEGREES, "latitude": DEGREES}, copies=[COPY])
        with pytest.raises(SourceError, match="latitude: not_nullable"):
            read("code,long,lat\nE01000001,0.000000,99.999999\n")

    def test_its_input_is_unchanged(self):
        table = pd.DataFrame({"longitude": [0.0], "latitude": [99.999999]})
        before = table.copy()
        blank_coordinates(table)
        pd.testing.assert_frame_equal(table, before)
