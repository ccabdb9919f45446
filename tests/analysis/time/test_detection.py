"""Counts compared with their bounds."""

import numpy as np
import pandas as pd
import pytest

from datacell_lib.analysis.time.detection import score_exceedance, tabulate_detection
from datacell_lib.analysis.time.series import arrange_series

TABLE = pd.DataFrame({"area_code": "A", "period": [1, 2, 3, 4], "numerator": [3, 10, 11, 4]})


def tabulate(table=TABLE, *, bound=10.0, reason="", **arguments):
    series = arrange_series(table)
    shape = series.counts.shape
    return tabulate_detection(
        series,
        columns=np.arange(shape[1]),
        expected=np.full(shape, 4.0),
        upper_bound=np.full(shape, bound),
        reason=np.full(shape, reason, dtype=object),
        method="a method",
        **arguments,
    )


class TestTabulateDetection:
    def test_an_alarm_is_a_count_above_the_bound_and_not_one_on_it(self):
        assert tabulate()["alarm"].tolist() == [False, False, True, False]

    def test_the_table_is_as_worked_by_hand(self):
        expected = pd.DataFrame(
            {
                "area_code": ["A"] * 4,
                "period": [1, 2, 3, 4],
                "numerator": [3.0, 10.0, 11.0, 4.0],
                "expected": [4.0] * 4,
                "upper_bound": [10.0] * 4,
                "alarm": pd.array([False, False, True, False], dtype="boolean"),
                "exceedance_score": [-1 / 6, 1.0, 7 / 6, 0.0],
                "method": ["a method"] * 4,
                "note": [""] * 4,
            }
        )
        pd.testing.assert_frame_equal(tabulate(), expected, check_dtype=False)

    def test_without_a_bound_there_is_no_answer_and_the_reason_is_given(self):
        result = tabulate(bound=np.nan, reason="too short")
        assert result["alarm"].isna().all()
        assert (result["note"] == "too short").all()

    def test_too_few_cases_rule_an_alarm_out(self):
        result = tabulate(enough_cases=np.array([[True, True, False, True]]))
        assert result["alarm"].tolist() == [False] * 4

    def test_a_provisional_count_has_neither_alarm_nor_score(self):
        result = tabulate(TABLE.assign(provisional=[False, False, True, True]))
        assert result["alarm"].isna().tolist() == [False, False, True, True]
        assert result["exceedance_score"].isna().tolist() == [False, False, True, True]
        assert result["numerator"].tolist() == [3, 10, 11, 4]

    @pytest.mark.parametrize(("limits", "alarm"), [((11, 14), True), ((0, 10), False)])
    def test_a_suppressed_count_is_decided_where_its_limits_agree(self, limits, alarm):
        table = TABLE.astype({"numerator": float})
        table.loc[2, "numerator"] = np.nan
        table[["numerator_lower", "numerator_upper"]] = limits
        assert tabulate(table)["alarm"][2] == alarm

    def test_a_suppressed_count_is_undecided_where_its_limits_differ(self):
        table = TABLE.astype({"numerator": float}).assign(numerator_lower=9, numerator_upper=12)
        table.loc[2, "numerator"] = np.nan
        result = tabulate(table)
        assert result["alarm"].isna().tolist() == [False, False, True, False]
        assert result["note"][2].startswith("suppressed counts leave open")

    def test_a_row_that_was_not_given_is_not_returned(self):
        later = pd.DataFrame({"area_code": "B", "period": [3, 4], "numerator": 1})
        result = tabulate(pd.concat([TABLE, later], ignore_index=True))
        assert result["area_code"].tolist() == ["A"] * 4 + ["B"] * 2


class TestScoreExceedance:
    def test_it_is_the_share_of_the_way_to_the_bound(self):
        scores = score_exceedance(
            np.array([4.0, 7.0, 13.0]), expected=np.full(3, 4.0), upper_bound=np.full(3, 10.0)
        )
        assert scores.tolist() == [0, 0.5, 1.5]

    def test_it_is_missing_where_the_bound_leaves_no_room(self):
        scores = score_exceedance(
            np.array([4.0]), expected=np.array([4.0]), upper_bound=np.array([4.0])
        )
        assert np.isnan(scores).all()
