import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from datacell_lib.analysis.rates import inequality as module
from datacell_lib.analysis.rates import inequality_groups
from datacell_lib.analysis.rates.inequality import (
    calculate_relative_index_of_inequality,
    calculate_slope_index_of_inequality,
)
from datacell_lib.analysis.rates.intervals import calculate_wilson_interval
from datacell_lib.schema import ParameterError, TableError

FIELD = "PHEindicatormethods' conventions, recomputed in a second package"
PEOPLE = [7291, 7997, 6105, 7666, 5790, 6934, 5918, 5974, 7147, 7534]
VALUES = [
    *(75.93346, 78.34424, 83.83606, 83.63754, 80.4655),
    *(81.11568, 81.69308, 84.19001, 80.59556, 86.28943),
]
SMOKERS = np.array([7287, 6881, 5656, 4868, 4176, 3876, 3617, 3546, 3314, 2960])
ADULTS = np.array([34353, 32112, 27715, 25372, 23889, 23260, 23180, 24193, 23609, 24488])
BOTH = pytest.mark.parametrize(
    "calculate", [calculate_slope_index_of_inequality, calculate_relative_index_of_inequality]
)
FEW = {"repetitions": 2000}


def make_table(values=VALUES, people=PEOPLE, half_width=1.0, **columns):
    values = np.asarray(values, dtype=float)
    table = pd.DataFrame(
        {
            "quantile": range(1, len(values) + 1),
            "denominator": people,
            "value": values,
            "lower_ci": values - half_width,
            "upper_ci": values + half_width,
            "confidence": 0.95,
        }
    )
    return table.assign(**columns)


def make_proportions():
    lower, upper = calculate_wilson_interval(SMOKERS, ADULTS)
    return make_table(SMOKERS / ADULTS, ADULTS, lower_ci=lower, upper_ci=upper)


class TestCalculateSlopeIndexOfInequality:
    def test_meets_the_reference(self, validate):
        validate(
            method="Slope index of inequality, life expectancy",
            source=FIELD,
            expected=6.934616,
            obtained=calculate_slope_index_of_inequality(make_table(), **FEW)["value"],
            tolerance=5e-5,  # the inputs are rounded to five decimals
        )

    def test_meets_the_reference_for_proportions(self, validate):
        answer = calculate_slope_index_of_inequality(make_proportions(), **FEW)
        validate(
            method="Slope index of inequality, proportions",
            source=FIELD,
            expected=-0.1072003233,
            obtained=answer["value"],
            tolerance=5e-11,
        )

    def test_has_an_intercept_that_meets_the_reference(self, validate):
        validate(
            method="Slope index of inequality, intercept",
            source=FIELD,
            expected=78.076631,
            obtained=calculate_slope_index_of_inequality(make_table(), **FEW)["intercept"],
            tolerance=5e-5,
        )

    def test_agrees_with_weighted_least_squares_of_statsmodels(self):
        share = np.array(PEOPLE) / sum(PEOPLE)
        midpoint = share.cumsum() - share / 2
        fitted = sm.WLS(VALUES, sm.add_constant(midpoint), weights=share).fit()
        answer = calculate_slope_index_of_inequality(make_table(), **FEW)
        assert answer["value"].iloc[0] == pytest.approx(fitted.params[1], rel=1e-12)

    def test_has_limits_near_the_exact_ones(self, validate):
        # The index is a weighted sum of the values, so with normal errors its distribution is
        # known: the simulated limits must fall on it, within the error of 100,000 draws.
        share = np.array(PEOPLE) / sum(PEOPLE)
        away = share.cumsum() - share / 2
        away = away - (share * away).sum()
        weights = share * away / (share * away**2).sum()
        half = np.sqrt((weights**2).sum())  # each group's own half width is 1
        answer = calculate_slope_index_of_inequality(make_table()).iloc[0]
        centre = (weights * VALUES).sum()
        validate(
            method="Slope index of inequality, simulated limits",
            source="the exact normal distribution of a weighted sum",
            expected=[centre - half, centre + half],
            obtained=[answer["lower_ci"], answer["upper_ci"]],
            tolerance=0.01,
        )
        assert 0 < answer["reliability"] < 0.01

    @settings(max_examples=15)
    @given(st.floats(-5, 5), st.floats(10, 50))
    def test_finds_a_planted_line(self, slope, intercept):
        share = np.array(PEOPLE) / sum(PEOPLE)
        line = intercept + slope * (share.cumsum() - share / 2)
        answer = calculate_slope_index_of_inequality(make_table(line), **FEW).iloc[0]
        assert answer["value"] == pytest.approx(slope, abs=1e-9)


class TestCalculateRelativeIndexOfInequality:
    def test_meets_the_reference(self, validate):
        validate(
            method="Relative index of inequality, life expectancy",
            source=FIELD,
            expected=1.088818,
            obtained=calculate_relative_index_of_inequality(make_table(), **FEW)["value"],
            tolerance=5e-5,
        )

    def test_meets_the_reference_for_proportions(self, validate):
        answer = calculate_relative_index_of_inequality(make_proportions(), scale="logit", **FEW)
        validate(
            method="Relative index of inequality, proportions",
            source=FIELD,
            expected=0.5334015306,
            obtained=answer["value"],
            tolerance=5e-11,
        )

    @pytest.mark.parametrize("values", [[0.1, 1.0, 5.0], [1.0, 2.0, 3.0], [-3.0, -2.0, -1.0]])
    @pytest.mark.parametrize("turned", [False, True])
    def test_is_not_reported_where_the_line_reaches_zero_at_either_end(self, values, turned):
        # By hand: the line through 1, 2, 3 of equal groups runs from 0.5, so less 0.5 from 0.
        values = np.subtract(values, 0.5 if values[0] == 1.0 else 0)
        table = make_table(values[::-1] if turned else values, [100] * 3, half_width=0.05)
        answer = calculate_relative_index_of_inequality(table, **FEW).iloc[0]
        assert np.isnan([answer["value"], answer["lower_ci"], answer["upper_ci"]]).all()
        assert answer["note"] == module.NO_RATIO

    @pytest.mark.parametrize("turned", [False, True])
    def test_has_no_limits_where_many_simulated_lines_reach_zero(self, turned):
        values = np.array([1.2, 2.0, 2.8])
        table = make_table(values[::-1] if turned else values, [100] * 3, half_width=1.0)
        answer = calculate_relative_index_of_inequality(table, **FEW).iloc[0]
        # By hand: the ends of the line are 0.8 and 3.2.
        assert answer["value"] == pytest.approx(0.25 if turned else 4)
        assert answer[["lower_ci", "upper_ci", "reliability"]].isna().all()
        assert answer["note"] == module.NO_LIMITS


class TestTransform:
    def test_meets_the_reference_on_the_logit_scale(self, validate):
        arguments = {"scale": "logit", "transform": True, **FEW}
        slope = calculate_slope_index_of_inequality(make_proportions(), **arguments)
        ratio = calculate_relative_index_of_inequality(make_proportions(), **arguments)
        source = "PHEindicatormethods' transform, recomputed in a second package"
        for method, expected, answer in (
            ("Slope index of inequality, fitted on the logit scale", -0.1096462611, slope),
            ("Relative index of inequality, fitted on the logit scale", 0.5341775743, ratio),
        ):
            validate(
                method=method,
                source=source,
                expected=expected,
                obtained=answer["value"],
                tolerance=5e-11,
            )

    @pytest.mark.parametrize("scale", ["log", "logit"])
    def test_agrees_with_weighted_least_squares_of_statsmodels(self, scale):
        to_link, from_link = {
            "log": (np.log, np.exp),
            "logit": (lambda p: np.log(p / (1 - p)), lambda x: 1 / (1 + np.exp(-x))),
        }[scale]
        share = ADULTS / ADULTS.sum()
        design = sm.add_constant(share.cumsum() - share / 2)
        ends = sm.WLS(to_link(SMOKERS / ADULTS), design, weights=share).fit().params.cumsum()
        most, least = from_link(ends)
        answer = calculate_slope_index_of_inequality(
            make_proportions(), scale=scale, transform=True, **FEW
        ).iloc[0]
        assert answer["value"] == pytest.approx(least - most, rel=1e-10)
        assert answer["intercept"] == pytest.approx(most, rel=1e-10)
        assert answer["lower_ci"] < answer["value"] < answer["upper_ci"]

    def test_of_a_ratio_always_has_a_sign(self):
        values = np.array([0.001, 0.02, 0.4])
        table = make_table(values, [100] * 3, lower_ci=values / 2, upper_ci=values * 2)
        plain, fitted = (
            calculate_relative_index_of_inequality(table, scale="log", transform=t, **FEW).iloc[0]
            for t in (False, True)
        )
        assert plain["note"] == module.NO_RATIO
        # Planted: each is twenty times the one before, so the ends are 20 to the third apart.
        assert fitted["value"] == pytest.approx(20**3)

    def test_needs_a_scale_of_its_own(self):
        with pytest.raises(ParameterError, match="Write scale='log' for rates"):
            calculate_slope_index_of_inequality(make_table(), transform=True)


class TestBoth:
    @BOTH
    def test_do_not_mind_the_order_of_rows(self, calculate):
        ordered, backwards = (
            calculate(table, **FEW) for table in (make_table(), make_table().iloc[::-1])
        )
        pd.testing.assert_frame_equal(ordered, backwards)

    @BOTH
    def test_give_the_same_limits_for_the_same_seed_alone(self, calculate):
        first, again, other = (
            calculate(make_table(), seed=seed, **FEW)["lower_ci"].iloc[0] for seed in (1, 1, 2)
        )
        assert first == again != other

    @BOTH
    def test_give_an_area_the_same_limits_whatever_else_is_in_the_table(self, calculate):
        both = pd.concat([make_table(area_code="a"), make_table(VALUES[::-1], area_code="b")])
        answer = calculate(both, by=["area_code"], **FEW)
        alone = calculate(make_table(VALUES[::-1]), **FEW)
        assert answer["area_code"].tolist() == ["a", "b"]
        pd.testing.assert_series_equal(
            answer["lower_ci"].tail(1), alone["lower_ci"], check_index=False
        )

    @BOTH
    @pytest.mark.parametrize("scale", ["log", "logit"])
    def test_simulate_on_the_scale_asked_for(self, calculate, scale):
        answer = calculate(make_proportions(), scale=scale, **FEW).iloc[0]
        assert answer["lower_ci"] < answer["value"] < answer["upper_ci"]

    @BOTH
    def test_need_three_groups(self, calculate):
        answer = calculate(make_table([1.0, 2.0], [5, 5], 0.1), **FEW).iloc[0]
        assert np.isnan(answer["value"]) and answer["note"] == inequality_groups.TOO_FEW_GROUPS

    @BOTH
    def test_of_a_missing_group_are_missing(self, calculate):
        answer = calculate(make_table([np.nan, *VALUES[1:]]), **FEW).iloc[0]
        assert np.isnan(answer["value"]) and answer["note"] == inequality_groups.MISSING_GROUP

    @BOTH
    def test_of_an_empty_table_are_empty(self, calculate):
        assert calculate(make_table(area_code="a").iloc[:0], by=["area_code"]).empty

    @BOTH
    def test_refuse_limits_that_are_not_around_their_value(self, calculate):
        with pytest.raises(TableError, match="limits must lie around their value"):
            calculate(make_table(lower_ci=99.0))

    @BOTH
    def test_refuse_values_off_the_scale(self, calculate):
        with pytest.raises(TableError, match="on the logit scale"):
            calculate(make_table(), scale="logit")

    @BOTH
    def test_refuse_a_scale_they_do_not_know(self, calculate):
        with pytest.raises(ParameterError, match="scale must be one of identity, log, logit"):
            calculate(make_table(), scale="sqrt")

    @BOTH
    def test_refuse_few_repetitions(self, calculate):
        with pytest.raises(ParameterError, match="repetitions must be at least 1,000; found 10"):
            calculate(make_table(), repetitions=10)

    @BOTH
    def test_refuse_a_group_twice(self, calculate):
        with pytest.raises(TableError, match="each quantile must have one row"):
            calculate(make_table(quantile=1))

    @BOTH
    def test_leave_their_input_unchanged(self, calculate, leaves_unchanged):
        leaves_unchanged(calculate, make_table(), **FEW)
