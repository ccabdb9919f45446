import numpy as np
import pandas as pd
import pytest

from datacell_lib.analysis.index.missing import (
    estimate_by_regression,
    estimate_from_neighbours,
    fill_missing,
)
from datacell_lib.schema import TableError

CODES = [f"E0100000{i}" for i in range(1, 8)]
GAP = pd.DataFrame(
    {
        "a": [1.0, 1.1, 1.2, 9.0, 9.1, 9.2, 1.1],
        "b": [10.0, 11.0, 12.0, 90.0, 91.0, 92.0, np.nan],
    },
    index=pd.Index(CODES, name="area_code"),
)


class TestFillMissing:
    def test_refuses_by_naming_the_indicator_and_the_areas(self, make_spec):
        with pytest.raises(TableError, match=r"'b' for 1 areas such as E01000007\. Complete them"):
            fill_missing(GAP, spec=make_spec())

    def test_marks_what_was_estimated(self, make_spec):
        spec = make_spec(missing={"rule": "neighbours_median", "neighbours": 3})
        filled, imputed = fill_missing(GAP, spec=spec)
        assert filled.loc["E01000007", "b"] == 11.0
        assert imputed.sum().sum() == 1
        assert imputed.loc["E01000007", "b"]

    def test_leaves_values_missing_and_marks_nothing_where_areas_stay_unranked(self, make_spec):
        filled, imputed = fill_missing(GAP, spec=make_spec(missing={"rule": "leave_unranked"}))
        pd.testing.assert_frame_equal(filled, GAP)
        assert not imputed.any(axis=None)

    @pytest.mark.parametrize("rule", ["neighbours_median", "model"])
    def test_leaves_its_input_unchanged(self, make_spec, rule):
        before = GAP.copy()
        fill_missing(GAP, spec=make_spec(missing={"rule": rule}))
        pd.testing.assert_frame_equal(GAP, before)


class TestEstimateFromNeighbours:
    def test_takes_the_median_of_the_areas_most_alike(self):
        # nearest in a to 1.1: 1.1, then 1.0 and 1.2; their b: 11, 10, 12
        assert estimate_from_neighbours(GAP, neighbours=3).loc["E01000007", "b"] == 11.0

    def test_takes_all_there_are_where_fewer_have_the_value(self):
        # median of 10, 11, 12, 90, 91, 92
        assert estimate_from_neighbours(GAP, neighbours=50).loc["E01000007", "b"] == 51.0

    def test_refuses_an_area_of_which_nothing_is_known(self):
        table = GAP.copy()
        table.loc["E01000007"] = np.nan
        with pytest.raises(TableError, match=r"cannot estimate 'a' for E01000007: it has 0 other"):
            estimate_from_neighbours(table)


class TestEstimateByRegression:
    def test_recovers_an_exact_linear_relation(self):
        # b = 2 a + 3 c - 1
        table = pd.DataFrame({"a": [1.0, 2, 3, 5, 8, 4], "c": [2.0, 1, 4, 3, 1, 3]})
        table["b"] = 2 * table["a"] + 3 * table["c"] - 1
        known = table.copy()
        known.loc[5, "b"] = np.nan
        assert estimate_by_regression(known).loc[5, "b"] == pytest.approx(16.0)

    def test_holds_estimates_within_what_was_observed(self):
        table = pd.DataFrame({"a": [1.0, 2, 3, 50], "b": [2.0, 4, 6, np.nan]})
        assert estimate_by_regression(table).loc[3, "b"] == 6.0

    def test_refuses_a_model_of_too_few_areas(self):
        table = pd.DataFrame({"a": [1.0, 2, 3], "b": [2.0, 4, np.nan]}, index=CODES[:3])
        with pytest.raises(TableError, match=r"2 areas have these and 'b'\. Complete it"):
            estimate_by_regression(table)
