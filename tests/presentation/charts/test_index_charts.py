"""Charts of how an index works, said by matplotlib's own objects and by their alt text."""

import pandas as pd
import pytest

from datacell_lib import schema
from datacell_lib.presentation.charts import index_charts
from datacell_lib.presentation.sentences.index_narrative import CHOICES
from datacell_lib.schema import LABELS

WEIGHTS = pd.DataFrame(
    {"title": ["Age", "Crowding"], "nominal_weight": [0.625, 0.375], "effective_weight": [0.1, 0.9]}
)
EFFECTS = pd.DataFrame(
    {
        "choice": ["aggregation", "weights"],
        "first_order": [0.4, -0.01],
        "total": [0.6, 0.05],
        "total_margin": [0.2, 0.02],
    }
)
RANGES = pd.DataFrame(
    {
        "most_vulnerable_share": [0.01, 0.3],
        "lower_share": [0.005, 0.1],
        "upper_share": [0.05, 0.6],
        "stability": [LABELS[0], LABELS[4]],
    }
)


class TestPlotWeights:
    def test_bars_are_given_weights_and_diamonds_effective_ones(self, make_released, drawn):
        output = index_charts.plot_weights(make_released(WEIGHTS), title="?")
        assert [bar.get_width() for bar in drawn[0].patches] == [62.5, 37.5]
        assert drawn[0].lines[0].get_xdata().tolist() == [10.0, 90.0]
        assert "Age 62.5% given, 10% in effect; Crowding 37.5% given, 90%" in output.alt


class TestPlotChoices:
    def test_bars_are_total_effects_and_a_negative_estimate_is_drawn_at_zero(
        self, make_released, drawn
    ):
        output = index_charts.plot_choices(make_released(EFFECTS), title="?")
        assert [bar.get_width() for bar in drawn[0].patches] == pytest.approx([60.0, 5.0])
        diamonds = [line for line in drawn[0].lines if line.get_marker() == "D"]
        assert diamonds[0].get_xdata().tolist() == [40.0, 0.0]
        assert "How parts are averaged 60%, give or take 20%" in output.alt

    def test_every_choice_has_words(self):
        assert set(CHOICES) == {
            schema.INDICATOR_NORMALISATION,
            schema.DOMAIN_NORMALISATION,
            schema.AGGREGATION,
            schema.LEFT_OUT,
            schema.SAMPLING_ERROR,
            schema.WEIGHTS,
        }


class TestPlotStandingRanges:
    def test_a_line_runs_from_the_lower_to_the_upper_place(self, make_released, drawn):
        index_charts.plot_standing_ranges(make_released(RANGES), title="?", nation="England")
        segments = [segment[:, 1].tolist() for segment in drawn[0].collections[0].get_segments()]
        assert segments == [pytest.approx([0.5, 5.0]), pytest.approx([10.0, 60.0])]
        assert drawn[0].lines[0].get_ydata().tolist() == [1.0, 30.0]
        assert drawn[0].get_ylim() == (100, 0)  # the most vulnerable on top

    def test_a_place_off_its_own_line_is_hollow_and_counted(self, make_released, drawn):
        off = RANGES.assign(most_vulnerable_share=[0.01, 0.70])  # its line is from 10% to 60%
        output = index_charts.plot_standing_ranges(make_released(off), title="?", nation="England")
        solid, hollow = drawn[0].lines[:2]
        assert solid.get_ydata().tolist() == [pytest.approx(1.0)]
        assert hollow.get_ydata().tolist() == [pytest.approx(70.0)]
        assert hollow.get_markerfacecolor() == "white"
        assert "1 lies off the line of nine draws in ten, shown as hollow dots." in output.alt

    def test_alt_text_counts_the_labels(self, make_released):
        output = index_charts.plot_standing_ranges(
            make_released(RANGES), title="?", nation="England"
        )
        assert (
            "Of 2 neighbourhoods in the order of England, 1 almost always in the most vulnerable "
            "10%; 1 sometimes in the most vulnerable 20%." in output.alt
        )
