import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import Point, box

from datacell_lib.analysis.space.area_centres import locate_areas
from datacell_lib.schema import TableError


class TestLocateAreas:
    def test_it_follows_the_codes_and_takes_the_middle_of_polygons(self):
        areas = gpd.GeoDataFrame(
            {"area_code": ["A", "B", "C"]}, geometry=[box(0, 0, 2, 4), Point(5, 6), Point(7, 8)]
        )
        assert locate_areas(pd.Series(["C", "A"]), areas).tolist() == [[7, 8], [1, 2]]

    def test_an_area_without_a_place_is_named(self):
        areas = gpd.GeoDataFrame({"area_code": ["A"]}, geometry=[Point(5, 6)])
        with pytest.raises(TableError, match=r"found none for B \(1 in all\)"):
            locate_areas(pd.Series(["A", "B"]), areas)

    def test_degrees_are_refused(self):
        areas = gpd.GeoDataFrame({"area_code": ["A"]}, geometry=[Point(0, 51)], crs="EPSG:4326")
        with pytest.raises(TableError, match="found degrees"):
            locate_areas(pd.Series(["A"]), areas)
