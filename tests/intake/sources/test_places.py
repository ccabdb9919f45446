"""Places where services are: codes, coordinates, and what stands there twice."""

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pytest

GREATER_MANCHESTER = [f"E080000{number:02d}" for number in range(1, 11)]
POINTS = [
    "greater-manchester-care-homes",
    "greater-manchester-libraries",
    "greater-manchester-food-banks",
]


class TestEngland:
    @pytest.mark.parametrize(
        ("dataset", "missing"),
        [
            ("hospitals-2020", 2),
            ("pharmacies-2020", 1),
            ("gp-surgeries-2020", 1),
            ("gp-practices-2022", 0),
        ],
    )
    def test_all_but_a_few_have_coordinates_in_britain(
        self, load: Callable, dataset: str, missing: int
    ) -> None:
        table = load(dataset)
        assert table["longitude"].isna().sum() == table["latitude"].isna().sum() == missing
        assert table["longitude"].dropna().between(-7.6, 1.8).all()
        assert table["latitude"].dropna().between(49.8, 57.5).all()

    def test_two_lists_put_the_same_practice_in_the_same_place(self, load: Callable) -> None:
        both = load("gp-surgeries-2020").merge(
            load("gp-practices-2022"), on="area_code", suffixes=("_a", "_b")
        )
        same = both[both["postcode_a"] == both["postcode_b"]]
        apart = (same["latitude_a"] - same["latitude_b"]).abs()
        assert len(same) > 5_000 and apart.quantile(0.95) < 0.001

    def test_the_separator_is_beyond_ascii_and_names_are_whole(self, load: Callable) -> None:
        hospitals = load("hospitals-2020").set_index("area_code")
        assert hospitals.loc["NDA18", "name"] == "Woking Community Hospital (Virgin Care)"
        assert hospitals.loc["NDA18", "postcode"] == "GU22 7HS"
        assert hospitals["sector"].value_counts().to_dict() == {
            "NHS Sector": 762,
            "Independent Sector": 455,
        }

    def test_a_pharmacy_listed_twice_is_there_once(self, load: Callable) -> None:
        pharmacies = load("pharmacies-2020")
        assert (pharmacies["area_code"] == "FE412").sum() == 1
        assert pharmacies["area_code"].is_unique

    def test_the_official_lists_have_no_header_row_to_lose(self, load: Callable) -> None:
        dispensaries = load("dispensaries-2025").set_index("area_code")
        assert dispensaries.loc["FA002", "postcode"] == "SK7 5LD"
        assert dispensaries["status"].value_counts().to_dict() == {"A": 11_276, "C": 9_558, "P": 98}


class TestCareHomes:
    def test_there_are_some_457_000_beds(self, load: Callable) -> None:
        assert load("care-home-beds-msoa-2022")["beds"].sum() == 456_835


@pytest.fixture(scope="module")
def outlines(mirror: Path) -> gpd.GeoSeries:
    """The outlines of Greater Manchester's districts, around their neighbourhoods."""
    folder = mirror / "ons-geography/boundaries/lsoa"
    return gpd.GeoSeries(
        {code: gpd.read_file(folder / f"{code}.geojson").union_all() for code in GREATER_MANCHESTER}
    )


class TestGreaterManchester:
    @pytest.mark.parametrize("dataset", POINTS)
    def test_places_lie_in_the_district_that_their_mended_code_says(
        self, load: Callable, outlines: gpd.GeoSeries, dataset: str
    ) -> None:
        table = load(dataset)
        assert sorted(table["area_code"].unique()) == GREATER_MANCHESTER
        points = gpd.GeoSeries.from_xy(table["longitude"], table["latitude"], crs="EPSG:4326")
        own = gpd.GeoSeries(outlines[table["area_code"]].to_numpy(), crs="EPSG:4326")
        assert own.contains(points).mean() > 0.97  # the boundaries are generalised

    def test_every_pharmacys_postcode_can_be_placed(self, load: Callable) -> None:
        postcodes = set(load("greater-manchester-postcodes-2018")["area_code"])
        pharmacies = load("greater-manchester-pharmacies-2025")
        assert pharmacies["postcode"].isin(postcodes).all()
        assert (pharmacies["authority_code"] == "E08000001").sum() == 73
