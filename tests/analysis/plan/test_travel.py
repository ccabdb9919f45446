"""Minutes from the straight line, by hand."""

import geopandas as gpd
import pandas as pd
import pytest

from datacell_lib.analysis.plan.travel import Pace, estimate_minutes
from datacell_lib.schema import TableError


@pytest.fixture
def areas():
    points = gpd.points_from_xy([0, 20_000], [0, 0], crs=27700)
    return gpd.GeoDataFrame({"area_code": ["a", "b"]}, geometry=points)


def make_sites(*rows):
    return pd.DataFrame(rows, columns=["service", "easting", "northing"])


class TestEstimateMinutes:
    def test_it_is_the_start_and_each_kilometre(self, areas):
        pace = Pace(start=5, a_kilometre=2, low=0.8, high=1.3)
        found = estimate_minutes(areas, sites=make_sites(("hall", 3000, 4000)), pace=pace)
        assert found.to_numpy().tolist() == [["a", "hall", 15.0]]  # b is over 17 km away

    def test_farther_pairs_are_kept_where_asked(self, areas):
        found = estimate_minutes(areas, sites=make_sites(("hall", 0, 0)), farthest=20)
        assert found["from"].tolist() == ["a", "b"]
        assert found["minutes"].tolist() == pytest.approx([7.6, 7.6 + 20 * 1.36])

    def test_a_site_needs_a_place(self, areas):
        sites = make_sites(("hall", 0, 0), ("school", None, 5))
        with pytest.raises(TableError, match="found none for school"):
            estimate_minutes(areas, sites=sites)

    def test_a_site_is_there_once(self, areas):
        with pytest.raises(TableError, match="one row"):
            estimate_minutes(areas, sites=make_sites(("hall", 0, 0), ("hall", 5, 5)))

    def test_degrees_are_refused(self, areas):
        with pytest.raises(TableError, match="degrees"):
            estimate_minutes(areas.to_crs(4326), sites=make_sites(("hall", 0, 0)))
