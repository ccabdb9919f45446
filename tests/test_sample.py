"""The invented county: made by its script, whole, consistent, and plainly not real."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely
import yaml

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "data" / "sample"
MIRROR = Path(os.environ.get("DATACELL_MIRROR", ROOT.parent / "shared" / "data"))
LSOAS = "ons-geography/Lower_layer_Super_Output_Areas_December_2021_Boundaries_EW_BGC_V5.geojson"
LOOKUP = (
    "ons-geography/LSOA_(2021)_to_Electoral_Ward_(2024)_to_LAD_(2024)_Best_Fit_Lookup_in_EW.csv"
)
MSOA_NAMES = "house-of-commons-library/MSOA-Names-2.2.csv"
MSOA_NAMES_2011 = "house-of-commons-library/MSOA-Names-Latest.csv"

needs_mirror = pytest.mark.skipif(
    not (MIRROR / "humaniverse-geographr").is_dir(),
    reason="the folder of real published files is absent",
)


def read(path: str) -> pd.DataFrame:
    return pd.read_csv(SAMPLE / path, encoding="utf-8-sig")


@pytest.fixture(scope="module")
def truths() -> dict:
    return yaml.safe_load((SAMPLE / "TRUTHS.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def lsoas() -> gpd.GeoDataFrame:
    areas = gpd.read_file(SAMPLE / LSOAS)
    return areas.merge(read(LOOKUP).drop(columns="LSOA21NM"), on="LSOA21CD", validate="1:1")


@pytest.fixture(scope="module")
def remade(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    # Another hash seed than this process has: the order of sets must not matter.
    surroundings = {**os.environ, "PYTHONHASHSEED": "4711"}
    command = [sys.executable, "-m", "tests.sample_county.make", str(folder)]
    subprocess.run(command, check=True, cwd=ROOT, env=surroundings)
    return folder


class TestMake:
    def test_making_it_again_gives_the_same_bytes(self, remade: Path) -> None:
        written = sorted(path.relative_to(remade) for path in remade.rglob("*") if path.is_file())
        assert len(written) == 30
        for path in written:
            assert (remade / path).read_bytes() == (SAMPLE / path).read_bytes(), path

    def test_no_data_file_is_left_over_from_an_earlier_making(self, remade: Path) -> None:
        data = {path.relative_to(SAMPLE) for path in SAMPLE.glob("*/*")}
        assert data == {path.relative_to(remade) for path in remade.glob("*/*")}

    def test_every_data_file_has_the_checksum_that_is_listed(self) -> None:
        listed = [line.split("  ") for line in (SAMPLE / "SHA256SUMS").read_text().splitlines()]
        data = {path.relative_to(SAMPLE).as_posix() for path in SAMPLE.glob("*/*.*")}
        assert {path for _, path in listed} == data | {"TRUTHS.yml"}
        for checksum, path in listed:
            assert hashlib.sha256((SAMPLE / path).read_bytes()).hexdigest() == checksum, path

    def test_the_folder_stays_under_four_megabytes(self) -> None:
        files = [path for path in SAMPLE.rglob("*") if path.is_file()]
        assert 1_000_000 < sum(path.stat().st_size for path in files) < 4_000_000

    def test_the_code_that_makes_it_lies_elsewhere(self) -> None:
        assert not list(SAMPLE.rglob("*.py"))

    def test_line_ends_are_plain_everywhere(self) -> None:
        for path in [*SAMPLE.glob("*/*.csv"), *SAMPLE.glob("*/*.geojson")]:
            assert b"\r" not in path.read_bytes(), path


class TestMap:
    @pytest.fixture
    def districts(self, lsoas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        return lsoas.dissolve("LAD24CD")

    def test_every_outline_is_one_valid_polygon(
        self, lsoas: gpd.GeoDataFrame, districts: gpd.GeoDataFrame
    ) -> None:
        for areas in (lsoas, districts):
            assert areas.is_valid.all()
            assert set(areas.geom_type) == {"Polygon"}

    def test_lsoas_tile_the_land_without_gaps_or_overlaps(self, lsoas: gpd.GeoDataFrame) -> None:
        land = lsoas.union_all()
        assert land.geom_type == "Polygon" and not land.interiors
        # A valid coverage: neighbours share all vertices and no inner points.
        assert shapely.coverage_is_valid(lsoas.geometry.to_numpy())
        pieces = shapely.area(lsoas.geometry.to_numpy()).sum()
        assert pieces == pytest.approx(land.area, rel=1e-12)

    def test_the_land_lies_in_the_north_sea(self, lsoas: gpd.GeoDataFrame) -> None:
        west, south, east, north = lsoas.total_bounds
        # Between these parallels the easternmost land of England is Holderness, at 0.15 degrees;
        # beyond 2 degrees the National Grid is not in use.
        assert 0.9 < west < east < 2.0 and 53.7 < south < north < 54.4

    def test_the_point_of_an_lsoa_lies_inside_it_in_both_reference_systems(
        self, lsoas: gpd.GeoDataFrame
    ) -> None:
        degrees = gpd.points_from_xy(lsoas["LONG"], lsoas["LAT"])
        assert shapely.contains(lsoas.geometry.to_numpy(), degrees).all()
        grid = gpd.GeoSeries(gpd.points_from_xy(lsoas["BNG_E"], lsoas["BNG_N"]), crs=27700)
        apart = grid.distance(gpd.GeoSeries(degrees, crs=4326).to_crs(27700))
        # Half a metre each way from rounding, and what two ways of projecting may differ by.
        assert apart.max() < 5

    def test_towns_have_small_lsoas_and_the_countryside_large_ones(
        self, lsoas: gpd.GeoDataFrame
    ) -> None:
        square_km = lsoas.to_crs(27700).area / 1e6
        assert square_km.quantile(0.25) < 1.5 < 10 < square_km.quantile(0.85)

    def test_the_county_has_neighbours_across_its_border(
        self, lsoas: gpd.GeoDataFrame, truths: dict
    ) -> None:
        inside = lsoas["LAD24CD"].isin(truths["county"]["district_codes"])
        assert inside.sum() == 160 and (~inside).sum() == 50
        assert lsoas[~inside].touches(lsoas[inside].union_all()).sum() >= 5

    @pytest.mark.parametrize(("level", "sizes"), [("MSOA", {4, 5, 6}), ("WD24CD", {3, 4, 5})])
    def test_msoas_and_wards_are_connected_groups_within_a_district(
        self, lsoas: gpd.GeoDataFrame, level: str, sizes: set[int]
    ) -> None:
        areas = lsoas.assign(MSOA=lsoas["LSOA21NM"].str[:-1])
        assert set(areas.groupby(level).size()) <= sizes
        pairs = areas[[level, "LAD24CD"]].drop_duplicates()
        assert pairs[level].is_unique
        assert set(areas.dissolve(level).geom_type) == {"Polygon"}

    def test_wards_are_not_msoas_under_another_name(self, lsoas: gpd.GeoDataFrame) -> None:
        msoa = lsoas["LSOA21NM"].str[:-1]
        msoas_per_ward = lsoas.assign(MSOA=msoa).groupby("WD24CD")["MSOA"].nunique()
        assert (msoas_per_ward >= 2).mean() > 0.3


class TestNamesAndCodes:
    def test_codes_were_never_issued_and_names_are_unique(self, lsoas: gpd.GeoDataFrame) -> None:
        names = read(MSOA_NAMES)
        for codes, prefix in (
            (lsoas["LSOA21CD"], "E0199"),
            (names["msoa21cd"], "E0299"),
            (lsoas["WD24CD"], "E0599"),
            (lsoas["LAD24CD"], "E0799"),
        ):
            assert codes.str.fullmatch(prefix + r"\d{4}").all()
        assert names["msoa21hclnm"].is_unique and names["msoa21nm"].is_unique
        assert lsoas["LSOA21NM"].is_unique
        assert lsoas.groupby("WD24CD")["WD24NM"].nunique().max() == 1
        assert lsoas["WD24NM"].nunique() == lsoas["WD24CD"].nunique()

    def test_an_lsoa_is_named_after_its_msoa_and_that_after_its_district(
        self, lsoas: gpd.GeoDataFrame
    ) -> None:
        names = read(MSOA_NAMES)
        assert set(lsoas["LSOA21NM"].str[:-1]) == set(names["msoa21nm"])
        assert (lsoas["LSOA21NM"].str.rsplit(n=1).str[0] == lsoas["LAD24NM"]).all()

    def test_the_msoas_of_2011_are_those_of_2021(self) -> None:
        old, new = read(MSOA_NAMES_2011), read(MSOA_NAMES)
        assert (new["type"] == "Present in 2011").all()
        assert list(old["msoa11cd"]) == list(new["msoa21cd"])
        assert list(old["msoa11hclnm"]) == list(new["msoa21hclnm"])

    @needs_mirror
    def test_no_code_or_name_is_a_real_one(self, lsoas: gpd.GeoDataFrame) -> None:
        real = pd.read_csv(MIRROR / "humaniverse-geographr/lookup_lsoa21_ward24_ltla24.csv.gz")
        msoas = pd.read_csv(MIRROR / "house-of-commons-library/MSOA-Names-2021.csv")
        known = set(real.to_numpy().ravel()) | set(msoas.astype(str).to_numpy().ravel())
        names = read(MSOA_NAMES)
        columns = ["LSOA21CD", "LSOA21NM", "WD24CD", "WD24NM", "LAD24CD", "LAD24NM"]
        ours = set(lsoas[columns].to_numpy().ravel()) | set(names["msoa21cd"])
        assert not (ours | set(names["msoa21hclnm"])) & known
