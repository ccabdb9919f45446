import geopandas as gpd
import libpysal
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Point, Polygon, box

from datacell_lib.analysis.space.neighbours import (
    find_nearest_neighbours,
    find_neighbours_within,
    find_queen_neighbours,
)
from datacell_lib.schema import ParameterError, TableError


def grid(rows, columns):
    cells = [(row, column) for row in range(rows) for column in range(columns)]
    codes = [f"R{row}C{column}" for row, column in cells]
    squares = [box(column, row, column + 1, row + 1) for row, column in cells]
    return gpd.GeoDataFrame({"area_code": codes}, geometry=squares)


@pytest.fixture(scope="module")
def columbus():
    """Columbus in neighbourhoods, numbered from 0 in the order of the file."""
    areas = gpd.read_file(libpysal.examples.get_path("columbus.shp"))
    return areas.assign(area_code=range(len(areas)))


def place(*points, crs=None):
    codes = list("ABCDEFGH")[: len(points)]
    return gpd.GeoDataFrame(
        {"area_code": codes}, geometry=[Point(x, y) for x, y in points], crs=crs
    )


def list_neighbours(found, code):
    return found.loc[found["area_code"] == code, "neighbour_code"].tolist()


class TestFindQueenNeighbours:
    def test_published_maps_have_their_published_number_of_links(self, validate):
        for name, links in (("columbus", 236), ("sids2", 490)):
            areas = gpd.read_file(libpysal.examples.get_path(f"{name}.shp"))
            areas["area_code"] = [f"{name}{number}" for number in range(len(areas))]
            validate(
                method=f"queen neighbours, links of {name}",
                source="Bivand and Wong 2018, R spdep, poly2nb of the same polygons",
                expected=links,
                obtained=len(find_queen_neighbours(areas)),
                tolerance=0.5,
            )

    def test_neighbours_are_those_of_the_published_weights_file(self):
        # columbus.gal, shipped with libpysal: GeoDa's queen weights of the same map.
        areas = gpd.read_file(libpysal.examples.get_path("columbus.shp"))
        areas["area_code"] = areas["POLYID"].astype(int).astype(str)
        reader = libpysal.io.open(libpysal.examples.get_path("columbus.gal"))
        weights = reader.read()
        reader.close()
        pairs = {(str(a), str(b)) for a, others in weights.neighbors.items() for b in others}
        found = find_queen_neighbours(areas)
        assert set(found.itertuples(index=False, name=None)) == pairs

    def test_a_corner_is_enough(self):
        found = find_queen_neighbours(grid(2, 2))
        assert found["area_code"].value_counts().eq(3).all()

    def test_an_island_keeps_a_row_without_a_neighbour(self):
        areas = grid(1, 2)
        areas.loc[2] = ["FAR", box(9, 9, 10, 10)]
        found = find_queen_neighbours(areas)
        assert found.loc[found["neighbour_code"].isna(), "area_code"].tolist() == ["FAR"]

    def test_the_order_of_rows_does_not_matter_and_the_input_is_unchanged(self):
        areas = grid(3, 3)
        before = areas.copy(deep=True)
        shuffled = find_queen_neighbours(areas.sample(frac=1, random_state=1))
        pd.testing.assert_frame_equal(shuffled, find_queen_neighbours(areas))
        pd.testing.assert_frame_equal(areas, before)

    def test_a_point_is_refused_by_name(self):
        areas = grid(1, 2)
        areas.loc[1, "geometry"] = Point(1, 1)
        with pytest.raises(TableError, match="needs a polygon; found none for R0C1"):
            find_queen_neighbours(areas)

    def test_an_empty_polygon_is_refused(self):
        areas = grid(1, 2)
        areas.loc[0, "geometry"] = Polygon()
        with pytest.raises(TableError, match="found none for R0C0"):
            find_queen_neighbours(areas)

    def test_a_repeated_code_is_refused(self):
        areas = pd.concat([grid(1, 2), grid(1, 1)])
        with pytest.raises(TableError, match="each area_code must have one row"):
            find_queen_neighbours(areas)


class TestFindNearestNeighbours:
    def test_columbus_has_the_neighbours_of_libpysal_and_the_links_of_spdep(
        self, columbus, validate
    ):
        found = find_nearest_neighbours(columbus, number=4)
        validate(
            method="4 nearest neighbours, links of columbus",
            source="by definition, 49 x 4, as R spdep's knearneigh(coords, k = 4) lists",
            expected=196,
            obtained=len(found),
            tolerance=0.5,
        )
        for code, known in ((7, [3, 6, 11, 12]), (0, [1, 2, 3, 7])):
            validate(
                method=f"4 nearest neighbours of area {code} of columbus",
                source="libpysal, its own tests of KNN",
                expected=known,
                obtained=list_neighbours(found, code),
            )

    @pytest.mark.parametrize("number", [1, 2, 3, 4])
    def test_the_nearest_come_first(self, columbus, number):
        nearest_first = [2, 1, 3, 7]  # of area 0, in libpysal's own tests of KNN
        found = find_nearest_neighbours(columbus, number=number)
        assert list_neighbours(found, 0) == sorted(nearest_first[:number])

    def test_it_says_which_pairs_are_mutual(self):
        found = find_nearest_neighbours(place((0, 0), (1, 0), (5, 0)), number=1)
        assert found["neighbour_code"].tolist() == ["B", "A", "B"]
        assert found["mutual"].tolist() == [True, True, False]
        assert found["method"].unique().tolist() == ["nearest neighbour"]

    @given(order=st.permutations(range(9)))
    def test_the_order_of_rows_decides_no_tie_and_the_input_is_unchanged(self, order):
        areas = grid(3, 3)
        shuffled = areas.iloc[list(order)]
        before = shuffled.copy(deep=True)
        found = find_nearest_neighbours(shuffled, number=3)
        pd.testing.assert_frame_equal(found, find_nearest_neighbours(areas, number=3))
        pd.testing.assert_frame_equal(shuffled, before)
        assert found["area_code"].value_counts().eq(3).all()

    @pytest.mark.parametrize("number", [0, 3, -1])
    def test_more_neighbours_than_there_are_areas_are_refused(self, number):
        with pytest.raises(ParameterError, match=f"between 1 and 2.*found {number}"):
            find_nearest_neighbours(place((0, 0), (1, 0), (5, 0)), number=number)

    def test_two_areas_at_one_place_are_named(self):
        areas = place((0, 0), (3, 3), (0, 0), (5, 0))
        with pytest.raises(TableError, match=r"the same place.*found A, C \(2 in all\)"):
            find_nearest_neighbours(areas, number=1)

    def test_degrees_are_refused(self):
        with pytest.raises(TableError, match=r'found degrees.*to_crs\("EPSG:27700"\)'):
            find_nearest_neighbours(place((0, 51), (1, 51), crs="EPSG:4326"), number=1)

    def test_an_area_without_a_place_is_named(self):
        areas = place((0, 0), (1, 0), (2, 0))
        areas.loc[1, "geometry"] = None
        with pytest.raises(TableError, match="every area needs a place; found none for B"):
            find_nearest_neighbours(areas, number=1)


class TestFindNeighboursWithin:
    def test_a_lattice_has_its_rook_links_at_the_distance_of_its_cells(self, validate):
        # by hand: 2 x 10 x 9 sides that two cells share, both ways
        found = find_neighbours_within(grid(10, 10), distance=1)
        validate(
            method="neighbours within 1, links of a lattice of 10 by 10",
            source="by hand; libpysal's tests hold DistanceBand to rook contiguity",
            expected=360,
            obtained=len(found),
            tolerance=0.5,
        )

    def test_columbus_has_no_island_at_its_published_least_distance(self, columbus, validate):
        least = 0.61886415807685413
        assert find_neighbours_within(columbus, distance=least)["neighbour_code"].notna().all()
        shorter = find_neighbours_within(columbus, distance=least * 0.999999)
        validate(
            method="neighbours within 0.618864, islands of columbus just below it",
            source="libpysal, min_threshold_dist_from_shapefile: 0.61886415807685413",
            expected=1,
            obtained=min(1, shorter["neighbour_code"].isna().sum()),
        )

    def test_pairs_are_mutual_and_no_area_is_its_own_neighbour(self, columbus):
        found = find_neighbours_within(columbus, distance=0.9)
        pairs = set(found[["area_code", "neighbour_code"]].itertuples(index=False, name=None))
        assert pairs == {(b, a) for a, b in pairs}
        assert not any(a == b for a, b in pairs)

    def test_an_island_keeps_a_row_without_a_neighbour(self):
        found = find_neighbours_within(place((0, 0), (900, 0), (5000, 0)), distance=1_000)
        assert found["neighbour_code"].isna().tolist() == [False, False, True]
        assert found["method"].unique().tolist() == ["neighbours within 1,000 m"]

    def test_areas_at_one_place_are_neighbours(self):
        found = find_neighbours_within(place((0, 0), (0, 0)), distance=1)
        assert found["neighbour_code"].tolist() == ["B", "A"]

    def test_a_distance_that_differs_by_rounding_is_the_same(self):
        found = find_neighbours_within(place((0, 0), (0.1 + 0.2, 0)), distance=0.3)
        assert found["neighbour_code"].tolist() == ["B", "A"]

    def test_a_map_of_islands_is_refused_with_the_least_distance(self):
        areas = place((0, 0), (3_000, 4_000), (20_000, 4_000))
        with pytest.raises(TableError, match=r"within 500 m.*within 17,000 m\. Give a longer"):
            find_neighbours_within(areas, distance=500)

    @pytest.mark.parametrize("distance", [0, -5, float("nan"), float("inf")])
    def test_what_is_no_distance_is_refused(self, distance):
        with pytest.raises(ParameterError, match="must be metres above zero; found"):
            find_neighbours_within(place((0, 0), (1, 0)), distance=distance)

    @pytest.mark.parametrize(
        ("crs", "found"), [("EPSG:4326", "degrees"), ("EPSG:2263", "US survey foot")]
    )
    def test_other_units_than_metres_are_refused(self, crs, found):
        with pytest.raises(TableError, match=f"found {found}.*EPSG:27700"):
            find_neighbours_within(place((0, 51), (1, 51), crs=crs), distance=5)

    def test_the_order_of_rows_does_not_matter(self):
        areas = grid(3, 3)
        shuffled = areas.sample(frac=1, random_state=5)
        pd.testing.assert_frame_equal(
            find_neighbours_within(shuffled, distance=1.5),
            find_neighbours_within(areas, distance=1.5),
        )
