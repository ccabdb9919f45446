"""Cells of the rates' tables that are no numbers, and areas where nobody is."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datacell_lib.schema import DatacellError, TableError
from tests.kinds.rate_cases import CASES

EVERY = pytest.mark.parametrize("case", CASES.values(), ids=CASES)


class TestCells:
    @EVERY
    @given(place=st.integers(0, 2), sign=st.sampled_from([-1, 1]))
    def test_that_are_infinite_are_refused(self, case, place, sign):
        for column in case.numbers:
            wrong = case.table.astype({column: float})
            wrong.loc[place, column] = sign * np.inf
            with pytest.raises(TableError, match=r"must be (finite|numbered)"):
                case.call(wrong)

    @EVERY
    @given(place=st.integers(0, 2))
    def test_of_counts_that_are_negative_are_refused(self, case, place):
        counted = {"numerator", "denominator", "quantile", "events_per_person"}
        for column in sorted(counted & set(case.numbers)):
            wrong = case.table.copy()
            wrong.loc[place, column] = -3
            with pytest.raises(TableError, match=r"-3 for"):
                case.call(wrong)

    @EVERY
    @given(place=st.integers(0, 2))
    def test_that_are_missing_are_never_taken_for_a_number(self, case, place):
        for column in case.numbers:
            wrong = case.table.astype({column: float})
            wrong.loc[place, column] = np.nan
            try:
                answer, whole = case.call(wrong), case.call()
            except DatacellError:
                continue
            code = case.table.loc[place, "area_code"]
            whose = answer.get("area_code", pd.Series(code, index=answer.index))
            own, away = answer[whose == code], answer[whose != code]
            unknown = own.isna() | own.eq("not compared")
            assert unknown.any(axis=None), column
            if not {"quantile", "benchmark"} & set(answer):  # which move with any one of them
                texts = {text: "str" for text in ("note",) if text in answer}
                pd.testing.assert_frame_equal(
                    away.astype(texts), whole.loc[away.index].astype(texts), check_dtype=False
                )

    @EVERY
    def test_that_are_texts_are_refused(self, case):
        for column in case.numbers:
            wrong = case.table.astype({column: "str"})
            with pytest.raises(TableError, match="must be numbers"):
                case.call(wrong)


EMPTIED = [
    *("proportion", "crude rate", "standardised rate", "standardised ratio", "indirect rate"),
    *("life expectancy", "slope index", "relative index", "proportion funnel", "rate funnel"),
]


class TestAnAreaWhereNobodyIs:
    """It has no value of its own, and the others have theirs."""

    @pytest.mark.parametrize("name", EMPTIED)
    @given(area=st.integers(0, 2), band=st.integers(0, 1))
    def test_is_alone_in_having_none(self, name, area, band):
        case = CASES[name]
        rows = len(case.table) // 3
        at = area * rows + min(band, rows - 1)
        empty = case.table.copy()
        empty.loc[at, "denominator"] = 0
        if "numerator" in empty:
            empty.loc[at, "numerator"] = 0
        code = empty.loc[at, "area_code"]
        answer, whole = case.call(empty), case.call()
        away = answer["area_code"] != code
        if "benchmark" not in answer:
            pd.testing.assert_frame_equal(
                answer[away].astype({"note": "str"}), whole[away].astype({"note": "str"})
            )
        assert answer.loc[away, "value"].notna().all()
        if name not in ("standardised ratio", "indirect rate"):  # nobody is nobody to expect of
            assert answer.loc[~away, "value"].isna().all()
            assert answer.loc[~away, "note"].str.startswith("nobody").all()

    @pytest.mark.parametrize(
        "name", ["standardised rate", "standardised ratio", "indirect rate", "life expectancy"]
    )
    @given(place=st.integers(0, 5))
    def test_or_which_lacks_an_age_band_is_alone_in_having_none(self, name, place):
        case = CASES[name]
        code = case.table.loc[place, "area_code"]
        answer, whole = case.call(case.table.drop(index=place)), case.call()
        missing = answer["area_code"] == code
        assert answer.loc[missing, ["value", "lower_ci", "upper_ci"]].isna().all(axis=None)
        assert set(answer.loc[missing, "note"]) == {"an age band is missing"}
        merged = answer[~missing].merge(whole, on=["area_code", "value", "lower_ci", "upper_ci"])
        assert len(merged) == (~missing).sum()
