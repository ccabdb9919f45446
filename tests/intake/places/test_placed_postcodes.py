import geopandas as gpd
import pytest
from shapely.geometry import box

from datacell_lib.config import SAMPLE
from datacell_lib.files.area import load_area
from datacell_lib.intake.places import placed_postcodes
from datacell_lib.intake.places.placed_postcodes import place_postcodes
from datacell_lib.table_sources import list_sources

ROWS = SAMPLE / "ordnance-survey" / "zz.csv"


def make_places(*boxes):
    codes = [f"E0199000{number}" for number in range(1, len(boxes) + 1)]
    return gpd.GeoDataFrame({"area_code": codes}, geometry=[box(*one) for one in boxes], crs=27700)


def find_points():
    rows = [line.split(",") for line in ROWS.read_text(encoding="utf-8").splitlines()]
    return {row[0]: (int(row[2]), int(row[3])) for row in rows if row[1] == "10"}


class TestPlacePostcodes:
    def test_each_postcode_goes_where_its_point_lies(self, run):
        (first, (x, y)), (second, (u, v)) = list(find_points().items())[:2]
        places = make_places((x - 1, y - 1, x + 1, y + 1), (u - 1, v - 1, u + 1, v + 1))
        placed = place_postcodes(places, area=load_area("sample"))
        assert placed.to_numpy().tolist() == [[first, "E01990001"], [second, "E01990002"]]
        assert list_sources(placed) == ("code-point-open",)

    def test_a_point_on_a_boundary_goes_to_one_side(self, run):
        postcode, (x, y) = next(iter(find_points().items()))
        places = make_places((x - 1, y - 1, x, y + 1), (x, y - 1, x + 1, y + 1))
        placed = place_postcodes(places, area=load_area("sample"))
        assert list(placed["postcode"]) == [postcode]

    def test_a_postcode_without_a_point_is_nowhere(self, run):
        placed = place_postcodes(make_places((-1, -1, 1, 1)), area=load_area("sample"))
        assert placed.empty

    def test_without_the_file_there_are_none_and_nothing_is_asked_for(self, run, monkeypatch):
        monkeypatch.setattr(placed_postcodes, "locate_files", lambda dataset, *, area: ())
        monkeypatch.setattr(
            placed_postcodes, "read_dataset", lambda *_, **__: pytest.fail("it was read")
        )
        placed = place_postcodes(make_places((0, 0, 1, 1)), area=load_area("sample"))
        assert placed.empty and list(placed) == ["postcode", "area_code"]

    def test_the_places_stay_as_they_are(self, run):
        places = make_places((0, 0, 1, 1))
        before = places.copy()
        place_postcodes(places, area=load_area("sample"))
        assert places.equals(before)
