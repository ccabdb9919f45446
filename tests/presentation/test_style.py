"""How pictures are framed: their words as they are, and a legend of what can be seen."""

import io
import warnings

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Text

from datacell_lib.presentation.style import finish_figure, is_seen, show_text_as_it_is
from datacell_lib.presentation.titles import Title
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


class TestIsSeen:
    @pytest.fixture
    def ax(self):
        figure, ax = plt.subplots()
        yield ax
        plt.close(figure)

    @given(values=st.lists(st.floats(0, 10) | st.just(float("nan")), min_size=1, max_size=6))
    def test_a_line_is_seen_where_any_of_its_points_is_in_the_picture(self, values):
        figure, ax = plt.subplots()
        (line,) = ax.plot(range(len(values)), values, "o")
        ax.set_ylim(0, 5)
        seen = any(value <= 5 for value in values)
        near = any(4.9 < value < 5.1 for value in values)  # at the edge, of which a mark has half
        assert near or is_seen(line) == seen
        plt.close(figure)

    def test_bars_are_seen_where_one_has_a_height(self, ax):
        assert is_seen(ax.bar([1, 2], [0, 3]))
        assert is_seen(ax.barh([1, 2], [0, 3]))
        assert not is_seen(ax.bar([1, 2], [0, float("nan")]))
        assert not is_seen(ax.bar([], []))

    def test_a_line_across_the_picture_and_what_only_a_legend_has_are_kept(self, ax):
        ax.bar([1], [3])
        assert is_seen(ax.axhline(2)) and is_seen(ax.axvline(1))
        assert is_seen(Line2D([], [])) and is_seen(Patch())

    def test_days_are_points_too(self, ax):
        days = pd.date_range("2026-01-01", periods=3)
        (line,) = ax.plot(days, [1, 2, 3])
        assert is_seen(line)

    def test_the_legend_holds_no_more_than_that(self, ax):
        (seen,) = ax.plot([1, 2], [1, 2], label="Cases")
        (lost,) = ax.plot([1, 2], [float("nan")] * 2, label="Expected")
        finish_figure(ax, title=Title("Found", ("Cases",)), source="S", handles=[seen, lost])
        (legend,) = ax.figure.legends
        assert [text.get_text() for text in legend.get_texts()] == ["Cases"]
