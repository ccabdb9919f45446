"""Shapes as files: what a web map and an analyst's program find in them."""

import io
import json
from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pytest
from shapely import box
from shapely.geometry import shape

from datacell_lib.pipeline.book.read_back import find_difference
from datacell_lib.presentation.downloads import write_geojson, write_parquet
from datacell_lib.schema import TableError

# The corner of a National Grid square and its place by OS's own transformation to WGS 84.
CLACTON = box(617000, 214000, 618000, 215000)


@pytest.fixture
def released(make_released):
    table = gpd.GeoDataFrame(
        {
            "area_code": ["E01000001", "E01000002", "E01000003"],
            "people": [10.0, None, None],
            "share": [0.04, 1e-17, None],
            "flag": [True, False, True],
            "geometry": [CLACTON, CLACTON.buffer(5), box(0, 0, 1, 1).union(box(5, 5, 6, 6))],
        },
        crs="EPSG:27700",
    )
    return replace(make_released(table), suppressed={"people": (1,)})


class TestWriteGeojson:
    def test_shapes_are_in_longitude_and_latitude_anticlockwise_with_six_decimals(self, released):
        features = json.loads(write_geojson(released))["features"]
        ring = features[0]["geometry"]["coordinates"][0]
        assert all(1.1 < x < 1.3 and 51.7 < y < 51.9 for x, y in ring)
        assert shape(features[0]["geometry"]).exterior.is_ccw
        assert all(len(str(number).partition(".")[2]) <= 6 for point in ring for number in point)

    def test_suppressed_is_the_mark_and_unknown_is_null(self, released):
        features = json.loads(write_geojson(released))["features"]
        people = [feature["properties"]["people"] for feature in features]
        assert people == [10, "[c]", None]

    def test_a_table_without_shapes_is_refused(self, make_released):
        with pytest.raises(TableError, match="has no shapes"):
            write_geojson(make_released(pd.DataFrame({"a": [1]})))


class TestWriteParquet:
    def test_it_is_the_table_with_its_shapes_and_says_what_is_suppressed(self, released):
        back = gpd.read_parquet(io.BytesIO(write_parquet(released)))
        assert back.crs == released.table.crs
        assert back["people_suppressed"].tolist() == [False, True, False]
        pd.testing.assert_frame_equal(back[[*released.table]], released.table)


@pytest.mark.parametrize(
    ("write", "ending"), [(write_geojson, "geojson"), (write_parquet, "parquet")]
)
class TestReadBack:
    def test_it_comes_back_as_it_was_released(self, released, write, ending):
        assert find_difference(write(released), ending=ending, released=[released]) is None

    @pytest.mark.parametrize(
        ("column", "value", "told"),
        [
            ("share", 0.05, "row 1, column 'share' holds 0.05"),
            ("people", 7.0, "row 1, column 'people' holds 7"),
            ("area_code", "E01", "row 1, column 'area_code' holds 'E01'"),
            ("geometry", box(617000, 214000, 618500, 215000), "shape"),
        ],
    )
    def test_one_other_cell_is_found(self, released, write, ending, column, value, told):
        table = released.table.copy()
        table.loc[0, column] = value
        content = write(replace(released, table=table))
        assert told in find_difference(content, ending=ending, released=[released])

    def test_a_suppressed_cell_that_holds_its_value_is_found(self, released, write, ending):
        table = released.table.assign(people=[10.0, 3.0, None])
        content = write(replace(released, table=table, suppressed={}))
        assert find_difference(content, ending=ending, released=[released]) is not None
