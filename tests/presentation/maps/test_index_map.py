"""The map of an index: what it draws, said by matplotlib's own objects and by its alt text."""

from itertools import combinations

import geopandas as gpd
import numpy as np
from matplotlib.colors import to_hex
from shapely.geometry import box

from datacell_lib.presentation.maps import area_map, index_map
from datacell_lib.presentation.maps.class_legend import NOT_RANKED
from datacell_lib.presentation.style import BANDS

CLASSES = (0.1, 0.2, 0.4, 0.6, 1.0)


def make_neighbourhoods(shares, positions=None):
    shapes = gpd.GeoDataFrame(
        {"most_vulnerable_share": shares},
        geometry=[box(k, k, k + 1000, k + 1000) for k in range(0, 1000 * len(shares), 1000)],
        crs="EPSG:27700",
    )
    if positions is None:
        return shapes
    codes = [f"E02{place:06d}" for place in range(len(shares))]
    return shapes.assign(position=positions, msoa_code=codes, place_name="Moor")


def make_wards(number):
    names = ("St Mary's", "Bordesley & Highgate", "Aston", "Soho & Jewellery Quarter", "Newtown")
    corners = [(1000 * (k % 9), 1000 * (k // 9)) for k in range(number)]
    return gpd.GeoDataFrame(
        {"district_name": [f"{names[k % 5]} {k:02d}" for k in range(number)]},
        geometry=[box(x, y, x + 1000, y + 1000) for x, y in corners],
        crs="EPSG:27700",
    )


def plot_area(make_released, shapes, outlines, pages=None):
    people = outlines[["district_name"]].assign(people_in_fifth=5.0)
    return area_map.plot_area_map(
        make_released(shapes),
        outlines=make_released(outlines),
        districts=make_released(people),
        place="Moor",
        nation="E",
        classes=CLASSES,
        pages=pages or {},
    )


class TestPlotIndexMap:
    def test_bands_are_coloured_by_standing_and_ends_belong_to_the_worse_band(
        self, make_released, drawn
    ):
        shapes = make_neighbourhoods([0.05, 0.1, 0.100001, 0.2, 0.9])
        index_map.plot_index_map(
            make_released(shapes), title="Where?", nation="England", classes=CLASSES
        )
        colours = [tuple(colour) for colour in drawn[0].collections[0].get_facecolor()]
        wanted = [BANDS[i] for i in (0, 0, 1, 1, 4)]
        assert [to_hex(colour) for colour in colours] == wanted

    def test_a_neighbourhood_without_a_rank_is_not_shaded_as_safe(self, make_released, drawn):
        shapes = make_neighbourhoods([0.05, np.nan, 0.9])
        output = index_map.plot_index_map(
            make_released(shapes), title="Where?", nation="England", classes=CLASSES
        )
        colours = [to_hex(colour) for colour in drawn[0].collections[0].get_facecolor()]
        assert colours == [BANDS[0], NOT_RANKED, BANDS[4]]
        assert NOT_RANKED not in BANDS
        assert output.alt.endswith("1 is not ranked.")

    def test_alt_text_counts_what_is_shown(self, make_released):
        shapes = make_neighbourhoods([0.05, 0.15, 0.5])
        output = index_map.plot_index_map(
            make_released(shapes), title="Where?", nation="England", classes=CLASSES
        )
        assert (
            "Of 3 neighbourhoods 1 is among the most vulnerable 10% in England and 2" in output.alt
        )

    def test_listed_neighbourhoods_carry_their_numbers(self, make_released, drawn):
        shapes = make_neighbourhoods([0.05, 0.15, 0.5], positions=[1, np.nan, 2])
        index_map.plot_index_map(
            make_released(shapes), title="Where?", nation="England", classes=CLASSES
        )
        assert {text.get_text()[0] for text in _list_labels(drawn[0])} >= {"1", "2"}

    def test_a_crowd_of_numbers_is_drawn_again_close_up(self, make_released):
        shapes = make_neighbourhoods([0.05] * 10, positions=[1, 2] + [np.nan] * 8)
        wide = make_neighbourhoods([0.05] * 10, positions=[1] + [np.nan] * 8 + [2])
        close = index_map.plot_index_map(
            make_released(shapes), title="Where?", nation="England", classes=CLASSES
        )
        plain = index_map.plot_index_map(
            make_released(wide), title="Where?", nation="England", classes=CLASSES
        )
        assert _height(close) > _height(plain)

    def test_a_place_without_vulnerable_neighbourhoods_is_told_as_one(self, make_released):
        shapes = make_neighbourhoods([0.5])
        output = index_map.plot_index_map(
            make_released(shapes), title="Where?", nation="England", classes=CLASSES
        )
        assert output.alt == (
            "Map. Where? Where each neighbourhood stands in England. "
            "Of 1 neighbourhood none is among the most vulnerable 20% in England."
        )


class TestPlotAreaMap:
    def test_names_of_many_districts_do_not_run_into_one_another(self, make_released, drawn):
        wards = make_wards(69)
        shapes = wards[["geometry"]].assign(most_vulnerable_share=0.5)
        plot_area(make_released, shapes, wards)
        drawn[0].figure.draw_without_rendering()
        boxes = [text.get_window_extent() for text in _list_labels(drawn[0])]
        crossing = [pair for pair in combinations(boxes, 2) if pair[0].overlaps(pair[1])]
        key = [text.get_text() for text in drawn[0].figure.axes[1].texts]
        assert not crossing
        assert len(boxes) == 69 and key

    def test_every_name_is_on_the_map_or_in_its_key(self, make_released, drawn):
        wards = make_wards(69)
        shapes = wards[["geometry"]].assign(most_vulnerable_share=0.5)
        plot_area(make_released, shapes, wards)
        labels = {text.get_text() for text in _list_labels(drawn[0])}
        key = dict(text.get_text().split("  ") for text in drawn[0].figure.axes[1].texts)
        assert labels == (set(wards["district_name"]) - set(key.values())) | set(key)
        assert list(key.values()) == sorted(key.values())

    def test_a_place_too_small_for_a_number_is_last_in_the_key(self, make_released, drawn):
        tiny = box(0, 1000, 1, 1001)
        wards = make_wards(9)
        wards.loc[9] = ["Abbey", tiny]
        wards.loc[10] = ["Aaron", box(1, 1000, 2, 1001)]
        shapes = wards[["geometry"]].assign(most_vulnerable_share=0.5)
        plot_area(make_released, shapes, wards)
        key = [text.get_text() for text in drawn[0].figure.axes[1].texts]
        labels = {text.get_text() for text in _list_labels(drawn[0])}
        marked = [entry.split("  ")[0] for entry in key if not entry.startswith("·")]
        assert set(marked) <= labels
        assert key[-1].startswith("·")

    def test_a_few_districts_have_their_names_and_no_key(self, make_released, drawn):
        wards = make_wards(3)
        shapes = wards[["geometry"]].assign(most_vulnerable_share=0.5)
        plot_area(make_released, shapes, wards)
        assert {text.get_text() for text in _list_labels(drawn[0])} == set(wards["district_name"])
        assert len(drawn[0].figure.axes) == 1

    def test_it_says_which_rows_it_shows_of_both_tables(self, make_released):
        shapes = make_neighbourhoods([0.05])
        outlines = shapes[["geometry"]].assign(district_name="A")
        output = plot_area(make_released, shapes, outlines).parts[0]
        assert [shown.columns for shown in output.shown] == [
            ("most_vulnerable_share", "geometry"),
            ("district_name", "people_in_fifth"),
            ("district_name", "geometry"),
        ]


def _list_labels(ax):
    """What is written on a map, but for the words of its scale bar."""
    return [text for text in ax.texts if not text.get_text().endswith(" km")]


def _height(output):
    return int.from_bytes(output.content["image/png"][20:24])
