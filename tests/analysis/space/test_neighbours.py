import geopandas as gpd
import libpysal
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Point, Polygon, box

from datacell_lib.analysis.space.neighbours import build_neighbour_matrix, find_queen_neighbours
from datacell_lib.schema import TableError


def grid(rows, columns):
    cells = [(row, column) for row in range(rows) for column in range(columns)]
    codes = [f"R{row}C{column}" for row, column in cells]
    squares = [box(column, row, column + 1, row + 1) for row, column in cells]
    return gpd.GeoDataFrame({"area_code": codes}, geometry=squares)


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


class TestBuildNeighbourMatrix:
    @settings(max_examples=25, deadline=None)
    @given(st.permutations([f"R{row}C{column}" for row in range(2) for column in range(3)]))
    def test_rows_and_columns_follow_the_codes(self, codes):
        pairs = find_queen_neighbours(grid(2, 3))
        matrix = build_neighbour_matrix(pd.Series(codes), pairs).toarray()
        listed = {(codes[i], codes[j]) for i, j in zip(*matrix.nonzero(), strict=True)}
        assert listed == set(pairs.itertuples(index=False, name=None))
        assert np.array_equal(matrix, matrix.T)

    def test_an_island_is_a_row_of_zeros(self):
        pairs = pd.DataFrame({"area_code": list("ABC"), "neighbour_code": ["B", "A", None]})
        assert build_neighbour_matrix(pd.Series(list("ABC")), pairs).sum(axis=1).tolist() == [
            1,
            1,
            0,
        ]

    def test_areas_that_differ_are_named(self):
        pairs = pd.DataFrame({"area_code": ["A", "B"], "neighbour_code": ["B", "A"]})
        with pytest.raises(TableError, match=r"found in only one of them C \(1 in all\)"):
            build_neighbour_matrix(pd.Series(list("ABC")), pairs)

    def test_a_neighbour_outside_the_table_is_named(self):
        pairs = pd.DataFrame({"area_code": ["A", "B", "B"], "neighbour_code": ["B", "A", "Z"]})
        with pytest.raises(TableError, match=r"found Z\. Find the neighbours"):
            build_neighbour_matrix(pd.Series(list("AB")), pairs)

    def test_a_pair_listed_one_way_is_refused(self):
        pairs = pd.DataFrame({"area_code": ["A", "B"], "neighbour_code": ["B", None]})
        with pytest.raises(TableError, match="must be mutual; found A and B"):
            build_neighbour_matrix(pd.Series(list("AB")), pairs)
