"""Places: boundaries, centroids, lookups, land and classes."""

from collections.abc import Callable

import geopandas as gpd
import pandas as pd
import pytest

ESSEX = "E0700006[6-9]|E0700007[0-7]|E0600003[34]"


class TestBoundaries:
    def test_msoas_of_2021_are_made_of_its_lsoas(self, load: Callable) -> None:
        msoas, lsoas = load("msoa2021-boundaries"), load("lsoa2021-boundaries")
        # two generalisations of one coast; in square metres of the National Grid
        whole = msoas.to_crs("EPSG:27700").area.sum()
        assert lsoas.to_crs("EPSG:27700").area.sum() == pytest.approx(whole, rel=0.002)

    def test_msoas_of_2011_cover_the_same_ground(self, load: Callable) -> None:
        older, newer = load("msoa2011-boundaries"), load("msoa2021-boundaries")
        assert older.to_crs("EPSG:27700").area.sum() == pytest.approx(
            newer.to_crs("EPSG:27700").area.sum(), rel=0.005
        )

    def test_districts_of_2019_are_the_24_of_two_counties(self, load: Callable) -> None:
        codes = load("district-boundaries-2019")["area_code"]
        assert codes.str.fullmatch(ESSEX).sum() == 14
        assert codes.str.fullmatch(r"E080000(0[1-9]|10)").sum() == 10


class TestCentroids:
    @pytest.mark.parametrize("census", ["2011", "2021"])
    def test_people_live_inside_their_own_neighbourhood(self, load: Callable, census: str) -> None:
        shapes = load(f"lsoa{census}-boundaries").to_crs("EPSG:27700").set_index("area_code")
        centroids = load(f"lsoa{census}-centroids").set_index("area_code").loc[shapes.index]
        points = gpd.GeoSeries.from_xy(
            centroids["easting"], centroids["northing"], crs="EPSG:27700"
        )
        # not all: a weighted mean of homes round a park or along an estuary lies outside
        assert shapes.geometry.contains(points).mean() > 0.98

    def test_two_msoas_of_2011_are_missing(self, load: Callable) -> None:
        missing = set(load("msoa2011-names")["area_code"]) - set(
            load("msoa2011-centroids")["area_code"]
        )
        assert missing == {"E02005706", "E02006781"}

    def test_an_msoa_of_wales_that_stands_there_twice_is_set_aside(self, arrive: Callable) -> None:
        # 7,200 points, 7,199 codes, 6,789 of England: 410 others and one repetition
        assert arrive("msoa2011-centroids").set_aside == 411


class TestLookups:
    def test_the_exact_fit_tells_unchanged_from_split_and_merged(self, load: Callable) -> None:
        lookup = load("lsoa2011-lsoa2021-lookup").merge(load("lsoa2011-districts-2020"))
        essex = lookup[lookup["authority_code"].str.fullmatch(ESSEX)]
        # the mirror's register: 1,049 unchanged and 28 split into 62; Bolton all 177 unchanged
        assert essex["change"].value_counts().to_dict() == {"U": 1049, "S": 62}
        assert essex.loc[essex["change"] == "S", "area_code"].nunique() == 28
        bolton = lookup[lookup["authority_code"] == "E08000001"]
        assert bolton["change"].value_counts().to_dict() == {"U": 177}

    def test_the_best_fit_leaves_msoas_of_2021_out(self, load: Callable) -> None:
        reached = set(load("msoa2011-msoa2021-best-fit")["msoa2021_code"])
        essex = set(load("msoa2021-boundaries")["area_code"])
        assert len(essex - reached) == 4

    def test_two_publishers_put_each_neighbourhood_in_the_same_msoa(self, load: Callable) -> None:
        both = load("lsoa2011-places-2021").merge(load("lsoa2011-msoa2011"), on="area_code")
        assert len(both) == 32_844
        assert (both["msoa_code_x"] == both["msoa_code_y"]).all()

    def test_buckinghamshire_is_four_districts_in_2019_and_one_in_2020(
        self, load: Callable
    ) -> None:
        earlier, later = load("districts-counties-2019"), load("districts-counties-2020")
        assert (earlier["county_code"] == "E10000002").sum() == 4
        assert "E10000002" not in set(later["county_code"])
        assert "E06000060" in set(later["area_code"])

    @pytest.mark.parametrize("year", [2019, 2020])
    def test_essex_county_has_twelve_districts_without_its_unitaries(
        self, load: Callable, year: int
    ) -> None:
        lookup = load(f"districts-counties-{year}")
        essex = lookup[lookup["county_code"] == "E10000012"]
        assert len(essex) == 12 and essex["area_code"].str.startswith("E07").all()

    def test_the_nhs_has_106_groups_and_42_boards(self, load: Callable) -> None:
        # NHS England: 106 CCGs from April 2021, 42 integrated care boards from July 2022
        assert load("lsoa2011-ccg-districts-2021")["ccg_code"].nunique() == 106
        assert load("lsoa2011-nhs-2022")["icb_code"].nunique() == 42


class TestLand:
    def test_the_codes_are_of_2021_whatever_their_column_was_called(self, load: Callable) -> None:
        land = set(load("lsoa2021-land-area")["area_code"])
        assert land == set(load("lsoa2021-wards-2024")["area_code"])
        assert land != set(load("lsoa2011-msoa2011")["area_code"])

    def test_land_agrees_with_the_boundaries(self, load: Callable) -> None:
        shapes = load("lsoa2021-boundaries").to_crs("EPSG:27700")
        drawn = pd.Series((shapes.area / 10_000).to_numpy(), index=shapes["area_code"])
        land = load("lsoa2021-land-area").set_index("area_code")["land_area"]
        ratio = (land.loc[drawn.index] / drawn).sort_values()
        assert ratio.quantile(0.05) > 0.9 and ratio.quantile(0.95) < 1.1


class TestClasses:
    def test_there_are_eight_classes_of_2011_and_six_of_2021(self, load: Callable) -> None:
        assert load("lsoa2011-rural-urban")["class_code"].nunique() == 8
        newer = load("lsoa2021-rural-urban")
        assert newer["class_code"].nunique() == 6
        flag = newer["class_code"].str[0].map({"U": "Urban", "R": "Rural"})
        assert (flag == newer["rural_or_urban"]).all()
