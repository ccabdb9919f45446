import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datacell_lib.analysis.time import recent_trend as module
from datacell_lib.analysis.time.recent_trend import (
    calculate_recent_trend_of_proportions,
    calculate_recent_trend_of_values,
)
from datacell_lib.schema import ParameterError, TableError

FINGERTIPS = "Fingertips' recent trend, recomputed in a second package"
COUNTS = [994, 1023, 1199, 1332, 1367]
PEOPLE = [40299, 41527, 42811, 44064, 44701]
VALUES = [24.67, 24.6, 28, 30.2, 30.6]
LOWER = [23.16, 23.15, 26.44, 28.63, 28.98]
UPPER = [26.25, 26.19, 29.64, 31.9, 32.25]


def make_counts(numerators=COUNTS, denominators=PEOPLE, **columns):
    table = pd.DataFrame({"numerator": numerators, "denominator": denominators})
    return table.assign(period=range(2018, 2018 + len(table))).assign(**columns)


def make_values(values=VALUES, lower=LOWER, upper=UPPER, **columns):
    table = pd.DataFrame({"value": values, "lower_ci": lower, "upper_ci": upper})
    return table.assign(period=range(2018, 2018 + len(table))).assign(**columns)


BOTH = pytest.mark.parametrize(
    ("calculate", "make"),
    [
        (calculate_recent_trend_of_proportions, make_counts),
        (calculate_recent_trend_of_values, make_values),
    ],
)


class TestCalculateRecentTrendOfProportions:
    def test_meets_the_reference(self, validate):
        answer = calculate_recent_trend_of_proportions(make_counts())
        validate(
            method="Recent trend of proportions, chi-squared",
            source=FINGERTIPS,
            expected=47.8967,
            obtained=answer["value"],
            tolerance=5e-5,
        )
        assert answer["trend"].tolist() == ["increasing"]

    @settings(max_examples=15)
    @given(st.lists(st.integers(0, 100), min_size=5, max_size=5))
    def test_turns_round_when_those_with_and_without_change_places(self, numerators):
        with_it = calculate_recent_trend_of_proportions(make_counts(numerators, 100))
        without = calculate_recent_trend_of_proportions(
            make_counts([100 - x for x in numerators], 100)
        )
        opposite = {"increasing": "decreasing", "decreasing": "increasing"}
        words = with_it["trend"].iloc[0], without["trend"].iloc[0]
        assert opposite.get(words[0], words[0]) == words[1]
        np.testing.assert_allclose(with_it["value"], without["value"])

    @pytest.mark.parametrize("numerator", [0, 100])
    def test_cannot_be_calculated_where_none_or_all_have_it(self, numerator):
        answer = calculate_recent_trend_of_proportions(make_counts([numerator] * 5, 100)).iloc[0]
        assert answer["trend"] == module.CANNOT and answer["arrow"] == ""
        assert answer["note"] == module.NOTHING_TO_TEST

    def test_needs_every_year_and_not_one_alone(self):
        # One last year far above the rest is significant, but its slope turns on that year.
        answer = calculate_recent_trend_of_proportions(
            make_counts([540, 520, 500, 480, 900], 10_000)
        ).iloc[0]
        assert answer["value"] > 9.54953570608324
        assert answer["trend"] == module.NO_CHANGE


class TestCalculateRecentTrendOfValues:
    def test_meets_the_reference(self, validate):
        validate(
            method="Recent trend of other values, chi-squared",
            source=FINGERTIPS,
            expected=46.7653,
            obtained=calculate_recent_trend_of_values(make_values())["value"],
            tolerance=5e-5,
        )

    def test_refuses_intervals_of_another_confidence(self):
        with pytest.raises(TableError, match=r"must be of 95%; found confidence 0\.998"):
            calculate_recent_trend_of_values(make_values(confidence=0.998))

    def test_says_when_an_interval_has_no_width(self):
        flat = make_values(lower=VALUES, upper=VALUES)
        assert calculate_recent_trend_of_values(flat)["note"].tolist() == [module.NO_ERROR]

    def test_accepts_what_the_rate_functions_give(self):
        answer = calculate_recent_trend_of_values(
            make_values(confidence=0.95, statistic="s", method="m", note="")
        )
        assert answer["trend"].tolist() == ["increasing"]

    def test_refuses_limits_upside_down(self):
        with pytest.raises(
            TableError, match="lower_ci must not be above upper_ci; found it for 2018"
        ):
            calculate_recent_trend_of_values(make_values(lower=UPPER, upper=LOWER))


class TestCriticalValue:
    def test_meets_the_reference(self, validate):
        validate(
            method="Recent trend, critical value of chi-squared at 99.8%",
            source=FINGERTIPS,
            expected=9.54953570608324,
            obtained=module.stats.chi2.ppf(module.CONFIDENCE_OF_TREND, 1),
            tolerance=5e-13,
        )


class TestBoth:
    @BOTH
    @pytest.mark.parametrize(
        ("higher_is", "word"),
        [
            ("better", "increasing, getting better"),
            ("worse", "increasing, getting worse"),
            ("neither", "increasing"),
        ],
    )
    def test_say_what_a_rise_means(self, calculate, make, higher_is, word):
        answer = calculate(make(), higher_is=higher_is).iloc[0]
        assert (answer["trend"], answer["arrow"]) == (word, "↑")

    @BOTH
    def test_point_down_for_a_fall_and_across_for_none(self, calculate, make):
        columns = make().drop(columns="period").iloc[::-1]
        fall = columns.assign(period=range(2018, 2023))
        none = make().assign(**make().drop(columns="period").iloc[0].to_dict())
        assert calculate(fall)[["trend", "arrow"]].iloc[0].tolist() == ["decreasing", "↓"]
        assert calculate(none)["arrow"].tolist() == ["→"]

    @BOTH
    def test_look_at_the_last_five_years_of_each_area(self, calculate, make):
        early = make().iloc[[4, 3, 2]].assign(period=[2015, 2016, 2017])
        longer = pd.concat([early, make()]).assign(area_code="a")
        both = pd.concat([longer, make(area_code="b")]).sort_values("period", kind="stable")
        answer = calculate(both)
        assert answer["period"].tolist() == [2022, 2022]
        assert answer["value"].iloc[0] == answer["value"].iloc[1]

    @BOTH
    def test_need_five_years(self, calculate, make):
        answer = calculate(make().tail(4)).iloc[0]
        assert (answer["trend"], answer["note"]) == (module.CANNOT, module.TOO_SHORT)
        assert np.isnan(answer["value"])

    @BOTH
    def test_need_every_value(self, calculate, make):
        table = make()
        column = table.columns[0]
        table[column] = table[column].astype(float)
        table.loc[2, column] = np.nan
        assert calculate(table)["note"].tolist() == [module.NOT_KNOWN]

    @BOTH
    @pytest.mark.parametrize(
        "periods",
        [
            ["2018", "2019", "2020", "2021", "2022"],
            ["2018/19", "2019/20", "2020/21", "2021/22", "2022/23"],
            pd.date_range("2018-04-01", periods=5, freq=pd.DateOffset(years=1)),
        ],
    )
    def test_read_years_however_they_are_written(self, calculate, make, periods):
        answer = calculate(make(period=periods))
        assert answer["trend"].tolist() == ["increasing"]
        assert answer["period"].iloc[0] == periods[-1]

    @BOTH
    @pytest.mark.parametrize(
        ("periods", "message"),
        [
            (["2016-18", "2017-19", "2018-20", "2019-21", "2020-22"], "pooled overlap"),
            (pd.date_range("2018-01-01", periods=5, freq="W"), "several dates in a year"),
            (range(2014, 2024, 2), "must be a year apart"),
            ([2018, 2019, 2020, 2021, 2023], "a gap before"),
            ([2022, 2021, 2020, 2019, 2018], "out of order"),
        ],
    )
    def test_refuse_what_is_not_annual(self, calculate, make, periods, message):
        with pytest.raises(TableError, match=message):
            calculate(make(period=periods))

    @BOTH
    def test_refuse_a_meaning_they_do_not_know(self, calculate, make):
        with pytest.raises(ParameterError, match="higher_is must be one of better, worse, neither"):
            calculate(make(), higher_is="good")

    @BOTH
    def test_leave_their_input_unchanged(self, calculate, make, leaves_unchanged):
        leaves_unchanged(calculate, make())
