"""A map of any released table that has shapes."""

import geopandas as gpd
import pandas as pd
import pytest
from shapely import box

from datacell_lib.presentation import charts
from datacell_lib.presentation.style import BANDS
from datacell_lib.schema import TableError


def make_places(numbers):
    shapes = [box(at, 0, at + 1, 1) for at in range(len(numbers))]
    table = {"area_name": [f"p{at}" for at in range(len(numbers))], "beds": numbers}
    return gpd.GeoDataFrame(table, geometry=shapes, crs="EPSG:27700")


def list_legend(figure_axes):
    (legend,) = figure_axes.figure.legends
    return [text.get_text() for text in legend.get_texts()]


class TestMap:
    def test_places_are_shaded_in_five_classes_of_about_as_many(self, make_released, drawn):
        charts.map(make_released(make_places(list(range(10)))), title="?")
        assert list_legend(drawn[0]) == [
            "8 to 9: 2",
            "6 to 7: 2",
            "4 to 5: 2",
            "2 to 3: 2",
            "0 to 1: 2",
        ]

    def test_few_values_make_few_classes_from_dark_to_light(self, make_released, drawn):
        charts.map(make_released(make_places([0, 0, 0, 7])), title="?")
        assert list_legend(drawn[0]) == ["7: 1", "0: 3"]
        (legend,) = drawn[0].figure.legends
        colours = [patch.get_facecolor()[:3] for patch in legend.get_patches()]
        assert colours[0] < colours[-1]
        assert len(BANDS) == 5

    def test_a_place_whose_value_is_not_known_is_hatched_and_counted(self, make_released, drawn):
        output = charts.map(make_released(make_places([1.0, None, 3.0])), title="?")
        assert list_legend(drawn[0])[-1] == "Not known: 1"
        assert "Beds of 3 places; dark is high. Highest: p2, 3; lowest: p0, 1." in output.alt
        assert output.alt.endswith("Not known for 1.")
        assert output.shown[0].columns == ("area_name", "beds", "geometry")

    def test_a_table_without_shapes_is_answered_with_one_that_has_them(self, make_released):
        flat = pd.DataFrame({"area_name": ["a"], "beds": [1]})
        with pytest.raises(TableError, match=r"no shapes to draw.*report\.neighbourhoods\[\["):
            charts.map(make_released(flat), title="?")

    def test_nothing_to_show_is_a_sentence(self, make_released):
        assert (
            charts.map(make_released(make_places([1]).head(0)), title="?", value="beds").kind
            == "sentence"
        )
