import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import box

from datacell_lib.analysis.space.neighbour_matrix import (
    build_neighbour_matrix,
    describe_neighbours,
)
from datacell_lib.analysis.space.neighbours import find_nearest_neighbours, find_queen_neighbours
from datacell_lib.schema import TableError


def grid(rows, columns):
    cells = [(row, column) for row in range(rows) for column in range(columns)]
    codes = [f"R{row}C{column}" for row, column in cells]
    squares = [box(column, row, column + 1, row + 1) for row, column in cells]
    return gpd.GeoDataFrame({"area_code": codes}, geometry=squares)


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

    def test_nearest_neighbours_may_be_listed_one_way(self):
        places = gpd.points_from_xy([0, 1, 5], [0, 0, 0])
        areas = gpd.GeoDataFrame({"area_code": list("ABC")}, geometry=places)
        matrix = build_neighbour_matrix(
            areas["area_code"], find_nearest_neighbours(areas, number=1)
        )
        assert matrix.toarray().tolist() == [[0, 1, 0], [1, 0, 0], [0, 1, 0]]

    def test_a_pair_that_is_said_to_be_mutual_and_is_not_is_refused(self):
        pairs = pd.DataFrame(
            {"area_code": ["A", "B"], "neighbour_code": ["B", None], "mutual": [True, False]}
        )
        with pytest.raises(TableError, match="must be mutual; found A and B"):
            build_neighbour_matrix(pd.Series(list("AB")), pairs)


class TestDescribeNeighbours:
    def test_it_says_how_they_were_found(self):
        pairs = pd.DataFrame({"area_code": ["A"], "neighbour_code": ["B"]})
        assert describe_neighbours(pairs) == "queen neighbours"
        assert describe_neighbours(pairs.assign(method="4 nearest neighbours")).startswith("4 near")

    def test_neighbours_found_in_two_ways_are_refused(self):
        pairs = pd.DataFrame({"area_code": ["A", "B"], "neighbour_code": ["B", "A"]})
        with pytest.raises(TableError, match="in one way; found near, far"):
            describe_neighbours(pairs.assign(method=["near", "far"]))
