import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import box

from datacell_lib.presentation.maps.local_map import plot_local_map


@pytest.fixture
def make_shapes(make_released):
    """Return a function that makes a released row of squares in the fifths given."""

    def make(fifths):
        table = pd.DataFrame(
            {
                "neighbourhood": [f"N{at}" for at in range(len(fifths))],
                "title": "Parcels",
                "areas": 160,
                "fifth_within_area": pd.array(fifths, dtype="Int64"),
                "within": "Norfolk",
            }
        )
        squares = [box(at, 0, at + 1, 1) for at in range(len(fifths))]
        return make_released(gpd.GeoDataFrame(table, geometry=squares, crs=27700))

    return make


def read_figure(axes):
    figure = axes.figure
    legend = figure.legends[0]
    return {
        "legend": [text.get_text() for text in legend.get_texts()],
        "legend_title": legend.get_title().get_text(),
        "title": figure.texts[0].get_text().replace("\n", " "),
    }


class TestPlotLocalMap:
    def test_title_and_legend_say_what_it_is_within(self, make_shapes, drawn):
        plot_local_map(make_shapes([1, 1, 3]), index="Parcels", place="Norwich")
        read = read_figure(drawn[0])
        assert read["title"] == (
            "Parcels: 2 of 3 neighbourhoods of Norwich are in the most vulnerable fifth within "
            "Norfolk"
        )
        assert read["legend_title"] == "Fifths of the 160 neighbourhoods ranked within Norfolk"
        assert read["legend"][:3] == [
            "Most vulnerable fifth: 2",
            "Second fifth: 0",
            "Third fifth: 1",
        ]

    def test_the_whole_area_is_not_named_twice(self, make_shapes, drawn):
        plot_local_map(make_shapes([1, 5]), index="Parcels", place="Norfolk")
        assert read_figure(drawn[0])["title"] == (
            "Parcels: 1 of 2 neighbourhoods is in the most vulnerable fifth within Norfolk"
        )

    def test_one_without_a_rank_is_hatched_and_counted(self, make_shapes, drawn):
        shown = plot_local_map(make_shapes([1, None]), index="Parcels", place="Norwich")
        assert read_figure(drawn[0])["legend"][-1] == "Not ranked: 1"
        assert any(collection.get_hatch() for collection in drawn[0].collections)
        assert shown.alt.endswith(
            "Of 2 neighbourhoods 1 is in the most vulnerable fifth within Norfolk, shaded darkest. "
            "1 is not ranked."
        )

    def test_where_all_are_ranked_nothing_is_hatched(self, make_shapes, drawn):
        shown = plot_local_map(make_shapes([2, 4]), index="Parcels", place="Norwich")
        assert len(read_figure(drawn[0])["legend"]) == 5
        assert "not ranked" not in shown.alt

    def test_what_is_suppressed_is_told_apart_from_what_is_not_known(self, make_released, drawn):
        table = pd.DataFrame(
            {
                "title": "Parcels",
                "areas": 1,
                "fifth_within_area": pd.array([1, None, None], dtype="Int64"),
                "standing_within_area": ["Most vulnerable fifth", "suppressed", "not known"],
                "within": "Norfolk",
                "given": "A food bank (agreement DSA-7)",
                "only_for": "Partner edition: for a food bank and the council only.",
            }
        )
        squares = [box(at, 0, at + 1, 1) for at in range(3)]
        released = make_released(gpd.GeoDataFrame(table, geometry=squares, crs=27700))
        shown = plot_local_map(released, index="Parcels", place="Norwich")
        assert read_figure(drawn[0])["legend"][-2:] == ["Not ranked: 1", "Suppressed: 1"]
        hatches = {collection.get_hatch() for collection in drawn[0].collections}
        assert len(hatches - {None}) == 2
        assert shown.alt.endswith("1 is not ranked. 1 is suppressed.")
        texts = " ".join(text.get_text() for text in drawn[0].figure.texts).replace("\n", " ")
        assert "Counts given by A food bank (agreement DSA-7)." in texts
