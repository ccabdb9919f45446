import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from datacell_lib.analysis.rates.counts import NOBODY, SUPPRESSED, UNKNOWN
from datacell_lib.analysis.rates.proportions_and_rates import (
    MISSING_OBSERVATIONS,
    ONE_OBSERVATION,
    calculate_crude_rate,
    calculate_mean,
    calculate_proportion,
)
from datacell_lib.schema import ParameterError, TableError

FIELD = "PHEindicatormethods' conventions, recomputed in a second package"
RESULT = [
    "value",
    "lower_ci",
    "upper_ci",
    "confidence",
    "statistic",
    "method",
    "note",
]
BOTH = pytest.mark.parametrize("calculate", [calculate_proportion, calculate_crude_rate])
LIMITS = ["lower_ci", "upper_ci"]


def make_table(numerators, denominators, **columns):
    areas = [f"E0700{i:04d}" for i in range(len(numerators))]
    table = pd.DataFrame({"area_code": areas, "numerator": numerators, "denominator": denominators})
    return table.assign(**columns)


@st.composite
def tables(draw):
    rows = draw(
        st.lists(
            st.integers(1, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
            min_size=1,
            max_size=15,
        )
    )
    return make_table(*zip(*rows, strict=True))


class TestCalculateProportion:
    def test_meets_the_reference(self, validate):
        answer = calculate_proportion(make_table([65], [100]), multiplier=100).iloc[0]
        validate(
            method="Proportion, Wilson interval, 65 of 100, per cent",
            source=FIELD,
            expected=[65, 55.25444329688797, 73.63575175690247],
            obtained=answer[["value", *LIMITS]],
            tolerance=5e-13,
        )

    def test_names_itself(self):
        answer = calculate_proportion(make_table([1], [4]), multiplier=100).iloc[0]
        assert answer["statistic"] == "proportion per 100"
        assert answer["method"] == "Wilson score"
        assert answer["confidence"] == 0.95

    def test_adds_up_to_the_keys_asked_for(self):
        table = make_table([1, 2, 3], [10, 20, 30], district_code=["x", "y", "x"])
        answer = calculate_proportion(table, by=["district_code"])
        assert list(answer) == ["district_code", *RESULT]
        assert answer["value"].tolist() == [4 / 40, 2 / 20]

    def test_refuses_numerators_above_denominators(self):
        with pytest.raises(TableError, match="found 3 of 2 for E07000000"):
            calculate_proportion(make_table([3], [2]))

    def test_refuses_upper_bounds_above_denominators(self):
        table = make_table([np.nan], [1], numerator_lower=0, numerator_upper=2)
        with pytest.raises(TableError, match="numerator_upper must not be above denominator"):
            calculate_proportion(table)

    @settings(max_examples=10)
    @given(tables())
    def test_stays_between_zero_and_one(self, table):
        answer = calculate_proportion(table)
        assert (answer["lower_ci"] >= 0).all() and (answer["upper_ci"] <= 1).all()


class TestCalculateCrudeRate:
    @pytest.mark.parametrize(
        ("events", "limits"),
        [
            (65, (50.163187710459454, 82.84913854593984)),
            (5, (1.62348639011842, 11.66833207932267)),
        ],
    )
    def test_meets_the_reference(self, events, limits, validate):
        answer = calculate_crude_rate(make_table([events], [100_000])).iloc[0]
        validate(
            method=f"Crude rate, {events} events in 100,000",
            source=FIELD,
            expected=[events, *limits],
            obtained=answer[["value", *LIMITS]],
            tolerance=5e-13,
        )

    def test_takes_any_multiplier(self):
        answer = calculate_crude_rate(make_table([3], [150]), multiplier=1000).iloc[0]
        assert answer["value"] == 20
        assert answer["statistic"] == "crude rate per 1,000"

    def test_lets_events_outnumber_people(self):
        assert calculate_crude_rate(make_table([5], [2]), multiplier=1)["value"].tolist() == [2.5]


class TestBoth:
    @BOTH
    @settings(max_examples=10)
    @given(table=tables())
    def test_intervals_hold_their_values(self, calculate, table):
        answer = calculate(table)
        assert list(answer) == ["area_code", *RESULT]
        assert (answer["lower_ci"] <= answer["value"] + 1e-12).all()
        assert (answer["value"] <= answer["upper_ci"] + 1e-12).all()

    @BOTH
    @settings(max_examples=10)
    @given(table=tables())
    def test_do_not_mind_the_order_of_rows(self, calculate, table):
        backwards = calculate(table.iloc[::-1])
        pd.testing.assert_frame_equal(calculate(table), backwards.iloc[::-1])

    @BOTH
    def test_of_an_unknown_count_is_missing_and_says_so(self, calculate):
        answer = calculate(make_table([np.nan, 3], [10, 10]))
        assert answer.loc[0, ["value", *LIMITS]].isna().all()
        assert answer["note"].tolist() == [UNKNOWN, ""]
        assert answer.loc[1, "value"] > 0

    @BOTH
    def test_of_a_suppressed_count_spans_every_count_it_may_be(self, calculate):
        suppressed = make_table([np.nan], [500], numerator_lower=0, numerator_upper=2)
        answer = calculate(suppressed).iloc[0]
        possible = calculate(make_table([0, 1, 2], [500] * 3))
        assert np.isnan(answer["value"]) and answer["note"] == SUPPRESSED
        assert answer["lower_ci"] == possible["lower_ci"].min()
        assert answer["upper_ci"] == possible["upper_ci"].max()

    @BOTH
    def test_give_nothing_where_nobody_is_and_go_on_with_the_others(self, calculate):
        answer = calculate(make_table([1, 0], [2, 0]))
        alone = calculate(make_table([1], [2]))
        assert answer["note"].tolist() == ["", NOBODY]
        assert answer.loc[1, ["value", *LIMITS]].isna().all()
        assert (
            answer.loc[0, ["value", *LIMITS]].tolist() == alone.loc[0, ["value", *LIMITS]].tolist()
        )

    @BOTH
    def test_refuse_negative_denominators_by_name(self, calculate):
        with pytest.raises(TableError, match="found -2 for E07000001"):
            calculate(make_table([1, 0], [2, -2]))

    @BOTH
    def test_refuse_a_multiplier_of_zero(self, calculate):
        with pytest.raises(ParameterError, match="multiplier must be above zero"):
            calculate(make_table([1], [2]), multiplier=0)

    @BOTH
    def test_leave_their_input_unchanged(self, calculate, leaves_unchanged):
        leaves_unchanged(calculate, make_table([1, 2], [3, 4]), by=["area_code"])

    @BOTH
    def test_accept_an_empty_table(self, calculate):
        assert calculate(make_table([1], [2]).iloc[:0]).empty


class TestCalculateMean:
    def test_agrees_with_the_t_interval_of_scipy(self, validate):
        # Student's own sleep data (1908), increase in hours with the second drug.
        hours = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
        table = pd.DataFrame({"area_code": "a", "value": hours})
        answer = calculate_mean(table, by=["area_code"]).iloc[0]
        limits = stats.t.interval(0.95, 9, np.mean(hours), stats.sem(hours))
        validate(
            method="Mean with Student's t interval, sleep data",
            source="Student 1908 (mean 2.33); SciPy",
            expected=[2.33, *limits],
            obtained=answer[["value", *LIMITS]],
            tolerance=5e-11,
        )

    def test_of_one_observation_has_no_interval(self):
        answer = calculate_mean(pd.DataFrame({"sex": ["F"], "value": [3.0]}), by=["sex"]).iloc[0]
        assert answer["value"] == 3 and answer[LIMITS].isna().all()
        assert answer["note"] == ONE_OBSERVATION

    def test_with_a_missing_observation_is_missing(self):
        table = pd.DataFrame({"sex": ["F", "F", "M", "M"], "value": [3.0, np.nan, 1.0, 3.0]})
        answer = calculate_mean(table, by=["sex"])
        assert answer["note"].tolist() == [MISSING_OBSERVATIONS, ""]
        np.testing.assert_array_equal(answer["value"], [np.nan, 2])

    def test_refuses_to_go_without_keys(self):
        with pytest.raises(ParameterError, match="by must name at least one key column"):
            calculate_mean(pd.DataFrame({"value": [1.0]}), by=[])

    def test_refuses_text(self):
        with pytest.raises(TableError, match="value must be numbers"):
            calculate_mean(pd.DataFrame({"sex": ["F"], "value": ["3"]}), by=["sex"])

    def test_leaves_its_input_unchanged(self, leaves_unchanged):
        table = pd.DataFrame({"sex": ["F", "M"], "value": [3.0, 1.0]})
        leaves_unchanged(calculate_mean, table, by=["sex"])
