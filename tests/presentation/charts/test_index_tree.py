"""The tree of an index, said by matplotlib's own objects and by its alt text."""

import pandas as pd
import pytest

from datacell_lib.presentation.charts.index_tree import plot_index_tree
from datacell_lib.schema import TableError

TREE = pd.DataFrame(
    {
        "component": ["whole", "ill", "age", "money"],
        "title": ["Our index", "Illness", "Older people", "Money"],
        "parent": [None, "whole", "ill", "whole"],
        "depth": [0, 1, 2, 1],
        "nominal_weight": [1.0, 0.625, 0.625, 0.375],
    }
)


class TestPlotIndexTree:
    def test_every_component_stands_on_its_level_with_its_weight(self, make_released, drawn):
        plot_index_tree(make_released(TREE), title="What?")
        texts = {text.get_text().replace("\n", " "): text.get_position() for text in drawn[0].texts}
        assert set(texts) == {"Our index", "Illness, 62.5%", "Older people, 62.5%", "Money, 37.5%"}
        assert texts["Our index"][0] < texts["Illness, 62.5%"][0] < texts["Older people, 62.5%"][0]
        assert texts["Illness, 62.5%"][0] == texts["Money, 37.5%"][0]

    def test_a_parent_stands_in_the_middle_of_its_children(self, make_released, drawn):
        plot_index_tree(make_released(TREE), title="What?")
        heights = {text.get_text().split(",")[0]: text.get_position()[1] for text in drawn[0].texts}
        assert heights["Illness"] == heights["Older people"] == 0
        assert heights["Money"] == 1
        assert heights["Our index"] == 0.5

    def test_alt_text_says_the_whole_tree(self, make_released):
        output = plot_index_tree(make_released(TREE), title="What?")
        assert output.alt == (
            "Tree. What? What “Our index” is made of, in shares of the whole; figures of 2021. "
            "Our index: Illness, 62.5%; Money, 37.5%. Illness: Older people, 62.5%."
        )
        assert output.shown[0].rows == 4

    def test_an_index_alone_is_drawn_too(self, make_released):
        output = plot_index_tree(make_released(TREE.head(1)), title="What?")
        assert output.content["image/png"]

    def test_a_table_without_parents_is_refused(self, make_released):
        with pytest.raises(TableError, match="has no column parent"):
            plot_index_tree(make_released(TREE.drop(columns="parent")), title="What?")
