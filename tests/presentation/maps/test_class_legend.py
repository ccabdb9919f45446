from itertools import pairwise

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from datacell_lib.presentation.maps.class_legend import (
    NOT_RANKED,
    make_legend,
    name_classes,
    sort_into_classes,
)
from datacell_lib.presentation.style import SHADES
from datacell_lib.schema import TableError

SEVEN = (0.02, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0)


def measure_luminance(colour):
    """Relative luminance as WCAG 2 defines it."""
    parts = np.array(to_rgb(colour))
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


class TestShades:
    @pytest.mark.parametrize("number", SHADES)
    def test_each_is_lighter_than_the_one_before_by_enough_to_be_told_apart(self, number):
        light = [measure_luminance(colour) + 0.05 for colour in SHADES[number]]
        assert len(light) == number
        assert min(after / before for before, after in pairwise(light)) > 1.35

    def test_no_rank_has_a_colour_of_its_own(self):
        assert all(NOT_RANKED not in shades for shades in SHADES.values())


class TestSortIntoClasses:
    def test_every_share_is_in_one_class_and_an_end_in_the_worse_one(self):
        shares = np.array([0.0001, 0.02, 0.020001, 0.1, 0.8, 0.9, 1.0, np.nan])
        assert sort_into_classes(shares, classes=SEVEN).tolist() == [0, 0, 1, 1, 5, 6, 6, 7]

    @pytest.mark.parametrize(
        "classes", [(0.1, 0.2, 0.4, 0.6, 0.9), (0.5, 1.0), (0.0, 0.1, 0.2, 0.4, 1.0)]
    )
    def test_classes_that_do_not_cover_the_nation_are_refused(self, classes):
        with pytest.raises(TableError, match="rise to 1"):
            sort_into_classes(np.array([0.5]), classes=classes)

    def test_classes_out_of_order_are_refused(self):
        with pytest.raises(TableError, match="must rise"):
            sort_into_classes(np.array([0.5]), classes=(0.1, 0.4, 0.2, 0.6, 1.0))


class TestLegend:
    def test_names_follow_one_another_from_the_most_vulnerable_to_the_least(self):
        assert name_classes(SEVEN) == [
            "Most vulnerable 2%",
            "Next 8% (to 10%)",
            "Next 10% (to 20%)",
            "Next 20% (to 40%)",
            "Next 20% (to 60%)",
            "Next 20% (to 80%)",
            "Least vulnerable 20%",
        ]

    def test_each_class_says_how_many_it_holds_also_where_it_holds_none(self):
        labels = [entry.get_label() for entry in make_legend(np.array([0, 0, 6, 7]), classes=SEVEN)]
        assert labels[0] == "Most vulnerable 2%: 2" and labels[1].endswith(": 0")
        assert labels[-1] == "Not ranked: 1" and len(labels) == 8
