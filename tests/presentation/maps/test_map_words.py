import numpy as np
import pytest

from datacell_lib.presentation.maps.map_words import tell_side


class TestTellSide:
    @pytest.mark.parametrize(
        ("x", "y", "words"),
        [
            (1, 1, "in the south-west"),
            (299, 1, "in the south-east"),
            (150, 299, "in the north"),
            (300, 300, "in the north-east"),
            (0, 150, "in the west"),
            (150, 150, "in the middle"),
        ],
    )
    def test_north_is_up_and_east_is_right(self, x, y, words):
        assert tell_side(np.array([0, 0, 300, 300]), x=x, y=y) == words
