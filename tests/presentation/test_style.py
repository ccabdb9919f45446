import io
import warnings

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.text import Text

from datacell_lib.presentation.style import show_text_as_it_is
from tests.hostile import ALLOWED


def draw(name):
    figure, axes = plt.subplots(figsize=(4, 2))
    axes.plot([0, 1], [0, 1], label=name)
    axes.set_title(name)
    axes.set_yticks([0, 1], [name, "b"])
    axes.annotate(name, (0.5, 0.5))
    figure.text(0, 0, name)
    figure.legend()
    return figure


def paint(figure):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure.canvas.draw()
    pixels = np.asarray(figure.canvas.buffer_rgba()).copy()
    plt.close(figure)
    return pixels


class TestShowTextAsItIs:
    @pytest.mark.parametrize("name", ALLOWED.values(), ids=ALLOWED)
    def test_names_are_drawn_without_complaint(self, name):
        figure = draw(name)
        show_text_as_it_is(figure)
        paint(figure)

    def test_no_text_of_a_figure_is_read_as_a_formula(self):
        figure = draw("$x^2$")
        show_text_as_it_is(figure)
        figure.savefig(io.BytesIO())
        named = [text for text in figure.findobj(Text) if "$" in text.get_text()]
        assert len(named) >= 5
        assert not any(text.get_parse_math() for text in named)
        plt.close(figure)

    def test_dollars_are_drawn_as_escaped_ones_are(self):
        plain = draw("$x^2$")
        show_text_as_it_is(plain)
        np.testing.assert_array_equal(paint(plain), paint(draw(r"\$x^2\$")))
