import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import box

from datacell_lib.files.area import load_area
from datacell_lib.intake.places.geography import load_boundaries, load_places, select_area
from datacell_lib.intake.places.points import place_points
from datacell_lib.schema import TableError

# Two squares of 10 metres side by side; the higher code comes first.
AREAS = gpd.GeoDataFrame(
    {"area_code": ["E01000002", "E01000001"]},
    geometry=[box(10, 0, 20, 10), box(0, 0, 10, 10)],
    crs="EPSG:27700",
)


def place(*points, areas=AREAS):
    table = pd.DataFrame(points, columns=["easting", "northing"])
    return place_points(table, areas=areas, x="easting", y="northing", crs="EPSG:27700")


class TestPlacePoints:
    def test_points_go_to_the_area_that_holds_them(self):
        assert place((5, 5), (15, 5)).inside["area_code"].tolist() == ["E01000001", "E01000002"]

    def test_a_point_on_a_shared_border_goes_to_the_lowest_code_and_is_counted(self):
        for areas in (AREAS, AREAS.iloc[::-1]):
            placed = place((10, 5), (5, 5), areas=areas)
            assert placed.inside["area_code"].tolist() == ["E01000001", "E01000001"]
            assert placed.on_border == 1

    def test_points_outside_are_kept_apart(self):
        placed = place((5, 5), (500, 5))
        assert (len(placed.inside), placed.outside["easting"].tolist()) == (1, [500])

    def test_rows_without_coordinates_are_kept_apart(self):
        placed = place((5, 5), (None, 5))
        assert (len(placed.inside), len(placed.outside)) == (1, 0)
        assert placed.without_coordinates["northing"].tolist() == [5]

    def test_degrees_are_turned_into_the_areas_own_system(self):
        # The town hall of Bolton by its published grid reference, SD 716 090, and its degrees.
        square = gpd.GeoDataFrame(
            {"area_code": ["E01000001"]},
            geometry=[box(371_500, 408_900, 371_700, 409_100)],
            crs="EPSG:27700",
        )
        shops = pd.DataFrame({"longitude": [-2.4306], "latitude": [53.5768]})
        placed = place_points(shops, areas=square, x="longitude", y="latitude")
        assert placed.inside["area_code"].tolist() == ["E01000001"]

    def test_numbers_written_as_text_are_read(self):
        assert place(("5", "5")).inside["area_code"].tolist() == ["E01000001"]

    def test_the_table_is_left_alone(self):
        table = pd.DataFrame({"easting": [5], "northing": [5]})
        before = table.copy()
        place_points(table, areas=AREAS, x="easting", y="northing", crs="EPSG:27700")
        pd.testing.assert_frame_equal(table, before)

    @settings(max_examples=25, deadline=None)
    @given(
        st.lists(
            st.tuples(st.none() | st.integers(-5, 25), st.integers(-5, 15)), min_size=1, max_size=8
        )
    )
    def test_every_row_ends_in_exactly_one_heap(self, points):
        placed = place((5, 5), *points)
        heaps = [placed.inside, placed.outside, placed.without_coordinates]
        indices = [number for heap in heaps for number in heap.index]
        assert sorted(indices) == list(range(len(points) + 1))

    def test_exchanged_columns_are_suspected(self):
        with pytest.raises(TableError, match=r"none of 1 points.*exchanged"):
            place((5_000, 5))

    def test_words_for_a_coordinate_are_shown(self):
        with pytest.raises(TableError, match=r"must be numbers; found near, 5"):
            place(("near", 5))

    def test_a_missing_column_is_named(self):
        with pytest.raises(TableError, match=r"no column lat; found easting"):
            place_points(pd.DataFrame({"easting": [1]}), areas=AREAS, x="easting", y="lat")

    def test_a_code_that_would_be_overwritten_is_refused(self):
        table = pd.DataFrame({"easting": [5], "northing": [5], "area_code": ["mine"]})
        with pytest.raises(TableError, match="already have area_code"):
            place_points(table, areas=AREAS, x="easting", y="northing")

    def test_areas_without_reference_system_are_refused(self):
        with pytest.raises(TableError, match="no reference system"):
            place((5, 5), areas=AREAS.set_crs(None, allow_override=True))

    def test_surgeries_of_bolton_lie_in_bolton(self, real_files):
        area = load_area("bolton")
        own = load_boundaries(select_area(load_places(area), area=area), area=area)
        listed = pd.read_csv(real_files / "trafford-data-lab" / "gm_general_practices.csv")
        placed = place_points(
            listed.drop(columns="area_code"), areas=own[["area_code", "geometry"]], x="lon", y="lat"
        )
        # The file's own codes lack a digit (E0800001 for Bolton's E08000001).
        claimed = listed.loc[placed.inside.index, "area_name"]
        assert len(placed.inside) == (listed["area_name"] == "Bolton").sum()
        assert set(claimed) == {"Bolton"}
