"""Any figure of matplotlib or seaborn, in the book's frame."""

import io

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
import seaborn
from matplotlib.image import imread

from datacell_lib.presentation import charts
from datacell_lib.schema import TableError

TABLE = pd.DataFrame({"place": ["a", "b", "c"], "people": [1, 2, 3], "beds": [3.0, 1.0, 2.0]})
WORDS = {"title": "What is it?", "alt": "Three dots that fall."}


def read(output):
    return imread(io.BytesIO(output.content["image/png"]))


@pytest.fixture
def figure():
    figure, ax = plt.subplots(figsize=(12, 6))
    ax.plot(TABLE["people"], TABLE["beds"])
    yield figure
    plt.close(figure)


class TestPublish:
    def test_it_carries_release_alt_text_and_closes_the_figure(self, make_released, figure):
        released = make_released(TABLE)
        output = charts.publish(figure, released, **WORDS)
        assert (output.kind, output.alt) == ("figure", "Three dots that fall.")
        assert [shown.release for shown in output.shown] == [released.id]
        assert output.shown[0].columns == ("place", "people", "beds")
        assert plt.get_fignums() == []

    def test_it_is_as_wide_as_every_figure_and_has_room_for_title_and_source(
        self, make_released, figure
    ):
        picture = read(charts.publish(figure, make_released(TABLE), **WORDS))
        height, width, _ = picture.shape
        assert width == 1120
        assert height > 560
        dark = (picture[:, :, :3].mean(axis=2) < 0.5).any(axis=1)
        assert dark[:60].any() and dark[-40:].any()

    def test_small_words_are_made_large_enough_for_a_phone(self, make_released, figure):
        (ax,) = figure.axes
        small = ax.set_title("small", fontsize=4)
        charts.publish(figure, make_released(TABLE), **WORDS)
        assert small.get_fontsize() == 8

    def test_text_with_dollars_is_no_formula_but_the_marks_of_a_log_axis_are(
        self, make_released, figure
    ):
        (ax,) = figure.axes
        broken = ax.set_title("$\\frac$")
        ax.set_yscale("log")
        charts.publish(figure, make_released(TABLE), **WORDS)
        assert not broken.get_parse_math()
        assert any(label.get_parse_math() for label in ax.get_yticklabels(which="both"))

    @pytest.mark.parametrize("kind", ["axes", "grid"])
    def test_what_seaborn_returns_is_taken(self, make_released, kind):
        draw = seaborn.scatterplot if kind == "axes" else seaborn.relplot
        drawn = draw(data=TABLE, x="people", y="beds", hue="place")
        picture = read(charts.publish(drawn, make_released(TABLE), **WORDS))
        assert np.ptp(picture[:, :, :3]) > 0.5
        assert plt.get_fignums() == []

    def test_every_table_behind_it_is_marked(self, make_released, figure):
        two = [make_released(TABLE), make_released(TABLE.head(1))]
        output = charts.publish(figure, *two, columns=["place"], **WORDS)
        assert [(shown.columns, shown.rows) for shown in output.shown] == [
            (("place",), 3),
            (("place",), 1),
        ]

    def test_no_figure_no_table_and_no_words_are_each_refused(self, make_released, figure):
        released = make_released(TABLE)
        with pytest.raises(TableError, match="figure of matplotlib or seaborn first; found 'x'"):
            charts.publish("x", released, **WORDS)
        with pytest.raises(TableError, match="needs the released tables"):
            charts.publish(figure, **WORDS)
        with pytest.raises(TableError, match="needs alt text"):
            charts.publish(figure, released, title="?", alt=" ")
        plt.close("all")
