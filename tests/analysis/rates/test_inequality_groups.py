import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datacell_lib.analysis.rates import inequality_groups
from datacell_lib.analysis.rates.inequality import (
    calculate_relative_index_of_inequality,
    calculate_slope_index_of_inequality,
)
from datacell_lib.schema import ParameterError, TableError

BOTH = pytest.mark.parametrize(
    "calculate", [calculate_slope_index_of_inequality, calculate_relative_index_of_inequality]
)
FEW = {"repetitions": 2000}
VALUES = np.linspace(76, 85, 10)


def make_table(values=VALUES, **columns):
    table = pd.DataFrame(
        {
            "quantile": range(1, 11),
            "denominator": [7291, 7997, 6105, 7666, 5790, 6934, 5918, 5974, 7147, 7534],
            "value": values,
            "lower_ci": values - 1,
            "upper_ci": values + 1,
            "confidence": 0.95,
        }
    )
    return table.assign(**columns)


class TestGroups:
    def make_two_areas(self):
        return pd.concat(
            [make_table(area_code="a"), make_table(VALUES[::-1], area_code="b")],
            ignore_index=True,
        )

    @BOTH
    @settings(max_examples=10)
    @given(missing=st.integers(1, 9))
    def test_of_which_one_is_not_there_give_nothing_and_say_so(self, calculate, missing):
        table = make_table()
        answer = calculate(table[table["quantile"] != missing], **FEW).iloc[0]
        assert np.isnan(answer["value"]) and answer["note"] == inequality_groups.LACKS_A_GROUP

    @BOTH
    def test_of_which_the_last_is_not_there_are_known_by_their_number(self, calculate):
        answer = calculate(make_table().iloc[:9], quantiles=10, **FEW).iloc[0]
        assert np.isnan(answer["value"]) and answer["note"] == inequality_groups.LACKS_A_GROUP
        whole = calculate(make_table(), quantiles=10, **FEW).iloc[0]
        assert whole["note"] == "" and whole["value"] > 0

    @BOTH
    @pytest.mark.parametrize(
        ("column", "wrong", "note"),
        [
            ("quantile", None, inequality_groups.LACKS_A_GROUP),
            ("denominator", 0, inequality_groups.NOBODY_IN_GROUP),
            ("denominator", np.nan, inequality_groups.MISSING_GROUP),
            ("value", np.nan, inequality_groups.MISSING_GROUP),
            ("lower_ci", -1.0, inequality_groups.OFF_SCALE),
        ],
    )
    def test_of_one_area_that_are_unfit_leave_the_other_its_index(
        self, calculate, column, wrong, note
    ):
        table = self.make_two_areas()
        whole = calculate(table, by="area_code", scale="log", **FEW)
        if wrong is None:
            unfit = table.drop(index=19)
        else:
            unfit = table.astype({column: float})
            unfit.loc[19, column] = wrong
        answer = calculate(unfit, by="area_code", scale="log", **FEW)
        assert answer["note"].tolist() == ["", note]
        assert answer.loc[0, "value"] == whole.loc[0, "value"]
        assert np.isnan(answer.loc[1, "value"])

    @BOTH
    @pytest.mark.parametrize("number", [0, 2.5, np.nan, -1])
    def test_must_be_numbered_from_one(self, calculate, number):
        table = make_table().astype({"quantile": float})
        table.loc[3, "quantile"] = number
        with pytest.raises(TableError, match="quantile must be numbered 1, 2, 3"):
            calculate(table)

    @BOTH
    def test_above_their_number_are_refused(self, calculate):
        with pytest.raises(ParameterError, match="found 5, and a group 10 in the table"):
            calculate(make_table(), quantiles=5)

    @BOTH
    def test_with_inverted_limits_are_refused_though_no_value_is_known(self, calculate):
        with pytest.raises(TableError, match="limits must lie around their value"):
            calculate(make_table(value=np.nan, lower_ci=9.0, upper_ci=8.0))

    @BOTH
    @pytest.mark.parametrize("confidence", [95, 0, 1.0])
    def test_with_a_confidence_in_per_cent_are_refused(self, calculate, confidence):
        with pytest.raises(TableError, match=r"confidence must lie.*Write 95% as 0\.95"):
            calculate(make_table(confidence=confidence))

    @BOTH
    def test_may_leave_their_limits_confidence_to_an_argument(self, calculate):
        table = make_table().drop(columns="confidence")
        answer = calculate(table, limits_confidence=0.95, **FEW)
        pd.testing.assert_frame_equal(answer, calculate(make_table(), **FEW))
        with pytest.raises(TableError, match="no column confidence"):
            calculate(table)
        with pytest.raises(TableError, match="Leave out the argument, or the column"):
            calculate(make_table(), limits_confidence=0.95)
        with pytest.raises(ParameterError, match="Write 95% as"):
            calculate(table, limits_confidence=95)
