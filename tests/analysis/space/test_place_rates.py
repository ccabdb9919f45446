"""Rates of places with the time that they are of."""

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import box

from datacell_lib.analysis.space import list_place_rates

HOMES = gpd.GeoDataFrame(
    {
        "msoa_code": ["E02000001", "E02000001", "E02000002"],
        "place_name": ["Moor", "Moor", "Green"],
        "authority_name": "Harlow",
        "population": [500.0, 1500.0, 1000.0],
    },
    geometry=[box(0, 0, 1, 1), box(1, 0, 2, 1), box(2, 0, 3, 1)],
    crs="EPSG:27700",
)
COUNTS = pd.DataFrame(
    {
        "area_code": ["E02000001", "E02000002"] * 2,
        "period": pd.to_datetime(["2020-03-01", "2020-03-01", "2020-04-01", "2020-04-01"]),
        "numerator": [1.0, 0.0, 3.0, 2.0],
    }
)


class TestListPlaceRates:
    def test_counts_are_added_up_over_people_and_months(self):
        found = list_place_rates(COUNTS, neighbourhoods=HOMES)
        assert found["area_name"].tolist() == ["Moor, Harlow", "Green, Harlow"]
        # 4 of 2,000 people and 2 of 1,000
        assert found["value"].tolist() == pytest.approx([200.0, 200.0])
        assert set(found["first_period"]) == {pd.Timestamp("2020-03-01")}
        assert set(found["last_period"]) == {pd.Timestamp("2020-04-01")}

    def test_no_counts_are_no_rates(self):
        assert list_place_rates(COUNTS.head(0), neighbourhoods=HOMES).empty
