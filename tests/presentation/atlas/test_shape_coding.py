"""Coded shapes: made again they are the shapes that went in, side by side as they were."""

from itertools import pairwise

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from datacell_lib.presentation.atlas.shape_coding import STEP, code_shapes
from datacell_lib.schema import TableError
from tests.presentation.atlas.decoding import decode_shapes


def put_on_grid(shapes):
    return gpd.GeoSeries(shapes, crs=27700)


def split_square(points, size=10_000.0):
    """Part a square among points, each to the nearest: neighbours of every kind, and no gap."""
    square = shapely.box(0, 0, size, size)
    cells = shapely.get_parts(
        shapely.voronoi_polygons(shapely.multipoints(points), extend_to=square)
    )
    return put_on_grid(shapely.intersection(cells, square))


places = st.lists(
    st.tuples(st.integers(1, 99), st.integers(1, 99)), min_size=3, max_size=25, unique=True
)


class TestCodeShapes:
    def test_two_squares_side_by_side_share_one_line(self):
        # by hand: the common edge is one line, walked upwards by one and downwards by the other
        squares = put_on_grid([shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10)])
        coded = code_shapes(squares, tolerance=0, step=10)
        (one,), (other,) = coded.shapes
        used = [number if number >= 0 else -1 - number for number in [*one, *other]]
        assert len(coded.lines) == 3
        assert len(used) == 4 and len(set(used)) == 3

    @given(places)
    def test_shapes_come_back_within_a_step_of_where_they_were(self, points):
        shapes = split_square(np.array(points) * 100.0)
        again = decode_shapes(code_shapes(shapes, tolerance=0, step=STEP).to_plain())
        distance = shapely.hausdorff_distance(again.to_numpy(), shapes.to_numpy())
        assert distance.max() <= STEP

    @given(places)
    def test_neighbours_stay_neighbours_and_no_hole_opens(self, points):
        shapes = split_square(np.array(points) * 100.0)
        again = decode_shapes(code_shapes(shapes).to_plain())
        whole = again.union_all()
        assert whole.area == pytest.approx(again.area.sum(), abs=1)
        assert whole.geom_type == "Polygon" and not whole.interiors

    @given(places)
    def test_each_shared_edge_is_written_once(self, points):
        shapes = split_square(np.array(points) * 100.0)
        coded = code_shapes(shapes)
        edges = []
        for line in coded.lines:
            points = np.cumsum(np.reshape(line, (-1, 2)), axis=0).tolist()
            edges += [frozenset(map(tuple, edge)) for edge in pairwise(points)]
        assert len(edges) == len(set(edges))

    def test_holes_islands_and_enclosed_neighbours_are_kept(self):
        outer, inner = shapely.box(0, 0, 3000, 3000), shapely.box(1000, 1000, 2000, 2000)
        island = shapely.box(5000, 0, 6000, 1000)
        shapes = put_on_grid([shapely.union(shapely.difference(outer, inner), island), inner])
        again = decode_shapes(code_shapes(shapes).to_plain())
        # 3 km by 3 less 1 by 1, and 1 by 1 of island; in square metres
        assert again.area.tolist() == [9_000_000, 1_000_000]

    def test_a_shape_smaller_than_the_tolerance_is_still_there(self):
        shapes = put_on_grid([shapely.box(0, 0, 20, 20), shapely.box(20, 0, 5000, 5000)])
        again = decode_shapes(code_shapes(shapes, tolerance=500).to_plain())
        assert again.area.min() > 0

    def test_shapes_that_are_not_in_metres_are_refused(self):
        with pytest.raises(TableError, match=r"must be in EPSG:27700; found 1 of EPSG:4326"):
            code_shapes(gpd.GeoSeries([shapely.box(0, 51, 1, 52)], crs=4326))
        with pytest.raises(TableError, match=r"found 0"):
            code_shapes(put_on_grid([]))

    def test_a_shape_that_the_grid_cannot_hold_is_refused(self):
        with pytest.raises(TableError, match=r"1 shapes are smaller than 2 metres"):
            code_shapes(put_on_grid([shapely.box(0, 0, 0.1, 0.1)]))

    def test_the_shapes_given_stay_as_they_are(self):
        shapes = put_on_grid([shapely.box(0, 0, 1000, 1000)])
        before = shapes.copy()
        code_shapes(shapes)
        assert shapes.geom_equals(before).all()


class TestTake:
    @given(places, st.data())
    def test_parts_are_the_shapes_that_were_taken_and_share_their_edges(self, points, data):
        shapes = split_square(np.array(points) * 100.0)
        coded = code_shapes(shapes)
        whole = decode_shapes(coded.to_plain())
        chosen = data.draw(st.lists(st.integers(0, len(shapes) - 1), min_size=1, unique=True))
        others = [place for place in range(len(shapes)) if place not in chosen]
        parts = [(rows, coded.take(rows).to_plain()) for rows in (chosen, others) if rows]
        for rows, part in parts:
            again = decode_shapes(part)
            assert shapely.equals(again.to_numpy(), whole.iloc[rows].to_numpy()).all()
            used = {max(n, -1 - n) for rings in part["shapes"] for ring in rings for n in ring}
            assert used == set(range(len(part["lines"])))
