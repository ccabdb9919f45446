import matplotlib.pyplot as plt
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datacell_lib.presentation.maps.map_view import frame_view
from datacell_lib.presentation.maps.scale_bar import LONGEST, choose_length, draw_scale_bar
from datacell_lib.presentation.style import WIDTH


class TestScaleBar:
    @given(st.floats(300, 900_000))
    def test_its_length_is_a_round_number_that_fits(self, metres):
        view = frame_view(np.array([0, 0, metres, metres]))
        length = choose_length(view)
        assert f"{length:.0e}"[0] in "125"
        assert LONGEST / 2.6 < length * 1000 * view.scale <= LONGEST

    def test_on_paper_it_is_as_long_as_it_says(self):
        view = frame_view(np.array([400_000, 200_000, 430_000, 220_000]))
        figure, ax = plt.subplots(figsize=(WIDTH, view.height))
        ax.set_position((0, 0, 1, 1))
        view.show(ax)
        draw_scale_bar(ax, view, at=(view.left, view.bottom))
        (bar,) = [line for line in ax.lines if line.get_gid() == "scale-bar"]
        words = ax.texts[0].get_text()
        ends = ax.transData.transform(bar.get_xydata())[:, 0]
        corners = ax.transData.transform([(400_000, 200_000), (430_000, 200_000)])[:, 0]
        plt.close(figure)
        assert words == "5 km"
        # 30 km of the national grid, which is in metres, lie between the corners
        assert np.ptp(ends) / np.ptp(corners) == pytest.approx(5 / 30)
