"""What is written on maps, measured in the drawn figure: it collides nowhere and stays inside."""

from itertools import combinations

import geopandas as gpd
import pytest
from matplotlib.text import Text
from shapely.geometry import box

from datacell_lib.analysis.index.standing import add_standing
from datacell_lib.desk import open_report
from datacell_lib.presentation.maps.area_map import plot_area_map
from datacell_lib.presentation.maps.index_map import plot_index_map
from datacell_lib.worked_places import WorkedPlaces
from tests.hostile import ALLOWED

CLASSES = (0.1, 0.2, 0.4, 0.6, 1.0)


def make_places(names, *, listed, side=4000, across=3):
    """Places of one neighbourhood each, side by side; the first of them are listed."""
    corners = [(side * (place % across), side * (place // across)) for place in range(len(names))]
    return gpd.GeoDataFrame(
        {
            "most_vulnerable_share": 0.05,
            "msoa_code": [f"E02{place:06d}" for place in range(len(names))],
            "place_name": names,
            "position": [float(n) if n <= listed else None for n in range(1, len(names) + 1)],
        },
        geometry=[box(x, y, x + side, y + side) for x, y in corners],
        crs="EPSG:27700",
    )


def list_faults(figure):
    """The texts on a figure's panels that run into another one, or leave their panel."""
    figure.draw_without_rendering()
    faults = []
    for ax in figure.axes:
        extents = [(text.get_text(), text.get_window_extent()) for text in ax.texts]
        panel = ax.get_window_extent().padded(1)
        faults += [
            f"{one} and {other}"
            for (one, first), (other, second) in combinations(extents, 2)
            if first.overlaps(second)
        ]
        faults += [
            words
            for words, extent in extents
            if not (panel.contains(*extent.min) and panel.contains(*extent.max))
        ]
    return faults


def list_words(figure):
    return {" ".join(text.get_text().split()) for ax in figure.axes for text in ax.texts}


class TestListedPlaces:
    def test_a_listed_place_has_its_number_and_name_and_another_its_name(
        self, make_released, drawn
    ):
        places = make_places(["Moor", "North", "Green"], listed=2, side=9000)
        plot_index_map(make_released(places), title="?", nation="E", classes=CLASSES)
        assert list_words(drawn[0].figure) >= {"1 Moor", "2 North", "Green"}
        weights = {text.get_text(): text.get_fontweight() for text in drawn[0].texts}
        assert (weights["1 Moor"], weights["Green"]) == ("bold", "normal")

    def test_every_listed_place_is_named_on_the_map_or_in_its_key(self, make_released, drawn):
        names = [f"A long name with no end {letter}" for letter in "abcdefghijklmnopqrstuvwxy"]
        places = make_places(names, listed=25, across=5)
        plot_index_map(make_released(places), title="?", nation="E", classes=CLASSES)
        words = " | ".join(list_words(drawn[0].figure))
        assert all(name in words for name in names)
        assert list_faults(drawn[0].figure) == []

    def test_a_name_is_drawn_as_it_is_written(self, make_released, drawn):
        names = [name for name in ALLOWED.values() if len(name) < 20]
        places = make_places(names, listed=len(names), side=9000)
        plot_index_map(make_released(places), title="?", nation="E", classes=CLASSES)
        figure = drawn[0].figure
        words = " | ".join(list_words(figure))
        assert all(name in words for name in names)
        assert not any(text.get_parse_math() for text in figure.findobj(Text))

    def test_alt_text_names_the_first_three_and_where_they_lie(self, make_released):
        places = make_places(["Moor", "North", "Green", "Hill"], listed=4, across=2)
        output = plot_index_map(make_released(places), title="?", nation="E", classes=CLASSES)
        assert output.alt.endswith(
            "The first places of the list: 1 Moor (in the south-west), 2 North (in the "
            "south-east) and 3 Green (in the north-west)."
        )

    def test_a_district_is_shown_in_its_area(self, make_released, drawn):
        places = make_places(["Moor", "North"], listed=1)
        area = gpd.GeoDataFrame(
            {"district_name": ["A", "B"]},
            geometry=[box(0, 0, 8000, 4000), box(8000, 0, 20_000, 4000)],
            crs="EPSG:27700",
        )
        given = {"title": "?", "nation": "E", "classes": CLASSES}
        output = plot_index_map(make_released(places), within=make_released(area), **given)
        assert len(drawn[0].child_axes) == 1
        assert output.shown[-1].columns == ("geometry",)

    def test_no_dark_outline_lies_on_dark_ground_without_white_beside_it(
        self, make_released, drawn
    ):
        places = make_places(["Moor", "North"], listed=2)
        plot_index_map(make_released(places), title="?", nation="E", classes=CLASSES)
        lines = [
            (float(layer.get_linewidth()[0]), layer.get_edgecolor()[0][:3].min())
            for layer in drawn[0].collections[1:]
        ]
        (casing, white), (line, dark) = lines
        assert white == 1 and dark < 0.2 and casing > line + 1


class TestDrawnAreas:
    @pytest.mark.parametrize("area", ["sample", "essex", "bolton"])
    def test_no_label_runs_into_another_or_leaves_its_map(
        self, area, request, run, make_released, drawn
    ):
        if area != "sample":
            request.getfixturevalue("mirror")
        report = open_report(area)
        linked = add_standing(report.linked.neighbourhoods, index=report.index.scores)
        standing = linked.assign(share_of_draws_in_most_vulnerable_20=1.0)
        outlines = make_released(report.outlines)
        whole = WorkedPlaces(standing, report.index, standing)
        given = {"title": "Where?", "nation": "England", "classes": whole.classes}
        faults = {}
        for name, here in standing.groupby("district_name"):
            places = WorkedPlaces(here.reset_index(drop=True), report.index, standing)
            plot_index_map(make_released(places.numbered), within=outlines, **given)
            faults[name] = list_faults(drawn[-1].figure)
        people = make_released(report.outlines.assign(people_in_fifth=5.0))
        named = {"place": "Where", "nation": "England", "classes": whole.classes, "pages": {}}
        beside = {"outlines": outlines, "districts": people}
        plot_area_map(make_released(whole.numbered), **beside, **named)
        faults[report.title] = list_faults(drawn[-1].figure)
        assert len(faults) > 5
        assert {name: found for name, found in faults.items() if found} == {}
