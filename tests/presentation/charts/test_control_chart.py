"""The control chart: shapes and letters beside colours, and words for those who don't see them."""

import numpy as np
import pandas as pd
import pytest

from datacell_lib.analysis.time import calculate_xmr_chart, judge_control_chart
from datacell_lib.presentation.charts.control_chart import plot_control_chart
from datacell_lib.schema import TableError

STEADY = [10.0, 12, 9, 11, 10, 12, 11, 9, 10, 12, 11, 10]


def make_judged(last, *, higher_is="better", target=None, **settings):
    days = pd.date_range("2022-01-01", periods=13)
    table = pd.DataFrame({"period": days, "value": [*STEADY, last]})
    chart = calculate_xmr_chart(table, **settings)
    return judge_control_chart(chart, higher_is=higher_is, target=target)


def list_letters(ax):
    return [text.get_text() for text in ax.texts]


class TestPlotControlChart:
    @pytest.mark.parametrize(
        ("last", "higher_is", "target", "letters", "words"),
        [
            (11.0, "better", None, ["C"], "Symbols: C, common cause."),
            (20.0, "better", 1, ["P", "H"], "H, special cause, improving; P, consistently hits"),
            (20.0, "worse", 1, ["F", "H"], "H, special cause, concerning; F, consistently misses"),
            (1.0, "worse", 10, ["?", "L"], "L, special cause, improving; ?, hit or miss"),
            (1.0, "neither", 10, ["L"], "Symbols: L, special cause, neither."),
            (np.nan, "better", None, [], "Symbols: none."),
        ],
    )
    def test_letters_and_words_say_the_same(
        self, make_released, drawn, last, higher_is, target, letters, words
    ):
        judged = make_judged(last, higher_is=higher_is, target=target)
        output = plot_control_chart(make_released(judged), title="Steady?", unit="Days")
        assert list_letters(drawn[0]) == letters
        assert words in output.alt
        assert output.alt.endswith(judged["meaning"].iloc[-1])

    def test_each_kind_of_variation_has_a_shape_of_its_own(self, make_released, drawn):
        plot_control_chart(make_released(make_judged(20.0)), title="Steady?", unit="Days")
        markers = {
            line.get_marker(): len(line.get_xdata())
            for line in drawn[0].lines
            if line.get_linestyle() == "None"
        }
        assert markers == {"o": 12, "s": 1}

    def test_limits_jump_where_they_were_recalculated(self, make_released, drawn):
        judged = make_judged(20.0, recalculate_at=["2022-01-07"])
        plot_control_chart(make_released(judged), title="Steady?", unit="Days")
        centre = next(line for line in drawn[0].lines if line.get_label() == "Centre")
        assert len(set(np.round(centre.get_ydata(), 9))) == 2

    def test_a_target_is_a_line_and_none_is_none(self, make_released, drawn):
        for target in (None, 15):
            judged = make_judged(11.0, target=target)
            plot_control_chart(make_released(judged), title="Steady?", unit="Days")
        labels = [[line.get_label() for line in ax.lines] for ax in drawn]
        assert ["Target" in each for each in labels] == [False, True]

    def test_periods_need_not_be_dates(self, make_released):
        judged = make_judged(11.0).assign(period=range(13))
        output = plot_control_chart(make_released(judged), title="Steady?", unit="Days")
        assert "The latest, 12, is 11.0" in output.alt

    def test_several_series_or_none_are_refused(self, make_released):
        judged = make_judged(11.0)
        for table in (pd.concat([judged, judged]), judged.head(0)):
            with pytest.raises(TableError, match="a control chart shows one series; found"):
                plot_control_chart(make_released(table), title="Steady?", unit="Days")

    def test_a_table_that_was_not_judged_is_refused(self, make_released):
        table = make_judged(11.0).drop(columns="variation")
        with pytest.raises(TableError, match="has no column variation"):
            plot_control_chart(make_released(table), title="Steady?", unit="Days")
