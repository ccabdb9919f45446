"""Maps are framed on the parts of a district that hold its neighbourhoods."""

import geopandas as gpd
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from shapely.affinity import translate
from shapely.geometry import MultiPolygon, box

from datacell_lib.presentation.maps import index_map
from datacell_lib.presentation.maps.far_parts import leave_out_far_parts
from datacell_lib.presentation.maps.local_map import plot_local_map

CLASSES = (0.1, 0.2, 0.4, 0.6, 1.0)
TOWN = box(0, 0, 1000, 1000)


def square(left, bottom, *, side=100):
    return box(left, bottom, left + side, bottom + side)


def make_shapes(*neighbourhoods):
    shapes = [MultiPolygon(parts) if isinstance(parts, list) else parts for parts in neighbourhoods]
    return gpd.GeoDataFrame(geometry=shapes, crs="EPSG:27700")


class TestLeaveOutFarParts:
    def test_rocks_and_a_breakwater_out_at_sea_are_left_out_and_counted(self):
        shapes = make_shapes([TOWN, square(400, -3000), square(900, -3500)])
        kept, left_out = leave_out_far_parts(shapes)
        assert left_out == 2
        assert kept.total_bounds.tolist() == [0, 0, 1000, 1000]

    def test_an_islet_close_by_stays(self):
        shapes = make_shapes([TOWN, square(1000 - 50, -90, side=80)])
        kept, left_out = leave_out_far_parts(shapes)
        assert left_out == 0
        assert kept.total_bounds.tolist() == shapes.total_bounds.tolist()

    def test_an_island_that_is_a_neighbourhood_stays_however_far(self):
        kept, left_out = leave_out_far_parts(make_shapes(TOWN, square(9000, 9000)))
        assert (left_out, kept.total_bounds.tolist()) == (0, [0, 0, 9100, 9100])

    def test_what_joins_on_to_such_an_island_stays_too(self):
        pier, island = box(9100, 9000, 9900, 9050), square(9000, 9000)
        _, left_out = leave_out_far_parts(make_shapes([TOWN, pier], island))
        assert left_out == 0

    def test_of_islands_that_are_one_neighbourhood_none_is_left_out(self):
        isles = [square(0, 0, side=size) for size in (400, 270, 230, 190, 180)]
        spread = [translate(isle, 3000 * place) for place, isle in enumerate(isles)]
        _, left_out = leave_out_far_parts(make_shapes(spread))
        assert left_out == 0

    def test_a_place_without_far_parts_is_drawn_as_it_is(self):
        shapes = make_shapes(TOWN, translate(TOWN, 1000))
        kept, left_out = leave_out_far_parts(shapes)
        assert kept is shapes and left_out == 0

    @given(
        corners=st.lists(
            st.tuples(st.integers(-9, 18), st.integers(-9, 12)), max_size=6, unique=True
        )
    )
    def test_just_what_would_stretch_the_frame_by_more_than_a_tenth_is_left_out(self, corners):
        towns = [TOWN, translate(TOWN, 1000)]
        islets = [square(200 * x + 25, 200 * y + 25) for x, y in corners]
        apart = [islet for islet in islets if not any(islet.intersects(town) for town in towns)]
        shapes = make_shapes([towns[0], *apart], towns[1]).set_axis(["a", "b"])
        kept, left_out = leave_out_far_parts(shapes)
        frame = box(-200, -200, 2200, 1200)
        assert left_out == sum(not frame.covers(islet) for islet in apart)
        assert len(kept.explode()) == len(shapes.explode()) - left_out
        assert frame.covers(box(*kept.total_bounds))
        assert (kept.index.tolist(), kept.crs) == (["a", "b"], shapes.crs)


class TestMapsOfADistrictWithFarParts:
    SAID = "1 detached part far off, without a whole neighbourhood, left out"
    SHAPES = make_shapes([TOWN, square(400, -3000)], translate(TOWN, 1000))

    def check(self, output, ax):
        assert min(ax.get_ylim()) > -2900  # the islet's upper edge
        words = " ".join(text.get_text() for text in ax.figure.texts)
        assert self.SAID in " ".join(words.split())
        assert self.SAID in output.alt

    def test_a_map_of_standing_shows_the_town_and_says_what_it_leaves_out(
        self, make_released, drawn
    ):
        released = make_released(self.SHAPES.assign(most_vulnerable_share=[0.05, 0.5]))
        about = {"place": "Moor", "nation": "England", "classes": CLASSES}
        self.check(index_map.plot_index_map(released, **about), drawn[0])

    def test_a_map_of_a_local_index_does_as_well(self, make_released, drawn):
        told = {"neighbourhood": ["A", "B"], "title": "Parcels", "areas": 160, "within": "Norfolk"}
        fifths = pd.array([1, 3], dtype="Int64")
        released = make_released(self.SHAPES.assign(**told, fifth_within_area=fifths))
        self.check(plot_local_map(released, index="Parcels", place="Norwich"), drawn[0])
