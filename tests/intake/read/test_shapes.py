"""GeoJSON: nothing but the file itself is read, whatever it says."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pytest
from shapely.geometry import Polygon, box

from datacell_lib import config
from datacell_lib.files.area import Area
from datacell_lib.governance.ledger import list_reads
from datacell_lib.intake.read.reading import read_dataset
from datacell_lib.intake.read.shapes import check_boundaries, read_geojson
from datacell_lib.schema import SourceError

PATH = "office/things.geojson"
SHAPE = {"type": "geometry", "quantity": "geometry", "meaning": "Shape."}
SQUARE = [[1.0, 53.0], [1.5, 53.0], [1.5, 53.5], [1.0, 53.5], [1.0, 53.0]]


def write(ring: list, *, code: str = "E01000001") -> str:
    feature = {
        "type": "Feature",
        "properties": {"CODE": code},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    return json.dumps({"type": "FeatureCollection", "features": [feature]})


@pytest.fixture
def boundaries(catalogue: Callable) -> None:
    """A dataset of boundaries."""
    layout = {"layout": "official", "path": PATH, "format": "geojson"}
    columns = {"area_code": "CODE", "geometry": "geometry"}
    catalogue(columns={"geometry": SHAPE}, copies=[layout | {"columns": columns}])


class TestReadGeojson:
    def test_properties_come_with_shapes(self, tmp_path: Path) -> None:
        path = tmp_path / "a.geojson"
        path.write_text(write(SQUARE))
        table = read_geojson(path, code="CODE")
        assert table["CODE"].tolist() == ["E01000001"] and table.crs == "EPSG:4326"
        assert table.total_bounds.tolist() == [1.0, 53.0, 1.5, 53.5]

    def test_a_property_that_is_a_list_comes_as_text(self, tmp_path: Path) -> None:
        path = tmp_path / "a.geojson"
        path.write_text(write(SQUARE).replace('"E01000001"', '["E01000001"]'))
        assert read_geojson(path, code="CODE")["CODE"].tolist() == ['["E01000001"]']

    def test_a_byte_order_mark_is_passed_over(self, tmp_path: Path) -> None:
        path = tmp_path / "a.geojson"
        path.write_text(write(SQUARE), encoding="utf-8-sig")
        assert len(read_geojson(path, code="CODE")) == 1

    def test_a_ring_that_does_not_end_where_it_begins_is_named(self, tmp_path: Path) -> None:
        path = tmp_path / "a.geojson"
        path.write_text(write(SQUARE[:-1], code="E01000007"))
        with pytest.raises(ValueError, match=r"feature 1, CODE 'E01000007', .*end where it begins"):
            read_geojson(path, code="CODE")

    @pytest.mark.parametrize(
        "content",
        [
            """<OGRVRTDataSource><OGRVRTLayer name="secret">
            <SrcDataSource>{other}</SrcDataSource><SrcLayer>other</SrcLayer>
            </OGRVRTLayer></OGRVRTDataSource>""",
            """<OGRVRTDataSource><OGRVRTLayer name="away">
            <SrcDataSource>/vsicurl/{address}/a.geojson</SrcDataSource>
            </OGRVRTLayer></OGRVRTDataSource>""",
            "<OGRWFSDataSource><URL>{address}/wfs</URL></OGRWFSDataSource>",
            "<GDAL_WMS><Service name='WMS'><ServerUrl>{address}/wms</ServerUrl></Service>"
            "</GDAL_WMS>",
            '{{"type": "FeatureCollection", "features": [], "links": [{{"rel": "next", '
            '"href": "{address}/next"}}]}}',
            '{{"stac_version": "1.0.0", "type": "FeatureCollection", "features": [{{"type": '
            '"Feature", "assets": {{"a": {{"href": "{address}/a.tif"}}}}}}]}}',
            "{address}/a.geojson",
            "/vsicurl/{address}/a.geojson",
        ],
    )
    def test_what_names_another_file_or_a_server_is_refused_and_neither_is_read(
        self, boundaries: None, put: Callable, area: Area, publisher, content: str
    ) -> None:
        publisher.prepare("/a.geojson", write(SQUARE).encode())
        other = put(write(SQUARE), path="office/other.geojson")
        put(content.format(other=other, address=publisher.address), path=PATH)
        with pytest.raises(SourceError, match=r"Things|things\.geojson"):
            read_dataset("things", area=area)
        assert publisher.asked == []

    def test_gdal_would_have_asked(self, put: Callable, publisher, boundaries: None) -> None:
        """The files above are dangerous indeed: what reads them by their content is led astray."""
        other = put(write(SQUARE), path="office/other.geojson")
        path = put(
            '<OGRVRTDataSource><OGRVRTLayer name="other">'
            f"<SrcDataSource>{other}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>",
            path=PATH,
        )
        assert gpd.read_file(path)["CODE"].tolist() == ["E01000001"]

    def test_no_module_of_the_library_hands_a_file_to_gdal(self) -> None:
        calls = re.compile(
            r"\bread_file\(|\bfrom_file\(|\bread_(dataframe|arrow|info)\(|\blist_layers\("
        )
        library = config.ROOT / "datacell_lib"
        found = [p.name for p in library.rglob("*.py") if calls.search(p.read_text("utf-8"))]
        assert found == []


class TestCheckBoundaries:
    def test_right_ones_pass_as_they_are(self) -> None:
        shapes = gpd.GeoDataFrame(
            {"area_code": ["E01000001"]}, geometry=[box(0, 51, 1, 52)], crs="EPSG:4326"
        )
        checked, mended = check_boundaries(shapes, called="Things")
        assert checked is shapes and mended == 0

    def test_what_was_mended_is_counted_and_its_input_left(self) -> None:
        touching = Polygon([(0, 51), (1, 51), (1, 52), (2, 52), (2, 53), (1, 53), (1, 52), (0, 52)])
        shapes = gpd.GeoDataFrame(
            {"area_code": ["E01000001"]}, geometry=[touching], crs="EPSG:4326"
        )
        checked, mended = check_boundaries(shapes, called="Things")
        assert mended == 1 and checked.geometry.iloc[0].is_valid
        assert shapes.geometry.iloc[0].equals_exact(touching)

    def test_the_run_remembers_how_many_were_mended(
        self, boundaries: None, put: Callable, area: Area
    ) -> None:
        ring = [[0, 51], [1, 51], [1, 52], [2, 52], [2, 53], [1, 53], [1, 52], [0, 52], [0, 51]]
        put(write(ring), path=PATH)
        read_dataset("things", area=area)
        assert [read.mended for read in list_reads()] == [1]
