"""Neighbourhoods, what they lie in, and their shapes: the sample county, whole and damaged."""

import json
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from datacell_lib.files.area import Area, load_area
from datacell_lib.intake.places.geography import (
    load_boundaries,
    load_places,
    outline_districts,
    select_area,
)
from datacell_lib.schema import SourceError

LSOAS = "ons-geography/Lower_layer_Super_Output_Areas_December_2021_Boundaries_EW_BGC_V5.geojson"
LOOKUP = (
    "ons-geography/LSOA_(2021)_to_Electoral_Ward_(2024)_to_LAD_(2024)_Best_Fit_Lookup_in_EW.csv"
)
NAMES = "house-of-commons-library/MSOA-Names-2.2.csv"


def drop_feature(code: str):
    """Return a change that takes a feature out of a GeoJSON file."""

    def change(text: str) -> str:
        content = json.loads(text)
        kept = [f for f in content["features"] if code not in f["properties"].values()]
        return json.dumps(content | {"features": kept})

    return change


@pytest.fixture
def area() -> Area:
    return load_area("sample")


@pytest.fixture
def by_ward(area: Area) -> Area:
    return area.model_copy(update={"report_by": "ward"})


@pytest.mark.usefixtures("run")
class TestLoadPlaces:
    def test_a_neighbourhood_is_called_what_people_there_call_it(self, area: Area) -> None:
        # By hand from the sample's lookup and MSOA names: E01990001 is Alderhythe 001A, in
        # MSOA Alderhythe 001, whose name is Gatehouse & Tannery Fields.
        first = load_places(area).iloc[0]
        assert first["area_code"] == "E01990001"
        expected = "part of Gatehouse & Tannery Fields (Alderhythe 001A)"
        assert first["neighbourhood"] == expected
        assert (first["msoa_code"], first["district_code"]) == ("E02990001", "E07990001")

    def test_report_districts_are_wards_where_the_area_says_so(self, by_ward: Area) -> None:
        first = load_places(by_ward).iloc[0]
        assert (first["district_code"], first["district_name"]) == ("E05990001", "Aldrenthorpe")

    def test_each_neighbourhood_of_the_nation_comes_once_in_order_of_code(self, area: Area) -> None:
        codes = load_places(area)["area_code"]
        assert len(codes) == 210 and codes.is_unique and codes.is_monotonic_increasing

    def test_a_neighbourhood_of_no_named_msoa_is_named(self, sample, area: Area) -> None:
        sample.change(NAMES, lambda text: text.replace("Alderhythe 001,Ald", "Elsewhere 9,Ald"))
        with pytest.raises(SourceError, match=r"belong to no named MSOA, E01990001.*same census"):
            load_places(area)

    def test_two_msoas_of_one_name_are_refused(self, sample, area: Area) -> None:
        sample.change(NAMES, lambda text: text.replace("Alderhythe 002,Ald", "Alderhythe 001,Ald"))
        with pytest.raises(SourceError, match=r"msoa2021-names.*'Alderhythe 001' twice"):
            load_places(area)


@pytest.mark.usefixtures("run")
class TestSelectArea:
    def test_only_its_own_neighbourhoods_remain(self, area: Area) -> None:
        places = load_places(area)
        own = select_area(places, area=area)
        assert (len(own), len(places)) == (160, 210)
        assert set(own["authority_code"]) == set(area.authorities)

    def test_a_district_without_neighbourhoods_is_named(self, area: Area) -> None:
        codes = (*area.authorities, "E07000999")
        with pytest.raises(SourceError, match=r"lie in E07000999, which data/areas/sample\.yml"):
            select_area(load_places(area), area=area.model_copy(update={"authorities": codes}))

    def test_a_district_that_is_gone_is_told_with_what_took_its_place(self, area, monkeypatch):
        former = pd.DataFrame(
            {
                "authority_code": ["E07000028"],
                "authority_name": ["Carlisle"],
                "successor_code": ["E06000063"],
                "successor_name": ["Cumberland"],
            }
        )
        load = "datacell_lib.intake.places.geography.load_former_districts"
        monkeypatch.setattr(load, lambda area, *, places: former)
        old = area.model_copy(update={"authorities": ("E07000028",)})
        with pytest.raises(SourceError, match=r"in Cumberland \(E06000063\) now"):
            select_area(load_places(area), area=old)


@pytest.mark.usefixtures("run")
class TestLoadBoundaries:
    def test_shapes_are_in_metres_of_the_national_grid(self, area: Area) -> None:
        places = select_area(load_places(area), area=area)
        shapes = load_boundaries(places, area=area)
        assert shapes.crs == "EPSG:27700"
        assert shapes["area_code"].tolist() == places["area_code"].tolist()
        west, south, east, north = shapes.total_bounds
        assert 0 < west < east < 700_000 and 0 < south < north < 1_300_000
        assert 1e3 < shapes.area.min() < shapes.area.max() < 1e9

    def test_one_that_crosses_itself_only_on_the_national_grid_is_mended_and_dissolves(
        self, sample, by_ward: Area
    ) -> None:
        # straight in degrees, the long southern edge bends northwards past the point above it
        ring = [[-5, 51], [1, 51], [1, 52], [-2, 51.0005], [-5, 52], [-5, 51]]
        below = [[-5, 50], [1, 50], [1, 51], [-5, 51], [-5, 50]]

        def redraw(text: str) -> str:
            content = json.loads(text)
            for feature, drawn in zip(content["features"], (ring, below), strict=False):
                feature["geometry"] = {"type": "Polygon", "coordinates": [drawn]}
            return json.dumps(content)

        sample.change(LSOAS, redraw)
        places = load_places(by_ward)
        shapes = load_boundaries(places.assign(district_code="a", district_name="A"), area=by_ward)
        assert shapes.is_valid.all()
        (outline,) = outline_districts(shapes).geometry
        assert outline.is_valid and outline.area > 6e10

    def test_a_neighbourhood_without_a_boundary_is_named(self, sample, area: Area) -> None:
        sample.change(LSOAS, drop_feature("E01990007"))
        with pytest.raises(SourceError, match=r"1 of 210 .*no boundary.*, E01990007 among them"):
            load_boundaries(load_places(area), area=area)

    def test_a_boundary_of_a_neighbourhood_that_the_lookup_lost_is_named(
        self, sample, area: Area
    ) -> None:
        def drop_row(text: str) -> str:
            lines = text.splitlines(keepends=True)
            return "".join(line for line in lines if "E01990002" not in line)

        sample.change(LOOKUP, drop_row)
        places = load_places(area)
        own = select_area(places, area=area)
        said = r"1 neighbourhoods are in lsoa2021-boundaries but have no place.*E01990002"
        with pytest.raises(SourceError, match=said):
            load_boundaries(own, area=area, nation=places)


@pytest.mark.usefixtures("run")
class TestOutlineDistricts:
    def outline(self, area: Area) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
        own = load_boundaries(select_area(load_places(area), area=area), area=area)
        return own, outline_districts(own)

    @pytest.mark.parametrize("report_by", ["district", "ward"])
    def test_districts_and_wards_have_the_outline_of_their_neighbourhoods(
        self, area: Area, report_by: str
    ) -> None:
        own, outlines = self.outline(area.model_copy(update={"report_by": report_by}))
        assert outlines["district_code"].tolist() == sorted(own["district_code"].unique())
        assert outlines.crs == own.crs
        assert shapely.coverage_is_valid(outlines.geometry.to_numpy())
        assert outlines.area.sum() == pytest.approx(own.area.sum(), rel=1e-9)
        for district in outlines.itertuples():
            inside = own[own["district_code"] == district.district_code]
            assert district.geometry.buffer(0.01).covers(inside.union_all())


class TestOutlinesOfRealDistricts:
    @pytest.mark.parametrize("code", ["E07000148", "E08000025", "E06000053", "E07000177"])
    def test_any_of_england_s_is_drawn_without_slivers_or_holes(
        self, run: Path, mirror: Path, code: str
    ) -> None:
        district = load_area("essex").model_copy(update={"authorities": (code,)})
        nation = load_places(district)
        own = load_boundaries(select_area(nation, area=district), area=district, nation=nation)
        (outline,) = outline_districts(own).geometry
        parts = getattr(outline, "geoms", [outline])
        assert outline.is_valid and not any(len(part.interiors) for part in parts)
        assert outline.area == pytest.approx(own.area.sum(), rel=1e-9)
