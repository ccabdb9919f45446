"""Variation and assurance, by the facts that NHSRplotthedots's own tests hold."""

import numpy as np
import pandas as pd
import pytest

from datacell_lib.analysis.time.control_charts import calculate_xmr_chart
from datacell_lib.analysis.time.control_judgement import judge_control_chart
from datacell_lib.analysis.time.control_rules import RULES
from datacell_lib.schema import ParameterError, TableError

STEADY = [10.0, 12, 9, 11, 10, 12, 11, 9, 10, 12, 11, 10]


def make_chart(values, **settings):
    table = pd.DataFrame({"period": range(1, len(values) + 1), "value": values})
    return calculate_xmr_chart(table, **settings)


def make_limits(lower, centre, upper):
    table = pd.DataFrame({"lower_limit": lower, "centre": centre, "upper_limit": upper})
    table = table.assign(value=table["centre"], period=range(1, len(table) + 1))
    return table.assign(**dict.fromkeys(RULES, False))


class TestAssurance:
    # tests/testthat/test-ptd_calculate_assurance_type.R: target 4; limits 1 to 3, 5 to 7, 1 to 5.
    LIMITS = ([1.0, 5, 1], [2.0, 6, 4], [3.0, 7, 5])

    @pytest.mark.parametrize(
        ("higher_is", "expected"),
        [
            ("better", ["consistently misses", "consistently hits", "hit or miss"]),
            ("worse", ["consistently hits", "consistently misses", "hit or miss"]),
            ("neither", ["", "", ""]),
        ],
    )
    def test_it_is_that_of_nhsrplotthedots(self, higher_is, expected):
        judged = judge_control_chart(make_limits(*self.LIMITS), higher_is=higher_is, target=4)
        assert judged["assurance"].tolist() == expected
        assert judged["target"].tolist() == [4.0] * 3

    def test_there_is_none_without_a_target(self):
        judged = judge_control_chart(make_limits(*self.LIMITS), higher_is="better")
        assert judged["assurance"].tolist() == [""] * 3
        assert judged["target"].isna().all()

    def test_a_target_on_a_limit_is_hit_or_miss(self):
        for target in (1, 3):
            judged = judge_control_chart(
                make_limits([1.0], [2.0], [3.0]), higher_is="better", target=target
            )
            assert judged["assurance"].tolist() == ["hit or miss"]

    def test_there_is_none_without_limits(self):
        judged = judge_control_chart(make_chart([5.0]), higher_is="better", target=4)
        assert judged["assurance"].tolist() == [""]


class TestVariation:
    @pytest.mark.parametrize(
        ("higher_is", "last", "expected"),
        [
            ("better", 20, "special cause, improving"),
            ("better", 1, "special cause, concerning"),
            ("worse", 20, "special cause, concerning"),
            ("worse", 1, "special cause, improving"),
            ("neither", 20, "special cause, neither"),
            ("better", 11, "common cause"),
        ],
    )
    def test_it_goes_by_the_side_of_the_centre_line(self, higher_is, last, expected):
        judged = judge_control_chart(make_chart([*STEADY, float(last)]), higher_is=higher_is)
        assert judged["variation"].tolist() == ["common cause"] * 12 + [expected]

    def test_two_points_near_opposite_limits_are_common_cause(self):
        # tests/testthat/test-ptd_spc_standard.R: 1 and -1 in turn, then 5.5 and -5.5.
        judged = judge_control_chart(make_chart([1.0, -1.0] * 7 + [5.5, -5.5]), higher_is="better")
        assert judged["variation"].tolist()[-2:] == ["common cause", "common cause"]

    @pytest.mark.parametrize("fewer", [0, 1])
    def test_seven_on_one_side_are_special_cause_and_six_are_not(self, fewer):
        # tests/testthat/test-ptd_calculate_point_type.R: a run of six is none.
        run = 7 - fewer
        chart = make_chart([*STEADY, *[12.0] * run], baseline_points=12)
        judged = judge_control_chart(chart, higher_is="better")["variation"]
        expected = "special cause, improving" if fewer == 0 else "common cause"
        assert judged.tolist()[12:] == [expected] * run

    def test_no_rule_looks_across_a_change(self):
        values = [*STEADY, *[12.0, 13, 12, 13, 12, 13, 12, 13]]
        whole = judge_control_chart(make_chart(values, baseline_points=12), higher_is="better")
        anew = judge_control_chart(make_chart(values, recalculate_at=[13]), higher_is="better")
        assert "special cause, improving" in set(whole["variation"][12:])
        assert set(anew["variation"][12:]) == {"common cause"}

    def test_a_point_that_is_missing_is_not_known(self):
        judged = judge_control_chart(make_chart([*STEADY, np.nan]), higher_is="better", target=1)
        assert judged["variation"].iloc[-1] == "not known"
        assert judged["meaning"].iloc[-1].startswith("The value or its limits are not known.")


class TestMeaning:
    def test_it_is_a_plain_sentence_of_both(self):
        judged = judge_control_chart(make_chart([*STEADY, 20.0]), higher_is="worse", target=40)
        assert judged["meaning"].iloc[-1] == (
            "Something has changed for the worse: it is higher than usual variation explains. "
            "By these limits the target will be hit."
        )
        assert judged["meaning"].iloc[0].startswith("This is the usual variation")


class TestRefusals:
    def test_a_direction_that_it_does_not_know(self):
        with pytest.raises(ParameterError, match="higher_is must be one of better, worse, neither"):
            judge_control_chart(make_chart(STEADY), higher_is="up")

    @pytest.mark.parametrize("target", [np.nan, np.inf, "90%", True])
    def test_a_target_that_is_no_number(self, target):
        with pytest.raises(ParameterError, match="target must be a finite number; found"):
            judge_control_chart(make_chart(STEADY), higher_is="better", target=target)

    def test_a_table_that_is_no_chart(self):
        with pytest.raises(TableError, match="no column outside_limits"):
            judge_control_chart(
                make_chart(STEADY).drop(columns="outside_limits"), higher_is="better"
            )

    def test_limits_upside_down(self):
        with pytest.raises(TableError, match="lower_limit must not be above upper_limit"):
            judge_control_chart(make_limits([3.0], [2.0], [1.0]), higher_is="better")

    def test_the_input_is_unchanged(self, leaves_unchanged):
        leaves_unchanged(judge_control_chart, make_chart(STEADY), higher_is="better", target=3)
