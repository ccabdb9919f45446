import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datacell_lib import table_checks as checks
from datacell_lib.schema import ParameterError, TableError


class TestNameRows:
    def test_names_the_area_the_period_and_the_group(self):
        table = pd.DataFrame({"area_code": ["E07000073"], "period": [2023], "sex": ["Female"]})
        assert checks.name_rows(table, [True]) == "E07000073, 2023, Female"

    def test_shows_dates_without_their_midnight(self):
        table = pd.DataFrame({"period": pd.to_datetime(["2021-01-04"])})
        assert checks.name_rows(table, [True]) == "2021-01-04"

    def test_names_five_rows_and_counts_the_others(self):
        table = pd.DataFrame({"area_code": list("abcdefg")})
        assert checks.name_rows(table, [True] * 7) == "a; b; c; d; e; and 2 more"

    def test_falls_back_to_the_row_where_there_is_no_key(self):
        assert checks.name_rows(pd.DataFrame({"x": [1, 2]}), [False, True]) == "row 1"


class TestCheckColumns:
    def test_names_what_is_missing_and_what_is_there(self):
        with pytest.raises(TableError, match="no column denominator; found numerator"):
            checks.check_columns(pd.DataFrame({"numerator": []}), ["numerator", "denominator"])

    def test_lets_a_complete_table_pass(self):
        checks.check_columns(pd.DataFrame({"numerator": []}), ["numerator"])


class TestCheckConfidence:
    @pytest.mark.parametrize("confidence", [0, 1, 95, -0.5, float("nan")])
    def test_refuses_what_is_not_a_share(self, confidence):
        with pytest.raises(ParameterError, match=r"Write 95% as 0\.95"):
            checks.check_confidence(confidence)


class TestCheckMultiplier:
    @pytest.mark.parametrize("multiplier", [0, -1, float("nan")])
    def test_refuses_what_is_not_above_zero(self, multiplier):
        with pytest.raises(ParameterError, match="multiplier must be above zero"):
            checks.check_multiplier(multiplier)


class TestCheckNumbers:
    def test_refuses_text(self):
        with pytest.raises(TableError, match="numerator must be numbers"):
            checks.check_numbers(pd.DataFrame({"numerator": ["..", "3"]}), ["numerator"])

    def test_refuses_infinity_and_names_the_row(self):
        table = pd.DataFrame({"area_code": ["a", "b"], "numerator": [1.0, np.inf]})
        with pytest.raises(TableError, match="found infinity for b"):
            checks.check_numbers(table, ["numerator"])

    def test_lets_missing_values_pass(self):
        checks.check_numbers(pd.DataFrame({"numerator": pd.array([1, None])}), ["numerator"])


class TestCheckNotNegative:
    def test_names_the_row(self):
        table = pd.DataFrame({"area_code": ["a", "b"], "numerator": [1, -2]})
        with pytest.raises(TableError, match="found -2 for b"):
            checks.check_not_negative(table, ["numerator"])


class TestCheckDenominators:
    @pytest.mark.parametrize("denominator", [0, -3])
    def test_names_the_row(self, denominator):
        table = pd.DataFrame(
            {"area_code": ["E07000073"], "period": [2023], "denominator": [denominator]}
        )
        with pytest.raises(TableError, match=f"found {denominator} for E07000073, 2023"):
            checks.check_denominators(table)

    def test_lets_missing_values_pass(self):
        checks.check_denominators(pd.DataFrame({"denominator": pd.array([5, None])}))


class TestCheckWithinDenominators:
    def test_names_the_row(self):
        table = pd.DataFrame({"area_code": ["a"], "numerator": [3], "denominator": [2]})
        with pytest.raises(TableError, match="found 3 of 2 for a"):
            checks.check_within_denominators(table)


class TestCheckUnique:
    def test_names_the_repeated_row(self):
        table = pd.DataFrame({"area_code": ["a", "a"], "period": [1, 1]})
        with pytest.raises(TableError, match="found more for a, 1"):
            checks.check_unique(table, keys=["area_code", "period"])

    def test_has_nothing_to_say_of_a_table_without_keys(self):
        checks.check_unique(pd.DataFrame({"x": [1, 1]}), keys=[])


class TestCheckOneGeography:
    @pytest.mark.parametrize(
        "codes",
        [
            ["E01000001", "W01000001"],
            ["E06000033", "E07000073", "E08000001", "E09000001"],
            ["E06000033", "E10000012"],
            ["patch 1", "patch 2"],
            ["E54000026", "E54000027"],
        ],
    )
    def test_lets_one_geography_pass(self, codes):
        checks.check_one_geography(pd.DataFrame({"area_code": codes}))

    @pytest.mark.parametrize(
        "codes",
        [
            ["E01000001", "E02000001"],
            ["E07000073", "E92000001"],
            ["E07000073", "E10000012"],
            ["E07000073", "patch 1"],
        ],
    )
    def test_refuses_a_mixture_and_names_an_area_of_each(self, codes):
        with pytest.raises(TableError, match=f"one geography; found.*{codes[0]}"):
            checks.check_one_geography(pd.DataFrame({"area_code": codes}))

    def test_refuses_areas_without_a_code(self):
        with pytest.raises(TableError, match="area_code must not be missing; found 1 rows"):
            checks.check_one_geography(pd.DataFrame({"area_code": ["E07000073", None]}))


class TestCheckRegularSeries:
    def test_lets_series_of_different_lengths_pass(self):
        table = pd.DataFrame({"area_code": list("aabbb"), "period": [2001, 2002, 2005, 2006, 2007]})
        checks.check_regular_series(table, keys=["area_code"])

    def test_lets_series_whose_rows_are_mingled_pass(self):
        table = pd.DataFrame({"area_code": list("abab"), "period": [1, 1, 2, 2]})
        checks.check_regular_series(table, keys=["area_code"])

    @pytest.mark.parametrize("frequency", ["D", "W", "MS", "ME", "QS", "YS"])
    def test_lets_calendar_steps_pass(self, frequency):
        dates = pd.date_range("2019-01-31", periods=9, freq=frequency)
        checks.check_regular_series(pd.DataFrame({"period": dates}))

    def test_lets_pandas_periods_pass(self):
        months = pd.period_range("2019-01", periods=5, freq="M")
        checks.check_regular_series(pd.DataFrame({"period": months}))

    def test_lets_a_single_row_pass(self):
        checks.check_regular_series(pd.DataFrame({"period": [2001]}))

    @pytest.mark.parametrize("periods", [[2002, 2001], [2001, 2001]])
    def test_refuses_what_does_not_rise(self, periods):
        table = pd.DataFrame({"area_code": ["a", "a"], "period": periods})
        with pytest.raises(TableError, match="out of order or repeated at a, 2001"):
            checks.check_regular_series(table, keys=["area_code"])

    def test_names_the_row_after_a_gap(self):
        dates = pd.to_datetime(["2021-01-01", "2021-01-02", "2021-01-03", "2021-01-05"])
        with pytest.raises(TableError, match="a gap before 2021-01-05"):
            checks.check_regular_series(pd.DataFrame({"period": dates}))

    def test_refuses_missing_periods(self):
        with pytest.raises(TableError, match="period must not be missing; found 1"):
            checks.check_regular_series(pd.DataFrame({"period": [pd.NaT]}))

    def test_refuses_text(self):
        with pytest.raises(TableError, match="period must be whole numbers or dates"):
            checks.check_regular_series(pd.DataFrame({"period": ["week 1"]}))

    @settings(max_examples=25)
    @given(st.integers(4, 30), st.data())
    def test_finds_whichever_row_is_taken_out(self, length, data):
        gone = data.draw(st.integers(1, length - 2))
        table = pd.DataFrame({"period": [p for p in range(length + 2) if p != gone]})
        with pytest.raises(TableError, match=f"gap before {gone + 1}\\."):
            checks.check_regular_series(table)
