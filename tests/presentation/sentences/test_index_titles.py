"""What charts of how an index works find, told of invented tables by hand."""

import pandas as pd
import pytest

from datacell_lib.presentation.sentences import index_titles


class TestTitleIndexTree:
    @pytest.mark.parametrize(
        ("weights", "said"),
        [
            ([0.5, 0.3, 0.2], "A was given most: 50%"),
            ([0.4, 0.4, 0.2], "A and B were given most: 40% each"),
            ([1 / 3] * 3, "No part of the index was given more than every other"),
        ],
    )
    def test_equal_parts_are_named_together_or_not_at_all(self, make_released, weights, said):
        table = pd.DataFrame({"title": ["Whole", "A", "B", "C"], "depth": [0, 1, 1, 1]})
        table["nominal_weight"] = [1.0, *weights]
        title = index_titles.title_index_tree(make_released(table), place="England")
        assert title.finding == said
        assert title.subtitle.startswith("What “Whole” is made of")


class TestTitleWeights:
    @pytest.mark.parametrize(
        ("effective", "said"),
        [
            ([0.1, 0.13], "“B” counts for most beyond its weight: 13%, though given 5%"),
            ([0.1, 0.05], "No indicator counts for more than it was given"),
        ],
    )
    def test_it_names_what_counts_for_most_beyond_its_weight(self, make_released, effective, said):
        table = pd.DataFrame({"title": ["A", "B"], "nominal_weight": [0.1, 0.05]})
        table["effective_weight"] = effective
        assert index_titles.title_weights(make_released(table), place="E").finding == said


class TestTitleChoices:
    @pytest.mark.parametrize(
        ("margins", "moves"),
        [([0.1, 0.1], "moves"), ([0.3, 0.2], "seems to move"), ([0.1, None], "seems to move")],
    )
    def test_it_is_hedged_where_intervals_meet(self, make_released, margins, moves):
        table = pd.DataFrame({"choice": ["weights", "aggregation"], "total": [0.3, 0.7]})
        table["total_margin"] = pd.Series([margins[1], margins[0]], dtype="float64")
        title = index_titles.title_choices(make_released(table), place="England")
        assert title.finding.startswith(f"How parts are averaged {moves} ranks most: 70%, give or")


class TestTitleStandingRanges:
    @pytest.mark.parametrize(
        ("number", "said"),
        [(0, "None of the 3 neighbourhoods is"), (1, "1 of 3 neighbourhoods is"), (2, "2 of 3")],
    )
    def test_only_what_almost_any_method_says_is_counted(self, make_released, number, said):
        labels = ["almost always in the most vulnerable 10%"] * number
        labels += ["usually in the most vulnerable 20%"] * (3 - number)
        table = pd.DataFrame({"stability": labels})
        title = index_titles.title_standing_ranges(make_released(table), place="Moor")
        assert title.finding.startswith(said)
