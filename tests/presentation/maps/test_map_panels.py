"""What is written on the map of an area."""

import geopandas as gpd
import pytest
from shapely.geometry import box

from datacell_lib.presentation.maps.map_panels import plan_area

SIDE = 4000  # metres


@pytest.fixture
def districts():
    """Four districts side by side, each of one neighbourhood."""
    names = ["Moor", "Fen", "Hill", "Dale"]
    shapes = [box(i * SIDE, 0, (i + 1) * SIDE, SIDE) for i in range(len(names))]
    return gpd.GeoDataFrame({"district_name": names, "geometry": shapes}, crs=27700)


class TestPlanArea:
    def test_a_listed_place_called_like_its_district_is_written_once(self, districts):
        listed = districts.rename(columns={"district_name": "place_name"}).assign(position=1)
        listed.loc[1, "place_name"] = "St Fen's"
        panel = plan_area(districts, listed=listed, outlines=districts)
        written = [label.words for label in panel.names.labels]
        assert sorted(name for name in written if name != "St Fen's") == sorted(
            districts["district_name"]
        )
        assert "St Fen's" in written
